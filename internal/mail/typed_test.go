package mail

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestTyped(t *testing.T) {
	tests := []struct{ in, want string }{
		{"Amy Example", "Amy Example"},
		{"  Amy \t\r\n Example ", "Amy Example"},
		{"Dr.Amy O'Neil-Smith, MD", "Dr. Amy O'Neil-Smith, MD"},
		{"Wait... what?", "Wait... what?"},
		{"Zoë Müller & Söhne", "Zoë Müller & Söhne"},
		{"Клиника №1", "Клиника №1"},
		{"عيادة", "عيادة"},
		{"می\u200cخواهم", "می\u200cخواهم"},
		{"क्षि", "क्षि"},
		{"髪のクリニック", "髪のクリニック"},
		{"Amy\x00\x1b[2KExample", "Amy[2KExample"},
		{"Amy\u2028Bcc: b@c.example", "Amy Bcc: b@ c. example"},
		{"\u202eelpmaxe", "elpmaxe"},
		{"https://evil.example/x", "https: / / evil. example/ x"},
		{"evil。example", "evil。 example"},
		{"\xff\xfe", ""},
		{"\u200b\ufeff", ""},
		{strings.Repeat("a", 81), strings.Repeat("a", 79) + "…"},
		{strings.Repeat("ü", 80), strings.Repeat("ü", 80)},
	}
	for _, tt := range tests {
		if got := typed(tt.in); got != tt.want {
			t.Errorf("typed(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

// FuzzTyped checks the promise in typed's doc: one line, not too long, and
// nothing that holds an address together.
func FuzzTyped(f *testing.F) {
	for _, s := range []string{"Amy", "a.b", "a\u2028b", "//x", "\xff", "...", strings.Repeat("a.", 200)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := typed(s)
		if !utf8.ValidString(got) || utf8.RuneCountInString(got) > longest || strings.TrimSpace(got) != got {
			t.Errorf("typed(%q) = %q", s, got)
		}
		if strings.ContainsAny(got, "\r\n\t\x00\u0085\u2028\u2029\u202e") {
			t.Errorf("typed(%q) = %q has more than one line, or hides something", s, got)
		}
		all := []rune(got + " ")
		for i, r := range all[:len(all)-1] {
			if next := all[i+1]; r == '.' && next != '.' && next != ' ' && next != '…' || strings.ContainsRune(`:/@\`, r) && next != ' ' && next != '…' {
				t.Errorf("typed(%q) = %q holds an address together", s, got)
			}
		}
	})
}
