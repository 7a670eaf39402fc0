// Package storetest is what a database has to promise to hold the directory, as a
// suite that any of them can be put through, and the store that other packages'
// tests use.
//
// Read storetest.go for what those tests need; the other files hold the promises,
// a file for each noun.
package storetest
