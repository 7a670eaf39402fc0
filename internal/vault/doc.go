// Package vault keeps keys: one for each person of whom anything is kept, with which
// it is sealed; those that sign tokens; and the one for digests by which addresses
// are looked up. They stand in a file of their own, which no backup of the database
// contains, so that erasing a person's key erases what it sealed from every copy of
// the database there is.
//
// # What is in the file
//
// A small SQLite database, marked "RTLK", that nobody but its owner may read:
//
//   - for each person a key of AES-256-GCM, and after a rotation the one before for 90
//     days, with the person's id and when it was made;
//   - the Ed25519 key that signs tokens, and those that it has replaced in the last 12
//     hours or so;
//   - a key of HMAC-SHA-256 for digests, for the life of the vault;
//   - the vault's name, which the database remembers.
//
// Keys are tink keysets, and not encrypted: whoever can read the file while the
// program runs could read from its memory what would decrypt them.
//
// # What a thief can learn
//
// Of the keys' file alone: how many persons there are, their ids, and with those
// when each of them came, for the ids tell; nothing about them. Ids of persons who
// have been forgotten may still be told from free parts of the file; their keys
// cannot. With the signing key a thief can make tokens, which are worth something
// only for a session that lives and whose random id he knows. After such a theft
// rotate the signing key and end all sessions, for the old key verifies 12 hours
// more; and rotate the persons' keys, for he may come by the database as well.
//
// Of the database alone: whatever is not sealed, who has how much that is, how long
// it is and when it was written; nothing of what is sealed, and from the digests
// only which of them are equal. He cannot try addresses out against them.
//
// Of both: all that is sealed for persons who had not been forgotten by then. They
// are therefore to be backed up to different places, and copies of the keys to be
// destroyed after seven days: a copy brings forgotten keys back.
//
// # What is promised
//
// A new person's key is on disk before [Vault.Seal] returns. Whoever commits to the
// database after that can lose power whenever it likes: there is nothing sealed
// without a key, but at most a key with nothing sealed, an orphan, which
// [Vault.Sweep] finds.
//
// What is sealed for one person and place opens for no other. A place is any
// description of where the value stands; with it, whoever can write to the database
// cannot move a sealed value from one column to another.
//
// When [Vault.Forget] has returned, no byte of the keys is in the file, nor in its
// log (see slot.go for how, and for why deleting would not do). Disks and file
// systems that keep old blocks, and machines that swap, keep them beyond our reach.
//
// Several processes may have the file open. Keys are remembered in memory, ready for
// use, but each call first reads the file's epoch, a number that grows with every
// erasure and rotation: what one process has done counts in the others from their
// next call on.
//
// Rotation fails nobody who is at work, as long as transactions are shorter than
// [Settle] (see [Vault.RotatePersons]).
//
// Read vault.go first, then slot.go, which is where keys are written and erased, then
// person.go; the rest is by name.
package vault
