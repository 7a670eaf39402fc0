package server

import (
	"bytes"
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

// A proxy and we must not disagree about where a request ends or whom it is for
// (request smuggling). fasthttp is lenient in places, and what it has parsed no
// longer shows where: so this reads the head as it arrived, and takes only what
// RFC 9112 leaves one way to read. One thing alone it cannot see, a bare LF at
// the end of the request line; whoever does not take that for the end has no
// valid version in the line, and refuses the request.

// head is what the lines of a request's head amount to.
type head struct {
	once      [len(onceOnly)]int // how often each of onceOnly occurs
	encoded   bool               // the body is
	forwarded bool               // somebody says they pass this on for another
}

// onceOnly are the fields of which a second line would be a second meaning.
var onceOnly = [...]string{
	hostField:             "host",
	contentLengthField:    "content-length",
	transferEncodingField: "transfer-encoding",
	3:                     "content-type",
	4:                     "authorization",
	5:                     "origin",
}

const (
	hostField = iota
	contentLengthField
	transferEncodingField
)

// readHead reads the head of a request, and refuses one that can be read in more
// than one way.
func readHead(h *fasthttp.RequestHeader) (head, error) {
	var x head
	if !isOriginForm(h.RequestURI()) || !x.lines(h.RawHeaders()) || !isHostField(h.Host()) {
		return x, fiber.ErrBadRequest
	}
	chunked := x.once[transferEncodingField] > 0
	switch version := string(h.Protocol()); {
	case version != "HTTP/1.1" && version != "HTTP/1.0",
		x.once[hostField] != 1,
		chunked && (version != "HTTP/1.1" || x.once[contentLengthField] > 0),
		chunked && hasTrailer(h):
		return x, fiber.ErrBadRequest
	}
	return x, nil
}

// lines reads every line up to the empty one.
func (x *head) lines(raw []byte) bool {
	for len(raw) > 0 {
		line, rest, _ := bytes.Cut(raw, []byte("\n"))
		line, whole := bytes.CutSuffix(line, []byte("\r"))
		if !whole {
			return false
		}
		if len(line) == 0 {
			return len(rest) == 0
		}
		if !x.line(line) {
			return false
		}
		raw = rest
	}
	return false
}

// line reads one field. A line that begins with a space is the rest of another
// (obs-fold), and has no name.
func (x *head) line(line []byte) bool {
	name, value, ok := bytes.Cut(line, []byte(":"))
	if !ok || !isToken(name) || !isFieldValue(value) {
		return false
	}
	value = bytes.Trim(value, " \t")
	for i, field := range onceOnly {
		if isField(name, field) {
			if x.once[i]++; x.once[i] > 1 {
				return false
			}
		}
	}
	switch {
	case isField(name, onceOnly[contentLengthField]):
		return len(value) > 0 && len(bytes.Trim(value, "0123456789")) == 0
	case isField(name, onceOnly[transferEncodingField]):
		return isField(value, "chunked")
	case isField(name, "content-encoding"):
		x.encoded = true
	case isForwarding(name):
		x.forwarded = true
	}
	return true
}

// isOriginForm reports whether target is a path and a query, as a server that is
// no proxy is asked (RFC 9112, section 3.2.1). What begins with two slashes could
// be taken for another host's where it is written down.
func isOriginForm(target []byte) bool {
	if len(target) == 0 || target[0] != '/' || bytes.HasPrefix(target, []byte("//")) {
		return false
	}
	for _, c := range target {
		if c <= ' ' || c == 0x7f || c == '#' {
			return false
		}
	}
	return true
}

// isHostField reports whether a Host field has a name or address and perhaps a
// port in it, and nothing that only some would overlook.
func isHostField(host []byte) bool {
	for _, c := range host {
		if !isAlphanumeric(c) && strings.IndexByte("-._:[]", c) < 0 {
			return false
		}
	}
	return len(host) > 0
}

// isToken reports whether name is a field name (RFC 9110, section 5.1).
func isToken(name []byte) bool {
	for _, c := range name {
		if !isAlphanumeric(c) && strings.IndexByte("!#$%&'*+-.^_`|~", c) < 0 {
			return false
		}
	}
	return len(name) > 0
}

// isFieldValue reports whether value is free of control characters.
func isFieldValue(value []byte) bool {
	for _, c := range value {
		if c < ' ' && c != '\t' || c == 0x7f {
			return false
		}
	}
	return true
}

func isAlphanumeric(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}

// isField compares with a name in lower case.
func isField(name []byte, lower string) bool {
	return len(name) == len(lower) && strings.EqualFold(string(name), lower)
}

// hasTrailer reports whether a chunked body ended in fields of its own. fasthttp
// adds them to those of the head, where they would pass for what a proxy has
// seen and let through.
func hasTrailer(h *fasthttp.RequestHeader) bool {
	inHead := map[string]int{}
	for line := range bytes.SplitSeq(h.RawHeaders(), []byte("\r\n")) {
		name, _, _ := bytes.Cut(line, []byte(":"))
		inHead[strings.ToLower(string(name))]++
	}
	for name := range h.All() {
		lower := strings.ToLower(string(name))
		if inHead[lower]--; inHead[lower] < 0 {
			return true
		}
	}
	return false
}
