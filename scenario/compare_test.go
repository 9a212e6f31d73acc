package scenario_test

import (
	"fmt"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/dectest"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/internal/toy"
)

var (
	cents   = burden.RoundTo("0.01", burden.HalfUp)
	exactly = burden.Rounding{}
)

// number checks a value that may be absent: "-".
func number(t *testing.T, want string, v scenario.Value, context string) {
	t.Helper()
	if assert.Equal(t, want != "-", v.Present, context) && v.Present {
		dectest.Equal(t, want, v.Amount, context)
	}
}

// TestRows compares the toy agreement, 1000 1100 1320 1650 won and 4 persons,
// with what becomes of it; a dash is an absent value.
func TestRows(t *testing.T) {
	ends := scenario.Define(burden.Escalation(toy.Contribution, 2020, toy.Base, toy.Growth, burden.Rounding{}).Until(2021))
	starts := scenario.Define(toy.Contribution.Starts(2022, toy.Base))
	for _, c := range []struct {
		name                                                string
		change                                              scenario.Change
		line                                                burden.Line
		year                                                int
		baseline, alternative, difference, ratio, quotients string // the ratio to 0.01, and unrounded
	}{
		{"more", scenario.Set(toy.Base, 1250), toy.Contribution, 2020, "1000", "1250", "250", "1.25", "1.25"},
		{"less", scenario.Scale(toy.Base, "0.9"), toy.Contribution, 2021, "1100", "990", "-110", "0.9", "0.9"},
		{"the same", scenario.Scale(toy.Base, 1), toy.Contribution, 2023, "1650", "1650", "0", "1", "1"},
		{"no finite ratio", scenario.Set(toy.Heads, 5), toy.PerHead, 2021, "275", "220", "-55", "0.8", "0.8"},
		{"rounded ratio", scenario.Set(toy.Base, 1004), toy.Contribution, 2020, "1000", "1004", "4", "1", "1.004"},
		{"stock", scenario.Shift(toy.Heads, -1), toy.Strength, 2022, "4", "3", "-1", "0.75", "0.75"},
		{"nothing left", scenario.Set(toy.Base, 0), toy.Contribution, 2020, "1000", "0", "-1000", "0", "0"},
		{"absent in the alternative", ends, toy.Contribution, 2022, "1320", "-", "-", "-", "-"},
		{"later start", starts, toy.Contribution, 2023, "1650", "1000", "-650", "0.61", "-"}, // 0.6060…
	} {
		t.Run(c.name, func(t *testing.T) {
			agreed := scenario.Baseline(toy.Model(t), 2020, 2023, c.line)
			r, ok := toy.Compare(t, agreed, toy.With(t, agreed, "other", c.change)).Row(c.line, c.year)
			require.True(t, ok)
			number(t, c.baseline, r.Baseline, "baseline")
			number(t, c.alternative, r.Alternative, "alternative")
			number(t, c.difference, r.Difference(), "difference")
			number(t, c.ratio, r.Ratio(cents), "ratio")
			number(t, c.quotients, r.Ratio(exactly), "quotient")
		})
	}
}

// A line that nobody asked for is evaluated for the comparison, in one year as in many.
func TestCompareOneYear(t *testing.T) {
	agreed := scenario.Baseline(toy.Model(t), 2022, 2022, toy.Contribution)
	c, err := scenario.Compare(agreed, toy.With(t, agreed, "fewer", scenario.Shift(toy.Heads, -1)), toy.Strength)
	require.NoError(t, err)
	r, ok := c.Row(toy.Strength, 2022)
	require.True(t, ok)
	number(t, "4", r.Baseline, "baseline")
	number(t, "3", r.Alternative, "alternative")
}

func TestRatioIsAbsent(t *testing.T) {
	agreed := scenario.Baseline(toy.Model(t), 2020, 2023, toy.Contribution)
	free := toy.With(t, agreed, "free", scenario.Set(toy.Base, 0))
	for _, r := range append(toy.Compare(t, free, agreed).Rows(), toy.Compare(t, free, free).Totals()...) {
		number(t, "-", r.Ratio(cents), "divided by zero")
		assert.True(t, r.Difference().Present)
	}
	r, ok := toy.Compare(t, agreed, agreed).Row(toy.Contribution, 2020)
	require.True(t, ok)
	number(t, "-", r.Ratio(burden.RoundTo("0", burden.HalfUp)), "bad rounding")
	_, ok = toy.Compare(t, agreed, agreed).Row(toy.Strength, 2020)
	assert.False(t, ok, "nobody asked for it")
	_, ok = toy.Compare(t, agreed, agreed).Row(toy.Contribution, 2024)
	assert.False(t, ok)
}

func TestTotalsOfFlowsOnly(t *testing.T) {
	agreed := toy.Scenario(t)
	c := toy.Compare(t, agreed, toy.With(t, agreed, "double", scenario.Scale(toy.Base, 2)))
	assert.Len(t, c.Rows(), 3*4, "three lines, four years")
	require.Len(t, c.Totals(), 1, "persons are a stock, won per person a rate")
	total := c.Totals()[0]
	assert.Equal(t, "contribution", total.Line.Name())
	number(t, "5070", total.Baseline, "baseline") // 1000 + 1100 + 1320 + 1650
	number(t, "10140", total.Alternative, "alternative")
	number(t, "5070", total.Difference(), "difference")
	number(t, "2", total.Ratio(exactly), "ratio")

	// The measure is the model's, whichever model has the line and whatever the handle says.
	stock := toy.With(t, agreed, "level", scenario.Define(toy.Half.As(burden.Stock).Is(toy.Contribution)))
	assert.Empty(t, toy.Compare(t, agreed, stock, toy.Half).Totals())
	assert.Empty(t, toy.Compare(t, stock, agreed, toy.Half).Totals())
	assert.Len(t, toy.Compare(t, agreed, stock, toy.Half).Rows(), 4)
}

func TestYearsAndLinesOfBoth(t *testing.T) {
	m := toy.Model(t)
	a, b := scenario.Baseline(m, 2020, 2022, toy.Contribution), scenario.Baseline(m, 2021, 2023, toy.Contribution, toy.Strength, toy.Contribution)
	c := toy.Compare(t, a, b, toy.Contribution, toy.Contribution)
	require.Len(t, c.Rows(), 2, "each line once, 2021 and 2022")
	number(t, "2420", c.Totals()[0].Baseline, "1100 + 1320")
	number(t, "2420", c.Totals()[0].Alternative, "1100 + 1320")
	assert.Len(t, toy.Compare(t, b, a, toy.Contribution).Rows(), 2, "the other way round")

	c = toy.Compare(t, a, b) // nobody needed the strength on the left
	r, ok := c.Row(toy.Strength, 2021)
	require.True(t, ok)
	number(t, "-", r.Baseline, "not asked for")
	number(t, "4", r.Alternative, "asked for")
	assert.Len(t, c.Rows(), 4)

	dollars := burden.NewLine("contribution", burden.USD)
	other, err := burden.NewModel("other", dollars.Is(burden.Amount(7, burden.USD)))
	require.NoError(t, err)
	c = toy.Compare(t, a, scenario.Baseline(other, 2022, 2022))
	assert.Equal(t, "contribution contribution", names([]burden.Line{c.Rows()[0].Line, c.Rows()[1].Line}), "won and dollars are two lines")
}

// TestNamedLines: a line that is named is there, whether a scenario was asked for
// it or not, wherever the model has it.
func TestNamedLines(t *testing.T) {
	m := toy.Model(t)
	a := scenario.Baseline(m, 2020, 2022, toy.Strength)
	b := toy.With(t, a, "halved", scenario.Define(toy.Half.Is(toy.Contribution.Times(burden.Amount("0.5", burden.Ratio)))))
	c := toy.Compare(t, a, b, toy.PerHead)
	require.Len(t, c.Rows(), 3, "nobody was asked for it")
	r, ok := c.Row(toy.PerHead, 2021)
	require.True(t, ok)
	number(t, "275", r.Baseline, "baseline")
	number(t, "275", r.Alternative, "alternative")
	assert.Len(t, toy.Compare(t, a, b).Rows(), 2*3, "the strength and the half, in three years")

	c = toy.Compare(t, a, b, toy.Half, toy.Contribution)
	assert.Len(t, c.Rows(), 2*3)
	r, ok = c.Row(toy.Half, 2021)
	require.True(t, ok)
	number(t, "-", r.Baseline, "its model has no half")
	number(t, "550", r.Alternative, "half of 1100")
	number(t, "1710", c.Totals()[0].Alternative, "500 + 550 + 660")
	r, ok = toy.Compare(t, b, a, toy.Half).Row(toy.Half, 2022)
	require.True(t, ok)
	number(t, "660", r.Baseline, "the other way round")

	// The growth of 2024 has no driver, but nobody compares 2024.
	long := scenario.Baseline(m, 2020, 2024, toy.Strength)
	assert.Len(t, toy.Compare(t, long, a, toy.Contribution).Rows(), 3)
	_, err := scenario.Compare(long, long, toy.Contribution)
	assert.ErrorIs(t, err, burden.ErrMissingYear)
	c = toy.Compare(t, a, scenario.Baseline(m, 2020, 2022, toy.Half), toy.Contribution)
	assert.Len(t, c.Rows(), 3, "what else a scenario was asked for is not looked at")
}

func TestNilComparison(t *testing.T) {
	var c *scenario.Comparison
	assert.Nil(t, c.Rows())
	assert.Nil(t, c.Totals())
	_, ok := c.Row(toy.Contribution, 2020)
	assert.False(t, ok)
	assert.Empty(t, c.String())
	assert.Empty(t, c.Table(cents))
}

func TestCompareErrors(t *testing.T) {
	agreed := toy.Scenario(t)
	missing := scenario.Baseline(agreed.Model(), 2020, 2024)
	late := scenario.Baseline(agreed.Model(), 2030, 2031, toy.Strength)
	for _, c := range []struct {
		name  string
		a, b  *scenario.Scenario
		lines []burden.Line
		cause error
	}{
		{"baseline without numbers", missing, missing.Named("alternative"), nil, burden.ErrMissingYear},
		{"alternative without numbers", scenario.Baseline(agreed.Model(), 2020, 2024, toy.Strength), missing, nil, burden.ErrMissingYear},
		{"no common year", agreed, late, nil, scenario.ErrBaseline},
		{"line of neither", agreed, agreed, []burden.Line{toy.Contribution, toy.Half}, burden.ErrUnknownName},
		{"line in another unit", agreed, agreed, []burden.Line{burden.NewLine("contribution", burden.USD)}, burden.ErrUnit},
		{"zero line", agreed, agreed, []burden.Line{{}}, burden.ErrUnknownName},
	} {
		got, err := scenario.Compare(c.a, c.b, c.lines...)
		assert.Nil(t, got, c.name)
		assert.ErrorIs(t, err, c.cause, c.name)
		assert.ErrorContains(t, err, "scenario: baseline: ", c.name)
	}
}

func TestTable(t *testing.T) {
	a, agreed := eighth()
	open := toy.With(t, agreed, "no ceiling", scenario.Define(a.Growth.With(burden.NoCeiling)))
	c := toy.Compare(t, agreed, open, a.Growth.Applied(), a.Contribution)
	// Amounts and differences as in TestEighthWithoutCeiling; ratios are their
	// quotients: 4.7/4 = 1.175, 7957/7904 = 1.00670…. The growth of 2009, 2.5 % as
	// prices of 2007, is not applied: the base of 2009 was agreed.
	assert.Equal(t, `line          year   unit           baseline         no ceiling      difference   ratio
growth        2009                     2.5 %              2.5 %             0 %       1
growth        2010                       4 %              4.7 %           0.7 %   1.175
growth        2011                     2.8 %              2.8 %             0 %       1
growth        2012                     2.9 %              2.9 %             0 %       1
growth        2013                       4 %                4 %             0 %       1
contribution  2009   KRW     760,000,000,000    760,000,000,000               0       1
contribution  2010   KRW     790,400,000,000    795,700,000,000   5,300,000,000  1.0067
contribution  2011   KRW     812,500,000,000    818,000,000,000   5,500,000,000  1.0068
contribution  2012   KRW     836,100,000,000    841,700,000,000   5,600,000,000  1.0067
contribution  2013   KRW     869,500,000,000    875,400,000,000   5,900,000,000  1.0068
contribution  total  KRW   4,068,500,000,000  4,090,800,000,000  22,300,000,000  1.0055
ratio: no ceiling over baseline, rounded to 0.0001, half up
`, c.String())
	assert.NotContains(t, toy.Compare(t, scenario.Baseline(a.Model, 2010, 2010), open).String(), "total", "of one year")
	assert.Contains(t, c.Table(burden.RoundTo("1e-2", burden.Floor)), "ratio: no ceiling over baseline, rounded to 0.01, floor\n")
	assert.Contains(t, c.Table(exactly), "5,300,000,000      -\n", "7957/7904 is no finite decimal")
}

func TestTableLayout(t *testing.T) {
	agreed := scenario.Baseline(toy.Model(t), 2020, 2021, toy.Contribution, toy.PerHead)
	changed := toy.With(t, agreed, "Kürzung", // columns align by characters, not bytes
		scenario.Define(toy.Contribution.Starts(2021, toy.Base.Times(burden.Amount("-1.5", burden.Ratio)))),
		scenario.Define(toy.PerHead.Is(burden.Amount("0.5", burden.KRW.Per(burden.Persons)))))
	assert.Equal(t, `line          year   unit        baseline  Kürzung  difference  ratio
contribution  2020   KRW            1,000        -           -      -
contribution  2021   KRW            1,100   -1,500      -2,600  -1.36
per_head      2020   KRW/person       250      0.5      -249.5      0
per_head      2021   KRW/person       275      0.5      -274.5      0
contribution  total  KRW            2,100   -1,500           -      -
ratio: Kürzung over baseline, rounded to 0.01, half up
`, toy.Compare(t, agreed, changed).Table(cents))
}

// TestHostGlobals: nothing depends on the decimal library's package variables.
func TestHostGlobals(t *testing.T) {
	table := func() string {
		a, agreed := eighth()
		open := toy.With(t, agreed, "open", scenario.Define(a.Growth.With(burden.NoCeiling)), scenario.Scale(a.Base, "1.5"), scenario.Shift(a.Driver, "-0.003", scenario.From(2009)))
		warnings, err := open.Warnings()
		require.NoError(t, err)
		require.Empty(t, warnings)
		text := toy.Compare(t, agreed, open, a.Contribution, a.Growth.Raw()).Table(burden.RoundTo("1e-20", burden.HalfEven))
		return text + fmt.Sprint(scenario.Diff(agreed, open))
	}
	want := table()
	for _, v := range []*bool{&decimal.TrimTrailingZeros, &decimal.UseScientificNotation, &decimal.MarshalJSONWithoutQuotes} {
		defer func(was bool) { *v = was }(*v)
		*v = !*v
	}
	for _, v := range []*int{&decimal.DivisionPrecision, &decimal.PowPrecisionNegativeExponent, &decimal.ExpMaxIterations, &decimal.MaxDecodeExponent} {
		defer func(was int) { *v = was }(*v)
		*v = 1
	}
	assert.Equal(t, want, table())
}
