package xlsx

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
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

// What excelize writes and reads, we read the same.
func TestRead_likeExcelize(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 3))
	pieces := []string{"a", "İ", "😀", " ", "\n", "<", "&", "_", "0", "1", "=", "'", `"`, ",", "\u00a0", "]]>"}
	for range 10 {
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
