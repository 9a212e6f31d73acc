package policytest_test

import (
	"runtime"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/dectest"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/policytest"
)

// added is a model of total = a + b with a and b of one, and a grid of both from 0 to 9.
func added(t *testing.T) (burden.Line, scenario.Sweep) {
	a := burden.NewParam("a", burden.KRW, burden.Constant(1))
	b := burden.NewParam("b", burden.KRW, burden.Constant(1))
	total := burden.NewLine("total", burden.KRW)
	m, err := burden.NewModel("added", total.Is(a.Plus(b)))
	require.NoError(t, err)
	digits := scenario.NewSteps(0, 9, 1)
	return total, scenario.Sweep{
		Scenario: scenario.Baseline(m, 2000, 2001),
		Design:   scenario.NewGrid(scenario.NewStepAxis(a, digits), scenario.NewStepAxis(b, digits)),
	}
}

// TestCounterexamplesShrink to what, by hand, is the smallest change.
func TestCounterexamplesShrink(t *testing.T) {
	total, sweep := added(t)
	limited := func(n int) policytest.Check {
		return on(func(t policytest.T, p *burden.Projection) bool {
			return policytest.NeverAbove(t, p, total, burden.Amount(n, burden.KRW))
		})
	}
	least := func(n int) policytest.Check {
		return on(func(t policytest.T, p *burden.Projection) bool {
			return policytest.NeverBelow(t, p, total, burden.Amount(n, burden.KRW))
		})
	}
	for _, c := range []struct {
		name  string
		check policytest.Check
		want  []string
	}{
		{"always so", limited(18), nil},
		// 10 sums are above 13: 5+9, 6+8, … in all 1 + 2 + 3 + 4 + 5 of them. No single
		// setting is enough, 1 + 9 being 10; the first found is 5 and 9.
		{"two settings", limited(13), []string{
			"broken in 15 of 100 scenarios", "first found:     number 59: a = 5 KRW instead of 1 KRW, b = 9 KRW instead of 1 KRW",
			"smallest change: a = 5 KRW instead of 1 KRW, b = 9 KRW instead of 1 KRW", "14 KRW is above 13 KRW by 1 KRW",
		}},
		// Above 5 the first found is 0 and 6, where 5 on top of 1 is enough.
		{"one setting of two", limited(5), []string{
			"first found:     number 6: a = 0 KRW instead of 1 KRW, b = 6 KRW", "smallest change: a = 5 KRW instead of 1 KRW\n", "6 KRW is above 5 KRW",
		}},
		{"the nearest on either side", least(1), []string{"first found:     number 0: a = 0 KRW", "smallest change: a = 0 KRW instead of 1 KRW, b = 0 KRW"}},
		{"as it is", limited(1), []string{"smallest change: none is needed, the scenario breaks it as it is", "2 KRW is above 1 KRW"}},
	} {
		failures := policytest.Try(sweep.Scenario, func(t policytest.T, _ *scenario.Scenario) { policytest.Invariant(t, sweep, c.check) })
		if c.want == nil {
			assert.Empty(t, failures, c.name)
			continue
		}
		require.Len(t, failures, 1, c.name)
		for _, want := range c.want {
			assert.Contains(t, failures[0], want, c.name)
		}
	}
}

// TestCounterexamplesShrinkInYears: only the setting of 2010 and 2011 matters to 2013,
// and 3.5 % is the nearest to prices of 2.9 and 4.0 %, 0.6 and 0.5 points away.
func TestCounterexamplesShrinkInYears(t *testing.T) {
	a, s := agreed()
	sweep := scenario.Sweep{Scenario: s, Design: scenario.NewGrid(
		scenario.NewAxis(a.Ceiling, []string{"3%", "4%", "5%"}),
		scenario.NewAxis(a.Driver, []string{"1%", "2.8%", "3.5%", "9%"}, scenario.Between(2010, 2011)))}
	failures := policytest.Try(s, func(t policytest.T, _ *scenario.Scenario) {
		policytest.Invariant(t, sweep, func(t policytest.T, s *scenario.Scenario) {
			p := policytest.Project(t, s)
			// 8125 × 1.029 = 8361 and × 1.04 = 8695; twice 3.5 % make 8409 and 8703.
			policytest.NeverAbove(t, p, a.Contribution, burden.Amount("870e9", burden.KRW))
		})
	})
	require.Len(t, failures, 1)
	assert.Contains(t, failures[0], "smallest change: cpi = 3.5 % from 2010 to 2011\n")
	assert.Contains(t, failures[0], "870,300,000,000 KRW is above 870,000,000,000 KRW by 300,000,000 KRW")
}

// TestASweepThatIsNone fails, as does one whose scenarios cannot be made.
func TestASweepThatIsNone(t *testing.T) {
	_, sweep := added(t)
	_, s := agreed()
	passes := func(policytest.T, *scenario.Scenario) {}
	outside := burden.NewParam("other", burden.KRW, burden.Constant(1))
	for want, w := range map[string]scenario.Sweep{
		"the sweep cannot be run\n  error: scenario: sweep: incomplete": {Design: sweep.Design},
		"error: scenario: sweep: incomplete":                            {Scenario: s},
		"scenario: sweep: incomplete":                                   {Scenario: s, Design: (*scenario.Grid)(nil)},
		"range = 50 to 40 of 100: out of range":                         {Scenario: sweep.Scenario, Design: sweep.Design, From: 50, To: 40},
		"range = 0 to 101 of 100: out of range":                         {Scenario: sweep.Scenario, Design: sweep.Design, To: 101},
		"scenario 0 of the sweep cannot be made":                        {Scenario: s, Design: scenario.List{{{Param: outside}}}},
		"list of points: incomplete":                                    {Scenario: s, Design: scenario.List{}},
		`number = "dear": not a decimal number`:                         {Scenario: s, Design: scenario.NewGrid(scenario.NewAxis(outside, []string{"dear"}))},
		// Of two points the first third is none, and not the whole.
		"the sweep has no scenarios in its range": scenario.Sweep{Scenario: s, Design: scenario.List{{}, {}}}.Shard(0, 3),
	} {
		failures := policytest.Try(s, func(t policytest.T, _ *scenario.Scenario) { policytest.Invariant(t, w, passes) })
		if assert.Len(t, failures, 1, want) {
			assert.Contains(t, failures[0], want)
		}
	}
	failures := policytest.Try(s, func(t policytest.T, _ *scenario.Scenario) { policytest.Invariant(t, sweep, nil) })
	assert.Equal(t, []string{"there is no check"}, failures)
	// A part of a sweep is a sweep: of the first ten none is above 10.
	assert.Empty(t, policytest.Try(s, func(t policytest.T, _ *scenario.Scenario) {
		part := sweep
		part.To = 10
		policytest.Invariant(t, part, func(t policytest.T, s *scenario.Scenario) {
			l, _ := s.Model().Line("total")
			policytest.NeverAbove(t, policytest.Project(t, s), l, burden.Amount(9, burden.KRW))
		})
	}))
}

// TestSettingsThatDoNotMatterGo: of three settings two are needed, and of these the
// values nearest to one that still break it: 9 + 9 is more than 13, and so is 5 + 9.
func TestSettingsThatDoNotMatterGo(t *testing.T) {
	p := func(name string) burden.Param { return burden.NewParam(name, burden.KRW, burden.Constant(1)) }
	a, b, c := p("a"), p("b"), p("c")
	total := burden.NewLine("total", burden.KRW)
	m, err := burden.NewModel("added", total.Is(a.Plus(b)), burden.NewLine("rest", burden.KRW).Is(c))
	require.NoError(t, err)
	point := func(x, y, z int64) scenario.Point {
		return scenario.Point{
			{Param: c, Value: decimal.NewFromInt(z), Years: []scenario.Years{scenario.In(2000), scenario.From(2002)}},
			{Param: a, Value: decimal.NewFromInt(x)}, {Param: b, Value: decimal.NewFromInt(y)},
		}
	}
	sweep := scenario.Sweep{
		Scenario: scenario.Baseline(m, 2000, 2003),
		Design:   scenario.List{point(9, 9, 7), point(5, 6, 2), point(7, 8, 3), point(1, 1, 1)},
	}
	failures := policytest.Try(sweep.Scenario, func(t policytest.T, _ *scenario.Scenario) {
		policytest.Invariant(t, sweep, on(func(t policytest.T, p *burden.Projection) bool {
			return policytest.NeverAbove(t, p, total, burden.Amount(13, burden.KRW))
		}))
	})
	require.Len(t, failures, 1)
	assert.Contains(t, failures[0], "the invariant is broken in 2 of 4 scenarios\n"+
		"  first found:     number 0: c = 7 KRW in 2000 and from 2002 instead of 1 KRW, a = 9 KRW instead of 1 KRW, b = 9 KRW instead of 1 KRW\n"+
		"  smallest change: a = 5 KRW instead of 1 KRW, b = 9 KRW instead of 1 KRW\n")
	assert.Contains(t, failures[0], "14 KRW is above 13 KRW by 1 KRW") // of the smallest
}

// TestValuesWhereThereWereNone: a price in a year without one is a change, however
// small, and the first that breaks it is the smallest.
func TestValuesWhereThereWereNone(t *testing.T) {
	price := burden.NewParam("price", burden.KRW, burden.ByYear(map[int]int{2000: 0}))
	l := burden.NewLine("l", burden.KRW)
	m, err := burden.NewModel("m", l.Starts(2000, price))
	require.NoError(t, err)
	sweep := scenario.Sweep{Scenario: scenario.Baseline(m, 2000, 2000), Design: scenario.NewGrid(scenario.NewAxis(price, []int{5, 0, 3}))}
	failures := policytest.Try(sweep.Scenario, func(t policytest.T, _ *scenario.Scenario) {
		policytest.Invariant(t, sweep, func(t policytest.T, s *scenario.Scenario) {
			p, _ := s.Model().Param("price")
			if _, ok := p.Series().At(2001); ok {
				t.Errorf("there is a price in 2001")
			}
		})
	})
	require.Len(t, failures, 1)
	assert.Contains(t, failures[0], "smallest change: price = 0 KRW\n")
}

// TestPointsAreMadeAsASweepMakesThem: of two settings of one parameter the later counts,
// on whatever else was changed with whatever priority.
func TestPointsAreMadeAsASweepMakesThem(t *testing.T) {
	total, sweep := added(t)
	a, _ := sweep.Scenario.Model().Param("a")
	first, err := sweep.Scenario.Apply(scenario.NewOverlay("first", scenario.Set(a, 100)).Priority(5))
	require.NoError(t, err)
	point := scenario.Point{{Param: a, Value: decimal.NewFromInt(3)}, {Param: a, Value: decimal.NewFromInt(7), Years: []scenario.Years{scenario.In(2001)}}}
	w := scenario.Sweep{Scenario: first, Design: scenario.List{point}}
	assert.Empty(t, policytest.Try(first, func(t policytest.T, _ *scenario.Scenario) {
		policytest.Invariant(t, w, on(func(t policytest.T, p *burden.Projection) bool { // b is 1
			return policytest.Value(t, p, total, 2000, 4) && policytest.Value(t, p, total, 2001, 8)
		}))
	}))
	w.Metrics = []scenario.Metric{scenario.Total(total)}
	for o, err := range w.Run(t.Context()) {
		require.NoError(t, err)
		dectest.Equal(t, "12", o.Values[0])
	}
}

// TestAChecksEndIsNoPass: what ends the check's goroutine without failing its T has
// shown nothing.
func TestAChecksEndIsNoPass(t *testing.T) {
	_, sweep := added(t)
	failures := policytest.Try(sweep.Scenario, func(policytest.T, *scenario.Scenario) { runtime.Goexit() })
	require.Len(t, failures, 1)
	assert.Contains(t, failures[0], "the check ended before it was through")
}
