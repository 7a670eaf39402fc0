package main

import (
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// guise is a canary as it may stand in a file.
type guise struct{ name, text string }

// guisesOf are the ways in which a text may stand in a file: plain, in either case, as
// base64 at each of three offsets, as hex and as UTF-16. All canaries begin alike, so
// that where their beginning is not, none of them is.
func guisesOf(text string) []guise {
	all := []guise{
		{"plain", text},
		{"in capitals", strings.ToUpper(text)},
		{"as hex", hex.EncodeToString([]byte(text))},
		{"as HEX", strings.ToUpper(hex.EncodeToString([]byte(text)))},
	}
	for offset := range 3 { // the first and last letters also depend on what stands beside
		encoded := base64.RawStdEncoding.EncodeToString([]byte(strings.Repeat("x", offset) + text))
		all = append(all, guise{fmt.Sprintf("as base64 at %d", offset), encoded[4 : len(encoded)-4]})
	}
	var little, big []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		little = append(little, byte(unit), byte(unit>>8))
		big = append(big, byte(unit>>8), byte(unit))
	}
	return append(all, guise{"as UTF-16LE", string(little)}, guise{"as UTF-16BE", string(big)})
}

// canaryIn is a text with a canary in it in that form, which a search has to find.
func canaryIn(f guise) string {
	const canary = "quetzalcanary0001@practice.example"
	for _, whole := range guisesOf(canary) {
		if whole.name == f.name {
			return "before" + whole.text + "after"
		}
	}
	return ""
}

// fillWithCanaries adds people with a name, an address, a browser and a letter each
// of which is a canary.
func (h *house) fillWithCanaries(t *testing.T, people int) {
	t.Helper()
	hash, err := aHash()
	ok(t, err)
	now := directory.At(time.Now())
	ok(t, h.People(t.Context(), func(tx auth.Tx) error {
		for i := range people {
			canary := fmt.Sprintf("quetzalcanary%04d", i)
			a := directory.Account{
				ID: newID(t), Name: canary, Email: emailOf(t, canary+"@practice.example"), State: directory.AccountActive, CreatedAt: now,
			}
			if err := tx.AddAccount(t.Context(), a, auth.Credentials{Password: hash, TOTP: []byte(canary)}); err != nil {
				return err
			}
			err := tx.AddSession(t.Context(), directory.Session{
				ID: newID(t), AccountID: a.ID, Label: canary, CreatedAt: now, SeenAt: now, ExpiresAt: directory.At(now.Time().Add(time.Hour)),
			})
			if err != nil {
				return err
			}
			err = tx.Post(t.Context(), auth.Letter{
				ID: newID(t), Person: a.ID, To: a.Email, Kind: auth.Invitation, At: now, By: canary, Place: canary, Path: "/invitations/" + canary,
			})
			if err != nil {
				return err
			}
		}
		return nil
	}))
}

// newestAccount is the account that was added last.
func newestAccount(t *testing.T, h *house) directory.Account {
	t.Helper()
	var text string
	ok(t, h.Writer().QueryRowContext(t.Context(), `SELECT id FROM account ORDER BY id DESC LIMIT 1`).Scan(&text))
	id, err := directory.ParseID(text)
	ok(t, err)
	a, err := h.Account(t.Context(), id)
	ok(t, err)
	return a
}

// aKey is where a keyset has the 32 bytes of a key: behind their field's number and
// length.
var aKey = regexp.MustCompile(`(?s)[\x12\x1a]\x20(.{32})`)

// keysIn are the bytes of the keys in a file of keys.
func keysIn(t *testing.T, path string) (all []string) {
	t.Helper()
	conn, err := sql.Open("sqlite3", path)
	ok(t, err)
	defer conn.Close()
	rows, err := conn.QueryContext(t.Context(), `SELECT s.content FROM key k JOIN slot s ON s.id = k.slot`)
	ok(t, err)
	defer rows.Close()
	for rows.Next() {
		var content []byte
		ok(t, rows.Scan(&content))
		latin := make([]rune, len(content)) // so that a byte is a character
		for i, b := range content {
			latin[i] = rune(b)
		}
		for _, m := range aKey.FindAllStringSubmatch(string(latin), -1) {
			var key []byte
			for _, r := range m[1] {
				key = append(key, byte(r))
			}
			all = append(all, string(key))
		}
	}
	ok(t, rows.Err())
	if len(all) < 250 {
		t.Fatalf("%s has %d keys", path, len(all))
	}
	return all
}
