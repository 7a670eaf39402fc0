package main

// proposalBodies are those of proposing a clinic.
var proposalBodies = map[string]string{}
