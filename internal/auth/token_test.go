package auth

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"rootline/internal/directory"
)

const issuer = "https://clinics.example"

func someClaims(tb testing.TB) Claims {
	tb.Helper()
	return Claims{
		Type: Access, Issuer: issuer, Audience: "api",
		Subject: newID(tb, 1), Session: newID(tb, 2), ID: newID(tb, 3),
		IssuedAt: noon, Expires: noon.Add(AccessLife),
	}
}

func mint(tb testing.TB, kid string, key ed25519.PrivateKey, c Claims) string {
	tb.Helper()
	token, err := Mint(kid, key, c)
	if err != nil {
		tb.Fatalf("Mint(%s, %+v): %v", kid, c, err)
	}
	return token
}

func wantAccess(now time.Time) Want {
	return Want{Type: Access, Issuer: issuer, Audience: "api", Now: now}
}

func TestVerify(t *testing.T) {
	c := someClaims(t)
	keys := map[string]ed25519.PublicKey{"k1": public(newKey(1)), "k2": public(newKey(2))}
	for kid, key := range map[string]ed25519.PrivateKey{"k1": newKey(1), "k2": newKey(2)} {
		got, err := Verify(mint(t, kid, key, c), keys, wantAccess(noon))
		if err != nil || got != c {
			t.Errorf("Verify(Mint(%s, %+v)) = %+v, %v", kid, c, got, err)
		}
	}
}

// TestVerify_typeAudienceKey is the table of S6: a token for one type, audience
// and key is nothing to a reader of any other.
func TestVerify_typeAudienceKey(t *testing.T) {
	types, audiences := []TokenType{Access, Page}, []string{"api", "pages", "admin"}
	signers := map[string]ed25519.PrivateKey{"k1": newKey(1), "k2": newKey(2), "k3": newKey(3)}
	cells, accepted := 0, 0
	for _, typ := range types {
		for _, aud := range audiences {
			for kid, key := range signers {
				c := someClaims(t)
				c.Type, c.Audience = typ, aud
				token := mint(t, kid, key, c)
				for _, wantType := range append(types, "JWT", "refresh", "") {
					for _, wantAud := range append(audiences, "api ", "") {
						for known := range signers {
							// The reader knows one key; or has one under another's name.
							for name, pub := range map[string]ed25519.PublicKey{known: public(signers[known]), kid + "x": public(signers[known])} {
								want := Want{Type: wantType, Issuer: issuer, Audience: wantAud, Now: noon}
								_, err := Verify(token, map[string]ed25519.PublicKey{name: pub}, want)
								_, late := VerifyPastExpiry(token, map[string]ed25519.PublicKey{name: pub}, want)
								fits := wantType == typ && wantAud == aud && known == kid && name == kid
								if (err == nil) != fits || (late == nil) != fits {
									t.Errorf("Verify(%s for %s by %s), wanted %s for %s by %s as %s: %v, %v", typ, aud, kid, wantType, wantAud, known, name, err, late)
								}
								cells++
								if err == nil {
									accepted++
								}
							}
						}
					}
				}
			}
		}
	}
	t.Logf("%d cells, %d accepted: those in which all three agree", cells, accepted)
	if accepted != 18 {
		t.Errorf("%d cells accepted, want 18", accepted)
	}
}

func TestVerify_moments(t *testing.T) {
	token := mint(t, "k1", newKey(1), someClaims(t))
	page := someClaims(t)
	page.Type, page.Audience = Page, "pages"
	cookie := mint(t, "k1", newKey(1), page)
	keys := map[string]ed25519.PublicKey{"k1": public(newKey(1))}
	for _, tt := range []struct {
		after, leeway          time.Duration
		verify, past, pastPage string
	}{
		{0, 0, "fine", "fine", "fine"},
		{-time.Second, 0, "auth.token", "auth.token", "auth.token"},
		{-time.Second, 5 * time.Second, "fine", "fine", "fine"},
		{-6 * time.Second, 5 * time.Second, "auth.token", "auth.token", "auth.token"},
		{10*time.Minute - 1, 0, "fine", "fine", "fine"},
		{10 * time.Minute, 0, "auth.token_expired", "auth.token_expired", "fine"},
		{10*time.Minute + 4*time.Second, 5 * time.Second, "fine", "fine", "fine"},
		{10*time.Minute + 5*time.Second, 5 * time.Second, "auth.token_expired", "auth.token_expired", "fine"},
		{12 * time.Hour, 0, "auth.token_expired", "auth.token_expired", "fine"},
		{12*time.Hour + 10*time.Minute - 1, 0, "auth.token_expired", "auth.token_expired", "fine"},
		{12*time.Hour + 10*time.Minute, 0, "auth.token_expired", "auth.token_expired", "auth.token_expired"},
		{5 * 365 * 24 * time.Hour, 0, "auth.token_expired", "auth.token_expired", "auth.token_expired"},
	} {
		want := wantAccess(noon.Add(tt.after))
		want.Leeway = tt.leeway
		wantPage := want
		wantPage.Type, wantPage.Audience = Page, "pages"
		_, verify := Verify(token, keys, want)
		_, past := VerifyPastExpiry(token, keys, want)
		_, pastPage := VerifyPastExpiry(cookie, keys, wantPage)
		if said(verify) != tt.verify || said(past) != tt.past || said(pastPage) != tt.pastPage {
			t.Errorf("%v after, leeway %v: Verify = %v, VerifyPastExpiry = %v, of a page's cookie %v; want %s, %s, %s",
				tt.after, tt.leeway, verify, past, pastPage, tt.verify, tt.past, tt.pastPage)
		}
		if _, err := Verify(cookie, keys, wantPage); said(err) != tt.verify {
			t.Errorf("%v after: Verify(a page's cookie) = %v, want %s", tt.after, err, tt.verify)
		}
	}
}

// forge signs a header and claims as they are given, with a true key: what a
// mistake of ours could sign at most.
func forge(tb testing.TB, key ed25519.PrivateKey, header, claims string) string {
	tb.Helper()
	b64 := base64.RawURLEncoding
	text := b64.EncodeToString([]byte(header)) + "." + b64.EncodeToString([]byte(claims))
	return text + "." + b64.EncodeToString(ed25519.Sign(key, []byte(text)))
}

// parts are the header and claims of a token as JSON.
func parts(tb testing.TB, token string) (header, claims string) {
	tb.Helper()
	p := strings.Split(token, ".")
	h, err1 := base64.RawURLEncoding.DecodeString(p[0])
	c, err2 := base64.RawURLEncoding.DecodeString(p[1])
	if err1 != nil || err2 != nil {
		tb.Fatal(err1, err2)
	}
	return string(h), string(c)
}

// TestVerify_signedNonsense holds Verify to every claim and header, one at a time,
// under a signature that is good.
func TestVerify_signedNonsense(t *testing.T) {
	key := newKey(1)
	keys := map[string]ed25519.PublicKey{"k1": public(key), "": public(key)}
	header, claims := parts(t, mint(t, "k1", key, someClaims(t)))
	if _, err := Verify(forge(t, key, header, claims), keys, wantAccess(noon)); err != nil {
		t.Fatalf("the token that the others are made of is refused: %v", err)
	}
	type edit struct{ old, new string }
	wrong := map[string][]edit{
		header: {
			{`"alg":"EdDSA"`, `"alg":"none"`},
			{`"alg":"EdDSA"`, `"alg":"HS256"`},
			{`"alg":"EdDSA"`, `"alg":"eddsa"`},
			{`"alg":"EdDSA"`, `"alg":"Ed25519"`},
			{`"alg":"EdDSA"`, `"alg":"RS256"`},
			{`"alg":"EdDSA"`, `"alg":["EdDSA"]`},
			{`"alg":"EdDSA",`, ``},
			{`"alg":"EdDSA"`, `"alg":"EdDSA","alg":"EdDSA"`},
			{`"alg":"EdDSA"`, `"alg":"none","alg":"EdDSA"`},
			{`"alg"`, `"ALG":"none","alg"`},
			{`"alg"`, `"\u0061lg"`},
			{`"alg"`, `"crit":["exp"],"alg"`},
			{`"alg"`, `"b64":false,"crit":["b64"],"alg"`},
			{`"alg"`, `"crit":[],"alg"`},
			{`"alg"`, `"crit":["x"],"x":1,"alg"`},
			{`"alg"`, `"jku":"https://attacker.example/jwks.json","alg"`},
			{`"alg"`, `"x5u":"https://attacker.example","alg"`},
			{`"alg"`, `"jwk":{"kty":"OKP","crv":"Ed25519","x":"AAAA"},"alg"`},
			{`"alg"`, `"zip":"DEF","alg"`},
			{`"alg"`, `"cty":"JWT","alg"`},
			{`"typ":"at+jwt"`, `"typ":"JWT"`},
			{`"typ":"at+jwt"`, `"typ":"page+jwt"`},
			{`"typ":"at+jwt"`, `"typ":"AT+JWT"`},
			{`"typ":"at+jwt"`, `"typ":"application/at+jwt"`},
			{`"typ":"at+jwt"`, `"typ":null`},
			{`,"typ":"at+jwt"`, ``},
			{`"typ":"at+jwt"`, `"typ":["at+jwt"]`},
			{`"typ":"at+jwt"`, `"typ":"page+jwt","typ":"at+jwt"`},
			{`"typ":"at+jwt"`, `"typ":"at+jwt","Typ":"page+jwt"`},
			{`"kid":"k1"`, `"kid":"k2"`},
			{`"kid":"k1"`, `"kid":""`},
			{`"kid":"k1",`, ``},
			{`"kid":"k1"`, `"kid":1`},
			{`"kid":"k1"`, `"kid":null`},
			{`"kid":"k1"`, `"kid":"../../k1"`},
			{`"kid":"k1"`, `"kid":"k1\u0000"`},
			{`"kid":"k1"`, `"kid":"k1' OR '1'='1"`},
			{`"kid":"k1"`, `"kid":["k1"]`},
			{`"kid":"k1"`, `"kid":"k2","kid":"k1"`},
			{`{`, `{ `},
			{`}`, "}\n"},
			{`}`, `}{}`},
			{header, `null`},
			{header, `[]`},
			{header, ``},
			{header, `{}`},
		},
		claims: {
			{`"iss":"https://clinics.example"`, `"iss":"https://clinics.example/"`},
			{`"iss":"https://clinics.example"`, `"iss":""`},
			{`"iss":"https://clinics.example",`, ``},
			{`"iss":"https://clinics.example"`, `"iss":["https://clinics.example"]`},
			{`"iss":"https://clinics.example"`, `"iss":null`},
			{`"iss"`, `"ISS":"x","iss"`},
			{`"iss"`, `"Iss"`},
			{`"aud":"api"`, `"aud":"pages"`},
			{`"aud":"api"`, `"aud":["api"]`},
			{`"aud":"api"`, `"aud":["pages","api"]`},
			{`"aud":"api"`, `"aud":""`},
			{`"aud":"api",`, ``},
			{`"aud":"api"`, `"aud":"pages","aud":"api"`},
			{`"aud":"api"`, `"aud":"API"`},
			{`"aud":"api"`, `"aud":null`},
			{`"aud":"api"`, `"aud":"api","AUD":"pages"`},
			{`"exp":` + seconds(noon.Add(AccessLife)), `"exp":` + seconds(noon.Add(AccessLife+time.Second))},
			{`"exp":`, `"Exp":`},
			{`"exp":`, `"exp":1,"exp":`},
			{`"exp":` + seconds(noon.Add(AccessLife)), `"exp":"` + seconds(noon.Add(AccessLife)) + `"`},
			{`"exp":` + seconds(noon.Add(AccessLife)), `"exp":null`},
			{`"exp":` + seconds(noon.Add(AccessLife)), `"exp":1e99`},
			{`"exp":` + seconds(noon.Add(AccessLife)), `"exp":-1`},
			{`"exp":` + seconds(noon.Add(AccessLife)), `"exp":9223372036854775807`},
			{`"exp":` + seconds(noon.Add(AccessLife)), `"exp":` + seconds(noon.Add(AccessLife)) + `.0`},
			{`"exp":` + seconds(noon.Add(AccessLife)) + `,`, ``},
			{`"exp":` + seconds(noon.Add(AccessLife)), `"exp":` + seconds(noon)},
			{`"iat":` + seconds(noon), `"iat":` + seconds(noon.Add(time.Second))},
			{`"iat":` + seconds(noon) + `,`, ``},
			{`"iat":` + seconds(noon), `"iat":0`},
			{`"iat":` + seconds(noon), `"iat":null`},
			{`"iat":` + seconds(noon), `"iat":` + seconds(noon.Add(-time.Second))},
			{`"iat":`, `"nbf":0,"iat":`},
			{`"iat":`, `"nbf":99999999999,"iat":`},
			{`"sub":"` + newID(t, 1).String() + `",`, ``},
			{newID(t, 1).String(), strings.ToUpper(newID(t, 1).String())},
			{newID(t, 1).String(), ""},
			{newID(t, 1).String(), "admin"},
			{`"sub":"` + newID(t, 1).String() + `"`, `"sub":null`},
			{`"sub":`, `"sub":"` + newID(t, 9).String() + `","sub":`},
			{`"sub":`, `"Sub":"` + newID(t, 9).String() + `","sub":`},
			{`"sid":"` + newID(t, 2).String() + `",`, ``},
			{newID(t, 2).String(), ""},
			{`"sid":"` + newID(t, 2).String() + `"`, `"sid":1`},
			{`,"jti":"` + newID(t, 3).String() + `"`, ``},
			{newID(t, 3).String(), ""},
			{newID(t, 3).String(), newID(t, 3).String()[1:]},
			{`{`, `{"role":"admin",`},
			{`{`, `{ `},
			{`}`, "}\n"},
			{`}`, `}}`},
			{claims, `null`},
			{claims, `[]`},
			{claims, ``},
			{claims, `{}`},
			{claims, `"x"`},
		},
	}
	lines := 0
	for part, edits := range wrong {
		for _, e := range edits {
			changed := strings.Replace(part, e.old, e.new, 1)
			if changed == part {
				t.Errorf("%q is not in %s", e.old, part)
			}
			h, c := changed, claims
			if part == claims {
				h, c = header, changed
			}
			token := forge(t, key, h, c)
			got, err := Verify(token, keys, wantAccess(noon))
			_, late := VerifyPastExpiry(token, keys, wantAccess(noon))
			if err == nil || late == nil || directory.KindOf(err) != directory.Unauthenticated {
				t.Errorf("Verify(%s, %s) = %+v, %v, %v; want it refused", h, c, got, err, late)
			}
			lines++
		}
	}
	t.Logf("%d tokens with a good signature: none accepted", lines)
}

func seconds(at time.Time) string {
	b, _ := json.Marshal(at.Unix())
	return string(b)
}

// TestVerify_otherAlgorithms signs with everything that the library knows and that
// an attacker has: the public key, in every form in which it is published.
func TestVerify_otherAlgorithms(t *testing.T) {
	key := newKey(1)
	keys := map[string]ed25519.PublicKey{"k1": public(key)}
	document, err := JWKS(keys)
	if err != nil {
		t.Fatal(err)
	}
	secrets := [][]byte{
		public(key), []byte(base64.RawURLEncoding.EncodeToString(public(key))), []byte(base64.StdEncoding.EncodeToString(public(key))),
		document,
		{},
		[]byte("secret"), make([]byte, 32),
	}
	for _, method := range []jwt.SigningMethod{jwt.SigningMethodHS256, jwt.SigningMethodHS384, jwt.SigningMethodHS512} {
		for _, secret := range secrets {
			token := unsigned("k1", someClaims(t))
			token.Method, token.Header["alg"] = method, method.Alg()
			text, err := token.SignedString(secret)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := Verify(text, keys, wantAccess(noon)); err == nil {
				t.Errorf("Verify accepted %s with the public key for its secret", method.Alg())
			}
		}
	}
	none := unsigned("k1", someClaims(t))
	none.Method, none.Header["alg"] = jwt.SigningMethodNone, "none"
	text, err := none.SignedString(jwt.UnsafeAllowNoneSignatureType)
	if err != nil {
		t.Fatal(err)
	}
	header, claims := parts(t, mint(t, "k1", key, someClaims(t)))
	for _, token := range []string{
		text, text + "AAAA", forge(t, newKey(2), header, claims), strings.TrimRight(text, "."),
		strings.Replace(mint(t, "k1", key, someClaims(t)), ".", "..", 1),
	} {
		if _, err := Verify(token, keys, wantAccess(noon)); err == nil {
			t.Errorf("Verify(%s) accepted it", token)
		}
	}
	damaged := maps.Clone(keys)
	damaged["k1"] = damaged["k1"][:31]
	if _, err := Verify(mint(t, "k1", key, someClaims(t)), damaged, wantAccess(noon)); err == nil {
		t.Error("Verify used a key of 31 bytes")
	}
	if _, err := Verify(strings.Repeat("a", maxToken+1), keys, wantAccess(noon)); err == nil {
		t.Error("Verify read a token of any length")
	}
}

func TestMint_refuses(t *testing.T) {
	good := someClaims(t)
	for name, spoil := range map[string]func(*Claims){
		"no type":                     func(c *Claims) { c.Type = "" },
		"a type of its own":           func(c *Claims) { c.Type = "JWT" },
		"no issuer":                   func(c *Claims) { c.Issuer = "" },
		"no audience":                 func(c *Claims) { c.Audience = "" },
		"an audience that is no text": func(c *Claims) { c.Audience = "\xff" },
		"no subject":                  func(c *Claims) { c.Subject = directory.ID{} },
		"no session":                  func(c *Claims) { c.Session = directory.ID{} },
		"no id":                       func(c *Claims) { c.ID = directory.ID{} },
		"no beginning":                func(c *Claims) { c.IssuedAt = time.Time{} },
		"no end":                      func(c *Claims) { c.Expires = time.Time{} },
		"an end within a second":      func(c *Claims) { c.Expires = c.IssuedAt.Add(999 * time.Millisecond) },
		"a life of eleven minutes":    func(c *Claims) { c.Expires = c.IssuedAt.Add(11 * time.Minute) },
		"more than a token takes":     func(c *Claims) { c.Issuer = strings.Repeat("a", maxToken) },
	} {
		c := good
		spoil(&c)
		if token, err := Mint("k1", newKey(1), c); err == nil {
			t.Errorf("Mint(claims with %s) = %s", name, token)
		}
	}
	if _, err := Mint("", newKey(1), good); err == nil {
		t.Error("Mint signed with a key that has no name")
	}
	if _, err := Mint("k1", nil, good); err == nil {
		t.Error("Mint signed without a key")
	}
}

func TestJWKS(t *testing.T) {
	document, err := JWKS(map[string]ed25519.PublicKey{"k2": public(newKey(2)), "k1": public(newKey(1))})
	want := `{"keys":[{"use":"sig","kty":"OKP","kid":"k1","crv":"Ed25519","alg":"EdDSA","x":"` + base64.RawURLEncoding.EncodeToString(public(newKey(1))) +
		`"},{"use":"sig","kty":"OKP","kid":"k2","crv":"Ed25519","alg":"EdDSA","x":"` + base64.RawURLEncoding.EncodeToString(public(newKey(2))) + `"}]}`
	if err != nil || string(document) != want {
		t.Errorf("JWKS = %s, %v\nwant %s", document, err, want)
	}
	if document, err := JWKS(nil); err != nil || string(document) != `{"keys":[]}` {
		t.Errorf("JWKS(nil) = %s, %v", document, err)
	}
	if document, err := JWKS(map[string]ed25519.PublicKey{"k1": ed25519.PublicKey(newKey(1))}); err == nil {
		t.Errorf("JWKS published a private key: %s", document)
	}
}
