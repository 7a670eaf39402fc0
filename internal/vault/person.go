package vault

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/tink-crypto/tink-go/v2/key"

	"rootline/internal/directory"
)

// Seal encrypts plain with the person's key, for the place where it will stand, such
// as a table and a column: [Vault.Open] wants the same person and place. The key of
// a new person is on disk when Seal returns, so that the database may then be
// committed. Sealing for a person who has been forgotten begins with a new key.
//
// What is sealed should be committed within [Settle]: after that, the key may have
// been replaced, and what it sealed been sealed anew.
func (v *Vault) Seal(ctx context.Context, person directory.ID, plain, place []byte) ([]byte, error) {
	keys, err := v.keysOf(ctx, person)
	if err == nil && keys == nil {
		keys, err = v.welcome(ctx, person)
	}
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	sealed, err := keys.sealer.Encrypt(plain, bound(person, place))
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	return sealed, nil
}

// Open decrypts what [Vault.Seal] encrypted for this person and place. If the person
// has been forgotten, or never had a key, it refuses with a *directory.Error of kind
// NotFound. Whatever was not sealed for them, or has been changed since, is an
// error of another kind.
func (v *Vault) Open(ctx context.Context, person directory.ID, sealed, place []byte) ([]byte, error) {
	plain, _, err := v.openSealed(ctx, person, sealed, place)
	return plain, err
}

// Reseal returns sealed as it would be sealed today: itself, if that was done with
// the person's newest key, and otherwise the same anew. It is what brings the
// database through a rotation (see [Vault.RotatePersons]).
func (v *Vault) Reseal(ctx context.Context, person directory.ID, sealed, place []byte) ([]byte, error) {
	plain, keys, err := v.openSealed(ctx, person, sealed, place)
	if err != nil || numberOf(sealed) == keys.newest {
		return sealed, err
	}
	return v.Seal(ctx, person, plain, place)
}

func (v *Vault) openSealed(ctx context.Context, person directory.ID, sealed, place []byte) ([]byte, *personKeys, error) {
	keys, err := v.keysOf(ctx, person)
	if err != nil {
		return nil, nil, fmt.Errorf("open: %w", err)
	}
	if keys == nil {
		return nil, nil, directory.Refuse(directory.NotFound, "vault.forgotten")
	}
	plain, err := keys.sealer.Decrypt(sealed, bound(person, place))
	if err != nil {
		return nil, nil, fmt.Errorf("open what is sealed for %s: %w", person, err)
	}
	return plain, keys, nil
}

// bound is what a sealed value is bound to besides its key. The person's id has a
// length of its own, so that no other person and place make the same.
func bound(person directory.ID, place []byte) []byte {
	id := person.Bytes()
	return append(id[:], place...)
}

// numberOf is the number of the key that sealed begins with; tink puts a one before it.
func numberOf(sealed []byte) uint32 {
	if len(sealed) < 5 {
		return 0
	}
	return binary.BigEndian.Uint32(sealed[1:5])
}

// keysOf returns a person's keys as they are now, or nil if there are none. Keys
// that are not there are not remembered: another process may be making them.
func (v *Vault) keysOf(ctx context.Context, person directory.ID) (*personKeys, error) {
	if person.IsZero() {
		return nil, errors.New("no person given")
	}
	epoch, err := v.epoch(ctx)
	if err != nil {
		return nil, err
	}
	if keys := v.ready.person(epoch, person); keys != nil {
		return keys, nil
	}
	keys, epoch, err := readPerson(ctx, v.readers, person)
	if err == nil && keys != nil {
		v.ready.rememberPerson(epoch, person, keys)
	}
	return keys, err
}

// welcome gives a new person a key, unless somebody has just done so.
func (v *Vault) welcome(ctx context.Context, person directory.ID) (keys *personKeys, err error) {
	var epoch int64
	err = v.write(ctx, func(tx *sql.Tx) error {
		if keys, epoch, err = readPerson(ctx, tx, person); err != nil || keys != nil {
			return err
		}
		if err = v.addKey(ctx, tx, usePerson, person); err != nil {
			return err
		}
		keys, epoch, err = readPerson(ctx, tx, person)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("new person's key: %w", err)
	}
	v.ready.rememberPerson(epoch, person, keys)
	return keys, nil
}

// Unused reports whether no person has a key: nothing has been sealed yet.
func (v *Vault) Unused(ctx context.Context) (bool, error) {
	var used bool
	if err := v.readers.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM key WHERE person IS NOT NULL)`).Scan(&used); err != nil {
		return false, fmt.Errorf("unused: %w", err)
	}
	return !used, nil
}

type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// readPerson reads a person's keys, nil if there are none, and the epoch they were
// read in: in one statement, so that the two belong together.
func readPerson(ctx context.Context, q querier, person directory.ID) (keys *personKeys, epoch int64, err error) {
	rows, err := q.QueryContext(ctx, `SELECT (SELECT epoch FROM vault), k.serial, s.content
		FROM key k JOIN slot s ON s.id = k.slot WHERE k.person = ?1 ORDER BY k.serial`, person.String())
	if err != nil {
		return nil, 0, fmt.Errorf("keys of %s: %w", person, err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	var all []key.Key
	var serial int64
	for rows.Next() {
		var content []byte
		if err := rows.Scan(&epoch, &serial, &content); err != nil {
			return nil, 0, fmt.Errorf("keys of %s: %w", person, err)
		}
		k, err := decode(content)
		if err != nil {
			return nil, 0, fmt.Errorf("keys of %s: %w", person, err)
		}
		all = append(all, k)
	}
	if err := rows.Err(); err != nil || all == nil {
		return nil, 0, err
	}
	ready, err := sealer(all)
	if err != nil {
		return nil, 0, fmt.Errorf("keys of %s: %w", person, err)
	}
	return &personKeys{sealer: ready, newest: uint32(serial)}, epoch, nil
}
