package moderation

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strings"
	"time"

	"rootline/internal/directory"
)

// maxUploads is how many photos an account can upload in a day.
const maxUploads = 40

// Picture is a photo as it is stored, in the widths in which it is sent.
type Picture struct {
	ID       directory.ID
	ClinicID directory.ID      // for which it was uploaded
	By       directory.ID      // the account
	At       directory.Instant // when
	Variants []Variant         // the widest first, and never none
}

// Variant is a photo in one width.
type Variant struct {
	MediaType string
	Width     int
	Height    int
	Bytes     []byte
}

// Album carries out what the people of a clinic do with photos. All its fields have to
// be set.
type Album struct {
	Desk

	// Make makes what is stored of an uploaded file, or refuses the file as Invalid.
	Make func(ctx context.Context, file io.Reader) ([]Variant, error)
}

// AddPhoto makes a photo of an uploaded file, keeps it, and adds it to what the actor
// has asked for: to their draft, if they have one, or to their request, which waits for
// a moderator as the policy says. What said says of the photo is its kind, its
// description and its case; the rest is found out. A before-and-after photo whose case
// is not complete begins a draft.
func (d *Album) AddPhoto(ctx context.Context, actor directory.Actor, clinic directory.ID, said directory.Photo, file io.Reader) (directory.Photo, error) {
	if err := describes(&said); err != nil {
		return directory.Photo{}, err
	}
	if _, _, err := see(ctx, d.Store, actor, clinic); err != nil {
		return directory.Photo{}, err
	}
	if err := d.mayUpload(ctx, d.Store, actor); err != nil { // before anything is decoded
		return directory.Photo{}, err
	}
	made, err := d.Make(ctx, file)
	if err != nil {
		return directory.Photo{}, err
	}
	p := Picture{ClinicID: clinic, By: actor.Account, Variants: made}
	err = d.moderate(ctx, actor, func(a *act) (err error) {
		if _, _, err := see(ctx, a, a.actor, clinic); err != nil {
			return err
		}
		if err := d.mayUpload(ctx, a, actor); err != nil { // many may be at it at once
			return err
		}
		p.At = directory.At(a.now)
		if p.ID, err = a.newID(); err != nil {
			return err
		}
		return a.AddPicture(ctx, p)
	})
	if err != nil {
		return directory.Photo{}, err
	}
	said.ID, said.Width, said.Height, said.Widths = p.ID, made[0].Width, made[0].Height, nil
	for _, v := range made[1:] {
		said.Widths = append(said.Widths, v.Width)
	}
	return said, d.ask(ctx, actor, clinic, said)
}

// describes wants it said what a photo shows, for those who do not see it.
func describes(p *directory.Photo) error {
	wrong := map[string]directory.Message{}
	if !slices.Contains(directory.PhotoKinds(), p.Kind) {
		wrong["kind"] = directory.Msg("photo_upload.kind")
	}
	if p.Alt = strings.TrimSpace(p.Alt); p.Alt == "" {
		wrong["alt"] = directory.Msg("photo_upload.alt")
	}
	return mistaken(wrong)
}

// mayUpload refuses whoever has uploaded as many photos as anybody needs in a day.
func (d *Album) mayUpload(ctx context.Context, r Reader, actor directory.Actor) error {
	n, err := r.Uploaded(ctx, actor.Account, directory.At(d.Now().Add(-24*time.Hour)))
	if err == nil && n >= maxUploads {
		return directory.Refuse(directory.TooMany, "photo_upload.too_many", "Most", maxUploads)
	}
	return err
}

// ask adds a photo to what the actor has asked for. What is being drafted goes on being
// a draft: it is not for an upload to send it.
func (d *Album) ask(ctx context.Context, actor directory.Actor, clinic directory.ID, p directory.Photo) error {
	own, err := d.Listing(ctx, actor, clinic)
	if err != nil {
		return err
	}
	from, to := own.Proposed, own.Proposed
	to.Clinic.Photos = append(slices.Clone(to.Clinic.Photos), p)
	if err := to.Check(); err != nil {
		return err
	}
	drafted := own.Request != nil && own.Request.State != Pending
	if drafted || own.Request == nil && !p.Showable() {
		_, conflicts, err := d.SaveDraft(ctx, actor, clinic, from, to)
		return settled(conflicts, err)
	}
	out, err := d.Edit(ctx, actor, clinic, from, to)
	return settled(out.Conflicts, err)
}

func settled(conflicts []Conflict, err error) error {
	if err == nil && len(conflicts) > 0 {
		return directory.Refuse(directory.Conflict, "conflict.moved_on")
	}
	return err
}

// Shows reports, as a NotFound if not, whether somebody of a clinic's people may see a
// photo: one in its listing, or one that was uploaded for it and that they or others
// have asked for.
func (d *Album) Shows(ctx context.Context, actor directory.Actor, clinic, photo directory.ID) error {
	is, _, err := see(ctx, d.Store, actor, clinic)
	if err != nil {
		return err
	}
	if has(is.Listing.Clinic.Photos, photo) {
		return nil
	}
	none := directory.Refuse(directory.NotFound, "not_found.photo")
	of, err := d.Store.UploadedFor(ctx, photo)
	if err != nil || of != clinic {
		return none
	}
	open, err := d.Store.Requests(ctx, RequestFilter{Clinic: clinic, Open: true}, 0)
	if err != nil {
		return err
	}
	for i := range open {
		if (open[i].State != Draft || open[i].By == actor.Account) && open[i].wants(photo) {
			return nil
		}
	}
	return none
}

func has(all []directory.Photo, id directory.ID) bool {
	return slices.ContainsFunc(all, func(p directory.Photo) bool { return p.ID == id })
}

// wants reports whether a request would add or change a photo.
func (r *ChangeRequest) wants(photo directory.ID) bool {
	return slices.ContainsFunc(r.Differences, func(d Difference) bool {
		return (d.Field == FieldPhotos || d.Field == FieldBeforeAfter) && bytes.Contains(d.To, []byte(photo.String()))
	})
}
