package auth

import (
	"bytes"
	"errors"
	"fmt"
	"testing"
	"time"

	"rootline/internal/directory"
)

func newBrowser(tb testing.TB, n byte) string {
	tb.Helper()
	shown, _, err := NewSecret(ForBrowser, fixed(n))
	if err != nil {
		tb.Fatal(err)
	}
	return shown
}

func newCode(tb testing.TB, browser string, n byte) (string, CodeState) {
	tb.Helper()
	code, s, err := NewCode(browser, noon, fixed(n))
	if err != nil {
		tb.Fatal(err)
	}
	return code, s
}

// other is a code that is not this one.
func other(code string, n int) string {
	var was int
	_, _ = fmt.Sscan(code, &was)
	return fmt.Sprintf("%06d", (was+1+n)%codeSpan)
}

func TestTry(t *testing.T) {
	mine, theirs := newBrowser(t, 1), newBrowser(t, 2)
	code, s := newCode(t, mine, 3)
	used, ended := s, s
	used.Used, ended.Wrong = true, codeTries
	for _, tt := range []struct {
		name, code, browser string
		s                   CodeState
		after               time.Duration
		want                string
		wrong               int
	}{
		{"the code", code, mine, s, 0, "fine", 0},
		{"the code, as people copy it", " " + code[:3] + "\u00a0" + code[3:] + " ", mine, s, 0, "fine", 0},
		{"the code, at the last moment", code, mine, s, codeLife - time.Millisecond, "fine", 0},
		{"the code, too late", code, mine, s, codeLife, "auth.code_expired", 0},
		{"the code, in another browser", code, theirs, s, 0, "auth.code_browser", 0},
		{"the code, in a browser with nothing", code, "", s, 0, "auth.code_browser", 0},
		{"the code again", code, mine, used, 0, "auth.code_used", 0},
		{"the code after five wrong ones", code, mine, ended, 0, "auth.code_ended", 5},
		{"another", other(code, 0), mine, s, 0, "auth.code_wrong", 1},
		{"another, in another browser", other(code, 0), theirs, s, 0, "auth.code_browser", 0},
		{"another, too late", other(code, 0), mine, s, time.Hour, "auth.code_expired", 0},
		{"five digits", code[:5], mine, s, 0, "auth.code_digits", 0},
		{"seven digits", code + "0", mine, s, 0, "auth.code_digits", 0},
		{"nothing", "", mine, s, 0, "auth.code_digits", 0},
		{"letters", "abcdef", mine, s, 0, "auth.code_digits", 0},
		{"other digits", "١٢٣٤٥٦", mine, s, 0, "auth.code_digits", 0},
		{"a line break", code + "\n", mine, s, 0, "auth.code_digits", 0},
		{"a code of no request", "000000", mine, CodeState{}, 0, "auth.code_browser", 0},
	} {
		after, err := Try(tt.s, tt.code, tt.browser, noon.Add(tt.after))
		if said(err) != tt.want || after.Wrong != tt.wrong {
			t.Errorf("Try(%s) = %d wrong, %v; want %d, %s", tt.name, after.Wrong, err, tt.wrong, tt.want)
		}
		if err == nil {
			if _, err := Try(after, tt.code, tt.browser, noon); said(err) != "auth.code_used" {
				t.Errorf("Try(%s) a second time = %v", tt.name, err)
			}
		}
	}
}

// TestTry_fiveWrong: five wrong codes end that code, and the next one is as good
// as ever; what is tried in another browser ends nothing.
func TestTry_fiveWrong(t *testing.T) {
	mine, theirs := newBrowser(t, 1), newBrowser(t, 2)
	code, s := newCode(t, mine, 3)
	_, elsewhere := newCode(t, theirs, 4)
	var err error
	for range 100 {
		if s, err = Try(s, other(code, 0), theirs, noon); said(err) != "auth.code_browser" {
			t.Fatalf("Try in another browser = %v", err)
		}
	}
	for n := range 5 {
		s, err = Try(s, other(code, n), mine, noon)
		want := []string{"auth.code_wrong", "auth.code_wrong", "auth.code_wrong", "auth.code_wrong", "auth.code_ended"}[n]
		var e *directory.Error
		if !errors.As(err, &e) || e.Message.ID != want || n < 4 && e.Message.Args["Left"] != 4-n {
			t.Errorf("the wrong code number %d: %v", n+1, err)
		}
	}
	if _, err = Try(s, code, mine, noon); said(err) != "auth.code_ended" {
		t.Errorf("the right code after five wrong ones: %v", err)
	}
	if elsewhere.Wrong != 0 {
		t.Error("the code of another request has ended too")
	}
	code, s, err = ReplaceCode(s, mine, noon, fixed(5))
	if err != nil {
		t.Fatal(err)
	}
	if _, err = Try(s, code, mine, noon); err != nil {
		t.Errorf("the code asked for after that: %v", err)
	}
}

func TestReplaceCode(t *testing.T) {
	mine, theirs := newBrowser(t, 1), newBrowser(t, 2)
	first, s := newCode(t, mine, 3)
	second, s2, err := ReplaceCode(s, mine, noon.Add(time.Minute), fixed(4))
	if err != nil || first == second {
		t.Fatalf("ReplaceCode = %s, %v", second, err)
	}
	after, err := Try(s2, first, mine, noon.Add(time.Minute))
	if said(err) != "auth.code_replaced" || after.Wrong != 0 {
		t.Errorf("Try(the code that was replaced) = %d wrong, %v", after.Wrong, err)
	}
	if _, err := Try(s2, second, mine, noon.Add(codeLife)); err != nil {
		t.Errorf("Try(the newer code) = %v", err)
	}
	third, s3, err := ReplaceCode(s, theirs, noon, fixed(5))
	if err != nil || s3.Replaced != nil || bytes.Equal(s3.Salt, s.Salt) {
		t.Errorf("ReplaceCode in another browser = %+v, %v; want a code of its own", s3, err)
	}
	if _, err := Try(s3, third, mine, noon); said(err) != "auth.code_browser" {
		t.Errorf("Try(that code in the first browser) = %v", err)
	}
}

func TestNewCode_refuses(t *testing.T) {
	for _, browser := range []string{"", "short", newBrowser(t, 1) + "A"} {
		if _, _, err := NewCode(browser, noon, fixed(1)); err == nil {
			t.Errorf("NewCode(%q) made a code that no secret guards", browser)
		}
	}
	for _, left := range []int{0, 15, 16, 19} {
		if code, _, err := NewCode(newBrowser(t, 1), noon, &dry{left}); err == nil {
			t.Errorf("NewCode made %s of %d bytes of randomness", code, left)
		}
	}
}

// TestNewCode_digits: every digit at every place is as likely as the others.
func TestNewCode_digits(t *testing.T) {
	_, random := seeded(t)
	const n = 60_000
	var count [6][10]int
	for range n {
		v, err := below(codeSpan, random)
		if err != nil {
			t.Fatal(err)
		}
		for i := range 6 {
			count[i][v%10]++
			v /= 10
		}
	}
	for place := range count {
		chi := 0.0
		for _, c := range count[place] {
			d := float64(c) - n/10
			chi += d * d / (n / 10)
		}
		if chi > 45 { // nine degrees of freedom: once in a million
			t.Errorf("digits at place %d: %v, chi² %.1f", place, count[place], chi)
		}
	}
}

// TestBelow_throwsAway: what would make small numbers likelier is drawn again.
func TestBelow_throwsAway(t *testing.T) {
	got, err := below(codeSpan, bytes.NewReader([]byte{255, 255, 255, 255, 0, 0, 0, 7}))
	if err != nil || got != 7 {
		t.Errorf("below(a million, 2³²-1 and then 7) = %d, %v; want 7", got, err)
	}
}

// FuzzTry looks for a code that counts and is not the one, and for more than five
// tries.
func FuzzTry(f *testing.F) {
	mine := newBrowser(f, 1)
	code, s := newCode(f, mine, 3)
	f.Add(code, mine, 0, false)
	f.Add(" "+code[:3]+"-"+code[3:], mine, 4, false)
	f.Add("000000", "", 9, true)
	f.Fuzz(func(t *testing.T, typed, browser string, wrong int, used bool) {
		s := s
		s.Wrong, s.Used = wrong, used
		after, err := Try(s, typed, browser, noon)
		six, ok := digits(typed)
		right := ok && six == code && browser == mine && wrong < codeTries && !used
		if (err == nil) != right || (err == nil) != (after.Used && !used) {
			t.Errorf("Try(%q, %q) with %d wrong, used %v = %+v, %v", typed, browser, wrong, used, after, err)
		}
		if err != nil && directory.KindOf(err) != directory.Invalid || after.Wrong < wrong || after.Wrong > max(wrong, codeTries) {
			t.Errorf("Try(%q, %q) with %d wrong = %+v, %v", typed, browser, wrong, after, err)
		}
	})
}
