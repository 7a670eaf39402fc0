package moderation_test

import (
	"bytes"
	"context"
	"sync/atomic"
	"testing"

	"rootline/internal/auth"
	"rootline/internal/directory"
	"rootline/internal/moderation"
)

// ending is a context that ends when it has been looked at so often.
type ending struct {
	context.Context
	looks *atomic.Int64
	end   context.CancelFunc
}

func endingAfter(ctx context.Context, looks int) ending {
	ctx, cancel := context.WithCancel(ctx)
	e := ending{ctx, new(atomic.Int64), cancel}
	e.looks.Store(int64(looks))
	return e
}

func (e ending) look() {
	if e.looks.Add(-1) < 0 {
		e.end()
	}
}

func (e ending) Done() <-chan struct{} { e.look(); return e.Context.Done() }
func (e ending) Err() error            { e.look(); return e.Context.Err() }

// calls are all that can be asked of the desks, of clinics that are claimed, edited and
// reported. Each can be done once.
func (h *house) calls() map[string]func(ctx context.Context) error {
	h.give("bob", directory.RoleManager, harbour.Clinic.ID, nowhere)
	out := h.edit("ada", harbour.Clinic.ID, shutMondays, street("9 Quay"))
	theirs := h.edit("bob", harbour.Clinic.ID, rename("Quay")).Request
	pending := h.claim("cleo", mill.Clinic.ID, nowhere)
	h.claim("dan", mill.Clinic.ID, nowhere)
	contest := h.claim("eve", harbour.Clinic.ID, nowhere)
	report := moderation.Report{ClinicID: harbour.Clinic.ID, Reason: moderation.WrongHours, Email: must(directory.ParseEmail("pat@visitors.example"))}
	if err := h.desk.Report(h.Context(), directory.Actor{}, report); err != nil {
		h.Fatal(err)
	}
	reports, err := h.store.Reports(h.Context(), harbour.Clinic.ID)
	if err != nil {
		h.Fatal(err)
	}
	ada, bob, zoe, root, cleo, fay := h.actor("ada"), h.actor("bob"), h.actor("zoe"), h.actor("root"), h.actor("cleo"), h.actor("fay")
	brand := must(h.claims.Start(h.Context(), fay, nowhere, harbour.Organization.ID))
	mail := must(directory.ParseEmail("desk@brand-1.example"))
	approve := moderation.Verdict{Answer: moderation.Approve, Revision: out.Request.Revision}
	ignore := func(_ any, err error) error { return err }
	return map[string]func(ctx context.Context) error{
		"Listing": func(ctx context.Context) error { return ignore(h.desk.Listing(ctx, ada, harbour.Clinic.ID)) },
		"History": func(ctx context.Context) error { return ignore(h.desk.History(ctx, ada, harbour.Clinic.ID, 0)) },
		"Edit": func(ctx context.Context) error {
			return ignore(h.desk.Edit(ctx, bob, harbour.Clinic.ID, harbour, changed(harbour, noWhatsApp, describe("New"))))
		},
		"Withdraw": func(ctx context.Context) error { return h.desk.Withdraw(ctx, bob, theirs.ID) },
		"Report":   func(ctx context.Context) error { return h.desk.Report(ctx, directory.Actor{}, report) },

		"Items": func(ctx context.Context) error {
			return ignore(h.queue.Items(ctx, zoe, moderation.QueueFilter{}, 1, 9))
		},
		"Item(change)": func(ctx context.Context) error {
			return ignore(h.queue.Item(ctx, zoe, moderation.ItemChange, out.Request.ID))
		},
		"Item(contest)": func(ctx context.Context) error {
			return ignore(h.queue.Item(ctx, zoe, moderation.ItemContest, contest.ID))
		},
		"Item(report)": func(ctx context.Context) error {
			return ignore(h.queue.Item(ctx, zoe, moderation.ItemReport, harbour.Clinic.ID))
		},
		"Assign": func(ctx context.Context) error {
			return h.queue.Assign(ctx, zoe, moderation.ItemChange, out.Request.ID, zoe.Account)
		},
		"Decide": func(ctx context.Context) error { return ignore(h.queue.Decide(ctx, zoe, out.Request.ID, approve)) },
		"Undo":   func(ctx context.Context) error { return ignore(h.queue.Undo(ctx, zoe, out.Live.ID)) },
		"SetState": func(ctx context.Context) error {
			return ignore(h.queue.SetState(ctx, zoe, harbour.Clinic.ID, moderation.Sentence{Seen: directory.Published, To: directory.Archived, Reason: moderation.Fraud}))
		},
		"DecideReports": func(ctx context.Context) error {
			return h.queue.DecideReports(ctx, zoe, harbour.Clinic.ID, []directory.ID{reports[0].ID}, moderation.Fixed, "")
		},

		"Claims.Start": func(ctx context.Context) error {
			return ignore(h.claims.Start(ctx, fay, mill.Clinic.ID, nowhere))
		},
		"Claims.MailCode": func(ctx context.Context) error {
			h.claims.Throttle = auth.NewThrottle() // it counts what fails, too
			return ignore(h.claims.MailCode(ctx, auth.From{}, fay, brand.ID, nowhere, mail))
		},
		"Claims.Document": func(ctx context.Context) error {
			return ignore(h.claims.Document(ctx, fay, brand.ID, mill.Clinic.ID, id(77), ""))
		},
		"Claims.Claim": func(ctx context.Context) error { return ignore(h.claims.Claim(ctx, ada, contest.ID)) },
		"Claims.Called": func(ctx context.Context) error {
			return ignore(h.claims.Called(ctx, zoe, pending.ID, nowhere, mill.Clinic.Phones[0].Number, pending.CallCode))
		},
		"Claims.Answer":   func(ctx context.Context) error { return h.claims.Answer(ctx, ada, contest.ID, true, "") },
		"Claims.Withdraw": func(ctx context.Context) error { return ignore(h.claims.Withdraw(ctx, cleo, pending.ID)) },
		"Claims.Decide":   func(ctx context.Context) error { return ignore(h.claims.Decide(ctx, zoe, pending.ID, true, "", "")) },
		"Claims.Decide(contest)": func(ctx context.Context) error {
			h.now = now.Add(moderation.ContestTime)
			return ignore(h.claims.Decide(ctx, root, contest.ID, true, "", ""))
		},
	}
}

func noWhatsApp(l *directory.Listing) { l.Clinic.Phones[0].WhatsApp = false }

// TestDesks_failures ends the time that a request has at each of its steps. That is our
// fault, and leaves all as it was: when there is time enough, it can be done.
func TestDesks_failures(t *testing.T) {
	const enough = 4000
	for name := range open(t).calls() {
		h := open(t)
		call := h.calls()[name]
		before := h.events()
		letters := len(h.post.letters)
		n := 0
		for ; n < enough; n++ {
			ctx := endingAfter(t.Context(), n)
			err := call(ctx)
			ctx.end()
			if err == nil {
				break
			}
			if directory.KindOf(err) != directory.Internal || len(h.post.letters) != letters {
				t.Fatalf("%s(for %d steps) = %s, with %d letters; want our fault, and none", name, n, said(err), len(h.post.letters)-letters)
			}
			if got := h.events(); got != before {
				t.Fatalf("%s(for %d steps) = %v, and left %d events", name, n, err, got-before)
			}
		}
		if n == 0 || n == enough {
			t.Errorf("%s comes to an end in %d steps", name, n)
		}
	}
}

// events is how long the record is.
func (h *house) events() int64 {
	h.Helper()
	last, err := h.store.Recorded(h.Context(), moderation.EventFilter{}, 1)
	if err != nil || len(last) != 1 {
		h.Fatalf("Recorded() = %+v, %v", last, err)
	}
	return last[0].Number
}

// TestDesks_withoutRandomness: without an id nothing is done.
func TestDesks_withoutRandomness(t *testing.T) {
	h := open(t)
	calls := h.calls()
	dry := bytes.NewReader(nil)
	h.desk.Random, h.queue.Random, h.claims.Random = dry, dry, dry
	for _, name := range []string{"Edit", "Withdraw", "Report", "Decide", "Undo", "SetState", "DecideReports", "Claims.Start", "Claims.MailCode", "Claims.Decide"} {
		if err := calls[name](t.Context()); err == nil || directory.KindOf(err) != directory.Internal {
			t.Errorf("%s() = %v, want our fault", name, err)
		}
	}
}
