-- What the database says of itself, such as the parameters that a demo directory
-- was made with, so that the next start knows whether it is the same one.

-- +goose Up
CREATE TABLE stamp (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
