package config

import (
	"bytes"
	"strings"

	"github.com/alecthomas/kong"
)

// flags is the command line as kong sees it. Values stay text here, because kong
// gives up at the first that does not parse and we want to tell of all.
type flags struct {
	Serve struct {
		DB string `name:"db" placeholder:"FILE" default:"rootline.db" help:"SQLite database, created if its folder is there (default ${default})."`
		keys
		site
		post
	} `cmd:"" help:"Serve the directory in a database file."`
	Demo struct {
		DB string `name:"db" placeholder:"FILE" default:"rootline-demo.db" help:"SQLite database: a new one, or one with the same demo directory in it (default ${default})."`
		keys
		site
		post
		Clinics string `placeholder:"N" default:"240" help:"Number of clinics to make up, 1 to 1000000 (default ${default})."`
		Seed    string `placeholder:"S" default:"1" help:"Seed of the random choices: the same seed makes the same directory (default ${default})."`
		Now     string `placeholder:"TIME" help:"The moment, as RFC 3339 writes it, that the made-up dates are told from (default now)."`
	} `cmd:"" help:"Fill a new database with a made-up directory and serve it."`
	Import struct {
		File     string   `arg:"" optional:"" help:"The file to take in: CSV or XLSX with a map, or NDJSON as rootline export writes it."`
		DB       string   `name:"db" placeholder:"FILE" default:"rootline.db" help:"SQLite database, created if its folder is there (default ${default})."`
		Map      string   `placeholder:"MAP.toml" help:"How the file is read and on whose word: a file, or the name of a map that comes with the program: nhs, rootline."`
		DryRun   bool     `help:"Judge every row and change nothing."`
		Report   string   `placeholder:"OUT.csv" help:"Write what became of each row, with the evidence, to this file."`
		Pending  bool     `help:"List the rows that wait for a human."`
		Distinct []string `placeholder:"ROW" help:"Rows that wait, by their numbers, which are no duplicates of what they were taken for; the next import of their file takes them in."`
	} `cmd:"" help:"Take a file of clinics in, row by row, with the evidence for what is doubtful."`
	Export struct {
		existing
		Format string `placeholder:"FORMAT" default:"csv" help:"One of csv, ndjson (lossless), geojson, vcard and ical (both of one clinic) (default ${default})."`
		Clinic string `placeholder:"SLUG" help:"The clinic to write as vcard or ical."`
		Out    string `placeholder:"FILE" help:"The file to write, which must not be there yet (default standard output)."`
	} `cmd:"" help:"Write the directory, or one clinic, for other programs."`
	Check struct {
		existing
	} `cmd:"" help:"Check a database, and say what to do about what is wrong; changes nothing."`
	Backup struct {
		File string `arg:"" help:"The file to write, which must not be there yet."`
		existing
		Keys     bool   `help:"Copy the keys instead of the database, which never contains them. Keep the two copies apart, and destroy this one after seven days."`
		KeysFile string `name:"keys-file" placeholder:"FILE" help:"With --keys: where the keys are (default: the database's name and .keys)."`
	} `cmd:"" help:"Copy a database, while it is used, and verify the copy; or its keys."`
	Restore struct {
		File    string `arg:"" help:"The backup to restore; it is only read."`
		DB      string `name:"db" placeholder:"FILE" default:"rootline.db" help:"SQLite database to restore to (default ${default})."`
		Replace bool   `help:"Put the backup in the place of a database that is there, which is kept under another name."`
	} `cmd:"" help:"Make a database of a backup, which is checked before it replaces anything."`
	Mail struct {
		Test struct {
			Address string `arg:"" help:"Whom to write to: an address whose letters you can read."`
			BaseURL string `name:"base-url" placeholder:"URL" help:"What links to this site begin with, such as https://clinics.example (default http://localhost:8080)."`
			post
		} `cmd:"" help:"Send a letter, telling step by step what works, and what to do about what does not."`
		List struct {
			existing
		} `cmd:"" help:"Say how many letters wait, and list those that were given up, by their numbers."`
		Retry struct {
			Number []string `arg:"" help:"Letters that were given up, by the numbers that mail list says."`
			existing
		} `cmd:"" help:"Send letters again that were given up."`
	} `cmd:"" help:"Try out how letters leave, and look after those that do not."`
	Admin struct {
		Create struct {
			Address string `arg:"" help:"The e-mail address of the person."`
			Name    string `placeholder:"NAME" help:"What the person is called (default: what stands before the @)."`
			DB      string `name:"db" placeholder:"FILE" default:"rootline.db" help:"SQLite database, created if its folder is there (default ${default})."`
			BaseURL string `name:"base-url" placeholder:"URL" help:"What the link begins with, such as https://clinics.example (default http://localhost:8080)."`
			keys
		} `cmd:"" help:"Make somebody an admin, and print a link by which they get in once."`
	} `cmd:"" help:"Look after those who run the directory."`
	Keys struct {
		Rotate struct {
			existing
			keys
			Persons bool `help:"Replace the keys of all persons too, which takes more than five minutes."`
		} `cmd:"" help:"Replace the key that signs, and those of persons if asked to, while the directory is served."`
	} `cmd:"" help:"Look after the keys."`
}

// existing is what every command that needs a database to be there can be told.
type existing struct {
	DB string `name:"db" placeholder:"FILE" default:"rootline.db" help:"SQLite database, which has to be there (default ${default})."`
}

// keys is what every command that knows people can be told.
type keys struct {
	KeysFile string `name:"keys" placeholder:"FILE" help:"The keys that what is personal is sealed with, created with a new database (default: the database's name and .keys)."`
}

// site is what every command that serves can be told.
type site struct {
	BaseURL      string   `name:"base-url" placeholder:"URL" help:"What links to this site begin with, such as https://clinics.example (default http://localhost: and the port listened on)."`
	Host         []string `placeholder:"NAME" help:"Further host names to answer to; the base URL's and those of the loopback always are."`
	Listen       string   `placeholder:"ADDRESS" default:"127.0.0.1:8080" help:"Where to listen; port 0 takes a free one (default ${default})."`
	AdminListen  string   `placeholder:"ADDRESS" default:"127.0.0.1:8081" help:"Where to listen for /healthz, /readyz and /metrics (default ${default})."`
	TrustedProxy []string `placeholder:"CIDR" help:"Networks of reverse proxies, whose X-Forwarded-* headers are believed (default none)."`
}

// post is what every command that writes letters can be told.
type post struct {
	MailDir  string `name:"mail-dir" placeholder:"DIR" help:"Write letters into this folder, a file each, and send none (default none)."`
	SMTPHost string `name:"smtp-host" placeholder:"NAME" help:"The mail server that letters leave through; the password of --smtp-user stands in the environment alone, as ROOTLINE_SMTP_PASSWORD (default none)."`
	SMTPPort string `name:"smtp-port" placeholder:"PORT" help:"Its port (default 587 for starttls, 465 for tls, 25 for none)."`
	SMTPTLS  string `name:"smtp-tls" placeholder:"MODE" default:"starttls" help:"How the talk with it is encrypted: starttls, tls, or none, which is for a server on this machine (default ${default})."`
	SMTPUser string `name:"smtp-user" placeholder:"USER" help:"Who we are to it, if it asks (default nobody)."`
	MailFrom string `name:"mail-from" placeholder:"ADDRESS" help:"The address that letters come from, such as no-reply@clinics.example; a mail server needs it."`
}

// Help is what Parse returns instead of a Config when help was asked for.
type Help string

// Error is the help text, ready to be printed.
func (h Help) Error() string { return string(h) }

// parse reads args, and env for what args do not set, into text.
func parse(args []string, env func(string) string) (Command, *flags, error) {
	var f flags
	var help bytes.Buffer
	helped := false
	k, err := kong.New(&f,
		kong.Name("rootline"),
		kong.Description("A directory of clinics for PRP and SMP hair treatments."),
		kong.Writers(&help, &help),
		kong.Exit(func(int) { helped = true }),
		kong.ConfigureHelp(kong.HelpOptions{FlagsLast: true}),
		kong.ValueFormatter(withVariable),
		kong.Resolvers(fromEnv(env)),
	)
	if err != nil {
		return "", nil, err
	}
	ctx, err := k.Parse(args)
	if helped {
		return "", nil, Help(help.String())
	}
	if err != nil {
		return "", nil, err
	}
	name, _, _ := strings.Cut(ctx.Command(), " <") // what follows are its arguments
	return Command(name), &f, nil
}

// variable is the name under which a flag stands in the environment. Where the keys
// are has one name there, although to a backup --keys says what to copy.
func variable(flag string) string {
	if flag == "keys-file" {
		flag = "keys"
	}
	return "ROOTLINE_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// fromEnv looks a flag up in env, unless args have set it. kong could read the
// environment itself, but only the process's own.
func fromEnv(env func(string) string) kong.Resolver {
	return kong.ResolverFunc(func(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
		if flag.Name == "help" || isSwitchForKeys(flag.Value) {
			return nil, nil
		}
		if v := env(variable(flag.Name)); v != "" {
			return v, nil
		}
		return nil, nil
	})
}

// isSwitchForKeys is a backup's --keys, which is nothing to set once for all.
func isSwitchForKeys(v *kong.Value) bool { return v.Name == "keys" && v.IsBool() }

// withVariable adds the name of a flag's variable to its help.
func withVariable(v *kong.Value) string {
	if v.Flag == nil || v.Flag.Name == "help" || isSwitchForKeys(v) {
		return v.Help
	}
	return v.Help + " [" + variable(v.Flag.Name) + "]"
}
