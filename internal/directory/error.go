package directory

import "errors"

// Kind says what the caller can do about a failure.
type Kind int

// What can go wrong, in the caller's terms.
const (
	Internal        Kind = iota // our fault; nothing the caller can change
	Invalid                     // the input needs correcting
	NotFound                    // no such thing, or none this caller may see
	Conflict                    // the thing has moved on, or its place is taken
	NotReady                    // we are still starting; ask again shortly
	Unauthenticated             // we do not know who is asking
	Forbidden                   // we know, and they may not
	TooMany                     // too often; ask again later
	StepUp                      // we know, and they have to show it better, or once more
)

// Message names a sentence of the catalogue and what fills its gaps. Errors
// carry messages instead of sentences so that the door that answers can word
// them in the reader's language.
type Message struct {
	ID   string         `json:"id"`
	Args map[string]any `json:"args,omitempty"`
}

// Msg makes a Message from an id and pairs of argument name and value.
func Msg(id string, pairs ...any) Message {
	m := Message{ID: id}
	for i := 0; i+1 < len(pairs); i += 2 {
		if m.Args == nil {
			m.Args = make(map[string]any, len(pairs)/2)
		}
		name, _ := pairs[i].(string)
		m.Args[name] = pairs[i+1]
	}
	return m
}

// Near is something that exists and resembles what was asked for in vain.
type Near struct {
	Label string
	Path  string // where it stands, relative to the site's root
}

// Error is a failure worth explaining to the person who asked. An error of any
// other type counts as Internal and is never shown.
type Error struct {
	Kind    Kind
	Message Message
	Fields  map[string]Message // input name to what is wrong with it
	Nearest []Near             // with NotFound: what may have been meant
}

// Error returns the message's id: a log line names the sentence, and the
// arguments, which may repeat what a person typed, stay out of it.
func (e *Error) Error() string { return e.Message.ID }

// Refuse makes an Error of one kind and one sentence.
func Refuse(kind Kind, id string, pairs ...any) *Error {
	return &Error{Kind: kind, Message: Msg(id, pairs...)}
}

// RefuseField makes an Error about one input: the sentence stands for the whole, and
// beside the input.
func RefuseField(name string, m Message) *Error {
	return &Error{Kind: Invalid, Message: m, Fields: map[string]Message{name: m}}
}

// KindOf reports the Kind that err carries, or Internal if it carries none.
func KindOf(err error) Kind {
	if e := (*Error)(nil); errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}
