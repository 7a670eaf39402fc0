package server

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/directory"
	"rootline/internal/problem"
	"rootline/internal/words"
)

// kept are the headers that stay of a reply that was begun when an error takes its
// place, because they belong to the error: which methods the address takes, and how
// to show who one is.
var kept = [...]string{fiber.HeaderAllow, fiber.HeaderWWWAuthenticate}

// reply tells whoever asked that err came in the way. Nothing stays of a reply
// that was begun but what is kept.
func (d *door) reply(c *fiber.Ctx, err error) error {
	p := problem.Of(err, words.For(c.Get(fiber.HeaderAcceptLanguage)))
	id, _ := c.Context().UserValue(requestKey{}).(directory.ID)
	if p.Status == fiber.StatusInternalServerError && !id.IsZero() {
		p.Instance = "urn:uuid:" + id.String()
	}
	var stays [len(kept)]string
	for i, name := range kept {
		stays[i] = c.GetRespHeader(name)
	}
	begin := func() {
		c.Response().Reset()
		c.Set(fiber.HeaderXRequestID, id.String())
		c.Set(fiber.HeaderCacheControl, "no-store")
		for i, name := range kept {
			if stays[i] != "" {
				c.Set(name, stays[i])
			}
		}
		if p.RetryAfter > 0 {
			c.Set(fiber.HeaderRetryAfter, strconv.Itoa(p.RetryAfter))
		}
	}
	begin()
	if d.admin || strings.HasPrefix(c.Path(), "/api/") {
		return send(c, p)
	}
	if d.ErrorPage == nil || rescued(func() error { return d.ErrorPage(c, p) }) != nil {
		begin()
		c.Set(fiber.HeaderContentType, fiber.MIMETextPlainCharsetUTF8)
		_ = c.SendString(plain(p))
	}
	c.Status(p.Status)
	return nil
}

// send writes p for a program.
func send(c *fiber.Ctx, p problem.Problem) error {
	body, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("write a problem: %w", err)
	}
	c.Set(fiber.HeaderContentType, problem.ContentType)
	return c.Status(p.Status).Send(body)
}

// plain is a problem in as few words as it takes, for when there is no page.
func plain(p problem.Problem) string {
	text := fmt.Sprintf("%d %s\n", p.Status, p.Title)
	for _, line := range []string{p.Detail, p.Instance} {
		if line != "" {
			text += "\n" + line + "\n"
		}
	}
	return text
}
