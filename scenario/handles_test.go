package scenario_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/internal/toy"
	"example.com/burdenshare/scenario/policytest"
)

// A parameter that the scenario does not have is an unknown name, whatever takes the
// handle: one that no model had, and one whose last use a definition replaced. Before, the
// second was varied all the same: Solve found "nowhere", "monotony proved".
func TestAParameterThatTheScenarioDoesNotHave(t *testing.T) {
	open := toy.With(t, toy.Scenario(t), "open", scenario.Define(toy.Growth.With(burden.NoCeiling)))
	misspelt := burden.NewParam("celing", burden.Ratio, burden.Constant("25%"))
	m := scenario.At(toy.Contribution, 2021)
	steps := scenario.NewSteps("0%", "50%", "5%")
	for _, c := range []struct {
		name string
		s    *scenario.Scenario
		p    burden.Param
		says string
	}{
		{"misspelt", toy.Scenario(t), misspelt, `no parameter is called "celing"; did you mean ceiling?`},
		{"removed", open, toy.Ceiling, "the scenario no longer has the parameter ceiling: a definition took the place of the last formula that used it"},
	} {
		axis := scenario.NewStepAxis(c.p, steps)
		simulation := scenario.Simulation{Seed: 1, Runs: 40, Inputs: []scenario.Uncertain{{
			Param: c.p, Years: scenario.In(2021), Process: scenario.Held(scenario.Uniform("0", "40%")), Grid: burden.RoundTo("0.1%", burden.HalfUp),
		}}}
		sweep := scenario.Sweep{Scenario: c.s, Metrics: []scenario.Metric{m}}
		run := func(d scenario.Design) error {
			w := sweep
			w.Design = d
			_, err := w.Summarize(t.Context())
			w.Design = pointer(d)
			_, same := w.Summarize(t.Context())
			require.EqualError(t, same, err.Error(), "pointed to")
			return err
		}
		for what, err := range map[string]error{
			"solve":      second(scenario.Solve(c.s, m, 1500, c.p, steps)),
			"break-even": second(scenario.BreakEven(c.s, c.s, m, c.p, steps)),
			"grid":       run(scenario.NewGrid(axis)),
			"columns":    run(scenario.NewColumns(axis)),
			"simulation": run(simulation),
			"morris":     second(scenario.Morris{Inputs: []scenario.Axis{axis}, Trajectories: 4}.Run(t.Context(), sweep)),
			"sobol":      second(scenario.Sobol{Inputs: []scenario.Axis{axis}, Runs: 32}.Run(t.Context(), sweep)),
			"as design":  run(scenario.Morris{Inputs: []scenario.Axis{axis}, Trajectories: 4}),
			"tornado":    second(scenario.OneAtATime(t.Context(), sweep, axis)),
			"fan":        second(scenario.Sweep{Scenario: c.s, Design: simulation}.Fan(t.Context(), toy.Contribution)),
			"at":         second(scenario.Sweep{Scenario: c.s, Design: scenario.List{{{Param: c.p}}}}.At(0)),
		} {
			require.ErrorIs(t, err, burden.ErrUnknownName, c.name+", "+what)
			assert.Contains(t, err.Error(), c.says, c.name+", "+what)
		}
		for what, check := range map[string]policytest.Check{
			"rises": func(t policytest.T, s *scenario.Scenario) { policytest.Rises(t, s, m, c.p, steps) },
			"invariant": func(t policytest.T, s *scenario.Scenario) {
				policytest.Invariant(t, scenario.Sweep{Scenario: s, Design: scenario.NewGrid(axis)}, func(policytest.T, *scenario.Scenario) {})
			},
		} {
			said := strings.Join(policytest.Try(c.s, check), "\n")
			assert.Contains(t, said, c.says, c.name+", "+what)
		}
	}
	// An overlay may still set what only the baseline uses: applied in another order, it counts.
	_, err := open.With("set", scenario.Set(toy.Ceiling, "10%"))
	assert.NoError(t, err)
	// Of two scenarios one may lack the parameter, and then stays as it is: 10 % of prices
	// in both at a ceiling of 10 % or more; below that, 1000 × (1 + ceiling) is less than 1100.
	x, err := scenario.BreakEven(toy.Scenario(t), open, m, toy.Ceiling, steps)
	require.NoError(t, err)
	assert.Equal(t, []string{"flat 0.1 0.5"}, answers(x))
}

func second[V any](_ V, err error) error { return err }
