package store

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"rootline/internal/directory"
	"rootline/internal/intake"
)

// storedEvidence is evidence whose message is worded the same after it has been
// stored: what fills its gaps is said by its type, which JSON alone does not keep.
type storedEvidence struct {
	intake.Evidence
	Message storedMessage   `json:"message"`
	Because []storedMessage `json:"because,omitempty"`
}

// storedMessage is a [directory.Message]. Texts, whole numbers, other numbers,
// which have a point or an exponent, and lists of texts stand for themselves; any
// other value is an object with its kind.
type storedMessage struct {
	ID   string                     `json:"id"`
	Args map[string]json.RawMessage `json:"args,omitempty"`
}

// kinds are the types that are said in a way of their own, by the names that they
// have in the database. What is of no kind is said as its text, and stored so.
var kinds = map[string]kind{
	"country":  kindOf[directory.Country](),
	"date":     kindOf[directory.Date](),
	"feature":  kindOf[directory.Feature](),
	"language": kindOf[directory.Language](),
	"money":    kindOf[directory.Money](),
	"service":  kindOf[directory.Service](),
	"weekday":  kindOf[time.Weekday](),
}

type kind struct {
	is   func(any) bool
	read func(json.RawMessage) (any, error)
}

func kindOf[T any]() kind {
	return kind{
		is: func(v any) bool { _, ok := v.(T); return ok },
		read: func(b json.RawMessage) (any, error) {
			var v T
			err := json.Unmarshal(b, &v)
			return v, err
		},
	}
}

// writeEvidence is the document of a row's evidence.
func writeEvidence(evidence []intake.Evidence) (string, error) {
	all := make([]storedEvidence, len(evidence))
	for i, e := range evidence {
		all[i].Evidence = e
		var err error
		if all[i].Message, err = storeMessage(e.Message); err != nil {
			return "", err
		}
		for _, because := range e.Because {
			m, err := storeMessage(because)
			if err != nil {
				return "", err
			}
			all[i].Because = append(all[i].Because, m)
		}
	}
	document, err := json.Marshal(all)
	return string(document), err
}

// readEvidence reads what writeEvidence wrote.
func readEvidence(document []byte) ([]intake.Evidence, error) {
	var all []storedEvidence
	if err := json.Unmarshal(document, &all); err != nil || len(all) == 0 {
		return nil, err
	}
	evidence := make([]intake.Evidence, len(all))
	for i, stored := range all {
		evidence[i] = stored.Evidence
		var err error
		if evidence[i].Message, err = stored.Message.restore(); err != nil {
			return nil, err
		}
		for _, because := range stored.Because {
			m, err := because.restore()
			if err != nil {
				return nil, err
			}
			evidence[i].Because = append(evidence[i].Because, m)
		}
	}
	return evidence, nil
}

func storeMessage(m directory.Message) (storedMessage, error) {
	stored := storedMessage{ID: m.ID}
	for name, v := range m.Args {
		value, err := storeArg(v)
		if err != nil {
			return stored, fmt.Errorf("%s of message %s: %w", name, m.ID, err)
		}
		if stored.Args == nil {
			stored.Args = make(map[string]json.RawMessage, len(m.Args))
		}
		stored.Args[name] = value
	}
	return stored, nil
}

func (s *storedMessage) restore() (directory.Message, error) {
	m := directory.Message{ID: s.ID}
	for name, value := range s.Args {
		v, err := restoreArg(value)
		if err != nil {
			return m, fmt.Errorf("%s of message %s: %w", name, m.ID, err)
		}
		if m.Args == nil {
			m.Args = make(map[string]any, len(s.Args))
		}
		m.Args[name] = v
	}
	return m, nil
}

func storeArg(v any) (json.RawMessage, error) {
	switch v := v.(type) {
	case string, int:
		return json.Marshal(v)
	case float64:
		if number := strconv.FormatFloat(v, 'g', -1, 64); !math.IsNaN(v) && !math.IsInf(v, 0) {
			if !strings.ContainsAny(number, ".e") {
				number += ".0"
			}
			return json.RawMessage(number), nil
		}
	case []string:
		return json.Marshal(append([]string{}, v...))
	case directory.Message:
		m, err := storeMessage(v)
		if err != nil {
			return nil, err
		}
		return json.Marshal(map[string]any{"message": m})
	}
	for name, k := range kinds {
		if k.is(v) {
			return json.Marshal(map[string]any{name: v})
		}
	}
	return json.Marshal(fmt.Sprint(v))
}

func restoreArg(value json.RawMessage) (any, error) {
	switch value[0] {
	case '"':
		return reading[string](value)
	case '[':
		return reading[[]string](value)
	case '{':
		return restoreKind(value)
	}
	if strings.ContainsAny(string(value), ".e") {
		return reading[float64](value)
	}
	return reading[int](value)
}

func restoreKind(value json.RawMessage) (any, error) {
	of, err := reading[map[string]json.RawMessage](value)
	if err != nil {
		return nil, err
	}
	for name, v := range of {
		if name == "message" {
			m, err := reading[storedMessage](v)
			if err != nil {
				return nil, err
			}
			return m.restore()
		}
		if k, known := kinds[name]; known {
			return k.read(v)
		}
	}
	return nil, fmt.Errorf("a value of no kind that is known: %d letters", len(value))
}

func reading[T any](value json.RawMessage) (v T, err error) {
	err = json.Unmarshal(value, &v)
	return v, err
}
