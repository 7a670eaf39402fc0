package main

// editBodies are those of changing a listing. What a form was shown is signed, so that
// what is sent without it is refused by every handler that it reaches.
var editBodies = map[string]string{
	"POST /owner/clinics/:clinic/details":                      "name=Changed+by+a+stranger&save=send",
	"POST /owner/clinics/:clinic/address":                      "address.address_1=Somewhere+else&save=send",
	"POST /owner/clinics/:clinic/hours":                        "hours.by_appointment=yes&save=send",
	"POST /owner/clinics/:clinic/exceptions":                   "hours.exceptions%5B0%5D.first=2026-12-24&save=send",
	"POST /owner/clinics/:clinic/services":                     "services.prp=yes&save=send",
	"POST /owner/clinics/:clinic/prices":                       "prices.prp%5B0%5D.remove=yes&save=send",
	"POST /owner/clinics/:clinic/practitioners":                "practitioners%5B0%5D.name=Dr+Changed&save=send",
	"POST /owner/clinics/:clinic/photos":                       "photos%5B0%5D.remove=yes&save=send",
	"POST /owner/clinics/:clinic/photos/upload":                "kind=team&alt=The+team",
	"POST /owner/clinics/:clinic/requests/:request/settlement": "name=name&keep=mine",
	"POST /owner/brands/:brand/holiday":                        "step=confirm&holiday.first=2026-12-24",
}
