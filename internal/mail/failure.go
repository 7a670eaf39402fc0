package mail

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/textproto"
	"regexp"
	"strings"
)

// Step is how far the talk with a server has come.
type Step string

// The steps there are, in the order that StartTLS takes them.
const (
	LookUp     Step = "look_up"    // the server's address is asked for
	Connect    Step = "connect"    // it answers there
	Greeting   Step = "greeting"   // it speaks SMTP, and is willing to
	Encryption Step = "encryption" // it is who it should be, and nobody listens
	SignIn     Step = "sign_in"    // it takes our name and password
	From       Step = "from"       // it takes letters that come from our address
	To         Step = "to"         // it takes letters to this address
	Content    Step = "content"    // it takes the letter; from here on it is out
)

// Failure is why a letter did not go out. Its text may be kept in a log or a
// job: it repeats nothing that the server said, which often has an address in
// it.
type Failure struct {
	Step   Step
	Code   int    // the server's reply, such as 550; 0 if it gave none
	Status string // its enhanced status code, such as 5.1.1, if it gave one
	Reply  string // what it said, for the operator's eyes alone
	cause  error
}

func (f *Failure) Error() string {
	switch {
	case f.Code != 0:
		return strings.TrimSpace(fmt.Sprintf("mail server, %s: %d %s", f.Step, f.Code, f.Status))
	case errors.Is(f.cause, context.DeadlineExceeded):
		return fmt.Sprintf("mail server, %s: no answer in time", f.Step)
	case errors.As(f.cause, new(textproto.ProtocolError)):
		return fmt.Sprintf("mail server, %s: no SMTP", f.Step)
	}
	return fmt.Sprintf("mail server, %s: %v", f.Step, f.cause)
}

// Unwrap is what made the step fail.
func (f *Failure) Unwrap() error { return f.cause }

// Refused reports whether err is a server's no to this very letter: its address
// does not exist, or its content is not wanted. Sending it again is of no use.
// All else may pass, or be mended: that a server refuses our password, our own
// address or everybody is the operator's to see to, and no letter's fault.
func Refused(err error) bool {
	if errors.Is(err, errAddress) {
		return true
	}
	f := (*Failure)(nil)
	return errors.As(err, &f) && (f.Step == To || f.Step == Content) && f.Code >= 500 && !f.asksForSignIn()
}

// asksForSignIn reports whether the server would have us say who we are first:
// the replies of RFC 4954.
func (f *Failure) asksForSignIn() bool {
	return f.Code == 530 || f.Code == 534 || f.Code == 535 || f.Code == 538
}

var enhanced = regexp.MustCompile(`^[245]\.[0-9]{1,3}\.[0-9]{1,3}\b`)

// fail says which step err ended. A name that is not found ends the look-up,
// though it is only asked for on the way to a connection.
func fail(step Step, err error) error {
	f := &Failure{Step: step, cause: err}
	if dns := (*net.DNSError)(nil); errors.As(err, &dns) {
		f.Step = LookUp
	}
	if reply := (*textproto.Error)(nil); errors.As(err, &reply) {
		f.Code, f.Reply, f.Status = reply.Code, reply.Msg, enhanced.FindString(reply.Msg)
	}
	return f
}
