package fetch

import "net/netip"

// public reports whether a is an address at which a site on the internet can
// be. It is what the second and the third wall are made of.
//
// IPv6 is refused unless it is from the one block that addresses are given out
// of, so that whatever is set aside elsewhere in future is refused already. An
// address that carries an IPv4 address inside is refused whatever it carries,
// except for the mapped form: that is IPv4 in another spelling, and judged so.
func public(a netip.Addr) bool {
	if !a.IsValid() || a.Zone() != "" {
		return false
	}
	a = a.Unmap()
	if a.Is6() && (!given.Contains(a) || isISATAP(a)) {
		return false
	}
	for _, p := range special {
		if p.Contains(a) {
			return false
		}
	}
	return true
}

var given = netip.MustParsePrefix("2000::/3")

// special are the blocks of IANA's registries of special-purpose addresses (as
// of October 2025), multicast, and what clouds keep for themselves among public
// addresses. Blocks that the registry calls reachable are among them: anycast
// services of the network itself, and no clinic's site. Of IPv6 only what lies
// in the block that is given out is named.
var special = prefixes(
	"0.0.0.0/8",         // this network
	"10.0.0.0/8",        // private
	"100.64.0.0/10",     // shared by a provider's customers; Alibaba's metadata
	"127.0.0.0/8",       // loopback
	"168.63.129.16/32",  // Azure's host, as each of its machines sees it
	"169.254.0.0/16",    // link-local; metadata of most clouds
	"172.16.0.0/12",     // private
	"192.0.0.0/24",      // protocol assignments; Oracle's metadata
	"192.0.2.0/24",      // documentation
	"192.31.196.0/24",   // AS112
	"192.52.193.0/24",   // multicast tunnels
	"192.88.99.0/24",    // 6to4 relays
	"192.168.0.0/16",    // private
	"192.175.48.0/24",   // AS112
	"198.18.0.0/15",     // benchmarking
	"198.51.100.0/24",   // documentation
	"203.0.113.0/24",    // documentation
	"224.0.0.0/4",       // multicast
	"240.0.0.0/4",       // reserved, and broadcast
	"2001::/23",         // protocol assignments: Teredo, benchmarking, ORCHID
	"2001:db8::/32",     // documentation
	"2002::/16",         // 6to4
	"2620:4f:8000::/48", // AS112
	"3ffe::/16",         // the 6bone, given back
	"3fff::/20",         // documentation
)

func prefixes(texts ...string) []netip.Prefix {
	all := make([]netip.Prefix, len(texts))
	for i, s := range texts {
		all[i] = netip.MustParsePrefix(s)
	}
	return all
}

// isISATAP reports whether the lower half of a is an IPv4 address in a tunnel
// of RFC 5214, which works under any prefix.
func isISATAP(a netip.Addr) bool {
	b := a.As16()
	return b[8]&^2 == 0 && b[9] == 0 && b[10] == 0x5e && b[11] == 0xfe
}
