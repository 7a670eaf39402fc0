package intake

import (
	"errors"
	"strconv"
	"strings"
	"sync"
	"testing"

	"rootline/internal/directory"
	"rootline/internal/gazetteer"
	"rootline/internal/openinghours"
)

func TestNewJudgeListsTheColumnsThereAre(t *testing.T) {
	m := parsedMap(t, smallest+"city = \"Town\"\nemail = {columns = [\"Mail\", \"Post\"]}\n[only]\nOn = \"1\"\n[refuse]\nOff = \"1\"\n")
	_, err := NewJudge(m, []string{"\ufeffRef", " Name ", "Name", "Post"}, gazetteer.Embedded())
	want := "fields.city intake.header.none; fields.email intake.header.none; fields.name intake.header.twice; only.On intake.header.none; refuse.Off intake.header.none"
	if got := mistakesIn(err); got != want {
		t.Errorf("NewJudge says %s, want %s", got, want)
	}
	if e := (*directory.Error)(nil); !errors.As(err, &e) || e.Message.Args["Columns"] != "Ref, Name, Name, Post" {
		t.Errorf("NewJudge says of the columns: %v", err)
	}
}

// TestRowReadsAListing follows one row through everything that a map can take.
func TestRowReadsAListing(t *testing.T) {
	got := judgeOne(t, `
id = "Id"
slug = "Slug"
description = "About"
organization = "Brand"
organization_key = "BrandKey"
organization_id = "BrandId"
organization_slug = "BrandSlug"
organization_url = "BrandSite"
entry_type = "Kind"
city_id = "CityId"
iso_3166_2 = "Iso"
latitude = "Lat"
longitude = "Lng"
geo_precision = "Exact"
time_zone = "Zone"
phones = {columns = ["Phone 1", "Phone 2"]}
whatsapp = "WhatsApp"
state = "State"
operating_status = "Business"
observed_at = "Seen"
services = {constant = "prp"}
`, map[string]string{
		"Id": "0197c0de-5eed-7a11-8b0b-15dead5ea1ed", "Slug": "a-clinic", "About": " Two\r\n lines  ",
		"Brand": "The Brand", "BrandKey": "b1", "BrandId": "0197c0de-5eed-7a11-8b0b-15dead5ea1ee", "BrandSlug": "the-brand",
		"BrandSite": "brand.example", "Kind": "Chain", "CityId": "2644688", "Iso": "GB-LDS", "Lat": "53,8", "Lng": "-1,55", "Exact": "Rooftop",
		"Zone": "Europe/London", "Phone 1": "0113 496 0001", "Phone 2": "\u202a+44 113 496 0002\u202c", "WhatsApp": "0113 496 0002\n0113 496 0003",
		"State": "Archived", "Business": "Temporarily closed", "Seen": "2026-11-20T10:00:00Z",
	})
	if got.Verdict() != Accepted || evidenceOf(got) != "" {
		t.Fatalf("the row is %s: %s", got.Verdict(), evidenceOf(got))
	}
	c := got.Candidate
	var phones []string
	for _, p := range c.Clinic.Phones {
		phones = append(phones, p.Number.String()+" "+strconv.FormatBool(p.WhatsApp))
	}
	for _, tt := range []struct{ what, got, want string }{
		{"id", c.Clinic.ID.String(), "0197c0de-5eed-7a11-8b0b-15dead5ea1ed"},
		{"slug", c.Clinic.Slug.String(), "a-clinic"},
		{"description", c.Clinic.Description, "Two\n lines"},
		{"brand's name", c.Brand.Name, "The Brand"},
		{"brand's key", c.BrandKey, "b1"},
		{"brand's id", c.Brand.ID.String(), c.Clinic.OrganizationID.String()},
		{"brand's slug", c.Brand.Slug.String(), "the-brand"},
		{"brand's site", c.Brand.URL.String(), "http://brand.example"},
		{"brand's kind", string(c.Brand.EntryType), "chain"},
		{"city", c.Clinic.Address.City, "Leeds"},
		{"region", c.Clinic.Address.Region.String(), "GB.ENG"},
		{"ISO 3166-2", c.Clinic.Address.ISO31662, "GB-LDS"},
		{"precision", string(c.Clinic.Address.Precision), "rooftop"},
		{"time zone", c.Clinic.Address.TimeZone, "Europe/London"},
		{"phones", strings.Join(phones, ", "), "+441134960001 false, +441134960002 true, +441134960003 true"},
		{"state", string(c.State), "archived"},
		{"operating", string(c.Operating), "temporarily_closed"},
		{"date", dayOf(c.Clinic.Address.Fact.ObservedAt), "2026-11-20"},
		{"source", c.Clinic.Address.Fact.Source, "A made-up file (CC0 1.0)"},
	} {
		if tt.got != tt.want {
			t.Errorf("its %s is %q, want %q", tt.what, tt.got, tt.want)
		}
	}
	if p := c.Clinic.Address.Point; p.Lat() != 53.8 || p.Lng() != -1.55 {
		t.Errorf("its point is %v", p)
	}
	sound(t, got)
}

func TestRowWithoutMuchToSay(t *testing.T) {
	c := judgeOne(t, "organization = \"Brand\"\nlatitude = \"Lat\"\nlongitude = \"Lng\"", map[string]string{"Brand": "", "Lat": "53.8", "Lng": "-1.55"}).Candidate
	if c.Brand.Name != "A Clinic" || c.BrandKey != "" || c.Brand.EntryType != "" {
		t.Errorf("a clinic without a brand is of %+v, %q", c.Brand, c.BrandKey)
	}
	if c.State != directory.Draft || c.Operating != directory.Active || c.Clinic.Hours.Fact.Known() || !c.Clinic.ID.IsZero() {
		t.Errorf("a clinic of which little is said is %+v", c)
	}
	if a := c.Clinic.Address; a.Precision != directory.PrecisionUnknown || a.TimeZone != "Europe/London" || a.CityID == 0 {
		t.Errorf("its address is %+v", a)
	}
	if c := judgeOne(t, "organization = \"Brand\"", map[string]string{"Brand": "Çınar  Group"}).Candidate; c.BrandKey != "cinar group" {
		t.Errorf("a brand without a key has the key %q", c.BrandKey)
	}
}

// TestRowDoubts has the doubts that the file with every fault has not.
func TestRowDoubts(t *testing.T) {
	tests := []struct{ fields, cell, want string }{
		{"id = \"X\"", "17", "id invalid.id"},
		{"slug = \"X\"", "A Clinic", "slug invalid.slug"},
		{"city_id = \"X\"", "Leeds", "city_id intake.city.number"},
		{"city_id = \"X\"", "1", "city locate.city.no_id"},
		{"time_zone = \"X\"", "Mars/Olympus", "time_zone invalid.time_zone"},
		{"iso_3166_2 = \"X\"", "England and Wales", "iso_3166_2 invalid.too_long"},
		{"entry_type = \"X\"", "agency", "entry_type invalid.choice"},
		{"state = \"X\"", "seen", "services intake.services.none; state invalid.choice"},
		{"operating_status = \"X\"", "so-so", "operating_status invalid.choice"},
		{"organization = \"X\"", strings.Repeat("a", 201), "organization invalid.too_long"},
		{"organization_url = \"X\"", "a b", "organization_url invalid.url"},
		{"description = \"X\"", strings.Repeat("a", 4001), "description invalid.too_long"},
		{"address_1 = \"X\"", strings.Repeat("a", 201), "address_1 invalid.too_long"},
		{"latitude = \"X\"\nlongitude = {constant = \"-1.55\"}\ngeo_precision = {constant = \"about\"}", "53.8", "geo_precision invalid.choice"},
		{"services = {constant = \"prp\"}\nprices = \"X\"\ncurrency = {constant = \"dollars\"}", "prp session 5 EUR", "currency invalid.currency"},
		{"services = {constant = \"prp\"}\nprices = \"X\"", "smp session 5 EUR", "prices intake.services.without"},
		{"services = {constant = \"prp\"}\nprices = \"X\"", strings.Repeat("prp session 5 EUR\n", 51), "prices invalid.too_many"},
		{"services = {constant = \"prp\"}\nfeatures = \"X\"", "named_kit: " + strings.Repeat("a", 201), "features invalid.too_long"},
		{"services = {constant = \"prp\"}\ncapacity = \"X\"", "smp: waitlist", "capacity intake.services.without"},
		{"services = {constant = \"prp\"}\ncapacity = \"X\"", "prp: waitlist\nprp: capacity", "capacity intake.twice"},
		{"services = \"X\"", "massage", "services intake.services.unknown"},
		{"practitioners = \"X\"", strings.Repeat("a", 201), "practitioners invalid.too_long"},
		{"hours = \"X\"", "2025 Feb 30 off", "hours invalid.opening_hours.date"},
		{"email = \"X\"", "desk@harbour.example\x00", "email intake.text.control; email invalid.email"},
		{"url = \"X\"", "ftp://harbour.example", "url invalid.url"},
		{"observed_at = \"X\"", "1890-01-01", "observed_at invalid.instant"},
		{"features = {constant = \"hairline\"}\nservices = \"X\"", "smp\nSMP", ""},
	}
	for _, tt := range tests {
		got := judgeOne(t, tt.fields, map[string]string{"X": tt.cell})
		said(t, got.Evidence)
		if is := evidenceOf(got, "locate.point.city"); is != tt.want {
			t.Errorf("%s of %.60q: %s, want %s", tt.fields, tt.cell, is, tt.want)
		}
	}
}

func TestValues(t *testing.T) {
	const kinds = "\n[values.kinds]\n\"PRP Tedavisi\" = \"prp\"\n\"Both\" = [\"prp\", \"smp\"]\n\"Other\" = \"\"\n"
	services := func(field, cell string) string {
		got := judgeOne(t, "services = "+field+kinds, map[string]string{"X": cell})
		var all []string
		for _, o := range got.Candidate.Clinic.Offerings {
			all = append(all, o.Service.String())
		}
		return strings.TrimSpace(strings.Join(all, " ") + " " + evidenceOf(got, "locate.point.city"))
	}
	const strict = `{column = "X", split = [";", "+"], values = "kinds", empty = ["none"]}`
	for _, tt := range []struct{ field, cell, want string }{
		{strict, "prp TEDAVİSİ", "prp"},
		{strict, "PRP  tedavisi; Both", "prp smp"},
		{strict, "Other + None", ""},
		{strict, "", ""},
		{strict, "prp", "services intake.value"},
		{`{column = "X", values = "kinds", other = "keep"}`, "SMP", "smp"},
		{`{column = "X", values = "kinds", other = "keep"}`, "Massage", "services intake.services.unknown"},
		{`{column = "X", values = "kinds", other = "drop"}`, "Massage", ""},
		{`{column = "X", values = "kinds", default = "smp"}`, " ", "smp"},
		{`{constant = "PEP Factor", values = "kinds"}`, "Both", "pep_factor"},
		{`{columns = ["X", "Name"], values = "kinds", other = "drop"}`, "Both", "prp smp"},
		{`{columns = ["X", "X"], empty = ["Both"], default = "prp", values = "kinds"}`, "both", "prp"},
	} {
		if got := services(tt.field, tt.cell); got != tt.want {
			t.Errorf("services = %s of %q: %s, want %s", tt.field, tt.cell, got, tt.want)
		}
	}
	zone := judgeOne(t, "time_zone = {column = \"X\", values = \"z\"}\n[values.z]\nus = \"Europe/London\"\nthem = \"\"\n", map[string]string{"X": "US"})
	if got := zone.Candidate.Clinic.Address.TimeZone; got != "Europe/London" {
		t.Errorf("a time zone by a table is %q", got)
	}
	unknown := judgeOne(t, "time_zone = {column = \"X\", values = \"z\"}\n[values.z]\nus = \"Europe/London\"\n", map[string]string{"X": "nobody"})
	if got := evidenceOf(unknown, "locate.point.city"); got != "time_zone intake.value" {
		t.Errorf("a time zone that is not in the table: %s", got)
	}
}

func TestHoursOfDays(t *testing.T) {
	const week = "monday = \"Mo\"\ntuesday = \"Tu\"\nwednesday = \"We\"\nthursday = \"Th\"\nfriday = {constant = \"closed\"}\nsaturday = {constant = \"closed\"}\nsunday = {column = \"Su\", default = \"closed\"}\n"
	days := func(mo, tu, we, th, su string) string {
		got := judgeOne(t, week, map[string]string{"Mo": mo, "Tu": tu, "We": we, "Th": th, "Su": su})
		text, err := openinghours.Format(got.Candidate.Clinic.Hours)
		if err != nil {
			t.Fatal(err)
		}
		return strings.TrimSpace(text + " " + evidenceOf(got, "locate.point.city"))
	}
	if got, want := days("9:00-12:30, 13:30-18:00", "22:00-02:00", "24 h", "Closed", ""), "Mo 09:00-12:30,13:30-18:00, Tu 22:00-02:00, We 00:00-24:00"; got != want {
		t.Errorf("a week is %s, want %s", got, want)
	}
	for _, tt := range []struct{ mo, want string }{
		{"", "monday intake.hours.blank"},
		{"Tu 09:00-12:00", "monday intake.hours.day"},
		{"09:00-12:00 || \"by appointment\"", "monday intake.hours.day"},
		{"nine to five", "monday invalid.opening_hours.unknown_part"},
		{"09:00-12:0…", "monday invalid.opening_hours.cut"},
	} {
		if got := days(tt.mo, "closed", "closed", "closed", "closed"); !strings.HasSuffix(got, tt.want) {
			t.Errorf("a Monday of %q: %s, want %s", tt.mo, got, tt.want)
		}
	}
	unknown := judgeOne(t, "monday = \"A\"\ntuesday = \"A\"\nwednesday = \"A\"\nthursday = \"A\"\nfriday = \"A\"\nsaturday = \"A\"\nsunday = \"A\"", map[string]string{"A": ""})
	if unknown.Candidate.Clinic.Hours.Fact.Known() || unknown.Verdict() != Accepted {
		t.Errorf("hours of which nothing is said are %+v: %s", unknown.Candidate.Clinic.Hours, evidenceOf(unknown))
	}
}

func TestKeys(t *testing.T) {
	j := judgeOf(t, parsedMap(t, strings.Replace(smallest, "[\"Ref\"]", "[\"Ref\", \"Branch\"]", 1)), []string{"Ref", "Branch", "Name"}, nil)
	for _, tt := range []struct{ ref, branch, want string }{
		{"1", "2", "1 | 2"},
		{" 1 ", "", "1 | "},
		{"", "", ""},
		{"1|", `2\`, `1\| | 2\\`},
	} {
		if got := j.Row(Row{2, []string{tt.ref, tt.branch, "A"}}, today).Key; got != tt.want {
			t.Errorf("the key of %q and %q is %q, want %q", tt.ref, tt.branch, got, tt.want)
		}
	}
}

// TestDigest wants a row to be the same if, and only if, it asks for the same.
func TestDigest(t *testing.T) {
	m := parsedMap(t, smallest+"city = \"Town\"\nlatitude = \"Lat\"\nlongitude = \"Lng\"\npostal_code = \"Code\"\n")
	header := []string{"Ref", "Name", "Town", "Lat", "Lng", "Code", "Notes"}
	row := Row{2, []string{"1", "A", "Leeds", "53.8", "-1.55", "ZZ1", "x"}}
	usual := judgeOf(t, m, header, nil).Row(row, today).Digest
	same := judgeOf(t, m, []string{"Notes", "Name", "Ref", "Code", "Lat", "Lng", "Town"}, nil).
		Row(Row{7, []string{"y", "A", "1", "ZZ1", "53.8", "-1.55", "Leeds"}}, today.AddDate(1, 0, 0)).Digest
	if same != usual || usual == "" {
		t.Errorf("a row has the digest %q and, elsewhere in a file with its columns in another order, %q", usual, same)
	}
	others := map[string]bool{usual: true}
	for i := range 6 {
		cells := append([]string{}, row.Cells...)
		cells[i] += "1"
		others[judgeOf(t, m, header, nil).Row(Row{2, cells}, today).Digest] = true
	}
	var crowd []Row
	for i := range SharedPoint {
		crowd = append(crowd, Row{i + 3, []string{"c" + strconv.Itoa(i), "A", "Leeds", "53.80", "-1.550", "ZZ" + strconv.Itoa(i), ""}})
	}
	others[judgeOf(t, m, header, crowd).Row(row, today).Digest] = true
	if len(others) != 8 {
		t.Errorf("eight rows that ask for different things have %d digests", len(others))
	}
}

func TestSharedPoint(t *testing.T) {
	m := parsedMap(t, smallest+"city = {constant = \"Leeds\"}\naddress_1 = \"Street\"\nlatitude = \"Lat\"\nlongitude = \"Lng\"\npostal_code = \"Code\"\n")
	header := []string{"Ref", "Name", "Street", "Lat", "Lng", "Code"}
	for _, tt := range []struct {
		what           string
		rows           int
		streets, codes []string
		want           bool
	}{
		{"four rows", 4, []string{"1", "2"}, []string{"ZZ1", "ZZ2"}, false},
		{"five rows", 5, []string{"1", "2"}, []string{"ZZ1", "ZZ2"}, true},
		{"a building", 9, []string{"1", "2"}, []string{"ZZ1 1ZZ", "zz11zz"}, false},
		{"streets without codes", 5, []string{"1", "2"}, []string{""}, true},
		{"a street without codes", 5, []string{"1"}, []string{""}, false},
		{"rows without addresses", 5, []string{""}, []string{""}, false},
	} {
		var rows []Row
		for i := range tt.rows {
			rows = append(rows, Row{i + 2, []string{strconv.Itoa(i), "A", tt.streets[i%len(tt.streets)], "53.8", "-1.55", tt.codes[i%len(tt.codes)]}})
		}
		j := judgeOf(t, m, header, rows)
		for _, r := range rows {
			if got := strings.Contains(evidenceOf(j.Row(r, today)), "intake.point.shared"); got != tt.want {
				t.Errorf("%s: the point of row %d is doubted: %v, want %v", tt.what, r.Line, got, tt.want)
			}
		}
	}
}

// TestNoticeCountsWhatStands keeps rows that are refused from refusing others.
func TestNoticeCountsWhatStands(t *testing.T) {
	m := parsedMap(t, smallest+"phones = \"Phone\"\ncity = {constant = \"Leeds\"}\n[only]\nOpen = \"yes\"\n")
	rows := []Row{
		{2, []string{"1", "A", "0113 496 0001", "no"}},
		{3, []string{"1", "A", "0113 496 0001\n+441134960001", "yes"}},
		{4, []string{"1", "A", "0113 496 0001", "yes"}},
	}
	j := judgeOf(t, m, []string{"Ref", "Name", "Phone", "Open"}, rows)
	for i, want := range []string{"refused Open intake.only", "", "refused key intake.key.repeated"} {
		if got := evidenceOf(j.Row(rows[i], today), "locate.point.city"); got != want {
			t.Errorf("the row on line %d: %s, want %s", rows[i].Line, got, want)
		}
	}
}

func TestTheCountryMayBeNamed(t *testing.T) {
	m := parsedMap(t, head+"[fields]\nname = \"Name\"\ncountry = {column = \"Land\", values = \"lands\", other = \"keep\"}\n[values.lands]\nDEMO = \"GB\"\nNONE = \"\"\n")
	for text, want := range map[string]string{"tr": "TR", "Türkiye": "TR", "UNITED KINGDOM": "GB", "demo": "GB", "Ruritania": "", "none": ""} {
		if got := judgeOf(t, m, []string{"Ref", "Name", "Land"}, nil).Row(Row{2, []string{"1", "A", text}}, today).Candidate.Clinic.Address.Country.String(); got != want {
			t.Errorf("the country %q is %q, want %q", text, got, want)
		}
	}
}

// TestADoubtIsToldOnce has a country that is looked at for the phone, the address
// and the encoding.
func TestADoubtIsToldOnce(t *testing.T) {
	m := parsedMap(t, head+"[fields]\nname = \"Name\"\nphones = {constant = \"+44 113 496 0001\"}\ncountry = {column = \"Land\", values = \"lands\"}\n[values.lands]\nDEMO = \"GB\"\n")
	got := judgeOf(t, m, []string{"Ref", "Name", "Land"}, nil).Row(Row{2, []string{"1", "A", "Utopia"}}, today)
	if is, want := evidenceOf(got), "country intake.value"; is != want {
		t.Errorf("of a country without a word of ours: %s, want %s", is, want)
	}
}

// TestRowsAreJudgedAtOnce is for the race detector.
func TestRowsAreJudgedAtOnce(t *testing.T) {
	m := parsedMap(t, smallest+"city = \"Town\"\nphones = \"Phone\"\nlatitude = \"Lat\"\nlongitude = \"Lng\"\n")
	rows := []Row{
		{2, []string{"1", "A", "Leeds", "0113 496 0001", "53.8", "-1.55"}},
		{3, []string{"2", "B", "Leedz", "0113 496 0001", "53.8", "-1.55"}},
		{4, []string{"3", "C", "Newport", "0113 496", "", ""}},
	}
	j := judgeOf(t, m, []string{"Ref", "Name", "Town", "Phone", "Lat", "Lng"}, rows)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for i, want := range []Verdict{Accepted, Human, Human} {
				if got := j.Row(rows[i], today); got.Verdict() != want {
					t.Errorf("row %d is %s: %s, want %s", i, got.Verdict(), evidenceOf(got), want)
				}
			}
		})
	}
	all.Wait()
}
