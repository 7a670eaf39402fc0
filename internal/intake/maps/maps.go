package maps

import "embed"

//go:embed *.toml
var files embed.FS

// Named is the map of a name, such as nhs.
func Named(name string) (toml []byte, ok bool) {
	toml, err := files.ReadFile(name + ".toml")
	return toml, err == nil
}

// Names are the names of all maps, in order.
func Names() []string {
	entries, err := files.ReadDir(".")
	if err != nil {
		return nil // an embedded folder is always there
	}
	names := make([]string, 0, len(entries))
	for _, e := range entries {
		names = append(names, e.Name()[:len(e.Name())-len(".toml")])
	}
	return names
}
