package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"rootline/internal/directory"
	"rootline/internal/moderation"
)

func (d desk) Questions(ctx context.Context, clinic directory.ID) ([]moderation.Question, error) {
	return ofAll(ctx, d, clinic, d.questionsOf, func(a, b moderation.Question) int { return cmp.Compare(a.At, b.At) })
}

func (d desk) questionsOf(ctx context.Context, clinic directory.ID) ([]moderation.Question, error) {
	var all []moderation.Question
	err := stream(ctx, d.p.q, "questions", func(rows *sql.Rows) error {
		var q moderation.Question
		var paths sql.RawBytes
		if err := rows.Scan(&q.At, &paths); err != nil {
			return fmt.Errorf("questions: %w", err)
		}
		if err := json.Unmarshal(paths, &q.Paths); err != nil {
			return unreadable("question of", clinic.String(), err)
		}
		all = append(all, q)
		return nil
	}, `SELECT at, paths FROM question WHERE clinic_id = ?1 ORDER BY at, number`, clinic.String())
	return all, err
}

func (d desk) Replies(ctx context.Context, clinic directory.ID) ([]moderation.Reply, error) {
	return ofAll(ctx, d, clinic, d.repliesOf, func(a, b moderation.Reply) int { return cmp.Compare(a.At, b.At) })
}

func (d desk) repliesOf(ctx context.Context, clinic directory.ID) ([]moderation.Reply, error) {
	var all []moderation.Reply
	err := stream(ctx, d.p.q, "replies", func(rows *sql.Rows) error {
		var r moderation.Reply
		var path sql.RawBytes
		if err := rows.Scan(&r.At, &r.Right, &path); err != nil {
			return fmt.Errorf("replies: %w", err)
		}
		if err := json.Unmarshal(path, &r.Path); err != nil {
			return unreadable("reply of", clinic.String(), err)
		}
		all = append(all, r)
		return nil
	}, `SELECT at, still, path FROM reply WHERE clinic_id = ?1 ORDER BY at, number`, clinic.String())
	return all, err
}

// AddQuestion remembers that a clinic was asked.
func (t *moderationTx) AddQuestion(ctx context.Context, clinic directory.ID, q moderation.Question) error {
	return t.try(func() error {
		paths, err := json.Marshal(q.Paths)
		if err != nil {
			return fmt.Errorf("add question of %s: %w", clinic, err)
		}
		_, err = t.exec(ctx, "add question of "+clinic.String(), `INSERT INTO question (clinic_id, at, paths) VALUES (?1, ?2, ?3)`,
			clinic.String(), int64(q.At), string(paths))
		return err
	})
}

// AddReply remembers what a clinic has said of one thing.
func (t *moderationTx) AddReply(ctx context.Context, clinic directory.ID, r moderation.Reply) error {
	return t.try(func() error {
		path, err := json.Marshal(r.Path)
		if err != nil {
			return fmt.Errorf("add reply of %s: %w", clinic, err)
		}
		_, err = t.exec(ctx, "add reply of "+clinic.String(), `INSERT INTO reply (clinic_id, at, still, path) VALUES (?1, ?2, ?3, ?4)`,
			clinic.String(), int64(r.At), r.Right, string(path))
		return err
	})
}
