package config

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"reflect"
	"strings"
	"testing"
)

func TestParse_mail(t *testing.T) {
	const server = " --smtp-host Mail.example --mail-from no-reply@clinics.example"
	password := map[string]string{"ROOTLINE_SMTP_PASSWORD": "correct horse"}
	whole := Mail{Host: "mail.example", Port: 587, TLS: StartTLS, From: "no-reply@clinics.example"}
	with := func(change func(*Mail)) Mail { m := whole; change(&m); return m }
	tests := []struct {
		args string
		env  map[string]string
		want Mail
	}{
		{"serve", nil, Mail{}},
		{"serve", password, Mail{}},
		{"demo --mail-dir letters", nil, Mail{Dir: "letters"}},
		{"serve --mail-dir letters --mail-from a@b.example", nil, Mail{Dir: "letters", From: "a@b.example"}},
		{"serve" + server, nil, whole},
		{"mail test a@b.example" + server, nil, whole},
		{"demo", map[string]string{"ROOTLINE_SMTP_HOST": "mail.example", "ROOTLINE_MAIL_FROM": whole.From}, whole},
		{"serve --smtp-tls tls" + server, nil, with(func(m *Mail) { m.TLS, m.Port = WholeTLS, 465 })},
		{"serve --smtp-port 2525" + server, nil, with(func(m *Mail) { m.Port = 2525 })},
		{"serve --smtp-tls none --smtp-host 127.0.0.1 --mail-from no-reply@clinics.example", nil, with(func(m *Mail) {
			m.Host, m.TLS, m.Port = "127.0.0.1", NoTLS, 25
		})},
		{"serve --smtp-tls none --smtp-host localhost --smtp-port 25 --mail-from no-reply@clinics.example", nil, with(func(m *Mail) {
			m.Host, m.TLS, m.Port = "localhost", NoTLS, 25
		})},
		{"serve --smtp-user amy" + server, password, with(func(m *Mail) { m.User, m.Password = "amy", "correct horse" })},
	}
	for _, tt := range tests {
		got, err := Parse(strings.Fields(tt.args), of(tt.env))
		if err != nil || !reflect.DeepEqual(got.Mail, tt.want) {
			t.Errorf("Parse(%q, %v).Mail = %+v, %v; want %+v", tt.args, tt.env, got.Mail, err, tt.want)
		}
	}
	got, err := Parse(strings.Fields("mail test amy@clinic.example --mail-dir m --base-url https://clinics.example"), of(nil))
	if err != nil || got.Command != MailTest || got.Address != "amy@clinic.example" || got.BaseURL.String() != "https://clinics.example" {
		t.Errorf("Parse(mail test) = %+v, %v", got, err)
	}
}

func TestParse_mailRefused(t *testing.T) {
	const server = " --smtp-host mail.example --mail-from a@b.example"
	secret := func(value string) map[string]string { return map[string]string{"ROOTLINE_SMTP_PASSWORD": value} }
	tests := []struct {
		args string
		env  map[string]string
		want string
	}{
		{"mail test", nil, `expected "<address>"`},
		{"mail test a@b.example", nil, "mail test needs --smtp-host, a mail server, or --mail-dir, a folder"},
		{"serve --smtp-host mail.example", nil, "--mail-from is missing; it is the address that letters come from"},
		{"serve --smtp-port 25", nil, "--smtp-host is missing; --smtp-port and --smtp-user are about a server"},
		{"serve --mail-dir m" + server, nil, "--mail-dir and --smtp-host are both set; letters leave one way"},
		{"serve --smtp-tls ssl" + server, nil, `--smtp-tls is "ssl"; it must be starttls, tls or none`},
		{"serve --smtp-tls none" + server, nil, "--smtp-tls is none, which is for a server on this machine alone; mail.example needs starttls or tls"},
		{"serve --smtp-port 0" + server, nil, `--smtp-port is "0"; it must be a port such as 587`},
		{"serve --smtp-port 65536" + server, nil, `--smtp-port is "65536"; it must be a port such as 587`},
		{"serve --smtp-host mail.example:25 --mail-from a@b.example", nil, `--smtp-host is "mail.example:25"; it must be a host's name without a port`},
		{"serve --mail-dir m --mail-from Amy", nil, `--mail-from is "Amy"; it must be an address such as no-reply@clinics.example`},
		{"serve --mail-dir m --mail-from a@localhost", nil, `--mail-from is "a@localhost"; it must be an address such as no-reply@clinics.example`},
		{"serve --mail-dir m --mail-from ä@b.example", nil, `--mail-from is "ä@b.example"; it must be an address such as no-reply@clinics.example`},
		{"serve --smtp-user amy" + server, nil, "--smtp-user is set and ROOTLINE_SMTP_PASSWORD is not; the password stands in the environment alone"},
		{"serve" + server, secret("hunter2"), "ROOTLINE_SMTP_PASSWORD is set and --smtp-user is not"},
		{"serve --smtp-user amy" + server, secret("hunter2\n"), "ROOTLINE_SMTP_PASSWORD has a line break or another control character in it"},
		{"serve --smtp-user amy" + server, secret("hun\x00ter2"), "ROOTLINE_SMTP_PASSWORD has a line break or another control character in it"},
		{"serve --smtp-password hunter2" + server, nil, "unknown flag --smtp-password"},
	}
	for _, tt := range tests {
		_, err := Parse(strings.Fields(tt.args), of(tt.env))
		if err == nil || err.Error() != tt.want || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("Parse(%q) = %v; want %q", tt.args, err, tt.want)
		}
	}
}

// TestSecret holds that a password prints itself nowhere, wherever it is put.
func TestSecret(t *testing.T) {
	c := Config{Mail: Mail{User: "amy", Password: "hunter2"}}
	var out bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		fmt.Fprintf(&out, verb+verb+verb+"\n", c, &c.Mail, c.Mail.Password)
	}
	slog.New(slog.NewJSONHandler(&out, nil)).Info("mail", slog.Any("a", c.Mail), slog.Any("b", c.Mail.Password))
	slog.New(slog.NewTextHandler(&out, nil)).Info("mail", slog.Any("a", c.Mail), slog.Any("b", c.Mail.Password))
	if err := json.NewEncoder(&out).Encode(c); err != nil {
		t.Fatal(err)
	}
	for _, hidden := range []string{"hunter2", fmt.Sprintf("%x", "hunter2")} {
		if strings.Contains(out.String(), hidden) {
			t.Errorf("a password prints itself:\n%s", out.String())
		}
	}
	if n := strings.Count(out.String(), "[secret]"); n != 7*3+5 {
		t.Errorf("[secret] stands in its place %d times, want 26:\n%s", n, out.String())
	}
}
