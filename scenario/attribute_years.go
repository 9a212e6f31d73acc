package scenario

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario/internal/budget"
)

// AttributeYears splits the change of a line from one year to another, within a
// scenario, over what goes into the line's formula: parameters of the year, and
// what it takes from earlier years. The line's own level of the year before, named
// <line>_lag1, is one of them; a formula that differs between the years is another,
// under the line's name. Shares are Shapley values, as of [Attribute].
//
//	contribution 2022 - contribution 2021, by contribution_lag1, defence_growth_lag1, labour_step
func AttributeYears(s *Scenario, l burden.Line, from, to int) (*Attribution, error) {
	if s == nil || s.model == nil {
		return nil, &Error{Scenario: "attribution", Err: burden.ErrIncomplete}
	}
	p, err := s.model.ProjectOnly(s.from, s.to, burden.LineYears{Line: l, From: from, To: from}, burden.LineYears{Line: l, From: to, To: to})
	if err != nil {
		return nil, &Error{Scenario: s.name, Err: err}
	}
	names := map[string]string{}
	work := budget.New()
	before, err := yearModel(s, p, l, from, to, names, work)
	if err != nil {
		return nil, err
	}
	after, err := yearModel(s, p, l, to, to, names, work)
	if err != nil {
		return nil, err
	}
	return Attribute(
		Baseline(before, to, to, l).Named(s.name+" "+strconv.Itoa(from)),
		Baseline(after, to, to, l).Named(s.name+" "+strconv.Itoa(to)),
		At(l, to))
}

// yearModel is a model of one year, as, that computes the line from what went into
// it in another: the formulas in force then, and as parameters all that they read.
func yearModel(s *Scenario, p *burden.Projection, l burden.Line, year, as int, names map[string]string, work *budget.Budget) (*burden.Model, error) {
	why, err := p.Explain(l, year)
	if err != nil {
		return nil, &Error{Scenario: s.name, Err: err}
	}
	var definitions []burden.Definition
	anew := definedWork*budget.Size(s.model) + nodesOf(s.model)
	for _, step := range why.Steps {
		if step.Year != year {
			continue
		}
		nodes := nodesIn(step.Formula)
		f := step.Formula
		read, err := leaves(s.model, step.Formula, "", year)
		if err != nil {
			return nil, &Error{Scenario: s.name, Err: err}
		}
		for _, leaf := range read {
			if leaf.formula.Node().Kind != burden.ParamNode {
				work.Spend(anew)
			}
			if !work.Spend(nodes) {
				return nil, &Error{Scenario: s.name, Err: budget.Overspent("taking the formulas of "+l.Name()+" apart", "ask it of a line that reads fewer figures")}
			}
			var input burden.Operand = leaf.formula // a branch that is not taken, as zero
			if leaf.formula.Node().Kind != burden.ConstantNode {
				value, err := valueOf(s.model, leaf.formula, year)
				if err != nil {
					return nil, &Error{Scenario: s.name, Err: err}
				}
				input = burden.NewParam(inputName(s.model, leaf.formula, names), unitOf(leaf.formula), burden.Constant(value)) // which fits any year basis
			}
			if f, err = burden.Rewrite(f, leaf.site, input); err != nil {
				return nil, &Error{Scenario: s.name, Err: err}
			}
		}
		definitions = append(definitions, step.Line.Is(f))
	}
	m, err := burden.NewModel(s.model.ID(), definitions...)
	if err != nil {
		return nil, &Error{Scenario: s.name, Err: err}
	}
	return m, nil
}

// nodesIn counts the nodes of a formula.
func nodesIn(f burden.Formula) int {
	n := 0
	burden.Walk(f, func(burden.Site, burden.Node) bool { n++; return true })
	return n
}

// nodesOf counts the nodes of a model's formulas.
func nodesOf(m *burden.Model) int {
	n := 0
	for _, l := range m.Lines() {
		f, _ := m.Formula(l)
		n += nodesIn(f)
	}
	return n
}

// leaf is a sub-formula that reads a parameter, or years other than the one computed.
type leaf struct {
	site    burden.Site
	formula burden.Formula
}

// leaves lists what a formula reads in a year; of a choice, what the sides and the
// branch that is taken read, the other branch being as good as not there.
func leaves(m *burden.Model, f burden.Formula, at burden.Site, year int) ([]leaf, error) {
	n := f.Node()
	switch n.Kind {
	case burden.NoNode:
		return nil, nil
	case burden.ParamNode, burden.LagNode, burden.SumNode:
		return []leaf{{at, f}}, nil
	}
	skip := -1
	if n.Kind == burden.WhenNode {
		left, err := valueOf(m, n.Operands[0], year)
		if err != nil {
			return nil, err
		}
		right, err := valueOf(m, n.Operands[1], year)
		if err != nil {
			return nil, err
		}
		skip = 2
		if left.LessThan(right) {
			skip = 3
		}
	}
	var list []leaf
	for i, o := range n.Operands {
		site := burden.Site(strconv.Itoa(i))
		if at != "" {
			site = at + "." + site
		}
		if i == skip {
			list = append(list, leaf{site, burden.Amount(0, unitOf(o))})
			continue
		}
		more, err := leaves(m, o, site, year)
		if err != nil {
			return nil, err
		}
		list = append(list, more...)
	}
	return list, nil
}

// valueOf evaluates a sub-formula of a model in a year.
func valueOf(m *burden.Model, f burden.Formula, year int) (decimal.Decimal, error) {
	if n := f.Node(); n.Kind == burden.ParamNode {
		if p, ok := m.Param(n.Name); ok {
			if e, ok := p.Series().At(year); ok {
				return e.Value, nil
			}
		}
	}
	line := burden.NewLine("input.of_attribution", unitOf(f))
	with, err := m.With(line.Is(f)) // on the year basis of f
	if err != nil {
		return decimal.Decimal{}, err
	}
	p, err := with.Project(year, year, line)
	if err != nil {
		return decimal.Decimal{}, err
	}
	return p.Value(line, year)
}

// unitOf is the unit of a formula of a model, whose units agree.
func unitOf(f burden.Formula) burden.Unit {
	n := f.Node()
	switch n.Kind {
	case burden.ConstantNode, burden.ParamNode, burden.LineNode:
		return n.Unit
	case burden.MultiplyNode:
		u := burden.Ratio
		for _, o := range n.Operands {
			u = u.Times(unitOf(o))
		}
		return u
	case burden.QuotientNode:
		return unitOf(n.Operands[0]).Per(unitOf(n.Operands[1]))
	case burden.PowerNode, burden.NoNode:
		return burden.Ratio
	case burden.WhenNode:
		return unitOf(n.Operands[2])
	}
	for _, o := range n.Operands {
		if o.Node().Kind != burden.NoNode {
			return unitOf(o)
		}
	}
	return burden.Ratio
}

// inputName makes a name of a leaf: cpi, cpi_lag2, contribution_2009. Equal leaves
// have equal names, in both years.
func inputName(m *burden.Model, f burden.Formula, names map[string]string) string {
	text := f.String()
	if name, ok := names[text]; ok {
		return name
	}
	n := f.Node()
	name := text
	if n.Kind != burden.ParamNode {
		read := n.Operands[0].Node()
		name = "input_" + strconv.Itoa(len(names)+1)
		simple := read.Kind == burden.ParamNode || read.Kind == burden.LineNode
		switch {
		case simple && n.Kind == burden.LagNode:
			name = read.Name + "_lag" + strconv.Itoa(n.From)
		case simple && !n.Relative && n.From == n.To:
			name = read.Name + "_" + strconv.Itoa(n.From)
		case simple:
			name = "sum_of_" + strings.ReplaceAll(read.Name, ".", "_") + "_" + strconv.Itoa(len(names)+1)
		}
	}
	if n.Kind != burden.ParamNode {
		_, line := m.Line(name)
		_, param := m.Param(name)
		if line || param || slices.Contains(slices.Collect(maps.Values(names)), name) {
			name = "input_" + strconv.Itoa(len(names)+1) + "_of_" + name
		}
	}
	names[text] = name
	return name
}
