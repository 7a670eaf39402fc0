package moderation

import (
	"context"
	"slices"
	"strings"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// nextListing lists the states that moderators may have follow each state of a listing.
// A draft is its author's.
var nextListing = map[directory.ListingState][]directory.ListingState{
	directory.Draft:     nil,
	directory.Submitted: {directory.Published, directory.Rejected},
	directory.Published: {directory.Suspended, directory.Archived},
	directory.Rejected:  {directory.Published},
	directory.Suspended: {directory.Published, directory.Archived},
	directory.Archived:  {directory.Published},
}

// Sentence is what a moderator says of a listing as they saw it. There is a reason
// unless it is published; the text stands on its page while it is suspended.
type Sentence struct {
	Seen   directory.ListingState
	To     directory.ListingState
	Reason Reason
	Text   string
}

// SetState has a listing stand otherwise: published, rejected, suspended, reinstated or
// archived, which is the end of all that is asked of it. Its owners are written to.
func (q *Queue) SetState(ctx context.Context, actor directory.Actor, clinic directory.ID, s Sentence) (Version, error) {
	var is Version
	err := q.staff(ctx, actor, func(a *act) (err error) {
		if is, err = a.Version(ctx, clinic); err != nil {
			return err
		}
		is, err = a.setState(ctx, is, s)
		return err
	})
	if err != nil {
		return Version{}, err
	}
	return is, nil
}

func (a *act) setState(ctx context.Context, is Version, s Sentence) (Version, error) {
	l, was := is.Listing, is.Listing.State
	if err := a.mayState(ctx, &l, s); err != nil {
		return is, err
	}
	d := Decision{Reason: s.Reason, Text: strings.TrimSpace(s.Text)}
	answer := Reject
	if s.To == directory.Published {
		answer = Approve
	}
	if err := d.check(OfListing, answer); err != nil {
		return is, err
	}
	if s.To == directory.Suspended && d.Text == "" { // its page has to say why
		return is, mistaken(map[string]directory.Message{"text": directory.Msg("moderation.text_needed")})
	}
	l.State = directory.Standing[directory.ListingState]{Value: s.To, Since: directory.At(a.now)}
	if answer == Reject {
		l.State.Reason = d.Text
	}
	next, err := a.publish(ctx, l)
	if err != nil {
		return is, err
	}
	if s.To == directory.Archived {
		if err := a.supersede(ctx, l.Clinic.ID); err != nil {
			return is, err
		}
	}
	if err := a.note(ctx, Event{What: "listing." + string(s.To), Noun: "clinic", Object: l.Clinic.ID, Listing: l.Clinic.ID}, statePair(was, l.State)); err != nil {
		return is, err
	}
	letter := auth.Letter{Kind: stateLetter(was.Value, s.To), Reason: string(d.Reason), Text: d.Text}
	if err := a.tellOwners(ctx, &l, letter); err != nil {
		return is, err
	}
	return next, a.tellProposer(ctx, was.Value, &l, letter)
}

// mayState refuses what a listing's state does not allow. Whoever comes second learns
// who was first.
func (a *act) mayState(ctx context.Context, l *directory.Listing, s Sentence) error {
	is := l.State.Value
	switch {
	case is != s.Seen:
		by, err := a.lastBy(ctx, l.Clinic.ID, "listing."+string(is))
		if err != nil {
			return err
		}
		return movedOn(by)
	case !slices.Contains(nextListing[is], s.To):
		return directory.Refuse(directory.Conflict, "moderation.no_state")
	case ofTeam(a.actor, l):
		return directory.Refuse(directory.Forbidden, "moderation.own")
	case is != directory.Submitted:
		return nil
	}
	by, err := proposerOf(ctx, a, l.Clinic.ID)
	if err == nil && by == a.actor.Account {
		err = directory.Refuse(directory.Forbidden, "moderation.own")
	}
	return err
}

// ofTeam reports whether somebody, whatever else they are, is one of a clinic's people.
func ofTeam(actor directory.Actor, l *directory.Listing) bool {
	actor.Strong = false // no moderator, then
	return WhoIs(actor, l) != Visitor
}

// lastBy is the name of whoever did something to a listing last; "" if nobody did of
// late, or they are forgotten.
func (a *act) lastBy(ctx context.Context, clinic directory.ID, what string) (string, error) {
	h, err := history(ctx, a, EventFilter{Listing: clinic})
	for _, e := range h.Events {
		if e.What == what {
			return h.Names[e.By], err
		}
	}
	return "", err
}

func movedOn(by string) error {
	if by == "" {
		return directory.Refuse(directory.Conflict, "moderation.moved_on")
	}
	return directory.Refuse(directory.Conflict, "moderation.decided", "By", by)
}

// supersede ends all requests on a listing that has gone.
func (a *act) supersede(ctx context.Context, clinic directory.ID) error {
	open, err := a.Requests(ctx, RequestFilter{Clinic: clinic, Open: true}, 0)
	if err != nil {
		return err
	}
	for _, r := range open {
		e := r.event("change.supersede")
		if !r.Supersede() {
			continue
		}
		if err := a.SaveRequest(ctx, r); err != nil {
			return err
		}
		if err := a.note(ctx, e, values{}); err != nil {
			return err
		}
	}
	return nil
}

// tellOwners writes to all who own a clinic or its brand, each once.
func (a *act) tellOwners(ctx context.Context, l *directory.Listing, letter auth.Letter) error {
	letter.Place, letter.Path = l.Clinic.Name, "/owner/clinics/"+l.Clinic.ID.String()
	own, err := owners(ctx, a, l.Clinic.ID, l.Clinic.OrganizationID)
	if err != nil {
		return err
	}
	told := map[directory.ID]bool{}
	for _, m := range own {
		if told[m.AccountID] {
			continue
		}
		told[m.AccountID] = true
		if err := a.post(ctx, m.AccountID, letter); err != nil {
			return err
		}
	}
	return nil
}

// owners are those who own a clinic or a brand itself, of the scopes that there are.
func owners(ctx context.Context, r Reader, scopes ...directory.ID) (all []directory.Membership, err error) {
	for _, scope := range scopes {
		if scope.IsZero() {
			continue // the zero scope would be that of the whole directory
		}
		members, err := r.Members(ctx, scope)
		if err != nil {
			return nil, err
		}
		for _, m := range members {
			if m.Role == directory.RoleOwner {
				all = append(all, m)
			}
		}
	}
	return all, nil
}

func stateLetter(from, to directory.ListingState) auth.LetterKind {
	switch to {
	case directory.Rejected:
		return auth.ListingRejected
	case directory.Suspended:
		return auth.ListingSuspended
	case directory.Archived:
		return auth.ListingArchived
	default:
	}
	if from == directory.Submitted || from == directory.Rejected {
		return auth.ListingPublished
	}
	return auth.ListingReinstated
}
