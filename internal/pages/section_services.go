package pages

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/a-h/templ"

	"rootline/internal/directory"
	"rootline/web/page"
)

// servicesSection is what a clinic offers, and what it says of each service.
var servicesSection = section{
	path: "services", title: "sections.services.title", fields: (*Pages).servicesFields, read: readServices,
}

// What can be said of a feature. Nothing is said of one of which nobody knows, which is
// not the same as no.
const (
	answerYes = "yes"
	answerNo  = "no"
)

// maxDetail is how long the name of a kit or a pigment may be.
const maxDetail = 200

// asksName reports whether a feature asks for a name.
func asksName(f directory.Feature) bool {
	return f == directory.NamedKit || f == directory.NamedPigment
}

// The names of fields.
func offeredField(s directory.Service) string  { return "services." + s.String() }
func capacityField(s directory.Service) string { return "capacity." + s.String() }
func featureField(f directory.Feature) string  { return "features." + f.String() }
func detailField(f directory.Feature) string   { return "features." + f.String() + ".detail" }

// answer is how a feature stands in a form.
func answer(f directory.OfferedFeature) string {
	switch {
	case f.Fact.Holds():
		return answerYes
	case f.Fact.Known():
		return answerNo
	}
	return ""
}

// capacityTyped is a capacity as it stands in a form: what nobody vouches for is not
// shown to visitors either.
func capacityTyped(c directory.Capacity) string {
	if !c.Fact.Holds() {
		return ""
	}
	return string(c.Status)
}

// servicesTyped is the form as it would be typed for what a clinic offers.
func servicesTyped(c *directory.Clinic) *typed {
	t := newTyped(url.Values{})
	for _, o := range c.Offerings {
		t.values.Set(offeredField(o.Service), "yes")
		t.values.Set(capacityField(o.Service), capacityTyped(o.Capacity))
		for _, f := range o.Features {
			t.values.Set(featureField(f.Feature), answer(f))
			t.values.Set(detailField(f.Feature), f.Detail)
		}
	}
	return t
}

func (p *Pages) servicesFields(e editing, t *typed) (templ.Component, error) {
	if t == nil {
		t = servicesTyped(&e.Listing.Clinic)
	}
	var v page.ServicesFields
	for _, s := range directory.Services() {
		f := page.ServiceFields{
			Service: s, Offered: page.Tick{Name: offeredField(s), Checked: t.Ticked(offeredField(s))},
			CapacityName: capacityField(s), Capacity: directory.CapacityStatus(t.Text(capacityField(s))),
		}
		for _, of := range featureGroups {
			if of.service == s {
				f.Groups = append(f.Groups, answersOf(t, of.service, of.group))
			}
		}
		v.Services = append(v.Services, f)
	}
	return page.ServicesForm(e.Frame, e.Sheet, v), nil
}

// answersOf are the features of a group with what was said of each.
func answersOf(t *typed, s directory.Service, group directory.FeatureGroup) page.AnswerGroup {
	g := page.AnswerGroup{Group: group}
	for _, f := range directory.Features() {
		if f.Service() != s || f.Group() != group {
			continue
		}
		a := page.FeatureAnswer{Feature: f, Name: featureField(f), Answer: t.Text(featureField(f))}
		if asksName(f) {
			a.DetailName, a.Detail = detailField(f), t.Text(detailField(f))
		}
		g.Answers = append(g.Answers, a)
	}
	return g
}

// readServices writes into a listing what its clinic offers. A service that is offered
// no more goes with all that was said of it.
func readServices(_ *Pages, t *typed, l *directory.Listing) map[string]directory.Message {
	wrong := map[string]directory.Message{}
	all := slices.Clone(l.Clinic.Offerings)
	for _, s := range directory.Services() {
		at := slices.IndexFunc(all, func(o directory.Offering) bool { return o.Service == s })
		was := directory.Offering{Service: s}
		if at >= 0 {
			was = all[at]
		}
		faults := map[string]directory.Message{}
		now := readOffering(t, was, faults)
		offered := t.Ticked(offeredField(s))
		switch {
		case offered && at >= 0:
			all[at] = now
		case offered:
			all = append(all, now)
		case at >= 0:
			all = slices.Delete(all, at, at+1)
			continue
		case now.Capacity.Status != "" || len(now.Features) > 0 || len(faults) > 0:
			faults = map[string]directory.Message{offeredField(s): directory.Msg("sections.services.not_offered", "Service", s)}
		}
		maps.Copy(wrong, faults)
	}
	checkOffered(l.Clinic.Offerings, all, wrong)
	if len(wrong) == 0 {
		l.Clinic.Offerings = all
	}
	return wrong
}

// checkOffered tells what cannot be offered: nothing at all, or an adjunct of PRP without
// it. What was so before is not held against whoever changes something else.
func checkOffered(was, now []directory.Offering, wrong map[string]directory.Message) {
	offers := func(all []directory.Offering, s directory.Service) bool {
		return slices.ContainsFunc(all, func(o directory.Offering) bool { return o.Service == s })
	}
	alone := func(all []directory.Offering) bool {
		return offers(all, directory.PEPFactor) && !offers(all, directory.PRP)
	}
	if alone(now) && !alone(was) {
		wrong[offeredField(directory.PEPFactor)] = directory.Msg("sections.services.adjunct")
	}
	if len(now) == 0 && len(was) > 0 {
		wrong[offeredField(directory.PRP)] = directory.Msg("sections.services.none")
	}
}

// readOffering reads what was said of a service. What says the same as before stays as it
// was, its fact with it.
func readOffering(t *typed, o directory.Offering, wrong map[string]directory.Message) directory.Offering {
	name := capacityField(o.Service)
	switch status := t.Text(name); {
	case status == capacityTyped(o.Capacity):
	case status == "":
		o.Capacity = directory.Capacity{Fact: directory.Fact{State: directory.NotChecked}}
	case !slices.Contains(directory.CapacityStatuses(), directory.CapacityStatus(status)):
		wrong[name] = directory.Msg("sections.choose")
	default:
		o.Capacity = directory.Capacity{Status: directory.CapacityStatus(status), Fact: directory.Fact{State: directory.OwnerAsserted}}
	}
	o.Features = slices.Clone(o.Features)
	for _, f := range directory.Features() {
		if f.Service() == o.Service {
			o.Features = readFeature(t, f, o.Features, wrong)
		}
	}
	return o
}

// readFeature reads what was said of a feature. Of what is new, it stands last: in which
// order features are shown does not come from their order here.
func readFeature(t *typed, f directory.Feature, all []directory.OfferedFeature, wrong map[string]directory.Message) []directory.OfferedFeature {
	at := slices.IndexFunc(all, func(o directory.OfferedFeature) bool { return o.Feature == f })
	var was directory.OfferedFeature
	if at >= 0 {
		was = all[at]
	}
	said, detail := t.Text(featureField(f)), strings.TrimSpace(was.Detail)
	if asksName(f) {
		detail = t.Text(detailField(f))
	}
	renamed := detail != strings.TrimSpace(was.Detail)
	if said == answer(was) && !renamed {
		return all
	}
	now := directory.OfferedFeature{Feature: f, Fact: directory.Fact{State: directory.OwnerAsserted}}
	switch said {
	case answerYes:
		now.Detail = detail
		if what, ok := nameFault(detail); asksName(f) && !ok {
			wrong[detailField(f)] = what
		}
	case answerNo, "":
		now.Fact.State = directory.CheckedAbsent
		if renamed && detail != "" {
			wrong[featureField(f)] = directory.Msg("sections.services.named", "Feature", f)
		}
	default:
		wrong[featureField(f)] = directory.Msg("sections.choose")
	}
	switch {
	case said == "" && at >= 0:
		return slices.Delete(all, at, at+1)
	case said == "":
		return all
	case at >= 0:
		all[at] = now
		return all
	}
	return append(all, now)
}

// nameFault is what is wrong with the name of a kit or a pigment.
func nameFault(s string) (directory.Message, bool) {
	switch {
	case s == "":
		return directory.Msg("sections.services.name_missing"), false
	case utf8.RuneCountInString(s) > maxDetail:
		return directory.Msg("invalid.too_long", "Max", maxDetail), false
	case strings.ContainsFunc(s, unicode.IsControl):
		return directory.Msg("invalid.line"), false
	}
	return directory.Message{}, true
}
