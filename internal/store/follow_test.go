package store

import (
	"context"
	"errors"
	"maps"
	"slices"
	"testing"
	"time"

	"rootline/internal/directory"
)

// feed is a change feed whose numbers are committed in any order: when each was.
type feed map[int64]time.Time

func (f feed) read(_ context.Context, after int64, limit int) ([]Change, error) {
	var changes []Change
	for _, seq := range slices.Sorted(maps.Keys(f)) {
		if seq > after && len(changes) < limit {
			changes = append(changes, Change{Seq: seq, At: directory.At(f[seq])})
		}
	}
	return changes, nil
}

func (f feed) commit(at time.Time, from, to int64) {
	for seq := from; seq <= to; seq++ {
		f[seq] = at
	}
}

// start is the moment of the first tick, and old that of what was long there.
var (
	start = time.Unix(1e9, 0)
	old   = start.Add(-recent - 1)
)

// TestTail_lateNumbers commits numbers in another order than they were given in.
// Each is handed over once, if it comes within the minute.
func TestTail_lateNumbers(t *testing.T) {
	type step struct {
		at     time.Duration
		commit []int64
		want   []int64
	}
	tests := map[string]struct {
		after int64
		had   int64 // numbers from 1 on that were committed long before
		then  int64 // and up to here as long before as it takes to read all
		steps []step
	}{
		"in order":                    {0, 0, 0, []step{{0, []int64{1, 2}, []int64{1, 2}}, {1, []int64{3}, []int64{3}}, {2, nil, nil}}},
		"one late":                    {0, 0, 0, []step{{0, []int64{1, 3}, []int64{1, 3}}, {1, []int64{2}, []int64{2}}, {2, nil, nil}}},
		"two late, one at a time":     {0, 0, 0, []step{{0, []int64{4}, []int64{4}}, {1, []int64{3, 5}, []int64{3, 5}}, {2, []int64{1, 2}, []int64{1, 2}}}},
		"late on the last second":     {0, 0, 0, []step{{0, []int64{2}, []int64{2}}, {patience, []int64{1}, []int64{1}}}},
		"too late":                    {0, 0, 0, []step{{0, []int64{2}, []int64{2}}, {patience + 1, []int64{1}, nil}}},
		"late below the first":        {5, 3, 3, []step{{0, []int64{6}, []int64{6}}, {1, []int64{4}, []int64{4}}, {2, []int64{5}, []int64{5}}}},
		"nothing below is told again": {3, 3, 3, []step{{0, nil, nil}, {1, []int64{4}, []int64{4}}}},
		"late before the first tick":  {5, 3, 3, []step{{0, []int64{4, 5, 6}, []int64{4, 5, 6}}, {1, []int64{7}, []int64{7}}}},
		"late while all was read":     {3, 1, 3, []step{{0, nil, []int64{2, 3}}, {1, nil, nil}}},
		"a gap that is rolled back":   {0, 0, 0, []step{{0, []int64{9}, []int64{9}}, {2 * patience, []int64{10}, []int64{10}}, {2*patience + 1, []int64{12}, []int64{12}}}},
	}
	for name, tt := range tests {
		f := feed{}
		f.commit(old, 1, tt.had)
		f.commit(start.Add(-recent), tt.had+1, tt.then)
		follower := tail{read: f.read, last: tt.after}
		for i, s := range tt.steps {
			for _, seq := range s.commit {
				f[seq] = start.Add(s.at)
			}
			var got []int64
			err := follower.catchUp(t.Context(), start.Add(s.at), func(changes []Change) error {
				for _, c := range changes {
					got = append(got, c.Seq)
				}
				return nil
			})
			if err != nil || !slices.Equal(got, s.want) {
				t.Errorf("%s, step %d: handed over %v, %v; want %v", name, i, got, err, s.want)
			}
		}
	}
}

// TestTail_many hands over more than fits a batch, and remembers no more of a
// great hole than its end.
func TestTail_many(t *testing.T) {
	f := feed{}
	f.commit(start, 1, 3*batchSize)
	f.commit(start, 1_000_000, 1_000_000)
	follower := tail{read: f.read}
	handed, calls := 0, 0
	err := follower.catchUp(t.Context(), start, func(changes []Change) error {
		handed += len(changes)
		calls++
		return nil
	})
	if err != nil || handed != 3*batchSize+1 || calls != 4 {
		t.Errorf("handed over %d changes in %d calls, %v; want %d in 4", handed, calls, err, 3*batchSize+1)
	}
	if len(follower.missing) != lookBack {
		t.Errorf("remembers %d missing numbers, want %d", len(follower.missing), lookBack)
	}
}

// TestTail_afterFilling starts where a directory has just been filled: of what is
// recent, no more is handed over again than could have been late.
func TestTail_afterFilling(t *testing.T) {
	f := feed{}
	f.commit(start, 1, 3*lookBack)
	follower := tail{read: f.read, last: 3 * lookBack}
	for i, want := range []int{lookBack, 0} {
		handed := 0
		err := follower.catchUp(t.Context(), start, func(changes []Change) error { handed += len(changes); return nil })
		if err != nil || handed != want {
			t.Errorf("tick %d handed over %d changes, %v; want %d", i, handed, err, want)
		}
	}
}

// TestTail_refused has the first handing-over fail: nothing counts as handed over.
func TestTail_refused(t *testing.T) {
	f := feed{}
	f.commit(start, 1, 2)
	follower := tail{read: f.read}
	refused := errors.New("refused")
	if err := follower.catchUp(t.Context(), start, func([]Change) error { return refused }); !errors.Is(err, refused) {
		t.Errorf("catchUp(refusing) = %v, want the refusal", err)
	}
	f.commit(start, 4, 4)
	for _, want := range [][]int64{{1, 2, 4}, {3}} {
		var got []int64
		err := follower.catchUp(t.Context(), start.Add(time.Second), func(changes []Change) error {
			for _, c := range changes {
				got = append(got, c.Seq)
			}
			return nil
		})
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("catchUp after a refusal handed over %v, %v; want %v", got, err, want)
		}
		f.commit(start, 3, 3)
	}
}
