-- A clinic's published version is one row: a document that change requests, audit
-- and preview compare field by field, with the columns that look-ups and
-- constraints need. How the listing stands is apart from how the clinic itself
-- does, and neither is part of the version. Rows are never removed (archived is a
-- state); their numbers, in the order of storage, cut the table into ranges that
-- the search index loads side by side.

-- +goose Up
CREATE TABLE clinic (
    number           INTEGER NOT NULL PRIMARY KEY,
    id               TEXT    NOT NULL UNIQUE
                     CONSTRAINT clinic_id CHECK (length(id) = 36),
    slug             TEXT    NOT NULL UNIQUE
                     CONSTRAINT clinic_slug CHECK (length(slug) BETWEEN 1 AND 80),
    organization_id  TEXT    NOT NULL REFERENCES organization (id),
    state            TEXT    NOT NULL
                     CONSTRAINT clinic_state CHECK (state IN
                     ('draft', 'submitted', 'published', 'rejected', 'suspended', 'archived')),
    state_reason     TEXT    NOT NULL,
    state_since      INTEGER NOT NULL,
    operating        TEXT    NOT NULL
                     CONSTRAINT clinic_operating CHECK (operating IN
                     ('active', 'temporarily_closed', 'closed')),
    operating_reason TEXT    NOT NULL,
    operating_since  INTEGER NOT NULL,
    updated_at       INTEGER NOT NULL,           -- when the published version last changed
    version          INTEGER NOT NULL DEFAULT 1, -- counts the updates; guards against a lost one
    document         TEXT    NOT NULL
                     CONSTRAINT clinic_document CHECK (json_valid(document))
) STRICT;
