package csv_test

import (
	stdcsv "encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"rootline/internal/directory"
	"rootline/internal/interop/csv"
)

// FuzzReader checks what Read promises of any file in any dialect: it comes to an
// end, its lines follow one another, its cells are text within the limits, what it
// refuses it explains, and it reads what encoding/csv reads.
func FuzzReader(f *testing.F) {
	for _, file := range []string{
		"", "a,b\nc,d\n", "a;b\r\nc;d", "a\tb\rc\td\r", "\n\na|b\r\n\r\n\r", "a,b\nc\nd,e,f\n,\n", "a,\"b\nc\r\nd\re\",f", `"a""b","""",""""""`,
		`5" disk,b`, `a, "b"`, "'a,b',c", "a¬b\n\"¬\"¬", "\"a\"\",b,c,d\";f\n", "a,b;c", "sep=;\r\na;b", "sep=\n", "sep=;", "SEP=¬\na¬b",
		"\xef\xbb\xbfa,b", "\xef\xbb\xbfsep=,\na", "\xff\xfea\x00,\x00b\x00\n\x00", "\xfe\xff\x00a\x00,", "\xff\xfe\x00", "a,\xff\nb\xc3,c",
		"a,\"b", "\"a\"b,c", "\"a\" ,b", "\"a\"\r", "\x00,\x00\n", "a,'=b,''+1\n'\t'=", "\u2028,\u0085\n\v", "¬a,¬¬b¬,c", "\xdd\xde,\x80\x81",
	} {
		f.Add(file, "", rune(0), rune(0), false)
		f.Add(file, "", ',', rune(0), true)
		f.Add(file, "utf-16", ';', csv.NoQuote, false)
		f.Add(file, "windows-1252", '¬', '\'', false)
		f.Add(file, "windows-1254", '\t', '¬', false)
		f.Add(file, "iso-8859-9", '|', '"', false)
	}
	f.Fuzz(func(t *testing.T, file, encoding string, delimiter, quote rune, guarded bool) {
		d := csv.Dialect{Encoding: encoding, Delimiter: delimiter, Quote: quote, Guarded: guarded}
		rows, err := promised(t, file, d)
		if err == nil && d == (csv.Dialect{Delimiter: delimiter}) && delimiter != 0 {
			compare(t, file, delimiter, rows)
		}
	})
}

// promised reads a file to its end and checks what goes for each row.
func promised(t *testing.T, file string, d csv.Dialect) ([][]string, error) {
	t.Helper()
	last := 0
	var rows [][]string
	r, err := csv.NewReader(strings.NewReader(file), d)
	for err == nil {
		var line int
		var cells []string
		if line, cells, err = r.Read(); err != nil {
			break
		}
		if line <= last || len(cells) == 0 || len(cells) > csv.MaxColumns {
			t.Fatalf("%+v: after line %d, %q has on line %d %d cells", d, last, file, line, len(cells))
		}
		for _, cell := range cells {
			if len(cell) > csv.MaxCell || !utf8.ValidString(cell) {
				t.Fatalf("%+v: line %d of %q has the cell %q", d, line, file, cell)
			}
		}
		last, rows = line, append(rows, cells)
	}
	if errors.Is(err, io.EOF) {
		return rows, nil
	}
	if directory.KindOf(err) != directory.Invalid {
		t.Fatalf("%+v: %q is not read, without an explanation: %v", d, file, err)
	}
	return rows, err
}

// compare has encoding/csv read the same file, if it means the same to it.
func compare(t *testing.T, file string, delimiter rune, rows [][]string) {
	t.Helper()
	if !utf8.ValidString(file) || strings.HasPrefix(file, "\ufeff") || len(file) > 3 && strings.EqualFold(file[:4], "sep=") ||
		strings.Count(file, "\r") != strings.Count(file, "\r\n") {
		return
	}
	r := stdcsv.NewReader(strings.NewReader(file))
	r.Comma, r.FieldsPerRecord = delimiter, -1
	theirs, err := r.ReadAll()
	if err != nil {
		return // a quote in the middle is one of the things it does not read
	}
	for _, row := range rows {
		for i := range row {
			row[i] = strings.ReplaceAll(row[i], "\r\n", "\n")
		}
	}
	if !slices.EqualFunc(rows, theirs, slices.Equal) {
		t.Errorf("with %q, %q is read as %q; by encoding/csv as %q", delimiter, file, rows, theirs)
	}
}

// FuzzWriter checks S13 on any cells: none starts a formula, and all come back.
func FuzzWriter(f *testing.F) {
	for _, s := range []string{"", "a", "=1+1", "'=1", "''", "-3.5", "-3.5e1", "+44", "\t=1", "\r\n=", "a;=1", "\"=1", "a\"=", "sep=;", "＝", "\ufeff=", "a\xff", "\xff=", " '=1", "- a", "\u2028=1", ";\"", "x;\"=1\""} {
		f.Add(s, s, "x")
		f.Add("x", s, s)
	}
	f.Fuzz(func(t *testing.T, a, b, c string) {
		rows := [][]string{{a, b}, {c}, {b, a, c}}
		for _, row := range rows {
			for i := range row {
				row[i] = strings.ToValidUTF8(row[i], "\ufffd")
			}
		}
		checkWritten(t, rows)
	})
}
