package main

import (
	"context"
	"errors"
	"os"
	"time"

	"rootline/internal/auth"
	"rootline/internal/directory"
	"rootline/internal/jobs"
	"rootline/internal/mail"
	"rootline/internal/words"
)

// postman sends the letters that transactions have caused.
type postman struct {
	letters interface {
		Letter(ctx context.Context, id directory.ID) (auth.Letter, error)
		RemoveLetter(ctx context.Context, id directory.ID) error
	}
	room postRoom // nil: letters wait until there is one
	base string   // what links begin with
}

// errNoRoom is a letter that cannot leave because nobody has said how.
var errNoRoom = errors.New("neither --smtp-host nor --mail-dir is set")

// trouble says why no letter will go out, as far as that can be told without sending
// one; or nothing.
func (p *postman) trouble() (m directory.Message) {
	if p.room == nil {
		return directory.Msg("post.no_way_out")
	}
	folder, kept := p.room.(mail.Folder)
	if !kept {
		return m
	}
	if err := writable(folder.Dir); err != nil {
		return folder.Advice(err)
	}
	return m
}

// writable tries whether files can be made in a folder, which is made if need be.
func writable(folder string) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(folder, ".*.part")
	if err != nil {
		return err
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// deliver sends one letter, by its id, and forgets it. One that is not there has been
// sent. It may be sent again if the process dies before it is forgotten, and from a
// backup that was made while it waited; then it has the same Message-ID, by which
// mail servers know it. What it tells may be over by then: it says until when it
// holds, and its link leads to where one asks for another.
func (p *postman) deliver(ctx context.Context, id string) error {
	letter, err := directory.ParseID(id)
	if err != nil {
		return jobs.Permanent(jobs.Failure("no_id", err))
	}
	l, err := p.letters.Letter(ctx, letter)
	if directory.KindOf(err) == directory.NotFound {
		return nil
	}
	if err != nil {
		return jobs.Failure("letter_unreadable", err)
	}
	if !l.Silent {
		if err := p.send(ctx, l); err != nil {
			return err
		}
	}
	return p.letters.RemoveLetter(ctx, letter)
}

// send words a letter and sees it out. What is left of ten minutes when they are
// noted to the millisecond is ten minutes.
func (p *postman) send(ctx context.Context, l auth.Letter) error {
	written, err := mail.Compose(words.For(l.Language.String()), p.base, mail.Kind(l.Kind), mail.Facts{
		ID: l.ID, To: l.To, At: l.At.Time(), Path: l.Path, Code: l.Code, For: l.For.Round(time.Second),
		By: l.By, Place: l.Place, Role: l.Role, Device: l.Device,
		Reason: l.Reason, Text: l.Text,
	})
	if err != nil {
		return jobs.Permanent(jobs.Failure("letter_unwritten", err))
	}
	if p.room == nil {
		return jobs.Failure("no_way_out", errNoRoom)
	}
	err = p.room.Send(ctx, written)
	if f := (*mail.Failure)(nil); errors.As(err, &f) {
		err = jobs.Failure("smtp_"+string(f.Step), err)
	}
	if mail.Refused(err) {
		return jobs.Permanent(err)
	}
	return err
}
