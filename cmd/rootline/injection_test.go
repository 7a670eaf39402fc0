package main

import (
	"bytes"
	"fmt"
	"maps"
	"net/http"
	netmail "net/mail"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/idna"

	"rootline/internal/directory"
	"rootline/internal/mail/mailtest"
	"rootline/internal/store/storetest"
)

// smuggler is somebody who owns a clinic, and types what could make letters of their
// own of ours.
type smuggler struct {
	*watched
	clinic directory.Listing
	token  string
	to     map[string]bool // who may get a letter, as a server is told
	n      int
}

// signIn shows anew who it is.
func (s *smuggler) signIn() {
	s.t.Helper()
	status, reply := s.call(http.MethodPost, "/auth/login", "", map[string]string{"email": "owner@practice.example", "password": aPassword})
	s.token, _ = reply["access_token"].(string)
	if status != http.StatusOK {
		s.t.Fatalf("login: %d %v", status, reply)
	}
}

// mayGet notes an address that a letter may go to, as it stands in an envelope. What
// is no UTF-8 is sent as JSON writes it.
func (s *smuggler) mayGet(address string) {
	e, err := directory.ParseEmail(string([]rune(address)))
	if err != nil {
		return
	}
	at := strings.LastIndexByte(e.String(), '@') + 1
	if host, err := idna.Lookup.ToASCII(e.String()[at:]); err == nil {
		s.to[e.String()[:at]+host] = true
	}
}

// invite calls itself and its clinic something, and invites somebody: who gets one
// letter, whatever became of the names.
func (s *smuggler) invite(payload string) {
	s.t.Helper()
	s.n++
	status, reply := s.call(http.MethodPatch, "/auth/account", s.token, map[string]string{"name": payload})
	if status != http.StatusOK && status != http.StatusUnprocessableEntity {
		s.t.Errorf("the name %.60q: %d %v", payload, status, reply)
	}
	_, err := s.house.UpdateListing(s.t.Context(), s.clinic.Clinic.ID, func(l *directory.Listing) error {
		l.Clinic.Name = payload
		return nil
	})
	if err != nil && directory.KindOf(err) == directory.Internal {
		s.t.Errorf("the clinic's name %.60q: %v", payload, err)
	}
	guest := fmt.Sprintf("guest%d@practice.example", s.n)
	s.mayGet(guest)
	status, reply = s.call(http.MethodPost, "/owner/clinics/"+s.clinic.Clinic.Slug.String()+"/invitations", s.token,
		map[string]string{"email": guest, "role": "manager"})
	if status != http.StatusAccepted {
		s.t.Fatalf("inviting %s: %d %v", guest, status, reply)
	}
}

// register asks for an account by every address that could be made of it.
func (s *smuggler) register(payload string) {
	s.t.Helper()
	for i, address := range []string{
		payload, "amy" + payload + "@practice.example", "amy@practice.example" + payload, "amy@" + payload, payload + "@practice.example",
	} {
		from := fmt.Sprintf("2001:db8:%x:%x::1", s.n, i)
		status, reply := s.call(http.MethodPost, "/auth/registrations", "", map[string]string{"name": "Amy", "email": address}, "X-Forwarded-For", from)
		switch status {
		case http.StatusAccepted:
			s.mayGet(address)
		case http.StatusUnprocessableEntity:
		default:
			s.t.Errorf("the address %.60q: %d %v", address, status, reply)
		}
	}
}

// TestInjection is S11 through the whole program: what is typed as a name, a clinic's
// name or an address makes letters with one recipient, who was named, and the expected
// headers. With ROOTLINE_ASSURE=1 there are more than 500 payloads, else a sample.
func TestInjection(t *testing.T) {
	all := mailtest.Payloads()
	step := 25
	if os.Getenv("ROOTLINE_ASSURE") != "" {
		step = 1
	}
	server := mailtest.Start(t, mailtest.Options{Plain: true, UTF8: true})
	s := &smuggler{clinic: storetest.Listing(1), to: map[string]bool{}}
	s.watched = watch(t, func(h *house) {
		ok(t, h.AddOrganizations(t.Context(), s.clinic.Organization))
		ok(t, h.AddListings(t.Context(), s.clinic))
		h.join(t, "owner@practice.example", "Owner", directory.Membership{Role: directory.RoleOwner, ClinicID: s.clinic.Clinic.ID})
	}, "serve", "--db", filepath.Join(t.TempDir(), "some.db"), "--trusted-proxy", "127.0.0.1/32",
		"--smtp-host", server.Host, "--smtp-port", strconv.Itoa(server.Port), "--smtp-tls", "none", "--mail-from", "no-reply@clinics.example")
	tried := 0
	for i := 0; i < len(all); i += step {
		if tried%100 == 0 {
			s.signIn()
		}
		s.invite(all[i])
		s.register(all[i])
		tried++
	}
	s.mayGet("owner@practice.example") // is told of signing in
	s.wait("all letters to be sent", func() bool {
		backlog, err := s.house.jobs.Backlog(t.Context())
		return err == nil && backlog["letter"] == 0
	})
	count := map[string]int{}
	for _, l := range server.Letters() {
		count[l.To]++
		if !s.to[l.To] {
			t.Errorf("a letter went to %q, whom nobody has named", l.To)
		}
		s.look(l)
	}
	for i := range tried {
		if guest := fmt.Sprintf("guest%d@practice.example", i+1); count[guest] != 1 {
			t.Errorf("%s has %d letters, want 1", guest, count[guest])
		}
	}
	t.Logf("S11: %d payloads as names and addresses made %d letters to %d people", tried, len(server.Letters()), len(count))
	if step == 1 && tried < 500 {
		t.Errorf("%d payloads are fewer than 500", tried)
	}
}

// headersOf are the headers of each letter, and there are no others.
var headersOf = []string{"Auto-Submitted", "Content-Type", "Date", "From", "Message-Id", "Mime-Version", "Subject", "To"}

// look finds fault with the headers of a letter.
func (s *smuggler) look(l mailtest.Received) {
	s.t.Helper()
	m, err := netmail.ReadMessage(bytes.NewReader(l.Message))
	ok(s.t, err)
	if names := slices.Sorted(maps.Keys(m.Header)); !slices.Equal(names, headersOf) {
		s.t.Errorf("a letter to %q has the headers %q", l.To, names)
	}
	for name, values := range m.Header {
		if len(values) != 1 || strings.ContainsFunc(values[0], unicode.IsControl) {
			s.t.Errorf("a letter to %q has the header %s %q", l.To, name, values)
		}
	}
	if from, to := m.Header.Get("From"), m.Header.Get("To"); from != `"Rootline" <no-reply@clinics.example>` || to != "<"+l.To+">" || strings.ContainsAny(l.To, " ,;\r\n") {
		s.t.Errorf("a letter to %q is from %q to %q", l.To, from, to)
	}
}
