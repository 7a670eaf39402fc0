-- The pictures that clinics' documents speak of, re-encoded and ready to be sent.
-- In the database, one file is the whole directory: a backup has them all, and of
-- the same moment. A photo never changes; another picture is another photo.

-- +goose Up
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
