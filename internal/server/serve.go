package server

import (
	"context"
	"errors"
	"fmt"
	"net"
	"syscall"
	"time"

	"github.com/gofiber/fiber/v2"
)

// Listen opens an address to serve on. Its errors are sentences for whoever
// started the program.
func Listen(ctx context.Context, address string) (net.Listener, error) {
	ln, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("another program is already listening on %s; stop it or choose another address", address)
	case errors.Is(err, syscall.EACCES):
		return nil, fmt.Errorf("this account may not listen on %s; choose a port above 1023", address)
	case err != nil:
		return nil, fmt.Errorf("cannot listen on %s: %w", address, err)
	}
	return ln, nil
}

// Serve answers visitors on ln and operators on adminLn until ctx is done, and
// then stops in good order: for a moment every reply tells its client to come
// back on a new connection, then no new ones are taken, and what is in hand
// finishes. It returns nil if all of it did. The listeners are closed.
func Serve(ctx context.Context, o Options, ln, adminLn net.Listener) error {
	s := newSite(o)
	public, admin := s.public(), s.admin()
	ended := make(chan error, 2)
	go func() { ended <- public.Listener(ln) }()
	go func() { ended <- admin.Listener(adminLn) }()

	var err error
	waiting := 2
	select {
	case <-ctx.Done():
		s.drain(public)
	case err = <-ended: // a listener has failed; the other alone is of no use
		waiting--
	}
	s.stopping.Store(true)
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.Limits.Grace)
	defer cancel()
	err = errors.Join(err, stop(grace, public, ln), stop(grace, admin, adminLn))
	for range waiting {
		err = errors.Join(err, <-ended)
	}
	return err
}

// drain lets keep-alive connections come to an end by themselves. A connection
// that is closed while its next request is on the way fails that request, and
// one that is not safe to repeat is lost; so each is told with its next reply,
// and only those that ask for nothing until then are closed.
func (s *site) drain(app *fiber.App) {
	s.stopping.Store(true)
	end := time.NewTimer(s.Limits.Drain)
	defer end.Stop()
	look := time.NewTicker(s.Limits.Drain/50 + 1)
	defer look.Stop()
	for app.Server().GetOpenConnectionsCount() > 0 {
		select {
		case <-end.C:
			return
		case <-look.C:
		}
	}
}

// stop ends an app, however far its start has come.
func stop(grace context.Context, app *fiber.App, ln net.Listener) error {
	err := app.ShutdownWithContext(grace)
	if errors.Is(err, context.DeadlineExceeded) {
		err = errors.New("stopped before every request was answered")
	}
	_ = ln.Close() // if Serve had not got to it yet, it ends at once now
	return err
}
