package demo

import "rootline/internal/directory"

// money is a currency with what it takes to quote in it.
type money struct {
	code    directory.Currency
	perEuro float64
	minor   int64 // minor units in a unit
}

func newMoney(code string, perEuro float64) money {
	m := money{code: must(directory.ParseCurrency(code)), perEuro: perEuro, minor: 1}
	for range m.code.Decimals() {
		m.minor *= 10
	}
	return m
}

// abroad holds the currencies that clinics quote in for visitors.
var abroad = []money{newMoney("EUR", 1), newMoney("USD", 1.1), newMoney("GBP", 0.86)}

// of is an amount in euros as it is quoted in this currency at a level of prices
// in percent: rounded as people round, to a five or a nought.
func (m money) of(euros, level int) int64 {
	units := int64(float64(euros*level) * m.perEuro / 100)
	grain := int64(5)
	for units/grain >= 200 {
		grain *= 10
	}
	return max(grain, (units+grain/2)/grain*grain) * m.minor
}

// tariff is what a service costs in euros at the level of 100, from and to, by
// what is bought; zero where nobody sells that. Visits are those of a course.
type tariff struct {
	session, area [2]int
	visits        [2]int
}

var tariffs = map[directory.Service]tariff{
	directory.PRP:       {session: [2]int{150, 420}, visits: [2]int{3, 4}},
	directory.SMP:       {session: [2]int{260, 650}, area: [2]int{120, 320}, visits: [2]int{2, 4}},
	directory.PEPFactor: {session: [2]int{60, 150}},
}

// prices are what the clinic asks for a service, in its country's currency or,
// where it lives off visitors, in theirs.
func (m *maker) prices(s directory.Service) []directory.Price {
	t, in := tariffs[s], m.land.money
	if m.quoteAbroad {
		in = abroad[m.number%len(abroad)]
	}
	session := m.from(t.session[0], t.session[1])
	var all []directory.Price
	if m.odds(88) {
		all = append(all, m.price(in, session, directory.PerSession))
		if in == m.land.money && m.odds(12) {
			all = append(all, m.price(pick(m.dice, abroad), session, directory.PerSession))
		}
	}
	if t.visits[0] > 0 && m.odds(40) {
		n := m.from(t.visits[0], t.visits[1])
		course := m.price(in, session*n*85/100, directory.PerCourse)
		course.Sessions = n
		all = append(all, course)
	}
	if t.area[0] > 0 && m.odds(25) {
		all = append(all, m.price(in, m.from(t.area[0], t.area[1]), directory.PerArea))
	}
	if s == m.services[0] && m.odds(25) {
		all = append(all, m.price(in, m.from(30, 90), directory.PerConsultation))
	}
	return all
}

func (m *maker) price(in money, euros int, unit directory.PriceUnit) directory.Price {
	p := directory.Price{
		Amount: in.of(euros, m.land.level), Currency: in.code, Unit: unit,
		State: directory.PricePublished, Fact: m.fact(directory.FactPrice),
	}
	if m.odds(22) {
		p.AmountMax = max(in.of(euros*m.from(120, 180)/100, m.land.level), p.Amount+in.minor)
	}
	switch m.weigh(78, 16, 6) {
	case 1:
		p.State = directory.PriceEstimate
		p.Fact = directory.FactPrice.Observed(directory.SourceChecked, "prices of clinics nearby", m.ago())
	case 2:
		p.Fact = directory.Fact{State: directory.NotChecked}
	}
	m.limit(&p)
	return p
}

// limit gives some prices a time in which they hold, and some of those one that
// is over.
func (m *maker) limit(p *directory.Price) {
	today := m.plan.today
	said := today
	if p.Fact.Known() {
		said = directory.DateOf(p.Fact.ObservedAt.Time())
	}
	switch m.weigh(50, 22, 18, 10) {
	case 1:
		p.ValidFrom = said.AddDays(-m.from(0, 60))
	case 2:
		p.ValidFrom, p.ValidTo = said.AddDays(-m.from(0, 60)), today.AddDays(m.from(0, 300))
	case 3:
		p.ValidTo = today.AddDays(-m.from(1, 200))
	}
}
