package search

import (
	"encoding/json"
	"testing"
	"unicode/utf8"
)

// FuzzAppendString holds appendString to what it promises: whatever the text,
// JSON reads back the same, and so does the cursor that pages use.
func FuzzAppendString(f *testing.F) {
	for _, s := range []string{"", `say "hi"`, `back\slash`, "line\nbreak\x00\x1f", "İstanbul 東京", "\u2028</script>", "bad\xff", `","name":"x`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		b := appendField(nil, `{"name":`, s)
		b = append(b, '}')
		var read struct{ Name string }
		if err := json.Unmarshal(b, &read); err != nil {
			t.Fatalf("appendString(%q) = %s, which is no JSON: %v", s, b, err)
		}
		if utf8.ValidString(s) && read.Name != s {
			t.Errorf("appendString(%q) reads back as %q", s, read.Name)
		}
		c := cursor(b)
		if got := c.next(`{"name":"`); got != read.Name {
			t.Errorf("cursor reads %q where JSON reads %q", got, read.Name)
		}
	})
}
