package main

// proposalBodies are those of proposing a clinic.
var proposalBodies = map[string]string{
	"POST /propose": "name=New+Clinic&service_prp=yes&city=Bursa%2C+Bursa%2C+Turkey&phone=%2B44+20+7946+0123&description=%3Cb%3ENew%3C%2Fb%3E",

	"POST /admin/listings/:listing/merge": "with=nowhere&kept_version=1&gone_version=1&holder=kept",
}
