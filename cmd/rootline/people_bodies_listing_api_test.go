package main

// listingAPIBodies are those of programs that keep listings true.
var listingAPIBodies = map[string]string{}
