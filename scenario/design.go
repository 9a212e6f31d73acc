package scenario

import (
	"errors"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
)

// Setting is a parameter set to a value, in all years or those named.
type Setting struct {
	Param burden.Param
	Value decimal.Decimal
	Years []Years
}

// Point is one scenario of a design: what is set in it.
type Point []Setting

// Design is a finite list of scenarios that is known by index and never held as a
// whole, so that any range of it can run anywhere.
type Design interface {
	// Len returns how many scenarios there are.
	Len() int
	// At returns the i-th, i from 0 to Len()-1. It is the same every time, and may be asked
	// for by several goroutines at a time. What it panics with arrives where the sweep is
	// run; with one worker, also from where.
	At(i int) Point
}

// List is a design of points written out. An empty one is a [burden.ErrIncomplete],
// reported by what runs it.
type List []Point

// Len returns how many points there are.
func (l List) Len() int { return len(l) }

// At returns the i-th point; outside the list, one that cannot be applied.
func (l List) At(i int) Point {
	if i < 0 || i >= len(l) {
		return Point{{}}
	}
	return l[i]
}

// Axis is a parameter with the values it takes, in all years or those named.
type Axis struct {
	param  burden.Param
	years  []Years
	values []decimal.Decimal
	short  bool // every value has few digits
	// percent is whether a value was written as a percentage.
	percent bool
	// Of an axis of counts there are no values: the i-th is counts[i] × quantum.
	counts  []int64
	quantum decimal.Decimal
	fault   error
}

// NewAxis returns the axis of a parameter over values.
func NewAxis[N burden.Number](p burden.Param, values []N, years ...Years) Axis {
	a := Axis{param: p, years: slices.Clone(years), values: make([]decimal.Decimal, 0, len(values)), short: true, percent: percentages(values...)}
	for i, v := range values {
		d, ok := plainNumber(v)
		if ok && i > 0 {
			a.values = append(a.values, d)
			continue
		}
		a.short = a.short && ok
		c := change(SetTo, p, v, years) // checks parameter, number and years
		if len(c.faults) > 0 && a.fault == nil {
			a.fault = errors.Join(c.faults...)
		}
		a.values = append(a.values, c.number)
	}
	if len(values) == 0 {
		a.fault = &burden.Error{Input: "axis of " + p.Name(), Err: burden.ErrIncomplete}
	}
	return a
}

// plainNumber returns a number that needs no check: an integer, or a decimal of few digits.
func plainNumber[N burden.Number](v N) (decimal.Decimal, bool) {
	switch v := any(v).(type) {
	case int:
		return decimal.NewFromInt(int64(v)), true
	case int64:
		return decimal.NewFromInt(v), true
	case decimal.Decimal:
		return v, v.NumDigits() <= maxCountDigits && v.Exponent() <= 100 && v.Exponent() >= -100
	}
	return decimal.Decimal{}, false
}

// NewCountedAxis returns the axis of a parameter over multiples of a quantum, which is
// a positive number: 39 of "0.001" is 0.039. No Decimal is made of them unless it is
// asked for. The counts are not copied and must not change while the axis is used.
func NewCountedAxis(p burden.Param, quantum string, counts []int64, years ...Years) Axis {
	c := change(SetTo, p, quantum, years)
	a := Axis{param: p, years: slices.Clone(years), counts: counts, quantum: c.number}
	switch {
	case len(c.faults) > 0:
		a.fault = errors.Join(c.faults...)
	case c.number.Sign() <= 0:
		a.fault = &burden.Error{Input: "quantum", Value: strconv.Quote(quantum), Err: burden.ErrOutOfRange}
	case len(counts) == 0:
		a.fault = &burden.Error{Input: "axis of " + p.Name(), Err: burden.ErrIncomplete}
	default:
		if _, plain := plainNumber(c.number); plain {
			break // no multiple is too long
		}
		low, high := ends64(counts) // the longest numbers are the largest and the smallest
		for _, k := range []int64{low, high} {
			if c := change(SetTo, p, a.count(k), years); len(c.faults) > 0 && a.fault == nil {
				a.fault = errors.Join(c.faults...)
			}
		}
	}
	return a
}

// ends64 returns the smallest and the largest of some counts.
func ends64(counts []int64) (low, high int64) {
	// One comparison for each, without sign: what is below low is beyond any width.
	low, width := counts[0], uint64(0)
	for len(counts) >= 4 {
		a, b, c, d := counts[0], counts[1], counts[2], counts[3]
		counts = counts[4:]
		if uint64(a-low) > width || uint64(b-low) > width || uint64(c-low) > width || uint64(d-low) > width {
			high = max(low+int64(width), a, b, c, d)
			low = min(low, a, b, c, d)
			width = uint64(high - low)
		}
	}
	high = low + int64(width)
	for _, k := range counts {
		low, high = min(low, k), max(high, k)
	}
	return low, high
}

func (a Axis) count(k int64) decimal.Decimal { return a.quantum.Mul(decimal.NewFromInt(k)) }

// len returns how many values there are, and at the i-th of them.
func (a Axis) len() int { return len(a.values) + len(a.counts) }

func (a Axis) at(i int) decimal.Decimal {
	if len(a.counts) > 0 {
		return a.count(a.counts[i])
	}
	return a.values[i]
}

// NewStepAxis returns the axis of a parameter over steps, in all years or those
// named. More than [MaxPoints] steps are a [burden.ErrTooLarge], reported by what
// uses the axis.
func NewStepAxis(p burden.Param, steps Steps, years ...Years) Axis {
	fault := steps.Check()
	if steps.Len() > MaxPoints {
		fault = &burden.Error{Input: "axis of " + p.Name(), Value: strconv.Itoa(steps.Len()) + " steps", Err: burden.ErrTooLarge}
	}
	if fault != nil {
		return Axis{param: p, years: slices.Clone(years), fault: fault}
	}
	values := make([]decimal.Decimal, steps.Len())
	for i := range values {
		values[i] = steps.At(i)
	}
	a := NewAxis(p, values, years...)
	a.percent = steps.percent
	return a
}

// Grid is the design of every combination of the values of its axes, the last axis
// varying fastest.
type Grid struct {
	axes  []Axis
	count int
	fault error
}

// maxGrid bounds a grid so that its index fits everywhere.
const maxGrid = 1 << 30

// maxAxes bounds the axes of a grid, most of which have one value then.
const maxAxes = 1 << 10

// NewGrid returns the grid of the axes. A faulty axis, two of one parameter in a
// common year, or more than 2^30 scenarios are reported by what runs the grid.
func NewGrid(axes ...Axis) Grid {
	if len(axes) > maxAxes {
		return Grid{fault: &burden.Error{Input: "grid", Value: strconv.Itoa(len(axes)) + " axes", Err: burden.ErrTooLarge}}
	}
	g := Grid{axes: slices.Clone(axes), count: 1, fault: axesFault("grid", axes)}
	for _, a := range axes {
		n := a.len()
		if n > 0 && g.count > maxGrid/n {
			g.fault = tooMany("grid")
			break
		}
		g.count *= n
	}
	if len(axes) == 0 || g.fault != nil {
		g.count = 0
	}
	return g
}

// axesFault reports the first faulty axis, or two that are about the same.
func axesFault(design string, axes []Axis) error {
	before := map[string][]Axis{} // by parameter: only those can be about the same
	for _, a := range axes {
		if a.fault != nil {
			return a.fault
		}
		if a.len() == 0 {
			return &burden.Error{Input: "axis of " + a.param.Name(), Err: burden.ErrIncomplete}
		}
		name := a.param.Name()
		for _, b := range before[name] {
			if a.asChange().Touches(b.asChange()) {
				return &Error{Scenario: design, Change: "axis of " + name, Err: ErrConflict}
			}
		}
		before[name] = append(before[name], a)
	}
	return nil
}

func tooMany(design string) error {
	return &burden.Error{Input: design, Value: "more than " + strconv.Itoa(maxGrid) + " scenarios", Err: burden.ErrTooLarge}
}

// Columns is the design of scenarios written out by axis: the i-th takes the i-th
// value of each.
type Columns struct {
	axes  []Axis
	count int
	fault error
}

// NewColumns returns the design of the axes' values side by side. A faulty axis, two
// of one parameter in a common year, axes of different length ([burden.ErrOutOfRange]),
// or more than 2^30 scenarios are reported by what runs it.
func NewColumns(axes ...Axis) Columns {
	c := Columns{axes: slices.Clone(axes), fault: axesFault("columns", axes)}
	if len(axes) == 0 || c.fault != nil {
		return c
	}
	n := axes[0].len()
	for _, a := range axes {
		if a.len() != n {
			c.fault = &burden.Error{Input: "axis of " + a.param.Name(), Value: strconv.Itoa(a.len()) + " values, where the first axis has " + strconv.Itoa(n), Err: burden.ErrOutOfRange}
			return c
		}
	}
	if n > maxGrid {
		c.fault = tooMany("columns")
		return c
	}
	c.count = n
	return c
}

// Len returns how many scenarios there are.
func (c Columns) Len() int { return c.count }

// At returns the i-th scenario; outside the columns, a point that cannot be applied.
func (c Columns) At(i int) Point {
	if i < 0 || i >= c.count {
		return Point{{}}
	}
	p := make(Point, len(c.axes))
	for k, a := range c.axes {
		p[k] = Setting{a.param, a.at(i), a.years}
	}
	return p
}

// Check reports what was wrong when the columns were made.
func (c Columns) Check() error {
	if c.fault == nil && len(c.axes) == 0 {
		return &burden.Error{Input: "columns", Err: burden.ErrIncomplete}
	}
	return c.fault
}

func (a Axis) asChange() Change {
	c := Change{action: SetTo, param: a.param, years: a.years}
	if len(c.years) == 0 {
		c.years = []Years{{burden.MinYear, burden.MaxYear}}
	}
	return c
}

// Len returns how many combinations there are.
func (g Grid) Len() int { return g.count }

// At returns the i-th combination; outside the grid, a point that cannot be applied.
func (g Grid) At(i int) Point {
	if i < 0 || i >= g.count {
		return Point{{}}
	}
	p := make(Point, len(g.axes))
	for k, a := range slices.Backward(g.axes) {
		n := a.len()
		p[k] = Setting{a.param, a.at(i % n), a.years}
		i /= n
	}
	return p
}

// Check reports what was wrong when the grid was made.
func (g Grid) Check() error {
	if g.fault == nil && len(g.axes) == 0 {
		return &burden.Error{Input: "grid", Err: burden.ErrIncomplete}
	}
	return g.fault
}
