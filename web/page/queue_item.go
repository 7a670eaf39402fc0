package page

import (
	"net/url"
	"slices"
	"strings"

	"rootline/internal/directory"
	"rootline/internal/moderation"
)

// ItemView is an item of the queue with all that it is decided by.
type ItemView struct {
	Done          QueueDone
	Sheet         Sheet
	Filter        QueueFilter
	Case          moderation.Case
	Typed         Decision
	You           directory.ID
	Admin         bool
	Reasons       []moderation.Reason
	Before, After string // addresses of the items around it; empty for none

	Differences DifferencesView // of a change
	Whole       []Difference    // of a proposal: all that it says
	Alike       []Resembling    // of a proposal
	Branches    []Claimed       // of a claim: what it is for
}

// Decision is the form of an item, as it was filled in.
type Decision struct {
	Sent     bool // it was
	Answer   moderation.Answer
	Revision int
	Reason   moderation.Reason
	Text     string
	Taken    map[string]bool // the differences that were chosen, by name
	Seen     string          // the reports that were shown
	Phone    string          // that was called
}

// Claimed is a clinic that is claimed.
type Claimed struct {
	Clinic   directory.Clinic
	Public   bool
	Standing moderation.Standing // to the brand; empty where the clinic alone is claimed
}

// DecidedView says what became of an item.
type DecidedView struct {
	Done    QueueDone
	Sheet   Sheet
	Filter  QueueFilter
	Kind    moderation.ItemKind
	Decided moderation.Decided
	Rows    []Difference
}

// Heading is what the item is, and of which clinic.
func (v ItemView) Heading(f Frame) string {
	return f.T("queue_page.heading", "Kind", f.kind(v.Case.Item.Kind), "Name", v.clinicName(f))
}

// clinicName is what the clinic is called, or the brand of which several are claimed.
func (v ItemView) clinicName(f Frame) string {
	if name := v.Case.Is.Listing.Clinic.Name; name != "" {
		return name
	}
	return f.N("queue_page.branches", len(v.Branches))
}

// path is where the item's forms are sent to.
func (v ItemView) path(below string) string {
	return v.Filter.At(ItemPath(v.Case.Item.Kind, v.Case.Item.ID.String())+below, nil)
}

// seen are the reports that the page shows, as its form carries them.
func (v ItemView) seen() string {
	if v.Case.Reports == nil {
		return ""
	}
	ids := make([]string, len(v.Case.Reports.Reports))
	for i, r := range v.Case.Reports.Reports {
		ids[i] = r.ID.String()
	}
	return strings.Join(ids, ",")
}

// decidable reports whether whoever looks may decide the item now, and why they may not.
func (v ItemView) decidable(f Frame) (why string, ok bool) {
	c := v.Case.Claim
	switch {
	case v.Case.Author == v.You && !v.You.IsZero():
		return f.T("moderation.own"), false
	case c == nil:
		return "", true
	case v.Case.Item.Kind == moderation.ItemContest && !v.Admin:
		return f.T("moderation.claim.admin"), false
	case !c.Decidable(f.Now):
		return f.T("moderation.claim.wait", "Due", f.moment(c.DueAt)), false
	}
	return "", true
}

// wayBack says how what was decided can be taken back that has no button for it.
func (v DecidedView) wayBack(f Frame) string {
	switch v.Kind {
	case moderation.ItemReport, moderation.ItemLegal:
		return f.T("queue_page.undo_reports")
	case moderation.ItemProposal:
		return f.T("queue_page.undo_listing")
	default:
	}
	if v.Decided.Claim == nil {
		return ""
	}
	switch v.Decided.Claim.State {
	case moderation.ClaimDenied:
		return f.T("queue_page.undo_denied")
	case moderation.ClaimFinal:
		return f.T("queue_page.undo_final")
	case moderation.ClaimGranted:
		return f.T("queue_page.undo_granted")
	default:
		return ""
	}
}

// phones are the numbers that can be called, each with the clinic that is listed with
// it where there are several.
func (v ItemView) phones() (all []Choosable) {
	for _, b := range v.Branches {
		for _, p := range b.Clinic.Phones {
			o := Choosable{Value: p.Number.String(), Label: p.Number.International()}
			if b.Standing != "" {
				o.Value = b.Clinic.ID.String() + " " + o.Value
				o.Label = b.Clinic.Name + " " + o.Label
			}
			c := v.Case.Claim
			o.Chosen = v.Typed.Phone == o.Value || v.Typed.Phone == "" && c.Call.Phone == p.Number && (c.Call.ClinicID.IsZero() || c.Call.ClinicID == b.Clinic.ID)
			all = append(all, o)
		}
	}
	return all
}

// textHint says what becomes of the text: only who has asked for a change can be asked back.
func (v ItemView) textHint(f Frame) string {
	if v.Case.Item.Kind == moderation.ItemChange {
		return f.T("queue_page.text_hint_back")
	}
	return f.T("queue_page.text_hint")
}

// answers are the two words of the buttons: what approves, and what rejects.
func (v ItemView) answers(f Frame) (approve, reject string) {
	switch v.Case.Item.Kind {
	case moderation.ItemClaim, moderation.ItemContest, moderation.ItemAppeal:
		return f.T("queue_page.grant"), f.T("queue_page.deny")
	case moderation.ItemProposal:
		return f.T("queue_page.publish"), f.T("queue_page.reject")
	default:
		return f.T("queue_page.approve"), f.T("queue_page.reject")
	}
}

// about is for which branch evidence is.
func (v ItemView) about(id directory.ID) string {
	for _, b := range v.Branches {
		if b.Clinic.ID == id && b.Standing != "" {
			return b.Clinic.Name
		}
	}
	return ""
}

// shown says what a piece of evidence shows.
func (f Frame) shown(e moderation.Evidence) string {
	said := f.T("queue_page.evidence." + string(e.Kind))
	for _, detail := range []string{e.Domain, e.Phone.International(), e.Note} {
		if detail != "" {
			said = f.T("diff.with", "Said", said, "Detail", detail)
		}
	}
	return said
}

// became says how far a request has come.
func (f Frame) became(r moderation.ChangeRequest) string {
	if r.State == moderation.Approved && r.Live {
		return f.T("queue_page.request.live")
	}
	return f.T("queue_page.request." + string(r.State))
}

// fieldsOf are what a request is to, each once.
func (f Frame) fieldsOf(r moderation.ChangeRequest) string {
	var names []string
	for _, d := range r.Differences {
		if name := f.Field(d.Field); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// callPath is where what was told by phone is sent to.
func (v ItemView) callPath() string {
	return v.Filter.At("/admin/claims/"+v.Case.Claim.ID.String()+"/call", url.Values{"as": {string(v.Case.Item.Kind)}})
}
