package pages_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"rootline/internal/store/storetest"
)

// attach sends a form with a file, and returns where it leads and what it says.
func (p *person) attach(t *testing.T, on *reply, action, field string, file []byte, pairs ...string) (status int, to, body string) {
	t.Helper()
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	values := filledIn(on.find("form", "method", "post", "action", action)[0])
	values.Del(field)
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Set(pairs[i], pairs[i+1])
	}
	for name := range values {
		if err := w.WriteField(name, values.Get(name)); err != nil {
			t.Fatal(err)
		}
	}
	part, err := w.CreateFormFile(field, "licence.pdf")
	if err != nil {
		t.Fatal(err)
	}
	_, _ = part.Write(file)
	_ = w.Close()
	req := httptest.NewRequestWithContext(t.Context(), http.MethodPost, action, &form)
	req.Host = "localhost"
	req.Header.Set("Content-Type", w.FormDataContentType())
	for name, value := range p.cookies {
		req.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	resp, err := p.app.Test(req, -1)
	if err != nil {
		t.Fatalf("POST %s: %v", action, err)
	}
	defer resp.Body.Close()
	var b strings.Builder
	if _, err := copyAll(&b, resp.Body); err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, resp.Header.Get("Location"), b.String()
}

// TestClaim_document: a document is evidence once it is one by its content; what is none
// is refused beside its field, and the note is kept.
func TestClaim_document(t *testing.T) {
	s := openStaffed(t, storetest.Listing(1))
	cleo := s.person(t, 1, weakly)
	r := cleo.start(t, "/clinics/example-clinic-1/claim")
	path := claimed(r) + "/document"
	for name, file := range map[string][]byte{"a page": []byte("<html><script>alert(1)</script>"), "nothing": {}} {
		status, _, body := cleo.attach(t, r, path, "document", file, "note", "The licence, second page.")
		if status != http.StatusUnprocessableEntity || !strings.Contains(body, `id="document-document-error"`) || !strings.Contains(body, "The licence, second page.") {
			t.Errorf("POST %s with %s = %d: %s", path, name, status, body)
		}
	}
	status, to, body := cleo.attach(t, r, path, "document", []byte("%PDF-1.7\n"), "note", "The licence, second page.")
	if status != http.StatusSeeOther {
		t.Fatalf("POST %s = %d: %s", path, status, body)
	}
	if got := cleo.open(t, to).panel("shown"); !strings.Contains(got, "A document") || !strings.Contains(got, "The licence, second page.") {
		t.Errorf("after the document %q was shown", got)
	}
	status, _, _ = cleo.attach(t, r, path, "document", []byte("%PDF-1.7\n"), "state", "granted")
	if status != http.StatusUnprocessableEntity {
		t.Errorf("POST %s with a field that it has not = %d, want 422", path, status)
	}
}
