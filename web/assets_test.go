package web

import (
	"errors"
	"testing"
	"testing/fstest"
)

func built(t *testing.T) *Built {
	t.Helper()
	b, err := Read(fstest.MapFS{
		"manifest.json":            {Data: []byte(`{"app.css": "app.0a1b.css"}`)},
		"assets/app.0a1b.css":      {Data: []byte("plain")},
		"assets/app.0a1b.css.gz":   {Data: []byte("gzip")},
		"assets/app.0a1b.css.br":   {Data: []byte("brotli")},
		"assets/stale.ffff.css":    {Data: []byte("of an earlier build")},
		"assets/stale.ffff.css.gz": {Data: []byte("of an earlier build")},
		"manifest.json.junk":       {Data: []byte("x")},
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestFile(t *testing.T) {
	b := built(t)
	if got := b.Path("app.css"); got != "/assets/app.0a1b.css" {
		t.Errorf("Path(app.css) = %q", got)
	}
	f, ok := b.File("app.0a1b.css")
	if !ok || f.Hash != "0a1b" || f.Type != "text/css; charset=utf-8" {
		t.Errorf("File(app.0a1b.css) = %+v, %v", f, ok)
	}
	for _, name := range []string{"", "app.css", "stale.ffff.css", "manifest.json", "app.0a1b.css.gz", "../web.go"} {
		if _, ok := b.File(name); ok {
			t.Errorf("File(%q) found something that the manifest does not list", name)
		}
	}
}

func TestEncoded(t *testing.T) {
	f, _ := built(t).File("app.0a1b.css")
	tests := map[string]string{
		"":                         "plain",
		"identity":                 "plain",
		"gzip":                     "gzip",
		"gzip, deflate, br, zstd":  "brotli",
		"BR":                       "brotli",
		"br;q=0, gzip;q=0.5":       "gzip",
		"br;q=0.000, gzip ; q=0.0": "plain",
		"br ; q=0.1":               "brotli",
	}
	for header, want := range tests {
		data, encoding := f.Encoded(header)
		if string(data) != want {
			t.Errorf("Encoded(%q) is %s, want %s", header, data, want)
		}
		if named := map[string]string{"": "plain", "gzip": "gzip", "br": "brotli"}[encoding]; named != want {
			t.Errorf("Encoded(%q) calls %s %q", header, want, encoding)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	if _, err := Read(fstest.MapFS{".keep": {}}); !errors.Is(err, ErrMissing) {
		t.Errorf("Read of nothing = %v, want ErrMissing", err)
	}
	half := fstest.MapFS{
		"manifest.json":       {Data: []byte(`{"app.css": "app.0a1b.css"}`)},
		"assets/app.0a1b.css": {Data: []byte("plain")},
	}
	if _, err := Read(half); err == nil || errors.Is(err, ErrMissing) {
		t.Errorf("Read of half a build = %v, want an error that says what lacks", err)
	}
	if _, err := Read(fstest.MapFS{"manifest.json": {Data: []byte("[")}}); err == nil {
		t.Error("Read took a manifest that is no JSON")
	}
}
