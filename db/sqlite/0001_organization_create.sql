-- An organization is the brand or company behind one clinic or more. The document
-- holds all that is known of it; the columns beside it are what look-ups and
-- constraints need. The parent's key is checked at commit, so that a family of
-- organizations can be added in any order within one transaction.

-- +goose Up
CREATE TABLE organization (
    id         TEXT    NOT NULL PRIMARY KEY
               CONSTRAINT organization_id CHECK (length(id) = 36),
    slug       TEXT    NOT NULL UNIQUE
               CONSTRAINT organization_slug CHECK (length(slug) BETWEEN 1 AND 80),
    parent_id  TEXT    REFERENCES organization (id) DEFERRABLE INITIALLY DEFERRED
               CONSTRAINT organization_parent CHECK (parent_id <> id),
    updated_at INTEGER NOT NULL,           -- when it was added or last changed
    version    INTEGER NOT NULL DEFAULT 1, -- counts the updates; guards against a lost one
    document   TEXT    NOT NULL
               CONSTRAINT organization_document CHECK (json_valid(document))
) STRICT;
