package mail_test

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"rootline/internal/mail"
)

func TestFolder(t *testing.T) {
	folder := mail.Folder{Dir: filepath.Join(t.TempDir(), "a", "letters")}
	if got, err := folder.Letters(10); err != nil || len(got) != 0 {
		t.Fatalf("a folder that is not there has %v, %v", got, err)
	}
	var want []mail.Letter
	for i := range 5 {
		f := facts(t)
		f.At = at.Add(time.Duration(i) * time.Second)
		f.Place = "Zürich · 髪 " + strings.Repeat("long ", 10)
		l := compose(t, mail.Invitation, f)
		for range 2 { // as a job would that was tried twice
			if err := folder.Send(t.Context(), l); err != nil {
				t.Fatal(err)
			}
		}
		l.Kind = ""
		want = append([]mail.Letter{l}, want...)
	}
	for name, content := range map[string]string{"note.txt": "no letter", "99991231T000000.000Z-x.eml": "no letter", ".1.part": "half a lett"} {
		if err := os.WriteFile(filepath.Join(folder.Dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for n, count := range map[int]int{0: 0, 2: 2, 5: 5, 100: 5} {
		got, err := folder.Letters(n)
		if err != nil || len(got) != count {
			t.Fatalf("Letters(%d) = %d letters, %v; want %d", n, len(got), err, count)
		}
		for i, l := range got {
			if l != want[i] {
				t.Errorf("Letters(%d)[%d] is %s of %v to %s, or differs in its text; want %s of %v to %s", n, i, l.ID, l.At, l.To, want[i].ID, want[i].At, want[i].To)
			}
		}
	}
	files, err := filepath.Glob(filepath.Join(folder.Dir, "2*.eml"))
	if err != nil || len(files) != 5 {
		t.Errorf("five letters are in %v, %v", files, err)
	}
	info, err := os.Stat(files[0])
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("a letter, which may sign somebody in, can be read by others: %v, %v", info, err)
	}
}

// TestFolder_SendAtOnce holds that whoever looks while letters are written sees
// whole ones, and that the same letter written by two is there once.
func TestFolder_SendAtOnce(t *testing.T) {
	folder := mail.Folder{Dir: t.TempDir()}
	same := aLetter(t)
	var writers sync.WaitGroup
	for range 8 {
		writers.Go(func() {
			for _, l := range []mail.Letter{same, aLetter(t)} {
				if err := folder.Send(t.Context(), l); err != nil {
					t.Error(err)
				}
				files, err := filepath.Glob(filepath.Join(folder.Dir, "*.eml"))
				letters, listed := folder.Letters(100)
				if err != nil || listed != nil || len(letters) < len(files) {
					t.Errorf("%d of %d letters are whole: %v, %v", len(letters), len(files), err, listed)
				}
			}
		})
	}
	writers.Wait()
	if all, err := folder.Letters(100); err != nil || len(all) != 9 {
		t.Errorf("there are %d letters, %v; want 9", len(all), err)
	}
	if left, _ := filepath.Glob(filepath.Join(folder.Dir, ".*.part")); len(left) > 0 {
		t.Errorf("%v is left", left)
	}
}

func TestFolder_whenItCannotBeWritten(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	folder := mail.Folder{Dir: file}
	err := folder.Send(t.Context(), aLetter(t))
	if err == nil || mail.Refused(err) {
		t.Errorf("Send into a file: %v", err)
	}
	if got := folder.Advice(err).ID; got != "mail.advice.folder" {
		t.Errorf("Advice(%v) = %s", err, got)
	}
	if _, err := folder.Letters(1); err == nil {
		t.Error("a file was listed")
	}
}
