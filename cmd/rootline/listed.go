package main

import (
	"context"

	"rootline/internal/directory"
	"rootline/internal/pages"
	"rootline/internal/store"
	"rootline/web/page"
)

// listed is what the store tells search engines of, in the words of the pages.
type listed struct{ store *store.Store }

// Chunks returns the files of the sitemap that have clinics or brands.
func (l listed) Chunks(ctx context.Context, of pages.Listed) ([]pages.Chunk, error) {
	read := l.store.SitemapClinicChunks
	if of == pages.ListedBrands {
		read = l.store.SitemapBrandChunks
	}
	chunks, err := read(ctx)
	all := make([]pages.Chunk, 0, len(chunks))
	for _, c := range chunks {
		all = append(all, pages.Chunk(c))
	}
	return all, err
}

// Addresses calls fn with each address of a chunk and when it last changed.
func (l listed) Addresses(ctx context.Context, of pages.Listed, chunk int64, fn func(directory.Slug, directory.Instant) error) error {
	if of == pages.ListedBrands {
		return l.store.SitemapBrands(ctx, chunk, fn)
	}
	return l.store.SitemapClinics(ctx, chunk, fn)
}

// sources returns the files that listings were taken from, to be credited.
func (l listed) sources(ctx context.Context) ([]page.Source, error) {
	sources, err := l.store.Sources(ctx)
	all := make([]page.Source, 0, len(sources))
	for _, s := range sources {
		if s.Name == ownSource { // what that directory credits has come along
			continue
		}
		all = append(all, page.Source{Name: s.Name, Licence: s.Licence, URL: s.URL, ObservedAt: s.ObservedAt})
	}
	return all, err
}
