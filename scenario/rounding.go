package scenario

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario/display"
)

// RoundingConvention is a way of rounding other than the agreed one. The zero
// convention changes nothing. Splits keep their quantum.
type RoundingConvention struct {
	Name string // for tables; "" is what the convention says
	// Lines are those whose roundings change, of a rule any line it owns; none are
	// all of the model.
	Lines []burden.Line
	Mode  burden.Mode // instead of the agreed one; zero keeps it
	// Quantum is what the lines are rounded to instead, in their unit; "" keeps the
	// agreed one. A rounding in another unit, inside a line's formula, keeps its own.
	Quantum string
	// AtEnd carries what lines have from year to year, and from line to line,
	// unrounded, and rounds only what they show: by the outermost rounding in the
	// line's unit, and where a year goes on without one, as a freeze does, by that of
	// the years before. What is carried is a line of its own, <name>.unrounded.
	// A quotient or power keeps its rounding, without which it has no value, and a split
	// its quantum: [Impact] names the lines in which they do. The precision of a driver
	// goes.
	AtEnd bool
}

// String says what the convention changes: "down", "to 0.1e9", "rounded at the end".
func (c RoundingConvention) String() string {
	var parts []string
	if c.Mode != burden.Exact {
		parts = append(parts, c.Mode.String())
	}
	if c.Quantum != "" {
		parts = append(parts, "to "+c.Quantum)
	}
	if c.AtEnd {
		parts = append(parts, "rounded at the end")
	}
	return cmp.Or(c.Name, strings.Join(parts, ", "), "as agreed")
}

// Impacts say what the choice of a rounding convention is worth.
type Impacts struct {
	Metric Metric
	Agreed decimal.Decimal // the metric as agreed
	Rows   []Impact        // in order of the conventions
}

// Impact is the metric under one convention.
type Impact struct {
	Convention string
	Lines      []string // lines and rules of which it changes a rounding
	// StillRounded names, of a convention that rounds at the end, the lines, rules and splits whose
	// value it leaves rounded on the way: by a quotient, a power or the quantum of a split.
	StillRounded []string
	Value        Value // absent if it cannot be evaluated
	Difference   Value // from the agreed
	Err          error // why it cannot be
}

// RoundingImpact evaluates a metric of a scenario under other rounding
// conventions. Values and differences are exact. A convention under which the
// metric cannot be evaluated is a row that says why.
//
// It returns an error if:
//   - the metric cannot be evaluated as agreed
//   - a quantum or mode is none ([burden.ErrNumber], [burden.ErrOutOfRange], [burden.ErrUnknownName])
//   - a quantum is for lines of different units ([burden.ErrUnit]); name the lines
//   - a line named is not the model's ([burden.ErrUnknownName], [burden.ErrUnit]), or
//     a share of a split ([burden.ErrNotApplicable])
//   - the model has a line <name>.unrounded that has to be carried ([burden.ErrDuplicate])
func RoundingImpact(s *Scenario, m Metric, conventions ...RoundingConvention) (*Impacts, error) {
	if s == nil || s.model == nil {
		return nil, &Error{Scenario: "rounding impact", Err: burden.ErrIncomplete}
	}
	agreed, err := m.on(s.model, s.from, s.to)
	if err != nil {
		return nil, &Error{Scenario: s.name, Err: err}
	}
	x := &Impacts{Metric: m, Agreed: agreed}
	for _, c := range conventions {
		definitions, changed, kept, err := c.amend(s.model)
		var model *burden.Model
		if err == nil {
			model, err = s.model.With(definitions...)
		}
		if err != nil {
			return nil, &Error{Scenario: s.name, Change: c.String(), Err: err}
		}
		row := Impact{Convention: c.String(), Lines: changed, StillRounded: kept}
		v, err := m.on(model, s.from, s.to)
		if err != nil {
			row.Err = &Error{Scenario: s.name, Change: c.String(), Err: err}
		} else {
			row.Value, row.Difference = Value{v, true}, Value{v.Sub(agreed), true}
		}
		x.Rows = append(x.Rows, row)
	}
	return x, nil
}

// String writes the impacts as a text table.
func (x *Impacts) String() string {
	unit := x.Metric.Unit()
	cells := [][]string{{"convention", "changes", x.Metric.String(), "difference"}}
	cells = append(cells, []string{"as agreed", "", Value{x.Agreed, true}.Show(unit), ""})
	var reasons strings.Builder
	for _, r := range x.Rows {
		changes := cmp.Or(strings.Join(r.Lines, ", "), "nothing")
		cells = append(cells, []string{r.Convention, changes, r.Value.Show(unit), r.Difference.Show(unit)})
		if r.Err != nil {
			reasons.WriteString(r.Err.Error() + "\n")
		}
	}
	var left strings.Builder
	for _, r := range x.Rows {
		if len(r.StillRounded) > 0 {
			left.WriteString(r.Convention + ": still rounded on the way, by a quotient, a power or a split: " + strings.Join(r.StillRounded, ", ") + "\n")
		}
	}
	return display.Align(cells, 2) + left.String() + reasons.String()
}

// AmendRounding returns the amendment that makes a model's lines round by
// another convention.
func AmendRounding(c RoundingConvention) Amendment {
	c.Lines = slices.Clone(c.Lines)
	return Amendment{func(m *burden.Model) ([]burden.Definition, error) {
		definitions, _, _, err := c.amend(m)
		return definitions, err
	}}
}

// amend returns the definitions that the convention changes in a model, with what
// they need, the names of those whose roundings change, and of those that stay rounded on
// the way though it is to be at the end.
func (c RoundingConvention) amend(m *burden.Model) (definitions []burden.Definition, changed, kept []string, err error) {
	if _, err := burden.RoundTo(cmp.Or(c.Quantum, "1"), c.Mode).Apply(decimal.Decimal{}); err != nil {
		return nil, nil, nil, err
	}
	lines, rules, err := c.scope(m)
	if err != nil {
		return nil, nil, nil, err
	}
	if err := c.oneUnit(m, lines, rules); err != nil {
		return nil, nil, nil, err
	}
	formulas := map[string]burden.Formula{} // of the lines, as the convention has them
	for _, l := range lines {
		agreed, _ := m.Formula(l)
		formulas[l.Name()] = c.reround(agreed, l.Unit())
	}
	show := formulas
	away := func(f burden.Formula) burden.Formula { return f }
	if c.AtEnd {
		var carried []burden.Definition
		if show, carried, away, err = atEnd(m, lines, formulas); err != nil {
			return nil, nil, nil, err
		}
		definitions = append(definitions, carried...)
	}
	for _, l := range lines {
		agreed, _ := m.Formula(l)
		if f := show[l.Name()]; f != agreed {
			definitions = append(definitions, l.Is(f))
			changed = append(changed, l.Name())
		}
		if c.AtEnd && keepsRounding(away(agreed)) {
			kept = append(kept, l.Name())
		}
	}
	for _, r := range rules {
		touched, divided := false, false
		operand := func(o *burden.Operand) {
			if *o == nil {
				return
			}
			f := burden.Sum(*o)
			divided = divided || keepsRounding(away(f))
			if g := away(c.reround(f, burden.Ratio)); g != f {
				*o, touched = g, true
			}
		}
		amended := r.With(func(x *burden.Index) {
			operand(&x.Driver)
			for i := range x.AddOns {
				operand(&x.AddOns[i])
			}
			operand(&x.Floor)
			operand(&x.Ceiling)
			precision := c.rounding(x.Precision, true)
			if c.AtEnd {
				precision = burden.Rounding{}
			}
			touched = touched || !sameRounding(precision, x.Precision)
			x.Precision = precision
		})
		if touched {
			definitions = append(definitions, amended)
			changed = append(changed, r.Name())
		}
		if c.AtEnd && divided {
			kept = append(kept, r.Name())
		}
	}
	for _, d := range m.Definitions() {
		if split, ok := d.(burden.SplitRule); ok && c.AtEnd && len(c.Lines) == 0 {
			kept = append(kept, split.Name())
		}
	}
	return definitions, changed, kept, nil
}

// keepsRounding reports whether a quotient or power in a formula is rounded.
func keepsRounding(f burden.Formula) bool {
	found := false
	burden.Walk(f, func(_ burden.Site, n burden.Node) bool {
		found = found || n.Kind != burden.RoundNode && rounds(n)
		return !found
	})
	return found
}

// scope returns the lines that a definition of their own defines, and the rules,
// that the convention is about.
func (c RoundingConvention) scope(m *burden.Model) (lines []burden.Line, rules []burden.IndexRule, err error) {
	named := map[string]bool{}
	for _, l := range c.Lines {
		have, ok := m.Line(l.Name())
		switch {
		case !ok:
			return nil, nil, &burden.Error{Model: m.ID(), Input: "line", Value: l.Name(), Err: burden.ErrUnknownName}
		case have.Unit() != l.Unit():
			return nil, nil, &burden.Error{Model: m.ID(), Input: "unit of " + l.Name(), Value: string(l.Unit()), Err: burden.ErrUnit}
		}
		named[l.Name()] = true
	}
	in := func(names ...string) bool {
		found := len(c.Lines) == 0
		for _, name := range names {
			found = found || named[name]
			delete(named, name)
		}
		return found
	}
	for _, d := range m.Definitions() {
		switch d := d.(type) {
		case burden.LineDefinition:
			if in(d.Line().Name()) {
				lines = append(lines, d.Line())
			}
		case burden.IndexRule:
			if in(d.Applied().Name(), d.Raw().Name(), d.Carried().Name()) {
				rules = append(rules, d)
			}
		}
	}
	for _, l := range c.Lines {
		if named[l.Name()] {
			return nil, nil, &burden.Error{Model: m.ID(), Line: l.Name(), Detail: l.Name() + " is a share of a split, which has no rounding but the split's", Err: burden.ErrNotApplicable}
		}
	}
	return lines, rules, nil
}

// oneUnit reports a quantum for roundings of lines of different units.
func (c RoundingConvention) oneUnit(m *burden.Model, lines []burden.Line, rules []burden.IndexRule) error {
	if c.Quantum == "" {
		return nil
	}
	var rounded []burden.Line
	for _, l := range lines {
		f, _ := m.Formula(l)
		if _, ok := outermost(f, l.Unit()); ok {
			rounded = append(rounded, l)
		}
	}
	for _, r := range rules {
		if !r.Index().Precision.IsZero() {
			rounded = append(rounded, r.Applied())
		}
	}
	for _, l := range rounded {
		if first := rounded[0]; l.Unit() != first.Unit() {
			return &burden.Error{Model: m.ID(), Input: "quantum", Value: c.Quantum, Err: burden.ErrUnit,
				Detail: "a quantum of " + c.Quantum + " is for both " + first.Name() + " and " + l.Name() + ", which are in different units"}
		}
	}
	return nil
}

// rounding returns what the convention makes of an agreed rounding.
func (c RoundingConvention) rounding(agreed burden.Rounding, inUnit bool) burden.Rounding {
	if agreed.IsZero() {
		return agreed
	}
	quantum, mode := burden.Text(agreed.Quantum()), agreed.Mode()
	if c.Quantum != "" && inUnit {
		quantum = c.Quantum
	}
	if c.Mode != burden.Exact {
		mode = c.Mode
	}
	return burden.RoundTo(quantum, mode)
}

func sameRounding(a, b burden.Rounding) bool {
	return a.Mode() == b.Mode() && a.Quantum().Equal(b.Quantum())
}

// reround returns a formula with every rounding in it as the convention has it.
func (c RoundingConvention) reround(f burden.Formula, unit burden.Unit) burden.Formula {
	return rebuild(f, func(f burden.Formula) burden.Formula {
		n := f.Node()
		if !rounds(n) {
			return f
		}
		r := c.rounding(n.Rounding, unitOf(f) == unit)
		switch {
		case sameRounding(r, n.Rounding):
			return f
		case n.Kind == burden.RoundNode:
			return n.Operands[0].Rounded(r)
		case n.Kind == burden.PowerNode:
			return n.Operands[0].Over(n.Operands[1]).ToThe(n.P, n.Q).Rounded(r)
		}
		return n.Operands[0].Over(n.Operands[1]).Rounded(r)
	})
}

// atEnd carries lines unrounded. It returns what each shows, the definitions of
// what is carried, and a function that takes the roundings out of a formula and
// has it refer to what is carried.
func atEnd(m *burden.Model, lines []burden.Line, formulas map[string]burden.Formula) (
	show map[string]burden.Formula, carried []burden.Definition, away func(burden.Formula) burden.Formula, err error) {
	// A line is carried if it rounds, and if it is made of one that is carried but
	// rounds nothing itself: it may lead from one year of the other to the next.
	unrounded := map[string]burden.Line{}
	divides := map[string]bool{} // rounds only quotients, where they stand
	carry := func(l burden.Line) {
		unrounded[l.Name()] = burden.NewLine(l.Name()+".unrounded", l.Unit()).As(l.Measure())
	}
	for _, l := range lines {
		burden.Walk(formulas[l.Name()], func(_ burden.Site, n burden.Node) bool {
			divides[l.Name()] = divides[l.Name()] || rounds(n)
			if n.Kind == burden.RoundNode {
				carry(l)
			}
			return true
		})
	}
	refers := func(f burden.Formula) bool {
		found := false
		burden.Walk(f, func(_ burden.Site, n burden.Node) bool {
			if n.Kind == burden.LineNode {
				_, is := unrounded[n.Name]
				found = found || is
			}
			return !found
		})
		return found
	}
	for again := true; again; {
		again = false
		for _, l := range lines {
			if _, is := unrounded[l.Name()]; !is && !divides[l.Name()] && refers(formulas[l.Name()]) {
				carry(l)
				again = true
			}
		}
	}
	away = func(f burden.Formula) burden.Formula {
		return rebuild(f, func(f burden.Formula) burden.Formula {
			n := f.Node()
			switch n.Kind {
			case burden.RoundNode:
				return n.Operands[0]
			case burden.LineNode:
				if l, ok := unrounded[n.Name]; ok {
					return l.Formula
				}
			}
			return f
		})
	}
	show = map[string]burden.Formula{}
	for _, l := range lines {
		f := formulas[l.Name()]
		u, is := unrounded[l.Name()]
		switch {
		case !is:
			show[l.Name()] = away(f)
			continue
		case divides[l.Name()]:
			show[l.Name()] = published(f, l.Unit(), u, refers)
		default:
			show[l.Name()] = f // of what others show
		}
		if _, taken := m.Line(u.Name()); taken {
			return nil, nil, nil, &burden.Error{Model: m.ID(), Line: u.Name(), Err: burden.ErrDuplicate}
		}
		carried = append(carried, u.Is(away(f)))
	}
	return show, carried, away, nil
}

// published returns what a line shows that is carried unrounded: the carried line,
// year by year rounded as its formula was.
func published(f burden.Formula, unit burden.Unit, carried burden.Line, refers func(burden.Formula) bool) burden.Formula {
	n := f.Node()
	if n.Kind != burden.ByYearNode {
		r, _ := outermost(f, unit)
		return carried.Rounded(r)
	}
	var before burden.Rounding
	for i, piece := range n.Operands {
		if piece.Node().Kind == burden.NoNode {
			continue
		}
		r, ok := outermost(piece, unit)
		switch {
		case ok:
			before = r
		case refers(piece):
			r = before
		}
		f = put(f, i, carried.Rounded(r))
	}
	return f
}

// outermost returns the first rounding in a formula, a quotient's aside, of a
// value in a unit.
func outermost(f burden.Formula, unit burden.Unit) (r burden.Rounding, ok bool) {
	burden.Walk(f, func(_ burden.Site, n burden.Node) bool {
		if n.Kind == burden.RoundNode && unitOf(n.Operands[0]) == unit {
			r, ok = n.Rounding, true
		}
		return !ok
	})
	return r, ok
}

// rounds reports whether a node rounds. A quotient that is to be exact does not.
func rounds(n burden.Node) bool {
	switch n.Kind {
	case burden.RoundNode, burden.QuotientNode, burden.PowerNode:
		return !n.Rounding.IsZero()
	}
	return false
}

// rebuild returns a formula in which every node, operands first, is what change
// makes of it.
func rebuild(f burden.Formula, change func(burden.Formula) burden.Formula) burden.Formula {
	for i, o := range f.Node().Operands {
		if o.Node().Kind == burden.NoNode {
			continue // the end of a line, or a bound that is absent
		}
		if p := rebuild(o, change); p != o {
			f = put(f, i, p)
		}
	}
	return change(f)
}

// put replaces an operand that is there.
func put(f burden.Formula, i int, operand burden.Formula) burden.Formula {
	f, _ = burden.Rewrite(f, burden.Site(strconv.Itoa(i)), operand)
	return f
}
