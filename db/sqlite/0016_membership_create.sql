-- The roles that accounts have: a manager or an owner of one clinic or of one
-- organization, a moderator or an admin of everything. Nobody has two roles for the
-- same clinic or organization. A clinic that is merged into another keeps its
-- members and they get no hold of the other: whoever merges decides on that.

-- +goose Up
CREATE TABLE membership (
    account_id      TEXT    NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    role            TEXT    NOT NULL
                    CONSTRAINT membership_role CHECK (role IN ('manager', 'owner', 'moderator', 'admin')),
    clinic_id       TEXT    REFERENCES clinic (id),
    organization_id TEXT    REFERENCES organization (id),
    since           INTEGER NOT NULL,
    CONSTRAINT membership_scope CHECK (CASE WHEN role IN ('manager', 'owner')
        THEN (clinic_id IS NULL) <> (organization_id IS NULL)
        ELSE clinic_id IS NULL AND organization_id IS NULL END)
) STRICT;

CREATE UNIQUE INDEX membership_once ON membership (account_id, coalesce(clinic_id, organization_id, role));
CREATE INDEX membership_by_clinic ON membership (clinic_id) WHERE clinic_id IS NOT NULL;
CREATE INDEX membership_by_organization ON membership (organization_id) WHERE organization_id IS NOT NULL;
CREATE INDEX membership_of_site ON membership (role) WHERE clinic_id IS NULL AND organization_id IS NULL;
