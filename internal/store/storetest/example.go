package storetest

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"time"

	"rootline/internal/directory"
)

// ID returns the nth of a row of ids, the same ones every time.
func ID(n int) directory.ID {
	var seed [32]byte
	binary.LittleEndian.PutUint64(seed[:], uint64(n))
	return must(directory.NewID(Now.Add(time.Duration(n)*time.Millisecond), rand.NewChaCha8(seed)))
}

// Organization returns the nth of a row of invented organizations.
func Organization(n int) directory.Organization {
	return directory.Organization{
		ID:          ID(2 * n),
		Slug:        must(directory.ParseSlug(fmt.Sprintf("example-brand-%d", n))),
		Name:        fmt.Sprintf("Example Brand %d", n),
		EntryType:   directory.EntryClinic,
		Description: "An invented company that runs invented clinics.",
		URL:         must(directory.ParseURL(fmt.Sprintf("https://brand-%d.example/", n))),
	}
}

// Listing returns the nth of a row of invented listings, each of an organization
// of its own, with something in every field that a clinic has.
func Listing(n int) directory.Listing {
	return directory.Listing{
		Clinic:       clinic(n),
		Organization: Organization(n),
		State:        directory.Standing[directory.ListingState]{Value: directory.Published, Since: directory.At(Now)},
		Operating:    directory.Standing[directory.OperatingStatus]{Value: directory.Active, Since: directory.At(Now)},
		UpdatedAt:    directory.At(Now.Add(-time.Duration(n%1000) * time.Hour)),
	}
}

// Listings returns the first n listings of the row.
func Listings(n int) []directory.Listing {
	all := make([]directory.Listing, n)
	for i := range all {
		all[i] = Listing(i)
	}
	return all
}

func clinic(n int) directory.Clinic {
	return directory.Clinic{
		ID:             ID(2*n + 1),
		Slug:           must(directory.ParseSlug(fmt.Sprintf("example-clinic-%d", n))),
		OrganizationID: ID(2 * n),
		Name:           fmt.Sprintf("Example Clinic %d", n),
		Description:    "An invented clinic in a real city. It exists to be stored, found and shown in tests, and treats nobody.",
		URL:            must(directory.ParseURL(fmt.Sprintf("https://clinic-%d.example/", n))),
		Email:          must(directory.ParseEmail(fmt.Sprintf("hello@clinic-%d.example", n))),
		Phones: []directory.ClinicPhone{
			{Number: must(directory.ParsePhone("+44 20 7946 0958", directory.Country{})), WhatsApp: true},
		},
		Address:       address(n),
		Languages:     []directory.Language{must(directory.ParseLanguage("en")), must(directory.ParseLanguage("tr"))},
		Hours:         hours(),
		Offerings:     []directory.Offering{offering(directory.PRP), offering(directory.SMP)},
		Practitioners: practitioners(),
		Photos:        photos(n),
	}
}

func address(n int) directory.Address {
	return directory.Address{
		Address1:   fmt.Sprintf("%d Example Street", n),
		City:       "Istanbul",
		CityID:     745044,
		PostalCode: "34000",
		Region:     must(directory.ParseRegion("TR.34")),
		ISO31662:   "TR-34",
		Country:    must(directory.ParseCountry("TR")),
		Point:      must(directory.NewPoint(41.01384+float64(n%100)/1000, 28.94966)),
		Precision:  directory.Rooftop,
		TimeZone:   "Europe/Istanbul",
		Fact:       fact(directory.FactAddress),
	}
}

func hours() directory.Hours {
	h := directory.Hours{Fact: fact(directory.FactHours)}
	for day := time.Monday; day <= time.Friday; day++ {
		h.Week[day] = []directory.Interval{{Opens: 9 * 60, Closes: 13 * 60}, {Opens: 14 * 60, Closes: 18 * 60}}
	}
	newYear := must(directory.NewDate(2027, time.January, 1))
	h.Exceptions = []directory.Exception{{First: newYear, Last: newYear, Name: "New Year"}}
	return h
}

func offering(s directory.Service) directory.Offering {
	o := directory.Offering{
		Service:  s,
		Capacity: directory.Capacity{Status: directory.HasCapacity, Fact: fact(directory.FactCapacity)},
		Prices: []directory.Price{
			{
				Amount: 15000, Currency: must(directory.ParseCurrency("EUR")), Unit: directory.PerSession,
				State: directory.PricePublished, Fact: fact(directory.FactPrice),
			},
			{
				Amount: 40000, AmountMax: 60000, Currency: must(directory.ParseCurrency("EUR")), Unit: directory.PerCourse, Sessions: 3,
				State: directory.PriceEstimate, ValidTo: must(directory.NewDate(2026, time.December, 31)), Fact: fact(directory.FactPrice),
			},
		},
	}
	for _, f := range directory.Features() {
		if f.Service() == s && f%2 == 0 {
			o.Features = append(o.Features, directory.OfferedFeature{Feature: f, Detail: "Example", Fact: fact(directory.FactFeature)})
		}
	}
	return o
}

func practitioners() []directory.Practitioner {
	return []directory.Practitioner{{
		Name: "Dr Ada Example", Qualification: "MD", Register: "Example Register", RegistrationNumber: "EX-0001",
		Fact: fact(directory.FactCredential),
	}}
}

func photos(n int) []directory.Photo {
	return []directory.Photo{
		{ID: ID(-2*n - 1), Kind: directory.PhotoPremises, Alt: "The reception desk", Width: 1200, Height: 800},
		{
			ID: ID(-2*n - 2), Kind: directory.PhotoBeforeAfter, Alt: "A hairline before and after", Width: 1200, Height: 800,
			Case: &directory.BeforeAfter{Consent: "Agreed in writing", Treatment: directory.SMP, Sessions: 3, MonthsBetween: 6},
		},
	}
}

func fact(kind directory.FactKind) directory.Fact {
	return kind.Observed(directory.OwnerAsserted, "Example Clinic", Now.Add(-24*time.Hour))
}

// must is v, of which the test's own text makes sure that it parses.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
