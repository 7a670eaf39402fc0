-- Photos that people upload. Whose a photo is, and for which clinic, says who may see it
-- while it waits, and how many somebody has uploaded of late. A clinic may be merged away
-- and its photos stay, so clinic_id refers to nothing. Since when a photo is in no listing
-- and in no open request says when it is nobody's any more.

-- +goose Up
ALTER TABLE photo ADD COLUMN clinic_id TEXT;
ALTER TABLE photo ADD COLUMN account_id TEXT REFERENCES account (id);
ALTER TABLE photo ADD COLUMN added_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE photo ADD COLUMN unused_since INTEGER NOT NULL DEFAULT 0;

CREATE INDEX photo_by_account ON photo (account_id, added_at) WHERE account_id IS NOT NULL;
