package locate

import "sync"

// maxKept bounds what a memo keeps. When that is not enough, it starts anew, for a
// file that repeats little gains little by it.
const maxKept = 2048

// memo keeps answers, for a file repeats its cities, and its mistakes with them. What
// it returns is shared: it is for reading only.
type memo[K comparable, V any] struct {
	mu   sync.Mutex
	kept map[K]V
}

// of is the answer to a question, found if it is not known yet: by two at once, it
// may be, rather than one waiting while the other looks for something else.
func (m *memo[K, V]) of(question K, find func() V) V {
	m.mu.Lock()
	answer, ok := m.kept[question]
	m.mu.Unlock()
	if ok {
		return answer
	}
	answer = find()
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.kept == nil || len(m.kept) >= maxKept {
		m.kept = map[K]V{}
	}
	m.kept[question] = answer
	return answer
}
