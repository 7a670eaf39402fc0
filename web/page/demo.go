package page

import (
	"strings"
	"time"
)

// Demo is what a demo lets everybody see, so that it can be tried out: who can sign
// in, and the letters that it would have sent.
type Demo struct {
	Accounts []DemoAccount
	Letters  []DemoLetter
	Sent     bool // letters leave through a mail server, and none are shown
}

// DemoAccount is somebody whom everybody may sign in as.
type DemoAccount struct {
	Name, Email, Password string
	Role                  string // what they are, in words
	Place, PlacePath      string // what for; "" for the whole directory
	Code                  string // what their app shows now; "" if they have none
}

// DemoLetter is a letter that stayed here.
type DemoLetter struct {
	To, Subject string
	At          time.Time
	Text        string
}

// parts are the lines of a letter, of which those that are an address of this site
// can be followed.
func (l DemoLetter) parts(base string) []DemoLine {
	var all []DemoLine
	for line := range strings.SplitSeq(strings.TrimSpace(l.Text), "\n") {
		line = strings.TrimRight(line, "\r ")
		part := DemoLine{Text: line}
		if path, ok := strings.CutPrefix(line, base+"/"); ok && !strings.Contains(path, " ") {
			part.Path = "/" + path
		}
		all = append(all, part)
	}
	return all
}

// DemoLine is a line of a letter.
type DemoLine struct{ Text, Path string }
