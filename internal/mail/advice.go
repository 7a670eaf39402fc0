package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io/fs"
	"net"
	"net/textproto"
	"strings"
	"syscall"
	"unicode"
	"unicode/utf8"

	"rootline/internal/directory"
)

// Advice is what an operator can do about why a letter did not go out. It may
// repeat what the server said, which is for nobody else.
func (s SMTP) Advice(err error) directory.Message {
	f := (*Failure)(nil)
	if !errors.As(err, &f) {
		if errors.Is(err, errAddress) {
			return directory.Msg("mail.advice.address")
		}
		return directory.Msg("mail.advice.unknown", "Reason", err.Error())
	}
	switch f.Step {
	case LookUp, Connect:
		return s.adviseOnPath(f)
	case Greeting:
		return s.adviseOnGreeting(f)
	case Encryption:
		return s.adviseOnEncryption(f)
	case SignIn:
		return s.adviseOnSignIn(f)
	case From, To, Content:
	}
	return s.adviseOnLetter(f)
}

func (s SMTP) adviseOnPath(f *Failure) directory.Message {
	dns := (*net.DNSError)(nil)
	switch {
	case errors.As(f, &dns) && dns.IsNotFound:
		return directory.Msg("mail.advice.no_such_name", "Host", s.Host)
	case errors.As(f, &dns):
		return directory.Msg("mail.advice.no_name_service", "Host", s.Host)
	case errors.Is(f, syscall.ECONNREFUSED):
		return directory.Msg("mail.advice.nobody_listens", "Address", s.address())
	case timedOut(f):
		return directory.Msg("mail.advice.unreachable", "Address", s.address())
	}
	return directory.Msg("mail.advice.no_connection", "Address", s.address(), "Reason", reason(f))
}

func (s SMTP) adviseOnGreeting(f *Failure) directory.Message {
	switch {
	case f.Code >= 400:
		return directory.Msg("mail.advice.turned_away", "Reply", f.said())
	case timedOut(f) && s.TLS != WholeTLS:
		return directory.Msg("mail.advice.silent", "Address", s.address())
	case timedOut(f):
		return directory.Msg("mail.advice.stopped_answering")
	case errors.As(f, new(textproto.ProtocolError)) || f.Code != 0:
		return directory.Msg("mail.advice.not_smtp", "Address", s.address())
	}
	return directory.Msg("mail.advice.hung_up", "Reason", reason(f))
}

func (s SMTP) adviseOnEncryption(f *Failure) directory.Message {
	var (
		authority x509.UnknownAuthorityError
		name      x509.HostnameError
		invalid   x509.CertificateInvalidError
		notTLS    tls.RecordHeaderError
	)
	switch {
	case errors.Is(f, errNoStartTLS):
		return directory.Msg("mail.advice.no_starttls", "Address", s.address())
	case errors.As(f, &name):
		return directory.Msg("mail.advice.other_name", "Host", s.Host, "Names", names(name.Certificate))
	case errors.As(f, &authority):
		return directory.Msg("mail.advice.not_vouched_for", "Host", s.Host)
	case errors.As(f, &invalid) && invalid.Reason == x509.Expired:
		return directory.Msg("mail.advice.expired", "Host", s.Host)
	case errors.As(f, &notTLS) && s.TLS == WholeTLS:
		return directory.Msg("mail.advice.not_tls", "Address", s.address())
	case f.Code >= 400:
		return directory.Msg("mail.advice.turned_away", "Reply", f.said())
	case timedOut(f) && s.TLS == WholeTLS:
		return directory.Msg("mail.advice.not_tls", "Address", s.address())
	case timedOut(f):
		return directory.Msg("mail.advice.stopped_answering")
	}
	return directory.Msg("mail.advice.no_encryption", "Reason", reason(f))
}

func (s SMTP) adviseOnSignIn(f *Failure) directory.Message {
	switch {
	case errors.Is(f, errNoSignIn):
		return directory.Msg("mail.advice.no_sign_in")
	case f.Code >= 500:
		return directory.Msg("mail.advice.wrong_password", "User", s.User, "Reply", f.said())
	case f.Code >= 400:
		return directory.Msg("mail.advice.later", "Reply", f.said())
	case timedOut(f):
		return directory.Msg("mail.advice.stopped_answering")
	}
	return directory.Msg("mail.advice.hung_up", "Reason", reason(f))
}

func (s SMTP) adviseOnLetter(f *Failure) directory.Message {
	switch {
	case errors.Is(f, errAddress):
		return directory.Msg("mail.advice.address")
	case f.asksForSignIn() && s.User == "":
		return directory.Msg("mail.advice.sign_in_first", "Reply", f.said())
	case f.Code >= 500 && f.Step == From:
		return directory.Msg("mail.advice.not_our_sender", "From", s.From.String(), "Reply", f.said())
	case f.Code >= 500 && f.Step == To:
		return directory.Msg("mail.advice.not_that_address", "Reply", f.said())
	case f.Code >= 500:
		return directory.Msg("mail.advice.not_that_letter", "Reply", f.said())
	case f.Code >= 400:
		return directory.Msg("mail.advice.later", "Reply", f.said())
	case timedOut(f):
		return directory.Msg("mail.advice.stopped_answering")
	}
	return directory.Msg("mail.advice.hung_up", "Reason", reason(f))
}

// said is the server's reply as a terminal can show it.
func (f *Failure) said() string {
	reply := strings.Map(func(r rune) rune {
		if r == ' ' || unicode.IsPrint(r) {
			return r
		}
		return utf8.RuneError
	}, strings.Join(strings.Fields(f.Reply), " "))
	if r := []rune(reply); len(r) > 300 {
		reply = string(r[:300]) + "…"
	}
	return reply
}

func timedOut(f *Failure) bool {
	var slow net.Error
	return errors.Is(f, context.DeadlineExceeded) || errors.As(f, &slow) && slow.Timeout()
}

// reason is the innermost error, which tells most in the fewest words.
func reason(f *Failure) string {
	err := f.cause
	for inner := errors.Unwrap(err); inner != nil; inner = errors.Unwrap(err) {
		err = inner
	}
	return directory.Printable(err.Error())
}

// names are the hosts that a certificate is for.
func names(c *x509.Certificate) string {
	all := c.DNSNames
	for _, ip := range c.IPAddresses {
		all = append(all, ip.String())
	}
	if len(all) == 0 {
		return "-"
	}
	return directory.Printable(strings.Join(all[:min(3, len(all))], ", "))
}

// Advice is what an operator can do about why a letter was not kept.
func (d Folder) Advice(err error) directory.Message {
	switch {
	case errors.Is(err, errAddress):
		return directory.Msg("mail.advice.address")
	case errors.Is(err, fs.ErrPermission):
		return directory.Msg("mail.advice.folder_closed", "Folder", d.Dir)
	}
	return directory.Msg("mail.advice.folder", "Folder", d.Dir, "Reason", err.Error())
}
