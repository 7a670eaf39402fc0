package pages_test

import (
	"testing"

	"github.com/valyala/fasthttp"
)

// BenchmarkPages answers for the pages that most visitors see, of the demo
// directory, behind the server's own middleware: the results page has 20 cards
// and all its facets.
func BenchmarkPages(b *testing.B) {
	s, err := demoSite()
	if err != nil {
		b.Fatal(err)
	}
	handler := s.app.Handler()
	for name, path := range map[string]string{
		"results": "/search?service=prp&country=TR&country=DE&country=GB",
		"place":   "/prp/gb",
		"home":    "/",
	} {
		b.Run(name, func(b *testing.B) {
			var ctx fasthttp.RequestCtx
			b.ReportAllocs()
			for b.Loop() {
				ctx.Request.Reset()
				ctx.Response.Reset()
				ctx.Request.Header.SetMethod("GET")
				ctx.Request.SetRequestURI("http://localhost" + path)
				handler(&ctx)
				if ctx.Response.StatusCode() != fasthttp.StatusOK {
					b.Fatalf("GET %s = %d", path, ctx.Response.StatusCode())
				}
			}
		})
	}
}
