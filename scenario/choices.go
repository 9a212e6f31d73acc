package scenario

import (
	"slices"

	"example.com/burdenshare/burden"
)

// A line that has one formula in the baseline and another in the alternative is made a
// choice of the two,
//
//	when selector < 1: the baseline's, otherwise: the alternative's
//
// so that one model stands for every combination of such changes, where each would be a
// model of its own. If package burden accepts that model, it accepts every combination:
// both formulas are checked with it, for units, names and series of parameters, and a line
// that needs itself by one combination does so in the model of all. The branch that is
// not chosen is not evaluated, so it cannot fail.

// selector is the parameter that chooses a line's formula, and the change it stands for.
type selector struct {
	name   string
	player int
}

// chosen lists the changes that a column can choose: lines of the same name, unit, measure
// and basis, whose pieces begin in the same years.
func (g *game) chosen() []int {
	var list []int
	for i, p := range g.players {
		if _, ok := p.sides(g.start); ok && p.structure {
			list = append(list, i)
		}
	}
	return list
}

// choosing returns a model with the changes chosen made choices, and their selectors. It
// returns false where there is nothing to choose, or a combination may be no model.
func (g *game) choosing(m *burden.Model, chosen []int) (*burden.Model, []selector, bool) {
	if len(chosen) == 0 {
		return nil, nil, false
	}
	taken := func(name string) bool {
		_, param := m.Param(name)
		_, line := m.Line(name)
		_, defined := m.Definition(name)
		return param || line || defined || slices.ContainsFunc(g.alternative.model.Params(), func(p burden.Param) bool { return p.Name() == name })
	}
	var definitions []burden.Definition
	var selectors []selector
	for _, i := range chosen {
		p := g.players[i]
		name := "choice_of_" + p.name
		for taken(name) {
			name += "_"
		}
		by := burden.NewParam(name, burden.Ratio, burden.Constant(0))
		s, ok := p.sides(m)
		if !ok {
			return nil, nil, false
		}
		definitions, selectors = append(definitions, s.by(by)), append(selectors, selector{name, i})
	}
	m, err := m.With(definitions...)
	return m, selectors, err == nil
}

// sides are the formulas that a line has in the baseline and the alternative, by the years
// in which pieces of them begin; a formula of one piece begins in none.
type sides struct {
	line   burden.Line
	starts []int
	pieces [][2]burden.Formula
}

// sides returns the formulas of a change of a line, and whether they are such that one can
// be put for the other.
func (p player) sides(m *burden.Model) (sides, bool) {
	old, _ := m.Definition(p.name)
	before, isLine := old.(burden.LineDefinition)
	after, alsoLine := p.definition.(burden.LineDefinition)
	if !isLine || !alsoLine {
		return sides{}, false
	}
	a, b := before.Line(), after.Line()
	basisA, hasA := a.Basis()
	basisB, hasB := b.Basis()
	if a.Name() != b.Name() || a.Unit() != b.Unit() || a.Measure() != b.Measure() || basisA != basisB || hasA != hasB {
		return sides{}, false
	}
	x, y := before.Formula().Node(), after.Formula().Node()
	switch {
	case x.Kind != burden.ByYearNode && y.Kind != burden.ByYearNode:
		return sides{a, nil, [][2]burden.Formula{{before.Formula(), after.Formula()}}}, true
	case x.Kind != y.Kind || !slices.Equal(x.Starts, y.Starts):
		return sides{}, false
	}
	s := sides{line: a, starts: x.Starts}
	for k, f := range x.Operands {
		if f == (burden.Formula{}) || y.Operands[k] == (burden.Formula{}) {
			return sides{}, false // the line ends
		}
		s.pieces = append(s.pieces, [2]burden.Formula{f, y.Operands[k]})
	}
	return s, true
}

// by is the line with the choice of its formulas by a selector.
func (s sides) by(selector burden.Param) burden.LineDefinition {
	var d burden.LineDefinition
	for k, f := range s.pieces {
		choice := f[0]
		if f[0] != f[1] {
			choice = burden.When(selector.Below(burden.Amount(1, burden.Ratio)), f[0], f[1])
		}
		switch {
		case len(s.starts) == 0:
			return s.line.Is(choice)
		case k == 0:
			d = s.line.Starts(s.starts[0], choice)
		default:
			d = d.From(s.starts[k], choice)
		}
	}
	return d
}
