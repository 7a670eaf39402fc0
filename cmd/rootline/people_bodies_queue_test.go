package main

// queueBodies are those of moderators.
var queueBodies = map[string]string{}
