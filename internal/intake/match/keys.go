package match

import (
	"math"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"

	"rootline/internal/directory"
)

// kind is what entries can have in common. It is the top of a key, so that keys
// sort by it.
type kind uint64

const (
	byPhone    kind = iota + 1
	byPage          // of a site, or of a host where everybody has one
	byDomain        // of the site or of the mailbox, if it is somebody's own
	byMailbox       //
	byBrand         //
	byPostcode      // within a country
	byPoint         // exactly
	byHouse         // number and street within a city
	byCell          // of a grid, see cell
	byWord          // a telling word of the name, by its sound
	byWordHere      // within the city
	byNameHere      // the sound of the whole name, within the city
	byName          // word for word
)

const kindShift = 60

func (k kind) of(key uint64) bool { return kind(key>>kindShift) == k }

// key is a kind and the hash (FNV-1a, so that a run is like another) of what
// is the same. Two of a directory's values on one hash are less likely than any
// fault in its data, and make a candidate, not a match.
func (k kind) key(parts ...string) uint64 {
	h := uint64(14695981039346656037)
	for _, p := range parts {
		for i := range len(p) {
			h = (h ^ uint64(p[i])) * 1099511628211
		}
		h = (h ^ 0xff) * 1099511628211
	}
	h ^= h >> 32
	return uint64(k)<<kindShift | h&(1<<kindShift-1)
}

// keysOf are the keys of an entry, sorted.
func keysOf(e *Entry, r *record) []uint64 {
	keys := make([]uint64, 0, 24)
	for _, p := range e.Phones[:min(len(e.Phones), maxPhones)] {
		keys = append(keys, phoneKey(p))
	}
	page, domain := siteOf(e.Site)
	if page != "" {
		keys = append(keys, byPage.key(page))
	}
	if mailbox, host := mailOf(e.Email); mailbox != "" {
		keys = append(keys, byMailbox.key(mailbox))
		if host != "" {
			keys = append(keys, byDomain.key(host))
		}
	}
	if domain != "" {
		keys = append(keys, byDomain.key(domain))
	}
	if len(r.brand) > 0 {
		keys = append(keys, byBrand.key(joined(r.brand)))
	}
	city := r.cityKey()
	keys = r.appendPlaceKeys(keys, city)
	keys = r.appendNameKeys(keys, city)
	slices.Sort(keys)
	return slices.Clip(slices.Compact(keys))
}

func phoneKey(p directory.Phone) uint64 { return byPhone.key(p.String()) }

// siteOf is a site as it is compared: the page, if the address names one beyond
// the home page, and the domain, if it is somebody's own.
func siteOf(u directory.URL) (page, domain string) {
	if u.IsZero() {
		return "", ""
	}
	parsed, err := url.Parse(u.String())
	if err != nil {
		return "", ""
	}
	host := strings.TrimSuffix(u.Host(), ".")
	path := pathOf(parsed.Path)
	domain, own := ownDomain(host)
	if !own {
		if parsed.RawQuery != "" && strings.Contains(parsed.RawQuery, "id=") {
			path += "?" + parsed.RawQuery // facebook.com/profile.php?id=…
		}
		host = domain
		domain = ""
	}
	if path != "" {
		page = host + "/" + path
	}
	return page, domain
}

// pathOf is a path without what every home page may have: a language and an
// index page.
func pathOf(path string) string {
	var kept []string
	for i, part := range strings.Split(strings.Trim(strings.ToLower(path), "/"), "/") {
		if part == "" || i == 0 && len(part) == 2 || strings.HasPrefix(part, "index.") || strings.HasPrefix(part, "default.") || part == "home" {
			continue
		}
		kept = append(kept, part)
	}
	return strings.Join(kept, "/")
}

// ownDomain is the part of a host that somebody has registered, and whether all
// that is under it is theirs.
func ownDomain(host string) (domain string, own bool) {
	domain, err := publicsuffix.EffectiveTLDPlusOne(host)
	if err != nil {
		return host, false // nhs.uk, under which everybody registers, or an IP address
	}
	return domain, !shared[domain] && !shared[host]
}

// mailOf is a mailbox as it is compared, and the domain, if it is somebody's own.
func mailOf(e directory.Email) (mailbox, domain string) {
	name, host, ok := strings.Cut(strings.ToLower(e.String()), "@")
	if !ok {
		return "", ""
	}
	name, _, _ = strings.Cut(name, "+")
	if domain, ok = ownDomain(host); !ok {
		domain = ""
	}
	if label, _, _ := strings.Cut(domain, "."); freeMail[label] {
		domain = ""
	}
	return name + "@" + host, domain
}

// appendPlaceKeys appends the keys of where an entry is.
func (r *record) appendPlaceKeys(keys []uint64, city string) []uint64 {
	if r.postcode != "" {
		keys = append(keys, byPostcode.key(string(r.country[:]), r.postcode))
	}
	if r.exact() {
		keys = append(keys, pointKey(r.point), cellKey(cellOf(r.point)))
	}
	if street := longest(r.street()); street != nil {
		for _, t := range r.street() {
			if isNumber(t.text) {
				keys = append(keys, byHouse.key(city, t.text, street.sound))
			}
		}
	}
	return keys
}

// longest is the longest word of an address that is neither number nor kind of
// street: that which is surest to be in the other spelling too.
func longest(street []*term) *term {
	var long *term
	for _, t := range street {
		if isNumber(t.text) || ways[t.text] {
			continue
		}
		if long == nil || len(t.text) > len(long.text) || len(t.text) == len(long.text) && t.text < long.text {
			long = t
		}
	}
	return long
}

// appendNameKeys appends the keys of what an entry is called.
func (r *record) appendNameKeys(keys []uint64, city string) []uint64 {
	var whole strings.Builder
	for _, t := range r.words {
		if t.class != facility {
			whole.WriteString(t.text)
		}
		if t.class != telling || len(t.text) == 1 {
			continue
		}
		heard := t.sound
		if len(heard) < 3 {
			heard = t.text
		}
		keys = append(keys, byWord.key(heard), byWordHere.key(city, heard))
	}
	name := sound(whole.String())
	if len(name) < 3 {
		name = joined(r.words)
	}
	return append(keys, byNameHere.key(city, name), r.nameKey())
}

// nameKey is of the name's words in any order.
func (r *record) nameKey() uint64 {
	all := make([]string, len(r.words))
	for i, t := range r.words {
		all[i] = t.text
	}
	slices.Sort(all)
	return byName.key(all...)
}

func joined(words []*term) string {
	all := make([]string, len(words))
	for i, t := range words {
		all[i] = t.text
	}
	return strings.Join(all, " ")
}

// perDegree is how many cells of the grid there are to a degree: each is 220 m
// high and as wide at the equator. What is within a cell's width is in the same
// cell or in one beside it.
const perDegree = 500

type cell struct{ lat, lng int }

func cellOf(p directory.Point) cell {
	return cell{int(math.Floor(p.Lat() * perDegree)), int(math.Floor(p.Lng() * perDegree))}
}

// around are the cell and those beside it, across the 180th meridian too.
func (c cell) around() (all [9]cell) {
	const whole = 360 * perDegree
	for i := range all {
		lng := c.lng + i%3 - 1
		if lng < -whole/2 {
			lng += whole
		}
		if lng >= whole/2 {
			lng -= whole
		}
		all[i] = cell{c.lat + i/3 - 1, lng}
	}
	return all
}

func cellKey(c cell) uint64 { return byCell.key(number(c.lat), number(c.lng)) }

func pointKey(p directory.Point) uint64 {
	return byPoint.key(number(int(math.Round(p.Lat()*1e5))), number(int(math.Round(p.Lng()*1e5))))
}

// number is n as bytes, for a key.
func number(n int) string { return string([]byte{byte(n), byte(n >> 8), byte(n >> 16), byte(n >> 24)}) }
