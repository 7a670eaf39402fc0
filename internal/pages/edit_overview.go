package pages

import (
	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/directory"
	"rootline/internal/moderation"
	"rootline/web/page"
)

// overview answers GET /owner/clinics/{clinic}.
func (p *Pages) overview(c *fiber.Ctx, d clinicDesk) error {
	return p.showOverview(c, d, p.sheet(c))
}

func (p *Pages) showOverview(c *fiber.Ctx, d clinicDesk, s page.Sheet) error {
	f := p.editFrame(c, d, "edit_page.overview")
	is := &d.own.Is.Listing
	view := page.OverviewView{
		Head: p.editHead(d, ""), Done: p.edited(c, d.own.Days), Sheet: s, Root: d.root, Days: d.own.Days,
		State: is.State, Operating: is.Operating, Percent: d.own.Percent, Next: p.toAdd(f, d),
	}
	if is.HasPage() {
		view.Public = clinicPath(is.Clinic.Slug)
	}
	view.Withdraw, view.Export = p.ownersWays(c, d)
	var err error
	if view.Now, err = p.now(c, f, d, s); err != nil {
		return err
	}
	if r := d.own.Request; r != nil {
		if view.Request, err = p.ownRequest(f, d, r); err != nil {
			return err
		}
	}
	for _, o := range d.own.Others {
		other := page.OtherRequest{Who: d.own.Names[o.By], At: o.EditedAt}
		if other.Rows, err = p.differences(f, o.Differences); err != nil {
			return err
		}
		view.Others = append(view.Others, other)
	}
	return show(c, page.Overview(f, view))
}

// ownRequest is what an account waits for, or has in draft.
func (p *Pages) ownRequest(f page.Frame, d clinicDesk, r *moderation.ChangeRequest) (*page.RequestView, error) {
	v := &page.RequestView{
		State: string(r.State), At: r.EditedAt, Path: d.root + "/requests/" + r.ID.String(), Says: r.Decision.Text,
	}
	if r.Decision.Reason != "" {
		v.Reason = p.words().T("moderation.reason." + string(r.Decision.Reason))
	}
	var err error
	if v.Rows, err = p.differences(f, r.Differences); err != nil {
		return nil, err
	}
	v.Conflicts, err = p.clashes(f, r.Conflicts)
	return v, err
}

// ownersWays are the addresses of what only owners do with a listing, as far as whoever
// asks may; empty otherwise.
func (p *Pages) ownersWays(c *fiber.Ctx, d clinicDesk) (withdraw, export string) {
	o := access.ObjectOf(c)
	if p.Guard.May(c, "POST "+editRoot+"/withdrawal", o) != access.No && d.own.Is.Listing.State.Value != directory.Archived {
		withdraw = d.root + "/withdrawal"
	}
	if p.Guard.May(c, "GET "+editRoot+"/export", o) != access.No {
		export = d.root + "/export"
	}
	return withdraw, export
}

// mostToAdd is how many things are named that a listing could say besides.
const mostToAdd = 5

// sectionOf says in which section a field is edited; "" of one that no form has.
var sectionOf = map[moderation.Field]string{
	moderation.FieldSlug: "", moderation.FieldOrganization: "", moderation.FieldState: "",
	moderation.FieldName: "details", moderation.FieldDescription: "details", moderation.FieldURL: "details",
	moderation.FieldEmail: "details", moderation.FieldPhones: "details", moderation.FieldLanguages: "details",
	moderation.FieldOperating: "details", moderation.FieldAddress: "address", moderation.FieldHours: "hours",
	moderation.FieldExceptions: "exceptions", moderation.FieldServices: "services", moderation.FieldCapacity: "services",
	moderation.FieldFeatures: "services", moderation.FieldPrices: "prices", moderation.FieldPractitioners: "practitioners",
	moderation.FieldCredentials: "practitioners", moderation.FieldPhotos: "photos", moderation.FieldBeforeAfter: "photos",
}

// toAdd leads to what a listing does not say yet, what visitors miss most first.
func (p *Pages) toAdd(f page.Frame, d clinicDesk) []page.Link {
	var next []page.Link
	for _, missing := range d.own.Missing {
		for _, s := range sections {
			if s.path == sectionOf[missing.Field] && len(next) < mostToAdd {
				next = append(next, page.Link{Label: f.Path(missing), Path: d.root + "/" + s.path})
			}
		}
	}
	return next
}
