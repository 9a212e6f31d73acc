package scenario_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/display"
	"example.com/burdenshare/scenario/internal/toy"
)

// inTenths shows amounts in tenths of a billion and ratios in tenths of a percent.
var inTenths = display.Style{
	Amounts: burden.RoundTo("0.1e9", burden.HalfUp), Magnitude: display.Billions,
	Ratios: burden.RoundTo("0.1%", burden.HalfUp), Others: burden.RoundTo("0.01", burden.HalfUp),
}

// The toy agreement's 1000, 1100, 1320, 1650 (5070) against 3 % more: 1030, 1133,
// 1359.6, 1699.5 (5222.1), which is 30, 33, 39.6, 49.5 (152.1) more. In hundreds the
// totals are 51, 52 and 2. Cut down the differences are all zero, so the two that
// the total shows go to the last two.
func TestComparisonForPeople(t *testing.T) {
	agreed := scenario.Baseline(toy.Model(t), 2020, 2023, toy.Contribution)
	c := toy.Compare(t, agreed, toy.With(t, agreed, "more | less", scenario.Scale(toy.Base, "1.03")))
	d := display.Style{
		Amounts: burden.RoundTo("100", burden.HalfUp), Magnitude: display.Thousands,
		Ratios: burden.RoundTo("1%", burden.HalfUp), Balanced: true,
	}
	table, err := c.Display(d)
	require.NoError(t, err)
	assert.Equal(t, `line          year        baseline    more | less     difference  ratio
contribution  2020   ₩1.0 thousand  ₩1.0 thousand  ₩0.0 thousand  103 %
contribution  2021   ₩1.1 thousand  ₩1.1 thousand  ₩0.0 thousand  103 %
contribution  2022   ₩1.3 thousand  ₩1.4 thousand  ₩0.1 thousand  103 %
contribution  2023   ₩1.7 thousand  ₩1.7 thousand  ₩0.1 thousand  103 %
contribution  total  ₩5.1 thousand  ₩5.2 thousand  ₩0.2 thousand  103 %
rounded: total to 0.1 thousand, half up; parts balanced to add up to it
each column is rounded by itself: baseline and the difference as shown may not add up to more | less
ratio: more | less over baseline, rounded to 1 %, half up
`, table.String())

	d.Balanced = false
	table, err = c.Display(d)
	require.NoError(t, err)
	for i, want := range []string{"₩0.0 thousand", "₩0.0 thousand", "₩0.0 thousand", "₩0.0 thousand", "₩0.2 thousand"} {
		assert.Equal(t, want, table.Rows[i][4], "the plain multiples do not add up")
	}
	assert.Contains(t, table.Foot[0], "may not add up")

	table, err = c.Display(display.Style{})
	require.NoError(t, err)
	assert.Equal(t, []string{"contribution", "2022", "₩1,320", "₩1,359.6", "₩39.6", "103 %"}, table.Rows[2])
	assert.Equal(t, "exact", table.Foot[0])
	assert.Equal(t, `| line | year | baseline | more \| less | difference | ratio |
| --- | --- | ---: | ---: | ---: | ---: |
| contribution | 2020 | ₩1,000 | ₩1,030 | ₩30 | 103 % |
`, table.Markdown()[:len(`| line | year | baseline | more \| less | difference | ratio |
| --- | --- | ---: | ---: | ---: | ---: |
| contribution | 2020 | ₩1,000 | ₩1,030 | ₩30 | 103 % |
`)])
	assert.Contains(t, table.Markdown(), "\n\nexact  \nratio: more \\| less over baseline, exact where it is a finite decimal\n")
}

func TestComparisonForPeopleOfSeveralLines(t *testing.T) {
	agreed := toy.Scenario(t)
	ended := scenario.Define(burden.Escalation(toy.Contribution, 2020, toy.Base, toy.Growth, burden.Rounding{}).Until(2021))
	c := toy.Compare(t, agreed, toy.With(t, agreed, "ended", ended, scenario.Define(toy.PerHead.Is(burden.Amount(1, toy.PerHead.Unit())))))
	table, err := c.Display(inTenths)
	require.NoError(t, err)
	require.Len(t, table.Rows, 13, "of three lines four years, and the total of one")
	assert.Equal(t, []string{"contribution", "2022", "₩0.0bn", "-", "-", "-"}, table.Rows[2])
	assert.Equal(t, []string{"strength", "2020", "4.00 persons", "4.00 persons", "0.00 persons", "100.0 %"}, table.Rows[4])
	assert.Equal(t, []string{"per_head", "2023", "₩412.50/person", "₩1.00/person", "-₩411.50/person", "0.2 %"}, table.Rows[11])
	assert.Equal(t, []string{"contribution", "total", "₩0.0bn", "₩0.0bn", "-", "-"}, table.Rows[12], "of different years")

	_, err = c.Display(display.Style{Amounts: burden.RoundTo("0", burden.HalfUp)})
	require.ErrorIs(t, err, burden.ErrOutOfRange)
	_, err = (*scenario.Comparison)(nil).Display(inTenths)
	require.ErrorIs(t, err, burden.ErrIncomplete)
}

func ExampleComparison_Display() {
	base := burden.NewParam("base", burden.KRW, burden.Constant("1038.9e9"))
	x := burden.NewLine("contribution", burden.KRW)
	m, err := burden.NewModel("m", x.Is(base))
	if err != nil {
		fmt.Println(err)
		return
	}
	agreed := scenario.Baseline(m, 2019, 2020)
	more, err := agreed.With("asked", scenario.Scale(base, "1.139"))
	if err != nil {
		fmt.Println(err)
		return
	}
	c, err := scenario.Compare(agreed, more)
	if err != nil {
		fmt.Println(err)
		return
	}
	table, err := c.Display(display.Style{Amounts: burden.RoundTo("0.1e9", burden.HalfUp), Magnitude: display.Billions, Balanced: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(table)
	// Output:
	// line          year     baseline       asked  difference    ratio
	// contribution  2019   ₩1,038.9bn  ₩1,183.3bn    ₩144.4bn  113.9 %
	// contribution  2020   ₩1,038.9bn  ₩1,183.3bn    ₩144.4bn  113.9 %
	// contribution  total  ₩2,077.8bn  ₩2,366.6bn    ₩288.8bn  113.9 %
	// rounded: total to 0.1bn, half up; parts balanced to add up to it
	// each column is rounded by itself: baseline and the difference as shown may not add up to asked
	// ratio: asked over baseline, exact where it is a finite decimal
}

// A figure that cannot be shown as told is an error, in a year as in a total.
func TestAComparisonThatCannotBeShown(t *testing.T) {
	agreed := scenario.Baseline(toy.Model(t), 2020, 2023, toy.Contribution)
	c := toy.Compare(t, agreed, toy.With(t, agreed, "more", scenario.Scale(toy.Base, "1.03")))
	_, err := c.Display(display.Style{Amounts: burden.RoundTo("100", burden.Exact)}) // 1359.6 is no multiple
	require.ErrorIs(t, err, burden.ErrInexact)
}

// Of one year there is no total below.
func TestOneYearHasNoTotal(t *testing.T) {
	agreed := scenario.Baseline(toy.Model(t), 2020, 2020, toy.Contribution)
	table, err := toy.Compare(t, agreed, toy.With(t, agreed, "more", scenario.Scale(toy.Base, "1.03"))).Display(display.Style{})
	require.NoError(t, err)
	require.Len(t, table.Rows, 1)
	assert.Equal(t, "2020", table.Rows[0][1])
}

// A rate has no total; one that cannot be shown is an error all the same.
func TestARateThatCannotBeShown(t *testing.T) {
	c := toy.Compare(t, scenario.Baseline(toy.Model(t), 2021, 2022, toy.Growth.Applied()), scenario.Baseline(toy.Model(t), 2021, 2022, toy.Growth.Applied()))
	_, err := c.Display(display.Style{Ratios: burden.RoundTo("7", burden.Exact)})
	require.ErrorIs(t, err, burden.ErrInexact)
}
