-- What moderators have taken to look at, so that no two look at the same. It is kept by
-- what a thing is and not by what it waits for: a claim that comes to be contested, or a
-- listing that is reported by law as well, stays with whoever has it.

-- +goose Up
CREATE TABLE assignment (
    noun       TEXT NOT NULL
               CONSTRAINT assignment_noun CHECK (noun IN ('request', 'claim', 'proposal', 'report')),
    noun_id    TEXT NOT NULL
               CONSTRAINT assignment_noun_id CHECK (length(noun_id) = 36),
    account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    PRIMARY KEY (noun, noun_id)
) STRICT;

CREATE INDEX assignment_by_account ON assignment (account_id);
