-- Where imported data comes from, to be credited wherever it is shown. Deleting a
-- source takes with it all that is remembered of its files, and so does away with
-- what was copied from them; the listings that they became are the directory's.

-- +goose Up
CREATE TABLE import_source (
    name        TEXT    NOT NULL PRIMARY KEY
                CONSTRAINT import_source_name CHECK (name <> ''),
    licence     TEXT    NOT NULL,
    url         TEXT    NOT NULL, -- '' if it has none
    observed_at INTEGER NOT NULL, -- of the newest file
    imported_at INTEGER NOT NULL
) STRICT;
