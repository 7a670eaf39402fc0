package search_test

import (
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"rootline/internal/search"
	"rootline/internal/search/searchtest"
)

// TestFind_whileTheDirectoryChanges asks from several goroutines while another
// changes the index: every answer has to be that of one state of the directory,
// one that was current while the question was being answered.
func TestFind_whileTheDirectoryChanges(t *testing.T) {
	const changes, readers, answersPerChange = 60, 3, 5
	s := newStage(t, *seed, 40)
	states := []*searchtest.Oracle{s.oracle} // states[n] is after n changes
	var follow []func()
	for range changes {
		follow = append(follow, s.next())
		states = append(states, s.oracle)
	}
	var begun, done, answered atomic.Int64
	var wait sync.WaitGroup
	for range readers {
		questions := s.questions(100)
		wait.Go(func() {
			for n := 0; done.Load() < changes && !t.Failed(); n++ {
				q := questions[n%len(questions)]
				from := done.Load()
				got, err := s.live.Find(q.Query, q.now)
				until := begun.Load()
				answered.Add(1)
				if err != nil {
					t.Errorf("seed %d: Find(%s) = %v", *seed, q.Values().Encode(), err)
				} else if diff := likeOne(got, q, states[from:until+1]); diff != "" {
					t.Errorf("seed %d: Find(%s) at %s is the answer of none of the states %d to %d; from the last\n%s",
						*seed, q.Values().Encode(), q.now, from, until, diff)
				}
			}
		})
	}
	for n, change := range follow {
		for answered.Load() < int64(n*answersPerChange) && !t.Failed() {
			runtime.Gosched()
		}
		begun.Add(1)
		change()
		done.Add(1)
	}
	wait.Wait()
}

type question struct {
	search.Query
	now time.Time
}

func (s *stage) questions(n int) []question {
	all := make([]question, n)
	for i := range all {
		all[i] = question{s.dir.Query(), s.dir.Moment()}
	}
	return all
}

// likeOne is empty if one of the states gives the answer, and else tells where
// the last of them differs.
func likeOne(got *search.Answer, q question, states []*searchtest.Oracle) (diff string) {
	for _, state := range states {
		if diff = searchtest.Diff(got, state.Find(q.Query, q.now)); diff == "" {
			return ""
		}
	}
	return diff
}
