package self_test

import (
	"strings"
	"testing"
)

func TestRename(t *testing.T) {
	p := open(t).person("ada@clinic.example")
	long := strings.Repeat("ä", 80)
	for _, tt := range []struct{ name, kept, want string }{
		{"Grace Example", "Grace Example", "fine"},
		{"  Zoë O’Brien-Şahin ", "Zoë O’Brien-Şahin", "fine"},
		{long, long, "fine"},
		{long + "x", long, "invalid name: invalid.too_long"},
		{"", long, "invalid name: invalid.missing"},
		{" \u3000", long, "invalid name: invalid.missing"},
		{"Ada\r\nBcc: all@clinic.example", long, "invalid name: invalid.line"},
		{"Ada\u2028Example", long, "invalid name: invalid.line"},
		{"\u202eelpmaxE", long, "invalid name: invalid.line"},
		{"\xff", long, "invalid name: invalid.line"},
	} {
		p.wants("Rename("+tt.name+")", p.Rename(t.Context(), p.actor(), tt.name), tt.want)
		if got := p.profile().Account.Name; got != tt.kept {
			t.Errorf("after Rename(%q) the name is %q, want %q", tt.name, got, tt.kept)
		}
	}
	p.wantPosted("Rename", "")
}

func TestProfile(t *testing.T) {
	p := open(t).person("ada@clinic.example")
	if got := p.profile(); got.Password || got.App || got.Recovery != 0 || got.Second() || got.Account.Email != email("ada@clinic.example") {
		t.Errorf("Profile() of an account with mail alone = %+v", got)
	}
	p.setPassword(long)
	p.setApp()
	if got := p.profile(); !got.Password || !got.App || got.Recovery != 10 || !got.Second() {
		t.Errorf("Profile() with a password and an app = %+v", got)
	}
	nobody := p.actor()
	nobody.Account = p.session
	if _, err := p.Profile(t.Context(), nobody); said(err) != "not found: not_found.account" {
		t.Errorf("Profile(nobody) = %v", err)
	}
}
