-- What was done, by whom and when, for good: rows are added and never changed. Each has
-- a hash over itself and the hash of the one before it, so that whoever gets past the
-- triggers is found out. What was there before and after stands apart, because it may
-- be sealed anew; here are the digests of it. Nothing is referred to: what an event
-- speaks of may be gone. Not even a row that takes the place of another is let in, for
-- which no trigger that refuses deletions is asked.

-- +goose Up
CREATE TABLE audit_event (
    number        INTEGER NOT NULL PRIMARY KEY
                  CONSTRAINT audit_event_number CHECK (number > 0),
    id            TEXT    NOT NULL UNIQUE
                  CONSTRAINT audit_event_id CHECK (length(id) = 36),
    at            INTEGER NOT NULL,
    account_id    TEXT    -- NULL for the program itself
                  CONSTRAINT audit_event_account CHECK (length(account_id) = 36),
    session_id    TEXT
                  CONSTRAINT audit_event_session CHECK (length(session_id) = 36),
    what          TEXT    NOT NULL
                  CONSTRAINT audit_event_what CHECK (what <> ''),
    noun          TEXT    NOT NULL, -- what noun_id is the id of
    noun_id       TEXT
                  CONSTRAINT audit_event_noun_id CHECK (length(noun_id) = 36),
    clinic_id     TEXT    -- under which its owner can read it
                  CONSTRAINT audit_event_clinic CHECK (length(clinic_id) = 36),
    before_digest BLOB    -- NULL if there was nothing
                  CONSTRAINT audit_event_before CHECK (length(before_digest) = 32),
    after_digest  BLOB
                  CONSTRAINT audit_event_after CHECK (length(after_digest) = 32),
    hash          BLOB    NOT NULL
                  CONSTRAINT audit_event_hash CHECK (length(hash) = 32)
) STRICT;

CREATE INDEX audit_event_by_clinic ON audit_event (clinic_id, number) WHERE clinic_id IS NOT NULL;
CREATE INDEX audit_event_by_account ON audit_event (account_id, number) WHERE account_id IS NOT NULL;

-- +goose StatementBegin
CREATE TRIGGER audit_event_added BEFORE INSERT ON audit_event
WHEN new.number <= (SELECT coalesce(max(number), 0) FROM audit_event) OR EXISTS (SELECT 1 FROM audit_event WHERE id = new.id)
BEGIN SELECT raise(ABORT, 'the record is only added to'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER audit_event_changed BEFORE UPDATE ON audit_event
BEGIN SELECT raise(ABORT, 'the record is only added to'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER audit_event_removed BEFORE DELETE ON audit_event
BEGIN SELECT raise(ABORT, 'the record is only added to'); END;
-- +goose StatementEnd
