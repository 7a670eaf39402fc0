-- When somebody has to look at the facts of a clinic next, to ask the clinic for some or
-- to label those that it has been silent of. It is worked out whenever the listing
-- changes and whenever the clinic is asked, so that the few that are due are found
-- without reading the others. A clinic that never will be has no row; those that were
-- there before this table are all looked at once.

-- +goose Up
CREATE TABLE fact_due (
    clinic_id TEXT    NOT NULL PRIMARY KEY REFERENCES clinic (id),
    at        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX fact_due_by_time ON fact_due (at, clinic_id);

INSERT INTO fact_due (clinic_id, at) SELECT id, 1 FROM clinic WHERE state = 'published' AND operating <> 'closed';
