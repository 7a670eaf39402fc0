package moderation_test

import (
	"strings"
	"sync"
	"testing"

	"rootline/internal/auth"
	"rootline/internal/directory"
	"rootline/internal/moderation"
)

// nowhere is no clinic and no brand.
var nowhere directory.ID

// claim has somebody claim a clinic, with a document as evidence.
func (h *house) claim(name string, clinic, brand directory.ID) moderation.Claim {
	h.Helper()
	c, err := h.claims.Start(h.Context(), h.actor(name), clinic, brand)
	if err == nil {
		_, err = h.claims.Document(h.Context(), h.actor(name), c.ID, nowhere, id(77), "The lease.")
	}
	if err == nil {
		c, err = h.claims.Submit(h.Context(), h.actor(name), c.ID)
	}
	if err != nil {
		h.Fatalf("the claim of %s = %v", name, err)
	}
	return c
}

// kept is a claim as it is kept.
func (h *house) kept(id directory.ID) moderation.Claim {
	h.Helper()
	c, err := h.store.Claim(h.Context(), id)
	if err != nil {
		h.Fatalf("Claim(%s) = %v", id, err)
	}
	return c
}

func (h *house) decideClaim(name string, c moderation.Claim, grant bool, reason moderation.Reason) error {
	h.Helper()
	_, err := h.claims.Decide(h.Context(), h.actor(name), c.ID, grant, reason, "")
	return err
}

// TestClaims_mailCode: a code at the clinic's domain, and a moderator, make an owner.
func TestClaims_mailCode(t *testing.T) {
	h := open(t)
	cleo, from := h.actor("cleo"), auth.From{}
	c, err := h.claims.Start(t.Context(), cleo, mill.Clinic.ID, nowhere)
	if err != nil || c.State != moderation.ClaimStarted {
		t.Fatalf("Start() = %+v, %v", c, err)
	}
	if again, err := h.claims.Start(t.Context(), cleo, mill.Clinic.ID, nowhere); err != nil || again.ID != c.ID {
		t.Errorf("Start(again) = %s, %v; want %s", again.ID, err, c.ID)
	}
	_, err = h.claims.Submit(t.Context(), cleo, c.ID)
	wants(t, "Submit(nothing shown)", err, "moderation.claim.evidence")
	for address, want := range map[string]string{
		"me@elsewhere.example": "moderation.domain.elsewhere email", "me@gmail.com": "moderation.domain.shared email",
	} {
		_, err = h.claims.MailCode(t.Context(), from, cleo, c.ID, nowhere, must(directory.ParseEmail(address)))
		wants(t, "MailCode("+address+")", err, want)
	}
	if from.Browser, err = h.claims.MailCode(t.Context(), from, cleo, c.ID, nowhere, must(directory.ParseEmail("desk@brand-1.example"))); err != nil {
		t.Fatalf("MailCode() = %v", err)
	}
	l := h.last()
	if l.Place != mill.Clinic.Name || l.By != "CLEO" || l.For <= 0 || l.Person != cleo.Account {
		t.Errorf("MailCode() wrote %+v", l)
	}
	if got := h.mail(); got != "claim_code desk" {
		t.Errorf("MailCode() wrote %s", got)
	}
	wrong := "000000"
	if l.Code == wrong {
		wrong = "000001"
	}
	for _, tt := range []struct{ name, browser, code, want string }{
		{"no browser", "", l.Code, "auth.code_browser code"},
		{"a wrong code", from.Browser, wrong, "auth.code_wrong code"},
		{"no code", from.Browser, "x", "auth.code_digits code"},
		{"the code", from.Browser, l.Code, "fine"},
		{"the code again", from.Browser, l.Code, "auth.code_used code"},
	} {
		_, err := h.claims.ShowMailCode(t.Context(), auth.From{Browser: tt.browser}, cleo, c.ID, nowhere, tt.code)
		wants(t, "ShowMailCode("+tt.name+")", err, tt.want)
	}
	if c, err = h.claims.Submit(t.Context(), cleo, c.ID); err != nil || c.State != moderation.ClaimPending || c.Evidence[0].Domain != "brand-1.example" {
		t.Fatalf("Submit() = %+v, %v", c, err)
	}
	if _, err := h.claims.Claim(t.Context(), h.actor("dan"), c.ID); said(err) != "moderation.claim.none" {
		t.Errorf("Claim(another's) = %v", err)
	}
	wants(t, "Decide()", h.decideClaim("zoe", c, true, ""), "fine")
	if got := h.places("cleo"); got != "owner of mill" {
		t.Errorf("Cleo is %q", got)
	}
	if got := h.mail(); got != "claim_granted cleo" {
		t.Errorf("Decide() wrote %s", got)
	}
	if got := told(h.decideClaim("max", c, false, moderation.NotTheirs)); got != "moderation.decided ZOE" {
		t.Errorf("Decide(after Zoe) = %s", got)
	}
	_, err = h.claims.Start(t.Context(), h.actor("cleo"), mill.Clinic.ID, nowhere)
	wants(t, "Start(her own)", err, "moderation.claim.yours")
	if what, _ := h.record(0); what != "claim.start, claim.show, claim.submit, claim.grant, role.grant" {
		t.Errorf("the record has %s", what)
	}
}

// TestClaims_codeOfAnother: a code for one claim is nothing to another, and three letters
// a day to one address is all.
func TestClaims_codeOfAnother(t *testing.T) {
	h := open(t)
	cleo := h.actor("cleo")
	first := must(h.claims.Start(t.Context(), cleo, mill.Clinic.ID, nowhere))
	second := must(h.claims.Start(t.Context(), cleo, nowhere, harbour.Organization.ID))
	to := must(directory.ParseEmail("desk@brand-1.example"))
	browser := must(h.claims.MailCode(t.Context(), auth.From{}, cleo, first.ID, nowhere, to))
	_, err := h.claims.ShowMailCode(t.Context(), auth.From{Browser: browser}, cleo, second.ID, nowhere, h.last().Code)
	wants(t, "ShowMailCode(another claim)", err, "auth.code_browser code")
	for n := range 4 {
		h.claims.Throttle = auth.NewThrottle()
		must(h.claims.MailCode(t.Context(), auth.From{}, cleo, first.ID, nowhere, to))
		if l := h.last(); l.Silent != (n >= 2) {
			t.Errorf("letter %d is silent: %t", n+2, l.Silent)
		}
	}
	_, err = h.claims.ShowMailCode(t.Context(), auth.From{Browser: browser}, cleo, first.ID, nowhere, "000000")
	wants(t, "ShowMailCode(replaced)", err, "auth.code_replaced code")
}

// TestClaims_pageAndCall: a code on the site, or told to a moderator by phone, goes for
// what it was shown for.
func TestClaims_pageAndCall(t *testing.T) {
	h := open(t)
	cleo := h.actor("cleo")
	c := must(h.claims.Start(t.Context(), cleo, mill.Clinic.ID, nowhere))
	page := func(s string) directory.URL { return must(directory.ParseURL(s)) }
	for _, tt := range []struct {
		page  string
		found bool
		want  string
	}{
		{"https://elsewhere.example/", true, "moderation.domain.elsewhere url"},
		{"https://brand-1.example/?q=" + c.PageCode(), true, "moderation.claim.echo url"},
		{"https://brand-1.example/" + c.PageCode(), true, "moderation.claim.echo url"},
		{"https://brand-1.example/contact", false, "moderation.claim.not_there url"},
		{"https://brand-1.example/contact", true, "fine"},
	} {
		_, err := h.claims.OnPage(t.Context(), cleo, c.ID, nowhere, page(tt.page), tt.found)
		wants(t, "OnPage("+tt.page+")", err, tt.want)
	}
	phone := mill.Clinic.Phones[0].Number
	other := must(directory.ParsePhone("+44 20 7946 0961", directory.Country{}))
	for _, tt := range []struct {
		name  string
		phone directory.Phone
		code  string
		want  string
	}{
		{"another number", other, c.CallCode, "moderation.claim.phone phone"},
		{"another code", phone, "x", "moderation.claim.code code"},
		{"the code", phone, c.CallCode[:3] + " " + c.CallCode[3:], "fine"},
	} {
		_, err := h.claims.Called(t.Context(), h.actor("zoe"), c.ID, nowhere, tt.phone, tt.code)
		wants(t, "Called("+tt.name+")", err, tt.want)
	}
	if got := h.kept(c.ID).Evidence; len(got) != 2 || got[1].Phone != phone {
		t.Errorf("the evidence is %+v", got)
	}
	_, err := h.claims.Called(t.Context(), h.actor("zoe"), c.ID, harbour.Clinic.ID, phone, c.CallCode)
	wants(t, "Called(for another clinic)", err, "not_found.clinic")
}

// TestClaims_askCall: who can show nothing else asks to be called, and has nothing before
// they were.
func TestClaims_askCall(t *testing.T) {
	h := open(t)
	cleo := h.actor("cleo")
	c := must(h.claims.Start(t.Context(), cleo, mill.Clinic.ID, nowhere))
	phone := mill.Clinic.Phones[0].Number
	_, err := h.claims.AskCall(t.Context(), cleo, c.ID, nowhere, must(directory.ParsePhone("+44 20 7946 0961", directory.Country{})))
	wants(t, "AskCall(another number)", err, "moderation.claim.phone phone")
	_, err = h.claims.AskCall(t.Context(), cleo, c.ID, nowhere, phone)
	wants(t, "AskCall()", err, "fine")
	c, err = h.claims.Submit(t.Context(), cleo, c.ID)
	if err != nil || c.Call.Phone != phone || c.Call.ClinicID != mill.Clinic.ID {
		t.Fatalf("Submit() = %+v, %v", c, err)
	}
	wants(t, "Decide(not called)", h.decideClaim("zoe", c, true, ""), "moderation.claim.not_called")
	_, err = h.claims.Called(t.Context(), h.actor("zoe"), c.ID, nowhere, phone, c.CallCode)
	wants(t, "Called()", err, "fine")
	wants(t, "Decide()", h.decideClaim("zoe", c, true, ""), "fine")
	_, err = h.claims.AskCall(t.Context(), cleo, c.ID, nowhere, phone)
	wants(t, "AskCall(granted)", err, "moderation.decided")
}

// TestClaims_contest: whoever holds a clinic has seven days to answer, an admin decides,
// and the loser is out at once.
func TestClaims_contest(t *testing.T) {
	h := open(t)
	h.give("bob", directory.RoleManager, harbour.Clinic.ID, nowhere)
	c := h.claim("cleo", harbour.Clinic.ID, nowhere)
	if got := h.mail(); got != "claim_contested ada" || c.State != moderation.ClaimContested {
		t.Errorf("Submit() is %s and wrote %q", c.State, got)
	}
	late := h.claim("dan", harbour.Clinic.ID, nowhere)
	h.mail()
	seen, err := h.claims.Claim(t.Context(), h.actor("ada"), c.ID)
	if err != nil || seen.Evidence != nil {
		t.Errorf("Claim(the holder) = %+v, %v; want it without its evidence", seen.Evidence, err)
	}
	if len(c.CallCode) != 6 || seen.CallCode != "" {
		t.Errorf("the code for a call is %q, and %q to the holder; want six digits that the claimant alone is shown", c.CallCode, seen.CallCode)
	}
	wants(t, "Answer(a manager)", h.claims.Answer(t.Context(), h.actor("bob"), c.ID, false, "No."), "moderation.claim.none")
	wants(t, "Decide(too early)", h.decideClaim("root", c, true, ""), "moderation.claim.wait")
	wants(t, "Answer()", h.claims.Answer(t.Context(), h.actor("ada"), c.ID, false, "I run it."), "fine")
	wants(t, "Answer(the other)", h.claims.Answer(t.Context(), h.actor("ada"), late.ID, false, "I run it."), "fine")
	wants(t, "Decide(a moderator)", h.decideClaim("zoe", c, true, ""), "moderation.claim.admin")
	h.signIn("ada")
	h.signIn("bob")
	_, link, err := auth.NewSecret(auth.ForLink, seeded(t))
	if err != nil {
		t.Fatal(err)
	}
	h.tx(func(tx moderation.Tx) error {
		return tx.AddSecret(t.Context(), auth.Secret{
			ID: id(88), Kind: auth.Invite, Digest: link, Email: must(directory.ParseEmail("eve@people.example")), By: h.account("ada"),
			Invitation: directory.Membership{Role: directory.RoleManager, ClinicID: harbour.Clinic.ID},
			CreatedAt:  directory.At(now), ExpiresAt: directory.At(now.AddDate(0, 0, 7)),
		})
	})
	wants(t, "Decide(an admin)", h.decideClaim("root", c, true, ""), "fine")
	for name, want := range map[string]string{"cleo": "owner of harbour", "ada": "", "bob": ""} {
		if got := h.places(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	for _, name := range []string{"ada", "bob"} {
		if open, err := h.store.Sessions(t.Context(), h.account(name)); err != nil || len(open) != 0 {
			t.Errorf("%s has %d sessions, %v", name, len(open), err)
		}
	}
	if open, err := h.store.Invitations(t.Context(), harbour.Clinic.ID); err != nil || len(open) != 0 {
		t.Errorf("what the loser offered is open still: %+v, %v", open, err)
	}
	got := h.mail()
	for _, want := range []string{"claim_lost ada", "claim_lost bob", "claim_granted cleo", "claim_waits dan", "claim_contested cleo"} {
		if strings.Count(got, want) != 1 {
			t.Errorf("Decide() wrote %s, want one %s", got, want)
		}
	}
	wants(t, "Decide(the other, on the old answer)", h.decideClaim("root", late, true, ""), "moderation.claim.wait")
	_, err = h.desk.Edit(t.Context(), h.actor("ada"), harbour.Clinic.ID, harbour, changed(harbour, shutMondays))
	wants(t, "Edit(the loser)", err, "not_found.clinic")
}

// signIn begins a session for somebody.
func (h *house) signIn(name string) {
	h.Helper()
	h.account(name)
	h.tx(func(tx moderation.Tx) error {
		_, err := auth.Begin(h.Context(), tx, h.persons[name], auth.From{Label: "Firefox"}, auth.ShownStrong, h.now, seeded(h))
		return err
	})
}

// TestClaims_twoAtOnce: of two claims that are granted at once one wins, and the other
// waits for whoever won.
func TestClaims_twoAtOnce(t *testing.T) {
	for range assure(5, 50) {
		h := open(t)
		all := []moderation.Claim{h.claim("cleo", mill.Clinic.ID, nowhere), h.claim("dan", mill.Clinic.ID, nowhere)}
		h.mail()
		zoe := h.actor("zoe")
		errs := make([]error, 20)
		var wg sync.WaitGroup
		for i := range errs {
			wg.Go(func() { _, errs[i] = h.claims.Decide(t.Context(), zoe, all[i%2].ID, true, "", "") })
		}
		wg.Wait()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
			}
		}
		owners := h.places("cleo") + h.places("dan")
		if won != 1 || owners != "owner of mill" {
			t.Fatalf("%d of 20 decisions granted, and there is %q", won, owners)
		}
		if got := h.mail(); strings.Count(got, "claim_granted") != 1 || strings.Count(got, "claim_waits") != 1 {
			t.Fatalf("20 decisions wrote %s", got)
		}
	}
}

// TestClaims_appeal: a denial has a reason, and can be appealed once.
func TestClaims_appeal(t *testing.T) {
	h := open(t)
	c := h.claim("cleo", mill.Clinic.ID, nowhere)
	wants(t, "Decide(no reason)", h.decideClaim("zoe", c, false, ""), "moderation.reason_needed reason")
	wants(t, "Decide(deny)", h.decideClaim("zoe", c, false, moderation.NotTheirs), "fine")
	_, err := h.claims.AppealFor(t.Context(), h.actor("dan"), c.ID, "why")
	wants(t, "AppealFor(another's)", err, "moderation.claim.none")
	_, err = h.claims.AppealFor(t.Context(), h.actor("cleo"), c.ID, "I have the lease.")
	wants(t, "AppealFor()", err, "fine")
	wants(t, "Decide(the appeal)", h.decideClaim("max", c, false, moderation.NotTheirs), "fine")
	if got := h.mail(); got != "claim_denied cleo, claim_final cleo" {
		t.Errorf("the denials wrote %s", got)
	}
	_, err = h.claims.AppealFor(t.Context(), h.actor("cleo"), c.ID, "Again.")
	wants(t, "AppealFor(again)", err, "moderation.claim.appealed")
	other := h.claim("dan", mill.Clinic.ID, nowhere)
	_, err = h.claims.Withdraw(t.Context(), h.actor("dan"), other.ID)
	wants(t, "Withdraw()", err, "fine")
	if mine, err := h.claims.Mine(t.Context(), h.actor("dan")); err != nil || len(mine) != 1 || mine[0].State != moderation.ClaimWithdrawn {
		t.Errorf("Mine() = %+v, %v", mine, err)
	}
}

// TestClaims_brand: a brand's code goes for the branches on its domain, and not for one
// that somebody holds.
func TestClaims_brand(t *testing.T) {
	h := open(t)
	cleo := h.actor("cleo")
	c := must(h.claims.Start(t.Context(), cleo, nowhere, harbour.Organization.ID))
	browser := must(h.claims.MailCode(t.Context(), auth.From{}, cleo, c.ID, nowhere, must(directory.ParseEmail("ceo@brand-1.example"))))
	c = must(h.claims.ShowMailCode(t.Context(), auth.From{Browser: browser}, cleo, c.ID, nowhere, h.last().Code))
	standings := map[directory.ID]moderation.Standing{}
	for _, b := range c.Branches {
		standings[b.ClinicID] = b.Standing
	}
	if standings[harbour.Clinic.ID] != moderation.HeldApart || standings[mill.Clinic.ID] != moderation.Together {
		t.Errorf("the branches stand %v", standings)
	}
	must(h.claims.Submit(t.Context(), cleo, c.ID))
	h.drop("ada") // meanwhile
	wants(t, "Decide(other branches)", h.decideClaim("zoe", c, true, ""), "moderation.edited")
	wants(t, "Decide()", h.decideClaim("zoe", c, true, ""), "fine")
	if got := h.places("cleo"); got != "owner of mill" {
		t.Errorf("Cleo is %q, want what was shown alone", got)
	}
	none := h.claim("dan", nowhere, abbey.Organization.ID)
	wants(t, "Decide(nothing for any branch)", h.decideClaim("zoe", none, true, ""), "moderation.claim.nothing")
	_, err := h.claims.Start(t.Context(), cleo, nowhere, nowhere)
	wants(t, "Start(nothing)", err, "moderation.claim.either")
}

// TestClaims_wholeBrand: whoever has shown something for every branch has the brand, and
// who claims one of its clinics waits for them.
func TestClaims_wholeBrand(t *testing.T) {
	h := open(t)
	h.drop("ada")
	dan := h.claim("dan", mill.Clinic.ID, nowhere)
	cleo := h.actor("cleo")
	c := must(h.claims.Start(t.Context(), cleo, nowhere, harbour.Organization.ID))
	_, err := h.claims.Document(t.Context(), cleo, c.ID, abbey.Clinic.ID, id(77), "")
	wants(t, "Document(no branch of it)", err, "not_found.clinic")
	for _, clinic := range []directory.ID{harbour.Clinic.ID, mill.Clinic.ID} {
		must(h.claims.Document(t.Context(), cleo, c.ID, clinic, id(77), "The lease."))
	}
	must(h.claims.Submit(t.Context(), cleo, c.ID))
	items, err := h.queue.Items(t.Context(), h.actor("zoe"), moderation.QueueFilter{Kind: moderation.ItemClaim}, 1, 20)
	if err != nil || items.Total != 2 {
		t.Errorf("Items(claims) = %+v, %v", items, err)
	}
	seen, err := h.queue.Item(t.Context(), h.actor("zoe"), moderation.ItemClaim, c.ID)
	if err != nil || seen.Claim.ID != c.ID || seen.Author != cleo.Account || seen.Is.Number != 0 {
		t.Errorf("Item(claim) = %+v, %v", seen, err)
	}
	h.mail()
	wants(t, "Decide()", h.decideClaim("zoe", c, true, ""), "fine")
	if got := h.places("cleo"); got != "owner of harbour's brand" {
		t.Errorf("Cleo is %q", got)
	}
	if got := h.mail(); got != "claim_waits dan, claim_contested cleo, claim_granted cleo" {
		t.Errorf("Decide() wrote %s", got)
	}
	if got := h.kept(dan.ID); got.State != moderation.ClaimContested {
		t.Errorf("the claim of one clinic is %s", got.State)
	}
}

// TestClaims_overtaken: a claim is not granted over the head of somebody who has become
// the owner since it was made.
func TestClaims_overtaken(t *testing.T) {
	h := open(t)
	c := h.claim("cleo", mill.Clinic.ID, nowhere)
	h.give("eve", directory.RoleOwner, mill.Clinic.ID, nowhere)
	wants(t, "Decide()", h.decideClaim("zoe", c, true, ""), "moderation.claim.wait")
	if got := h.mail(); got != "claim_waits cleo, claim_contested eve" || h.places("cleo") != "" {
		t.Errorf("Decide() wrote %s, and Cleo is %q", got, h.places("cleo"))
	}
	if got := h.kept(c.ID); got.State != moderation.ClaimContested {
		t.Errorf("the claim is %s, want it to be saved that it waits", got.State)
	}
	seen, err := h.queue.Item(t.Context(), h.actor("root"), moderation.ItemContest, c.ID)
	if err != nil || len(seen.Holders) != 1 || seen.Names[h.account("eve")] != "EVE" {
		t.Errorf("Item(contest) = %+v, %v", seen.Holders, err)
	}
}

// drop takes all roles from somebody, past all desks.
func (h *house) drop(name string) {
	h.Helper()
	h.tx(func(tx moderation.Tx) error {
		_, err := tx.UpdateMemberships(h.Context(), h.account(name), func(all *[]directory.Membership) error { *all = nil; return nil })
		return err
	})
}
