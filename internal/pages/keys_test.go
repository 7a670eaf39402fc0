package pages_test

import (
	"context"
	"errors"
	"net/http"
	"testing"

	"rootline/internal/pages"
	"rootline/internal/server"
	"rootline/internal/store/storetest"
)

func TestKeys(t *testing.T) {
	const document = `{"keys":[{"kty":"OKP"}]}`
	for _, tt := range []struct {
		err    error
		status int
		body   string
		header map[string]string
	}{
		{nil, http.StatusOK, document, map[string]string{"Content-Type": "application/jwk-set+json", "Cache-Control": "public, max-age=300"}},
		{errors.New("disk on fire"), http.StatusInternalServerError, "", map[string]string{"Cache-Control": "no-store"}},
	} {
		s, err := newSite(t.Context(), storetest.New(t), false, func(_ *server.Options, p *pages.Pages) {
			p.Keys = func(context.Context) ([]byte, error) { return []byte(document), tt.err }
		})
		if err != nil {
			t.Fatal(err)
		}
		r := s.get(t, "/.well-known/jwks.json")
		if r.StatusCode != tt.status || tt.body != "" && r.body != tt.body {
			t.Errorf("GET %s with %v = %d %s, want %d %s", r.path, tt.err, r.StatusCode, r.body, tt.status, tt.body)
		}
		for name, want := range tt.header {
			if got := r.Header.Get(name); got != want {
				t.Errorf("GET %s with %v: %s %q, want %q", r.path, tt.err, name, got, want)
			}
		}
	}
}
