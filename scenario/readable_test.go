package scenario_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/dectest"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/internal/toy"
)

// What a scenario is made of can be read: a program that writes scenarios, as package
// document does, needs nothing else.
func TestWhatAScenarioIsMadeOf(t *testing.T) {
	s := toy.Scenario(t)
	later := scenario.NewOverlay("later", scenario.Scale(toy.Base, 2, scenario.From(2021)), scenario.Shift(toy.CPI, "-1%", scenario.Between(2021, 2022))).Priority(3)
	both := toy.Apply(t, s, later, scenario.NewOverlay("first", scenario.Set(toy.Base, 500, scenario.In(2020)), scenario.Define(toy.Half.Is(toy.Contribution.Times(burden.Amount("0.5", burden.Ratio))))))

	assert.Equal(t, []int{2020, 2023}, []int{both.FirstYear(), both.LastYear()})
	assert.Same(t, s.Model(), both.Baseline())
	layers := both.Layers()
	require.Len(t, layers, 3, "the baseline's, the definition, and the settings, none of which touches another")
	assert.Same(t, s.Model(), layers[0])
	assert.Same(t, both.Model(), layers[2])

	overlays := both.Overlays()
	require.Len(t, overlays, 2)
	assert.Equal(t, []int{3, 0}, []int{overlays[0].Rank(), overlays[1].Rank()})
	changes := overlays[0].Changes()
	require.Len(t, changes, 2)
	assert.Equal(t, []scenario.Action{scenario.ScaleBy, scenario.ShiftBy}, []scenario.Action{changes[0].Action(), changes[1].Action()})
	assert.Equal(t, "base", changes[0].Name())
	assert.Equal(t, "base", changes[0].Param().Name())
	dectest.Equal(t, "2", changes[0].Number())
	assert.Equal(t, []scenario.Years{scenario.From(2021)}, changes[0].Years())
	assert.Equal(t, []int{2021, burden.MaxYear}, []int{changes[0].Years()[0].First(), changes[0].Years()[0].Last()})
	assert.Nil(t, changes[0].Definition())
	changes = overlays[1].Changes()
	assert.Equal(t, scenario.SetTo, changes[0].Action())
	assert.Equal(t, scenario.Redefine, changes[1].Action())
	assert.Equal(t, "half", changes[1].Name())
	assert.NotNil(t, changes[1].Definition())
	assert.False(t, changes[0].Touches(changes[1]))
	assert.True(t, scenario.Between(2020, 2021).Overlaps(scenario.From(2021)))
	assert.False(t, scenario.In(2020).Overlaps(scenario.From(2021)))

	// What is handed out is a copy.
	overlays[0], changes[0] = scenario.Overlay{}, scenario.Change{}
	assert.Equal(t, "later", both.Overlays()[0].Name())
	assert.Equal(t, scenario.SetTo, both.Overlays()[1].Changes()[0].Action())

	var none *scenario.Scenario
	assert.Equal(t, []int{0, 0}, []int{none.FirstYear(), none.LastYear()})
	assert.Nil(t, none.Baseline())
	assert.Nil(t, none.Overlays())
	assert.Nil(t, none.Layers())
	assert.Zero(t, scenario.Overlay{}.Rank())
	assert.Nil(t, scenario.Overlay{}.Changes())
	assert.Equal(t, scenario.NoAction, scenario.Change{}.Action())
}

// untouched is a design of which no point may be asked for.
type untouched struct{ t *testing.T }

func (untouched) Len() int { return 2 }

func (d untouched) At(int) scenario.Point {
	d.t.Error("a point was asked for")
	return nil
}

// A sweep is checked without running anything. The toy's scenario is of 2020 to 2023.
func TestASweepIsCheckedBeforeItRuns(t *testing.T) {
	s := toy.Scenario(t)
	w := scenario.Sweep{Scenario: s, Design: untouched{t}}
	mean := func(years ...scenario.Years) scenario.Metric {
		return scenario.Average(toy.PerHead, toy.Strength, burden.RoundTo("1", burden.HalfUp), years...)
	}
	for _, m := range []scenario.Metric{
		scenario.Total(toy.Contribution), scenario.Total(toy.Contribution, scenario.From(2023)), scenario.Total(toy.Contribution, scenario.Between(2020, 2023)),
		scenario.At(toy.Contribution, 2020), mean(), mean(scenario.In(2023)),
	} {
		w.Metrics = []scenario.Metric{m}
		require.NoError(t, w.Check(), m)
	}
	for _, c := range []struct {
		m     scenario.Metric
		cause error
		want  string
	}{
		{scenario.At(toy.Contribution, 2031), burden.ErrOutOfRange, "contribution 2031: the scenario is 2020 to 2023"},
		{scenario.Total(toy.Contribution, scenario.Between(2022, 2024)), burden.ErrOutOfRange, "total from 2022 to 2024, but the projection is from 2020 to 2023"},
		{scenario.Total(toy.Contribution, scenario.Between(2019, 2020)), burden.ErrOutOfRange, "total from 2019 to 2020, but the projection is from 2020 to 2023"},
		{scenario.Total(toy.Contribution, scenario.From(2024)), burden.ErrOutOfRange, "total from 2024, but the projection is from 2020 to 2023"},
		{mean(scenario.In(2040)), burden.ErrOutOfRange, "average in 2040, but the projection is from 2020 to 2023"},
		{scenario.Total(toy.Growth.Applied()), burden.ErrUnit, "growth is a rate, and only flows total over years"},
	} {
		w.Metrics = []scenario.Metric{scenario.At(toy.Contribution, 2021), c.m}
		require.ErrorIs(t, w.Check(), c.cause, c.want)
		require.ErrorContains(t, w.Check(), c.want)
		_, err := w.Summarize(t.Context())
		require.Equal(t, w.Check(), err, "and it does not run")
	}
	w.Metrics = []scenario.Metric{scenario.Total(toy.Contribution)}
	w.Scenario = scenario.Baseline(s.Model(), 2023, 2020)
	require.ErrorIs(t, w.Check(), burden.ErrOutOfRange)
	require.ErrorContains(t, w.Check(), "years = ")
	require.ErrorIs(t, scenario.Sweep{}.Check(), burden.ErrIncomplete)
	require.ErrorIs(t, scenario.Steps{}.Check(), burden.ErrIncomplete)
	require.ErrorIs(t, scenario.Metric{}.Check(), burden.ErrIncomplete)
	require.NoError(t, scenario.At(toy.Contribution, 2021).CheckYearBases(s.Model()))
	require.ErrorIs(t, scenario.At(toy.Contribution, 2021).CheckYearBases(nil), burden.ErrIncomplete)
	assert.True(t, s.Model().Has(toy.Contribution))
	assert.False(t, s.Model().Has(burden.NewLine("contribution", burden.USD)), "in another unit")
}
