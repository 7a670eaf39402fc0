package storetest

import (
	"errors"
	"fmt"
	"reflect"
	"strconv"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// passkey returns the nth of a row of passkeys, of a person.
func passkey(n, person int) auth.Passkey {
	return auth.Passkey{
		Credential: digest("credential", strconv.Itoa(n))[:16+n], AccountID: Person(person).ID,
		Label: fmt.Sprintf("Ada's key %d", n), Record: digest("record", strconv.Itoa(n)),
		CreatedAt: directory.At(Now) + directory.Instant(n),
	}
}

// wantPasskeys fails unless an account has these, and each is found by its credential.
func (c check) wantPasskeys(account directory.ID, want ...auth.Passkey) {
	c.Helper()
	if got, err := c.store.Passkeys(c.Context(), account); err != nil || !reflect.DeepEqual(got, want) {
		c.Errorf("Passkeys(%s) = %+v, %v\nwant %+v", account, got, err, want)
	}
	for _, want := range want {
		if got, err := c.store.PasskeyByCredential(c.Context(), want.Credential); err != nil || !reflect.DeepEqual(got, want) {
			c.Errorf("PasskeyByCredential(%x) = %+v, %v\nwant %+v", want.Credential, got, err, want)
		}
	}
}

func passkeysComeBack(c check) {
	c.people(2)
	bare := auth.Passkey{Credential: []byte{0}, AccountID: Person(1).ID}
	for _, k := range []auth.Passkey{passkey(2, 0), passkey(1, 0), bare} {
		if err := c.alone.AddPasskey(c.Context(), k); err != nil {
			c.Fatalf("AddPasskey(%x) = %v", k.Credential, err)
		}
	}
	c.wantPasskeys(Person(0).ID, passkey(1, 0), passkey(2, 0))
	c.wantPasskeys(Person(1).ID, bare)
	c.wantPasskeys(ID(99))
	_, err := c.store.PasskeyByCredential(c.Context(), passkey(3, 0).Credential)
	c.wantKind("PasskeyByCredential(unknown)", err, directory.NotFound)
	c.wantKind("AddPasskey(of nobody)", c.alone.AddPasskey(c.Context(), passkey(4, 7)), directory.NotFound)
	nameless := passkey(5, 0)
	nameless.Credential = []byte{}
	c.wantKind("AddPasskey(without an id)", c.alone.AddPasskey(c.Context(), nameless), directory.Internal)
}

// passkeyTaken adds one credential for two accounts, fifty times at once.
func passkeyTaken(c check) {
	c.people(2)
	won := c.once(50, saying("conflict.passkey"), func(n int) error { return c.alone.AddPasskey(c.Context(), passkey(1, n%2)) })
	if won != 1 {
		c.Errorf("AddPasskey(one credential, 50 at once) succeeded %d times, want once", won)
	}
}

func passkeyUpdated(c check) {
	c.people(2)
	if err := errors.Join(c.alone.AddPasskey(c.Context(), passkey(1, 0)), c.alone.AddPasskey(c.Context(), passkey(2, 0))); err != nil {
		c.Fatal(err)
	}
	want := passkey(1, 0)
	want.Label, want.Record, want.UsedAt = "The blue one", digest("record", "counted on"), directory.At(Now)
	for range 2 { // the second time nothing changes
		got, err := c.alone.UpdatePasskey(c.Context(), want.Credential, func(k *auth.Passkey) error { *k = want; return nil })
		if err != nil || !reflect.DeepEqual(got, want) {
			c.Errorf("UpdatePasskey(1) = %+v, %v; want %+v", got, err, want)
		}
	}
	refused := errors.New("refused")
	for name, change := range map[string]func(*auth.Passkey) error{
		"refused":        func(k *auth.Passkey) error { k.Label, k.Record[0] = "x", 0; return refused },
		"the credential": func(k *auth.Passkey) error { k.Credential[0]++; return nil },
		"the account":    func(k *auth.Passkey) error { k.AccountID = Person(1).ID; return nil },
		"its beginning":  func(k *auth.Passkey) error { k.CreatedAt++; return nil },
	} {
		if _, err := c.alone.UpdatePasskey(c.Context(), want.Credential, change); err == nil {
			c.Errorf("UpdatePasskey, %s = nil, want an error", name)
		}
	}
	_, err := c.alone.UpdatePasskey(c.Context(), passkey(3, 0).Credential, func(*auth.Passkey) error { return nil })
	c.wantKind("UpdatePasskey(unknown)", err, directory.NotFound)
	c.wantPasskeys(Person(0).ID, want, passkey(2, 0))
}

func passkeyRemoved(c check) {
	c.people(1)
	if err := errors.Join(c.alone.AddPasskey(c.Context(), passkey(1, 0)), c.alone.AddPasskey(c.Context(), passkey(2, 0))); err != nil {
		c.Fatal(err)
	}
	if err := c.alone.RemovePasskey(c.Context(), passkey(1, 0).Credential); err != nil {
		c.Errorf("RemovePasskey(1) = %v", err)
	}
	c.wantPasskeys(Person(0).ID, passkey(2, 0))
	_, err := c.store.PasskeyByCredential(c.Context(), passkey(1, 0).Credential)
	c.wantKind("PasskeyByCredential(removed)", err, directory.NotFound)
	c.wantKind("RemovePasskey(again)", c.alone.RemovePasskey(c.Context(), passkey(1, 0).Credential), directory.NotFound)
	if err := c.alone.AddPasskey(c.Context(), passkey(1, 0)); err != nil {
		c.Errorf("AddPasskey(again) = %v", err)
	}
}
