package burden

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// need is one line needing another in its formula, in an interval of years.
type need struct {
	line     int // the line needed
	from, to int // the years in which it is
	sameYear bool
}

// needs lists what an expression needs in the years from to to, following only
// the pieces of by-year nodes that are in force then.
func (e *expr) needs(from, to, lag int, list *[]need) {
	if e == nil || from > to {
		return
	}
	switch e.kind {
	case LineNode:
		*list = append(*list, need{e.line, from, to, lag == 0})
	case LagNode:
		e.args[0].needs(from, to, lag+e.from, list)
	case SumNode:
		if e.relative {
			e.args[0].needs(from, to, lag+e.to, list) // the latest year decides
			return
		}
		if lag > 0 { // behind a lag it makes no difference in which years
			e.args[0].needs(from, to, lag, list)
			return
		}
		// In the years that are summed the line may need itself; in others it does not.
		e.args[0].needs(max(from, e.from), min(to, e.to), lag, list)
		e.args[0].needs(from, min(to, e.from-1), lag+1, list)
		e.args[0].needs(max(from, e.to+1), to, lag+1, list)
	case ByYearNode:
		for i, arg := range e.args {
			last := MaxYear
			if i+1 < len(e.starts) {
				last = e.starts[i+1] - 1
			}
			first := e.starts[i]
			if lag > 0 { // the piece is chosen by an earlier year; any may be in force
				first, last = from, to
			}
			arg.needs(max(from, first), min(to, last), lag, list)
		}
	default:
		for _, arg := range e.args {
			arg.needs(from, to, lag, list)
		}
	}
}

// checkCycles reports lines that need themselves in the same year, in any
// interval of years, and finds the model's results.
func (b *builder) checkCycles() {
	lines := b.m.lines
	edges := make([][]need, len(lines))
	for i, l := range lines {
		if i > 0 && l.expr.sameSplit(lines[i-1].expr) {
			edges[i] = edges[i-1] // parts of a split need the same
			continue
		}
		l.expr.needs(MinYear, MaxYear, 0, &edges[i])
		edges[i] = distinct(edges[i])
	}
	b.m.results = results(edges, func(i, of int) bool { return lines[i].expr.splits(of) })

	// Only lines in a recurrence that has same-year needs can be in a cycle.
	looked := 0
	for _, group := range components(edges, func(n need) bool { return n.sameYear }) {
		cycle, from, to, ok := yearByYear(edges, group, &looked)
		if !ok {
			b.current = -1
			b.fault(Error{Input: "recurrences", Detail: "the lines need each other in too many ways to look for cycles year by year", Err: ErrTooLarge})
			return
		}
		if cycle != nil {
			b.faultCycle(cycle, from, to)
		}
	}
}

// maxLooks bounds the needs that are looked at in the search for cycles year by year.
const maxLooks = 1 << 23

// yearByYear looks for a cycle among lines that need each other in the same year, though
// perhaps not in the same years, and returns the first with the years in which it, or
// another among them, closes. It is not ok if there is too much to look at.
func yearByYear(edges [][]need, group []int, looked *int) (cycle []int, first, last int, ok bool) {
	place := map[int]int{}
	for k, i := range group {
		place[i] = k
	}
	type edge struct {
		of int // of the group
		need
	}
	var coming []edge // by their first year
	bounds := map[int]bool{}
	for k, i := range group {
		for _, n := range edges[i] {
			if to, inside := place[n.line]; inside && n.sameYear {
				n.line = to
				coming = append(coming, edge{k, n})
				bounds[n.from], bounds[n.to+1] = true, true
			}
		}
	}
	slices.SortStableFunc(coming, func(a, b edge) int { return cmp.Compare(a.from, b.from) })
	var inForce []edge
	among := make([][]need, len(group))
	for _, year := range slices.Sorted(maps.Keys(bounds)) {
		inForce = slices.DeleteFunc(inForce, func(e edge) bool { return e.to < year })
		for len(coming) > 0 && coming[0].from <= year {
			inForce, coming = append(inForce, coming[0]), coming[1:]
		}
		if *looked += len(inForce) + len(group); *looked > maxLooks {
			return nil, 0, 0, false
		}
		for k := range among {
			among[k] = among[k][:0]
		}
		for _, e := range inForce {
			among[e.of] = append(among[e.of], e.need)
		}
		cycles := components(among, func(need) bool { return true })
		if cycle != nil && len(cycles) == 0 {
			return cycle, first, year - 1, true
		}
		if cycle == nil && len(cycles) > 0 {
			first = year
			for _, k := range cycles[0] {
				cycle = append(cycle, group[k])
			}
		}
	}
	return cycle, first, MaxYear, true
}

// faultCycle reports a cycle and the years in which it, or another through the
// same lines, closes.
func (b *builder) faultCycle(cycle []int, from, to int) {
	slices.Sort(cycle)
	b.current = b.m.lines[cycle[0]].definition
	names := make([]string, len(cycle))
	for i, l := range cycle {
		names[i] = b.m.lines[l].line.Name()
	}
	when := ""
	switch {
	case from == to:
		when = ", " + strconv.Itoa(from)
	case to < MaxYear:
		when = ", " + spanText(from, to)
	case from > MinYear:
		when = " from " + strconv.Itoa(from)
	}
	detail := names[0] + " needs itself in the same year" + when
	if len(names) > 1 {
		detail = strings.Join(names, ", ") + " need each other in the same year" + when
	}
	b.fault(Error{Line: names[0], Detail: detail + "; a lag has to stand between", Err: ErrCycle})
}

// splits reports whether the expression is a part of a line's split.
func (e *expr) splits(line int) bool {
	return e.kind == PartNode && e.args[0].kind == LineNode && e.args[0].line == line
}

// sameSplit reports whether two expressions are parts of one split.
func (e *expr) sameSplit(f *expr) bool {
	return e.kind == PartNode && f.kind == PartNode && e.shares == f.shares && sameArgs(e.args, f.args)
}

// results are the lines that no line outside their own recurrence needs, but for
// parts it is split into.
func results(edges [][]need, splits func(line, of int) bool) []int {
	any := func(need) bool { return true }
	group := make([]int, len(edges))
	for i := range group {
		group[i] = -1 - i // alone
	}
	for g, members := range components(edges, any) {
		for _, i := range members {
			group[i] = g
		}
	}
	needed := map[int]bool{}
	for i, list := range edges {
		for _, n := range list {
			if splits(i, n.line) {
				continue // a total stays a result when it is split
			}
			if group[n.line] != group[i] {
				needed[group[n.line]] = true
			}
		}
	}
	var list []int
	for i := range edges {
		if !needed[group[i]] {
			list = append(list, i)
		}
	}
	return list
}

// distinct drops needs that are listed twice.
func distinct(list []need) []need {
	seen := map[need]bool{}
	return slices.DeleteFunc(list, func(n need) bool {
		again := seen[n]
		seen[n] = true
		return again
	})
}

// components returns the groups of lines that need each other, directly or
// through others, by the needs that count, and single lines that need
// themselves: Tarjan's strongly connected components, without recursion. With
// lines named, only those are looked at.
func components(edges [][]need, counts func(need) bool, among ...int) [][]int {
	inside := make([]bool, len(edges))
	if len(among) == 0 {
		for i := range edges {
			among = append(among, i)
		}
	}
	for _, i := range among {
		inside[i] = true
	}
	type frame struct{ line, next int }
	var (
		groups [][]int
		stack  []int
		order  = make([]int, len(edges)) // 0 not seen, else 1 + the order of discovery
		low    = make([]int, len(edges))
		open   = make([]bool, len(edges))
		count  int
	)
	for _, start := range among {
		if order[start] != 0 {
			continue
		}
		frames := []frame{{line: start}}
		for len(frames) > 0 {
			f := &frames[len(frames)-1]
			i := f.line
			if f.next == 0 {
				count++
				order[i], low[i], open[i] = count, count, true
				stack = append(stack, i)
			}
			descended := false
			for f.next < len(edges[i]) {
				n := edges[i][f.next]
				f.next++
				if !inside[n.line] || !counts(n) {
					continue
				}
				if order[n.line] == 0 {
					frames = append(frames, frame{line: n.line})
					descended = true
					break
				}
				if open[n.line] {
					low[i] = min(low[i], order[n.line])
				}
			}
			if descended {
				continue
			}
			frames = frames[:len(frames)-1]
			if len(frames) > 0 {
				parent := frames[len(frames)-1].line
				low[parent] = min(low[parent], low[i])
			}
			if low[i] != order[i] {
				continue
			}
			at := slices.Index(stack, i)
			group := slices.Clone(stack[at:])
			stack = stack[:at]
			for _, j := range group {
				open[j] = false
			}
			self := slices.ContainsFunc(edges[i], func(n need) bool { return n.line == i && counts(n) })
			if len(group) > 1 || self {
				groups = append(groups, group)
			}
		}
	}
	return groups
}
