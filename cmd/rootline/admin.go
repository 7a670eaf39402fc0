package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"strings"
	"time"

	"rootline/internal/auth"
	"rootline/internal/auth/team"
	"rootline/internal/config"
	"rootline/internal/directory"
	"rootline/internal/words"
)

// createAdmin makes somebody an admin, and prints a link by which they get in once.
// Whoever can run this has the database in hand anyway, so nothing more is asked.
func createAdmin(ctx context.Context, cfg config.Config, out, logs io.Writer) (err error) {
	email, err := directory.ParseEmail(cfg.Address)
	if err != nil {
		return err
	}
	name := cfg.Name
	if name == "" {
		name, _, _ = strings.Cut(cfg.Address, "@")
	}
	if name, err = auth.PersonName(name); err != nil { // before there is a file
		return err
	}
	h, err := openHouse(ctx, cfg, true, slog.New(slog.NewJSONHandler(logs, nil)))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	desk := team.Desk{Store: h, Places: places{h.Store}, Hasher: auth.NewHasher(), Now: time.Now, Random: rand.Reader}
	link, err := desk.CreateAdmin(ctx, email, name)
	if err != nil {
		return err
	}
	base := cfg.Base(&net.TCPAddr{Port: 8080}).String()
	w := words.English()
	if link == "" {
		_, err = fmt.Fprintln(out, w.T("admin.added", "Address", email.String(), "Link", base+"/sign-in"))
		return err
	}
	_, err = fmt.Fprintln(out, w.T("admin.created", "Address", email.String(), "Link", base+"/sign-in/link/"+link))
	return err
}
