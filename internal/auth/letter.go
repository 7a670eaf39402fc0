package auth

import (
	"time"

	"rootline/internal/directory"
)

// LetterKind is what a letter says. The post room knows how to word each.
type LetterKind string

// The letters that are written here.
const (
	ConfirmAddress      LetterKind = "confirm_address"
	MailedCode          LetterKind = "sign_in_code"
	AddressTaken        LetterKind = "address_taken"
	NoAccount           LetterKind = "no_account" // to an address for which somebody wanted a code, and that has no account
	Invitation          LetterKind = "invitation"
	MemberRemoved       LetterKind = "member_removed"
	PasswordChanged     LetterKind = "password_changed"
	AddressChangedOld   LetterKind = "address_changed_old"
	AddressChangedNew   LetterKind = "address_changed_new"
	SecondFactorChanged LetterKind = "second_factor_changed"
	SignedInElsewhere   LetterKind = "signed_in_elsewhere"
)

// The letters about the directory, which package moderation writes.
const (
	ChangeApproved       LetterKind = "change_approved"
	ChangeApprovedInPart LetterKind = "change_approved_in_part"
	ChangeRejected       LetterKind = "change_rejected"
	ChangeAskedBack      LetterKind = "change_asked_back"

	ListingPublished  LetterKind = "listing_published"
	ListingRejected   LetterKind = "listing_rejected"
	ListingSuspended  LetterKind = "listing_suspended"
	ListingReinstated LetterKind = "listing_reinstated"
	ListingArchived   LetterKind = "listing_archived"

	ClaimCode      LetterKind = "claim_code" // to an address at the domain of the clinic or the brand
	ClaimGranted   LetterKind = "claim_granted"
	ClaimDenied    LetterKind = "claim_denied"
	ClaimFinal     LetterKind = "claim_final"     // denied after an appeal
	ClaimContested LetterKind = "claim_contested" // to whoever holds what somebody else claims
	ClaimWaits     LetterKind = "claim_waits"     // to whoever claims what somebody else has come to hold
	ClaimLost      LetterKind = "claim_lost"      // to whoever held it

	ReportDecided LetterKind = "report_decided" // to whoever reported, if they gave an address
	NoticeDecided LetterKind = "notice_decided" // to whoever sent a notice by law

	FactsDue LetterKind = "facts_due" // to those of a clinic, or the address that it publishes: is it still right what is known of it?
)

// Letter is a letter that a transaction causes: what it tells, not how. It is kept
// sealed until it is sent, and then no longer.
type Letter struct {
	ID     directory.ID
	Person directory.ID // with whose key it is sealed: that of an account, or of a secret that has its own
	To     directory.Email
	Kind   LetterKind
	At     directory.Instant
	Path   string // of the page that it links to, from the site's root
	Code   string
	For    time.Duration // how long those two are of use
	By     string        // the name of whoever invites
	Place  string        // the name of a clinic or an organization
	Role   directory.Role
	Device string
	Reason string // of a decision, as a code
	Text   string // of a decision, in the words of whoever made it

	// Language is the reader's, as far as we know; zero if we do not.
	Language directory.Language

	// Silent is a letter that is kept like any other and then not sent, because its
	// address has had its share. Whoever asked for it cannot tell.
	Silent bool
}
