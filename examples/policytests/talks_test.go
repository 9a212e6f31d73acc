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

// talks is the scenario of 2019.
func talks(t *testing.T) *scenario.Scenario {
	m, err := Talks()
	require.NoError(t, err)
	return scenario.Baseline(m, 2019, 2019, m.Lines()...).Named("the talks of 2019")
}

// wholePercent is how the White Paper and the press print shares.
var wholePercent = policytest.RoundedTo("1%", burden.HalfUp)

// assumptions are what a position on the talks rests on.
func assumptions(t policytest.T, s *scenario.Scenario) {
	p := policytest.Project(t, s)
	// The contribution of the tenth agreement, and that its parts are all of it.
	policytest.Value(t, p, contribution, 2019, "1038.9e9")
	policytest.SharesSum(t, p, contribution, labour, construction, logistics)
	// 48 %, 36 % and 16 %, as the White Paper of 2020 prints them.
	policytest.Ratio(t, p, labour, contribution, 2019, "48%", wholePercent)
	policytest.Ratio(t, p, construction, contribution, 2019, "36%", wholePercent)
	policytest.Ratio(t, p, logistics, contribution, 2019, "16%", wholePercent)
	// 4.7 bn dollars at 1,167.2989 won are 5,486,304,830,000 won, by hand.
	policytest.Value(t, p, demand, 2019, "5486.3e9")
	// More than five times what was paid: 5 × 1038.9 = 5194.5.
	policytest.NeverBelow(t, p, demand, contribution.Times(burden.Amount(5, burden.Ratio)))
	// 4,700,000,000 / 28,500 and 500,500,000,000 / 8,700.
	policytest.Value(t, p, perMember, 2019, "164912.28")
	policytest.Value(t, p, perEmployee, 2019, "57528736")
}

func TestAssumptionsBehindTheTalks(t *testing.T) {
	assumptions(t, talks(t))
}

// TestTheDemandIsKnownToTwoDigits: it may have been 4.65 to 4.75 bn dollars, 58.4 bn
// won to either side, and five times the contribution all the same.
func TestTheDemandIsKnownToTwoDigits(t *testing.T) {
	s := talks(t)
	for _, asks := range []string{"4.65e9", "4.75e9"} {
		other, err := s.With(asks, scenario.Set(asked, asks))
		require.NoError(t, err)
		p := policytest.Project(t, other)
		policytest.Value(t, p, demand, 2019, "5486.3e9", policytest.Within("58.4e9", burden.KRW))
		policytest.NeverBelow(t, p, demand, contribution.Times(burden.Amount(5, burden.Ratio)))
	}
}

// TestTheDemandRisesWithTheRate: it was asked in dollars, so the won takes the risk.
func TestTheDemandRisesWithTheRate(t *testing.T) {
	policytest.Rises(t, talks(t), scenario.At(demand, 2019), rate, scenario.NewSteps("1000", "1300", "50"))
}

// TestTheAssumptionsCanFail: whatever is changed a little in the model of the talks
// fails one of them, unless it comes to the same.
func TestTheAssumptionsCanFail(t *testing.T) {
	policytest.Sensitive(t, talks(t), "100%", assumptions)
}

// TestWhatThePressReportHadFails shows the failure of an assumption that never
// held: "about 70 %" of the contribution pays Korean employees. 71 to 75 % is the
// host's share of the labour cost, another number.
func TestWhatThePressReportHadFails(t *testing.T) {
	failures := policytest.Try(talks(t), func(t policytest.T, s *scenario.Scenario) {
		policytest.Ratio(t, policytest.Project(t, s), labour, contribution, 2019, "70%", wholePercent)
	})
	require.Len(t, failures, 1, "the assumption has to fail")
	golden.Equal(t, "testdata/press.golden", failures[0]+"\n")
	// 500.5 - 0.7 × 1038.9 = -226.73 bn won, by hand.
	require.Contains(t, failures[0], "226,730,000,000 KRW too little")
	require.Contains(t, failures[0], "about 48.18 %")
}

// TestNoGrowthReachesTheDemand: under the rule of the eleventh agreement, defence
// budgets that grow by up to 15 % a year and steps for labour of up to 10 % do not
// lead to what was asked by 2025. At most 1038.9 × 1.25 × 1.15^4 = 2271.3 bn won.
func TestNoGrowthReachesTheDemand(t *testing.T) {
	a := korea.Eleventh()
	asked := policytest.Project(t, talks(t))
	limit, err := asked.Value(demand, 2019)
	require.NoError(t, err)
	policytest.Invariant(t, scenario.Sweep{
		Scenario: scenario.Baseline(a.Model, a.First, a.Last),
		Design: scenario.NewGrid(
			scenario.NewStepAxis(a.Driver, scenario.NewSteps("0", "15%", "2.5%")),
			scenario.NewStepAxis(a.Step, scenario.NewSteps("0", "10%", "2.5%"), scenario.In(2021))),
	}, func(t policytest.T, s *scenario.Scenario) {
		policytest.NeverAbove(t, policytest.Project(t, s), a.Contribution, burden.Amount(limit, burden.KRW))
	})
}
