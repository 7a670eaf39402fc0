package cell

import "strings"

// ParseList returns the items of a cell, without the spaces around them. Empty
// lines are none.
func ParseList(s string) []string {
	var items []string
	for line := range strings.Lines(s) {
		if item := strings.TrimSpace(line); item != "" {
			items = append(items, item)
		}
	}
	return items
}

// FormatList puts items into one cell. An item that has line breaks of its own is
// read back as several.
func FormatList(items []string) string { return strings.Join(items, "\n") }
