package policytest_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/policytest"
)

// TestWrongArgumentsFailTheTest: nothing passes because there was nothing to look
// at, and nothing panics.
func TestWrongArgumentsFailTheTest(t *testing.T) {
	a, s := agreed()
	parted, total, parts := split(t)
	p, q := policytest.Project(t, s), policytest.Project(t, parted)
	other := burden.NewLine("other", burden.KRW)
	zero := burden.NewLine("zero", burden.KRW)
	none := burden.NewParam("none", burden.Ratio, burden.Constant("4%"))
	m, err := parted.Model().With(zero.Is(burden.Amount(0, burden.KRW)))
	require.NoError(t, err)
	z, err := m.Project(2019, 2019, append(parts, zero, total)...)
	require.NoError(t, err)
	late, whole, one := burden.NewLine("late", burden.KRW), burden.NewLine("whole", burden.KRW), burden.Amount(1, burden.KRW)
	m, err = burden.NewModel("m", late.Starts(2001, one), whole.Is(one))
	require.NoError(t, err)
	y, err := m.Project(2000, 2001)
	require.NoError(t, err)
	steps := scenario.NewSteps("0", "5%", "1%")
	metric := scenario.Total(a.Contribution)
	won := policytest.Within("1", burden.KRW)

	for want, assertion := range map[string]func(policytest.T) bool{
		"there is no projection": func(t policytest.T) bool {
			return policytest.Value(t, nil, total, 2010, 1) || policytest.Total(t, nil, total, 2010, 2010, 1) ||
				policytest.Measure(t, nil, metric, 1) || policytest.Ratio(t, nil, total, total, 2010, 1) ||
				policytest.Published(t, nil, total, burden.Series{}, toWon) || policytest.Binds(t, nil, none) ||
				policytest.NeverAbove(t, nil, total, none) || policytest.SharesSum(t, nil, total) || policytest.Unchanged(t, nil, "x")
		},
		"there is no projection\x00":     func(t policytest.T) bool { return policytest.Value(t, &burden.Projection{}, total, 2010, 1) },
		"contribution 2014 has no value": func(t policytest.T) bool { return policytest.Value(t, p, a.Contribution, 2014, 1) },
		"total of growth, 2009 to 2010 has no value": func(t policytest.T) bool {
			return policytest.Total(t, p, a.Growth.Applied(), 2009, 2010, 1) // a rate does not add up
		},
		"the metric  has no value": func(t policytest.T) bool { return policytest.Measure(t, p, scenario.Metric{}, 1) },
		"the number expected of contribution 2009, 7,6, is not a number": func(t policytest.T) bool {
			return policytest.Value(t, p, a.Contribution, 2009, "7,6")
		},
		"more than one tolerance was given": func(t policytest.T) bool {
			return policytest.Value(t, p, a.Contribution, 2009, "760e9", won, won)
		},
		"the tolerance is not a number, is below zero, or is a percentage": func(t policytest.T) bool {
			return policytest.Value(t, p, a.Contribution, 2009, "760e9", policytest.Within("-1", burden.KRW))
		},
		"or is a percentage of something else than a ratio": func(t policytest.T) bool {
			return policytest.Value(t, p, a.Contribution, 2009, "760e9", policytest.Within("1%", burden.KRW))
		},
		"the number expected of contribution 2009, 76e12%, is a percentage, and it is in KRW": func(t policytest.T) bool {
			return policytest.Value(t, p, a.Contribution, 2009, "76e12%")
		},
		"the tolerance is in USD, the number in KRW": func(t policytest.T) bool {
			return policytest.Value(t, p, a.Contribution, 2009, "760e9", policytest.Within("1", burden.USD))
		},
		"the tolerance is in KRW, the number in a pure ratio": func(t policytest.T) bool {
			return policytest.Value(t, p, a.Growth.Applied(), 2010, "4%", won)
		},
		"is not rounded to 1,000,000,000, half up itself": func(t policytest.T) bool {
			return policytest.Value(t, p, a.Contribution, 2010, "790.4e9", policytest.RoundedTo("1e9", burden.HalfUp))
		},
		"the tolerance rounds nothing: burden: quantum": func(t policytest.T) bool {
			return policytest.Value(t, p, a.Contribution, 2010, "790.4e9", policytest.RoundedTo("half", burden.HalfUp))
		},
		"other / total 2019 has no value": func(t policytest.T) bool { return policytest.Ratio(t, q, other, total, 2019, 1) },
		"error: zero is zero": func(t policytest.T) bool {
			return policytest.Ratio(t, z, total, zero, 2019, 1)
		},
		"the number expected of labour / total 2019, half, is not a number": func(t policytest.T) bool {
			return policytest.Ratio(t, q, parts[0], total, 2019, "half")
		},
		"fault: the tolerance is in USD": func(t policytest.T) bool {
			return policytest.Ratio(t, q, parts[0], total, 2019, "48%", policytest.Within("1", burden.USD))
		},
		"more than one": func(t policytest.T) bool { return policytest.Ratio(t, q, parts[0], total, 2019, "48%", won, won) },
		"contribution cannot be compared with what was published": func(t policytest.T) bool {
			return policytest.Published(t, p, a.Contribution, burden.Series{}, toWon)
		},
		"none limits nothing": func(t policytest.T) bool { return policytest.Binds(t, p, none) },
		"cpi limits nothing":  func(t policytest.T) bool { return policytest.Reached(t, p, a.Driver) },
		"ceiling limits nothing": func(t policytest.T) bool { // another unit, another parameter
			return policytest.Binds(t, p, burden.NewParam("ceiling", burden.KRW, burden.Constant(1)))
		},
		"none limits nothing\n  expected: it is reached": func(t policytest.T) bool { return policytest.Reached(t, p, nil) },
		"other has no value in any year":                 func(t policytest.T) bool { return policytest.NeverAbove(t, p, other, a.Base) },
		"contribution cannot be compared with ceiling":   func(t policytest.T) bool { return policytest.NeverAbove(t, p, a.Contribution, a.Ceiling) },
		"there is nothing to add up to total":            func(t policytest.T) bool { return policytest.SharesSum(t, q, total) },
		"the shares of total cannot be added up\n  error: burden: split: policytest.compared": func(t policytest.T) bool {
			return policytest.SharesSum(t, q, total, parts[0], other)
		},
		"late 2000 has no value to add up to whole": func(t policytest.T) bool { return policytest.SharesSum(t, y, whole, late) },
		"the shares of contribution cannot be added up": func(t policytest.T) bool {
			return policytest.SharesSum(t, policytest.Project(t, scenario.Baseline(a.Model, 2010, 2010)), a.Contribution, a.Growth.Applied())
		},
		"there is no scenario": func(t policytest.T) bool { return policytest.Rises(t, nil, metric, a.Ceiling, steps) },
		"total of contribution does not rise with none": func(t policytest.T) bool {
			return policytest.Rises(t, s, metric, none, steps)
		},
		"does not fall with cpi\n  error:    scenario: baseline: every scenario fails: ": func(t policytest.T) bool {
			return policytest.Falls(t, scenario.Baseline(a.Model, 2030, 2030), metric, a.Driver, steps, scenario.In(1950))
		},
		"found:     no difference: 4,068,500,000,000 KRW in both": func(t policytest.T) bool {
			return policytest.MostlyDueTo(t, s, s, metric, "ceiling", "50%")
		},
		"error:     scenario": func(t policytest.T) bool { return policytest.MostlyDueTo(t, nil, s, metric, "ceiling", "50%") },
		"the share, most, is not a number": func(t policytest.T) bool {
			return policytest.MostlyDueTo(t, s, s, metric, "ceiling", "most")
		},
		"a share is above 0 and at most 1, not 90\n  hint: write \"90%\"": func(t policytest.T) bool {
			return policytest.MostlyDueTo(t, s, s, metric, "ceiling", 90)
		},
		"a share is above 0 and at most 1, not 0": func(t policytest.T) bool { return policytest.MostlyDueTo(t, s, s, metric, "ceiling", 0) },
		"a share is above 0 and at most 1, not -0.5": func(t policytest.T) bool {
			return policytest.Sensitive(t, s, "-50%", func(policytest.T, *scenario.Scenario) {}) != nil
		},
		"a share is above 0 and at most 1, not 1.5\n  hint: write": func(t policytest.T) bool {
			return policytest.Sensitive(t, s, "1.5", func(policytest.T, *scenario.Scenario) {}) != nil
		},
		"found:     no such change": func(t policytest.T) bool {
			open, err := s.With("open", scenario.Define(a.Growth.With(burden.NoCeiling)))
			require.NoError(t, err)
			return policytest.MostlyDueTo(t, s, open, metric, "ceiling", "50%") // the change is growth.ceiling
		},
	} {
		failures := policytest.Try(s, func(t policytest.T, _ *scenario.Scenario) { assert.False(t, assertion(t), want) })
		if assert.NotEmpty(t, failures, want) {
			assert.Contains(t, failures[0], strings.TrimRight(want, "\x00"))
		}
	}
	// A faulty tolerance says what it is.
	assert.Equal(t, "a tolerance that is no number, below zero, or a percentage of something else than a ratio", policytest.Within("x", burden.KRW).String())
	assert.Equal(t, "exactly", policytest.Tolerance{}.String())
	assert.Equal(t, "unknown outcome", policytest.Outcome(9).String())
}

// TestProjectEndsTheTest: what follows it is not run.
func TestProjectEndsTheTest(t *testing.T) {
	a, _ := agreed()
	reached := false
	failures := policytest.Try(scenario.Baseline(a.Model, 2009, 2040), func(t policytest.T, s *scenario.Scenario) {
		policytest.Project(t, s)
		reached = true
	})
	require.Len(t, failures, 1)
	assert.Contains(t, failures[0], "the scenario cannot be projected\n  scenario: baseline\n  error:    scenario: baseline: burden: sma8: ")
	assert.False(t, reached)
	// Of a T that goes on there is no projection.
	c := &collector{}
	assert.Nil(t, policytest.Project(c, nil))
	assert.Len(t, c.failures, 1)
}
