package auth

import (
	"context"
	"io"
	"net/netip"
	"time"

	"rootline/internal/directory"
)

// From is where somebody asks from, as far as getting in has to know.
type From struct {
	Addr     netip.Addr
	Label    string // what their program calls itself, such as "Firefox on Linux"
	Language directory.Language
	Browser  string   // the secret of a sign-in in progress; "" if none is
	Devices  []string // the secrets of a remembered browser, one for each person who uses it
	Program  bool     // it is no browser
}

// In is somebody who has got in.
type In struct {
	Account directory.Account
	Session directory.Session
	Refresh string // a program's first refresh token; "" for a browser
}

// Shown is how well somebody has just shown who they are.
type Shown int

// The ways there are.
const (
	ShownBefore Shown = iota // a first factor, where the browser is remembered and stands for the second
	ShownWhole               // all that an account without a second factor can show
	ShownStrong              // a second factor, or a passkey
)

// Begin signs an account in: a new session, which counts as shown anew unless the
// browser stood in for a factor, and for a program its refresh tokens.
func Begin(ctx context.Context, tx Tx, account directory.Account, from From, shown Shown, now time.Time, random io.Reader) (In, error) {
	id, err := directory.NewID(now, random)
	if err != nil {
		return In{}, err
	}
	at := directory.At(now)
	in := In{Account: account, Session: directory.Session{
		ID: id, AccountID: account.ID, Program: from.Program, Label: from.Label,
		Strong: shown == ShownStrong, CreatedAt: at, SeenAt: at,
		ExpiresAt: directory.At(now.Add(SessionLife)),
	}}
	if shown != ShownBefore {
		in.Session.StrongAt = at
	}
	if err := tx.AddSession(ctx, in.Session); err != nil {
		return In{}, err
	}
	if !from.Program {
		return in, nil
	}
	var family Family
	if in.Refresh, family, err = NewFamily(now, random); err != nil {
		return In{}, err
	}
	return in, tx.AddFamily(ctx, id, family)
}

// Actor is who asks, by what stands of them.
func (s Standing) Actor() directory.Actor {
	return directory.Actor{
		Account: s.Account.ID, Session: s.Session.ID,
		Strong: s.Session.Strong, StrongAt: s.Session.StrongAt, Memberships: s.Memberships,
	}
}
