package main

// factBodies are those of saying what is still right.
var factBodies = map[string]string{}
