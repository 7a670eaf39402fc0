-- Two clinics that somebody has found to be distinct, whatever they have in common,
-- the lower id first. The ids are those of the moment: when a clinic is merged into
-- another, the alias says who it is now, and whoever reads a pair looks there. So a
-- merge has nothing to rewrite here, and a pair that met in one clinic is none. They
-- are no references, for a row can be told apart before its clinic is there.

-- +goose Up
CREATE TABLE distinct_pair (
    a  TEXT    NOT NULL
       CONSTRAINT distinct_pair_a CHECK (length(a) = 36),
    b  TEXT    NOT NULL
       CONSTRAINT distinct_pair_b CHECK (length(b) = 36),
    at INTEGER NOT NULL,
    PRIMARY KEY (a, b),
    CONSTRAINT distinct_pair_order CHECK (a < b)
) STRICT;
