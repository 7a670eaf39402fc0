package auth

import (
	"encoding/base64"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestRotate(t *testing.T) {
	const day = 24 * time.Hour
	first, f, err := NewFamily(noon, fixed(1))
	if err != nil {
		t.Fatal(err)
	}
	stranger, _, err := NewFamily(noon, fixed(2))
	if err != nil {
		t.Fatal(err)
	}
	second, f2, err := Rotate(f, first, noon.Add(day), fixed(3))
	if err != nil || second == first || f2.Uses != 1 {
		t.Fatalf("Rotate(the first token) = %q, %+v, %v", second, f2, err)
	}
	used := f
	used.UsedAt = f.CreatedAt + 29*24*3600*1000
	raw, _ := base64.RawURLEncoding.DecodeString(first)
	raw[47] ^= 1
	forged := base64.RawURLEncoding.EncodeToString(raw)
	for _, tt := range []struct {
		name, token string
		f           Family
		after       time.Duration
		want        string
		ended       bool
	}{
		{"the current token", second, f2, 2 * day, "fine", false},
		{"the token before", first, f2, 2 * day, "auth.refresh_ended", true},
		{"a token with the family's handle that never was", forged, f, 0, "auth.refresh_ended", true},
		{"a token of another family", stranger, f, 0, "auth.refresh", false},
		{"nothing", "", f, 0, "auth.refresh", false},
		{"half a token", first[:32], f, 0, "auth.refresh", false},
		{"a token with a line break", first[:63] + "\n", f, 0, "auth.refresh", false},
		{"the current token, idle for almost 7 days", first, f, 7*day - time.Millisecond, "fine", false},
		{"the current token, idle for 7 days", first, f, 7 * day, "auth.refresh_expired", true},
		{"the current token of a family in use, almost 30 days old", first, used, 30*day - time.Millisecond, "fine", false},
		{"the current token of a family in use, 30 days old", first, used, 30 * day, "auth.refresh_expired", true},
	} {
		next, after, err := Rotate(tt.f, tt.token, noon.Add(tt.after), fixed(4))
		if said(err) != tt.want || (after.EndedAt != 0) != tt.ended || (next != "") != (err == nil) {
			t.Errorf("Rotate(%s) = %q, ended %v, %v; want %s, ended %v", tt.name, next, after.EndedAt != 0, err, tt.want, tt.ended)
		}
		if tt.ended {
			if _, _, err := Rotate(after, second, noon.Add(tt.after), fixed(4)); said(err) != "auth.refresh_ended" {
				t.Errorf("Rotate of a family that ended by %s = %v", tt.name, err)
			}
		}
	}
	if _, ok := FamilyOf("x" + first); ok {
		t.Error("FamilyOf found the family of no token")
	}
	for _, left := range []int{0, 15, 47} {
		if _, _, err := NewFamily(noon, &dry{left}); err == nil {
			t.Errorf("NewFamily made one of %d bytes of randomness", left)
		}
	}
	if _, after, err := Rotate(f, first, noon, &dry{0}); err == nil || after.EndedAt != 0 || string(after.Current) != string(f.Current) {
		t.Errorf("Rotate without randomness = %+v, %v; want the family as it was", after, err)
	}
}

// row is a family as a store keeps it: read, changed by the rule and written in
// one transaction.
type row struct {
	mu sync.Mutex
	f  Family
}

func (r *row) rotate(token string, now time.Time, seed byte) (string, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	next, after, err := Rotate(r.f, token, now, fixed(seed))
	r.f = after
	return next, err
}

// TestRotate_parallel is S6: of 50 that use one token at once, one gets another,
// and since the others have shown it again, that one ends too.
func TestRotate_parallel(t *testing.T) {
	for round := range assure(20, 200) {
		token, f, err := NewFamily(noon, fixed(byte(round)))
		if err != nil {
			t.Fatal(err)
		}
		r := &row{f: f}
		var won []string
		var mu sync.Mutex
		var all sync.WaitGroup
		start := make(chan struct{})
		for n := range 50 {
			all.Go(func() {
				<-start
				if next, err := r.rotate(token, noon, byte(n)); err == nil {
					mu.Lock()
					won = append(won, next)
					mu.Unlock()
				}
			})
		}
		close(start)
		all.Wait()
		if len(won) != 1 {
			t.Fatalf("%d of 50 won", len(won))
		}
		if _, err := r.rotate(won[0], noon, 99); said(err) != "auth.refresh_ended" {
			t.Fatalf("the winner's token, after the others showed the old one: %v", err)
		}
	}
}

// TestRotate_anyOrder lets an owner and thieves show any tokens they have seen in
// any order. The rule has to agree with a plain model: the newest token counts,
// until any other is shown or time is up, and from then on none ever does.
func TestRotate_anyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		random := fixed(rapid.Byte().Draw(t, "seed"))
		token, f, err := NewFamily(noon, random)
		if err != nil {
			t.Fatal(err)
		}
		handle, _ := FamilyOf(token)
		seen, now, over := []string{token}, noon, false
		usedAt := now
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			now = now.Add(time.Duration(rapid.IntRange(0, 9*24).Draw(t, "hours")/8) * time.Hour)
			shown := seen[len(seen)-1]
			if rapid.IntRange(0, 9).Draw(t, "old") == 0 {
				shown = rapid.SampledFrom(seen).Draw(t, "shown")
			}
			newest := shown == seen[len(seen)-1]
			late := now.Sub(noon) >= SessionLife || now.Sub(usedAt) >= ProgramIdle
			next, after, err := Rotate(f, shown, now, random)
			if want := newest && !late && !over; (err == nil) != want {
				t.Fatalf("Rotate(newest %v, late %v, over %v) = %v", newest, late, over, err)
			}
			if f = after; err != nil {
				over = true
				continue
			}
			if h, ok := FamilyOf(next); !ok || string(h) != string(handle) {
				t.Fatalf("the next token is of another family: %x", h)
			}
			seen, usedAt = append(seen, next), now
		}
	})
}
