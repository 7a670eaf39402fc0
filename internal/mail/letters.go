package mail

import (
	"errors"
	"time"

	"rootline/internal/directory"
	"rootline/internal/words"
)

// letters are how each kind is written.
var letters = map[Kind]func(writer) (body, error){
	ConfirmAddress:      writer.confirmAddress,
	SignInCode:          writer.signInCode,
	AddressTaken:        writer.addressTaken,
	NoAccount:           writer.noAccount,
	Invitation:          writer.invitation,
	MemberRemoved:       writer.memberRemoved,
	PasswordChanged:     writer.passwordChanged,
	AddressChangedOld:   writer.addressChangedOld,
	AddressChangedNew:   writer.addressChangedNew,
	SecondFactorChanged: writer.secondFactorChanged,
	SignedInElsewhere:   writer.signedInElsewhere,
	ClaimCode:           writer.claimCode,
	Test:                writer.test,

	ChangeApproved:       notice{}.write,
	ChangeApprovedInPart: notice{reason: true, more: true}.write,
	ChangeRejected:       notice{reason: true, more: true}.write,
	ChangeAskedBack:      notice{text: true, more: true}.write,
	ListingPublished:     notice{more: true}.write,
	ListingRejected:      notice{reason: true, more: true}.write,
	ListingSuspended:     notice{reason: true, more: true}.write,
	ListingArchived:      notice{reason: true, more: true}.write,
	ListingReinstated:    notice{}.write,
	ClaimGranted:         notice{more: true}.write,
	ClaimDenied:          notice{reason: true, more: true}.write,
	ClaimFinal:           notice{reason: true}.write,
	ClaimContested:       notice{lasts: true, more: true}.write,
	ClaimWaits:           notice{lasts: true}.write,
	ClaimLost:            notice{more: true}.write,
	ReportDecided:        notice{reason: true, more: true}.write,
	NoticeDecided:        notice{reason: true, more: true}.write,
	FactsDue:             notice{lasts: true, more: true}.write,
}

// writer puts facts into words.
type writer struct {
	kind Kind
	*words.Words
	Facts
	base string
}

var errFacts = errors.New("a fact that its kind needs is missing")

func (w writer) confirmAddress() (body, error) {
	if w.Path == "" && w.Code == "" || w.For <= 0 {
		return body{}, errFacts
	}
	b := body{
		subject: w.T("mail.confirm_address.subject"),
		preview: w.T("mail.confirm_address.preview"),
		before:  []string{w.T("mail.confirm_address.lead")},
		button:  w.T("mail.confirm_address.button"),
		after:   []string{w.T("mail.lasts", "For", w.lasting(), "Until", w.until()), w.T("mail.confirm_address.not_you")},
	}
	if w.Code != "" {
		b.before = append(b.before, w.T("mail.confirm_address.code"))
		b.code = w.Code
	}
	return b, nil
}

func (w writer) signInCode() (body, error) {
	if w.Code == "" || w.For <= 0 {
		return body{}, errFacts
	}
	return body{
		subject: w.T("mail.sign_in_code.subject"),
		preview: w.T("mail.sign_in_code.preview"),
		before:  []string{w.T("mail.sign_in_code.lead")},
		code:    w.Code,
		button:  w.T("mail.sign_in_code.button"),
		after:   []string{w.T("mail.lasts", "For", w.lasting(), "Until", w.until()), w.T("mail.sign_in_code.secret"), w.T("mail.sign_in_code.not_you")},
	}, nil
}

func (w writer) addressTaken() (body, error) {
	if w.Path == "" {
		return body{}, errFacts
	}
	return body{
		subject: w.T("mail.address_taken.subject"),
		preview: w.T("mail.address_taken.preview"),
		before:  []string{w.T("mail.address_taken.lead")},
		button:  w.T("mail.address_taken.button"),
		after:   []string{w.T("mail.address_taken.not_you")},
	}, nil
}

func (w writer) noAccount() (body, error) {
	if w.Path == "" {
		return body{}, errFacts
	}
	return body{
		subject: w.T("mail.no_account.subject"),
		preview: w.T("mail.no_account.preview"),
		before:  []string{w.T("mail.no_account.lead")},
		button:  w.T("mail.no_account.button"),
		after:   []string{w.T("mail.no_account.not_you")},
	}, nil
}

func (w writer) invitation() (body, error) {
	if w.Path == "" || w.For <= 0 {
		return body{}, errFacts
	}
	by, place := w.by(), w.place()
	var lead string
	switch w.Role {
	case directory.RoleManager:
		lead = w.T("mail.invitation.manager", "By", by, "Place", place)
	case directory.RoleOwner:
		lead = w.T("mail.invitation.owner", "By", by, "Place", place)
	case directory.RoleModerator:
		lead = w.T("mail.invitation.moderator", "By", by)
	case directory.RoleAdmin:
		lead = w.T("mail.invitation.admin", "By", by)
	default:
		return body{}, errFacts
	}
	return body{
		subject: w.T("mail.invitation.subject"),
		preview: w.T("mail.invitation.preview"),
		before:  []string{w.T("mail.invitation.preview"), lead},
		button:  w.T("mail.invitation.button"),
		after:   []string{w.T("mail.lasts_link", "For", w.lasting(), "Until", w.until()), w.T("mail.invitation.not_you")},
	}, nil
}

func (w writer) memberRemoved() (body, error) {
	lead := w.T("mail.member_removed.site", "When", w.when())
	if w.Place != "" {
		lead = w.T("mail.member_removed.place", "When", w.when(), "Place", w.place())
	}
	return body{
		subject: w.T("mail.member_removed.subject"),
		preview: w.T("mail.member_removed.preview"),
		before:  []string{w.T("mail.member_removed.preview"), lead},
		button:  w.T("mail.member_removed.button"),
		after:   []string{w.T("mail.member_removed.mistake")},
	}, nil
}

func (w writer) passwordChanged() (body, error) {
	if w.Path == "" {
		return body{}, errFacts
	}
	return body{
		subject: w.T("mail.password_changed.subject"),
		preview: w.T("mail.password_changed.preview"),
		before:  []string{w.T("mail.password_changed.lead", "When", w.when()), w.T("mail.not_you")},
		button:  w.T("mail.password_changed.button"),
	}, nil
}

func (w writer) addressChangedOld() (body, error) {
	if w.Path == "" {
		return body{}, errFacts
	}
	return body{
		subject: w.T("mail.address_changed_old.subject"),
		preview: w.T("mail.address_changed_old.preview"),
		before:  []string{w.T("mail.address_changed_old.lead", "When", w.when()), w.T("mail.address_changed_old.not_you")},
		button:  w.T("mail.address_changed_old.button"),
	}, nil
}

func (w writer) addressChangedNew() (body, error) {
	if w.Path == "" {
		return body{}, errFacts
	}
	return body{
		subject: w.T("mail.address_changed_new.subject"),
		preview: w.T("mail.address_changed_new.preview"),
		before:  []string{w.T("mail.address_changed_new.lead", "When", w.when())},
		button:  w.T("mail.address_changed_new.button"),
	}, nil
}

func (w writer) secondFactorChanged() (body, error) {
	if w.Path == "" {
		return body{}, errFacts
	}
	return body{
		subject: w.T("mail.second_factor_changed.subject"),
		preview: w.T("mail.second_factor_changed.preview"),
		before:  []string{w.T("mail.second_factor_changed.lead", "When", w.when()), w.T("mail.not_you")},
		button:  w.T("mail.second_factor_changed.button"),
	}, nil
}

func (w writer) signedInElsewhere() (body, error) {
	if w.Path == "" {
		return body{}, errFacts
	}
	device := typed(w.Device)
	if device == "" {
		device = w.T("mail.some_device")
	}
	return body{
		subject: w.T("mail.signed_in_elsewhere.subject"),
		preview: w.T("mail.signed_in_elsewhere.preview"),
		before:  []string{w.T("mail.signed_in_elsewhere.lead", "When", w.when(), "Device", device), w.T("mail.not_you")},
		button:  w.T("mail.signed_in_elsewhere.button"),
	}, nil
}

func (w writer) test() (body, error) {
	return body{
		subject: w.T("mail.test.subject"),
		preview: w.T("mail.test.preview"),
		before:  []string{w.T("mail.test.lead"), w.T("mail.test.links", "Base", w.base)},
		button:  w.T("mail.test.button"),
	}, nil
}

// by is who did it. A name of which nothing is left is somebody's.
func (w writer) by() string {
	if name := typed(w.By); name != "" {
		return name
	}
	return w.T("mail.somebody")
}

// place is where it was done.
func (w writer) place() string {
	if name := typed(w.Place); name != "" {
		return name
	}
	return w.T("mail.some_place")
}

// when is the moment of the letter, in the one zone that all its readers share.
func (w writer) when() string { return w.moment(w.At) }

// until is when something ceases to work: some letters are held up on their way.
func (w writer) until() string { return w.moment(w.At.Add(w.For)) }

func (w writer) moment(at time.Time) string {
	at = at.UTC()
	return w.T("mail.when", "Date", directory.DateOf(at), "Time", w.Time(at))
}

// lasting is how long something works: in days or hours if it is whole ones.
func (w writer) lasting() string {
	switch hours := w.For / time.Hour; {
	case w.For%(24*time.Hour) == 0:
		return w.N("mail.days", int(hours/24))
	case w.For%time.Hour == 0:
		return w.N("mail.hours", int(hours))
	default:
		return w.N("mail.minutes", max(1, int(w.For/time.Minute)))
	}
}
