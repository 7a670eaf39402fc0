-- Letters that wait to be sent. Each was kept in the transaction that causes it, and
-- is removed once it is sent: the job that does so holds no more than its id. All of
-- it is sealed with a person's key: that of an account, or of a secret that has its
-- own because there is no account yet. So nothing here refers to account.

-- +goose Up
CREATE TABLE letter (
    id         TEXT    NOT NULL PRIMARY KEY
               CONSTRAINT letter_id CHECK (length(id) = 36),
    person     TEXT    NOT NULL
               CONSTRAINT letter_person CHECK (length(person) = 36),
    sealed     BLOB    NOT NULL
               CONSTRAINT letter_sealed CHECK (length(sealed) > 0),
    created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX letter_by_person ON letter (person);
CREATE INDEX letter_by_age ON letter (created_at);
