// Package closest finds what a misspelt name may have been meant for.
package closest

import (
	"iter"
	"math/bits"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxName is how many letters a name may have to be compared.
const maxName = 128

// Names are known names that misspelt ones are compared with. Each is put into lower
// case at most once, however many misspelt ones there are. They are not safe for
// concurrent use.
type Names struct{ list []known }

// known is a name with what tells most others from it at once.
type known struct {
	name    string
	count   int    // letters; 0 of a name that is not compared
	mask    uint64 // which letters there are, by their last bits
	letters []rune // in lower case, once they have been needed
}

// Among returns names to be compared with, about as many as said.
func Among(about int, names iter.Seq[string]) *Names {
	n := &Names{make([]known, 0, about)}
	for name := range names {
		n.list = append(n.list, read(name))
	}
	return n
}

// Name is [Names.Nearest] among names that are asked about once.
func Name(name string, names ...string) string {
	s, ok := newSearch(name)
	if !ok {
		return ""
	}
	for _, known := range names {
		k := read(known)
		s.look(&k)
	}
	return s.best
}

// Nearest returns which of the names a misspelt one may have been meant for, or ""
// if none comes near: the one at the fewest letters wrong, missing, too many or
// swapped, case aside, at most a third of its letters, and not all. A dotted name, such as
// sma8.ceiling, is also meant by its end.
func (n *Names) Nearest(name string) string {
	s, ok := newSearch(name)
	if !ok {
		return ""
	}
	for i := range n.list {
		s.look(&n.list[i])
	}
	return s.best
}

// search looks for the nearest of names.
type search struct {
	given known
	end   string // of a dotted name that is meant
	best  string // up to now
	least int    // how far it is; of none, more than may be
}

// newSearch begins a search; it returns false of a name that is not compared.
func newSearch(name string) (*search, bool) {
	s := &search{given: read(name), end: "." + name}
	if s.given.count == 0 {
		return s, false
	}
	s.given.fold()
	s.least = min(3, max(1, s.given.count/3)) + 1
	return s, true
}

// look compares a known name.
func (s *search) look(k *known) {
	d, count := s.least+1, s.given.count
	if strings.HasSuffix(k.name, s.end) {
		d = 1
	} else if k.count > 0 && k.count-count <= s.least && count-k.count <= s.least && bits.OnesCount64(k.mask^s.given.mask) <= 2*s.least {
		d = distance(s.given.letters, k.fold(), s.least)
		if d == max(k.count, count) {
			return // no letter is the same
		}
	}
	if d < s.least || d == s.least && s.best != "" && k.name < s.best { // the names come in any order
		s.best, s.least = k.name, d
	}
}

// read counts a name's letters; none of a name too long to be compared. A letter that is
// wrong changes two bits of the mask, one that is missing or too many one, and two that
// are swapped none.
func read(name string) known {
	k := known{name: name}
	if len(name) > utf8.UTFMax*maxName {
		return k
	}
	for _, r := range name {
		if k.count++; k.count > maxName {
			k.count = 0
			return k
		}
		k.mask |= 1 << (unicode.ToLower(r) & 63)
	}
	return k
}

// fold returns the name's letters in lower case, which may be longer or shorter in bytes
// than they were.
func (k *known) fold() []rune {
	if k.letters == nil {
		k.letters = []rune(strings.ToLower(k.name))
	}
	return k.letters
}

// distance is how many letters have to be put, taken, changed, or swapped with
// their neighbour to make b of a, no letter twice; beyond a most, it is more than that.
func distance(a, b []rune, most int) int {
	// What both begin or end with costs nothing: names of a model are often alike there.
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	// Three rows of the table of distances between beginnings of a and of b, of which only
	// what is near the diagonal can be within the most: names may be long and many.
	var rows [3][maxName + 2]int
	before, last, row := &rows[0], &rows[1], &rows[2]
	for j := range min(len(b), most+1) + 1 {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		first, end := max(1, i-most), min(len(b), i+most)
		row[first-1], row[end+1] = most+1, most+1
		if first == 1 {
			row[0] = i
		}
		nearest := row[first-1]
		for j := first; j <= end; j++ {
			change := last[j-1]
			if a[i-1] != b[j-1] {
				change++
			}
			row[j] = min(change, last[j]+1, row[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			nearest = min(nearest, row[j])
		}
		if nearest > most {
			return most + 1
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
