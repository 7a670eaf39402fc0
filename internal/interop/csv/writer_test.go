package csv_test

import (
	"bytes"
	stdcsv "encoding/csv"
	"errors"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"rootline/internal/interop/csv"
)

// write is the file that a Writer makes of the rows.
func write(tb testing.TB, rows ...[]string) string {
	tb.Helper()
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	for _, row := range rows {
		if err := w.Write(row); err != nil {
			tb.Fatalf("Write(%q): %v", row, err)
		}
	}
	if err := w.Flush(); err != nil {
		tb.Fatal(err)
	}
	return b.String()
}

// readAll is what a Reader finds in a file.
func readAll(tb testing.TB, file string, d csv.Dialect) [][]string {
	tb.Helper()
	r, err := csv.NewReader(strings.NewReader(file), d)
	if err != nil {
		tb.Fatalf("NewReader(%q): %v", file, err)
	}
	var rows [][]string
	for {
		_, cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows
		}
		if err != nil {
			tb.Fatalf("read %q: %v", file, err)
		}
		rows = append(rows, cells)
	}
}

// Each cell is the second of its row, behind an id.
func TestWrite(t *testing.T) {
	tests := map[string]struct{ cell, want string }{
		"text":                           {"Harbour Clinic", "Harbour Clinic"},
		"nothing":                        {"", ""},
		"a comma":                        {"Quay 1, Harbour", `"Quay 1, Harbour"`},
		"a semicolon":                    {"PRP; SMP", `"PRP; SMP"`},
		"a quote":                        {`5" disk`, `"5"" disk"`},
		"a space before":                 {" a", `" a"`},
		"a space behind":                 {"a ", `"a "`},
		"line ends":                      {"a\r\nb\nc\rd", "\"a\r\nb\nc\rd\""},
		"bytes that are no UTF-8":        {"a\xffb", "a�b"},
		"a formula":                      {"=1+1", "'=1+1"},
		"a plus":                         {"+1+1", "'+1+1"},
		"a minus":                        {"-1+1", "'-1+1"},
		"an at":                          {"@SUM(A1)", "'@SUM(A1)"},
		"full width":                     {"＝1+1", "'＝1+1"},
		"a typographic minus":            {"−1+1", "'−1+1"},
		"a formula behind spaces":        {"  =1+1", "'  =1+1"},
		"behind a space without a break": {"\u00a0=1+1", "'\u00a0=1+1"},
		"behind what cannot be seen":     {"\u200b\x00=1+1", "'\u200b\x00=1+1"},
		"behind a tab":                   {"\t=1+1", "\"'\t'=1+1\""},
		"behind a quote":                 {`"=1+1`, `"'""=1+1"`},
		"behind an apostrophe":           {"'=1+1", "''=1+1"},
		"a tab":                          {"\ta", "\"'\ta\""},
		"a line end first":               {"\r\na", "\"'\r\na\""},
		"for a semicolon's country":      {"a;=1+1", `"a;'=1+1"`},
		"for it, behind quotes":          {`";"=1+1`, `""";'""=1+1"`},
		"on a line of its own":           {"a\n=1+1", "\"a\n'=1+1\""},
		"an apostrophe of its own":       {"'s-Gravenhage", "'s-Gravenhage"},
		"a hyphen":                       {"Mo-Fr 08:00-17:00", "Mo-Fr 08:00-17:00"},
		"a list":                         {"Prices:\n- one\n- two", "\"Prices:\n'- one\n'- two\""},
		"a number":                       {"3.5", "3.5"},
		"a negative number":              {"-3.5", "-3.5"},
		"a negative whole number":        {"-3", "-3"},
		"a number with a power":          {"-3E5", "'-3E5"},
		"a number with its point last":   {"-3.", "'-3."},
		"a number without a whole":       {"-.5", "'-.5"},
		"a number in a list":             {"41.01,-28.98", `"41.01,'-28.98"`},
		"a minus by itself":              {"-", "'-"},
		"a phone":                        {"+442079460958", "'+442079460958"},
		"an e-mail address":              {"reception@clinic.example", "reception@clinic.example"},
	}
	for name, tt := range tests {
		if got := write(t, []string{"7", tt.cell}); got != "\ufeff7,"+tt.want+"\r\n" {
			t.Errorf("%s: Write(7, %q) makes %q; want %q", name, tt.cell, got, tt.want)
		}
	}
}

func TestWrite_rows(t *testing.T) {
	tests := map[string]struct {
		rows [][]string
		want string
	}{
		"none":                          {nil, ""},
		"two":                           {[][]string{{"a", "b"}, {"c", ""}}, "\ufeffa,b\r\nc,\r\n"},
		"one empty cell":                {[][]string{{""}}, "\ufeff\"\"\r\n"},
		"a number first":                {[][]string{{"-3.5", "a"}}, "\ufeff'-3.5,a\r\n"},
		"what would tell the delimiter": {[][]string{{"sep=;"}}, "\ufeff\"sep=;\"\r\n"},
		"what would tell a comma":       {[][]string{{"SEP=", ""}}, "\ufeff\"SEP=\",\r\n"},
	}
	for name, tt := range tests {
		got := write(t, tt.rows...)
		if got != tt.want {
			t.Errorf("%s: %q makes %q; want %q", name, tt.rows, got, tt.want)
		}
		if back := readAll(t, got, csv.Written); !slices.EqualFunc(back, tt.rows, slices.Equal) {
			t.Errorf("%s: %q comes back as %q", name, tt.rows, back)
		}
	}
	if err := csv.NewWriter(io.Discard).Write(nil); err == nil {
		t.Error("Write() of a row without cells succeeds; it could not be read back")
	}
}

// What cannot be written is said at the latest by Flush.
func TestWrite_failures(t *testing.T) {
	full := errors.New("the disk is full")
	w := csv.NewWriter(writerFunc(func([]byte) (int, error) { return 0, full }))
	for range 100 {
		if err := w.Write([]string{strings.Repeat("x", 100)}); err != nil && !errors.Is(err, full) {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); !errors.Is(err, full) {
		t.Errorf("Flush() = %v; want %v", err, full)
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

// trouble is what cells are made of here: the beginnings of formulas in all their
// forms, what may stand before them, what may end a cell, and a little else.
var trouble = []string{
	"=", "+", "-", "@", "＝", "＋", "－", "＠", "﹣", "−", "=cmd|'/C calc'!A0", "-3.5", "+44", "1", ".", "E", "a", "Z",
	"'", "'", "'", `"`, `"`, `""`, ",", ";", "\t", "|", "\r", "\n", "\r\n", " ", "\u00a0", "\u2003", "\ufeff", "\u200b", "\x00", "\v", "sep=", "é", "😀",
}

// anyCell is a cell of at most ten of those.
func anyCell(r *rand.Rand) string {
	var b strings.Builder
	for range r.IntN(11) {
		b.WriteString(trouble[r.IntN(len(trouble))])
	}
	return b.String()
}

// TestWrite_isSafe is S13: whatever the cells, no spreadsheet sees a formula in
// what is written, and all of them come back.
func TestWrite_isSafe(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 13))
	cells, seen := 0, 0
	for range 3_000 {
		rows := make([][]string, 1+random.IntN(3))
		for i := range rows {
			rows[i] = make([]string, 1+random.IntN(4))
			for j := range rows[i] {
				rows[i][j] = anyCell(random)
				cells++
			}
		}
		seen += checkWritten(t, rows)
		if t.Failed() {
			return
		}
	}
	t.Logf("S13: %d cells written, seen as %d cells in %d ways: 0 start a formula; all came back equal", cells, seen, len(views))
}

// checkWritten writes rows and looks at the file in every way; it returns how many
// cells it has seen.
func checkWritten(t *testing.T, rows [][]string) (seen int) {
	t.Helper()
	file := write(t, rows...)
	if back := readAll(t, file, csv.Written); !slices.EqualFunc(back, rows, slices.Equal) {
		t.Errorf("%q is written as %q, which comes back as %q", rows, file, back)
	}
	for _, v := range views {
		for _, cell := range v.cells(strings.TrimPrefix(file, "\ufeff")) {
			seen++
			if isFormula(cell) {
				t.Errorf("%q is written as %q, where %+v sees the formula %q", rows, file, v, cell)
			}
		}
	}
	checkIndependently(t, file, rows)
	return seen
}

// checkIndependently has encoding/csv read the file: it sees the same cells, but
// for their guards, without which they are what was written.
func checkIndependently(t *testing.T, file string, rows [][]string) {
	t.Helper()
	r := stdcsv.NewReader(strings.NewReader(strings.TrimPrefix(file, "\ufeff")))
	r.FieldsPerRecord = -1
	theirs, err := r.ReadAll()
	if err != nil || len(theirs) != len(rows) {
		t.Errorf("encoding/csv reads %q as %q, %v", file, theirs, err)
		return
	}
	for i, row := range theirs {
		for j, cell := range row {
			if isFormula(cell) || strings.IndexAny(cell, "\t\r\n") == 0 {
				t.Errorf("encoding/csv sees the formula %q in %q", cell, file)
			}
			if want := strings.ReplaceAll(rows[i][j], "\r\n", "\n"); csv.Unguard(cell) != want {
				t.Errorf("encoding/csv reads %q in %q; want %q and its guard", cell, file, want)
			}
		}
	}
}

// view is a spreadsheet program's way to take a file to pieces.
type view struct {
	Delimiters string
	Quoted     bool // a quote at the beginning of a cell is one; otherwise all are text
}

var views = []view{{",", true}, {",", false}, {";", true}, {";", false}, {"\t", true}, {"\t", false}, {"|", true}, {",;\t|", true}, {",;\t|", false}}

// cells takes a file to pieces as leniently as spreadsheets do: text after a
// closing quote belongs to the cell, and a quote that is not closed ends with the
// file.
func (v view) cells(file string) []string {
	var cells []string
	var cell strings.Builder
	begins, quoted := true, false
	for i := 0; i < len(file); i++ {
		c := file[i]
		switch {
		case quoted && c == '"' && strings.HasPrefix(file[i+1:], `"`):
			cell.WriteByte(c)
			i++
		case quoted && c == '"':
			quoted = false
		case v.Quoted && begins && c == '"':
			quoted, begins = true, false
		case !quoted && (c == '\n' || c == '\r' || strings.IndexByte(v.Delimiters, c) >= 0):
			cells = append(cells, cell.String())
			cell.Reset()
			begins = true
		default:
			cell.WriteByte(c)
			begins = false
		}
	}
	return append(cells, cell.String())
}

// isFormula reports whether a spreadsheet could run the cell: it starts one, if
// need be without what cannot be seen, and is not simply a number.
func isFormula(cell string) bool {
	bare := strings.TrimLeftFunc(cell, func(c rune) bool {
		return unicode.IsSpace(c) || unicode.IsControl(c) || c == '\ufeff' || c == '\u200b' || c == '"'
	})
	first, _ := utf8.DecodeRuneInString(bare)
	if bare == "" || !strings.ContainsRune("=+-@＝＋－＠﹣−", first) {
		return false
	}
	digits := strings.Replace(strings.TrimPrefix(cell, "-"), ".", "", 1)
	return digits == "" || strings.Trim(digits, "0123456789") != "" || strings.HasSuffix(cell, ".") || strings.HasPrefix(cell, "-.")
}

// The rows of a directory's export take no noticeable time to write.
func BenchmarkWrite(b *testing.B) {
	row := slices.Repeat([]string{"Harbour Clinic", "Quay 1, Harbour", "-3.5", "+442079460958"}, 5)
	b.ReportAllocs()
	for b.Loop() {
		w := csv.NewWriter(io.Discard)
		for range 100_000 {
			if err := w.Write(row); err != nil {
				b.Fatal(err)
			}
		}
	}
}
