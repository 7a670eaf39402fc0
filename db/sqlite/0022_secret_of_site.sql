-- Invitations to run the whole directory are few among all that was ever sent. They
-- are listed by an index that holds nothing else, as their roles are.

-- +goose Up
CREATE INDEX secret_of_site ON secret (role) WHERE role IS NOT NULL AND clinic_id IS NULL AND organization_id IS NULL;
