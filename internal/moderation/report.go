package moderation

import (
	"cmp"
	"slices"
	"strings"

	"rootline/internal/directory"
)

// ReportReason is what a visitor says is wrong.
type ReportReason string

// What can be wrong with a listing. The last two are notices by law, which have a
// deadline and are answered with a statement of reasons.
const (
	WrongHours     ReportReason = "hours"
	WrongContact   ReportReason = "contact"
	WrongAddress   ReportReason = "address"
	WrongPrice     ReportReason = "price"
	NotOffered     ReportReason = "not_offered"
	WrongPeople    ReportReason = "practitioners"
	OutOfBusiness  ReportReason = "out_of_business"
	NoClinic       ReportReason = "no_clinic" // an agency that poses as one, or an academy
	TwiceListed    ReportReason = "twice"
	BadPhoto       ReportReason = "photo"
	Misleading     ReportReason = "misleading"
	SomethingElse  ReportReason = "other"
	IllegalContent ReportReason = "illegal"
	MyPersonalData ReportReason = "my_data"
)

var reportReasons = []ReportReason{
	WrongHours, WrongContact, WrongAddress, WrongPrice, NotOffered, WrongPeople, OutOfBusiness,
	NoClinic, TwiceListed, BadPhoto, Misleading, SomethingElse, IllegalContent, MyPersonalData,
}

// ReportReasons returns everything that can be wrong, as visitors are asked.
func ReportReasons() []ReportReason { return slices.Clone(reportReasons) }

// Legal reports whether the law says what becomes of such a report.
func (r ReportReason) Legal() bool { return r == IllegalContent || r == MyPersonalData }

// Report is what a visitor says is wrong with a listing, or suggests. Nothing of it is
// applied by itself.
type Report struct {
	ID       directory.ID       `json:"id"`
	ClinicID directory.ID       `json:"clinic_id"`
	Reason   ReportReason       `json:"reason"`
	Text     string             `json:"text,omitzero"`
	Email    directory.Email    `json:"email,omitzero"` // to answer to; a notice by law has one
	Language directory.Language `json:"language,omitzero"`
	At       directory.Instant  `json:"at"`
	Decision Decision           `json:"decision,omitzero"`
}

// Check reports as a [directory.Error] what keeps the report from being one.
func (r *Report) Check() error {
	wrong := map[string]directory.Message{}
	if !slices.Contains(reportReasons, r.Reason) {
		names := make([]string, len(reportReasons))
		for i, reason := range reportReasons {
			names[i] = string(reason)
		}
		wrong["reason"] = directory.Msg("invalid.choice", "Choices", strings.Join(names, ", "))
	}
	if r.Reason.Legal() && r.Email.IsZero() {
		wrong["email"] = directory.Msg("moderation.report.email")
	}
	if err := mistaken(wrong); err != nil {
		return err
	}
	return checkText(strings.TrimSpace(r.Text), r.Reason.Legal() || r.Reason == SomethingElse || r.Reason == Misleading)
}

// Row is all that waits to be decided of what visitors say of one listing.
type Row struct {
	ClinicID directory.ID
	Reports  []Report // the oldest first
	Counts   []ReasonCount
	Legal    bool
}

// ReasonCount is how often something was said.
type ReasonCount struct {
	Reason ReportReason
	Count  int
}

// Gather makes one row for each listing of the reports that nobody has decided, the
// listing that has waited longest first. What was said most often is counted first.
func Gather(reports []Report) []Row {
	reports = slices.Clone(reports)
	slices.SortStableFunc(reports, func(a, b Report) int {
		return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.ID.String(), b.ID.String()))
	})
	var rows []Row
	for _, r := range reports {
		if r.Decision.At != 0 {
			continue
		}
		i := slices.IndexFunc(rows, func(row Row) bool { return row.ClinicID == r.ClinicID })
		if i < 0 {
			i, rows = len(rows), append(rows, Row{ClinicID: r.ClinicID})
		}
		rows[i].add(r)
	}
	for i := range rows {
		slices.SortStableFunc(rows[i].Counts, func(a, b ReasonCount) int { return b.Count - a.Count })
	}
	return rows
}

func (row *Row) add(r Report) {
	row.Reports = append(row.Reports, r)
	row.Legal = row.Legal || r.Reason.Legal()
	i := slices.IndexFunc(row.Counts, func(c ReasonCount) bool { return c.Reason == r.Reason })
	if i < 0 {
		i, row.Counts = len(row.Counts), append(row.Counts, ReasonCount{Reason: r.Reason})
	}
	row.Counts[i].Count++
}

// Decide decides every report of the row as one. A notice by law is answered with a
// statement of reasons, whatever the reason.
func (row *Row) Decide(d Decision) error {
	d.Text = strings.TrimSpace(d.Text)
	if err := d.check(OfReport, Reject); err != nil {
		return err
	}
	if row.Legal && d.Text == "" {
		return mistaken(map[string]directory.Message{"text": directory.Msg("moderation.statement_needed")})
	}
	row.Reports = slices.Clone(row.Reports)
	for i := range row.Reports {
		row.Reports[i].Decision = d
	}
	return nil
}
