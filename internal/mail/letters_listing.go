package mail

// The letters about the directory say what was decided, of which clinic, and why.
const (
	ChangeApproved       Kind = "change_approved"         // needs Path; may have Place
	ChangeApprovedInPart Kind = "change_approved_in_part" // needs Path, Reason; may have Place, Text
	ChangeRejected       Kind = "change_rejected"         // as above
	ChangeAskedBack      Kind = "change_asked_back"       // needs Path, Text; may have Place

	ListingPublished  Kind = "listing_published" // needs Path; may have Place
	ListingRejected   Kind = "listing_rejected"  // needs Path, Reason; may have Place, Text
	ListingSuspended  Kind = "listing_suspended" // as above
	ListingArchived   Kind = "listing_archived"  // as above
	ListingReinstated Kind = "listing_reinstated"

	ClaimCode      Kind = "claim_code"      // needs Code, For; may have By, Place
	ClaimGranted   Kind = "claim_granted"   // needs Path; may have Place
	ClaimDenied    Kind = "claim_denied"    // needs Path, Reason; may have Place, Text
	ClaimFinal     Kind = "claim_final"     // as above
	ClaimContested Kind = "claim_contested" // needs Path, For; may have Place
	ClaimWaits     Kind = "claim_waits"     // as above
	ClaimLost      Kind = "claim_lost"      // needs Path; may have Place

	ReportDecided Kind = "report_decided" // needs Path, Reason; may have Place, Text
	NoticeDecided Kind = "notice_decided" // as above
	FactsDue      Kind = "facts_due"      // needs Path, For; may have Place
)

// notice is a letter about the directory that differs from others in its words alone.
// Their ids begin with the kind.
type notice struct {
	reason bool // a decision that has to say why
	text   bool // there is nothing to it without the words of whoever decided
	lasts  bool // what it asks for, or its link, is of use for so long
	more   bool // a last sentence says what can be done
}

// write writes a letter about the directory. A reason and a text are told wherever there
// are any; that there is another one than in the list goes without saying where the text is.
func (n notice) write(w writer) (body, error) {
	if w.Path == "" || n.reason && w.Reason == "" || n.text && w.Text == "" || n.lasts && w.For <= 0 {
		return body{}, errFacts
	}
	id, paragraphs := "mail."+string(w.kind), said(w.Text)
	b := body{
		subject: w.T(id + ".subject"),
		preview: w.T(id + ".preview"),
		before:  []string{w.T(id+".lead", "Place", w.place())},
		button:  w.T(id + ".button"),
	}
	if w.Reason != "" && (w.Reason != "other" || len(paragraphs) == 0) {
		b.before = append(b.before, w.T("mail.reason", "Reason", w.T("moderation.reason."+w.Reason)))
	}
	if len(paragraphs) > 0 {
		b.before = append(append(b.before, w.T("mail.said")), paragraphs...)
	}
	if n.lasts {
		b.after = append(b.after, w.T(id+".until", "For", w.lasting(), "Until", w.until()))
	}
	if n.more {
		b.after = append(b.after, w.T(id+".more"))
	}
	return b, nil
}

// claimCode is the one letter about the directory that goes to somebody who may not
// know what it is about: to an address at the domain of a clinic.
func (w writer) claimCode() (body, error) {
	if w.Code == "" || w.For <= 0 {
		return body{}, errFacts
	}
	return body{
		subject: w.T("mail.claim_code.subject"),
		preview: w.T("mail.claim_code.preview"),
		before:  []string{w.T("mail.claim_code.lead", "By", w.by(), "Place", w.place()), w.T("mail.claim_code.code")},
		code:    w.Code,
		button:  w.T("mail.claim_code.button"),
		after:   []string{w.T("mail.lasts", "For", w.lasting(), "Until", w.until()), w.T("mail.claim_code.not_you")},
	}, nil
}
