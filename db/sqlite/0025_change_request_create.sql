-- What accounts want to have changed in listings, or have changed: an edit that went
-- live at once is one too. The document has the differences, what has become of them
-- and why; it is about a listing, and so is not sealed. The names of those who made or
-- decided a request are not in it: they are read from their accounts. There is no
-- constraint on how many of an account's requests are open, because a rejection that is
-- taken back may find a newer one waiting.

-- +goose Up
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

CREATE INDEX change_request_by_clinic ON change_request (clinic_id, at);
CREATE INDEX change_request_by_account ON change_request (account_id, at);
CREATE INDEX change_request_by_state ON change_request (state, edited_at);
CREATE INDEX change_request_by_decision ON change_request (decided_at) WHERE decided_at > 0;
