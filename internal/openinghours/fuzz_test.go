package openinghours

import (
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"rootline/internal/directory"
)

// FuzzParse keeps what Parse promises of any text: hours that pass, and that are
// written and read back as they are; or a sentence that names a place in the text.
func FuzzParse(f *testing.F) {
	for _, n := range notations {
		f.Add(n.text)
	}
	for _, text := range []string{"", "Mo-Fr 09:00-18:00; Sa 1…", "PH off; Mo-Fr 09:00-18:00", "Dec 24 off", "\xff\"", "24/77", "09:00-12:00+"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		h, err := Parse(text)
		if err != nil {
			worded(t, err)
			var e *directory.Error
			errors.As(err, &e)
			if at, ok := e.Message.Args["Position"].(int); ok && (at < 1 || at > utf8.RuneCountInString(text)) {
				t.Errorf("Parse(%q): %s at letter %d, which it does not have", text, e.Message.ID, at)
			}
			return
		}
		h = said(h)
		if err := h.Check(); err != nil {
			t.Fatalf("Parse(%q) = %+v, which does not pass: %s", text, h, worded(t, err))
		}
		written, err := Format(h)
		if err != nil {
			t.Fatalf("Format(Parse(%q)): %s", text, worded(t, err))
		}
		if differ := differ(h, parse(t, written)); differ != "" {
			t.Errorf("Parse(%q), from Format(Parse(%q)): %s is another", written, text, differ)
		}
	})
}

// TestParse_long: whatever is in it, a text of the greatest length takes no longer
// than a length of text has to.
func TestParse_long(t *testing.T) {
	for _, piece := range []string{
		"a", "1", "\"", "“", "-", ";", ",", "||", "Mo", "Mo,", "Mo-Fr,PH ", "Mo 09:00-10:00;", "Mo 09:00-10:00 off,", "00:00-00:01,",
		"2026 Dec 24 off;", "2026 Dec 24 off, PH off;", "Mo off;PH off;", `"a"`, "….", ".", "é", "\xff", "24/7", "24/", "9:",
	} {
		text := strings.Repeat(piece, maxLetters/len(piece))
		for _, text := range []string{text, "Mo " + text[:len(text)-9], "Mo 00:00-24:00 off,00:00-24:00;" + text[:len(text)-len(text)/3]} {
			start := time.Now()
			if h, err := Parse(text); err == nil && said(h).Check() != nil {
				t.Errorf("Parse(%q …) does not pass", text[:40])
			}
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("Parse(%q … of %d bytes) took %v", text[:40], len(text), took)
			}
		}
	}
}
