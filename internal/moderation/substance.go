package moderation

import (
	"bytes"
	"encoding/json"
	"fmt"

	"rootline/internal/directory"
)

// substance is what a stored value says apart from who said so and when. Two people
// who say the same of a clinic on different days do not contradict each other.
type substance struct {
	text string            // "" for what is not there
	seen directory.Instant // the newest observation behind it
}

// substanceOf reads a stored value. The date on which a fact runs out follows from
// when it was observed, but for credentials, which have one of their own.
func substanceOf(field Field, value json.RawMessage) (s substance, err error) {
	if value == nil {
		return s, nil
	}
	d := json.NewDecoder(bytes.NewReader(value))
	d.UseNumber() // amounts are longer than a float is exact
	var v any
	if err := d.Decode(&v); err != nil {
		return s, fmt.Errorf("read %s: %w", field, err)
	}
	s.strip(v, field.slot() == FieldPractitioners)
	plain, err := json.Marshal(v)
	s.text = string(plain)
	return s, err
}

// strip reduces every fact in v to its answer: yes, no, or nothing.
func (s *substance) strip(v any, dated bool) {
	switch v := v.(type) {
	case []any:
		for _, each := range v {
			s.strip(each, dated)
		}
	case map[string]any:
		if fact, ok := v["fact"].(map[string]any); ok {
			v["fact"] = s.answer(fact, dated)
		}
		for _, each := range v {
			s.strip(each, dated)
		}
	}
}

func (s *substance) answer(fact map[string]any, dated bool) any {
	if n, ok := fact["observed_at"].(json.Number); ok {
		at, _ := n.Int64() // a date that is none is no newer than any
		s.seen = max(s.seen, directory.Instant(at))
	}
	yes := ""
	switch state, _ := fact["state"].(string); directory.FactState(state) {
	case directory.OwnerAsserted, directory.SourceChecked:
		yes = "yes"
	case directory.CheckedAbsent:
		yes = "no"
	case directory.NotChecked:
	}
	if dated {
		return []any{yes, fact["expires_at"]}
	}
	return yes
}
