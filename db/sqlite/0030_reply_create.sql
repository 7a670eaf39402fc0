-- What clinics have said of facts that they were asked about, or have changed without
-- being asked: a row for each fact and time.

-- +goose Up
CREATE TABLE reply (
    number    INTEGER NOT NULL PRIMARY KEY,
    clinic_id TEXT    NOT NULL REFERENCES clinic (id),
    at        INTEGER NOT NULL,
    still     INTEGER NOT NULL -- whether it is still right
              CONSTRAINT reply_still CHECK (still IN (0, 1)),
    path      TEXT    NOT NULL
              CONSTRAINT reply_path CHECK (json_valid(path))
) STRICT;

CREATE INDEX reply_by_clinic ON reply (clinic_id, at, number);
