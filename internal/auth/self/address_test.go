package self_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// ask asks for another address, and keeps the secret of the browser as a cookie would.
func (p *somebody) ask(address string) (code string) {
	p.Helper()
	browser, err := p.AskAddress(p.Context(), p.from, p.actor(), email(address))
	if err != nil {
		p.Fatalf("AskAddress(%s) = %v", address, err)
	}
	p.from.Browser = browser
	return p.last().Code
}

func (p *somebody) confirm(code string) error {
	p.Helper()
	return p.ConfirmAddress(p.Context(), p.from, p.actor(), code)
}

func TestConfirmAddress(t *testing.T) {
	p := open(t).person("ada@clinic.example")
	other := p.elsewhere(false).remembered()
	code := p.ask("grace@clinic.example")
	if l := p.last(); l.For != 10*time.Minute || l.Path != "/account/email/code" || l.Person != p.id || l.At != directory.At(p.now) {
		t.Errorf("the letter with the code is %+v", l)
	}
	p.wantPosted("AskAddress", "confirm_address to grace@clinic.example")
	if got := p.profile().Account.Email; got != email("ada@clinic.example") {
		t.Fatalf("before ConfirmAddress the address is %s already", got)
	}
	p.wants("ConfirmAddress", p.confirm(code), "fine")
	if got := p.profile().Account.Email; got != email("grace@clinic.example") {
		t.Errorf("after ConfirmAddress the address is %s", got)
	}
	p.wantPosted("ConfirmAddress", "address_changed_old to ada@clinic.example, address_changed_new to grace@clinic.example")
	devices, err := p.Devices(t.Context(), p.actor())
	if !p.in() || other.in() || err != nil || len(devices) != 0 {
		t.Errorf("after ConfirmAddress here %v, elsewhere %v are signed in, and %v, %v remembered; want true, false, none", p.in(), other.in(), devices, err)
	}
	p.wants("ConfirmAddress(again)", p.confirm(code), "invalid code: auth.code_used")
}

func TestConfirmAddress_saysWhyNot(t *testing.T) {
	wrong := func(code string) string { return string('0'+(code[0]-'0'+1)%10) + code[1:] }
	for _, tt := range []struct {
		name string
		try  func(p *somebody, code string) error
		want string
	}{
		{"a wrong code", func(p *somebody, code string) error { return p.confirm(wrong(code)) }, "invalid code: auth.code_wrong"},
		{"five wrong codes", func(p *somebody, code string) error {
			for range 5 {
				if p.confirm(wrong(code)) == nil {
					return nil
				}
			}
			return p.confirm(code)
		}, "invalid code: auth.code_ended"},
		{"letters", func(p *somebody, _ string) error { return p.confirm("abcdef") }, "invalid code: auth.code_digits"},
		{"in time", func(p *somebody, code string) error { p.now = p.now.Add(10*time.Minute - 1); return p.confirm(code) }, "fine"},
		{"too late", func(p *somebody, code string) error { p.now = p.now.Add(10 * time.Minute); return p.confirm(code) }, "invalid code: auth.code_expired"},
		{"in another browser", func(p *somebody, code string) error {
			p.from.Browser, _, _ = auth.NewSecret(auth.ForBrowser, p.Random)
			return p.confirm(code)
		}, "invalid: auth.code_browser"},
		{"without a browser", func(p *somebody, code string) error { p.from.Browser = ""; return p.confirm(code) }, "invalid: auth.code_browser"},
		{"by somebody else in the same browser", func(p *somebody, code string) error {
			other := p.person("bob@clinic.example")
			other.from.Browser = p.from.Browser
			return other.confirm(code)
		}, "invalid code: auth.code_browser"},
		{"asked again in the same browser", func(p *somebody, code string) error {
			for p.ask("grace@clinic.example") == code {
			}
			return p.confirm(code)
		}, "invalid code: auth.code_replaced"},
		{"asked again in another browser", func(p *somebody, code string) error {
			p.elsewhere(false).ask("joan@clinic.example")
			return p.confirm(code)
		}, "invalid code: auth.code_replaced"},
		{"the newer of two", func(p *somebody, _ string) error { return p.confirm(p.ask("joan@clinic.example")) }, "fine"},
		{"taken meanwhile", func(p *somebody, code string) error { p.person("Grace@clinic.example"); return p.confirm(code) }, "conflict: self.address_taken"},
		{"not strong any more", func(p *somebody, code string) error { p.elsewhere(true).setApp(); return p.confirm(code) }, "unauthenticated: auth.sign_in"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := open(t).person("ada@clinic.example")
			code := p.ask("grace@clinic.example")
			was := p.actor()
			err := tt.try(p, code)
			p.wants("ConfirmAddress("+tt.name+")", err, tt.want)
			if a, err := p.store.Account(t.Context(), was.Account); err != nil || (a.Email != email("ada@clinic.example")) != (tt.want == "fine") {
				t.Errorf("after ConfirmAddress(%s) the address is %s, %v", tt.name, a.Email, err)
			}
		})
	}
}

// TestAskAddress_tellsNothing is S7: whoever asks for an address that is another's
// sees what they would see if it were nobody's, until they show that it is theirs.
func TestAskAddress_tellsNothing(t *testing.T) {
	o := open(t)
	o.person("bob@clinic.example")
	const wrong = "invalid code: auth.code_wrong, "
	const want = wrong + wrong + wrong + wrong + "invalid code: auth.code_ended, invalid code: auth.code_ended"
	for i, tt := range []struct{ address, letter string }{
		{"bob@clinic.example", "address_taken to bob@clinic.example"},
		{"BOB@clinic.example", "address_taken to BOB@clinic.example"},
		{"nobody@clinic.example", "confirm_address to nobody@clinic.example"},
	} {
		p := o.person(fmt.Sprintf("p%d@clinic.example", i))
		code := p.ask(tt.address)
		if l := o.last(); l.Kind == auth.AddressTaken && (l.Code != "" || l.Path != "/sign-in" || l.Person != p.id) {
			t.Errorf("the letter to a taken address is %+v", l)
		}
		o.wantPosted("AskAddress", tt.letter)
		var heard []string
		for n := range 6 {
			guess := fmt.Sprintf("%06d", n)
			if guess == code {
				guess = "999999"
			}
			heard = append(heard, said(p.confirm(guess)))
		}
		if got := strings.Join(heard, ", "); got != want {
			t.Errorf("ConfirmAddress of %s says %s, want %s", tt.address, got, want)
		}
	}
}

// TestAskAddress_noCodeIsRight makes the same code twice, by the same randomness: for an
// address that is free, where the letter tells it, and for one that is taken.
func TestAskAddress_noCodeIsRight(t *testing.T) {
	var code string
	for _, taken := range []bool{false, true} {
		o := open(t)
		p := o.person("ada@clinic.example")
		if taken {
			o.person("bob@clinic.example")
		}
		o.Random = &source{r: rand.NewChaCha8([32]byte{7})}
		if told := p.ask("bob@clinic.example"); !taken {
			code = told
		}
		want := "fine"
		if taken {
			want = "invalid code: auth.code_wrong"
		}
		p.wants(fmt.Sprintf("ConfirmAddress(the code that was made, taken %v)", taken), p.confirm(code), want)
	}
}

func TestAskAddress_ofOnesOwn(t *testing.T) {
	p := open(t).person("ada@clinic.example")
	for _, typed := range []string{"ada@clinic.example", "Ada@Clinic.example", "ADA@CLINIC.EXAMPLE"} {
		_, err := p.AskAddress(t.Context(), p.from, p.actor(), email(typed))
		p.wants("AskAddress("+typed+")", err, "invalid email: self.address_same")
	}
	_, err := p.AskAddress(t.Context(), p.from, p.actor(), directory.Email{})
	p.wants("AskAddress(none)", err, "invalid email: invalid.missing")
	p.wantPosted("AskAddress(the same)", "")
	// To Unicode the long s is an s; to a mail server it is somebody else's mailbox.
	p.person("sam@clinic.example").ask("\u017fam@clinic.example")
}

// TestAskAddress_isNoNuisance counts letters by address, whoever asks for them, and by
// who asks, whatever the address.
func TestAskAddress_isNoNuisance(t *testing.T) {
	o := open(t)
	for i := range 4 {
		o.person(fmt.Sprintf("p%d@clinic.example", i)).ask("nobody@clinic.example")
		want := "confirm_address to nobody@clinic.example"
		if i == 3 {
			want = "nothing to nobody@clinic.example"
		}
		o.wantPosted(fmt.Sprintf("AskAddress by %d others", i), want)
	}
	o.now = o.now.Add(24*time.Hour + time.Millisecond)
	o.person("q@clinic.example").ask("nobody@clinic.example")
	o.wantPosted("AskAddress on the next day", "confirm_address to nobody@clinic.example")

	o.person("bob@clinic.example")
	for i := range 11 {
		o.person(fmt.Sprintf("r%d@clinic.example", i)).ask("bob@clinic.example")
		want := "address_taken to bob@clinic.example"
		if i == 10 {
			want = "nothing to bob@clinic.example"
		}
		o.wantPosted(fmt.Sprintf("AskAddress by %d others", i), want)
	}

	cem := o.person("cem@clinic.example")
	o.tx(func(tx auth.Tx) error {
		_, err := tx.UpdateAccount(t.Context(), cem.id, func(a *directory.Account) error { a.State = directory.AccountUnconfirmed; return nil })
		return err
	})
	for i := range 4 {
		o.person(fmt.Sprintf("s%d@clinic.example", i)).ask("cem@clinic.example")
		want := "address_taken to cem@clinic.example"
		if i == 3 {
			want = "nothing to cem@clinic.example"
		}
		o.wantPosted(fmt.Sprintf("AskAddress for one that is not confirmed by %d others", i), want)
	}

	p := o.person("spammer@clinic.example")
	for i := range 6 {
		p.ask(fmt.Sprintf("victim%d@clinic.example", i))
	}
	_, err := p.AskAddress(t.Context(), p.from, p.actor(), email("victim7@clinic.example"))
	p.wants("AskAddress(the seventh at once)", err, "too many: self.letters_many")
}

// TestAskAddress_keepsTheBrowser wants codes of another kind to live on in the same
// browser, and those of others not to be touched.
func TestAskAddress_keepsTheBrowser(t *testing.T) {
	o := open(t)
	p := o.person("ada@clinic.example")
	code := p.ask("grace@clinic.example")
	browser, err := p.StepUpCode(t.Context(), p.from, p.actor())
	if err != nil || browser != p.from.Browser {
		t.Fatalf("StepUpCode() = %q, %v; want the secret that the browser has", browser, err)
	}
	q := o.person("bob@clinic.example")
	q.from.Browser = p.from.Browser
	if q.ask("joan@clinic.example"); q.from.Browser == p.from.Browser {
		t.Error("AskAddress in the browser of another's code took its place")
	}
	p.wants("ConfirmAddress", p.confirm(code), "fine")
}
