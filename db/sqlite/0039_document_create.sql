-- What people upload to show that they speak for a clinic: registrations, letters,
-- identity papers. Each is sealed with the claimant's key, and is gone when that is, or
-- some time after its claim was decided. Its type alone is in the clear.

-- +goose Up
CREATE TABLE document (
    id         TEXT    NOT NULL PRIMARY KEY
               CONSTRAINT document_id CHECK (length(id) = 36),
    claim_id   TEXT    NOT NULL REFERENCES claim (id),
    account_id TEXT    NOT NULL REFERENCES account (id),
    media_type TEXT    NOT NULL
               CONSTRAINT document_media_type CHECK (media_type IN ('application/pdf', 'image/jpeg', 'image/png')),
    at         INTEGER NOT NULL,
    sealed     BLOB    NOT NULL
               CONSTRAINT document_sealed CHECK (length(sealed) > 0)
) STRICT;

CREATE INDEX document_by_claim ON document (claim_id);
CREATE INDEX document_by_account ON document (account_id);
