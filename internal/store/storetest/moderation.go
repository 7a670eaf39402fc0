package storetest

import (
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"rootline/internal/directory"
	"rootline/internal/moderation"
	"rootline/internal/store"
)

// moment is n hours after now.
func moment(n int) directory.Instant {
	return directory.At(Now.Add(time.Duration(n) * time.Hour))
}

// moderate runs fn in a transaction, and fails if that does.
func (c check) moderate(fn func(t moderation.Tx) error) {
	c.Helper()
	if err := c.store.Moderate(c.Context(), fn); err != nil {
		c.Fatalf("Moderate() = %v", err)
	}
}

// moderated adds the first three listings and four people.
func (c check) moderated() {
	c.Helper()
	Add(c.T, c.store, Listings(3)...)
	c.people(4)
}

// clinicID is the id of the nth listing's clinic.
func clinicID(n int) directory.ID { return Listing(n).Clinic.ID }

// Request returns the nth of a row of requests, which wait: of the nth person, to change
// the name and the hours of the nth listing.
func Request(n int) moderation.ChangeRequest {
	return moderation.ChangeRequest{
		ID: ID(500_000 + n), ClinicID: clinicID(n), By: Person(n).ID, At: moment(n), EditedAt: moment(n + 1),
		Revision: 2, Base: 1, State: moderation.Pending,
		Differences: []moderation.Difference{
			{Path: moderation.Path{Field: moderation.FieldName}, From: json.RawMessage(`"Example"`), To: json.RawMessage(`"Ünver \u0026 Co"`)},
			{Path: moderation.Path{Field: moderation.FieldFeatures, Service: directory.PRP, Key: "ice_packs"}, To: json.RawMessage(`{"a":[1,2]}`)},
		},
		Conflicts: []moderation.Conflict{{
			Difference: moderation.Difference{Path: moderation.Path{Field: moderation.FieldHours}, From: json.RawMessage(`1`)}, Is: json.RawMessage(`2`),
		}},
	}
}

// Claim returns the nth of a row of claims, which wait: of the nth person, for the
// clinic of the nth listing, with evidence.
func Claim(n int) moderation.Claim {
	return moderation.Claim{
		ID: ID(510_000 + n), ClinicID: clinicID(n), By: Person(n).ID, At: moment(n), State: moderation.ClaimPending,
		Evidence: []moderation.Evidence{
			{Kind: moderation.CallBack, At: moment(n), Phone: must(directory.ParsePhone("+44 20 7946 0958", directory.Country{})), Note: "Spoke to Ada"},
			{Kind: moderation.CodeByMail, At: moment(n + 1), Domain: "clinic.example"},
		},
	}
}

// Report returns the nth of a row of reports, which wait: of the nth listing, by
// somebody with an address.
func Report(n int) moderation.Report {
	return moderation.Report{
		ID: ID(520_000 + n), ClinicID: clinicID(n), Reason: moderation.WrongHours, Text: "Closed when I came", Email: Person(50 + n).Email,
		Language: must(directory.ParseLanguage("tr")), At: moment(n),
	}
}

// Event returns the nth of a row of events, about the nth listing.
func Event(n int) moderation.Event {
	return moderation.Event{
		ID: ID(530_000 + n), At: moment(n), By: Person(n).ID, Session: ID(7), What: "request.approve", Noun: "request",
		Object: Request(n).ID, Listing: clinicID(n),
	}
}

// AddModeration adds something to every table that there is of how the directory
// changes: of listings and people that have to be there, the first two of each.
func AddModeration(tb testing.TB, s *store.Store) {
	tb.Helper()
	ctx := tb.Context()
	err := s.Moderate(ctx, func(t moderation.Tx) error {
		_, anybodys := t.Append(ctx, Event(0), []byte(`{"name":"Before"}`), []byte(`{"name":"After"}`), directory.ID{})
		_, somebodys := t.Append(ctx, Event(1), nil, []byte(`{"note":"Ada"}`), Person(0).ID)
		return errors.Join(anybodys, somebodys,
			t.SaveRequest(ctx, Request(0)), t.SaveClaim(ctx, Claim(0)), t.SaveReport(ctx, Report(0)),
			t.Assign(ctx, moderation.ItemChange, Request(0).ID, Person(0).ID),
			t.AddQuestion(ctx, clinicID(0), moderation.Question{At: moment(0), Paths: []moderation.Path{{Field: moderation.FieldHours}}}),
			t.AddReply(ctx, clinicID(0), moderation.Reply{At: moment(1), Path: moderation.Path{Field: moderation.FieldHours}, Right: true}))
	})
	if err != nil {
		tb.Fatalf("Moderate(something of everything) = %v", err)
	}
}

// moderationAllOrNone leaves by an error, by a failure that is passed over, and by a
// refusal, after which it goes on.
func moderationAllOrNone(c check) {
	c.moderated()
	failed := errors.New("failed")
	for _, tt := range []struct {
		name string
		fn   func(moderation.Tx) error
		kept bool
	}{
		{"fails", func(moderation.Tx) error { return failed }, false},
		{"passes a failure over", func(t moderation.Tx) error {
			_, _ = t.Append(c.Context(), moderation.Event{}, nil, nil, directory.ID{})
			return nil
		}, false},
		{"is refused and goes on", func(t moderation.Tx) error {
			if err := t.Assign(c.Context(), moderation.ItemClaim, ID(1), Person(0).ID); directory.KindOf(err) != directory.NotFound {
				c.Errorf("Assign(what is not there) = %v, want it not found", err)
			}
			return nil
		}, true},
	} {
		err := c.store.Moderate(c.Context(), func(t moderation.Tx) error {
			if err := t.SaveRequest(c.Context(), Request(1)); err != nil {
				return err
			}
			if _, err := t.Request(c.Context(), Request(1).ID); err != nil {
				c.Errorf("Request(just saved) = %v", err)
			}
			return tt.fn(t)
		})
		if (err == nil) != tt.kept {
			c.Errorf("Moderate(%s) = %v", tt.name, err)
		}
		if _, err := c.store.Request(c.Context(), Request(1).ID); (err == nil) != tt.kept {
			c.Errorf("Request(saved by what %s) = %v", tt.name, err)
		}
	}
}

// versionPublished publishes, and wants all that an update of a listing promises.
func versionPublished(c check) {
	c.moderated()
	before, l := c.lastChange(), Listing(1)
	l.Clinic.Slug, l.Clinic.Name = slug("another-slug"), "Another Name"
	l.Organization.Name = "nothing of its own" // is not the listing's to change
	want := Listing(1)
	want.Clinic.Slug, want.Clinic.Name, want.UpdatedAt = l.Clinic.Slug, l.Clinic.Name, directory.At(Now)
	c.moderate(func(t moderation.Tx) error {
		for range 2 { // the second time, nothing changes
			if got, err := t.Publish(c.Context(), l); err != nil || got.Number != 2 || !reflect.DeepEqual(got.Listing, want) {
				c.Errorf("Publish(1) = %+v, %v; want version 2 of it", got, err)
			}
		}
		return nil
	})
	if got, err := c.store.Version(c.Context(), clinicID(1)); err != nil || got.Number != 2 || !reflect.DeepEqual(got.Listing, want) {
		c.Errorf("Version(1) = %+v, %v; want version 2 of %+v", got, err, want)
	}
	if got := c.changesAfter(before); len(got) != 1 || got[0].Noun != store.Clinic || got[0].ID != clinicID(1) {
		c.Errorf("the feed says %+v, want one change of the clinic", got)
	}
	c.wantMoved(Listing(1).Clinic.Slug.String(), "another-slug")
	c.wantListing(Listing(2))
}

// versionRefused publishes what cannot be, and goes on in the same transaction.
func versionRefused(c check) {
	c.moderated()
	c.moderate(func(t moderation.Tx) error {
		unsound, taken := Listing(1), Listing(1)
		unsound.Clinic.Name, taken.Clinic.Slug = "", Listing(2).Clinic.Slug
		_, err := t.Publish(c.Context(), unsound)
		c.wantRefused("Publish", err, "name")
		_, err = t.Publish(c.Context(), taken)
		c.wantKind("Publish(a slug that is taken)", err, directory.Conflict)
		_, err = t.Publish(c.Context(), Listing(9))
		c.wantKind("Publish(unknown)", err, directory.NotFound)
		_, err = t.Version(c.Context(), clinicID(9))
		c.wantKind("Version(unknown)", err, directory.NotFound)
		good := Listing(2)
		good.Clinic.Name = "Good"
		_, err = t.Publish(c.Context(), good)
		return err
	})
	c.wantListing(Listing(1))
	if got, err := c.store.Listing(c.Context(), clinicID(2)); err != nil || got.Clinic.Name != "Good" {
		c.Errorf("Listing(2) = %+v, %v; want what was published last", got, err)
	}
}

// moderationInTurn has many read a version, change it and publish it at once: none of
// their changes is lost, for they come as if one after another.
func moderationInTurn(c check) {
	const people, times = 10, 5
	c.moderated()
	var all sync.WaitGroup
	for range people {
		all.Go(func() {
			for range times {
				err := c.store.Moderate(c.Context(), func(t moderation.Tx) error {
					is, err := t.Version(c.Context(), clinicID(1))
					if err != nil {
						return err
					}
					is.Listing.Clinic.Address.CityID++
					_, err = t.Publish(c.Context(), is.Listing)
					return err
				})
				if err != nil {
					c.Errorf("Moderate() = %v", err)
				}
			}
		})
	}
	all.Wait()
	want := Listing(1).Clinic.Address.CityID + people*times
	if got, err := c.store.Version(c.Context(), clinicID(1)); err != nil || got.Number != 1+people*times || got.Listing.Clinic.Address.CityID != want {
		c.Errorf("Version(1) = number %d, city %d, %v; want %d and %d", got.Number, got.Listing.Clinic.Address.CityID, err, 1+people*times, want)
	}
}

// branchesListed wants those of the brand and of those it is the parent of, but not of
// those that these are the parents of, nor what is merged away.
func branchesListed(c check) {
	Add(c.T, c.store, Listings(6)...)
	for child, parent := range map[int]int{2: 1, 3: 1, 4: 2} {
		_, err := c.store.UpdateOrganization(c.Context(), Organization(child).ID, func(o *directory.Organization) error {
			o.ParentID = Organization(parent).ID
			return nil
		})
		if err != nil {
			c.Fatal(err)
		}
	}
	c.update(clinicID(2), func(l *directory.Listing) { l.State.Value = directory.Draft })
	c.merge(store.Clinic, clinicID(3), clinicID(5))
	for brand, want := range map[int][]directory.ID{1: {clinicID(1), clinicID(2)}, 2: {clinicID(2), clinicID(4)}, 5: {clinicID(5)}, 9: nil} {
		all, err := c.store.Branches(c.Context(), Organization(brand).ID)
		var got []directory.ID
		for _, l := range all {
			got = append(got, l.Clinic.ID)
		}
		if err != nil || !slices.Equal(got, want) {
			c.Errorf("Branches(%d) = %v, %v; want %v", brand, got, err, want)
		}
	}
	c.moderate(func(t moderation.Tx) error {
		if o, err := t.Organization(c.Context(), Organization(5).ID); err != nil || o != Organization(5) {
			c.Errorf("Organization(5) = %+v, %v", o, err)
		}
		return nil
	})
}

// namesOfToday renames one account and asks for some that never were.
func namesOfToday(c check) {
	c.people(2)
	rename := func(a *directory.Account) error { a.Name = "Grace Example"; return nil }
	if _, err := c.alone.UpdateAccount(c.Context(), Person(1).ID, rename); err != nil {
		c.Fatal(err)
	}
	want := map[directory.ID]string{Person(0).ID: Person(0).Name, Person(1).ID: "Grace Example"}
	got, err := c.store.Names(c.Context(), Person(1).ID, ID(9), directory.ID{}, Person(0).ID, Person(1).ID)
	if err != nil || !reflect.DeepEqual(got, want) {
		c.Errorf("Names() = %v, %v; want %v", got, err, want)
	}
}
