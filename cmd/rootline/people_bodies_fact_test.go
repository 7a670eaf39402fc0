package main

// factBodies are those of saying what is still right.
var factBodies = map[string]string{
	"POST /still-right/:link":           "fact=hours&right=yes",
	"POST /owner/clinics/:clinic/facts": "path=address&right=yes",
}
