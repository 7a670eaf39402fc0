package directory

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"pgregory.net/rapid"
)

func TestNewID(t *testing.T) {
	at := time.UnixMilli(0x0197c0de5eed)
	id, err := NewID(at, bytes.NewReader(bytes.Repeat([]byte{0xff}, 10)))
	if want := "0197c0de-5eed-7fff-bfff-ffffffffffff"; err != nil || id.String() != want {
		t.Errorf("NewID(%v) = %s, %v; want %s", at, id, err, want)
	}
	id, err = NewID(at, bytes.NewReader(make([]byte, 10)))
	if want := "0197c0de-5eed-7000-8000-000000000000"; err != nil || id.String() != want {
		t.Errorf("NewID(%v) = %s, %v; want %s", at, id, err, want)
	}
	if id, err := NewID(at, iotest.ErrReader(iotest.ErrTimeout)); err == nil || !id.IsZero() {
		t.Errorf("NewID without randomness = %s, %v", id, err)
	}
}

// TestNewID_properties checks what version 7 is chosen for: ids of different
// milliseconds are in the order of time, as text and as bytes.
func TestNewID_properties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		random := rand.NewChaCha8([32]byte(rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "seed")))
		ms := rapid.Int64Range(0, 1<<47).Draw(t, "ms")
		later := ms + rapid.Int64Range(1, 1<<40).Draw(t, "after")
		a, b := must(NewID(time.UnixMilli(ms), random)), must(NewID(time.UnixMilli(later), random))
		for _, id := range []ID{a, b} {
			s := id.String()
			if again, err := ParseID(strings.ToUpper(s)); err != nil || again != id {
				t.Errorf("ParseID(%s) = %s, %v", s, again, err)
			}
			if s[14] != '7' || !strings.ContainsRune("89ab", rune(s[19])) {
				t.Errorf("%s is not of version 7 and variant 10", s)
			}
		}
		ab, bb := a.Bytes(), b.Bytes()
		if a.String() >= b.String() || bytes.Compare(ab[:], bb[:]) >= 0 {
			t.Errorf("%s of %d does not come before %s of %d", a, ms, b, later)
		}
		if got := formatUUID(ab); got != a.String() {
			t.Errorf("Bytes() of %s = %x", a, ab)
		}
	})
	if got := (ID{}).Bytes(); got != [16]byte{} {
		t.Errorf("Bytes() of none = %x", got)
	}
}
