package locate

import "testing"

func TestMemo(t *testing.T) {
	var m memo[int, int]
	asked := 0
	double := func(n int) int { return m.of(n, func() int { asked++; return 2 * n }) }
	for range 3 {
		if got := double(21); got != 42 || asked != 1 {
			t.Errorf("of(21) = %d after being found %d times; want 42, found once", got, asked)
		}
	}
	for n := range 3 * maxKept {
		double(n)
	}
	if len(m.kept) > maxKept {
		t.Errorf("%d answers are kept; want %d at most", len(m.kept), maxKept)
	}
	if got := double(21); got != 42 {
		t.Errorf("of(21) = %d once it is forgotten; want 42", got)
	}
}
