package policytest

import (
	"slices"
	"strconv"
	"strings"

	"example.com/burdenshare/burden"
)

// Binds asserts that a ceiling or floor binds in exactly these years: it changes
// the result there, and in no other year. Without years it never binds. It fails if
// no formula of the model is limited by it.
func Binds(t T, p *burden.Projection, limit burden.Operand, years ...int) bool {
	t.Helper()
	return limits(t, p, limit, "binds", true, years)
}

// Reached asserts that a ceiling or floor is reached in exactly these years without
// binding: what it limits is equal to it there.
func Reached(t T, p *burden.Projection, limit burden.Operand, years ...int) bool {
	t.Helper()
	return limits(t, p, limit, "is reached without binding", false, years)
}

func limits(t T, p *burden.Projection, limit burden.Operand, what string, binding bool, years []int) bool {
	t.Helper()
	if absent(t, p) {
		return false
	}
	f := formula(limit)
	name := f.String()
	if !isLimit(p.Model(), f) {
		return fail(t, name+" limits nothing", row{"expected", "it " + what + ": " + list(years)}, where(p))
	}
	bound, reached := p.Binding(f)
	found := reached
	if binding {
		found = bound
	}
	expected := slices.Compact(slices.Sorted(slices.Values(years)))
	if slices.Equal(found, expected) {
		return true
	}
	rows := []row{{"expected", list(expected)}, {"found", list(found)}, where(p), {"record", record(p, f)}}
	if year, ok := odd(found, expected); ok {
		rows = append(rows, whyLimited(p, f, year))
	}
	return fail(t, name+" "+what+" in other years than expected", rows...)
}

// record lists when a limit bound or was reached.
func record(p *burden.Projection, f burden.Formula) string {
	var text strings.Builder
	for _, r := range p.Limits() {
		if r.Limit == f || reads(r.Limit, f.Node()) {
			text.WriteString(r.Line.Name() + " " + strconv.Itoa(r.Year) + ": " + r.String() + "\n")
		}
	}
	return text.String()
}

// odd returns the first year that is in one list and not in the other.
func odd(a, b []int) (int, bool) {
	all := slices.Sorted(slices.Values(slices.Concat(a, b)))
	for _, y := range all {
		if slices.Contains(a, y) != slices.Contains(b, y) {
			return y, true
		}
	}
	return 0, false
}

// whyLimited explains, in a year, the first line with a formula that has the limit.
func whyLimited(p *burden.Projection, f burden.Formula, year int) row {
	for _, l := range p.Model().Lines() {
		g, _ := p.Model().Formula(l)
		if limitsIn(g, f) {
			if r := why(p, l, year); r.text != "" {
				return r
			}
		}
	}
	return row{}
}

// isLimit reports whether a formula of the model is limited by f, or by what reads it.
func isLimit(m *burden.Model, f burden.Formula) bool {
	return slices.ContainsFunc(m.Lines(), func(l burden.Line) bool {
		g, _ := m.Formula(l)
		return limitsIn(g, f)
	})
}

func limitsIn(g, f burden.Formula) bool {
	found := false
	burden.Walk(g, func(_ burden.Site, n burden.Node) bool {
		switch n.Kind {
		case burden.MinimumNode, burden.MaximumNode:
			for _, o := range n.Operands[1:] {
				found = found || o == f || reads(o, f.Node())
			}
		case burden.PartNode: // the total, the weights, then floors and ceilings
			for _, o := range n.Operands[1+len(n.Shares.Keys):] {
				found = found || o == f || reads(o, f.Node())
			}
		}
		return !found
	})
	return found
}

// reads reports whether a formula has the parameter or line that a node is, in its unit.
func reads(g burden.Formula, n burden.Node) bool {
	if n.Kind != burden.ParamNode && n.Kind != burden.LineNode {
		return false
	}
	found := false
	burden.Walk(g, func(_ burden.Site, m burden.Node) bool {
		found = found || m.Kind == n.Kind && m.Name == n.Name && m.Unit == n.Unit
		return !found
	})
	return found
}

// formula returns the formula that an operand is.
func formula(o burden.Operand) burden.Formula {
	f, _ := burden.Rewrite(burden.Formula{}, "", o)
	return f
}
