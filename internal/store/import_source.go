package store

import (
	"context"
	"database/sql"
	"fmt"

	"rootline/internal/directory"
	"rootline/internal/intake"
)

// Sources returns every source that a file has been imported from, by name.
func (s *Store) Sources(ctx context.Context) ([]intake.Source, error) {
	var all []intake.Source
	err := stream(ctx, s.readers, "sources", func(rows *sql.Rows) error {
		var source intake.Source
		err := rows.Scan(&source.Name, &source.Licence, text(&source.URL), &source.ObservedAt, &source.ImportedAt)
		if err != nil {
			return fmt.Errorf("sources: %w", err)
		}
		all = append(all, source)
		return nil
	}, `SELECT name, licence, url, observed_at, imported_at FROM import_source ORDER BY name`)
	return all, err
}

// selectBrand leads from the organization that a brand became to the one that
// answers for it today.
const selectBrand = `SELECT b.key, coalesce(a.target_id, b.organization_id) FROM import_brand b
	LEFT JOIN alias a ON a.noun = 'organization' AND a.old = b.organization_id `

// Brands returns the organizations that the brands of a source became, by key: those
// that answer for them today.
func (s *Store) Brands(ctx context.Context, source string) (map[string]directory.ID, error) {
	brands := map[string]directory.ID{}
	err := stream(ctx, s.readers, "brands", func(rows *sql.Rows) error {
		var key string
		var id directory.ID
		if err := rows.Scan(&key, text(&id)); err != nil {
			return fmt.Errorf("brands: %w", err)
		}
		brands[key] = id
		return nil
	}, selectBrand+`WHERE b.source = ?1`, source)
	return brands, err
}
