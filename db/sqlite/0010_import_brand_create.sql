-- Which organization a brand of a source became, so that the next file's clinics of
-- that brand join it. The source is checked at commit, as that of a row is.

-- +goose Up
CREATE TABLE import_brand (
    source          TEXT NOT NULL
                    REFERENCES import_source (name) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    key             TEXT NOT NULL
                    CONSTRAINT import_brand_key CHECK (key <> ''),
    organization_id TEXT NOT NULL REFERENCES organization (id),
    PRIMARY KEY (source, key)
) STRICT;
