package main

import (
	"context"

	"rootline/internal/directory"
	"rootline/internal/fetch"
)

// mostVisits is how many pages of others are fetched at once, whoever asks by whatever door.
const mostVisits = 4

// bounded is visit for mostVisits at a time. Who comes when there are as many is asked to
// come again: to wait here would keep a request open that may never have its turn.
func bounded(visit func(context.Context, directory.URL) (fetch.Page, error)) func(context.Context, directory.URL) (fetch.Page, error) {
	turns := make(chan struct{}, mostVisits)
	return func(ctx context.Context, at directory.URL) (fetch.Page, error) {
		select {
		case turns <- struct{}{}:
			defer func() { <-turns }()
			return visit(ctx, at)
		default:
			return fetch.Page{}, directory.Refuse(directory.TooMany, "claim_page.page.busy")
		}
	}
}
