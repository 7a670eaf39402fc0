package pages

import (
	"bytes"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"rootline/internal/access"
	"rootline/internal/directory"
	"rootline/web/page"
)

// mountUploads adds where photos are uploaded, and where those are seen, with documents,
// that visitors do not see.
func (p *Pages) mountUploads(r *access.Router) {
	r.PostFile(editRoot+"/photos/upload", p.ofClinic(p.uploadPhoto))
	r.Get(editRoot+"/photos/:photo", p.ownPhoto)
	r.Get("/admin/photos/:photo", p.anyPhoto)
	r.Get("/admin/claims/:claim/documents/:document", p.document)
}

// uploadPhoto answers POST /owner/clinics/{clinic}/photos/upload. A file that is refused
// has to be chosen again, for browsers do not let anybody choose it for them.
func (p *Pages) uploadPhoto(c *fiber.Ctx, d clinicDesk) error {
	file, in, err := access.Upload(c, "photo", "kind", "alt")
	if err == nil && file == nil {
		err = directory.Refuse(directory.Invalid, "media.empty")
	}
	if err == nil {
		said := directory.Photo{Kind: directory.PhotoKind(in["kind"]), Alt: in["alt"]}
		_, err = p.Album.AddPhoto(c.UserContext(), d.actor, d.own.Is.Listing.Clinic.ID, said, bytes.NewReader(file))
	}
	if err == nil {
		return seeOther(c, d.root+"/photos?done=uploaded")
	}
	sheet, failed := p.refused(c, page.Sheet{}, err, "photo", "photo", "kind", "alt")
	if failed != nil {
		return failed
	}
	s := photosSection
	s.beside = photoUpload(page.UploadFields{Sheet: sheet, Kind: in["kind"], Alt: in["alt"]})
	return p.showSection(c, d, s, sectionForm{sheet: p.sheet(c), listing: d.own.Proposed, shown: d.own.Proposed})
}

// ownPhoto answers GET /owner/clinics/{clinic}/photos/{photo}: with one that visitors
// see, or will if what was asked for is approved.
func (p *Pages) ownPhoto(c *fiber.Ctx) error {
	id, err := directory.ParseID(c.Params("photo"))
	if err != nil {
		return directory.Refuse(directory.NotFound, "problem.not_found.detail")
	}
	if err := p.Album.Shows(c.UserContext(), access.AskingOf(c).Actor, access.ObjectOf(c).Clinic, id); err != nil {
		return err
	}
	return p.sendPhoto(c, id)
}

// anyPhoto answers GET /admin/photos/{photo}: whoever decides about a photo sees it
// first, wherever it waits.
func (p *Pages) anyPhoto(c *fiber.Ctx) error {
	id, err := directory.ParseID(c.Params("photo"))
	if err != nil {
		return directory.Refuse(directory.NotFound, "problem.not_found.detail")
	}
	return p.sendPhoto(c, id)
}

// sendPhoto sends a photo in the width that was asked for, or the next one there is. The
// name of a width that is none is passed over, as all that pages do not know.
func (p *Pages) sendPhoto(c *fiber.Ctx, id directory.ID) error {
	width, err := strconv.Atoi(c.Query("w"))
	if err != nil {
		width = 0
	}
	picture, err := p.Photo(c.UserContext(), id, width)
	if err != nil {
		return err
	}
	return send(c, forADay, picture.MediaType, id.String()+"-"+strconv.Itoa(picture.Width), picture.Bytes)
}
