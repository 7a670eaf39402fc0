package store

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"

	"rootline/internal/directory"
	"rootline/internal/intake"
)

// longestSlug is how long [directory.ParseSlug] lets a slug be.
const longestSlug = 80

// nameless are the slugs of what has a name that no slug can be made of.
var nameless = map[Noun]string{Organization: "brand", Clinic: "clinic"}

// The statements of each noun, for a table's name is no argument.
var (
	selectTaken = map[Noun]string{
		Organization: `SELECT EXISTS (SELECT 1 FROM organization WHERE slug = ?2)
			OR EXISTS (SELECT 1 FROM alias WHERE noun = ?1 AND old = ?2)`,
		Clinic: `SELECT EXISTS (SELECT 1 FROM clinic WHERE slug = ?2)
			OR EXISTS (SELECT 1 FROM alias WHERE noun = ?1 AND old = ?2)`,
	}
	selectBetween = map[Noun]string{
		Organization: `SELECT slug FROM organization WHERE slug > ?2 AND slug < ?3
			UNION ALL SELECT old FROM alias WHERE noun = ?1 AND old > ?2 AND old < ?3`,
		Clinic: `SELECT slug FROM clinic WHERE slug > ?2 AND slug < ?3
			UNION ALL SELECT old FROM alias WHERE noun = ?1 AND old > ?2 AND old < ?3`,
	}
)

// name is a slug among those of its kind.
type name struct {
	noun Noun
	slug string
}

// namesakes are the numbers that one name is told apart by.
type namesakes struct {
	next  int             // the first number that may be free: none is ever given back
	stem  string          // what stands before the number
	taken map[string]bool // the numbers after the stem that were taken when they were read
}

// FreeSlug returns the first of the wishes that neither answers for anything of its
// kind today nor ever did; after the last of them, that one with the first free
// number from 2 on, cut to make room for it. A zero wish is none; if there is no
// other, the wish is for the kind's own name. What is given away is not given
// again in the same transaction, whether or not anything takes it.
func (t *importTx) FreeSlug(ctx context.Context, of intake.Noun, wishes ...directory.Slug) (directory.Slug, error) {
	var slug directory.Slug
	err := t.try(func() (err error) {
		slug, err = t.slugs.give(ctx, t.tx, Noun(of), wishes)
		return err
	})
	return slug, err
}

// slugs are those that a transaction gives away.
type slugs struct {
	given    map[name]bool       // those that it has
	numbered map[name]*namesakes // the wishes that it has told apart by numbers
}

func newSlugs() slugs { return slugs{map[name]bool{}, map[name]*namesakes{}} }

// give gives away what [importTx.FreeSlug] says.
func (t slugs) give(ctx context.Context, tx *sql.Tx, noun Noun, wishes []directory.Slug) (directory.Slug, error) {
	free, err := t.find(ctx, tx, noun, wishes)
	if err != nil {
		return directory.Slug{}, fmt.Errorf("free slug of %s: %w", noun, err)
	}
	t.given[name{noun, free}] = true
	return directory.ParseSlug(free)
}

func (t slugs) find(ctx context.Context, tx *sql.Tx, noun Noun, wishes []directory.Slug) (string, error) {
	last := ""
	for _, w := range wishes {
		if w.IsZero() {
			continue
		}
		last = w.String()
		if free, err := t.free(ctx, tx, name{noun, last}); free || err != nil {
			return last, err
		}
	}
	if last == "" {
		last = nameless[noun]
		if free, err := t.free(ctx, tx, name{noun, last}); free || err != nil {
			return last, err
		}
	}
	return t.number(ctx, tx, name{noun, last})
}

// free reports whether nothing has the name or ever had it.
func (t slugs) free(ctx context.Context, tx *sql.Tx, n name) (bool, error) {
	if t.given[n] {
		return false, nil
	}
	var taken bool
	err := tx.QueryRowContext(ctx, selectTaken[n.noun], string(n.noun), n.slug).Scan(&taken)
	return !taken, err
}

// number is the name with the first number that is free. The numbers that are taken
// are read once: a thousand namesakes cost one query, and not a thousand each.
func (t slugs) number(ctx context.Context, tx *sql.Tx, wish name) (string, error) {
	all, known := t.numbered[wish]
	if !known {
		all = &namesakes{next: 2}
		t.numbered[wish] = all
	}
	for {
		number := strconv.Itoa(all.next)
		if stem := stemOf(wish.slug, len(number)); stem != all.stem {
			taken, err := numbersAfter(ctx, tx, wish.noun, stem)
			if err != nil {
				return "", err
			}
			all.stem, all.taken = stem, taken
		}
		all.next++
		if all.taken[number] {
			continue
		}
		slug := all.stem + "-" + number
		if free, err := t.free(ctx, tx, name{wish.noun, slug}); free || err != nil {
			return slug, err
		}
	}
}

// stemOf is as much of a slug as leaves room for a hyphen and some digits.
func stemOf(slug string, digits int) string {
	return strings.TrimRight(slug[:min(len(slug), longestSlug-1-digits)], "-")
}

// numbersAfter is what follows the stem and a hyphen in all names that have a digit
// there. The bounds are the characters beside the digits: slugs are ordered by byte.
func numbersAfter(ctx context.Context, tx *sql.Tx, noun Noun, stem string) (map[string]bool, error) {
	taken := map[string]bool{}
	err := stream(ctx, tx, "namesakes", func(rows *sql.Rows) error {
		var slug string
		if err := rows.Scan(&slug); err != nil {
			return err
		}
		taken[slug[len(stem)+1:]] = true
		return nil
	}, selectBetween[noun], string(noun), stem+"-/", stem+"-:")
	return taken, err
}
