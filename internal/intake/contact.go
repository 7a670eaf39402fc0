package intake

import (
	"slices"
	"strings"
	"unicode"

	"github.com/nyaruka/phonenumbers"

	"rootline/internal/directory"
)

// phoneCell is a number as it stands in a row of a country.
type phoneCell struct {
	text    string
	country directory.Country
}

// phoneRead is the number that is in a cell, or else what is the matter with it.
type phoneRead struct {
	number directory.Phone
	what   directory.Message
}

// contact reads how the clinic can be reached.
func (v *view) contact(c *directory.Clinic, country directory.Country) {
	for _, item := range v.items(fieldPhones) {
		if number, ok := v.phone(fieldPhones, item, country); ok {
			c.Phones = addPhone(c.Phones, number, false)
		}
	}
	for _, item := range v.items(fieldWhatsApp) {
		if number, ok := v.phone(fieldWhatsApp, item, country); ok {
			c.Phones = addPhone(c.Phones, number, true)
		}
	}
	for _, p := range c.Phones {
		if rows := v.j.seen.phones[p.Number]; rows > 1 {
			v.note(Accepted, "phones", p.Number.String(), directory.Msg("intake.phones.shared", "Rows", rows))
		}
	}
	c.Email = v.email(fieldEmail)
	c.URL = v.site(fieldURL)
}

// addPhone adds a number to those there are, once.
func addPhone(all []directory.ClinicPhone, number directory.Phone, whatsApp bool) []directory.ClinicPhone {
	i := slices.IndexFunc(all, func(p directory.ClinicPhone) bool { return p.Number == number })
	if i < 0 {
		return append(all, directory.ClinicPhone{Number: number, WhatsApp: whatsApp})
	}
	all[i].WhatsApp = all[i].WhatsApp || whatsApp
	return all
}

func (v *view) phone(f field, text string, country directory.Country) (directory.Phone, bool) {
	cell := phoneCell{text, country}
	read, ok := v.j.seen.read[cell]
	if !ok {
		read = readPhone(cell)
	}
	if read.number.IsZero() {
		v.doubt(f, text, read.what)
		return directory.Phone{}, false
	}
	return read.number, true
}

// maxDigits is how many digits a number can have (E.164), with the zeros before
// it that are dialled within a country.
const maxDigits = 15 + 2

// readPhone reads one number. A number may be spelt in any way that people spell
// them, but whatever else stands beside it would be lost.
func readPhone(cell phoneCell) phoneRead {
	switch {
	case !strings.ContainsFunc(cell.text, unicode.IsDigit):
		return phoneRead{what: directory.Msg("intake.phones.none")}
	case countDigits(cell.text) > maxDigits || numbersIn(cell) > 1:
		return phoneRead{what: directory.Msg("intake.phones.several")}
	case strings.ContainsFunc(cell.text, unicode.IsLetter):
		return phoneRead{what: directory.Msg("intake.phones.words")}
	}
	number, ok := dialled(cell)
	switch {
	case ok:
		return phoneRead{number: number}
	case cell.country.IsZero():
		return phoneRead{what: directory.Msg("intake.phones.code")}
	}
	return phoneRead{what: directory.Msg("intake.phones.plan", "Country", cell.country)}
}

func countDigits(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsDigit(r) {
			n++
		}
	}
	return n
}

// numbersIn counts the numbers in a cell that may hold several. A stroke alone
// does not part two: some put one behind the area code.
func numbersIn(cell phoneCell) int {
	parts := phoneParts(cell.text)
	if len(parts) < 2 {
		return len(parts)
	}
	n := 0
	for _, part := range parts {
		if _, ok := dialled(phoneCell{part, cell.country}); ok {
			n++
		}
	}
	return n
}

func phoneParts(text string) []string {
	for _, word := range []string{" or ", " and ", " ve ", " y ", " und ", " oder ", " et ", " ou "} {
		text = strings.ReplaceAll(text, word, ";")
	}
	return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",;/|&", r) })
}

// dialled is a number as it is dialled from abroad. One that is written without a
// country code is read as one of the row's country, and has to be one that the
// country gives out: that is what tells it from a number of somewhere else, or
// from half of one. A number with its country code has to be of the right length
// only, for new ranges are opened all the time.
func dialled(cell phoneCell) (directory.Phone, bool) {
	number, err := directory.ParsePhone(cell.text, cell.country)
	if err != nil {
		return directory.Phone{}, false
	}
	parsed, err := phonenumbers.Parse(number.String(), "")
	if err != nil || phonenumbers.IsPossibleNumberWithReason(parsed) != phonenumbers.IS_POSSIBLE {
		return directory.Phone{}, false
	}
	text := strings.TrimLeft(cell.text, " (")
	if strings.HasPrefix(text, "+") || strings.HasPrefix(text, "00") {
		return number, true
	}
	return number, phonenumbers.IsValidNumber(parsed)
}

func (v *view) email(f field) directory.Email {
	text := v.line(f)
	if text == "" {
		return directory.Email{}
	}
	if rest, ok := cutPrefixFold(text, "mailto:"); ok {
		text = rest
	}
	email, err := directory.ParseEmail(text)
	switch {
	case err == nil:
	case strings.Count(text, "@") > 1:
		v.doubt(f, text, directory.Msg("intake.email.several"))
	default:
		v.doubt(f, text, messageOf(err))
	}
	return email
}

// site reads the address of a page. Many a file leaves out the http:// that every
// such address begins with.
func (v *view) site(f field) directory.URL {
	text := v.line(f)
	if text == "" {
		return directory.URL{}
	}
	full := text
	if !strings.Contains(text, "://") {
		full = "http://" + text
	}
	url, err := directory.ParseURL(full)
	switch {
	case err != nil:
		v.doubt(f, text, messageOf(err))
		return directory.URL{}
	case !strings.Contains(url.Host(), "."):
		v.doubt(f, text, directory.Msg("intake.url.host"))
		return directory.URL{}
	}
	return url
}

func cutPrefixFold(s, prefix string) (string, bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return s, false
	}
	return s[len(prefix):], true
}
