package passkey

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// Ask begins to have a passkey shown: one of those that an account has, or with nil
// anybody's, whichever the person chooses. An account without any is refused. Options
// is what their browser's navigator.credentials.get takes, as JSON; ceremony is to be
// kept until they answer.
func (p *Party) Ask(have []auth.Passkey, now time.Time, random io.Reader) (options []byte, ceremony string, err error) {
	if err := p.ready(); err != nil {
		return nil, "", err
	}
	fresh, err := challenge(random)
	if err != nil {
		return nil, "", err
	}
	assertion, session, err := p.begin(have, webauthn.WithChallenge(fresh))
	if err != nil {
		return nil, "", err
	}
	if options, err = optionsJSON(assertion.Response); err != nil {
		return nil, "", err
	}
	ceremony, err = begun(asking, session, now)
	return options, ceremony, err
}

// begin has the library make the options that ask for some passkeys, or for any.
func (p *Party) begin(have []auth.Passkey, opts ...webauthn.LoginOption) (*protocol.CredentialAssertion, *webauthn.SessionData, error) {
	if have == nil {
		return p.lib.BeginDiscoverableLogin(opts...)
	}
	if len(have) == 0 {
		return nil, nil, directory.Refuse(directory.Invalid, "passkey.none")
	}
	who := user{Person: Person{ID: have[0].AccountID}}
	for _, key := range have {
		if key.AccountID != who.ID {
			return nil, nil, errors.New("ask for passkeys of one account: there are two")
		}
		record, err := recordOf(key)
		if err != nil {
			return nil, nil, err
		}
		who.keys = append(who.keys, record)
	}
	return p.lib.BeginLogin(who, opts...)
}

// Answered is the passkey that somebody has shown, with its count of uses and its last
// use as they are to be saved. Find finds it by the credential that the device names
// and the account that it was made for, and refuses with NotFound where there is none.
// A device that counts fewer uses than were seen may be a copy: that is refused.
func (p *Party) Answered(ceremony string, response []byte, find func(credential []byte, user directory.ID) (auth.Passkey, error), now time.Time) (auth.Passkey, error) {
	session, err := p.resume(asking, ceremony, now)
	if err != nil {
		return auth.Passkey{}, err
	}
	parsed, err := parse(response, protocol.ParseCredentialRequestResponseBytes)
	if err != nil {
		return auth.Passkey{}, err
	}
	if !parsed.Response.AuthenticatorData.Flags.HasUserVerified() {
		return auth.Passkey{}, directory.Refuse(directory.Invalid, "passkey.unverified")
	}
	owner, err := ownerOf(session, parsed)
	if err != nil {
		return auth.Passkey{}, err
	}
	key, err := find(parsed.RawID, owner)
	switch {
	case err != nil && directory.KindOf(err) == directory.NotFound:
		return auth.Passkey{}, unknown()
	case err != nil:
		return auth.Passkey{}, fmt.Errorf("find a passkey: %w", err)
	case key.AccountID != owner || !bytes.Equal(key.Credential, parsed.RawID):
		return auth.Passkey{}, unknown()
	}
	return p.use(key, session, parsed, now)
}

// ownerOf is the account that a device says its passkey is for. Where some account's
// were asked for, it has to be that one's; a device may then leave out whose it is.
func ownerOf(session webauthn.SessionData, parsed *protocol.ParsedCredentialAssertionData) (directory.ID, error) {
	handle := parsed.Response.UserHandle
	if asked := session.UserID; asked != nil {
		listed := slices.ContainsFunc(session.AllowedCredentialIDs, func(id []byte) bool { return bytes.Equal(id, parsed.RawID) })
		if !listed || len(handle) > 0 && !bytes.Equal(handle, asked) {
			return directory.ID{}, unknown()
		}
		handle = asked
	}
	owner, err := directory.ParseID(string(handle))
	if err != nil {
		return directory.ID{}, unknown()
	}
	return owner, nil
}

// use verifies an answer with the passkey that it names, and counts it.
func (p *Party) use(key auth.Passkey, session webauthn.SessionData, parsed *protocol.ParsedCredentialAssertionData, now time.Time) (auth.Passkey, error) {
	record, err := recordOf(key)
	if err != nil {
		return auth.Passkey{}, err
	}
	who := user{Person{ID: key.AccountID}, []webauthn.Credential{record}}
	// Whose passkey was asked for, and which, has been seen to; the library would have
	// us read all that the account has for it to see that again.
	session.UserID, session.AllowedCredentialIDs = who.WebAuthnID(), nil
	shown, err := p.lib.ValidateLogin(who, session, parsed)
	switch {
	case err != nil:
		return auth.Passkey{}, p.rejected()
	case shown.Authenticator.CloneWarning:
		return auth.Passkey{}, directory.Refuse(directory.Invalid, "passkey.copied")
	}
	if key.Record, err = json.Marshal(shown); err != nil {
		return auth.Passkey{}, fmt.Errorf("keep a passkey: %w", err)
	}
	key.UsedAt = directory.At(now)
	return key, nil
}

// unknown says that there is no such passkey, or not of that account: which of the two
// is nothing to whoever made the answer up.
func unknown() error {
	return directory.Refuse(directory.Invalid, "passkey.unknown")
}
