package geojson_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"rootline/internal/directory"
	"rootline/internal/interop/geojson"
	"rootline/internal/store/storetest"
)

// collection is a FeatureCollection as RFC 7946 has it.
type collection struct {
	Type     string
	Features []struct {
		Type     string
		ID       string
		Geometry *struct {
			Type        string
			Coordinates []float64
		}
		Properties map[string]any
	}
}

func written(t *testing.T, listings ...directory.Listing) []byte {
	t.Helper()
	var b bytes.Buffer
	w := geojson.NewWriter(&b)
	for i := range listings {
		feature, err := geojson.Listing(&listings[i])
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Write(feature); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func parsed(t *testing.T, text []byte) (c collection) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(text))
	if err := d.Decode(&c); err != nil || c.Type != "FeatureCollection" {
		t.Fatalf("%s is no collection: %v", text, err)
	}
	return c
}

func TestListing(t *testing.T) {
	all := storetest.Listings(2)
	all[0].Clinic.Name = `A "quoted" & <b>fat</b>` + "\u2028name\\"
	all[1].Clinic = directory.Clinic{ID: all[1].Clinic.ID, Slug: all[1].Clinic.Slug, Name: "Bare"}
	text := written(t, all...)
	c := parsed(t, text)
	if len(c.Features) != 2 {
		t.Fatalf("%d features, want 2", len(c.Features))
	}
	f, at := c.Features[0], all[0].Clinic.Address.Point
	if f.Type != "Feature" || f.ID != all[0].Clinic.ID.String() || f.Geometry.Type != "Point" ||
		len(f.Geometry.Coordinates) != 2 || f.Geometry.Coordinates[0] != at.Lng() || f.Geometry.Coordinates[1] != at.Lat() {
		t.Errorf("feature = %+v at %+v, want %s at [%g, %g]", f, f.Geometry, all[0].Clinic.ID, at.Lng(), at.Lat())
	}
	if f.Properties["name"] != all[0].Clinic.Name {
		t.Errorf("name = %q, want %q", f.Properties["name"], all[0].Clinic.Name)
	}
	if bare := c.Features[1]; bare.Geometry != nil || bare.Properties["services"] == nil || bare.Properties["phones"] != nil {
		t.Errorf("a clinic of which nothing is known is %+v", bare)
	}
	golden(t, "two.geojson", text)
}

func TestListing_saysOnlyWhatHolds(t *testing.T) {
	l := storetest.Listing(0)
	o := &l.Clinic.Offerings[0]
	o.Features = []directory.OfferedFeature{
		{Feature: directory.Vibration, Fact: directory.Fact{State: directory.CheckedAbsent}},
		{Feature: directory.IcePacks, Fact: directory.Fact{State: directory.NotChecked}},
		{Feature: directory.FineNeedles, Fact: directory.Fact{State: directory.OwnerAsserted}},
	}
	l.Clinic.Offerings = l.Clinic.Offerings[:1]
	got := parsed(t, written(t, l)).Features[0].Properties["features"]
	if text, err := json.Marshal(got); err != nil || string(text) != `["fine_needles_31g"]` {
		t.Errorf("features = %s, %v", text, err)
	}
}

func TestWriter_nothing(t *testing.T) {
	if c := parsed(t, written(t)); c.Features == nil || len(c.Features) != 0 {
		t.Errorf("no clinics are %+v, want an empty list", c)
	}
}

var errBroken = errors.New("broken disk")

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errBroken }

func TestWriter_broken(t *testing.T) {
	w := geojson.NewWriter(broken{})
	if err := w.Write(make([]byte, 1<<20)); !errors.Is(err, errBroken) {
		t.Errorf("Write to a broken disk = %v", err)
	}
	if err := geojson.NewWriter(broken{}).Close(); !errors.Is(err, errBroken) {
		t.Errorf("Close on a broken disk = %v", err)
	}
}

// golden compares got with testdata/name, or with UPDATE_GOLDEN=1 rewrites it.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.WriteFile(path, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if want, err := os.ReadFile(path); err != nil || !bytes.Equal(got, want) {
		t.Errorf("%s differs (%v); run make golden and read the diff\n got: %s\nwant: %s", path, err, got, want)
	}
}
