package moderation_test

import (
	"strings"
	"testing"

	"rootline/internal/directory"
	"rootline/internal/moderation"
)

// outcomes are written as one letter: live, held, or - for refused.
var letters = map[moderation.Outcome]string{moderation.Live: "l", moderation.Held: "h", moderation.Refused: "-"}

// TestDecide is the whole table: every field, everybody, both records, every state.
func TestDecide(t *testing.T) {
	const (
		atOnce  = "- l lll l|- l lll l"
		texts   = "- l hhh l|- l lll l"
		waits   = "- l hhh l|- l hhh l"
		picture = "- - hhh l|- - hhh l"
		ours    = "- - --- l|- - --- l"
		nobodys = "- - --- -|- - --- -"
	)
	want := map[moderation.Field]string{
		"hours": atOnce, "exceptions": atOnce, "capacity": atOnce, "phones": atOnce, "operating": atOnce,
		"description": texts, "languages": texts, "features": texts, "prices": texts,
		"services": waits, "practitioners": waits, "email": waits, "url": waits, "name": waits, "address": waits, "credentials": waits,
		"photos": picture, "before_after": picture, "slug": ours, "organization": ours, "state": nobodys,
	}
	records := []moderation.Record{{}, {Approved: 10}}
	for _, f := range moderation.Fields() {
		for _, s := range []directory.ListingState{
			directory.Published, directory.Suspended, directory.Draft, directory.Submitted, directory.Rejected, directory.Archived,
		} {
			var got strings.Builder
			for i, r := range records {
				if i > 0 {
					got.WriteString("|")
				}
				for _, w := range moderation.Whos() {
					got.WriteString(letters[moderation.Decide(f, w, r, s)])
					if w == moderation.Visitor || w == moderation.Import || w == moderation.BrandOwner {
						got.WriteString(" ")
					}
				}
			}
			if want := inState(want[f], s); got.String() != want {
				t.Errorf("Decide(%s, %s) = %q, want %q", f, s, got.String(), want)
			}
		}
	}
	if len(want) != len(moderation.Fields()) {
		t.Errorf("there are %d fields, and the test knows %d", len(moderation.Fields()), len(want))
	}
}

// inState is a line of the table for a listing that is not published: what its
// people may change there waits, goes live, or is refused as one.
func inState(line string, s directory.ListingState) string {
	to := map[directory.ListingState]string{
		directory.Published: "", directory.Suspended: "h", directory.Archived: "-",
		directory.Draft: "l", directory.Submitted: "l", directory.Rejected: "l",
	}[s]
	if to == "" {
		return line
	}
	parts := strings.Split(line, " ") // the third of each half is the clinic's people
	for _, i := range []int{2, 5} {
		parts[i] = strings.NewReplacer("l", to, "h", to).Replace(parts[i])
	}
	return strings.Join(parts, " ")
}

func TestDecide_unknown(t *testing.T) {
	for _, w := range append(moderation.Whos(), "", "admin") {
		if got := moderation.Decide("delivery_email", w, moderation.Record{Approved: 99}, directory.Published); got != moderation.Refused {
			t.Errorf("Decide(an unknown field, %q) = %s, want it refused", w, got)
		}
	}
	if got := moderation.Decide(moderation.FieldHours, "", moderation.Record{}, directory.Published); got != moderation.Refused {
		t.Errorf("Decide(hours, nobody) = %s, want it refused", got)
	}
}

func TestRecord_Trusted(t *testing.T) {
	tests := []struct {
		record moderation.Record
		want   bool
	}{
		{moderation.Record{}, false},
		{moderation.Record{Approved: 9}, false},
		{moderation.Record{Approved: 10}, true},
		{moderation.Record{Approved: 1000, Reverted: 1}, false},
	}
	for _, tt := range tests {
		if got := tt.record.Trusted(); got != tt.want {
			t.Errorf("%+v.Trusted() = %t, want %t", tt.record, got, tt.want)
		}
	}
}

func TestWhoIs(t *testing.T) {
	l := listing()
	clinic, brand, other := l.Clinic.ID, l.Clinic.OrganizationID, id(999)
	var none directory.ID
	role := func(r directory.Role, clinic, organization directory.ID) directory.Membership {
		return directory.Membership{AccountID: id(50), Role: r, ClinicID: clinic, OrganizationID: organization}
	}
	tests := []struct {
		name   string
		strong bool
		roles  []directory.Membership
		want   moderation.Who
	}{
		{"nobody", true, nil, moderation.Visitor},
		{"a manager", false, []directory.Membership{role("manager", clinic, none)}, moderation.ClinicManager},
		{"an owner", false, []directory.Membership{role("owner", clinic, none)}, moderation.ClinicOwner},
		{"an owner elsewhere", true, []directory.Membership{role("owner", other, none), role("owner", none, other)}, moderation.Visitor},
		{"the brand's", false, []directory.Membership{role("manager", none, brand)}, moderation.BrandOwner},
		{"both", false, []directory.Membership{role("owner", none, brand), role("manager", clinic, none)}, moderation.BrandOwner},
		{"a moderator", true, []directory.Membership{role("moderator", none, none)}, moderation.Moderator},
		{"a moderator of one factor", false, []directory.Membership{role("admin", none, none), role("manager", clinic, none)}, moderation.ClinicManager},
		{"a moderator of one clinic", true, []directory.Membership{role("moderator", clinic, none)}, moderation.Visitor},
		{"an owner of everything", true, []directory.Membership{role("owner", none, none)}, moderation.Visitor},
	}
	for _, tt := range tests {
		if got := moderation.WhoIs(directory.Actor{Account: id(50), Strong: tt.strong, Memberships: tt.roles}, &l); got != tt.want {
			t.Errorf("WhoIs(%s) = %s, want %s", tt.name, got, tt.want)
		}
	}
	anothers := directory.Actor{Account: id(51), Memberships: []directory.Membership{role("owner", clinic, none)}}
	if got := moderation.WhoIs(anothers, &l); got != moderation.Visitor {
		t.Errorf("WhoIs(with another's role) = %s, want a visitor", got)
	}
}
