package pages

import (
	"errors"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/directory"
	"rootline/internal/problem"
	"rootline/web/page"
)

// sheet is a form that nobody has sent yet.
func (p *Pages) sheet(c *fiber.Ctx, hidden ...page.Field) page.Sheet {
	return page.Sheet{Token: p.Guard.FormToken(c), Hidden: hidden}
}

// refused is a form that was sent and refused, with what err says beside the fields
// that it names, in the order given. What it says of no field of the form stands above
// them; a refusal of all that was typed belongs to the field about, unless that is
// empty. The reply has the status of the refusal. What is no refusal of what was typed
// is returned as it is: that is for the page of errors.
func (p *Pages) refused(c *fiber.Ctx, s page.Sheet, err error, about string, fields ...string) (page.Sheet, error) {
	e := (*directory.Error)(nil)
	if !errors.As(err, &e) {
		return s, err
	}
	switch e.Kind {
	case directory.Invalid, directory.TooMany, directory.Conflict, directory.Forbidden:
	default:
		return s, err
	}
	told := problem.Of(err, p.words())
	c.Status(told.Status)
	if told.RetryAfter > 0 {
		c.Set(fiber.HeaderRetryAfter, strconv.Itoa(told.RetryAfter))
	}
	switch {
	case len(told.Fields) > 0:
		s.Faults = faults(told.Fields, fields)
	case about != "" && e.Kind == directory.Invalid:
		s.Faults = []page.Fault{{Name: about, Text: told.Detail}}
	}
	if len(s.Faults) == 0 || len(s.Faults) < len(told.Fields) {
		s.Refused = told.Detail
	}
	return s, nil
}

// faults are what is wrong with the fields of a form, in their order.
func faults(wrong map[string]string, fields []string) []page.Fault {
	var all []page.Fault
	for _, name := range fields {
		if text, ok := wrong[name]; ok {
			all = append(all, page.Fault{Name: name, Text: text})
		}
	}
	return all
}

// wrongs collects what is wrong with the fields of a form, so that whoever filled it in
// is told all of it at once.
type wrongs map[string]directory.Message

// note keeps what err says of a field, if it is a refusal; any other error it returns.
func (w wrongs) note(name string, err error) error {
	e := (*directory.Error)(nil)
	if !errors.As(err, &e) {
		return err
	}
	w[name] = e.Message
	return nil
}

// err is the refusal of all of it, or nil if nothing is wrong.
func (w wrongs) err() error {
	if len(w) == 0 {
		return nil
	}
	return &directory.Error{Kind: directory.Invalid, Fields: w}
}
