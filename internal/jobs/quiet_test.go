package jobs

import (
	"log/slog"
	"strings"
	"testing"
)

var quietly = slog.New(slog.DiscardHandler)

func log(t *testing.T) *slog.Logger {
	t.Helper()
	return slog.New(slog.NewTextHandler(t.Output(), nil))
}

// TestQuiet lets warnings pass and nothing below, through whatever is added to it.
func TestQuiet(t *testing.T) {
	var told strings.Builder
	l := slog.New(quiet{slog.NewTextHandler(&told, nil)}).With(slog.Int("a", 1)).WithGroup("g")
	l.Info("started")
	l.Warn("stuck", slog.Int("job_id", 2))
	if got := told.String(); strings.Contains(got, "started") || !strings.Contains(got, "msg=stuck a=1 g.job_id=2") {
		t.Errorf("the log has %q, want the warning alone", got)
	}
}

// TestFailure_nil is no failure.
func TestFailure_nil(t *testing.T) {
	if err := Permanent(nil); err != nil {
		t.Errorf("Permanent(nil) = %v", err)
	}
	if err := Failure("word", nil); err != nil {
		t.Errorf("Failure(word, nil) = %v", err)
	}
}
