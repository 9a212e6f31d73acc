// Package rate says which pure numbers are shown as percentages.
package rate

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
)

// Is reports whether a parameter without a unit is a rate in a model: an index rule reads
// it as its driver, an add-on, its floor or its ceiling, or a formula grows something by
// it: × (1 + rate). Any other parameter without a unit is a pure number, such as a
// multiplier.
func Is(m *burden.Model, p burden.Param) bool {
	if m == nil || p.Unit() != burden.Ratio {
		return false
	}
	for _, d := range m.Definitions() {
		rule, ok := d.(burden.IndexRule)
		if !ok {
			continue
		}
		x := rule.Index()
		if slices.ContainsFunc(append(x.AddOns, x.Driver, x.Floor, x.Ceiling), func(o burden.Operand) bool { return o != nil && reads(formula(o), p) }) {
			return true
		}
	}
	grows := false
	for _, l := range m.Lines() {
		f, _ := m.Formula(l)
		burden.Walk(f, func(_ burden.Site, n burden.Node) bool {
			grows = grows || n.Kind == burden.AddNode && slices.ContainsFunc(n.Operands, one) && slices.ContainsFunc(n.Operands, func(o burden.Formula) bool { return is(o, p) })
			return !grows
		})
	}
	return grows
}

// Show writes a value of a parameter: one that has no unit as a percentage if it is a rate,
// else as the number it is.
func Show(d decimal.Decimal, unit burden.Unit, rate bool) string {
	if unit != burden.Ratio || rate {
		return burden.Show(d, unit)
	}
	number, _, _ := strings.Cut(burden.Show(d, burden.Persons), " ")
	return number
}

func formula(o burden.Operand) burden.Formula {
	f, _ := burden.Rewrite(burden.Formula{}, "", o)
	return f
}

func one(f burden.Formula) bool {
	n := f.Node()
	return n.Kind == burden.ConstantNode && n.Value.Equal(decimal.NewFromInt(1))
}

// is reports whether a formula is a parameter, in whichever year.
func is(f burden.Formula, p burden.Param) bool {
	n := f.Node()
	for n.Kind == burden.LagNode || n.Kind == burden.RoundNode || n.Kind == burden.BasisNode {
		n = n.Operands[0].Node()
	}
	return n.Kind == burden.ParamNode && n.Name == p.Name()
}

func reads(f burden.Formula, p burden.Param) bool {
	found := false
	burden.Walk(f, func(_ burden.Site, n burden.Node) bool {
		found = found || n.Kind == burden.ParamNode && n.Name == p.Name()
		return !found
	})
	return found
}
