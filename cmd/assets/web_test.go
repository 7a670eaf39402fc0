package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/andybalholm/brotli"

	assets "rootline/web"
)

// source writes the files of a small site into a folder.
func source(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

var small = map[string]string{
	"css/app.css":   `@import "./other.css" layer(base); a { color : light-dark( red , blue ) ; }`,
	"css/other.css": `b { margin: 0 }`,
	"css/mark.svg":  `<svg xmlns="http://www.w3.org/2000/svg"/>`,
	"ts/app.ts":     `const many: number = 1; console.log(many);`,
	"ts/passkey.ts": `console.log(2 as number);`,
	"dist/.keep":    "",
}

// TestWeb_buildsWhatTheProgramReads: the manifest leads to each file, which both
// of its compressed forms unfold to.
func TestWeb_buildsWhatTheProgramReads(t *testing.T) {
	dir := source(t, small)
	if err := web([]string{"--dir", dir}); err != nil {
		t.Fatal(err)
	}
	built, err := assets.Read(os.DirFS(filepath.Join(dir, "dist")))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"app.css":    "@layer base{b{margin:0}}a{color:light-dark(red,blue)}\n",
		"app.js":     "(()=>{console.log(1);})();\n",
		"passkey.js": "(()=>{console.log(2);})();\n",
		"mark.svg":   small["css/mark.svg"],
	} {
		file, ok := built.File(filepath.Base(built.Path(name)))
		if !ok || string(file.Plain) != want {
			t.Errorf("%s is %q, %v; want %q", name, file.Plain, ok, want)
			continue
		}
		zip, err := gzip.NewReader(bytes.NewReader(file.Gzip))
		if err != nil {
			t.Fatal(err)
		}
		for form, r := range map[string]io.Reader{"gzip": zip, "brotli": brotli.NewReader(bytes.NewReader(file.Brotli))} {
			if got, err := io.ReadAll(r); err != nil || string(got) != want {
				t.Errorf("%s from %s is %q, %v", name, form, got, err)
			}
		}
	}
}

// TestWeb_namesFilesByContent: building again changes no name, and changing a
// file changes its name alone and leaves nothing of the old build.
func TestWeb_namesFilesByContent(t *testing.T) {
	dir := source(t, small)
	names := func() []string {
		if err := web([]string{"--dir", dir}); err != nil {
			t.Fatal(err)
		}
		entries, err := os.ReadDir(filepath.Join(dir, "dist", "assets"))
		if err != nil {
			t.Fatal(err)
		}
		all := map[string]bool{}
		for _, e := range entries {
			all[e.Name()] = true
		}
		return slices.Sorted(maps.Keys(all))
	}
	first := names()
	if again := names(); !slices.Equal(first, again) || len(first) != 12 {
		t.Errorf("built %q, then %q", first, again)
	}
	if err := os.WriteFile(filepath.Join(dir, "css/other.css"), []byte("b{margin:1px}"), 0o600); err != nil {
		t.Fatal(err)
	}
	changed := names()
	same := slices.DeleteFunc(slices.Clone(changed), func(n string) bool { return !slices.Contains(first, n) })
	if len(changed) != 12 || len(same) != 9 {
		t.Errorf("after a change to the style sheet: %q, before %q", changed, first)
	}
	if _, err := os.Stat(filepath.Join(dir, "dist", ".keep")); err != nil {
		t.Errorf("the file that keeps the folder is gone: %v", err)
	}
}

func TestWeb_saysWhatIsWrong(t *testing.T) {
	broken := maps.Clone(small)
	broken["ts/app.ts"] = `import "nowhere";`
	if err := web([]string{"--dir", source(t, broken)}); err == nil {
		t.Error("a script that imports what is not there was built")
	}
	if err := web([]string{"--dir", t.TempDir()}); err == nil {
		t.Error("an empty folder was built")
	}
	if err := web([]string{"--no-such-flag"}); err == nil {
		t.Error("an unknown flag was taken")
	}
}
