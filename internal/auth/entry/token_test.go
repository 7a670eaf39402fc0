package entry_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"rootline/internal/auth"
	"rootline/internal/auth/entry"
	"rootline/internal/directory"
)

// page signs a browser in and returns its cookie.
func (s *site) page(a directory.Account) (entry.Progress, string) {
	s.Helper()
	p, err := s.password(firefox(), a)
	s.wantIn("Password", p, err, a, false)
	cookie, err := s.PageToken(s.Context(), p.In.Session)
	if err != nil {
		s.Fatalf("PageToken() = %s", said(err))
	}
	return p, cookie
}

// program signs a program in and returns its tokens.
func (s *site) program(a directory.Account) (entry.Progress, entry.Tokens) {
	s.Helper()
	from := firefox()
	from.Program = true
	p, err := s.password(from, a)
	s.wantIn("Password", p, err, a, false)
	tokens, err := s.Tokens(s.Context(), p.In)
	if err != nil || tokens.ExpiresIn != 10*time.Minute || tokens.Refresh != p.In.Refresh {
		s.Fatalf("Tokens() = %+v, %s; want ten minutes", tokens, said(err))
	}
	return p, tokens
}

func TestPage(t *testing.T) {
	s := newSite(t)
	a := s.account(1, auth.Credentials{Password: rightHash()})
	s.role(a, directory.RoleModerator)
	p, cookie := s.page(a)
	seen := func() directory.Instant {
		kept, err := s.store.Session(t.Context(), p.In.Session.ID)
		if err != nil {
			t.Fatal(err)
		}
		return kept.SeenAt
	}
	start := s.now
	for _, tt := range []struct {
		after   time.Duration // since the sign-in
		seen    time.Duration
		renewed bool
	}{
		{0, 0, false},
		{time.Minute, 0, false},
		{time.Minute + time.Millisecond, time.Minute + time.Millisecond, false},
		{2 * time.Minute, time.Minute + time.Millisecond, false},
		{9*time.Minute + 59*time.Second, 9*time.Minute + 59*time.Second, false},
		{10 * time.Minute, 9*time.Minute + 59*time.Second, true},
		{12 * time.Hour, 12 * time.Hour, true},
	} {
		s.now = start.Add(tt.after)
		who, renewed, err := s.Page(t.Context(), cookie)
		if err != nil || who.Account.ID != a.ID || who.Actor.Session != p.In.Session.ID || !who.Actor.Has(directory.RoleModerator) || who.Session.ID != who.Actor.Session {
			t.Fatalf("Page(after %v) = %+v, %s; want %s", tt.after, who, said(err), a.Name)
		}
		if (renewed != "") != tt.renewed || seen() != directory.At(start.Add(tt.seen)) {
			t.Errorf("Page(after %v) renewed the cookie: %t, seen at %v; want %t, %v", tt.after, renewed != "", seen().Time().Sub(start), tt.renewed, tt.seen)
		}
		if renewed != "" {
			if _, again, err := s.Page(t.Context(), renewed); err != nil || again != "" {
				t.Errorf("Page(the renewed cookie) = %q, %s", again, said(err))
			}
		}
	}
	s.pass(12 * time.Hour)
	_, _, err := s.Page(t.Context(), cookie)
	wantSaid(t, "Page(idle for 12 hours)", err, "auth.sign_in")
}

// A session that is in use all the time ends after 30 days nevertheless.
func TestPage_endsAfterThirtyDays(t *testing.T) {
	s := newSite(t)
	a := s.account(1, auth.Credentials{Password: rightHash()})
	_, cookie := s.page(a)
	for n := range 30*3 - 1 {
		s.pass(8 * time.Hour)
		_, renewed, err := s.Page(t.Context(), cookie)
		if err != nil || renewed == "" {
			t.Fatalf("Page(the %dth time) = %q, %s", n+1, renewed, said(err))
		}
		cookie = renewed
	}
	s.pass(8 * time.Hour)
	_, _, err := s.Page(t.Context(), cookie)
	wantSaid(t, "Page(after 30 days)", err, "auth.sign_in")
}

// What is carried counts only where it belongs, and while its session stands.
func TestPageAndProgram_refuse(t *testing.T) {
	s := newSite(t)
	a, other := s.account(1, auth.Credentials{Password: rightHash()}), s.account(2, auth.Credentials{Password: rightHash()})
	inPage, cookie := s.page(a)
	inProgram, tokens := s.program(a)
	for name, p := range map[string]entry.Progress{"the page": inPage, "the program": inProgram} {
		foreign := p.In.Session
		foreign.AccountID = other.ID
		cookie, _, err := s.Minter.Mint(t.Context(), auth.Page, foreign)
		if err != nil {
			t.Fatal(err)
		}
		token, _, err := s.Minter.Mint(t.Context(), auth.Access, foreign)
		if err != nil {
			t.Fatal(err)
		}
		_, _, err = s.Page(t.Context(), cookie)
		wantSaid(t, "Page(another's cookie for "+name+")", err, "auth.sign_in")
		_, err = s.Program(t.Context(), token)
		wantSaid(t, "Program(another's token for "+name+")", err, "auth.token")
	}
	gone := inPage.In.Session
	gone.ID = other.ID
	noSession, err := s.PageToken(t.Context(), gone)
	if err != nil {
		t.Fatal(err)
	}
	asPage, err := s.PageToken(t.Context(), inProgram.In.Session)
	if err != nil {
		t.Fatal(err)
	}
	asProgram, _, err := s.Minter.Mint(t.Context(), auth.Access, inPage.In.Session)
	if err != nil {
		t.Fatal(err)
	}
	for name, token := range map[string]string{
		"nothing": "", "nonsense": "a.b.c", "the access token": tokens.Access, "a cookie cut short": cookie[:len(cookie)-1],
		"no session": noSession, "a program's session": asPage, "the refresh token": tokens.Refresh,
	} {
		_, renewed, err := s.Page(t.Context(), token)
		if said(err) != "auth.sign_in" || directory.KindOf(err) != directory.Unauthenticated || renewed != "" {
			t.Errorf("Page(%s) = %q, %s; want auth.sign_in", name, renewed, said(err))
		}
	}
	for name, token := range map[string]string{
		"nothing": "", "the cookie": cookie, "a token cut short": tokens.Access[1:], "a page's session": asProgram, "the refresh token": tokens.Refresh,
	} {
		_, err := s.Program(t.Context(), token)
		if said(err) != "auth.token" || directory.KindOf(err) != directory.Unauthenticated {
			t.Errorf("Program(%s) = %s, want auth.token", name, said(err))
		}
	}
	if who, err := s.Program(t.Context(), tokens.Access); err != nil || who.Account.ID != a.ID {
		t.Errorf("Program() = %+v, %s", who, said(err))
	}
	s.state(a, directory.AccountClosed)
	_, _, err = s.Page(t.Context(), cookie)
	wantSaid(t, "Page(a closed account)", err, "auth.sign_in")
	_, err = s.Program(t.Context(), tokens.Access)
	wantSaid(t, "Program(a closed account)", err, "auth.token")
}

func TestProgram_tokenEndsAfterTenMinutes(t *testing.T) {
	s := newSite(t)
	a := s.account(1, auth.Credentials{Password: rightHash()})
	_, tokens := s.program(a)
	s.pass(10*time.Minute + 5*time.Second)
	_, err := s.Program(t.Context(), tokens.Access)
	wantSaid(t, "Program(after ten minutes)", err, "auth.token_expired")
	next, err := s.Refresh(t.Context(), tokens.Refresh)
	if err != nil || next.Refresh == tokens.Refresh || next.ExpiresIn != 10*time.Minute {
		t.Fatalf("Refresh() = %+v, %s", next, said(err))
	}
	if _, err := s.Program(t.Context(), next.Access); err != nil {
		t.Errorf("Program(renewed) = %s", said(err))
	}
	_, err = s.Refresh(t.Context(), tokens.Refresh)
	wantSaid(t, "Refresh(a used token)", err, "auth.refresh_ended")
	_, err = s.Refresh(t.Context(), next.Refresh)
	wantSaid(t, "Refresh(after a replay)", err, "auth.refresh_ended")
	_, err = s.Program(t.Context(), next.Access)
	wantSaid(t, "Program(after a replay)", err, "auth.token")
	_, err = s.Refresh(t.Context(), "nonsense")
	wantSaid(t, "Refresh(nonsense)", err, "auth.refresh")
}

// The last token of a session does not outlive it.
func TestTokens_endWithTheSession(t *testing.T) {
	s := newSite(t)
	a := s.account(1, auth.Credentials{Password: rightHash()})
	_, tokens := s.program(a)
	for range 4 {
		s.pass(7*24*time.Hour - time.Minute)
		var err error
		if tokens, err = s.Refresh(t.Context(), tokens.Refresh); err != nil {
			t.Fatalf("Refresh() = %s", said(err))
		}
	}
	s.pass(2*24*time.Hour + 4*time.Minute - 90*time.Second)
	tokens, err := s.Refresh(t.Context(), tokens.Refresh)
	if err != nil || tokens.ExpiresIn != 90*time.Second {
		t.Errorf("Refresh(90 s before the end) = %+v, %s", tokens, said(err))
	}
	s.pass(90 * time.Second)
	_, err = s.Refresh(t.Context(), tokens.Refresh)
	wantSaid(t, "Refresh(after 30 days)", err, "auth.refresh_expired")
}

func TestSignOut(t *testing.T) {
	s := newSite(t)
	a := s.account(1, auth.Credentials{Password: rightHash()})
	_, cookie := s.page(a)
	_, kept := s.page(a)
	_, tokens := s.program(a)
	inPage, _, err := s.Page(t.Context(), cookie)
	if err != nil {
		t.Fatal(err)
	}
	inProgram, err := s.Program(t.Context(), tokens.Access)
	if err != nil {
		t.Fatal(err)
	}
	for _, who := range []directory.Actor{inPage.Actor, inProgram.Actor, inPage.Actor, {}} {
		if err := s.SignOut(t.Context(), who); err != nil {
			t.Errorf("SignOut(%s) = %s", who.Session, said(err))
		}
	}
	_, _, err = s.Page(t.Context(), cookie)
	wantSaid(t, "Page(signed out)", err, "auth.sign_in")
	_, err = s.Program(t.Context(), tokens.Access)
	wantSaid(t, "Program(signed out)", err, "auth.token")
	_, err = s.Refresh(t.Context(), tokens.Refresh)
	wantSaid(t, "Refresh(signed out)", err, "auth.refresh_ended")
	if _, _, err := s.Page(t.Context(), kept); err != nil {
		t.Errorf("Page(another session of the same account) = %s", said(err))
	}
}

// Signing out while a page is being asked for leaves nobody signed in.
func TestPage_signedOutMeanwhile(t *testing.T) {
	s := newSite(t)
	a := s.account(1, auth.Credentials{Password: rightHash()})
	_, cookie := s.page(a)
	s.pass(time.Hour)
	s.Store = meanwhile{s.store, func() {
		s.people(func(ctx context.Context, tx auth.Tx) error {
			_, err := tx.RevokeSessions(ctx, a.ID, directory.ID{})
			return err
		})
	}}
	who, renewed, err := s.Page(t.Context(), cookie)
	if said(err) != "auth.sign_in" || renewed != "" || who.Actor.Signed() {
		t.Errorf("Page(signed out meanwhile) = %+v, %q, %s", who, renewed, said(err))
	}
	if !strings.Contains(err.Error(), "conflict.revoked") {
		t.Errorf("Page() = %v, want the log to be told why", err)
	}
}
