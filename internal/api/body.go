package api

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/directory"
	"rootline/internal/search"
	"rootline/internal/strictjson"
)

// decode reads the body of a request: JSON, and nothing but the members that into
// has. Those that are there say something, and only what is marked omitzero may be
// left out.
func decode(c *fiber.Ctx, into any) error {
	if err := noArguments(c); err != nil {
		return err
	}
	return decodeBody(c, into)
}

func decodeBody(c *fiber.Ctx, into any) error {
	if !strictjson.IsJSON(c.Get(fiber.HeaderContentType)) {
		return fiber.ErrUnsupportedMediaType
	}
	body := c.Request().Body() // as it came: Fiber's own reading would decode it by its headers
	if err := strictjson.Decode(body, into); err != nil {
		return err
	}
	var given map[string]json.RawMessage
	if err := json.Unmarshal(body, &given); err != nil {
		return fmt.Errorf("read again what was decoded: %w", err)
	}
	return complete(reflect.ValueOf(into).Elem(), given)
}

// complete refuses a body that says nothing where it has to say something.
func complete(body reflect.Value, given map[string]json.RawMessage) error {
	empty := map[string]directory.Message{}
	for i := range body.NumField() {
		if !body.Field(i).IsZero() {
			continue
		}
		name, options, _ := strings.Cut(body.Type().Field(i).Tag.Get("json"), ",")
		switch _, there := given[name]; {
		case options != "omitzero":
			empty[name] = directory.Msg("invalid.missing")
		case there:
			empty[name] = directory.Msg("api_auth.empty")
		}
	}
	return search.Refusal(empty)
}

// nothing refuses whatever is sent where nothing is understood.
func nothing(c *fiber.Ctx) error {
	if err := noArguments(c); err != nil {
		return err
	}
	return noBody(c)
}

// noBody refuses a body where none is understood. An empty object says nothing too.
func noBody(c *fiber.Ctx) error {
	if len(c.Request().Body()) == 0 {
		return nil
	}
	return decodeBody(c, &struct{}{})
}

// done answers what there is nothing more to say of.
func done(c *fiber.Ctx) error { return c.SendStatus(fiber.StatusNoContent) }

// named is the id by which a part of the path names something. What is no id leads
// nowhere.
func named(c *fiber.Ctx, part string) (directory.ID, error) {
	id, err := directory.ParseID(c.Params(part))
	if err != nil {
		return directory.ID{}, directory.Refuse(directory.NotFound, "auth.not_found")
	}
	return id, nil
}

// base64url is how bytes are named, in addresses and beside them.
var base64url = base64.RawURLEncoding.Strict()
