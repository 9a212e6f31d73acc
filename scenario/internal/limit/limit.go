// Package limit finds what a ceiling or floor limits.
package limit

import (
	"slices"

	"example.com/burdenshare/burden"
)

// Lines returns the lines of a model with a formula that is limited by f, or by what
// reads it.
func Lines(m *burden.Model, f burden.Formula) []burden.Line {
	return slices.DeleteFunc(m.Lines(), func(l burden.Line) bool {
		g, _ := m.Formula(l)
		return !In(g, f)
	})
}

// Index finds the lines that a parameter or line limits, by name. It looks at each formula
// once, however many models and names it is asked about.
type Index struct {
	of, in map[burden.Formula]map[string]bool
}

// Limits returns the names of the parameters and lines that limit something in a formula.
// The map is shared: it must not be changed.
func (x *Index) Limits(g burden.Formula) map[string]bool { return names(&x.of, g, false) }

// Names returns the names of the parameters and lines that a formula reads, which limit
// what it limits. The map is shared: it must not be changed.
func (x *Index) Names(g burden.Formula) map[string]bool { return names(&x.in, g, true) }

func names(of *map[burden.Formula]map[string]bool, g burden.Formula, within bool) map[string]bool {
	list, known := (*of)[g]
	if !known {
		if *of == nil {
			*of = map[burden.Formula]map[string]bool{}
		}
		list = map[string]bool{}
		collect(g, within, list)
		(*of)[g] = list
	}
	return list
}

// collect adds the names below a formula that stand in a limit, or in a formula that is one.
func collect(g burden.Formula, within bool, names map[string]bool) {
	if g == (burden.Formula{}) {
		return
	}
	n := g.Node()
	if within && (n.Kind == burden.ParamNode || n.Kind == burden.LineNode) {
		names[n.Name] = true
	}
	first := len(n.Operands)
	switch n.Kind {
	case burden.MinimumNode, burden.MaximumNode:
		first = 1
	case burden.PartNode: // the total, the weights, then floors and ceilings
		first = 1 + len(n.Shares.Keys)
	}
	for i, o := range n.Operands {
		collect(o, within || i >= first, names)
	}
}

// In reports whether anything in a formula g is limited by f, or by what reads it.
func In(g, f burden.Formula) bool {
	return Of(g, f) || slices.ContainsFunc(g.Node().Operands, func(o burden.Formula) bool { return In(o, f) })
}

// Of reports whether f, or what reads it, is a limit at the top of a formula g: one that a
// projection puts on record.
func Of(g, f burden.Formula) bool {
	return slices.ContainsFunc(g.Limits(), func(l burden.Formula) bool { return Is(l, f) })
}

// Is reports whether a limit is f, or reads it.
func Is(l, f burden.Formula) bool { return l == f || Reads(l, f.Node()) }

// Reads reports whether a formula has the parameter or line that a node is, in its unit.
func Reads(g burden.Formula, n burden.Node) bool {
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
