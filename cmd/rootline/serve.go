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

	"github.com/gofiber/fiber/v2"
	"golang.org/x/sync/errgroup"

	"rootline/internal/access"
	"rootline/internal/api"
	"rootline/internal/auth"
	"rootline/internal/config"
	"rootline/internal/directory"
	"rootline/internal/gazetteer"
	"rootline/internal/pages"
	"rootline/internal/search"
	"rootline/internal/server"
	"rootline/internal/store"
	"rootline/web"
)

// serve opens the database, lets prepare see to it, and answers requests until
// ctx is done. It holds its addresses before it prepares, which may take long,
// and searches when the index has loaded; until then it says so.
func serve(ctx context.Context, cfg config.Config, out, logs io.Writer, prepare func(*store.Store) error) (err error) {
	assets, err := web.Assets()
	if err != nil {
		return err
	}
	db, err := store.Open(ctx, cfg.DB, store.Options{Create: true, Now: time.Now})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	public, err := server.Listen(ctx, cfg.Listen)
	if err != nil {
		return err
	}
	operators, err := server.Listen(ctx, cfg.AdminListen)
	if err != nil {
		return errors.Join(err, public.Close())
	}
	if err := prepare(db); err != nil {
		return errors.Join(err, public.Close(), operators.Close())
	}

	log := slog.New(slog.NewJSONHandler(logs, nil))
	places := gazetteer.Embedded()
	live := search.NewLive(places)
	index := &indexer{store: db, live: live, places: places, now: time.Now, log: log}
	site := options(cfg, public.Addr(), log, live)
	mount(&site, db, live, places, assets)

	_, _ = fmt.Fprintf(out, "Rootline is at %s (for operators: http://%s/readyz).\n", cfg.Base(public.Addr()), operators.Addr())
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return untilDone(ctx, index.run) })
	g.Go(func() error { return server.Serve(ctx, site, public, operators) })
	return g.Wait()
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

// mount puts the API and the pages on the site.
func mount(site *server.Options, db *store.Store, live *search.Live, places *gazetteer.Gazetteer, assets *web.Built) {
	base := site.BaseURL.String()
	movedClinic := func(ctx context.Context, old string) (directory.Slug, error) {
		return db.Moved(ctx, store.Clinic, old)
	}
	a := &api.API{Search: live, Places: places, Store: db, Base: base, Now: time.Now, Moved: movedClinic}
	p := &pages.Pages{
		Search: live, Places: places, Store: db, Assets: assets, Base: base, Now: time.Now,
		Sitemap: listed{db}, Sources: listed{db}.sources,
		MovedClinic: movedClinic,
		MovedBrand: func(ctx context.Context, old string) (directory.Slug, error) {
			return db.Moved(ctx, store.Organization, old)
		},
		Photo: func(ctx context.Context, id directory.ID) (pages.Picture, error) {
			photo, err := db.Photo(ctx, id)
			return pages.Picture{MediaType: photo.MediaType, Bytes: photo.Bytes}, err
		},
		Keys: func(context.Context) ([]byte, error) { return auth.JWKS(nil) }, // nothing is signed yet
	}
	p.Guard = &access.Guard{Table: auth.Permissions(), Base: site.BaseURL, Now: time.Now}
	site.Mount = func(app *fiber.App) {
		a.Mount(p.Guard.Router(app.Group(api.Root), api.Root, access.API))
		p.Mount(p.Guard.Router(app, "", access.Pages))
	}
	site.ErrorPage = p.ErrorPage
}
