package mail

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"rootline/internal/directory"
)

// Folder keeps letters as files instead of sending them, for a demo or a test.
// Each is a message as it would have gone out, which mail programs open.
type Folder struct {
	Dir  string          // made when it is not there
	From directory.Email // the zero Email stands for one that nobody has
}

// nobody is where a letter that is only kept comes from. The domain is one that
// cannot be (RFC 2606).
const nobody = "no-reply@rootline.invalid"

// Send keeps a letter. Whoever looks sees it whole or not at all, and it is on
// disk when Send returns. The same letter, sent again, takes its own place.
func (d Folder) Send(ctx context.Context, l Letter) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	content, err := message(l, cmp.Or(d.From.String(), nobody))
	if err != nil {
		return err
	}
	// Codes and links that sign people in are for this user's eyes alone.
	if err := os.MkdirAll(d.Dir, 0o700); err != nil {
		return fmt.Errorf("keep a letter: %w", err)
	}
	if err := put(d.Dir, filename(l), content); err != nil {
		return fmt.Errorf("keep a letter: %w", err)
	}
	return nil
}

// filename is the letter's moment and its id, so that names sort by age.
func filename(l Letter) string {
	return fmt.Sprintf("%s-%s.eml", l.At.UTC().Format("20060102T150405.000Z"), l.ID)
}

// put writes a file under a name of its own, which no other is writing, and
// gives it the right one once it is on disk.
func put(dir, name string, content []byte) error {
	f, err := os.CreateTemp(dir, ".*.part")
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), filepath.Join(dir, name))
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	folder, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// Letters are the newest n letters, newest first. A folder that is not there has
// none, and what is no letter of ours is passed over.
func (d Folder) Letters(n int) ([]Letter, error) {
	entries, err := os.ReadDir(d.Dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list letters: %w", err)
	}
	slices.Reverse(entries) // which are by name
	var all []Letter
	for _, e := range entries {
		if len(all) >= n {
			break
		}
		if filepath.Ext(e.Name()) != ".eml" || strings.HasPrefix(e.Name(), ".") || !e.Type().IsRegular() {
			continue
		}
		content, err := os.ReadFile(filepath.Join(d.Dir, e.Name()))
		if errors.Is(err, fs.ErrNotExist) {
			continue // somebody tidied up meanwhile
		}
		if err != nil {
			return nil, fmt.Errorf("list letters: %w", err)
		}
		if l, err := parse(content); err == nil {
			all = append(all, l)
		}
	}
	return all, nil
}
