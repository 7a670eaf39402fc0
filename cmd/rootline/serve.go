package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"time"

	"golang.org/x/sync/errgroup"

	"rootline/internal/config"
	"rootline/internal/directory"
	"rootline/internal/gazetteer"
	"rootline/internal/search"
	"rootline/internal/server"
	"rootline/internal/store"
	"rootline/internal/words"
	"rootline/web"
)

// serve opens the database, lets prepare see to it, and answers requests until
// ctx is done. It holds its addresses before it prepares, which may take long,
// and searches when the index has loaded; until then it says so.
func serve(ctx context.Context, cfg config.Config, out, logs io.Writer, prepare func(*house) error) (err error) {
	assets, err := web.Assets()
	if err != nil {
		return err
	}
	log := slog.New(slog.NewJSONHandler(logs, nil))
	h, err := openAdmitted(ctx, cfg, true, log, admission(ctx, cfg))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	public, err := server.Listen(ctx, cfg.Listen)
	if err != nil {
		return err
	}
	operators, err := server.Listen(ctx, cfg.AdminListen)
	if err != nil {
		return errors.Join(err, public.Close())
	}
	if err := prepare(h); err != nil {
		return errors.Join(err, public.Close(), operators.Close())
	}

	places := gazetteer.Embedded()
	live := search.NewLive(places)
	index := &indexer{store: h.Store, live: live, places: places, now: time.Now, log: log}
	site := options(cfg, public.Addr(), log, live)
	h.post.base = site.BaseURL.String()
	mount(&site, cfg, h, live, places, assets)

	_, _ = fmt.Fprintf(out, "Rootline is at %s (for operators: http://%s/readyz).\n", h.post.base, operators.Addr())
	if err := tellMore(ctx, cfg, h, out); err != nil {
		return errors.Join(err, public.Close(), operators.Close())
	}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return untilDone(ctx, index.run) })
	g.Go(func() error { return untilDone(ctx, h.jobs.Run) })
	g.Go(func() error { return h.keep(ctx, log) })
	g.Go(func() error { return h.books.run(ctx) })
	g.Go(func() error { return server.Serve(ctx, site, public, operators) })
	return g.Wait()
}

// admission is which databases are served: a demo serves its own alone, and nobody
// what a demo has left half made.
func admission(ctx context.Context, cfg config.Config) func(*store.Store) error {
	if cfg.Command == config.Demo {
		return func(db *store.Store) error { return admitDemo(ctx, cfg, db) }
	}
	return func(db *store.Store) error { return finished(ctx, cfg, db) }
}

// tellMore says what else whoever starts the program should know.
func tellMore(ctx context.Context, cfg config.Config, h *house, out io.Writer) error {
	if m := h.post.trouble(); m.ID != "" {
		_, _ = fmt.Fprintln(out, words.English().Message(m))
	}
	if cfg.Command == config.Demo {
		return tellDemoPeople(ctx, h, out)
	}
	return nil
}

// untilDone runs work that ends because ctx does, which is no failure.
func untilDone(ctx context.Context, work func(context.Context) error) error {
	if err := work(ctx); err != nil && ctx.Err() == nil {
		return err
	}
	return nil
}

func options(cfg config.Config, at net.Addr, log *slog.Logger, live *search.Live) server.Options {
	return server.Options{
		BaseURL:        cfg.Base(at),
		Hosts:          cfg.Hosts,
		TrustedProxies: cfg.TrustedProxies,
		Log:            log,
		Now:            time.Now,
		Random:         rand.Reader,
		Ready: func() error {
			if !live.Ready() {
				return directory.Refuse(directory.NotReady, "not_ready.search")
			}
			return nil
		},
	}
}
