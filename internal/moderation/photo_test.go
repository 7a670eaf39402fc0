package moderation_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"rootline/internal/directory"
	"rootline/internal/moderation"
)

// album takes what does not say bad for a photo.
func (h *house) album() *moderation.Album {
	return &moderation.Album{Desk: *h.desk, Make: func(_ context.Context, r io.Reader) ([]moderation.Variant, error) {
		b, err := io.ReadAll(r)
		if err != nil || strings.Contains(string(b), "bad") {
			return nil, errors.Join(err, directory.Refuse(directory.Invalid, "media.not_a_photo"))
		}
		return []moderation.Variant{
			{MediaType: "image/jpeg", Width: 800, Height: 600, Bytes: b}, {MediaType: "image/jpeg", Width: 400, Height: 300, Bytes: b},
		}, nil
	}}
}

// add has somebody upload a photo of the door.
func (h *house) add(name string, kind directory.PhotoKind, file string) (directory.Photo, error) {
	h.Helper()
	return h.album().AddPhoto(h.Context(), h.actor(name), harbour.Clinic.ID, directory.Photo{Kind: kind, Alt: " The door "}, strings.NewReader(file))
}

// TestAlbum_AddPhoto: a photo waits for a moderator, and only the clinic's people see it
// until then.
func TestAlbum_AddPhoto(t *testing.T) {
	h := open(t)
	a := h.album()
	for _, tt := range []struct {
		name string
		said directory.Photo
		file string
		want string
	}{
		{"abe", directory.Photo{Kind: directory.PhotoTeam, Alt: "We"}, "x", "not_found.clinic"},
		{"ada", directory.Photo{Kind: "selfie", Alt: "We"}, "x", "invalid kind:photo_upload.kind"},
		{"ada", directory.Photo{Kind: directory.PhotoTeam, Alt: " "}, "x", "invalid alt:photo_upload.alt"},
		{"ada", directory.Photo{Kind: directory.PhotoTeam, Alt: "We"}, "bad", "media.not_a_photo"},
	} {
		_, err := a.AddPhoto(t.Context(), h.actor(tt.name), harbour.Clinic.ID, tt.said, strings.NewReader(tt.file))
		e := (*directory.Error)(nil)
		if !errors.As(err, &e) || !strings.HasSuffix(tt.want, said(err)) && len(e.Fields) == 0 {
			t.Errorf("AddPhoto(%s, %+v) = %v, want %s", tt.name, tt.said, err, tt.want)
		}
	}
	p, err := h.add("ada", directory.PhotoPremises, "good")
	if err != nil || p.Alt != "The door" || p.Width != 800 || len(p.Widths) != 1 || p.Widths[0] != 400 {
		t.Fatalf("AddPhoto() = %+v, %v; want one of 800 and 400 pixels", p, err)
	}
	own, err := h.desk.Listing(t.Context(), h.actor("ada"), harbour.Clinic.ID)
	if err != nil || own.Request == nil || own.Request.State != moderation.Pending || len(own.Proposed.Clinic.Photos) != len(harbour.Clinic.Photos)+1 {
		t.Fatalf("Listing(Ada) = %+v, %v; want the photo to wait", own.Request, err)
	}
	if n := len(h.public(harbour.Clinic.ID).Clinic.Photos); n != len(harbour.Clinic.Photos) {
		t.Errorf("visitors see %d photos, want %d", n, len(harbour.Clinic.Photos))
	}
	h.give("mia", directory.RoleManager, harbour.Clinic.ID, directory.ID{})
	for name, want := range map[string]string{"ada": "fine", "mia": "fine", "abe": "not_found.clinic"} {
		wants(t, "Shows("+name+")", a.Shows(t.Context(), h.actor(name), harbour.Clinic.ID, p.ID), want)
	}
	wants(t, "Shows(Abe, for his own)", a.Shows(t.Context(), h.actor("abe"), abbey.Clinic.ID, p.ID), "not_found.photo")
	wants(t, "Shows(one in the listing)", a.Shows(t.Context(), h.actor("ada"), harbour.Clinic.ID, harbour.Clinic.Photos[0].ID), "fine")
}

// TestAlbum_drafts: an upload does not send what is being drafted, and a case that is not
// complete begins a draft.
func TestAlbum_drafts(t *testing.T) {
	h := open(t)
	p, err := h.add("ada", directory.PhotoBeforeAfter, "good")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.add("ada", directory.PhotoPremises, "good"); err != nil {
		t.Fatal(err)
	}
	own, err := h.desk.Listing(t.Context(), h.actor("ada"), harbour.Clinic.ID)
	if err != nil || own.Request == nil || own.Request.State != moderation.Draft || len(own.Proposed.Clinic.Photos) != len(harbour.Clinic.Photos)+2 {
		t.Errorf("Listing(Ada) = %+v, %v; want two photos in a draft", own.Request, err)
	}
	h.give("mia", directory.RoleManager, harbour.Clinic.ID, directory.ID{})
	wants(t, "Shows(Mia, what Ada drafts)", h.album().Shows(t.Context(), h.actor("mia"), harbour.Clinic.ID, p.ID), "not_found.photo")
}

// TestAlbum_tooMany: forty photos in a day are enough for anybody.
func TestAlbum_tooMany(t *testing.T) {
	h := open(t)
	for range 40 {
		if _, err := h.add("ada", directory.PhotoPremises, "good"); err != nil {
			t.Fatal(err)
		}
	}
	_, err := h.add("ada", directory.PhotoPremises, "good")
	wants(t, "AddPhoto(the 41st)", err, "photo_upload.too_many")
	h.now = h.now.AddDate(0, 0, 2)
	if _, err := h.add("ada", directory.PhotoPremises, "good"); err != nil {
		t.Errorf("AddPhoto(two days later) = %v", err)
	}
}
