// Package access stands in front of every route: who is asking, may they, and does
// the request come from a page of ours. It alone reads and writes the site's
// cookies.
//
// A route gets on the site through a [Router], which finds its rule in the one
// table there is, auth.Permissions, and refuses to start without. A handler is
// therefore reached only by those whom the table lets through, and it never asks
// again; [AskingOf] and [ObjectOf] tell it who they are and what the path named.
// Pages are asked with a cookie and never with a bearer token, programs the other
// way round.
//
// What anybody may read costs nothing here: no cookie is looked at unless the
// handler asks who it is that reads. What concerns a person is answered over https
// or on the loopback alone, and kept by nobody.
//
// Read router.go first, then guard.go and refuse.go.
package access
