// Package passkey holds the two ceremonies of WebAuthn: the one in which somebody's
// device makes a key for this site, and the one in which it shows that it has it.
//
// Each has two halves. The first makes options for the browser and a ceremony, which
// is text to be kept as the Text of an auth.Secret of the kind Challenge. The second
// holds what the browser answers against that ceremony. Nothing is kept or sent here;
// the moment and the randomness are arguments.
//
// The caller's part is what needs a memory: a ceremony is answered once, so its secret
// is used up in the transaction that answers it, whatever comes of it; the passkey that
// Answered returns is saved in the transaction that find has read it in, or its count
// of uses shows no copy; and a credential belongs to one account, which the store sees
// to.
//
// Every passkey can be found by its device without a name being typed, and proves both
// that somebody has the device and that the device has made sure of who it is. What
// the device says of its maker is not asked for and not kept: it would tell people
// apart, and nothing here depends on it.
//
// It answers these requirements of OWASP ASVS 5.0, with the tests in answer_test.go and
// create_test.go: 6.3.3 (a passkey is two factors in one, and no other site can pass it
// on) and 6.7.2 (what a device signs has 256 random bits).
//
// Read party.go first.
package passkey
