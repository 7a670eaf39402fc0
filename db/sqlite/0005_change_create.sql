-- The change feed: a row for each change to the public directory, written in the
-- transaction that makes it. Search indexes, on this node and on others, tail it.
-- AUTOINCREMENT keeps a number from being given twice, even after old rows have
-- been swept away; whoever remembers a number may trust what follows it. The nouns
-- are not listed here: there will be more, and a constraint cannot be altered.

-- +goose Up
CREATE TABLE change (
    seq     INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    noun    TEXT    NOT NULL
            CONSTRAINT change_noun CHECK (noun <> ''),
    noun_id TEXT    NOT NULL,
    at      INTEGER NOT NULL
) STRICT;
