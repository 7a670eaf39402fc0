package main

import (
	"context"
	"sync"
	"testing"

	"rootline/internal/directory"
	"rootline/internal/fetch"
)

// TestBounded: four pages are fetched at once, the fifth is refused, and each that is done
// makes room for another.
func TestBounded(t *testing.T) {
	here, leave := make(chan struct{}), make(chan struct{})
	visit := bounded(func(context.Context, directory.URL) (fetch.Page, error) {
		here <- struct{}{}
		<-leave
		return fetch.Page{}, nil
	})
	var all sync.WaitGroup
	for range mostVisits {
		all.Go(func() {
			if _, err := visit(t.Context(), directory.URL{}); err != nil {
				t.Errorf("one of %d visits = %v", mostVisits, err)
			}
		})
		<-here
	}
	if _, err := visit(t.Context(), directory.URL{}); directory.KindOf(err) != directory.TooMany {
		t.Errorf("the visit after %d = %v, want TooMany", mostVisits, err)
	}
	close(leave)
	all.Wait()
	go func() { <-here }()
	if _, err := visit(t.Context(), directory.URL{}); err != nil {
		t.Errorf("a visit once they are done = %v", err)
	}
}
