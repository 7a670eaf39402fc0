package moderation

import (
	"bytes"
	"context"
	"slices"

	"rootline/internal/directory"
)

// MaxDocument is how many bytes a document may have.
const MaxDocument = 8 << 20

// maxDocuments is how many documents can be shown for one claim.
const maxDocuments = 10

// Paper is a document that was shown for a claim. It is kept sealed with the claimant's
// key, and no longer than it is of use.
type Paper struct {
	ID        directory.ID
	ClaimID   directory.ID
	By        directory.ID // the claimant
	At        directory.Instant
	MediaType string // by content: application/pdf, image/jpeg or image/png
	Bytes     []byte
}

// papers are the documents that are taken, told by how they begin.
var papers = []struct{ begins, mediaType, fileName string }{
	{"%PDF-", "application/pdf", "document.pdf"},
	{"\xff\xd8\xff", "image/jpeg", "document.jpg"},
	{"\x89PNG\r\n\x1a\n", "image/png", "document.png"},
}

// PaperTypes are the media types of the documents that are taken.
func PaperTypes() (all []string) {
	for _, p := range papers {
		all = append(all, p.mediaType)
	}
	return all
}

// FileName is what a document is called where it is saved: by nothing of its own.
func (p Paper) FileName() string {
	for _, known := range papers {
		if known.mediaType == p.MediaType {
			return known.fileName
		}
	}
	return "document"
}

// paperType is what a document is. Nobody opens it here: moderators save it, and look at
// it with whatever they trust to.
func paperType(body []byte) (string, error) {
	switch {
	case len(body) == 0:
		return "", directory.Refuse(directory.Invalid, "document.empty")
	case len(body) > MaxDocument:
		return "", directory.Refuse(directory.Invalid, "document.large", "Most", MaxDocument>>20)
	}
	for _, p := range papers {
		if bytes.HasPrefix(body, []byte(p.begins)) {
			return p.mediaType, nil
		}
	}
	return "", directory.Refuse(directory.Invalid, "document.kind")
}

// AddDocument keeps a document and adds it to the evidence of a claim, or of one branch
// of it: both, or neither.
func (d *Claims) AddDocument(ctx context.Context, actor directory.Actor, claim, branch directory.ID, body []byte, note string) (Claim, error) {
	mediaType, err := paperType(body)
	if err != nil {
		return Claim{}, err
	}
	return d.update(ctx, actor, claim, func(a *act, c *Claim) error {
		if _, err := a.siteOf(ctx, c, branch); err != nil {
			return err
		}
		if len(documentsOf(c)) >= maxDocuments {
			return directory.Refuse(directory.Conflict, "document.too_many", "Most", maxDocuments)
		}
		id, err := a.newID()
		if err != nil {
			return err
		}
		at := directory.At(a.now)
		if err := a.show(ctx, c, Evidence{Kind: Document, At: at, Document: id, ClinicID: branch, Note: note}); err != nil {
			return err
		}
		return a.AddPaper(ctx, Paper{ID: id, ClaimID: c.ID, By: c.By, At: at, MediaType: mediaType, Bytes: body})
	})
}

// documentsOf are the documents among the evidence of a claim.
func documentsOf(c *Claim) (all []directory.ID) {
	for _, e := range c.Evidence {
		if e.Kind == Document {
			all = append(all, e.Document)
		}
	}
	return all
}

// Document returns a document that was shown for a claim to a moderator. That they have
// read it is an event, and they have it only when that is in the record.
func (q *Queue) Document(ctx context.Context, actor directory.Actor, claim, document directory.ID) (Paper, error) {
	var p Paper
	err := q.staff(ctx, actor, func(a *act) error {
		none := directory.Refuse(directory.NotFound, "not_found.document")
		c, err := a.Claim(ctx, claim)
		if directory.KindOf(err) == directory.NotFound || err == nil && !slices.Contains(documentsOf(&c), document) {
			return none
		}
		if err != nil {
			return err
		}
		if p, err = a.Paper(ctx, document); err != nil {
			return err
		}
		return a.note(ctx, Event{What: "claim.read", Noun: "claim", Object: c.ID}, values{after: said{document.String()}, person: c.By})
	})
	if err != nil {
		return Paper{}, err
	}
	return p, nil
}
