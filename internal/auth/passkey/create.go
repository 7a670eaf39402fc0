package passkey

import (
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/protocol/webauthncose"
	"github.com/go-webauthn/webauthn/webauthn"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// algorithms are those a key may have, the best first. Every device can do one of them.
var algorithms = []protocol.CredentialParameter{
	{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgEdDSA},
	{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgES256},
	{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgRS256},
}

// Create begins to make a passkey for somebody who has some already, or none. Options
// is what their browser's navigator.credentials.create takes, as JSON; ceremony is to
// be kept until they answer.
func (p *Party) Create(person Person, have []auth.Passkey, now time.Time, random io.Reader) (options []byte, ceremony string, err error) {
	if err := p.ready(); err != nil {
		return nil, "", err
	}
	exclude, err := descriptors(have)
	if err != nil {
		return nil, "", err
	}
	fresh, err := challenge(random)
	if err != nil {
		return nil, "", err
	}
	creation, session, err := p.lib.BeginRegistration(user{Person: person},
		webauthn.WithExclusions(exclude),
		webauthn.WithCredentialParameters(algorithms),
		webauthn.WithExtensions(webauthn.WithExtensionCredProps()),
		func(o *protocol.PublicKeyCredentialCreationOptions) error {
			o.Challenge = fresh
			return nil
		})
	if err != nil {
		return nil, "", fmt.Errorf("begin to make a passkey: %w", err)
	}
	if options, err = optionsJSON(creation.Response); err != nil {
		return nil, "", err
	}
	ceremony, err = begun(creating, session, now)
	return options, ceremony, err
}

// Created is the passkey that a browser's answer brings, to be added to the account of
// the same person that the ceremony was begun for. It has no label yet.
func (p *Party) Created(ceremony string, person Person, response []byte, now time.Time) (auth.Passkey, error) {
	session, err := p.resume(creating, ceremony, now)
	if err != nil {
		return auth.Passkey{}, err
	}
	parsed, err := parse(response, protocol.ParseCredentialCreationResponseBytes)
	if err != nil {
		return auth.Passkey{}, err
	}
	made := parsed.Response.AttestationObject
	switch {
	case !made.AuthData.Flags.HasUserVerified():
		return auth.Passkey{}, directory.Refuse(directory.Invalid, "passkey.unverified")
	case !unattested(made):
		return auth.Passkey{}, p.rejected()
	}
	credential, err := p.lib.CreateCredential(user{Person: person}, session, parsed)
	if err != nil {
		return auth.Passkey{}, p.rejected()
	}
	if kept := credential.Extensions.RK; kept != nil && !*kept {
		return auth.Passkey{}, directory.Refuse(directory.Invalid, "passkey.not_kept")
	}
	return newPasskey(credential, person.ID, now)
}

// unattested reports whether a device says nothing of its maker, as it was asked to, or
// signs with the new key itself, which says no more. To look at anything else would be
// to read certificates that strangers have written, for nothing.
func unattested(made protocol.AttestationObject) bool {
	switch protocol.AttestationFormat(made.Format) {
	case protocol.AttestationFormatNone:
		return true
	case protocol.AttestationFormatPacked:
		_, certificates := made.AttStatement["x5c"]
		_, group := made.AttStatement["ecdaaKeyId"]
		return !certificates && !group
	default:
		return false
	}
}

// newPasskey is a credential as it is kept: with its key and its counter, and without
// what was there to prove where it comes from.
func newPasskey(c *webauthn.Credential, owner directory.ID, now time.Time) (auth.Passkey, error) {
	c.Attestation = webauthn.CredentialAttestation{}
	c.Authenticator.AAGUID = nil
	record, err := json.Marshal(c)
	if err != nil {
		return auth.Passkey{}, fmt.Errorf("keep a passkey: %w", err)
	}
	return auth.Passkey{Credential: c.ID, AccountID: owner, Record: record, CreatedAt: directory.At(now)}, nil
}
