package directory

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// offers reads offerings as a table line writes them: services with the amounts,
// currencies and units of their prices and with the status of their capacity,
// such as
//
//	prp 120 EUR session, 300 EUR course; smp waitlist
//
// A price or a status with a question mark is one that nobody vouches for, one
// with a minus is checked and absent.
func offers(t *testing.T, text string) *Clinic {
	t.Helper()
	var c Clinic
	for part := range strings.SplitSeq(text, ";") {
		words := strings.Fields(part)
		if len(words) == 0 {
			continue
		}
		o := Offering{Service: must(ParseService(words[0]))}
		for item := range strings.SplitSeq(strings.Join(words[1:], " "), ",") {
			fact := Fact{State: OwnerAsserted}
			item, unsaid := strings.CutSuffix(item, "?")
			item, absent := strings.CutSuffix(item, "-")
			switch {
			case unsaid:
				fact = Fact{}
			case absent:
				fact.State = CheckedAbsent
			}
			words := strings.Fields(item)
			switch len(words) {
			case 0:
			case 1:
				o.Capacity = Capacity{CapacityStatus(strings.ReplaceAll(words[0], "none", "")), fact}
			default:
				p := Price{Currency: must(ParseCurrency(words[1])), Unit: PriceUnit(words[2]), Fact: fact}
				if _, err := fmt.Sscan(words[0], &p.Amount); err != nil {
					t.Fatal(err)
				}
				if len(words) > 3 {
					from, to, _ := strings.Cut(words[3], "..")
					p.ValidFrom, p.ValidTo = dateOrNone(t, from), dateOrNone(t, to)
				}
				o.Prices = append(o.Prices, p)
			}
		}
		c.Offerings = append(c.Offerings, o)
	}
	return &c
}

func dateOrNone(t *testing.T, text string) Date {
	t.Helper()
	if text == "" {
		return Date{}
	}
	return date(t, text)
}

func asked(text string) []Service {
	var all []Service
	for s := range strings.FieldsSeq(text) {
		all = append(all, must(ParseService(s)))
	}
	return all
}

func TestClinicPriceFrom(t *testing.T) {
	for _, tt := range []struct{ offers, asked, want string }{
		{"", "", ""},
		{"prp 120 EUR session", "", "120 EUR"},
		{"prp 120 EUR session", "prp", "120 EUR"},
		{"prp 120 EUR session", "smp", ""},
		{"prp 120 EUR session, 90 EUR session, 100 EUR session", "", "90 EUR"},
		{"prp 120 EUR session; smp 80 EUR session", "", "80 EUR"},
		{"prp 120 EUR session; smp 80 EUR session", "prp", "120 EUR"},
		{"prp 120 EUR session; smp 80 EUR session", "prp smp", "80 EUR"},
		// Nothing is called cheaper across units or currencies.
		{"prp 120 EUR session, 20 EUR consultation, 30 EUR area, 40 EUR course", "", "120 EUR"},
		{"prp 20 EUR consultation", "", ""},
		{"prp 120 EUR session, 100 USD session, 130 EUR session", "", "120 EUR"},
		{"prp 100 USD session, 120 EUR session, 130 EUR session", "", "120 EUR"},
		{"prp 100 USD session, 90 EUR session", "", "100 USD"},
		{"prp 100 USD session, 90 EUR course; smp 300 EUR course", "", ""}, // its main currency is the euro
		// Whose time has come, and has not run out: on 2 March 2026.
		{"prp 120 EUR session 2026-03-02.., 90 EUR session 2026-03-03..", "", "120 EUR"},
		{"prp 120 EUR session ..2026-03-02, 90 EUR session ..2026-03-01", "", "120 EUR"},
		{"prp 90 EUR session 2026-03-02..2026-03-02", "", "90 EUR"},
		{"prp 90 EUR session ..2026-03-01", "", ""},
		// That somebody vouches for.
		{"prp 120 EUR session, 90 EUR session?, 80 EUR session-", "", "120 EUR"},
	} {
		p, ok := offers(t, tt.offers).PriceFrom(date(t, "2026-03-02"), asked(tt.asked)...)
		got := ""
		if ok {
			got = fmt.Sprint(p.Amount, " ", p.Currency)
		}
		if got != tt.want {
			t.Errorf("PriceFrom(2026-03-02, %s) of %q = %q, want %q", tt.asked, tt.offers, got, tt.want)
		}
	}
}

func TestClinicMainCurrency(t *testing.T) {
	for offered, want := range map[string]string{
		"":                                    "",
		"prp":                                 "",
		"prp 1 EUR session":                   "EUR",
		"prp 1 EUR session, 1 USD session":    "EUR",
		"prp 1 USD course; smp 1 EUR session": "USD",
		"prp 1 USD course, 1 EUR area; smp 1 EUR session":                "EUR",
		"prp 1 EUR area, 1 USD area, 1 GBP area, 1 USD area, 1 GBP area": "USD",
	} {
		if got := offers(t, offered).MainCurrency().String(); got != want {
			t.Errorf("MainCurrency() of %q = %q, want %q", offered, got, want)
		}
	}
}

func TestClinicCapacity(t *testing.T) {
	for _, tt := range []struct {
		offers, asked string
		want          CapacityStatus
	}{
		{"", "", ""},
		{"prp", "", ""},
		{"prp capacity", "", HasCapacity},
		{"prp no-capacity", "", NoCapacity},
		{"prp no-capacity; smp waitlist", "", Waitlist},
		{"prp waitlist; smp additional-assessment-required", "", Waitlist},
		{"prp additional-assessment-required; smp no-capacity", "", NeedsAssessment},
		{"prp no-capacity; smp capacity", "", HasCapacity},
		{"prp no-capacity; smp capacity", "prp", NoCapacity},
		{"prp no-capacity; smp capacity", "prp smp", HasCapacity},
		{"prp no-capacity; smp capacity", "pep_factor", ""},
		{"prp no-capacity; smp capacity?", "", NoCapacity},
		{"prp no-capacity; smp capacity-", "", NoCapacity},
		{"prp capacity?", "", ""},
		{"prp no-capacity; smp none", "", NoCapacity}, // vouched for, yet not said
		{"prp none; smp no-capacity", "", NoCapacity},
		{"prp plenty; smp no-capacity", "", NoCapacity}, // no status there is
	} {
		if got := offers(t, tt.offers).Capacity(asked(tt.asked)...); got != tt.want {
			t.Errorf("Capacity(%s) of %q = %q, want %q", tt.asked, tt.offers, got, tt.want)
		}
	}
}

func TestClinicAccepting(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	tests := []struct {
		offers     string
		yes, known bool
	}{
		{"", false, false},
		{"prp capacity", true, true},
		{"prp capacity; smp none", true, true},
		{"prp none; smp capacity", true, true},
		{"prp waitlist", false, true},
		{"prp additional-assessment-required", false, true},
		{"prp no-capacity; smp waitlist", false, true},
		{"prp no-capacity; smp none", false, false}, // of SMP nobody has said anything
		{"prp capacity?", false, false},
		{"prp capacity-", false, false},
		{"prp no-capacity?", false, false},
	}
	for _, tt := range tests {
		c := offers(t, tt.offers)
		yes, known := c.Accepting(now)
		if yes != tt.yes || known != tt.known {
			t.Errorf("Accepting() of %q = %t, %t; want %t, %t", tt.offers, yes, known, tt.yes, tt.known)
		}
		for i := range c.Offerings {
			c.Offerings[i].Capacity.Fact.ExpiresAt = At(now)
		}
		if yes, known := c.Accepting(now); yes || known {
			t.Errorf("Accepting() of %q = %t, %t when all of it is out of date", tt.offers, yes, known)
		}
	}
}
