package api

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/interop/geojson"
	"rootline/internal/search"
)

// featurePaging is how many features a page has: a map draws more than a list shows.
var featurePaging = search.Paging{PerPage: 1000, MaxPerPage: 5000}

// findFeatures answers GET /api/v1/clinics.geojson: the results of a search, for
// maps. Nothing but their form differs from GET /api/v1/clinics.
func (a *API) findFeatures(c *fiber.Ctx) error {
	args, bad := arguments(c)
	q, err := search.ParsePaged(args, a.Places, featurePaging)
	if err := refused(bad, err); err != nil {
		return err
	}
	answer, err := a.Search.Find(q, a.Now())
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderLink, a.links("/clinics.geojson", q, featurePaging.PerPage, answer.Total))
	c.Set(fiber.HeaderContentType, geojson.MediaType)
	body := c.Response().SwapBody(nil)
	c.Response().SwapBody(a.appendFeatures(body[:0], answer))
	return nil
}

// appendFeatures appends a page as a FeatureCollection. RFC 7946, section 6.1, lets
// it have members of our own.
func (a *API) appendFeatures(b []byte, answer *search.Answer) []byte {
	b = append(b, `{"type":"FeatureCollection","total":`...)
	b = strconv.AppendInt(b, int64(answer.Total), 10)
	b = append(b, `,"page":`...)
	b = strconv.AppendInt(b, int64(answer.Page), 10)
	b = append(b, `,"per_page":`...)
	b = strconv.AppendInt(b, int64(answer.PerPage), 10)
	b = append(b, `,"features":[`...)
	first := true
	for stand, item := range answer.Items(a.Base) {
		if !first {
			b = append(b, ',')
		}
		first = false
		b = geojson.AppendFeature(b, stand.ID, stand.Point, item)
	}
	return append(b, "]}"...)
}
