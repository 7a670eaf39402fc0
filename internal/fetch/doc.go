// Package fetch visits pages on other people's sites: the only HTTP that goes
// out. Somebody who claims a clinic puts a code on its site, and [Client.Page]
// reads the page to see whether it is there.
//
// The address comes from a stranger, so a visit must not become a way into the
// network that the directory runs in (SSRF). Three walls stand one behind the
// other, and each would do alone:
//
//   - an address names a site as the web knows it: http or https on their own
//     ports, a name with a dot in it, never a number in any spelling;
//   - that name is looked up once, by us, and every address of the answer has to
//     be public; the connection goes to one of those, so that a name which
//     answers differently the second time is never asked the second time;
//   - the system's dialer is stopped at the last moment before it connects to
//     anything that is not.
//
// Each redirect goes through all of them again. What comes back is bounded in
// bytes, before and after decompression, and in time.
//
// What a person is told never depends on what is inside: a forbidden address,
// a name that does not exist, a closed port and one that does not answer make
// the same sentence. The cause stands in the error's text, for the log alone.
//
// Read target.go, address.go and connect.go for the walls in this order, then
// fetch.go, visit.go and body.go for what is done behind them.
package fetch
