package scenario_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/internal/toy"
)

func TestDiff(t *testing.T) {
	for _, c := range []struct {
		name    string
		changes []scenario.Change
		want    []string
	}{
		{"nothing", nil, nil},
		{"the same value from another source", []scenario.Change{scenario.Set(toy.Ceiling, "0.25"), scenario.Define(toy.CPI.Is(toy.CPI.Series().Sourced("other", burden.Brief)))}, nil},
		{"the same value in parts", []scenario.Change{scenario.Set(toy.Ceiling, "25%", scenario.In(2021)), scenario.Scale(toy.Heads, 1, scenario.From(2022))}, nil},
		{"constant", []scenario.Change{scenario.Set(toy.Base, "1000.5")},
			[]string{"base: 1000 KRW | 1000.5 KRW"}},
		{"one year and an open end", []scenario.Change{scenario.Set(toy.Ceiling, "0.3", scenario.In(2021), scenario.From(2023))},
			[]string{"ceiling: 0.25 | from 1 to 2020: 0.25, 2021: 0.3, 2022: 0.25, from 2023: 0.3"}},
		{"a year that had none", []scenario.Change{scenario.Set(toy.CPI, 0, scenario.In(2024))},
			[]string{"cpi: 2021: 0.1, 2022: 0.2, 2023: 0.3 | 2021: 0.1, 2022: 0.2, 2023: 0.3, 2024: 0"}},
		{"no value left", []scenario.Change{scenario.Define(toy.Heads.Is(burden.Series{}))},
			[]string{"heads: 4 persons | none (person)"}},
		{"a gap", []scenario.Change{scenario.Define(toy.Heads.Is(burden.ByYear(map[int]int{2019: 4, 2020: 4, 2023: 4})))},
			[]string{"heads: 4 persons | from 2019 to 2020: 4, 2023: 4 persons"}},
		{"rule without its ceiling", []scenario.Change{scenario.Define(toy.Growth.With(burden.NoCeiling))},
			[]string{"ceiling: 0.25 | none", "growth: by_year{2021: min(growth.raw, ceiling)} | by_year{2021: growth.raw}"}},
		{"new line, other rounding; parameters before lines", []scenario.Change{
			scenario.Define(toy.Half.Is(toy.Contribution.Minus(toy.Base))),
			scenario.Define(toy.PerHead.Is(burden.PerHead(toy.Contribution, toy.Strength).RoundedTo("1", burden.Down))), scenario.Set(toy.Heads, 5)},
			[]string{
				"heads: 4 persons | 5 persons",
				"per_head: round(contribution / strength, 0.01, half_up) KRW/person | round(contribution / strength, 1, down) KRW/person",
				"half: none | contribution - base KRW"}},
		{"parameter that becomes a line", []scenario.Change{
			scenario.Define(burden.NewLine("heads", burden.Persons).Is(burden.Amount(5, burden.Persons))),
			scenario.Define(toy.Strength.Is(burden.NewLine("heads", burden.Persons)))},
			[]string{"heads: 4 persons, of any value | person(5) person, a stock"}},
		{"another measure", []scenario.Change{scenario.Define(toy.Strength.As(burden.Flow).Is(toy.Heads))},
			[]string{"strength: heads person, a stock | heads person, a flow"}},
		{"a line that ends", []scenario.Change{scenario.Define(toy.Strength.Starts(2020, toy.Heads).Until(2021))},
			[]string{"strength: heads person | by_year{2020: heads, 2022: none} person"}},
		{"another range", []scenario.Change{scenario.Define(toy.Ceiling.Within("0", "40%")), scenario.Define(toy.Heads.Within("1", "9").Is(burden.Constant(5)))},
			[]string{"ceiling: 0.25, within 0 to 0.5 | 0.25, within 0 to 0.4", "heads: 4 persons, of any value | 5 persons, within 1 to 9"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := toy.Scenario(t)
			b, err := a.With("o", c.changes...)
			require.NoError(t, err)
			var got, back []string
			for _, d := range scenario.Diff(a, b) {
				got = append(got, d.String())
			}
			assert.Equal(t, c.want, got)
			for _, d := range scenario.Diff(b, a) { // the other way round, sides are swapped
				back = append(back, scenario.Difference{Name: d.Name, A: d.B, B: d.A}.String())
			}
			assert.ElementsMatch(t, c.want, back)
		})
	}
}

// TestDiffOfWhatIsAskedFor: two scenarios of one model can have different results.
func TestDiffOfWhatIsAskedFor(t *testing.T) {
	m := toy.Model(t)
	diff := func(a, b *scenario.Scenario) (list []string) {
		for _, d := range scenario.Diff(a, b) {
			list = append(list, d.String())
		}
		return list
	}
	a := scenario.Baseline(m, 2020, 2023, toy.Contribution, toy.Strength)
	assert.Equal(t, []string{"years asked for: from 2020 to 2023 | in 2021", "lines asked for: contribution | per_head"},
		diff(a, scenario.Baseline(m, 2021, 2021, toy.Strength, toy.PerHead)))
	assert.Equal(t, []string{"lines asked for: none | half"}, diff(a, scenario.Baseline(m, 2020, 2023, toy.Contribution, toy.Strength, toy.Half)), "which neither has")
	assert.Empty(t, diff(a, scenario.Baseline(m, 2020, 2023, toy.Strength, toy.Contribution, toy.Strength)), "the order does not matter")

	// What overlays add is one difference, not two.
	added := toy.With(t, a, "added", scenario.Define(toy.Half.Is(toy.Contribution)))
	assert.Equal(t, []string{"half: none | contribution KRW"}, diff(a, added))
	assert.Equal(t, []string{"half: contribution KRW | none"}, diff(added, a))
}

// TestDiffOfUnitsThatReadAlike: a unit in the plural is not taken for one of that name.
func TestDiffOfUnitsThatReadAlike(t *testing.T) {
	model := func(u burden.Unit) *scenario.Scenario {
		m, err := burden.NewModel("m", burden.NewLine("x", u).Is(burden.NewParam("heads", u, burden.Constant(4))))
		require.NoError(t, err)
		return scenario.Baseline(m, 2020, 2020)
	}
	a, b := model(burden.Persons), model("persons")
	require.NotEmpty(t, scenario.Diff(a, b))
	assert.Equal(t, "heads: 4 person | 4 persons", scenario.Diff(a, b)[0].String())
	_, err := scenario.Merge(a, b)
	assert.ErrorIs(t, err, scenario.ErrBaseline)
}
