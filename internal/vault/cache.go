package vault

import (
	"context"
	"fmt"
	"sync"

	"github.com/tink-crypto/tink-go/v2/tink"

	"rootline/internal/directory"
)

// cacheSize is of how many persons the keys are remembered: some kilobytes each.
const cacheSize = 4096

// personKeys are a person's keys, ready for use.
type personKeys struct {
	sealer tink.AEAD
	newest uint32 // the number of the key to seal with
}

// cache remembers keys as of an epoch of the file. Whoever asks says in which epoch
// the file is, which is cheap to read; when that has passed on, all is forgotten.
// What was read in another epoch is not remembered, however late it comes: a key
// that is erased while it is being read does not stay.
type cache struct {
	mu      sync.Mutex
	epoch   int64
	persons map[directory.ID]*personKeys
	signing []signingKey
}

// turn moves on to an epoch and reports whether the cache is in it.
func (c *cache) turn(epoch int64) bool {
	if epoch > c.epoch {
		c.epoch, c.persons, c.signing = epoch, make(map[directory.ID]*personKeys), nil
	}
	return epoch == c.epoch
}

// person returns a person's keys, or nil if they are not remembered.
func (c *cache) person(epoch int64, person directory.ID) *personKeys {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.turn(epoch) {
		return nil
	}
	return c.persons[person]
}

func (c *cache) rememberPerson(epoch int64, person directory.ID, keys *personKeys) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.turn(epoch) {
		return
	}
	if len(c.persons) >= cacheSize {
		for whoever := range c.persons { // who is asked for again comes back
			delete(c.persons, whoever)
			break
		}
	}
	c.persons[person] = keys
}

func (c *cache) signers(epoch int64) []signingKey {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.turn(epoch) {
		return nil
	}
	return c.signing
}

func (c *cache) rememberSigners(epoch int64, keys []signingKey) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.turn(epoch) {
		c.signing = keys
	}
}

// epoch reads in which epoch the file is.
func (v *Vault) epoch(ctx context.Context) (epoch int64, err error) {
	if err := v.readers.QueryRowContext(ctx, `SELECT epoch FROM vault`).Scan(&epoch); err != nil {
		return 0, fmt.Errorf("epoch of the keys: %w", err)
	}
	return epoch, nil
}
