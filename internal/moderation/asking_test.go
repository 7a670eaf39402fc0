package moderation_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"rootline/internal/auth"
	"rootline/internal/directory"
	"rootline/internal/moderation"
)

// asking is the desk of a house, at which clinics are asked that nobody speaks for, too.
func (h *house) asking() *moderation.Asking {
	return &moderation.Asking{Office: h.desk.Office, Public: true}
}

// ask has a clinic asked, whose facts are as old as they can be without being stale.
func (h *house) ask(clinic directory.ID) bool {
	h.Helper()
	asked, err := h.asking().AskClinic(h.Context(), clinic)
	if err != nil {
		h.Fatalf("AskClinic(%s) = %v", clinic, err)
	}
	return asked
}

// known has every fact of a clinic observed now.
func (h *house) known(clinic directory.ID) {
	h.Helper()
	_, err := h.store.UpdateListing(h.Context(), clinic, func(l *directory.Listing) error {
		was := *l
		*l = known(h.now)
		l.Organization, l.Clinic.OrganizationID = was.Organization, was.Clinic.OrganizationID
		l.Clinic.ID, l.Clinic.Slug, l.Clinic.Name, l.Clinic.URL, l.Clinic.Email = was.Clinic.ID, was.Clinic.Slug, was.Clinic.Name, was.Clinic.URL, was.Clinic.Email
		return nil
	})
	if err != nil {
		h.Fatal(err)
	}
}

// link is what the last letter leads to.
func (h *house) link() string {
	h.Helper()
	link, ok := strings.CutPrefix(h.last().Path, "/still-right/")
	if !ok {
		h.Fatalf("the last letter leads to %s", h.last().Path)
	}
	return link
}

func (h *house) look(link string) moderation.Asked {
	h.Helper()
	asked, err := h.asking().Look(h.Context(), link)
	if err != nil {
		h.Fatalf("Look() = %v", err)
	}
	return asked
}

func askedPaths(a moderation.Asked) string {
	var all []string
	for _, f := range a.Facts {
		all = append(all, f.Path.String())
	}
	return strings.Join(all, " ")
}

// TestAsking is how a clinic with people is asked and answers.
func TestAsking(t *testing.T) {
	h := open(t)
	h.give("may", directory.RoleManager, harbour.Clinic.ID, directory.ID{})
	h.give("bea", directory.RoleOwner, directory.ID{}, harbour.Organization.ID)
	h.known(harbour.Clinic.ID)
	if h.ask(harbour.Clinic.ID) {
		t.Error("a clinic was asked whose facts are new")
	}
	h.now = now.Add(80 * days)
	if !h.ask(harbour.Clinic.ID) || h.ask(harbour.Clinic.ID) {
		t.Error("a clinic was not asked once")
	}
	letter := h.last()
	if letter.Kind != auth.FactsDue || letter.For != 60*days || letter.Place != harbour.Clinic.Name {
		t.Errorf("the letter is %+v", letter)
	}
	link := h.link()
	if got, want := h.mail(), "facts_due ada, facts_due may"; got != want { // the brand's people need not
		t.Errorf("letters %q, want %q", got, want)
	}
	before := h.public(harbour.Clinic.ID)
	for range 2 {
		if asked := h.look(link); askedPaths(asked) != "hours capacity.prp" || asked.Left() != 2 || asked.Public {
			t.Errorf("Look() = %s, %d left", askedPaths(asked), asked.Left())
		}
	}
	if after := h.public(harbour.Clinic.ID); diffNames(t, before, after) != "" {
		t.Error("to look changes something")
	}
	h.now = now.Add(81 * days)
	asking := h.asking()
	wants(t, "Answer(hours, right)", asking.Answer(t.Context(), link, "hours", true), "fine")
	wants(t, "Answer(hours, right) again", asking.Answer(t.Context(), link, "hours", true), "fine")
	wants(t, "Answer(capacity, wrong)", asking.Answer(t.Context(), link, "capacity.prp", false), "fine")
	wants(t, "Answer(capacity, right) after all", asking.Answer(t.Context(), link, "capacity.prp", true), "facts.put_right")
	wants(t, "Answer(what was not asked)", asking.Answer(t.Context(), link, "prices.prp", true), "moderation.no_fact")
	c := h.public(harbour.Clinic.ID).Clinic
	if f := c.Hours.Fact; f.State != directory.OwnerAsserted || f.ObservedAt != directory.At(h.now) || f.Source != "the clinic" {
		t.Errorf("hours that are still right are %+v", f)
	}
	if f := c.Offerings[0].Capacity.Fact; f.Known() {
		t.Errorf("capacity that is no longer right is %+v", f)
	}
	if asked := h.look(link); asked.Left() != 0 {
		t.Errorf("%d facts are left", asked.Left())
	}
	if got, _ := h.record(0); got != "fact.ask, fact.right, fact.wrong" {
		t.Errorf("the record has %s", got)
	}
	h.tx(func(tx moderation.Tx) error {
		_, err := tx.UpdateMemberships(t.Context(), h.account("may"), func(all *[]directory.Membership) error { *all = nil; return nil })
		return err
	})
	_, err := asking.Look(t.Context(), link) // the last letter was May's
	wants(t, "Look() of who has left", err, "facts.over")
	_, err = asking.Look(t.Context(), "x")
	wants(t, "Look(x)", err, "facts.unknown")
	h.now = now.Add(141 * days)
	_, err = asking.Look(t.Context(), link)
	wants(t, "Look() after 61 days", err, "facts.expired")
}

func diffNames(tb testing.TB, a, b directory.Listing) string {
	tb.Helper()
	all, err := moderation.Diff(&a, &b)
	if err != nil {
		tb.Fatal(err)
	}
	return names(all)
}

// TestAsking_public is how a clinic that nobody speaks for is asked, and how its address
// is left alone.
func TestAsking_public(t *testing.T) {
	h := open(t)
	desk := must(directory.ParseEmail("desk@mill.example"))
	_, err := h.store.UpdateListing(t.Context(), mill.Clinic.ID, func(l *directory.Listing) error { l.Clinic.Email = desk; return nil })
	if err != nil {
		t.Fatal(err)
	}
	h.known(mill.Clinic.ID)
	h.now = now.Add(80 * days)
	if asked, err := (&moderation.Asking{Office: h.desk.Office}).AskClinic(t.Context(), mill.Clinic.ID); asked || err != nil {
		t.Errorf("AskClinic() without Public = %v, %v", asked, err)
	}
	if !h.ask(mill.Clinic.ID) {
		t.Fatal("a clinic with a public address was not asked")
	}
	link := h.link()
	if got := h.mail(); got != "facts_due desk" {
		t.Errorf("letters %q", got)
	}
	asking := h.asking()
	wants(t, "Answer(hours, right)", asking.Answer(t.Context(), link, "hours", true), "fine")
	if f := h.public(mill.Clinic.ID).Clinic.Hours.Fact; f.State != directory.OwnerAsserted || f.Source != "the clinic, by its public e-mail address" {
		t.Errorf("hours confirmed at the public address are %+v", f)
	}
	for range 2 {
		wants(t, "Decline()", asking.Decline(t.Context(), link), "fine")
	}
	h.now = now.Add(200 * days)
	if h.ask(mill.Clinic.ID) {
		t.Error("an address that wants no letters was written to")
	}
	h.now = now.Add(100 * days)
	h.give("mia", directory.RoleOwner, mill.Clinic.ID, directory.ID{})
	_, err = asking.Look(t.Context(), link)
	wants(t, "Look() once somebody speaks for the clinic", err, "facts.over")
	h.now = now.Add(200 * days)
	if !h.ask(mill.Clinic.ID) {
		t.Fatal("who speaks for it was not asked")
	}
	link = h.link()
	if got := h.mail(); got != "facts_due mia" {
		t.Errorf("letters %q", got)
	}
	wants(t, "Decline() by its people", asking.Decline(t.Context(), link), "facts.own_letters")
}

// TestAsking_silent: what nobody answers for twice is labelled in the listing, once, and
// to answer takes the label off.
func TestAsking_silent(t *testing.T) {
	h := open(t)
	h.known(harbour.Clinic.ID)
	capacity := func() directory.Fact { return h.public(harbour.Clinic.ID).Clinic.Offerings[0].Capacity.Fact }
	var letters []int
	for d := range 70 {
		h.now = now.Add(time.Duration(d) * days)
		if h.ask(harbour.Clinic.ID) {
			letters = append(letters, d)
		}
		want := moderation.Fresh
		switch {
		case d >= 67: // two weeks after the second letter
			want = moderation.Unanswered
		case d >= 30:
			want = moderation.Stale
		}
		if got := capacity().Freshness(h.now); got != want {
			t.Fatalf("on day %d capacity is %s, want %s", d, got, want)
		}
	}
	if want := []int{23, 53}; !slices.Equal(letters, want) {
		t.Errorf("letters went out on days %d, want %d", letters, want)
	}
	if got, _ := h.record(0); got != "fact.ask, fact.ask, fact.unanswered" {
		t.Errorf("the record has %s", got)
	}
	wants(t, "Answer(capacity, right)", h.asking().Answer(t.Context(), h.link(), "capacity.prp", true), "fine")
	if f := capacity(); f.Unanswered != 0 || f.Freshness(h.now) != moderation.Fresh {
		t.Errorf("capacity that was confirmed is %+v", f)
	}
}

// TestRound asks whoever is due and nobody else, each once, whatever becomes of others.
func TestRound(t *testing.T) {
	h := open(t)
	for _, l := range []directory.Listing{harbour, abbey, mill} {
		h.known(l.Clinic.ID)
	}
	asking := h.asking()
	round := func(day, want int, letters string) {
		t.Helper()
		h.now = now.Add(time.Duration(day) * days)
		if asked, err := asking.Round(t.Context()); asked != want || err != nil {
			t.Errorf("Round() on day %d = %d, %v; want %d", day, asked, err, want)
		}
		if got := h.mail(); got != letters {
			t.Errorf("on day %d letters %q, want %q", day, got, letters)
		}
		if due, err := h.store.Due(t.Context(), directory.At(h.now), 10); len(due) != 0 || err != nil {
			t.Errorf("after Round() on day %d %d clinics are due, %v", day, len(due), err)
		}
	}
	round(22, 0, "")
	round(23, 2, "facts_due ada, facts_due abe") // nobody can be asked of the mill
	round(24, 0, "")
	round(53, 2, "facts_due ada, facts_due abe")
	h.edit("abe", abbey.Clinic.ID, shutMondays)
	round(128, 0, "")
	round(129, 1, "facts_due abe") // Ada is silent twice, Abe has spoken
}

// TestNextAsk is the first moment at which there is something to ask or to label, over
// years of letters that some answer.
func TestNextAsk(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	for range 20 {
		l := known(now)
		var asked []moderation.Question
		var replies []moderation.Reply
		for d := range 600 {
			at := now.Add(time.Duration(d) * days)
			all := moderation.Ask(&l, asked, replies, at)
			marked, labels, err := moderation.Label(&l, asked, replies, at)
			if err != nil {
				t.Fatal(err)
			}
			next := moderation.NextAsk(&l, asked, replies)
			if due, is := next != 0 && next <= directory.At(at), all != nil || len(labels) > 0; due != is {
				t.Fatalf("on day %d NextAsk() = %s, yet to ask: %s, to label: %v", d, next.Time(), paths(all), labels)
			}
			l = marked
			if all == nil {
				continue
			}
			asked = append(asked, moderation.Question{At: directory.At(at), Paths: pathsOf(all)})
			for _, s := range all {
				if r.IntN(3) == 0 {
					reply := moderation.Reply{Path: s.Path, At: directory.At(at), Right: r.IntN(4) > 0}
					replies = append(replies, reply)
					l = must(reply.Apply(&l, "the clinic"))
				}
			}
		}
	}
}

// TestAsking_StillRight is for a clinic's people, and nobody else.
func TestAsking_StillRight(t *testing.T) {
	h := open(t)
	h.known(harbour.Clinic.ID)
	h.now = now.Add(100 * days)
	asking := h.asking()
	wants(t, "StillRight(ada)", asking.StillRight(t.Context(), h.actor("ada"), harbour.Clinic.ID, "hours", true), "fine")
	wants(t, "StillRight(abe)", asking.StillRight(t.Context(), h.actor("abe"), harbour.Clinic.ID, "hours", true), "not_found.clinic")
	wants(t, "StillRight(max)", asking.StillRight(t.Context(), h.actor("max"), harbour.Clinic.ID, "hours", true), "not_found.clinic")
	wants(t, "StillRight(nothing)", asking.StillRight(t.Context(), h.actor("ada"), harbour.Clinic.ID, "name", true), "moderation.no_fact")
	if f := h.public(harbour.Clinic.ID).Clinic.Hours.Fact; f.Freshness(h.now) != moderation.Fresh {
		t.Errorf("hours that are still right are %+v", f)
	}
	wants(t, "StillRight(ada, no)", asking.StillRight(t.Context(), h.actor("ada"), harbour.Clinic.ID, "features.prp.ice_packs", false), "fine")
	if f := h.public(harbour.Clinic.ID).Clinic.Offerings[0].Features[0].Fact; f.State != directory.CheckedAbsent {
		t.Errorf("a feature that is no longer there is %+v", f)
	}
}
