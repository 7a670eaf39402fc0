package main

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// unasked are fields that no form has, or has not twice: what somebody adds who would
// be more than they are.
var unasked = []string{
	"role", "roles", "role[]", "state", "account_id", "account", "email", "Email", "email ", "emails", "is_admin", "admin", "strong",
	"strong_at", "session", "session_id", "clinic_id", "organization_id", "organization", "clinic", "id", "ID", "since", "created_at",
	"language", "password_hash", "totp", "recovery", "confirmed", "remember", "user", "user.role", "user[role]", "__proto__",
	"constructor", "_method", "form_token", "form_token[]", "Form_token", "next[]", "",
}

// TestPeople_formsTakeWhatTheyAskFor sends every form of every page that anybody sees
// with a field that it does not ask for, and with each of its fields twice (S4). It is
// refused whole, and nothing changes. With ROOTLINE_ASSURE=1 everybody sends those that
// they see, with all such fields; else whoever sees them first, with every third.
func TestPeople_formsTakeWhatTheyAskFor(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	links := w.lettersWithLinks()
	before, recorded, forms, sent := w.dump(recordKept...), w.recorded(), map[string]bool{}, 0
	for _, s := range w.everybody() {
		found := w.crawl(s).forms
		for _, link := range links {
			found = append(found, w.formsAt(s, link)...)
		}
		for _, f := range found {
			key := anyID.ReplaceAllString(anyPasskey.ReplaceAllString(f.path, "ID"), "ID") + " " + strings.Join(f.names(), " ")
			if s != nil && assured() {
				key += " " + s.name
			}
			if forms[key] {
				continue // somebody has tried it
			}
			forms[key] = true
			sent += w.overfill(s, f, len(forms))
		}
	}
	w.unchanged("a form with more than it asks for", before, recordKept...)
	w.recordedReads(recorded)
	for _, path := range []string{"/sign-in", "/register", "/sign-out", "/account/name", "/account/password", "/account/email", "/owner/clinics/", "/owner/brands/", "/admin/", "/register/link/", "/invitations/"} {
		if !slices.ContainsFunc(mapKeys(forms), func(key string) bool { return strings.HasPrefix(key, path) }) {
			t.Errorf("there was no form for %s", path)
		}
	}
	t.Logf("%d forms, %d requests", len(forms), sent)
}

func mapKeys(m map[string]bool) (keys []string) {
	for key := range m {
		keys = append(keys, key)
	}
	return keys
}

func (f form) names() (names []string) {
	for _, field := range f.fields {
		names = append(names, field[0])
	}
	return names
}

// overfill sends a form with fields that it does not ask for, and with each of its own
// once more. The nth form has its share of all such fields.
func (w *world) overfill(s *someone, f form, n int) (sent int) {
	w.t.Helper()
	typed := url.Values{}
	for _, field := range f.fields {
		typed.Set(field[0], field[1])
	}
	for i, name := range append(f.names(), unasked...) {
		if i >= len(f.fields) && (i+n)%3 != 0 && !assured() {
			continue
		}
		over := url.Values{}
		for own, values := range typed {
			over[own] = values[:1:1]
		}
		over.Add(name, "true")
		a := w.send(http.MethodPost, f.path, over.Encode(), append(s.as(f.path), "Content-Type", formType)...)
		sent++
		foreign := name == "form_token" && i >= len(f.fields) && a.status == http.StatusForbidden // as a token of somebody else's
		if a.status != http.StatusUnprocessableEntity && !foreign {
			w.t.Errorf("POST %s (%s) as %v = %d %s, want 422", f.path, over.Encode(), s, a.status, a.location())
		}
	}
	return sent
}
