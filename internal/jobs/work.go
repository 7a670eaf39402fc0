package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"time"

	"github.com/riverqueue/river"
)

// worker is how River comes to the work of one kind.
type worker struct {
	river.WorkerDefaults[args]
	client *Client
	do     Work
}

// Work does the job and returns of its failure no more than may be kept: from here
// on, River writes the error into the job's row and into the log.
func (w *worker) Work(ctx context.Context, job *river.Job[args]) error {
	err := w.guarded(ctx, job)
	if err == nil {
		return nil
	}
	// Neither the work's own deadline nor its failure: the program stops.
	job.Args.cut = ctx.Err() != nil && !errors.Is(context.Cause(ctx), context.DeadlineExceeded)
	kept := scrub(ctx, err)
	if isPermanent(err) || job.Attempt >= job.MaxAttempts {
		w.client.o.Log.ErrorContext(ctx, "a job is dead", slog.String("job_kind", job.Kind), slog.Int64("job_id", job.ID),
			slog.String("id", job.Args.ID), slog.Int("attempts", job.Attempt), slog.String("failure", kept.Error()))
	}
	if isPermanent(err) {
		return river.JobCancel(kept)
	}
	return kept
}

// NextRetry has a job that was cut short begin anew as soon as there is somebody to
// do it. River's own means for that dates the job in local time, and SQLite compares
// it with UTC.
func (w *worker) NextRetry(job *river.Job[args]) time.Time {
	if job != nil && job.Args.cut {
		return w.client.o.Now().UTC().Add(time.Millisecond)
	}
	return time.Time{} // as the client's policy says
}

// guarded does the work, and turns a panic into a failure. Of the panic, its type and
// its place are told and not its value, which may quote anything.
func (w *worker) guarded(ctx context.Context, job *river.Job[args]) (err error) {
	defer func() {
		if value := recover(); value != nil {
			err = panicked{fmt.Sprintf("%T", value)}
			w.client.o.Log.ErrorContext(ctx, "a job panicked", slog.String("job_kind", job.Kind),
				slog.Int64("job_id", job.ID), slog.String("panic", err.Error()), slog.Any("stack", stack()))
		}
	}()
	return w.do(ctx, job.Args.ID)
}

// stack is where the panic that is being recovered from came from.
func stack() (places []string) {
	callers := make([]uintptr, 32)
	frames := runtime.CallersFrames(callers[:runtime.Callers(4, callers)]) // after Callers, stack, the deferred and gopanic
	for more := true; more; {
		var f runtime.Frame
		f, more = frames.Next()
		places = append(places, fmt.Sprintf("%s:%d", f.Function, f.Line))
	}
	return places
}
