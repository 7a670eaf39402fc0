package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"rootline/internal/config"
	"rootline/internal/directory"
	"rootline/internal/gazetteer"
	"rootline/internal/store"
	"rootline/internal/words"
)

// check looks for whatever can be wrong with a database, served or not, and changes
// nothing. It tells what it finds and what to do, a check at a time, and fails if
// there is anything.
func check(ctx context.Context, cfg config.Config, out io.Writer) error {
	r := &findings{out: out, words: words.English()}
	if err := r.lookAt(ctx, cfg.DB); err != nil {
		return unlessStopped(ctx, err, directory.Refuse(directory.Invalid, "check.stopped"))
	}
	if r.wrong {
		return directory.Refuse(directory.Invalid, "check.wrong", "File", cfg.DB)
	}
	_, err := fmt.Fprintln(out, r.words.T("check.clean", "File", cfg.DB))
	return err
}

// findings tells what checks come to.
type findings struct {
	out   io.Writer
	words *words.Words
	wrong bool
}

// lookAt makes all checks: those of the store, and those that take more than the
// store to make.
func (r *findings) lookAt(ctx context.Context, path string) (err error) {
	db, err := store.OpenReadOnly(ctx, path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	todays := true
	err = db.Verify(ctx, func(c store.Check) error {
		todays = todays && (c.Name != "schema" || c.OK())
		return r.tell(c)
	})
	if err == nil && todays {
		var c store.Check
		if c, err = checkIndex(ctx, db, time.Now()); err == nil {
			err = r.tell(c)
		}
	}
	if err != nil {
		return err
	}
	return r.tell(checkGazetteer(gazetteer.Embedded()))
}

// tell writes a line for a check, and what it found below it.
func (r *findings) tell(c store.Check) error {
	standing := "ok "
	if !c.OK() {
		standing, r.wrong = "BAD", true
	}
	text := fmt.Sprintf("%s  %s: %s\n", standing, c.Name, r.words.T(looked(c.Name), "Number", c.Looked))
	for i, f := range c.Findings {
		text += "     "
		if f.ID != "" {
			text += f.ID + ": "
		}
		text += r.words.Message(f.Message) + "\n"
		var next store.Finding
		if i+1 < len(c.Findings) {
			next = c.Findings[i+1]
		}
		if more := c.Counts[f.What] - store.MaxFindings; more > 0 && f.What != next.What {
			text += "     " + r.words.T("check.and_more", "Number", more) + "\n"
		}
		if f.Remedy.ID != next.Remedy.ID {
			text += "     → " + r.words.Message(f.Remedy) + "\n"
		}
	}
	_, err := io.WriteString(r.out, text)
	return err
}

// looked is the sentence that says what a check has looked at so many of.
func looked(check string) string {
	switch check {
	case "schema":
		return "check.tables"
	case "integrity":
		return "check.pages"
	case "references":
		return "check.keys"
	case "index":
		return "check.clinics"
	case "gazetteer":
		return "check.places"
	}
	return "check.rows"
}

// checkGazetteer reads the whole gazetteer, which is part of the program.
func checkGazetteer(places *gazetteer.Gazetteer) store.Check {
	c := store.Check{Name: "gazetteer"}
	for range places.AllCities() {
		c.Looked++
	}
	if err := places.Verify(); err != nil {
		c.Findings = append(c.Findings, store.Finding{
			What:    "gazetteer",
			Message: directory.Msg("check.gazetteer", "Reason", err.Error()), Remedy: directory.Msg("check.remedy.gazetteer"),
		})
	}
	return c
}
