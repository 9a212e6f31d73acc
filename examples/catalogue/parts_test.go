package main

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/korea"
	"example.com/burdenshare/internal/dectest"
)

func partsExpected() map[int]expectation {
	return map[int]expectation{
		27: {
			want:   "500.5e9",
			source: "published: White Paper 2020 by way of Newsis, 10 March 2021: 5,005 + 3,710 + 1,674 = 10,389",
			more:   partsSumToTheTotal,
		},
		28: {
			want:   "390.896e9",
			source: "computed: 4,442 × 0.88 = 3,908.96; construction of 2018 and the 88 % from White Paper 2018, pp. 180 and 181",
			more:   cashAndInKindSum,
		},
		29: {
			want:   "100.3%",
			source: "published: Hankyung, 11 February 2019, prints 39 %, 46.3 % and 15 %, which add to 100.3",
			more:   largestRemainderAddsTo100,
		},
		30: {
			want:   "255.825e6",
			source: "computed: 242.2 / 71 % = 341.13, to 0.1 m 341.1; 341.1 × 75 % = 255.825, less than 341.1 × 87 % = 296.757",
			more:   labourCeilingBindsOnce,
		},
		31: {
			want:   "85%",
			source: "published: the binding part of the eleventh agreement's 87 %",
			more:   labourFloorAndBestEffort,
		},
		32: {
			want:   "1674.9e9",
			source: "published: Ministry of National Defense, 24 May 2018, of 2010, by way of dailiang.co.kr: 1,674.9 bn won",
			more:   halvesOfSupportAsPrinted,
		},
		33: {
			want:   "338.9e9",
			source: "computed: 10,389 - (3,000 + 4,000), agreed and executed in 2020 as Hankyung, 10 March 2021, has them",
			more:   differencesKnowTheirStages,
		},
	}
}

// lineIn returns the value of a model's line in a year.
func lineIn(t *testing.T, m *burden.Model, name string, year int) decimal.Decimal {
	t.Helper()
	v, err := projected(t, m, name, year).Value(lineOf(t, m, name), year)
	require.NoError(t, err, "%s %d", name, year)
	return v
}

// projected evaluates one line of a model in one year.
func projected(t *testing.T, m *burden.Model, name string, year int) *burden.Projection {
	t.Helper()
	p, err := m.Project(year, year, lineOf(t, m, name))
	require.NoError(t, err, "%s %d", name, year)
	return p
}

func lineOf(t *testing.T, m *burden.Model, name string) burden.Line {
	t.Helper()
	l, ok := m.Line(name)
	require.True(t, ok, name)
	return l
}

// withSeries returns the model with another series for a parameter.
func withSeries(t *testing.T, m *burden.Model, param string, s burden.Series) *burden.Model {
	t.Helper()
	p, ok := m.Param(param)
	require.True(t, ok, param)
	changed, err := m.With(p.Is(s))
	require.NoError(t, err, param)
	return changed
}

// partsSumToTheTotal: the parts are the published ones in every year that prints
// them, the third is also what the others leave, and under the rounded percentages
// printed for 2019, 48, 36 and 16, the parts are others but sum to the same.
func partsSumToTheTotal(t *testing.T, x sample) {
	for _, year := range []int{2015, 2018, 2019} {
		total, _ := korea.Contribution().At(year)
		rest := total.Value
		for _, name := range categories() {
			part := lineIn(t, x.model, "part."+name, year)
			published, ok := korea.Part(name).At(year)
			require.True(t, ok, "%s %d", name, year)
			dectest.Equal(t, burden.Text(published.Value), part, name, year)
			rest = rest.Sub(part)
		}
		dectest.Equal(t, "0", rest, year)
		logistics, _ := korea.Part("logistics").At(year)
		dectest.Equal(t, burden.Text(logistics.Value), lineIn(t, x.model, "rest", year), year)
	}
	m := x.model
	for name, percent := range map[string]string{"labour": "48", "construction": "36", "logistics": "16"} {
		m = withSeries(t, m, name, burden.Constant(percent))
	}
	// 4,986.72, 3,740.04 and 1,662.24, cut; the one left goes to labour, cut most.
	for name, want := range map[string]string{"labour": "498.7e9", "construction": "374.0e9", "logistics": "166.2e9"} {
		dectest.Equal(t, want, lineIn(t, m, "part."+name, 2019), name)
	}
}

// cashAndInKindSum: each category is its cash and its support in kind, and so is
// the whole, the contribution of 2018.
func cashAndInKindSum(t *testing.T, x sample) {
	// Of construction 4,442 × 0.12 = 533.04 is cash, by hand.
	cash := map[string]string{"labour": "371.0e9", "construction": "53.304e9", "logistics": "0"}
	for _, name := range categories() {
		paid := lineIn(t, x.model, name+"_cash", 2018)
		dectest.Equal(t, cash[name], paid, name)
		published, _ := korea.Part(name).At(2018)
		dectest.Equal(t, burden.Text(published.Value), paid.Add(lineIn(t, x.model, name+"_in_kind", 2018)), name)
	}
	inKind := lineIn(t, x.model, "in_kind", 2018)
	dectest.Equal(t, "535.896e9", inKind) // 3,908.96 + 1,450
	contribution, _ := korea.Contribution().At(2018)
	dectest.Equal(t, burden.Text(contribution.Value), lineIn(t, x.model, "cash", 2018).Add(inKind))
}

// largestRemainderAddsTo100: each share as printed, and beside them those of the
// split: 38.638, 46.261 and 15.101, cut to 0.1, leave 0.1 to construction, cut most.
func largestRemainderAddsTo100(t *testing.T, x sample) {
	for name, want := range map[string]string{
		"labour_printed": "39%", "construction_printed": "46.3%", "logistics_printed": "15%",
		"share.labour": "38.6%", "share.construction": "46.3%", "share.logistics": "15.1%",
	} {
		dectest.Equal(t, want, lineIn(t, x.model, name, 2018), name)
	}
	var sum decimal.Decimal
	for _, name := range categories() {
		sum = sum.Add(lineIn(t, x.model, "share."+name, 2018))
	}
	dectest.Equal(t, "100%", sum)
}

// labourCeilingBindsOnce: the 71 % of 2014 is below the ceiling, the 75 % of 2019
// reaches it, and the 87 % of 2021 it would have cut.
func labourCeilingBindsOnce(t *testing.T, x sample) {
	most := lineOf(t, x.model, "labour_ceiling")
	var bound, reached []int
	for _, year := range []int{2003, 2014, 2019, 2021} {
		b, r := projected(t, x.model, "host_labour", year).Binding(most)
		bound, reached = append(bound, b...), append(reached, r...)
	}
	assert.Equal(t, []int{2021}, bound)
	assert.Equal(t, []int{2019}, reached)
	// What the payroll was inferred from comes back as printed: 242.2 m in 2003.
	asked, err := burden.RoundTo("0.1e6", burden.HalfUp).Apply(lineIn(t, x.model, "host_labour", 2003))
	require.NoError(t, err)
	dectest.Equal(t, "242.2e6", asked)
}

// labourFloorAndBestEffort: at the 75 % last paid the floor binds, between floor
// and top neither does, at 87 % the best effort is reached, and above it binds.
func labourFloorAndBestEffort(t *testing.T, x sample) {
	obliged, _ := x.model.Param("obliged")
	effort, _ := x.model.Param("best_effort")
	year := []int{2021}
	for _, c := range []struct {
		last, want                             string
		floorBound, floorReached, top, reached []int
	}{
		{last: "75%", want: "85%", floorBound: year},
		{last: "85%", want: "85%", floorReached: year},
		{last: "86%", want: "86%"},
		{last: "87%", want: "87%", reached: year},
		{last: "90%", want: "87%", top: year},
	} {
		m := withSeries(t, x.model, "last_share", burden.ByYear(map[int]string{2019: c.last}))
		dectest.Equal(t, c.want, lineIn(t, m, "share", 2021), c.last)
		p := projected(t, m, "share", 2021)
		bound, reached := p.Binding(obliged)
		assert.Equal(t, c.floorBound, bound, c.last)
		assert.Equal(t, c.floorReached, reached, c.last)
		bound, reached = p.Binding(effort)
		assert.Equal(t, c.top, bound, c.last)
		assert.Equal(t, c.reached, reached, c.last)
	}
	dectest.Equal(t, "2%", lineIn(t, x.model, "voluntary", 2021)) // printed: 2 points of best effort
}

// halvesOfSupportAsPrinted: the items add to 8,560.8 and 8,187.9, printed as 8,561
// and 8,188; explanations tell what was spent from what was forgone.
func halvesOfSupportAsPrinted(t *testing.T, x sample) {
	for name, item := range map[string]string{"direct": "ROK direct support", "indirect": "ROK indirect support"} {
		published, ok := korea.Cost("2010", item).At(2010)
		require.True(t, ok, item)
		dectest.Equal(t, burden.Text(published.Value), lineIn(t, x.model, name, 2010), name)
	}
	p := projected(t, x.model, "support", 2010)
	why, err := p.Explain(x.line, 2010)
	require.NoError(t, err)
	items := map[string]int{}
	for _, step := range why.Steps {
		for _, in := range step.Inputs {
			items[step.Line.Name()+" "+in.Purpose]++
		}
	}
	assert.Equal(t, map[string]int{"direct spent": 4, "indirect forgone": 6}, items)
}

// differencesKnowTheirStages: what was not spent in 2020 stands on agreed and
// executed amounts, what the draft of 2015 lacked on expected and agreed ones.
func differencesKnowTheirStages(t *testing.T, x sample) {
	standing := func(name string, year int) []burden.Standing {
		list, err := projected(t, x.model, name, year).StandsOn(lineOf(t, x.model, name), year)
		require.NoError(t, err)
		return list
	}
	assert.Equal(t, []burden.Standing{
		{Status: burden.Confirmed, Stage: burden.Agreed, Params: []string{"agreed"}},
		{Status: burden.Confirmed, Stage: burden.Executed, Params: []string{"labour_executed", "projects_executed"}},
	}, standing("not_spent", 2020))
	// 9,320 - 8,448 = 872, by hand.
	dectest.Equal(t, "87.2e9", lineIn(t, x.model, "not_drafted", 2015))
	assert.Equal(t, []burden.Standing{
		{Status: burden.Confirmed, Stage: burden.Expected, Params: []string{"drafted"}},
		{Status: burden.Confirmed, Stage: burden.Agreed, Params: []string{"agreed"}},
	}, standing("not_drafted", 2015))
	// Nobody said what was executed in 2015, and a missing amount is not zero.
	_, err := x.model.Project(2015, 2015, x.line)
	assert.ErrorIs(t, err, burden.ErrMissingYear)
}
