package locate

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"rootline/internal/directory"
	"rootline/internal/gazetteer"
	"rootline/internal/words"
)

// world is shared by all tests, as one is by all rows of a file.
var world = New(gazetteer.Embedded())

// query is a query as the lines of a table write it: country|region|city|latitude|longitude.
func query(tb testing.TB, line string) Query {
	tb.Helper()
	cells := append(strings.Split(line, "|"), "", "", "", "")
	country, err := directory.ParseCountry(cells[0])
	if err != nil && cells[0] != "" {
		tb.Fatal(err)
	}
	return Query{Country: country, Region: cells[1], City: cells[2], Latitude: cells[3], Longitude: cells[4]}
}

// said is a finding as the lines of a table write it: doubt city locate.city.far.
func said(f Finding) string {
	kind := "remark"
	if f.Doubt {
		kind = "doubt"
	}
	return kind + " " + f.Field + " " + f.Message.ID
}

func doubtful(f Found) bool {
	return slices.ContainsFunc(f.Findings, func(f Finding) bool { return f.Doubt })
}

// cityOf is the settled city with its region's or country's code, as in Rome IT.07.
func cityOf(f Found) string {
	if f.City.ID == 0 {
		return ""
	}
	if f.City.Region.IsZero() {
		return f.City.Name + " " + f.City.Country.String()
	}
	return f.City.Name + " " + f.City.Region.String()
}

func TestLocate_settles(t *testing.T) {
	for _, tt := range []struct{ line, want string }{
		// as the gazetteer has it, but for case, accents, hyphens and apostrophes
		{"GB||Godalming", "Godalming GB.ENG"},
		{"GB||STOKE ON TRENT", "Stoke-on-Trent GB.ENG"},
		{"GB||Newcastle Upon Tyne", "Newcastle upon Tyne GB.ENG"},
		{"GB||Bishop’s Stortford", "Bishops Stortford GB.ENG"},
		{"TR||İSTANBUL", "Istanbul TR.34"},
		{"DE||München", "Munich DE.02"},
		{"DE||Muenchen", "Munich DE.02"},
		{"JP||大阪市", "Osaka JP.32"},
		{"GR||Θεσσαλονίκη", "Thessaloníki GR.ESYE12"},
		{"SG||Singapore", "Singapore SG"},
		// abbreviations
		{"GB||St Albans", "St Albans GB.ENG"},
		{"GB||St. Albans", "St Albans GB.ENG"},
		{"GB||Saint Albans", "St Albans GB.ENG"},
		{"CH||St. Gallen", "Sankt Gallen CH.SG"},
		{"US||Ft. Worth", "Fort Worth US.TX"},
		// what the post adds
		{"GB||London W1", "London GB.ENG"},
		{"GB||London SW1A 2AA", "London GB.ENG"},
		{"DE||D-80331 München", "Munich DE.02"},
		{"AT||1010 Wien", "Vienna AT.09"},
		{"FR||PARIS CEDEX 08", "Paris FR.11"},
		{"GB||Heath & Reach", "Heath and Reach GB.ENG"},
		{"GB||City of Bradford", "Bradford GB.ENG"},
		// what careful people add
		{"GB||Beckenham, London", "Beckenham GB.ENG"},
		{"GB||Balby, Doncaster", "Doncaster GB.ENG"},
		{"GB||Birmingham (use B5 7SA)", "Birmingham GB.ENG"},
		{"GB||London, UK", "London GB.ENG"},
		{"GB||London England", "London GB.ENG"},
		{"GB||Leeds - West Yorkshire", "Leeds GB.ENG"},
		{"TR||Üsküdar/İstanbul", "Üsküdar TR.34"},
		{"TR||İstanbul / Üsküdar", "Üsküdar TR.34"},
		{"US||Springfield, IL", "Springfield US.IL"},
		{"US||Springfield Illinois", "Springfield US.IL"},
		{"US||New York, New York", "New York City US.NY"},
		// the region tells, in any form
		{"US|IL|Springfield", "Springfield US.IL"},
		{"US|US-IL|Springfield", "Springfield US.IL"},
		{"US|us.il|Springfield", "Springfield US.IL"},
		{"US|illinois|Springfield", "Springfield US.IL"},
		{"US|Illinois|Springfield", "Springfield US.IL"},
		{"TR|TR.34|Üsküdar", "Üsküdar TR.34"},
		{"GB|Surrey|Godalming", "Godalming GB.ENG"}, // not a region that we know
		// one dwarfs its namesakes, or has the name that the others were once called
		{"GB||London", "London GB.ENG"},
		{"FR||Paris", "Paris FR.11"},
		// the point tells
		{"GB||Newport|50.70|-1.29", "Newport GB.ENG"},
		{"GB||Newport|51.58|-3.0", "Newport GB.WLS"},
		{"GB|Isle of Wight|Newport|50.70|-1.29", "Newport GB.ENG"},
		{"GB||Newcastle|54.98|-1.61", "Newcastle upon Tyne GB.ENG"},
		{"DE||Köpenick|52.4455|13.575", "Köpenick DE.16"},
		{"CH||Ecublens|46.53|6.56", "Ecublens CH.VD"},   // the other is ten kilometres off
		{"CH|VD|Ecublens|46.56|6.70", "Ecublens CH.VD"}, // between the two
		// near enough, over a border or on an island
		{"DE||Konstanz|47.65|9.18", "Konstanz DE.01"},
		{"CH||Basel|47.57|7.61", "Basel CH.BS"},
		{"NO||Longyearbyen|78.22|15.64", ""}, // SJ, which is not NO
		{"SJ||Longyearbyen|78.22|15.64", "Longyearbyen SJ.21"},
		{"AU||Alice Springs|-23.70|133.88", "Alice Springs AU.03"},
		{"GB||London|51.28|-0.2", "London GB.ENG"},
	} {
		got := world.Locate(query(t, tt.line))
		if cityOf(got) != tt.want || (tt.want != "") == doubtful(got) {
			t.Errorf("Locate(%q) settles on %q with %v; want %q and no doubt", tt.line, cityOf(got), got.Findings, tt.want)
		}
	}
}

func TestLocate_doubts(t *testing.T) {
	for _, tt := range []struct{ line, says, city string }{
		// namesakes
		{"GB||Newport", "doubt city locate.city.several", ""},
		{"GB||Newport, Shropshire", "doubt city locate.city.several", ""},
		{"GB|England|Newport", "doubt city locate.city.several", ""},
		{"US||Springfield", "doubt city locate.city.several", ""},
		{"DE||Frankfurt", "doubt city locate.city.several", ""},
		{"GB||Newcastle|53.04|-2.24", "doubt city locate.city.several_far", ""}, // under Lyme
		{"GB||Newport|52.2|-1.5", "doubt city locate.city.several_far", ""},
		{"US||Crescent City", "doubt city locate.city.several", ""}, // and New Orleans goes by the name
		{"CH||Ecublens|46.56|6.70", "doubt city locate.city.several", ""},
		// names of nothing
		{"GB||", "doubt city locate.city.missing", ""},
		{"GB|||51.19|-0.61", "doubt city locate.city.missing_near", ""},
		{"GB||Xyzzyville", "doubt city locate.city.unknown", ""},
		{"GB||Godalmimg", "doubt city locate.city.unknown_alike", ""},
		{"GB||Xyzzyville|51.19|-0.61", "doubt city locate.city.unknown_near", ""},
		{"GB||Godalmimg|51.19|-0.61", "doubt city locate.city.unknown_alike_near", ""},
		{"GB||Surrey|51.19|-0.61", "doubt city locate.city.unknown_near", ""},
		{"GB||" + strings.Repeat("x", 1000), "doubt city locate.city.unknown", ""},
		{"GB||Xyzzy Xyzzyville", "doubt city locate.city.unknown", ""},
		{"GB||" + strings.Repeat("a,", 90), "doubt city locate.city.unknown", ""},
		{"GB||" + strings.Repeat("a ", 90), "doubt city locate.city.unknown", ""},
		{"BV||Anywhere", "doubt city locate.city.unknown", ""},
		// the region says otherwise
		{"TR|İstanbul|Kadıköy", "doubt city locate.city.elsewhere", ""},
		{"TR|İstanbul|Kadıköy|40.62|29.22", "doubt region locate.region.elsewhere", "Kadıköy TR.92"},
		{"US|CA|Chicago", "doubt city locate.city.elsewhere", ""},
		{"US|GB.ENG|Chicago", "doubt region locate.region.abroad", "Chicago US.IL"},
		// coordinates that are none
		{"GB||London|51.5|", "doubt longitude locate.point.half", "London GB.ENG"},
		{"GB||London||-0.1", "doubt latitude locate.point.half", "London GB.ENG"},
		{"GB||London|0|0", "doubt latitude locate.point.nothing", "London GB.ENG"},
		{"GB||London|0.00001|-0,00002", "doubt latitude locate.point.nothing", "London GB.ENG"},
		{"GB||London|n/a|-0.1", "doubt latitude locate.point.number", "London GB.ENG"},
		{"GB||London|51.5|0x1p-2", "doubt longitude locate.point.number", "London GB.ENG"},
		{"GB||London|51°30'26\"N|-0.1", "doubt latitude locate.point.sexagesimal", "London GB.ENG"},
		{"GB||London|5150853|-0.1", "doubt latitude locate.point.latitude", "London GB.ENG"},
		{"GB||London|51.5|1e999", "doubt longitude locate.point.longitude", "London GB.ENG"},
		// coordinates of elsewhere
		{"GB||Bath|51.5|-0.12", "doubt city locate.city.far", "Bath GB.ENG"},
		{"GB||Cheadle|53.39|-2.21", "doubt city locate.city.far", "Cheadle GB.ENG"}, // a namesake that the gazetteer lacks
		{"GB||London|-0.12|51.5", "doubt latitude locate.point.swapped", "London GB.ENG"},
		{"US||Los Angeles|-118.24|34.05", "doubt latitude locate.point.swapped", "Los Angeles US.CA"},
		{"GB||Bath|-0.12|51.5", "doubt latitude locate.point.swapped", "Bath GB.ENG"},
		{"GB||Bath|51.38|2.36", "doubt longitude locate.point.sign", "Bath GB.ENG"},
		{"US||Chicago|41.88|87.63", "doubt longitude locate.point.sign", "Chicago US.IL"},
		{"AU||Sydney|33.87|151.21", "doubt latitude locate.point.sign", "Sydney AU.02"},
		{"BR||Manaus|3.1|60.02", "doubt latitude locate.point.sign", "Manaus BR.04"},
		{"GB||London|48.86|2.35", "doubt latitude locate.point.abroad", "London GB.ENG"},
		{"FR||Paris|-20.88|55.45", "doubt latitude locate.point.abroad", "Paris FR.11"}, // in Réunion, which is RE
		{"GB||London|45|-30", "doubt latitude locate.point.nowhere", "London GB.ENG"},
		{"GB||Newport|48.86|2.35", "doubt latitude locate.point.abroad", ""},
		{"|||51.5|-0.1", "doubt country locate.country.missing", ""},
	} {
		got := world.Locate(query(t, tt.line))
		var says []string
		for _, f := range got.Findings {
			says = append(says, said(f))
		}
		if !slices.Contains(says, tt.says) || cityOf(got) != tt.city {
			t.Errorf("Locate(%q) settles on %q and says %q; want %q and %s", tt.line, cityOf(got), says, tt.city, tt.says)
		}
	}
}

// TestLocate_says holds what a report says, whole.
func TestLocate_says(t *testing.T) {
	for _, tt := range []struct{ line, want string }{
		{"GB||Godalming", "Without coordinates, the clinic stands at the middle of Godalming."},
		{"GB||Richmond", "Richmond may be any of Richmond, England (2639389, 51.462,-0.306); Richmond, England (2639388, 54.404,-1.734). Give the region, the coordinates or the GeoNames id of the one that is meant."},
		{"GB||Newcastle|53.04|-2.24", "Newcastle may be any of Newcastle upon Tyne, England (2641673, 54.973,-1.614); Newcastle, Northern Ireland (6695976, 54.218,-5.890), and the coordinates are near none of them, but near Newcastle under Lyme, England. Give the city's full name, or its GeoNames id."},
		{"GB|||51.19|-0.61", "The row names no city. The nearest place to its coordinates is Godalming. Give the city that is meant."},
		{"GB||Godalmimg", "We know no Godalmimg in the row's country, United Kingdom. Spelt much like it: Godalming, England. Correct the name, or give the nearest town."},
		{"GB|Northern Ireland|Godalmimg", "We know no Godalmimg in the row's country, United Kingdom. Give the nearest town instead."},
		{"GB||Surrey|51.19|-0.61", "We know no Surrey in the row's country, United Kingdom. The nearest places to its coordinates are Godalming; Milford; Bramley. Give the one that is meant."},
		{"TR|İstanbul|Kadıköy", "We know no Kadıköy in Istanbul, the row's region. Elsewhere in the country there is Kadıköy, Yalova (744926, 40.620,29.225). Correct the region, or the city."},
		{"GB|England|Cardiff|51.48|-3.18", "Cardiff lies in Wales, not in England. Correct the region, or the city."},
		{"GB||Bath|51.5|-0.12", "The Bath that we know is 156 km from the row's coordinates, to which the nearest places are Lambeth; London; City of Westminster. Correct the city or the coordinates."},
		{"GB||London|-0.12|51.5", "Latitude and longitude seem to be swapped: read as 51.50000,-0.12000, they lie in the row's country, United Kingdom, near Lambeth."},
		{"GB||Xyzzyville|-0.12|51.5", "We know no Xyzzyville in the row's country, United Kingdom. Give the nearest town instead. Latitude and longitude seem to be swapped: read as 51.50000,-0.12000, they lie in the row's country, United Kingdom, near Lambeth."},
		{"GB||Bath|51.38|2.36", "A minus seems to be missing or too many: read as 51.38000,-2.36000, the coordinates lie near Bath, as the row says."},
		{"GB||London|48.86|2.35", "The coordinates lie near Paris, France; the row's country is United Kingdom."},
		{"GB||London|45|-30", "There is no place that we know within 60 km of the coordinates: they lie at sea, or far from everything."},
		{"GB||London|" + strings.Repeat("9", 100) + "|0.1", strings.Repeat("9", 60) + "… is not a number. Give degrees with decimals, such as 51.5074. Without coordinates, the clinic stands at the middle of London."},
	} {
		var says []string
		for _, f := range world.Locate(query(t, tt.line)).Findings {
			says = append(says, words.English().Message(f.Message))
		}
		if got := strings.Join(says, " "); got != tt.want {
			t.Errorf("Locate(%q) says %q; want %q", tt.line, got, tt.want)
		}
	}
}

// TestLocate_stands shows where a clinic stands: never at a guess.
func TestLocate_stands(t *testing.T) {
	for _, tt := range []struct {
		line      string
		precision directory.GeoPrecision
		want      string
	}{
		{"GB||Bath|51.38|-2.37", directory.Rooftop, "51.38000,-2.37000 rooftop"},
		{"GB||Bath|51.38|-2.37", "", "51.38000,-2.37000 unknown"},
		{"GB||Bath", directory.Rooftop, "51.37510,-2.36172 locality"},
		{"GB||Bath|0|0", directory.Rooftop, "51.37510,-2.36172 locality"},
		{"GB||Bath|-2.37|51.38", directory.Street, "-2.37000,51.38000 street"}, // swapped as it is, to be looked at
		{"GB||Bath|51.38|2.37", directory.Street, "51.38000,2.37000 street"},
		{"GB||Newport", directory.Rooftop, "0.00000,0.00000 unknown"},
		{"||Bath|51.38|-2.37", directory.Rooftop, "51.38000,-2.37000 rooftop"},
	} {
		q := query(t, tt.line)
		q.Precision = tt.precision
		f := world.Locate(q)
		if got := written(f.Point) + " " + string(f.Precision); got != tt.want {
			t.Errorf("Locate(%q, %s) stands at %s; want %s", tt.line, tt.precision, got, tt.want)
		}
	}
}

func TestLocate_region(t *testing.T) {
	for _, tt := range []struct{ line, want string }{
		{"GB|Wales|Bath", "GB.WLS"},     // no Bath there, so the city is not settled
		{"GB||Bath", "GB.ENG"},          // the city's
		{"GB|Surrey|Bath", "GB.ENG"},    // not understood
		{"GB|Scotland|Xyzzy", "GB.SCT"}, // the row's
		{"TR|TR-06|", ""},               // ISO's number, not GeoNames'
		{"SG||Singapore", ""},
	} {
		if got := world.Locate(query(t, tt.line)).Region.String(); got != tt.want {
			t.Errorf("Locate(%q).Region = %q; want %q", tt.line, got, tt.want)
		}
	}
}

func TestLocate_cityID(t *testing.T) {
	for _, tt := range []struct {
		id         directory.CityID
		line, city string
		says       []string
	}{
		{2643743, "GB||", "London GB.ENG", []string{"remark latitude locate.point.city"}},
		{2641599, "GB||Newport", "Newport GB.ENG", []string{"remark latitude locate.point.city"}},
		{2643743, "GB||Bath|51.5|-0.1", "London GB.ENG", nil}, // the id outweighs the name
		{2643743, "GB|England||51.5|-0.1", "London GB.ENG", nil},
		{2643743, "GB|Wales||51.5|-0.1", "London GB.ENG", []string{"doubt region locate.region.elsewhere"}},
		{2643743, "GB|||51.38|-2.37", "London GB.ENG", []string{"doubt city locate.city.far"}},
		{2643743, "FR||Paris|48.86|2.35", "Paris FR.11", []string{"doubt city locate.city.id_abroad"}},
		{1, "FR||Paris|48.86|2.35", "Paris FR.11", []string{"doubt city locate.city.no_id"}},
		{1, "FR|||48.86|2.35", "", []string{"doubt city locate.city.no_id"}},
	} {
		q := query(t, tt.line)
		q.CityID = tt.id
		got, says := world.Locate(q), []string(nil)
		for _, f := range got.Findings {
			says = append(says, said(f))
		}
		if cityOf(got) != tt.city || !slices.Equal(says, tt.says) {
			t.Errorf("Locate(%d, %q) settles on %q and says %q; want %q and %q", tt.id, tt.line, cityOf(got), says, tt.city, tt.says)
		}
	}
}

// TestLocate_anyCity asks for cities of all the world by their own names and points:
// no main name is read as that of another place.
func TestLocate_anyCity(t *testing.T) {
	n := 0
	for c := range gazetteer.Embedded().AllCities() {
		if n++; n%101 != 0 {
			continue
		}
		if n > 40_000 {
			break // the villages after these have been asked for once, and take long
		}
		q := Query{
			Country: c.Country, Region: c.Region.String(), City: c.Name,
			Latitude: fmt.Sprint(c.Point.Lat()), Longitude: fmt.Sprint(c.Point.Lng()),
		}
		got := world.Locate(q)
		if got.City.ID != c.ID && !doubtful(got) && got.City.Point.KM(c.Point) > oneTownKM {
			t.Errorf("Locate(%+v) settles on %s (%d) without a doubt; want %s (%d)", q, cityOf(got), got.City.ID, c.Name, c.ID)
		}
	}
}

// TestLocate_undoubted asks at random and holds Locate to what the package promises
// of an answer without a doubt.
func TestLocate_undoubted(t *testing.T) {
	seed := rand.Uint64()
	random := rand.New(rand.NewPCG(seed, 0))
	var names []gazetteer.City
	for c := range gazetteer.Embedded().AllCities() {
		if names = append(names, c); len(names) == 40_000 {
			break
		}
	}
	any := func() gazetteer.City { return names[int(float64(len(names))*math.Pow(random.Float64(), 3))] }
	undoubted := 0
	for range 2000 {
		a, b := any(), any()
		if random.IntN(2) == 0 {
			b = a
		}
		lat, lng := b.Point.Lat()+random.NormFloat64()/3, b.Point.Lng()+random.NormFloat64()/3
		switch random.IntN(8) {
		case 0:
			lat, lng = lng, lat
		case 1:
			lng = -lng
		}
		q := Query{Country: a.Country, City: a.Name, Latitude: fmt.Sprint(lat), Longitude: fmt.Sprint(lng)}
		f := world.Locate(q)
		if doubtful(f) {
			continue
		}
		undoubted++
		if f.City.Country != q.Country || f.City.Point.KM(f.Point) > FarKM {
			t.Errorf("seed %d: Locate(%+v) = %s at %s without a doubt", seed, q, cityOf(f), written(f.Point))
		}
		if len(world.nearest(f.Point, q.Country, 1)) == 0 {
			t.Errorf("seed %d: Locate(%+v) is out of its country without a doubt", seed, q)
		}
	}
	if undoubted < 200 {
		t.Errorf("seed %d: only %d of 2000 rows without a doubt; too few to say anything", seed, undoubted)
	}
}

// TestLocate_together asks from several goroutines at once, misspellings too.
func TestLocate_together(t *testing.T) {
	l := New(gazetteer.Embedded())
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for j := range 20 {
				q := query(t, fmt.Sprintf("GB||Godalmimg%d|51.19|-0.61", (i+j)%10))
				if got := l.Locate(q); !doubtful(got) {
					t.Errorf("Locate(%+v) has no doubt", q)
				}
			}
		})
	}
	all.Wait()
}
