-- The codes that let somebody in who has lost their second factor. Each works once
-- and is then gone; a new set takes the place of the old one. The codes have 120
-- random bits, so that a plain digest keeps them.

-- +goose Up
CREATE TABLE recovery_code (
    account_id TEXT    NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    place      INTEGER NOT NULL, -- in the order in which they were shown
    digest     BLOB    NOT NULL
               CONSTRAINT recovery_code_digest CHECK (length(digest) = 32),
    PRIMARY KEY (account_id, place)
) STRICT;
