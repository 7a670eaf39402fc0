package layout

import (
	"strings"
	"testing"
)

func TestKey(t *testing.T) {
	for folded, want := range map[string]string{
		"sao  paulo":            "sao paulo",
		"saint-denis":           "saint denis",
		"st. john's":            "st johns",
		"xi'an":                 "xian",
		"al maʿsarah":           "al masarah",
		" (x) ":                 "x",
		"dusseldorf / altstadt": "dusseldorf altstadt",
		"東京":                    "東京",
		"":                      "",
		"...":                   "",
	} {
		if got := Key(folded); got != want {
			t.Errorf("Key(%q) = %q; want %q", folded, got, want)
		}
	}
}

// TestNumbers: reading outside a section gives zero.
func TestNumbers(t *testing.T) {
	const s = "\x01\x02\x03\x04"
	if got := U32(s, 0); got != 0x04030201 {
		t.Errorf("U32 = %#x", got)
	}
	if got := U24(s, 1); got != 0x040302 {
		t.Errorf("U24 = %#x", got)
	}
	if got := U16(s, 2); got != 0x0403 {
		t.Errorf("U16 = %#x", got)
	}
	if got := string(AppendU24([]byte{}, 0x030201)); got != s[:3] {
		t.Errorf("AppendU24 = %q", got)
	}
	for _, at := range []int{-1, 4, 1 << 40} {
		if U8(s, at) != 0 || U16(s, at) != 0 || U24(s, at) != 0 || U32(s, at) != 0 {
			t.Errorf("a number at %d of %d bytes is not 0", at, len(s))
		}
	}
	if U16(s, 3) != 0 || U24(s, 2) != 0 || U32(s, 1) != 0 {
		t.Error("a number that leaves the section is not 0")
	}
}

func TestJoin_isCutBack(t *testing.T) {
	f := File{Texts: "text", Bands: strings.Repeat("\x00", 3*(BandCount+1))}
	data := string(f.Join())
	if err := Verify(data); err != nil {
		t.Fatal(err)
	}
	got, err := Cut(data)
	if err != nil || *got != f {
		t.Errorf("Cut(Join()) = %v, %v", got, err)
	}
}

func TestBand(t *testing.T) {
	for lat, want := range map[int32]int{-90_000_000: 0, -89_500_001: 0, -89_500_000: 1, 0: 180, 90_000_000: 359} {
		if got := Band(lat); got != want {
			t.Errorf("Band(%d) = %d; want %d", lat, got, want)
		}
	}
}
