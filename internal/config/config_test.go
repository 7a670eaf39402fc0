package config

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

// of is an environment that holds what is in vars.
func of(vars map[string]string) func(string) string {
	return func(name string) string { return vars[name] }
}

func TestParse(t *testing.T) {
	serve := Config{Command: Serve, DB: "rootline.db", Listen: "127.0.0.1:8080", AdminListen: "127.0.0.1:8081"}
	demo := Config{Command: Demo, DB: "rootline-demo.db", Listen: "127.0.0.1:8080", AdminListen: "127.0.0.1:8081", Clinics: 240, Seed: 1}
	with := func(c Config, change func(*Config)) Config { change(&c); return c }
	tests := []struct {
		args string
		env  map[string]string
		want Config
	}{
		{"serve", nil, serve},
		{"demo", nil, demo},
		{"serve --db a.db", nil, with(serve, func(c *Config) { c.DB = "a.db" })},
		{"serve", map[string]string{"ROOTLINE_DB": "b.db"}, with(serve, func(c *Config) { c.DB = "b.db" })},
		{"serve --db a.db", map[string]string{"ROOTLINE_DB": "b.db"}, with(serve, func(c *Config) { c.DB = "a.db" })},
		{"demo", map[string]string{"ROOTLINE_DB": "b.db"}, with(demo, func(c *Config) { c.DB = "b.db" })},
		{"serve", map[string]string{"ROOTLINE_DB": ""}, serve},
		{"serve", map[string]string{"ROOTLINE_HELP": "true", "ROOTLINE_CLINICS": "none"}, serve},
		{"serve --listen :0 --admin-listen :0", nil, with(serve, func(c *Config) { c.Listen, c.AdminListen = ":0", ":0" })},
		{"serve --listen [::1]:80 --admin-listen ops.example:81", nil, with(serve, func(c *Config) {
			c.Listen, c.AdminListen = "[::1]:80", "ops.example:81"
		})},
		{"serve --base-url https://Clinics.example/", nil, with(serve, func(c *Config) {
			c.BaseURL = &url.URL{Scheme: "https", Host: "clinics.example"}
		})},
		{"serve", map[string]string{"ROOTLINE_BASE_URL": "http://[::1]:8080"}, with(serve, func(c *Config) {
			c.BaseURL = &url.URL{Scheme: "http", Host: "[::1]:8080"}
		})},
		{"serve --host A.example --host b.example", nil, with(serve, func(c *Config) { c.Hosts = []string{"a.example", "b.example"} })},
		{"serve", map[string]string{"ROOTLINE_TRUSTED_PROXY": "10.1.2.3/8,2001:db8::1"}, with(serve, func(c *Config) {
			c.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("2001:db8::1/128")}
		})},
		{"demo --clinics 1000000 --seed 18446744073709551615 --now 2026-03-01T12:00:00Z", nil, with(demo, func(c *Config) {
			c.Clinics, c.Seed, c.Now = 1_000_000, 18446744073709551615, time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
		})},
	}
	tests = append(tests, []struct {
		args string
		env  map[string]string
		want Config
	}{
		{"import a.csv --map m.toml", nil, Config{Command: Import, DB: "rootline.db", File: "a.csv", Map: "m.toml"}},
		{"import --dry-run --report r.csv --map nhs a.csv --pending", nil, Config{
			Command: Import, DB: "rootline.db", File: "a.csv", Map: "nhs", DryRun: true, Report: "r.csv", Pending: true,
		}},
		{"import a.NDJSON --db b.db", nil, Config{Command: Import, DB: "b.db", File: "a.NDJSON"}},
		{"import --pending", nil, Config{Command: Import, DB: "rootline.db", Pending: true}},
		{"import --distinct 3,4 --distinct 7", nil, Config{Command: Import, DB: "rootline.db", Distinct: []int64{3, 4, 7}}},
		{"export", nil, Config{Command: Export, DB: "rootline.db", Format: "csv"}},
		{"export --format ical --clinic a-b --out f.ics --db b.db", nil, Config{
			Command: Export, DB: "b.db", Format: "ical", Clinic: "a-b", Out: "f.ics",
		}},
		{"check", map[string]string{"ROOTLINE_DB": "b.db"}, Config{Command: Check, DB: "b.db"}},
		{"backup b.copy", nil, Config{Command: Backup, DB: "rootline.db", File: "b.copy"}},
		{"backup b.copy", map[string]string{"ROOTLINE_KEYS": "k"}, Config{Command: Backup, DB: "rootline.db", File: "b.copy", Keys: "k"}},
		{"backup --keys k.copy", map[string]string{"ROOTLINE_KEYS": "k"}, Config{Command: Backup, DB: "rootline.db", File: "k.copy", Keys: "k", OfKeys: true}},
		{"backup --keys k.copy --db b.db", nil, Config{Command: Backup, DB: "b.db", File: "k.copy", Keys: "b.db.keys", OfKeys: true}},
		{"restore b.copy --replace --db c.db", nil, Config{Command: Restore, DB: "c.db", File: "b.copy", Replace: true}},
		{"mail list --db b.db", nil, Config{Command: MailList, DB: "b.db"}},
		{"mail retry 3 14", nil, Config{Command: MailRetry, DB: "rootline.db", Jobs: []int64{3, 14}}},
		{"admin create ada@clinics.example --name Ada --keys k", nil, Config{
			Command: AdminCreate, DB: "rootline.db", Keys: "k", Address: "ada@clinics.example", Name: "Ada",
		}},
		{"keys rotate --persons", map[string]string{"ROOTLINE_DB": "b.db"}, Config{Command: KeysRotate, DB: "b.db", Keys: "b.db.keys", Persons: true}},
	}...)
	for _, tt := range tests {
		if serves := tt.want.Command == Serve || tt.want.Command == Demo; serves && tt.want.Keys == "" {
			tt.want.Keys = tt.want.DB + ".keys"
		}
		got, err := Parse(strings.Fields(tt.args), of(tt.env))
		if err != nil || !reflect.DeepEqual(got, tt.want) {
			t.Errorf("Parse(%q, %v) = %+v, %v; want %+v", tt.args, tt.env, got, err, tt.want)
		}
	}
}

func TestParse_whenRefused(t *testing.T) {
	baseURL := func(s string) string {
		return fmt.Sprintf("--base-url is %q; it must be http:// or https:// and a host, with no path", s)
	}
	tests := []struct{ args, want string }{
		{"", `expected one of "serve", "demo", "import", "export", "check", ...`},
		{"import", "import needs a file to take in, or --pending to list the rows that wait"},
		{"import --dry-run --pending", "--map, --dry-run and --report are about a file to take in; name one"},
		{"import a.csv", "--map is missing; it says how the columns of a.csv are read"},
		{"import a.ndjson --map m.toml", "--map is not needed for a.ndjson: NDJSON is read as rootline export writes it"},
		{"import a.ndjson --distinct 1", "--distinct stands alone; import the file after it"},
		{"import --distinct x,0", "--distinct is \"x\"; it must be the number of a row that --pending lists\n" +
			"--distinct is \"0\"; it must be the number of a row that --pending lists"},
		{"export --format pdf", `--format is "pdf"; it must be one of csv, ndjson, geojson, vcard, ical`},
		{"export --format vcard", "--clinic is missing; vcard is written of one clinic, by its slug"},
		{"export --clinic a", "--clinic goes with vcard and ical; csv is written of the whole directory"},
		{"backup", `expected "<file>"`},
		{"restore --db=", `expected "<file>"`},
		{"sreve", `unexpected argument sreve, did you mean "serve"?`},
		{"serve --bd x", `unknown flag --bd, did you mean "--db"?`},
		{"serve --clinics 5", `unknown flag --clinics`},
		{"serve --db=", "--db is empty; give the name of a file"},
		{"serve --base-url ftp://a.example", baseURL("ftp://a.example")},
		{"serve --base-url https://a.example/x", baseURL("https://a.example/x")},
		{"serve --base-url https://a.example?", baseURL("https://a.example?")},
		{"serve --base-url https://a.example#", baseURL("https://a.example#")},
		{"serve --base-url https://u@a.example", baseURL("https://u@a.example")},
		{"serve --base-url https://a_b.example", baseURL("https://a_b.example")},
		{"serve --base-url https://a.example:0", baseURL("https://a.example:0")},
		{"serve --base-url a.example", baseURL("a.example")},
		{"serve --base-url https://" + strings.Repeat("a.", 127) + "a", baseURL("https://" + strings.Repeat("a.", 127) + "a")},
		{"serve --host a.example:80", `--host is "a.example:80"; it must be a host's name without a port`},
		{"serve --listen 8080", `--listen is "8080"; it must be an address and a port, such as 127.0.0.1:8080`},
		{"serve --listen 127.0.0.1:", `--listen is "127.0.0.1:"; it must be an address and a port, such as 127.0.0.1:8080`},
		{"serve --admin-listen :65536", `--admin-listen is ":65536"; it must be an address and a port, such as 127.0.0.1:8080`},
		{"serve --admin-listen 127.0.0.1:8080", "--listen and --admin-listen are both 127.0.0.1:8080; they need two addresses"},
		{"serve --trusted-proxy 10.0.0.0/33", `--trusted-proxy is "10.0.0.0/33"; it must be a network such as 10.0.0.0/8, or one address`},
		{"serve --trusted-proxy fe80::1%eth0", `--trusted-proxy is "fe80::1%eth0"; it must be a network such as 10.0.0.0/8, or one address`},
		{"demo --clinics 0", `--clinics is "0"; it must be a whole number from 1 to 1000000`},
		{"demo --clinics 1000001", `--clinics is "1000001"; it must be a whole number from 1 to 1000000`},
		{"demo --clinics many", `--clinics is "many"; it must be a whole number from 1 to 1000000`},
		{"demo --seed=-1", `--seed is "-1"; it must be a whole number from 0 to 18446744073709551615`},
		{"demo --now yesterday", `--now is "yesterday"; it must be a time from 2000 to 2100 such as 2026-03-01T12:00:00Z`},
		{"demo --now 9999-12-31T23:00:00Z", `--now is "9999-12-31T23:00:00Z"; it must be a time from 2000 to 2100 such as 2026-03-01T12:00:00Z`},
		{"demo --db= --listen x --clinics 0 --seed a", "--listen is \"x\"; it must be an address and a port, such as 127.0.0.1:8080\n" +
			"--clinics is \"0\"; it must be a whole number from 1 to 1000000\n" +
			"--seed is \"a\"; it must be a whole number from 0 to 18446744073709551615\n" +
			"--db is empty; give the name of a file"},
	}
	for _, tt := range tests {
		got, err := Parse(strings.Fields(tt.args), of(nil))
		if err == nil || err.Error() != tt.want || !reflect.DeepEqual(got, Config{}) {
			t.Errorf("Parse(%q) = %+v, %q; want no Config and %q", tt.args, got, err, tt.want)
		}
	}
}

// TestHelp keeps testdata/help.txt, the reference for operators, true. With
// UPDATE_GOLDEN=1 it is written anew.
func TestHelp(t *testing.T) {
	t.Setenv("COLUMNS", "") // how wide kong writes help
	var got bytes.Buffer
	for _, args := range []string{
		"--help", "serve --help", "demo -h", "import -h", "export -h", "check -h", "backup -h", "restore -h", "mail test -h",
		"mail list -h", "mail retry -h", "admin create -h", "keys rotate -h",
	} {
		_, err := Parse(strings.Fields(args), of(nil))
		var help Help
		if !errors.As(err, &help) {
			t.Fatalf("Parse(%q) = %v, want Help", args, err)
		}
		fmt.Fprintf(&got, "$ rootline %s\n%v\n", args, help)
	}
	path := filepath.Join("testdata", "help.txt")
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.WriteFile(path, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Bytes(), want) {
		t.Errorf("%s differs; run make golden and read the diff\n got: %s\nwant: %s", path, got.Bytes(), want)
	}
}

func TestBase(t *testing.T) {
	set := &url.URL{Scheme: "https", Host: "clinics.example"}
	tests := []struct {
		c         Config
		listening net.Addr
		want      string
	}{
		{Config{}, &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8080}, "http://localhost:8080"},
		{Config{}, &net.UnixAddr{Name: "rootline.sock"}, "http://localhost"},
		{Config{BaseURL: set}, &net.TCPAddr{Port: 8080}, "https://clinics.example"},
	}
	for _, tt := range tests {
		if got := tt.c.Base(tt.listening).String(); got != tt.want {
			t.Errorf("%+v.Base(%v) = %s, want %s", tt.c, tt.listening, got, tt.want)
		}
	}
}
