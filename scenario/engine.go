package scenario

import (
	"slices"
	"sync"
	"sync/atomic"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario/internal/tape"
)

// minScenarios is how many scenarios pay for compiling a model.
const minScenarios = 20

// maxCountDigits is how many digits a value may have to enter the engine as a count.
const maxCountDigits = 18

// engine evaluates the scenarios of a run in blocks, with the values the plain evaluator
// has. What it cannot do, it leaves to the plain evaluator: the run as a whole, by not
// being made, or a scenario, by saying that it failed.
type engine struct {
	program *tape.Program
	run     atomic.Pointer[tape.Run] // of a design of axes
	outside func(i int) bool         // whether a scenario has a value outside a parameter's range; nil if none
	shape   Point                    // of another design: what every point sets, but for the values
	params  []burden.Param           // of the shape, as the model has them

	// What a plan for wider ranges is made of, where the first is for some of the counts.
	layout   tape.Axes
	columns  []column
	widening sync.Once
}

// newEngine returns the engine of a run, or nil where the plain evaluator does all.
func newEngine(r *run) *engine {
	if r.plain || r.to-r.from < minScenarios {
		return nil
	}
	outputs, ok := r.outputs()
	if !ok {
		return nil
	}
	e := &engine{layout: tape.Axes{Scenarios: r.to - r.from}}
	var axes []Axis
	whole := false // axes are planned for whole, not for the scenarios of the run
	switch d := r.Design.(type) {
	case Grid:
		if axes, whole = d.axes, true; len(axes) > maxGridAxes {
			return e.gathering(r, outputs)
		}
		for k, a := range axes {
			e.layout.Counts, e.layout.Of = append(e.layout.Counts, a.len()), append(e.layout.Of, k)
		}
	case Columns:
		axes = d.axes
		e.layout.Counts, e.layout.Of = []int{d.count}, make([]int, len(axes))
	default:
		return e.gathering(r, outputs)
	}
	inputs := make([]tape.Input, len(axes))
	e.columns = make([]column, len(axes))
	var limits []func(int) bool
	for k, a := range axes {
		have, ok := r.model.Param(a.param.Name())
		if !ok || have.Unit() != a.param.Unit() {
			return nil
		}
		inputs[k] = tape.Input{Param: a.param.Name(), Spans: spans(a.years)}
		low, high, ranged := have.Range()
		from, to := r.from, r.to
		if whole {
			from, to = 0, a.len()
		}
		c, ok := a.column(from, to, whole || ranged)
		if !ok {
			return nil
		}
		e.columns[k] = c
		if ranged && (c.decimal(c.Low).LessThan(low) || c.decimal(c.High).GreaterThan(high)) {
			divisor := 1
			if len(e.layout.Counts) > 1 {
				for _, b := range axes[k+1:] {
					divisor *= b.len()
				}
			}
			limits = append(limits, func(i int) bool {
				v := c.decimal(c.counts[i/divisor%len(c.counts)])
				return v.LessThan(low) || v.GreaterThan(high)
			})
		}
	}
	if e.program, ok = tape.Compile(r.model, r.Scenario.from, r.Scenario.to, r.lines, inputs, outputs); !ok {
		return nil
	}
	if limits != nil {
		e.outside = func(i int) bool {
			return slices.ContainsFunc(limits, func(outside func(int) bool) bool { return outside(i) })
		}
	}
	if !e.plan() {
		e.widen(r)
	}
	if e.run.Load() == nil {
		return nil
	}
	return e
}

// plan plans for the columns' ranges, if that can be done.
func (e *engine) plan() bool {
	columns, ranges := make([][]int64, len(e.columns)), make([]tape.Range, len(e.columns))
	for k, c := range e.columns {
		columns[k], ranges[k] = c.counts, c.Range
	}
	plan, ok := tape.NewPlan(e.program, e.layout, ranges)
	if ok {
		e.run.Store(tape.NewRun(plan, columns))
	}
	return ok
}

// widen plans anew for the ranges of all counts, once: the first time that a block is
// beyond rough ones. Without a plan for those the plain evaluator does what is left.
func (e *engine) widen(r *run) {
	e.widening.Do(func() {
		rough := false
		for k := range e.columns {
			if c := &e.columns[k]; c.rough {
				c.Low, c.High = ends64(c.counts[r.from:r.to])
				rough = true
			}
		}
		if !rough || !e.plan() {
			e.run.Store(nil)
		}
	})
}

// maxGridAxes is how many axes of a grid are told apart.
const maxGridAxes = 60

// spans are the years of a setting as the engine takes them; none are all.
func spans(years []Years) [][2]int {
	if len(years) == 0 {
		return [][2]int{{burden.MinYear, burden.MaxYear}}
	}
	list := make([][2]int, len(years))
	for i, y := range years {
		list[i] = [2]int{y.from, y.to}
	}
	return list
}

// outputs says what the metrics need, and whether every metric can be taken of a
// projection that does not fail.
func (r *run) outputs() ([]tape.Output, bool) {
	list := make([]tape.Output, len(r.Metrics))
	for i, m := range r.Metrics {
		for _, a := range m.addends {
			terms, ok := r.sum(a.terms, a.negative && a.per == nil)
			if !ok {
				return nil, false
			}
			if a.per == nil {
				list[i].Terms = append(list[i].Terms, terms...)
				continue
			}
			per, ok := r.sum(a.per, false)
			if !ok {
				return nil, false
			}
			list[i].Quotients = append(list[i].Quotients, tape.Quotient{
				Over: tape.Output{Terms: terms}, By: tape.Output{Terms: per}, Rounding: a.rounding, Minus: a.negative,
			})
		}
	}
	return list, true
}

// sum are the line-years of terms, all of them subtracted if minus.
func (r *run) sum(terms []term, minus bool) ([]tape.Term, bool) {
	var list []tape.Term
	for _, t := range terms {
		t.negative = t.negative != minus
		more, ok := r.terms(t)
		if !ok {
			return nil, false
		}
		list = append(list, more...)
	}
	return list, true
}

// terms are the line-years of a metric's term; see [Metric.Of].
func (r *run) terms(t term) ([]tape.Term, bool) {
	from, to := t.from, t.to
	if t.total {
		from, to = t.years(r.Scenario.from, r.Scenario.to)
	}
	line, ok := r.model.Line(t.line.Name())
	if !ok || line.Unit() != t.line.Unit() || from < r.Scenario.from || to > r.Scenario.to || t.total && t.other == nil && line.Measure() != burden.Flow {
		return nil, false
	}
	var list []tape.Term
	for year := from; year <= to; year++ {
		x := tape.Term{Line: line.Name(), Year: year, Minus: t.negative}
		applicable := tape.Applicable(r.model, x.Line, year)
		if t.other != nil {
			applicable = applicable && tape.Applicable(r.model, t.other.Name(), year)
			if t.product {
				x.Factor = t.other.Name()
			}
		}
		if applicable {
			list = append(list, x)
		} else if !t.total {
			return nil, false
		}
	}
	return list, len(list) > 0
}
