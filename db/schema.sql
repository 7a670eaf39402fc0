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

CREATE INDEX clinic_by_organization ON clinic (organization_id);

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
