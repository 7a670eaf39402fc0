-- Sitemaps list the brands that have a clinic which searches hold, in the order of
-- their ids, each with the newest date of its own and its clinics'. This finds them
-- and the dates of the clinics without sorting, and without reading a document.

-- +goose Up
CREATE INDEX brand_in_sitemap ON clinic (organization_id, updated_at)
    WHERE state = 'published' AND operating <> 'closed';
