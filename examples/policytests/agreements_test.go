package policytests

import (
	"testing"

	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/korea"
	"example.com/burdenshare/internal/golden"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/policytest"
)

// ofTheEleventh are the assumptions about the agreement of 2020 to 2025.
func ofTheEleventh(t policytest.T, s *scenario.Scenario) {
	a := korea.Eleventh()
	p := policytest.Project(t, s)
	policytest.Published(t, p, a.Contribution, korea.Contribution(), burden.Rounding{})
	// A freeze, then 7.4 % of the defence budget and 6.5 % for labour, added: +13.9 %.
	policytest.Measure(t, p, scenario.At(a.Contribution, 2020), "1038.9e9")
	policytest.Value(t, p, a.Growth.Applied(), 2021, "13.9%")
	// 10389 + 11833 + 12472 + 12896 + 13463 + 14028 hundred million, as published.
	policytest.Total(t, p, a.Contribution, 2020, 2025, "7508.1e9")
}

func eleventh() *scenario.Scenario {
	a := korea.Eleventh()
	return scenario.Baseline(a.Model, a.First, a.Last).Named("the eleventh agreement")
}

func TestTheEleventhAgreement(t *testing.T) { ofTheEleventh(t, eleventh()) }

func TestTheEleventhAgreementCanFail(t *testing.T) {
	policytest.Sensitive(t, eleventh(), "100%", ofTheEleventh)
}

// TestNothingMoved compares every line and year with the file that was agreed.
func TestNothingMoved(t *testing.T) {
	policytest.Unchanged(t, policytest.Project(t, eleventh()), "testdata/eleventh.csv")
}

// TestTheStepForLabourMadeTheDifference: against an agreement without it, with the
// defence budget of 2024 as drafted, nearly all of what is paid less is the step's.
func TestTheStepForLabourMadeTheDifference(t *testing.T) {
	a := korea.Eleventh()
	draft, ok := korea.DefenceGrowthDraft().At(2024)
	require.True(t, ok)
	other, err := eleventh().With("no step, draft budget", scenario.Set(a.Step, 0, scenario.In(2021)), scenario.Set(a.Driver, draft.Value, scenario.In(2024)))
	require.NoError(t, err)
	// The step is 6.5 % of 10389 in each of five years and grows, some 370 bn won; the
	// draft is 0.3 % of the amount of one year, some 4 bn.
	policytest.MostlyDueTo(t, eleventh(), other, scenario.Total(a.Contribution), "labour_step", "95%")
}

// twelfth is the agreement of 2026 to 2030 under steady prices of 2 % from 2026 on.
func twelfth(t *testing.T) *scenario.Scenario {
	a := korea.Twelfth()
	s, err := scenario.Baseline(a.Model, a.First, a.Last).With("prices of 2 %", scenario.Set(a.Driver, "2%", scenario.From(2026)))
	require.NoError(t, err)
	return s.Named("the twelfth agreement")
}

// ofTheTwelfth are the assumptions about it under those prices.
func ofTheTwelfth(t policytest.T, s *scenario.Scenario) {
	a := korea.Twelfth()
	p := policytest.Project(t, s)
	// 15192 as agreed; × 1.021 = 15511.032, × 1.02 = 15821.22, × 1.02 = 16137.42, × 1.02 =
	// 16459.74, each rounded, by hand.
	for i, amount := range []string{"1519.2e9", "1551.1e9", "1582.1e9", "1613.7e9", "1646.0e9"} {
		policytest.Value(t, p, a.Contribution, 2026+i, amount)
	}
	policytest.Binds(t, p, a.Ceiling)
}

func TestTheTwelfthAgreement(t *testing.T) { ofTheTwelfth(t, twelfth(t)) }

func TestTheTwelfthAgreementCanFail(t *testing.T) {
	policytest.Sensitive(t, twelfth(t), "100%", ofTheTwelfth)
}

// TestTheCeilingOfTheTwelfthHolds: whatever prices do from 2026 on, the amount of
// 2030 is at most 15511 × 1.05 = 16286.55, 16287 × 1.05 = 17101.35, 17101 × 1.05 = 17956.05.
func TestTheCeilingOfTheTwelfthHolds(t *testing.T) {
	a := korea.Twelfth()
	policytest.Invariant(t, prices(t, "0", "10%"), func(t policytest.T, s *scenario.Scenario) {
		p := policytest.Project(t, s)
		policytest.NeverAbove(t, p, a.Growth.Applied(), a.Ceiling)
		policytest.NeverAbove(t, p, a.Contribution, burden.Amount("1795.6e9", burden.KRW))
	})
}

// prices is the sweep of consumer prices in the years that drive 2028, 2029 and 2030.
func prices(t *testing.T, from, to string) scenario.Sweep {
	a := korea.Twelfth()
	steps := scenario.NewSteps(from, to, "1%")
	return scenario.Sweep{Scenario: twelfth(t), Design: scenario.NewGrid(
		scenario.NewStepAxis(a.Driver, steps, scenario.In(2026)),
		scenario.NewStepAxis(a.Driver, steps, scenario.In(2027)),
		scenario.NewStepAxis(a.Driver, steps, scenario.In(2028)))}
}

// TestTheTwelfthHasNoFloor shows the failure of an assumption that does not hold:
// the amount never falls. Prices that fall by one percent in one year are enough.
func TestTheTwelfthHasNoFloor(t *testing.T) {
	a, sweep := korea.Twelfth(), prices(t, "-3%", "3%")
	failures := policytest.Try(sweep.Scenario, func(t policytest.T, _ *scenario.Scenario) {
		policytest.Invariant(t, sweep, func(t policytest.T, s *scenario.Scenario) {
			policytest.NeverBelow(t, policytest.Project(t, s), a.Growth.Applied(), burden.Amount(0, burden.Ratio))
		})
	})
	require.Len(t, failures, 1, "the assumption has to fail")
	golden.Equal(t, "testdata/floor.golden", failures[0]+"\n")
	require.Contains(t, failures[0], "smallest change: cpi = -1 % in 2026")
}
