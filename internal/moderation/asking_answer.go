package moderation

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// publicSource is how facts name whoever reads mail at the address that a clinic
// publishes. They are asserted, as what a clinic's people say is: the answer is the
// clinic's own word. Nobody has checked it against anything, so nothing is said to be.
const publicSource = "the clinic, by its public e-mail address"

// Addressed is what is remembered of writing to an address that clinics publish.
type Addressed struct {
	At       directory.Instant // of the last letter that asked
	Declined directory.Instant // since when it wants no more; zero if it has not said so
}

// Asked is what a letter asked of a clinic, as it stands now.
type Asked struct {
	Listing directory.Listing
	Facts   []AskedFact
	Public  bool // it was asked at the address that it publishes, since nobody speaks for it
	Until   directory.Instant
}

// AskedFact is one fact that was asked for.
type AskedFact struct {
	Stated
	Value     json.RawMessage // what it says, as it is stored
	Freshness Freshness
	Reply     *Reply // what was said of it since; nil if nothing was
}

// Left counts the facts of which nothing was said.
func (a Asked) Left() (n int) {
	for _, f := range a.Facts {
		if f.Reply == nil {
			n++
		}
	}
	return n
}

// letter is what a link leads to.
type letter struct {
	secret  auth.Secret
	listing directory.Listing
	public  directory.Email // zero if the link is an account's
	actor   directory.Actor // as far as a link makes somebody one: signed in they are not
}

// Look returns what the letter with a link asked. It changes nothing, for programs that
// look through mail follow links too.
func (d *Asking) Look(ctx context.Context, link string) (Asked, error) {
	a := &act{now: d.Now()}
	in, err := a.openLetter(ctx, d.Store, link)
	if err != nil {
		return Asked{}, err
	}
	return in.asked(ctx, d.Store, a)
}

// openLetter finds what a link leads to. It is of no use once its time is over, once who
// it was sent to does not speak for the clinic any more, or, at a public address, once
// that is another or somebody speaks for the clinic.
func (a *act) openLetter(ctx context.Context, r Reader, link string) (in letter, err error) {
	digest, ok := auth.Digest(auth.ForLink, link)
	if !ok {
		return in, noLetter()
	}
	if in.secret, err = r.Secret(ctx, auth.FactsLink, digest); err != nil {
		return in, orNoLetter(err)
	}
	if directory.At(a.now) >= in.secret.ExpiresAt {
		return in, directory.Refuse(directory.Invalid, "facts.expired")
	}
	named, address, public := strings.Cut(in.secret.Text, " ")
	clinic, err := directory.ParseID(named)
	if err != nil {
		return in, err
	}
	is, err := r.Version(ctx, clinic)
	if err != nil {
		return in, orNoLetter(err)
	}
	if in.listing = is.Listing; !in.listing.Searchable() {
		return in, directory.Refuse(directory.Invalid, "facts.over")
	}
	if !public {
		return in, in.readBy(ctx, r)
	}
	if in.public, err = directory.ParseEmail(address); err != nil {
		return in, err
	}
	return in, a.stillPublic(ctx, r, in)
}

func noLetter() error { return directory.Refuse(directory.NotFound, "facts.unknown") }

func orNoLetter(err error) error {
	if directory.KindOf(err) == directory.NotFound {
		return noLetter()
	}
	return err
}

// readBy makes whoever a link was sent to the one who acts, if they still may.
func (in *letter) readBy(ctx context.Context, r Reader) error {
	account, err := r.Account(ctx, in.secret.AccountID)
	if err != nil {
		return orNoLetter(err)
	}
	in.actor.Account = account.ID
	if in.actor.Memberships, err = r.Memberships(ctx, account.ID); err != nil {
		return err
	}
	if account.State != directory.AccountActive || WhoIs(in.actor, &in.listing) == Visitor {
		return directory.Refuse(directory.Invalid, "facts.over")
	}
	return nil
}

func (a *act) stillPublic(ctx context.Context, r Reader, in letter) error {
	people, err := speakers(ctx, r, &in.listing)
	if err != nil {
		return err
	}
	if len(people) > 0 || in.listing.Clinic.Email != in.public {
		return directory.Refuse(directory.Invalid, "facts.over")
	}
	return nil
}

// asked is what the letter asked.
func (in *letter) asked(ctx context.Context, r Reader, a *act) (out Asked, err error) {
	out = Asked{Listing: in.listing, Public: !in.public.IsZero(), Until: in.secret.ExpiresAt}
	b, err := bookOf(ctx, r, in.listing)
	if err != nil {
		return out, err
	}
	i := slices.IndexFunc(b.asked, func(q Question) bool { return q.At == in.secret.CreatedAt })
	if i < 0 {
		return out, noLetter()
	}
	values, err := valuesAt(&in.listing)
	if err != nil {
		return out, err
	}
	for _, s := range stated(&in.listing.Clinic) {
		if !slices.ContainsFunc(b.asked[i].Paths, func(p Path) bool { return p.place() == s.Path.place() }) {
			continue
		}
		f := AskedFact{Stated: s, Value: values[s.Path.place()], Freshness: FreshnessOf(s, b.asked, b.replies, a.now)}
		for _, reply := range b.replies {
			if reply.At >= b.asked[i].At && reply.Path.place() == s.Path.place() {
				f.Reply = &reply
			}
		}
		out.Facts = append(out.Facts, f)
	}
	return out, nil
}

// valuesAt are the values of a listing by where they stand.
func valuesAt(l *directory.Listing) (map[Path]json.RawMessage, error) {
	all := map[Path]json.RawMessage{}
	for _, s := range slots(l) {
		items, err := s.read()
		if err != nil {
			return nil, err
		}
		for _, it := range items {
			all[Path{s.field, s.service, it.key}] = it.value
		}
	}
	return all, nil
}

// Answer takes what somebody with a link says of one fact that the letter asked for, named
// as its path is, and publishes it at once. To say the same again changes nothing. A fact
// of which it was said that it is no longer right has to be put right first.
func (d *Asking) Answer(ctx context.Context, link, fact string, right bool) error {
	return d.moderate(ctx, directory.Actor{}, func(a *act) error {
		in, err := a.openLetter(ctx, a, link)
		if err != nil {
			return err
		}
		a.actor = in.actor
		asked, err := in.asked(ctx, a, a)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(asked.Facts, func(f AskedFact) bool { return f.Path.String() == fact })
		if i < 0 {
			return directory.Refuse(directory.NotFound, "moderation.no_fact")
		}
		f, source := asked.Facts[i], clinicSource
		if asked.Public {
			source = publicSource
		}
		switch {
		case f.Reply != nil && f.Reply.Right == right:
			return nil
		case f.Reply != nil && !f.Reply.Right || !f.Fact.Known():
			return directory.Refuse(directory.Conflict, "facts.put_right")
		}
		return a.reply(ctx, &in.listing, Reply{Path: f.Path, At: directory.At(a.now), Right: right}, source)
	})
}

// StillRight takes what one of a clinic's people, signed in, says of one of its facts,
// named as its path is, and publishes it at once.
func (d *Asking) StillRight(ctx context.Context, actor directory.Actor, clinic directory.ID, fact string, right bool) error {
	return d.moderate(ctx, actor, func(a *act) error {
		is, _, err := see(ctx, a, a.actor, clinic)
		if err != nil {
			return err
		}
		if !ofTeam(a.actor, &is.Listing) { // a moderator's word is not the clinic's
			return noClinic()
		}
		all := Facts(&is.Listing.Clinic)
		i := slices.IndexFunc(all, func(s Stated) bool { return s.Path.String() == fact })
		if i < 0 {
			return directory.Refuse(directory.NotFound, "moderation.no_fact")
		}
		return a.reply(ctx, &is.Listing, Reply{Path: all[i].Path, At: directory.At(a.now), Right: right}, clinicSource)
	})
}

// reply carries out what was said of a fact. It is remembered before it is published, for
// with that it is worked out when the clinic is asked next. What was changed to the
// same, such as a fact confirmed twice in one moment, is published as it is.
func (a *act) reply(ctx context.Context, l *directory.Listing, r Reply, source string) error {
	after, err := r.Apply(l, source)
	if err != nil {
		return err
	}
	if err := a.AddReply(ctx, l.Clinic.ID, r); err != nil {
		return err
	}
	if _, err := a.publish(ctx, after); err != nil {
		return err
	}
	what := "fact.wrong"
	if r.Right {
		what = "fact.right"
	}
	return a.noteFacts(ctx, what, l, []Path{r.Path})
}

// Decline keeps that the public address that a link was sent to wants no more letters,
// about whatever clinic.
func (d *Asking) Decline(ctx context.Context, link string) error {
	return d.moderate(ctx, directory.Actor{}, func(a *act) error {
		in, err := a.openLetter(ctx, a, link)
		if err != nil {
			return err
		}
		if in.public.IsZero() {
			return directory.Refuse(directory.Invalid, "facts.own_letters")
		}
		known, err := a.Addressed(ctx, in.public)
		if err != nil || known.Declined != 0 {
			return err
		}
		known.Declined = directory.At(a.now)
		if err := a.SaveAddressed(ctx, in.public, known); err != nil {
			return err
		}
		return a.noteFacts(ctx, "fact.decline", &in.listing, nil)
	})
}
