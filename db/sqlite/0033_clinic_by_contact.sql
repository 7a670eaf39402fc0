-- Whoever proposes a clinic is shown those that it may be already, and that has to be
-- found while nobody else can write. The first two phones of a clinic, and the address of
-- its site, tell it best; its name in its city is in its slug, which has an index. A document
-- that is damaged is none of this, and is found by whoever looks for damage.

-- +goose Up
CREATE INDEX clinic_by_phone ON clinic (CASE WHEN json_valid(document) THEN document -> 'phones' -> 0 ->> 'number' END);
CREATE INDEX clinic_by_second_phone ON clinic (CASE WHEN json_valid(document) THEN document -> 'phones' -> 1 ->> 'number' END);
CREATE INDEX clinic_by_site ON clinic (CASE WHEN json_valid(document) THEN document ->> 'url' END);
