-- What was there before and after what was done, as documents. A personal one is sealed
-- with the key of the person that it is about. Whenever that is replaced, the value is
-- sealed anew, and an event in the record has its new digest; without the key nobody
-- can read it, and its bytes stay for the record to be verified by. Everything else
-- stays as it was written.

-- +goose Up
CREATE TABLE audit_value (
    id     INTEGER NOT NULL PRIMARY KEY, -- twice its event's number, and one more if it is what was there after
    number INTEGER NOT NULL REFERENCES audit_event (number)
           CONSTRAINT audit_value_number CHECK (number = id / 2),
    person TEXT    -- NULL if it is not sealed
           CONSTRAINT audit_value_person CHECK (length(person) = 36),
    value  BLOB    NOT NULL
) STRICT;

CREATE INDEX audit_value_by_person ON audit_value (person) WHERE person IS NOT NULL;

-- +goose StatementBegin
CREATE TRIGGER audit_value_added BEFORE INSERT ON audit_value
WHEN EXISTS (SELECT 1 FROM audit_value WHERE id = new.id)
BEGIN SELECT raise(ABORT, 'the record is only added to'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER audit_value_changed BEFORE UPDATE ON audit_value
WHEN old.person IS NULL OR new.person IS NOT old.person OR new.id <> old.id OR new.number <> old.number
BEGIN SELECT raise(ABORT, 'the record is only added to'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER audit_value_removed BEFORE DELETE ON audit_value
BEGIN SELECT raise(ABORT, 'the record is only added to'); END;
-- +goose StatementEnd
