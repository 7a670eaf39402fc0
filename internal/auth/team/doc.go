// Package team decides who has which role, and how that changes: owners of a clinic
// or an organization invite people, give them another role and remove them, members
// leave, and admins do the same for the whole directory.
//
// What the package keeps true, whoever asks and however many ask at once: a place that
// has an owner keeps one, and the directory an admin; nobody has two roles for one
// place; an invitation is for one address, once, for a week, and worth no more than
// what whoever sent it may do on the day it is taken up. Whether somebody may ask at
// all is decided before, by [auth.Permissions].
//
// Read desk.go first, then invite.go and accept.go.
package team
