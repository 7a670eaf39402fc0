// Package strictjson decodes JSON that somebody sent us, and takes it one way or
// not at all.
//
// encoding/json is kind: of two members with one name it keeps the last, it takes
// ROLE for role, drops what it does not know, and mends broken text. Each of
// these lets a request mean one thing to whoever checks it and another to whoever
// carries it out, so here each is refused, naming the member by its path, such as
// consents[0].scope. The package holds no rule about what a value may be; types
// that read themselves bring their own.
//
// Read decode.go first, then walk.go.
package strictjson
