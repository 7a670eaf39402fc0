package moderation_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"rootline/internal/directory"
	"rootline/internal/moderation"
)

const days = 24 * time.Hour

// known is the listing with every fact observed on one day, and two people.
func known(at time.Time) directory.Listing {
	l := changed(listing(), func(l *directory.Listing) {
		c := &l.Clinic
		c.Address.Fact = directory.FactAddress.Observed(directory.SourceChecked, "a register", at)
		c.Hours.Fact = directory.FactHours.Observed(directory.OwnerAsserted, "the clinic", at)
		c.Offerings = c.Offerings[:1]
		o := &c.Offerings[0]
		o.Capacity = directory.Capacity{Status: directory.HasCapacity, Fact: directory.FactCapacity.Observed(directory.OwnerAsserted, "the clinic", at)}
		o.Features = []directory.OfferedFeature{{Feature: directory.IcePacks, Fact: directory.FactFeature.Observed(directory.OwnerAsserted, "the clinic", at)}}
		o.Prices = o.Prices[:1]
		o.Prices[0].Fact = directory.FactPrice.Observed(directory.OwnerAsserted, "the clinic", at)
		credential := directory.FactCredential.Observed(directory.SourceChecked, "a register", at)
		credential.ExpiresAt = directory.At(at.Add(200 * days))
		c.Practitioners = []directory.Practitioner{{Name: "Ada", Fact: credential}, {Name: "Ada"}}
	})
	return l
}

func paths(all []moderation.Stated) string {
	var parts []string
	for _, s := range all {
		parts = append(parts, s.Path.String())
	}
	return strings.Join(parts, " ")
}

func TestFacts(t *testing.T) {
	l := known(now)
	l.Clinic.Offerings[0].Prices = append(l.Clinic.Offerings[0].Prices, directory.Price{Fact: directory.FactPrice.Observed(directory.OwnerAsserted, "", now.Add(-9*days))})
	all := moderation.Facts(&l.Clinic)
	if got, want := paths(all), "address hours capacity.prp features.prp.ice_packs prices.prp practitioners.Ada"; got != want {
		t.Errorf("Facts() = %s, want %s", got, want)
	}
	if got := all[4].Fact.ObservedAt; got != directory.At(now.Add(-9*days)) {
		t.Errorf("the prices are of %s, want the oldest", got.Time())
	}
	if got := paths(moderation.Facts(&directory.Clinic{})); got != "" {
		t.Errorf("Facts(nothing) = %s", got)
	}
}

// TestAsk has everything observed on one day, and asks on another.
func TestAsk(t *testing.T) {
	l := known(now)
	tests := []struct {
		day   int
		asked []int // days of earlier letters
		heard int   // the day on which they said something of their hours; 0: never
		want  string
	}{
		{0, nil, 0, ""},
		{22, nil, 0, ""},
		{23, nil, 0, "capacity.prp"}, // a week before its time is out
		{46, nil, 0, "hours capacity.prp"},
		{52, []int{23}, 0, ""}, // not before thirty days have passed
		{53, []int{23}, 0, "hours capacity.prp"},
		{83, []int{23, 53}, 54, "hours"}, // capacity was asked for twice, and rests
		{232, []int{23, 53}, 0, ""},      // whoever is silent twice rests for half a year
		{233, []int{23, 53}, 0, "hours capacity.prp prices.prp practitioners.Ada"},
		{412, []int{23, 53, 233}, 0, ""},
	}
	for _, tt := range tests {
		var asked []moderation.Question
		for _, d := range tt.asked {
			at := now.Add(time.Duration(d) * days)
			asked = append(asked, moderation.Question{At: directory.At(at), Paths: pathsOf(moderation.Ask(&l, asked, nil, at))})
		}
		var replies []moderation.Reply
		if tt.heard > 0 {
			replies = []moderation.Reply{{Path: moderation.Path{Field: moderation.FieldHours}, At: directory.At(now.Add(time.Duration(tt.heard) * days))}}
		}
		if got := paths(moderation.Ask(&l, asked, replies, now.Add(time.Duration(tt.day)*days))); got != tt.want {
			t.Errorf("Ask(on day %d, after %v) = %q, want %q", tt.day, tt.asked, got, tt.want)
		}
	}
	for _, change := range []func(*directory.Listing){
		func(l *directory.Listing) { l.State.Value = directory.Draft },
		func(l *directory.Listing) { l.State.Value = directory.Suspended },
		func(l *directory.Listing) { l.Operating.Value = directory.Closed },
	} {
		hidden := changed(l, change)
		if got := moderation.Ask(&hidden, nil, nil, now.Add(400*days)); got != nil {
			t.Errorf("Ask(%s, %s) = %s, want nothing asked", hidden.State.Value, hidden.Operating.Value, paths(got))
		}
	}
}

func pathsOf(all []moderation.Stated) (paths []moderation.Path) {
	for _, s := range all {
		paths = append(paths, s.Path)
	}
	return paths
}

func TestFreshnessOf(t *testing.T) {
	l := known(now)
	hours := moderation.Facts(&l.Clinic)[1]
	question := func(day int) moderation.Question {
		return moderation.Question{At: directory.At(now.Add(time.Duration(day) * days)), Paths: []moderation.Path{hours.Path}}
	}
	reply := func(day int) moderation.Reply {
		return moderation.Reply{Path: hours.Path, At: directory.At(now.Add(time.Duration(day) * days)), Right: true}
	}
	tests := []struct {
		name    string
		day     int
		asked   []moderation.Question
		replies []moderation.Reply
		want    moderation.Freshness
	}{
		{"new", 0, nil, nil, moderation.Fresh},
		{"asked for twice before its time", 89, []moderation.Question{question(50), question(80)}, nil, moderation.Fresh},
		{"its time is out", 90, nil, nil, moderation.Stale},
		{"asked for once", 110, []moderation.Question{question(80)}, nil, moderation.Stale},
		{"asked for the second time of late", 123, []moderation.Question{question(80), question(110)}, nil, moderation.Stale},
		{"silent twice", 124, []moderation.Question{question(80), question(110)}, nil, moderation.Unanswered},
		{"answered between", 111, []moderation.Question{question(80), question(110)}, []moderation.Reply{reply(81)}, moderation.Stale},
		{"asked before it was said", 111, []moderation.Question{question(-80), question(-50)}, nil, moderation.Stale},
	}
	for _, tt := range tests {
		if got := moderation.FreshnessOf(hours, tt.asked, tt.replies, now.Add(time.Duration(tt.day)*days)); got != tt.want {
			t.Errorf("FreshnessOf(%s) = %s, want %s", tt.name, got, tt.want)
		}
	}
	if got := moderation.FreshnessOf(moderation.Stated{}, nil, nil, now); got != moderation.Unknown {
		t.Errorf("FreshnessOf(nothing) = %s", got)
	}
	order := []moderation.Freshness{moderation.Fresh, moderation.Stale, moderation.Unanswered, moderation.Unknown}
	if !slices.IsSortedFunc(order, func(a, b moderation.Freshness) int { return b.Weight() - a.Weight() }) {
		t.Error("what is less fresh weighs more")
	}
	whole := moderation.Rank(&l.Clinic, nil, nil, now)
	aged := moderation.Rank(&l.Clinic, nil, nil, now.Add(100*days))
	silent := moderation.Rank(&l.Clinic, []moderation.Question{question(50), question(80)}, nil, now.Add(100*days))
	if whole != 100 || aged >= whole || silent >= aged || moderation.Rank(&directory.Clinic{}, nil, nil, now) != 0 {
		t.Errorf("Rank() = %d, %d when old, %d when silent", whole, aged, silent)
	}
}

func TestReply_Apply(t *testing.T) {
	l := known(now)
	at := directory.At(now.Add(50 * days))
	field := func(f moderation.Field) moderation.Path { return moderation.Path{Field: f} }
	ofPRP := func(f moderation.Field, key string) moderation.Path {
		return moderation.Path{Field: f, Service: directory.PRP, Key: key}
	}
	hours := func(c *directory.Clinic) directory.Fact { return c.Hours.Fact }
	tests := []struct {
		path  moderation.Path
		right bool
		want  directory.FactState
		fact  func(*directory.Clinic) directory.Fact
	}{
		{field(moderation.FieldHours), true, directory.OwnerAsserted, hours},
		{field(moderation.FieldHours), false, directory.NotChecked, hours},
		{field(moderation.FieldAddress), true, directory.OwnerAsserted, func(c *directory.Clinic) directory.Fact { return c.Address.Fact }},
		{ofPRP(moderation.FieldFeatures, "ice_packs"), true, directory.OwnerAsserted, func(c *directory.Clinic) directory.Fact { return c.Offerings[0].Features[0].Fact }},
		{ofPRP(moderation.FieldFeatures, "ice_packs"), false, directory.CheckedAbsent, func(c *directory.Clinic) directory.Fact { return c.Offerings[0].Features[0].Fact }},
		{ofPRP(moderation.FieldCapacity, ""), false, directory.NotChecked, func(c *directory.Clinic) directory.Fact { return c.Offerings[0].Capacity.Fact }},
		{ofPRP(moderation.FieldPrices, ""), false, directory.NotChecked, func(c *directory.Clinic) directory.Fact { return c.Offerings[0].Prices[0].Fact }},
		{moderation.Path{Field: moderation.FieldPractitioners, Key: "Ada"}, true, directory.OwnerAsserted, func(c *directory.Clinic) directory.Fact { return c.Practitioners[0].Fact }},
	}
	for _, tt := range tests {
		got, err := moderation.Reply{Path: tt.path, At: at, Right: tt.right}.Apply(&l, "the clinic, by mail")
		fact := tt.fact(&got.Clinic)
		if err != nil || fact.State != tt.want || got.UpdatedAt != at {
			t.Errorf("Reply(%s, %t).Apply() = %+v, %s; want %s", tt.path, tt.right, fact, said(err), tt.want)
		}
		if tt.want != directory.NotChecked && (fact.ObservedAt != at || fact.Source != "the clinic, by mail") {
			t.Errorf("Reply(%s, %t).Apply() = %+v, want it said now", tt.path, tt.right, fact)
		}
		if all := diff(t, l, got); len(all) != 1 {
			t.Errorf("Reply(%s).Apply() changes %s", tt.path, names(all))
		}
	}
	absent, _ := moderation.Reply{Path: ofPRP(moderation.FieldFeatures, "ice_packs"), At: at}.Apply(&l, "")
	for right, want := range map[bool]directory.FactState{true: directory.CheckedAbsent, false: directory.OwnerAsserted} {
		got, err := moderation.Reply{Path: ofPRP(moderation.FieldFeatures, "ice_packs"), At: at, Right: right}.Apply(&absent, "")
		if state := got.Clinic.Offerings[0].Features[0].Fact.State; err != nil || state != want {
			t.Errorf("that there are none is right: %t. So it is %s, %s; want %s", right, state, said(err), want)
		}
	}
	ada, _ := moderation.Reply{Path: moderation.Path{Field: moderation.FieldPractitioners, Key: "Ada"}, At: at, Right: true}.Apply(&l, "")
	if got, was := ada.Clinic.Practitioners[0].Fact.ExpiresAt, l.Clinic.Practitioners[0].Fact.ExpiresAt; got != was {
		t.Errorf("a clinic has prolonged a credential from %d to %d", was, got)
	}
	for _, p := range []moderation.Path{field(moderation.FieldName), ofPRP(moderation.FieldFeatures, "vibration"), {Field: moderation.FieldCapacity, Service: directory.SMP}, field("x")} {
		_, err := moderation.Reply{Path: p, At: at}.Apply(&l, "")
		wants(t, fmt.Sprintf("Reply(%s).Apply()", p), err, "moderation.no_fact")
	}
}

// TestAsk_years lets clinics live for three years, each with its own manner of
// answering. None is asked more than once in thirty days; one that always answers has
// no stale facts but those that ran out between two letters; one that never does is
// labelled, and is asked ever less.
func TestAsk_years(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	for _, answers := range []int{0, 30, 100} { // in percent
		l := known(now)
		l.Clinic.Practitioners = nil // what has a date of its own is not asked for for ever
		var asked []moderation.Question
		var replies []moderation.Reply
		stale, looks := 0, 0
		for d := range 3 * 365 {
			at := now.Add(time.Duration(d) * days)
			if all := moderation.Ask(&l, asked, replies, at); all != nil {
				if n := len(asked); n > 0 && at.Sub(asked[n-1].At.Time()) < 30*days {
					t.Fatalf("asked on day %d, sooner than a month after %s", d, asked[n-1].At.Time())
				}
				asked = append(asked, moderation.Question{At: directory.At(at), Paths: pathsOf(all)})
				for _, s := range all {
					if r.IntN(100) < answers {
						reply := moderation.Reply{Path: s.Path, At: directory.At(at.Add(time.Hour)), Right: true}
						replies = append(replies, reply)
						l = must(reply.Apply(&l, "the clinic"))
					}
				}
			}
			for _, s := range moderation.Facts(&l.Clinic) {
				looks++
				if moderation.FreshnessOf(s, asked, replies, at) != moderation.Fresh {
					stale++
				}
			}
		}
		t.Logf("answers %3d %%: %2d letters, %.1f %% of facts not fresh, rank %d", answers, len(asked), 100*float64(stale)/float64(looks), moderation.Rank(&l.Clinic, asked, replies, now.Add(3*365*days)))
		switch {
		case answers == 100 && stale > 0:
			t.Errorf("of a clinic that always answers %d of %d facts were not fresh", stale, looks)
		case answers == 0 && (len(asked) > 8 || moderation.Rank(&l.Clinic, asked, replies, now.Add(3*365*days)) != moderation.Unanswered.Weight()):
			t.Errorf("a clinic that never answers was asked %d times, and ranks %d", len(asked), moderation.Rank(&l.Clinic, asked, replies, now.Add(3*365*days)))
		}
	}
}
