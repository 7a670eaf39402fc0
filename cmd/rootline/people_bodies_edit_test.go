package main

// editBodies are those of changing a listing.
var editBodies = map[string]string{}
