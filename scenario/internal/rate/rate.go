// Package rate says which numbers without a unit are shown as percentages.
package rate

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
)

// Is reports whether a parameter without a unit is a rate in a model. It is if it stands, by
// itself or added to others, where an index rule has a rate, which is its driver, an add-on,
// its floor or its ceiling, or where a formula grows or cuts something: × (1 + rate) or
// × (1 - rate). Any other is a pure number: a multiplier, also of a rate.
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
		if slices.ContainsFunc(append(x.AddOns, x.Driver, x.Floor, x.Ceiling), func(o burden.Operand) bool { return o != nil && among(burden.Sum(o), p) }) {
			return true
		}
	}
	found := false
	for _, l := range m.Lines() {
		f, _ := m.Formula(l)
		burden.Walk(f, func(_ burden.Site, n burden.Node) bool {
			found = found || (n.Kind == burden.AddNode || n.Kind == burden.SubtractNode) && grows(n, p)
			return !found
		})
	}
	return found
}

// Show writes a value: one without a unit as a percentage, if it is to be one, else as the
// number it is.
func Show(d decimal.Decimal, unit burden.Unit, percent bool) string {
	switch {
	case unit != burden.Ratio:
		return burden.Show(d, unit)
	case percent:
		return number(d.Shift(2)) + " %"
	}
	return number(d)
}

// number writes a number without a unit.
func number(d decimal.Decimal) string {
	text, _, _ := strings.Cut(burden.Show(d, burden.Persons), " ")
	return text
}

// Below reports whether the numbers of one table, of which nothing else is known, are shown
// as percentages: all are below one, or above minus one. So no table has both.
func Below(numbers ...decimal.Decimal) bool {
	return !slices.ContainsFunc(numbers, func(d decimal.Decimal) bool { return d.Abs().Cmp(decimal.NewFromInt(1)) >= 0 })
}

func one(f burden.Formula) bool {
	n := f.Node()
	return n.Kind == burden.ConstantNode && n.Value.Equal(decimal.NewFromInt(1))
}

// grows reports whether a sum or difference is of one and a rate that is a parameter:
// 1 + rate, or 1 - rate, but not rate - 1.
func grows(n burden.Node, p burden.Param) bool {
	whole, found := false, false
	var add func(n burden.Node, negative bool)
	add = func(n burden.Node, negative bool) {
		for i, o := range n.Operands {
			minus := negative != (n.Kind == burden.SubtractNode && i > 0)
			if k := o.Node(); k.Kind == burden.AddNode || k.Kind == burden.SubtractNode {
				add(k, minus)
				continue
			}
			whole = whole || one(o) && !minus
			found = found || is(o, p)
		}
	}
	add(n, false)
	return whole && found
}

// among reports whether a formula that is a rate is a parameter, or a sum with it of rates.
// In a sum with one, such as index - 1, a parameter is no rate.
func among(f burden.Formula, p burden.Param) bool {
	n := f.Node()
	if n.Kind != burden.AddNode && n.Kind != burden.SubtractNode {
		return is(f, p)
	}
	return !slices.ContainsFunc(n.Operands, one) && slices.ContainsFunc(n.Operands, func(o burden.Formula) bool { return among(o, p) })
}

// is reports whether a formula is a parameter, in whichever year.
func is(f burden.Formula, p burden.Param) bool {
	n := f.Node()
	for n.Kind == burden.LagNode || n.Kind == burden.RoundNode || n.Kind == burden.BasisNode {
		n = n.Operands[0].Node()
	}
	return n.Kind == burden.ParamNode && n.Name == p.Name()
}
