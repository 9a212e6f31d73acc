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
	// At returns the i-th, i from 0 to Len()-1. It is the same every time.
	At(i int) Point
}

// List is a design of points written out.
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
	fault  error
}

// NewAxis returns the axis of a parameter over values.
func NewAxis[N burden.Number](p burden.Param, values []N, years ...Years) Axis {
	a := Axis{param: p, years: slices.Clone(years)}
	for _, v := range values {
		c := change(set, p, v, years) // checks parameter, number and years
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

// NewStepAxis returns the axis of a parameter over steps, in all years or those
// named. More than [MaxPoints] steps are a [burden.ErrTooLarge], reported by what
// uses the axis.
func NewStepAxis(p burden.Param, steps Steps, years ...Years) Axis {
	fault := steps.check()
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
	return NewAxis(p, values, years...)
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
	g := Grid{axes: slices.Clone(axes), count: 1}
	for i, a := range axes {
		if a.fault != nil && g.fault == nil {
			g.fault = a.fault
		}
		if len(a.values) == 0 && g.fault == nil {
			g.fault = &burden.Error{Input: "axis of " + a.param.Name(), Err: burden.ErrIncomplete}
		}
		for _, b := range axes[:i] {
			if a.asChange().touches(b.asChange()) && g.fault == nil {
				g.fault = &Error{Scenario: "grid", Change: "axis of " + a.param.Name(), Err: ErrConflict}
			}
		}
		if len(a.values) > 0 && g.count > maxGrid/len(a.values) {
			g.fault = &burden.Error{Input: "grid", Value: "more than " + strconv.Itoa(maxGrid) + " scenarios", Err: burden.ErrTooLarge}
			g.count = 0
			break
		}
		g.count *= len(a.values)
	}
	if len(axes) == 0 || g.fault != nil {
		g.count = 0
	}
	return g
}

func (a Axis) asChange() Change {
	c := Change{kind: set, param: a.param, years: a.years}
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
		n := len(a.values)
		p[k] = Setting{a.param, a.values[i%n], a.years}
		i /= n
	}
	return p
}

// check reports what was wrong when the grid was made.
func (g Grid) check() error {
	if g.fault == nil && len(g.axes) == 0 {
		return &burden.Error{Input: "grid", Err: burden.ErrIncomplete}
	}
	return g.fault
}
