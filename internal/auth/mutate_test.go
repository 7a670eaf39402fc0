package auth

import (
	"crypto/ed25519"
	"encoding/base64"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"rootline/internal/directory"
)

// TestVerify_mutated is S6: whatever is changed in a token of ours, it is no token
// of ours any more. With ROOTLINE_ASSURE=1 there are 20,000 of them.
func TestVerify_mutated(t *testing.T) {
	dice, _ := seeded(t)
	keys := map[string]ed25519.PublicKey{"k1": public(newKey(1)), "k2": public(newKey(2))}
	cookie := someClaims(t)
	cookie.Type, cookie.Audience = Page, "pages"
	other := someClaims(t)
	other.Subject = newID(t, 9)
	tokens := []string{
		mint(t, "k1", newKey(1), someClaims(t)), mint(t, "k2", newKey(2), someClaims(t)),
		mint(t, "k1", newKey(1), cookie), mint(t, "k2", newKey(2), other),
	}
	tried := map[string]int{}
	for n := 0; n < assure(2_500, 20_000); {
		name := mutationNames[n%len(mutationNames)]
		token := mutations[name](dice, pick(dice, tokens), tokens)
		if slices.Contains(tokens, token) {
			continue // changed back into a good one
		}
		n++
		tried[name]++
		for _, want := range []Want{wantAccess(noon), {Type: Page, Issuer: issuer, Audience: "pages", Now: noon}} {
			_, err := Verify(token, keys, want)
			_, late := VerifyPastExpiry(token, keys, want)
			if err == nil || late == nil || directory.KindOf(err) != directory.Unauthenticated {
				t.Fatalf("Verify(%s), mutated by %s = %v, %v; want it refused", token, name, err, late)
			}
		}
	}
	t.Logf("mutated: %v; accepted: 0", tried)
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

func pick[T any](dice *rand.Rand, of []T) T { return of[dice.IntN(len(of))] }

// part changes one of a token's three parts.
func part(dice *rand.Rand, token string, change func(string) string) string {
	p := strings.Split(token, ".")
	i := dice.IntN(3)
	p[i] = change(p[i])
	return strings.Join(p, ".")
}

// inside changes the bytes that a part stands for.
func inside(dice *rand.Rand, token string, change func([]byte) []byte) string {
	return part(dice, token, func(s string) string {
		raw, err := base64.RawURLEncoding.DecodeString(s)
		if err != nil {
			panic(err)
		}
		return base64.RawURLEncoding.EncodeToString(change(raw))
	})
}

var mutationNames = []string{"letter", "bit", "cut", "insert", "swap", "lastBits", "lineBreak", "padding", "alphabet", "order", "extra", "resign", "length", "case"}

var mutations = map[string]func(*rand.Rand, string, []string) string{
	"letter": func(d *rand.Rand, s string, _ []string) string {
		i := d.IntN(len(s))
		return s[:i] + string(alphabet[d.IntN(64)]) + s[i+1:]
	},
	"bit": func(d *rand.Rand, s string, _ []string) string {
		return inside(d, s, func(b []byte) []byte { b[d.IntN(len(b))] ^= 1 << d.IntN(8); return b })
	},
	"cut": func(d *rand.Rand, s string, _ []string) string {
		i := d.IntN(len(s))
		return s[:i] + s[i+1+d.IntN(len(s)-i):]
	},
	"insert": func(d *rand.Rand, s string, _ []string) string {
		return inside(d, s, func(b []byte) []byte { return slices.Insert(b, d.IntN(len(b)+1), byte(d.Uint32())) })
	},
	"swap": func(d *rand.Rand, s string, all []string) string { // parts of two tokens
		a, b := strings.Split(s, "."), strings.Split(pick(d, all), ".")
		a[d.IntN(3)] = b[d.IntN(3)]
		return strings.Join(a, ".")
	},
	"lastBits": func(d *rand.Rand, s string, _ []string) string { // that base64 leaves unused
		return part(d, s, func(p string) string { return p[:len(p)-1] + string(alphabet[d.IntN(64)]) })
	},
	"lineBreak": func(d *rand.Rand, s string, _ []string) string { // that the library overlooks
		i := d.IntN(len(s) + 1)
		return s[:i] + pick(d, []string{"\n", "\r", "\r\n", " ", "\t", "\x00"}) + s[i:]
	},
	"padding": func(d *rand.Rand, s string, _ []string) string {
		return part(d, s, func(p string) string { return p + strings.Repeat("=", 1+d.IntN(3)) })
	},
	"alphabet": func(d *rand.Rand, s string, _ []string) string {
		return part(d, s, func(p string) string {
			return pick(d, []string{"+", "/", "%2B", "é", "\xff"}) + p[1:]
		})
	},
	"order": func(d *rand.Rand, s string, _ []string) string {
		p := strings.Split(s, ".")
		d.Shuffle(3, func(i, j int) { p[i], p[j] = p[j], p[i] })
		return strings.Join(p, ".")
	},
	"extra": func(d *rand.Rand, s string, all []string) string {
		return pick(d, []string{s + ".", "." + s, s + "." + pick(d, all), s + pick(d, all), "Bearer " + s, s + "," + pick(d, all), `"` + s + `"`})
	},
	"resign": func(d *rand.Rand, s string, _ []string) string { // with a key of the attacker's
		text := s[:strings.LastIndexByte(s, '.')]
		return text + "." + base64.RawURLEncoding.EncodeToString(ed25519.Sign(newKey(byte(50+d.IntN(50))), []byte(text)))
	},
	"length": func(d *rand.Rand, s string, _ []string) string { // of the signature
		text := s[:strings.LastIndexByte(s, '.')+1]
		raw := make([]byte, d.IntN(130))
		for i := range raw {
			raw[i] = byte(d.Uint32()) * byte(d.IntN(2))
		}
		return text + base64.RawURLEncoding.EncodeToString(raw)
	},
	"case": func(d *rand.Rand, s string, _ []string) string {
		return part(d, s, pick(d, []func(string) string{strings.ToUpper, strings.ToLower}))
	},
}

// FuzzVerify looks for a token that counts although Mint has not written it, and
// for one that brings Verify down. Half of them have a good signature.
func FuzzVerify(f *testing.F) {
	key := newKey(1)
	keys := map[string]ed25519.PublicKey{"k1": public(key)}
	good := mint(f, "k1", key, someClaims(f))
	header, claims := parts(f, good)
	for _, h := range []string{header, `{"alg":"none"}`, `{"alg":"EdDSA","crit":["b64"],"kid":"k1","typ":"at+jwt"}`, `{`} {
		for _, c := range []string{claims, `{}`, `{"exp":1e400}`} {
			f.Add(h, c, "", true)
			f.Add(h, c, "AAAA", false)
		}
	}
	f.Fuzz(func(t *testing.T, header, claims, signature string, signed bool) {
		token := header + "." + claims + "." + signature
		if signed {
			token = forge(t, key, header, claims)
		}
		c, err := Verify(token, keys, wantAccess(noon))
		if err != nil {
			if directory.KindOf(err) != directory.Unauthenticated {
				t.Errorf("Verify(%q) = %v, which says nothing to the caller", token, err)
			}
			return
		}
		if again := mint(t, "k1", key, c); again != token {
			t.Errorf("Verify accepted %q, which we would have written %q", token, again)
		}
	})
}
