package words

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// catalogues has a folder for each language.
//
//go:embed en
var catalogues embed.FS

// phrase is a sentence cut at its gaps.
type phrase []piece

// piece is text, then a gap unless its name is empty.
type piece struct{ text, gap string }

// gap is what a sentence may contain besides text.
var gap = regexp.MustCompile(`\{\{\.([A-Z][A-Za-z]*)\}\}`)

// cut splits a sentence at its gaps and refuses anything else between double
// braces: a catalogue is text, not a program.
func cut(text string) (phrase, error) {
	var p phrase
	at := 0
	for _, m := range gap.FindAllStringSubmatchIndex(text, -1) {
		p = append(p, piece{text[at:m[0]], text[m[2]:m[3]]})
		at = m[1]
	}
	if at < len(text) || len(p) == 0 {
		p = append(p, piece{text: text[at:]})
	}
	for _, piece := range p {
		if strings.Contains(piece.text, "{{") || strings.Contains(piece.text, "}}") {
			return nil, fmt.Errorf("%q has more than gaps such as {{.Name}} between braces", text)
		}
	}
	return p, nil
}

// readAll reads each language's folder of files, English first.
func readAll(files fs.FS) (*languages, error) {
	folders, err := fs.ReadDir(files, ".")
	if err != nil {
		return nil, err
	}
	bundle := i18n.NewBundle(language.English)
	tags := []language.Tag{language.English}
	messages := map[language.Tag][]*i18n.Message{}
	for _, folder := range folders {
		tag, err := language.Parse(folder.Name())
		if err != nil {
			return nil, fmt.Errorf("the folder %s is not named after a language: %w", folder.Name(), err)
		}
		if messages[tag], err = readLanguage(files, folder.Name()); err != nil {
			return nil, err
		}
		if err := bundle.AddMessages(tag, messages[tag]...); err != nil {
			return nil, fmt.Errorf("read %s: %w", folder.Name(), err)
		}
		if tag != language.English {
			tags = append(tags, tag)
		}
	}
	all := &languages{matcher: language.NewMatcher(tags)}
	for _, tag := range tags {
		w, err := newWords(bundle, tag, messages[language.English], messages[tag])
		if err != nil {
			return nil, err
		}
		all.words = append(all.words, w)
	}
	return all, nil
}

// readLanguage reads the files of one folder. No two may have the same id: the
// one read later would win, and which that is would be chance.
func readLanguage(files fs.FS, folder string) ([]*i18n.Message, error) {
	names, err := fs.Glob(files, path.Join(folder, "*.toml"))
	if err != nil {
		return nil, err
	}
	var all []*i18n.Message
	from := map[string]string{}
	for _, name := range names {
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		messages, err := i18n.ParseMessageBytes(data, toml.Unmarshal)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		for _, m := range messages {
			if first, twice := from[m.ID]; twice {
				return nil, fmt.Errorf("%s is in both %s and %s", m.ID, first, name)
			}
			from[m.ID] = name
		}
		all = append(all, messages...)
	}
	return all, nil
}

// newWords makes a language of its own sentences and, where it has none, of
// those to fall back on.
func newWords(bundle *i18n.Bundle, tag language.Tag, fallback, own []*i18n.Message) (*Words, error) {
	w := &Words{
		tag:       tag,
		plain:     map[string]string{},
		gapped:    map[string]phrase{},
		plurals:   map[string]bool{},
		localizer: i18n.NewLocalizer(bundle, tag.String()),
		printer:   message.NewPrinter(tag),
	}
	for _, m := range slices.Concat(fallback, own) {
		if err := w.add(m); err != nil {
			return nil, fmt.Errorf("sentence %s: %w", m.ID, err)
		}
	}
	for m := time.January; m <= time.December; m++ {
		w.months[m] = w.T("month." + strings.ToLower(m.String()))
	}
	for d := time.Sunday; d <= time.Saturday; d++ {
		w.weekdays[d] = w.T("weekday." + strings.ToLower(d.String()))
	}
	w.ascii = w.printer.Sprint(7) == "7"
	w.names = newNames(w)
	return w, nil
}

func (w *Words) add(m *i18n.Message) error {
	if m.Other == "" {
		return errors.New("it has no text")
	}
	for _, form := range []string{m.Zero, m.One, m.Two, m.Few, m.Many} {
		if _, err := cut(form); err != nil {
			return err
		}
		if form != "" {
			w.plurals[m.ID] = true
		}
	}
	p, err := cut(m.Other)
	if err != nil {
		return err
	}
	delete(w.plain, m.ID)
	delete(w.gapped, m.ID)
	if len(p) == 1 && p[0].gap == "" {
		w.plain[m.ID] = p[0].text
	} else {
		w.gapped[m.ID] = p
	}
	return nil
}
