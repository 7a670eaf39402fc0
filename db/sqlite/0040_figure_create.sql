-- What a listing brings its owner: how often something was counted of a clinic in a week,
-- which begins on a Monday. Nothing is known of who it was, so nothing personal is here.

-- +goose Up
CREATE TABLE figure (
    clinic_id TEXT    NOT NULL REFERENCES clinic (id) ON DELETE CASCADE,
    week      TEXT    NOT NULL
              CONSTRAINT figure_week CHECK (length(week) = 10),
    kind      TEXT    NOT NULL
              CONSTRAINT figure_kind CHECK (kind IN ('view', 'appearance')),
    n         INTEGER NOT NULL
              CONSTRAINT figure_n CHECK (n > 0),
    PRIMARY KEY (clinic_id, week, kind)
) STRICT, WITHOUT ROWID;

CREATE INDEX figure_by_week ON figure (week);
