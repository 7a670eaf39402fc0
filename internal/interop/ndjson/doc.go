// Package ndjson writes a directory whole, a JSON document a line, and reads it
// back the same: organizations, photos, listings whatever their state, the
// addresses of the past, the files that listings came from and what was told apart,
// each fact with its standing. It is the format to move a
// directory with; a table (package csv) is the one to look at it.
//
//	{"format":"rootline","version":1}
//	{"organization":{"id":…,"slug":"harbour-hair","name":"Harbour Hair","entry_type":"clinic"}}
//	{"photo":{"id":…,"media_type":"image/jpeg","width":1200,"height":800,"bytes":"…base64…"}}
//	{"listing":{"clinic":{…},"state":{"value":"published","since":…},"operating":{"value":"active"},"updated_at":…}}
//	{"alias":{"noun":"clinic","old":"harbour-hair-leeds","target_id":…}}
//	{"source":{"name":"Invented Register","licence":"CC0 1.0","observed_at":…,"imported_at":…}}
//	{"distinct":{"a":…,"b":…}}
//	{"end":{"documents":6}}
//
// The first line names the format and its version, the last one counts what stands
// between, so that a file that was cut short is not taken for a small directory.
// Members have the names of the API's replies; moments are Unix milliseconds.
//
// The reader takes a file one way or not at all: an unknown or repeated member, a
// second value on a line, an empty line, all are refused, naming the line; and so is
// a byte order mark. Only how lines end is no matter: with LF or CRLF, and the last
// without either, for its count already says that the file is whole.
// Whether a listing may stand in a directory is for its own Check to say.
package ndjson
