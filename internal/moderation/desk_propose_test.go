package moderation_test

import (
	"strings"
	"sync"
	"testing"

	"rootline/internal/directory"
	"rootline/internal/moderation"
)

// proposal is a clinic that the directory does not have, as a door passes it.
func proposal(changes ...func(*moderation.Proposal)) moderation.Proposal {
	p := moderation.Proposal{
		Name: " Çınar Saç Kliniği ", Services: []directory.Service{directory.PRP, directory.SMP},
		Address: harbour.Clinic.Address, URL: must(directory.ParseURL("https://cinar.example/")),
		Phone: must(directory.ParsePhone("+44 20 7946 0777", directory.Country{})),
	}
	p.Address.City = "London"
	for _, change := range changes {
		change(&p)
	}
	return p
}

// propose has somebody propose a clinic.
func (h *house) propose(name string, changes ...func(*moderation.Proposal)) moderation.Proposed {
	h.Helper()
	out, err := h.desk.Propose(h.Context(), h.actor(name), proposal(changes...))
	if err != nil {
		h.Fatalf("Propose(%s) = %v", name, err)
	}
	return out
}

// TestDesk_Propose: a proposal waits in the queue as a listing of its own, and the record
// says whose it is.
func TestDesk_Propose(t *testing.T) {
	h := open(t)
	out := h.propose("pia")
	l := h.public(out.Clinic)
	if l.State.Value != directory.Submitted || l.Clinic.Name != "Çınar Saç Kliniği" || l.Clinic.Slug.String() != "cinar-sac-klinigi-london" {
		t.Errorf("Propose() made %s %q, %s", l.State.Value, l.Clinic.Name, l.Clinic.Slug)
	}
	if o := l.Organization; o.Name != l.Clinic.Name || o.EntryType != directory.EntryClinic || o.Slug.String() != "cinar-sac-klinigi" {
		t.Errorf("Propose() made the organization %+v", o)
	}
	if f := l.Clinic.Address.Fact; f.State != directory.NotChecked || f.Source != "a proposal" || f.ObservedAt != directory.At(h.now) {
		t.Errorf("its address is %+v; want it not checked, of a proposal", f)
	}
	if !l.Clinic.Tandem() || !out.Claim.IsZero() || out.Alike != nil {
		t.Errorf("Propose() = %+v with %+v", out, l.Clinic.Offerings)
	}
	if what, _ := h.record(0); what != "listing.propose" {
		t.Errorf("the record has %s", what)
	}
	c, err := h.queue.Item(t.Context(), h.actor("zoe"), moderation.ItemProposal, out.Clinic)
	if err != nil || c.Author != h.account("pia") || c.Names[c.Author] != "PIA" {
		t.Errorf("Item(proposal) = author %s, %v; want Pia", c.Names[c.Author], err)
	}
	row, err := h.queue.Items(t.Context(), h.actor("zoe"), moderation.QueueFilter{}, 1, 9)
	if err != nil || len(row.Sketches) != 1 || row.Names[row.Sketches[0].By] != "PIA" {
		t.Errorf("Items() = %+v of %v, %v; want Pia's", row.Sketches, row.Names, err)
	}
	if mine, err := h.desk.Proposed(t.Context(), h.actor("pia")); err != nil || len(mine) != 1 || mine[0].Clinic.ID != out.Clinic {
		t.Errorf("Proposed(pia) = %d, %v; want the one", len(mine), err)
	}
	if none, err := h.desk.Proposed(t.Context(), h.actor("ada")); err != nil || none != nil {
		t.Errorf("Proposed(ada) = %d, %v; want none", len(none), err)
	}
}

// TestDesk_Propose_decided: whoever has proposed a clinic is told what becomes of it, and
// does not decide it.
func TestDesk_Propose_decided(t *testing.T) {
	for _, tt := range []struct {
		to     directory.ListingState
		reason moderation.Reason
		letter string
		path   string
	}{
		{directory.Published, "", "listing_published", "/clinics/cinar-sac-klinigi-london"},
		{directory.Rejected, moderation.OutOfScope, "listing_rejected", "/propose"},
	} {
		h := open(t)
		out := h.propose("zoe")
		s := moderation.Sentence{Seen: directory.Submitted, To: tt.to, Reason: tt.reason}
		_, err := h.queue.SetState(t.Context(), h.actor("zoe"), out.Clinic, s)
		wants(t, "SetState(of whoever proposed it)", err, "moderation.own")
		if _, err := h.queue.SetState(t.Context(), h.actor("max"), out.Clinic, s); err != nil {
			t.Fatalf("SetState(%s) = %v", tt.to, err)
		}
		if l := h.last(); l.Path != tt.path || l.Place != "Çınar Saç Kliniği" || l.Reason != string(tt.reason) {
			t.Errorf("SetState(%s) wrote %+v", tt.to, l)
		}
		if got := h.mail(); got != tt.letter+" zoe" {
			t.Errorf("SetState(%s) wrote %s", tt.to, got)
		}
	}
}

// TestDesk_Propose_mine: whoever proposes their own clinic claims it before it is
// published, and is told once.
func TestDesk_Propose_mine(t *testing.T) {
	h := open(t)
	mine := func(p *moderation.Proposal) { p.Mine = true }
	out := h.propose("pia", mine)
	c, err := h.claims.Claim(t.Context(), h.actor("pia"), out.Claim)
	if err != nil || c.ClinicID != out.Clinic || c.State != moderation.ClaimStarted {
		t.Fatalf("Claim() = %+v, %v; want it begun", c, err)
	}
	if what, _ := h.record(0); what != "listing.propose, claim.start" {
		t.Errorf("the record has %s", what)
	}
	_, err = h.claims.Start(t.Context(), h.actor("abe"), out.Clinic, nowhere)
	wants(t, "Start(somebody else, unpublished)", err, "not_found.clinic")
	if _, err = h.claims.Document(t.Context(), h.actor("pia"), c.ID, nowhere, id(77), "The lease."); err == nil {
		c, err = h.claims.Submit(t.Context(), h.actor("pia"), c.ID)
	}
	if err == nil {
		err = h.decideClaim("zoe", c, true, "")
	}
	if err != nil {
		t.Fatalf("a claim of what is not published = %v", err)
	}
	own, err := h.desk.Listing(t.Context(), h.actor("pia"), out.Clinic)
	if err != nil || own.Who != moderation.ClinicOwner {
		t.Errorf("Listing() = %s, %v; want an owner", own.Who, err)
	}
	h.mail()
	_, err = h.queue.SetState(t.Context(), h.actor("zoe"), out.Clinic, moderation.Sentence{Seen: directory.Submitted, To: directory.Published})
	if got := h.mail(); err != nil || got != "listing_published pia" {
		t.Errorf("SetState(published) = %v, and wrote %s", err, got)
	}
	branch := h.propose("ada", mine, func(p *moderation.Proposal) {
		p.Name, p.Another, p.Brand = "Second Harbour", true, harbour.Organization.Slug
	})
	if l := h.public(branch.Clinic); l.Organization != harbour.Organization || branch.Claim.IsZero() {
		t.Errorf("a branch is of %s, with the claim %s", l.Organization.Slug, branch.Claim)
	}
	h.give("bea", directory.RoleOwner, directory.ID{}, harbour.Organization.ID)
	if branch := h.propose("bea", mine, func(p *moderation.Proposal) {
		p.Name, p.Another, p.Brand = "Third Harbour", true, harbour.Organization.Slug
	}); !branch.Claim.IsZero() {
		t.Error("whoever owns the brand claims its branch")
	}
}

// TestDesk_Propose_alike: what is there already is shown before it is there twice.
func TestDesk_Propose_alike(t *testing.T) {
	h := open(t)
	for _, tt := range []struct {
		name    string
		change  func(*moderation.Proposal)
		because string
	}{
		{"a phone", func(p *moderation.Proposal) { p.Phone = harbour.Clinic.Phones[0].Number }, "phone"},
		{"a site", func(p *moderation.Proposal) { p.URL = must(directory.ParseURL("https://www.brand-1.example/hair")) }, "site"},
		{"a site in plain", func(p *moderation.Proposal) { p.URL = must(directory.ParseURL("http://brand-1.example")) }, "site"},
	} {
		out, err := h.desk.Propose(t.Context(), h.actor("pia"), proposal(tt.change))
		wants(t, "Propose("+tt.name+")", err, "moderation.propose.alike")
		if len(out.Alike) == 0 || !out.Clinic.IsZero() || string(out.Alike[0].Because[0]) != tt.because {
			t.Errorf("Propose(%s) = %+v, want what has the same %s", tt.name, out, tt.because)
		}
	}
	first := h.propose("pia")
	_, err := h.desk.Propose(t.Context(), h.actor("pia"), proposal(func(p *moderation.Proposal) { p.Another = true }))
	wants(t, "Propose(the same again)", err, "moderation.propose.again")
	renamed := func(p *moderation.Proposal) {
		p.Name, p.Phone, p.URL = "ÇINAR saç kliniği", must(directory.ParsePhone("+44 20 7946 0888", directory.Country{})), directory.URL{}
	}
	out, err := h.desk.Propose(t.Context(), h.actor("abe"), proposal(renamed))
	if wants(t, "Propose(a name)", err, "moderation.propose.alike"); len(out.Alike) != 1 || out.Alike[0].Listing.Clinic.ID != first.Clinic || out.Alike[0].Because[0] != moderation.SameName {
		t.Errorf("Propose(a name) = %+v", out)
	}
	if got := h.propose("abe", renamed, func(p *moderation.Proposal) { p.Another = true }); h.public(got.Clinic).Clinic.Slug.String() != "cinar-sac-klinigi-london-2" {
		t.Errorf("the namesake is %s", h.public(got.Clinic).Clinic.Slug)
	}
}

// TestDesk_Propose_refused: what nobody can look for is refused by field, and nobody
// fills the queue.
func TestDesk_Propose_refused(t *testing.T) {
	h := open(t)
	for _, tt := range []struct {
		name   string
		change func(*moderation.Proposal)
		want   string
	}{
		{"nothing", func(p *moderation.Proposal) { *p = moderation.Proposal{} }, "moderation.propose.city city"},
		{"no name", func(p *moderation.Proposal) { p.Name = " " }, "moderation.propose.name name"},
		{"no service", func(p *moderation.Proposal) { p.Services = nil }, "moderation.propose.services services"},
		{"no contact", func(p *moderation.Proposal) { p.Phone, p.URL = directory.Phone{}, directory.URL{} }, "moderation.propose.contact phone"},
		{"a long name", func(p *moderation.Proposal) { p.Name = strings.Repeat("a", 201) }, "invalid.too_long name"},
		{"no such brand", func(p *moderation.Proposal) { p.Brand = must(directory.ParseSlug("nobody")) }, "not_found.organization"},
	} {
		_, err := h.desk.Propose(t.Context(), h.actor("pia"), proposal(tt.change))
		if got := said(err); !strings.HasPrefix(got, tt.want) && tt.name != "nothing" {
			t.Errorf("Propose(%s) = %s, want %s", tt.name, got, tt.want)
		} else if err == nil {
			t.Errorf("Propose(%s) = fine", tt.name)
		}
	}
	_, err := h.desk.Propose(t.Context(), directory.Actor{}, proposal())
	wants(t, "Propose(a visitor)", err, "auth.sign_in")
	_, err = h.desk.Proposed(t.Context(), directory.Actor{})
	wants(t, "Proposed(a visitor)", err, "auth.sign_in")
	for _, name := range []string{"One", "Two", "Three", "Four", "Five"} {
		h.propose("pia", func(p *moderation.Proposal) { p.Name, p.Another = name, true })
	}
	_, err = h.desk.Propose(t.Context(), h.actor("pia"), proposal())
	wants(t, "Propose(a sixth)", err, "moderation.propose.most")
}

// TestDesk_Propose_atOnce: of many who propose one clinic at once, one is heard.
func TestDesk_Propose_atOnce(t *testing.T) {
	h := open(t)
	people := []string{"pia", "quinn", "ray", "sam", "tea", "uma", "vic", "wes"}
	for _, name := range people {
		h.account(name)
	}
	var all sync.WaitGroup
	var mu sync.Mutex
	heard := map[string]int{}
	for i := range 4 * len(people) {
		actor := h.actor(people[i%len(people)])
		all.Go(func() {
			_, err := h.desk.Propose(h.Context(), actor, proposal())
			mu.Lock()
			defer mu.Unlock()
			heard[said(err)]++
		})
	}
	all.Wait()
	if heard["fine"] != 1 || heard["moderation.propose.alike"]+heard["moderation.propose.again"] != 4*len(people)-1 {
		t.Errorf("of %d at once = %v; want one fine", 4*len(people), heard)
	}
}
