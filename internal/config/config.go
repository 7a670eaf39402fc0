package config

import (
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"time"
)

// Command is what the program is asked to do.
type Command string

// The commands there are.
const (
	Serve Command = "serve" // serve the directory in a database file
	Demo  Command = "demo"  // fill a new database with the demo directory, and serve it

	Import  Command = "import"  // take in a file of clinics
	Export  Command = "export"  // write the directory for other programs
	Check   Command = "check"   // look for what is wrong with a database
	Backup  Command = "backup"  // copy a database
	Restore Command = "restore" // make a database of a backup

	MailTest  Command = "mail test"  // send a letter, to see that letters go out
	MailList  Command = "mail list"  // list the letters that were given up
	MailRetry Command = "mail retry" // send such letters again

	AdminCreate Command = "admin create" // make somebody an admin
	KeysRotate  Command = "keys rotate"  // replace keys
)

// Config is everything that can be set. What Parse returns without an error is
// valid; whether a file is there or an address is free, it does not say.
type Config struct {
	Command        Command
	DB             string         // the SQLite file
	Keys           string         // the file of the keys
	BaseURL        *url.URL       // scheme and host alone; nil: see Base
	Hosts          []string       // further names to answer to, in lower case
	Listen         string         // the address of the public listener; port 0 for a free one
	AdminListen    string         // the address of the listener for operators
	TrustedProxies []netip.Prefix // whose word on a visitor's address is taken
	Clinics        int            // demo: how many
	Seed           uint64         // demo: of its random choices
	Now            time.Time      // demo: the day its data is of; zero: today

	File     string  // import, restore: the file to read; backup: the file to write
	Map      string  // import: the map's file or name
	DryRun   bool    // import: judge, and change nothing
	Report   string  // import: the file that says what became of each row; "": none
	Pending  bool    // import: list the rows that wait
	Distinct []int64 // import: rows that are no duplicates
	Format   string  // export: one of Formats
	Clinic   string  // export: the slug of one clinic; "": all
	Out      string  // export: the file to write; "": standard output
	Replace  bool    // restore: a database that is there gives way

	Mail    Mail    // serve, demo, mail test: how letters leave
	Address string  // mail test: whom to write to; admin create: whose
	Name    string  // admin create: of the person; "": see there
	Jobs    []int64 // mail retry: the numbers of letters
	OfKeys  bool    // backup: the keys are copied, not the database
	Persons bool    // keys rotate: the keys of persons too
}

// Formats returns what the directory can be written as.
func Formats() []string { return []string{"csv", "ndjson", "geojson", "vcard", "ical"} }

// KeysOf is where the keys of the database in a file are, unless told otherwise.
func KeysOf(db string) string { return db + ".keys" }

// Base is the address that links to this site begin with: the one that was set,
// or localhost with the port of the public listener. It is a name rather than
// 127.0.0.1 because browsers offer passkeys to names only.
func (c Config) Base(listening net.Addr) *url.URL {
	if c.BaseURL != nil {
		return c.BaseURL
	}
	host := "localhost"
	if tcp, ok := listening.(*net.TCPAddr); ok {
		host = net.JoinHostPort(host, strconv.Itoa(tcp.Port))
	}
	return &url.URL{Scheme: "http", Host: host}
}
