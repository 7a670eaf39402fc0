package ndjson_test

import (
	"testing"

	"rootline/internal/directory"
)

// FuzzReader holds the reader to this: what it takes is written so that it is read as
// the same, and what it refuses it refuses with a sentence.
func FuzzReader(f *testing.F) {
	const head = `{"format":"rootline","version":1}` + "\n"
	f.Add(head + `{"end":{"documents":0}}`)
	f.Add(head + `{"alias":{"noun":"clinic","old":"a","target_id":""}}` + "\n" + `{"end":{"documents":1}}` + "\n")
	f.Add(head + `{"photo":{"id":"","media_type":"image/png","width":1,"height":1,"bytes":"AP8="}}` + "\r\n" + `{"end":{"documents":1}}`)
	f.Add(head + `{"listing":{"clinic":{"hours":{"fact":{"state":""}}},"state":{"value":"draft"},"operating":{"value":""}}}`)
	f.Fuzz(func(t *testing.T, text string) {
		items, err := read(text)
		if err != nil {
			if directory.KindOf(err) != directory.Invalid {
				t.Errorf("read(%q) = %v, which is no sentence", text, err)
			}
			return
		}
		once := written(t, items...)
		again, err := read(once)
		if err != nil {
			t.Fatalf("what is read from %q cannot be read once more: %v", text, err)
		}
		if twice := written(t, again...); twice != once {
			t.Errorf("written once\n%s, twice\n%s", once, twice)
		}
	})
}
