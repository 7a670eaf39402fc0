-- A brand's page lists its clinics, and a changed brand has all of them indexed
-- anew. Without this, each such question would read the whole directory.

-- +goose Up
CREATE INDEX clinic_by_organization ON clinic (organization_id);
