package strictjson

import (
	"reflect"
	"strings"
	"sync"
)

// known keeps what membersOf has found out: reflect.Type → map[string]reflect.Type.
var known sync.Map

// membersOf is the type of each member that a struct takes, by the exact name
// that encoding/json writes for it.
func membersOf(t reflect.Type) map[string]reflect.Type {
	if m, ok := known.Load(t); ok {
		return m.(map[string]reflect.Type)
	}
	members, depth := map[string]reflect.Type{}, map[string]int{}
	for _, f := range reflect.VisibleFields(t) {
		name, skip := memberName(t, f)
		if skip {
			continue
		}
		// As in encoding/json, an outer field hides an inner one of its name.
		if d, taken := depth[name]; !taken || len(f.Index) < d {
			members[name], depth[name] = f.Type, len(f.Index)
		}
	}
	known.Store(t, members)
	return members
}

// memberName is the name of f among t's members; skip means it is not one of
// them, because it is not read at all or only lends its own fields.
func memberName(t reflect.Type, f reflect.StructField) (name string, skip bool) {
	for depth := 1; depth < len(f.Index); depth++ {
		if taggedName(t.FieldByIndex(f.Index[:depth])) != "" {
			return "", true // within a member that has a name of its own
		}
	}
	name = taggedName(f)
	embedded := f.Anonymous && isStruct(f.Type)
	switch {
	case f.Tag.Get("json") == "-", !embedded && !f.IsExported(), embedded && name == "":
		return "", true
	case name == "":
		name = f.Name
	}
	return name, false
}

func taggedName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}

func isStruct(t reflect.Type) bool {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t.Kind() == reflect.Struct
}
