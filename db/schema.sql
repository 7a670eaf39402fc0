-- What the migrations in sqlite/ add up to. Made by make golden; never edited.

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

CREATE TABLE asked_address (
    email_digest BLOB    NOT NULL PRIMARY KEY
                 CONSTRAINT asked_address_email_digest CHECK (length(email_digest) = 32),
    at           INTEGER NOT NULL, -- of the last letter
    declined_at  INTEGER NOT NULL  -- since when it wants no more; 0 if it has not said so
) STRICT, WITHOUT ROWID;

CREATE TABLE assignment (
    noun       TEXT NOT NULL
               CONSTRAINT assignment_noun CHECK (noun IN ('request', 'claim', 'proposal', 'report')),
    noun_id    TEXT NOT NULL
               CONSTRAINT assignment_noun_id CHECK (length(noun_id) = 36),
    account_id TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    PRIMARY KEY (noun, noun_id)
) STRICT;

CREATE INDEX assignment_by_account ON assignment (account_id);

CREATE TABLE audit_event (
    number        INTEGER NOT NULL PRIMARY KEY
                  CONSTRAINT audit_event_number CHECK (number > 0),
    id            TEXT    NOT NULL UNIQUE
                  CONSTRAINT audit_event_id CHECK (length(id) = 36),
    at            INTEGER NOT NULL,
    account_id    TEXT    -- NULL for the program itself
                  CONSTRAINT audit_event_account CHECK (length(account_id) = 36),
    session_id    TEXT
                  CONSTRAINT audit_event_session CHECK (length(session_id) = 36),
    what          TEXT    NOT NULL
                  CONSTRAINT audit_event_what CHECK (what <> ''),
    noun          TEXT    NOT NULL, -- what noun_id is the id of
    noun_id       TEXT
                  CONSTRAINT audit_event_noun_id CHECK (length(noun_id) = 36),
    clinic_id     TEXT    -- under which its owner can read it
                  CONSTRAINT audit_event_clinic CHECK (length(clinic_id) = 36),
    before_digest BLOB    -- NULL if there was nothing
                  CONSTRAINT audit_event_before CHECK (length(before_digest) = 32),
    after_digest  BLOB
                  CONSTRAINT audit_event_after CHECK (length(after_digest) = 32),
    hash          BLOB    NOT NULL
                  CONSTRAINT audit_event_hash CHECK (length(hash) = 32)
) STRICT;

CREATE INDEX audit_event_by_account ON audit_event (account_id, number) WHERE account_id IS NOT NULL;

CREATE INDEX audit_event_by_clinic ON audit_event (clinic_id, number) WHERE clinic_id IS NOT NULL;

CREATE TRIGGER audit_event_added BEFORE INSERT ON audit_event
WHEN new.number <= (SELECT coalesce(max(number), 0) FROM audit_event) OR EXISTS (SELECT 1 FROM audit_event WHERE id = new.id)
BEGIN SELECT raise(ABORT, 'the record is only added to'); END;

CREATE TRIGGER audit_event_changed BEFORE UPDATE ON audit_event
BEGIN SELECT raise(ABORT, 'the record is only added to'); END;

CREATE TRIGGER audit_event_removed BEFORE DELETE ON audit_event
BEGIN SELECT raise(ABORT, 'the record is only added to'); END;

CREATE TABLE audit_value (
    id     INTEGER NOT NULL PRIMARY KEY, -- twice its event's number, and one more if it is what was there after
    number INTEGER NOT NULL REFERENCES audit_event (number)
           CONSTRAINT audit_value_number CHECK (number = id / 2),
    person TEXT    -- NULL if it is not sealed
           CONSTRAINT audit_value_person CHECK (length(person) = 36),
    value  BLOB    NOT NULL
) STRICT;

CREATE INDEX audit_value_by_person ON audit_value (person) WHERE person IS NOT NULL;

CREATE TRIGGER audit_value_added BEFORE INSERT ON audit_value
WHEN EXISTS (SELECT 1 FROM audit_value WHERE id = new.id)
BEGIN SELECT raise(ABORT, 'the record is only added to'); END;

CREATE TRIGGER audit_value_changed BEFORE UPDATE ON audit_value
WHEN old.person IS NULL OR new.person IS NOT old.person OR new.id <> old.id OR new.number <> old.number
BEGIN SELECT raise(ABORT, 'the record is only added to'); END;

CREATE TRIGGER audit_value_removed BEFORE DELETE ON audit_value
BEGIN SELECT raise(ABORT, 'the record is only added to'); END;

CREATE TABLE change (
    seq     INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    noun    TEXT    NOT NULL
            CONSTRAINT change_noun CHECK (noun <> ''),
    noun_id TEXT    NOT NULL,
    at      INTEGER NOT NULL
) STRICT;

CREATE TABLE change_request (
    id         TEXT    NOT NULL PRIMARY KEY
               CONSTRAINT change_request_id CHECK (length(id) = 36),
    clinic_id  TEXT    NOT NULL REFERENCES clinic (id),
    account_id TEXT    NOT NULL REFERENCES account (id),
    state      TEXT    NOT NULL
               CONSTRAINT change_request_state CHECK (state <> ''),
    at         INTEGER NOT NULL, -- when it was first made
    edited_at  INTEGER NOT NULL, -- when its author last changed it
    decided_at INTEGER NOT NULL, -- 0 if nobody has approved or rejected it
    document   TEXT    NOT NULL
               CONSTRAINT change_request_document CHECK (json_valid(document))
) STRICT;

CREATE INDEX change_request_by_account ON change_request (account_id, at);

CREATE INDEX change_request_by_clinic ON change_request (clinic_id, at);

CREATE INDEX change_request_by_decision ON change_request (decided_at) WHERE decided_at > 0;

CREATE INDEX change_request_by_state ON change_request (state, edited_at);

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

CREATE INDEX claim_by_account ON claim (account_id, at);

CREATE INDEX claim_by_clinic ON claim (clinic_id, at) WHERE clinic_id IS NOT NULL;

CREATE INDEX claim_by_organization ON claim (organization_id, at) WHERE organization_id IS NOT NULL;

CREATE INDEX claim_by_state ON claim (state, at);

CREATE TABLE clinic (
    number           INTEGER NOT NULL PRIMARY KEY,
    id               TEXT    NOT NULL UNIQUE
                     CONSTRAINT clinic_id CHECK (length(id) = 36),
    slug             TEXT    NOT NULL UNIQUE
                     CONSTRAINT clinic_slug CHECK (length(slug) BETWEEN 1 AND 80),
    organization_id  TEXT    NOT NULL REFERENCES organization (id),
    state            TEXT    NOT NULL
                     CONSTRAINT clinic_state CHECK (state IN
                     ('draft', 'submitted', 'published', 'rejected', 'suspended', 'archived')),
    state_reason     TEXT    NOT NULL,
    state_since      INTEGER NOT NULL,
    operating        TEXT    NOT NULL
                     CONSTRAINT clinic_operating CHECK (operating IN
                     ('active', 'temporarily_closed', 'closed')),
    operating_reason TEXT    NOT NULL,
    operating_since  INTEGER NOT NULL,
    updated_at       INTEGER NOT NULL,           -- when the published version last changed
    version          INTEGER NOT NULL DEFAULT 1, -- counts the updates; guards against a lost one
    document         TEXT    NOT NULL
                     CONSTRAINT clinic_document CHECK (json_valid(document))
) STRICT;

CREATE INDEX brand_in_sitemap ON clinic (organization_id, updated_at)
    WHERE state = 'published' AND operating <> 'closed';

CREATE INDEX clinic_by_organization ON clinic (organization_id);

CREATE INDEX clinic_by_phone ON clinic (CASE WHEN json_valid(document) THEN document -> 'phones' -> 0 ->> 'number' END);

CREATE INDEX clinic_by_second_phone ON clinic (CASE WHEN json_valid(document) THEN document -> 'phones' -> 1 ->> 'number' END);

CREATE INDEX clinic_by_site ON clinic (CASE WHEN json_valid(document) THEN document ->> 'url' END);

CREATE INDEX clinic_in_sitemap ON clinic (number, slug, updated_at)
    WHERE state = 'published' AND operating <> 'closed';

CREATE INDEX clinic_submitted ON clinic (state) WHERE state = 'submitted';

CREATE TABLE distinct_pair (
    a  TEXT    NOT NULL
       CONSTRAINT distinct_pair_a CHECK (length(a) = 36),
    b  TEXT    NOT NULL
       CONSTRAINT distinct_pair_b CHECK (length(b) = 36),
    at INTEGER NOT NULL,
    PRIMARY KEY (a, b),
    CONSTRAINT distinct_pair_order CHECK (a < b)
) STRICT;

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

CREATE INDEX document_by_account ON document (account_id);

CREATE INDEX document_by_claim ON document (claim_id);

CREATE TABLE fact_due (
    clinic_id TEXT    NOT NULL PRIMARY KEY REFERENCES clinic (id),
    at        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX fact_due_by_time ON fact_due (at, clinic_id);

CREATE TABLE figure (
    clinic_id TEXT    NOT NULL REFERENCES clinic (id) ON DELETE CASCADE,
    week      TEXT    NOT NULL
              CONSTRAINT figure_week CHECK (length(week) = 10),
    kind      TEXT    NOT NULL
              CONSTRAINT figure_kind CHECK (kind IN ('view', 'appearance')),
    n         INTEGER NOT NULL
              CONSTRAINT figure_n CHECK (n > 0),
    PRIMARY KEY (clinic_id, week, kind)
) STRICT, WITHOUT ROWID;

CREATE INDEX figure_by_week ON figure (week);

CREATE TABLE import_brand (
    source          TEXT NOT NULL
                    REFERENCES import_source (name) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    key             TEXT NOT NULL
                    CONSTRAINT import_brand_key CHECK (key <> ''),
    organization_id TEXT NOT NULL REFERENCES organization (id),
    PRIMARY KEY (source, key)
) STRICT;

CREATE TABLE import_row (
    number      INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    source      TEXT    NOT NULL
                REFERENCES import_source (name) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    key         TEXT    NOT NULL
                CONSTRAINT import_row_key CHECK (key <> ''),
    line        INTEGER NOT NULL, -- where it stood in the file that it was last read from
    digest      TEXT    NOT NULL,
    verdict     TEXT    NOT NULL
                CONSTRAINT import_row_verdict CHECK (verdict IN ('accepted', 'human', 'refused')),
    evidence    TEXT    NOT NULL
                CONSTRAINT import_row_evidence CHECK (json_valid(evidence)),
    clinic_id   TEXT
                CONSTRAINT import_row_clinic CHECK (length(clinic_id) = 36),
    observed_at INTEGER NOT NULL,
    judged_at   INTEGER NOT NULL,
    applied     TEXT              -- what was last taken into the directory
                CONSTRAINT import_row_applied CHECK (json_valid(applied)),
    pending     TEXT              -- what waits for a human
                CONSTRAINT import_row_pending CHECK (pending IS NULL OR verdict = 'human' AND json_valid(pending)),
    UNIQUE (source, key)
) STRICT;

CREATE INDEX import_row_waiting ON import_row (source, number) WHERE verdict = 'human';

CREATE TABLE import_source (
    name        TEXT    NOT NULL PRIMARY KEY
                CONSTRAINT import_source_name CHECK (name <> ''),
    licence     TEXT    NOT NULL,
    url         TEXT    NOT NULL, -- '' if it has none
    observed_at INTEGER NOT NULL, -- of the newest file
    imported_at INTEGER NOT NULL
) STRICT;

CREATE TABLE letter (
    id         TEXT    NOT NULL PRIMARY KEY
               CONSTRAINT letter_id CHECK (length(id) = 36),
    person     TEXT    NOT NULL
               CONSTRAINT letter_person CHECK (length(person) = 36),
    sealed     BLOB    NOT NULL
               CONSTRAINT letter_sealed CHECK (length(sealed) > 0),
    created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX letter_by_age ON letter (created_at);

CREATE INDEX letter_by_person ON letter (person);

CREATE TABLE membership (
    account_id      TEXT    NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    role            TEXT    NOT NULL
                    CONSTRAINT membership_role CHECK (role IN ('manager', 'owner', 'moderator', 'admin')),
    clinic_id       TEXT    REFERENCES clinic (id),
    organization_id TEXT    REFERENCES organization (id),
    since           INTEGER NOT NULL,
    CONSTRAINT membership_scope CHECK (CASE WHEN role IN ('manager', 'owner')
        THEN (clinic_id IS NULL) <> (organization_id IS NULL)
        ELSE clinic_id IS NULL AND organization_id IS NULL END)
) STRICT;

CREATE INDEX membership_by_clinic ON membership (clinic_id) WHERE clinic_id IS NOT NULL;

CREATE INDEX membership_by_organization ON membership (organization_id) WHERE organization_id IS NOT NULL;

CREATE INDEX membership_of_site ON membership (role) WHERE clinic_id IS NULL AND organization_id IS NULL;

CREATE UNIQUE INDEX membership_once ON membership (account_id, coalesce(clinic_id, organization_id, role));

CREATE TABLE merge (
    id       TEXT    NOT NULL PRIMARY KEY
             CONSTRAINT merge_id CHECK (length(id) = 36),
    kept_id  TEXT    NOT NULL REFERENCES clinic (id),
    gone_id  TEXT    NOT NULL REFERENCES clinic (id),
    at       INTEGER NOT NULL,
    split_at INTEGER NOT NULL, -- 0 while it stands
    document TEXT    NOT NULL
             CONSTRAINT merge_document CHECK (json_valid(document)),
    CONSTRAINT merge_of_two CHECK (kept_id <> gone_id)
) STRICT;

CREATE INDEX merge_by_kept ON merge (kept_id, at);

CREATE UNIQUE INDEX merge_standing ON merge (gone_id) WHERE split_at = 0;

CREATE TABLE organization (
    id         TEXT    NOT NULL PRIMARY KEY
               CONSTRAINT organization_id CHECK (length(id) = 36),
    slug       TEXT    NOT NULL UNIQUE
               CONSTRAINT organization_slug CHECK (length(slug) BETWEEN 1 AND 80),
    parent_id  TEXT    REFERENCES organization (id) DEFERRABLE INITIALLY DEFERRED
               CONSTRAINT organization_parent CHECK (parent_id <> id),
    updated_at INTEGER NOT NULL,           -- when it was added or last changed
    version    INTEGER NOT NULL DEFAULT 1, -- counts the updates; guards against a lost one
    document   TEXT    NOT NULL
               CONSTRAINT organization_document CHECK (json_valid(document))
) STRICT;

CREATE INDEX organization_by_parent ON organization (parent_id) WHERE parent_id IS NOT NULL;

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

CREATE TABLE photo (
    id         TEXT    NOT NULL PRIMARY KEY
               CONSTRAINT photo_id CHECK (length(id) = 36),
    media_type TEXT    NOT NULL
               CONSTRAINT photo_media_type CHECK (media_type LIKE 'image/%'),
    width      INTEGER NOT NULL CONSTRAINT photo_width CHECK (width > 0),
    height     INTEGER NOT NULL CONSTRAINT photo_height CHECK (height > 0),
    sha256     TEXT    NOT NULL CONSTRAINT photo_sha256 CHECK (length(sha256) = 64),
    bytes      BLOB    NOT NULL
, clinic_id TEXT, account_id TEXT REFERENCES account (id), added_at INTEGER NOT NULL DEFAULT 0, unused_since INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE INDEX photo_by_account ON photo (account_id, added_at) WHERE account_id IS NOT NULL;

CREATE TABLE photo_variant (
    photo_id   TEXT    NOT NULL REFERENCES photo (id) ON DELETE CASCADE,
    media_type TEXT    NOT NULL
               CONSTRAINT photo_variant_media_type CHECK (media_type LIKE 'image/%'),
    width      INTEGER NOT NULL CONSTRAINT photo_variant_width CHECK (width > 0),
    height     INTEGER NOT NULL CONSTRAINT photo_variant_height CHECK (height > 0),
    sha256     TEXT    NOT NULL CONSTRAINT photo_variant_sha256 CHECK (length(sha256) = 64),
    bytes      BLOB    NOT NULL,
    PRIMARY KEY (photo_id, width)
) STRICT;

CREATE TABLE question (
    number    INTEGER NOT NULL PRIMARY KEY,
    clinic_id TEXT    NOT NULL REFERENCES clinic (id),
    at        INTEGER NOT NULL,
    paths     TEXT    NOT NULL
              CONSTRAINT question_paths CHECK (json_valid(paths))
) STRICT;

CREATE INDEX question_by_clinic ON question (clinic_id, at, number);

CREATE TABLE recovery_code (
    account_id TEXT    NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    place      INTEGER NOT NULL, -- in the order in which they were shown
    digest     BLOB    NOT NULL
               CONSTRAINT recovery_code_digest CHECK (length(digest) = 32),
    PRIMARY KEY (account_id, place)
) STRICT;

CREATE TABLE refresh_family (
    handle     BLOB    NOT NULL PRIMARY KEY
               CONSTRAINT refresh_family_handle CHECK (length(handle) = 32),
    session_id TEXT    NOT NULL UNIQUE REFERENCES session (id) ON DELETE CASCADE,
    current    BLOB    NOT NULL
               CONSTRAINT refresh_family_current CHECK (length(current) = 32),
    uses       INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    used_at    INTEGER NOT NULL,
    ended_at   INTEGER NOT NULL -- 0 while it goes on
) STRICT;

CREATE TABLE reply (
    number    INTEGER NOT NULL PRIMARY KEY,
    clinic_id TEXT    NOT NULL REFERENCES clinic (id),
    at        INTEGER NOT NULL,
    still     INTEGER NOT NULL -- whether it is still right
              CONSTRAINT reply_still CHECK (still IN (0, 1)),
    path      TEXT    NOT NULL
              CONSTRAINT reply_path CHECK (json_valid(path))
) STRICT;

CREATE INDEX reply_by_clinic ON reply (clinic_id, at, number);

CREATE TABLE report (
    id         TEXT    NOT NULL PRIMARY KEY
               CONSTRAINT report_id CHECK (length(id) = 36),
    clinic_id  TEXT    NOT NULL REFERENCES clinic (id),
    reason     TEXT    NOT NULL
               CONSTRAINT report_reason CHECK (reason <> ''),
    legal      INTEGER NOT NULL -- a notice by law
               CONSTRAINT report_legal CHECK (legal IN (0, 1)),
    at         INTEGER NOT NULL,
    decided_at INTEGER NOT NULL, -- 0 if nobody has
    sealed     BLOB    NOT NULL
               CONSTRAINT report_sealed CHECK (length(sealed) > 0)
) STRICT;

CREATE INDEX report_by_clinic ON report (clinic_id, at);

CREATE INDEX report_waiting ON report (decided_at, clinic_id, at) WHERE decided_at = 0;

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

CREATE INDEX secret_by_clinic ON secret (clinic_id) WHERE clinic_id IS NOT NULL;

CREATE INDEX secret_by_email ON secret (email_digest, created_at) WHERE email_digest IS NOT NULL;

CREATE INDEX secret_by_expiry ON secret (expires_at);

CREATE INDEX secret_by_organization ON secret (organization_id) WHERE organization_id IS NOT NULL;

CREATE INDEX secret_of_site ON secret (role) WHERE role IS NOT NULL AND clinic_id IS NULL AND organization_id IS NULL;

CREATE TABLE session (
    id         TEXT    NOT NULL PRIMARY KEY
               CONSTRAINT session_id CHECK (length(id) = 36),
    account_id TEXT    NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    program    INTEGER NOT NULL CONSTRAINT session_program CHECK (program IN (0, 1)),
    sealed     BLOB    NOT NULL CONSTRAINT session_sealed CHECK (length(sealed) > 0),
    strong     INTEGER NOT NULL CONSTRAINT session_strong CHECK (strong IN (0, 1)),
    strong_at  INTEGER NOT NULL, -- when who it is was last shown anew; 0 if never
    created_at INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER NOT NULL  -- 0 while it stands
) STRICT;

CREATE INDEX session_by_account ON session (account_id);

CREATE TABLE stamp (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
