package auth

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"
	"pgregory.net/rapid"
)

// rfc is the secret of RFC 6238, appendix B.
var rfc = []byte("12345678901234567890")

func TestVerifyTOTP_vectors(t *testing.T) {
	for unix, code := range map[int64]string{ // the last six of the eight digits there
		59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037", 20000000000: "353130",
	} {
		step, ok := VerifyTOTP(rfc, code, time.Unix(unix, 0), 0)
		if !ok || step != unix/30 {
			t.Errorf("VerifyTOTP(%s) at %d = %d, %v", code, unix, step, ok)
		}
	}
}

func TestVerifyTOTP(t *testing.T) {
	current := noon.Unix() / 30
	codes := map[int64]string{}
	for d := int64(-3); d <= 3; d++ {
		code, err := totpCode(rfc, current+d)
		if err != nil {
			t.Fatal(err)
		}
		codes[d] = code
	}
	for _, tt := range []struct {
		name string
		code string
		last int64
		want bool
	}{
		{"this step's", codes[0], 0, true},
		{"this step's, with a blank", codes[0][:3] + " " + codes[0][3:], 0, true},
		{"the step's before", codes[-1], 0, true},
		{"the step's after", codes[1], 0, true},
		{"two steps old", codes[-2], 0, false},
		{"two steps early", codes[2], 0, false},
		{"this step's, again", codes[0], current, false},
		{"the step's before, after this one's", codes[-1], current, false},
		{"the step's after, after this one's", codes[1], current, true},
		{"this step's, after a later one's", codes[0], current + 1, false},
		{"five digits", codes[0][:5], 0, false},
		{"eight digits", "00" + codes[0], 0, false},
		{"nothing", "", 0, false},
		{"letters", "ABCDEF", 0, false},
	} {
		step, ok := VerifyTOTP(rfc, tt.code, noon, tt.last)
		if ok != tt.want || !ok && step != tt.last || ok && step <= tt.last {
			t.Errorf("VerifyTOTP(%s code, last step %d) = %d, %v; want %v", tt.name, tt.last-current, step-current, ok, tt.want)
		}
	}
	if _, ok := VerifyTOTP(nil, codes[0], noon, 0); ok {
		t.Error("VerifyTOTP accepted a code of no secret")
	}
	if _, ok := VerifyTOTP(rfc, "755224", time.Unix(0, 0), -1); ok {
		t.Error("VerifyTOTP accepted a code before time")
	}
}

// TestVerifyTOTP_once: however somebody mixes codes of many steps and the clock
// goes on, none counts twice, and none that is more than a step away.
func TestVerifyTOTP_once(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now, last, spent := noon, int64(0), map[string]int64{}
		for range rapid.IntRange(1, 40).Draw(t, "tries") {
			now = now.Add(time.Duration(rapid.IntRange(0, 70).Draw(t, "seconds")) * time.Second)
			of := now.Unix()/30 + int64(rapid.IntRange(-4, 4).Draw(t, "off by"))
			code, err := totpCode(rfc, of)
			if err != nil {
				t.Fatal(err)
			}
			step, ok := VerifyTOTP(rfc, code, now, last)
			if !ok {
				continue
			}
			if d := step - now.Unix()/30; d < -1 || d > 1 || step <= last {
				t.Fatalf("a code counts as one of %d steps away; the last one was %d", d, last)
			}
			if at, twice := spent[code]; twice && at == step {
				t.Fatalf("the code %s of step %d counted twice", code, step)
			}
			spent[code], last = step, step
		}
	})
}

// TestVerifyTOTP_guesses: of all codes there are, three count at a time.
func TestVerifyTOTP_guesses(t *testing.T) {
	_, random := seeded(t)
	secret, err := NewTOTPSecret(random)
	if err != nil {
		t.Fatal(err)
	}
	right := 0
	for n := range assure(20_000, codeSpan) {
		code := totpSix(n)
		if _, ok := VerifyTOTP(secret, code, noon, 0); ok {
			right++
		}
	}
	if right > 3 {
		t.Errorf("%d codes count at one moment", right)
	}
}

func totpSix(n int) string { return other("999999", n) }

func TestTOTPURL(t *testing.T) {
	_, random := seeded(t)
	secret, err := NewTOTPSecret(random)
	if err != nil || len(secret) != 20 {
		t.Fatalf("NewTOTPSecret = %d bytes, %v", len(secret), err)
	}
	// The library reads it as an app would, and its codes are ours.
	key, err := otp.NewKeyFromURL(TOTPURL(secret, "Clinics: & more", "ada+1@clinic.example"))
	if err != nil || key.Issuer() != "Clinics & more" || key.AccountName() != "ada+1@clinic.example" || key.Period() != 30 || key.Digits() != 6 || key.Secret() != TOTPKey(secret) {
		t.Errorf("TOTPURL = %v, %v", key, err)
	}
	code, err := totp.GenerateCode(key.Secret(), noon)
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := VerifyTOTP(secret, code, noon, 0); !ok {
		t.Errorf("VerifyTOTP(%s, as an app shows it) = false", code)
	}
	if strings.ContainsRune(key.String(), '+') {
		t.Errorf("TOTPURL = %s; not all apps take + for the same", key)
	}
	if _, err := NewTOTPSecret(&dry{19}); err == nil {
		t.Error("NewTOTPSecret made a secret of 19 bytes of randomness")
	}
}

func TestPicture(t *testing.T) {
	svg, err := Picture(TOTPURL(rfc, "Clinics", "ada@clinic.example"))
	if err != nil {
		t.Fatal(err)
	}
	d := xml.NewDecoder(strings.NewReader(svg))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("Picture is no XML: %v", err)
		}
	}
	// The three corners of every QR code, behind its white border, and no fourth.
	for corner, want := range map[string]bool{"M4 4h": true, "M10 10h": true, "M5 5h": false, "M6 6h": true, "M3 3h": false, "M11 4h": false} {
		if strings.Contains(svg, corner) != want {
			t.Errorf("Picture has a module at %s: %v", corner, !want)
		}
	}
	if strings.Contains(svg, "script") || bytes.ContainsRune([]byte(svg), '\n') {
		t.Errorf("Picture = %s", svg)
	}
	if _, err := Picture(strings.Repeat("a", 5000)); err == nil {
		t.Error("Picture drew more than a QR code holds")
	}
}
