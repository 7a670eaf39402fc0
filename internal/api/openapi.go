package api

import (
	_ "embed" // the document
	"sync"

	"github.com/gofiber/fiber/v2"
	"github.com/oasdiff/yaml"
)

// document is the OpenAPI document as it is kept: in YAML, which people can edit.
//
//go:embed openapi.yaml
var document []byte

// documentJSON is the same document as most programs want it, converted once.
var documentJSON = sync.OnceValues(func() ([]byte, error) { return yaml.YAMLToJSON(document) })

// openapiJSON answers GET /api/v1/openapi.json.
func openapiJSON(c *fiber.Ctx) error {
	if err := noArguments(c); err != nil {
		return err
	}
	body, err := documentJSON()
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSON)
	return c.Send(body)
}

// openapiYAML answers GET /api/v1/openapi.yaml. The media type is RFC 9512's.
func openapiYAML(c *fiber.Ctx) error {
	if err := noArguments(c); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "application/yaml")
	return c.Send(document)
}
