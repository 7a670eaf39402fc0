package moderation

import (
	"context"
	"slices"
	"strings"

	"rootline/internal/auth"
	"rootline/internal/directory"
)

// Report keeps what somebody, who need not be known, says is wrong with a listing that
// has a page. How much may be said is for whoever asks to bound.
func (d *Desk) Report(ctx context.Context, actor directory.Actor, r Report) error {
	r.Text = strings.TrimSpace(r.Text)
	if err := r.Check(); err != nil {
		return err
	}
	return d.moderate(ctx, actor, func(a *act) error {
		is, err := a.Version(ctx, r.ClinicID)
		if err != nil {
			return err
		}
		if !is.Listing.HasPage() {
			return noClinic()
		}
		r.At, r.Decision = directory.At(a.now), Decision{}
		if r.ID, err = a.newID(); err != nil {
			return err
		}
		if err := a.SaveReport(ctx, r); err != nil {
			return err
		}
		return a.note(ctx, Event{What: "report.add", Noun: "report", Object: r.ID}, values{})
	})
}

// DecideReports decides those reports of a clinic that a moderator has seen as one, on the
// terms of [Row.Decide], and writes to whoever gave an address, once. Those that came since
// go on waiting.
func (q *Queue) DecideReports(ctx context.Context, actor directory.Actor, clinic directory.ID, seen []directory.ID, reason Reason, text string) error {
	return q.staff(ctx, actor, func(a *act) error {
		is, err := a.Version(ctx, clinic)
		if err != nil {
			return err
		}
		row, err := a.row(ctx, clinic, seen)
		if err != nil {
			return err
		}
		by, err := a.person(ctx)
		if err != nil {
			return err
		}
		if ofTeam(a.actor, &is.Listing) {
			return directory.Refuse(directory.Forbidden, "moderation.own")
		}
		if err := row.Decide(Decision{By: by, At: directory.At(a.now), Reason: reason, Text: text}); err != nil {
			return err
		}
		return a.saveReports(ctx, &is.Listing, row.Reports)
	})
}

// row is what was seen of the reports of a clinic. If any of it was decided since, whoever
// comes second learns who was first.
func (a *act) row(ctx context.Context, clinic directory.ID, seen []directory.ID) (Row, error) {
	open, err := a.Reports(ctx, clinic)
	if err != nil {
		return Row{}, err
	}
	open = slices.DeleteFunc(open, func(r Report) bool { return !slices.Contains(seen, r.ID) })
	rows := Gather(open)
	if len(rows) == 1 && len(rows[0].Reports) == len(seen) {
		return rows[0], nil
	}
	by, err := a.lastBy(ctx, clinic, "report.decide")
	if err != nil {
		return Row{}, err
	}
	return Row{}, movedOn(by)
}

func (a *act) saveReports(ctx context.Context, l *directory.Listing, decided []Report) error {
	told := map[string]bool{}
	for _, r := range legalFirst(decided) {
		if err := a.SaveReport(ctx, r); err != nil {
			return err
		}
		e := Event{What: "report.decide", Noun: "report", Object: r.ID, Listing: r.ClinicID}
		if err := a.note(ctx, e, values{after: because{r.Decision.Reason}}); err != nil {
			return err
		}
		address := strings.ToLower(r.Email.String())
		if address == "" || told[address] {
			continue
		}
		told[address] = true
		if err := a.send(ctx, reportLetter(l, &r)); err != nil {
			return err
		}
	}
	return nil
}

// legalFirst puts notices by law before all else: who has sent one is told how the decision
// on it can be appealed.
func legalFirst(all []Report) []Report {
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b Report) int { return boolean(b.Reason.Legal()) - boolean(a.Reason.Legal()) })
	return all
}

// reportLetter tells somebody what became of what they said. An appeal against what was
// decided on a notice by law is made where the notice was.
func reportLetter(l *directory.Listing, r *Report) auth.Letter {
	letter := auth.Letter{
		Kind: auth.ReportDecided, Person: r.ID, To: r.Email, Language: r.Language,
		Place: l.Clinic.Name, Path: "/clinics/" + l.Clinic.Slug.String(),
		Reason: string(r.Decision.Reason), Text: r.Decision.Text,
	}
	if r.Reason.Legal() {
		letter.Kind = auth.NoticeDecided
		if l.HasPage() {
			letter.Path += "/report"
		}
	}
	return letter
}
