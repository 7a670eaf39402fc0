package xlsx

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"rootline/internal/directory"
	"rootline/internal/words"
)

// Each cell is written by excelize as the value, in the format if it has a number,
// or the code of one.
func TestRead_cells(t *testing.T) {
	at := time.Date(2026, time.March, 31, 9, 30, 0, 0, time.UTC)
	tests := map[string]struct {
		value  any
		format any
		want   string
	}{
		"text":                     {"Harbour Clinic", nil, "Harbour Clinic"},
		"text of two lines":        {"Quay 1\nHarbour", nil, "Quay 1\nHarbour"},
		"spaces around text":       {" a ", nil, " a "},
		"a letter beyond ASCII":    {"İstanbul 😀", nil, "İstanbul 😀"},
		"a postal code":            {"01234", nil, "01234"},
		"a formula as text":        {"=1+1", nil, "=1+1"},
		"a phone as a number":      {447900000000, nil, "447900000000"},
		"a large phone":            {4479000000001234, nil, "4479000000001234"},
		"shown with an exponent":   {447900000000, 11, "447900000000"},
		"shown without digits":     {51.5074, 1, "51.5074"},
		"shown with a currency":    {1250.5, `"€"#,##0.00;[Red]-"€"#,##0.00`, "1250.5"},
		"shown as a part":          {0.5, 9, "0.5"},
		"a coordinate":             {-0.6253851056098938, nil, "-0.6253851056098938"},
		"a coordinate of Excel":    {51.167896270751953, nil, "51.16789627075195"},
		"a large number":           {1e21, nil, "1000000000000000000000"},
		"a small one":              {1e-7, nil, "0.0000001"},
		"zero":                     {0, nil, "0"},
		"true":                     {true, nil, "TRUE"},
		"false":                    {false, nil, "FALSE"},
		"a day":                    {46112, 14, "2026-03-31"},
		"a day of one's own":       {46112, "dd/mm/yyyy;@", "2026-03-31"},
		"a day in American":        {46112, "[$-409]mmmm d, yyyy;@", "2026-03-31"},
		"a month":                  {46082, "mmm-yy", "2026-03-01"},
		"a day and a time":         {at, nil, "2026-03-31T09:30:00"},
		"nearly midnight":          {46112.9999999999, 22, "2026-04-01"},
		"a time":                   {0.395833333333333, 20, "09:30"},
		"a time with seconds":      {0.396006944444444, 21, "09:30:15"},
		"a length of time":         {1.5, "[h]:mm", "36:00"},
		"minutes":                  {0.5, 45, "12:00"},
		"the first day":            {1, 14, "1900-01-01"},
		"the day before the error": {59, 14, "1900-02-28"},
		"the day that never was":   {60, 14, "60"},
		"the day after":            {61, 14, "1900-03-01"},
		"the last day":             {2958465, 14, "9999-12-31"},
		"no day any more":          {2958466, 14, "2958466"},
		"no day yet":               {-1, 14, "-1"},
		"a number with words":      {5, `0" days"`, "5"},
		"a number with a letter":   {5, `0\d`, "5"},
		"a number in its colour":   {5, `[Red]0.00`, "5"},
		"negative dates as text":   {5, `0;"y"yyyy`, "5"},
	}
	for name, tt := range tests {
		file := made(t, func(f *excelize.File) {
			must(t, f.SetCellValue("Sheet1", "A1", "id"))
			must(t, f.SetCellValue("Sheet1", "B1", tt.value))
			if style := styleOf(tt.format); style != nil {
				id, err := f.NewStyle(style)
				must(t, err)
				must(t, f.SetCellStyle("Sheet1", "B1", "B1", id))
			}
		})
		if got, err := read(file, ""); got != "1:id|"+tt.want || err != nil {
			t.Errorf("%s: read(%v in %v) = %q, %v; want %q", name, tt.value, tt.format, got, err, tt.want)
		}
	}
}

func styleOf(format any) *excelize.Style {
	switch f := format.(type) {
	case int:
		return &excelize.Style{NumFmt: f}
	case string:
		return &excelize.Style{CustomNumFmt: &f}
	}
	return nil
}

func TestRead_sheets(t *testing.T) {
	file := made(t, func(f *excelize.File) {
		must(t, f.SetSheetName("Sheet1", "Notes"))
		must(t, f.SetSheetVisible("Notes", true))
		for _, name := range []string{"Clinics", "Prices 2026", "Empty"} {
			_, err := f.NewSheet(name)
			must(t, err)
		}
		must(t, f.SetCellValue("Notes", "A1", "hidden"))
		must(t, f.SetSheetRow("Clinics", "A1", &[]any{"name", "city", nil, "phone", nil}))
		must(t, f.SetSheetRow("Clinics", "A3", &[]any{"Harbour", nil, "x"}))
		must(t, f.SetSheetRow("Clinics", "C7", &[]any{"Abbey"}))
		must(t, f.SetCellValue("Clinics", "A9", ""))
		must(t, f.SetSheetRow("Prices 2026", "B2", &[]any{"merged", "away", "d"}))
		must(t, f.MergeCell("Prices 2026", "B2", "C3"))
		must(t, f.SetRowVisible("Prices 2026", 2, false))
		f.SetActiveSheet(1)
		must(t, f.SetSheetVisible("Notes", false))
	})
	tests := map[string]string{
		"":            "1:name|city||phone 3:Harbour||x 7:||Abbey",
		"Clinics":     "1:name|city||phone 3:Harbour||x 7:||Abbey",
		"prices 2026": "2:|merged||d",
		"Notes":       "1:hidden",
		"Empty":       "",
	}
	for sheet, want := range tests {
		if got, err := read(file, sheet); got != want || err != nil {
			t.Errorf("read(%q) = %q, %v; want %q", sheet, got, err, want)
		}
	}
}

// What other programs write, and excelize does not.
func TestRead_otherWriters(t *testing.T) {
	tests := map[string]struct{ rows, want string }{
		"no rows":                   {``, ""},
		"cells without names":       {`<row><c><v>1</v></c><c t="s"><v>0</v></c></row><row><c><v>2</v></c></row>`, "1:1|Harbour 2:2"},
		"some with names":           {`<row r="2"><c r="B2"><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>`, "2:|1|2 3:3"},
		"text in runs":              {`<row><c t="s"><v>1</v></c></row>`, "1:Abbey"},
		"text in place":             {`<row><c t="inlineStr"><is><t>a</t></is></c><c t="inlineStr"><is><r><t>b</t></r><r><t xml:space="preserve"> c</t></r></is></c></row>`, "1:a|b c"},
		"text in several pieces":    {`<row><c t="inlineStr"><is><t>a<![CDATA[<b>]]><!-- no -->c&amp;</t></is></c></row>`, "1:a<b>c&"},
		"what a formula came to":    {`<row><c t="str"><f>A2</f><v>a_x000D_b_x005F_x0041_</v></c><c><f/><v>4.479E11</v></c><c t="str"><f>""</f><v/></c></row>`, "1:a\rb_x0041_|447900000000"},
		"an error":                  {`<row><c t="e"><v>#N/A</v></c></row>`, "1:#N/A"},
		"truth in words":            {`<row><c t="b"><v>true</v></c><c t="b"><v>0</v></c></row>`, "1:TRUE|FALSE"},
		"a date in words":           {`<row><c t="d" s="1"><v>2026-03-31</v></c></row>`, "1:2026-03-31"},
		"dates in numbers":          {`<row><c s="1"><v>46112</v></c><c s="2"><v>0.75</v></c><c s="3"><v>1.25</v></c><c s="9"><v>7</v></c></row>`, "1:2026-03-31|18:00|30:00|7"},
		"a number that is none":     {`<row><c><v>NaN</v></c><c><v>0x1p4</v></c><c><v>1-2</v></c><c s="1"><v/></c></row>`, "1:NaN|0x1p4|1-2"},
		"text that is not there":    {`<row><c t="s"/><c t="inlineStr"/><c><v>1</v></c></row>`, "1:||1"},
		"cells far out, with style": {`<row><c><v>1</v></c><c r="XFD1" s="1"/></row>`, "1:1"},
		"what is not known":         {`<extLst><row><c><v>9</v></c></row></extLst><row><x><c><v>9</v></c></x><c><y/><v>1</v></c></row>`, "1:1"},
		"a prefix":                  {`<x:row xmlns:x="x"><x:c><x:v>1</x:v></x:c></x:row>`, "1:1"},
		"the last row":              {`<row r="1048576"><c><v>1</v></c></row>`, "1048576:1"},
	}
	for name, tt := range tests {
		if got, err := read(pack(t, handmade(tt.rows)), "clinics"); got != tt.want || err != nil {
			t.Errorf("%s: read(%s) = %q, %v; want %q", name, tt.rows, got, err, tt.want)
		}
	}
}

// The book may be written in other ways too.
func TestRead_otherBooks(t *testing.T) {
	const row = `<row><c s="1"><v>1462</v></c></row>`
	tests := map[string]struct {
		change func(parts map[string]string)
		want   string
	}{
		"the usual": {func(map[string]string) {}, "1:1904-01-01"},
		"days from 1904": {func(p map[string]string) {
			p["xl/workbook.xml"] = strings.Replace(p["xl/workbook.xml"], "<sheets>", `<workbookPr date1904="1"/><sheets>`, 1)
		}, "1:1908-01-02"},
		"other letters":     {func(p map[string]string) { rename(p, "xl/styles.xml", `XL\Styles.xml`) }, "1:1904-01-01"},
		"a slash before":    {func(p map[string]string) { rename(p, "xl/worksheets/sheet1.xml", "/xl/worksheets/sheet1.xml") }, "1:1904-01-01"},
		"no shared strings": {func(p map[string]string) { delete(p, "xl/sharedStrings.xml"); remove(p, "sharedStrings") }, "1:1904-01-01"},
		"no styles":         {func(p map[string]string) { delete(p, "xl/styles.xml"); remove(p, "styles") }, "1:1462"},
	}
	for name, tt := range tests {
		parts := handmade(row)
		tt.change(parts)
		if got, err := read(pack(t, parts), ""); got != tt.want || err != nil {
			t.Errorf("%s: %q, %v; want %q", name, got, err, tt.want)
		}
	}
}

func rename(parts map[string]string, old, name string) {
	parts[name] = parts[old]
	delete(parts, old)
}

// remove has the workbook forget a kind of part.
func remove(parts map[string]string, kind string) {
	const rels = "xl/_rels/workbook.xml.rels"
	parts[rels] = strings.Replace(parts[rels], "http://x/"+kind, "http://x/nothing", 1)
}

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

// What excelize writes and reads, we read the same.
func TestRead_likeExcelize(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 3))
	pieces := []string{"a", "İ", "😀", " ", "\n", "<", "&", "_", "0", "1", "=", "'", `"`, ",", "\u00a0", "]]>"}
	for range 50 {
		want := make([][]string, 1+random.IntN(20))
		file := made(t, func(f *excelize.File) {
			for i := range want {
				want[i] = make([]string, 1+random.IntN(30))
				for j := range want[i] {
					for range random.IntN(5) {
						want[i][j] += pieces[random.IntN(len(pieces))]
					}
					cell, err := excelize.CoordinatesToCellName(j+1, i+1)
					must(t, err)
					must(t, f.SetCellStr("Sheet1", cell, want[i][j]))
				}
			}
		})
		f, err := excelize.OpenReader(bytes.NewReader(file))
		must(t, err)
		theirs, err := f.GetRows("Sheet1")
		must(t, err)
		r, err := NewReader(bytes.NewReader(file), int64(len(file)), "")
		must(t, err)
		for line, cells, err := r.Read(); !errors.Is(err, io.EOF); line, cells, err = r.Read() {
			must(t, err)
			for len(cells) < len(want[line-1]) {
				cells = append(cells, "")
			}
			for len(theirs[line-1]) < len(cells) {
				theirs[line-1] = append(theirs[line-1], "")
			}
			if !slices.Equal(cells, want[line-1]) || !slices.Equal(cells, theirs[line-1]) {
				t.Errorf("line %d: %q; written %q; by excelize %q", line, cells, want[line-1], theirs[line-1])
			}
		}
		must(t, r.Close())
		must(t, f.Close())
	}
}

// BenchmarkRead reads 100,000 rows of 20 columns: all texts shared, as Excel writes
// them, or none, as excelize streams them.
func BenchmarkRead(b *testing.B) {
	const rows = 100_000
	file := made(b, func(f *excelize.File) {
		w, err := f.NewStreamWriter("Sheet1")
		must(b, err)
		row := slices.Repeat([]any{"Harbour Clinic", "Quay 1, Harbour", -3.5, 442079460958}, 5)
		for i := range rows {
			cell, err := excelize.CoordinatesToCellName(1, i+1)
			must(b, err)
			must(b, w.SetRow(cell, row))
		}
		must(b, w.Flush())
	})
	b.ReportAllocs()
	for b.Loop() {
		r, err := NewReader(bytes.NewReader(file), int64(len(file)), "")
		must(b, err)
		n := 0
		for err == nil {
			var cells []string
			if _, cells, err = r.Read(); err == nil && len(cells) == 20 {
				n++
			}
		}
		if n != rows || !errors.Is(err, io.EOF) {
			b.Fatalf("%d rows, %v", n, err)
		}
	}
}
