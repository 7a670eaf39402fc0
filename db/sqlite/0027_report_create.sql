-- What visitors say is wrong with a listing. Whoever says so has no account: what they
-- write, and the address to answer to, is sealed with a key of the report's own, by
-- which a report can be forgotten without forgetting anybody else. That something was
-- found wrong, and what kind of thing, stays.

-- +goose Up
CREATE TABLE report (
    id         TEXT    NOT NULL PRIMARY KEY
               CONSTRAINT report_id CHECK (length(id) = 36),
    clinic_id  TEXT    NOT NULL REFERENCES clinic (id),
    reason     TEXT    NOT NULL
               CONSTRAINT report_reason CHECK (reason <> ''),
    legal      INTEGER NOT NULL -- a notice by law
               CONSTRAINT report_legal CHECK (legal IN (0, 1)),
    at         INTEGER NOT NULL,
    decided_at INTEGER NOT NULL, -- 0 if nobody has
    sealed     BLOB    NOT NULL
               CONSTRAINT report_sealed CHECK (length(sealed) > 0)
) STRICT;

CREATE INDEX report_by_clinic ON report (clinic_id, at);
CREATE INDEX report_waiting ON report (decided_at, clinic_id, at) WHERE decided_at = 0;
