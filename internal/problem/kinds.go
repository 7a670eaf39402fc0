package problem

import (
	"maps"
	"net/http"
	"slices"

	"rootline/internal/directory"
)

// blank is the type of a problem that its status says all about.
const blank = "about:blank"

// kind is how one Kind of failure is told: the page that explains it, its
// status, its title there and what stands where the error has no sentence of
// its own.
type kind struct {
	slug       string
	status     int
	title      string
	detail     string
	retryAfter int
}

// kinds is the only place where a Kind of failure meets HTTP.
var kinds = map[directory.Kind]kind{
	directory.Internal:        {"", http.StatusInternalServerError, "", "problem.internal.detail", 0},
	directory.Invalid:         {"invalid", http.StatusUnprocessableEntity, "problem.invalid.title", "problem.invalid.detail", 0},
	directory.NotFound:        {"not-found", http.StatusNotFound, "problem.not_found.title", "problem.not_found.detail", 0},
	directory.Conflict:        {"conflict", http.StatusConflict, "problem.conflict.title", "problem.conflict.detail", 0},
	directory.NotReady:        {"not-ready", http.StatusServiceUnavailable, "problem.not_ready.title", "problem.not_ready.detail", 5},
	directory.Unauthenticated: {"sign-in", http.StatusUnauthorized, "problem.sign_in.title", "problem.sign_in.detail", 0},
	directory.Forbidden:       {"forbidden", http.StatusForbidden, "problem.forbidden.title", "problem.forbidden.detail", 0},
	directory.TooMany:         {"too-many", http.StatusTooManyRequests, "problem.too_many.title", "problem.too_many.detail", 60},
	directory.StepUp:          {"step-up", http.StatusForbidden, "problem.step_up.title", "problem.step_up.detail", 0},
}

// busy is a request whose time was up before it was answered: too much is asked
// of the server at once, and the same question may well be answered later. Its
// status says so; there is no more to explain on a page.
var busy = kind{"", http.StatusServiceUnavailable, "", "problem.busy.detail", 5}

// refusals are the sentences for requests that HTTP's own rules turn away. They
// tell what to do, and of how we read requests no more than that takes.
var refusals = map[int]string{
	http.StatusBadRequest:                  "refused.bad_request",
	http.StatusNotFound:                    "refused.not_found",
	http.StatusMethodNotAllowed:            "refused.method",
	http.StatusRequestTimeout:              "refused.timeout",
	http.StatusRequestEntityTooLarge:       "refused.body_too_large",
	http.StatusUnsupportedMediaType:        "refused.media_type",
	http.StatusMisdirectedRequest:          "refused.host",
	http.StatusRequestHeaderFieldsTooLarge: "refused.header_too_large",
}

// Type is a type of problem that has a page of its own, /problems/{Slug}.
type Type struct {
	Slug   string
	Status int
	Title  string // the id of its title
	Detail string // the id of what it means in general
}

// Types returns every type that has a page, in the order of Kind.
func Types() []Type {
	var all []Type
	for _, of := range slices.Sorted(maps.Keys(kinds)) {
		if k := kinds[of]; k.slug != "" {
			all = append(all, Type{k.slug, k.status, k.title, k.detail})
		}
	}
	return all
}

// path is where the page about a type of problem stands.
func path(slug string) string { return "/problems/" + slug }
