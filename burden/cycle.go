package burden

import (
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
		l.expr.needs(MinYear, MaxYear, 0, &edges[i])
		edges[i] = distinct(edges[i])
	}
	b.m.results = results(edges, func(i, of int) bool { return lines[i].expr.splits(of) })

	// Only lines in a recurrence that has same-year needs can be in a cycle.
	for _, group := range components(edges, func(n need) bool { return n.sameYear }) {
		bounds := map[int]bool{}
		for _, i := range group {
			for _, n := range edges[i] {
				bounds[n.from], bounds[n.to+1] = true, true
			}
		}
		var cycle []int
		var first int
		for _, year := range slices.Sorted(maps.Keys(bounds)) {
			inForce := func(n need) bool { return n.sameYear && n.from <= year && year <= n.to }
			cycles := components(edges, inForce, group...)
			if cycle != nil && len(cycles) == 0 {
				b.faultCycle(cycle, first, year-1)
				break
			}
			if cycle == nil && len(cycles) > 0 {
				cycle, first = cycles[0], year
			}
		}
	}
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
