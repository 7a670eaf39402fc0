package storetest

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// Person returns the nth of a row of invented accounts.
func Person(n int) directory.Account {
	return directory.Account{
		ID:        ID(100_000 + n),
		Email:     must(directory.ParseEmail(fmt.Sprintf("Ada.Example-%d@clinic.example", n))),
		Name:      fmt.Sprintf("Ada Example %d", n),
		Language:  must(directory.ParseLanguage("en")),
		State:     directory.AccountActive,
		CreatedAt: directory.At(Now),
	}
}

// credentials are those of the nth person, with three recovery codes.
func credentials(n int) (c auth.Credentials, codes []string) {
	codes, digests, err := auth.NewRecoveryCodes(bytes.NewReader(slices.Repeat(digest("codes", strconv.Itoa(n)), 10)))
	if err != nil {
		panic(err)
	}
	return auth.Credentials{
		Password: fmt.Sprintf("$argon2id$example-%d", n), TOTP: digest("totp", strconv.Itoa(n))[:20], TOTPStep: 7, Recovery: digests[:3],
	}, codes[:3]
}

// people adds the first n persons of the row.
func (c check) people(n int) {
	c.Helper()
	for i := range n {
		if err := c.alone.AddAccount(c.Context(), Person(i), auth.Credentials{}); err != nil {
			c.Fatalf("AddAccount(%d) = %v", i, err)
		}
	}
}

// once runs do so often at the same time, and returns how often it succeeded. What
// else it may come to is told by allowed.
func (c check) once(times int, allowed func(error) bool, do func(n int) error) int {
	var all sync.WaitGroup
	var won atomic.Int64
	start := make(chan struct{})
	for n := range times {
		all.Go(func() {
			<-start
			if err := do(n); err == nil {
				won.Add(1)
			} else if !allowed(err) {
				c.Errorf("call %d = %v", n, err)
			}
		})
	}
	close(start)
	all.Wait()
	return int(won.Load())
}

// saying allows refusals with one of some sentences.
func saying(ids ...string) func(error) bool {
	return func(err error) bool { return slices.Contains(ids, err.Error()) }
}

func accountsComeBack(c check) {
	bare := Person(2)
	bare.Name, bare.Language, bare.State = "", directory.Language{}, directory.AccountUnconfirmed
	for _, want := range []directory.Account{Person(1), bare} {
		if err := c.alone.AddAccount(c.Context(), want, auth.Credentials{}); err != nil {
			c.Fatalf("AddAccount(%+v) = %v", want, err)
		}
		if got, err := c.store.Account(c.Context(), want.ID); err != nil || got != want {
			c.Errorf("Account(%s) = %+v, %v; want %+v", want.ID, got, err, want)
		}
		for _, typed := range []string{want.Email.String(), strings.ToLower(want.Email.String()), strings.ToUpper(want.Email.String())} {
			email := must(directory.ParseEmail(typed))
			if got, err := c.store.AccountByEmail(c.Context(), email); err != nil || got != want {
				c.Errorf("AccountByEmail(%s) = %+v, %v; want %+v", typed, got, err, want)
			}
			unnamed := want
			unnamed.Name, unnamed.Email = "", email
			if got, err := c.store.Addressee(c.Context(), email); err != nil || got != unnamed {
				c.Errorf("Addressee(%s) = %+v, %v; want %+v", typed, got, err, unnamed)
			}
		}
		if known, err := c.store.Person(c.Context(), want.ID); err != nil || !known {
			c.Errorf("Person(%s) = %v, %v; want them known", want.ID, known, err)
		}
	}
	_, err := c.store.Account(c.Context(), ID(99))
	c.wantKind("Account(unknown)", err, directory.NotFound)
	_, err = c.store.Credentials(c.Context(), ID(99))
	c.wantKind("Credentials(unknown)", err, directory.NotFound)
	_, err = c.store.AccountByEmail(c.Context(), Person(3).Email)
	c.wantKind("AccountByEmail(unknown)", err, directory.NotFound)
	_, err = c.store.Addressee(c.Context(), Person(3).Email)
	c.wantKind("Addressee(unknown)", err, directory.NotFound)
	if known, err := c.store.Person(c.Context(), ID(99)); err != nil || known {
		c.Errorf("Person(unknown) = %v, %v; want nobody", known, err)
	}
	if empty, err := c.store.Empty(c.Context()); err != nil || empty {
		c.Errorf("Empty() with accounts = %v, %v; want false", empty, err)
	}
}

// addressHasOneAccount registers one address a hundred times at once, and wants
// addresses that only look like another to be others.
func addressHasOneAccount(c check) {
	won := c.once(100, saying("conflict.account"), func(n int) error {
		a := Person(n)
		a.Email = Person(0).Email
		if n%2 == 1 {
			a.Email = must(directory.ParseEmail(strings.ToUpper(a.Email.String())))
		}
		return c.alone.AddAccount(c.Context(), a, auth.Credentials{})
	})
	if won != 1 {
		c.Errorf("AddAccount(the same address, 100 at once) succeeded %d times, want once", won)
	}
	for i, typed := range []string{"\u0130da@clinic.example", "ida@clinic.example", "id\u00e4@clinic.example", "i.da@clinic.example"} {
		a := Person(200 + i)
		a.Email = must(directory.ParseEmail(typed))
		if err := c.alone.AddAccount(c.Context(), a, auth.Credentials{}); err != nil {
			c.Errorf("AddAccount(%q) = %v; it is another's address than those before", typed, err)
		}
	}
	_, err := c.alone.UpdateAccount(c.Context(), Person(200).ID, func(a *directory.Account) error { a.Email = Person(0).Email; return nil })
	c.wantKind("UpdateAccount(the address of another)", err, directory.Conflict)
}

func accountUpdate(c check) {
	c.people(1)
	refused := errors.New("refused")
	want := Person(0)
	want.Name, want.Email = "Grace Example", must(directory.ParseEmail("grace@clinic.example"))
	got, err := c.alone.UpdateAccount(c.Context(), want.ID, func(a *directory.Account) error {
		a.Name, a.Email = want.Name, want.Email
		return nil
	})
	if err != nil || got != want {
		c.Errorf("UpdateAccount(0) = %+v, %v; want %+v", got, err, want)
	}
	if got, err := c.store.AccountByEmail(c.Context(), want.Email); err != nil || got != want {
		c.Errorf("AccountByEmail(the new one) = %+v, %v; want %+v", got, err, want)
	}
	_, err = c.store.AccountByEmail(c.Context(), Person(0).Email)
	c.wantKind("AccountByEmail(the old one)", err, directory.NotFound)
	for name, change := range map[string]func(*directory.Account) error{
		"refused":    func(a *directory.Account) error { a.Name = "x"; return refused },
		"the id":     func(a *directory.Account) error { a.ID = ID(1); return nil },
		"no address": func(a *directory.Account) error { a.Email = directory.Email{}; return nil },
		"no state":   func(a *directory.Account) error { a.State = "lost"; return nil },
	} {
		if _, err := c.alone.UpdateAccount(c.Context(), want.ID, change); err == nil {
			c.Errorf("UpdateAccount, %s = nil, want an error", name)
		}
	}
	if got, err := c.store.Account(c.Context(), want.ID); err != nil || got != want {
		c.Errorf("Account(0) after refusals = %+v, %v; want %+v", got, err, want)
	}
	if got := c.lastChange(); got != 0 {
		c.Errorf("LastChange() = %d; a name is nobody's business", got)
	}
}

func credentialsComeBack(c check) {
	want, _ := credentials(1)
	if err := c.alone.AddAccount(c.Context(), Person(1), want); err != nil {
		c.Fatalf("AddAccount(1) = %v", err)
	}
	c.wantCredentials(Person(1).ID, want)
	for _, change := range []func(*auth.Credentials){
		func(k *auth.Credentials) { k.Password, k.TOTPStep = "$argon2id$other", 8 },
		func(k *auth.Credentials) { k.Short = true },
		func(k *auth.Credentials) { k.TOTP, k.Recovery = nil, nil },
		func(k *auth.Credentials) { k.Recovery = [][]byte{digest("another", ""), digest("and one", "")} },
		func(*auth.Credentials) {},
	} {
		change(&want)
		got, err := c.alone.UpdateCredentials(c.Context(), Person(1).ID, func(k *auth.Credentials) error { change(k); return nil })
		if err != nil || !reflect.DeepEqual(got, want) {
			c.Errorf("UpdateCredentials(1) = %+v, %v; want %+v", got, err, want)
		}
		c.wantCredentials(Person(1).ID, want)
	}
	_, err := c.alone.UpdateCredentials(c.Context(), ID(99), func(*auth.Credentials) error { return nil })
	c.wantKind("UpdateCredentials(unknown)", err, directory.NotFound)
}

func (c check) wantCredentials(account directory.ID, want auth.Credentials) {
	c.Helper()
	if got, err := c.store.Credentials(c.Context(), account); err != nil || !reflect.DeepEqual(got, want) {
		c.Errorf("Credentials(%s) = %+v, %v; want %+v", account, got, err, want)
	}
}

// recoverySpentOnce shows one code a hundred times at once: S5.
func recoverySpentOnce(c check) {
	kept, codes := credentials(1)
	if err := c.alone.AddAccount(c.Context(), Person(1), kept); err != nil {
		c.Fatal(err)
	}
	spend := func(int) error {
		_, err := c.alone.UpdateCredentials(c.Context(), Person(1).ID, func(k *auth.Credentials) error {
			if !k.SpendRecovery(codes[1]) {
				return directory.Refuse(directory.Invalid, "spent")
			}
			return nil
		})
		return err
	}
	if won := c.once(100, saying("spent"), spend); won != 1 {
		c.Errorf("a recovery code was spent %d times of 100, want once", won)
	}
	kept.Recovery = [][]byte{kept.Recovery[0], kept.Recovery[2]}
	c.wantCredentials(Person(1).ID, kept)
}
