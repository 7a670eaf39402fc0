package strictjson

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime"
	"reflect"
	"strings"
	"unicode/utf8"

	"rootline/internal/directory"
)

// MaxDepth is how deeply objects and lists may stand in each other.
const MaxDepth = 32

// IsJSON reports whether a Content-Type header announces JSON in UTF-8.
func IsJSON(contentType string) bool {
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil || kind != "application/json" {
		return false
	}
	charset, given := params["charset"]
	return !given || strings.EqualFold(charset, "utf-8")
}

// Decode reads the one JSON value that body must be into the value that into
// points to. A value that is not JSON, or nested too deeply, or not of into's
// shape to the letter is refused with a directory.Error whose Fields name the
// members to correct, and into is left as it was.
func Decode(body []byte, into any) error {
	target := reflect.TypeOf(into)
	if target == nil || target.Kind() != reflect.Pointer {
		return fmt.Errorf("decode JSON into a %T, which is not a pointer", into)
	}
	if !utf8.Valid(body) || !json.Valid(body) || hasLoneSurrogate(body) {
		return directory.Refuse(directory.Invalid, "json.syntax")
	}
	if depth(body) > MaxDepth {
		return directory.Refuse(directory.Invalid, "json.depth", "Max", MaxDepth)
	}
	w := walker{dec: json.NewDecoder(bytes.NewReader(body))}
	w.value(target.Elem(), "")
	if err := w.refusal(); err != nil {
		return err
	}
	// Decoding aside first keeps into whole when a type changes its mind.
	v := reflect.New(target.Elem())
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.DisallowUnknownFields()
	if err := dec.Decode(v.Interface()); err != nil {
		return directory.Refuse(directory.Invalid, "json.refused")
	}
	reflect.ValueOf(into).Elem().Set(v.Elem())
	return nil
}

// depth is how deeply body, which is JSON, is nested.
func depth(body []byte) int {
	deepest, now, quoted := 0, 0, false
	for i := 0; i < len(body); i++ {
		switch c := body[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			now++
			deepest = max(deepest, now)
		case c == '}' || c == ']':
			now--
		}
	}
	return deepest
}

// hasLoneSurrogate reports whether body, which is JSON, escapes half a character.
// encoding/json would put U+FFFD in its place.
func hasLoneSurrogate(body []byte) bool {
	for i := 0; i < len(body); i++ {
		if body[i] != '\\' {
			continue
		}
		switch half := escaped(body[i:]); {
		case half >= 0xdc00 && half <= 0xdfff:
			return true
		case half >= 0xd800 && half <= 0xdbff:
			if low := escaped(body[i+6:]); low < 0xdc00 || low > 0xdfff {
				return true
			}
			i += 11
		default:
			i++ // the escaped character, which may be a backslash
		}
	}
	return false
}

// escaped is the UTF-16 unit that b begins with an escape of, or 0.
func escaped(b []byte) rune {
	if len(b) < 6 || b[0] != '\\' || b[1] != 'u' {
		return 0
	}
	var unit rune
	for _, c := range b[2:6] {
		digit := bytes.IndexByte([]byte("0123456789abcdef"), c|0x20)
		unit = unit<<4 | rune(digit)
	}
	return unit
}
