package passkey

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"rootline/internal/directory"
)

// Party is the site as browsers know it, which is what a passkey is bound to. It is
// safe for concurrent use. A nil Party is a site that passkeys cannot be made for;
// whatever it is asked, it refuses with a sentence that says so.
type Party struct {
	lib    *webauthn.WebAuthn
	origin string
}

// NewParty returns the site at a base URL, which keys are bound to by its host name
// and its origin: both are for good, since moving the site to another name makes its
// passkeys useless. The name is what a browser calls the site. A base URL with a number
// for a host is an error, as browsers make no passkeys for one; localhost is a name.
func NewParty(base *url.URL, name string) (*Party, error) {
	if base.Scheme != "https" && base.Scheme != "http" || name == "" {
		return nil, errors.New("passkeys need a name and a base URL of http or https")
	}
	host := strings.ToLower(base.Host)
	if port := base.Port(); port == map[string]string{"http": "80", "https": "443"}[base.Scheme] {
		host = strings.TrimSuffix(host, ":"+port)
	}
	origin := base.Scheme + "://" + host
	id := strings.ToLower(base.Hostname())
	if err := protocol.ValidateRPID(id); err != nil {
		return nil, fmt.Errorf("passkeys need a base URL with a host name, not %q: %w", id, err)
	}
	lib, err := webauthn.New(&webauthn.Config{
		RPID:                  id,
		RPDisplayName:         name,
		RPOrigins:             []string{origin},
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			RequireResidentKey: protocol.ResidentKeyRequired(),
			ResidentKey:        protocol.ResidentKeyRequirementRequired,
			UserVerification:   protocol.VerificationRequired,
		},
		Timeouts: webauthn.TimeoutsConfig{
			Login:        webauthn.TimeoutConfig{Timeout: Life},
			Registration: webauthn.TimeoutConfig{Timeout: Life},
		},
		// Outputs of extensions are not signed and decide nothing here, so some that
		// nobody asked for are no reason to keep anybody out.
		ExtensionsUnsolicitedOutputPolicy: protocol.UnsolicitedOutputPolicyIgnore,
	})
	if err != nil {
		return nil, fmt.Errorf("set up passkeys: %w", err)
	}
	return &Party{lib, origin}, nil
}

// ready refuses where there is no site that passkeys can be made for.
func (p *Party) ready() error {
	if p == nil {
		return directory.Refuse(directory.Invalid, "passkey.unavailable")
	}
	return nil
}

// rejected is what people are told of an answer that is not right, however it is
// wrong: whoever has an honest device can only try again in the right place.
func (p *Party) rejected() error {
	return directory.Refuse(directory.Invalid, "passkey.rejected", "Address", p.origin)
}

// Person is who a passkey is made for.
type Person struct {
	ID    directory.ID
	Email string
	Name  string
}

// user is somebody as the library asks for them. The handle by which a device knows
// them is the account's ID, which tells nothing of the person.
type user struct {
	Person
	keys []webauthn.Credential
}

func (u user) WebAuthnID() []byte                         { return []byte(u.ID.String()) }
func (u user) WebAuthnName() string                       { return u.Email }
func (u user) WebAuthnCredentials() []webauthn.Credential { return u.keys }

func (u user) WebAuthnDisplayName() string {
	if u.Name == "" {
		return u.Email
	}
	return u.Name
}
