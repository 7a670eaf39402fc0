package pages

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/directory"
	"rootline/internal/search"
	"rootline/web/page"
)

// maxListed is how many clinics the page of a brand lists.
const maxListed = 200

// brand answers GET /brands/{slug}.
func (p *Pages) brand(c *fiber.Ctx) error {
	given := pathPart(c, "slug")
	slug, err := directory.ParseSlug(given) // nothing else is ever looked up
	if err != nil {
		return p.unknown("brand.unknown", given)
	}
	o, listings, err := p.organization(c.UserContext(), slug)
	if directory.KindOf(err) == directory.NotFound {
		return p.movedBrand(c, slug)
	}
	if err != nil {
		return err
	}
	if path := brandPath(o.Slug); rawPath(c) != path {
		return moved(c, path)
	}
	parent, err := p.parent(c.UserContext(), o.ParentID)
	if err != nil {
		return err
	}
	view := p.brandView(o, parent, listings)
	if view.Held, err = p.Store.Held(c.UserContext(), directory.ID{}, o.ID); err != nil {
		return err
	}
	f := p.frame(brandPath(o.Slug), p.brandTitle(&view))
	f.Description = p.words().T("brand.meta", "Name", o.Name)
	f.NoIndex = view.Branches == 0
	f.Treatment = true
	if !f.NoIndex {
		if f.Data, err = p.brandData(&o, parent, listings); err != nil {
			return err
		}
	}
	return show(c, page.Brand(f, view))
}

// brandTitle tells a brand from others of its name by where it is.
func (p *Pages) brandTitle(view *page.BrandView) string {
	w := p.words()
	where := w.N("count.clinics", view.Branches)
	if view.More != "" {
		where = w.T("brand.beyond", "Max", view.Branches)
	} else if view.Branches == 1 {
		only := view.Countries[0]
		where = only.Branches[0].City + ", " + w.Country(only.Country)
	}
	return w.T("brand.title", "Name", view.Organization.Name, "Where", where)
}

func brandPath(slug directory.Slug) string { return "/brands/" + slug.String() }

// organization is the organization under a slug, with its listings, if the public
// may see it.
func (p *Pages) organization(ctx context.Context, slug directory.Slug) (directory.Organization, []directory.Listing, error) {
	o, err := p.Store.OrganizationBySlug(ctx, slug)
	if err != nil {
		return o, nil, err
	}
	listings, err := p.listingsOf(ctx, o.ID)
	return o, listings, err
}

// listingsOf are an organization's listings, if the public may see one of them.
// Without one, the organization is a row of ours that nobody has published.
func (p *Pages) listingsOf(ctx context.Context, organization directory.ID) ([]directory.Listing, error) {
	listings, err := p.Store.ListingsOf(ctx, organization, maxListed+1)
	if err == nil && !slices.ContainsFunc(listings, func(l directory.Listing) bool { return l.HasPage() }) {
		return nil, directory.Refuse(directory.NotFound, "brand.unknown")
	}
	return listings, err
}

// movedBrand sends on from an address of the past, unless what it led to is not
// for the public either.
func (p *Pages) movedBrand(c *fiber.Ctx, old directory.Slug) error {
	slug, err := p.MovedBrand(c.UserContext(), old.String())
	if err == nil {
		_, _, err = p.organization(c.UserContext(), slug)
	}
	switch {
	case err == nil:
		return moved(c, brandPath(slug))
	case directory.KindOf(err) == directory.NotFound:
		return p.unknown("brand.unknown", old.String())
	}
	return err
}

// brandView shows an organization, its parent if it has one, and, country by
// country, its clinics.
func (p *Pages) brandView(o directory.Organization, parent *directory.Organization, listings []directory.Listing) page.BrandView {
	view := page.BrandView{Organization: o}
	if parent != nil {
		view.Parent = page.Link{Label: parent.Name, Path: brandPath(parent.Slug)}
	}
	branches := map[directory.Country][]page.Branch{}
	for i := range listings {
		l := &listings[i]
		if !l.Searchable() {
			continue
		}
		if view.Branches == maxListed {
			view.More = brandSearch(o)
			break
		}
		country := l.Clinic.Address.Country
		branches[country] = append(branches[country], branchOf(l))
		view.Branches++
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
	return view
}

// parent is the organization that another is part of, if there is one and it has
// a page.
func (p *Pages) parent(ctx context.Context, id directory.ID) (*directory.Organization, error) {
	if id.IsZero() {
		return nil, nil
	}
	parent, err := p.Store.Organization(ctx, id)
	if err == nil {
		_, err = p.listingsOf(ctx, id)
	}
	switch {
	case err == nil:
		return &parent, nil
	case directory.KindOf(err) == directory.NotFound:
		return nil, nil
	}
	return nil, err
}

// brandSearch is the search for the name of an organization, among its kind.
func brandSearch(o directory.Organization) string {
	words := directory.Words(o.Name)
	q := search.Query{
		Text:       strings.Join(words[:min(len(words), search.MaxWords)], " "),
		EntryTypes: []directory.EntryType{o.EntryType},
	}
	return address(q.Values())
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
