package scenario

import (
	"slices"
	"sync"

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
	run     *tape.Run        // of a design of axes; nil of another
	outside func(i int) bool // whether a scenario has a value outside a parameter's range; nil if none
	shape   Point            // of another design: what every point sets, but for the values
	params  []burden.Param   // of the shape, as the model has them

	// What a plan for wider ranges is made of, where the first is for some of the counts.
	layout   tape.Axes
	columns  []column
	from, to int
	widening sync.Once
	wide     *tape.Run
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
	e := &engine{layout: tape.Axes{Scenarios: r.to - r.from}, from: r.from, to: r.to}
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
	inputs, ok := e.inputs(r.model, axes, whole)
	if !ok {
		return nil
	}
	if e.program, ok = tape.Compile(r.model, r.Scenario.from, r.needs, inputs, outputs); !ok {
		return nil
	}
	if e.run = e.planned(e.columns); e.run == nil {
		e.run = e.wider()
	}
	if e.run == nil {
		return nil
	}
	return e
}

// inputs makes the columns of the axes, whole or for the scenarios of the run, and
// reports whether all can be made.
func (e *engine) inputs(m *burden.Model, axes []Axis, whole bool) ([]tape.Input, bool) {
	list := make([]tape.Input, len(axes))
	e.columns = make([]column, len(axes))
	var limits []func(int) bool
	for k, a := range axes {
		have, ok := m.Param(a.param.Name())
		if !ok || have.Unit() != a.param.Unit() {
			return nil, false
		}
		list[k] = tape.Input{Param: a.param.Name(), Spans: spans(a.years)}
		from, to := e.from, e.to
		if whole {
			from, to = 0, a.len()
		}
		low, high, ranged := have.Range()
		c, ok := a.column(from, to, whole || ranged)
		if !ok {
			return nil, false
		}
		e.columns[k] = c
		if ranged && (c.decimal(c.Low).LessThan(low) || c.decimal(c.High).GreaterThan(high)) {
			divisor := 1
			if whole {
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
	if limits != nil {
		e.outside = func(i int) bool {
			return slices.ContainsFunc(limits, func(outside func(int) bool) bool { return outside(i) })
		}
	}
	return list, true
}

// planned returns the program ready for columns and their ranges, nil if there is no plan.
func (e *engine) planned(list []column) *tape.Run {
	columns, ranges := make([][]int64, len(list)), make([]tape.Range, len(list))
	for k, c := range list {
		columns[k], ranges[k] = c.counts, c.Range
	}
	plan, ok := tape.NewPlan(e.program, e.layout, ranges)
	if !ok {
		return nil
	}
	return tape.NewRun(plan, columns)
}

// wider returns the program ready for the ranges of all counts, for blocks that are beyond
// rough ones; nil if there were none, or there is no plan.
func (e *engine) wider() *tape.Run {
	e.widening.Do(func() {
		list, rough := slices.Clone(e.columns), false
		for k := range list {
			if c := &list[k]; c.rough {
				c.Low, c.High = ends64(c.counts[e.from:e.to])
				rough = true
			}
		}
		if rough {
			e.wide = e.planned(list)
		}
	})
	return e.wide
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
		if e := m.event(); e != nil {
			list[i].Watch = &tape.Watch{Of: e.of.Name(), Limit: e.limit, Reached: e.reached, Year: m.addends[0].terms[0].from}
			continue
		}
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
