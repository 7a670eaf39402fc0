package pages_test

import (
	"net/http"
	"strings"
	"testing"

	ics "github.com/arran4/golang-ical"
	"github.com/emersion/go-vcard"

	"rootline/internal/directory"
	"rootline/internal/store"
	"rootline/internal/store/storetest"
)

func TestClinicFile(t *testing.T) {
	s := open(t, storetest.Listing(1))
	card := s.get(t, "/clinics/example-clinic-1.vcf")
	if read, err := vcard.NewDecoder(strings.NewReader(card.body)).Decode(); err != nil || read.Value(vcard.FieldFormattedName) != "Example Clinic 1" ||
		read.Value(vcard.FieldSource) != base+"/clinics/example-clinic-1.vcf" || read.Address().Region == "" {
		t.Errorf("GET /clinics/example-clinic-1.vcf = %q, %v", card.body, err)
	}
	calendar := s.get(t, "/clinics/example-clinic-1.ics")
	if read, err := ics.ParseCalendar(strings.NewReader(calendar.body)); err != nil || len(read.Events()) == 0 {
		t.Errorf("GET /clinics/example-clinic-1.ics = %q, %v", calendar.body, err)
	}
	for _, tt := range []struct {
		r          *reply
		kind, name string
	}{
		{card, "text/vcard; charset=utf-8", "example-clinic-1.vcf"},
		{calendar, "text/calendar; charset=utf-8", "example-clinic-1.ics"},
	} {
		for header, want := range map[string]string{
			"Content-Type": tt.kind, "Content-Disposition": `attachment; filename="` + tt.name + `"`,
			"Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex",
		} {
			if got := tt.r.Header.Get(header); got != want {
				t.Errorf("GET %s: %s is %q, want %q", tt.r.path, header, got, want)
			}
		}
		if again := s.get(t, tt.r.path, "If-None-Match", tt.r.Header.Get("ETag")); again.StatusCode != http.StatusNotModified {
			t.Errorf("GET %s once more = %d, want 304", tt.r.path, again.StatusCode)
		}
	}
}

// TestClinicFile_addresses shows where each address leads.
func TestClinicFile_addresses(t *testing.T) {
	db := storetest.New(t, storetest.Listing(1), changed(2, func(l *directory.Listing) { l.State.Value = directory.Draft }),
		changed(3, func(l *directory.Listing) { l.State.Value = directory.Suspended }),
		changed(4, func(l *directory.Listing) { l.Operating.Value = directory.Closed }),
		changed(5, func(l *directory.Listing) { l.Operating.Value = directory.TemporarilyClosed }))
	for old, target := range map[string]directory.ID{"once-upon-a-time": storetest.Listing(1).Clinic.ID, "never-published": storetest.Listing(2).Clinic.ID} {
		if err := db.AddAlias(t.Context(), store.Clinic, old, target); err != nil {
			t.Fatal(err)
		}
	}
	s, err := newSite(t.Context(), db, true)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		path   string
		status int
		to     string
	}{
		{"/clinics/example-clinic-1.VCF", 301, "/clinics/example-clinic-1.vcf"},
		{"/clinics/Example-Clinic-1.ics", 301, "/clinics/example-clinic-1.ics"},
		{"/clinics/once-upon-a-time.vcf", 301, "/clinics/example-clinic-1.vcf"},
		{"/clinics/once-upon-a-time.ics", 301, "/clinics/example-clinic-1.ics"},
		{"/clinics/example-clinic-1.ics/", 301, "/clinics/example-clinic-1.ics"},
		{"/clinics/never-published.vcf", 404, ""},
		{"/clinics/example-clinic-1.pdf", 404, ""},
		{"/clinics/example-clinic-1.", 404, ""},
		{"/clinics/example-clinic-1.vcf.vcf", 404, ""},
		{"/clinics/example-clinic-1%2Evcf", 404, ""},
		{"/clinics/.vcf", 404, ""},
		{"/clinics/nowhere.vcf", 404, ""},
		{"/clinics/a%0d%0ab.ics", 404, ""},
		{"/clinics/example-clinic-2.vcf", 404, ""},
		{"/clinics/example-clinic-2.ics", 404, ""},
		{"/clinics/example-clinic-3.vcf", 302, "/clinics/example-clinic-3"},
		{"/clinics/example-clinic-4.vcf", 302, "/clinics/example-clinic-4"},
		{"/clinics/example-clinic-3.ics", 200, ""},
		{"/clinics/example-clinic-4.ics", 200, ""},
		{"/clinics/example-clinic-5.vcf", 200, ""},
		{"/clinics/example-clinic-5.ics", 200, ""},
	}
	for _, tt := range tests {
		r := s.get(t, tt.path)
		if r.StatusCode != tt.status || r.Header.Get("Location") != tt.to {
			t.Errorf("GET %s = %d to %q, want %d to %q", tt.path, r.StatusCode, r.Header.Get("Location"), tt.status, tt.to)
		}
		if tt.status == 404 && !strings.HasPrefix(r.Header.Get("Content-Type"), "text/html") {
			t.Errorf("GET %s = 404 as %s, want a page", tt.path, r.Header.Get("Content-Type"))
		}
		if tt.status == 200 && strings.HasSuffix(tt.path, ".ics") && strings.Contains(r.body, "BEGIN:VEVENT") {
			t.Errorf("GET %s has hours of a clinic that is shut", tt.path)
		}
	}
}

// TestClinic_offersFiles: a page leads to the card, and to the calendar where the
// hours are known; that of a clinic that is gone leads to neither.
func TestClinic_offersFiles(t *testing.T) {
	s := open(t, storetest.Listing(1),
		changed(2, func(l *directory.Listing) { l.Clinic.Hours = directory.Hours{} }),
		changed(3, func(l *directory.Listing) { l.Operating.Value = directory.Closed }))
	for path, want := range map[string]string{
		"/clinics/example-clinic-1": ".vcf .ics", "/clinics/example-clinic-2": ".vcf", "/clinics/example-clinic-3": "",
	} {
		r := s.page(t, path)
		for element, more := range map[string][]string{"a": {"download", "*"}, "link": {"rel", "alternate"}} {
			var files []string
			for _, n := range r.find(element, more...) {
				href, _ := attr(n, "href")
				files = append(files, strings.TrimPrefix(href, path))
			}
			if got := strings.Join(files, " "); got != want {
				t.Errorf("GET %s: <%s> leads to %q, want %q", path, element, got, want)
			}
		}
	}
}
