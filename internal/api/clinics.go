package api

import (
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/search"
)

// findClinics answers GET /api/v1/clinics. The answer is appended to the reply's
// own buffer, for it is prepared JSON and the most frequent reply there is.
func (a *API) findClinics(c *fiber.Ctx) error {
	args, bad := arguments(c)
	q, err := search.Parse(args, a.Places)
	if err := refused(bad, err); err != nil {
		return err
	}
	answer, err := a.Search.Find(q, a.Now())
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderLink, a.links("/clinics", q, search.DefaultPerPage, answer.Total))
	c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSON)
	body := c.Response().SwapBody(nil)
	c.Response().SwapBody(answer.AppendJSON(body[:0], a.Base))
	return nil
}

// links is the Link header (RFC 8288) of a page of results: the first page and
// the last, and those beside it. Next to a page past the end is the last. PerPage
// is how long pages are at this path unless asked otherwise.
func (a *API) links(path string, q search.Query, perPage, total int) string {
	last := min(max(1, (total+q.PerPage-1)/q.PerPage), search.MaxPage)
	page := q.Page
	q.Page = 1
	values := q.Values()
	values.Del("per_page")
	if q.PerPage != perPage {
		values.Set("per_page", strconv.Itoa(q.PerPage))
	}
	address := a.Base + Root + path
	query := values.Encode()

	var b strings.Builder
	add := func(rel string, page int) {
		if b.Len() > 0 {
			b.WriteString(", ")
		}
		b.WriteString("<" + address)
		separator := "?"
		if query != "" {
			b.WriteString("?" + query)
			separator = "&"
		}
		if page > 1 {
			b.WriteString(separator + "page=" + strconv.Itoa(page))
		}
		b.WriteString(`>; rel="` + rel + `"`)
	}
	add("first", 1)
	if page > 1 {
		add("prev", min(page-1, last))
	}
	if page < last {
		add("next", page+1)
	}
	add("last", last)
	return b.String()
}
