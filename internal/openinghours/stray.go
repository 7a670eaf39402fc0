package openinghours

// strange says why a word of the notation is not understood here, where more can
// be said than that.
var strange = map[string]string{
	"sh": "invalid.opening_hours.school", "week": "invalid.opening_hours.week",
	"sunrise": "invalid.opening_hours.sun", "sunset": "invalid.opening_hours.sun",
	"dawn": "invalid.opening_hours.sun", "dusk": "invalid.opening_hours.sun",
	"am": "invalid.opening_hours.clock", "pm": "invalid.opening_hours.clock",
	"[": "invalid.opening_hours.nth",
}

// stray refuses a token that cannot stand where it stands.
func (p *parser) stray(t token) error {
	_, isMonth := months[t.text]
	switch id := strange[t.text]; {
	case id != "" && (t.kind == word || t.kind == symbol):
		return p.wrong(t, id)
	case t.kind == word && isMonth:
		return p.wrong(t, "invalid.opening_hours.year")
	case t.kind == number && (t.n < 1900 || t.n > 2100): // no year
		return p.wrong(t, "invalid.opening_hours.clock")
	case t.kind == comment:
		return p.wrong(t, "invalid.opening_hours.comment")
	}
	return p.wrong(t, "invalid.opening_hours.unknown_part")
}
