package storetest

import (
	"crypto/sha256"
	"encoding/hex"
	"reflect"

	"rootline/internal/directory"
	"rootline/internal/store"
)

func photosComeBack(c check) {
	want := store.Photo{ID: ID(1), MediaType: "image/png", Width: 3, Height: 2, Bytes: []byte("\x89PNG\r\n\x00\xff")}
	other := store.Photo{ID: ID(2), MediaType: "image/jpeg", Width: 1, Height: 1, Bytes: []byte{0xff}}
	if err := c.store.AddPhotos(c.Context(), want, other); err != nil {
		c.Fatalf("AddPhotos(1, 2) = %v", err)
	}
	sum := sha256.Sum256(want.Bytes)
	want.SHA256 = hex.EncodeToString(sum[:])
	if got, err := c.store.Photo(c.Context(), want.ID); err != nil || !reflect.DeepEqual(got, want) {
		c.Errorf("Photo(1) = %+v, %v; want %+v", got, err, want)
	}
	_, err := c.store.Photo(c.Context(), ID(99))
	c.wantKind("Photo(unknown)", err, directory.NotFound)
	third := store.Photo{ID: ID(3), MediaType: "image/png", Width: 1, Height: 1, Bytes: []byte{1}}
	c.wantKind("AddPhotos(3, 1 again)", c.store.AddPhotos(c.Context(), third, want), directory.Conflict)
	_, err = c.store.Photo(c.Context(), third.ID)
	c.wantKind("Photo(3) after a refusal", err, directory.NotFound)
	third.MediaType = "text/html"
	c.wantKind("AddPhotos(text/html)", c.store.AddPhotos(c.Context(), third), directory.Internal)
}

func stampSays(c check) {
	wantStamp := func(key, want string) {
		c.Helper()
		if got, err := c.store.Stamp(c.Context(), key); err != nil || got != want {
			c.Errorf("Stamp(%s) = %q, %v; want %q", key, got, err, want)
		}
	}
	wantStamp("demo", "")
	for _, value := range []string{"clinics=240 seed=1", "clinics=9 seed=2"} {
		if err := c.store.SetStamp(c.Context(), "demo", value); err != nil {
			c.Fatalf("SetStamp(demo, %s) = %v", value, err)
		}
		wantStamp("demo", value)
		wantStamp("other", "")
	}
}

func emptySays(c check) {
	wantEmpty := func(want bool) {
		c.Helper()
		if got, err := c.store.Empty(c.Context()); err != nil || got != want {
			c.Errorf("Empty() = %t, %v; want %t", got, err, want)
		}
	}
	wantEmpty(true)
	if err := c.store.AddOrganizations(c.Context(), Organization(1)); err != nil {
		c.Fatal(err)
	}
	wantEmpty(false)
}
