package main

import (
	"maps"
	"strings"
)

// bodies are what a form or a program may send to each route that changes something:
// what the handler would understand. A route that is not here takes nothing.
var bodies = merged(peopleBodies, claimBodies, editBodies, queueBodies, factBodies, proposalBodies, listingAPIBodies)

func merged(all ...map[string]string) map[string]string {
	sum := map[string]string{}
	for _, some := range all {
		maps.Copy(sum, some)
	}
	return sum
}

// peopleBodies are those of getting in, of oneself and of teams.
var peopleBodies = map[string]string{
	"POST /register":                "name=New+Person&email=new-person%40people.example",
	"POST /register/code":           "code=123456",
	"POST /sign-in":                 "email=canary-nobody%40people.example&password=" + password,
	"POST /sign-in/code":            "code=123456",
	"POST /sign-in/second-factor":   "code=123456",
	"POST /sign-in/passkey":         "response=%7B%7D",
	"POST /sign-in/forget":          "account=0192f0c1-aaaa-7aaa-8aaa-aaaaaaaaaaaa",
	"POST /invitations/:link":       "name=New+Person",
	"POST /account/name":            "name=Somebody+Else",
	"POST /account/confirm":         "password=" + password,
	"POST /account/confirm/passkey": "response=%7B%7D",
	"POST /account/password":        "password=granite-sonnet-velvet-otter",
	"POST /account/email":           "email=changed%40people.example",
	"POST /account/email/code":      "code=123456",
	"POST /account/passkeys":        "label=Key&response=%7B%7D",
	"POST /account/app":             "code=123456",

	"POST /owner/clinics/:clinic/invitations":           "email=friend%40people.example&role=owner",
	"POST /owner/brands/:brand/invitations":             "email=friend%40people.example&role=owner",
	"POST /admin/invitations":                           "email=friend%40people.example&role=admin",
	"POST /owner/clinics/:clinic/members/:account/role": "role=owner",
	"POST /owner/brands/:brand/members/:account/role":   "role=owner",
	"POST /admin/members/:account/role":                 "role=admin",

	"POST /api/v1/auth/registrations":              `{"name":"New Person","email":"new-person@people.example"}`,
	"POST /api/v1/auth/registrations/confirmation": `{"continuation":"x","code":"123456"}`,
	"POST /api/v1/auth/codes":                      `{"email":"canary-nobody@people.example"}`,
	"POST /api/v1/auth/codes/redemption":           `{"continuation":"x","code":"123456"}`,
	"POST /api/v1/auth/second-factor":              `{"continuation":"x","code":"123456"}`,
	"POST /api/v1/auth/login":                      `{"email":"canary-nobody@people.example","password":"` + password + `"}`,
	"POST /api/v1/auth/refresh":                    `{"refresh_token":"x"}`,
	"PATCH /api/v1/auth/account":                   `{"name":"Somebody Else"}`,
	"POST /api/v1/auth/step-up":                    `{"password":"` + password + `"}`,
	"POST /api/v1/auth/email":                      `{"email":"changed@people.example"}`,
	"POST /api/v1/auth/email/confirmation":         `{"continuation":"x","code":"123456"}`,
	"PUT /api/v1/auth/password":                    `{"password":"granite-sonnet-velvet-otter"}`,
	"PUT /api/v1/auth/app":                         `{"code":"123456"}`,

	"POST /api/v1/owner/clinics/:clinic/invitations":       `{"email":"friend@people.example","role":"owner"}`,
	"POST /api/v1/owner/brands/:brand/invitations":         `{"email":"friend@people.example","role":"owner"}`,
	"POST /api/v1/admin/invitations":                       `{"email":"friend@people.example","role":"admin"}`,
	"PATCH /api/v1/owner/clinics/:clinic/members/:account": `{"role":"owner"}`,
	"PATCH /api/v1/owner/brands/:brand/members/:account":   `{"role":"owner"}`,
	"PATCH /api/v1/admin/members/:account":                 `{"role":"admin"}`,
}

// fileType is what a file is announced as.
const fileType = "image/png"

// bodyType is how what is sent to a path is written. Two of the paths for programs take a
// file, of which the content says what it is.
func bodyType(path string) string {
	switch {
	case !strings.HasPrefix(path, "/api/"):
		return formType
	case strings.HasSuffix(path, "/photos"), strings.HasSuffix(path, "/documents"):
		return fileType
	}
	return jsonType
}
