package access_test

import (
	"testing"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"rootline/internal/access"
)

// TestGuard_costsNothing checks that what stands before a public page takes no memory
// at all.
func TestGuard_costsNothing(t *testing.T) {
	ask := search(t)
	if got := testing.AllocsPerRun(1000, ask); got != 0 {
		t.Errorf("GET /search allocates %v times before the handler", got)
	}
}

func BenchmarkGuard_public(b *testing.B) {
	ask := search(b)
	b.ReportAllocs()
	for b.Loop() {
		ask()
	}
}

// search asks for a public page, past Fiber, whose own cost is not the question.
func search(tb testing.TB) func() {
	tb.Helper()
	app := fiber.New()
	s := serve(tb, "http://localhost:8080", func(*access.Router, *access.Router) {})
	s.guard.Router(app, "", access.Pages).Get("/search", func(*fiber.Ctx) error { return nil })
	handle := app.GetRoutes()[0].Handlers[0]
	ctx := &fasthttp.RequestCtx{}
	ctx.Request.Header.Set("Cookie", "__Host-session=ana")
	c := app.AcquireCtx(ctx)
	tb.Cleanup(func() { app.ReleaseCtx(c) })
	return func() {
		if err := handle(c); err != nil {
			tb.Fatal(err)
		}
	}
}
