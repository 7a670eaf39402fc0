package self_test

import (
	"fmt"
	"sync"
	"testing"

	"rootline/internal/directory"
)

// atOnce runs do 100 times at the same time, and returns what each was told.
func atOnce(do func(n int) error) (heard [100]string) {
	start := make(chan struct{})
	var all sync.WaitGroup
	for n := range heard {
		all.Go(func() {
			<-start
			heard[n] = said(do(n))
		})
	}
	close(start)
	all.Wait()
	return heard
}

// once wants one of 100 at once to come through, and the others to be told why not.
// This is S5.
func once(t *testing.T, call, told string, do func(n int) error) {
	t.Helper()
	won := 0
	for _, heard := range atOnce(do) {
		switch heard {
		case "fine":
			won++
		case told:
		default:
			t.Errorf("%s = %s, want fine or %s", call, heard, told)
		}
	}
	if won != 1 {
		t.Errorf("%s came through %d times of 100, want once", call, won)
	}
}

func TestOnceOnly(t *testing.T) {
	for range assure(1, 50) {
		p := open(t).person("ada@clinic.example")
		app, err := p.StartApp(t.Context(), p.actor())
		if err != nil {
			t.Fatal(err)
		}
		actor, code := p.actor(), p.code(app.Key)
		once(t, "FinishApp(one code)", "conflict: self.app_none", func(int) error {
			return errOf(p.FinishApp(t.Context(), actor, code))
		})
		code = p.code(app.Key)
		recovery, err := p.NewRecoveryCodes(t.Context(), p.actor())
		if err != nil {
			t.Fatal(err)
		}
		for _, code := range []string{code, recovery[7]} {
			once(t, "StepUp(one code)", "invalid code: self.second_wrong", func(int) error {
				return p.patient().StepUp(t.Context(), p.from, actor, "", code)
			})
		}
		options, err := p.PasskeyOptions(t.Context(), p.actor())
		if err != nil {
			t.Fatal(err)
		}
		a := newAuthenticator(t)
		response := a.create(options)
		once(t, "AddPasskey(one answer)", "invalid: self.challenge_none", func(int) error {
			return errOf(p.AddPasskey(t.Context(), actor, "", response))
		})
		if options, err = p.StepUpPasskeyOptions(t.Context(), p.actor()); err != nil {
			t.Fatal(err)
		}
		response = a.show(options)
		once(t, "StepUpPasskey(one answer)", "invalid: self.challenge_none", func(int) error {
			return p.StepUpPasskey(t.Context(), actor, response)
		})
		mailed := p.ask("grace@clinic.example")
		once(t, "ConfirmAddress(one code)", "invalid code: auth.code_used", func(int) error {
			return p.ConfirmAddress(t.Context(), p.from, actor, mailed)
		})
	}
}

// TestOneAddressOneAccount has a hundred accounts show at once that an address is
// theirs. For that each has to have asked while it was free.
func TestOneAddressOneAccount(t *testing.T) {
	o := open(t)
	var all []*somebody
	var codes []string
	for i := range 100 {
		p := o.person(fmt.Sprintf("p%d@clinic.example", i))
		all, codes = append(all, p), append(codes, p.ask("grace@clinic.example"))
	}
	once(t, "ConfirmAddress(one address)", "conflict: self.address_taken", func(n int) error { return all[n].confirm(codes[n]) })
}

// TestLastFactorStays removes both factors of an admin at once.
func TestLastFactorStays(t *testing.T) {
	for range assure(3, 50) {
		p := open(t).person("ada@clinic.example")
		a := p.setPasskey()
		p.setApp()
		p.give(directory.RoleAdmin)
		actor := p.actor()
		heard := atOnce(func(n int) error {
			if n%2 == 0 {
				return p.RemovePasskey(t.Context(), actor, a.credential)
			}
			return p.RemoveApp(t.Context(), actor)
		})
		if got := p.profile(); got.App == (len(got.Passkeys) == 1) {
			t.Fatalf("after both factors were removed at once an admin has an app: %v, and %d passkeys; want one of the two\n%q", got.App, len(got.Passkeys), heard)
		}
	}
}
