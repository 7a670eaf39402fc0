// Package api is the door for programs: it decodes what they ask over HTTP, asks
// the search index, the gazetteer, the store or the desk of a use case, and encodes
// the answer as JSON.
//
// What it promises to the outside is openapi.yaml, kept by hand. The tests hold
// both together: every route is in the document, nothing else is, and every
// request and reply of every test conforms to it. Inside, the package decides
// nothing: rules stand in the packages below, who may ask is decided in front of it
// by package access, and an error goes back as it is, for the server to answer as a
// problem (RFC 9457).
//
// Nothing that is asked is silently ignored. A parameter that does not exist, is
// given twice, or cannot be read is refused with what is accepted in its place, and
// so is a member of a body: what a handler's struct does not name, nobody writes.
//
// Read api.go first, its Mount is the table of contents, then openapi.yaml.
package api
