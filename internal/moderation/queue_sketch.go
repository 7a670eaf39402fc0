package moderation

import (
	"context"
	"slices"

	"rootline/internal/directory"
)

// Sketch is what an item of the queue is about, as far as a line of a list says it.
type Sketch struct {
	Clinic directory.Clinic // the zero Clinic for the claim of a brand
	Public bool             // it has a page for the public
	Brand  string           // whose claim it is, of a brand
	By     directory.ID     // who asks; zero of reports, and of what a file proposes

	Fields   []Field // of a change: what it is to, each once
	Revision int     // of a change
	Simple   bool    // of a change: see [ChangeRequest.Simple]

	Evidence []EvidenceKind // of a claim, each once
	Called   bool           // of a claim: the claimant asks to be called
	Branches int            // of the claim of a brand

	Counts []ReasonCount // of reports
}

// Simple reports whether a request can be approved along with others: it is in no
// conflict, and wants only what those who are trusted change without anybody looking.
func (r *ChangeRequest) Simple() bool {
	trusted := Record{Approved: TrustedAfter}
	wantsMore := func(d Difference) bool {
		return Decide(d.Field, ClinicOwner, trusted, directory.Published) != Live
	}
	return len(r.Conflicts) == 0 && !slices.ContainsFunc(r.Differences, wantsMore)
}

// sketch reads what an item is about.
func sketch(ctx context.Context, r Reader, i Item) (s Sketch, err error) {
	if !i.ClinicID.IsZero() {
		is, err := r.Version(ctx, i.ClinicID)
		if err != nil {
			return s, err
		}
		s.Clinic, s.Public = is.Listing.Clinic, is.Listing.HasPage()
	}
	switch i.Kind {
	case ItemChange:
		request, err := r.Request(ctx, i.ID)
		if err != nil {
			return s, err
		}
		s.ofRequest(&request)
	case ItemClaim, ItemContest, ItemAppeal:
		return s, s.ofClaim(ctx, r, i.ID)
	case ItemReport, ItemLegal:
		reports, err := r.Reports(ctx, i.ID)
		if rows := Gather(reports); len(rows) > 0 {
			s.Counts = rows[0].Counts
		}
		return s, err
	case ItemProposal, ItemImport:
	}
	return s, nil
}

func (s *Sketch) ofRequest(r *ChangeRequest) {
	s.By, s.Revision, s.Simple = r.By, r.Revision, r.Simple()
	for _, d := range r.Differences {
		if !slices.Contains(s.Fields, d.Field) {
			s.Fields = append(s.Fields, d.Field)
		}
	}
	for _, c := range r.Conflicts {
		if !slices.Contains(s.Fields, c.Field) {
			s.Fields = append(s.Fields, c.Field)
		}
	}
}

func (s *Sketch) ofClaim(ctx context.Context, r Reader, id directory.ID) error {
	c, err := r.Claim(ctx, id)
	if err != nil {
		return err
	}
	s.By, s.Called = c.By, c.Call != (Call{})
	for _, e := range c.Evidence {
		if !slices.Contains(s.Evidence, e.Kind) {
			s.Evidence = append(s.Evidence, e.Kind)
		}
	}
	if c.OrganizationID.IsZero() {
		return nil
	}
	o, err := r.Organization(ctx, c.OrganizationID)
	s.Clinic, s.Public, s.Brand, s.Branches = directory.Clinic{}, false, o.Name, len(c.Branches)
	return err
}
