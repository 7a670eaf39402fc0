-- The refresh tokens that came of one login of a program: not a row for each, but
-- the digest of the one that counts. Every token carries the family's handle; one
-- that does so and is not the current one has been used before, by its owner or by a
-- thief, and ends the family and its session. Only digests of 128 random bits and
-- more are kept.

-- +goose Up
CREATE TABLE refresh_family (
    handle     BLOB    NOT NULL PRIMARY KEY
               CONSTRAINT refresh_family_handle CHECK (length(handle) = 32),
    session_id TEXT    NOT NULL UNIQUE REFERENCES session (id) ON DELETE CASCADE,
    current    BLOB    NOT NULL
               CONSTRAINT refresh_family_current CHECK (length(current) = 32),
    uses       INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    used_at    INTEGER NOT NULL,
    ended_at   INTEGER NOT NULL -- 0 while it goes on
) STRICT;
