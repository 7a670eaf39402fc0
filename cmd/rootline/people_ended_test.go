package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/auth"
	"rootline/internal/directory"
	"rootline/internal/server"
)

// ending is a way in which sessions end: of two that somebody has, one in a browser and
// one in a program, those that are named.
type ending struct {
	name          string
	by            func(w *world, s *someone) answer
	page, program bool
}

// endings are all of them. What is done is done by the session that stays, if one does.
var endings = []ending{
	{"signing out", func(w *world, s *someone) answer { return w.post(s, "/sign-out") }, true, false},
	{"making room for another", func(w *world, s *someone) answer { return w.post(s, "/switch") }, true, false},
	{"a program's logout", func(w *world, s *someone) answer { return w.tell(s, "POST", "/api/v1/auth/logout", "") }, false, true},
	{"ending the other session on the page", func(w *world, s *someone) answer {
		return w.post(s, "/account/sessions/"+s.program.ID.String()+"/end")
	}, false, true},
	{"ending the other session by a program", func(w *world, s *someone) answer {
		return w.tell(s, "DELETE", "/api/v1/auth/sessions/"+s.page.ID.String(), "")
	}, true, false},
	{"ending all others on the page", func(w *world, s *someone) answer { return w.post(s, "/account/sessions/end-others") }, false, true},
	{"ending all others by a program", func(w *world, s *someone) answer {
		return w.tell(s, "DELETE", "/api/v1/auth/sessions?others=true", "")
	}, true, false},
	{"ending all on the page", func(w *world, s *someone) answer { return w.post(s, "/account/sessions/end-all") }, true, true},
	{"ending all by a program", func(w *world, s *someone) answer { return w.tell(s, "DELETE", "/api/v1/auth/sessions", "") }, true, true},
	{"a new password on the page", func(w *world, s *someone) answer {
		return w.post(s, "/account/password", "password", "sonnet-granite-otter-velvet")
	}, false, true},
	{"a new password by a program", func(w *world, s *someone) answer {
		return w.tell(s, "PUT", "/api/v1/auth/password", `{"password":"sonnet-granite-otter-velvet"}`)
	}, true, false},
	{"removing a member on the page", func(w *world, s *someone) answer {
		return w.post(w.people["owner-a"], w.teamOf("a")+"/members/"+s.account.ID.String()+"/removal")
	}, true, true},
	{"removing a member by a program", func(w *world, s *someone) answer {
		return w.tell(w.people["owner-a"], "DELETE", "/api/v1"+w.teamOf("a")+"/members/"+s.account.ID.String(), "")
	}, true, true},
	{"closing an account", func(w *world, s *someone) answer {
		must(w.t, w.house.People(w.t.Context(), func(tx auth.Tx) error {
			_, err := tx.UpdateAccount(w.t.Context(), s.account.ID, func(a *directory.Account) error {
				a.State = directory.AccountClosed
				return nil
			})
			return err
		}))
		return answer{status: http.StatusNoContent}
	}, true, true},
	{"using a refresh token twice", func(w *world, s *someone) answer {
		again := fmt.Sprintf(`{"refresh_token":%q}`, s.refresh)
		if a := w.tell(nil, "POST", "/api/v1/auth/refresh", again); a.status != http.StatusOK {
			w.t.Errorf("POST /api/v1/auth/refresh = %d %s, want new tokens", a.status, a.body)
		}
		if a := w.tell(nil, "POST", "/api/v1/auth/refresh", again); a.status != http.StatusUnauthorized {
			w.t.Errorf("POST /api/v1/auth/refresh with a used token = %d, want 401", a.status)
		}
		return answer{status: http.StatusNoContent}
	}, false, true},
}

func (w *world) teamOf(home string) string {
	return "/owner/clinics/" + w.mine[home].listing.Clinic.Slug.String()
}

// tell sends what a program has to say.
func (w *world) tell(s *someone, method, path, body string) answer {
	w.t.Helper()
	headers := s.as(path)
	if body != "" {
		headers = append(headers, "Content-Type", jsonType)
	}
	return w.send(method, path, body, headers...)
}

// TestPeople_whatHasEndedIsRefused ends sessions in every way there is (S6): from then
// on the cookie, the access token and the refresh token of what has ended are refused,
// and at once by another process on the same database. What has not ended goes on.
func TestPeople_whatHasEndedIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	other := server.New(*w.beside())
	slowest := time.Duration(0)
	for i, e := range endings {
		w.settle(role{name: fmt.Sprintf("leaver-%d", i), home: "a", role: directory.RoleManager})
		s := w.people[fmt.Sprintf("leaver-%d", i)]
		w.stands("before "+e.name, s, other, true, true)
		a := e.by(w, s)
		ended := time.Now()
		if a.status >= 400 || strings.HasPrefix(a.location(), "/account/confirm") || strings.HasPrefix(a.location(), "/sign-in?next=%2Faccount&") {
			t.Fatalf("%s = %d %s: %.300s", e.name, a.status, a.location(), a.body)
		}
		w.stands("after "+e.name, s, other, !e.page, !e.program)
		slowest = max(slowest, time.Since(ended))
		if e.program {
			token := fmt.Sprintf(`{"refresh_token":%q}`, s.refresh)
			if a := w.tell(nil, "POST", "/api/v1/auth/refresh", token); a.status != http.StatusUnauthorized {
				t.Errorf("after %s the refresh token gets %d", e.name, a.status)
			}
		}
	}
	if slowest > time.Second {
		t.Errorf("what has ended was refused everywhere after %v, want 1s at most", slowest)
	}
	t.Logf("%d ways to end sessions; the slowest was refused by two processes after %v", len(endings), slowest)
}

// stands holds what both processes reply to somebody's cookie and token against
// whether these stand.
func (w *world) stands(when string, s *someone, other *fiber.App, page, program bool) {
	w.t.Helper()
	for _, tt := range []struct {
		path   string
		want   bool
		status int
	}{{"/account", page, http.StatusSeeOther}, {"/api/v1/auth/account", program, http.StatusUnauthorized}} {
		if tt.want {
			tt.status = http.StatusOK
		}
		if a := w.send(http.MethodGet, tt.path, "", s.as(tt.path)...); a.status != tt.status {
			w.t.Errorf("%s GET %s = %d, want %d", when, tt.path, a.status, tt.status)
		}
		r := httptest.NewRequestWithContext(w.t.Context(), http.MethodGet, tt.path, http.NoBody)
		r.Host = "localhost"
		for i, headers := 0, s.as(tt.path); i+1 < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		resp, err := other.Test(r, -1)
		must(w.t, err)
		_, _ = io.Copy(io.Discard, resp.Body)
		must(w.t, resp.Body.Close())
		if resp.StatusCode != tt.status {
			w.t.Errorf("%s GET %s of another process = %d, want %d", when, tt.path, resp.StatusCode, tt.status)
		}
	}
}
