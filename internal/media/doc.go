// Package media makes the photos that are kept from the files that people upload:
// checked, turned upright, re-encoded and stripped of everything but the picture.
//
// # What is taken
//
// JPEG, PNG and WebP, told by content and never by name, within [Limits]. What a
// file declares of its size is judged before anything is decoded, and so is the
// memory that decoding it would take; whatever passes then shares one budget of
// memory with the other photos in work. Pictures that move, GIF, HEIC and AVIF are
// refused, each with a sentence that says what to upload instead, and so is a file
// that is damaged: half a photo is never kept. A decoder that panics has met a
// damaged file.
//
// # What is kept
//
// JPEGs of up to 1,600, 800 and 400 pixels across, never larger than the photo is,
// encoded anew from the pixels alone. No byte of the upload is copied, so that no
// position, name, comment, thumbnail, second picture or other file that came with it
// is in what is stored. Two things that the metadata says are carried out first: the
// EXIF orientation, by turning, and an RGB colour profile of primaries and curves
// (Display P3, Adobe RGB and all cameras' own) by conversion to sRGB, which browsers
// take a photo without a profile for. Profiles made of look-up tables, of CMYK and of
// grey are passed over, as are PNG's gAMA, cHRM and cICP: those photos show the colours
// that their numbers mean in sRGB. CMYK becomes RGB by the plain formula. What is
// transparent stands on white. The same file gives the same bytes, with the same
// release on the same kind of machine.
//
// # What it costs
//
// A decoder cannot be interrupted while it computes, only while it reads. It reads in
// small steps, and the passes over a progressive JPEG are counted beforehand, so that
// what is left between two looks at the context is a part of a second.
//
// Read make.go first, then header.go, survey.go and scale.go.
package media
