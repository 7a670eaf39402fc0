package moderation

import "rootline/internal/directory"

// Complete tells how much is said of a clinic of what people decide by, in percent, and
// what is not, with what they miss most first.
func Complete(c *directory.Clinic) (percent int, missing []Path) {
	said := 0
	ask := func(there bool, f Field, s directory.Service) {
		if there {
			said++
		} else {
			missing = append(missing, Path{Field: f, Service: s})
		}
	}
	ask(len(c.Offerings) > 0, FieldServices, 0)
	ask(len(c.Phones) > 0, FieldPhones, 0)
	ask(c.Hours.Fact.Known(), FieldHours, 0)
	for _, o := range c.Offerings {
		if o.Service == directory.PEPFactor { // it comes with PRP, and is said there
			continue
		}
		ask(len(o.Prices) > 0, FieldPrices, o.Service)
		ask(o.Capacity.Fact.Known(), FieldCapacity, o.Service)
		ask(len(o.Features) > 0, FieldFeatures, o.Service)
	}
	ask(len(c.Practitioners) > 0, FieldPractitioners, 0)
	ask(c.Address.Fact.Known(), FieldAddress, 0)
	ask(!c.URL.IsZero(), FieldURL, 0)
	ask(!c.Email.IsZero(), FieldEmail, 0)
	ask(len(c.Languages) > 0, FieldLanguages, 0)
	ask(len(c.Photos) > 0, FieldPhotos, 0)
	ask(c.Description != "", FieldDescription, 0)
	return 100 * said / (said + len(missing)), missing
}
