// Package closest finds what a misspelt name may have been meant for.
package closest

import (
	"strings"
	"unicode/utf8"
)

// maxName is how many letters a name may have to be compared.
const maxName = 128

// Name returns which of the names a misspelt one may have been meant for, or ""
// if none comes near: the one at the fewest letters wrong, missing, too many or
// swapped, case aside, at most a third of its letters, and not all. A dotted name, such as
// sma8.ceiling, is also meant by its end.
func Name(name string, names ...string) string {
	lower := letters(name)
	if len(lower) == 0 {
		return ""
	}
	best, least, end := "", min(3, max(1, len(lower)/3))+1, "."+name
	for _, known := range names {
		d := least + 1
		if strings.HasSuffix(known, end) {
			d = 1
		} else if other := letters(known); len(other) > 0 && len(other)-len(lower) <= least && len(lower)-len(other) <= least {
			d = distance(lower, other, least)
			if d == max(len(lower), len(other)) {
				continue // no letter is the same
			}
		}
		if d < least || d == least && best != "" && known < best { // the names come in any order
			best, least = known, d
		}
	}
	return best
}

// letters returns a name in lower case, whose letters may be longer or shorter in
// bytes than they were; nothing of a name too long to be compared.
func letters(name string) []rune {
	if len(name) > utf8.UTFMax*maxName {
		return nil
	}
	list := []rune(strings.ToLower(name))
	if len(list) > maxName {
		return nil
	}
	return list
}

// distance is how many letters have to be put, taken, changed, or swapped with
// their neighbour to make b of a, no letter twice; beyond a most, it is more than that.
func distance(a, b []rune, most int) int {
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
