// Package pages is the site in HTML: it reads what a visitor asks for, asks the
// index or the store, and fills the screens of package page.
//
// Every page works without scripts and needs no session. Parameters that a page
// does not know are ignored, for people arrive by links that others have
// decorated; the page then names its plain address in a canonical link. Wrong
// case and other ways to write an address are redirected to the one way, once.
// Errors are returned, never written: the server words them and calls
// [Pages.ErrorPage].
//
// Read pages.go first: Mount is the table of contents.
package pages
