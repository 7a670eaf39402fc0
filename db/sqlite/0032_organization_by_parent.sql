-- Whoever claims a brand is shown the clinics of the companies that are part of it.

-- +goose Up
CREATE INDEX organization_by_parent ON organization (parent_id) WHERE parent_id IS NOT NULL;
