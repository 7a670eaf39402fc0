package directory

import "testing"

func TestPrintable(t *testing.T) {
	for given, want := range map[string]string{
		"":                 "",
		"İstanbul, 東京":     "İstanbul, 東京",
		"a\x00b\nc\x1b[2J": "a\uFFFDb\uFFFDc\uFFFD[2J",
		"\xff\u0085":       "\uFFFD\uFFFD",
	} {
		if got := Printable(given); got != want {
			t.Errorf("Printable(%q) = %q, want %q", given, got, want)
		}
	}
}
