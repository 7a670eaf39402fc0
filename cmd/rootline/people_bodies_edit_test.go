package main

// editBodies are those of changing a listing. What a form was shown is signed, so that
// what is sent without it is refused by every handler that it reaches.
var editBodies = map[string]string{
	"POST /owner/clinics/:clinic/details":                      "name=Changed+by+a+stranger&save=send",
	"POST /owner/clinics/:clinic/address":                      "address.address_1=Somewhere+else&save=send",
	"POST /owner/clinics/:clinic/requests/:request/settlement": "name=name&keep=mine",
}
