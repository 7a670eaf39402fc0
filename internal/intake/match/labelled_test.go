package match

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"rootline/internal/directory"
)

// town is where invented clinics stand.
type town struct {
	name     string
	country  string
	lat, lng float64
	id       directory.CityID
}

var towns = []town{
	{"Istanbul", "TR", 41.01, 28.95, 1},
	{"Izmir", "TR", 38.42, 27.14, 2},
	{"Leeds", "GB", 53.8, -1.55, 3},
	{"London", "GB", 51.51, -0.13, 4},
	{"Moscow", "RU", 55.75, 37.62, 5},
	{"Kazan", "RU", 55.79, 49.12, 6},
	{"Madrid", "ES", 40.42, -3.7, 7},
	{"Athens", "GR", 37.98, 23.73, 8},
	{"Warsaw", "PL", 52.23, 21.01, 9},
	{"Berlin", "DE", 52.52, 13.4, 10},
	{"Dubai", "AE", 25.2, 55.27, 11},
	{"Lyon", "FR", 45.76, 4.84, 12},
}

// maker invents clinics. Equal seeds make equal clinics.
type maker struct {
	*rand.Rand
	made int
}

func newMaker(seed uint64) *maker { return &maker{Rand: rand.New(rand.NewPCG(seed, 7))} }

func (m *maker) pick(of ...string) string { return of[m.IntN(len(of))] }
func (m *maker) chance(p float64) bool    { return m.Float64() < p }

func (m *maker) id() directory.ID {
	m.made++
	id, err := directory.ParseID(fmt.Sprintf("01900000-0000-7000-8000-%012x", m.made*7919%(1<<24)))
	if err != nil {
		panic(err)
	}
	return id
}

// invented is a word that no list has.
func (m *maker) invented() string {
	var b strings.Builder
	for range 2 + m.IntN(2) {
		b.WriteString(m.pick("b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "tr", "st"))
		b.WriteString(m.pick("a", "e", "i", "o", "u"))
	}
	b.WriteString(m.pick("", "n", "r", "s", "l", "x"))
	return strings.ToUpper(b.String()[:1]) + b.String()[1:]
}

func (m *maker) facility() string {
	return m.pick("Clinic", "Hair Clinic", "Klinik", "Medical Centre", "Hair Transplant Center", "Aesthetics", "Hospital", "PRP Studio")
}

func (m *maker) phone() directory.Phone { return phone(fmt.Sprintf("+44207946%04d", m.IntN(10000))) }

func (m *maker) name() string {
	switch m.IntN(6) {
	case 0:
		return "Dr " + m.invented() + " " + m.invented()
	case 1:
		return m.invented() + " " + m.invented() + " " + m.facility()
	default:
		return m.invented() + " " + m.facility()
	}
}

// at puts e somewhere in a town.
func (m *maker) at(e *Entry, t town) {
	p, err := directory.NewPoint(t.lat+m.NormFloat64()*0.04, t.lng+m.NormFloat64()*0.06)
	if err != nil {
		panic(err)
	}
	e.Address = directory.Address{
		Address1: fmt.Sprintf("%d %s %s", 1+m.IntN(150), m.invented(), m.pick("Street", "Road", "Avenue", "Lane")),
		City:     t.name, CityID: t.id, Country: country(t.country), Point: p, Precision: directory.Rooftop,
		PostalCode: fmt.Sprintf("%s%d %d", t.name[:1], 10+m.IntN(80), 100+m.IntN(900)),
	}
}

// clinic is one by itself.
func (m *maker) clinic() Entry {
	e := Entry{ID: m.id(), Name: m.name(), Phones: []directory.Phone{m.phone()}}
	e.Brand = e.Name
	host := strings.ToLower(strings.ReplaceAll(e.Name, " ", "")) + strconv.Itoa(m.IntN(1000)) + ".example"
	e.Site, e.Email = site("https://www."+host+"/"), email("info@"+host)
	if m.chance(0.2) {
		e.Email = email(strings.ToLower(m.invented()) + strconv.Itoa(m.IntN(1000)) + "@gmail.com")
	}
	m.at(&e, towns[m.IntN(len(towns))])
	return e
}

// chain is the branches of a brand: one name, with or without the place, one
// site, often one call centre, in a few towns.
func (m *maker) chain(branches int) (out []Entry) {
	brand := m.name()
	first := m.clinic()
	centre := m.chance(0.7)
	quarters := m.chance(0.5)
	from := m.IntN(len(towns))
	for range branches {
		e := Entry{ID: m.id(), Name: brand, Brand: brand, Site: first.Site, Phones: first.Phones}
		m.at(&e, towns[(from+m.IntN(4))%len(towns)])
		if quarters {
			e.Name += " " + m.pick(e.Address.City, m.invented())
		}
		if !centre {
			e.Phones = []directory.Phone{m.phone()}
		}
		out = append(out, e)
	}
	return out
}

// building is clinics at one door: one address, one point, often the phone of
// the reception.
func (m *maker) building(tenants int) (out []Entry) {
	first := m.clinic()
	reception := m.chance(0.5)
	for range tenants {
		e := m.clinic()
		e.Address = first.Address
		if reception {
			e.Phones = first.Phones
		}
		out = append(out, e)
	}
	return out
}

// namesakes have a name that many have, and nothing else in common.
func (m *maker) namesakes(n int) (out []Entry) {
	name := "St " + m.pick("Aldric", "Benna", "Cornel", "Dorvin", "Elswyth") + "'s " + m.pick("Hospital", "Clinic")
	for i := range n {
		e := m.clinic()
		e.Name, e.Brand = name, ""
		m.at(&e, towns[i%len(towns)])
		out = append(out, e)
	}
	return out
}

// twin is e as another source has it: with one to three things different or
// missing.
func (m *maker) twin(e Entry) Entry {
	e.ID = m.id()
	e.Phones = slices.Clone(e.Phones)
	for range 1 + m.IntN(3) {
		m.change(&e)
	}
	return e
}

func (m *maker) change(e *Entry) {
	switch m.IntN(13) {
	case 0, 1:
		e.Name = m.mistype(e.Name)
	case 2:
		e.Name = cyrillic.Replace(e.Name)
	case 3:
		e.Name += m.pick(" Ltd", " GmbH", ", S.L.", " Sp. z o.o.", " LLC")
	case 4:
		e.Name = m.pick("The "+e.Name, e.Name+" "+e.Address.City, strings.ToUpper(e.Name))
	case 5:
		e.Name = otherFacility.Replace(e.Name)
	case 6:
		e.Phones = []directory.Phone{m.phone()}
	case 7:
		e.Phones, e.Brand = nil, ""
	case 8:
		e.Site, e.Email = directory.URL{}, directory.Email{}
	case 9:
		e.Address.Address1 = abbreviated.Replace(e.Address.Address1)
	case 10:
		e.Address.Address1 = ""
	case 11:
		e.Address.Point, e.Address.Precision, e.Address.PostalCode = directory.Point{}, directory.PrecisionUnknown, ""
	case 12:
		p, err := directory.NewPoint(e.Address.Point.Lat()+m.NormFloat64()*0.001, e.Address.Point.Lng()+m.NormFloat64()*0.001)
		if err == nil && !e.Address.Point.IsZero() {
			e.Address.Point, e.Address.Precision = p, directory.Street
		}
	}
}

var (
	abbreviated   = strings.NewReplacer("Street", "St.", "Road", "Rd", "Avenue", "Ave", "Lane", "Ln.")
	otherFacility = strings.NewReplacer("Medical Centre", "Hospital", "Hair Clinic", "Clinic", "Klinik", "Hair Center", "Clinic", "Klinik")
	cyrillic      = strings.NewReplacer("A", "А", "a", "а", "B", "Б", "b", "б", "C", "К", "c", "к", "D", "Д", "d", "д", "E", "Е", "e", "е",
		"F", "Ф", "f", "ф", "G", "Г", "g", "г", "H", "Х", "h", "х", "I", "И", "i", "и", "K", "К", "k", "к", "L", "Л", "l", "л", "M", "М", "m", "м",
		"N", "Н", "n", "н", "O", "О", "o", "о", "P", "П", "p", "п", "R", "Р", "r", "р", "S", "С", "s", "с", "T", "Т", "t", "т",
		"U", "У", "u", "у", "V", "В", "v", "в", "x", "кс", "X", "Кс", "Z", "З", "z", "з")
)

// mistype makes one slip somewhere in a name.
func (m *maker) mistype(name string) string {
	b := []rune(name)
	i := 1 + m.IntN(len(b)-2)
	switch m.IntN(4) {
	case 0:
		return string(slices.Delete(b, i, i+1))
	case 1:
		return string(slices.Insert(b, i, 'a'+rune(m.IntN(26))))
	case 2:
		b[i] = 'a' + rune(m.IntN(26))
	default:
		b[i], b[i-1] = b[i-1], b[i]
	}
	return string(b)
}

// labelled is a directory in which it is known which entries are one clinic.
func labelled(seed uint64, size int) (entries []Entry, twins map[[2]directory.ID]bool) {
	m := newMaker(seed)
	for len(entries) < size {
		switch m.IntN(10) {
		case 0:
			entries = append(entries, m.chain(2+m.IntN(12))...)
		case 1:
			entries = append(entries, m.building(2+m.IntN(4))...)
		case 2:
			entries = append(entries, m.namesakes(2+m.IntN(6))...)
		default:
			for range 4 {
				entries = append(entries, m.clinic())
			}
		}
	}
	twins = map[[2]directory.ID]bool{}
	for _, e := range entries {
		if m.chance(0.15) {
			t := m.twin(e)
			entries = append(entries, t)
			twins[pairOf(e.ID, t.ID)] = true
		}
	}
	m.Shuffle(len(entries), func(i, j int) { entries[i], entries[j] = entries[j], entries[i] })
	return entries, twins
}

func pairOf(a, b directory.ID) [2]directory.ID {
	if b.String() < a.String() {
		a, b = b, a
	}
	return [2]directory.ID{a, b}
}

// found is every pair that an index of the entries holds for likely.
func found(entries []Entry) map[[2]directory.ID]Match {
	x := New()
	for _, e := range entries {
		x.Add(e)
	}
	pairs := map[[2]directory.ID]Match{}
	for _, e := range entries {
		for _, m := range x.Like(e, len(entries)) {
			pairs[pairOf(e.ID, m.ID)] = m
		}
	}
	return pairs
}

// TestLabelled measures the rules on directories that are largely made of what is
// hard: chains, shared doors and receptions, namesakes. The seeds are not those
// that the weights were tried on. Measured: precision 1.0000, recall 0.9647. What
// is missed has two mistakes in a short name, or is a branch of a chain of which
// the address is missing.
func TestLabelled(t *testing.T) {
	var right, wrong, missed int
	for seed := uint64(101); seed <= 105; seed++ {
		entries, twins := labelled(seed, 2000)
		pairs := found(entries)
		for pair := range pairs {
			if twins[pair] {
				right++
			} else {
				wrong++
			}
		}
		for pair := range twins {
			if _, ok := pairs[pair]; !ok {
				missed++
			}
		}
	}
	precision := float64(right) / float64(right+wrong)
	recall := float64(right) / float64(right+missed)
	t.Logf("precision %.4f, recall %.4f: %d found, %d wrong, %d missed", precision, recall, right, wrong, missed)
	if precision < 0.99 || recall < 0.95 {
		t.Errorf("precision %.4f, recall %.4f; want 0.99 and 0.95 at least", precision, recall)
	}
}
