// Package sketch draws the pictures of the demo directory: shop fronts, teams,
// devices, and schematic scalps before and after treatment.
//
// They are plainly artificial, in flat colours, and each bears the words DEMO
// DRAWING, so that nobody takes one for a photo of a place, a person or a
// result. The package touches nothing but memory, and a picture depends on its
// number and its source of randomness alone.
//
// Read picture.go first; canvas.go is what the others draw with.
package sketch
