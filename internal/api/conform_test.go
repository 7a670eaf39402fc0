package api_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"

	"rootline/internal/api"
)

// document is the OpenAPI document, read by somebody else's library.
var document = sync.OnceValue(func() *openapi3.T {
	text, err := os.ReadFile("openapi.yaml")
	if err != nil {
		panic(err)
	}
	doc, err := openapi3.NewLoader().LoadFromData(text)
	if err != nil {
		panic(err)
	}
	return doc
})

var router = sync.OnceValue(func() routers.Router { return must(legacy.NewRouter(document())) })

// conforms reports how an exchange differs from the document, if it does. What is
// refused need not be as the document wants it, but the refusal has to be.
func conforms(a asked, r reply) error {
	path, query, _ := strings.Cut(a.path, "?")
	request, err := http.NewRequestWithContext(context.Background(), a.method, api.Root+path, strings.NewReader(a.body))
	if err != nil {
		return unless(r.status == http.StatusNotFound, err)
	}
	request.Header = a.header()
	if a.method == http.MethodHead {
		request.Method = http.MethodGet // which every HEAD goes with
	}
	route, params, err := router().FindRoute(request)
	if err != nil {
		return unless(r.status == http.StatusNotFound || r.status == http.StatusMethodNotAllowed, err)
	}
	request.Method = a.method
	options := &openapi3filter.Options{IncludeResponseStatus: true, MultiError: true, AuthenticationFunc: shows(a.token)}
	asked := &openapi3filter.RequestValidationInput{
		Request: request, PathParams: params, Route: route, Options: options, QueryParams: apart(query),
	}
	if r.status < http.StatusBadRequest {
		if err := openapi3filter.ValidateRequest(context.Background(), asked); err != nil {
			return err
		}
	}
	answered := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: asked, Status: r.status, Header: r.header, Options: options,
	}
	return openapi3filter.ValidateResponse(context.Background(), answered.SetBodyBytes(r.body))
}

// shows holds a token against what the document asks of an operation: where it asks
// for one, nobody gets anything without.
func shows(token string) openapi3filter.AuthenticationFunc {
	return func(context.Context, *openapi3filter.AuthenticationInput) error {
		return unless(token != "", errors.New("nobody is signed in"))
	}
}

// unless is err, unless that has been dealt with.
func unless(dealtWith bool, err error) error {
	if dealtWith {
		return nil
	}
	return err
}

// apart is a query with its lists written as the document's schemas have them:
// repeated. That they may be joined by commas too, only its text says.
func apart(query string) url.Values {
	values, err := url.ParseQuery(query)
	if err != nil {
		return url.Values{}
	}
	for _, name := range []string{"service", "country", "region", "city", "feature", "language", "entry_type"} {
		if given, ok := values[name]; ok {
			values[name] = strings.Split(strings.Join(given, ","), ",")
		}
	}
	return values
}
