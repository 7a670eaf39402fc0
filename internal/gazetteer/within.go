package gazetteer

import (
	"slices"
	"strings"
)

// areaSet is a set of areas, a bit each. The nil set stands for everywhere.
type areaSet []uint64

func (s areaSet) has(a area) bool {
	return s == nil || (int(a/64) < len(s) && s[a/64]&(1<<(a%64)) != 0)
}

func (s areaSet) add(span span) {
	for a := span.from; a < span.to; a++ {
		s[a/64] |= 1 << (a % 64)
	}
}

func (s areaSet) empty() bool {
	return s != nil && !slices.ContainsFunc(s, func(w uint64) bool { return w != 0 })
}

func (g *Gazetteer) newAreaSet() areaSet { return make(areaSet, int(g.areas())/64+1) }

// within reads words as the areas that narrow a look-up, such as "ontario" or
// "ontario canada": the longest name first, then what further narrows it. It
// reports nil, which is everywhere, only for no words.
func (g *Gazetteer) within(words []string) areaSet {
	if len(words) == 0 {
		return nil
	}
	for n := len(words); n > 0; n-- {
		set := g.areasCalled(strings.Join(words[:n], " "), n == len(words))
		if set.empty() {
			continue
		}
		if rest := g.within(words[n:]); rest != nil {
			for i := range set {
				set[i] &= rest[i]
			}
		}
		if !set.empty() {
			return set
		}
	}
	return g.newAreaSet()
}

// areasCalled are the areas with a name or code, and where it is still being
// typed, those whose name or code starts with it; each with what lies in it.
func (g *Gazetteer) areasCalled(key string, typing bool) areaSet {
	r := g.areaKeys.named(key)
	if typing {
		r = g.areaKeys.starting(key)
	}
	set := g.newAreaSet()
	for at := r.from; at < r.to; at++ {
		set.add(g.spanOf(area(g.areaKeys.hit(at).row())))
	}
	return set
}
