package burden

import (
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden/internal/exact"
)

// maxCells bounds the line-years that one projection computes.
const maxCells = 1 << 20

// maxWork bounds the nodes that one projection evaluates, long numbers, splits and what
// goes on record counting for more ([evaluation.charge]).
const maxWork = 3 << 21

// unity is the divisor of a plain rounding.
var unity = exact.Of(decimal.NewFromInt(1))

// expr is a formula with its names resolved against a model.
type expr struct {
	kind     Kind
	args     []*expr // nil where a by-year node ends the line
	value    exact.Number
	param    int
	line     int
	rounding Rounding
	p, q     int
	from, to int
	relative bool
	starts   []int
	shares   *Shares
	part     int
	source   Formula
	unit     Unit
	extent   int  // of the rounding's quantum
	needy    bool // a line stands in it, or a when node, whose sides count as work done
}

// compile resolves a checked formula. Shared nodes stay shared.
func (b *builder) compile(f Formula) *expr {
	if f.n == nil {
		return nil
	}
	if e, done := b.exprs[f.n]; done {
		return e
	}
	n := f.n
	e := &expr{
		kind: n.Kind, value: exact.Of(n.Value), rounding: n.Rounding, p: n.P, q: n.Q,
		from: n.From, to: n.To, relative: n.Relative, starts: n.Starts, shares: n.Shares, part: n.Part, source: f, unit: b.units[n].unit,
	}
	switch n.Kind {
	case ParamNode:
		e.param = b.m.paramIndex[n.Name]
	case LineNode:
		e.line = b.m.lineIndex[n.Name]
	}
	e.extent = extent(n.Rounding.quantum)
	e.needy = n.Kind == LineNode || n.Kind == WhenNode
	if n.Kind == PartNode && b.part != nil && n.partOfSame(b.part.source.n) {
		e.args, e.needy = b.part.args, b.part.needy // the parts of a split have the same operands
		b.exprs[f.n] = e
		return e
	}
	e.args = make([]*expr, len(n.Operands))
	for i, o := range n.Operands {
		e.args[i] = b.compile(o)
		e.needy = e.needy || e.args[i] != nil && e.args[i].needy
	}
	if n.Kind == PartNode {
		b.part = e
	}
	b.exprs[f.n] = e
	return e
}

// sameArgs reports whether two lists are the same operands. Those of one split are one
// list, so that its parts are compared at once.
func sameArgs(a, b []*expr) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0] || slices.Equal(a, b))
}

// inForce returns the piece of a by-year node for a year, nil if there is none.
func (e *expr) inForce(year int) *expr {
	if i := inForce(e.starts, year); i >= 0 {
		return e.args[i]
	}
	return nil
}

// summed returns the years a sum node adds up when it is evaluated in a year.
func (e *expr) summed(year int) (from, to int) {
	if e.relative {
		return year - e.from, year - e.to
	}
	return e.from, e.to
}

// evaluation computes cells on demand, each once.
//
// A cell's formula is evaluated by recursion over the formula, whose depth is
// limited; the cells it needs are computed before, on a stack of their own, so
// neither the number of years nor the number of lines deepens the recursion.
// Needed cells come first, from left to right, then the cell's own operations.
//
// Nothing is put on record meanwhile: a cell's value follows from cells that are known,
// so the record of a projection is made when it is asked for, by evaluating its cells
// once more. Its work is counted from the start, so that there is room for it then.
type evaluation struct {
	m       *Model
	columns []column
	room    int    // years that a column first has room for
	slots   int    // of all columns
	spare   []slot // for the next columns
	began   int    // cells, those that turned out absent included
	done    int32  // cells
	work    int    // nodes
	at      cell   // the cell being evaluated
	splits  map[splitYear]*divided
	look    bool     // evaluate only to see which branch is taken, keeping no split
	record  *records // nil to keep none
	trace   *trace   // of an explanation, else nil
	stack   []cell   // of compute, kept for the next
	needed  []cell   // the same
}

// records are what decided values: roundings, and ceilings and floors.
type records struct {
	roundings []RoundingRecord
	limits    []LimitRecord
}

// compute makes the cell known, and all it needs. The result is the first error met.
func (v *evaluation) compute(wanted cell) error {
	v.stack = append(v.stack[:0], wanted)
	for len(v.stack) > 0 {
		c := v.stack[len(v.stack)-1]
		s, err := v.slot(c)
		if err != nil {
			return err
		}
		if s.state == done || s.state == absent {
			v.stack = v.stack[:len(v.stack)-1]
			continue
		}
		e := v.m.lines[c.line].expr
		if s.state == unknown {
			if v.began++; v.began > maxCells {
				return v.errorAt(c, Error{Input: "line-years", Value: "more than " + strconv.Itoa(maxCells), Err: ErrTooLarge})
			}
			if e.kind == ByYearNode && e.inForce(c.year) == nil {
				s.state = absent
				continue
			}
			s.state = open
		}
		v.at = c
		v.needed = v.needed[:0]
		if err := v.missing(e, c.year); err != nil && len(v.needed) == 0 {
			return err // otherwise what stands to its left comes first
		}
		for _, n := range slices.Backward(v.needed) {
			if v.columns[n.line].peek(n.year).state == open {
				return v.errorAt(c, Error{Detail: "needs " + v.name(n) + ", which needs it", Err: ErrCycle})
			}
			v.stack = append(v.stack, n)
		}
		if len(v.needed) > 0 {
			continue
		}
		value, err := v.eval(e, c.year)
		if err != nil {
			return err
		}
		v.done++
		s.state, s.value, s.nth = done, value.InBoth(), v.done
		v.stack = v.stack[:len(v.stack)-1]
	}
	return nil
}

// missing adds to those needed the cells that evaluating e in a year needs and that are
// not known yet, left to right. Of a when node only the branch that is taken counts.
func (v *evaluation) missing(e *expr, year int) error {
	if !e.needy {
		return nil
	}
	switch e.kind {
	case PartNode:
		if d, known := v.splits[splitYear{e.shares, year}]; known && sameArgs(d.args, e.args) {
			return nil // what it needs is there since another part was computed
		}
	case LineNode:
		if year < MinYear {
			return v.errorAt(v.at, Error{Detail: v.m.lines[e.line].line.Name() + " is needed before year 1; a recurrence has to have a first year", Err: ErrMissingYear})
		}
		if s := v.columns[e.line].peek(year); s.state == unknown || s.state == open {
			v.needed = append(v.needed, cell{e.line, year})
		}
		return nil
	case LagNode:
		return v.missing(e.args[0], year-e.from)
	case SumNode:
		from, to := e.summed(year)
		for y := from; y <= to; y++ {
			if err := v.missing(e.args[0], y); err != nil {
				return err
			}
		}
		return nil
	case ByYearNode:
		if p := e.inForce(year); p != nil {
			return v.missing(p, year)
		}
		return nil // evaluation reports it
	case WhenNode:
		before := len(v.needed)
		for _, side := range e.args[:2] {
			if err := v.missing(side, year); err != nil {
				return err
			}
		}
		if len(v.needed) > before {
			return nil // the sides first; then this formula is looked at again
		}
		v.look = true
		branch, err := v.branch(e, year)
		v.look = false
		if err != nil {
			return nil // evaluation meets it again, in its order
		}
		return v.missing(branch, year)
	}
	for _, arg := range e.args {
		if arg == nil {
			continue // a bound that a split does not have
		}
		if err := v.missing(arg, year); err != nil {
			return err
		}
	}
	return nil
}

// branch returns the branch of a when node that is taken in a year.
func (v *evaluation) branch(e *expr, year int) (*expr, error) {
	a, err := v.eval(e.args[0], year)
	if err != nil {
		return nil, err
	}
	b, err := v.eval(e.args[1], year)
	if err != nil {
		return nil, err
	}
	if a.Cmp(b) < 0 {
		return e.args[2], nil
	}
	return e.args[3], nil
}

// eval returns the value of e in a year. All cells it needs are known.
func (v *evaluation) eval(e *expr, year int) (exact.Number, error) {
	if v.trace != nil && v.trace.tree.begins() {
		return v.trace.tree.eval(v, e, year)
	}
	if v.work++; v.work > maxWork {
		return exact.Number{}, v.overworked()
	}
	switch e.kind {
	case ConstantNode:
		return e.value, nil
	case ParamNode:
		return v.paramValue(e, year)
	case LineNode:
		s := v.columns[e.line].peek(year)
		if s.state != done {
			return exact.Number{}, v.errorAt(v.at, Error{Detail: v.m.lines[e.line].line.Name() + " is not defined for " + strconv.Itoa(year) + v.neededAs(year), Err: ErrMissingYear})
		}
		if v.trace != nil {
			if err := v.chargeTrace(s.value.Decimal()); err != nil {
				return exact.Number{}, err
			}
			v.trace.use(cell{e.line, year}, s.value.Decimal())
		}
		return s.value, nil
	case LagNode:
		return v.eval(e.args[0], year-e.from)
	case BasisNode:
		return v.eval(e.args[0], year)
	case SumNode:
		var total exact.Number
		from, to := e.summed(year)
		for y := from; y <= to; y++ {
			x, err := v.eval(e.args[0], y)
			if err != nil {
				return exact.Number{}, err
			}
			var ok bool
			if total, ok = total.Add(x); !ok {
				return exact.Number{}, v.outgrown(e)
			}
			if total.IsLong() {
				if err := v.chargeNumber(total); err != nil {
					return exact.Number{}, err
				}
			}
		}
		return total, nil
	case ByYearNode:
		p := e.inForce(year)
		if p == nil {
			return exact.Number{}, v.errorAt(v.at, Error{Detail: "no formula is in force in " + strconv.Itoa(year) + v.neededAs(year), Err: ErrMissingYear})
		}
		return v.eval(p, year)
	case WhenNode:
		branch, err := v.branch(e, year)
		if err != nil {
			return exact.Number{}, err
		}
		return v.eval(branch, year)
	case MinimumNode, MaximumNode:
		return v.limit(e, year)
	case PartNode:
		return v.share(e, year)
	}
	a, err := v.eval(e.args[0], year)
	if err != nil {
		return exact.Number{}, err
	}
	if e.kind == RoundNode {
		return v.round(e, a, unity)
	}
	for _, arg := range e.args[1:] {
		b, err := v.eval(arg, year)
		if err != nil {
			return exact.Number{}, err
		}
		var ok bool
		switch e.kind {
		case AddNode:
			a, ok = a.Add(b)
		case SubtractNode:
			a, ok = a.Sub(b)
		case MultiplyNode:
			a, ok = a.Mul(b)
		default:
			return v.round(e, a, b)
		}
		if !ok {
			return exact.Number{}, v.outgrown(e)
		}
		if a.IsLong() {
			if err := v.chargeNumber(a); err != nil {
				return exact.Number{}, err
			}
		}
	}
	return a, nil
}

// outgrown reports a result beyond the limits.
func (v *evaluation) outgrown(e *expr) error {
	return v.errorAt(v.at, Error{Input: e.source.excerpt(), Value: "more than " + strconv.Itoa(MaxDigits) + " digits", Err: ErrTooLarge})
}

// round computes a round, quotient or power node and puts it on record.
func (v *evaluation) round(e *expr, a, b exact.Number) (exact.Number, error) {
	if err := v.chargeQuotient(e, a, b); err != nil {
		return exact.Number{}, err
	}
	var after exact.Number
	var err error
	if e.kind == PowerNode {
		var root decimal.Decimal
		root, err = exact.Pow(a.Decimal(), b.Decimal(), e.p, e.q, e.rounding.quantum, exact.Mode(e.rounding.mode))
		if err != nil {
			err = cause(err)
		}
		after = exact.Of(root)
	} else {
		after, err = e.rounding.quotient(a, b)
	}
	if err == nil && v.record == nil {
		return after, nil
	}
	record := RoundingRecord{
		Line: v.m.lines[v.at.line].line, Year: v.at.year,
		Dividend: a.Decimal(), Divisor: b.Decimal(), P: max(e.p, 1), Q: max(e.q, 1),
		After: after.Decimal(), Rounding: e.rounding,
	}
	if e.kind == PowerNode {
		record.P = e.p
	}
	if err != nil {
		at := Error{Input: e.source.excerpt(), Value: record.Before(), Err: err}
		if b.IsZero() && e.args[1].kind != ConstantNode {
			at.Input, at.Value = e.args[1].source.excerpt(), "0"
		}
		return exact.Number{}, v.errorAt(v.at, at)
	}
	v.record.roundings = append(v.record.roundings, record)
	return after, nil
}

// limit computes a minimum or maximum node and records which limits decided.
func (v *evaluation) limit(e *expr, year int) (exact.Number, error) {
	sign := 1
	if e.kind == MaximumNode {
		sign = -1
	}
	agreed := !e.source.n.unagreed // and so what decides is put on record
	recorded := v.record != nil && agreed
	deciding := 0 // limits
	var subject, result exact.Number
	var limits []exact.Number
	for i, arg := range e.args {
		x, err := v.eval(arg, year)
		if err != nil {
			return exact.Number{}, err
		}
		if i == 0 {
			subject, result = x, x
			continue
		}
		switch order := x.Cmp(result) * sign; {
		case order < 0:
			result, deciding = x, 1
		case order == 0:
			deciding++
		}
		if recorded {
			limits = append(limits, x)
		}
	}
	if agreed && deciding > 0 {
		if err := v.charge(deciding * recordWork); err != nil {
			return exact.Number{}, err
		}
	}
	for i, x := range limits {
		if x.Cmp(result) == 0 {
			v.record.limits = append(v.record.limits, LimitRecord{
				Line: v.m.lines[v.at.line].line, Year: v.at.year,
				Limit: e.args[i+1].source, Floor: e.kind == MaximumNode,
				Subject: subject.Decimal(), Value: x.Decimal(), Binds: x.Cmp(subject) != 0, unit: e.unit,
			})
		}
	}
	return result, nil
}

// paramValue returns a parameter's value of a year.
func (v *evaluation) paramValue(e *expr, year int) (exact.Number, error) {
	d := v.m.params[e.param].d
	span := d.series.span(year)
	if span == nil {
		return exact.Number{}, v.errorAt(v.at, Error{Input: d.name, Detail: d.name + " has no value for " + strconv.Itoa(year) + v.neededAs(year), Err: ErrMissingYear})
	}
	if v.trace != nil {
		if err := v.chargeTrace(span.Value); err != nil {
			return exact.Number{}, err
		}
		v.trace.input(d, year, span.Entry)
	}
	return exact.Of(span.Value), nil
}

// neededAs says how the cell being evaluated came to need another year.
func (v *evaluation) neededAs(year int) string {
	switch lag := v.at.year - year; {
	case lag == 0:
		return ""
	case lag > 0:
		return ", needed through a lag of " + strconv.Itoa(lag)
	}
	return ", needed from a later year"
}

func (v *evaluation) name(c cell) string {
	return v.m.lines[c.line].line.Name() + " " + strconv.Itoa(c.year)
}

func (v *evaluation) errorAt(c cell, e Error) error {
	e.Model, e.Line, e.Year = v.m.id, v.m.lines[c.line].line.Name(), c.year
	return &e
}
