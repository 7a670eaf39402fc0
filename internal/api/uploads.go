package api

import (
	"bytes"
	"errors"
	"mime"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/directory"
	"rootline/internal/moderation"
	"rootline/internal/search"
)

// mountUploads adds where a file is the whole body of a request, and where moderators
// read what was sent there.
func (a *API) mountUploads(r *access.Router) {
	r.Post("/owner/clinics/:clinic/photos", a.addPhoto)
	r.Post("/owner/claims/:claim/documents", a.addDocument)
	r.Get("/admin/claims/:claim/documents/:document", a.document)
}

// fileOf is a body that is announced as a file of one of some types. What it is, whoever
// takes it finds out from its content.
func fileOf(c *fiber.Ctx, types ...string) ([]byte, error) {
	kind, _, err := mime.ParseMediaType(c.Get(fiber.HeaderContentType))
	if err != nil || !slices.Contains(types, kind) {
		return nil, fiber.ErrUnsupportedMediaType
	}
	return c.Request().Body(), nil // as it came: Fiber's own reading would decode it by its headers
}

// addedPhotoView is a photo that was uploaded, and the request that it waits in, or is
// drafted in; null if it is live.
type addedPhotoView struct {
	Photo   photoView    `json:"photo"`
	Request *requestView `json:"request"`
}

// addPhoto answers POST /api/v1/owner/clinics/{clinic}/photos.
func (a *API) addPhoto(c *fiber.Ctx) error {
	file, err := fileOf(c, "image/jpeg", "image/png", "image/webp")
	if err != nil {
		return err
	}
	said, err := photoSaid(c)
	if err != nil {
		return err
	}
	asks, clinic := access.AskingOf(c).Actor, access.ObjectOf(c).Clinic
	photo, err := a.Album.AddPhoto(c.UserContext(), asks, clinic, said, bytes.NewReader(file))
	if err != nil {
		return ofUpload(err)
	}
	own, err := a.Listings.Listing(c.UserContext(), asks, clinic)
	if err != nil {
		return err
	}
	v := addedPhotoView{Photo: newPhotoView(a.newClinicView(&own.Is.Listing).URL, photo)}
	live := slices.ContainsFunc(own.Is.Listing.Clinic.Photos, func(p directory.Photo) bool { return p.ID == photo.ID })
	if !live && own.Request != nil {
		r, err := a.newRequestView(own.Request, nil)
		if err != nil {
			return err
		}
		v.Request = &r
	}
	return c.Status(fiber.StatusCreated).JSON(v)
}

// photoSaid is what the query says of a photo.
func photoSaid(c *fiber.Ctx) (said directory.Photo, err error) {
	given, bad := theArguments(c, "kind", "alt")
	said = directory.Photo{Kind: directory.PhotoKind(given["kind"]), Alt: given["alt"]}
	faults := map[string]directory.Message{}
	if !isOne(said.Kind, directory.PhotoKinds()) {
		faults["kind"] = directory.Msg("invalid.choice", "Choices", choices(directory.PhotoKinds()))
	}
	if strings.TrimSpace(said.Alt) == "" {
		faults["alt"] = directory.Msg("photo_upload.alt")
	}
	return said, refused(bad, search.Refusal(faults))
}

// ofUpload says of what is wrong with a photo, as one of those of a listing, which
// parameter that is.
func ofUpload(err error) error {
	e := (*directory.Error)(nil)
	if !errors.As(err, &e) || len(e.Fields) == 0 {
		return err
	}
	said := *e
	said.Fields = make(map[string]directory.Message, len(e.Fields))
	for name, m := range e.Fields {
		if _, member, ok := strings.Cut(name, "]."); ok && strings.HasPrefix(name, "photos[") {
			name = member
		}
		said.Fields[name] = m
	}
	return &said
}

// addDocument answers POST /api/v1/owner/claims/{claim}/documents.
func (a *API) addDocument(c *fiber.Ctx) error {
	file, err := fileOf(c, moderation.PaperTypes()...)
	if err != nil {
		return err
	}
	given, bad := theArguments(c, "branch", "note")
	faults := map[string]directory.Message{}
	var branch directory.ID
	if text, there := given["branch"]; there {
		if branch, err = directory.ParseID(text); err != nil {
			faults["branch"] = directory.Msg("api_listing.named_by_id")
		}
	}
	if err := refused(bad, search.Refusal(faults)); err != nil {
		return err
	}
	claim, err := named(c, "claim")
	if err != nil {
		return err
	}
	shown, err := a.Claims.AddDocument(c.UserContext(), access.AskingOf(c).Actor, claim, branch, file, given["note"])
	if e := (*directory.Error)(nil); errors.As(err, &e) && e.Fields["text"].ID != "" {
		err = search.Refusal(map[string]directory.Message{"note": e.Fields["text"]})
	}
	return a.withClaim(c)(shown, err)
}

// document answers GET /api/v1/admin/claims/{claim}/documents/{document}, as the page
// does: with a file to be saved. The record says who has read it.
func (a *API) document(c *fiber.Ctx) error {
	if err := noArguments(c); err != nil {
		return err
	}
	claim, err := named(c, "claim")
	if err != nil {
		return err
	}
	id, err := named(c, "document")
	if err != nil {
		return err
	}
	paper, err := a.Moderators.Document(c.UserContext(), access.AskingOf(c).Actor, claim, id)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, paper.MediaType)
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="`+paper.FileName()+`"`)
	return c.Send(paper.Bytes)
}
