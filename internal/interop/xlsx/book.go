package xlsx

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"rootline/internal/directory"
)

// book is a spreadsheet as it lies in the file: a zip archive of parts.
type book struct {
	source *source
	parts  map[string]*zip.File // by name in lower case, for writers differ in it
	left   int64                // bytes that may yet be unpacked or held
	limit  int64
}

// compound begins the files of Microsoft's older format. Excel keeps old
// spreadsheets in it, and new ones that have a password.
const compound = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

// openBook opens the archive in r, of which at most limit bytes get unpacked.
func openBook(r io.ReaderAt, size, limit int64) (*book, error) {
	b := &book{source: &source{in: r}, parts: map[string]*zip.File{}, left: limit, limit: limit}
	head := make([]byte, len(compound))
	n, err := b.source.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("read the spreadsheet: %w", err)
	}
	if string(head[:n]) == compound {
		return nil, directory.Refuse(directory.Invalid, "table.protected")
	}
	z, err := zip.NewReader(b.source, size)
	if b.source.failed != nil {
		return nil, fmt.Errorf("read the spreadsheet: %w", b.source.failed)
	}
	if err != nil {
		return nil, notASpreadsheet()
	}
	for _, f := range z.File {
		name := strings.TrimPrefix(strings.ToLower(strings.ReplaceAll(f.Name, `\`, "/")), "/")
		if _, twice := b.parts[name]; !twice {
			b.parts[name] = f
		}
	}
	return b, nil
}

func notASpreadsheet() error { return directory.Refuse(directory.Invalid, "table.not_xlsx") }

// source remembers whether reading the file failed, which is not to be mistaken for
// damage in what the file says.
type source struct {
	in     io.ReaderAt
	failed error
}

// ReadAt is the file's. A place before its beginning is one that the file has wrong.
func (s *source) ReadAt(p []byte, off int64) (int, error) {
	if off < 0 {
		return 0, io.ErrUnexpectedEOF
	}
	n, err := s.in.ReadAt(p, off)
	if err != nil && !errors.Is(err, io.EOF) {
		s.failed = err
	}
	return n, err
}

// relations are the parts that a part names, by how it calls them.
type relations map[string]relation

type relation struct {
	kind string // the last word of its type
	part string
}

// relationsOf reads which parts a part names; "" is the book as a whole.
func (b *book) relationsOf(name string) (relations, error) {
	var list struct {
		All []struct {
			ID     string `xml:"Id,attr"`
			Type   string `xml:"Type,attr"`
			Target string `xml:"Target,attr"`
			Mode   string `xml:"TargetMode,attr"`
		} `xml:"Relationship"`
	}
	folder, file := path.Split(name)
	if err := b.decode(folder+"_rels/"+file+".rels", &list); err != nil {
		return nil, err
	}
	all := relations{}
	for _, r := range list.All {
		if r.Mode == "External" {
			continue
		}
		target := r.Target
		if !strings.HasPrefix(target, "/") {
			target = path.Join("/", folder, target)
		}
		all[r.ID] = relation{path.Base(r.Type), path.Clean(target)[1:]}
	}
	return all, nil
}

// first is a part of this kind; "" if there is none. Of the kinds that it is asked
// for, a part names one.
func (r relations) first(kind string) string {
	for _, one := range r {
		if one.kind == kind {
			return one.part
		}
	}
	return ""
}

// workbook is the part that names the sheets.
type workbook struct {
	Properties struct {
		From1904 string `xml:"date1904,attr"`
	} `xml:"workbookPr"`
	Sheets []struct {
		Name  string `xml:"name,attr"`
		State string `xml:"state,attr"`
		ID    string `xml:"id,attr"`
	} `xml:"sheets>sheet"`
}

// open reads the workbook and the names of the parts beside it.
func (b *book) open() (w workbook, beside relations, err error) {
	if b.parts["_rels/.rels"] == nil {
		return w, nil, notASpreadsheet()
	}
	top, err := b.relationsOf("")
	if err != nil {
		return w, nil, err
	}
	name := top.first("officeDocument")
	if b.parts[strings.ToLower(name)] == nil || !strings.EqualFold(path.Ext(name), ".xml") {
		return w, nil, notASpreadsheet() // .bin is Excel's binary format
	}
	if err := b.decode(name, &w); err != nil {
		return w, nil, err
	}
	beside, err = b.relationsOf(name)
	return w, beside, err
}

// sheet is the part of the sheet with this name, which Excel would not tell from
// one in other letters' case; of the first that can be seen, if the name is empty.
func (w *workbook) sheet(name string, beside relations) (string, error) {
	var names []string
	first, seen := "", false
	for _, s := range w.Sheets {
		r := beside[s.ID]
		if r.kind != "worksheet" {
			continue // a chart, say
		}
		if name != "" && strings.EqualFold(s.Name, name) {
			return r.part, nil
		}
		names = append(names, s.Name)
		visible := s.State == "" || s.State == "visible"
		if first == "" || visible && !seen {
			first, seen = r.part, visible
		}
	}
	switch {
	case len(names) == 0:
		return "", notASpreadsheet()
	case name == "":
		return first, nil
	}
	return "", directory.Refuse(directory.Invalid, "table.no_sheet", "Sheet", name, "Sheets", strings.Join(names, ", "))
}
