package main

// claimBodies are those of claims and reports.
var claimBodies = map[string]string{
	"POST /clinics/:slug/report": "reason=hours&text=Closed+on+Mondays.&email=visitor%40people.example",

	"POST /claims/:claim/mail":   "email=desk%40brand-1.example",
	"POST /claims/:claim/code":   "code=123456",
	"POST /claims/:claim/page":   "url=https%3A%2F%2Fbrand-1.example%2Fcode",
	"POST /claims/:claim/call":   "phone=%2B442079460001",
	"POST /claims/:claim/answer": "says=keep&text=I+run+it.",
	"POST /claims/:claim/appeal": "text=I+have+the+lease.",
}
