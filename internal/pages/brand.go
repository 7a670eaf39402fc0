package pages

import (
	"cmp"
	"context"
	"slices"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/directory"
	"rootline/web/page"
)

// brand answers GET /brands/{slug}.
func (p *Pages) brand(c *fiber.Ctx) error {
	given := pathPart(c, "slug")
	o, err := p.organization(c.UserContext(), given)
	if directory.KindOf(err) == directory.NotFound && err != nil {
		return p.movedBrand(c, given)
	}
	if err != nil {
		return err
	}
	if path := brandPath(o.Slug); rawPath(c) != path {
		return moved(c, path)
	}
	view, err := p.brandView(c.UserContext(), o)
	if err != nil {
		return err
	}
	f := p.frame(brandPath(o.Slug), p.brandTitle(&view))
	f.Description = p.words().T("brand.meta", "Name", o.Name)
	f.NoIndex = view.Branches == 0
	f.Treatment = true
	return show(c, page.Brand(f, view))
}

// brandTitle tells a brand from others of its name by where it is.
func (p *Pages) brandTitle(view *page.BrandView) string {
	w := p.words()
	where := w.N("count.clinics", view.Branches)
	if view.Branches == 1 {
		only := view.Countries[0]
		where = only.Branches[0].City + ", " + w.Country(only.Country)
	}
	return w.T("brand.title", "Name", view.Organization.Name, "Where", where)
}

func brandPath(slug directory.Slug) string { return "/brands/" + slug.String() }

func (p *Pages) organization(ctx context.Context, given string) (directory.Organization, error) {
	slug, err := directory.ParseSlug(given)
	if err != nil {
		return directory.Organization{}, directory.Refuse(directory.NotFound, "brand.unknown")
	}
	return p.Store.OrganizationBySlug(ctx, slug)
}

func (p *Pages) movedBrand(c *fiber.Ctx, given string) error {
	slug, err := p.MovedBrand(c.UserContext(), given)
	switch {
	case err == nil:
		return moved(c, brandPath(slug))
	case directory.KindOf(err) == directory.NotFound:
		return p.unknown("brand.unknown", given)
	}
	return err
}

// brandView shows an organization and, country by country, its clinics.
func (p *Pages) brandView(ctx context.Context, o directory.Organization) (page.BrandView, error) {
	view := page.BrandView{Organization: o}
	if !o.ParentID.IsZero() {
		parent, err := p.Store.Organization(ctx, o.ParentID)
		if err != nil {
			return view, err
		}
		view.Parent = &page.Link{Label: parent.Name, Path: brandPath(parent.Slug)}
	}
	listings, err := p.Store.ListingsOf(ctx, o.ID)
	if err != nil {
		return view, err
	}
	branches := map[directory.Country][]page.Branch{}
	for i := range listings {
		l := &listings[i]
		if l.Searchable() {
			country := l.Clinic.Address.Country
			branches[country] = append(branches[country], branchOf(l))
			view.Branches++
		}
	}
	for country, of := range branches {
		slices.SortFunc(of, func(a, b page.Branch) int {
			return cmp.Or(cmp.Compare(directory.Fold(a.City), directory.Fold(b.City)), cmp.Compare(a.Path, b.Path))
		})
		view.Countries = append(view.Countries, page.BrandCountry{Country: country, Branches: of})
	}
	slices.SortFunc(view.Countries, func(a, b page.BrandCountry) int {
		return cmp.Compare(p.words().Country(a.Country), p.words().Country(b.Country))
	})
	return view, nil
}

func branchOf(l *directory.Listing) page.Branch {
	b := page.Branch{
		Link:      page.Link{Label: l.Clinic.Name, Path: clinicPath(l.Clinic.Slug)},
		City:      l.Clinic.Address.City,
		Operating: l.Operating.Value,
	}
	for _, s := range directory.Services() {
		if _, offered := l.Clinic.Offering(s); offered {
			b.Services = append(b.Services, s)
		}
	}
	return b
}
