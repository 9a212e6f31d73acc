package scenario

import (
	"example.com/burdenshare/scenario/internal/tape"
)

// everyScenario is what an error says of a sweep none of whose scenarios has values.
const everyScenario = "every scenario fails"

// hopeless returns why no scenario of the design has values, or nil. It says so only where
// the fault is in what no setting of the design reaches, such as a line that is not
// applicable in a year that is measured or an index without a value for the last year: then
// one scenario tells it of all, and the others need not be run. The answer is the same for
// every range of the design.
func (r *run) hopeless() error {
	n := r.Design.Len()
	if r.plain || r.engine != nil || n < minScenarios || !r.neverMeasured() {
		return nil
	}
	o := r.evaluate(0)
	if o.Err == nil {
		return nil
	}
	return &Error{Scenario: r.Scenario.name, Change: everyScenario, Err: o.Err.(*Error).Err}
}

// neverMeasured reports whether no scenario can have all metrics.
func (r *run) neverMeasured() bool {
	outputs, ok := r.outputs()
	if !ok {
		return true // a metric is of a line and year that no projection has
	}
	list, known := settings(r.Design)
	if !known {
		return false
	}
	inputs := make([]tape.Input, len(list))
	for i, v := range list {
		inputs[i] = tape.Input{Param: v.param.Name(), Spans: spans(v.years)}
	}
	return tape.Hopeless(r.model, r.Scenario.from, r.needs, inputs, outputs)
}
