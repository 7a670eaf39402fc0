package fetch_test

import (
	"bufio"
	"bytes"
	"net/netip"
	"os"
	"strings"
	"testing"

	"rootline/internal/fetch"
)

// registry reads IANA's blocks from testdata, and ours beside them, as first and
// last address: written down apart from the code, and compared in another way.
func registry(tb testing.TB) [][2]netip.Addr {
	tb.Helper()
	text, err := os.ReadFile("testdata/special.txt")
	if err != nil {
		tb.Fatal(err)
	}
	var ranges [][2]netip.Addr
	for lines := bufio.NewScanner(bytes.NewReader(text)); lines.Scan(); {
		line, _, _ := strings.Cut(lines.Text(), "#")
		if fields := strings.Fields(line); len(fields) == 2 {
			ranges = append(ranges, [2]netip.Addr{netip.MustParseAddr(fields[0]), netip.MustParseAddr(fields[1])})
		}
	}
	if len(ranges) < 40 {
		tb.Fatalf("testdata/special.txt has %d blocks; IANA alone has more", len(ranges))
	}
	return ranges
}

func inside(ranges [][2]netip.Addr, a netip.Addr) bool {
	for _, r := range ranges {
		if r[0].BitLen() == a.BitLen() && r[0].Compare(a) <= 0 && a.Compare(r[1]) <= 0 {
			return true
		}
	}
	return false
}

// TestPublic_edges holds the first and the last address of every block, and the
// neighbours of both, against the list of blocks.
func TestPublic_edges(t *testing.T) {
	ranges := registry(t)
	for _, r := range ranges {
		for _, a := range []netip.Addr{r[0], r[1], r[0].Prev(), r[1].Next()} {
			if !a.IsValid() {
				continue // before the first of all, or after the last
			}
			if got, want := fetch.Public(a), !inside(ranges, a); got != want {
				t.Errorf("Public(%s) = %v, want %v: block %s to %s", a, got, want, r[0], r[1])
			}
		}
	}
}

func TestPublic_sites(t *testing.T) {
	for _, s := range []string{
		"1.1.1.1", "8.8.8.8", "93.184.215.14", "100.63.255.255", "172.32.0.1", "198.20.0.1", "223.255.255.255",
		"2606:4700::6810:84e5", "2a00:1450:4009:822::200e", "2001:4860:4860::8888", "2400:cb00::1", "::ffff:1.1.1.1",
	} {
		if !fetch.Public(netip.MustParseAddr(s)) {
			t.Errorf("Public(%s) = false; sites are at such addresses", s)
		}
	}
	for _, s := range []string{"2606:4700::1%eth0", "fe80::1%eth0", "::ffff:1.1.1.1%eth0"} {
		if fetch.Public(netip.MustParseAddr(s)) {
			t.Errorf("Public(%s) = true; a zone is of this machine", s)
		}
	}
	if fetch.Public(netip.Addr{}) {
		t.Error("Public(no address) = true")
	}
}

// carriers put an IPv4 address into IPv6, in the ways that some gateway undoes.
var carriers = map[string]func(four [4]byte) netip.Addr{
	"mapped":     func(b [4]byte) netip.Addr { return v6("::ffff:0:0", 12, b) },
	"compatible": func(b [4]byte) netip.Addr { return v6("::", 12, b) },
	"translated": func(b [4]byte) netip.Addr { return v6("::ffff:0:0:0", 12, b) },
	"NAT64":      func(b [4]byte) netip.Addr { return v6("64:ff9b::", 12, b) },
	"NAT64 here": func(b [4]byte) netip.Addr { return v6("64:ff9b:1::", 12, b) },
	"6to4":       func(b [4]byte) netip.Addr { return v6("2002::1", 2, b) },
	"ISATAP":     func(b [4]byte) netip.Addr { return v6("2606:4700::5efe:0:0", 12, b) },
	"ISATAP u":   func(b [4]byte) netip.Addr { return v6("2606:4700::200:5efe:0:0", 12, b) },
	"Teredo at":  func(b [4]byte) netip.Addr { return v6("2001::", 4, b) },
	"Teredo for": func(b [4]byte) netip.Addr {
		return v6("2001::", 12, [4]byte{^b[0], ^b[1], ^b[2], ^b[3]})
	},
}

func v6(base string, at int, four [4]byte) netip.Addr {
	b := netip.MustParseAddr(base).As16()
	copy(b[at:], four[:])
	return netip.AddrFrom16(b)
}

// FuzzPublic checks the rule about addresses against the list in testdata, and
// against what the library knows of addresses; and that no form of IPv6 carries
// an IPv4 address past it.
func FuzzPublic(f *testing.F) {
	for _, r := range registry(f) {
		f.Add(r[0].AsSlice())
		f.Add(r[1].AsSlice())
	}
	ranges := registry(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		a, ok := netip.AddrFromSlice(b)
		if !ok {
			return
		}
		got := fetch.Public(a)
		known := a.Unmap()
		if !known.IsGlobalUnicast() || known.IsPrivate() || known.IsLoopback() || known.IsLinkLocalUnicast() || known.IsMulticast() || known.IsUnspecified() {
			if got {
				t.Errorf("Public(%s) = true; the library knows better", a)
			}
		}
		if got != fetch.Public(known) {
			t.Errorf("Public(%s) = %v, and not for %s", a, got, known)
		}
		bytes16 := known.As16()
		isatap := known.Is6() && bytes.Contains([]byte("\x00\x00\x5e\xfe\x02\x00\x5e\xfe"), bytes16[8:12]) && bytes16[10] == 0x5e
		if want := !inside(ranges, known) && !isatap; got != want {
			t.Errorf("Public(%s) = %v, want %v", a, got, want)
		}
		if !known.Is4() {
			return
		}
		for way, carry := range carriers {
			if c := carry(known.As4()); fetch.Public(c) && (way != "mapped" || !got) {
				t.Errorf("Public(%s) = true: %s of %s", c, way, known)
			}
		}
	})
}
