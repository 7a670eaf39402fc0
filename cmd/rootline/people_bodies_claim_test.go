package main

// claimBodies are those of claims and reports.
var claimBodies = map[string]string{}
