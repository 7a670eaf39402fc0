package intake

import (
	"errors"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"rootline/internal/directory"
	"rootline/internal/gazetteer"
	"rootline/internal/intake/maps"
	"rootline/internal/words"
)

// FuzzParseMap wants every map to be read or refused in words, and those that are
// read to be told apart by what they mean.
func FuzzParseMap(f *testing.F) {
	for _, name := range maps.Names() {
		toml, _ := maps.Named(name)
		f.Add(toml)
	}
	faults, err := os.ReadFile("testdata/faults.toml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(faults)
	f.Add([]byte(smallest))
	f.Add([]byte("observed_at = 2026-11-01T00:00:00\n[fields]\nname = {column = 1}\n[values]\na = 3"))
	f.Fuzz(func(t *testing.T, toml []byte) {
		m, err := ParseMap(toml)
		if e := (*directory.Error)(nil); err != nil {
			if !errors.As(err, &e) || words.English().Message(e.Message) == e.Message.ID {
				t.Fatalf("ParseMap(%q): %v", toml, err)
			}
			for path, what := range e.Fields {
				if words.English().Message(what) == what.ID {
					t.Errorf("ParseMap(%q) says %s of %s", toml, what.ID, path)
				}
			}
			return
		}
		if m.Source == "" || len(m.Key) == 0 || m.fields[fieldName] == nil || m.ObservedAt < 0 {
			t.Errorf("ParseMap(%q) = %+v", toml, m)
		}
		if again, err := ParseMap(append(toml, '\n')); err != nil || again.meaning != m.meaning {
			t.Errorf("ParseMap(%q) means something else with a line more: %v", toml, err)
		}
	})
}

// FuzzRow wants every row to be judged in words, and whatever is accepted to be a
// listing that the directory takes.
func FuzzRow(f *testing.F) {
	toml, err := os.ReadFile("testdata/faults.toml")
	if err != nil {
		f.Fatal(err)
	}
	m := parsedMap(f, string(toml))
	header, rows := readFile(f, "faults.csv", m)
	for _, r := range rows {
		f.Add(strings.Join(r.Cells, "\x1f"))
	}
	j, err := NewJudge(m, header, gazetteer.Embedded())
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, cells string) {
		r := Row{Line: 2, Cells: strings.Split(cells, "\x1f")}
		j.seen = newSeen()
		j.Notice(r)
		got := j.Row(r, today)
		said(t, got.Evidence)
		sound(t, got)
		for _, e := range got.Evidence {
			if !utf8.ValidString(e.Value) || utf8.RuneCountInString(e.Value) > 201 {
				t.Errorf("evidence repeats %q", e.Value)
			}
		}
		if again := j.Row(r, today); again.Digest != got.Digest || again.Verdict() != got.Verdict() {
			t.Errorf("%q is %s, and at the second look %s", cells, got.Verdict(), again.Verdict())
		}
	})
}

// FuzzPhones wants a cell to be read as one number that is the same when it is
// read again, or to be doubted in words.
func FuzzPhones(f *testing.F) {
	for _, s := range []string{"0113 496 0001", "+44 (0)113 496 0001 / 0113 496 0002", "0044", "ext. 7", "٠١١٣ ٤٩٦ ٠٠٠١", "1;2", "\u202a+44\u202c"} {
		f.Add(s, "GB")
		f.Add(s, "TR")
	}
	f.Fuzz(func(t *testing.T, text, code string) {
		country, _ := directory.ParseCountry(code) // the zero Country will do
		read := readPhone(phoneCell{text, country})
		if read.number.IsZero() {
			if words.English().Message(read.what) == read.what.ID {
				t.Errorf("readPhone(%q, %s) says %q", text, country, read.what.ID)
			}
			return
		}
		again := readPhone(phoneCell{read.number.String(), country})
		if again.number != read.number {
			t.Errorf("readPhone(%q, %s) = %s, which is read as %s %s", text, country, read.number, again.number, again.what.ID)
		}
	})
}
