-- Whoever proposes a clinic is shown those that it may be already, and that has to be
-- found while nobody else can write. The first two phones of a clinic, and the address of
-- its site, tell it best; its name in its city is in its slug, which has an index.

-- +goose Up
CREATE INDEX clinic_by_phone ON clinic (document -> 'phones' -> 0 ->> 'number');
CREATE INDEX clinic_by_second_phone ON clinic (document -> 'phones' -> 1 ->> 'number');
CREATE INDEX clinic_by_site ON clinic (document ->> 'url');
