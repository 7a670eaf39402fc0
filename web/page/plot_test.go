package page

import (
	"slices"
	"testing"
)

func TestPlot_lines(t *testing.T) {
	for _, c := range []struct {
		highest int64
		want    []int64
	}{
		{0, []int64{0, 1}},
		{1, []int64{0, 1}},
		{4, []int64{0, 1, 2, 3, 4}},
		{5, []int64{0, 2, 4, 6}},
		{8, []int64{0, 2, 4, 6, 8}},
		{19, []int64{0, 5, 10, 15, 20}},
		{41, []int64{0, 20, 40, 60}},
		{7_345, []int64{0, 2000, 4000, 6000, 8000}},
	} {
		p := Plot{Bars: []Bar{{Value: c.highest}, {}}}
		if got := p.lines(); !slices.Equal(got, c.want) {
			t.Errorf("a plot up to %d has lines at %v, want %v", c.highest, got, c.want)
		}
		if y := p.y(c.highest); y < plotTop || y > plotBottom {
			t.Errorf("a bar of %d ends at %g, outside of the plot", c.highest, y)
		}
	}
	p := Plot{Bars: make([]Bar, 12)}
	if end := p.x(11) + p.width(); end > plotWidth {
		t.Errorf("the last of twelve bars ends at %g, outside of the plot", end)
	}
}

func TestShares(t *testing.T) {
	s := Shares{Parts: []Share{{N: 1}, {N: 2}, {N: 1}}}
	for i, want := range []string{"0 25", "25 50", "75 25"} {
		if got := s.at(i) + " " + s.wide(i); got != want {
			t.Errorf("share %d is at %s, want %s", i, got, want)
		}
	}
	if got := (Shares{Parts: []Share{{}, {}}}).wide(1); got != "0" {
		t.Errorf("a share of nothing is %s wide, want 0", got)
	}
}
