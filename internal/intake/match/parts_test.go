package match

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"rootline/internal/directory"
)

func texts(tokens []token) string {
	var out []string
	for _, t := range tokens {
		out = append(out, t.text)
	}
	return strings.Join(out, " ")
}

func TestNameTokens(t *testing.T) {
	tests := []struct{ name, want string }{
		{"Клиника Ромашка", "klinika romashka"},
		{"ООО «Ромашка»", "romashka"},
		{"Şişli Saç Kliniği A.Ş.", "sisli sac klinigi"},
		{"Velora Sağlık Hiz. Tic. Ltd. Şti.", "velora saglik hiz"},
		{"Klinika Velora Sp. z o.o.", "klinika velora"},
		{"Velora S.p.A.", "velora"},
		{"Velora Spa", "velora spa"},
		{"Clínica Capilar, S.L.", "clinica capilar"},
		{"St Mary’s & St. John's", "saint mary john"},
		{"ST MARY'S", "saint mary"},
		{"O'Hara Klinik", "ohara klinik"},
		{"Klinik II", "klinik 2"},
		{"Limited", "limited"},
		{"The And", "the and"},
		{"北京", "bei jing"},
		{"Ｖｅｌｏｒａ", "velora"},
		{"!!!", ""},
		{"", ""},
	}
	for _, tt := range tests {
		if got := texts(nameTokens(tt.name)); got != tt.want {
			t.Errorf("nameTokens(%q) = %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestStreetTokens(t *testing.T) {
	tests := []struct{ street, want string }{
		{"12 Mill St.", "12 mill street"},
		{"12a Mill Street", "12 mill street"},
		{"12-14 Mill Rd", "12 14 mill road"},
		{"Halaskargazi Cad. No:38/4", "halaskargazi cadde 38 4"},
		{"ул. Пушкина, 5", "ulitsa pushkina 5"},
		{"007 Bond", "007 bond"},
		{"00a", ""},
	}
	for _, tt := range tests {
		if got := texts(streetTokens(tt.street)); got != tt.want {
			t.Errorf("streetTokens(%q) = %q, want %q", tt.street, got, tt.want)
		}
	}
}

func TestSound(t *testing.T) {
	for _, same := range [][]string{
		{"klinika", "clinica", "klynykh", "clinique"},
		{"romashka", "rwmshk", "romaska"},
		{"philip", "filip"},
		{"nubox", "nuboks"},
		{"asya", "esya"},
		{"schuk", "suk"},
	} {
		for _, w := range same {
			if sound(w) != sound(same[0]) {
				t.Errorf("sound(%q) = %q, sound(%q) = %q; want the same", w, sound(w), same[0], sound(same[0]))
			}
		}
	}
}

func TestAlike(t *testing.T) {
	tests := []struct {
		a, b string
		want float64
	}{
		{"velora", "velroa", oneSlip},
		{"marys", "mary", 0},
		{"velorana", "vleorama", twoSlips},
		{"nile", "nlie", byEar},
		{"mary", "gary", 0},
		{"romashka", "ramashko", twoSlips},
		{"kalinka", "klinok", 0},
		{"a", "anna", initial},
		{"b", "anna", 0},
		{"12", "13", 0},
		{"children", "childrem", 0},
	}
	for _, tt := range tests {
		a, b := newTerm(token{text: tt.a}), newTerm(token{text: tt.b})
		if got, back := alike(a, b), alike(b, a); got != tt.want || back != got {
			t.Errorf("alike(%q, %q) = %v and %v, want %v", tt.a, tt.b, got, back, tt.want)
		}
	}
	bare := newTerm(token{text: "rwmshk", bare: true})
	if got := alike(bare, newTerm(token{text: "romashka"})); got != byEar {
		t.Errorf("alike(روماشك, romashka) = %v, want %v", got, byEar)
	}
}

// TestWithinEdits compares with the definition, spelt out, on random words of
// few letters.
func TestWithinEdits(t *testing.T) {
	const seed = 31
	r := rand.New(rand.NewPCG(seed, 1))
	word := func() string {
		b := make([]byte, r.IntN(9))
		for i := range b {
			b[i] = 'a' + byte(r.IntN(3))
		}
		return string(b)
	}
	for range 20_000 {
		a, b, limit := word(), word(), r.IntN(4)
		if got, want := withinEdits(a, b, limit), slips(a, b) <= limit; got != want {
			t.Fatalf("seed %d: withinEdits(%q, %q, %d) = %t, want %t", seed, a, b, limit, got, want)
		}
	}
	long := strings.Repeat("ab", maxLetters)
	if withinEdits(long, "x"+long[2:]+"yz", 2) {
		t.Error("withinEdits of words too long to compare = true")
	}
}

// slips is the optimal string alignment distance by its definition.
func slips(a, b string) int {
	switch {
	case a == "":
		return len(b)
	case b == "":
		return len(a)
	case a[0] == b[0]:
		return slips(a[1:], b[1:])
	}
	n := 1 + min(slips(a[1:], b), slips(a, b[1:]), slips(a[1:], b[1:]))
	if len(a) > 1 && len(b) > 1 && a[0] == b[1] && a[1] == b[0] {
		n = min(n, 1+slips(a[2:], b[2:]))
	}
	return n
}

func TestSiteOf(t *testing.T) {
	tests := []struct{ url, page, domain string }{
		{"https://www.velora.example/", "", "velora.example"},
		{"http://leeds.velora.co.uk/en/", "", "velora.co.uk"},
		{"https://velora.example/TR/Index.html", "", "velora.example"},
		{"https://velora.example/clinics/Leeds/", "velora.example/clinics/leeds", "velora.example"},
		{"https://www.instagram.com/velora/", "instagram.com/velora", ""},
		{"https://m.facebook.com/profile.php?id=7", "facebook.com/profile.php?id=7", ""},
		{"https://facebook.com", "", ""},
		{"https://velora.wixsite.com/home", "", "velora.wixsite.com"},
		{"https://velora.blogspot.com", "", "velora.blogspot.com"},
		{"https://www.nhs.uk/Services/x", "nhs.uk/services/x", ""},
		{"https://192.0.2.7/x", "192.0.2.7/x", ""},
	}
	for _, tt := range tests {
		if page, domain := siteOf(site(tt.url)); page != tt.page || domain != tt.domain {
			t.Errorf("siteOf(%s) = %q, %q; want %q, %q", tt.url, page, domain, tt.page, tt.domain)
		}
	}
}

func TestMailOf(t *testing.T) {
	tests := []struct{ address, mailbox, domain string }{
		{"Info+web@Velora.example", "info@velora.example", "velora.example"},
		{"velora@gmail.com", "velora@gmail.com", ""},
		{"velora@yahoo.com.tr", "velora@yahoo.com.tr", ""},
		{"velora@nhs.net", "velora@nhs.net", ""},
	}
	for _, tt := range tests {
		if mailbox, domain := mailOf(email(tt.address)); mailbox != tt.mailbox || domain != tt.domain {
			t.Errorf("mailOf(%s) = %q, %q; want %q, %q", tt.address, mailbox, domain, tt.mailbox, tt.domain)
		}
	}
	if mailbox, domain := mailOf(directory.Email{}); mailbox != "" || domain != "" {
		t.Errorf("mailOf(none) = %q, %q", mailbox, domain)
	}
}

// TestAround says that neighbours see each other, at the date line too.
func TestAround(t *testing.T) {
	for _, pair := range [][2]directory.Point{
		{point(53.7999, -1.5001), point(53.8001, -1.4999)},
		{point(-17, 179.9999), point(-17, -179.9999)},
	} {
		a, b := cellOf(pair[0]), cellOf(pair[1])
		there, back := a.around(), b.around()
		if !slices.Contains(there[:], b) || !slices.Contains(back[:], a) {
			t.Errorf("cells %v and %v do not see each other", a, b)
		}
	}
}

// TestBlocks holds blocks against a map of sets.
func TestBlocks(t *testing.T) {
	const seed = 32
	r := rand.New(rand.NewPCG(seed, 1))
	b := blocks{of: map[uint64]block{}}
	want := map[uint64]map[uint32]bool{}
	for range 20_000 {
		key, entry := uint64(r.IntN(40)), uint32(r.IntN(12))
		if want[key] == nil {
			want[key] = map[uint32]bool{}
		}
		if want[key][entry] {
			b.remove(key, entry)
			delete(want[key], entry)
		} else {
			b.add(key, entry)
			want[key][entry] = true
		}
		got := b.appendTo(nil, key, 100)
		slices.Sort(got)
		if len(got) != len(want[key]) || b.count(key) != len(got) || len(slices.Compact(got)) != len(want[key]) {
			t.Fatalf("seed %d: key %d has %v, want %v", seed, key, got, want[key])
		}
	}
	if over := b.appendTo(nil, 1, -1); over != nil {
		t.Errorf("appendTo past its bound = %v", over)
	}
}
