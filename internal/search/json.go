package search

import (
	"strconv"
	"time"

	"rootline/internal/directory"
)

// AppendJSON appends the answer as the API gives it: total, page, per_page,
// items and facets. Addresses of listings' pages start with base.
func (a *Answer) AppendJSON(b []byte, base string) []byte {
	b = append(b, `{"total":`...)
	b = strconv.AppendInt(b, int64(a.Total), 10)
	b = append(b, `,"page":`...)
	b = strconv.AppendInt(b, int64(a.Page), 10)
	b = append(b, `,"per_page":`...)
	b = strconv.AppendInt(b, int64(a.PerPage), 10)
	b = append(b, `,"items":[`...)
	for i, h := range a.hits {
		if i > 0 {
			b = append(b, ',')
		}
		b = a.appendItem(b, h, base)
	}
	b = append(b, `],"facets":{"service":`...)
	b = appendRows(b, a.Facets.Service)
	b = append(b, `,"country":`...)
	b = appendRows(b, a.Facets.Country)
	b = append(b, `,"region":`...)
	b = appendRows(b, a.Facets.Region)
	b = append(b, `,"city":`...)
	b = appendRows(b, a.Facets.City)
	b = append(b, `,"feature":`...)
	b = appendRows(b, a.Facets.Feature)
	b = append(b, `,"language":`...)
	b = appendRows(b, a.Facets.Language)
	return append(b, "}}"...)
}

func appendRows(b []byte, rows []Row) []byte {
	b = append(b, '[')
	for i, r := range rows {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendField(b, `{"value":`, r.Value)
		b = appendField(b, `,"label":`, r.Label)
		b = append(b, `,"count":`...)
		b = strconv.AppendInt(b, int64(r.Count), 10)
		b = append(b, '}')
	}
	return append(b, ']')
}

// appendItem puts a prepared item together with what depends on when and how it
// is asked for.
func (a *Answer) appendItem(b []byte, h hit, base string) []byte {
	v := a.snapshot.views[h.place]
	first, second, third := v.items.pieces(h.doc)
	b = append(b, first...)
	if km := a.distance(h); km >= 0 {
		b = append(b, `,"distance_km":`...)
		b = strconv.AppendFloat(b, km, 'f', 3, 64)
	}
	b = append(b, second...)
	b = a.appendDoors(b, h)
	b = append(b, `,"capacity":`...)
	if c := a.capacity(h); c != "" {
		b = appendString(b, string(c))
	} else {
		b = append(b, "null"...)
	}
	b = append(b, `,"price_from":`...)
	b = appendPrice(b, a.priceFrom(h))
	b = append(b, third...)
	read := cursor(first)
	b = append(b, `,"url":"`...)
	b = append(b, base...)
	b = append(b, "/clinics/"...)
	b = append(b, read.next(`,"slug":"`)...)
	return append(b, `"}`...)
}

func (a *Answer) appendDoors(b []byte, h hit) []byte {
	d := a.doors(h)
	switch d.State {
	case directory.DoorsOpen:
		b = append(b, `,"open_now":true`...)
	case directory.DoorsShut, directory.DoorsByAppointment: // not open to everybody
		b = append(b, `,"open_now":false`...)
	case directory.DoorsUnknown: // neither open nor closed
		b = append(b, `,"open_now":null`...)
	}
	if d.OpensNext.IsZero() {
		return append(b, `,"opens_next":null`...)
	}
	b = append(b, `,"opens_next":"`...)
	b = d.OpensNext.AppendFormat(b, time.RFC3339)
	return append(b, '"')
}

func appendPrice(b []byte, p *directory.Price) []byte {
	if p == nil {
		return append(b, "null"...)
	}
	b = append(b, `{"amount":`...)
	b = strconv.AppendInt(b, p.Amount, 10)
	b = appendField(b, `,"currency":`, p.Currency.String())
	b = appendField(b, `,"unit":`, string(p.Unit))
	b = appendField(b, `,"state":`, string(p.State))
	return append(b, '}')
}

// distance is how far a hit is from the point asked for, or -1 if none was.
func (a *Answer) distance(h hit) float64 {
	if a.run.q.Near.IsZero() {
		return -1
	}
	return a.snapshot.views[h.place].near.point[h.doc].KM(a.run.q.Near)
}

// doors is how a hit's doors stand at the time of the search, in its own zone.
func (a *Answer) doors(h hit) directory.Doors {
	c := a.snapshot.views[h.place].clock
	schedule := c.of[h.doc]
	return a.run.doors[h.place].doors[schedule].whole(c.schedules[schedule].zone)
}

// capacity is the best among the services asked for.
func (a *Answer) capacity(h hit) directory.CapacityStatus {
	best := uint8(0)
	for i, status := range a.snapshot.views[h.place].capacity[h.doc] {
		if status != 0 && (best == 0 || status < best) && a.run.asks(uint8(i)) {
			best = status
		}
	}
	if best == 0 {
		return ""
	}
	return directory.CapacityStatuses()[best-1]
}

// asks reports whether the query asks for the service at this place among all.
func (r *run) asks(service uint8) bool {
	if len(r.asked) == 0 {
		return true
	}
	for _, s := range r.asked {
		if uint8(s)-1 == service {
			return true
		}
	}
	return false
}

// priceFrom is the lowest session price that holds on the day of the search.
func (a *Answer) priceFrom(h hit) *directory.Price {
	v := a.snapshot.views[h.place]
	today := directory.DateOf(a.run.now.UTC())
	var lowest *directory.Price
	for _, p := range v.prices[v.priceFrom[h.doc]:v.priceFrom[h.doc+1]] {
		whole := directory.Price{Amount: p.amount, Currency: p.currency, Unit: directory.PerSession, State: p.state, ValidFrom: p.from, ValidTo: p.to}
		if a.run.asks(p.service) && whole.ValidOn(today) && (lowest == nil || whole.Amount < lowest.Amount) {
			lowest = &whole
		}
	}
	return lowest
}
