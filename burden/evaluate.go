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

// expr is a formula with its names resolved against a model.
type expr struct {
	kind     Kind
	args     []*expr // nil where a by-year node ends the line
	value    decimal.Decimal
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
		kind: n.Kind, value: n.Value, rounding: n.Rounding, p: n.P, q: n.Q,
		from: n.From, to: n.To, relative: n.Relative, starts: n.Starts, shares: n.Shares, part: n.Part, source: f, unit: b.units[n].unit,
	}
	switch n.Kind {
	case ParamNode:
		e.param = b.m.paramIndex[n.Name]
	case LineNode:
		e.line = b.m.lineIndex[n.Name]
	}
	e.args = make([]*expr, len(n.Operands))
	for i, o := range n.Operands {
		e.args[i] = b.compile(o)
	}
	b.exprs[f.n] = e
	return e
}

// inForce returns the piece of a by-year node for a year, nil if there is none.
func (e *expr) inForce(year int) *expr {
	i, found := slices.BinarySearch(e.starts, year)
	if !found {
		i--
	}
	if i < 0 {
		return nil
	}
	return e.args[i]
}

// summed returns the years a sum node adds up when it is evaluated in a year.
func (e *expr) summed(year int) (from, to int) {
	if e.relative {
		return year - e.from, year - e.to
	}
	return e.from, e.to
}

// cell is a line in a year.
type cell struct{ line, year int }

// slot is what is known of a cell.
type slot struct {
	state state
	value decimal.Decimal
}

type state uint8

const (
	unknown state = iota
	open          // being computed: needing it again is a cycle
	done
	absent // not applicable: the line is not defined in the year
)

// column is a line's slots over the years that were touched.
type column struct {
	first int
	slots []slot
}

// at returns the slot of a year, making room for it.
func (c *column) at(year int) *slot {
	if i := year - c.first; i >= 0 && i < len(c.slots) {
		return &c.slots[i]
	}
	const room = 16
	if len(c.slots) == 0 {
		c.first, c.slots = year-1, make([]slot, room)
		return &c.slots[1]
	}
	if year < c.first {
		grow := max(room, c.first-year+len(c.slots)/2)
		c.slots = append(make([]slot, grow, grow+len(c.slots)), c.slots...)
		c.first -= grow
		return c.at(year)
	}
	c.slots = append(c.slots, make([]slot, year-c.first-len(c.slots)+room)...)
	return &c.slots[year-c.first]
}

// peek returns the slot of a year without making room.
func (c *column) peek(year int) slot {
	if i := year - c.first; i >= 0 && i < len(c.slots) {
		return c.slots[i]
	}
	return slot{}
}

// evaluation computes cells on demand, each once.
//
// A cell's formula is evaluated by recursion over the formula, whose depth is
// limited; the cells it needs are computed before, on a stack of their own, so
// neither the number of years nor the number of lines deepens the recursion.
// Needed cells come first, from left to right, then the cell's own operations.
type evaluation struct {
	m         *Model
	columns   []column
	computed  int // cells, those that turned out absent included
	room      int // slots
	work      int // nodes
	roundings []RoundingRecord
	limits    []LimitRecord
	at        cell // the cell being evaluated
	splits    map[splitYear]*divided
	quiet     bool   // do not record
	trace     *trace // of an explanation, else nil
}

// compute makes the cell known, and all it needs. The result is the first error met.
func (v *evaluation) compute(wanted cell) error {
	stack := []cell{wanted}
	var missing []cell
	for len(stack) > 0 {
		c := stack[len(stack)-1]
		s, err := v.slot(c)
		if err != nil {
			return err
		}
		if s.state == done || s.state == absent {
			stack = stack[:len(stack)-1]
			continue
		}
		e := v.m.lines[c.line].expr
		if s.state == unknown {
			if v.computed++; v.computed > maxCells {
				return v.errorAt(c, Error{Input: "line-years", Value: "more than " + strconv.Itoa(maxCells), Err: ErrTooLarge})
			}
			if e.kind == ByYearNode && e.inForce(c.year) == nil {
				s.state = absent
				continue
			}
			s.state = open
		}
		v.at = c
		missing = missing[:0]
		if err := v.missing(e, c.year, &missing); err != nil && len(missing) == 0 {
			return err // otherwise what stands to its left comes first
		}
		for _, n := range slices.Backward(missing) {
			if v.columns[n.line].peek(n.year).state == open {
				return v.errorAt(c, Error{Detail: "needs " + v.name(n) + ", which needs it", Err: ErrCycle})
			}
			stack = append(stack, n)
		}
		if len(missing) > 0 {
			continue
		}
		value, err := v.eval(e, c.year)
		if err != nil {
			return err
		}
		s = v.columns[c.line].at(c.year)
		s.state, s.value = done, value
		stack = stack[:len(stack)-1]
	}
	return nil
}

// missing lists the cells that evaluating e in a year needs and that are not
// known yet, left to right. Of a when node only the branch that is taken counts.
func (v *evaluation) missing(e *expr, year int, list *[]cell) error {
	switch e.kind {
	case LineNode:
		if year < MinYear {
			return v.errorAt(v.at, Error{Detail: v.m.lines[e.line].line.Name() + " is needed before year 1; a recurrence has to have a first year", Err: ErrMissingYear})
		}
		if s := v.columns[e.line].peek(year); s.state == unknown || s.state == open {
			*list = append(*list, cell{e.line, year})
		}
		return nil
	case ConstantNode, ParamNode:
		return nil
	case PartNode:
		if d, known := v.splits[splitYear{e.shares, year}]; known && slices.Equal(d.args, e.args) {
			return nil // what it needs is there since another part was computed
		}
	case LagNode:
		return v.missing(e.args[0], year-e.from, list)
	case SumNode:
		from, to := e.summed(year)
		for y := from; y <= to; y++ {
			if err := v.missing(e.args[0], y, list); err != nil {
				return err
			}
		}
		return nil
	case ByYearNode:
		if p := e.inForce(year); p != nil {
			return v.missing(p, year, list)
		}
		return nil // evaluation reports it
	case WhenNode:
		before := len(*list)
		for _, side := range e.args[:2] {
			if err := v.missing(side, year, list); err != nil {
				return err
			}
		}
		if len(*list) > before {
			return nil // the sides first; then this formula is looked at again
		}
		quiet := v.quiet
		v.quiet = true
		branch, err := v.branch(e, year)
		v.quiet = quiet
		if err != nil {
			return nil // evaluation meets it again, in its order
		}
		return v.missing(branch, year, list)
	}
	for _, arg := range e.args {
		if arg == nil {
			continue // a bound that a split does not have
		}
		if err := v.missing(arg, year, list); err != nil {
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
	if a.LessThan(b) {
		return e.args[2], nil
	}
	return e.args[3], nil
}

// eval returns the value of e in a year. All cells it needs are known.
func (v *evaluation) eval(e *expr, year int) (decimal.Decimal, error) {
	if err := v.charge(1); err != nil {
		return decimal.Decimal{}, err
	}
	switch e.kind {
	case ConstantNode:
		return e.value, nil
	case ParamNode:
		return v.paramValue(e, year)
	case LineNode:
		s := v.columns[e.line].peek(year)
		if s.state != done {
			return decimal.Decimal{}, v.errorAt(v.at, Error{Detail: v.m.lines[e.line].line.Name() + " is not defined for " + strconv.Itoa(year) + v.neededAs(year), Err: ErrMissingYear})
		}
		if v.trace != nil {
			if err := v.chargeTrace(s.value); err != nil {
				return decimal.Decimal{}, err
			}
			v.trace.use(cell{e.line, year}, s.value)
		}
		return s.value, nil
	case LagNode:
		return v.eval(e.args[0], year-e.from)
	case BasisNode:
		return v.eval(e.args[0], year)
	case SumNode:
		var total decimal.Decimal
		from, to := e.summed(year)
		for y := from; y <= to; y++ {
			x, err := v.eval(e.args[0], y)
			if err != nil {
				return decimal.Decimal{}, err
			}
			if total, err = v.fit(e, total.Add(x)); err != nil {
				return decimal.Decimal{}, err
			}
		}
		return total, nil
	case ByYearNode:
		p := e.inForce(year)
		if p == nil {
			return decimal.Decimal{}, v.errorAt(v.at, Error{Detail: "no formula is in force in " + strconv.Itoa(year) + v.neededAs(year), Err: ErrMissingYear})
		}
		return v.eval(p, year)
	case WhenNode:
		branch, err := v.branch(e, year)
		if err != nil {
			return decimal.Decimal{}, err
		}
		return v.eval(branch, year)
	case MinimumNode, MaximumNode:
		return v.limit(e, year)
	case PartNode:
		return v.share(e, year)
	}
	a, err := v.eval(e.args[0], year)
	if err != nil {
		return decimal.Decimal{}, err
	}
	if e.kind == RoundNode {
		return v.round(e, a, decimal.NewFromInt(1))
	}
	for _, arg := range e.args[1:] {
		b, err := v.eval(arg, year)
		if err != nil {
			return decimal.Decimal{}, err
		}
		switch e.kind {
		case AddNode:
			a = a.Add(b)
		case SubtractNode:
			a = a.Sub(b)
		case MultiplyNode:
			a = a.Mul(b)
		default:
			return v.round(e, a, b)
		}
		if a, err = v.fit(e, a); err != nil {
			return decimal.Decimal{}, err
		}
	}
	return a, nil
}

// fit rejects a result that has outgrown the limits. Zeros at the end do not count.
func (v *evaluation) fit(e *expr, d decimal.Decimal) (decimal.Decimal, error) {
	d, ok := exact.Fit(d)
	if !ok {
		return decimal.Decimal{}, v.errorAt(v.at, Error{Input: e.source.excerpt(), Value: "more than " + strconv.Itoa(MaxDigits) + " digits", Err: ErrTooLarge})
	}
	return d, v.chargeNumber(d)
}

// round computes a round, quotient or power node and puts it on record.
func (v *evaluation) round(e *expr, a, b decimal.Decimal) (decimal.Decimal, error) {
	if err := v.chargeQuotient(e, a, b); err != nil {
		return decimal.Decimal{}, err
	}
	var after decimal.Decimal
	var err error
	if e.kind == PowerNode {
		after, err = exact.Pow(a, b, e.p, e.q, e.rounding.quantum, exact.Mode(e.rounding.mode))
		if err != nil {
			err = cause(err)
		}
	} else {
		after, err = e.rounding.quotient(a, b)
	}
	record := RoundingRecord{
		Line: v.m.lines[v.at.line].line, Year: v.at.year,
		Dividend: a, Divisor: b, P: max(e.p, 1), Q: max(e.q, 1),
		After: after, Rounding: e.rounding,
	}
	if e.kind == PowerNode {
		record.P = e.p
	}
	if err != nil {
		at := Error{Input: e.source.excerpt(), Value: record.Before(), Err: err}
		if b.IsZero() && e.args[1].kind != ConstantNode {
			at.Input, at.Value = e.args[1].source.excerpt(), "0"
		}
		return decimal.Decimal{}, v.errorAt(v.at, at)
	}
	if !v.quiet {
		v.roundings = append(v.roundings, record)
	}
	return after, nil
}

// limit computes a minimum or maximum node and records which limits decided.
func (v *evaluation) limit(e *expr, year int) (decimal.Decimal, error) {
	values := make([]decimal.Decimal, len(e.args))
	for i, arg := range e.args {
		x, err := v.eval(arg, year)
		if err != nil {
			return decimal.Decimal{}, err
		}
		values[i] = x
	}
	sign := 1
	if e.kind == MaximumNode {
		sign = -1
	}
	subject, result := values[0], values[0]
	for _, x := range values[1:] {
		if x.Cmp(result)*sign < 0 {
			result = x
		}
	}
	if v.quiet || e.source.n.unagreed {
		return result, nil
	}
	for i, x := range values[1:] {
		if x.Equal(result) {
			if err := v.charge(recordWork); err != nil {
				return decimal.Decimal{}, err
			}
			v.limits = append(v.limits, LimitRecord{
				Line: v.m.lines[v.at.line].line, Year: v.at.year,
				Limit: e.args[i+1].source, Floor: e.kind == MaximumNode,
				Subject: subject, Value: x, Binds: !x.Equal(subject), unit: e.unit,
			})
		}
	}
	return result, nil
}

// paramValue returns a parameter's value of a year.
func (v *evaluation) paramValue(e *expr, year int) (decimal.Decimal, error) {
	d := v.m.params[e.param].d
	entry, ok := d.series.At(year)
	if !ok {
		return decimal.Decimal{}, v.errorAt(v.at, Error{Input: d.name, Detail: d.name + " has no value for " + strconv.Itoa(year) + v.neededAs(year), Err: ErrMissingYear})
	}
	if v.trace != nil {
		if err := v.chargeTrace(entry.Value); err != nil {
			return decimal.Decimal{}, err
		}
		v.trace.input(d, year, entry)
	}
	return entry.Value, nil
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
