package page

import (
	"math"
	"strconv"
)

// Plot is a picture of numbers: a bar for each, with what it stands for below. The same
// numbers stand in a table beside it, so it needs no words but its title.
type Plot struct {
	ID    string // of the title's element
	Title string
	Bars  []Bar
}

// Bar is one number of a plot.
type Bar struct {
	Label string // below it; empty where labels would touch each other
	Value int64
	Said  string // what a pointer that rests on it is told
}

// The measures of a plot in its own units, which are pixels where it is 640 wide.
const (
	plotWidth  = 640
	plotHeight = 200
	plotTop    = 14 // room for half a line above the highest line
	plotBottom = 172
	plotLeft   = 56
	plotLines  = 4 // that the height is cut into, at most
)

// step is the distance between the lines of a plot whose highest bar is of n: a number
// that people count in, such that few lines are enough.
func step(n int64) int64 {
	for unit := int64(1); ; unit *= 10 {
		for _, s := range []int64{1, 2, 5} {
			if unit*s*plotLines >= n {
				return unit * s
			}
		}
	}
}

// highest is the largest number of a plot, at least one.
func (p Plot) highest() int64 {
	n := int64(1)
	for _, b := range p.Bars {
		n = max(n, b.Value)
	}
	return n
}

// lines are the numbers at which a plot has a line, from zero up.
func (p Plot) lines() []int64 {
	n := p.highest()
	s := step(n)
	var all []int64
	for v := int64(0); v < n+s; v += s {
		all = append(all, v)
	}
	return all
}

// y is where a number stands above the ground of the plot.
func (p Plot) y(n int64) float64 {
	lines := p.lines()
	top := lines[len(lines)-1]
	return plotBottom - float64(n)/float64(top)*(plotBottom-plotTop)
}

// x is where the bar with a number begins, and width how wide each is.
func (p Plot) x(i int) float64 { return plotLeft + float64(i)*p.room() + p.room()*0.12 }

func (p Plot) width() float64 { return p.room() * 0.76 }

// under is where what stands below a bar is tied to, and anchor by which of its ends: by
// its middle, but for the last, which would reach out of the picture.
func (p Plot) under(i int) float64 {
	if i == len(p.Bars)-1 {
		return plotWidth
	}
	return p.x(i) + p.width()/2
}

func (p Plot) anchor(i int) string {
	if i == len(p.Bars)-1 {
		return "end"
	}
	return "middle"
}

func (p Plot) room() float64 { return float64(plotWidth-plotLeft) / float64(max(1, len(p.Bars))) }

// units writes a measure as SVG reads it.
func units(f float64) string { return strconv.FormatFloat(math.Round(f*10)/10, 'f', -1, 64) }

// Shares is a bar that is cut into parts which make up a whole.
type Shares struct {
	Label string
	Parts []Share
}

// Share is a part of a whole. Its class is how it is painted; with its number in the
// table beside it, nobody has to tell colours apart.
type Share struct {
	Class string
	Said  string
	N     int
}

// part is where a share begins and how wide it is, of a whole of 100.
func (s Shares) part(i int) (x, width float64) {
	sum, before := 0, 0
	for j, p := range s.Parts {
		sum += p.N
		if j < i {
			before += p.N
		}
	}
	if sum == 0 {
		return 0, 0
	}
	return float64(before) / float64(sum) * 100, float64(s.Parts[i].N) / float64(sum) * 100
}

// at is where a share begins, and wide how wide it is.
func (s Shares) at(i int) string   { x, _ := s.part(i); return units(x) }
func (s Shares) wide(i int) string { _, w := s.part(i); return units(w) }
