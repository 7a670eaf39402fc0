-- The ways in which accounts are signed in. A token is worth something only while
-- its session's row stands and is not revoked; each revocation is in the change feed.
-- What the session calls itself is sealed with the person's key, for programs are
-- named by people.

-- +goose Up
CREATE TABLE session (
    id         TEXT    NOT NULL PRIMARY KEY
               CONSTRAINT session_id CHECK (length(id) = 36),
    account_id TEXT    NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    program    INTEGER NOT NULL CONSTRAINT session_program CHECK (program IN (0, 1)),
    sealed     BLOB    NOT NULL CONSTRAINT session_sealed CHECK (length(sealed) > 0),
    strong     INTEGER NOT NULL CONSTRAINT session_strong CHECK (strong IN (0, 1)),
    strong_at  INTEGER NOT NULL, -- when who it is was last shown anew; 0 if never
    created_at INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER NOT NULL  -- 0 while it stands
) STRICT;

CREATE INDEX session_by_account ON session (account_id);
