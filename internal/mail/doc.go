// Package mail writes the letters that the directory sends, and sees them out.
//
// Compose makes a [Letter] of a kind and the facts it is about: its sentences
// come from the catalogue in the reader's language, its links from the site's
// base address. What people have typed is cleaned first, stands in the body
// alone, and can be neither a header nor a link. A subject says no more than a
// locked telephone may show: no clinic, no treatment, no name, no code.
//
// A [Sender] sees a letter out: [SMTP] hands it to a server, [Folder] keeps it
// as a file. What went wrong is a [Failure], which tells a server's no to this
// very letter, for which [Refused] is true, from all that may be mended by
// waiting or by the operator. A letter that is sent twice, because the server's
// answer was lost, has the same Message-ID both times.
//
// Read letter.go first, then letters.go for what the letters say, dialogue.go
// for the talk with a server and advice.go for what to do when it fails.
package mail
