package build

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"rootline/internal/directory"
)

// maxSlug is how long a slug may be, see directory.Slug.
const maxSlug = 80

// assignSlugs gives every region a slug of its own within its country and every
// city one within its region, or within its country where it has none. Of two
// equals the smaller has its id appended. A city outside the regions of a
// country that has them gives way to a region too, so that one part of an
// address never means both.
func assignSlugs(cities []*place, areas *areas) error {
	taken := map[string]bool{} // area code, slash, slug
	all := slices.Concat(areas.list, cities)
	slices.SortFunc(all, compareSlugs)
	for _, p := range all {
		if p.isCountry() {
			p.slug = directory.SlugOf(p.area)
			continue
		}
		within, suffix := p.area+"/", strconv.FormatUint(uint64(p.id), 10)
		if !p.isCity() {
			within, suffix = p.area[:2]+"/", strings.ToLower(p.area[2:])
		}
		p.slug = plainSlug(p, suffix)
		if taken[within+p.slug.String()] {
			p.slug = suffixed(p.slug, suffix)
		}
		if p.slug.IsZero() || taken[within+p.slug.String()] {
			return fmt.Errorf("slugs: none is left for %q in %s", p.name, within)
		}
		taken[within+p.slug.String()] = true
	}
	return nil
}

// compareSlugs puts first who keeps the plain slug: regions before cities, then
// the more populous, then the smaller id.
func compareSlugs(a, b *place) int {
	return cmp.Or(
		cmp.Compare(min(a.id, 1), min(b.id, 1)),
		cmp.Compare(b.population, a.population),
		cmp.Compare(a.id, b.id),
		cmp.Compare(a.area, b.area),
	)
}

// plainSlug is the slug of the ASCII name; a few have none, or one without a
// letter that a slug can hold.
func plainSlug(p *place, suffix string) directory.Slug {
	for _, name := range []string{p.ascii, p.name, "place-" + suffix} {
		if s := directory.SlugOf(name); !s.IsZero() {
			return s
		}
	}
	return directory.Slug{}
}

// suffixed is a slug with an id appended, shortened where there is no room.
func suffixed(s directory.Slug, id string) directory.Slug {
	text := s.String()
	text = strings.TrimRight(text[:min(len(text), maxSlug-1-len(id))], "-")
	s, err := directory.ParseSlug(text + "-" + id)
	if err != nil {
		return directory.Slug{}
	}
	return s
}
