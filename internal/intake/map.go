package intake

import (
	"crypto/sha256"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"rootline/internal/directory"
)

// Map says how a foreign file is read: where it comes from and how old it is,
// which of its columns say what, and what becomes of its rows. It is a small TOML
// file; maps/README.md tells everything that can stand in one. This is enough
// for many a spreadsheet:
//
//	source      = "Clinic Guide, printed edition"
//	licence     = "CC BY 4.0"
//	observed_at = 2026-03-01
//	key         = ["Ref"]
//
//	[fields]
//	name      = "Clinic"
//	country   = {constant = "GB"}
//	city      = "Town"
//	address_1 = {columns = ["Street", "Building"], join = ", "}
//	phones    = {column = "Phone", split = ["/", ";"], empty = ["n/a"]}
//	services  = {column = "Treatments", split = [","], values = "treatments"}
//
//	[values.treatments]
//	"PRP injections" = "prp"
//	"Both"           = ["prp", "smp"]
type Map struct {
	Source     string            // what the file is, to be named wherever its data is shown
	Licence    string            // under what terms it is used
	URL        directory.URL     // where it was published; may be zero
	ObservedAt directory.Instant // when its facts were true
	Key        []string          // the columns that name a row for good
	State      directory.ListingState
	Standing   directory.FactState // on whose word: SourceChecked or OwnerAsserted
	ToldApart  bool                // the rows are known to be different clinics
	File       FileFormat

	fields  [fieldEnd]*source
	only    []condition
	refuse  []condition
	meaning [sha256.Size]byte // of all that decides what a row asks for
}

// FileFormat says how a file is written. Whatever is zero is for the file's
// reader to find out.
type FileFormat struct {
	Format    string // csv or xlsx; empty: by the file's name
	Encoding  string // of a csv file's text
	Delimiter rune   // between the cells of a csv file
	Quote     rune   // around a cell of a csv file; NoQuote: nothing is quoted
	Guarded   bool   // a csv file of our own, whose guards against spreadsheets are taken off
	Sheet     string // of an xlsx file
}

// NoQuote is the quote of a file in which nothing is quoted.
const NoQuote rune = -1

// source is where a field's text comes from.
type source struct {
	columns  []string
	join     string // between several columns
	constant string // of every row, without looking at a column
	fallback string // what an empty cell says
	split    []string
	empty    map[string]bool     // what says no more than an empty cell does, folded
	table    string              // the name of values
	values   map[string][]string // what a value of the file is called here, by its fold; nil: the same
	other    string              // what becomes of a value that is not in there: keep, drop or, if empty, a human sees it
}

// condition is about a column that has, or has not, one of some values.
type condition struct {
	column string
	values []string
	folded map[string]bool
}

// has reports whether text is one of the condition's values.
func (c *condition) has(text string) bool { return c.folded[sameness(text)] }

// sameness is what two values have in common that differ in spaces and case only.
func sameness(s string) string { return directory.Fold(oneLine(s)) }

// states are those that a map can give to its rows: the others are decisions
// about a single listing.
var states = []string{string(directory.Draft), string(directory.Submitted), string(directory.Published)}

var standings = []string{string(directory.SourceChecked), string(directory.OwnerAsserted)}

// fact is what the file's word is worth for a fact of a kind.
func (m *Map) fact(kind directory.FactKind, at directory.Instant) directory.Fact {
	return kind.Observed(m.Standing, m.cited(), at.Time())
}

// cited is the source as facts name it.
func (m *Map) cited() string { return m.Source + " (" + m.Licence + ")" }

// aheadOfUTC is how much earlier than in Greenwich a day begins where it begins
// first. A day in a map is a day somewhere.
const aheadOfUTC = 14 * time.Hour

// Check reports as an [directory.Error] what only the clock can tell: that the
// file says of itself that it is of a day that has not come.
func (m *Map) Check(now time.Time) error {
	if inFuture(m.ObservedAt, now) {
		wrong := mistakes{}
		wrong.add("observed_at", directory.Msg("intake.map.future", "Today", directory.DateOf(now.UTC()).String()))
		return wrong.error()
	}
	return nil
}

func inFuture(at directory.Instant, now time.Time) bool {
	return at > directory.At(now.Add(aheadOfUTC))
}

// How long what a map says of its file may be, so that both together fit into the
// source of a fact.
const (
	maxSourceName = 300
	maxLicence    = 150
)

// isLine reports whether s is plain text of a single line, not longer than most
// letters.
func isLine(s string, most int) bool {
	return utf8.ValidString(s) && utf8.RuneCountInString(s) <= most && !strings.ContainsFunc(s, unicode.IsControl)
}
