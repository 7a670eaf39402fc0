package access

import (
	"net/url"
	"path"
	"strings"
)

// home is where people go who have signed in and asked for nothing else.
const home = "/account"

const maxNext = 2 << 10

// Next is path, with its query, if that is an address of this site, and otherwise
// /account. Nothing that a browser, or a proxy that decodes or tidies paths, could
// take for another site's passes.
func Next(path string) string {
	if !isOwnPath(path) {
		return home
	}
	return path
}

func isOwnPath(target string) bool {
	if target == "" || target[0] != '/' || len(target) > maxNext {
		return false
	}
	for i := range len(target) {
		if c := target[i]; c <= ' ' || c >= 0x7f || c == '\\' || c == '#' {
			return false
		}
	}
	u, err := url.ParseRequestURI(target)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil {
		return false
	}
	twice, err := url.PathUnescape(u.Path) // something on the way may decode it again
	return err == nil && isTidy(twice)
}

// isTidy reports whether a decoded path means what it says: it has no empty parts,
// no dots to go up by, and nothing that cannot be seen.
func isTidy(p string) bool {
	if strings.ContainsFunc(p, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\\' }) {
		return false
	}
	tidy := path.Clean(p)
	return strings.HasPrefix(p, "/") && (p == tidy || p == tidy+"/" && tidy != "/")
}
