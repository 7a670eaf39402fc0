package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
	"testing"

	"github.com/mattn/go-sqlite3"

	"rootline/internal/directory"
)

// TestRefusal words what an operator can do something about, and leaves the rest.
func TestRefusal(t *testing.T) {
	worded := directory.Refuse(directory.Invalid, "store.foreign")
	tests := []struct {
		err  error
		want string // the message's id; "" if it is not worded
	}{
		{sqlite3.Error{Code: sqlite3.ErrFull}, "store.full"},
		{sqlite3.Error{Code: sqlite3.ErrIoErr, SystemErrno: syscall.ENOSPC}, "store.full"},
		{&fs.PathError{Op: "open", Path: "a.db", Err: syscall.ENOSPC}, "store.full"},
		{&fs.PathError{Op: "write", Path: "a.db", Err: syscall.EDQUOT}, "store.full"},
		{&fs.PathError{Op: "open", Path: "a.db", Err: syscall.EACCES}, "store.unusable"},
		{&os.LinkError{Op: "rename", Old: "a.new", New: "a.db", Err: syscall.EROFS}, "store.unusable"},
		{sqlite3.Error{Code: sqlite3.ErrNotADB}, "store.not_sqlite"},
		{sqlite3.Error{Code: sqlite3.ErrCantOpen}, "store.unusable"},
		{sqlite3.Error{Code: sqlite3.ErrCorrupt}, "store.unusable"},
		{worded, "store.foreign"},
		{context.Canceled, ""},
	}
	for _, tt := range tests {
		err := refusal("a.db", fmt.Errorf("wrapped: %w", tt.err))
		got, refused := "", (*directory.Error)(nil)
		if errors.As(err, &refused) {
			got = refused.Message.ID
		}
		if got != tt.want || got == "" && !errors.Is(err, tt.err) {
			t.Errorf("refusal(%#v) = %v, want %q", tt.err, err, tt.want)
		}
	}
}
