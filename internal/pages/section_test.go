package pages

import (
	"bytes"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"rootline/internal/demo"
	"rootline/internal/directory"
	"rootline/internal/gazetteer"
	"rootline/internal/moderation"
	"rootline/internal/words"
	"rootline/web/page"
)

var sectionNow = time.Date(2026, time.November, 20, 10, 0, 0, 0, time.UTC)

// timesAndTreatments are the sections that this file holds to their promises.
var timesAndTreatments = []section{hoursSection, exceptionsSection, servicesSection, pricesSection}

// TestSections_whatIsShownReadsBackAsNothingNew for a few thousand listings, of the demo
// and damaged at random: to send a form as it came changes nothing, and no fact.
func TestSections_whatIsShownReadsBackAsNothingNew(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	dice := rand.New(rand.NewPCG(seed, 0))
	n := 0
	for batch := range demo.Directory(demo.Params{Clinics: 700, Seed: seed, Now: sectionNow}, gazetteer.Embedded()) {
		for _, l := range batch.Listings {
			for range 3 {
				for _, s := range timesAndTreatments {
					after := clone(l)
					if wrong := sendTo(t, s, &after); len(wrong) > 0 {
						t.Fatalf("%s of %s, sent as it came, is refused: %v", s.path, l.Clinic.Slug, wrong)
					}
					wantSame(t, s.path, l, after)
				}
				if n++; n%3 != 0 {
					l = shuffled(dice, l)
				}
			}
		}
	}
	t.Logf("%d listings in %d sections", n, len(timesAndTreatments))
}

func wantSame(t *testing.T, what string, before, after directory.Listing) {
	t.Helper()
	all, err := moderation.Diff(&before, &after)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range all {
		t.Fatalf("%s of %s, sent as it came, changes %s from %s to %s", what, before.Clinic.Slug, d.Name(), d.From, d.To)
	}
}

// shuffled is a listing with hours, dates, prices and answers of all the kinds that the
// rules let through, however odd.
func shuffled(dice *rand.Rand, was directory.Listing) directory.Listing {
	l := clone(was)
	h := &l.Clinic.Hours
	for d := range h.Week {
		h.Week[d] = randomDay(dice)
	}
	h.ByAppointment = dice.IntN(3) == 0
	if h.PublicHolidays = nil; dice.IntN(2) == 0 {
		h.PublicHolidays = &directory.Holidays{Intervals: randomDay(dice)}
	}
	h.Fact = randomFact(dice)
	h.Exceptions = nil
	for range dice.IntN(6) {
		first := directory.DateOf(sectionNow).AddDays(dice.IntN(60) - 30)
		h.Exceptions = append(h.Exceptions, directory.Exception{
			First: first, Last: first.AddDays(dice.IntN(9)), Name: []string{"", "New Year", `"<b>"`}[dice.IntN(3)], Intervals: randomDay(dice),
		})
	}
	for i := range l.Clinic.Offerings {
		o := &l.Clinic.Offerings[i]
		o.Capacity = directory.Capacity{Status: directory.CapacityStatuses()[dice.IntN(4)], Fact: randomFact(dice)}
		dice.Shuffle(len(o.Features), func(a, b int) { o.Features[a], o.Features[b] = o.Features[b], o.Features[a] })
		for j := range o.Features {
			o.Features[j].Fact = randomFact(dice)
			o.Features[j].Detail = []string{"", "Plasmora demo kit"}[dice.IntN(2)]
		}
		for j := range o.Prices {
			p := &o.Prices[j]
			p.Currency, _ = directory.ParseCurrency([]string{"EUR", "JPY", "KWD", "BHD", "TRY"}[dice.IntN(5)])
			p.Amount = dice.Int64N(100_000_000)
			if p.AmountMax = 0; dice.IntN(2) == 0 {
				p.AmountMax = p.Amount + dice.Int64N(10_000)
			}
			p.Sessions, p.Fact = dice.IntN(5), randomFact(dice)
		}
	}
	if err := l.Check(); err != nil {
		return was
	}
	return l
}

func randomFact(dice *rand.Rand) directory.Fact {
	state := []directory.FactState{"", directory.OwnerAsserted, directory.SourceChecked, directory.CheckedAbsent, directory.NotChecked}[dice.IntN(5)]
	return directory.Fact{State: state, ObservedAt: directory.Instant(dice.Int64N(1e12))}
}

// randomDay is hours of a day: up to the most there can be, up to the end of the next.
func randomDay(dice *rand.Rand) []directory.Interval {
	var day []directory.Interval
	at := directory.Minute(0)
	for range dice.IntN(1 + dice.IntN(directory.MaxIntervals)) {
		opens := at + directory.Minute(dice.IntN(300))
		closes := opens + 1 + directory.Minute(dice.IntN(2000))
		if dice.IntN(4) > 0 {
			closes = opens + 1 + directory.Minute(dice.IntN(200))
		}
		if opens >= directory.EndOfDay || closes > 2*directory.EndOfDay {
			break
		}
		day = append(day, directory.Interval{Opens: opens, Closes: closes, ByAppointment: dice.IntN(4) == 0})
		at = closes
	}
	return day
}

// drawn is what a browser would send of a section's form as it came, with pairs of name
// and value typed over it.
func drawn(t *testing.T, s section, l directory.Listing, pairs ...string) url.Values {
	t.Helper()
	values := sent(t, render(t, s, l, nil, nil))
	for i := 0; i+1 < len(pairs); i += 2 {
		if !values.Has(pairs[i]) && !strings.Contains(render(t, s, l, nil, nil), `name="`+html.EscapeString(pairs[i])+`"`) {
			t.Fatalf("%s has no field %s", s.path, pairs[i])
		}
		values.Set(pairs[i], pairs[i+1])
	}
	return values
}

func render(t *testing.T, s section, l directory.Listing, in *typed, faults []page.Fault) string {
	t.Helper()
	e := editing{
		Own: moderation.Own{Proposed: l}, Listing: l, Now: sectionNow, Sheet: page.Sheet{Token: "token", Faults: faults},
		Frame: page.Frame{Words: words.English(), Now: sectionNow},
	}
	c, err := s.fields(&Pages{}, e, in)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := c.Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// sent are the fields of a form as a browser would send them if nothing was changed.
func sent(t *testing.T, form string) url.Values {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(form))
	if err != nil {
		t.Fatal(err)
	}
	values := url.Values{}
	for n := range doc.Descendants() {
		name := attribute(n, "name")
		switch kind := attribute(n, "type"); {
		case name == "":
		case n.Data == "select":
			values.Add(name, selected(n))
		case n.Data == "input" && (kind == "checkbox" || kind == "radio"):
			if slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "checked" }) {
				values.Add(name, attribute(n, "value"))
			}
		case n.Data == "input":
			values.Add(name, attribute(n, "value"))
		}
	}
	for name, all := range values {
		if len(all) > 1 {
			t.Fatalf("the form sends %s twice: %q", name, all)
		}
	}
	return values
}

func selected(n *html.Node) string {
	first, chosen := "", ""
	for o := range n.Descendants() {
		if o.Data != "option" {
			continue
		}
		if first == "" {
			first = attribute(o, "value")
		}
		if slices.ContainsFunc(o.Attr, func(a html.Attribute) bool { return a.Key == "selected" }) {
			return attribute(o, "value")
		}
	}
	return chosen
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// clone is a copy that shares nothing that sections write to.
func clone(l directory.Listing) directory.Listing {
	c := &l.Clinic
	for d := range c.Hours.Week {
		c.Hours.Week[d] = slices.Clone(c.Hours.Week[d])
	}
	c.Hours.Exceptions = slices.Clone(c.Hours.Exceptions)
	c.Offerings = slices.Clone(c.Offerings)
	for i := range c.Offerings {
		c.Offerings[i].Features = slices.Clone(c.Offerings[i].Features)
		c.Offerings[i].Prices = slices.Clone(c.Offerings[i].Prices)
	}
	return l
}
