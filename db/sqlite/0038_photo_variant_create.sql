-- The same photo, narrower: a phone is not sent what fills a desk's screen. The widest
-- stands in photo itself.

-- +goose Up
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
