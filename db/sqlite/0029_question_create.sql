-- The letters that asked clinics whether some facts are still right, and for which: who
-- was silent twice is asked less often, and what nobody answers for counts less.

-- +goose Up
CREATE TABLE question (
    number    INTEGER NOT NULL PRIMARY KEY,
    clinic_id TEXT    NOT NULL REFERENCES clinic (id),
    at        INTEGER NOT NULL,
    paths     TEXT    NOT NULL
              CONSTRAINT question_paths CHECK (json_valid(paths))
) STRICT;

CREATE INDEX question_by_clinic ON question (clinic_id, at, number);
