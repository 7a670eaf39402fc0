package match

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"rootline/internal/directory"
	"rootline/internal/words"
)

// with is an entry called name with some of the rest filled in.
func with(name string, fill ...func(*Entry)) Entry {
	e := Entry{Name: name}
	for _, f := range fill {
		f(&e)
	}
	return e
}

func brand(s string) func(*Entry) { return func(e *Entry) { e.Brand = s } }

func call(numbers ...string) func(*Entry) {
	return func(e *Entry) {
		for _, n := range numbers {
			e.Phones = append(e.Phones, phone(n))
		}
	}
}
func web(s string) func(*Entry)  { return func(e *Entry) { e.Site = site(s) } }
func mail(s string) func(*Entry) { return func(e *Entry) { e.Email = email(s) } }

// in is an address: city, country, street and postal code.
func in(city, code, street, postal string) func(*Entry) {
	return func(e *Entry) {
		e.Address.City, e.Address.Country = city, country(code)
		e.Address.Address1, e.Address.PostalCode = street, postal
	}
}

func near(lat, lng float64, p directory.GeoPrecision) func(*Entry) {
	return func(e *Entry) { e.Address.Point, e.Address.Precision = point(lat, lng), p }
}

var (
	leeds    = in("Leeds", "GB", "12 Mill Street", "LS1 4DY")
	leedsToo = in("Leeds", "GB", "Unit 3, 12 Mill St.", "LS1 4DY")
	leedsFar = in("Leeds", "GB", "90 Otley Road", "LS6 3PX")
	hull     = in("Hull", "GB", "7 Quay Lane", "HU1 1AA")
	kazan    = in("Kazan", "RU", "ul. Pushkina 5", "420000")
	sisli    = in("Istanbul", "TR", "Halaskargazi Cad. No:38", "34371")
	onMill   = near(53.7971, -1.5433, directory.Rooftop)
	desk     = call("+442079460100")
)

// TestLike is of pairs that a human would know at a glance, each alone in an
// index but for the others named.
func TestLike(t *testing.T) {
	tests := []struct {
		why    string
		want   bool
		a, b   Entry
		others []Entry
	}{
		{"the same clinic, word for word", true, with("Velora Hair Clinic", leeds), with("Velora Hair Clinic", leeds), nil},
		{"no more known than name and city", true, with("Velora Hair Clinic", in("Leeds", "GB", "", "")), with("Velora Hair Clinic", in("Leeds", "GB", "", "")), nil},
		{"a rare name, and nothing else known", true, with("Velora Clinic"), with("Velora Clinic"), nil},
		{"one in Cyrillic", true, with("Клиника Ромашка", kazan), with("Klinika Romashka", kazan), nil},
		{"one in Greek", true, with("Κλινική Βελορα", in("Athens", "GR", "", ""), desk), with("Velora Clinic", in("Athens", "GR", "", ""), desk), nil},
		{"one in Arabic, which has no vowels", true, with("روماشكا كلينيك", in("Dubai", "AE", "", ""), desk), with("Romashka Clinic", in("Dubai", "AE", "", ""), desk), nil},
		{"Turkish letters", true, with("Işıl Saç Kliniği", sisli), with("Isil Sac Klinigi", sisli), nil},
		{"a letter wrong", true, with("Velora Hair Clinic", leeds), with("Velroa Hair Clinic", leeds), nil},
		{"a space in the wrong place", true, with("HairMed Velora", leeds), with("Hair Med Velora", leeds), nil},
		{"a slip between the words", true, with("Zenusq Sebon", leeds), with("ZenusqSebon", leeds), nil},
		{"a legal form", true, with("Velora Hair Clinic Ltd.", leeds), with("Velora Hair Clinic", leeds), nil},
		{"another legal form", true, with("Velora Sağlık Ltd. Şti.", sisli), with("VELORA SAĞLIK A.Ş.", sisli), nil},
		{"an ampersand and a saint", true, with("St Orla & Finbar", leeds), with("Saint Orla and Finbar", leeds), nil},
		{"a possessive", true, with("St Orla's Clinic", leeds), with("St. Orla Clinic", leeds), nil},
		{"the street abbreviated, a unit more", true, with("Velora Clinic", leeds), with("Velora Hair Clinic", leedsToo), nil},
		{"a phone that has moved", true, with("Velora Clinic", leeds, desk), with("Velora Clinic", leeds, call("+442079460199")), nil},
		{"the city in the name", true, with("Velora Clinic Leeds", leeds), with("Velora Clinic", leeds), nil},
		{"a site, and nothing else", true, with("Velora Clinic", web("https://velora.example/")), with("Velora", web("http://www.velora.example/en/index.html")), nil},
		{"a page where everybody has one", true, with("Velora Clinic", web("https://facebook.com/velora")), with("Velora", web("https://www.facebook.com/Velora/")), nil},
		{"mailboxes at their own domain", true, with("Velora Clinic", mail("info@velora.example")), with("Velora", mail("hello@velora.example")), nil},
		{
			"a namesake branch at the same address", true,
			with("Velora", brand("Velora"), leeds, desk), with("Velora", brand("Velora"), leedsToo, desk), branches("Velora", desk),
		},
		{
			"two spellings of a city, one point", true,
			with("Velora Clinic", in("Leeds", "GB", "", ""), onMill), with("Velora Clinic", in("City of Lds", "GB", "", ""), onMill), nil,
		},

		{"nothing but the phone", false, with("Velora Clinic", leeds, desk), with("Sorbus Clinic", hull, desk), nil},
		{"nothing but the door", false, with("Velora Clinic", leeds, onMill), with("Sorbus Clinic", leeds, onMill), nil},
		{
			"door, phone, site and kind", false,
			with("Velora Hair Clinic", leeds, onMill, desk, web("https://mill.example")), with("Sorbus Hair Clinic", leeds, onMill, desk, web("https://mill.example")), nil,
		},
		{"another saint", false, with("St Orla's Hospital", leeds, desk), with("St Finbar's Hospital", leeds, desk), nil},
		{"the children's, at one door", false, with("Mill Royal Hospital", leeds, onMill, desk), with("Mill Royal Children's Hospital", leeds, onMill, desk), nil},
		{"the eye hospital, at one door", false, with("Mill Royal Infirmary", leeds, onMill, desk), with("Mill Royal Eye Hospital", leeds, onMill, desk), nil},
		{"another number", false, with("Velora Clinic 2", leeds, onMill, desk), with("Velora Clinic 3", leeds, onMill, desk), nil},
		{"a number more", false, with("Velora Clinic", leeds, desk), with("Velora Clinic II", leeds, desk), nil},
		{"north and south", false, with("Velora North", leeds, desk), with("Velora South", leeds, desk), nil},
		{"namesakes in two cities", false, with("St Orla's Hospital", leeds), with("St Orla's Hospital", hull), nil},
		{
			"namesakes far apart, one phone", false,
			with("Velora", near(53.8, -1.5, directory.Rooftop), desk), with("Velora", near(53.7, -0.3, directory.Locality), desk), nil,
		},
		{"namesakes in two countries", false, with("Velora Clinic", in("Valencia", "ES", "", "")), with("Velora Clinic", in("Valencia", "VE", "", "")), nil},
		{
			"no place on either side, and a name that many have", false, with("St Orla's Hospital"), with("St Orla's Hospital"),
			slices.Repeat([]Entry{with("St Orla's Hospital", hull)}, 7),
		},
		{
			"branches of a chain in one city", false,
			with("Velora", brand("Velora"), leeds, desk), with("Velora", brand("Velora"), leedsFar, desk), branches("Velora", desk),
		},
		{
			"branches named after their quarters", false,
			with("Velora Otley", brand("Velora"), in("Leeds", "GB", "", ""), desk), with("Velora Headrow", brand("Velora"), in("Leeds", "GB", "", ""), desk), branches("Velora", desk),
		},
		{
			"pages of one site", false,
			with("Velora Otley", web("https://velora.example/otley")), with("Velora Headrow", web("https://velora.example/headrow")), nil,
		},
		{"the front door of a social network", false, with("Velora Clinic", web("https://facebook.com/")), with("Velora", web("https://facebook.com")), nil},
		{
			"other numbers in one street", false,
			with("Velora Hair Clinic", in("Leeds", "GB", "12 Mill Street", "")), with("Velora Clinic", in("Leeds", "GB", "80 Mill Street", "")), nil,
		},
		{"kinds of clinic, and no name", false, with("Hair Clinic", in("Leeds", "GB", "", "")), with("Hair Clinic", in("Leeds", "GB", "", "")), nil},
	}
	for _, tt := range tests {
		x := New()
		a, b := tt.a, tt.b
		a.ID, b.ID = id(1), id(2)
		for i, e := range append(tt.others, a, b) {
			if e.ID.IsZero() {
				e.ID = id(10 + i)
			}
			x.Add(e)
		}
		got := ids(x.Like(a, 10))
		if slices.Contains(got, b.ID) != tt.want {
			t.Errorf("%s: Like(%q) = %v; want %q among them: %t\n%s", tt.why, a.Name, got, b.Name, tt.want, explain(x, a, b))
		}
	}
}

// branches are others of a brand, each in a city of its own.
func branches(name string, fill ...func(*Entry)) (out []Entry) {
	for i := range 5 {
		e := with(name, append(fill, brand(name), in(fmt.Sprint("Town", string(rune('a'+i))), "GB", fmt.Sprint(i, " High Street"), ""))...)
		out = append(out, e)
	}
	return out
}

func ids(matches []Match) (out []directory.ID) {
	for _, m := range matches {
		out = append(out, m.ID)
	}
	return out
}

// explain is how two entries compare, likely or not.
func explain(x *Index, a, b Entry) string {
	q, other := x.ask(&a), x.records[x.at[b.ID.Bytes()]]
	var out strings.Builder
	name, same := q.names(inOrder(q.r, other))
	fmt.Fprintf(&out, "  %+.1f names, same: %t", name, same)
	for _, c := range q.places(q.contacts(nil, other), other) {
		fmt.Fprintf(&out, "\n  %+.1f %s", c.score, q.word(c, other).ID)
	}
	return out.String()
}

// TestFourHospitals is of a real case in made-up names: four houses of one trust
// on one site, with one phone, postcode and point, and a fifth row that is one of
// them once more.
func TestFourHospitals(t *testing.T) {
	x := New()
	site := in("Leeds", "GB", "Mill Road", "LS9 9WL")
	trust := brand("Leeds University NHS Foundation Trust")
	for i, name := range []string{"Leeds Royal Infirmary", "Royal Leeds Children's Hospital", "Leeds Royal Eye Hospital", "St Orla's Hospital"} {
		e := with(name, site, trust, desk, onMill, web("https://leedstrust.example"))
		e.ID = id(i + 1)
		x.Add(e)
		if got := x.Like(e, 10); len(got) > 0 {
			t.Errorf("Like(%q) = %v; want none", name, ids(got))
		}
	}
	again := with("Saint Orlas Hospital", site, trust, onMill)
	if got := ids(x.Like(again, 10)); !slices.Equal(got, []directory.ID{id(4)}) {
		t.Errorf("Like(%q) = %v; want [%v]", again.Name, got, id(4))
	}
}

// TestSignals reads what is said of a pair.
func TestSignals(t *testing.T) {
	x := New()
	for i := range 3 {
		e := with([]string{"Sorbus", "Tormentil", "Veronica"}[i], desk)
		e.ID = id(10 + i)
		x.Add(e)
	}
	a := with("Velora Clinic", brand("Velora"), leeds, desk, web("https://velora.example"), mail("info@velora.example"), onMill)
	b := with("Velora", brand("Velora"), leedsToo, desk, web("https://velora.example"), mail("info@velora.example"), near(53.7972, -1.5433, directory.Street))
	b.ID = id(1)
	x.Add(b)
	got := x.Like(a, 10)
	if len(got) != 1 {
		t.Fatalf("Like(a) = %v, want one", got)
	}
	said := make(map[SignalKind]string)
	for _, s := range got[0].Signals {
		said[s.Kind] = words.English().Message(s.Message)
	}
	want := map[SignalKind]string{
		Name:     "The names Velora Clinic and Velora",
		Brand:    "The same brand: Velora",
		Phone:    "The same phone +44 20 7946 0100, which 3 other clinics have too",
		Site:     "The same site velora.example, which nobody else has",
		Email:    "The same e-mail address info@velora.example, which nobody else has",
		Address:  "The same street address, which nobody else has",
		Postcode: "The same postcode LS1 4DY, which nobody else has",
		Distance: "11 m apart",
	}
	for kind, sentence := range want {
		if said[kind] != sentence {
			t.Errorf("signal %s says %q, want %q", kind, said[kind], sentence)
		}
	}
}

// TestFarDuplicate says why one that has everything but the point in common is
// still found: a wrong point is a common mistake.
func TestFarDuplicate(t *testing.T) {
	x := New()
	b := with("Velora Clinic", leeds, desk, near(-53.8, 1.5, directory.Rooftop))
	b.ID = id(1)
	x.Add(b)
	got := x.Like(with("Velora Clinic", leeds, desk, onMill), 1)
	if len(got) != 1 {
		t.Fatalf("Like = %v, want the one on the other side of the equator", got)
	}
	worst := got[0].Signals[1]
	if worst.Kind != Distance || worst.Score >= 0 {
		t.Errorf("the strongest signal but the name is %+v, want the distance, against it", worst)
	}
}

// TestWord says every clue that there is, shared by none, one and two others.
func TestWord(t *testing.T) {
	e := with("Velora", brand("Velora"), leeds, desk, web("https://velora.example/leeds"), mail("info@velora.example"))
	q := New().ask(&e)
	for i := range kinds {
		for others := range 3 {
			c := clue{about: about(i), others: others, km: float64(others), key: phoneKey(e.Phones[0])}
			m := q.word(c, q.r)
			if said := words.English().Message(m); said == m.ID || strings.Contains(said, "{") {
				t.Errorf("word(%+v) = %q", c, said)
			}
			if strings.Contains(words.English().Message(m), " 0 ") && c.others == 0 && c.about != apart {
				t.Errorf("word(%+v) counts none: %q", c, words.English().Message(m))
			}
			if kind, _, _ := strings.Cut(strings.TrimPrefix(m.ID, "match."), "."); kind != string(kinds[i]) {
				t.Errorf("word(%+v) speaks of %s, want %s", c, kind, kinds[i])
			}
		}
	}
}
