// Package arch holds no code. Its test owns the import map of the house, and
// its decisions folder tells why the house is as it is: each decision with its
// context, the choice and the price, never edited, only superseded.
package arch
