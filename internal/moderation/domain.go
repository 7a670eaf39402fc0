package moderation

import (
	_ "embed"
	"net/netip"
	"strings"
	"sync"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"

	"rootline/internal/directory"
)

//go:embed lists/nobodys_own.txt
var nobodysOwnText string

// nobodysOwn are the domains under which everybody can have an address or a page, and
// names that are so under whatever suffix.
var nobodysOwn = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	for line := range strings.Lines(nobodysOwnText) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			all[line] = true
		}
	}
	return all
})

// registries are suffixes that the public list counts among private ones, because
// companies run them, but where names are registered as anywhere else.
var registries = map[string]bool{
	"uk.com": true, "us.com": true, "eu.com": true, "de.com": true, "br.com": true, "cn.com": true, "jpn.com": true,
	"ru.com": true, "sa.com": true, "za.com": true, "uk.net": true, "se.net": true, "jp.net": true, "in.net": true,
	"com.de": true, "com.se": true, "co.com": true, "us.org": true, "ae.org": true, "co.nl": true, "co.no": true,
}

// Domain is the registrable domain of a host, in ASCII, and false if the host is a
// number or has none. Letters that look alike give different domains.
func Domain(host string) (string, bool) {
	host = strings.Trim(host, "[]")
	if _, err := netip.ParseAddr(host); err == nil {
		return "", false
	}
	ascii, err := idna.Lookup.ToASCII(strings.TrimSuffix(host, "."))
	if err != nil {
		return "", false
	}
	domain, err := publicsuffix.EffectiveTLDPlusOne(ascii)
	if err != nil {
		return "", false
	}
	// The library makes names of broken letters that it does not take for names.
	if again, err := idna.Lookup.ToASCII(domain); err != nil || again != domain {
		return "", false
	}
	return domain, true
}

// NobodysOwn reports whether a registrable domain shows nothing of who has an address
// or a page there: free mail, social networks, link pages, site builders, hosts and
// marketplaces, and all that the public suffix list has as rooms for others.
func NobodysOwn(domain string) bool {
	suffix, managed := publicsuffix.PublicSuffix(domain)
	if !managed && strings.Contains(suffix, ".") && !registries[suffix] {
		return true
	}
	name, _, _ := strings.Cut(domain, ".")
	return nobodysOwn()[domain] || nobodysOwn()[name+".*"]
}

// ProvesDomain returns the domain that somebody who reads an address's mail speaks
// for, if that is the one that the site of a clinic or a brand stands on. Otherwise
// it refuses, and says what else would do.
func ProvesDomain(address directory.Email, site directory.URL) (string, error) {
	return provesHost("email", hostOf(address), site)
}

// ProvesPage is the same for somebody who can put a code onto a page.
func ProvesPage(page, site directory.URL) (string, error) {
	return provesHost("url", page.Host(), site)
}

func provesHost(field, host string, site directory.URL) (string, error) {
	own, ok := Domain(site.Host())
	shown, found := Domain(host)
	var wrong directory.Message
	switch {
	case site.IsZero() || !ok:
		wrong = directory.Msg("moderation.domain.no_site")
	case NobodysOwn(own):
		wrong = directory.Msg("moderation.domain.site_shared", "Domain", shownDomain(own))
	case !found:
		wrong = directory.Msg("moderation.domain.none")
	case NobodysOwn(shown):
		wrong = directory.Msg("moderation.domain.shared", "Domain", shownDomain(shown))
	case shown != own:
		wrong = directory.Msg("moderation.domain.elsewhere", "Domain", shownDomain(shown), "Site", shownDomain(own))
	default:
		return own, nil
	}
	return "", mistaken(map[string]directory.Message{field: wrong})
}

// SiteDomain is the domain of a site as people write it, empty if there is none, and
// whether it shows whose the site is: then [ProvesDomain] and [ProvesPage] can be met.
func SiteDomain(site directory.URL) (shown string, own bool) {
	domain, ok := Domain(site.Host())
	if site.IsZero() || !ok {
		return "", false
	}
	return shownDomain(domain), !NobodysOwn(domain)
}

// shownDomain is a domain as people write it. What could be taken for another in
// Unicode stays in ASCII.
func shownDomain(domain string) string {
	if u, err := idna.Display.ToUnicode(domain); err == nil {
		return directory.Printable(u)
	}
	return domain
}

// hostOf is where an address has its mail; "" for no address.
func hostOf(address directory.Email) string {
	s := address.String()
	return s[strings.LastIndexByte(s, '@')+1:]
}
