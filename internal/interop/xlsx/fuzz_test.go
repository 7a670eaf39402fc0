package xlsx

import (
	"bytes"
	"errors"
	"io"
	"testing"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"rootline/internal/directory"
)

// FuzzReader checks what Read promises of any sheet, with any texts and styles: it
// comes to an end, its lines follow one another, its cells are text within the
// limits, and what it refuses it explains.
func FuzzReader(f *testing.F) {
	plain := handmade("")
	texts, styles := plain["xl/sharedStrings.xml"], plain["xl/styles.xml"]
	for _, rows := range []string{
		``, `<row/>`, `<row r="2"><c r="B2"><v>1</v></c><c><v>2</v></c></row><row><c t="s"><v>1</v></c></row>`,
		`<row><c t="inlineStr"><is><r><t>b</t></r><rPh><t>x</t></rPh><t>_x000D_</t></is></c></row>`, `<row><c s="1"><v>46112.5</v></c><c s="2"><v>0.75</v></c><c s="3"><v>1e9</v></c></row>`,
		`<row><c t="str"><f>A1</f><v>1</v></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c><c t="d"><v>2026-03-31</v></c></row>`, `<row><c><f>1</f></c></row>`,
		`<row r="1048576"/><row/>`, `<row><c r="XFD1"><v>1</v></c></row>`, `<row><c r="B1"/><c r="A1"/></row>`, `<row><c t="s"><v>-1</v></c></row>`, `<row><c><v>1<!-- --><![CDATA[2]]></v>`, `</sheetData><row>`, `<x:row xmlns:x="x"/>`,
	} {
		f.Add(`<worksheet><sheetData>`+rows+`</sheetData></worksheet>`, texts, styles)
	}
	f.Add(`<worksheet/>`, `<sst/>`, `<styleSheet><numFmts><numFmt numFmtId="1" formatCode="[h]:mm;&quot;y&quot;"/></numFmts></styleSheet>`)
	f.Add(`<worksheet><sheetData><row><c s="0"><v>1</v></c></row></sheetData></worksheet>`, ``, `<styleSheet><numFmts><numFmt numFmtId="9" formatCode="\[&quot;["/></numFmts><cellXfs><xf numFmtId="9"/></cellXfs></styleSheet>`)
	f.Fuzz(func(t *testing.T, sheet, texts, styles string) {
		parts := handmade("")
		parts["xl/worksheets/sheet1.xml"], parts["xl/sharedStrings.xml"], parts["xl/styles.xml"] = sheet, texts, styles
		promised(t, pack(t, parts))
	})
}

// FuzzNewReader checks the same of any file at all.
func FuzzNewReader(f *testing.F) {
	f.Add([]byte("PK\x03\x04"))
	f.Add([]byte(compound))
	f.Add(pack(f, handmade(`<row><c t="s"><v>1</v></c></row>`)))
	f.Add(pack(f, map[string]string{"_rels/.rels": "<Relationships/>"}))
	f.Add(made(f, func(x *excelize.File) { must(f, x.SetSheetRow("Sheet1", "A1", &[]any{"a", 1.5, true})) }))
	f.Fuzz(func(t *testing.T, file []byte) { promised(t, file) })
}

// promised reads a spreadsheet to its end and checks what goes for each row.
func promised(t *testing.T, file []byte) {
	t.Helper()
	last := 0
	r, err := newReader(bytes.NewReader(file), int64(len(file)), "", 1<<20)
	for err == nil {
		var line int
		var cells []string
		if line, cells, err = r.Read(); err != nil {
			break
		}
		if line <= last || line > lastRow || len(cells) == 0 || len(cells) > MaxColumns || cells[len(cells)-1] == "" {
			t.Fatalf("after line %d, line %d has %d cells: %q", last, line, len(cells), cells)
		}
		for _, cell := range cells {
			if len(cell) > MaxCell || !utf8.ValidString(cell) {
				t.Fatalf("line %d has the cell %q", line, cell)
			}
		}
		last = line
	}
	if !errors.Is(err, io.EOF) && directory.KindOf(err) != directory.Invalid {
		t.Fatalf("a spreadsheet is not read, without an explanation: %v", err)
	}
}
