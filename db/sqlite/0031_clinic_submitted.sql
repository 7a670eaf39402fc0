-- New clinics that wait for a moderator are few among all there are. The queue reads
-- them from an index that holds nothing else.

-- +goose Up
CREATE INDEX clinic_submitted ON clinic (state) WHERE state = 'submitted';
