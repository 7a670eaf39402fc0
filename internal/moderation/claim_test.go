package moderation_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"rootline/internal/directory"
	"rootline/internal/moderation"
	"rootline/internal/store/storetest"
)

var mailed = moderation.Evidence{Kind: moderation.CodeByMail, Domain: "harbour.example"}

// claim is Ada's, of clinic 1, with something to show.
func claim() *moderation.Claim {
	return &moderation.Claim{ID: id(900), ClinicID: id(1), By: ada, At: directory.At(now), State: moderation.ClaimStarted, Evidence: []moderation.Evidence{mailed}}
}

func yes(by moderation.Person) moderation.Decision { return moderation.Decision{By: by} }

func no(by moderation.Person) moderation.Decision {
	return moderation.Decision{By: by, Reason: moderation.NotTheirs}
}

func TestClaimState(t *testing.T) {
	states := []moderation.ClaimState{"started", "pending", "contested", "granted", "denied", "appealed", "final", "withdrawn"}
	want := map[moderation.ClaimState]string{ //nolint:exhaustive // the others lead nowhere
		"started": "pending contested withdrawn", "pending": "contested granted denied withdrawn",
		"contested": "pending contested granted denied appealed final withdrawn", "denied": "appealed",
		"appealed": "contested granted final withdrawn",
	}
	for _, from := range states {
		var got []string
		for _, to := range states {
			if from.May(to) {
				got = append(got, string(to))
			}
		}
		if strings.Join(got, " ") != want[from] {
			t.Errorf("from %s to %v, want %q", from, got, want[from])
		}
		if open := strings.Contains(want[from], "withdrawn"); from.Open() != open {
			t.Errorf("%s.Open() = %t", from, from.Open())
		}
	}
}

func TestClaim_granted(t *testing.T) {
	c := claim()
	c.Evidence = nil
	wants(t, "Submit(nothing)", c.Submit(false, now), "moderation.claim.evidence")
	wants(t, "Decide(what nobody has submitted)", c.Decide(true, true, yes(zoe), now), "moderation.moved_on")
	wants(t, "Show()", c.Show(mailed), "fine")
	wants(t, "Show(a long note)", c.Show(moderation.Evidence{Note: strings.Repeat("x", 2001)}), "invalid.too_long text")
	wants(t, "Submit()", c.Submit(false, now), "fine")
	wants(t, "Submit(again)", c.Submit(false, now), "moderation.moved_on")
	wants(t, "Decide(oneself)", c.Decide(true, true, yes(moderation.Person{ID: ada}), now), "moderation.own")
	wants(t, "Decide(grant for a reason)", c.Decide(true, false, no(zoe), now), "moderation.reason_idle reason")
	if c.Roles(now) != nil {
		t.Errorf("a claim that waits gives %+v", c.Roles(now))
	}
	wants(t, "Decide(grant)", c.Decide(true, false, yes(zoe), now), "fine")
	wants(t, "Decide(second)", c.Decide(false, true, no(yan), now), "moderation.decided")
	wants(t, "Show(granted)", c.Show(mailed), "moderation.decided")
	wants(t, "Withdraw(granted)", c.Withdraw(ada), "moderation.decided")
	want := []directory.Membership{{AccountID: ada, Role: directory.RoleOwner, ClinicID: id(1), Since: directory.At(now)}}
	if got := c.Roles(now); !reflect.DeepEqual(got, want) {
		t.Errorf("Roles() = %+v, want %+v", got, want)
	}
}

// TestClaim_contested lets the holder have their seven days, to the millisecond.
func TestClaim_contested(t *testing.T) {
	c := claim()
	wants(t, "Submit(held)", c.Submit(true, now), "fine")
	wants(t, "Decide(by a moderator)", c.Decide(true, false, yes(zoe), now.AddDate(0, 0, 8)), "moderation.claim.admin")
	due := now.Add(7 * 24 * time.Hour)
	err := c.Decide(true, true, yes(zoe), due.Add(-time.Millisecond))
	wants(t, "Decide(a millisecond early)", err, "moderation.claim.wait")
	if early := (*directory.Error)(nil); !errors.As(err, &early) || early.Message.Args["Due"] != due.Format(time.DateOnly) {
		t.Errorf("the refusal is %+v, want it to name %s", early, due.Format(time.DateOnly))
	}
	if c.Decidable(due.Add(-time.Millisecond)) || !c.Decidable(due) {
		t.Errorf("Decidable() does not change at %s", due)
	}
	answered := *c
	wants(t, "Answer(nothing)", answered.Answer(false, " "), "moderation.text_needed text")
	wants(t, "Answer()", answered.Answer(false, "She has left us."), "fine")
	wants(t, "Decide(answered)", answered.Decide(false, true, no(zoe), now), "fine")
	wants(t, "Answer(decided)", answered.Answer(true, ""), "moderation.decided")
	yields := *c
	wants(t, "Answer(yields)", yields.Answer(true, ""), "fine")
	wants(t, "Decide(yielded)", yields.Decide(true, true, yes(zoe), now), "fine")
	wants(t, "Decide(in time)", c.Decide(true, true, yes(zoe), due), "fine")
	late := claim()
	wants(t, "Submit()", late.Submit(false, now), "fine")
	wants(t, "Contest(another was granted)", late.Contest(due), "fine")
	wants(t, "Submit(contested)", late.Submit(true, due), "moderation.moved_on")
	wants(t, "Answer(whoever lost it since)", late.Answer(true, "Take it."), "fine")
	wants(t, "Contest(yet another was granted)", late.Contest(due), "fine")
	if late.Decidable(due) || late.DueAt != directory.At(due.Add(7*24*time.Hour)) {
		t.Errorf("contested at %s it is due at %s", due, late.DueAt.Time())
	}
}

func TestClaim_appealedOnce(t *testing.T) {
	c := claim()
	wants(t, "AppealFor(what waits)", c.AppealFor(ada, "why", now), "moderation.moved_on")
	wants(t, "Submit()", c.Submit(false, now), "fine")
	wants(t, "Decide(deny without a reason)", c.Decide(false, false, yes(zoe), now), "moderation.reason_needed reason")
	wants(t, "Decide(deny)", c.Decide(false, false, no(zoe), now), "fine")
	if c.Decidable(now) {
		t.Error("what is denied can be decided again without an appeal")
	}
	wants(t, "AppealFor(another's)", c.AppealFor(bea, "why", now), "moderation.claim.none")
	wants(t, "AppealFor(no reason)", c.AppealFor(ada, "  ", now), "moderation.text_needed text")
	wants(t, "AppealFor()", c.AppealFor(ada, "I own it.", now), "fine")
	wants(t, "Submit(appealed)", c.Submit(false, now), "moderation.moved_on")
	granted := *c
	wants(t, "Decide(grant)", granted.Decide(true, false, yes(yan), now), "fine")
	wants(t, "AppealFor(granted)", granted.AppealFor(ada, "why", now), "moderation.claim.appealed")
	wants(t, "Decide(deny again)", c.Decide(false, false, no(yan), now), "fine")
	if c.State != moderation.ClaimFinal {
		t.Errorf("denied twice it is %s", c.State)
	}
	wants(t, "AppealFor(again)", c.AppealFor(ada, "I do.", now), "moderation.claim.appealed")
	wants(t, "Withdraw(another's)", c.Withdraw(bea), "moderation.claim.none")
	open := claim()
	wants(t, "Withdraw()", open.Withdraw(ada), "fine")
}

// branch is clinic n of a brand, with a site and an address.
func branch(n, brand int, page, mail string) directory.Listing {
	l := storetest.Listing(n)
	l.Organization = storetest.Organization(brand)
	l.Clinic.OrganizationID, l.Clinic.URL, l.Clinic.Email = l.Organization.ID, site(page), address(mail)
	return l
}

func TestBranches(t *testing.T) {
	tests := []struct {
		name string
		l    directory.Listing
		want moderation.Standing
	}{
		{"on the brand's domain", branch(1, 1, "https://harbour.example/leeds", ""), moderation.Together},
		{"on a host of it", branch(1, 1, "https://leeds.harbour.example", "leeds@harbour.example"), moderation.Together},
		{"with free mail", branch(1, 1, "https://harbour.example", "leeds@gmail.com"), moderation.Together},
		{"with mail of its own", branch(1, 1, "https://harbour.example/leeds", "desk@leeds-hair.example"), moderation.Apart},
		{"on another domain", branch(1, 1, "https://leeds-hair.example", ""), moderation.Apart},
		{"on a page of a network", branch(1, 1, "https://instagram.com/harbour", ""), moderation.Apart},
		{"without a site", branch(1, 1, "", "desk@harbour.example"), moderation.Apart},
		{"of another company", branch(1, 2, "https://harbour.example/leeds", ""), moderation.Franchise},
		{"held", branch(7, 1, "https://harbour.example/leeds", ""), moderation.HeldApart},
	}
	brand := storetest.Organization(1).ID
	held := []directory.ID{storetest.Listing(7).Clinic.ID}
	for _, tt := range tests {
		rows := moderation.Branches(brand, []string{"harbour.example"}, held, []directory.Listing{tt.l})
		if len(rows) != 1 || rows[0].Standing != tt.want || rows[0].ClinicID != tt.l.Clinic.ID {
			t.Errorf("Branches(%s) = %+v, want %s", tt.name, rows, tt.want)
		}
	}
	rows := moderation.Branches(brand, nil, nil, []directory.Listing{branch(2, 1, "https://harbour.example", ""), branch(1, 1, "", "")})
	if len(rows) != 2 || rows[0].ClinicID != storetest.Listing(1).Clinic.ID || rows[1].Standing != moderation.Apart || rows[1].Domain != "harbour.example" {
		t.Errorf("Branches(nothing proven) = %+v; want them by name, and apart", rows)
	}
}

// TestClaim_ofBrand gives the brand itself only where it reaches nothing that was not
// shown, and never what a franchise runs.
func TestClaim_ofBrand(t *testing.T) {
	row := func(n int, s moderation.Standing) moderation.Branch {
		return moderation.Branch{ClinicID: id(n), Standing: s}
	}
	tests := []struct {
		name     string
		branches []moderation.Branch
		shown    []int  // clinics with evidence of their own
		want     string // b the brand, digits the clinics
	}{
		{"all together", []moderation.Branch{row(1, moderation.Together), row(2, moderation.Together)}, nil, "b"},
		{"and a franchise", []moderation.Branch{row(1, moderation.Together), row(2, moderation.Franchise)}, nil, "b"},
		{"and a franchise that was shown", []moderation.Branch{row(1, moderation.Together), row(2, moderation.Franchise)}, []int{2}, "b2"},
		{"one apart", []moderation.Branch{row(1, moderation.Together), row(2, moderation.Apart)}, nil, "1"},
		{"one apart that was shown", []moderation.Branch{row(1, moderation.Together), row(2, moderation.Apart)}, []int{2}, "b"},
		{"one that is held", []moderation.Branch{row(1, moderation.Together), row(2, moderation.HeldApart)}, []int{2}, "1"},
		{"franchises alone", []moderation.Branch{row(1, moderation.Franchise), row(2, moderation.Franchise)}, []int{2}, "2"},
		{"none", nil, nil, ""},
	}
	for _, tt := range tests {
		c := &moderation.Claim{OrganizationID: id(100), By: ada, State: moderation.ClaimGranted, Branches: tt.branches, Evidence: []moderation.Evidence{mailed}}
		for _, n := range tt.shown {
			c.Evidence = append(c.Evidence, moderation.Evidence{Kind: moderation.Document, ClinicID: id(n)})
		}
		got := ""
		for _, m := range c.Roles(now) {
			for n, letter := range map[int]string{100: "b", 1: "1", 2: "2"} {
				if m.OrganizationID == id(n) || m.ClinicID == id(n) {
					got += letter
				}
			}
			if m.AccountID != ada || m.Role != directory.RoleOwner || m.ClinicID.IsZero() == m.OrganizationID.IsZero() {
				t.Errorf("%s: gives %+v", tt.name, m)
			}
		}
		if got != tt.want {
			t.Errorf("%s: gives %q, want %q", tt.name, got, tt.want)
		}
		if proven := c.Proven(); len(proven) != 1 || proven[0] != "harbour.example" {
			t.Errorf("%s: Proven() = %v", tt.name, proven)
		}
	}
}

func TestEvidence(t *testing.T) {
	own := site("https://harbour.example")
	e, err := moderation.ByMail(address("desk@harbour.example"), own, now)
	if err != nil || e.Domain != "harbour.example" || e.Kind != moderation.CodeByMail {
		t.Errorf("ByMail() = %+v, %s", e, said(err))
	}
	e, err = moderation.OnSite(site("https://harbour.example/code"), own, now)
	if err != nil || e.Domain != "harbour.example" || e.Kind != moderation.CodeOnSite {
		t.Errorf("OnSite() = %+v, %s", e, said(err))
	}
	l := listing()
	listed := l.Clinic.Phones[0].Number
	e, err = moderation.Called(listed, &l.Clinic, now)
	if err != nil || e.Phone != listed || e.ClinicID != l.Clinic.ID || e.Kind != moderation.CallBack {
		t.Errorf("Called() = %+v, %s", e, said(err))
	}
	_, err = moderation.Called(must(directory.ParsePhone("+442079460111", directory.Country{})), &l.Clinic, now)
	wants(t, "Called(another number)", err, "moderation.claim.phone phone")
	_, err = moderation.Called(directory.Phone{}, &l.Clinic, now)
	wants(t, "Called(no number)", err, "moderation.claim.phone phone")
}
