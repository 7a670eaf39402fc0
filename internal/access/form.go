package access

import (
	"mime"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/directory"
)

const (
	maxForm = 64 << 10
	maxLong = 512 << 10 // a form with much to type, where a letter may take nine bytes: see PostKept
	maxName = 64        // as much of an unknown name as is repeated
)

// Form reads the fields of a form: those that are named here, each once at most, as
// they were typed. One that is not sent is "". Whatever else is sent is refused by
// its name.
func Form(c *fiber.Ctx, names ...string) (map[string]string, error) {
	values, err := formValues(c)
	if err != nil {
		return nil, err
	}
	form, wrong := fields(values, names)
	if len(wrong) > 0 {
		return nil, refuseFields(wrong)
	}
	return form, nil
}

// fields are those of a form that are named, and what is wrong with any.
func fields(values url.Values, names []string) (form map[string]string, wrong map[string]directory.Message) {
	form, wrong = make(map[string]string, len(names)), map[string]directory.Message{}
	for name, given := range values {
		if name != FormField && !slices.Contains(names, name) {
			wrong[Short(name)] = directory.Msg("access.field_unknown")
		} else if m, ok := bad(given); ok {
			wrong[name] = m
		} else if name != FormField {
			form[name] = given[0]
		}
	}
	return form, wrong
}

// AnyForm reads a form whose fields are known only from what is in it, each once at
// most. Whoever reads it refuses the names that it has no use for.
func AnyForm(c *fiber.Ctx) (url.Values, error) {
	values, err := formValues(c)
	if err != nil {
		return nil, err
	}
	wrong := map[string]directory.Message{}
	for name, given := range values {
		if m, ok := bad(given); ok {
			wrong[Short(name)] = m
		}
	}
	if len(wrong) > 0 {
		return nil, refuseFields(wrong)
	}
	return values, nil
}

// bad says what keeps values from being that of one field.
func bad(given []string) (m directory.Message, is bool) {
	switch {
	case len(given) > 1:
		return directory.Msg("access.field_twice"), true
	case !utf8.ValidString(given[0]) || strings.Contains(given[0], "\x00"):
		return directory.Msg("access.field_text"), true
	}
	return m, false
}

func refuseFields(wrong map[string]directory.Message) error {
	return &directory.Error{Kind: directory.Invalid, Message: directory.Msg("access.form"), Fields: wrong}
}

// formValues reads a form without asking what is in it, and without its file.
func formValues(c *fiber.Ctx) (url.Values, error) {
	values, _, err := readForm(c)
	return values, err
}

// plainForm reads a form that can have no file. The body is taken as it is: Fiber would
// decode it by what its headers say, without a limit.
func plainForm(c *fiber.Ctx) (url.Values, error) {
	kind, more, err := mime.ParseMediaType(string(c.Request().Header.ContentType()))
	if charset, ok := more["charset"]; err != nil || kind != fiber.MIMEApplicationForm || ok && !strings.EqualFold(charset, "utf-8") {
		return nil, fiber.ErrUnsupportedMediaType
	}
	body, most := c.Request().Body(), maxForm
	if x := routeOf(c); x != nil && x.keep != nil {
		most = maxLong
	}
	if len(body) > most {
		return nil, fiber.ErrRequestEntityTooLarge
	}
	values, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, directory.Refuse(directory.Invalid, "access.form_broken")
	}
	return values, nil
}

// Short is the name of a field as it can be repeated to whoever sent it.
func Short(name string) string {
	name = strings.ToValidUTF8(strings.ReplaceAll(name, "\x00", ""), "\uFFFD")
	for len(name) > maxName {
		_, size := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-size]
	}
	return name
}
