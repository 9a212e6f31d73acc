package policytest

import (
	"context"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/internal/rate"
)

// Rises asserts that a metric rises with a parameter, set in all years or in those
// named: it never falls from a step to the next, and is higher at the last than at the
// first. Between them it may stay as it is, as it does under a ceiling or a rounding.
//
//	policytest.Rises(t, agreed, scenario.Total(contribution), ceiling, scenario.NewSteps("0", "6%", "0.5%"))
func Rises(t T, s *scenario.Scenario, m scenario.Metric, p burden.Param, steps scenario.Steps, years ...scenario.Years) bool {
	t.Helper()
	return monotone(t, s, m, p, steps, years, 1)
}

// Falls asserts that a metric falls with a parameter, as [Rises] does.
func Falls(t T, s *scenario.Scenario, m scenario.Metric, p burden.Param, steps scenario.Steps, years ...scenario.Years) bool {
	t.Helper()
	return monotone(t, s, m, p, steps, years, -1)
}

func monotone(t T, s *scenario.Scenario, m scenario.Metric, p burden.Param, steps scenario.Steps, years []scenario.Years, sign int) bool {
	t.Helper()
	if s == nil {
		return fail(t, "there is no scenario")
	}
	goes, other := "rise", "falls"
	if sign < 0 {
		goes, other = "fall", "rises"
	}
	title := m.String() + " does not " + goes + " with " + p.Name()
	sweep := scenario.Sweep{Scenario: s, Design: scenario.NewGrid(scenario.NewStepAxis(p, steps, years...)), Metrics: []scenario.Metric{m}}
	of := row{"scenario", s.Name()}
	show := func(d decimal.Decimal) string { return rate.Show(d, p.Unit(), rate.Is(s.Model(), p)) }
	at := func(i int, v decimal.Decimal) row {
		return row{"at " + p.Name() + " = " + show(steps.At(i)), burden.Show(v, m.Unit())}
	}
	var first, before decimal.Decimal
	for o, err := range sweep.Run(context.Background()) {
		switch {
		case err != nil:
			return fail(t, title, because(err), of)
		case o.Err != nil:
			return fail(t, title, row{"at", p.Name() + " = " + show(steps.At(o.Index))}, because(o.Err), of)
		}
		v := o.Values[0]
		switch {
		case o.Index == 0:
			first = v
		case v.Cmp(before)*sign < 0:
			return fail(t, title, row{"found", "it " + other}, at(o.Index-1, before), at(o.Index, v), of)
		}
		before = v
	}
	if before.Equal(first) {
		return fail(t, title, row{"found", "it is the same at every step, so that nothing is said of it"}, at(steps.Len()-1, before), of)
	}
	return true
}
