package page

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"rootline/internal/moderation"
)

// AuditView is a part of the record of what was done.
type AuditView struct {
	Sheet   Sheet
	Asked   string // the listing, as it was typed
	History moderation.History
	Older   string // address of what was done before; empty for nothing
}

// valueRow is a value that was there before an event, or after it.
type valueRow struct{ Name, Before, After string }

// event is what was done, in words; or as the record names it, if it is of a kind that
// has none.
func (f Frame) event(what string) string {
	id := "queue_page.event." + strings.ReplaceAll(what, ".", "_")
	if said := f.T(id); said != id {
		return said
	}
	return what
}

// valueRows are what an event has changed, value by value.
func valueRows(e moderation.Recorded) []valueRow {
	before, after := map[string]string{}, map[string]string{}
	flatten(before, "", e.Before)
	flatten(after, "", e.After)
	names := maps.Clone(before)
	maps.Copy(names, after)
	rows := make([]valueRow, 0, len(names))
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if before[name] != after[name] {
			rows = append(rows, valueRow{name, before[name], after[name]})
		}
	}
	return rows
}

// flatten puts the values of a document under the paths that lead to them. What is no
// document is one value.
func flatten(into map[string]string, path string, document []byte) {
	if len(document) == 0 {
		return
	}
	var v any
	decoder := json.NewDecoder(bytes.NewReader(document))
	decoder.UseNumber()
	if decoder.Decode(&v) != nil {
		into[path] = string(document)
		return
	}
	flattenValue(into, path, v)
}

func flattenValue(into map[string]string, path string, v any) {
	switch v := v.(type) {
	case map[string]any:
		for name, one := range v {
			flattenValue(into, strings.TrimPrefix(path+"."+name, "."), one)
		}
	case []any:
		for i, one := range v {
			flattenValue(into, path+"["+strconv.Itoa(i)+"]", one)
		}
	case string:
		into[path] = v
	case json.Number:
		into[path] = v.String()
	case bool:
		into[path] = strconv.FormatBool(v)
	}
}
