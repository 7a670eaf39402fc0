-- What the migrations in sqlite/ add up to. Made by make golden; never edited.

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

CREATE TABLE change (
    seq     INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    noun    TEXT    NOT NULL
            CONSTRAINT change_noun CHECK (noun <> ''),
    noun_id TEXT    NOT NULL,
    at      INTEGER NOT NULL
) STRICT;

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

CREATE INDEX clinic_in_sitemap ON clinic (number, slug, updated_at)
    WHERE state = 'published' AND operating <> 'closed';

CREATE TABLE distinct_pair (
    a  TEXT    NOT NULL
       CONSTRAINT distinct_pair_a CHECK (length(a) = 36),
    b  TEXT    NOT NULL
       CONSTRAINT distinct_pair_b CHECK (length(b) = 36),
    at INTEGER NOT NULL,
    PRIMARY KEY (a, b),
    CONSTRAINT distinct_pair_order CHECK (a < b)
) STRICT;

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

CREATE TABLE photo (
    id         TEXT    NOT NULL PRIMARY KEY
               CONSTRAINT photo_id CHECK (length(id) = 36),
    media_type TEXT    NOT NULL
               CONSTRAINT photo_media_type CHECK (media_type LIKE 'image/%'),
    width      INTEGER NOT NULL CONSTRAINT photo_width CHECK (width > 0),
    height     INTEGER NOT NULL CONSTRAINT photo_height CHECK (height > 0),
    sha256     TEXT    NOT NULL CONSTRAINT photo_sha256 CHECK (length(sha256) = 64),
    bytes      BLOB    NOT NULL
) STRICT;

CREATE TABLE stamp (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
