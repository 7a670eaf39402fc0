package main

// listingAPIBodies are those of programs that keep listings true.
var listingAPIBodies = map[string]string{
	"POST /api/v1/clinics/:clinic/reports": `{"reason":"hours","text":"Shut on Mondays."}`,
	"POST /api/v1/owner/proposals":         `{"name":"Quay Hair","services":["prp"],"address":{"city":{"id":745044}},"website":"https://quay-hair.example"}`,

	"POST /api/v1/owner/claims":                              `{"clinic":"no-such-place"}`,
	"POST /api/v1/owner/claims/:claim/mail-codes":            `{"email":"desk@clinic.example"}`,
	"POST /api/v1/owner/claims/:claim/mail-codes/redemption": `{"continuation":"x","code":"123456"}`,
	"POST /api/v1/owner/claims/:claim/page-checks":           `{"url":"https://clinic.example/about"}`,
	"POST /api/v1/owner/claims/:claim/call":                  `{"phone":"+442079460958"}`,
	"POST /api/v1/owner/claims/:claim/answer":                `{"yields":true}`,
	"POST /api/v1/owner/claims/:claim/appeal":                `{"text":"It is ours."}`,

	"POST /api/v1/owner/claims/:claim/documents": "%PDF-1.7",
	"POST /api/v1/owner/clinics/:clinic/photos":  "\x89PNG",

	"PATCH /api/v1/owner/clinics/:clinic":                             `{"version":1,"changes":{"name":"Somebody Else"}}`,
	"POST /api/v1/owner/clinics/:clinic/requests/:request/settlement": `{"name":"address","wanted":true}`,
	"POST /api/v1/owner/clinics/:clinic/facts":                        `{"fact":"hours","right":false}`,

	"POST /api/v1/admin/queue/:kind/:item/assignment": `{"to":"` + nowhereID + `"}`,
	"POST /api/v1/admin/queue/:kind/:item/decision":   `{"answer":"approve","revision":1}`,
	"POST /api/v1/admin/decisions":                    `{"decisions":[{"request":"` + nowhereID + `","answer":"approve","revision":1}]}`,
	"POST /api/v1/admin/claims/:claim/call":           `{"phone":"+442079460958","code":"123456"}`,
	"POST /api/v1/admin/listings/:listing/state":      `{"seen":"published","to":"suspended","reason":"other","text":"Gone."}`,
	"POST /api/v1/admin/merges":                       `{"kept":"` + nowhereID + `","kept_version":1,"gone":"` + nowhereID + `","gone_version":1}`,
}
