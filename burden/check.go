package burden

import (
	"slices"
	"strconv"
	"strings"
)

// builder checks definitions and makes a model of them. Faults are kept in
// definition order; what follows from a fault already kept is not reported.
type builder struct {
	m        *Model
	faults   []*Error
	explicit map[string]bool  // parameters that have a definition of their own
	broken   map[string]bool  // names with a fault of their own
	units    map[*node]unitOf // units found so far
	exprs    map[*node]*expr  // compiled nodes
	checked  map[*node]bool   // nodes already looked at
	faulted  map[paramFault]bool
	// unresolved is set where formulas cannot be compiled: a name or a part is missing, or too much is there.
	unresolved bool
}

type unitOf struct {
	unit  Unit
	known bool
}

// paramFault identifies a complaint about a parameter, made once.
type paramFault struct {
	name string
	err  error
}

func (b *builder) fault(f Error) { b.faults = append(b.faults, &f) }

func (b *builder) build() {
	b.explicit, b.broken = map[string]bool{}, map[string]bool{}
	b.units, b.exprs, b.checked = map[*node]unitOf{}, map[*node]*expr{}, map[*node]bool{}
	b.faulted = map[paramFault]bool{}
	if !isName(b.m.id) {
		b.fault(Error{Input: "model id", Value: strconv.Quote(abbreviate(b.m.id)), Err: ErrName})
	}
	for _, d := range b.m.definitions {
		if d == nil {
			b.fault(Error{Input: "definition", Err: ErrIncomplete})
			continue
		}
		d.define(b)
	}
	if len(b.m.lines) > MaxLines {
		b.fault(Error{Input: "lines", Value: strconv.Itoa(len(b.m.lines)), Err: ErrTooLarge})
		return
	}
	for _, l := range b.m.lines {
		b.checkLine(l)
	}
	if b.unresolved {
		return // a cycle may run through what is missing
	}
	for _, l := range b.m.lines {
		l.expr = b.compile(l.formula)
	}
	b.checkCycles()
}

func (p Param) define(b *builder) {
	if p.d == nil {
		b.fault(Error{Input: "parameter", Err: ErrIncomplete})
		return
	}
	if b.explicit[p.d.name] {
		b.fault(Error{Input: p.d.name, Err: ErrDuplicate})
		return
	}
	b.explicit[p.d.name] = true
	b.param("", p)
}

func (d LineDefinition) define(b *builder) {
	name := d.line.Name()
	if d.line.n == nil {
		b.fault(Error{Input: "line", Err: ErrIncomplete})
		return
	}
	if !isName(name) {
		b.fault(Error{Input: "line", Value: strconv.Quote(abbreviate(name)), Err: ErrName})
	}
	if !d.line.Unit().valid() {
		b.fault(Error{Line: name, Input: "unit", Value: strconv.Quote(abbreviate(string(d.line.Unit()))), Err: ErrUnit})
		b.broken[name] = true
	}
	if d.fault != nil {
		f := *d.fault
		f.Line = name
		b.fault(f)
	}
	for _, p := range d.pieces {
		if p.formula.n == nil && !p.ended {
			b.fault(Error{Line: name, Year: p.from, Input: "formula", Err: ErrIncomplete})
		}
	}
	if _, taken := b.m.lineIndex[name]; taken || b.explicit[name] {
		b.fault(Error{Line: name, Err: ErrDuplicate})
		return
	}
	b.m.lineIndex[name] = len(b.m.lines)
	b.m.lines = append(b.m.lines, &modelLine{line: d.line, formula: d.Formula()})
}

func (r IndexRule) define(b *builder) {
	if r.n == nil {
		b.fault(Error{Input: "rule", Err: ErrIncomplete})
		return
	}
	for _, d := range r.lines() {
		d.define(b)
	}
}

// param enters a parameter into the model at its first appearance and checks it.
func (b *builder) param(line string, p Param) {
	d := p.d
	i, known := b.m.paramIndex[d.name]
	if known {
		have := b.m.params[i]
		switch {
		case have.d == d || b.broken[d.name]:
		case have.d.unit != d.unit:
			b.paramFault(Error{Line: line, Input: d.name, Detail: d.name + " is used in " + d.unit.named() + " and in " + have.d.unit.named(), Err: ErrUnit})
		case !b.explicit[d.name] && !sameParam(have.d, d):
			b.paramFault(Error{Line: line, Input: d.name, Value: "two different series or ranges", Err: ErrDuplicate})
		}
		return
	}
	b.m.paramIndex[d.name] = len(b.m.params)
	b.m.params = append(b.m.params, p)
	before := len(b.faults)
	if !isName(d.name) {
		b.fault(Error{Line: line, Input: "parameter", Value: strconv.Quote(abbreviate(d.name)), Err: ErrName})
	}
	if !d.unit.valid() {
		b.fault(Error{Line: line, Input: "unit of " + d.name, Value: strconv.Quote(abbreviate(string(d.unit))), Err: ErrUnit})
	}
	for _, f := range slices.Concat(d.faults, d.series.faults) {
		g := *f
		g.Input = d.name + ": " + g.Input
		b.fault(g)
	}
	for _, s := range d.series.spans {
		if d.ranged && (s.Value.LessThan(d.low) || s.Value.GreaterThan(d.high)) {
			b.fault(Error{Input: d.name, Year: s.From, Value: Text(s.Value) + ", not within " + d.lowText + " to " + d.highText, Err: ErrOutOfRange})
		}
	}
	b.broken[d.name] = len(b.faults) > before
}

func (b *builder) paramFault(f Error) {
	key := paramFault{f.Input, f.Err}
	if !b.faulted[key] {
		b.faulted[key] = true
		b.fault(f)
	}
}

func sameParam(a, b *paramData) bool {
	return a.unit == b.unit && a.series.Equal(b.series) && a.ranged == b.ranged && a.low.Equal(b.low) && a.high.Equal(b.high)
}

// checkLine looks at every node of a line's formula, then at its units.
func (b *builder) checkLine(l *modelLine) {
	name := l.line.Name()
	if l.formula.tooLarge() {
		b.fault(Error{Line: name, Input: "formula", Detail: "the formula has more than " + strconv.Itoa(MaxNodes) + " nodes or is more than " + strconv.Itoa(MaxDepth) + " deep", Err: ErrTooLarge})
		b.unresolved = true
		return
	}
	before := len(b.faults)
	b.checkNodes(name, l.formula, false)
	if len(b.faults) > before || b.broken[name] {
		return
	}
	if u, ok := b.unit(name, l.formula); ok && u != l.line.Unit() {
		b.fault(Error{Line: name, Detail: name + " is " + l.line.Unit().named() + ", but its formula gives " + u.named() + ": " + abbreviate(l.formula.String()), Err: ErrUnit})
	}
}

// checkNodes reports faulty, missing and unknown nodes. Where a line may end, a
// zero formula is no fault.
func (b *builder) checkNodes(line string, f Formula, mayEnd bool) {
	if f.n == nil {
		if !mayEnd {
			b.fault(Error{Line: line, Input: "formula", Err: ErrIncomplete})
			b.unresolved = true
		}
		return
	}
	if b.checked[f.n] {
		return
	}
	b.checked[f.n] = true
	if f.n.fault != nil {
		g := *f.n.fault
		g.Line = line
		b.fault(g)
		b.unresolved = true
	}
	switch f.n.Kind {
	case ConstantNode:
		if !f.n.Unit.valid() {
			b.fault(Error{Line: line, Input: "unit", Value: strconv.Quote(abbreviate(string(f.n.Unit))), Err: ErrUnit})
		}
	case ParamNode:
		if _, isLine := b.m.lineIndex[f.n.Name]; isLine {
			b.paramFault(Error{Line: line, Input: f.n.Name, Value: "a line and a parameter", Err: ErrDuplicate})
			b.unresolved = true
			return
		}
		b.param(line, Param{f, f.n.param})
	case LineNode:
		i, ok := b.m.lineIndex[f.n.Name]
		switch {
		case !ok:
			b.fault(Error{Line: line, Input: f.n.Name, Detail: "needs " + abbreviate(f.n.Name) + ", which the model does not define", Err: ErrUnknownName})
			b.unresolved = true
		case b.broken[f.n.Name]:
		case b.m.lines[i].line.Unit() != f.n.Unit:
			b.fault(Error{Line: line, Input: f.n.Name, Detail: "takes " + f.n.Name + " in " + f.n.Unit.named() + ", but it is defined in " + b.m.lines[i].line.Unit().named(), Err: ErrUnit})
		}
	}
	for _, o := range f.n.Operands {
		b.checkNodes(line, o, f.n.Kind == ByYearNode)
	}
}

// unit infers the unit of a formula. It is unknown where a fault has been
// reported; what builds on it is not reported again.
func (b *builder) unit(line string, f Formula) (Unit, bool) {
	if f.n == nil {
		return "", false
	}
	if u, done := b.units[f.n]; done {
		return u.unit, u.known
	}
	u, known := b.inferUnit(line, f)
	b.units[f.n] = unitOf{u, known}
	return u, known
}

func (b *builder) inferUnit(line string, f Formula) (Unit, bool) {
	n := f.n
	switch n.Kind {
	case ConstantNode, LineNode:
		return n.Unit, !b.broken[n.Name]
	case ParamNode:
		// Used in two units, the parameter has been reported already.
		return n.Unit, !b.broken[n.Name] && !b.faulted[paramFault{n.Name, ErrUnit}]
	}
	units := make([]Unit, len(n.Operands))
	all := true
	for i, o := range n.Operands {
		var ok bool
		units[i], ok = b.unit(line, o)
		all = all && (ok || o.n == nil && n.Kind == ByYearNode)
	}
	if !all {
		return "", false
	}
	switch n.Kind {
	case MultiplyNode:
		u := units[0]
		for _, v := range units[1:] {
			u = u.Times(v)
		}
		return b.whole(line, f, u)
	case QuotientNode:
		return b.whole(line, f, units[0].Per(units[1]))
	case PowerNode:
		return Ratio, b.agree(line, f, units)
	case WhenNode:
		return units[2], b.agree(line, f, units[:2]) && b.agree(line, f, units[2:])
	case ByYearNode:
		var present []Unit
		for i, o := range n.Operands {
			if o.n != nil {
				present = append(present, units[i])
			}
		}
		if len(present) == 0 {
			return "", false
		}
		return present[0], b.agree(line, f, present)
	}
	return units[0], b.agree(line, f, units)
}

// whole rejects a product whose unit is beyond what a unit can be.
func (b *builder) whole(line string, f Formula, u Unit) (Unit, bool) {
	if !u.valid() {
		b.fault(Error{Line: line, Input: "unit", Value: abbreviate(f.String()), Err: ErrTooLarge})
		return "", false
	}
	return u, true
}

// agree reports units that have to be the same and are not.
func (b *builder) agree(line string, f Formula, units []Unit) bool {
	for _, u := range units {
		if u != units[0] {
			names := make([]string, len(units))
			for i, v := range units {
				names[i] = v.named()
			}
			b.fault(Error{Line: line, Detail: verbs[f.n.Kind] + " " + strings.Join(names, " and ") + ": " + abbreviate(f.String()), Err: ErrUnit})
			return false
		}
	}
	return true
}

// verbs say what a formula does with units that do not agree.
var verbs = map[Kind]string{
	AddNode:      "adds",
	SubtractNode: "subtracts",
	PowerNode:    "takes a power of",
	MinimumNode:  "compares",
	MaximumNode:  "compares",
	ByYearNode:   "goes from year to year through",
	WhenNode:     "chooses between",
}
