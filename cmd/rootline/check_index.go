package main

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"rootline/internal/directory"
	"rootline/internal/gazetteer"
	"rootline/internal/search"
	"rootline/internal/store"
)

// checkIndex makes the search index as a server would, and compares what searches
// find with what the very same listings come to when they are simply counted.
func checkIndex(ctx context.Context, db *store.Store, now time.Time) (store.Check, error) {
	c := store.Check{Name: "index"}
	places := gazetteer.Embedded()
	builder, counted := search.NewBuilder(places, day(now)), map[string]int{}
	var mu sync.Mutex // guards counted
	err := db.Listings(ctx, func(l directory.Listing) error {
		builder.Add(&l)
		mu.Lock()
		defer mu.Unlock()
		count(counted, &l)
		return nil
	})
	if ctx.Err() != nil {
		return c, ctx.Err()
	}
	if err != nil {
		c.Findings = append(c.Findings, store.Finding{
			What:    "index_unmade",
			Message: directory.Msg("check.index_unmade", "Reason", err.Error()), Remedy: directory.Msg("check.remedy.row"),
		})
		return c, nil
	}
	live := search.NewLive(places)
	live.Replace(builder.Index())
	found, err := searched(live, now)
	c.Looked = live.Size()
	if err == nil {
		c.Findings = compare(counted, found)
	}
	return c, err
}

// compare finds where two ways of counting differ.
func compare(counted, found map[string]int) (differ []store.Finding) {
	all := maps.Clone(counted)
	maps.Copy(all, found)
	for _, what := range slices.Sorted(maps.Keys(all)) {
		if found[what] != counted[what] {
			differ = append(differ, store.Finding{
				What: "index_count", ID: what,
				Message: directory.Msg("check.index_count", "Got", found[what], "Want", counted[what]),
				Remedy:  directory.Msg("check.remedy.index"),
			})
		}
	}
	return differ
}

// count counts a listing that searches hold: once in all, by kind of organization,
// by what can be asked for, and by country.
func count(counted map[string]int, l *directory.Listing) {
	if !l.Searchable() {
		return
	}
	counted["all"]++
	counted["entry_type="+string(l.Organization.EntryType)]++
	counted["country="+l.Clinic.Address.Country.String()]++
	for _, o := range l.Clinic.Offerings {
		counted["service="+o.Service.String()]++
	}
	if l.Clinic.Tandem() {
		counted["service="+search.ChooseTandem.String()]++
	}
}

// searched is what searches find, counted in the same way.
func searched(live *search.Live, now time.Time) (map[string]int, error) {
	found := map[string]int{"all": live.Size()}
	for _, kind := range directory.EntryTypes() {
		answer, err := live.Find(search.Query{EntryTypes: []directory.EntryType{kind}, Page: 1, PerPage: 1}, now)
		if err != nil {
			return nil, err
		}
		found["entry_type="+string(kind)] = answer.Total
		for _, row := range answer.Facets.Country {
			found["country="+row.Value] += row.Count
		}
		for _, row := range answer.Facets.Service {
			found["service="+row.Value] += row.Count
		}
	}
	return found, nil
}
