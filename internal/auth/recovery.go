package auth

import (
	"crypto/subtle"
	"encoding/base32"
	"fmt"
	"io"
	"strings"
)

const (
	recoveryCodes = 10
	recoverySize  = 15 // bytes: 120 bits
)

const forRecovery Purpose = "recovery"

// recoveryText has no letters that are taken for digits: Crockford's base 32.
var recoveryText = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// NewRecoveryCodes makes ten codes for whoever has lost their second factor, to be
// shown once, and the digests to keep. A new set takes the place of the old one.
func NewRecoveryCodes(random io.Reader) (shown []string, digests [][]byte, err error) {
	for range recoveryCodes {
		raw := make([]byte, recoverySize)
		if _, err := io.ReadFull(random, raw); err != nil {
			return nil, nil, fmt.Errorf("new recovery codes: %w", err)
		}
		text := recoveryText.EncodeToString(raw)
		var groups []string
		for at := 0; at < len(text); at += 4 {
			groups = append(groups, text[at:at+4])
		}
		shown = append(shown, strings.Join(groups, "-"))
		digests = append(digests, digestOf(forRecovery, raw))
	}
	return shown, digests, nil
}

// MatchRecovery finds which of the digests a code belongs to, taking as long
// whichever it is. A code works once: take its digest away in the same
// transaction. Case, hyphens, blanks, and O, I or L for 0 and 1 do not matter.
func MatchRecovery(code string, digests [][]byte) (index int, ok bool) {
	if len(code) > 64 {
		return -1, false
	}
	text := recoveryTyped.Replace(strings.ToUpper(code))
	raw, err := recoveryText.DecodeString(text)
	if err != nil || recoveryText.EncodeToString(raw) != text || len(raw) != recoverySize {
		return -1, false
	}
	index = -1
	mine := digestOf(forRecovery, raw)
	for i, d := range digests {
		index = subtle.ConstantTimeSelect(subtle.ConstantTimeCompare(mine, d), i, index)
	}
	return index, index >= 0
}

var recoveryTyped = strings.NewReplacer("-", "", " ", "", "\u00a0", "", "O", "0", "I", "1", "L", "1")
