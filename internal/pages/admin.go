package pages

import (
	"context"
	"net/url"
	"path"
	"strings"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/auth/team"
	"rootline/internal/directory"
	"rootline/internal/moderation"
	"rootline/web/page"
)

// admin answers GET /admin.
func (p *Pages) admin(c *fiber.Ctx) error { return p.showAdmin(c, page.AdminView{}) }

func (p *Pages) showAdmin(c *fiber.Ctx, view page.AdminView) error {
	view.Role = staffRole(access.AskingOf(c).Actor)
	view.Audit = p.Guard.May(c, "GET /admin/audit", access.ObjectOf(c)) == access.Yes
	waits, err := p.Moderators.Items(c.UserContext(), access.AskingOf(c).Actor, moderation.QueueFilter{}, 1, 0)
	if err != nil {
		return err
	}
	files, err := p.Files.CountRows(c.UserContext())
	if err != nil {
		return err
	}
	view.Waits = waits.Total + files
	view.Find = p.Guard.May(c, "GET /admin/places", access.ObjectOf(c)) == access.Yes
	return show(c, page.Admin(p.accountFrame(c, "team_page.admin.title"), view))
}

// adminPlaces answers GET /admin/places: it finds a clinic or a brand, whether or not
// the public may see it, so that its first owner can be invited.
func (p *Pages) adminPlaces(c *fiber.Ctx) error {
	view := page.AdminView{Asked: directory.Printable(c.Query("q"))}
	kind, slug, err := askedPlace(c.Query("q"))
	if err == nil {
		view.Found, err = p.findPlaces(c.UserContext(), kind, slug)
		view.None = err == nil && len(view.Found) == 0
	}
	if err != nil {
		if view.Sheet, err = p.refused(c, view.Sheet, err, "q", "q"); err != nil {
			return err
		}
	}
	return p.showAdmin(c, view)
}

// askedPlace reads the address of a page of ours, or the end of one: a slug, and if
// it was told, of what.
func askedPlace(typed string) (kind string, slug directory.Slug, err error) {
	wrong := directory.Refuse(directory.Invalid, "team_page.find.wrong")
	u, err := url.Parse(strings.TrimSpace(typed))
	if err != nil {
		return "", slug, wrong
	}
	dir, last := path.Split(strings.ToLower(path.Clean("/" + u.Path)))
	if slug, err = directory.ParseSlug(last); err != nil {
		return "", slug, wrong
	}
	return path.Base(dir), slug, nil
}

// findPlaces finds what has a slug: a clinic, a brand, or one of each.
func (p *Pages) findPlaces(ctx context.Context, kind string, slug directory.Slug) (found []page.FoundPlace, err error) {
	for _, look := range []struct {
		unless string // it is known to be one of these
		up     func(context.Context, directory.Slug) (team.Place, error)
	}{
		{"brands", p.clinicPlace},
		{"clinics", p.brandPlace},
	} {
		if kind == look.unless {
			continue
		}
		place, err := look.up(ctx, slug)
		if directory.KindOf(err) == directory.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		public, err := p.publicPath(ctx, place)
		if err != nil {
			return nil, err
		}
		found = append(found, page.FoundPlace{
			Name: place.Name, Detail: place.City, Brand: place.Clinic.IsZero(),
			Public: public, Team: teamPath(place) + "/members",
		})
	}
	return found, nil
}

// clinicPlace is the clinic with a slug, whatever its state.
func (p *Pages) clinicPlace(ctx context.Context, slug directory.Slug) (team.Place, error) {
	l, err := p.Store.ListingBySlug(ctx, slug)
	return team.Place{
		Scope: team.Scope{Clinic: l.Clinic.ID}, Name: l.Clinic.Name, Slug: l.Clinic.Slug, City: l.Clinic.Address.City,
	}, err
}

// brandPlace is the brand with a slug, whether or not a clinic of it is published.
func (p *Pages) brandPlace(ctx context.Context, slug directory.Slug) (team.Place, error) {
	o, err := p.Store.OrganizationBySlug(ctx, slug)
	return team.Place{Scope: team.Scope{Organization: o.ID}, Name: o.Name, Slug: o.Slug}, err
}
