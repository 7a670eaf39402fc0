// Package directory is the vocabulary of the directory: organizations and the
// clinics they run, the services a clinic offers and what is known about them,
// and the ways an action can fail.
//
// Everything here is a plain value. The package knows nothing of HTTP, SQL or
// the clock and imports nothing of ours, so any other package may use it and a
// rule can be tested by calling it. Value types such as [Phone] and [Slug] keep
// their content unexported: whoever holds one holds a valid one.
//
// Read clinic.go first, then fact.go and hours.go, and error.go last.
package directory
