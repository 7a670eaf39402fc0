package pages

import "regexp"

// formPages say on which page a form stands, where that is not what the form is sent
// to: nothing can be read at such an address, though browsers keep it and come back.
var formPages = []struct {
	form *regexp.Regexp
	page string
}{
	{regexp.MustCompile(`^(/owner/(?:clinics|brands)/[^/?]+|/admin)/(?:departure|invitations|members/).*`), "$1/members"},
	{regexp.MustCompile(`^(/owner/clinics/[^/?]+)/(?:requests/|withdrawal).*`), "$1"},
	{regexp.MustCompile(`^(/owner/clinics/[^/?]+/photos)/upload.*`), "$1"},
	{regexp.MustCompile(`^/account/devices/.*`), "/account/sessions"},
	{regexp.MustCompile(`^/account/(app|confirm|passkeys|password|sessions)/.*`), "/account/$1"},
	{regexp.MustCompile(`^/(?:account/name|switch|sign-out)(?:\?.*)?$`), "/account"},
	{regexp.MustCompile(`^(/claims/[^/?]+)/.*`), "$1"},
	{regexp.MustCompile(`^/sign-in/(?:forget|passkey).*`), "/sign-in"},
}

// formPage is the page on which a form stands that is sent to path. What is a page
// itself stays as it is.
func formPage(path string) string {
	for _, f := range formPages {
		path = f.form.ReplaceAllString(path, f.page)
	}
	return path
}
