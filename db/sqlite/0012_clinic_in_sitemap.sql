-- Sitemaps list the clinics that searches hold, by the ranges of their numbers, and
-- read nothing but this: a document is a hundred times longer than its line.

-- +goose Up
CREATE INDEX clinic_in_sitemap ON clinic (number, slug, updated_at)
    WHERE state = 'published' AND operating <> 'closed';
