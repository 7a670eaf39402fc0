package xlsx

import "strings"

// format is how the number in a cell is shown, as far as it matters here: a date is
// a number, and only the format tells.
type format int

const (
	plain  format = iota // a number
	dated                // a day, perhaps with a time
	timing               // a time of day, or a length of time
)

// formats reads how each style of the book shows numbers. A book need not have any.
func (b *book) formats(name string) ([]format, error) {
	if name == "" {
		return nil, nil
	}
	var styles struct {
		Codes []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Cells []struct {
			Code int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := b.decode(name, &styles); err != nil {
		return nil, err
	}
	own := map[int]format{}
	for _, c := range styles.Codes {
		own[c.ID] = formatOf(c.Code)
	}
	all := make([]format, len(styles.Cells))
	for i, cell := range styles.Cells {
		f, ok := own[cell.Code]
		if !ok {
			f = builtIn(cell.Code)
		}
		all[i] = f
	}
	return all, nil
}

// builtIn is the format with a number that every book knows. Those from 27 to 36 and
// from 50 to 58 are dates in East Asia, and nothing elsewhere.
func builtIn(code int) format {
	switch {
	case code >= 14 && code <= 17, code == 22, code >= 27 && code <= 31, code == 36, code >= 50 && code <= 58:
		return dated
	case code >= 18 && code <= 21, code >= 32 && code <= 35, code >= 45 && code <= 47:
		return timing
	}
	return plain
}

// formatOf tells from the code of a format, such as dd/mm/yyyy;@, what it shows. The
// letters that stand for themselves are not looked at: those in quotes or brackets
// (but for lengths of time, as in [h]:mm) and those behind one of \ _ and *.
func formatOf(code string) format {
	year, clock, month := false, false, false
	for i := 0; i < len(code); i++ {
		switch code[i] {
		case '\\', '_', '*':
			i++
		case '"':
			i += skipTo(code[i+1:], '"')
		case '[':
			n := skipTo(code[i+1:], ']')
			inside := strings.ToLower(strings.TrimSuffix(code[i+1:i+1+n], "]"))
			clock = clock || inside != "" && strings.Trim(inside, "hms") == ""
			i += n
		case ';':
			i = len(code) // then come negative numbers, and text
		case 'y', 'Y', 'd', 'D':
			year = true
		case 'h', 'H', 's', 'S':
			clock = true
		case 'm', 'M': // months, or minutes
			month = true
		}
	}
	switch {
	case year, month && !clock:
		return dated
	case clock:
		return timing
	}
	return plain
}

// skipTo is how much of s is read to get past the first end, or past all of s.
func skipTo(s string, end byte) int {
	if i := strings.IndexByte(s, end); i >= 0 {
		return i + 1
	}
	return len(s)
}
