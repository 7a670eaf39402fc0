package store_test

import (
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"index/suffixarray"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"unicode/utf16"

	"rootline/internal/auth"
	"rootline/internal/directory"
	"rootline/internal/moderation"
	"rootline/internal/store"
	"rootline/internal/store/storetest"
	"rootline/internal/vault"
)

// canary is text that is nowhere but where it was put.
func canary(random *rand.Rand) string {
	return fmt.Sprintf("canary%016x%016x", random.Uint64(), random.Uint64())
}

// forms are the ways in which text may stand in a file: plain, in either case, as
// base64 at each of three offsets, as hex and as UTF-16.
func forms(text string) [][]byte {
	all := [][]byte{
		[]byte(text), []byte(strings.ToUpper(text)),
		[]byte(hex.EncodeToString([]byte(text))), []byte(strings.ToUpper(hex.EncodeToString([]byte(text)))),
	}
	for offset := range 3 { // the first and last letters also depend on what stands beside
		encoded := base64.RawStdEncoding.EncodeToString([]byte(strings.Repeat("x", offset) + text))
		all = append(all, []byte(encoded[4:len(encoded)-4]))
	}
	var little, big []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		little = append(little, byte(unit), byte(unit>>8))
		big = append(big, byte(unit>>8), byte(unit))
	}
	return append(all, little, big)
}

// found are how many of the canaries can be read in any file of the folder, but for
// the keys.
func found(t *testing.T, folder string, canaries []string) (n int) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.db*"))
	check(t, err)
	var all []byte
	for _, file := range files {
		if !strings.Contains(file, ".keys") {
			content, err := os.ReadFile(file)
			check(t, err)
			all = append(all, content...)
		}
	}
	if len(all) < 100_000 {
		t.Fatalf("%q hold %d bytes, want a database", files, len(all))
	}
	index := suffixarray.New(all)
	for _, c := range canaries {
		for _, form := range forms(c) {
			if index.Lookup(form, 1) != nil {
				n++
				break
			}
		}
	}
	return n
}

// TestPeople_unreadable puts 1,680 canaries wherever people can be recognised by
// something, changes them, and looks for them in all files but the keys', in which
// they may stand as text or encoded: P4. With the keys all can be read; without a
// person's, that person is not there.
func TestPeople_unreadable(t *testing.T) {
	folder := t.TempDir()
	s, v := withVault(t, filepath.Join(folder, "some.db"))
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, seed))
	var canaries []string
	put := func() string {
		c := canary(random)
		canaries = append(canaries, c)
		return c
	}
	email := func() directory.Email {
		e, err := directory.ParseEmail(put() + "@clinic.example")
		check(t, err)
		return e
	}
	people := 80
	clinic := storetest.Listing(1)
	clinic.Clinic.Photos = nil // of which there are none
	storetest.Add(t, s, clinic)
	for n := range people {
		a := storetest.Person(n)
		a.Email, a.Name = email(), put()
		kept := auth.Credentials{Password: put(), TOTP: []byte(put())}
		session := directory.Session{ID: storetest.ID(5000 + n), AccountID: a.ID, Label: put(), ExpiresAt: 1}
		secret := auth.Secret{ID: storetest.ID(7000 + n), Kind: "link", Digest: v.Digest("test", a.ID.String()), Email: email(), Text: put()}
		passkey := auth.Passkey{Credential: v.Digest("test", session.ID.String()), AccountID: a.ID, Label: put(), Record: []byte(put())}
		letter := auth.Letter{ID: storetest.ID(9000 + n), Person: a.ID, To: email(), By: put(), Path: put()}
		err := s.People(t.Context(), func(tx auth.Tx) error {
			return errors.Join(tx.AddAccount(t.Context(), a, kept), tx.AddSession(t.Context(), session), tx.AddSecret(t.Context(), secret),
				tx.AddPasskey(t.Context(), passkey), tx.Post(t.Context(), letter))
		})
		check(t, err)
		moderated(t, s, n, put, email)
		_, err = storetest.Alone(s).UpdateAccount(t.Context(), a.ID, func(a *directory.Account) error { a.Name = put(); return nil })
		check(t, err)
	}
	if got := found(t, folder, canaries); got != 0 || len(canaries) != 21*people {
		t.Errorf("%d of %d canaries can be read without the keys, want none of 1680", got, len(canaries))
	}
	check(t, s.SetStamp(t.Context(), "in the clear", canaries[7]+base64.StdEncoding.EncodeToString([]byte("x"+canaries[8]))))
	if got := found(t, folder, canaries); got != 2 {
		t.Errorf("%d canaries are found where 2 stand in the clear", got)
	}
	forgets(t, s, v)
}

// moderated puts canaries into what the nth person claims and somebody reports, and
// into the record.
func moderated(t *testing.T, s *store.Store, n int, put func() string, email func() directory.Email) {
	t.Helper()
	ctx, clinic := t.Context(), storetest.Listing(1).Clinic.ID
	claim, report, event := storetest.Claim(n), storetest.Report(n), storetest.Event(n)
	claim.ClinicID, report.ClinicID, event.Listing = clinic, clinic, clinic
	claim.Evidence[0].Note, claim.HolderSays, claim.Appeal = put(), put(), put()
	report.Text, report.Email = put(), email()
	before, after := []byte(put()), []byte(put())
	paper := moderation.Paper{ID: storetest.ID(11000 + n), ClaimID: claim.ID, By: claim.By, MediaType: "application/pdf", Bytes: []byte("%PDF-" + put())}
	check(t, s.Moderate(ctx, func(tx moderation.Tx) error {
		_, err := tx.Append(ctx, event, before, after, claim.By)
		return errors.Join(err, tx.SaveClaim(ctx, claim), tx.SaveReport(ctx, report), tx.AddPaper(ctx, paper))
	}))
}

// forgets erases the first person's key, and wants the person gone and the others
// not.
func forgets(t *testing.T, s *store.Store, v *vault.Vault) {
	t.Helper()
	gone, stays := storetest.Person(0).ID, storetest.Person(1).ID
	check(t, v.Forget(t.Context(), gone))
	if a, err := s.Account(t.Context(), gone); directory.KindOf(err) != directory.NotFound {
		t.Errorf("Account(forgotten) = %+v, %v; want it not found", a, err)
	}
	if c, err := s.Credentials(t.Context(), gone); directory.KindOf(err) != directory.NotFound {
		t.Errorf("Credentials(forgotten) = %+v, %v; want them not found", c, err)
	}
	if all, err := s.Sessions(t.Context(), gone); err != nil || all != nil {
		t.Errorf("Sessions(forgotten) = %+v, %v; want none", all, err)
	}
	if all, err := s.Passkeys(t.Context(), gone); err != nil || all != nil {
		t.Errorf("Passkeys(forgotten) = %+v, %v; want none", all, err)
	}
	if got, err := s.Standing(t.Context(), storetest.ID(5000)); directory.KindOf(err) != directory.NotFound {
		t.Errorf("Standing(forgotten) = %+v, %v; want it not found", got, err)
	}
	if l, err := s.Letter(t.Context(), storetest.ID(9000)); directory.KindOf(err) != directory.NotFound {
		t.Errorf("Letter(to somebody forgotten) = %+v, %v; want it not found", l, err)
	}
	if claim, err := s.Claim(t.Context(), storetest.Claim(0).ID); directory.KindOf(err) != directory.NotFound {
		t.Errorf("Claim(of somebody forgotten) = %+v, %v; want it not found", claim, err)
	}
	if all, err := s.Claims(t.Context(), moderation.ClaimFilter{}, 0); err != nil || len(all) != 79 {
		t.Errorf("Claims() with somebody forgotten = %d, %v; want 79", len(all), err)
	}
	if p, err := s.Paper(t.Context(), storetest.ID(11000)); directory.KindOf(err) != directory.NotFound {
		t.Errorf("Paper(of somebody forgotten) = %+v, %v; want it not found", p, err)
	}
	if p, err := s.Paper(t.Context(), storetest.ID(11001)); err != nil || len(p.Bytes) == 0 {
		t.Errorf("Paper(of somebody else) = %+v, %v; want it", p, err)
	}
	if all, err := s.Recorded(t.Context(), moderation.EventFilter{Before: 3}, 0); err != nil || len(all) != 2 || all[0].After == nil || all[1].Before != nil || all[1].After != nil {
		t.Errorf("Recorded(the first two) = %+v, %v; want no values of somebody forgotten", all, err)
	}
	reportForgotten(t, s, v)
	if _, err := s.Standing(t.Context(), storetest.ID(5001)); err != nil {
		t.Errorf("Standing(not forgotten) = %v", err)
	}
	if _, err := s.Account(t.Context(), stays); err != nil {
		t.Errorf("Account(not forgotten) = %v", err)
	}
	check(t, s.Verify(t.Context(), func(c store.Check) error {
		if !c.OK() {
			t.Errorf("Verify() with somebody forgotten found %v", c.Findings)
		}
		return nil
	}))
}

// reportForgotten erases the key of a report, of which what is wrong with the listing
// stays.
func reportForgotten(t *testing.T, s *store.Store, v *vault.Vault) {
	t.Helper()
	check(t, v.Forget(t.Context(), storetest.Report(0).ID))
	all, err := s.Reports(t.Context(), storetest.Listing(1).Clinic.ID)
	if err != nil || len(all) != 80 || all[1].Text == "" {
		t.Fatalf("Reports() with one forgotten = %d of them, %v; want 80", len(all), err)
	}
	bare := moderation.Report{ID: storetest.Report(0).ID, ClinicID: all[0].ClinicID, Reason: moderation.WrongHours, At: storetest.Report(0).At}
	if !reflect.DeepEqual(all[0], bare) {
		t.Errorf("Reports()[forgotten] = %+v, want %+v", all[0], bare)
	}
}
