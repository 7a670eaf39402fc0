package directory

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"time"
)

// ID identifies a thing for good: a UUID of version 7 (RFC 9562), in the usual
// 36 characters. The zero ID means none.
type ID struct{ text string }

// NewID makes an ID for something that comes into being at now. Reading from
// random, rather than from the system, lets the demo directory make the same
// ids every time.
func NewID(now time.Time, random io.Reader) (ID, error) {
	var b [16]byte
	if _, err := io.ReadFull(random, b[6:]); err != nil {
		return ID{}, fmt.Errorf("new id: %w", err)
	}
	var ms [8]byte
	binary.BigEndian.PutUint64(ms[:], uint64(now.UnixMilli()))
	copy(b[:6], ms[2:])
	b[6] = b[6]&0x0f | 0x70
	b[8] = b[8]&0x3f | 0x80
	return ID{formatUUID(b)}, nil
}

func formatUUID(b [16]byte) string {
	var dst [36]byte
	hex.Encode(dst[:8], b[:4])
	hex.Encode(dst[9:13], b[4:6])
	hex.Encode(dst[14:18], b[6:8])
	hex.Encode(dst[19:23], b[8:10])
	hex.Encode(dst[24:], b[10:])
	dst[8], dst[13], dst[18], dst[23] = '-', '-', '-', '-'
	return string(dst[:])
}

// ParseID reads an ID in its usual form; letters may be upper-case.
func ParseID(s string) (ID, error) {
	s = strings.ToLower(s)
	if !isUUID(s) || s[14] != '7' || !strings.Contains("89ab", s[19:20]) {
		return ID{}, Refuse(Invalid, "invalid.id")
	}
	return ID{s}, nil
}

// isUUID reports whether s is hexadecimal digits in groups of 8, 4, 4, 4 and 12.
func isUUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i := range len(s) {
		c := s[i]
		if i == 8 || i == 13 || i == 18 || i == 23 {
			if c != '-' {
				return false
			}
		} else if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

func (id ID) String() string { return id.text }

// IsZero reports whether there is no id.
func (id ID) IsZero() bool { return id.text == "" }

// MarshalText writes the id in its usual form.
func (id ID) MarshalText() ([]byte, error) { return []byte(id.text), nil }

// UnmarshalText reads what MarshalText wrote; empty text is the zero ID.
func (id *ID) UnmarshalText(b []byte) error { return parseText(id, b, ParseID) }

// parseText is UnmarshalText for every value type: nothing stands for none, and
// anything else has to parse.
func parseText[T any](into *T, text []byte, parse func(string) (T, error)) error {
	if len(text) == 0 {
		var none T
		*into = none
		return nil
	}
	v, err := parse(string(text))
	if err != nil {
		return err
	}
	*into = v
	return nil
}

// Bytes returns the 16 bytes of the id; their order is the order of the ids.
func (id ID) Bytes() (b [16]byte) {
	if id.IsZero() {
		return b
	}
	t := id.text
	_, _ = hex.Decode(b[:], []byte(t[:8]+t[9:13]+t[14:18]+t[19:23]+t[24:])) // parsed before
	return b
}
