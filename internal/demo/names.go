package demo

import (
	"strconv"
	"strings"
)

// size is the number of names of clinics that there are in a manner.
func (m *manner) size() int { return len(m.heads) * len(m.tails) }

// name is the n-th name of a clinic: neighbours share neither head nor tail.
func (m *manner) name(n int) string {
	head, round := n%len(m.heads), n/len(m.heads)
	return strings.Replace(m.tails[(head+round)%len(m.tails)], "%", m.heads[head], 1)
}

// inScript is the head of the n-th name in the script of the place, if it has one.
func (m *manner) inScript(n int) string {
	if i := n % len(m.heads); i < len(m.native) {
		return m.native[i]
	}
	return ""
}

// person makes up somebody: a given name of the place and a family name that
// nobody bears.
func (m *manner) person(d dice) string {
	return pick(d, m.given) + " " + pick(d, coinStarts) + pick(d, coinMiddles) + pick(d, m.endings)
}

// Parts of coined words. Every start has three letters and every middle two, so
// that no two combinations spell the same word.
var (
	coinStarts = strings.Fields(`Bel Bil Bor Cal Cel Dal Del Dor Fal Fir Fol Gal Gel Gor Hal Hel Hol Jal Jor Jun
		Kal Kel Kir Lam Lar Len Lor Lum Mar Mer Mir Nal Nel Nir Nor Pal Pel Por Ral Ren Ril Ros Sal Sel Sil Sol
		Tal Tel Tir Tor Val Vel Vir Vor Wel Wil Yal Yor Zal Zel Zor Bri Tri Cre Flo Gra`)
	coinMiddles = strings.Fields(`ab ad al am an ar at av az eb ed el em en er et ev ez ib id il im in ir it iv iz
		ob od ol om on or ot ov oz ub ud ul um un ur ut uv uz`)
	coinEnds = strings.Fields(`a o ia io en ea eo ina ora ella etta ano ica ova ara era ira una ena ona ane ine one
		elle alis anta enza ario ello iva eva ave ice ace ance ene iel ael uel ada ante ente imo oma ura andra`)
)

// coinages is the number of coined words.
func coinages() int { return len(coinStarts) * len(coinMiddles) * len(coinEnds) }

// coin is the n-th coined word, and from n = coinages() on a word with a number.
func coin(n int) string {
	round := n / coinages()
	n %= coinages()
	word := coinStarts[n%len(coinStarts)]
	n /= len(coinStarts)
	word += coinMiddles[n%len(coinMiddles)] + coinEnds[n/len(coinMiddles)]
	if round > 0 {
		word += " " + strconv.Itoa(round+1)
	}
	return word
}

// chainTails are what a chain's name may have after its coined word.
var chainTails = []string{"", "", "", " Hair", " Clinics", " Scalp", " Hair & Scalp", " Method"}

// fill puts digits for the # of a pattern.
func fill(d dice, pattern string) string {
	b := []byte(pattern)
	for i, c := range b {
		if c == '#' {
			b[i] = '0' + byte(d.IntN(10))
		}
	}
	return string(b)
}

// number puts a house number for the # of a pattern.
func number(d dice, pattern string) string {
	return strings.Replace(pattern, "#", strconv.Itoa(d.from(1, 180)), 1)
}
