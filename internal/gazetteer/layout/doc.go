// Package layout is the shape of gazetteer.bin, shared by the package that
// reads it in place and the one that builds it, so that the builder need not
// embed the file it is about to write. The doc of package gazetteer describes
// the file as a whole.
package layout
