package strictjson

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"reflect"
	"strconv"
	"strings"
	"unicode"

	"rootline/internal/directory"
)

// maxRefused is how many members are named at once; a body of nothing but
// mistakes needs no longer answer.
const maxRefused = 20

// walker goes through a body beside the type that it is to be decoded into, and
// notes which members do not fit.
type walker struct {
	dec    *json.Decoder
	refuse map[string]directory.Message
	whole  *directory.Error // what is wrong with the body as a whole
}

func (w *walker) refusal() error {
	if w.whole != nil {
		return w.whole
	}
	if len(w.refuse) == 0 {
		return nil
	}
	e := directory.Refuse(directory.Invalid, "json.refused")
	e.Fields = w.refuse
	return e
}

func (w *walker) note(path string, m directory.Message) {
	if path == "" {
		w.whole = &directory.Error{Kind: directory.Invalid, Message: m}
		return
	}
	if w.refuse == nil {
		w.refuse = map[string]directory.Message{}
	}
	if _, noted := w.refuse[path]; !noted && len(w.refuse) < maxRefused {
		w.refuse[path] = m
	}
}

// value checks the next value against t.
func (w *walker) value(t reflect.Type, path string) {
	for t.Kind() == reflect.Pointer && !readsItself(t) {
		t = t.Elem()
	}
	switch {
	case readsItself(t):
		w.leaf(t, path, true)
	case t.Kind() == reflect.Struct:
		w.object(t, path)
	case t.Kind() == reflect.Map:
		w.dictionary(t, path)
	case t.Kind() == reflect.Slice && t.Elem().Kind() != reflect.Uint8, t.Kind() == reflect.Array:
		w.list(t, path)
	default:
		w.leaf(t, path, false)
	}
}

// object checks an object against the fields of a struct.
func (w *walker) object(t reflect.Type, path string) {
	if !w.enter('{', path) {
		return
	}
	members, seen := membersOf(t), map[string]bool{}
	for w.dec.More() {
		name := w.key()
		at := join(path, name)
		member, known := members[name]
		switch {
		case !known:
			w.note(at, directory.Msg("json.unknown"))
			w.skip()
		case seen[name]:
			w.note(at, directory.Msg("json.duplicate"))
			w.skip()
		default:
			seen[name] = true
			w.value(member, at)
		}
	}
	w.leave()
}

// dictionary checks an object whose names are free. Two that differ by case
// alone count as one.
func (w *walker) dictionary(t reflect.Type, path string) {
	if !w.enter('{', path) {
		return
	}
	seen := map[string]bool{}
	for w.dec.More() {
		name := w.key()
		at := join(path, name)
		if seen[fold(name)] {
			w.note(at, directory.Msg("json.duplicate"))
			w.skip()
			continue
		}
		seen[fold(name)] = true
		w.value(t.Elem(), at)
	}
	w.leave()
}

func (w *walker) list(t reflect.Type, path string) {
	if !w.enter('[', path) {
		return
	}
	for i := 0; w.dec.More(); i++ {
		w.value(t.Elem(), path+"["+strconv.Itoa(i)+"]")
	}
	w.leave()
}

// leaf checks a value that t takes as a whole, by having it taken. What is inside
// a value that reads itself is out of our sight, so there only names are allowed
// that encoding/json cannot take for others: lower-case ones.
func (w *walker) leaf(t reflect.Type, path string, itself bool) {
	var raw json.RawMessage
	if w.dec.Decode(&raw) != nil {
		w.note("", directory.Msg("json.syntax"))
		return
	}
	if string(raw) == "null" && path == "" {
		w.note(path, directory.Msg("json.type"))
		return
	}
	inside := walker{dec: json.NewDecoder(bytes.NewReader(raw))}
	inside.free(path, itself)
	for at, m := range inside.refuse {
		w.note(at, m)
	}
	if inside.whole != nil {
		w.whole = inside.whole
	}
	if err := json.Unmarshal(raw, reflect.New(t).Interface()); err != nil {
		m := directory.Msg("json.type")
		if e := (*directory.Error)(nil); errors.As(err, &e) {
			m = e.Message
		}
		w.note(path, m)
	}
}

// free checks the next value of no known type for names that stand twice.
func (w *walker) free(path string, lower bool) {
	tok, err := w.dec.Token()
	if err != nil {
		return
	}
	switch tok {
	case json.Delim('['):
		for i := 0; w.dec.More(); i++ {
			w.free(path+"["+strconv.Itoa(i)+"]", lower)
		}
		w.leave()
	case json.Delim('{'):
		seen := map[string]bool{}
		for w.dec.More() {
			name := w.key()
			at := join(path, name)
			switch {
			case lower && !isLower(name):
				w.note(at, directory.Msg("json.unknown"))
			case seen[fold(name)]:
				w.note(at, directory.Msg("json.duplicate"))
			}
			seen[fold(name)] = true
			w.free(at, lower)
		}
		w.leave()
	}
}

// enter reads the beginning of an object or list. It reports false if there is
// none to go through: null stands for nothing given, except as the whole body.
func (w *walker) enter(begin json.Delim, path string) bool {
	tok, err := w.dec.Token()
	if err != nil || tok == begin {
		return err == nil
	}
	if tok != nil || path == "" {
		w.note(path, directory.Msg("json.type"))
	}
	if d, ok := tok.(json.Delim); ok {
		for w.dec.More() {
			if d == '{' {
				w.key()
			}
			w.skip()
		}
		w.leave()
	}
	return false
}

func (w *walker) leave() { _, _ = w.dec.Token() }

func (w *walker) key() string {
	tok, _ := w.dec.Token()
	name, _ := tok.(string)
	return name
}

func (w *walker) skip() {
	var raw json.RawMessage
	_ = w.dec.Decode(&raw) // body is JSON; nothing can be wrong with it
}

// maxName bounds what an answer repeats of a name that somebody made up.
const maxName = 64

// join is the path of a member.
func join(path, name string) string {
	if runes := []rune(name); len(runes) > maxName {
		name = string(runes[:maxName]) + "…"
	}
	if path == "" {
		return name
	}
	return path + "." + name
}

// fold is one spelling for all that differ by case alone, as encoding/json sees
// it: it takes ſ for s and the Kelvin sign for k.
func fold(name string) string {
	return strings.Map(func(r rune) rune {
		least := r
		for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
			least = min(least, f)
		}
		return least
	}, name)
}

func isLower(name string) bool {
	return strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == ""
}

var (
	jsonReader = reflect.TypeFor[json.Unmarshaler]()
	textReader = reflect.TypeFor[encoding.TextUnmarshaler]()
)

func readsItself(t reflect.Type) bool {
	p := reflect.PointerTo(t)
	return p.Implements(jsonReader) || p.Implements(textReader)
}
