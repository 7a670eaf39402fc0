package match

// withinEdits reports whether a can be made of b by at most limit slips of a
// finger: a letter too many, too few, wrong, or two in the wrong order (optimal
// string alignment). The words are ASCII.
func withinEdits(a, b string, limit int) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > limit {
		return false
	}
	for len(a) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	if len(a) == 0 || len(b) <= limit {
		return len(b) <= limit
	}
	if len(b) >= maxLetters {
		return false
	}
	return edits(a, b, limit) <= limit
}

// maxLetters is more than any word has of which slips are looked for.
const maxLetters = 40

// edits counts the slips between a and b, neither longer than maxLetters. What
// is more than limit may come out as any such number.
func edits(a, b string, limit int) int {
	var rows [3][maxLetters + 1]int
	before, above, row := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		above[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			n := above[j-1]
			if a[i-1] != b[j-1] {
				n = 1 + min(n, above[j], row[j-1])
			}
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				n = min(n, before[j-2]+1)
			}
			row[j] = n
			least = min(least, n)
		}
		if least > limit {
			return least
		}
		before, above, row = above, row, before
	}
	return above[len(b)]
}
