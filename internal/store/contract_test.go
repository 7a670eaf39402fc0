package store_test

import (
	"testing"

	"rootline/internal/store"
	"rootline/internal/store/storetest"
)

// TestStore_contract puts SQLite through what every database has to promise.
func TestStore_contract(t *testing.T) {
	storetest.Run(t, func(t *testing.T) *store.Store {
		t.Helper()
		return storetest.New(t)
	})
}
