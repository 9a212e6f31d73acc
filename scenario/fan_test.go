package scenario_test

import (
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/dectest"
	"example.com/burdenshare/scenario"
)

var binds = scenario.Event{Name: "ceiling binds", Line: growth.Raw(), Above: growth.Applied()}

// afterTheFirst is the toy agreement in the years that grow.
func afterTheFirst(t *testing.T) *scenario.Scenario {
	return scenario.Baseline(toyModel(t), 2021, 2023, contribution)
}

// TestFan works the toy agreement out run by run: contribution × (1 + the smaller of
// what is drawn and 25 %), and the ceiling binds where more than 25 % is drawn.
func TestFan(t *testing.T) {
	const runs = 101
	s := prices(runs, scenario.EachYear(scenario.Uniform("0", "40%")), years21to23)
	f, err := scenario.Sweep{Scenario: afterTheFirst(t), Design: s}.Fan(t.Context(), contribution, binds)
	require.NoError(t, err)
	level := slices.Repeat([]decimal.Decimal{decimal.NewFromInt(1000)}, runs)
	quarter := decimal.New(25, -2)
	for year := 2021; year <= 2023; year++ {
		bound := 0
		for run, text := range drawn(t, s, "cpi", year) {
			rate, err := burden.Parse(text)
			require.NoError(t, err)
			if rate.GreaterThan(quarter) {
				rate = quarter
				bound++
			}
			level[run] = level[run].Add(level[run].Mul(rate))
		}
		sorted := slices.SortedFunc(slices.Values(level), decimal.Decimal.Cmp)
		m, ok := f.Year(year)
		require.True(t, ok)
		assert.Equal(t, runs, m.Count)
		for p, k := range map[string]int{"0": 1, "5%": 6, "50%": 51, "95%": 96, "100%": 101} { // ⌈p × 101⌉
			q, ok := m.Quantile(p)
			require.True(t, ok)
			dectest.Equal(t, burden.Text(sorted[k-1]), q, year, p)
		}
		times, of := f.Happens("ceiling binds", year)
		assert.Equal(t, [2]int{bound, runs}, [2]int{times, of})
		assert.InDelta(t, 38, bound, 15)
	}
}

// TestFanOfParts: fans of parts merge to the fan of the whole.
func TestFanOfParts(t *testing.T) {
	sweep := scenario.Sweep{Scenario: afterTheFirst(t), Design: prices(60, scenario.EachYear(scenario.Uniform("0", "40%")), years21to23)}
	whole, err := sweep.Fan(t.Context(), contribution, binds)
	require.NoError(t, err)
	sweep.From, sweep.To = 35, 60
	f, err := sweep.Fan(t.Context(), contribution, binds)
	require.NoError(t, err)
	sweep.From, sweep.To = 0, 35
	g, err := sweep.Fan(t.Context(), contribution, binds)
	require.NoError(t, err)
	require.NoError(t, f.Summary.Merge(g.Summary))
	assert.Equal(t, whole.String(), f.String())
}

func TestFanTable(t *testing.T) {
	s := scenario.List{
		{{Param: cpi, Value: decimal.New(10, -2), Years: []scenario.Years{scenario.In(2021)}}},
		{{Param: cpi, Value: decimal.New(30, -2), Years: []scenario.Years{scenario.In(2021)}}},
		{{Param: cpi, Value: decimal.New(20, -2), Years: []scenario.Years{scenario.In(2021)}}},
		{{}}, // fails
	}
	f, err := scenario.Sweep{Scenario: afterTheFirst(t), Design: s}.Fan(t.Context(), contribution, binds, scenario.Event{Name: "falls", Line: growth.Applied(), Above: growth.Raw()})
	require.NoError(t, err)
	// 1000 × 1.1, 1.25 or 1.2; then 1.2 and 1.25 for all, the ceiling binding in 2023.
	assert.Equal(t, `contribution  runs    50%   100%  ceiling binds          falls
2021             3  1,200  1,250              1  33.3 %      0  0 %
2022             3  1,440  1,500              0     0 %      0  0 %
2023             3  1,800  1,875              3   100 %      0  0 %
failed: 1 runs
`, f.Table("50%", "100%"))
}

func TestFanWithoutValues(t *testing.T) {
	f, err := scenario.Sweep{Scenario: afterTheFirst(t), Design: scenario.List{{{}}}}.Fan(t.Context(), contribution, binds)
	require.NoError(t, err)
	assert.Contains(t, f.Table("50%"), "2021             0    -              0  -\n")
	for _, year := range []int{2020, 2024} {
		_, ok := f.Year(year)
		assert.False(t, ok)
	}
	times, of := f.Happens("nothing", 2021)
	assert.Zero(t, times+of)
	assert.NotPanics(t, func() { _ = (&scenario.Fan{From: 1, To: 2}).String() })
}

func TestFanErrors(t *testing.T) {
	design := prices(3, scenario.Held(scenario.Uniform(0, 1)), years21to23)
	for _, c := range []struct {
		name   string
		s      *scenario.Scenario
		events []scenario.Event
		cause  error
	}{
		{"no scenario", nil, nil, burden.ErrIncomplete},
		{"event without a name", afterTheFirst(t), []scenario.Event{{Line: growth.Raw(), Above: growth.Applied()}}, burden.ErrIncomplete},
		{"two events of one name", afterTheFirst(t), []scenario.Event{binds, binds}, burden.ErrDuplicate},
		{"years that are none", scenario.Baseline(afterTheFirst(t).Model(), 2026, 30_000_000), nil, burden.ErrOutOfRange},
		{"units", afterTheFirst(t), []scenario.Event{{Name: "odd", Line: contribution, Above: growth.Raw()}}, burden.ErrUnit},
		{"unknown line", afterTheFirst(t), []scenario.Event{{Name: "odd", Line: half, Above: contribution}}, burden.ErrUnknownName},
	} {
		f, err := scenario.Sweep{Scenario: c.s, Design: design}.Fan(t.Context(), contribution, c.events...)
		require.ErrorIs(t, err, c.cause, c.name)
		assert.Nil(t, f, c.name)
	}
}

// One run of eighty is 1.25 %, which rounds half up to 1.3.
func TestFanTableRoundsHalfUp(t *testing.T) {
	var points scenario.List
	for i := range 80 {
		points = append(points, scenario.Point{{Param: inA, Value: decimal.NewFromInt(int64(min(i, 1)))}})
	}
	w := sweepOf(t, inY.Is(inA), inZ.Is(inC))
	w.Design = points
	f, err := w.Fan(t.Context(), inY, scenario.Event{Name: "none", Line: inZ, Above: burden.NewLine("y", burden.Ratio)})
	require.NoError(t, err)
	assert.Contains(t, f.Table(), "80  100 %")
	f, err = w.Fan(t.Context(), inY, scenario.Event{Name: "some", Line: inY, Above: inZ})
	require.NoError(t, err)
	assert.Contains(t, f.Table(), "0  0 %")
	w = sweepOf(t, inY.Is(inA), inZ.Is(burden.Amount("0.5", burden.Ratio)))
	w.Design = points
	f, err = w.Fan(t.Context(), inY, scenario.Event{Name: "below", Line: inZ, Above: inY})
	require.NoError(t, err)
	assert.Contains(t, f.Table(), "1  1.3 %")
}
