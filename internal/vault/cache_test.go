package vault

import (
	"crypto/rand"
	"testing"
	"time"

	"rootline/internal/directory"
)

// TestCache remembers no more than it may, nothing of an epoch that is past, and
// nothing that comes late.
func TestCache(t *testing.T) {
	var c cache
	ids := make([]directory.ID, cacheSize+100)
	for i := range ids {
		id, err := directory.NewID(time.UnixMilli(1), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		ids[i] = id
	}
	keys := &personKeys{newest: 7}
	for _, id := range ids {
		c.rememberPerson(1, id, keys)
	}
	if len(c.persons) != cacheSize {
		t.Errorf("%d persons are remembered, want %d", len(c.persons), cacheSize)
	}
	last := ids[len(ids)-1]
	steps := []struct {
		name string
		do   func()
		at   int64
		want *personKeys
	}{
		{"remembered", func() {}, 1, keys},
		{"in a later epoch", func() {}, 2, nil},
		{"read in the earlier one, and late", func() { c.rememberPerson(1, last, keys) }, 2, nil},
		{"asked for by somebody who is behind", func() { c.rememberPerson(2, last, keys) }, 1, nil},
		{"in that epoch", func() {}, 2, keys},
	}
	for _, s := range steps {
		s.do()
		if got := c.person(s.at, last); got != s.want {
			t.Errorf("%s: person(%d) = %v, want %v", s.name, s.at, got, s.want)
		}
	}
	c.rememberSigners(2, []signingKey{{kid: "k"}})
	c.rememberSigners(1, nil)
	if got := c.signers(2); len(got) != 1 {
		t.Errorf("signers(2) = %v, want one", got)
	}
	if got := c.signers(3); got != nil {
		t.Errorf("signers(3) = %v, want none", got)
	}
}

// TestDecode refuses what no key has been written to.
func TestDecode(t *testing.T) {
	for _, u := range []use{usePerson, useSigning, useDigest} {
		k, err := newKey(u, 1<<32-1, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		content, err := encode(k)
		if err != nil || len(content) != slotBytes {
			t.Fatalf("encode(%s) = %d bytes, %v; want %d", u, len(content), err, slotBytes)
		}
		if got, err := decode(content); err != nil || !got.Equal(k) {
			t.Errorf("decode(encode(%s)) = %v, %v; want the same key", u, got, err)
		}
		for _, bad := range [][]byte{nil, content[1:], make([]byte, slotBytes), append([]byte{0, slotBytes}, content[2:]...), append([]byte{0, 9}, content[2:]...)} {
			if got, err := decode(bad); err == nil {
				t.Errorf("decode(%x) = %v, want an error", bad, got)
			}
		}
	}
	if _, err := newKey("else", 1, rand.Reader); err == nil {
		t.Error("newKey(for something else) = nil, want an error")
	}
}
