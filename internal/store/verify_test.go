package store_test

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rootline/internal/directory"
	"rootline/internal/intake"
	"rootline/internal/store"
	"rootline/internal/store/storetest"
)

// sound makes a database with nothing wrong in it: clinics with their photos, one
// organization that is part of another, a renamed clinic and a merged one; and two
// people, of whom one is signed in and the other has left, and what waits for moderators.
func sound(t *testing.T, path string) {
	t.Helper()
	s := storetest.Open(t, path)
	storetest.Add(t, s, storetest.Listings(30)...)
	for _, l := range storetest.Listings(30) {
		for _, p := range l.Clinic.Photos {
			photo := store.Photo{ID: p.ID, MediaType: "image/png", Width: p.Width, Height: p.Height, Bytes: []byte(p.Alt)}
			check(t, s.AddPhotos(t.Context(), photo))
		}
	}
	_, err := s.UpdateOrganization(t.Context(), storetest.Organization(1).ID, func(o *directory.Organization) error {
		o.ParentID = storetest.Organization(2).ID
		return nil
	})
	check(t, err)
	_, err = s.UpdateListing(t.Context(), storetest.Listing(3).Clinic.ID, func(l *directory.Listing) error {
		l.Clinic.Slug = slug(t, "renamed-clinic")
		return nil
	})
	check(t, err)
	check(t, s.Import(t.Context(), func(tx intake.Tx) error {
		return errors.Join(tx.SaveSource(t.Context(), storetest.Source("files")), tx.SaveRecord(t.Context(), storetest.Record("1")))
	}))
	check(t, s.AddAlias(t.Context(), store.Clinic, storetest.Listing(4).Clinic.ID.String(), storetest.Listing(5).Clinic.ID))
	storetest.AddPeople(t, s)
	storetest.AddModeration(t, s)
	check(t, s.Close())
}

func slug(t *testing.T, s string) directory.Slug {
	t.Helper()
	parsed, err := directory.ParseSlug(s)
	check(t, err)
	return parsed
}

// verified are all checks of the file at path that found something, and whether
// there were any checks at all.
func verified(t *testing.T, path string) (found map[string]int, names []string, told []store.Finding) {
	t.Helper()
	s, err := store.OpenReadOnly(t.Context(), path)
	check(t, err)
	found = map[string]int{}
	check(t, s.Verify(t.Context(), func(c store.Check) error {
		names = append(names, c.Name)
		maps.Copy(found, c.Counts)
		told = append(told, c.Findings...)
		return nil
	}))
	check(t, s.Close())
	return found, names, told
}

// TestVerify_findsEachFault brings one fault at a time into a sound database, by
// SQL that none of our code would run, and wants it found for what it is. Looking
// changes nothing.
func TestVerify_findsEachFault(t *testing.T) {
	folder := t.TempDir()
	whole := filepath.Join(folder, "sound.db")
	sound(t, whole)
	id := func(n int) string { return storetest.Listing(n).Clinic.ID.String() }
	brand := func(n int) string { return storetest.Organization(n).ID.String() }
	alias := func(old, target string) string {
		return fmt.Sprintf("INSERT INTO alias VALUES ('clinic', '%s', '%s', 0);", old, target)
	}
	clinic := func(set string) string { return fmt.Sprintf("UPDATE clinic SET %s WHERE id = '%s';", set, id(7)) }
	parent := func(child, of string) string {
		return fmt.Sprintf(`UPDATE organization SET parent_id = '%[2]s', document =
			json_set(document, '$.parent_organization_id', '%[2]s') WHERE id = '%[1]s';`, child, of)
	}
	tests := []struct{ name, script, want string }{
		{"nothing", "", ""},
		{"a constraint passed over", clinic("state_since = 0, state = 'lost'"), "integrity 1, unsound 1"},
		{"an organization gone", "DELETE FROM organization WHERE id = '" + brand(7) + "'", "change_of_nothing 1, reference 1"},
		{"an index gone", "DROP INDEX clinic_by_organization", "schema_differs 1"},
		{"a table gone", "DROP TABLE distinct_pair", "schema_differs 1"},
		{"an older schema", "DELETE FROM goose_db_version WHERE version_id = (SELECT max(version_id) FROM goose_db_version)", "schema_older 1"},
		{"a member too many", clinic("document = json_set(document, '$.surprise', 1)"), "document 1"},
		{"a member twice", clinic(`document = replace(document, '{"id":', '{"name":"Twice","id":')`), "document 1"},
		{"no JSON", clinic("document = 'Once upon a time'"), "document 1, integrity 1"},
		{"a value out of range", clinic("document = json_set(document, '$.hours', 'always')"), "document 1"},
		{"a rule broken", clinic("document = json_set(document, '$.name', '')"), "unsound 1"},
		{"another slug", clinic("slug = 'another'"), "column 1"},
		{"another organization", clinic("organization_id = '" + brand(8) + "'"), "column 1"},
		{"a brand's member too many", "UPDATE organization SET document = json_set(document, '$.x', 1) WHERE id = '" + brand(9) + "'", "document 1"},
		{"a brand's other slug", "UPDATE organization SET slug = 'another' WHERE id = '" + brand(9) + "'", "column 1"},
		{"a brand without a parent", "UPDATE organization SET parent_id = NULL WHERE id = '" + brand(1) + "'", "column 1"},
		{"parents in a circle", parent(brand(2), brand(3)) + parent(brand(3), brand(1)), "parent_loop 3"},
		{"a chain", alias("once", id(4)), "alias_chain 1"},
		{"a circle", alias(id(5), id(4)), "alias_chain 1, alias_loop 2"},
		{"an alias to nowhere", alias("once", "nowhere"), "alias_nowhere 1"},
		{"an alias in the way", alias("example-clinic-9", id(8)), "alias_taken 1"},
		{"photos gone", "DELETE FROM photo", "photo_missing 60"},
		{"a photo altered", "UPDATE photo SET bytes = x'00' WHERE id = (SELECT min(id) FROM photo)", "photo_changed 1"},
		{"changes gone", "DELETE FROM change WHERE seq BETWEEN 31 AND 33", "change_gap 1, unannounced 3"},
		{"old changes swept", "DELETE FROM change WHERE seq < 20", ""},
		{"numbers given again", "UPDATE sqlite_sequence SET seq = 5 WHERE name = 'change'", "change_reused 1"},
		{"evidence of another shape", `UPDATE import_row SET evidence = '{"x":1}'`, "evidence 1"},
		{"a row's member too many", "UPDATE import_row SET applied = json_set(applied, '$.x', 1)", "document 1"},
		{"a row's clinic gone", "UPDATE import_row SET clinic_id = '00000000-0000-7000-8000-000000000000'", "applied 1"},
		{"a name in the clear", `UPDATE account SET sealed = CAST('{"email":"ada@clinic.example"}' AS BLOB)`, "unsealed 2"},
		{"a password in the clear", "UPDATE account SET password = CAST('$argon2id$v=19' AS BLOB)", "unsealed 2"},
		{"a telephone in the clear", `UPDATE session SET sealed = CAST('Ada''s télephone' AS BLOB)`, "unsealed 2"},
		{"a secret in the clear", `UPDATE secret SET sealed = CAST('{"text":"493021"}' AS BLOB)`, "unsealed 1"},
		{"a letter in the clear", `UPDATE letter SET sealed = CAST('{"code":"493021"}' AS BLOB)`, "unsealed 1"},
		{"a passkey in the clear", `UPDATE passkey SET sealed = CAST('{"label":"blue"}' AS BLOB)`, "unsealed 1"},
		{"a passkey of nobody", "UPDATE passkey SET account_id = 'nobody'", "reference 1"},
		{"an account without a digest", "UPDATE account SET email_digest = x'' WHERE state = 'active'", "integrity 1"},
		{"a role of nothing", "INSERT INTO membership SELECT id, 'owner', NULL, NULL, 0 FROM account", "integrity 2"},
		{"a role in nowhere", "INSERT INTO membership SELECT id, 'owner', 'nowhere', NULL, 0 FROM account LIMIT 1", "reference 1"},
		{"a session of nobody", "DELETE FROM account WHERE state = 'active'", "reference 9"},
		{"somebody who has left and is here", "UPDATE account SET state = 'closed'", "closed_session 1"},
		{"an end that nobody was told of", "UPDATE change SET noun = 'another' WHERE noun = 'session'", "revoked_unannounced 1"},
		{"a family that has ended alone", "UPDATE refresh_family SET ended_at = 1", "family_alive 1"},
		{"a request's member too many", "UPDATE change_request SET document = json_set(document, '$.x', 1)", "document 1"},
		{"a request in another state", "UPDATE change_request SET state = 'approved'", "column 1"},
		{"a request about nothing", "UPDATE change_request SET clinic_id = 'nothing'", "column 1, reference 1"},
		{"a claim in the clear", `UPDATE claim SET sealed = CAST('{"note":"Ada"}' AS BLOB)`, "unsealed 1"},
		{"a claim of nothing", "UPDATE claim SET clinic_id = NULL", "integrity 1"},
		{"a report in the clear", `UPDATE report SET sealed = CAST('{"text":"closed"}' AS BLOB)`, "unsealed 1"},
		{"an assignment to nobody", "UPDATE assignment SET account_id = 'nobody'", "reference 1"},
		{"a question of another shape", "UPDATE question SET paths = '{}'", "document 1"},
		{"a reply's member too many", "UPDATE reply SET path = json_set(path, '$.x', 1)", "document 1"},
		{"an event that was another", "DROP TRIGGER audit_event_changed; UPDATE audit_event SET what = 'x' WHERE number = 1", "audit_broken 1, schema_differs 1"},
		{"an event of no shape", "DROP TRIGGER audit_event_changed; UPDATE audit_event SET noun_id = 'x' WHERE number = 2", "audit_broken 1, integrity 1, schema_differs 1"},
		{"the end of the record gone", `DROP TRIGGER audit_event_removed; DROP TRIGGER audit_value_removed;
			DELETE FROM audit_value WHERE number = 2; DELETE FROM audit_event WHERE number = 2`, "audit_broken 1, schema_differs 2"},
		{"a value of no event", "DROP TRIGGER audit_event_removed; DELETE FROM audit_event WHERE number = 2", "audit_broken 1, reference 1, schema_differs 1"},
		{"a value in the clear", `UPDATE audit_value SET value = CAST('{"note":"Ada"}' AS BLOB) WHERE person IS NOT NULL`, "audit_value 1, unsealed 1"},
		{"a head forgotten", "DELETE FROM stamp WHERE key = 'audit head'", "audit_unremembered 1"},
		{"a change of nothing", "INSERT INTO change (noun, noun_id, at) VALUES ('clinic', 'nothing', 0)", "change_of_nothing 1"},
	}
	for _, tt := range tests {
		path := filepath.Join(folder, strings.ReplaceAll(tt.name, " ", "-")+".db")
		bytes, err := os.ReadFile(whole)
		check(t, err)
		check(t, os.WriteFile(path, bytes, 0o600))
		foreign(t, path, "PRAGMA ignore_check_constraints = ON; "+tt.script)
		before := contents(t, folder)
		found, names, told := verified(t, path)
		var got []string
		for _, what := range slices.Sorted(maps.Keys(found)) {
			got = append(got, fmt.Sprintf("%s %d", what, found[what]))
		}
		if got := strings.Join(got, ", "); got != tt.want {
			t.Errorf("Verify(%s) found %q %v, want %q", tt.name, got, told, tt.want)
		}
		if after := contents(t, folder); !slices.Equal(before, after) {
			t.Errorf("Verify(%s) left %q, want %q", tt.name, after, before)
		}
		if want := 22; len(names) != want && tt.name != "an older schema" {
			t.Errorf("Verify(%s) made the checks %q, want %d", tt.name, names, want)
		}
		for _, f := range told {
			if f.Remedy.ID == "" || f.Message.ID == "" {
				t.Errorf("Verify(%s) found %v, with nothing to say about it", tt.name, f)
			}
		}
		if len(told) > 2*store.MaxFindings {
			t.Errorf("Verify(%s) told of %d findings", tt.name, len(told))
		}
	}
}

// TestVerify_readsWhatItCan flips bytes all over a file, in every fourth page.
// Whatever they were, looking ends with findings or a refusal, or nothing if they
// were nobody's; and never with an error that is not worded.
func TestVerify_readsWhatItCan(t *testing.T) {
	folder := t.TempDir()
	whole := filepath.Join(folder, "sound.db")
	sound(t, whole)
	bytes, err := os.ReadFile(whole)
	check(t, err)
	path, wrong := filepath.Join(folder, "flipped.db"), 0
	for page := 0; page < len(bytes)/4096; page += 4 {
		flipped := slices.Clone(bytes)
		for i := page*4096 + 4050; i < page*4096+4090; i++ { // pages are filled from their ends
			flipped[i] ^= 0x55
		}
		check(t, os.WriteFile(path, flipped, 0o600))
		s, err := store.OpenReadOnly(t.Context(), path)
		if err != nil {
			wrong++
			if directory.KindOf(err) != directory.Invalid {
				t.Errorf("OpenReadOnly(page %d flipped) = %v, want it refused", page+1, err)
			}
			continue
		}
		found := 0
		err = s.Verify(t.Context(), func(c store.Check) error { found += len(c.Findings); return nil })
		if err != nil {
			t.Errorf("Verify(page %d flipped) = %v", page+1, err)
		}
		if found > 0 {
			wrong++
		}
		check(t, s.Close())
	}
	if all := len(bytes) / 4096 / 4; wrong < all/2 {
		t.Errorf("Verify found something in %d of %d files with a page flipped", wrong, all)
	} else {
		t.Logf("Verify found something in %d of %d files with a page flipped", wrong, all)
	}
}

// TestOpenReadOnly_changesNothing tries to write, and takes a database as it is.
func TestOpenReadOnly_changesNothing(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "some.db")
	sound(t, path)
	before := contents(t, folder)
	s, err := store.OpenReadOnly(t.Context(), path)
	check(t, err)
	if err := s.SetStamp(t.Context(), "a", "b"); err == nil {
		t.Error("SetStamp in a store that is open for reading alone = nil, want an error")
	}
	if err := s.AddOrganizations(t.Context(), storetest.Organization(99)); err == nil {
		t.Error("AddOrganizations in a store that is open for reading alone = nil, want an error")
	}
	if _, err := s.Listing(t.Context(), storetest.Listing(1).Clinic.ID); err != nil {
		t.Errorf("Listing(1) = %v", err)
	}
	check(t, s.Close())
	if after := contents(t, folder); !slices.Equal(before, after) {
		t.Errorf("OpenReadOnly left %q, want %q", after, before)
	}
	missing := filepath.Join(folder, "missing.db")
	_, err = store.OpenReadOnly(t.Context(), missing)
	wantRefusal(t, "OpenReadOnly(missing)", err, "store.missing", missing)
	newer(t, missing)
	_, err = store.OpenReadOnly(t.Context(), missing)
	wantRefusal(t, "OpenReadOnly(newer)", err, "store.newer", missing)
}
