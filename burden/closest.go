package burden

import "strings"

// Closest returns which of the names a misspelt one may have been meant for, or ""
// if none comes near: the one at the fewest letters wrong, missing, too many or
// swapped, case aside, at most a third of its letters. A dotted name, such as
// sma8.ceiling, is also meant by its end.
func Closest(name string, names ...string) string {
	if name == "" || len(name) > maxName {
		return ""
	}
	best, least := "", min(3, max(1, len(name)/3))+1
	lower, end := strings.ToLower(name), "."+name
	for _, known := range names {
		d := least + 1
		switch {
		case strings.HasSuffix(known, end):
			d = 1
		case len(known) <= maxName && len(known)-len(name) <= least && len(name)-len(known) <= least:
			d = distance(lower, strings.ToLower(known), least)
		}
		if d < least || d == least && best != "" && known < best { // the names come in any order
			best, least = known, d
		}
	}
	return best
}

// distance is how many letters have to be put, taken, changed, or swapped with
// their neighbour to make b of a, no letter twice; beyond a most, it is more than that.
func distance(a, b string, most int) int {
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
