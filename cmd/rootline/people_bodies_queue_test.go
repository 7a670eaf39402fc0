package main

// queueBodies are those of moderators.
var queueBodies = map[string]string{
	"POST /admin/queue/decisions":              "answer=approve&row%3A0192f0c1-aaaa-7aaa-8aaa-aaaaaaaaaaaa=1",
	"POST /admin/queue/:kind/:item/assignment": "to=me",
	"POST /admin/queue/:kind/:item/decision":   "answer=reject&reason=fraud&text=Not+so&revision=1",
	"POST /admin/claims/:claim/call":           "phone=%2B442079460000&code=123456",
	"POST /admin/listings/:listing/state":      "seen=published&to=suspended&reason=fraud&text=Not+so",
}
