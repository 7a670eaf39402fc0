-- The keys in people's devices by which they are known without a password. A device
-- names its key by an id that is random or sealed by itself, and shows that id to us
-- alone; by it the key's account is found. What its owner calls it, and what is needed
-- to verify with it, are sealed as one with the account's key.

-- +goose Up
CREATE TABLE passkey (
    credential BLOB    NOT NULL PRIMARY KEY
               CONSTRAINT passkey_credential CHECK (length(credential) BETWEEN 1 AND 1023), -- as WebAuthn has it
    account_id TEXT    NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    sealed     BLOB    NOT NULL
               CONSTRAINT passkey_sealed CHECK (length(sealed) > 0),
    created_at INTEGER NOT NULL,
    used_at    INTEGER NOT NULL -- 0 if it has not been
) STRICT;

CREATE INDEX passkey_by_account ON passkey (account_id);
