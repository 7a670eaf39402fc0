package config

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// MaxClinics is how many clinics the demo directory can have.
const MaxClinics = 1_000_000

// Parse reads a configuration from args, without the program's name, and env.
// If it is not valid, the error has a line for each mistake; if help is asked
// for, the error is a Help.
func Parse(args []string, env func(string) string) (Config, error) {
	command, f, err := parse(args, env)
	if err != nil {
		return Config{}, err
	}
	c := Config{Command: command}
	var r reader
	switch command {
	case Serve:
		c.DB, c.Keys = f.Serve.DB, f.Serve.KeysFile
		r.site(&c, f.Serve.site)
		c.Mail = r.mail(f.Serve.post, env)
	case Demo:
		c.DB, c.Keys = f.Demo.DB, f.Demo.KeysFile
		r.site(&c, f.Demo.site)
		c.Mail = r.mail(f.Demo.post, env)
		c.Clinics = r.clinics(f.Demo.Clinics)
		c.Seed = r.seed(f.Demo.Seed)
		c.Now = r.now(f.Demo.Now)
	case Import:
		r.intake(&c, f)
	case Export:
		c.DB, c.Format, c.Clinic, c.Out = f.Export.DB, f.Export.Format, f.Export.Clinic, f.Export.Out
		r.export(c)
	case Check:
		c.DB = f.Check.DB
	case Backup:
		c.DB, c.File = f.Backup.DB, f.Backup.File
		c.OfKeys, c.Keys = f.Backup.Keys, f.Backup.KeysFile
	case Restore:
		c.DB, c.File, c.Replace = f.Restore.DB, f.Restore.File, f.Restore.Replace
	case MailTest, MailList, MailRetry, AdminCreate, KeysRotate:
		r.operator(&c, f, env)
	}
	if c.Keys == "" && needsKeys(c) {
		c.Keys = KeysOf(c.DB)
	}
	if c.DB == "" && command != MailTest { // which opens none
		r.refuse("--db is empty; give the name of a file")
	}
	if err := errors.Join(r.mistakes...); err != nil {
		return Config{}, err
	}
	return c, nil
}

// operator reads what the commands are told by which somebody looks after people,
// keys and letters.
func (r *reader) operator(c *Config, f *flags, env func(string) string) {
	switch c.Command {
	case MailTest:
		c.Address, c.BaseURL = f.Mail.Test.Address, r.baseURL(f.Mail.Test.BaseURL)
		c.Mail = r.mail(f.Mail.Test.post, env)
		if !c.Mail.On() {
			r.refuse("mail test needs --smtp-host, a mail server, or --mail-dir, a folder")
		}
	case MailList:
		c.DB = f.Mail.List.DB
	case MailRetry:
		c.DB, c.Jobs = f.Mail.Retry.DB, r.numbers("mail retry", "a letter that mail list says", f.Mail.Retry.Number)
	case AdminCreate:
		a := &f.Admin.Create
		c.DB, c.Keys, c.Address, c.Name, c.BaseURL = a.DB, a.KeysFile, a.Address, a.Name, r.baseURL(a.BaseURL)
	case KeysRotate:
		c.DB, c.Keys, c.Persons = f.Keys.Rotate.DB, f.Keys.Rotate.KeysFile, f.Keys.Rotate.Persons
	case Serve, Demo, Import, Export, Check, Backup, Restore: // which Parse reads itself
	}
}

// needsKeys reports whether the command opens the keys' file.
func needsKeys(c Config) bool {
	return c.OfKeys || slices.Contains([]Command{Serve, Demo, AdminCreate, KeysRotate}, c.Command)
}

// reader turns text into values and gathers what is wrong with it.
type reader struct{ mistakes []error }

func (r *reader) refuse(format string, args ...any) {
	r.mistakes = append(r.mistakes, fmt.Errorf(format, args...))
}

func (r *reader) site(c *Config, s site) {
	c.BaseURL = r.baseURL(s.BaseURL)
	c.Hosts = r.hosts(s.Host)
	c.Listen = r.address("--listen", s.Listen)
	c.AdminListen = r.address("--admin-listen", s.AdminListen)
	if c.Listen == c.AdminListen && c.Listen != "" && !strings.HasSuffix(c.Listen, ":0") {
		r.refuse("--listen and --admin-listen are both %s; they need two addresses", c.Listen)
	}
	c.TrustedProxies = r.networks(s.TrustedProxy)
}

// intake reads what an import is told. A file needs a map, unless it is our own
// format; without a file there are only the rows that wait.
func (r *reader) intake(c *Config, f *flags) {
	i := &f.Import
	c.DB, c.File, c.Map, c.Report = i.DB, i.File, i.Map, i.Report
	c.DryRun, c.Pending = i.DryRun, i.Pending
	c.Distinct = r.numbers("--distinct", "a row that --pending lists", i.Distinct)
	own := strings.EqualFold(filepath.Ext(c.File), ".ndjson")
	switch {
	case c.File == "" && !c.Pending && len(i.Distinct) == 0:
		r.refuse("import needs a file to take in, or --pending to list the rows that wait")
	case c.File == "" && (c.Map != "" || c.DryRun || c.Report != ""):
		r.refuse("--map, --dry-run and --report are about a file to take in; name one")
	case c.File != "" && len(i.Distinct) > 0:
		r.refuse("--distinct stands alone; import the file after it")
	case c.File != "" && !own && c.Map == "":
		r.refuse("--map is missing; it says how the columns of %s are read", c.File)
	case own && c.Map != "":
		r.refuse("--map is not needed for %s: NDJSON is read as rootline export writes it", c.File)
	}
}

// numbers reads numbers of something that has been listed.
func (r *reader) numbers(name, of string, all []string) []int64 {
	var numbers []int64
	for _, s := range all {
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil || n < 1 {
			r.refuse("%s is %q; it must be the number of %s", name, s, of)
			continue
		}
		numbers = append(numbers, n)
	}
	return numbers
}

// export refuses a format that there is not, and one clinic or all of them where
// the format is of the other kind.
func (r *reader) export(c Config) {
	one := c.Format == "vcard" || c.Format == "ical"
	switch {
	case !slices.Contains(Formats(), c.Format):
		r.refuse("--format is %q; it must be one of %s", c.Format, strings.Join(Formats(), ", "))
	case one && c.Clinic == "":
		r.refuse("--clinic is missing; %s is written of one clinic, by its slug", c.Format)
	case !one && c.Clinic != "":
		r.refuse("--clinic goes with vcard and ical; %s is written of the whole directory", c.Format)
	}
}

// baseURL reads an address that paths can be put after.
func (r *reader) baseURL(s string) *url.URL {
	if s == "" {
		return nil
	}
	u, err := url.Parse(strings.TrimSuffix(s, "/"))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || !isHostname(u.Hostname()) || !isPort(u.Port(), 1) ||
		u.User != nil || u.Path != "" || u.RawQuery != "" || u.ForceQuery || strings.Contains(s, "#") {
		r.refuse("--base-url is %q; it must be http:// or https:// and a host, with no path", s)
		return nil
	}
	u.Host = strings.ToLower(u.Host)
	return u
}

// hosts reads names without ports.
func (r *reader) hosts(names []string) []string {
	var all []string
	for _, name := range names {
		if !isHostname(name) {
			r.refuse("--host is %q; it must be a host's name without a port", name)
			continue
		}
		all = append(all, strings.ToLower(name))
	}
	return all
}

// address reads where to listen. An empty host is every address of the machine.
func (r *reader) address(flag, s string) string {
	host, port, err := net.SplitHostPort(s)
	if err != nil || port == "" || !isPort(port, 0) || host != "" && !isHostname(host) {
		r.refuse("%s is %q; it must be an address and a port, such as 127.0.0.1:8080", flag, s)
		return ""
	}
	return s
}

// networks reads prefixes; a single address is the network of itself.
func (r *reader) networks(all []string) []netip.Prefix {
	var out []netip.Prefix
	for _, s := range all {
		p, err := netip.ParsePrefix(s)
		if a, bad := netip.ParseAddr(s); bad == nil && a.Zone() == "" {
			p, err = a.Prefix(a.BitLen())
		}
		if err != nil {
			r.refuse("--trusted-proxy is %q; it must be a network such as 10.0.0.0/8, or one address", s)
			continue
		}
		out = append(out, p.Masked())
	}
	return out
}

func (r *reader) clinics(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > MaxClinics {
		r.refuse("--clinics is %q; it must be a whole number from 1 to %d", s, MaxClinics)
	}
	return n
}

func (r *reader) seed(s string) uint64 {
	n, err := strconv.ParseUint(s, 10, 64)
	if err != nil {
		r.refuse("--seed is %q; it must be a whole number from 0 to 18446744073709551615", s)
	}
	return n
}

func (r *reader) now(s string) time.Time {
	if s == "" {
		return time.Time{}
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil || t.Year() < 2000 || t.Year() > 2100 { // the demo's dates lie some years around it
		r.refuse("--now is %q; it must be a time from 2000 to 2100 such as 2026-03-01T12:00:00Z", s)
	}
	return t
}

// isHostname reports whether s is an IP address or looks like a name in DNS:
// letters, digits, dots and inner hyphens.
func isHostname(s string) bool {
	if _, err := netip.ParseAddr(s); err == nil {
		return true
	}
	if len(s) > 253 {
		return false
	}
	for label := range strings.SplitSeq(s, ".") {
		if label == "" || len(label) > 63 || strings.Trim(label, "-") != label || strings.Trim(label, letters) != "" {
			return false
		}
	}
	return true
}

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"

// isPort reports whether s is a port from least on, or none is given.
func isPort(s string, least int) bool {
	n, err := strconv.ParseUint(s, 10, 16)
	return s == "" || err == nil && int(n) >= least
}
