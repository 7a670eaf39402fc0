-- Every id and slug that a merge or a new name has replaced keeps answering, in
-- one hop: the target is the id of what there is today, never another alias. The
-- index finds the aliases that have to move on when their target is merged away.
-- The nouns are not listed here: there will be more, and a constraint cannot be
-- altered.

-- +goose Up
CREATE TABLE alias (
    noun      TEXT    NOT NULL
              CONSTRAINT alias_noun CHECK (noun <> ''),
    old       TEXT    NOT NULL, -- an id or a slug
    target_id TEXT    NOT NULL
              CONSTRAINT alias_target CHECK (target_id <> old),
    at        INTEGER NOT NULL,
    PRIMARY KEY (noun, old)
) STRICT;

CREATE INDEX alias_by_target ON alias (noun, target_id);
