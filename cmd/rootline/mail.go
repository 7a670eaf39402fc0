package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"time"

	"rootline/internal/config"
	"rootline/internal/directory"
	"rootline/internal/mail"
	"rootline/internal/words"
)

// postRoom sees letters out, and says what an operator can do when it cannot.
type postRoom interface {
	mail.Sender
	Advice(err error) directory.Message
}

// newPostRoom is how letters leave by the configuration, or nil if they do not.
func newPostRoom(c config.Mail) (postRoom, error) {
	var from directory.Email
	if c.From != "" {
		var err error
		if from, err = directory.ParseEmail(c.From); err != nil {
			return nil, err
		}
	}
	switch {
	case c.Host != "":
		return mail.SMTP{
			Host: c.Host, Port: c.Port, TLS: mail.TLS(c.TLS),
			User: c.User, Password: string(c.Password), From: from,
		}, nil
	case c.Dir != "":
		return mail.Folder{Dir: c.Dir, From: from}, nil
	}
	return nil, nil
}

// mailTest sends a letter, telling step by step what works, and what to do about
// what does not.
func mailTest(ctx context.Context, cfg config.Config, out io.Writer) error {
	room, err := newPostRoom(cfg.Mail)
	if err != nil {
		return err
	}
	to, err := directory.ParseEmail(cfg.Address)
	if err != nil {
		return err
	}
	l, err := testLetter(cfg, to)
	if err != nil {
		return err
	}
	return tryOut(ctx, room, l, out)
}

// testLetter is the letter. Without a base URL it links to where the site would
// be if it was served without one.
func testLetter(cfg config.Config, to directory.Email) (mail.Letter, error) {
	now := time.Now()
	id, err := directory.NewID(now, rand.Reader)
	if err != nil {
		return mail.Letter{}, err
	}
	base := cfg.Base(&net.TCPAddr{Port: 8080}).String()
	return mail.Compose(words.English(), base, mail.Test, mail.Facts{ID: id, To: to, At: now, Path: "/"})
}

// errNotSent is what a letter that did not go out is to whoever started the
// program. What to do about it has been printed.
var errNotSent = directory.Refuse(directory.Invalid, "mail.try.failed")

// tryOut sends a letter by room, and tells how it went.
func tryOut(ctx context.Context, room postRoom, l mail.Letter, out io.Writer) error {
	w := words.English()
	say := func(mark string, m directory.Message) error {
		_, err := fmt.Fprintf(out, "%-6s %s\n", mark, w.Message(m))
		return err
	}
	var err, spoken error
	switch s := room.(type) {
	case mail.SMTP:
		_, spoken = fmt.Fprintln(out, w.T("mail.try.server", "Host", s.Host, "From", s.From.String(), "To", l.To.String()))
		err = s.Try(ctx, l, func(step mail.Step) { spoken = errors.Join(spoken, say("ok", worked(s, step))) })
	case mail.Folder:
		err = s.Send(ctx, l)
		if err == nil {
			spoken = say("ok", directory.Msg("mail.try.kept", "Folder", s.Dir))
		}
	}
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return errors.Join(spoken, say("failed", room.Advice(err)), errNotSent)
	}
	return spoken
}

// worked says that a step has.
func worked(s mail.SMTP, step mail.Step) directory.Message {
	switch step {
	case mail.LookUp:
		return directory.Msg("mail.try.looked_up", "Host", s.Host)
	case mail.Connect:
		return directory.Msg("mail.try.connected", "Port", strconv.Itoa(s.Port))
	case mail.Greeting:
		return directory.Msg("mail.try.greeted")
	case mail.Encryption:
		return directory.Msg("mail.try.encrypted", "Host", s.Host)
	case mail.SignIn:
		return directory.Msg("mail.try.signed_in", "User", s.User)
	case mail.From:
		return directory.Msg("mail.try.from", "From", s.From.String())
	case mail.To:
		return directory.Msg("mail.try.to")
	case mail.Content:
	}
	return directory.Msg("mail.try.taken")
}
