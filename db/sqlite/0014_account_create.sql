-- A person who can sign in. What tells who it is stands here sealed with that
-- person's own key, which is in another file: the address and the name in one, the
-- hash of the password and the secret of the app that shows codes each apart. The
-- address is found by its digest, under a key of that other file too; so neither a
-- backup nor a stolen copy says who has an account, and guessing at addresses or
-- passwords needs both files. Erasing the key erases the person from every copy.

-- +goose Up
CREATE TABLE account (
    id           TEXT    NOT NULL PRIMARY KEY
                 CONSTRAINT account_id CHECK (length(id) = 36),
    email_digest BLOB    NOT NULL UNIQUE
                 CONSTRAINT account_email_digest CHECK (length(email_digest) = 32),
    sealed       BLOB    NOT NULL
                 CONSTRAINT account_sealed CHECK (length(sealed) > 0),
    language     TEXT    NOT NULL, -- '' if none was chosen
    state        TEXT    NOT NULL
                 CONSTRAINT account_state CHECK (state IN ('unconfirmed', 'active', 'closed')),
    password     BLOB              -- sealed; NULL if there is none
                 CONSTRAINT account_password CHECK (length(password) > 0),
    totp         BLOB              -- sealed; NULL if there is none
                 CONSTRAINT account_totp CHECK (length(totp) > 0),
    totp_step    INTEGER NOT NULL, -- that of the last code that counted; no earlier one does
    created_at   INTEGER NOT NULL,
    version      INTEGER NOT NULL DEFAULT 1 -- counts the updates; guards against a lost one
) STRICT;
