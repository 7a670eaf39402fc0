package access

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/directory"
)

const (
	maxParts    = 32 // of a form with files
	maxBoundary = 70 // RFC 2046, section 5.1.1
)

// PostFile mounts a handler for POST whose form brings a file, to be read with
// [Upload]. No other route takes multipart/form-data.
func (r *Router) PostFile(pattern string, handle fiber.Handler) {
	r.inner.Post(pattern, r.behind(http.MethodPost, pattern, handle, takesFile))
}

func takesFile(x *route) { x.file = true }

// Upload reads a form with one file, of the field called file, and the fields that are
// named besides, on the terms of [Form]. What browsers call the file, and what they
// take it for, is not looked at. Without a file its bytes are nil; of
// one that is empty they are not.
func Upload(c *fiber.Ctx, file string, names ...string) ([]byte, map[string]string, error) {
	values, files, err := readForm(c)
	if err != nil {
		return nil, nil, err
	}
	form, wrong := fields(values, names)
	for name, given := range files {
		switch {
		case name != file:
			wrong[Short(name)] = directory.Msg("access.field_unknown")
		case len(given) > 1:
			wrong[name] = directory.Msg("access.field_twice")
		}
	}
	if len(wrong) > 0 {
		return nil, nil, refuseFields(wrong)
	}
	if len(files[file]) == 0 {
		return nil, form, nil
	}
	return files[file][0], form, nil
}

// parts is a form with files, as it was read once for all who ask.
type parts struct {
	values url.Values
	files  map[string][][]byte
	err    error
}

type partsKey struct{}

// readForm reads a form, and on a route that takes one its file, without asking what is
// in it.
func readForm(c *fiber.Ctx) (url.Values, map[string][][]byte, error) {
	kind, more, err := mime.ParseMediaType(string(c.Request().Header.ContentType()))
	if x := routeOf(c); err != nil || kind != fiber.MIMEMultipartForm || x == nil || !x.file {
		values, err := plainForm(c)
		return values, nil, err
	}
	read, ok := c.Context().UserValue(partsKey{}).(*parts)
	if !ok {
		read = &parts{values: url.Values{}, files: map[string][][]byte{}}
		read.err = read.all(c.Request().Body(), more["boundary"])
		c.Context().SetUserValue(partsKey{}, read)
	}
	return read.values, read.files, read.err
}

func broken() error { return directory.Refuse(directory.Invalid, "access.form_broken") }

// all reads the parts of a body, which has to begin with the first and end with the last
// boundary: nothing can be hidden from one reader there that another would see.
func (p *parts) all(body []byte, boundary string) error {
	if boundary == "" || len(boundary) > maxBoundary ||
		!bytes.HasPrefix(body, []byte("--"+boundary+"\r\n")) ||
		!bytes.HasSuffix(bytes.TrimSuffix(body, []byte("\r\n")), []byte("\r\n--"+boundary+"--")) {
		return broken()
	}
	r, texts := multipart.NewReader(bytes.NewReader(body), boundary), 0
	for range maxParts {
		part, err := r.NextRawPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return broken()
		}
		n, err := p.one(part)
		if err != nil {
			return err
		}
		if texts += n; texts > maxForm {
			return fiber.ErrRequestEntityTooLarge
		}
	}
	return broken()
}

// one reads a part, and returns how much text that was. A field that is no file is read
// no further than a form may go.
func (p *parts) one(part *multipart.Part) (text int, err error) {
	name, isFile, err := named(part.Header)
	if err != nil {
		return 0, err
	}
	if isFile {
		content, err := io.ReadAll(part)
		if err != nil {
			return 0, broken()
		}
		p.files[name] = append(p.files[name], content)
		return 0, nil
	}
	content, err := io.ReadAll(io.LimitReader(part, maxForm+1))
	if err != nil {
		return 0, broken()
	}
	p.values[name] = append(p.values[name], string(content))
	return len(name) + len(content), nil
}

// named is which field a part is. Parts that are encoded, or have parts of their own,
// are for mail and not for forms (RFC 7578, section 4.7).
func named(h textproto.MIMEHeader) (name string, isFile bool, err error) {
	for field, lines := range h {
		if len(lines) != 1 {
			return "", false, broken()
		}
		value := strings.ToLower(strings.TrimSpace(lines[0]))
		switch field {
		case "Content-Disposition":
		case "Content-Type":
			if strings.HasPrefix(value, "multipart/") || strings.HasPrefix(value, "message/") {
				return "", false, fiber.ErrUnsupportedMediaType
			}
		case "Content-Transfer-Encoding":
			if value != "binary" && value != "8bit" && value != "7bit" {
				return "", false, fiber.ErrUnsupportedMediaType
			}
		case "Content-Encoding":
			return "", false, fiber.ErrUnsupportedMediaType
		}
	}
	kind, more, err := mime.ParseMediaType(h.Get("Content-Disposition"))
	name, hasName := more["name"]
	if err != nil || kind != "form-data" || !hasName {
		return "", false, broken()
	}
	_, isFile = more["filename"]
	return name, isFile, nil
}
