package store

import (
	"fmt"
	"testing"
)

// TestSweepPhotos_meanwhile looks for photos that are over, and has one come to be of use
// before it is removed, in a listing and in a request for its clinic. It stays.
func TestSweepPhotos_meanwhile(t *testing.T) {
	const clinic, photo = "00000000-0000-7000-8000-0000000000c1", "00000000-0000-7000-8000-0000000000f1"
	document := `'{"photos":[{"id":"` + photo + `"}]}'`
	for _, tt := range []struct {
		name, meanwhile string
		want            int
	}{
		{"nothing", `SELECT 1`, 1},
		{"something else changes", `INSERT INTO change (noun, noun_id, at) VALUES ('clinic', '` + clinic + `', 1)`, 1},
		{
			"the listing shows it", `UPDATE clinic SET document = ` + document + `;
			INSERT INTO change (noun, noun_id, at) VALUES ('clinic', '` + clinic + `', 1)`, 0,
		},
		{"a request has it", request(clinic, "pending", document), 0},
		{"a request that is over has it", request(clinic, "withdrawn", document), 1},
		{"it is of use again", `UPDATE photo SET unused_since = 0`, 0},
		{"it has come to be unused again", `UPDATE photo SET unused_since = 5`, 0},
	} {
		s := open(t)
		run := func(script string) {
			t.Helper()
			if _, err := s.writer.ExecContext(t.Context(), `PRAGMA foreign_keys = OFF;`+script); err != nil {
				t.Fatalf("%s: %v", tt.name, err)
			}
		}
		run(fmt.Sprintf(`INSERT INTO clinic (id, slug, organization_id, state, state_reason, state_since, operating, operating_reason,
			operating_since, updated_at, document) VALUES ('%s', 'one', 'none', 'published', '', 0, 'active', '', 0, 0, '{"photos":[]}');
			INSERT INTO photo (id, media_type, width, height, sha256, bytes, clinic_id, unused_since)
			VALUES ('%s', 'image/png', 1, 1, printf('%%064d', 0), x'00', '%[1]s', 1)`, clinic, photo))
		since, err := s.LastChange(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		_, over, _, err := s.unusedPhotos(t.Context(), 2)
		if err != nil || len(over) != 1 || over[0] != photo {
			t.Fatalf("unusedPhotos() = %q, %v; want the one", over, err)
		}
		run(tt.meanwhile)
		if n, err := s.sweepEach(t.Context(), over, removePhoto, 2, since); err != nil || n != tt.want {
			t.Errorf("removed %d, %v, while %s; want %d", n, err, tt.name, tt.want)
		}
	}
}

// request is a script that adds one for a clinic.
func request(clinic, state, document string) string {
	return fmt.Sprintf(`INSERT INTO change_request (id, clinic_id, account_id, state, at, edited_at, decided_at, document)
		VALUES ('%s', '%[1]s', '%[1]s', '%s', 0, 0, 0, %s)`, clinic, state, document)
}
