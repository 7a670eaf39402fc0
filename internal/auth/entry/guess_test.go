package entry_test

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// TestGuesses is S8: ten thousand wrong passwords for one account, from all over the
// world within a day, of which a hundred at most are looked at. All the while its owner
// gets in by a passkey, by a mailed code, and in a browser that is remembered. With
// ROOTLINE_ASSURE=1 there are ten thousand, else two.
func TestGuesses(t *testing.T) {
	s := newSite(t)
	a := s.account(1, auth.Credentials{Password: rightHash()})
	k := s.key(a)
	home := firefox()
	s.remember(&home, a)
	guesses, reached := assure(2_000, 10_000), int64(0)
	for n := range guesses {
		var ip [4]byte
		binary.BigEndian.PutUint32(ip[:], 0x0b000000+uint32(n)*77_773)
		thief := auth.From{Addr: netip.AddrFrom4(ip), Label: "a script"}
		to := a.Email
		if n%2 == 0 {
			to = email(t, strings.ToUpper(to.String()))
		}
		before := s.Hasher.Calls()
		_, err := s.Password(t.Context(), thief, to, fmt.Sprintf("guess number %d of many", n), "")
		if directory.KindOf(err) != directory.TooMany {
			wantSaid(t, "Password(a guess)", err, "signin.wrong")
		}
		reached += s.Hasher.Calls() - before
		s.pass(24 * time.Hour / time.Duration(guesses))
		if n%(guesses/5) != 0 {
			continue
		}
		p, err := s.passkey(firefox(), k)
		s.wantIn("Passkey(while others guess)", p, err, a, true)
		from := firefox()
		p, err = s.codeSignIn(&from, a.Email)
		if err != nil || p.Step != "second_factor" {
			t.Errorf("Code(while others guess) = %+v, %s", p, said(err))
		}
		p, err = s.password(home, a)
		s.wantIn("Password(in a remembered browser, while others guess)", p, err, a, false)
	}
	t.Logf("of %d guesses %d reached the hasher", guesses, reached)
	if reached > 100 {
		t.Errorf("of %d guesses %d reached the hasher, want 100 at most", guesses, reached)
	}
}

// TestGuesses_strangersTakeTurns wants nobody who is known to wait for those who are
// not, however many of them have something hashed.
func TestGuesses_strangersTakeTurns(t *testing.T) {
	s, home := newSite(t), firefox()
	a := s.account(1, auth.Credentials{Password: rightHash()})
	s.remember(&home, a)
	done, err := s.Hasher.Turn(t.Context()) // one of them is at it
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := s.Password(ctx, firefox(), a.Email, rightPassword, ""); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Password(in another browser, meanwhile) = %s, want it to wait", said(err))
	}
	if _, err := s.Register(ctx, firefox(), ada(t)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Register(meanwhile) = %s, want it to wait", said(err))
	}
	p, err := s.password(home, a)
	s.wantIn("Password(in a remembered browser, meanwhile)", p, err, a, false)
	done()
	p, err = s.password(firefox(), a)
	s.wantIn("Password(in another browser, afterwards)", p, err, a, false)
}

// Whoever guesses at an address that nobody has is slowed as much: what they are told
// says nothing of whether there is an account.
func TestGuesses_slowedAlike(t *testing.T) {
	s := newSite(t)
	a := s.account(1, auth.Credentials{Password: rightHash()})
	tell := func(to directory.Email) (replies []string) {
		for n := range 20 {
			thief := auth.From{Addr: netip.AddrFrom4([4]byte{198, 51, byte(n), 7})}
			_, err := s.Password(t.Context(), thief, to, "a guess that is wrong", "")
			replies = append(replies, said(err))
		}
		return replies
	}
	there, nobody := fmt.Sprint(tell(a.Email)), fmt.Sprint(tell(email(t, "nobody@clinic.example")))
	if there != nobody || !strings.Contains(there, "auth.slow_seconds") {
		t.Errorf("guesses at an account are told %s\nand at none %s", there, nobody)
	}
}

// Second factors are counted apart from passwords, and by account: nobody without the
// password can slow them.
func TestGuesses_secondFactor(t *testing.T) {
	s, from := newSite(t), firefox()
	a := s.account(1, auth.Credentials{Password: rightHash(), TOTP: app})
	s.halfway(&from, a)
	for n := range 100 {
		thief := auth.From{Addr: netip.AddrFrom4([4]byte{203, 0, byte(n), 7}), Browser: from.Browser}
		_, err := s.Second(t.Context(), thief, wrongly(s.totp()), false)
		if n < 6 {
			wantSaid(t, "Second(wrong)", err, "signin.second_wrong")
		} else if directory.KindOf(err) != directory.TooMany {
			t.Errorf("Second(wrong, the %dth time) = %s, want it to be slowed", n+1, said(err))
		}
	}
	other := firefox()
	s.halfway(&other, a) // the password is none the slower
	_, err := s.Password(t.Context(), firefox(), a.Email, rightPassword, s.totp())
	if directory.KindOf(err) != directory.TooMany {
		t.Errorf("Password(with a code, while those are slowed) = %s", said(err))
	}
}

// Who mistypes a password and then has it right begins anew.
func TestGuesses_takenBack(t *testing.T) {
	s, from := newSite(t), firefox()
	a := s.account(1, auth.Credentials{Password: rightHash()})
	guarded := s.account(2, auth.Credentials{Password: rightHash(), TOTP: app})
	k := s.key(guarded)
	for range 3 {
		for range 4 {
			_, err := s.Password(t.Context(), from, a.Email, "mistyped", "")
			wantSaid(t, "Password(mistyped)", err, "signin.wrong")
			_, err = s.Password(t.Context(), from, guarded.Email, "mistyped", "")
			wantSaid(t, "Password(mistyped)", err, "signin.wrong")
		}
		p, err := s.password(from, a)
		s.wantIn("Password", p, err, a, false)

		s.halfway(&from, guarded)
		p, err = s.passkey(from, k)
		s.wantIn("Passkey(after the password)", p, err, guarded, true)
	}
	for range 3 {
		s.pass(time.Minute)
		s.halfway(&from, guarded)
		for range 3 {
			_, err := s.Second(t.Context(), from, wrongly(s.totp()), false)
			wantSaid(t, "Second(mistyped)", err, "signin.second_wrong")
		}
		p, err := s.Second(t.Context(), from, s.totp(), false)
		s.wantIn("Second", p, err, guarded, true)
	}
}
