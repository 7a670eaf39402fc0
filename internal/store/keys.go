package store

import (
	"context"
	"errors"

	"rootline/internal/directory"
)

// Keys is what personal data is kept with: package vault has these functions. They
// are given and not imported, so that no copy of the database can have the keys.
type Keys struct {
	// Seal encrypts what stands in one place with a person's key, which is on disk when
	// it returns. Open is its inverse, and refuses with a *directory.Error of kind
	// NotFound when that person has been forgotten.
	Seal func(ctx context.Context, person directory.ID, plain, place []byte) ([]byte, error)
	Open func(ctx context.Context, person directory.ID, sealed, place []byte) ([]byte, error)

	// Digest makes the 32 bytes by which equal values are found.
	Digest func(purpose, value string) []byte
}

var errNoKeys = errors.New("the store was opened without the keys of persons")

func (k Keys) seal(ctx context.Context, person directory.ID, plain []byte, at place) ([]byte, error) {
	if k.Seal == nil {
		return nil, errNoKeys
	}
	return k.Seal(ctx, person, plain, at.name())
}

func (k Keys) open(ctx context.Context, person directory.ID, sealed []byte, at place) ([]byte, error) {
	if k.Open == nil {
		return nil, errNoKeys
	}
	return k.Open(ctx, person, sealed, at.name())
}

// sealOrNull seals what may not be there.
func (k Keys) sealOrNull(ctx context.Context, person directory.ID, plain []byte, at place) ([]byte, error) {
	if len(plain) == 0 {
		return nil, nil
	}
	return k.seal(ctx, person, plain, at)
}

// openOrNone opens what may not be there.
func (k Keys) openOrNone(ctx context.Context, person directory.ID, sealed []byte, at place) ([]byte, error) {
	if sealed == nil {
		return nil, nil
	}
	return k.open(ctx, person, sealed, at)
}

// place is where a sealed value stands. It opens nowhere else: whoever can write to
// the database cannot move it to another row or column.
type place struct{ column, id string }

func (p place) name() []byte { return []byte(p.column + " " + p.id) }

// email is the digest by which an address is found.
func (k Keys) email(e directory.Email) ([]byte, error) {
	if k.Digest == nil {
		return nil, errNoKeys
	}
	return k.Digest("email", e.Folded()), nil
}
