package csv_test

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"rootline/internal/directory"
	"rootline/internal/interop/csv"
	"rootline/internal/words"
)

// read writes the rows of a table down as line:cell|cell, and how it ended.
func read(file string, d csv.Dialect) (string, error) {
	r, err := csv.NewReader(strings.NewReader(file), d)
	if err != nil {
		return "", err
	}
	var rows []string
	for {
		line, cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return strings.Join(rows, " "), nil
		}
		if err != nil {
			return strings.Join(rows, " "), err
		}
		rows = append(rows, string(rune('0'+line))+":"+strings.Join(cells, "|"))
	}
}

func TestRead(t *testing.T) {
	comma := csv.Dialect{Delimiter: ','}
	tests := map[string]struct {
		dialect    csv.Dialect
		file, want string
	}{
		"nothing":                     {csv.Dialect{}, "", ""},
		"nothing but a mark":          {csv.Dialect{}, "\xef\xbb\xbf", ""},
		"nothing but lines":           {csv.Dialect{}, "\r\n\n\r", ""},
		"the usual":                   {csv.Dialect{}, "a,b\nc,d\n", "1:a|b 2:c|d"},
		"no line end at the end":      {csv.Dialect{}, "a,b\nc,d", "1:a|b 2:c|d"},
		"CRLF":                        {csv.Dialect{}, "a,b\r\nc,d\r\n", "1:a|b 2:c|d"},
		"CR alone":                    {csv.Dialect{}, "a,b\rc,d\r", "1:a|b 2:c|d"},
		"all of them":                 {csv.Dialect{}, "a,b\rc,d\ne,f\r\ng,h", "1:a|b 2:c|d 3:e|f 4:g|h"},
		"empty lines":                 {csv.Dialect{}, "\n\na,b\r\n\r\nc,d\r\re,f\n\n", "3:a|b 5:c|d 7:e|f"},
		"rows of other lengths":       {csv.Dialect{}, "a,b\nc\nd,e,f\n,\n", "1:a|b 2:c 3:d|e|f 4:|"},
		"a last cell that is empty":   {csv.Dialect{}, "a,b\nc,", "1:a|b 2:c|"},
		"a quoted cell that is empty": {comma, "a\n\"\"\n\n\"\"", "1:a 2: 4:"},
		"a mark":                      {csv.Dialect{}, "\xef\xbb\xbfa,b", "1:a|b"},
		"a quoted cell after a mark":  {csv.Dialect{}, "\xef\xbb\xbf\"a\",b", "1:a|b"},
		"a second mark is text":       {csv.Dialect{}, "\xef\xbb\xbf\ufeffa,b", "1:\ufeffa|b"},
		"quoted delimiters":           {csv.Dialect{}, `"a,b",c`, "1:a,b|c"},
		"quoted line ends":            {csv.Dialect{}, "a,\"b\r\nc\nd\re\"\nf,g", "1:a|b\r\nc\nd\re 5:f|g"},
		"quoted quotes":               {csv.Dialect{}, `"a""b","""",""""""` + "\n", `1:a"b|"|""`},
		"a quote in the middle":       {csv.Dialect{}, `5" disk,b`, `1:5" disk|b`},
		"a quote after a space":       {csv.Dialect{}, `a, "b"`, `1:a| "b"`},
		"another quote":               {csv.Dialect{Quote: '\''}, `'a,b',"c"`, `1:a,b|"c"`},
		"a quote of two bytes":        {csv.Dialect{Quote: '¬'}, "¬a,¬¬b¬,¡", "1:a,¬b|¡"},
		"no quoting":                  {csv.Dialect{Quote: csv.NoQuote}, "\"a,b\"\n\"c", `1:"a|b" 2:"c`},
		"a delimiter of two bytes":    {csv.Dialect{Delimiter: '¬'}, "a¬b\n£¬\"¬\"¬", "1:a|b 2:£|¬|"},
		"semicolons found":            {csv.Dialect{}, "a;b;c,d;e\n1,2;3", "1:a|b|c,d|e 2:1,2|3"},
		"tabs found":                  {csv.Dialect{}, "a\tb\n", "1:a|b"},
		"bars found":                  {csv.Dialect{}, "\r\na|b\n", "2:a|b"},
		"quoted ones do not count":    {csv.Dialect{}, "\"a,b,c\nd,e\";f\n1,2;3", "1:a,b,c\nd,e|f 3:1,2|3"},
		"nor do those after two":      {csv.Dialect{}, "\"a\"\",b,c,d\";f\n", "1:a\",b,c,d|f"},
		"what Excel is told":          {csv.Dialect{}, "sep=;\r\na,b;c", "2:a,b|c"},
		"told in capitals, with CR":   {csv.Dialect{}, "\xef\xbb\xbfSEP=|\ra,b|c", "2:a,b|c"},
		"told after being told":       {comma, "sep=;\na,b;c", "2:a|b;c"},
		"told a letter of two bytes":  {csv.Dialect{}, "sep=¬\na,b¬c", "2:a,b|c"},
		"told nothing":                {comma, "sep=\n", "1:sep="},
		"told nothing else":           {csv.Dialect{}, "sep=,", ""},
		"told too much":               {comma, "sep=;;\n", "1:sep=;;"},
		"bytes that mean nothing":     {csv.Dialect{}, "a,\xff\nb\xc3,c", "1:a|� 2:b�|c"},
		"Windows-1252":                {csv.Dialect{Encoding: "CP1252", Delimiter: '¬', Quote: csv.NoQuote}, "a\xacb\x80\n\x81\xac\"", "1:a|b€ 2:�|\""},
		"Windows-1254":                {csv.Dialect{Encoding: "Windows_1254"}, "\xdd\xde,\xf0\xfd\x80", "1:İŞ|ğı€"},
		"Latin-5":                     {csv.Dialect{Encoding: "latin-5"}, "\xdd\xde;\xf0\xfd", "1:İŞ|ğı"},
		"UTF-16, little end first":    {csv.Dialect{Encoding: "UTF-16LE"}, "\xff\xfea\x00,\x00\x5e\x01\r\x00\n\x00b\x00", "1:a|Ş 2:b"},
		"UTF-16, big end first":       {csv.Dialect{Encoding: "utf16"}, "\xfe\xff\x00a\x00,\x01\x5e\xd8\x3d\xde\x00\x00\n\xd8\x00\x00b", "1:a|Ş😀 2:�b"},
		"half a letter of UTF-16":     {csv.Dialect{Encoding: "utf16", Delimiter: ','}, "\xff\xfea\x00b", "1:a�"},
		"nothing in UTF-16":           {csv.Dialect{Encoding: "utf16"}, "", ""},
		"guards are text":             {csv.Dialect{}, "a,'=b", "1:a|'=b"},
		"guards are taken off":        {csv.Written, "a,'=b,''+1,'s-Gravenhage", "1:a|=b|'+1|'s-Gravenhage"},
	}
	for name, tt := range tests {
		if got, err := read(tt.file, tt.dialect); got != tt.want || err != nil {
			t.Errorf("%s: read(%q, %+v) = %q, %v; want %q", name, tt.file, tt.dialect, got, err, tt.want)
		}
	}
}

func TestRead_refuses(t *testing.T) {
	long := strings.Repeat("x", csv.MaxCell)
	wide := strings.Repeat(",", csv.MaxColumns-1)
	tests := map[string]struct {
		dialect    csv.Dialect
		file, rows string
		want       string // of the sentence
	}{
		"an encoding that is not known": {csv.Dialect{Encoding: "koi8-r"}, "", "", "koi8-r is no encoding that can be read here. Use one of utf-8, utf-16, windows-1252, windows-1254, iso-8859-9."},
		"UTF-16 as UTF-8":               {csv.Dialect{}, "\xff\xfea\x00", "", "begins as files in utf-16 do, but is said to be in utf-8"},
		"UTF-8 as Windows-1252":         {csv.Dialect{Encoding: "windows-1252"}, "\xef\xbb\xbfa", "", "begins as files in utf-8 do"},
		"UTF-8 as UTF-16":               {csv.Dialect{Encoding: "utf-16"}, "\xef\xbb\xbfa", "", "begins as files in utf-8 do"},
		"UTF-16 without a mark":         {csv.Dialect{Encoding: "utf-16"}, "a\x00", "", "has to begin with a byte order mark"},
		"a line end for a delimiter":    {csv.Dialect{Delimiter: '\r'}, "", "", "Delimiter and quote"},
		"no letter for a quote":         {csv.Dialect{Quote: -2}, "", "", "Delimiter and quote"},
		"the same for both":             {csv.Dialect{Delimiter: '"'}, "", "", "Delimiter and quote"},
		"no delimiter in sight":         {csv.Dialect{}, "a\nb", "", "It is not clear"},
		"two delimiters in sight":       {csv.Dialect{}, "a,b,c;d", "1:a", ""},
		"as many of one as of another":  {csv.Dialect{}, "a,b;c", "", "It is not clear"},
		"a quote left open":             {csv.Dialect{}, "a,b\n\nc,\"d\ne\nf", "1:a|b", "on line 3 is never closed"},
		"text after a quote":            {csv.Dialect{}, "a,b\n\"c\nd\"e,f", "1:a|b", "On line 3, text follows a quote"},
		"a long cell":                   {csv.Dialect{}, "a,b\nc," + long + "x", "1:a|b", "begins on line 2 is longer than 65,536 bytes"},
		"a long quoted cell":            {csv.Dialect{}, "a,b\nc,\"" + strings.Repeat("\n", csv.MaxCell+1), "1:a|b", "begins on line 2 is longer than 65,536 bytes"},
		"a long row":                    {csv.Dialect{}, "a,b\n" + strings.Repeat(long+",", 16) + "x", "1:a|b", "near line 2: it is longer than 1,048,576 bytes"},
		"a wide row":                    {csv.Dialect{}, "a,b\n" + wide + ",", "1:a|b", "line 2 has more than 1,000 columns"},
	}
	for name, tt := range tests {
		rows, err := read(tt.file, tt.dialect)
		if tt.want == "" {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		var refused *directory.Error
		if !errors.As(err, &refused) || refused.Kind != directory.Invalid || rows != tt.rows {
			t.Errorf("%s: rows %q, %v; want %q, then a refusal", name, rows, err, tt.rows)
			continue
		}
		if got := words.English().Message(refused.Message); !strings.Contains(got, tt.want) {
			t.Errorf("%s: %q; want it to say %q", name, got, tt.want)
		}
	}
}

// A limit is the last that is allowed.
func TestRead_atTheLimits(t *testing.T) {
	long := strings.Repeat("x", csv.MaxCell)
	for name, file := range map[string]string{
		"cell":    long + ",\"" + long + "\"",
		"row":     strings.Repeat(long+",", 15) + long,
		"columns": strings.Repeat(",", csv.MaxColumns-1),
	} {
		if _, err := read(file, csv.Dialect{Delimiter: ','}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A file on a disk that breaks is not a file that ends.
func TestRead_passesFailuresOn(t *testing.T) {
	broken := errors.New("the disk is gone")
	far := strings.Repeat("x,y\n", 1<<15) // so that it breaks not in what is looked at first
	for _, file := range []string{"", "sep=;\n", "a,b\n", far, far + "a,\"b", far + "a,\"b\"", far + "a,b\r", far + "a", far + "\"a"} {
		in := io.MultiReader(strings.NewReader(file), iotest.ErrReader(broken))
		r, err := csv.NewReader(in, csv.Dialect{Delimiter: ','})
		for err == nil {
			_, _, err = r.Read()
		}
		if !errors.Is(err, broken) {
			t.Errorf("reading %d bytes, at last %q, then a failure: %v", len(file), file[max(0, len(file)-8):], err)
		}
	}
}

// However the bytes come in, the rows are the same.
func TestRead_byteByByte(t *testing.T) {
	const file = "a¬b\r\n¬\"c¬\"\"\r\nd\"¬é\r¬\n"
	d := csv.Dialect{Delimiter: '¬'}
	want, err := read(file, d)
	if err != nil {
		t.Fatal(err)
	}
	r, err := csv.NewReader(iotest.OneByteReader(strings.NewReader(file)), d)
	if err != nil {
		t.Fatal(err)
	}
	var rows []string
	for {
		line, cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, string(rune('0'+line))+":"+strings.Join(cells, "|"))
	}
	if got := strings.Join(rows, " "); got != want {
		t.Errorf("byte by byte: %q; at once: %q", got, want)
	}
}

// What has gone wrong stays wrong.
func TestRead_afterAnError(t *testing.T) {
	r, err := csv.NewReader(strings.NewReader("\"a\"b\nc,d\n"), csv.Dialect{Delimiter: ','})
	if err != nil {
		t.Fatal(err)
	}
	_, _, first := r.Read()
	_, cells, second := r.Read()
	if first == nil || cells != nil || !errors.Is(second, first) {
		t.Errorf("Read() = %v, then %q, %v", first, cells, second)
	}
}

// BenchmarkRead reads 100,000 rows of 20 columns. The rows come one after another
// from a reader, for a file of that size is not held in memory.
func BenchmarkRead(b *testing.B) {
	row := strings.Repeat("Harbour Clinic,\"Quay 1, Harbour\",-3.5,+442079460958,", 5)
	row = row[:len(row)-1] + "\r\n"
	const rows = 100_000
	b.SetBytes(int64(rows * len(row)))
	b.ReportAllocs()
	for b.Loop() {
		in := &repeated{row: row, left: rows}
		r, err := csv.NewReader(in, csv.Dialect{})
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		for err == nil {
			var cells []string
			if _, cells, err = r.Read(); err == nil && len(cells) == 20 {
				n++
			}
		}
		if n != rows || !errors.Is(err, io.EOF) {
			b.Fatalf("%d rows, %v", n, err)
		}
	}
}

// repeated is a reader of the same row again and again.
type repeated struct {
	row  string
	at   int
	left int
}

func (r *repeated) Read(p []byte) (n int, err error) {
	for n < len(p) && r.left > 0 {
		k := copy(p[n:], r.row[r.at:])
		n, r.at = n+k, r.at+k
		if r.at == len(r.row) {
			r.at, r.left = 0, r.left-1
		}
	}
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}
