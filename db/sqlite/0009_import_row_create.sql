-- What is remembered of a row of a foreign file, so that the next file of its
-- source can be compared with this one, and so that a row that needs a human waits
-- for one. People name a row that waits by its number: it stays for as long as the
-- row is remembered, and AUTOINCREMENT keeps it from being given to another one.
-- What waits is found by the verdict, so nothing may wait under another. The source
-- is checked at commit, because a batch may name it last. The clinic is no
-- reference, for a row that waits has the id of one that is not there yet.

-- +goose Up
CREATE TABLE import_row (
    number      INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    source      TEXT    NOT NULL
                REFERENCES import_source (name) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    key         TEXT    NOT NULL
                CONSTRAINT import_row_key CHECK (key <> ''),
    line        INTEGER NOT NULL, -- where it stood in the file that it was last read from
    digest      TEXT    NOT NULL,
    verdict     TEXT    NOT NULL
                CONSTRAINT import_row_verdict CHECK (verdict IN ('accepted', 'human', 'refused')),
    evidence    TEXT    NOT NULL
                CONSTRAINT import_row_evidence CHECK (json_valid(evidence)),
    clinic_id   TEXT
                CONSTRAINT import_row_clinic CHECK (length(clinic_id) = 36),
    observed_at INTEGER NOT NULL,
    judged_at   INTEGER NOT NULL,
    applied     TEXT              -- what was last taken into the directory
                CONSTRAINT import_row_applied CHECK (json_valid(applied)),
    pending     TEXT              -- what waits for a human
                CONSTRAINT import_row_pending CHECK (pending IS NULL OR verdict = 'human' AND json_valid(pending)),
    UNIQUE (source, key)
) STRICT;

CREATE INDEX import_row_waiting ON import_row (source, number) WHERE verdict = 'human';
