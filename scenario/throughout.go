package scenario

import (
	"errors"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario/internal/tape"
)

// everyScenario is what an error says of a sweep none of whose scenarios has values.
const everyScenario = "every scenario fails"

// maxTried is how many points are tried for the fault that all scenarios have.
const maxTried = 20

// failsThroughout returns why no scenario of the design has values, or nil: a fault that no
// setting of the design touches, such as a line that is not applicable in a year that is
// measured, or an index without a value for the last year. Then one scenario tells it of
// all, and the others need not be run. The answer is the same for every range of the design.
//
// Other faults may come first in one scenario or the other. So the model as it is and some
// points are tried, until one ends in a fault that all have.
func (r *run) failsThroughout() error {
	if r.plain || r.engine != nil {
		return nil
	}
	inputs := reached(r.Design, r.model)
	if !r.never(inputs, r.needs, r.Metrics) {
		return nil
	}
	for i := range 1 + min(r.Design.Len(), maxTried) {
		m := r.model
		if i > 0 { // else nothing is set
			p, err := r.point(i - 1)
			if err == nil {
				m, err = p.apply(m)
			}
			if err != nil {
				continue // a fault of the point
			}
		}
		_, err := measure(m, r.Scenario.from, r.Scenario.to, r.needs, r.Metrics...)
		if err != nil && r.common(err, m, inputs) {
			return &Error{Scenario: r.Scenario.name, Change: everyScenario, Err: err}
		}
	}
	return nil
}

// common reports whether every scenario has the fault that one of them ended in.
func (r *run) common(err error, m *burden.Model, inputs []tape.Input) bool {
	fault, ok := errors.AsType[*burden.Error](err)
	if !ok {
		return false
	}
	if l, known := r.model.Line(fault.Line); known && fault.Year != 0 {
		return !tape.Applicable(r.model, l.Name(), fault.Year) ||
			tape.FailsThroughout(r.model, r.Scenario.from, []burden.LineYears{{Line: l, From: fault.Year, To: fault.Year}}, inputs, nil)
	}
	for _, x := range r.Metrics { // a fault of a metric, not of what it is made of
		needs := x.needs(r.model, r.Scenario.from, r.Scenario.to)
		if !r.never(inputs, needs, []Metric{x}) {
			continue
		}
		if _, own := measure(m, r.Scenario.from, r.Scenario.to, needs, x); own != nil && own.Error() == err.Error() {
			return true
		}
	}
	return false
}

// never reports whether no scenario can have all of the metrics.
func (r *run) never(inputs []tape.Input, needs []burden.LineYears, metrics []Metric) bool {
	one := *r
	one.Metrics = metrics
	outputs, ok := one.outputs()
	return !ok || // a metric is of a line and year that no projection has
		tape.FailsThroughout(r.model, r.Scenario.from, needs, inputs, outputs)
}

// reached are the parameters that a design may set, and the years in which it may. Of a
// design of a program's own that is everything.
func reached(d Design, m *burden.Model) (inputs []tape.Input) {
	list, known := settings(d)
	if points, ok := d.(List); ok {
		known = true
		told := map[string]bool{}
		for _, p := range points {
			for _, s := range p {
				v := varied{s.Param, s.Years}
				if name := axisName(Axis{param: v.param, years: v.years}); !told[name] {
					told[name] = true
					list = append(list, v)
				}
			}
		}
	}
	if !known {
		for _, p := range m.Params() {
			list = append(list, varied{param: p})
		}
	}
	for _, v := range list {
		inputs = append(inputs, tape.Input{Param: v.param.Name(), Spans: spans(v.years)})
	}
	return inputs
}
