package moderation

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"iter"

	"rootline/internal/directory"
)

// Hash is a SHA-256 digest; the zero Hash is that of nothing.
type Hash [sha256.Size]byte

// Event is something that was done, as the record of it is kept for good. It has
// digests in place of what was there before and after, and none of anybody's data:
// where a value is personal it is kept sealed with that person's key, and the digest
// is of the sealed bytes. Erasure destroys the key; the bytes that nobody can open
// any more stay, and the chain holds.
type Event struct {
	Number  int64 // 1 for the first, and without a gap
	ID      directory.ID
	At      directory.Instant
	By      directory.ID // the account; zero for the program itself
	Session directory.ID
	What    string // such as change.approve
	Noun    string // what Object is the id of, such as clinic
	Object  directory.ID
	Listing directory.ID // under which its owner can read it; zero if under none
	Before  Hash
	After   Hash
	Hash    Hash // over all of this and the Hash of the event before
}

// Head is the last event of a record, as it is remembered apart from it. The record
// alone cannot tell that its end was cut off, or that all of it was written anew by
// somebody who can count, for what is left is a record: that is told by a head that was
// kept elsewhere, such as in yesterday's backup or in an operator's mail. A record
// that goes on after a head that it holds, is sound.
type Head struct {
	Number int64
	Hash   Hash
}

// DigestOf is the digest of a value as it is kept; that of no value at all is zero.
func DigestOf(kept []byte) Hash {
	if kept == nil {
		return Hash{}
	}
	return sha256.Sum256(kept)
}

// Chain gives an event its number and its hash, after the one at the head, and returns
// the new head.
func Chain(head Head, e Event) (Event, Head) {
	e.Number = head.Number + 1
	e.Hash, _ = e.hashAfter(head.Hash, nil)
	return e, Head{e.Number, e.Hash}
}

// hashAfter is the hash of the event after another, from a fixed encoding in which no
// two events look alike: what has a fixed size first, then texts with theirs. It uses
// the buffer and returns it.
func (e *Event) hashAfter(prev Hash, b []byte) (Hash, []byte) {
	b = append(b[:0], "rootline audit 1\n"...)
	b = append(b, prev[:]...)
	b = binary.BigEndian.AppendUint64(b, uint64(e.Number))
	b = binary.BigEndian.AppendUint64(b, uint64(e.At))
	for _, id := range [...]directory.ID{e.ID, e.By, e.Session, e.Object, e.Listing} {
		bytes := id.Bytes()
		b = append(b, bytes[:]...)
	}
	b = append(b, e.Before[:]...)
	b = append(b, e.After[:]...)
	for _, text := range [...]string{e.What, e.Noun} {
		b = binary.BigEndian.AppendUint64(b, uint64(len(text)))
		b = append(b, text...)
	}
	return sha256.Sum256(b), b
}

// Break is where a record is not what was written.
type Break struct {
	Number  int64 // of the first event that is wrong or missing
	Message directory.Message
}

func (b *Break) Error() string { return fmt.Sprintf("audit event %d: %s", b.Number, b.Message.ID) }

// Verify reads a whole record, the oldest event first, and returns its head. It is a
// *Break if an event was changed, left out, put in or moved, or if the record does not
// hold the remembered head; with the zero Head nothing is remembered, and its end is
// taken on trust. What the sequence itself fails with is returned as it is.
func Verify(events iter.Seq2[Event, error], remembered Head) (Head, error) {
	var head Head
	var buffer []byte
	met := remembered == Head{}
	for e, err := range events {
		if err != nil {
			return head, err
		}
		number := head.Number + 1
		if e.Number != number {
			return head, &Break{number, directory.Msg("moderation.audit.missing", "Number", number)}
		}
		var hash Hash
		if hash, buffer = e.hashAfter(head.Hash, buffer); hash != e.Hash {
			return head, &Break{number, directory.Msg("moderation.audit.changed", "Number", number)}
		}
		head = Head{number, hash}
		if number == remembered.Number {
			if hash != remembered.Hash {
				return head, &Break{number, directory.Msg("moderation.audit.another", "Number", number)}
			}
			met = true
		}
	}
	if !met {
		return head, &Break{head.Number + 1, directory.Msg("moderation.audit.short", "Number", head.Number, "Remembered", remembered.Number)}
	}
	return head, nil
}
