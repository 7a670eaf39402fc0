package page

import "rootline/internal/directory"

// ServicesFields are what a clinic offers as a form asks for it.
type ServicesFields struct{ Services []ServiceFields }

// ServiceFields are what is asked of one service.
type ServiceFields struct {
	Service      directory.Service
	Offered      Tick // its label is the service's name
	CapacityName string
	Capacity     directory.CapacityStatus
	Groups       []AnswerGroup
}

// AnswerGroup are the features that are asked for together.
type AnswerGroup struct {
	Group   directory.FeatureGroup
	Answers []FeatureAnswer
}

// FeatureAnswer is whether a service has a feature: yes, no, or nothing was said.
// DetailName is empty unless the feature asks for a name.
type FeatureAnswer struct {
	Feature    directory.Feature
	Name       string
	Answer     string
	DetailName string
	Detail     string
}

// answers are what can be said of a feature. That nothing is said comes last: it is
// what is there to begin with, and never a no.
func (f Frame) answers() []Choice {
	return []Choice{
		{"yes", f.T("sections.services.yes")}, {"no", f.T("sections.services.no")}, {"", f.T("sections.services.unsaid")},
	}
}

// capacities are what can be said of whether a clinic takes new patients.
func (f Frame) capacities() []Choice {
	all := []Choice{{"", f.T("sections.services.unsaid")}}
	for _, s := range directory.CapacityStatuses() {
		all = append(all, Choice{string(s), f.T("capacity." + string(s))})
	}
	return all
}

// PricesFields are the prices of a clinic as a form asks for them.
type PricesFields struct {
	Services []ServicePrices
	Units    []Choice
}

// ServicePrices are those of one service.
type ServicePrices struct {
	Service directory.Service
	Rows    []PriceFields
}

// PriceFields are a price as a form asks for it.
type PriceFields struct {
	Name      string // begins the names of its fields
	Fresh     bool   // there is nothing yet that could be removed
	Estimate  bool   // it is a figure of ours
	Ours      bool   // the clinic takes it for its own
	Removed   bool
	Amount    string
	AmountMax string
	Currency  string
	Unit      string
	Sessions  string
	ValidFrom string
	ValidTo   string
}

// heading says what is asked for in a row.
func (p PriceFields) heading(f Frame, n int) string {
	if p.Fresh {
		return f.T("sections.prices.fresh")
	}
	return f.T("sections.prices.row", "Number", n+1)
}
