-- The addresses that clinics publish and at which they were asked, each by its digest:
-- one that many clinics share is written to no oftener than another, and one that wants
-- no more letters has none.

-- +goose Up
CREATE TABLE asked_address (
    email_digest BLOB    NOT NULL PRIMARY KEY
                 CONSTRAINT asked_address_email_digest CHECK (length(email_digest) = 32),
    at           INTEGER NOT NULL, -- of the last letter
    declined_at  INTEGER NOT NULL  -- since when it wants no more; 0 if it has not said so
) STRICT, WITHOUT ROWID;
