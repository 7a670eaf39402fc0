package intake_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"rootline/internal/directory"
	"rootline/internal/intake"
	"rootline/internal/store/storetest"
)

// day is a day of 2026, as files and facts are dated.
func day(month time.Month, day int) time.Time {
	return time.Date(2026, month, day, 0, 0, 0, 0, time.UTC)
}

const register = "Invented Register (CC0)"

// imported is a clinic as a file of the register has it on a day.
func imported(at time.Time) directory.Clinic {
	c := storetest.Listing(1).Clinic
	c.Photos, c.Practitioners = nil, nil
	c.Address.Fact = directory.FactAddress.Observed(directory.SourceChecked, register, at)
	c.Hours = directory.Hours{Fact: directory.FactHours.Observed(directory.SourceChecked, register, at)}
	c.Hours.Week[time.Monday] = []directory.Interval{{Opens: 540, Closes: 1020}}
	c.Offerings = []directory.Offering{{
		Service:  directory.PRP,
		Features: []directory.OfferedFeature{{Feature: directory.IcePacks, Fact: directory.FactFeature.Observed(directory.SourceChecked, register, at)}},
		Capacity: directory.Capacity{Status: directory.Waitlist, Fact: directory.FactCapacity.Observed(directory.SourceChecked, register, at)},
		Prices: []directory.Price{{
			Amount: 20000, Currency: currency("GBP"), Unit: directory.PerSession, State: directory.PricePublished,
			Fact: directory.FactPrice.Observed(directory.SourceChecked, register, at),
		}},
	}}
	return c
}

func currency(code string) directory.Currency {
	c, err := directory.ParseCurrency(code)
	if err != nil {
		panic(err)
	}
	return c
}

// owner makes a fact one that the owner has asserted on a day.
func owner(f *directory.Fact, at time.Time) {
	f.State, f.Source, f.ObservedAt = directory.OwnerAsserted, "the clinic", directory.At(at)
}

func shutOnMondays(c *directory.Clinic)  { c.Hours.Week[time.Monday] = nil }
func openOnTuesdays(c *directory.Clinic) { c.Hours.Week[time.Tuesday] = c.Hours.Week[time.Monday] }
func otherStreet(c *directory.Clinic)    { c.Address.Address1 = "2 Other Street" }
func anotherStreet(c *directory.Clinic)  { c.Address.Address1 = "3 Another Street" }
func rename(to string) func(*directory.Clinic) {
	return func(c *directory.Clinic) { c.Name = to }
}

// merge merges what the register says into a clinic, and returns what somebody has
// to look at.
func merge(is, was *directory.Clinic, says directory.Clinic) []intake.Evidence {
	l := directory.Listing{Clinic: *is, UpdatedAt: directory.At(day(5, 1))}
	l.State.Value, l.Operating.Value = directory.Published, directory.Active
	var before *intake.Candidate
	if was != nil {
		before = &intake.Candidate{Clinic: *was, State: directory.Published, Operating: directory.Active}
	}
	evidence := intake.MergeListing(&l, before, intake.Candidate{Clinic: says, State: directory.Published, Operating: directory.Active}, 0)
	*is = l.Clinic
	return evidence
}

// TestMerge has what the register said on 1 March, what has been done to the
// clinic since, and what the register says on 1 June.
func TestMerge(t *testing.T) {
	tests := []struct {
		name     string
		since    func(*directory.Clinic) // what somebody has made of it
		says     func(*directory.Clinic) // what the register says now
		conflict string                  // the field of the conflict; "": none
		want     func(is, says *directory.Clinic) any
		got      func(*directory.Clinic) any
	}{
		{
			"what nobody has touched follows the file", nil, otherStreet, "",
			func(_, says *directory.Clinic) any { return says.Address }, func(c *directory.Clinic) any { return c.Address },
		},
		{
			"what the file repeats is confirmed as of its day", nil, nil, "",
			func(_, says *directory.Clinic) any { return says.Hours.Fact }, func(c *directory.Clinic) any { return c.Hours.Fact },
		},
		{
			"a blank is no no", nil, func(c *directory.Clinic) { c.Hours, c.URL, c.Phones = directory.Hours{}, directory.URL{}, nil }, "",
			func(is, _ *directory.Clinic) any { return []any{is.Hours, is.URL, is.Phones} },
			func(c *directory.Clinic) any { return []any{c.Hours, c.URL, c.Phones} },
		},
		{
			"what an owner said later stays, for a human", func(c *directory.Clinic) { shutOnMondays(c); owner(&c.Hours.Fact, day(7, 1)) },
			openOnTuesdays, "hours", nil, nil,
		},
		{
			"what an owner said later stays, and a file that repeats itself says nothing new",
			func(c *directory.Clinic) { shutOnMondays(c); owner(&c.Hours.Fact, day(7, 1)) }, nil, "",
			func(is, _ *directory.Clinic) any { return is.Hours }, func(c *directory.Clinic) any { return c.Hours },
		},
		{
			"what an owner said before gives way to what is new", func(c *directory.Clinic) { otherStreet(c); owner(&c.Address.Fact, day(4, 1)) },
			anotherStreet, "", func(_, says *directory.Clinic) any { return says.Address }, func(c *directory.Clinic) any { return c.Address },
		},
		{
			"what an owner said before, and a file repeats the opposite, is for a human",
			func(c *directory.Clinic) { otherStreet(c); owner(&c.Address.Fact, day(4, 1)) }, nil, "address", nil, nil,
		},
		{
			"what another source checked later stays, for a human",
			func(c *directory.Clinic) {
				c.Offerings[0].Capacity.Status = directory.HasCapacity
				c.Offerings[0].Capacity.Fact.Source, c.Offerings[0].Capacity.Fact.ObservedAt = "a phone call", directory.At(day(7, 1))
			},
			func(c *directory.Clinic) { c.Offerings[0].Capacity.Status = directory.NoCapacity }, "capacity", nil, nil,
		},
		{
			"a name that somebody has mended stays", rename("Mended Clinic"), nil, "",
			func(is, _ *directory.Clinic) any { return is.Name }, func(c *directory.Clinic) any { return c.Name },
		},
		{
			"a name that both have changed is for a human", rename("Mended Clinic"), rename("Renamed Clinic"), "name", nil, nil,
		},
		{
			"a name that both have changed to the same is no matter", rename("Renamed Clinic"), rename("Renamed Clinic"), "",
			func(is, _ *directory.Clinic) any { return is.Name }, func(c *directory.Clinic) any { return c.Name },
		},
		{
			"a price that the clinic has lowered later stays, for a human",
			func(c *directory.Clinic) {
				c.Offerings[0].Prices[0].Amount = 15000
				owner(&c.Offerings[0].Prices[0].Fact, day(7, 1))
			},
			func(c *directory.Clinic) { c.Offerings[0].Prices[0].Amount = 25000 }, "prices", nil, nil,
		},
		{
			"a feature is weighed by itself", nil,
			func(c *directory.Clinic) {
				c.Offerings[0].Features = append(c.Offerings[0].Features, directory.OfferedFeature{
					Feature: directory.Vibration, Fact: directory.FactFeature.Observed(directory.SourceChecked, register, day(6, 1)),
				})
			}, "",
			func(_, says *directory.Clinic) any { return says.Offerings[0].Features }, func(c *directory.Clinic) any { return c.Offerings[0].Features },
		},
		{
			"a service that somebody has taken off stays off", func(c *directory.Clinic) { c.Offerings = nil }, nil, "",
			func(is, _ *directory.Clinic) any { return is.Offerings }, func(c *directory.Clinic) any { return c.Offerings },
		},
		{
			"a service that is new is added", nil,
			func(c *directory.Clinic) {
				c.Offerings = append(c.Offerings, directory.Offering{Service: directory.SMP})
			}, "",
			func(_, says *directory.Clinic) any { return says.Offerings }, func(c *directory.Clinic) any { return c.Offerings },
		},
		{
			"a practitioner that is new is added", nil,
			func(c *directory.Clinic) { c.Practitioners = []directory.Practitioner{{Name: "Dr Ada Example"}} }, "",
			func(_, says *directory.Clinic) any { return says.Practitioners }, func(c *directory.Clinic) any { return c.Practitioners },
		},
	}
	for _, tt := range tests {
		was, is, says := imported(day(3, 1)), imported(day(3, 1)), imported(day(6, 1))
		if tt.since != nil {
			tt.since(&is)
		}
		if tt.says != nil {
			tt.says(&says)
		}
		before, said := is, says
		conflicts := merge(&is, &was, says)
		if tt.conflict != "" {
			if len(conflicts) != 1 || conflicts[0].Field != tt.conflict || conflicts[0].Weight != intake.Human {
				t.Errorf("%s: Merge = %+v, want a conflict about %s", tt.name, conflicts, tt.conflict)
			}
			continue
		}
		if len(conflicts) > 0 {
			t.Errorf("%s: Merge = %+v, want no conflict", tt.name, conflicts)
			continue
		}
		if got, want := tt.got(&is), tt.want(&before, &said); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: Merge makes it %+v, want %+v", tt.name, got, want)
		}
	}
}

// TestMerge_twiceIsOnce takes the same file in again.
func TestMerge_twiceIsOnce(t *testing.T) {
	was, is, says := imported(day(3, 1)), imported(day(3, 1)), imported(day(6, 1))
	otherStreet(&says)
	openOnTuesdays(&says)
	if conflicts := merge(&is, &was, says); len(conflicts) > 0 {
		t.Fatal(conflicts)
	}
	once := is
	if conflicts := merge(&is, &says, says); len(conflicts) > 0 || !reflect.DeepEqual(is, once) {
		t.Errorf("Merge of the same again: %+v, %v; want %+v", is, conflicts, once)
	}
}

// TestMerge_withNothingBefore is for a clinic that the source has not spoken of:
// what is not known is filled, and nothing else is touched.
func TestMerge_withNothingBefore(t *testing.T) {
	is, says := imported(day(3, 1)), imported(day(6, 1))
	is.URL, is.Hours = directory.URL{}, directory.Hours{}
	if conflicts := merge(&is, nil, says); len(conflicts) > 0 || is.URL != says.URL || !is.Hours.Fact.Known() {
		t.Errorf("Merge into a clinic that lacks its hours: %v, %+v", conflicts, is.Hours)
	}
	rename("Another Name")(&says)
	conflicts := merge(&is, nil, says)
	if len(conflicts) != 1 || !strings.Contains(conflicts[0].Value, "Another Name") {
		t.Errorf("Merge of another name = %+v, want a conflict that shows it", conflicts)
	}
}
