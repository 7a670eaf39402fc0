package moderation_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"rootline/internal/directory"
	"rootline/internal/moderation"
)

func diff(tb rapid.TB, a, b directory.Listing) []moderation.Difference {
	tb.Helper()
	all, err := moderation.Diff(&a, &b)
	if err != nil {
		tb.Fatalf("Diff() = %v", err)
	}
	return all
}

func apply(tb rapid.TB, on directory.Listing, all []moderation.Difference) (directory.Listing, []moderation.Conflict) {
	tb.Helper()
	l, conflicts, err := moderation.Apply(&on, all)
	if err != nil {
		tb.Fatalf("Apply(%s) = %v", names(all), err)
	}
	return l, conflicts
}

// TestApply_undoesDiff applies what one version has differently to the other: it is
// the one, and back again it is the other.
func TestApply_undoesDiff(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := draw(t, "a"), draw(t, "b")
		before := must(json.Marshal(a))
		all := diff(t, a, b)
		if got, conflicts := apply(t, a, all); !reflect.DeepEqual(got, b) || conflicts != nil {
			t.Fatalf("Apply(a, Diff(a, b)) = %+v with conflicts in %q\nwant %+v\nby %s", got, conflictNames(conflicts), b, names(all))
		}
		if after := must(json.Marshal(a)); string(after) != string(before) {
			t.Fatalf("Apply() has changed what it was given:\n%s\nwas %s", after, before)
		}
		stored := must(json.Marshal(all))
		var read []moderation.Difference
		if err := json.Unmarshal(stored, &read); err != nil || len(all) > 0 && !reflect.DeepEqual(read, all) {
			t.Fatalf("stored and read back: %v\n%v, %v", all, read, err)
		}
		if got, conflicts := apply(t, b, diff(t, b, a)); !reflect.DeepEqual(got, a) || conflicts != nil {
			t.Fatalf("Apply(b, Diff(b, a)) = %+v, %v; want %+v", got, conflicts, a)
		}
		seen := map[string]bool{}
		for _, d := range all {
			if seen[d.Name()] {
				t.Fatalf("two differences are called %s", d.Name())
			}
			seen[d.Name()] = true
		}
		order := func(a, b moderation.Difference) int {
			return slices.Index(moderation.Fields(), a.Field) - slices.Index(moderation.Fields(), b.Field)
		}
		if !slices.IsSortedFunc(all, order) {
			t.Fatalf("Diff() = %s, not in the order of Fields()", names(all))
		}
	})
}

// TestApply_twoEditors has two people start from one version. What only one of them
// has touched is as they have it, whoever comes first; what both have changed in
// different ways is named, with both sides.
func TestApply_twoEditors(t *testing.T) {
	met := 0
	rapid.Check(t, func(t *rapid.T) {
		from := draw(t, "from")
		ada, bea := editOf(t, from, "Ada"), editOf(t, from, "Bea")
		adas, beas := diff(t, from, ada), diff(t, from, bea)
		both, conflicts := apply(t, ada, beas)
		touched := make(map[moderation.Field]bool)
		for _, d := range adas {
			touched[d.Field] = true
		}
		left := diff(t, both, bea)
		for _, d := range beas {
			same := func(l moderation.Difference) bool { return l.Name() == d.Name() }
			told := slices.ContainsFunc(conflicts, func(c moderation.Conflict) bool { return c.Name() == d.Name() })
			if !told && !near(touched, d.Field) && slices.ContainsFunc(left, same) {
				t.Fatalf("Bea's %s is neither done nor told: %s", d.Name(), names(left))
			}
		}
		for _, c := range conflicts {
			met++
			if !slices.ContainsFunc(beas, func(d moderation.Difference) bool { return reflect.DeepEqual(d, c.Difference) }) {
				t.Fatalf("the conflict %s is none of Bea's differences", c.Name())
			}
		}
		if !slices.ContainsFunc(beas, func(d moderation.Difference) bool { return near(touched, d.Field) }) {
			other, more := apply(t, bea, adas)
			if conflicts != nil || more != nil || !reflect.DeepEqual(both, other) {
				t.Fatalf("one after the other: %+v %v\nthe other way round: %+v %v", both, conflicts, other, more)
			}
		}
	})
	if met == 0 {
		t.Error("no two edits met, so the test means nothing")
	}
}

// near reports whether a field stands among what was touched.
func near(touched map[moderation.Field]bool, f moderation.Field) bool {
	same := [][]moderation.Field{
		{moderation.FieldPhotos, moderation.FieldBeforeAfter},
		{moderation.FieldPractitioners, moderation.FieldCredentials},
		{moderation.FieldServices, moderation.FieldCapacity, moderation.FieldFeatures, moderation.FieldPrices},
	}
	for _, group := range same {
		if slices.Contains(group, f) && slices.ContainsFunc(group, func(g moderation.Field) bool { return touched[g] }) {
			return true
		}
	}
	return touched[f]
}

// editOf makes a few differences to a listing.
func editOf(t *rapid.T, from directory.Listing, who string) directory.Listing {
	all := diff(t, from, draw(t, who))
	var some []moderation.Difference
	for _, d := range all {
		if rapid.IntRange(0, 3).Draw(t, who+" "+d.Name()) == 0 {
			some = append(some, d)
		}
	}
	l, _ := apply(t, from, some)
	return l
}

func rename(to string) func(*directory.Listing) {
	return func(l *directory.Listing) { l.Clinic.Name = to }
}

func describe(to string) func(*directory.Listing) {
	return func(l *directory.Listing) { l.Clinic.Description = to }
}

func street(to string) func(*directory.Listing) {
	return func(l *directory.Listing) { l.Clinic.Address.Address1 = to }
}

func opens(at directory.Minute) func(*directory.Listing) {
	return func(l *directory.Listing) {
		l.Clinic.Hours.Week[time.Tuesday] = []directory.Interval{{Opens: at, Closes: 1020}}
	}
}

func feature(f directory.Feature, state directory.FactState, at time.Time) func(*directory.Listing) {
	return func(l *directory.Listing) {
		for i := range l.Clinic.Offerings {
			if o := &l.Clinic.Offerings[i]; o.Service == f.Service() {
				o.Features = slices.DeleteFunc(o.Features, func(g directory.OfferedFeature) bool { return g.Feature == f })
				o.Features = append(o.Features, directory.OfferedFeature{Feature: f, Fact: directory.FactFeature.Observed(state, "the clinic", at)})
			}
		}
	}
}

func without(s directory.Service) func(*directory.Listing) {
	return func(l *directory.Listing) {
		l.Clinic.Offerings = slices.DeleteFunc(l.Clinic.Offerings, func(o directory.Offering) bool { return o.Service == s })
	}
}

func confirmHours(at time.Time) func(*directory.Listing) {
	return func(l *directory.Listing) {
		l.Clinic.Hours.Fact = directory.FactHours.Observed(directory.OwnerAsserted, "the clinic", at)
	}
}

func person(name, qualification string) func(*directory.Listing) {
	return func(l *directory.Listing) {
		l.Clinic.Practitioners = append(l.Clinic.Practitioners, directory.Practitioner{Name: name, Qualification: qualification})
	}
}

func photo(n int, kind directory.PhotoKind) func(*directory.Listing) {
	return func(l *directory.Listing) {
		p := directory.Photo{ID: id(n), Kind: kind, Alt: "A room", Width: 4, Height: 3}
		i := slices.IndexFunc(l.Clinic.Photos, func(q directory.Photo) bool { return q.ID == p.ID })
		if i < 0 {
			l.Clinic.Photos = append(l.Clinic.Photos, p)
			return
		}
		l.Clinic.Photos[i] = p
	}
}

func turned(l *directory.Listing) { slices.Reverse(l.Clinic.Photos) }

// TestDiff_names has one line for each way in which a thing is named.
func TestDiff_names(t *testing.T) {
	plain := changed(listing(), func(l *directory.Listing) {
		l.Clinic.Photos, l.Clinic.Practitioners = nil, nil
	}, photo(701, directory.PhotoTeam), photo(702, directory.PhotoTeam), person("Ada", ""))
	tests := []struct {
		change func(*directory.Listing)
		want   string
	}{
		{func(*directory.Listing) {}, ""},
		{func(l *directory.Listing) { l.UpdatedAt++ }, ""},
		{rename("Abbey"), "name"},
		{opens(600), "hours"},
		{confirmHours(now.AddDate(1, 0, 0)), "hours"},
		{feature(directory.DoubleSpin, directory.OwnerAsserted, now), "features.prp.double_spin"},
		{without(directory.PRP), "services.prp"},
		{person("Bea", ""), "practitioners.Bea"},
		{person("Bea", "MD"), "credentials.Bea"},
		{person("Ada", "MD"), "credentials.Ada#2"},
		{func(l *directory.Listing) { l.Clinic.Practitioners[0].Register = "GMC" }, "credentials.Ada"},
		{func(l *directory.Listing) { l.Clinic.Practitioners = nil }, "practitioners.Ada"},
		{photo(701, directory.PhotoBeforeAfter), "before_after." + id(701).String()},
		{photo(703, directory.PhotoDevice), "photos." + id(703).String()},
		{turned, "photos:order"},
		{func(l *directory.Listing) { l.State.Value = directory.Suspended }, "state"},
		{func(l *directory.Listing) { l.Operating.Reason = "works" }, "operating"},
		{func(l *directory.Listing) { l.Clinic.Offerings[0].Prices = nil }, "prices.prp"},
		{func(l *directory.Listing) { l.Clinic.Offerings[0].Capacity = directory.Capacity{} }, "capacity.prp"},
	}
	for _, tt := range tests {
		if got := names(diff(t, plain, changed(plain, tt.change))); got != tt.want {
			t.Errorf("Diff() = %q, want %q", got, tt.want)
		}
	}
}

// TestApply_conflicts has what one person has made of the listing, and what another
// wants who has not seen that.
func TestApply_conflicts(t *testing.T) {
	base := changed(listing(), func(l *directory.Listing) { l.Clinic.Photos = nil },
		photo(701, directory.PhotoTeam), photo(702, directory.PhotoTeam), photo(703, directory.PhotoTeam))
	later := now.AddDate(0, 1, 0)
	yes, no := directory.OwnerAsserted, directory.CheckedAbsent
	tests := []struct {
		name        string
		first, then func(*directory.Listing)
		conflicts   string
		want        func(*directory.Listing) // what is made of base; nil: what the first has made
	}{
		{"another field", rename("Abbey"), describe("New"), "", func(l *directory.Listing) { rename("Abbey")(l); describe("New")(l) }},
		{"the same to another", rename("Abbey"), rename("Mill"), "name", nil},
		{"the same to the same", rename("Abbey"), rename("Abbey"), "", nil},
		{"what was only confirmed", confirmHours(later), opens(600), "", opens(600)},
		{"the later confirmation counts", confirmHours(later), confirmHours(now.AddDate(0, 0, 1)), "", nil},
		{"and counts whoever comes first", confirmHours(now.AddDate(0, 0, 1)), confirmHours(later), "", confirmHours(later)},
		{"a confirmation of what is not so any more", opens(600), confirmHours(later), "hours", nil},
		{"yes and no", feature(directory.DoubleSpin, yes, now), feature(directory.DoubleSpin, no, later), "features.prp.double_spin", nil},
		{"yes and a later yes", feature(directory.DoubleSpin, yes, now), feature(directory.DoubleSpin, yes, later), "", feature(directory.DoubleSpin, yes, later)},
		{"something of a service that is gone", without(directory.PRP), feature(directory.DoubleSpin, yes, now), "features.prp.double_spin", nil},
		{"a service away, of which something is new", feature(directory.DoubleSpin, yes, now), without(directory.PRP), "services.prp", nil},
		{"two orders", turned, func(l *directory.Listing) { p := l.Clinic.Photos; p[0], p[1] = p[1], p[0] }, "photos:order", nil},
		{"an order of more", photo(704, directory.PhotoTeam), turned, "", func(l *directory.Listing) { turned(l); photo(704, directory.PhotoTeam)(l) }},
	}
	for _, tt := range tests {
		is := changed(base, tt.first)
		got, conflicts := apply(t, is, diff(t, base, changed(base, tt.then)))
		want := is
		if tt.want != nil {
			want = changed(base, tt.want)
		}
		if conflictNames(conflicts) != tt.conflicts || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: conflicts in %q, want %q\nleft: %s", tt.name, conflictNames(conflicts), tt.conflicts, names(diff(t, got, want)))
		}
	}
}

func TestApply_broken(t *testing.T) {
	l := listing()
	path := func(f moderation.Field) moderation.Path { return moderation.Path{Field: f} }
	for _, d := range []moderation.Difference{
		{Path: path("nonsense"), To: []byte(`""`)},
		{Path: path(moderation.FieldName), From: []byte(`"` + l.Clinic.Name + `"`), To: []byte(`{}`)},
		{Path: path(moderation.FieldName), From: []byte(`{`), To: []byte(`"x"`)},
		{Path: path(moderation.FieldPhotos), To: []byte(`1`)},
		{Path: path(moderation.FieldPhotos), Order: true},
		{Path: moderation.Path{Field: moderation.FieldServices, Service: 0, Key: "x"}, To: []byte(`7`)},
		{Path: moderation.Path{Field: moderation.FieldFeatures, Service: directory.PRP, Key: "x"}, To: []byte(`7`)},
	} {
		if _, _, err := moderation.Apply(&l, []moderation.Difference{d}); err == nil || directory.KindOf(err) != directory.Internal {
			t.Errorf("Apply(%s) = %v, want our fault", d.Name(), err)
		}
	}
	gone := moderation.Difference{Path: moderation.Path{Field: moderation.FieldFeatures, Service: directory.PEPFactor, Key: "x"}, From: []byte(`{}`)}
	if got, conflicts := apply(t, l, []moderation.Difference{gone}); conflicts != nil || !reflect.DeepEqual(got, l) {
		t.Errorf("Apply(what is gone, away) = %v; want all as it was", conflicts)
	}
}

func TestFields(t *testing.T) {
	kinds := make(map[directory.FactKind]bool)
	for _, f := range moderation.Fields() {
		if kind, ok := f.FactKind(); ok {
			kinds[kind] = true
		}
		if strings.ContainsAny(string(f), ".: ") {
			t.Errorf("the field %q has a character that names are put together with", f)
		}
	}
	if len(kinds) != 6 {
		t.Errorf("fields are of the kinds of fact %v, want all six", kinds)
	}
}
