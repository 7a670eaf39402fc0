package searchtest_test

import (
	"bytes"
	"testing"

	"rootline/internal/directory"
	"rootline/internal/gazetteer"
	"rootline/internal/search"
	"rootline/internal/search/searchtest"
)

// answer is that of a real index to a question that two clinics answer.
func answer(t *testing.T) (*search.Answer, searchtest.Expected) {
	t.Helper()
	all := listings(
		clinic("A", istanbul, prp, opens(9, 17, owner), confirmed(4), speaks("tr")),
		clinic("B", istanbul, offer(directory.SMP, with(directory.Beard, owner)), at(41.02, 28.9)),
	)
	b := search.NewBuilder(gazetteer.Embedded(), now)
	for i := range all {
		b.Add(&all[i])
	}
	live := search.NewLive(gazetteer.Embedded())
	live.Replace(b.Index())
	q := ask(search.Query{Countries: []directory.Country{country("TR")}, Near: all[0].Clinic.Address.Point, RadiusKM: 50})
	got, err := live.Find(q, now)
	if err != nil {
		t.Fatal(err)
	}
	return got, searchtest.NewOracle(all, gazetteer.Embedded(), now).Find(q, now)
}

func TestDiff(t *testing.T) {
	tests := map[string]func(want *searchtest.Expected){
		"another total":    func(want *searchtest.Expected) { want.Total++ },
		"another order":    func(want *searchtest.Expected) { want.Cards[0], want.Cards[1] = want.Cards[1], want.Cards[0] },
		"one clinic less":  func(want *searchtest.Expected) { want.Cards = want.Cards[:1] },
		"another name":     func(want *searchtest.Expected) { want.Cards[1].Name = "C" },
		"another distance": func(want *searchtest.Expected) { want.Cards[1].DistanceKM *= 1.00001 },
		"other doors":      func(want *searchtest.Expected) { want.Cards[0].Doors.State = directory.DoorsShut },
		"another count":    func(want *searchtest.Expected) { want.Facets.Service[0].Count++ },
		"a row too many":   func(want *searchtest.Expected) { want.Facets.City = want.Facets.City[:0] },
	}
	got, want := answer(t)
	if diff := searchtest.Diff(got, want); diff != "" {
		t.Errorf("Diff of an answer with its like = %q; want none", diff)
	}
	for why, change := range tests {
		got, want := answer(t)
		change(&want)
		if searchtest.Diff(got, want) == "" {
			t.Errorf("%s: Diff sees no difference", why)
		}
	}
}

func TestDiffJSON(t *testing.T) {
	const base = "https://clinics.example"
	got, _ := answer(t)
	body := got.AppendJSON(nil, base)
	if diff := searchtest.DiffJSON(body, got, base); diff != "" {
		t.Errorf("DiffJSON of an answer with its own JSON = %q; want none", diff)
	}
	for _, edit := range []struct{ from, to string }{
		{`"total":2`, `"total":3`},
		{`"count":1`, `"count":9`},
		{`"name":"A"`, `"name":"Z"`},
		{`"languages":[]`, `"languages":null`},
		{`"opens_next":null,`, ``},
		{`"open_now":true`, `"open_now":null`},
		{`"capacity":null`, `"capacity":"waitlist"`},
		{`"distance_km":0.000`, `"distance_km":0.002`},
		{base, "https://elsewhere.example"},
		{`"slug"`, `"slog"`},
		{`{`, ``},
	} {
		other := bytes.Replace(body, []byte(edit.from), []byte(edit.to), 1)
		if bytes.Equal(other, body) {
			t.Errorf("%s has no %s to change", body, edit.from)
		} else if searchtest.DiffJSON(other, got, base) == "" {
			t.Errorf("DiffJSON with %s for %s sees no difference", edit.to, edit.from)
		}
	}
}
