package moderation_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"rootline/internal/directory"
	"rootline/internal/moderation"
)

// aPDF is a document as short as there can be.
var aPDF = []byte("%PDF-1.7\nthe lease of the mill")

// TestClaims_documents: what is shown for a claim is read by moderators alone, each time
// on the record, and is gone thirty days after the claim was decided.
func TestClaims_documents(t *testing.T) {
	h := open(t)
	cleo := h.actor("cleo")
	c, err := h.claims.Start(t.Context(), cleo, mill.Clinic.ID, nowhere)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		body []byte
		want string
	}{
		{nil, "document.empty"},
		{[]byte("<html>"), "document.kind"},
		{[]byte(" %PDF-1.7"), "document.kind"},
		{[]byte("GIF89a"), "document.kind"},
		{append([]byte("%PDF-"), make([]byte, moderation.MaxDocument)...), "document.large"},
	} {
		_, err := h.claims.AddDocument(t.Context(), cleo, c.ID, nowhere, tt.body, "")
		wants(t, "AddDocument("+tt.want+")", err, tt.want)
	}
	_, err = h.claims.AddDocument(t.Context(), h.actor("ada"), c.ID, nowhere, aPDF, "")
	wants(t, "AddDocument(of another's claim)", err, "moderation.claim.none")
	_, since := h.record(0)
	if c, err = h.claims.AddDocument(t.Context(), cleo, c.ID, nowhere, aPDF, "The lease."); err != nil || len(c.Evidence) != 1 {
		t.Fatalf("AddDocument() = %+v, %v; want it among the evidence", c.Evidence, err)
	}
	document := c.Evidence[0].Document
	p, err := h.queue.Document(t.Context(), h.actor("zoe"), c.ID, document)
	if err != nil || !bytes.Equal(p.Bytes, aPDF) || p.MediaType != "application/pdf" {
		t.Errorf("Document(Zoe) = %+v, %v; want the PDF", p, err)
	}
	if what, _ := h.record(since); what != "claim.show, claim.read" {
		t.Errorf("the record has %q", what)
	}
	for _, name := range []string{"cleo", "ada"} {
		_, err = h.queue.Document(t.Context(), h.actor(name), c.ID, document)
		wants(t, "Document("+name+")", err, "auth.forbidden")
	}
	_, err = h.queue.Document(t.Context(), h.actor("zoe"), c.ID, id(9))
	wants(t, "Document(nothing)", err, "not_found.document")
	h.sweptDocuments(c, document)
}

// sweptDocuments has a claim decided, and wants its documents to be there for thirty days.
func (h *house) sweptDocuments(c moderation.Claim, document directory.ID) {
	h.Helper()
	sweep := func(now time.Time, want int) {
		h.Helper()
		n, err := h.store.SweepDocuments(h.Context(), directory.At(now.Add(-30*24*time.Hour)))
		if err != nil || n != want {
			h.Errorf("SweepDocuments(30 days before %v) = %d, %v; want %d", now, n, err, want)
		}
	}
	sweep(h.now.AddDate(9, 0, 0), 0) // nobody has decided
	if _, err := h.claims.Submit(h.Context(), h.actor("cleo"), c.ID); err != nil {
		h.Fatal(err)
	}
	if err := h.decideClaim("zoe", c, false, moderation.Unproven); err != nil {
		h.Fatal(err)
	}
	sweep(h.now.AddDate(0, 0, 30), 0)
	sweep(h.now.AddDate(0, 0, 31), 1)
	_, err := h.queue.Document(h.Context(), h.actor("zoe"), c.ID, document)
	wants(h, "Document(swept)", err, "not_found.document")
}

// TestClaims_tooManyDocuments: ten for one claim are enough.
func TestClaims_tooManyDocuments(t *testing.T) {
	h := open(t)
	cleo := h.actor("cleo")
	c, err := h.claims.Start(t.Context(), cleo, mill.Clinic.ID, nowhere)
	for range 10 {
		if err == nil {
			_, err = h.claims.AddDocument(t.Context(), cleo, c.ID, nowhere, aPDF, strings.Repeat("x", 10))
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	_, err = h.claims.AddDocument(t.Context(), cleo, c.ID, nowhere, aPDF, "")
	wants(t, "AddDocument(the eleventh)", err, "document.too_many")
	if _, err := h.claims.Withdraw(t.Context(), cleo, c.ID); err != nil {
		t.Fatal(err)
	}
	if n, err := h.store.SweepDocuments(t.Context(), 1); err != nil || n != 10 {
		t.Errorf("SweepDocuments() of a claim that was withdrawn = %d, %v; want 10", n, err)
	}
}
