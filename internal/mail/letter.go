package mail

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"
	"unicode"

	"rootline/internal/directory"
	"rootline/internal/words"
)

// Kind says what a letter is about.
type Kind string

// The kinds of letters there are.
const (
	ConfirmAddress      Kind = "confirm_address"       // needs For, and Path, Code or both
	SignInCode          Kind = "sign_in_code"          // needs Code, For
	AddressTaken        Kind = "address_taken"         // to who has an account and is asked to open one; needs Path
	NoAccount           Kind = "no_account"            // to who asks for a code and has no account; needs Path
	Invitation          Kind = "invitation"            // needs Path, For, By, Role, and Place for a manager or owner
	MemberRemoved       Kind = "member_removed"        // may have Place
	PasswordChanged     Kind = "password_changed"      // needs Path
	AddressChangedOld   Kind = "address_changed_old"   // to the address that was; needs Path, for who did not do it
	AddressChangedNew   Kind = "address_changed_new"   // to the address that is; needs Path
	SecondFactorChanged Kind = "second_factor_changed" // needs Path
	SignedInElsewhere   Kind = "signed_in_elsewhere"   // needs Path, Device
	Test                Kind = "test"
)

// Letter is a letter as it goes out, to one person.
type Letter struct {
	ID      directory.ID // the same whenever it is sent anew
	Kind    Kind
	To      directory.Email
	At      time.Time // its date
	Sender  string    // the name it comes from
	Subject string
	Text    string
	HTML    string
}

// Sender sees letters out. A letter is out once Send returns nil. Otherwise it
// may be sent again, unless it was [Refused].
type Sender interface {
	Send(ctx context.Context, l Letter) error
}

// Facts are what a letter tells. Its kind says which of them it needs.
type Facts struct {
	ID directory.ID    // of the letter
	To directory.Email // who reads it
	At time.Time       // when it is written, and when what it tells of was done

	Path string        // of the page that its button opens, from the root of the site
	Code string        // six to eight digits
	For  time.Duration // how long Path and Code work

	By     string         // the name of whoever did it, as typed
	Place  string         // the name of the clinic or organization, as typed
	Role   directory.Role // that is offered
	Device string         // such as "Firefox on Linux"
	Reason string         // of a decision, as a code of package moderation
	Text   string         // of a decision, as whoever decided has typed it
}

// Compose writes a letter. The site's address, base, is all that its links begin
// with. An error is a mistake in the program: whatever people have typed makes a
// letter.
func Compose(w *words.Words, base string, kind Kind, f Facts) (Letter, error) {
	write, known := letters[kind]
	if !known {
		return Letter{}, fmt.Errorf("compose a letter: no kind %q", kind)
	}
	site, err := url.Parse(base)
	if err != nil || site.Scheme != "http" && site.Scheme != "https" || site.Host == "" || strings.TrimSuffix(site.Path, "/") != "" {
		return Letter{}, fmt.Errorf("compose a letter: %q is no base address", base)
	}
	if err := f.check(); err != nil {
		return Letter{}, fmt.Errorf("compose %s: %w", kind, err)
	}
	b, err := write(writer{kind: kind, Words: w, Facts: f, base: strings.TrimSuffix(base, "/")})
	if err != nil {
		return Letter{}, fmt.Errorf("compose %s: %w", kind, err)
	}
	if f.Path != "" {
		b.url = strings.TrimSuffix(base, "/") + f.Path
	}
	html, err := b.html(w, site)
	if err != nil {
		return Letter{}, fmt.Errorf("compose %s: %w", kind, err)
	}
	return Letter{
		ID: f.ID, Kind: kind, To: f.To, At: f.At,
		Sender: w.T("mail.sender"), Subject: b.subject, Text: b.text(w, site), HTML: html,
	}, nil
}

var digits = regexp.MustCompile(`^[0-9]{6,8}$`)

// check refuses facts that no letter can have.
func (f Facts) check() error {
	switch {
	case f.ID.IsZero() || f.To.IsZero() || f.At.IsZero():
		return errors.New("an id, an address and a time are needed")
	case f.Path != "" && !isPath(f.Path):
		return errors.New("the path does not begin at the root of the site, or is not encoded")
	case f.Code != "" && !digits.MatchString(f.Code):
		return errors.New("the code is not six to eight digits")
	}
	return nil
}

// isPath reports whether s, after the base address, is a page of this site: two
// slashes would begin the name of another, and text that is not encoded could
// end the link.
func isPath(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Host == "" && u.Scheme == "" && strings.HasPrefix(s, "/") && !strings.HasPrefix(s, "//") && len(s) <= 1000 &&
		!strings.ContainsFunc(s, func(r rune) bool {
			return r > unicode.MaxASCII || r <= ' ' || strings.ContainsRune("\\\"<>`{|}^\x7f", r)
		})
}
