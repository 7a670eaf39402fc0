package jsonld_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"rootline/internal/directory"
	"rootline/internal/store/storetest"
)

// compile checks JSON documents, each against a type of schema.org, with the
// TypeScript compiler and the types of schema-dts. It returns what that says.
func compile(t *testing.T, source string) (said string, ok bool) {
	t.Helper()
	modules, err := filepath.Abs("../../../web/node_modules")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(modules, "schema-dts")); err != nil {
		t.Fatal("npm's packages are missing; make build brings them")
	}
	dir := t.TempDir()
	config := fmt.Sprintf(`{"compilerOptions": {"noEmit": true, "strict": true, "types": [], "skipLibCheck": true, "target": "es2022",
		"module": "es2022", "moduleResolution": "bundler", "paths": {"schema-dts": [%q]}}, "files": ["said.ts"]}`,
		filepath.Join(modules, "schema-dts"))
	for name, text := range map[string]string{"tsconfig.json": config, "said.ts": source} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	tsc := exec.CommandContext(t.Context(), "node", filepath.Join(modules, "typescript", "bin", "tsc"), "--project", dir)
	out, err := tsc.CombinedOutput()
	return string(out), err == nil
}

const imports = "import type { WithContext, MedicalClinic, LocalBusiness, MedicalOrganization, Organization, EducationalOrganization } from 'schema-dts';\n"

// TestSchema compiles what is said of clinics that know everything and nothing,
// and of brands of every type; and, so that we know that the compiler looks, what
// schema.org does not have.
func TestSchema(t *testing.T) {
	whole := published()
	bare := whole
	bare.Clinic = directory.Clinic{
		ID: whole.Clinic.ID, Slug: whole.Clinic.Slug, Name: "Bare Clinic", Address: directory.Address{Country: whole.Clinic.Address.Country},
	}
	var source strings.Builder
	source.WriteString(imports)
	for i, entry := range directory.EntryTypes() {
		kind := []string{"MedicalClinic", "MedicalClinic", "LocalBusiness", "EducationalOrganization"}[i]
		for name, l := range map[string]directory.Listing{"whole": whole, "bare": bare} {
			l.Organization.EntryType = entry
			b, err := site.Clinic(&l, now)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&source, "export const %s%d: WithContext<%s> = %s;\n", name, i, kind, b)
		}
	}
	for i, entry := range directory.EntryTypes() {
		o, parent := whole.Organization, storetest.Organization(2)
		o.EntryType = entry
		b, err := site.Brand(&o, &parent, []directory.Clinic{whole.Clinic})
		if err != nil {
			t.Fatal(err)
		}
		kind := []string{"MedicalOrganization", "MedicalOrganization", "Organization", "EducationalOrganization"}[i]
		fmt.Fprintf(&source, "export const brand%d: WithContext<%s> = %s;\n", i, kind, b)
	}
	if said, ok := compile(t, source.String()); !ok {
		t.Errorf("schema-dts refuses what we say: %s\n%s", said, source.String())
	}
	b, err := site.Clinic(&whole, now)
	if err != nil {
		t.Fatal(err)
	}
	wrong := strings.Replace(string(b), `"availableService"`, `"availableServices"`, 1)
	if said, ok := compile(t, imports+"export const clinic: WithContext<MedicalClinic> = "+wrong); ok || !strings.Contains(said, "availableServices") {
		t.Errorf("schema-dts accepts a property that schema.org does not have: %s", said)
	}
}
