// Package build makes gazetteer.bin out of GeoNames' lists, the same bytes from
// the same lists every time.
//
// Read build.go for the steps in order; each other file is one step. The shape
// that comes out is described by package gazetteer, which reads it.
package build
