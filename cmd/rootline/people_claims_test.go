package main

import (
	"context"
	"io"
	"strings"

	"rootline/internal/directory"
	"rootline/internal/moderation"
	"rootline/internal/store/storetest"
)

// pending is what hangs on a tenant's clinic: one of each thing that a route can name.
type pending struct {
	claim    directory.ID // of its owner, to the other's clinic; nobody else knows of it yet
	document directory.ID // shown for that
	request  directory.ID // of its owner, which a moderator has to decide
	photo    directory.ID // which that asks for
	proposal directory.ID // of its owner: a clinic that is not there yet
}

// The clinics that are two of one, and were merged.
const keptClinic, goneClinic = 3, 4

// actorOf is somebody in their browser.
func actorOf(w *world, s *someone) directory.Actor { return w.actor(s.page.ID) }

// claim has the owner of a tenant say that the other's clinic is theirs, and show a
// document for it, without having sent it: so nobody else has been told of it.
func (w *world) claim(home string, owner *someone) {
	w.t.Helper()
	mine, other := w.mine[home], w.mine[map[string]string{"a": "b", "b": "a"}[home]].listing
	actor := actorOf(w, owner)
	c, err := w.desks.claims.Start(w.t.Context(), actor, other.Clinic.ID, directory.ID{})
	must(w.t, err)
	c, err = w.desks.claims.AddDocument(w.t.Context(), actor, c.ID, directory.ID{}, []byte("%PDF-1.4 canary lease of "+home), "Canary note of "+home)
	must(w.t, err)
	mine.claim, mine.document = c.ID, c.Evidence[0].Document
	mine.secrets = append(mine.secrets, c.ID.String(), mine.document.String(), "anary lease of "+home, "Canary note of "+home)
}

// wish has the owner of a tenant ask for a photo and a name, and propose a clinic; and a
// visitor report the clinic.
func (w *world) wish(home string, owner *someone) {
	w.t.Helper()
	ctx, mine, actor := w.t.Context(), w.mine[home], actorOf(w, owner)
	album := *w.desks.album
	album.Make = func(context.Context, io.Reader) ([]moderation.Variant, error) {
		return []moderation.Variant{{MediaType: "image/jpeg", Width: 800, Height: 600, Bytes: []byte("\xff\xd8\xff canary photo")}}, nil
	}
	photo, err := album.AddPhoto(ctx, actor, mine.listing.Clinic.ID, directory.Photo{Kind: directory.PhotoPremises, Alt: "Canary photo of " + home}, strings.NewReader(""))
	must(w.t, err)
	own, err := w.desks.listings.Listing(ctx, actor, mine.listing.Clinic.ID)
	must(w.t, err)
	to := own.Proposed
	to.Clinic.Name = "Canary name of " + home
	edited, err := w.desks.listings.Edit(ctx, actor, mine.listing.Clinic.ID, own.Proposed, to)
	must(w.t, err)
	proposed, err := w.desks.listings.Propose(ctx, actor, moderation.Proposal{
		Name: "Canary proposal of " + home, Services: []directory.Service{directory.PRP},
		Address: mine.listing.Clinic.Address, URL: mine.listing.Clinic.URL, Another: true,
	})
	must(w.t, err)
	must(w.t, w.desks.listings.Report(ctx, directory.Actor{}, moderation.Report{
		ClinicID: mine.listing.Clinic.ID, Reason: moderation.WrongHours, Text: "Canary report of " + home,
	}))
	mine.request, mine.photo, mine.proposal = edited.Request.ID, photo.ID, proposed.Clinic
	mine.secrets = append(mine.secrets, mine.request.String(), mine.photo.String(), mine.proposal.String(), "Canary photo of "+home, "Canary name of "+home,
		"Canary proposal of "+home, "Canary report of "+home)
}

// merge has a moderator find that two clinics are one.
func (w *world) merge() {
	w.t.Helper()
	ctx, actor := w.t.Context(), actorOf(w, w.people["moderator"])
	kept, gone := storetest.Listing(keptClinic).Clinic.ID, storetest.Listing(goneClinic).Clinic.ID
	p, err := w.desks.moderators.MergePreview(ctx, actor, kept, gone)
	must(w.t, err)
	m, err := w.desks.moderators.Merge(ctx, actor, kept, gone, moderation.MergeChoice{Kept: p.Kept.Number, Gone: p.Gone.Number})
	must(w.t, err)
	w.merged = m.ID
}

// contest has somebody who is nobody yet send a claim to tenant A's clinic.
func (w *world) contest() {
	w.t.Helper()
	ctx, actor := w.t.Context(), actorOf(w, w.people["nobody"])
	c, err := w.desks.claims.Start(ctx, actor, w.mine["a"].listing.Clinic.ID, directory.ID{})
	must(w.t, err)
	_, err = w.desks.claims.AddDocument(ctx, actor, c.ID, directory.ID{}, []byte("%PDF-1.4 lease"), "")
	must(w.t, err)
	_, err = w.desks.claims.Submit(ctx, actor, c.ID)
	must(w.t, err)
	w.contested = c.ID
}

// part is what stands for a part of a pattern: something that hangs on a tenant's clinic.
func (w *world) part(home, pattern, name string) (string, bool) {
	mine := w.mine[home]
	switch name {
	case ":brand":
		return mine.listing.Organization.Slug.String(), true
	case ":clinic", ":listing":
		return mine.listing.Clinic.Slug.String(), true
	case ":slug":
		if strings.HasPrefix(pattern, "/brands/") {
			return mine.listing.Organization.Slug.String(), true
		}
		return mine.listing.Clinic.Slug.String(), true
	case ":kind":
		return string(moderation.ItemChange), true
	}
	id, ok := map[string]directory.ID{
		":claim": mine.claim, ":document": mine.document, ":request": mine.request, ":item": mine.request, ":photo": mine.photo, ":merge": w.merged,
		":session": w.people["owner-"+home].program.ID, ":invitation": mine.invited, ":account": w.people["manager-"+home].account.ID,
	}[name]
	return id.String(), ok
}

// items are what waits in the queue because of a tenant, one of each kind.
func (w *world) items(home string) map[moderation.ItemKind]directory.ID {
	mine := w.mine[home]
	return map[moderation.ItemKind]directory.ID{ //nolint:exhaustive // of what is in the world
		moderation.ItemChange: mine.request, moderation.ItemProposal: mine.proposal,
		moderation.ItemReport: mine.listing.Clinic.ID, moderation.ItemContest: w.contested,
	}
}
