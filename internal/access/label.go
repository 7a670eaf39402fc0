package access

import "strings"

// sign is what a program writes in its User-Agent, and what people call it.
type sign struct{ text, name string }

// The first sign that is found counts: many browsers also claim to be those below.
var (
	browsers = []sign{
		{"Edg", "Edge"},
		{"OPR/", "Opera"},
		{"SamsungBrowser/", "Samsung Internet"},
		{"Vivaldi/", "Vivaldi"},
		{"Firefox/", "Firefox"},
		{"FxiOS/", "Firefox"},
		{"CriOS/", "Chrome"},
		{"Chrome/", "Chrome"},
		{"Safari/", "Safari"},
	}
	systems = []sign{
		{"iPhone", "iPhone"},
		{"iPad", "iPad"},
		{"Android", "Android"},
		{"CrOS", "ChromeOS"},
		{"Windows", "Windows"},
		{"Macintosh", "Mac"},
		{"Linux", "Linux"},
	}
)

// label is what people may recognise a session of theirs by, such as "Firefox on
// Linux". What a program calls itself is never repeated.
func label(agent string) string {
	browser := first(browsers, agent)
	if !strings.HasPrefix(agent, "Mozilla/5.0 (") || browser == "" {
		return "a program"
	}
	if system := first(systems, agent); system != "" {
		return browser + " on " + system
	}
	return browser
}

func first(signs []sign, agent string) string {
	for _, s := range signs {
		if strings.Contains(agent, s.text) {
			return s.name
		}
	}
	return ""
}
