package intake

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"rootline/internal/directory"
)

// damage is what keeps a text from being what somebody once wrote: bytes that are
// no letters, characters that control things, or letters of another encoding than
// the one that it was read with. None of it is repaired, for there is more than
// one way how.
func damage(s string) (what directory.Message, damaged bool) {
	switch {
	case spreadsheetErrors[strings.ToUpper(strings.TrimSpace(s))]:
		return directory.Msg("intake.text.error"), true
	case markup.MatchString(s):
		return directory.Msg("intake.text.markup"), true
	case isPlain(s):
		return what, false
	case !utf8.ValidString(s) || strings.ContainsRune(s, utf8.RuneError):
		return directory.Msg("intake.text.undecoded"), true
	case strings.ContainsFunc(s, isControl):
		return directory.Msg("intake.text.control"), true
	case strings.ContainsFunc(s, isUnseen):
		return directory.Msg(textUnseen), true
	}
	if was, ok := misread(s); ok {
		return directory.Msg("intake.text.misread", "Seen", was.seen, "Meant", was.meant), true
	}
	return what, false
}

// spreadsheetErrors are what spreadsheets show in the place of a value.
var spreadsheetErrors = map[string]bool{
	"#N/A": true, "#REF!": true, "#VALUE!": true, "#NAME?": true, "#DIV/0!": true, "#NUM!": true, "#NULL!": true, "#SPILL!": true, "#CALC!": true,
}

var (
	// markup is an element or a character of HTML, by its name or number.
	markup = regexp.MustCompile(`(?i)</?[a-z][a-z0-9]*(\s[^<>]*)?/?>|&([a-z]{2,8}|#[0-9]{1,6}|#x[0-9a-f]{1,5});`)
	// lost is a question mark before a letter, as an encoding leaves it that does not
	// have the letter which stood there.
	lost = regexp.MustCompile(`(^|\p{L})\?\p{L}`)
)

// prose are the fields in which a question mark before a letter is none that anybody
// wrote: in others it belongs to an address, or says that nobody vouches for an item.
var prose = map[string]bool{"name": true, "organization": true, "address_1": true, "city": true, "region": true, "description": true}

// hasLost finds words that have lost a letter; addresses of the web are not words.
func hasLost(s string) bool {
	for word := range strings.FieldsSeq(s) {
		if lost.MatchString(word) && !strings.ContainsAny(word, "@/") && !strings.HasPrefix(word, "www.") {
			return true
		}
	}
	return false
}

// textUnseen is the one kind of damage that does no harm to a phone number.
const textUnseen = "intake.text.unseen"

// isUnseen reports what people cannot see and programs take in: marks that turn the
// direction of a text, and spaces of no width. Those that join letters belong to
// the scripts that use them.
func isUnseen(r rune) bool {
	return unicode.Is(unicode.Bidi_Control, r) && r != '\u200e' && r != '\u200f' || r == '\u200b' || r == '\u2060' || r == '\ufeff'
}

// isPlain spots the common case: ASCII, nothing of which controls anything.
func isPlain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c >= utf8.RuneSelf || c == 0x7f || c < ' ' && isControl(rune(c)) {
			return false
		}
	}
	return true
}

func isControl(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t'
}

// misreading is how a letter looks whose bytes were taken for others.
type misreading struct{ seen, meant string }

// misread finds UTF-8 that was read as Windows-1252 or one of its relatives, as
// which ü becomes Ã¼ and ı becomes Ä±. A letter of two that may have been meant is
// not enough where its script writes whole words: there, two have to stand in a
// row.
func misread(s string) (misreading, bool) {
	for i, r := range s {
		if r < 0xc2 || r > 0xf4 {
			continue
		}
		meant, size := reread(s[i:])
		if size == 0 {
			continue
		}
		first := misreading{s[i : i+size], string(meant)}
		if meant <= unicode.MaxLatin1 || unicode.In(meant, unicode.Latin) || unicode.IsPunct(meant) || unicode.IsSymbol(meant) {
			return first, true
		}
		if next, more := reread(s[i+size:]); more > 0 && unicode.IsLetter(next) {
			return misreading{s[i : i+size+more], string(meant) + string(next)}, true
		}
	}
	return misreading{}, false
}

// reread takes the letters that s begins with for bytes again, and those for one
// letter of UTF-8. It is size bytes of s; 0 if they are nothing that anybody is
// likely to have written.
func reread(s string) (meant rune, size int) {
	var b [utf8.UTFMax]byte
	n := 0
	for i, r := range s {
		c, ok := charmap.Windows1252.EncodeRune(r)
		if !ok || n == 0 && c < 0xc2 || n > 0 && (c < 0x80 || c > 0xbf) {
			return 0, 0
		}
		b[n] = c
		n++
		if utf8.FullRune(b[:n]) {
			meant, full := utf8.DecodeRune(b[:n])
			if meant == utf8.RuneError || full != n || !isLikely(meant) {
				return 0, 0
			}
			return meant, i + utf8.RuneLen(r)
		}
		if n == len(b) {
			break
		}
	}
	return 0, 0
}

// likely are the letters and signs that the names and texts of clinics are made
// of. Without such a limit É» at the end of a French quotation would be taken for
// a letter of phonetic script.
var likely = []*unicode.RangeTable{
	{R16: []unicode.Range16{{Lo: 0x00a0, Hi: 0x017f, Stride: 1}, {Lo: 0x0218, Hi: 0x021b, Stride: 1}, {Lo: 0x1e00, Hi: 0x1eff, Stride: 1}, {Lo: 0x2010, Hi: 0x203a, Stride: 1}, {Lo: 0x20ac, Hi: 0x20ac, Stride: 1}, {Lo: 0x20ba, Hi: 0x20ba, Stride: 1}, {Lo: 0x2122, Hi: 0x2122, Stride: 1}}},
	unicode.Greek, unicode.Cyrillic, unicode.Hebrew, unicode.Arabic,
}

func isLikely(r rune) bool { return unicode.In(r, likely...) }

// turkishMisread finds Windows-1254 that was read as Windows-1252: the two differ
// in six letters, and Icelandic has those of the second.
func turkishMisread(s string) (misreading, bool) {
	for i, r := range s {
		if meant, ok := turkish[r]; ok {
			return misreading{s[i : i+utf8.RuneLen(r)], meant}, true
		}
	}
	return misreading{}, false
}

var turkish = map[rune]string{'Ð': "Ğ", 'Ý': "İ", 'Þ': "Ş", 'ð': "ğ", 'ý': "ı", 'þ': "ş"}
