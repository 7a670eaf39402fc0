package contentline

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestWriter(t *testing.T) {
	tests := []struct {
		write func(w *Writer)
		want  string
	}{
		{func(w *Writer) { w.Line("VERSION", "4.0") }, "VERSION:4.0\r\n"},
		{func(w *Writer) { w.Line("GEO", "geo:41.01,28.95;u=5") }, "GEO:geo:41.01,28.95;u=5\r\n"},
		{func(w *Writer) { w.Line("URL", "https://a.example/\r\nNOTE:x\u2028y\x00") }, "URL:https://a.example/NOTE:xy\r\n"},
		{func(w *Writer) { w.Text("FN", `a,b;c\d:"e"`) }, `FN:a\,b\;c\\d:"e"` + "\r\n"},
		{func(w *Writer) { w.Text("FN", "a\r\nTEL:1\rb\nc\u0085d\u2028e\u2029f\vg\fh") }, `FN:a\nTEL:1\nb\nc\nd\ne\nf\ng\nh` + "\r\n"},
		{func(w *Writer) { w.Text("FN", "a\tb\x00\x1b[1mc\x7f\xff") }, "FN:a b[1mc\uFFFD\r\n"},
		{func(w *Writer) { w.Text("ADR", "", "1; High Street", "Leeds") }, `ADR:;1\; High Street;Leeds` + "\r\n"},
		{func(w *Writer) { w.Text("NOTE") }, "NOTE:\r\n"},
	}
	for _, tt := range tests {
		var w Writer
		tt.write(&w)
		if got := string(w.Bytes()); got != tt.want {
			t.Errorf("wrote %q, want %q", got, tt.want)
		}
	}
}

// TestWriter_folds tries every length around the fold, with letters of every width.
func TestWriter_folds(t *testing.T) {
	for _, letter := range []string{"a", "é", "漢", "😀"} {
		for n := range 80 {
			value := strings.Repeat("x", n) + strings.Repeat(letter, 60)
			var w Writer
			w.Text("NOTE", value)
			text := string(w.Bytes())
			for line := range strings.SplitSeq(strings.TrimSuffix(text, "\r\n"), "\r\n") {
				if len(line) > maxOctets || !utf8.ValidString(line) {
					t.Fatalf("a line of %d octets: %q", len(line), line)
				}
			}
			if got := strings.ReplaceAll(text, "\r\n ", ""); got != "NOTE:"+value+"\r\n" {
				t.Fatalf("unfolded %q, want %q", got, value)
			}
		}
	}
}
