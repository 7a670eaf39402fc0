-- What is sent or set once to be shown once: links in letters, six-digit codes,
-- invitations, and browsers that are remembered. A link and a remembered browser are
-- found by the digest of their 256 random bits; a code by that of the browser in
-- which it was asked for, and kept as a tag that says nothing without that browser.
-- A code for an address that nobody has looks like any other. The address, and what
-- the letter has to say, are sealed with the account's key, or with one of the
-- secret's own where there is no account yet; the digest of the address finds what
-- was sent to it. The kinds are not listed here: there will be more, and a constraint
-- cannot be altered.

-- +goose Up
CREATE TABLE secret (
    id              TEXT    NOT NULL PRIMARY KEY
                    CONSTRAINT secret_id CHECK (length(id) = 36),
    kind            TEXT    NOT NULL CONSTRAINT secret_kind CHECK (kind <> ''),
    digest          BLOB    NOT NULL CONSTRAINT secret_digest CHECK (length(digest) = 32),
    account_id      TEXT    REFERENCES account (id) ON DELETE CASCADE,
    email_digest    BLOB    CONSTRAINT secret_email_digest CHECK (length(email_digest) = 32),
    sealed          BLOB    NOT NULL CONSTRAINT secret_sealed CHECK (length(sealed) > 0),
    browser         BLOB    CONSTRAINT secret_browser CHECK (length(browser) = 32),
    salt            BLOB, -- of a code, as the two below
    tag             BLOB,
    former_tag      BLOB,
    wrong           INTEGER NOT NULL CONSTRAINT secret_wrong CHECK (wrong >= 0),
    role            TEXT    -- what an invitation is for, as the two below
                    CONSTRAINT secret_role CHECK (role IN ('manager', 'owner', 'moderator', 'admin')),
    clinic_id       TEXT    REFERENCES clinic (id),
    organization_id TEXT    REFERENCES organization (id),
    created_at      INTEGER NOT NULL,
    expires_at      INTEGER NOT NULL,
    used_at         INTEGER NOT NULL, -- 0 if it has not been
    replaced_at     INTEGER NOT NULL, -- 0 if nothing has taken its place
    UNIQUE (kind, digest)
) STRICT;

CREATE INDEX secret_by_account ON secret (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX secret_by_email ON secret (email_digest, created_at) WHERE email_digest IS NOT NULL;
CREATE INDEX secret_by_clinic ON secret (clinic_id) WHERE clinic_id IS NOT NULL;
CREATE INDEX secret_by_organization ON secret (organization_id) WHERE organization_id IS NOT NULL;
CREATE INDEX secret_by_expiry ON secret (expires_at);
