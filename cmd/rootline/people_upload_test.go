package main

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"
)

// chunk is a part of a PNG.
func chunk(kind string, data []byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	b = append(append(b, kind...), data...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

// aPNG is a photo of a sky, with a text in it that says where it was taken.
func aPNG(t *testing.T) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, 900, 600))
	for y := range 600 {
		for x := range 900 {
			m.Set(x, y, color.RGBA{uint8(x), uint8(y), 200, 255})
		}
	}
	var b bytes.Buffer
	must(t, png.Encode(&b, m))
	head := 8 + 25 // signature and IHDR
	said := chunk("tEXt", []byte("Comment\x00canary-51.5007N"))
	return append(append(b.Bytes()[:head:head], said...), b.Bytes()[head:]...)
}

// aBomb is a PNG that says that it has 30,000 by 30,000 pixels.
func aBomb() []byte {
	size := append(binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, 30_000), 30_000), 8, 6, 0, 0, 0)
	return append(append([]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", size)...), make([]byte, 1<<20)...)
}

// upload is a form with a file, and its type.
func upload(t *testing.T, file []byte, alt string, head ...string) (body, contentType string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	must(t, w.WriteField("kind", "premises"))
	must(t, w.WriteField("alt", alt))
	h := textproto.MIMEHeader{"Content-Disposition": {`form-data; name="photo"; filename="../../etc/passwd"`}}
	for i := 0; i+1 < len(head); i += 2 {
		h.Set(head[i], head[i+1])
	}
	part, err := w.CreatePart(h)
	must(t, err)
	_, err = part.Write(file)
	must(t, err)
	must(t, w.Close())
	return b.String(), w.FormDataContentType()
}

// TestUpload is S14 through the whole program: a photo is seen by those who may see it,
// without what it said of itself, and whatever is no photo is refused before it costs
// anything.
func TestUpload(t *testing.T) {
	w := newWorld(t, nil)
	root := "/owner/clinics/" + w.mine["a"].listing.Clinic.Slug.String() + "/photos"
	owner := w.people["owner-a"]
	send := func(body, contentType string, head ...string) answer {
		t.Helper()
		return w.send(http.MethodPost, root+"/upload", body, append(append(owner.as(root), "Content-Type", contentType), head...)...)
	}
	body, kind := upload(t, aPNG(t), "The sky")
	if a := send(body, kind); a.status != http.StatusSeeOther {
		t.Fatalf("POST %s/upload = %d %s, want 303", root, a.status, a.body)
	}
	w.seenByItsPeople(t, root)

	large, largeKind := upload(t, nil, strings.Repeat("a", 10<<20))
	bomb, bombKind := upload(t, aBomb(), "A bomb")
	gif, gifKind := upload(t, []byte("GIF89a"), "Moving")
	encoded, encodedKind := upload(t, []byte("aGVsbG8="), "Encoded", "Content-Transfer-Encoding", "base64")
	nested, nestedKind := upload(t, []byte("--y--"), "Nested", "Content-Type", "multipart/mixed; boundary=y")
	none, noneKind := upload(t, nil, "Nothing")
	for _, tt := range []struct {
		name       string
		body, kind string
		head       []string
		status     int
		says       string
	}{
		{"a PNG of 30,000 by 30,000 pixels", bomb, bombKind, nil, 422, "30,000 by 30,000"},
		{"a field of 10 MiB", large, largeKind, nil, 413, ""},
		{"a GIF", gif, gifKind, nil, 422, "GIF is not taken"},
		{"an empty file", none, noneKind, nil, 422, "This file is empty"},
		{"a body in gzip", body, kind, []string{"Content-Encoding", "gzip"}, 415, ""},
		{"a part in base64", encoded, encodedKind, nil, 415, ""},
		{"parts in a part", nested, nestedKind, nil, 415, ""},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := time.Now()
		a := send(tt.body, tt.kind, tt.head...)
		took := time.Since(start)
		runtime.ReadMemStats(&after)
		cost := after.TotalAlloc - before.TotalAlloc
		t.Logf("%-34s %d in %6v, %5.1f MiB allocated by program and test", tt.name, a.status, took.Round(time.Millisecond), float64(cost)/(1<<20))
		if a.status != tt.status || !strings.Contains(a.body, tt.says) {
			t.Errorf("%s is answered %d, want %d and %q: %.300s", tt.name, a.status, tt.status, tt.says, a.body)
		}
		if cost > 160<<20 || took > 5*time.Second {
			t.Errorf("to refuse %s took %v and %d MiB", tt.name, took, cost>>20)
		}
	}
}

// TestUpload_announced: a body that is too large is refused before any of it was sent.
func TestUpload_announced(t *testing.T) {
	w := newWorld(t, nil)
	path := "/owner/clinics/" + w.mine["a"].listing.Clinic.Slug.String() + "/photos/upload"
	_, kind := upload(t, nil, "Too large")
	a := w.announce(http.MethodPost, path, 16<<20+1, append(w.people["owner-a"].as(path), "Content-Type", kind)...)
	if a.status != http.StatusRequestEntityTooLarge {
		t.Errorf("POST %s of more than 16 MiB is answered %d, want 413: %.300s", path, a.status, a.body)
	}
}

// seenByItsPeople wants the photo that was uploaded to be seen by the clinic's people and
// by moderators, and by nobody else.
func (w *world) seenByItsPeople(t *testing.T, root string) {
	t.Helper()
	page := w.send(http.MethodGet, root, "", w.people["owner-a"].as(root)...)
	found := regexp.MustCompile(`src="`+root+`/([0-9a-f-]{36})\?w=400"`).FindAllStringSubmatch(page.body, -1)
	if page.status != http.StatusOK || len(found) == 0 {
		t.Fatalf("GET %s = %d, without a photo: %.2000s", root, page.status, page.body)
	}
	id := found[len(found)-1][1]
	public := "/clinics/" + w.mine["a"].listing.Clinic.Slug.String() + "/photos/" + id
	for _, tt := range []struct {
		name, path string
		status     int
	}{
		{"owner-a", root + "/" + id, 200},
		{"owner-a", root + "/" + id + "?w=400", 200},
		{"manager-a", root + "/" + id, 200},
		{"owner-b", root + "/" + id, 404},
		{"moderator", "/admin/photos/" + id, 200},
		{"owner-a", "/admin/photos/" + id, 403},
		{"owner-a", public, 404},
		{"nobody", public, 404},
	} {
		a := w.send(http.MethodGet, tt.path, "", w.people[tt.name].as(tt.path)...)
		if a.status != tt.status {
			t.Errorf("GET %s as %s = %d, want %d", tt.path, tt.name, a.status, tt.status)
		}
		if a.status == http.StatusOK && (!strings.HasPrefix(a.body, "\xff\xd8\xff") || strings.Contains(a.body, "canary") || a.header.Get("Content-Type") != "image/jpeg") {
			t.Errorf("GET %s as %s is no clean JPEG: %.40q", tt.path, tt.name, a.body)
		}
	}
}
