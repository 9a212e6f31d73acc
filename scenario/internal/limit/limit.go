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

// In reports whether anything in a formula g is limited by f, or by what reads it.
func In(g, f burden.Formula) bool {
	found := false
	burden.Walk(g, func(_ burden.Site, n burden.Node) bool {
		found = found || Of(n, f)
		return !found
	})
	return found
}

// Of reports whether a node has f, or what reads it, among its limits.
func Of(n burden.Node, f burden.Formula) bool {
	var limits []burden.Formula
	switch n.Kind {
	case burden.MinimumNode, burden.MaximumNode:
		limits = n.Operands[1:]
	case burden.PartNode: // the total, the weights, then floors and ceilings
		limits = n.Operands[1+len(n.Shares.Keys):]
	}
	return slices.ContainsFunc(limits, func(o burden.Formula) bool { return o == f || Reads(o, f.Node()) })
}

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
