package pages_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"rootline/internal/directory"
	"rootline/internal/store/storetest"
)

// changed is the nth invented listing after a change.
func changed(n int, change func(*directory.Listing)) directory.Listing {
	l := storetest.Listing(n)
	change(&l)
	return l
}

// panel is what a part of a clinic's page says.
func (r *reply) panel(id string) string {
	for _, section := range r.find("section", "aria-labelledby", id) {
		return text(section)
	}
	return ""
}

func says(t *testing.T, r *reply, where, what string, all ...string) {
	t.Helper()
	for _, want := range all {
		if !strings.Contains(what, want) {
			t.Errorf("GET %s: %s says %q, want something with %q", r.path, where, what, want)
		}
	}
}

func TestClinic_saysWhatIsKnownAndSinceWhen(t *testing.T) {
	s := open(t, storetest.Listings(3)...)
	r := s.page(t, "/clinics/example-clinic-1")
	says(t, r, "the title", r.text("title"), "Example Clinic 1, Istanbul, Turkey · Rootline")
	says(t, r, "contact", r.panel("contact"), "1 Example Street", "34000 Istanbul", "Turkey", "Said by the clinic, March 2026",
		"+44 20 7946 0958", "WhatsApp", "hello@clinic-1.example")
	says(t, r, "hours", r.panel("hours"), "Open until 13:00", "Monday 09:00–13:00, 14:00–18:00", "Sunday Closed", "Times are those in Istanbul.")
	says(t, r, "PRP", r.panel("prp-title"), "PRP (platelet-rich plasma)", "Takes new patients", "€150 per session",
		"€400 to €600 for a course of 3 sessions", "until 31 December 2026", "Our estimate from", "Said by the clinic, March 2026", "Not checked: ")
	says(t, r, "practitioners", r.panel("people"), "Dr Ada Example", "MD", "Example Register, no. EX-0001")
	says(t, r, "languages", r.panel("languages"), "English", "Turkish")
	says(t, r, "photos", r.panel("photos"), "Premises", "Before and after", "SMP, 3 sessions, 6 months between the pictures.", "Agreed in writing")
	if got := r.head("href", "a", "href", "tel:+442079460958"); got == "" {
		t.Error("the phone number does not dial")
	}
	if rel := r.head("rel", "a", "href", "https://clinic-1.example/"); rel != "external noopener nofollow" {
		t.Errorf("the link to the clinic's site is %q", rel)
	}
	for _, to := range []string{"https://wa.me/442079460958", "https://www.openstreetmap.org/directions?to=41.01484,28.94966", "geo:41.01484,28.94966"} {
		if len(r.find("a", "href", to)) != 1 {
			t.Errorf("no link to %s", to)
		}
	}
	if got := r.head("aria-current", "tr", "aria-current", "*"); got != "date" {
		t.Error("today is not marked among the hours")
	}
	checkShape(t, r)
}

// TestClinic_unknownIsNeverNo shows a clinic of which nobody has said anything
// but one thing, checked to be absent: only that one reads as a no.
func TestClinic_unknownIsNeverNo(t *testing.T) {
	s := open(t, changed(1, func(l *directory.Listing) {
		c := &l.Clinic
		c.Hours, c.Languages, c.Practitioners, c.Phones, c.Photos = directory.Hours{}, nil, nil, nil, nil
		c.Email, c.URL, c.Address.Fact = directory.Email{}, directory.URL{}, directory.Fact{}
		absent := directory.FactFeature.Observed(directory.CheckedAbsent, "a visit", now.AddDate(0, -1, 0))
		c.Offerings = []directory.Offering{{Service: directory.SMP, Features: []directory.OfferedFeature{
			{Feature: directory.Beard, Fact: absent}, {Feature: directory.Density, Fact: directory.Fact{State: directory.NotChecked}},
		}}}
	}))
	r := s.page(t, "/clinics/example-clinic-1")
	says(t, r, "hours", r.panel("hours"), "Hours not known", "Not checked")
	says(t, r, "languages", r.panel("languages"), "has not said which languages")
	says(t, r, "practitioners", r.panel("people"), "has named nobody")
	says(t, r, "contact", r.panel("contact"), "Not checked", "No phone, e-mail or website is known.")
	smp := r.panel("smp-title")
	says(t, r, "SMP", smp, "Has not said whether it takes new patients.", "No price is known.",
		"Beard Checked: not offered, February 2026", "Not checked: Hairline; Density among existing hair; Full shaved look; Scar camouflage")
	if n := strings.Count(smp, "not offered"); n != 1 {
		t.Errorf("SMP says %d times that something is not offered, want once: %q", n, smp)
	}
	if len(r.find("table")) > 0 {
		t.Error("a table of hours that nobody has said")
	}
}

func TestClinic_labelsWhatIsOld(t *testing.T) {
	s := open(t, changed(1, func(l *directory.Listing) {
		l.Clinic.Hours.Fact = directory.FactHours.Observed(directory.SourceChecked, "its website", now.AddDate(0, 0, -91))
	}), changed(2, func(l *directory.Listing) {
		l.Clinic.Hours.Fact = directory.FactHours.Observed(directory.SourceChecked, "its website", now.AddDate(0, 0, -89))
	}))
	old, fresh := s.page(t, "/clinics/example-clinic-1"), s.page(t, "/clinics/example-clinic-2")
	says(t, old, "hours", old.panel("hours"), "Confirmed by its website, December 2025 may be out of date")
	if got := fresh.panel("hours"); strings.Contains(got, "out of date") {
		t.Errorf("hours confirmed 89 days ago: %q", got)
	}
}

func TestClinic_weekHasItsExceptions(t *testing.T) {
	s := open(t, changed(1, func(l *directory.Listing) {
		day := func(n int) directory.Date { return directory.DateOf(now).AddDays(n) }
		l.Clinic.Hours.Exceptions = []directory.Exception{
			{First: day(2), Last: day(2), Name: "Stocktaking"},
			{First: day(20), Last: day(22), Intervals: []directory.Interval{{Opens: 600, Closes: 720, ByAppointment: true}}, Name: "Spring"},
			{First: day(10), Last: day(10)},
			{First: day(100), Last: day(100), Name: "Far away"},
			{First: day(-9), Last: day(-8), Name: "Long ago"},
		}
	}))
	r := s.page(t, "/clinics/example-clinic-1")
	hours := r.panel("hours")
	says(t, r, "hours", hours, "Wednesday 4 March Closed Stocktaking", "Other hours on 12 March 2026 Closed",
		"22 March 2026 to 24 March 2026 Spring: 10:00–12:00 by appointment")
	for _, no := range []string{"Far away", "Long ago"} {
		if strings.Contains(hours, no) {
			t.Errorf("hours mention %q: %s", no, hours)
		}
	}
}

func TestClinic_publicHolidays(t *testing.T) {
	morning := []directory.Interval{{Opens: 600, Closes: 720}}
	s := open(t, changed(1, func(l *directory.Listing) {
		l.Clinic.Hours.PublicHolidays = &directory.Holidays{}
	}), changed(2, func(l *directory.Listing) {
		h := &l.Clinic.Hours
		h.Week, h.Exceptions, h.ByAppointment = [7][]directory.Interval{}, nil, true
		h.PublicHolidays = &directory.Holidays{Intervals: morning}
	}), changed(3, func(l *directory.Listing) {
		h := &l.Clinic.Hours
		h.Week, h.Exceptions, h.ByAppointment = [7][]directory.Interval{time.Saturday: morning}, nil, true
	}), changed(4, func(l *directory.Listing) {
		l.Clinic.Hours.Week, l.Clinic.Hours.ByAppointment = [7][]directory.Interval{}, true
	}))
	tests := []struct{ path, says, not string }{
		{"/clinics/example-clinic-1", "Sunday Closed Public holidays Closed", "appointment"},
		{"/clinics/example-clinic-2", "Sunday By appointment Public holidays 10:00–12:00 At other times by appointment.", "only"},
		{"/clinics/example-clinic-3", "Saturday 10:00–12:00 Sunday By appointment At other times by appointment.", "holidays"},
		{"/clinics/example-clinic-4", "By appointment only.", "Sunday"},
	}
	for _, tt := range tests {
		r := s.page(t, tt.path)
		hours := r.panel("hours")
		says(t, r, "hours", hours, tt.says)
		if strings.Contains(hours, tt.not) {
			t.Errorf("GET %s: the hours mention %q: %q", tt.path, tt.not, hours)
		}
	}
}

// TestClinic_gone: a clinic that is closed or suspended keeps its page, which
// says why and since when, leads to the nearest others, and is not listed.
func TestClinic_gone(t *testing.T) {
	since := directory.At(time.Date(2026, 2, 14, 12, 0, 0, 0, time.UTC))
	s := open(t,
		changed(1, func(l *directory.Listing) {
			l.Operating = directory.Standing[directory.OperatingStatus]{Value: directory.Closed, Reason: "The lease ended.", Since: since}
		}),
		changed(2, func(l *directory.Listing) {
			l.State = directory.Standing[directory.ListingState]{Value: directory.Suspended, Reason: "Nobody answers there.", Since: since}
		}),
		changed(3, func(l *directory.Listing) {
			l.Operating = directory.Standing[directory.OperatingStatus]{Value: directory.TemporarilyClosed, Reason: "Moving.", Since: since}
		}),
		storetest.Listing(4),
	)
	for slug, all := range map[string][]string{
		"example-clinic-1": {"This clinic has closed.", "Since 14 February 2026.", "The lease ended."},
		"example-clinic-2": {"This listing is suspended", "Since 14 February 2026.", "Nobody answers there."},
	} {
		r := s.page(t, "/clinics/"+slug)
		says(t, r, "the page", r.main(), all...)
		if !r.noindex() {
			t.Errorf("GET %s is to be listed", r.path)
		}
		if got := r.cards(); !slices.Equal(got, []string{"Example Clinic 4"}) {
			t.Errorf("GET %s leads to %q, want the one that is open", r.path, got)
		}
		if r.panel("contact") != "" || !r.notice() {
			t.Errorf("GET %s: contact %q, notice %v", r.path, r.panel("contact"), r.notice())
		}
		checkShape(t, r)
	}
	r := s.page(t, "/clinics/example-clinic-3")
	says(t, r, "the page", r.main(), "Temporarily closed Since 14 February 2026. Moving.", "Monday 09:00–13:00")
	if hours := r.panel("hours"); strings.Contains(hours, "Open until") || r.noindex() {
		t.Errorf("a clinic that is closed for a time: hours %q, not to be listed %v", hours, r.noindex())
	}
}

// TestClinic_hasOneAddress, which the addresses of the past lead to.
func TestClinic_hasOneAddress(t *testing.T) {
	s := open(t, storetest.Listing(1), changed(2, func(l *directory.Listing) { l.State.Value = directory.Draft }))
	renamed := func(id directory.ID, to string) {
		_, err := s.store.UpdateListing(t.Context(), id, func(l *directory.Listing) error {
			l.Clinic.Slug = directory.SlugOf(to)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	renamed(storetest.Listing(1).Clinic.ID, "Harbour Clinic")
	renamed(storetest.Listing(2).Clinic.ID, "Hidden Clinic")
	for _, path := range []string{"/clinics/example-clinic-1", "/clinics/Harbour-Clinic", "/clinics/harbour-clinic/", "/clinics/EXAMPLE-clinic-1"} {
		r := s.get(t, path)
		if to := r.Header.Get("Location"); r.StatusCode != http.StatusMovedPermanently || to != "/clinics/harbour-clinic" {
			t.Errorf("GET %s = %d to %q, want 301 to /clinics/harbour-clinic", path, r.StatusCode, to)
		}
	}
	for _, path := range []string{"/clinics/hidden-clinic", "/clinics/example-clinic-2", "/clinics/nobody", "/clinics/%ff", "/clinics/a--b"} {
		if r := s.get(t, path); r.StatusCode != http.StatusNotFound {
			t.Errorf("GET %s = %d to %q, want 404", path, r.StatusCode, r.Header.Get("Location"))
		}
	}
}

func TestClinic_unknownLeadsToItsLikes(t *testing.T) {
	s := open(t, storetest.Listings(2)...)
	for _, path := range []string{"/clinics/example-clinic-one", "/clinics/exampel-clinic", "/brands/example-clinic"} {
		r := s.get(t, path)
		if r.StatusCode != http.StatusNotFound || r.link("Example Clinic 1, Istanbul") != "/clinics/example-clinic-1" {
			t.Errorf("GET %s = %d, says %q; want 404 and the clinics of that name", path, r.StatusCode, r.main())
		}
	}
}

// TestClinic_picturesOfPatientsNeedConsent: without the statement they are not
// shown.
func TestClinic_picturesOfPatientsNeedConsent(t *testing.T) {
	s := open(t, changed(1, func(l *directory.Listing) { l.Clinic.Photos[1].Case.Consent = "" }),
		changed(2, func(l *directory.Listing) { l.Clinic.Photos[1].Case = nil }))
	for _, path := range []string{"/clinics/example-clinic-1", "/clinics/example-clinic-2"} {
		r := s.page(t, path)
		if images := r.find("img"); len(images) != 1 || strings.Contains(r.panel("photos"), "Before") {
			t.Errorf("GET %s shows %d pictures: %s", path, len(images), r.panel("photos"))
		}
	}
}

// TestClinic_pricesOfThePastAreGone, and those of the future say when they begin.
func TestClinic_pricesOfThePastAreGone(t *testing.T) {
	today := directory.DateOf(now)
	s := open(t, changed(1, func(l *directory.Listing) {
		prices := l.Clinic.Offerings[0].Prices
		prices[0].ValidTo = today.AddDays(-1)
		prices[1].ValidFrom, prices[1].ValidTo = today.AddDays(30), directory.Date{}
	}))
	r := s.page(t, "/clinics/example-clinic-1")
	prp := r.panel("prp-title")
	says(t, r, "PRP", prp, "€400 to €600", "from 1 April 2026")
	if strings.Contains(prp, "€150") {
		t.Errorf("a price that ended yesterday is shown: %s", prp)
	}
}

func TestClinic_credentialThatIsNotOnTheRegister(t *testing.T) {
	s := open(t, changed(1, func(l *directory.Listing) {
		l.Clinic.Practitioners[0].Fact = directory.FactCredential.Observed(directory.CheckedAbsent, "Example Register", now)
	}))
	if got := s.page(t, "/clinics/example-clinic-1").text("main"); !strings.Contains(got, "Checked: not on the register, March 2026") {
		t.Errorf("GET /clinics/example-clinic-1 does not say that the credential was looked for in vain: %q", got)
	}
}
