// Package server is what all requests share: how Fiber is configured, which
// requests are turned away before anybody reads them, the headers on every
// reply, what becomes of an error, the line in the log, the metrics, and how the
// process stops without failing anyone.
//
// A request passes the guard (guard.go), which works on what arrived rather than
// on what the parser made of it and stands around Fiber, so that nothing gets
// past it in either direction; then the middleware (observe.go and the files of
// its parts); then the routes that Options.Mount has put there. Handlers return
// errors and never write them. What to do about a failure is package problem's;
// this package only writes it, as problem+json under /api/ and as a page
// elsewhere.
//
// Nothing that a visitor sent is ever logged: not the path, the query, a header,
// the body or the address they came from.
//
// Read options.go first, then server.go, guard.go and serve.go.
package server
