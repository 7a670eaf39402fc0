-- Claims to speak for a clinic or a brand. The evidence has telephone numbers and notes
-- about people, and whoever decides writes to one person alone: so all but the columns
-- that find a claim is sealed with the claimant's key, and is gone when that is.

-- +goose Up
CREATE TABLE claim (
    id              TEXT    NOT NULL PRIMARY KEY
                    CONSTRAINT claim_id CHECK (length(id) = 36),
    clinic_id       TEXT    REFERENCES clinic (id),
    organization_id TEXT    REFERENCES organization (id),
    account_id      TEXT    NOT NULL REFERENCES account (id),
    state           TEXT    NOT NULL
                    CONSTRAINT claim_state CHECK (state <> ''),
    at              INTEGER NOT NULL,
    sealed          BLOB    NOT NULL
                    CONSTRAINT claim_sealed CHECK (length(sealed) > 0),
    CONSTRAINT claim_of CHECK ((clinic_id IS NULL) <> (organization_id IS NULL))
) STRICT;

CREATE INDEX claim_by_clinic ON claim (clinic_id, at) WHERE clinic_id IS NOT NULL;
CREATE INDEX claim_by_organization ON claim (organization_id, at) WHERE organization_id IS NOT NULL;
CREATE INDEX claim_by_account ON claim (account_id, at);
CREATE INDEX claim_by_state ON claim (state, at);
