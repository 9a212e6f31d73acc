package burden

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// builder checks definitions and makes a model of them. Faults are kept in
// definition order; what follows from a fault already kept is not reported.
type builder struct {
	m        *Model
	faults   []placed
	current  int              // index of the definition being looked at
	explicit map[string]bool  // parameters that have a definition of their own
	splits   map[string]bool  // names of splits, which are no lines
	names    map[string]named // of definitions, once a split asked
	broken   map[string]bool  // names with a fault of their own
	units    map[*node]unitOf // units found so far
	bases    map[*node]basisOf
	exprs    map[*node]*expr // compiled nodes
	part     *expr           // the part of a split compiled last
	checked  map[*node]bool  // nodes already looked at
	faulted  map[paramFault]bool
	untold   *Error // stands for the faults beyond the most that are told
	// unresolved is set where formulas cannot be compiled: a name or a part is missing, or too much is there.
	unresolved bool
}

// placed is a fault of a definition, by its index; -1 is the model as a whole.
type placed struct {
	definition int
	err        *Error
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

// fault keeps a fault; of those beyond the most that are told it keeps only that there
// is one.
func (b *builder) fault(f Error) {
	kept := b.untold
	if len(b.faults) < maxFaults {
		kept = &f
	} else if kept == nil {
		b.untold = &Error{Input: "faults", Value: "more than " + strconv.Itoa(maxFaults), Err: ErrTooLarge}
		kept = b.untold
	}
	b.faults = append(b.faults, placed{b.current, kept})
}

func (b *builder) build() {
	b.check()
	slices.SortStableFunc(b.faults, func(p, q placed) int { return cmp.Compare(p.definition, q.definition) })
}

func (b *builder) check() {
	b.current = -1
	b.explicit, b.splits, b.broken = map[string]bool{}, map[string]bool{}, map[string]bool{}
	b.units, b.exprs, b.checked = map[*node]unitOf{}, map[*node]*expr{}, map[*node]bool{}
	b.bases = map[*node]basisOf{}
	b.faulted = map[paramFault]bool{}
	if !isName(b.m.id) {
		b.fault(Error{Input: "model id", Value: quoted(b.m.id), Err: ErrName})
	}
	for i, d := range b.m.definitions {
		b.current = i
		if d == nil {
			b.fault(Error{Input: "definition", Err: ErrIncomplete})
			continue
		}
		d.define(b)
	}
	if len(b.m.lines) > MaxLines {
		b.current = -1
		b.fault(Error{Input: "lines", Value: strconv.Itoa(len(b.m.lines)), Err: tooLarge("at most " + strconv.Itoa(MaxLines))})
		return
	}
	if nodes := b.m.nodes(); nodes > MaxModelNodes {
		b.current = -1
		b.fault(Error{Input: "formulas", Detail: "the formulas have more than " + strconv.Itoa(MaxModelNodes) + " nodes together", Err: ErrTooLarge})
		return
	}
	for i, l := range b.m.lines {
		if i > 0 && l.formula.n != nil && l.formula.n.partOfSame(b.m.lines[i-1].formula.n) {
			continue // the operands are those of the part before
		}
		b.current = l.definition
		b.checkLine(l)
	}
	b.checkBases()
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
	if _, taken := b.m.lineIndex[p.d.name]; taken {
		b.twofold(p.d.name)
		return
	}
	b.explicit[p.d.name] = true
	b.param("", p)
}

func (d LineDefinition) define(b *builder) {
	if d.line.n == nil {
		b.fault(Error{Input: "line", Err: ErrIncomplete})
		return
	}
	if !isName(d.line.Name()) {
		b.fault(Error{Input: "line", Value: quoted(d.line.Name()), Err: ErrName})
	}
	if f := d.line.basis.fault(); f != nil {
		f.Line = d.line.Name()
		b.fault(*f)
	}
	d.enter(b)
}

// enter adds a line to the model.
func (d LineDefinition) enter(b *builder) {
	name := d.line.Name()
	if !d.line.Unit().valid() {
		b.fault(Error{Line: name, Input: "unit", Value: quoted(string(d.line.Unit())), Err: d.line.Unit().fault()})
		b.broken[name] = true
	}
	if d.fault != nil {
		f := *d.fault
		f.Line = name
		b.fault(f)
		b.unresolved = true
	}
	for _, p := range d.pieces {
		if p.formula.n == nil && !p.ended {
			b.fault(Error{Line: name, Year: p.from, Input: "formula", Err: ErrIncomplete})
		}
	}
	if _, taken := b.m.lineIndex[name]; taken {
		b.fault(Error{Line: name, Err: ErrDuplicate})
		return
	}
	if b.explicit[name] {
		b.twofold(name)
	}
	b.m.lineIndex[name] = len(b.m.lines)
	b.m.lines = append(b.m.lines, &modelLine{line: d.line, formula: d.Formula(), definition: b.current})
}

func (r IndexRule) define(b *builder) {
	if r.n == nil {
		b.fault(Error{Input: "rule", Err: ErrIncomplete})
		return
	}
	if !isName(r.Raw().Name()) {
		b.fault(Error{Input: "rule", Value: quoted(r.name), Err: ErrName})
	}
	if _, taken := b.m.lineIndex[r.name]; taken {
		b.fault(Error{Line: r.name, Err: ErrDuplicate})
		return
	}
	parts := map[string][]Operand{"driver": {r.index.Driver}, "add-on": r.index.AddOns}
	for _, part := range []string{"driver", "add-on"} {
		for _, f := range operands(parts[part]...) {
			if f.n == nil {
				b.fault(Error{Line: r.name, Input: part, Err: ErrIncomplete})
				b.unresolved = true
				return
			}
		}
	}
	for _, d := range r.lines() {
		d.enter(b)
	}
}

// param enters a parameter into the model at its first appearance and checks it.
func (b *builder) param(line string, p Param) {
	d := p.d
	i, known := b.m.paramIndex[d.name]
	if known {
		have := b.m.params[i]
		if merged := have.heir(p); b.explicit[d.name] && merged.d != have.d {
			// A series of its own does not free a parameter of its range.
			b.m.params[i] = merged
			if merged.d.ranged != have.d.ranged {
				for _, f := range merged.d.valueFaults() {
					b.paramFault(f)
				}
			}
			have = merged
		}
		switch {
		case have.d == d || b.broken[d.name]:
		case have.d.unit != d.unit:
			b.paramFault(Error{Line: line, Input: d.name, Detail: d.name + " is used in " + d.unit.named() + " and in " + have.d.unit.named(), Err: ErrUnit})
		case !b.explicit[d.name] && !sameParam(have.d, d):
			b.paramFault(Error{Line: line, Input: d.name, Value: "two different series, ranges, estimates or purposes", Err: ErrDuplicate})
		}
		return
	}
	b.m.paramIndex[d.name] = len(b.m.params)
	b.m.params = append(b.m.params, p)
	before := len(b.faults)
	if !isName(d.name) {
		b.fault(Error{Line: line, Input: "parameter", Value: quoted(d.name), Err: ErrName})
	}
	if !d.unit.valid() {
		b.fault(Error{Line: line, Input: "unit of " + d.name, Value: quoted(string(d.unit)), Err: d.unit.fault()})
	}
	for _, f := range d.valueFaults() {
		b.fault(f)
	}
	b.broken[d.name] = len(b.faults) > before
}

// valueFaults are what is wrong with a parameter's numbers and range.
func (d *paramData) valueFaults() []Error {
	var faults []Error
	for _, f := range slices.Concat(d.faults, d.series.faults) {
		g := *f
		g.Input = d.name + ": " + g.Input
		faults = append(faults, g)
	}
	for _, s := range d.series.spans {
		if d.ranged && len(d.faults) == 0 && (s.Value.LessThan(d.low) || s.Value.GreaterThan(d.high)) {
			faults = append(faults, Error{Input: d.name, Year: blamed(s.From), Value: Text(s.Value) + ", not within " + d.lowText + " to " + d.highText, Err: ErrOutOfRange})
		}
	}
	if e := d.estimate; e != nil && d.ranged && len(d.faults) == 0 && (e.Low.LessThan(d.low) || e.High.GreaterThan(d.high)) {
		faults = append(faults, Error{Input: d.name, Value: "estimate " + Text(e.Low) + " to " + Text(e.High) + ", not within " + d.lowText + " to " + d.highText, Err: ErrOutOfRange})
	}
	return faults
}

func (b *builder) paramFault(f Error) {
	key := paramFault{f.Input, f.Err}
	if !b.faulted[key] {
		b.faulted[key] = true
		b.fault(f)
	}
}

// twofold reports a name that is both a line's and a parameter's.
func (b *builder) twofold(name string) {
	b.paramFault(Error{Input: name, Value: "a line and a parameter", Err: ErrDuplicate})
	b.unresolved = true
}

func sameParam(a, b *paramData) bool {
	return a.unit == b.unit && a.series.Equal(b.series) && a.ranged == b.ranged && a.low.Equal(b.low) && a.high.Equal(b.high) && a.purpose == b.purpose && sameEstimate(a.estimate, b.estimate)
}

func sameEstimate(a, b *ThreePoint) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Low.Equal(b.Low) && a.Central.Equal(b.Central) && a.High.Equal(b.High)
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
		b.fault(Error{Line: name, Detail: name + " is " + l.line.Unit().named() + ", but its formula gives " + u.named() + ": " + l.formula.excerpt(), Err: ErrUnit})
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
			b.fault(Error{Line: line, Input: "unit", Value: quoted(string(f.n.Unit)), Err: f.n.Unit.fault()})
		}
	case ParamNode:
		if _, isLine := b.m.lineIndex[f.n.Name]; isLine {
			b.twofold(f.n.Name)
			return
		}
		if b.splits[f.n.Name] {
			b.paramFault(Error{Input: f.n.Name, Value: "a split and a parameter", Err: ErrDuplicate})
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
	for i, o := range f.n.Operands {
		b.checkNodes(line, o, f.n.Kind == ByYearNode || f.n.bound(i))
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
		all = all && (ok || o.n == nil && (n.Kind == ByYearNode || n.bound(i)))
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
		return Ratio, b.agree(line, f, n.Kind, units)
	case WhenNode:
		compared := b.agree(line, f, MinimumNode, units[:2])
		return units[2], b.agree(line, f, n.Kind, units[2:]) && compared
	case PartNode:
		last := 1 + len(n.Shares.Keys)
		amounts := units[:1:1]
		for i := last; i < len(units); i++ {
			if n.Operands[i].n != nil {
				amounts = append(amounts, units[i])
			}
		}
		weighed := b.agree(line, f, n.Kind, units[1:last])
		return units[0], b.agree(line, f, n.Kind, amounts) && weighed
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
		return present[0], b.agree(line, f, n.Kind, present)
	}
	return units[0], b.agree(line, f, n.Kind, units)
}

// whole rejects a product whose unit is beyond what a unit can be.
func (b *builder) whole(line string, f Formula, u Unit) (Unit, bool) {
	if !u.valid() {
		b.fault(Error{Line: line, Input: "unit", Value: f.excerpt(), Err: tooLarge("a unit has powers up to " + strconv.Itoa(maxPower))})
		return "", false
	}
	return u, true
}

// agree reports units that have to be the same and are not. Of a kind of node
// it takes the verb.
func (b *builder) agree(line string, f Formula, kind Kind, units []Unit) bool {
	for _, u := range units {
		if u != units[0] {
			names := make([]string, len(units))
			for i, v := range units {
				names[i] = v.named()
			}
			b.fault(Error{Line: line, Detail: verbs[kind] + " " + strings.Join(names, " and ") + ": " + f.excerpt(), Err: ErrUnit})
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
	PartNode:     "shares by",
	ByYearNode:   "goes from year to year through",
	WhenNode:     "chooses between",
}
