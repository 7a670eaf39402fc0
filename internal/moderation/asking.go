package moderation

import (
	"context"
	"errors"
	"time"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// Asking is where clinics are asked whether what is known of them is still right, and
// where they answer, by a link in a letter or signed in.
type Asking struct {
	Office

	// Public has clinics asked that nobody speaks for, at the address that they publish.
	Public bool
}

// linkLife is how long the link in a letter that asks is of use.
const linkLife = 60 * day

// A round looks at so many clinics at most, and asks so many: the rest waits for the next
// one, so that a directory that was just imported is not asked all at once.
const (
	mostLooks = 2000
	mostAsked = 200
	lookBatch = 100
)

// Round asks the clinics that it is time for, the longest due first, each in a
// transaction of its own, and says how many it has asked. One that fails is looked at
// again a day later, and keeps no other waiting.
func (d *Asking) Round(ctx context.Context) (asked int, err error) {
	for looked := 0; looked < mostLooks && asked < mostAsked; {
		due, dueErr := d.Store.Due(ctx, directory.At(d.Now()), lookBatch)
		if dueErr != nil || len(due) == 0 {
			return asked, errors.Join(err, dueErr)
		}
		looked += len(due)
		for _, clinic := range due[:min(len(due), mostAsked-asked)] {
			did, askErr := d.AskClinic(ctx, clinic)
			if askErr != nil {
				err = errors.Join(err, askErr)
				if lateErr := d.later(ctx, clinic); lateErr != nil {
					return asked, errors.Join(err, lateErr)
				}
			}
			if did {
				asked++
			}
		}
	}
	return asked, err
}

// later puts a clinic off by a day.
func (d *Asking) later(ctx context.Context, clinic directory.ID) error {
	return d.Store.Moderate(ctx, func(tx Tx) error {
		return tx.SaveDue(ctx, clinic, directory.At(d.Now().Add(day)))
	})
}

// AskClinic does for one clinic what it is time for, and reports whether a letter went
// out: what it has been silent of twice is labelled, and what will soon be out of date
// is asked for, in one letter to each of its people, or to the address that it publishes
// if it has none.
func (d *Asking) AskClinic(ctx context.Context, clinic directory.ID) (asked bool, err error) {
	err = d.moderate(ctx, directory.Actor{}, func(a *act) error {
		asked = false
		is, err := a.Version(ctx, clinic)
		if directory.KindOf(err) == directory.NotFound { // merged into another
			return a.SaveDue(ctx, clinic, 0)
		}
		if err != nil {
			return err
		}
		b, err := bookOf(ctx, a, is.Listing)
		if err != nil {
			return err
		}
		if err := a.label(ctx, &b); err != nil {
			return err
		}
		next := nextAsk(&b.listing, b.asked, b.replies)
		if all := Ask(&b.listing, b.asked, b.replies, a.now); all != nil {
			if asked, next, err = a.ask(ctx, &b, all, d.Public); err != nil {
				return err
			}
		}
		return a.SaveDue(ctx, clinic, a.nextLook(next, nextLabel(&b.listing, b.asked, b.replies)))
	})
	return asked && err == nil, err
}

// nextLook is the earlier of two moments of which each may be never; and not at once
// again, whatever they are.
func (a *act) nextLook(ask, label directory.Instant) directory.Instant {
	next := earlier(ask, label)
	if next == 0 {
		return 0
	}
	return max(next, directory.At(a.now.Add(time.Hour)))
}

// book is a clinic with all that it was asked and has said.
type book struct {
	listing directory.Listing
	asked   []Question
	replies []Reply
}

func bookOf(ctx context.Context, r Reader, l directory.Listing) (b book, err error) {
	b.listing = l
	if b.asked, err = r.Questions(ctx, l.Clinic.ID); err != nil {
		return b, err
	}
	b.replies, err = r.Replies(ctx, l.Clinic.ID)
	return b, err
}

// label marks in the listing what the clinic has been silent of twice, so that pages and
// searches see it.
func (a *act) label(ctx context.Context, b *book) error {
	marked, paths, err := Label(&b.listing, b.asked, b.replies, a.now)
	if err != nil || len(paths) == 0 {
		return err
	}
	is, err := a.publish(ctx, marked)
	if err != nil {
		return err
	}
	b.listing = is.Listing
	return a.noteFacts(ctx, "fact.unanswered", &b.listing, paths)
}

// noteFacts notes in the record what has happened to some facts of a listing. Those about
// people are not named in it.
func (a *act) noteFacts(ctx context.Context, what string, l *directory.Listing, paths []Path) error {
	var names []string
	for _, p := range paths {
		if p.Field.slot() == FieldPractitioners {
			p.Key = ""
		}
		names = append(names, p.String())
	}
	e := Event{What: what, Noun: "clinic", Object: l.Clinic.ID, Listing: l.Clinic.ID}
	return a.note(ctx, e, values{after: map[string][]string{"facts": names}})
}

// ask has a clinic asked, and says when it may be asked next. Where there is nobody to
// ask, it is looked for somebody again after a month.
func (a *act) ask(ctx context.Context, b *book, all []Stated, public bool) (asked bool, next directory.Instant, err error) {
	people, err := speakers(ctx, a, &b.listing)
	if err != nil {
		return false, 0, err
	}
	again := directory.At(a.now.Add(askEvery))
	switch {
	case len(people) > 0:
		for _, account := range people {
			if err := a.askPerson(ctx, &b.listing, account); err != nil {
				return false, 0, err
			}
		}
	case !public || b.listing.Clinic.Email.IsZero():
		return false, again, nil
	default:
		if again, err = a.askPublic(ctx, &b.listing); err != nil || again != 0 {
			return false, again, err
		}
	}
	q := Question{At: directory.At(a.now)}
	for _, s := range all {
		q.Paths = append(q.Paths, s.Path)
	}
	if err := a.AddQuestion(ctx, b.listing.Clinic.ID, q); err != nil {
		return false, 0, err
	}
	b.asked = append(b.asked, q)
	return true, nextAsk(&b.listing, b.asked, b.replies), a.noteFacts(ctx, "fact.ask", &b.listing, q.Paths)
}

// speakers are the accounts in use that speak for a clinic: its own people, or those of
// its brand if it has none.
func speakers(ctx context.Context, r Reader, l *directory.Listing) ([]directory.ID, error) {
	for _, scope := range []directory.ID{l.Clinic.ID, l.Clinic.OrganizationID} {
		if scope.IsZero() {
			continue // the zero scope would be that of the whole directory
		}
		members, err := r.Members(ctx, scope)
		if err != nil {
			return nil, err
		}
		var all []directory.ID
		seen := map[directory.ID]bool{}
		for _, m := range members {
			account, err := r.Account(ctx, m.AccountID)
			if err != nil && directory.KindOf(err) != directory.NotFound {
				return nil, err
			}
			if err == nil && account.State == directory.AccountActive && !seen[account.ID] {
				seen[account.ID] = true
				all = append(all, account.ID)
			}
		}
		if len(all) > 0 {
			return all, nil
		}
	}
	return nil, nil
}

func (a *act) askPerson(ctx context.Context, l *directory.Listing, account directory.ID) error {
	_, path, err := a.factsLink(ctx, auth.Secret{AccountID: account, Text: l.Clinic.ID.String()})
	if err != nil {
		return err
	}
	return a.post(ctx, account, auth.Letter{Kind: auth.FactsDue, Path: path, For: linkLife, Place: l.Clinic.Name})
}

// askPublic writes to the address that a clinic publishes, or says when that may be. An
// address that many clinics share has one letter a month all the same, and one that
// wants none has none.
func (a *act) askPublic(ctx context.Context, l *directory.Listing) (again directory.Instant, err error) {
	to := l.Clinic.Email
	known, err := a.Addressed(ctx, to)
	if err != nil {
		return 0, err
	}
	switch free := known.At.Time().Add(askEvery); {
	case known.Declined != 0:
		return directory.At(a.now.Add(askSilent)), nil
	case known.At != 0 && a.now.Before(free):
		return directory.At(free), nil
	}
	known.At = directory.At(a.now)
	if err := a.SaveAddressed(ctx, to, known); err != nil {
		return 0, err
	}
	secret, path, err := a.factsLink(ctx, auth.Secret{Text: l.Clinic.ID.String() + " " + to.String()})
	if err != nil {
		return 0, err
	}
	return 0, a.send(ctx, auth.Letter{
		Kind: auth.FactsDue, Person: secret, To: to, Path: path, For: linkLife, Place: l.Clinic.Name,
	})
}

// factsLink keeps a link by which somebody can answer, and returns its id and its path.
// It has no address to be counted by: who has many clinics is sent many links, and has
// to be able to sign in that day.
func (a *act) factsLink(ctx context.Context, s auth.Secret) (id directory.ID, path string, err error) {
	if s.ID, err = a.newID(); err != nil {
		return id, "", err
	}
	shown, digest, err := auth.NewSecret(auth.ForLink, a.random)
	if err != nil {
		return id, "", err
	}
	s.Kind, s.Digest = auth.FactsLink, digest
	s.CreatedAt, s.ExpiresAt = directory.At(a.now), directory.At(a.now.Add(linkLife))
	return s.ID, "/still-right/" + shown, a.AddSecret(ctx, s)
}
