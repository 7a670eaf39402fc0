package page

import "github.com/a-h/templ"

// Sheet is a form that people fill in, as far as all such forms are alike: what is
// wrong with it, and what it carries along.
type Sheet struct {
	ID      string  // begins the ids of its fields, where a page has more than one form
	Token   string  // shows that the form is ours, to be sent back as form_token
	Refused string  // why it was refused as a whole; empty if it was not
	Faults  []Fault // what is wrong with which field, in the order in which they stand
	Hidden  []Field // what the form carries along without showing it
}

// Fault is what is wrong with a field, in a sentence that can stand by itself.
type Fault struct{ Name, Text string }

// Wrong reports whether the form was sent and refused.
func (s Sheet) Wrong() bool { return s.Refused != "" || len(s.Faults) > 0 }

// fault is what is wrong with a field; empty if nothing is.
func (s Sheet) fault(name string) string {
	for _, f := range s.Faults {
		if f.Name == name {
			return f.Text
		}
	}
	return ""
}

// id is the id of a field, unique on the page.
func (s Sheet) id(name string) string {
	if s.ID == "" {
		return name
	}
	return s.ID + "-" + name
}

// Input is a field of a [Sheet]. A value is shown again as it was typed, so a
// password or a code is never given one.
type Input struct {
	Name         string
	Label        string
	Hint         string // stands between label and field; may be empty
	Value        string
	Type         string // text, email, password; empty is text
	Autocomplete string // what browsers and password managers fill it with; empty for nothing
	Mode         string // the keyboard that fits, such as numeric; may be empty
	Required     bool
	Focus        bool // typing begins here, unless something is wrong
}

// attributes are those of the input element which not every field has.
func (i Input) attributes(s Sheet) templ.Attributes {
	a := templ.Attributes{"type": "text", "required": i.Required}
	if i.Type != "" {
		a["type"] = i.Type
	}
	if i.Value != "" {
		a["value"] = i.Value
	}
	if i.Autocomplete != "" {
		a["autocomplete"] = i.Autocomplete
	}
	if i.Mode != "" {
		a["inputmode"] = i.Mode
	}
	if a["type"] != "text" || i.Mode != "" {
		a["autocapitalize"], a["spellcheck"] = "none", "false"
	}
	if by := i.describedBy(s); by != "" {
		a["aria-describedby"] = by
	}
	if s.fault(i.Name) != "" {
		a["aria-invalid"] = "true"
	}
	a["autofocus"] = i.Focus && !s.Wrong()
	return a
}

// describedBy names what is said about a field: its hint, and what is wrong.
func (i Input) describedBy(s Sheet) string {
	hint, wrong := s.id(i.Name)+"-hint", s.id(i.Name)+"-error"
	switch faulty := s.fault(i.Name) != ""; {
	case i.Hint != "" && faulty:
		return hint + " " + wrong
	case i.Hint != "":
		return hint
	case faulty:
		return wrong
	}
	return ""
}

// Choice is one of several of a field, of which one is chosen.
type Choice struct{ Value, Label string }

// Tick is a box of a [Sheet] to be ticked; its value is "yes".
type Tick struct {
	Name    string
	Label   string
	Hint    string
	Checked bool
}

// describedBy names what is said about a box.
func (t Tick) describedBy(s Sheet) string { return Input{Name: t.Name, Hint: t.Hint}.describedBy(s) }

// codeAttributes is a field as one for a code is.
func codeAttributes(i Input) Input {
	i.Mode, i.Autocomplete, i.Value, i.Required = "numeric", "one-time-code", "", true
	return i
}

// passwordAttributes is a field as one for a password is.
func passwordAttributes(i Input) Input {
	i.Type, i.Value = "password", ""
	return i
}
