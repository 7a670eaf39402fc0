package pages

import "testing"

// TestFormPage: whoever is sent back to where a form was sent arrives at a page.
func TestFormPage(t *testing.T) {
	for _, tt := range []struct{ path, want string }{
		{"/account/name", "/account"},
		{"/account/email/code", "/account/email/code"},
		{"/account/confirm/mail", "/account/confirm"},
		{"/account/devices/0198/removal", "/account/sessions"},
		{"/account/passkeys?done=passkey", "/account/passkeys?done=passkey"},
		{"/account/passkeys/0198/removal", "/account/passkeys"},
		{"/account/sessions/end-all", "/account/sessions"},
		{"/owner/clinics/harbour-hair/invitations", "/owner/clinics/harbour-hair/members"},
		{"/owner/brands/harbour/members/0198/role", "/owner/brands/harbour/members"},
		{"/owner/clinics/harbour-hair/members?done=invited", "/owner/clinics/harbour-hair/members?done=invited"},
		{"/owner/clinics/harbour-hair/photos/upload", "/owner/clinics/harbour-hair/photos"},
		{"/owner/clinics/harbour-hair/requests/0198/settlement", "/owner/clinics/harbour-hair"},
		{"/admin/departure", "/admin/members"},
		{"/admin/places?q=x", "/admin/places?q=x"},
		{"/claims/0198/mail", "/claims/0198"},
		{"/claims/0198?branch=0199", "/claims/0198?branch=0199"},
		{"/sign-out", "/account"},
		{"/sign-in/passkey", "/sign-in"},
		{"/sign-in/code?next=%2Fowner", "/sign-in/code?next=%2Fowner"},
		{"/clinics/sign-out", "/clinics/sign-out"},
	} {
		if got := formPage(tt.path); got != tt.want {
			t.Errorf("formPage(%q) = %q, want %q", tt.path, got, tt.want)
		}
	}
}
