package auth

import (
	"crypto/subtle"
	"encoding/base32"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	"github.com/boombuler/barcode/qr"
	"github.com/pquerna/otp/hotp"
)

const (
	totpStep       = 30 // seconds
	totpSecretSize = 20 // bytes, what RFC 4226 recommends
)

// NewTOTPSecret makes the secret of an app that shows codes. It is personal: seal
// it before keeping it.
func NewTOTPSecret(random io.Reader) ([]byte, error) {
	secret := make([]byte, totpSecretSize)
	if _, err := io.ReadFull(random, secret); err != nil {
		return nil, fmt.Errorf("new secret for an app: %w", err)
	}
	return secret, nil
}

// VerifyTOTP checks a code of an app (RFC 6238: six digits, 30 seconds, SHA-1,
// which is what apps know) against our clock, one step early or late included. It
// returns the step that the code is of, to be kept as lastStep in the same
// transaction: a code of that step or an earlier one does not count again.
func VerifyTOTP(secret []byte, code string, now time.Time, lastStep int64) (step int64, ok bool) {
	code, ok = digits(code)
	if !ok || len(secret) != totpSecretSize || now.Unix() < totpStep {
		return lastStep, false
	}
	current := now.Unix() / totpStep
	found := int64(-1)
	for s := current - 1; s <= current+1; s++ { // all three, whichever it is
		want, err := totpCode(secret, s)
		if err != nil {
			return lastStep, false
		}
		if subtle.ConstantTimeCompare([]byte(code), []byte(want)) == 1 && s > lastStep {
			found = s
		}
	}
	if found < 0 {
		return lastStep, false
	}
	return found, true
}

func totpCode(secret []byte, step int64) (string, error) {
	return hotp.GenerateCode(TOTPKey(secret), uint64(step))
}

// TOTPKey is a secret as people type it into an app.
func TOTPKey(secret []byte) string {
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(secret)
}

// TOTPURL is what an app reads from the picture: the secret, and under which names
// to show it.
func TOTPURL(secret []byte, site, account string) string {
	// A colon separates the two names; within one it would move the border.
	label := strings.ReplaceAll(site, ":", "") + ":" + strings.ReplaceAll(account, ":", "")
	q := url.Values{
		"secret": {TOTPKey(secret)}, "issuer": {strings.ReplaceAll(site, ":", "")},
		"algorithm": {"SHA1"}, "digits": {"6"}, "period": {"30"},
	}
	// A plus sign is a blank to some apps and itself to others.
	return "otpauth://totp/" + strings.ReplaceAll(url.PathEscape(label), "+", "%2B") + "?" + strings.ReplaceAll(q.Encode(), "+", "%20")
}

// quiet is the white border that a QR code needs, in modules.
const quiet = 4

// Picture draws text as a QR code: an SVG that stands in a page by itself and is
// sharp at any size. What it is a picture of, the page has to say beside it.
func Picture(text string) (svg string, err error) {
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return "", fmt.Errorf("draw a QR code: %w", err)
	}
	size := code.Bounds().Dx()
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %[1]d %[1]d" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h%[1]dv%[1]dH0z"/><path d="`, size+2*quiet)
	for y := range size {
		for x := range size {
			if r, _, _, _ := code.At(x, y).RGBA(); r == 0 {
				fmt.Fprintf(&b, "M%d %dh1v1h-1z", x+quiet, y+quiet)
			}
		}
	}
	b.WriteString(`"/></svg>`)
	return b.String(), nil
}
