// Package searchtest says a second time, as plainly as it can, what a search
// finds: [Oracle] looks at every listing for every question and keeps nothing
// that could go stale. It makes random directories ([Random]) that change
// ([Random.Change]) and random queries about them ([Random.Query]), and tells
// where two answers differ ([Diff]).
//
// It was written from the documents of package search and not from its code, so
// that a mistake has to be made twice to go unseen. It is slow and means to be:
// where it could be quicker or plainer, it is plainer.
//
// Read oracle.go, match.go and text.go for what is right; oracle_test.go says
// the same by example. random.go starts the other half.
package searchtest
