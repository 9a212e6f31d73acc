package burden

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"
)

// Param is the handle of a parameter: a name, a unit, and the series that is
// its value unless a model or a scenario defines another. Bases, drivers,
// rates, floors and ceilings are parameters.
//
// Two handles with the same name and unit mean the same parameter.
type Param struct {
	Formula // the parameter's value of the year, as an operand
	d       *paramData
}

type paramData struct {
	name     string
	unit     Unit
	series   Series
	low      decimal.Decimal
	high     decimal.Decimal
	ranged   bool
	lowText  string
	highText string
	purpose  string
	estimate *ThreePoint
	faults   []*Error
}

// NewParam returns the parameter of that name, a Go identifier or several
// joined by dots, with its unit and its series.
func NewParam(name string, unit Unit, series Series) Param {
	return newParam(paramData{name: name, unit: unit, series: series})
}

func newParam(d paramData) Param {
	return Param{build(Node{Kind: ParamNode, Name: d.name, Unit: d.unit}, nil).withParam(&d), &d}
}

func (f Formula) withParam(d *paramData) Formula {
	f.n.param = d
	return f
}

// Within returns the parameter with a range, both ends included. A value
// outside it is an [ErrOutOfRange] when a model is built or a scenario sets it.
func (p Param) Within(low, high string) Param {
	if p.d == nil {
		return p
	}
	d := *p.d
	var faults [2]*Error
	d.low, faults[0] = number(low)
	d.high, faults[1] = number(high)
	d.ranged, d.lowText, d.highText = true, low, high
	d.faults = slices.Clone(d.faults)
	for _, f := range faults {
		if f != nil {
			f.Input = "range"
			d.faults = append(d.faults, f)
		}
	}
	if faults[0] == nil && faults[1] == nil && d.high.LessThan(d.low) {
		d.faults = append(d.faults, &Error{Input: "range", Value: low + " to " + high, Err: ErrOutOfRange})
	}
	return newParam(d)
}

// ThreePoint is a three-point estimate: a low, a central and a high value, which a
// tornado moves between and a simulation draws from.
type ThreePoint struct{ Low, Central, High decimal.Decimal }

// Estimated returns the parameter with an estimate. Its series stays what it is; the
// estimate is for what asks about uncertainty. Values that do not ascend, or lie
// outside the parameter's range, are an [ErrOutOfRange] when a model is built.
func (p Param) Estimated(low, central, high string) Param {
	if p.d == nil {
		return p
	}
	d := *p.d
	d.faults = slices.Clone(d.faults)
	var v [3]decimal.Decimal
	sound := true
	for i, text := range []string{low, central, high} {
		var f *Error
		if v[i], f = number(text); f != nil {
			f.Input, sound = "estimate", false
			d.faults = append(d.faults, f)
		}
	}
	if sound && (v[1].LessThan(v[0]) || v[2].LessThan(v[1])) {
		d.faults = append(d.faults, &Error{Input: "estimate", Value: low + ", " + central + ", " + high, Err: ErrOutOfRange})
	}
	d.estimate = &ThreePoint{v[0], v[1], v[2]}
	return newParam(d)
}

// Estimate returns the parameter's estimate, and whether it has one.
func (p Param) Estimate() (ThreePoint, bool) {
	if p.d == nil || p.d.estimate == nil {
		return ThreePoint{}, false
	}
	return *p.d.estimate, true
}

// heir returns p with the range, purpose and estimate of q where it has none of its own.
func (p Param) heir(q Param) Param {
	if p.d == nil || q.d == nil || p.d == q.d || (p.d.ranged || !q.d.ranged) && (p.d.purpose != "" || q.d.purpose == "") && (p.d.estimate != nil || q.d.estimate == nil) {
		return p
	}
	d := *p.d
	if d.estimate == nil {
		d.estimate = q.d.estimate
	}
	if !d.ranged && q.d.ranged {
		d.ranged, d.low, d.high, d.lowText, d.highText = true, q.d.low, q.d.high, q.d.lowText, q.d.highText
	}
	d.purpose = cmp.Or(d.purpose, q.d.purpose)
	return newParam(d)
}

// For returns the parameter with a purpose, which explanations show: of an
// exchange rate, whether it is the market's, the budget's or the announcement's.
func (p Param) For(purpose string) Param {
	if p.d == nil {
		return p
	}
	d := *p.d
	d.purpose = purpose
	return newParam(d)
}

// Purpose returns what the parameter is for, if anything was said.
func (p Param) Purpose() string {
	if p.d == nil {
		return ""
	}
	return p.d.purpose
}

// Name returns the parameter's name.
func (p Param) Name() string { return p.Node().Name }

// Unit returns the parameter's unit.
func (p Param) Unit() Unit { return p.Node().Unit }

// Series returns the parameter's series.
func (p Param) Series() Series {
	if p.d == nil {
		return Series{}
	}
	return p.d.series
}

// Range returns the ends of the parameter's range, and whether it has one.
func (p Param) Range() (low, high decimal.Decimal, ok bool) {
	if p.d == nil || !p.d.ranged {
		return decimal.Decimal{}, decimal.Decimal{}, false
	}
	return p.d.low, p.d.high, true
}

// Is returns the definition that gives the parameter another series. Range, purpose and
// estimate stay, and a series that does not say its year basis takes the parameter's.
func (p Param) Is(series Series) Definition {
	if p.d == nil {
		return p
	}
	d := *p.d
	if basis, known := d.series.Basis(); known && !series.by && !series.fitsAny() {
		series.basis, series.by = basis, d.series.by
	}
	d.series = series
	return newParam(d)
}

// Measure says what a line's numbers are, and so whether they add up over years.
type Measure uint8

const (
	// Flow is an amount per year, such as a contribution: it totals over years.
	Flow Measure = iota
	// Stock is a level at a time, such as a number of troops.
	Stock
	// Rate is a ratio or an amount per something, such as a cost per person.
	Rate
)

var measureNames = [...]string{"flow", "stock", "rate"}

// String returns the measure in one word.
func (m Measure) String() string {
	if int(m) < len(measureNames) {
		return measureNames[m]
	}
	return "unknown measure"
}

// Line is the handle of a line: a name and a unit. What the line is, a
// definition says: [Line.Is] or [Line.Starts]. Two handles with the same name
// and unit mean the same line, so lines may refer to each other in any order.
type Line struct {
	Formula // the line's value of the year, as an operand
	measure Measure
	basis   YearBasis
	by      bool // On said which basis
}

// NewLine returns the line of that name, a Go identifier or several joined by
// dots. Amounts of a currency are flows, other whole units stocks, and all else
// rates, unless [Line.As] says otherwise.
func NewLine(name string, unit Unit) Line {
	measure := Stock
	if unit.IsCurrency() {
		measure = Flow
	} else if !isIdentifier(string(unit)) {
		measure = Rate
	}
	return Line{Formula: build(Node{Kind: LineNode, Name: name, Unit: unit}, nil), measure: measure}
}

// with returns the line under another name.
func (l Line) with(name string) Line {
	l.Formula = NewLine(name, l.Unit()).Formula
	return l
}

// As returns the line with another measure.
func (l Line) As(m Measure) Line {
	l.measure = m
	return l
}

// Name returns the line's name.
func (l Line) Name() string {
	if l.n == nil {
		return ""
	}
	return l.n.Name
}

// Unit returns the line's unit.
func (l Line) Unit() Unit {
	if l.n == nil {
		return ""
	}
	return l.n.Unit
}

// Measure says whether the line is a flow, a stock or a rate.
func (l Line) Measure() Measure { return l.measure }

// Previous returns the line's value of the year before.
func (l Line) Previous() Formula { return l.Lag(1) }

// Is returns the definition of the line as f in every year.
func (l Line) Is(f Operand) LineDefinition {
	return LineDefinition{line: l, formula: operands(f)[0], whole: true}
}

// Starts returns the definition of the line as f from a first year on. Before
// it, the line is not applicable.
func (l Line) Starts(year int, f Operand) LineDefinition {
	return LineDefinition{line: l}.From(year, f)
}

// LineDefinition says what a line is: one formula, or one after another by
// year. Its methods return changed copies.
type LineDefinition struct {
	line    Line
	formula Formula // of a definition by Is; otherwise zero
	whole   bool    // defined by Is, if only by a zero formula
	pieces  []piece
	closed  bool // the last thing said was In or Until, which Then cannot follow
	fault   *Error
}

// piece is a formula from a year on, until the next piece. A zero formula ends the line.
type piece struct {
	from    int
	formula Formula
	ended   bool
}

// Line returns the line that is defined.
func (d LineDefinition) Line() Line { return d.line }

// Formula returns the definition as one formula.
func (d LineDefinition) Formula() Formula {
	if len(d.pieces) == 0 {
		return d.formula
	}
	n := Node{Kind: ByYearNode}
	for _, p := range d.pieces {
		n.Operands = append(n.Operands, p.formula)
		n.Starts = append(n.Starts, p.from)
	}
	return build(n, nil)
}

// Then returns the definition with f from the year after the latest start on:
// contribution.Starts(2009, base).Then(next) is the base in 2009 and next from 2010.
// It follows Starts, From or Then.
func (d LineDefinition) Then(f Operand) LineDefinition {
	if len(d.pieces) == 0 {
		return d.faulty(&Error{Detail: "Then has no first year to follow; begin with Starts", Err: ErrIncomplete})
	}
	if d.closed {
		return d.faulty(&Error{Detail: "Then follows Starts or From; after In or Until, say From a year", Err: ErrIncomplete})
	}
	return d.From(d.pieces[len(d.pieces)-1].from+1, f)
}

// From returns the definition with f from a year on, until the next later start.
func (d LineDefinition) From(year int, f Operand) LineDefinition {
	d, year = d.within(year)
	return d.put(piece{from: year, formula: operands(f)[0]})
}

// In returns the definition with f in one year only, such as a negotiated amount or a
// freeze. The definition applies again in the years after. A line that builds on its own
// last year then builds on the changed amount: of 100 that grows by 10 % a year from 2009,
// In(2010, 200) makes 220 of 2011, not 121. For the amounts as they would have been, keep
// them on a line of their own.
func (d LineDefinition) In(year int, f Operand) LineDefinition {
	d, year = d.within(year)
	next := piece{from: year + 1, formula: d.formula}
	for _, p := range d.pieces {
		if p.from <= year+1 {
			next.formula = p.formula
		}
	}
	next.ended = next.formula.n == nil
	d = d.From(year, f)
	if year < MaxYear {
		d = d.put(next)
	}
	d.closed = true
	return d
}

// Until returns the definition with the given year as its last. Nothing is
// applicable after it.
func (d LineDefinition) Until(year int) LineDefinition {
	d, year = d.within(year)
	d = d.put(piece{from: year + 1, ended: true})
	i := slices.IndexFunc(d.pieces, func(p piece) bool { return p.from == year+1 })
	d.pieces = slices.Clone(d.pieces[:i+1])
	d.closed = true
	if i == 0 {
		d = d.faulty(&Error{Input: "last year", Value: strconv.Itoa(year), Err: ErrOutOfRange}) // before the first
	}
	return d
}

// put inserts or replaces the piece of a year.
func (d LineDefinition) put(p piece) LineDefinition {
	pieces := slices.Clone(d.pieces)
	if len(pieces) == 0 && d.whole {
		pieces = []piece{{from: MinYear, formula: d.formula}}
	}
	i, found := slices.BinarySearchFunc(pieces, p.from, func(q piece, year int) int { return q.from - year })
	if found {
		pieces[i] = p
	} else {
		pieces = slices.Insert(pieces, i, p)
	}
	d.pieces, d.formula, d.closed = pieces, Formula{}, false
	return d
}

// within returns a year that this package accepts, and keeps the fault of one it does not.
func (d LineDefinition) within(year int) (LineDefinition, int) {
	if year < MinYear || year > MaxYear {
		d = d.faulty(&Error{Input: "year", Value: strconv.Itoa(year), Err: ErrOutOfRange})
	}
	return d, min(max(year, MinYear), MaxYear)
}

// faulty keeps the first fault.
func (d LineDefinition) faulty(fault *Error) LineDefinition {
	if d.fault == nil {
		d.fault = fault
	}
	return d
}
