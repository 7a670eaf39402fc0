package fetch_test

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"rootline/internal/directory"
	"rootline/internal/fetch"
)

// inside4 and inside6 are addresses that a site's name may answer with to get
// us where we must not be.
var inside4 = []string{
	"0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.100.100.200", "100.127.255.255",
	"127.0.0.1", "127.0.0.53", "127.1.2.3", "127.255.255.255", "168.63.129.16", "169.254.0.1", "169.254.169.254",
	"169.254.170.2", "172.16.0.1", "172.17.0.1", "172.31.255.255", "192.0.0.1", "192.0.0.170", "192.0.0.192",
	"192.0.2.1", "192.31.196.1", "192.52.193.1", "192.88.99.1", "192.168.0.1", "192.168.255.255", "192.175.48.1",
	"198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1",
	"255.255.255.255",
}

var inside6 = []string{
	"::", "::1", "::2", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::ffff:0:127.0.0.1",
	"64:ff9b::127.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b:1::a00:1", "100::1", "100:0:0:1::1", "2001::1", "2001:0:7f00:1::1",
	"2001:1::1", "2001:2::1", "2001:3::1", "2001:4:112::1", "2001:10::1", "2001:20::1", "2001:30::1", "2001:db8::1",
	"2002:7f00:1::1", "2002:a00:1::1", "2002:a9fe:a9fe::1", "2606:4700::5efe:127.0.0.1", "2606:4700::200:5efe:10.0.0.1",
	"2620:4f:8000::1", "3ffe::1", "3fff::1", "4000::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fd20:ce::254",
	"fe80::1", "fe80::1%lo", "fe80::a9fe:a9fe", "fec0::1", "ff02::1", "ff0e::1",
}

// spellings are hosts of an address that some library somewhere takes for one
// inside, or that has no business on the web.
var spellings = []string{
	"127.0.0.1", "10.0.0.1", "169.254.169.254", "127.1", "127.0.1", "10.1", "0", "1", "0.0.0.0", "2130706433", "2852039166", "4294967295",
	"017700000001", "0177.0.0.1", "0177.0.0.01", "0300.0250.0.1", "0x7f000001", "0x7f.0.0.1", "0x7f.1", "0X7F.0.0.0X1", "0xa9fea9fe",
	"0x7f.0x0.0x0.0x1", "127.0.0.1.", "127.0.0.01", "127.0.0.256", "1.2.3.4.5", "0127.0.0.1", "00000000177.0.0.1",
	"[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[0:0:0:0:0:0:0:1]", "[fe80::1%25lo]", "[fd00:ec2::254]",
	"[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[::1]:80", "127.0.0.1:80",
	// Full width, ideographic dots, circles, Arabic: what maps to 127.0.0.1.
	"\uff11\uff12\uff17.0.0.1", "\uff11\uff12\uff17\uff0e\uff10\uff0e\uff10\uff0e\uff11", "127\u30020\u30020\u30021", "127\uff610\uff610\uff611",
	"\u2460\u2461\u2466.\u24ea.\u24ea.\u2460", "\uff10\uff587f.1", "\u0661\u0662\u0667.\u0660.\u0660.\u0661", "loc\u00adalhost", "\uff4cocalhost", "a.\uff4cocal",
	"localhost", "LOCALHOST", "localhost.", "a.localhost", "printer.local", "metadata.google.internal", "metadata", "db", "com",
	"1.0.0.127.in-addr.arpa", "site.test", "a.invalid", "a.onion",
	"site.example.", "site.example..", ".site.example", "site..example", "site.example.0x1", "site.example.1", "-", "a b.example",
	"xn--.1", strings.Repeat("a", 64) + ".example", strings.Repeat("a.", 130) + "example",
	"user@site.example", "user:pass@site.example", "site.example:8080", "site.example:22", "site.example:0",
	"site.example:65536", "site.example:080", "site.example:-80",
}

// public is where the sites of these tests are.
const public, publicToo, publicSix = "93.184.215.14", "93.184.215.15", "2606:4700::6810:84e5"

// redirects are the answers that send a visitor on.
var redirects = []int{301, 302, 303, 307, 308}

// leads is a site that sends whoever comes on to where(step).
func leads(where func(step string) string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		step := strings.TrimPrefix(r.URL.Path, "/")
		w.Header()["Location"] = []string{where(step)}
		w.WriteHeader(redirects[len(step)%len(redirects)])
	}
}

// inward are all ways inside that these tests know: a name for each, of which
// the name service gives an answer that leads there.
func inward(w *web) []string {
	var hosts []string
	for i, a := range append(append([]string{}, inside4...), inside6...) {
		alone, first, last := fmt.Sprintf("alone%d.example", i), fmt.Sprintf("first%d.example", i), fmt.Sprintf("last%d.example", i)
		w.name(alone, a)
		w.name(first, a, publicToo)
		w.name(last, publicToo, publicSix, a)
		hosts = append(hosts, alone, first, last)
	}
	return append(hosts, spellings...)
}

// try visits whatever can be made of host and returns the sentence.
func try(t *testing.T, c *fetch.Client, address string) string {
	t.Helper()
	u, err := directory.ParseURL(address)
	if err != nil {
		return sentence(err)
	}
	_, err = c.Page(t.Context(), u)
	return sentence(err)
}

// TestSSRF is S12: whatever the address, straight or over redirects of each
// kind, nothing inside is connected to. Where the forms come through without
// the rule about addresses, the canary sings: that is the proof that it can.
func TestSSRF(t *testing.T) {
	w := newWeb(t)
	w.site(t, "kind.example", publicToo, shows("a page of somebody else"))
	hosts := inward(w)
	w.name("site.example", publicToo)
	targets := hosts
	w.site(t, "leads.example", public, leads(func(step string) string {
		if rest, ok := strings.CutPrefix(step, "once-more-"); ok {
			return "/" + rest
		}
		var i int
		_, _ = fmt.Sscanf(step, "%d", &i)
		return "http://" + targets[i] + "/"
	}))
	visits := 0
	for _, scheme := range []string{"http", "https"} {
		for _, host := range hosts {
			visits++
			if got := try(t, w.client(nil), scheme+"://"+host+"/"); got == "no error" || strings.HasPrefix(got, "no sentence") {
				t.Errorf("Page(%s://%s/) = %s", scheme, host, got)
			}
		}
	}
	for i, host := range hosts {
		want := "fetch.unreachable"
		if i >= len(hosts)-len(spellings) {
			want = "fetch.elsewhere"
		}
		for _, way := range []string{"", "once-more-", "once-more-once-more-"} {
			visits++
			if got := try(t, w.client(nil), fmt.Sprintf("http://leads.example/%s%d", way, i)); got != want {
				t.Errorf("Page, sent to http://%s/ = %s, want %s", host, got, want)
			}
		}
	}
	if n := w.canary.hits(t); n != 0 {
		t.Errorf("%d connections at the canary", n)
	}
	for _, to := range w.dialled {
		if to != netip.MustParseAddrPort(public+":80") {
			t.Errorf("dialled %s, where no test has sent us", to)
		}
	}
	t.Logf("%d addresses of names, %d spellings of hosts, %d visits: %d connections at the canary",
		len(inside4)+len(inside6), len(spellings), visits, w.canary.hits(t))

	for i := range inside4 {
		try(t, fetch.Lax(w.client(nil)), fmt.Sprintf("http://alone%d.example/", i))
	}
	if n := w.canary.hits(t); n != len(inside4) {
		t.Errorf("without the rule about addresses %d connections at the canary, want %d: it does not show anything", n, len(inside4))
	}
}

// TestSSRF_schemes leads from a site to what is not the web at all.
func TestSSRF_schemes(t *testing.T) {
	w := newWeb(t)
	locations := []string{
		"file:///etc/passwd", "gopher://127.0.0.1:70/_x", "ftp://site.example/", "dict://127.0.0.1:11211/", "ldap://127.0.0.1/",
		"javascript:alert(1)", "data:text/html,code", "http:127.0.0.1", "http:///", "//127.0.0.1/", "//[::1]/", "///127.0.0.1/", "http://",
		"https://site.example:80/", "http://site.example:443/", "\\\\127.0.0.1\\", "http://127.0.0.1\\@kind.example/",
		"http://kind.example#@127.0.0.1:6379/", "http://kind.example%00.example/", "http://kind.example%2f@127.0.0.1/", "http://[::1", "http://%31%32%37.0.0.1/",
		"http://a\tb/", "\xff\xfe", "%zz", "unix:///var/run/docker.sock", "http+unix://%2Fvar%2Frun%2Fdocker.sock/info",
	}
	w.site(t, "leads.example", public, leads(func(step string) string {
		var i int
		if _, err := fmt.Sscanf(step, "%d", &i); err != nil {
			return "/"
		}
		return locations[i]
	}))
	for i, location := range locations {
		if got := try(t, w.client(nil), fmt.Sprintf("http://leads.example/%d", i)); got == "no error" || strings.HasPrefix(got, "no sentence") {
			t.Errorf("Page, sent to %q = %s", location, got)
		}
	}
	if n := w.canary.hits(t); n != 0 {
		t.Errorf("%d connections at the canary; dialled: %v", n, w.dialled)
	}
}

// TestSSRF_rebinding has names that answer well when they are asked first, and
// lead inside ever after.
func TestSSRF_rebinding(t *testing.T) {
	w := newWeb(t)
	w.site(t, "turns.example", public, shows("first answer"))
	for _, a := range append(append([]string{}, inside4...), inside6...) {
		w.answers["turns.example"] = nil
		w.name("turns.example", public)
		w.name("turns.example", a)
		w.asked = nil
		p, err := w.client(nil).Page(t.Context(), parse(t, "http://turns.example/"))
		if err != nil || string(p.Text) != "first answer" {
			t.Errorf("Page = %q, %v; the first answer was a good one", p.Text, err)
		}
		if len(w.asked) != 1 || w.asked[0] != "turns.example." {
			t.Errorf("for one visit the name service was asked for %v", w.asked)
		}
	}

	// A redirect to the same name is a new visit, and a new question.
	w.site(t, "returns.example", publicToo, leads(func(string) string { return "/again" }))
	w.name("returns.example", "127.0.0.1")
	if got := try(t, w.client(nil), "http://returns.example/"); got != "fetch.unreachable" {
		t.Errorf("Page, sent back to a name that leads inside by now = %s", got)
	}
	if n := w.canary.hits(t); n != 0 {
		t.Errorf("%d connections at the canary; dialled: %v", n, w.dialled)
	}
}

// TestSSRF_lastWall connects with the system's own dialer to canaries at every
// address that this machine has inside.
func TestSSRF_lastWall(t *testing.T) {
	addresses := []string{"127.0.0.1:0", "127.0.0.2:0"}
	if l, err := net.Listen("tcp", "[::1]:0"); err == nil {
		l.Close()
		addresses = append(addresses, "[::1]:0")
	}
	own, err := net.InterfaceAddrs()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range own {
		p, err := netip.ParsePrefix(a.String())
		if err == nil && !p.Addr().IsLoopback() && !p.Addr().IsLinkLocalUnicast() && !fetch.Public(p.Addr()) {
			addresses = append(addresses, netip.AddrPortFrom(p.Addr(), 0).String())
		}
	}
	w := newWeb(t)
	for _, a := range addresses {
		c := newCanary(t, a)
		to := []netip.AddrPort{c.address()}
		if four := c.address().Addr(); four.Is4() {
			to = append(to, netip.AddrPortFrom(netip.AddrFrom16(four.As16()), c.address().Port()))
		}
		if c.address().Addr().IsLoopback() {
			// The system takes these for itself.
			to = append(to, netip.AddrPortFrom(netip.IPv4Unspecified(), c.address().Port()), netip.AddrPortFrom(netip.IPv6Unspecified(), c.address().Port()))
		}
		for _, to := range to {
			if conn, err := w.client(nil).DialSystem(t.Context(), to); err == nil {
				conn.Close()
				t.Errorf("DialSystem(%s) connects", to)
			}
		}
		if n := c.hits(t); n != 0 {
			t.Errorf("%d connections at the canary of %s", n, a)
		}
		conn, err := fetch.Lax(w.client(nil)).DialSystem(t.Context(), c.address())
		if err != nil {
			t.Fatalf("without the rule about addresses DialSystem(%s) = %v: it does not show anything", a, err)
		}
		conn.Close()
		if n := c.hits(t); n != 1 {
			t.Errorf("%d connections at the canary of %s, want the one", n, a)
		}
	}
	t.Logf("canaries at %v", addresses)
}

// TestSSRF_ownNetworks holds back public addresses that the operator names.
func TestSSRF_ownNetworks(t *testing.T) {
	w := newWeb(t)
	w.name("ours.example", "93.184.216.1")
	w.name("mapped.example", "::ffff:93.184.216.1")
	c := w.client(func(o *fetch.Options) { o.Refused = []netip.Prefix{netip.MustParsePrefix("93.184.216.0/24")} })
	for _, host := range []string{"ours.example", "mapped.example"} {
		if got := try(t, c, "https://"+host+"/"); got != "fetch.unreachable" {
			t.Errorf("Page(https://%s/) = %s", host, got)
		}
	}
	if n := w.canary.hits(t); n != 0 {
		t.Errorf("%d connections at the canary", n)
	}
}

// TestSSRF_proxies has the environment name a proxy, which is not asked.
func TestSSRF_proxies(t *testing.T) {
	w := newWeb(t)
	proxy := newCanary(t, "127.0.0.1:0")
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"} {
		t.Setenv(name, "http://"+proxy.Addr().String())
	}
	w.site(t, "site.example", public, shows("seen"))
	if p, err := w.client(nil).Page(t.Context(), parse(t, "http://site.example/")); err != nil || string(p.Text) != "seen" {
		t.Errorf("Page = %q, %v", p.Text, err)
	}
	if n := proxy.hits(t); n != 0 {
		t.Errorf("%d connections at the proxy", n)
	}
}

// TestPage_tellsNothing compares, word for word, what a person is told of
// addresses inside, of names that do not exist, and of ports that are closed.
func TestPage_tellsNothing(t *testing.T) {
	w := newWeb(t)
	const host = "site.example"
	told := func(answers ...string) directory.Error {
		t.Helper()
		w.answers[host] = nil
		if len(answers) > 0 {
			w.name(host, answers...)
		}
		_, err := w.client(func(o *fetch.Options) { o.Timeout = 10 * time.Second }).Page(t.Context(), parse(t, "https://"+host+"/"))
		e := (*directory.Error)(nil)
		if !errors.As(err, &e) {
			t.Fatalf("Page = %v", err)
		}
		return *e
	}
	w.at(public+":443", "") // closed
	want := fmt.Sprintf("%#v", told(public))
	for what, answers := range map[string][]string{
		"a name that does not exist": nil,
		"a loopback address":         {"127.0.0.1"},
		"a private address":          {"10.0.0.1"},
		"a cloud's metadata":         {"169.254.169.254"},
		"a private one among public": {public, "192.168.0.1"},
		"a unique local address":     {"fd00::1"},
	} {
		if got := fmt.Sprintf("%#v", told(answers...)); got != want {
			t.Errorf("of %s the person is told %s; of a closed port, %s", what, got, want)
		}
	}
	if n := w.canary.hits(t); n != 0 {
		t.Errorf("%d connections at the canary", n)
	}
}
