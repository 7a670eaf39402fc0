package xlsx

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"rootline/internal/directory"
	"rootline/internal/words"
)

func TestRead_refuses(t *testing.T) {
	long := strings.Repeat("x", MaxCell+1)
	deep := strings.Repeat("<a>", maxDepth) + strings.Repeat("</a>", maxDepth)
	sheet := func(rows string) func() []byte { return func() []byte { return pack(t, handmade(rows)) } }
	part := func(name, text string) func() []byte {
		return func() []byte {
			parts := handmade(`<row><c><v>1</v></c></row>`)
			if parts[name] = text; text == "" {
				delete(parts, name)
			}
			return pack(t, parts)
		}
	}
	tests := map[string]struct {
		file func() []byte
		rows string
		want string
	}{
		"nothing":             {func() []byte { return nil }, "", "not a spreadsheet in the format XLSX"},
		"a table in text":     {func() []byte { return []byte("a,b\nc,d\n") }, "", "not a spreadsheet in the format XLSX"},
		"an old spreadsheet":  {func() []byte { return []byte(compound + "and so on") }, "", "has a password, or is in the format of Excel before 2007"},
		"one with a password": {func() []byte { return withPassword(t) }, "", "has a password"},
		"another archive": {func() []byte {
			return pack(t, map[string]string{"mimetype": "application/vnd.oasis.opendocument.spreadsheet"})
		}, "", "not a spreadsheet"},
		"a letter":                   {part("xl/workbook.xml", `<document/>`), "", "not a spreadsheet"},
		"a binary one":               {part("_rels/.rels", `<Relationships><Relationship Id="r1" Type="x/officeDocument" Target="xl/workbook.bin"/></Relationships>`), "", "not a spreadsheet"},
		"elsewhere":                  {part("_rels/.rels", `<Relationships><Relationship Id="r1" Type="x/officeDocument" Target="http://x/" TargetMode="External"/></Relationships>`), "", "not a spreadsheet"},
		"no names of parts":          {part("xl/_rels/workbook.xml.rels", ""), "", "damaged in its part xl/_rels/workbook.xml.rels"},
		"no sheet where it is named": {part("xl/worksheets/sheet1.xml", ""), "", "damaged in its part xl/worksheets/sheet1.xml"},
		"no texts where named":       {part("xl/sharedStrings.xml", ""), "", "damaged in its part xl/sharedStrings.xml"},
		"broken texts":               {part("xl/sharedStrings.xml", "<sst><si><t>a</si></sst>"), "", "damaged in its part xl/sharedStrings.xml"},
		"half the texts":             {part("xl/sharedStrings.xml", "<sst><si><t>a</t></si>"), "", "damaged in its part xl/sharedStrings.xml"},
		"broken styles":              {part("xl/styles.xml", `<styleSheet><cellXfs><xf numFmtId="x"/></cellXfs></styleSheet>`), "", "damaged in its part xl/styles.xml"},
		"half a sheet":               {part("xl/worksheets/sheet1.xml", `<worksheet><sheetData><row><c><v>1</v></c></row><row>`), "1:1", "damaged in its part xl/worksheets/sheet1.xml"},
		"a text that is missing":     {sheet(`<row><c t="s"><v>2</v></c></row>`), "", "damaged"},
		"a text of no number":        {sheet(`<row><c t="s"><v>a</v></c></row>`), "", "damaged"},
		"a character XML has not":    {sheet("<row><c><v>1</v></c></row><row><c><v>a\x0b</v></c></row>"), "1:1", "damaged"},
		"rows in disorder":           {sheet(`<row r="2"><c><v>1</v></c></row><row r="2"/>`), "2:1", "damaged"},
		"a row of no number":         {sheet(`<row r="x"/>`), "", "damaged"},
		"cells in disorder":          {sheet(`<row><c r="B1"/><c r="A1"/></row>`), "", "damaged"},
		"a cell of no column":        {sheet(`<row><c r="1"/></row>`), "", "damaged"},
		"a cell beyond the last":     {sheet(`<row><c r="XFE1"/></row>`), "", "damaged"},
		"tags within tags":           {sheet(`<row><c>` + deep + `</c></row>`), "", "damaged"},
		"a tag without an end":       {sheet(`<row a="` + strings.Repeat("x", maxToken+4096) + `"/>`), "", "damaged"},
		"a text in endless pieces":   {sheet(`<row><c><v>` + strings.Repeat(strings.Repeat("x", 1000)+"<!---->", 1100) + `</v></c></row>`), "", "damaged"},
		"too many rows":              {sheet(`<row r="1048577"/>`), "", "more than 1,048,576 rows"},
		"too many columns":           {sheet(`<row><c r="ALL1"><v>1</v></c></row><row><c r="ALM2"><v>1</v></c></row>`), "1:" + strings.Repeat("|", MaxColumns-1) + "1", "line 2 has more than 1,000 columns"},
		"a long cell":                {sheet(`<row r="7"><c t="str"><v>` + long + `</v></c></row>`), "", "begins on line 7 is longer than 65,536 bytes"},
		"a formula by itself":        {sheet(`<row r="12"><c r="AB12"><f>1+1</f></c></row>`), "", "Cell AB12 has a formula"},
	}
	for name, tt := range tests {
		rows, err := read(tt.file(), "")
		if got := sentence(t, err); rows != tt.rows || !strings.Contains(got, tt.want) {
			t.Errorf("%s: rows %q, %v: %q; want %q, then %q", name, rows, err, got, tt.rows, tt.want)
		}
	}
	_, err := read(pack(t, handmade("")), "Prices")
	if got := sentence(t, err); !strings.Contains(got, "no sheet Prices in this spreadsheet. There is Clinics.") {
		t.Errorf("a sheet that is not there: %q, %v", got, err)
	}
}

// sentence is what a refusal says.
func sentence(t *testing.T, err error) string {
	t.Helper()
	var refused *directory.Error
	if !errors.As(err, &refused) || refused.Kind != directory.Invalid {
		return fmt.Sprintf("(no refusal: %v)", err)
	}
	return words.English().Message(refused.Message)
}

func withPassword(t *testing.T) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	var b bytes.Buffer
	must(t, f.Write(&b, excelize.Options{Password: "secret"}))
	return b.Bytes()
}

// A small file may say that it is large, or be large and not say so. Neither gets
// more memory than the limit.
func TestRead_bombs(t *testing.T) {
	const limit = 1 << 20
	rows := strings.Repeat(`<row><c><v>1</v></c></row>`, limit/20)
	bomb := pack(t, handmade(rows))
	if len(bomb) > limit/100 {
		t.Fatalf("the bomb has %d bytes", len(bomb))
	}
	_, err := readUpTo(bomb, "", limit)
	if got := sentence(t, err); !strings.Contains(got, "larger than 1 MiB") {
		t.Errorf("a bomb: %q", got)
	}
	for _, says := range []uint64{0, 100, 1 << 40} {
		_, err := readUpTo(sayingSize(t, handmade(rows), says), "", limit)
		if got := sentence(t, err); !strings.Contains(got, "larger than 1 MiB") && !strings.Contains(got, "damaged") {
			t.Errorf("a bomb that says it has %d bytes: %q", says, got)
		}
	}
	texts := handmade("")
	texts["xl/sharedStrings.xml"] = `<sst>` + strings.Repeat(`<si/>`, limit/4) + `</sst>`
	_, err = readUpTo(pack(t, texts), "", limit)
	if got := sentence(t, err); !strings.Contains(got, "larger than 1 MiB") {
		t.Errorf("a bomb of texts: %q", got)
	}
}

// What is small when it is unpacked need not be when it is held: so many empty texts
// fit into the limit as XML, and not as texts.
func TestRead_holdsTextsWithinTheLimit(t *testing.T) {
	const limit = 1 << 20
	for _, tt := range []struct {
		texts string
		fits  bool
	}{
		{strings.Repeat(`<si/>`, limit/(5+16)-200), true}, // 200 for the other parts
		{strings.Repeat(`<si/>`, limit/(5+16)), false},
		{strings.Repeat(`<si/>`, limit/10), false},
		{`<si><t>` + strings.Repeat("x", limit*2/5) + `</t></si>`, true},
		{`<si><t>` + strings.Repeat("x", limit*3/5) + `</t></si>`, false},
	} {
		parts := handmade("")
		parts["xl/sharedStrings.xml"] = `<sst>` + tt.texts + `</sst>`
		_, err := readUpTo(pack(t, parts), "", limit)
		switch {
		case tt.fits && err != nil:
			t.Errorf("%d bytes of texts: %v, want them read", len(tt.texts), err)
		case !tt.fits && !strings.Contains(sentence(t, err), "larger than 1 MiB"):
			t.Errorf("%d bytes of texts, %.20s…: %v, want them refused", len(tt.texts), tt.texts, err)
		}
	}
}

// sayingSize packs parts so that the sheet is said to have this size.
func sayingSize(t *testing.T, parts map[string]string, size uint64) []byte {
	t.Helper()
	honest, err := zip.NewReader(bytes.NewReader(pack(t, parts)), int64(len(pack(t, parts))))
	must(t, err)
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range honest.File {
		header := f.FileHeader
		if strings.HasSuffix(f.Name, "sheet1.xml") {
			header.UncompressedSize64 = size
		}
		in, err := f.OpenRaw()
		must(t, err)
		out, err := z.CreateRaw(&header)
		must(t, err)
		_, err = io.Copy(out, in)
		must(t, err)
	}
	must(t, z.Close())
	return b.Bytes()
}

// A bit that has flipped is found, at the latest when the sheet ends: here in a
// number, where the XML is as good as before.
func TestRead_findsDamage(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range handmade(`<row><c><v>1111</v></c></row>`) {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		must(t, err)
		_, err = io.WriteString(w, text)
		must(t, err)
	}
	must(t, z.Close())
	damaged := bytes.Replace(b.Bytes(), []byte("1111"), []byte("1011"), 1)
	_, err := read(damaged, "")
	if got := sentence(t, err); !strings.Contains(got, "damaged in its part xl/worksheets/sheet1.xml") {
		t.Errorf("a flipped bit: %q, %v", got, err)
	}
}

// A disk that breaks is not a spreadsheet that is damaged.
func TestRead_passesFailuresOn(t *testing.T) {
	broken := errors.New("the disk is gone")
	file := pack(t, handmade(strings.Repeat(`<row><c><v>1</v></c></row>`, 1000)))
	for good := range 100 {
		r, err := NewReader(&failing{bytes.NewReader(file), good, broken}, int64(len(file)), "")
		for err == nil {
			_, _, err = r.Read()
		}
		if errors.Is(err, io.EOF) && good > 10 {
			return
		}
		if !errors.Is(err, broken) || directory.KindOf(err) != directory.Internal {
			t.Errorf("a disk that breaks after reading %d times: %v", good, err)
		}
	}
	t.Error("the file is never read to its end")
}

// failing is a file on a disk that breaks after so many reads.
type failing struct {
	io.ReaderAt
	good int
	err  error
}

func (f *failing) ReadAt(p []byte, off int64) (int, error) {
	if f.good--; f.good < 0 {
		return 0, f.err
	}
	return f.ReaderAt.ReadAt(p, off)
}
