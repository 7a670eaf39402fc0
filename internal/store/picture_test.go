package store_test

import (
	"strings"
	"testing"
	"time"

	"rootline/internal/auth"
	"rootline/internal/directory"
	"rootline/internal/moderation"
	"rootline/internal/store"
	"rootline/internal/store/storetest"
)

// uploaded keeps a picture in three widths, of somebody with an account.
func uploaded(t *testing.T, s *store.Store, n int, listing directory.Listing) moderation.Picture {
	t.Helper()
	p := moderation.Picture{
		ID: storetest.ID(n), ClinicID: listing.Clinic.ID, By: storetest.Person(0).ID, At: directory.At(storetest.Now),
		Variants: []moderation.Variant{
			{MediaType: "image/jpeg", Width: 1600, Height: 800, Bytes: []byte("1600")},
			{MediaType: "image/jpeg", Width: 800, Height: 400, Bytes: []byte("800")},
			{MediaType: "image/jpeg", Width: 400, Height: 200, Bytes: []byte("400")},
		},
	}
	check(t, s.Moderate(t.Context(), func(tx moderation.Tx) error { return tx.AddPicture(t.Context(), p) }))
	return p
}

func TestPhotoAt(t *testing.T) {
	listing := storetest.Listing(1)
	s := storetest.New(t, listing, storetest.Listing(2))
	check(t, storetest.Alone(s).AddAccount(t.Context(), storetest.Person(0), auth.Credentials{}))
	p := uploaded(t, s, 500, listing)
	for _, tt := range []struct {
		width int
		want  string
	}{{0, "1600"}, {1, "400"}, {400, "400"}, {401, "800"}, {800, "800"}, {801, "1600"}, {1600, "1600"}, {9000, "1600"}, {-1, "1600"}} {
		got, err := s.PhotoAt(t.Context(), p.ID, tt.width)
		if err != nil || string(got.Bytes) != tt.want || got.Width*200 != got.Height*400 || len(got.SHA256) != 64 {
			t.Errorf("PhotoAt(%d) = %+v, %v; want %s", tt.width, got, err, tt.want)
		}
	}
	if got, err := s.PhotoAt(t.Context(), storetest.ID(501), 400); directory.KindOf(err) != directory.NotFound {
		t.Errorf("PhotoAt(of none) = %+v, %v; want it not found", got, err)
	}
	since := directory.At(storetest.Now)
	for want, moment := range map[int]directory.Instant{1: since, 0: since + 1} {
		if got, err := s.Uploaded(t.Context(), p.By, moment); err != nil || got != want {
			t.Errorf("Uploaded(since %d) = %d, %v; want %d", moment, got, err, want)
		}
	}
	if got, err := s.UploadedFor(t.Context(), p.ID); err != nil || got != listing.Clinic.ID {
		t.Errorf("UploadedFor() = %s, %v; want %s", got, err, listing.Clinic.ID)
	}
	into := storetest.Listing(2)
	check(t, s.AddAlias(t.Context(), store.Clinic, listing.Clinic.ID.String(), into.Clinic.ID))
	if got, err := s.UploadedFor(t.Context(), p.ID); err != nil || got != into.Clinic.ID {
		t.Errorf("UploadedFor() = %s, %v after a merge; want %s, which it goes with", got, err, into.Clinic.ID)
	}
}

// TestSweepPhotos: what a listing shows stays, what somebody has asked for stays, and the
// rest goes a week after it was last of use.
func TestSweepPhotos(t *testing.T) {
	listing := storetest.Listing(1)
	listing.Clinic.Photos = nil
	s := storetest.New(t, listing)
	check(t, storetest.Alone(s).AddAccount(t.Context(), storetest.Person(0), auth.Credentials{}))
	shown, asked, unused := uploaded(t, s, 500, listing), uploaded(t, s, 501, listing), uploaded(t, s, 502, listing)
	show := func(p moderation.Picture) {
		t.Helper()
		_, err := s.UpdateListing(t.Context(), listing.Clinic.ID, func(l *directory.Listing) error {
			l.Clinic.Photos = []directory.Photo{{ID: p.ID, Kind: directory.PhotoTeam, Alt: "The team", Width: 1600, Height: 800}}
			return nil
		})
		check(t, err)
	}
	show(shown)
	r := storetest.Request(0)
	r.ClinicID, r.By, r.State = listing.Clinic.ID, storetest.Person(0).ID, moderation.Pending
	r.Differences = []moderation.Difference{{Path: moderation.Path{Field: moderation.FieldPhotos}, To: []byte(`{"id":"` + asked.ID.String() + `"}`)}}
	save := func() {
		t.Helper()
		check(t, s.Moderate(t.Context(), func(tx moderation.Tx) error { return tx.SaveRequest(t.Context(), r) }))
	}
	save()
	now := storetest.Now
	sweep := func(after time.Duration, want string) {
		t.Helper()
		now = now.Add(after)
		_, err := s.SweepPhotos(t.Context(), directory.At(now), directory.At(now.Add(-7*24*time.Hour)))
		check(t, err)
		left := ""
		for name, p := range map[string]moderation.Picture{"shown": shown, "asked": asked, "unused": unused} {
			if _, err := s.PhotoAt(t.Context(), p.ID, 400); err == nil {
				left += " " + name
			}
		}
		for _, name := range []string{" shown", " asked", " unused"} {
			if got, want := strings.Contains(left, name), strings.Contains(want, name); got != want {
				t.Errorf("after %v the photo%s is there: %v, want %v", now.Sub(storetest.Now), name, got, want)
			}
		}
	}
	sweep(0, " shown asked unused")
	sweep(7*24*time.Hour, " shown asked unused")
	sweep(time.Second, " shown asked")
	r.State = moderation.Withdrawn
	save()
	sweep(time.Hour, " shown asked")
	show(asked) // it is of use again
	sweep(6*24*time.Hour, " shown asked")
	sweep(8*24*time.Hour, " asked")
}
