package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/pquerna/otp/totp"

	"rootline/internal/auth"
	"rootline/internal/directory"
	"rootline/internal/mail"
	"rootline/internal/words"
	"rootline/web/page"
)

// demoPeopleStamp is under which key a demo remembers the passwords of its people,
// which everybody may know.
const demoPeopleStamp = "demo_people"

// demoPerson is somebody whom everybody may sign in as.
type demoPerson struct {
	Name     string
	Email    directory.Email
	Password string
	Role     string // the id of what they are
	Account  directory.ID
	Clinic   directory.ID // at most one of these two
	Brand    directory.ID
}

// demoRole is what one of a demo's people is.
type demoRole struct {
	id, name, address string
	role              directory.Role
	clinic, brand     bool
}

// demoRoles are the people of a demo, by what they are.
var demoRoles = []demoRole{
	{"demo_page.owner", "Olivia Owner", "olivia@demo.example", directory.RoleOwner, true, false},
	{"demo_page.manager", "Manuel Manager", "manuel@demo.example", directory.RoleManager, true, false},
	{"demo_page.brand_owner", "Brenda Brand", "brenda@demo.example", directory.RoleOwner, false, true},
	{"demo_page.moderator", "Morgan Moderator", "morgan@demo.example", directory.RoleModerator, false, false},
	{"demo_page.admin", "Ada Admin", "ada@demo.example", directory.RoleAdmin, false, false},
}

// addDemoPeople makes those of a demo's people who are not there. Who they are is
// written down first, so that it can be cut off anywhere and begun anew.
func addDemoPeople(ctx context.Context, h *house) error {
	people, err := demoPeople(ctx, h)
	if err != nil {
		return err
	}
	if len(people) == 0 {
		if people, err = inventDemoPeople(ctx, h); err != nil {
			return err
		}
	}
	hasher, hashes := auth.NewHasher(), map[string]string{}
	for _, p := range people {
		_, err := h.Account(ctx, p.Account)
		if err == nil {
			continue
		}
		if directory.KindOf(err) != directory.NotFound {
			return err
		}
		if hashes[p.Password] == "" {
			if hashes[p.Password], err = hasher.Hash(ctx, p.Password, rand.Reader); err != nil {
				return err
			}
		}
		if err := addDemoPerson(ctx, h, hashes[p.Password], p); err != nil {
			return err
		}
	}
	return nil
}

// inventDemoPeople thinks out who they are, and has the database remember it.
func inventDemoPeople(ctx context.Context, h *house) (people []demoPerson, err error) {
	clinic, brand, err := demoPlaces(ctx, h)
	if err != nil {
		return nil, err
	}
	now := time.Now()
	password, err := auth.Suggest(rand.Reader) // one for all: everybody may know it
	if err != nil {
		return nil, err
	}
	for _, r := range demoRoles {
		if r.clinic && clinic.IsZero() || r.brand && brand.IsZero() {
			continue // a demo of one clinic has no two brands
		}
		p := demoPerson{Name: r.name, Role: r.id, Password: password}
		if p.Email, err = directory.ParseEmail(r.address); err != nil {
			return nil, err
		}
		if p.Account, err = directory.NewID(now, rand.Reader); err != nil {
			return nil, err
		}
		if r.clinic {
			p.Clinic = clinic
		}
		if r.brand {
			p.Brand = brand
		}
		people = append(people, p)
	}
	text, err := json.Marshal(people)
	if err != nil {
		return nil, err
	}
	return people, h.SetStamp(ctx, demoPeopleStamp, string(text))
}

// addDemoPerson adds one of them, with a second factor where the role wants one.
func addDemoPerson(ctx context.Context, h *house, hash string, p demoPerson) error {
	i := slices.IndexFunc(demoRoles, func(r demoRole) bool { return r.id == p.Role })
	if i < 0 {
		return fmt.Errorf("the demo has a person who is %q", p.Role)
	}
	role := demoRoles[i].role
	var err error
	c := auth.Credentials{Password: hash}
	if role == directory.RoleModerator || role == directory.RoleAdmin {
		if c.TOTP, err = auth.NewTOTPSecret(rand.Reader); err != nil {
			return err
		}
	}
	english, err := directory.ParseLanguage("en")
	if err != nil {
		return err
	}
	now := directory.At(time.Now())
	a := directory.Account{
		ID: p.Account, Email: p.Email, Name: p.Name, Language: english, State: directory.AccountActive, CreatedAt: now,
	}
	return h.People(ctx, func(tx auth.Tx) error {
		if err := tx.AddAccount(ctx, a, c); err != nil {
			return err
		}
		_, err := tx.UpdateMemberships(ctx, a.ID, func(all *[]directory.Membership) error {
			*all = append(*all, directory.Membership{
				AccountID: a.ID, Role: role, ClinicID: p.Clinic, OrganizationID: p.Brand, Since: now,
			})
			return nil
		})
		return err
	})
}

// demoPlaces picks a clinic that is shown, and a brand with such a clinic that is
// another's.
func demoPlaces(ctx context.Context, h *house) (clinic, brand directory.ID, err error) {
	enough := errors.New("enough")
	var first directory.ID
	err = h.ListingsInOrder(ctx, func(l directory.Listing) error {
		switch {
		case !l.Searchable():
		case clinic.IsZero():
			clinic, first = l.Clinic.ID, l.Organization.ID
		case l.Organization.ID != first:
			brand = l.Organization.ID
			if l.Organization.EntryType == directory.EntryChain {
				return enough
			}
		}
		return nil
	})
	if errors.Is(err, enough) {
		err = nil
	}
	return clinic, brand, err
}

// demoPeople are the people of a demo, or none if it has not made them yet.
func demoPeople(ctx context.Context, h *house) (people []demoPerson, err error) {
	text, err := h.Stamp(ctx, demoPeopleStamp)
	if err != nil || text == "" {
		return nil, err
	}
	if err := json.Unmarshal([]byte(text), &people); err != nil {
		return nil, fmt.Errorf("read the people of the demo: %w", err)
	}
	return people, nil
}

// tellDemoPeople prints who can sign in, and where the rest of it stands.
func tellDemoPeople(ctx context.Context, h *house, out io.Writer) error {
	people, err := demoPeople(ctx, h)
	if err != nil {
		return err
	}
	w := words.English()
	if _, err := fmt.Fprintln(out, w.T("command.demo_people", "Base", h.post.base)); err != nil {
		return err
	}
	for _, p := range people {
		line := w.T("command.demo_person", "Address", p.Email.String(), "Password", p.Password, "Role", w.T(p.Role))
		if _, err := fmt.Fprintln(out, line); err != nil {
			return err
		}
	}
	return nil
}

// demoShown returns what the page of a demo shows.
func demoShown(h *house) func(context.Context) (page.Demo, error) {
	return func(ctx context.Context) (shown page.Demo, err error) {
		people, err := demoPeople(ctx, h)
		if err != nil {
			return shown, err
		}
		for _, p := range people {
			account, err := demoAccount(ctx, h, p)
			if err != nil {
				return shown, err
			}
			shown.Accounts = append(shown.Accounts, account)
		}
		folder, kept := h.post.room.(mail.Folder)
		if shown.Sent = !kept; shown.Sent {
			return shown, nil
		}
		letters, err := folder.Letters(demoLetters)
		for _, l := range letters {
			shown.Letters = append(shown.Letters, page.DemoLetter{To: l.To.String(), Subject: l.Subject, At: l.At.UTC(), Text: l.Text})
		}
		return shown, err
	}
}

// demoLetters is how many letters the page of a demo shows.
const demoLetters = 20

func demoAccount(ctx context.Context, h *house, p demoPerson) (page.DemoAccount, error) {
	shown := page.DemoAccount{Name: p.Name, Email: p.Email.String(), Password: p.Password, Role: words.English().T(p.Role)}
	c, err := h.Credentials(ctx, p.Account)
	if err != nil {
		return shown, err
	}
	if c.TOTP != nil {
		if shown.Code, err = totp.GenerateCode(auth.TOTPKey(c.TOTP), time.Now()); err != nil {
			return shown, err
		}
	}
	switch {
	case !p.Clinic.IsZero():
		l, err := h.Listing(ctx, p.Clinic)
		shown.Place, shown.PlacePath = l.Clinic.Name, "/clinics/"+l.Clinic.Slug.String()
		return shown, err
	case !p.Brand.IsZero():
		o, err := h.Organization(ctx, p.Brand)
		shown.Place, shown.PlacePath = o.Name, "/brands/"+o.Slug.String()
		return shown, err
	}
	return shown, nil
}
