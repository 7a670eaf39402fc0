package moderation

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"rootline/internal/directory"
)

// Answer is what a moderator says to a request.
type Answer string

// What a moderator can say.
const (
	Approve Answer = "approve"
	Reject  Answer = "reject"
	AskBack Answer = "ask_back"
)

// maxText is how many letters a decision or a report may have.
const maxText = 2000

// Verdict is a moderator's answer to a request as they saw it.
type Verdict struct {
	By       Person
	Answer   Answer
	Revision int      // of the request that they looked at
	Chosen   []string // names of the differences approved; with none of them all are
	Reason   Reason   // of what is rejected, in whole or in part
	Text     string
}

// Decide carries out what a moderator says to a request, and returns the listing as
// it is from then on. The first to decide is heard: whoever comes second is told, as
// a Conflict, by whom it was done. Nobody decides what they have asked for
// themselves, nor what its author has changed since they looked. If it refuses,
// nothing has changed.
func (r *ChangeRequest) Decide(is Version, v Verdict, now time.Time) (directory.Listing, error) {
	to := map[Answer]State{Approve: Approved, Reject: Rejected, AskBack: AskedBack}[v.Answer]
	if to == "" {
		return is.Listing, directory.Refuse(directory.Invalid, "moderation.answer")
	}
	if err := r.stands(to); err != nil {
		return is.Listing, err
	}
	switch {
	case v.By.ID == r.By:
		return is.Listing, directory.Refuse(directory.Forbidden, "moderation.own")
	case v.Revision != r.Revision:
		return is.Listing, directory.Refuse(directory.Conflict, "moderation.edited")
	}
	d := Decision{By: v.By, At: directory.At(now), Reason: v.Reason, Text: strings.TrimSpace(v.Text)}
	next := is.Listing
	var err error
	if v.Answer == Approve {
		if next, d.Refused, err = r.approve(is, v.Chosen, now); err != nil {
			return is.Listing, err
		}
	}
	if err := d.check(OfChange, v.Answer); err != nil {
		return is.Listing, err
	}
	r.State, r.Decision = to, d
	return next, nil
}

// approve is the listing with what was chosen, and the names of the rest.
func (r *ChangeRequest) approve(is Version, chosen []string, now time.Time) (l directory.Listing, refused []string, err error) {
	if unknown := r.unknown(chosen); len(unknown) > 0 {
		return l, nil, &directory.Error{Kind: directory.Invalid, Message: directory.Msg("moderation.no_difference"), Fields: unknown}
	}
	var approved []Difference
	for _, d := range r.Differences {
		if len(chosen) == 0 || slices.Contains(chosen, d.Name()) {
			approved = append(approved, d)
		} else {
			refused = append(refused, d.Name())
		}
	}
	l, conflicts, err := Apply(&is.Listing, approved)
	if err != nil {
		return l, nil, err
	}
	for _, c := range r.Conflicts {
		if len(chosen) == 0 { // all is approved, so all has to be settled
			conflicts = append(conflicts, c)
		}
		refused = append(refused, c.Name())
	}
	if len(conflicts) > 0 {
		return l, nil, inConflict("moderation.conflicts", conflicts)
	}
	l.UpdatedAt = directory.At(now)
	return l, refused, l.Check()
}

func (r *ChangeRequest) unknown(chosen []string) map[string]directory.Message {
	unknown := map[string]directory.Message{}
	for _, name := range chosen {
		if !slices.ContainsFunc(r.Differences, func(d Difference) bool { return d.Name() == name }) {
			unknown[directory.Printable(name)] = directory.Msg("moderation.no_difference")
		}
	}
	return unknown
}

// inConflict refuses what cannot be done before its conflicts are settled, by name.
func inConflict(id string, all []Conflict) error {
	fields := make(map[string]directory.Message, len(all))
	for _, c := range all {
		fields[c.Name()] = directory.Msg("moderation.conflict.field")
	}
	return &directory.Error{Kind: directory.Conflict, Message: directory.Msg(id), Fields: fields}
}

// check wants a decision to say what the person concerned can act on.
func (d *Decision) check(s Subject, a Answer) error {
	wrong := map[string]directory.Message{}
	rejects := a == Reject || len(d.Refused) > 0
	switch {
	case rejects && !slices.Contains(Reasons(s), d.Reason):
		wrong["reason"] = directory.Msg("moderation.reason_needed")
	case !rejects && d.Reason != "":
		wrong["reason"] = directory.Msg("moderation.reason_idle")
	}
	switch {
	case d.Text == "" && (a == AskBack || rejects && d.Reason == Other):
		wrong["text"] = directory.Msg("moderation.text_needed")
	case utf8.RuneCountInString(d.Text) > maxText:
		wrong["text"] = directory.Msg("invalid.too_long", "Max", maxText)
	case directory.Printable(unbroken.Replace(d.Text)) != unbroken.Replace(d.Text):
		wrong["text"] = directory.Msg("invalid.text")
	}
	return mistaken(wrong)
}

// unbroken takes away what a text of several lines may have of control characters.
var unbroken = strings.NewReplacer("\n", " ", "\r", " ", "\t", " ")

// mistaken refuses an input for what is wrong with its fields, the first of them by
// name first.
func mistaken(wrong map[string]directory.Message) error {
	var first string
	for name := range wrong {
		if first == "" || name < first {
			first = name
		}
	}
	if first == "" {
		return nil
	}
	return &directory.Error{Kind: directory.Invalid, Message: wrong[first], Fields: wrong}
}
