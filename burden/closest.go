package burden

import (
	"slices"
	"strings"
)

// Closest returns which of the names a misspelt one may have been meant for, or ""
// if none comes near: the one at the fewest letters wrong, missing, too many or
// swapped, case aside, at most a third of its letters. A dotted name, such as
// sma8.ceiling, is also meant by its end.
func Closest(name string, names ...string) string {
	if name == "" || len(name) > maxName {
		return ""
	}
	best, least := "", min(3, max(1, len(name)/3))+1
	for _, known := range slices.Sorted(slices.Values(names)) {
		d := least
		switch {
		case strings.HasSuffix(known, "."+name):
			d = 1
		case len(known)-len(name) < least && len(name)-len(known) < least:
			d = distance(strings.ToLower(name), strings.ToLower(known), least)
		}
		if d < least {
			best, least = known, d
		}
	}
	return best
}

// distance is how many letters have to be put, taken, changed, or swapped with
// their neighbour to make b of a, no letter twice; beyond a most, it is more than that.
func distance(a, b string, most int) int {
	// Three rows of the table of distances between beginnings of a and of b. Far from
	// the diagonal every distance is beyond the most, so the names may be long and many.
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := range row {
			row[j] = most + 1
		}
		if i <= most {
			row[0] = i
		}
		for j := max(1, i-most); j <= min(len(b), i+most); j++ {
			change := last[j-1]
			if a[i-1] != b[j-1] {
				change++
			}
			row[j] = min(change, last[j]+1, row[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
