package auth

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"rootline/internal/directory"
)

const (
	codeLife  = 10 * time.Minute
	codeTries = 5 // wrong ones, after which that code ends
	codeSpan  = 1_000_000
)

// CodeState is what is kept of a six-digit code. It cannot be found out by trying
// all of them: what it was made with is in the browser that asked for it.
type CodeState struct {
	Browser   []byte // the digest of the browser's secret
	Salt      []byte // this code's alone, so that no other is taken for it
	Tag       []byte
	Replaced  []byte // the tag of the code before, so as to say that there is a newer one
	ExpiresAt directory.Instant
	Wrong     int
	Used      bool
}

// NewCode makes a code that only the browser with the secret can use. For an
// address that nobody has, make one too and send it nowhere: then what follows
// is the same whether somebody is there or not.
func NewCode(browser string, now time.Time, random io.Reader) (code string, s CodeState, err error) {
	digest, ok := Digest(ForBrowser, browser)
	if !ok {
		return "", CodeState{}, errors.New("new code: this is no secret of a browser")
	}
	salt := make([]byte, 16)
	if _, err := io.ReadFull(random, salt); err != nil {
		return "", CodeState{}, fmt.Errorf("new code: %w", err)
	}
	return renew(CodeState{Browser: digest, Salt: salt}, browser, now, random)
}

// ReplaceCode makes another code in the place of one that is asked for again in
// the same browser. The one before no longer counts.
func ReplaceCode(s CodeState, browser string, now time.Time, random io.Reader) (string, CodeState, error) {
	if !s.belongsTo(browser) {
		return NewCode(browser, now, random)
	}
	return renew(CodeState{Browser: s.Browser, Salt: s.Salt, Replaced: s.Tag}, browser, now, random)
}

func renew(s CodeState, browser string, now time.Time, random io.Reader) (string, CodeState, error) {
	n, err := below(codeSpan, random)
	if err != nil {
		return "", CodeState{}, fmt.Errorf("new code: %w", err)
	}
	code := fmt.Sprintf("%06d", n)
	s.Tag = s.tag(browser, code)
	s.ExpiresAt = directory.At(now.Add(codeLife))
	return code, s, nil
}

// Try holds a code against what is kept of it, and returns what is to be kept
// from now on, whether or not there is an error. A nil error is told once: read
// the state, try, and save the new state in one transaction.
//
// Five wrong codes end this code and nothing else. A code tried in another
// browser is neither right nor wrong, so that nobody can use up the tries of
// somebody else.
func Try(s CodeState, code, browser string, now time.Time) (CodeState, error) {
	if !s.belongsTo(browser) {
		return s, directory.Refuse(directory.Invalid, "auth.code_browser")
	}
	code, ok := digits(code)
	tag := s.tag(browser, code)
	right := subtle.ConstantTimeCompare(tag, s.Tag) == 1
	replaced := subtle.ConstantTimeCompare(tag, s.Replaced) == 1
	switch {
	case s.Used:
		return s, directory.Refuse(directory.Invalid, "auth.code_used")
	case s.Wrong >= codeTries:
		return s, directory.Refuse(directory.Invalid, "auth.code_ended", "Tries", codeTries)
	case directory.At(now) >= s.ExpiresAt:
		return s, directory.Refuse(directory.Invalid, "auth.code_expired")
	case !ok:
		return s, directory.Refuse(directory.Invalid, "auth.code_digits")
	case right:
		s.Used = true
		return s, nil
	case replaced:
		return s, directory.Refuse(directory.Invalid, "auth.code_replaced")
	}
	s.Wrong++
	if s.Wrong >= codeTries {
		return s, directory.Refuse(directory.Invalid, "auth.code_ended", "Tries", codeTries)
	}
	return s, directory.Refuse(directory.Invalid, "auth.code_wrong", "Left", codeTries-s.Wrong)
}

func (s CodeState) belongsTo(browser string) bool {
	digest, ok := Digest(ForBrowser, browser)
	return ok && subtle.ConstantTimeCompare(digest, s.Browser) == 1
}

// tag is what is kept of a code: nothing without the browser's secret.
func (s CodeState) tag(browser, code string) []byte {
	mac := hmac.New(sha256.New, []byte(browser))
	mac.Write(s.Salt)
	mac.Write([]byte(code))
	return mac.Sum(nil)
}

// digits reads six digits as people copy them, with blanks or a hyphen between.
func digits(code string) (six string, ok bool) {
	if len(code) > 32 {
		return "", false
	}
	six = strings.NewReplacer(" ", "", "\u00a0", "", "-", "").Replace(code)
	if len(six) != 6 || strings.Trim(six, "0123456789") != "" {
		return "", false
	}
	return six, true
}

// below draws a number from 0 to n-1, each as likely as the others.
func below(n uint32, random io.Reader) (uint32, error) {
	const all = 1 << 32
	var b [4]byte
	for {
		if _, err := io.ReadFull(random, b[:]); err != nil {
			return 0, err
		}
		v := uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
		if uint64(v) < all-all%uint64(n) {
			return v % n, nil
		}
	}
}
