package moderation

import (
	"context"
	"iter"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// Reader reads what is kept of how the directory changes: outside of any transaction,
// or within one, where it sees what that has written itself. Where there is nothing,
// what returns one thing refuses with NotFound, and what returns several returns none.
// A limit of 0 is none.
//
// The name in each [Decision] is the one that the account has on the day of reading,
// and empty once it is forgotten.
type Reader interface {
	auth.Reader

	// Version is the listing of a clinic, whatever its state.
	Version(ctx context.Context, clinic directory.ID) (Version, error)

	Organization(ctx context.Context, id directory.ID) (directory.Organization, error)

	OrganizationBySlug(ctx context.Context, slug directory.Slug) (directory.Organization, error)

	// Alike are listings that wait for a moderator, or have a page, and share something
	// with a clinic that would tell it, by slug: a few of each.
	Alike(ctx context.Context, of Probe) ([]directory.Listing, error)

	// Proposed are the listings that wait for a moderator since an account proposed
	// them, by slug.
	Proposed(ctx context.Context, account directory.ID) ([]directory.Listing, error)

	// Proposers are the accounts that proposed some clinics, by clinic. Nobody proposed
	// what a file brought.
	Proposers(ctx context.Context, clinics ...directory.ID) (map[directory.ID]directory.ID, error)

	// Branches are the listings of the clinics of a brand, and of those of the
	// organizations whose parent it is, whatever their states.
	Branches(ctx context.Context, brand directory.ID) ([]directory.Listing, error)

	Request(ctx context.Context, id directory.ID) (ChangeRequest, error)

	// Requests are those that a filter lets through, the newest first: by At, then by id.
	Requests(ctx context.Context, f RequestFilter, limit int) ([]ChangeRequest, error)

	Claim(ctx context.Context, id directory.ID) (Claim, error)

	// Claims are those that a filter lets through, the newest first: by At, then by id.
	Claims(ctx context.Context, f ClaimFilter, limit int) ([]Claim, error)

	// Paper is a document that was shown for a claim, with its bytes.
	Paper(ctx context.Context, id directory.ID) (Paper, error)

	// Uploaded is how many photos an account has uploaded since some moment, and
	// UploadedFor the clinic for which one was, if it was.
	Uploaded(ctx context.Context, account directory.ID, since directory.Instant) (int, error)
	UploadedFor(ctx context.Context, photo directory.ID) (directory.ID, error)

	// Reports are those of a clinic that nobody has decided, the oldest first.
	Reports(ctx context.Context, clinic directory.ID) ([]Report, error)

	// Queue is all that waits for moderators and that a filter lets through, in any
	// order, each with whom it is assigned to: requests that are pending, since they
	// were edited; claims that are pending, contested or appealed, since they were made
	// or appealed; listings that are submitted, since they are; and one row for each
	// listing with reports, since the oldest of them, or if the law says what becomes of
	// any, one that is legal, since the oldest of those.
	Queue(ctx context.Context, f QueueFilter) ([]Item, error)

	// Recorded are the events that a filter lets through, the newest first.
	Recorded(ctx context.Context, f EventFilter, limit int) ([]Recorded, error)

	// Events is the whole record, the oldest event first, for [Verify].
	Events(ctx context.Context) iter.Seq2[Event, error]

	// Questions are the letters that asked a clinic, and Replies what it said, both
	// the oldest first.
	Questions(ctx context.Context, clinic directory.ID) ([]Question, error)
	Replies(ctx context.Context, clinic directory.ID) ([]Reply, error)

	// Due are clinics whose facts it is time to look at, the longest due first.
	Due(ctx context.Context, now directory.Instant, limit int) ([]directory.ID, error)

	// Addressed is what is remembered of writing to an address; nothing of most.
	Addressed(ctx context.Context, email directory.Email) (Addressed, error)

	// Merge is one that was carried out, and Merges are those into a listing, the newest
	// first, be they split again or not.
	Merge(ctx context.Context, id directory.ID) (Merge, error)
	Merges(ctx context.Context, kept directory.ID) ([]Merge, error)

	// Names are those of accounts. Who is forgotten, or never was, has none.
	Names(ctx context.Context, accounts ...directory.ID) (map[directory.ID]string, error)
}

// RequestFilter lets requests through: those for which all hold that is not zero.
type RequestFilter struct {
	Clinic       directory.ID
	By           directory.ID
	Open         bool              // see [State.Open]
	DecidedSince directory.Instant // decided then or later, by a moderator or, quietly, by an undo
}

// ClaimFilter lets claims through: those for which all hold that is not zero.
type ClaimFilter struct {
	Clinic       directory.ID // the claim is for the clinic itself
	Organization directory.ID
	By           directory.ID
	Open         bool // see [ClaimState.Open]
}

// QueueFilter lets items through: those for which all hold that is not zero.
type QueueFilter struct {
	Kind     ItemKind
	ID       directory.ID // of the item itself
	Country  directory.Country
	Language directory.Language
	Assigned directory.ID // to this moderator
	Free     bool         // to nobody
}

// Lets reports whether the filter lets an item through.
func (f QueueFilter) Lets(i Item) bool {
	return (f.Kind == "" || f.Kind == i.Kind) &&
		(f.ID.IsZero() || f.ID == i.ID) &&
		(f.Country == directory.Country{} || f.Country == i.Country) &&
		(f.Language == directory.Language{} || f.Language == i.Language) &&
		(f.Assigned.IsZero() || f.Assigned == i.Assigned) &&
		(!f.Free || i.Assigned.IsZero())
}

// EventFilter lets events through: those for which all hold that is not zero.
type EventFilter struct {
	Listing directory.ID
	Before  int64 // only events with a lower number
}

// Recorded is an event with what was there before and after: nil if there was nothing,
// or if it was somebody's who is forgotten.
type Recorded struct {
	Event
	Before, After []byte
}

// Store keeps how the directory changes. What Moderate's function writes is there whole
// when Moderate returns nil, and otherwise not at all.
//
// These transactions come as if one after another: what one of them has read stands
// until it ends. For that the function may have to run more than once.
type Store interface {
	Reader
	Moderate(ctx context.Context, fn func(Tx) error) error
}

// Tx is a transaction in which the directory is changed. It keeps the promises of
// [auth.Tx]: it sees what it has written itself, and a refusal leaves it as it was.
//
// What is saved replaces what has the same id, or is new; the id is never zero.
type Tx interface {
	auth.Tx
	Reader

	// FreeSlug is the first of the wishes that nothing of a noun answers to, or ever
	// did, and failing that the last of them with a number. It is not given again.
	FreeSlug(ctx context.Context, noun string, wishes ...directory.Slug) (directory.Slug, error)

	// AddOrganization and AddListing add what is new. What does not pass its Check is
	// refused in its words, and an id or a slug that is taken is a Conflict.
	AddOrganization(ctx context.Context, o directory.Organization) error
	AddListing(ctx context.Context, l directory.Listing) error

	// Publish makes a listing what it is from now on, in the place of the version that
	// is stored, with all that [Store.UpdateListing] of package store promises. It
	// returns the version that came of it: the stored one, if nothing has changed.
	Publish(ctx context.Context, l directory.Listing) (Version, error)

	// MergeAway has a clinic lead to another by its id and its slug, and by all that led
	// there, which it returns. Nobody finds it by itself any more. What there was of it
	// is read with what there is of the other.
	MergeAway(ctx context.Context, gone, kept directory.ID) (addresses []string, err error)

	// BringBack has a clinic that was merged away answer for itself, with the addresses
	// that led to it before. It is archived until it is published.
	BringBack(ctx context.Context, gone, kept directory.ID, addresses []string) error

	SaveMerge(ctx context.Context, m Merge) error

	SaveRequest(ctx context.Context, r ChangeRequest) error
	SaveClaim(ctx context.Context, c Claim) error

	// AddPaper keeps a document sealed with the claimant's key.
	AddPaper(ctx context.Context, p Paper) error

	// AddPicture keeps an uploaded photo.
	AddPicture(ctx context.Context, p Picture) error

	// SaveReport keeps a report sealed with a key of its own, named by its id, with
	// which a letter to whoever sent it is sealed too.
	SaveReport(ctx context.Context, r Report) error

	// Assign gives an item of the queue to a moderator, or with the zero ID to nobody.
	// That what it is about has been decided ends an assignment.
	Assign(ctx context.Context, kind ItemKind, id, to directory.ID) error

	// TellApart remembers of a clinic, which need not be there yet, that it is none of
	// some others, so that no file is asked about them again.
	TellApart(ctx context.Context, clinic directory.ID, others ...directory.ID) error

	// Identify remembers of a row of a file that waits, by its number, which clinic it
	// is, so that the next file changes that one. It is NotFound without the row or the
	// clinic.
	Identify(ctx context.Context, row int64, clinic directory.ID) error

	// Append adds an event to the end of the record, with its number, its hash and the
	// digests of what was there before and after. These are kept sealed with a person's
	// key, or with the zero ID as they are.
	Append(ctx context.Context, e Event, before, after []byte, person directory.ID) (Event, error)

	AddQuestion(ctx context.Context, clinic directory.ID, q Question) error
	AddReply(ctx context.Context, clinic directory.ID, r Reply) error

	// SaveDue sets when a clinic is due; 0 is never. Whatever changes its listing sets
	// it to [NextAsk].
	SaveDue(ctx context.Context, clinic directory.ID, at directory.Instant) error

	SaveAddressed(ctx context.Context, email directory.Email, a Addressed) error
}
