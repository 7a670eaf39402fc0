-- Two listings that were of one clinic, and what it takes to make two of them again: the
-- document has what was moved, and what the kept one was given. It is about listings and
-- the ids of accounts, and so is not sealed.

-- +goose Up
CREATE TABLE merge (
    id       TEXT    NOT NULL PRIMARY KEY
             CONSTRAINT merge_id CHECK (length(id) = 36),
    kept_id  TEXT    NOT NULL REFERENCES clinic (id),
    gone_id  TEXT    NOT NULL REFERENCES clinic (id),
    at       INTEGER NOT NULL,
    split_at INTEGER NOT NULL, -- 0 while it stands
    document TEXT    NOT NULL
             CONSTRAINT merge_document CHECK (json_valid(document)),
    CONSTRAINT merge_of_two CHECK (kept_id <> gone_id)
) STRICT;

CREATE INDEX merge_by_kept ON merge (kept_id, at);
CREATE UNIQUE INDEX merge_standing ON merge (gone_id) WHERE split_at = 0;
