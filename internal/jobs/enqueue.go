package jobs

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// args is what River keeps of a job. The kind is the row's, and known only where a
// job is made.
type args struct {
	ID   string `json:"id"`
	kind string
	cut  bool // the work was cut short by a stop
}

// Kind is for River.
func (a args) Kind() string { return a.kind }

// anID is what our ids look like, alone or a few of them together. E-mail addresses,
// international phone numbers, full names and sentences do not; a single word or a
// number might, and is for whoever enqueues to leave out.
var anID = regexp.MustCompile(`^[0-9A-Za-z][0-9A-Za-z_:-]{0,99}$`)

// Enqueue adds a job in the transaction: it is there when that is committed, and
// never was if it is not. If the kind is unique and a job of its kind and id waits or
// is at work, that one is enough, and nothing is added: work of such a kind must not
// depend on what changes after it has begun. An unknown kind is refused, and so is an
// id that does not look like one; the transaction can go on after that.
func (c *Client) Enqueue(ctx context.Context, tx *sql.Tx, kind, id string) error {
	return c.insert(ctx, tx, kind, id, river.InsertOpts{})
}

// EnqueueAt adds a job as [Client.Enqueue] does, to be done at the given moment or
// up to some seconds later. If a unique job is there already, it is done when that
// one's time comes.
func (c *Client) EnqueueAt(ctx context.Context, tx *sql.Tx, kind, id string, at time.Time) error {
	return c.insert(ctx, tx, kind, id, river.InsertOpts{ScheduledAt: at})
}

func (c *Client) insert(ctx context.Context, tx *sql.Tx, kind, id string, o river.InsertOpts) error {
	if !anID.MatchString(id) {
		return fmt.Errorf("enqueue %s: %w", kind, errNoID) // without what it was instead
	}
	if c.unique(kind) {
		o.UniqueOpts = river.UniqueOpts{ByArgs: true, ByState: atHand}
	}
	if _, err := c.river.InsertTx(ctx, tx, args{ID: id, kind: kind}, &o); err != nil {
		return fmt.Errorf("enqueue %s %s: %w", kind, id, err)
	}
	return nil
}

var errNoID = errors.New("what the job is about is not named by an id")

// atHand are the states of jobs that are not over.
var atHand = []rivertype.JobState{
	rivertype.JobStateAvailable,
	rivertype.JobStatePending,
	rivertype.JobStateRetryable,
	rivertype.JobStateRunning,
	rivertype.JobStateScheduled,
}
