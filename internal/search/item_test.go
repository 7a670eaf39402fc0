package search

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"rootline/internal/directory"
	"rootline/internal/gazetteer"
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

// TestNewItem_ofALongName cuts an item where its pieces end, however long they are.
func TestNewItem_ofALongName(t *testing.T) {
	l := directory.Listing{}
	l.Clinic.Name = strings.Repeat("ab", 70_000)
	e := &entry{item: newItem(&l, gazetteer.Embedded())}
	all := newItems([]*entry{e})
	first, second, third := all.pieces(0)
	var item struct {
		Name      string
		Languages []string
		Confirmed *string `json:"confirmed_on"`
	}
	whole := slices.Concat(first, second, third, []byte("}"))
	if err := json.Unmarshal(whole, &item); err != nil || item.Name != l.Clinic.Name || item.Languages == nil {
		t.Errorf("the pieces make no item: %v", err)
	}
}
