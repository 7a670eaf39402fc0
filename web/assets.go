package web

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"mime"
	"path"
	"strings"
	"sync"
)

//go:embed all:dist
var dist embed.FS

// manifest is the file in dist that tells under which name each source was built
// into dist/assets.
const manifest = "manifest.json"

// ErrMissing says that the program was built before its assets were.
var ErrMissing = errors.New("the styles and scripts of the pages are not in this program; " +
	"run `make build`, or `go run ./cmd/assets web` and build it again")

// Built are the assets, by the names that a browser asks for.
type Built struct {
	names map[string]string // app.css → app.1f3a….css
	files map[string]File   // by the latter
}

// File is one asset, ready to be sent as it is or compressed.
type File struct {
	Type   string // media type
	Hash   string // of its content
	Plain  []byte
	Gzip   []byte
	Brotli []byte
}

// Assets returns the assets that are part of the program, or [ErrMissing].
func Assets() (*Built, error) { return embedded() }

var embedded = sync.OnceValues(func() (*Built, error) {
	sub, err := fs.Sub(dist, "dist")
	if err != nil {
		return nil, err
	}
	return Read(sub)
})

// Read reads assets that were built into files. Without a manifest there are
// none, which is [ErrMissing].
func Read(files fs.FS) (*Built, error) {
	list, err := fs.ReadFile(files, manifest)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrMissing
	}
	if err != nil {
		return nil, fmt.Errorf("read the assets' manifest: %w", err)
	}
	b := &Built{files: map[string]File{}}
	if err := json.Unmarshal(list, &b.names); err != nil {
		return nil, fmt.Errorf("read the assets' manifest: %w", err)
	}
	for _, name := range b.names {
		if b.files[name], err = readFile(files, name); err != nil {
			return nil, fmt.Errorf("read asset %s: %w", name, err)
		}
	}
	return b, nil
}

// readFile reads one asset and its compressed siblings. Its name is the
// source's with the hash before the extension.
func readFile(files fs.FS, name string) (f File, err error) {
	ext := path.Ext(name)
	f.Type = mime.TypeByExtension(ext)
	if ext == ".svg" {
		f.Type = "image/svg+xml" // some systems' tables lack it
	}
	f.Hash = strings.TrimPrefix(path.Ext(strings.TrimSuffix(name, ext)), ".")
	for suffix, into := range map[string]*[]byte{"": &f.Plain, ".gz": &f.Gzip, ".br": &f.Brotli} {
		if *into, err = fs.ReadFile(files, path.Join("assets", name+suffix)); err != nil {
			return File{}, err
		}
	}
	return f, nil
}

// Path is where the asset that was built of source, such as app.css, is served.
// An asset there is not has an address that answers 404.
func (b *Built) Path(source string) string { return "/assets/" + b.names[source] }

// File is the asset of a name that [Built.Path] gave, hash included.
func (b *Built) File(name string) (File, bool) {
	f, ok := b.files[name]
	return f, ok
}

// Encoded is the smallest form of the file that a browser with this
// Accept-Encoding header takes, and that form's Content-Encoding, empty for none.
func (f File) Encoded(acceptEncoding string) (data []byte, encoding string) {
	takes := map[string]bool{}
	for part := range strings.SplitSeq(acceptEncoding, ",") {
		coding, quality, _ := strings.Cut(part, ";")
		takes[strings.ToLower(strings.TrimSpace(coding))] = !refused(quality)
	}
	switch {
	case takes["br"]:
		return f.Brotli, "br"
	case takes["gzip"]:
		return f.Gzip, "gzip"
	default:
		return f.Plain, ""
	}
}

// refused reports whether a quality, such as "q=0.000", says never.
func refused(quality string) bool {
	q, ok := strings.CutPrefix(strings.ReplaceAll(quality, " ", ""), "q=")
	return ok && q != "" && strings.Trim(q, "0.") == ""
}
