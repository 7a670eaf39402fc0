package xlsx

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// made is a spreadsheet that excelize writes.
func made(tb testing.TB, fill func(f *excelize.File)) []byte {
	tb.Helper()
	f := excelize.NewFile()
	defer f.Close()
	fill(f)
	b, err := f.WriteToBuffer()
	if err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// must is for calls that only fail if the test is wrong.
func must(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

// handmade are the parts of the smallest spreadsheet, with these rows.
func handmade(rows string) map[string]string {
	return map[string]string{
		"_rels/.rels":     `<Relationships><Relationship Id="r1" Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml": `<workbook xmlns:r="r"><sheets><sheet name="Clinics" sheetId="1" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/>` +
			`<Relationship Id="r2" Type="http://x/sharedStrings" Target="/xl/sharedStrings.xml"/>` +
			`<Relationship Id="r3" Type="http://x/styles" Target="styles.xml"/></Relationships>`,
		"xl/sharedStrings.xml":     `<sst><si><t>Harbour</t></si><si><r><t>Ab</t></r><r><rPr><b/></rPr><t>bey</t></r><rPh><t>x</t></rPh></si></sst>`,
		"xl/styles.xml":            `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy;@"/></numFmts><cellXfs><xf/><xf numFmtId="164"/><xf numFmtId="20"/><xf numFmtId="46"/></cellXfs></styleSheet>`,
		"xl/worksheets/sheet1.xml": `<worksheet><sheetViews><row/></sheetViews><sheetData>` + rows + `</sheetData><mergeCells/></worksheet>`,
	}
}

// pack puts parts into an archive, in the order of their names.
func pack(tb testing.TB, parts map[string]string) []byte {
	tb.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		w, err := z.Create(name)
		must(tb, err)
		_, err = io.WriteString(w, parts[name])
		must(tb, err)
	}
	must(tb, z.Close())
	return b.Bytes()
}

// read writes the rows of a sheet down as line:cell|cell, and how it ended.
func read(file []byte, sheet string) (string, error) {
	return readUpTo(file, sheet, MaxSize)
}

func readUpTo(file []byte, sheet string, limit int64) (string, error) {
	r, err := newReader(bytes.NewReader(file), int64(len(file)), sheet, limit)
	if err != nil {
		return "", err
	}
	defer r.Close()
	var rows []string
	for {
		line, cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return strings.Join(rows, " "), nil
		}
		if err != nil {
			return strings.Join(rows, " "), err
		}
		rows = append(rows, strconv.Itoa(line)+":"+strings.Join(cells, "|"))
	}
}
