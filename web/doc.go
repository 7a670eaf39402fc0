// Package web holds the files that a browser loads beside the pages: one style
// sheet, one script and the site's mark, built into dist and embedded in the
// program under names that change with their content.
//
// Sources are in css and ts; `go run ./cmd/assets web` builds them. The
// program can be built without them, for its tests and tools need none, so
// whether they are there is known when it starts: see [Assets].
package web
