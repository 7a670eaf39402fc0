package storetest

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

const aLink auth.SecretKind = "confirm_address"

// link returns the nth of a row of links, for a person; a number below zero is for
// nobody.
func link(n, person int) auth.Secret {
	s := auth.Secret{
		ID: ID(300_000 + n), Kind: aLink, Digest: digest("link", strconv.Itoa(n)), Email: Person(n).Email,
		Text: fmt.Sprintf("https://directory.example/confirm/%d", n), By: ID(3),
		CreatedAt: directory.At(Now), ExpiresAt: directory.At(Now.Add(time.Hour)),
	}
	if person >= 0 {
		s.AccountID = Person(person).ID
	}
	return s
}

func (c check) addSecret(s auth.Secret) {
	c.Helper()
	if err := c.alone.AddSecret(c.Context(), s); err != nil {
		c.Fatalf("AddSecret(%s) = %v", s.ID, err)
	}
}

func (c check) wantSecret(want auth.Secret) {
	c.Helper()
	if got, err := c.store.Secret(c.Context(), want.Kind, want.Digest); err != nil || !reflect.DeepEqual(got, want) {
		c.Errorf("Secret(%s) = %+v, %v\nwant %+v", want.ID, got, err, want)
	}
}

func secretsComeBack(c check) {
	Add(c.T, c.store, Listing(1))
	c.people(1)
	nobodys, bare := link(2, -1), link(3, -1)
	nobodys.Browser, nobodys.Invitation = digest("browser", ""), directory.Membership{Role: directory.RoleManager, ClinicID: Listing(1).Clinic.ID}
	bare.Email, bare.Text, bare.By, bare.Kind = directory.Email{}, "", directory.ID{}, "device"
	for _, want := range []auth.Secret{link(1, 0), nobodys, bare} {
		c.addSecret(want)
		c.wantSecret(want)
	}
	if known, err := c.store.Person(c.Context(), nobodys.ID); err != nil || !known {
		c.Errorf("Person(a secret of its own) = %v, %v; want it known", known, err)
	}
	_, err := c.store.Secret(c.Context(), "another", link(1, 0).Digest)
	c.wantKind("Secret(of another kind)", err, directory.NotFound)
	if err := c.alone.AddSecret(c.Context(), auth.Secret{ID: ID(8), Kind: aLink, Digest: link(1, 0).Digest}); err == nil {
		c.Error("AddSecret(a digest that is there) = nil, want an error")
	}
	want := nobodys // somebody takes it up, so that another key seals it
	want.AccountID, want.Text, want.Email = Person(0).ID, "", Person(5).Email
	got, err := c.alone.UpdateSecret(c.Context(), want.Kind, want.Digest, func(s *auth.Secret) error { *s = want; return nil })
	if err != nil || !reflect.DeepEqual(got, want) {
		c.Errorf("UpdateSecret(2) = %+v, %v\nwant %+v", got, err, want)
	}
	c.wantSecret(want)
}

// linkRedeemedOnce shows each of some links a hundred times at once, and what
// follows is done once for each: S5.
func linkRedeemedOnce(c check) {
	c.people(1)
	const rounds = 50
	for round := range rounds {
		s := link(round, 0)
		c.addSecret(s)
		won := c.once(100, saying("secret.used"), func(int) error {
			return c.alone.Redeem(c.Context(), s.Kind, s.Digest, nil, Now, func(t auth.Tx, used auth.Secret) error {
				_, err := t.UpdateAccount(c.Context(), used.AccountID, func(a *directory.Account) error { a.Name += "+"; return nil })
				return err
			})
		})
		if won != 1 {
			c.Errorf("Redeem(link %d, 100 at once) succeeded %d times, want once", round, won)
		}
		s.UsedAt = directory.At(Now)
		c.wantSecret(s)
	}
	if a, err := c.store.Account(c.Context(), Person(0).ID); err != nil || strings.Count(a.Name, "+") != rounds {
		c.Errorf("Account(0) is called %q, %v; want a + for each of %d links", a.Name, err, rounds)
	}
}

func linkSaysWhy(c check) {
	browser := digest("browser", "")
	code := link(9, -1)
	code.Tag, code.Salt, code.Browser = digest("tag", ""), digest("salt", "")[:16], browser
	for n, tt := range []struct {
		alter   func(*auth.Secret)
		browser []byte
		want    string
	}{
		{func(s *auth.Secret) { s.ExpiresAt = directory.At(Now) + 1 }, nil, ""},
		{func(s *auth.Secret) { s.ExpiresAt = directory.At(Now) }, nil, "secret.expired"},
		{func(s *auth.Secret) { s.UsedAt = 1 }, nil, "secret.used"},
		{func(s *auth.Secret) { s.ReplacedAt = 1 }, nil, "secret.replaced"},
		{func(s *auth.Secret) { s.Browser = browser }, nil, "secret.browser"},
		{func(s *auth.Secret) { s.Browser = browser }, digest("another", ""), "secret.browser"},
		{func(s *auth.Secret) { s.Browser = browser }, browser, ""},
		{func(s *auth.Secret) { s.Kind = "another" }, nil, "secret.unknown"},
		{func(s *auth.Secret) { *s = code }, browser, "secret.unknown"},
	} {
		s := link(n, -1)
		tt.alter(&s)
		c.addSecret(s)
		err := c.alone.Redeem(c.Context(), aLink, s.Digest, tt.browser, Now, func(auth.Tx, auth.Secret) error { return nil })
		if got := fmt.Sprint(err); got != tt.want && (err != nil || tt.want != "") {
			c.Errorf("Redeem(link %d) = %v, want %q", n, err, tt.want)
		}
		if tt.want != "" {
			c.wantSecret(s)
		}
	}
}

// linkNotWasted has what a link leads to refused, or fail, and then redeems it.
func linkNotWasted(c check) {
	s := link(1, -1)
	c.addSecret(s)
	refused := directory.Refuse(directory.Conflict, "refused")
	for _, why := range []error{refused, errors.New("failed")} {
		err := c.alone.Redeem(c.Context(), s.Kind, s.Digest, nil, Now, func(t auth.Tx, _ auth.Secret) error {
			if err := t.AddAccount(c.Context(), Person(1), auth.Credentials{}); err != nil {
				return err
			}
			return why
		})
		if !errors.Is(err, why) {
			c.Errorf("Redeem(what is refused) = %v, want %v", err, why)
		}
		c.wantSecret(s)
		_, err = c.store.Account(c.Context(), Person(1).ID)
		c.wantKind("Account(of a refused link)", err, directory.NotFound)
	}
	if err := c.alone.Redeem(c.Context(), s.Kind, s.Digest, nil, Now, func(auth.Tx, auth.Secret) error { return nil }); err != nil {
		c.Errorf("Redeem(again) = %v", err)
	}
}

// codeTried tries a code wrongly a hundred times at once, and another one rightly:
// five tries count, and one success.
func codeTried(c check) {
	browser, _, err := auth.NewSecret(auth.ForBrowser, bytes.NewReader(digest("secret", "of a browser")))
	if err != nil {
		c.Fatal(err)
	}
	code, state, err := auth.NewCode(browser, Now, bytes.NewReader(bytes.Repeat([]byte{1, 2, 3}, 20)))
	if err != nil {
		c.Fatal(err)
	}
	s := link(1, -1)
	s.Kind = "sign_in_code"
	s.SetCode(state)
	c.addSecret(s)
	c.wantSecret(s)
	try := func(code string) (refused, err error) {
		_, err = c.alone.UpdateSecret(c.Context(), s.Kind, s.Digest, func(s *auth.Secret) error {
			refused = s.Try(code, browser, Now)
			return nil
		})
		return refused, err
	}
	wrong := "000000"
	if code == wrong {
		wrong = "111111"
	}
	counted := c.once(100, saying("auth.code_ended"), func(int) error {
		refused, err := try(wrong)
		if err != nil {
			return err
		}
		if refused.Error() == "auth.code_wrong" {
			return nil
		}
		return refused
	})
	if counted != 4 { // the fifth ends it
		c.Errorf("of 100 wrong codes %d were told to try again, want 4", counted)
	}
	if refused, err := try(code); err != nil || fmt.Sprint(refused) != "auth.code_ended" {
		c.Errorf("the right code after five wrong ones = %v, %v", refused, err)
	}
	code, state, err = auth.ReplaceCode(s.Code(), browser, Now, bytes.NewReader(bytes.Repeat([]byte{4, 5, 6}, 20)))
	if err != nil {
		c.Fatal(err)
	}
	if _, err := c.alone.UpdateSecret(c.Context(), s.Kind, s.Digest, func(s *auth.Secret) error { s.SetCode(state); return nil }); err != nil {
		c.Fatal(err)
	}
	won := c.once(100, saying("auth.code_used"), func(int) error {
		refused, err := try(code)
		return errors.Join(refused, err)
	})
	if won != 1 {
		c.Errorf("the right code, 100 at once, was taken %d times, want once", won)
	}
}

func linkReplaced(c check) {
	c.people(2)
	other, used, kind := link(2, 1), link(3, 0), link(4, 0)
	used.UsedAt, kind.Kind = 1, "another"
	for _, s := range []auth.Secret{link(1, 0), other, used, kind} {
		c.addSecret(s)
	}
	err := c.store.People(c.Context(), func(t auth.Tx) error { return t.ReplaceSecrets(c.Context(), aLink, Person(0).ID) })
	if err != nil {
		c.Fatalf("ReplaceSecrets(0) = %v", err)
	}
	replaced := link(1, 0)
	replaced.ReplacedAt = directory.At(Now)
	for _, want := range []auth.Secret{replaced, other, used, kind} {
		c.wantSecret(want)
	}
}

func invitationsWait(c check) {
	Add(c.T, c.store, Listing(1))
	clinic, brand := Listing(1).Clinic.ID, Organization(1).ID
	invite := func(n int, m directory.Membership) auth.Secret {
		s := link(n, -1)
		s.Invitation = m
		return s
	}
	first := invite(1, directory.Membership{Role: directory.RoleManager, ClinicID: clinic})
	second := invite(2, directory.Membership{Role: directory.RoleOwner, ClinicID: clinic})
	brands := invite(3, directory.Membership{Role: directory.RoleOwner, OrganizationID: brand})
	moderator := invite(4, directory.Membership{Role: directory.RoleModerator})
	used := invite(5, first.Invitation)
	used.UsedAt = 1
	for _, s := range []auth.Secret{second, first, brands, moderator, used, link(6, -1)} {
		c.addSecret(s)
	}
	for scope, want := range map[directory.ID][]auth.Secret{clinic: {first, second}, brand: {brands}, {}: {moderator}} {
		if got, err := c.store.Invitations(c.Context(), scope); err != nil || !reflect.DeepEqual(got, want) {
			c.Errorf("Invitations(%s) = %+v, %v\nwant %+v", scope, got, err, want)
		}
	}
}

func sentCounted(c check) {
	for n := range 4 {
		s := link(n, -1)
		s.Email, s.CreatedAt = Person(0).Email, directory.At(Now.Add(-time.Duration(n)*time.Hour))
		c.addSecret(s)
	}
	upper := must(directory.ParseEmail(strings.ToUpper(Person(0).Email.String())))
	if got, err := c.store.SentTo(c.Context(), upper, directory.At(Now.Add(-2*time.Hour))); err != nil || got != 3 {
		c.Errorf("SentTo(since two hours) = %d, %v; want 3", got, err)
	}
}
