package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/japan"
	"example.com/burdenshare/internal/dectest"
)

func needsExpected() map[int]expectation {
	return map[int]expectation{
		45: {"189.9e9", "published: budget of FY2015; 26.2 + 116.4 + 24.9 + 0.3 + 22.1", categoriesAddUp},
		46: {"140.319612e9", "computed by hand: 23,178 × 6,054,000; 23,178 is published (MOFA), pay and workers employed are assumed", headCountBinds},
		47: {"15.1e9", "published: MOFA, 21 December 2021", scheduleSteps},
		48: {"24.9e9", "published: utilities in the budget of FY2015, which is the cap; the cost is assumed", capOverShare},
		49: {"37.6e9", "computed by hand: 164.1 - (26.7 + 29.8 + 34 + 36); the ceiling is published (Sankei, 21 December 2021), needs after 2023 are assumed", termCapBindsLast},
		50: {"11.4e9", "published: MOFA, 21 December 2021, about, at the level of FY2021", heldEveryYear},
		51: {"22.1e9", "published: facilities in the budget of FY2015; 189.9 - 142.6 - 24.9 - 0.3", directionChanges},
		52: {"12e9", "computed by hand: 223.2 - 211.2, both published (Ministry of Finance)", lineForEachBasis},
	}
}

// projected evaluates every line of a sample over years.
func (x sample) projected(t *testing.T, from, to int) *burden.Projection {
	t.Helper()
	p, err := x.model.Project(from, to, x.model.Lines()...)
	require.NoError(t, err)
	return p
}

// gives checks a line, by name, from a year on.
func gives(t *testing.T, p *burden.Projection, line string, from int, want ...string) {
	t.Helper()
	l, ok := p.Model().Line(line)
	require.True(t, ok, line)
	for i, w := range want {
		got, err := p.Value(l, from+i)
		require.NoError(t, err)
		dectest.Equal(t, w, got, line, from+i)
	}
}

func categoriesAddUp(t *testing.T, x sample) {
	budget, ok := japan.ByYear(japan.Budget).At(2015)
	require.True(t, ok)
	gives(t, x.projected(t, 2015, 2015), "total", 2015, burden.Text(budget.Value))
	gives(t, x.projected(t, 2015, 2015), "labour", 2015, "142.6e9") // 26.2 + 116.4
	// A category without a figure is an error, not a zero.
	_, err := x.model.Project(2016, 2016)
	assert.ErrorIs(t, err, burden.ErrMissingYear)
}

func headCountBinds(t *testing.T, x sample) {
	p := x.projected(t, 2022, 2023)
	gives(t, p, "worker_ceiling", 2022, "23178", "23178") // 3,893 + 19,285, as published
	gives(t, p, "pay", 2022, "6000000", "6054000")        // × 1.009
	gives(t, p, "labour", 2022, "138e9")                  // 23,000 × 6 million: below the ceiling
	ceiling, _ := x.model.Line("worker_ceiling")
	bound, reached := p.Binding(ceiling)
	assert.Equal(t, []int{2023}, bound)
	assert.Empty(t, reached)
}

func scheduleSteps(t *testing.T, x sample) {
	p := x.projected(t, 2022, 2026)
	gives(t, p, "utilities", 2022, "23.4e9", "23.4e9", "15.1e9", "13.3e9", "13.3e9") // MOFA
	total, err := p.Total(x.line, 2022, 2026)
	require.NoError(t, err)
	dectest.Equal(t, "88.5e9", total)
	_, err = x.projected(t, 2022, 2027).Value(x.line, 2027)
	assert.ErrorIs(t, err, burden.ErrNotApplicable, "the schedule ends")
}

func capOverShare(t *testing.T, x sample) {
	p := x.projected(t, 2011, 2015)
	gives(t, p, "share", 2011, "76%", "75%", "74%", "73%", "72%")
	// Of a cost of 36 bn even 72 % are 25.92 bn, above the cap; of 30 bn they are 21.6.
	gives(t, p, "utilities", 2011, "24.9e9", "24.9e9", "24.9e9", "24.9e9", "24.9e9")
	ceiling, _ := x.model.Param("utilities_cap")
	bound, _ := p.Binding(ceiling)
	assert.Equal(t, []int{2011, 2012, 2013, 2014, 2015}, bound)
	cost, _ := x.model.Param("utilities_cost")
	cheaper, err := x.model.With(cost.Is(burden.Constant("30e9")))
	require.NoError(t, err)
	x.model = cheaper
	gives(t, x.projected(t, 2011, 2015), "utilities", 2011, "22.8e9", "22.5e9", "22.2e9", "21.9e9", "21.6e9")

	// The term after prints amounts and shares: 61 % in 2021, 35 % in 2025. If the
	// 23.4 bn of 2022 are 61 % of the cost, this is 38.4 bn, and 13.3 bn are 34.6 %
	// of it: the printed shares and amounts agree to the percent.
	amount, share := yen("amount", japan.ByYear(japan.Utilities)), burden.NewParam("printed_share", burden.Ratio, japan.ByYear(japan.UtilitiesShare))
	whole, implied := burden.NewLine("whole", burden.JPY), burden.NewLine("implied", burden.Ratio)
	y, err := said(implied, 2025,
		whole.Is(amount.At(2022).Over(share.At(2021)).RoundedTo("0.1e9", burden.HalfUp)),
		implied.Is(amount.Over(whole).RoundedTo("1%", burden.HalfUp)))
	require.NoError(t, err)
	gives(t, y.projected(t, 2025, 2025), "whole", 2025, "38.4e9")
	printed, ok := japan.ByYear(japan.UtilitiesShare).At(2025)
	require.True(t, ok)
	gives(t, y.projected(t, 2025, 2025), "implied", 2025, burden.Text(printed.Value))
}

func termCapBindsLast(t *testing.T, x sample) {
	p := x.projected(t, 2022, 2027)
	gives(t, p, "facilities", 2022, "26.7e9", "29.8e9", "34e9", "36e9") // what is needed
	total, err := p.Total(x.line, 2022, 2026)
	require.NoError(t, err)
	dectest.Equal(t, "164.1e9", total)
	var bound []int
	for _, r := range p.Limits() {
		if r.Binds {
			bound = append(bound, r.Year)
		}
	}
	assert.Equal(t, []int{2026}, bound)
	_, err = p.Value(x.line, 2027)
	assert.ErrorIs(t, err, burden.ErrNotApplicable, "the term is over")

	// Read as a ceiling of each year, which is how one newspaper printed that on
	// equipment, it never binds, and the term pays 166.5 bn.
	need, _ := x.model.Param("need")
	ceiling, _ := x.model.Param("term_ceiling")
	yearly, err := x.model.With(x.line.Starts(2022, need.AtMost(ceiling)).Until(2026))
	require.NoError(t, err)
	x.model = yearly
	total, err = x.projected(t, 2022, 2026).Total(x.line, 2022, 2026)
	require.NoError(t, err)
	dectest.Equal(t, "166.5e9", total)
}

func heldEveryYear(t *testing.T, x sample) {
	p := x.projected(t, 2022, 2026)
	gives(t, p, "relocation", 2022, "11.4e9", "11.4e9", "11.4e9", "11.4e9", "11.4e9")
	why, err := p.Explain(x.line, 2026)
	require.NoError(t, err)
	inputs := why.Steps[0].Inputs
	require.Len(t, inputs, 1)
	assert.Equal(t, 2021, inputs[0].Year, "the level is that of 2021 in every year")

	a := japan.Term2022()
	q, err := a.Model.Project(2022, 2026, a.Relocation)
	require.NoError(t, err)
	gives(t, q, "relocation", 2022, "11.4e9", "11.4e9", "11.4e9", "11.4e9", "11.4e9")
}

func directionChanges(t *testing.T, x sample) {
	p := x.projected(t, 2015, 2017)
	gives(t, p, "facilities", 2015, "22.1e9", "22.1e9", "22.5e9") // left; held; 191 - 144.2 - 24 - 0.3
	gives(t, p, "labour", 2015, "142.6e9", "144.6e9", "144.2e9")  // 26.2 + 116.4; 191 - 22.1 - 24 - 0.3; 26.2 + 118

	// What labour saves goes to facilities in 2015, and is held there in 2016.
	pay, _ := x.model.Param("labour_pay")
	less, _ := assumed(map[int]string{2015: "115.4e9"}).At(2015) // 1 bn less than budgeted
	saved, err := x.model.With(pay.Is(pay.Series().Set(2015, 2015, less)))
	require.NoError(t, err)
	y := sample{saved, x.line, x.year}
	gives(t, y.projected(t, 2015, 2017), "facilities", 2015, "23.1e9", "23.1e9", "22.5e9")
	gives(t, y.projected(t, 2015, 2017), "labour", 2015, "141.6e9", "143.6e9", "144.2e9")

	// Without the change of year, facilities follow labour in 2016 too, while labour
	// follows facilities: a cycle, and in no other year.
	_, follows, err := x.evaluate()
	require.NoError(t, err)
	_, err = x.model.With(x.line.Starts(2011, follows))
	require.ErrorIs(t, err, burden.ErrCycle)
	assert.ErrorContains(t, err, "facilities, labour need each other in the same year, 2016;")

	// Nor is there a sound model in which labour follows in 2015, when facilities do.
	labour, _ := x.model.Line("labour")
	y = sample{x.model, labour, 2016}
	_, labourFollows, err := y.evaluate()
	require.NoError(t, err)
	_, err = x.model.With(labour.Starts(2011, labourFollows))
	assert.ErrorIs(t, err, burden.ErrCycle)
}

func lineForEachBasis(t *testing.T, x sample) {
	p := x.projected(t, 2023, 2023)
	gives(t, p, "outlay", 2023, "211.2e9")
	gives(t, p, "contract", 2023, "223.2e9")
	// The deferrals themselves are not printed. Whatever 2022 left to pay, contracts
	// of 223.2 bn that leave 12 bn more make outlays of 211.2 bn.
	for _, d := range [][2]string{{"0", "12e9"}, {"18e9", "30e9"}} {
		contracts := yen("contracts", japan.Support("FY2023", "host nation support, contract basis"))
		deferred := yen("deferred", assumed(map[int]string{2022: d[0], 2023: d[1]}).On(burden.FiscalApril))
		outlay := burden.NewLine("outlay", burden.JPY)
		y, err := said(outlay, 2023, outlay.Is(burden.Deferral(contracts, deferred)))
		require.NoError(t, err)
		gives(t, y.projected(t, 2023, 2023), "outlay", 2023, "211.2e9")
	}
}
