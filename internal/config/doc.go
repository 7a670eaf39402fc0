// Package config reads the command line and the environment, once, into one
// struct.
//
// It looks at nothing but its arguments: no file is opened and no name is looked
// up, so whether a file exists or an address is free is found out by whoever
// uses it. Each flag can also be given as ROOTLINE_ and its name in capitals,
// --base-url as ROOTLINE_BASE_URL; the command line wins. What is wrong is told
// all at once, a sentence each, so that mending a deployment takes one try.
//
// Read config.go first; testdata/help.txt is the reference for operators.
package config
