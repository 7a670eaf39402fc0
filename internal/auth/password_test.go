package auth

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/ccojocar/zxcvbn-go/frequency"

	"rootline/internal/directory"
)

func TestCheckPassword(t *testing.T) {
	about := []string{"Ada Example", "ada.reception@harbour-hair.example", "Rootline", "Harbour Hair Clinic"}
	for _, tt := range []struct {
		password   string
		alone, two string // without and with a second factor
	}{
		{"", "auth.password_short", "auth.password_short"},
		{"kV7#pq2", "auth.password_short", "auth.password_short"},
		{"kV7#pq2x", "auth.password_short", "fine"},
		{"kV7#pq2xw9Lm4!", "auth.password_short", "fine"},
		{"kV7#pq2xw9Lm4!z", "fine", "fine"},
		{"window-tulip-brave-mango", "fine", "fine"},
		{"  window tulip  brave mango ", "fine", "fine"},
		{"kvupqyxwolmezrtd", "fine", "fine"},                        // letters of one case alone
		{"😀🌵🚲🍋🎻🐙🧲🪁🥥🦔🛶🎯🧵🪐🦩", "fine", "fine"},                         // and no letters at all
		{"日本の桜は春に咲く美しい花です", "fine", "fine"},                         // fifteen of another script
		{"password", "auth.password_short", "auth.password_common"}, // from here on: easily guessed
		{"P4ssw0rd", "auth.password_short", "auth.password_common"},
		{"passwordpassword", "auth.password_common", "auth.password_common"},
		{"Pa$$word-Pa$$word-Pa", "auth.password_common", "auth.password_common"},
		{"Correct Horse Battery Staple", "auth.password_common", "auth.password_common"},
		{"correct-horse-battery-staple-2026", "auth.password_common", "auth.password_common"},
		{"1Thequickbrownfox!", "auth.password_common", "auth.password_common"},
		{"123456789012345", "auth.password_common", "auth.password_common"},
		{"1q2w3e4r5t6y7u8i", "auth.password_common", "auth.password_common"},
		{"aaaaaaaaaaaaaaaaaaaa", "auth.password_weak", "auth.password_weak"},
		{"éééééééééééééééé", "auth.password_weak", "auth.password_weak"},
		{"abcabcabcabcabcabcab", "auth.password_weak", "auth.password_weak"},
		{"monkey7monkey7monkey7", "auth.password_weak", "auth.password_weak"},
		{"dr@g0ndr@g0ndr@g0n", "auth.password_common", "auth.password_common"},
		{"monkey dragon princess", "auth.password_weak", "auth.password_weak"},
		{"iloveyou12345678", "auth.password_weak", "auth.password_weak"},
		{"harbourhairclinic", "auth.password_about", "auth.password_about"}, // from here on: about the account
		{"Harbour-Hair-Clinic-2026", "auth.password_about", "fine"},
		{"H4rb0urHa1rCl1n1c!", "auth.password_about", "auth.password_about"},
		{"hârböür haïr clínic", "auth.password_about", "auth.password_about"},
		{"ada.reception@harbour-hair.example", "auth.password_about", "auth.password_weak"},
		{"rootlinerootlinerootline", "auth.password_common", "auth.password_common"},
		{"rootline-for-ada", "auth.password_about", "auth.password_about"},
		{"rootline kV7#pq2xw9Lm4!", "fine", "fine"},
		{"the clinic has a purple giraffe in its attic", "fine", "fine"},
		{"window tulip\tbrave mango", "auth.password_text", "auth.password_text"}, // from here on: no password
		{"window tulip\nbrave mango", "auth.password_text", "auth.password_text"},
		{"window tulip brave mango\x00", "auth.password_text", "auth.password_text"},
		{"window tulip brave \xff", "auth.password_text", "auth.password_text"},
		{strings.Repeat("kV7#pq2xw9Lm4!zb", 8), "fine", "fine"},
		{strings.Repeat("kV7#pq2xw9Lm4!zb", 8) + "c", "auth.password_long", "auth.password_long"},
		{strings.Repeat("a", 1<<20), "auth.password_long", "auth.password_long"},
	} {
		alone, two := CheckPassword(tt.password, false, about...), CheckPassword(tt.password, true, about...)
		if said(alone) != tt.alone || said(two) != tt.two {
			t.Errorf("CheckPassword(%.60q) = %v, with a second factor %v; want %s, %s", tt.password, alone, two, tt.alone, tt.two)
		}
	}
}

// TestCheckPassword_common refuses every password of zxcvbn's list that is long
// enough, and how people make them longer (ASVS 6.2.4): with ROOTLINE_ASSURE=1 all
// of them, else one in ten.
func TestCheckPassword_common(t *testing.T) {
	var refused, accepted int
	dice, _ := seeded(t)
	share := assure(10, 1)
	for _, p := range frequency.Lists["Passwords"].List {
		for _, made := range []string{p, p + "1", strings.ToUpper(p[:1]) + p[1:], p + "!", p + "123"} {
			if dice.IntN(share) > 0 {
				continue
			}
			if utf8.RuneCountInString(made) < minSecond {
				continue
			}
			if CheckPassword(made, true) != nil {
				refused++
				continue
			}
			if accepted++; accepted <= 10 {
				t.Logf("accepted: %q", made)
			}
		}
	}
	t.Logf("%d refused, %d accepted", refused, accepted)
	if refused*share < 3000 || accepted > 0 {
		t.Errorf("%d common passwords refused, %d accepted", refused, accepted)
	}
	for _, line := range listed(commonText) {
		for _, made := range []string{line, strings.ToUpper(line), line + "1", line + "2026!", "1" + line, strings.ReplaceAll(line, "o", "0")} {
			if dice.IntN(share) == 0 && utf8.RuneCountInString(made) >= minSecond && CheckPassword(made, true) == nil {
				t.Errorf("CheckPassword(%q) = nil; the list has %q", made, line)
			}
		}
	}
}

// TestCheckPassword_quick: no password takes long to judge. zxcvbn by itself needs
// ten seconds for the first of these.
func TestCheckPassword_quick(t *testing.T) {
	for _, of := range []string{"4@8({[<369!1|70$5+7%2z", "qwertyuiop", "1", "ab", "password", "12.12.1999", "4", "p@ssw0rd1!"} {
		var b strings.Builder
		for i := 0; b.Len() < maxLetter; i++ { // no repeats, which would be cut short
			b.WriteString(of)
			b.WriteByte(byte('a' + i%26))
		}
		start := time.Now()
		_ = CheckPassword(b.String()[:maxLetter], false, "Ada", "ada@example.com")
		if took := time.Since(start); took > time.Second {
			t.Errorf("CheckPassword of 128 letters made of %q took %v", of, took)
		}
	}
}

func TestUnit(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "a": "a", "ab": "ab", "aa": "a", "aab": "aab", "abab": "ab", "ababa": "ab", "abcab": "abcab", "éüéüé": "éü", "abcabcabc": "abc", "aabaab": "aab", "abcdabc": "abcdabc",
	} {
		if got := unit(text); got != want {
			t.Errorf("unit(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestSuggest(t *testing.T) {
	if got := len(suggestable()); got != 2048 {
		t.Fatalf("there are %d words to suggest, not 2048", got)
	}
	_, random := seeded(t)
	seen := map[string]bool{}
	for range assure(300, 20_000) {
		p, err := Suggest(random)
		if err != nil || CheckPassword(p, false) != nil || strings.Count(p, "-") != 3 || seen[p] {
			t.Fatalf("Suggest = %q, %v; CheckPassword says %v; seen before: %v", p, err, CheckPassword(p, false), seen[p])
		}
		seen[p] = true
	}
	if p, err := Suggest(&dry{15}); err == nil {
		t.Errorf("Suggest = %q, made of 15 bytes of randomness", p)
	}
	if p, err := Suggest(zeros{}); err == nil {
		t.Errorf("Suggest = %q, made of zeros", p)
	}
}

// zeros is the worst randomness there is.
type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

// FuzzCheckPassword looks for text that brings the rule down or is accepted though
// it is short, and for a password that does not mean itself.
func FuzzCheckPassword(f *testing.F) {
	for _, s := range []string{"window-tulip-brave-mango", "Pa$$word\u0301", "ﬁﬁﬁﬁﬁﬁﬁﬁﬁﬁ", "\u1112\u1161\u11ab", "4@8({[<369!1|70", "İıŞşẞß", "19.12.1999", "qwertyé", "aaéa4@", "\U0001F469\u200d\U0001F52C"} {
		f.Add(s, "Ada Lovelace", true)
		f.Add(s+s, s, false)
	}
	f.Fuzz(func(t *testing.T, password, about string, secondFactor bool) {
		err := CheckPassword(password, secondFactor, about)
		if err != nil {
			if directory.KindOf(err) != directory.Invalid {
				t.Errorf("CheckPassword(%q) = %v", password, err)
			}
			return
		}
		text, ok := normal(password)
		again, ok2 := normal(text)
		if n := utf8.RuneCountInString(text); !ok || !ok2 || again != text || n < minSecond || n > maxLetter || !secondFactor && n < minAlone {
			t.Errorf("CheckPassword(%q) accepts %d letters, normal %v, %v, again %q", password, n, ok, ok2, again)
		}
	})
}
