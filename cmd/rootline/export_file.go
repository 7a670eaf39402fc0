package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"rootline/internal/directory"
)

// wholeFile is a file that is written aside and put into place when it is whole, so
// that no program ever reads half of it.
type wholeFile struct {
	*os.File
	path string
}

// newWhole begins the file at path, where there must be nothing yet.
func newWhole(path string) (*wholeFile, error) {
	if _, err := os.Lstat(path); err == nil {
		return nil, directory.Refuse(directory.Conflict, "export.exists", "File", path)
	}
	folder := filepath.Dir(path)
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return nil, directory.Refuse(directory.NotFound, "export.no_folder", "File", path, "Folder", folder)
	}
	f, err := os.CreateTemp(folder, ".rootline-*.new") // its owner's alone: drafts are nobody else's to read
	if errors.Is(err, fs.ErrPermission) {
		return nil, directory.Refuse(directory.Invalid, "export.not_allowed", "Folder", folder)
	}
	if err != nil {
		return nil, fmt.Errorf("export to %s: %w", path, err)
	}
	return &wholeFile{f, path}, nil
}

// place puts the file where it belongs, unless something has come to be there.
func (f *wholeFile) place() error {
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("export to %s: %w", f.path, err)
	}
	err := os.Link(f.Name(), f.path)
	if errors.Is(err, fs.ErrExist) {
		return directory.Refuse(directory.Conflict, "export.exists", "File", f.path)
	}
	if err != nil { // some file systems have no links
		err = os.Rename(f.Name(), f.path)
	}
	if err != nil {
		return fmt.Errorf("export to %s: %w", f.path, err)
	}
	return nil
}

// discard removes what was written aside.
func (f *wholeFile) discard() {
	_ = f.Close()
	_ = os.Remove(f.Name())
}
