package scenario_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/dectest"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/internal/toy"
)

// The metrics of this file are of the toy agreement, whose figures stand at its
// definition: contributions of 1000, 1100, 1320 and 1650 for 4 persons.
var (
	unrounded = burden.Rounding{}
	hundreds  = burden.RoundTo("100", burden.HalfUp)
	ratios    = burden.RoundTo("0.0001", burden.HalfUp)
)

func in(l burden.Line, year int) scenario.Metric { return scenario.At(l, year) }

func TestMetricsByHand(t *testing.T) {
	s := toy.Scenario(t)
	a, b := in(toy.Contribution, 2023).Over(in(toy.Strength, 2023), hundreds), in(toy.Contribution, 2020).Over(in(toy.Strength, 2020), hundreds)
	for _, c := range []struct {
		m    scenario.Metric
		want string
		unit burden.Unit
		text string
	}{
		{in(toy.Contribution, 2023).Over(in(toy.Strength, 2023), unrounded), "412.5", "KRW/person", "contribution 2023 / strength 2023"},
		{in(toy.Contribution, 2023).Over(in(toy.Contribution, 2020), unrounded), "1.65", burden.Ratio, "contribution 2023 / contribution 2020"},
		{in(toy.Strength, 2023).Over(in(toy.PerHead, 2023).Minus(in(toy.PerHead, 2021)), ratios), "0.0291", "person^2/KRW", "strength 2023 / (per_head 2023 - per_head 2021)"}, // 4 / 137.5
		// 1100 + 1320 over 1650 is 1.4666…
		{in(toy.Contribution, 2021).Plus(in(toy.Contribution, 2022)).Over(in(toy.Contribution, 2023), burden.RoundTo("0.01", burden.Down)), "1.46", burden.Ratio, "(contribution 2021 + contribution 2022) / contribution 2023"},
		// 5070 over 4
		{scenario.Total(toy.Contribution).Over(in(toy.Strength, 2020), unrounded), "1267.5", "KRW/person", "(total of contribution) / strength 2020"},
		{in(toy.Contribution, 2020).Over(scenario.Total(toy.Contribution, scenario.From(2022)), ratios), "0.3367", burden.Ratio, "contribution 2020 / (total of contribution from 2022)"}, // 1000 / 2970
		// Rounded apart: 412.5 is 400, and 250, a tie, 300; the difference of both would be 162.5, or 200.
		{a.Minus(b), "100", "KRW/person", "contribution 2023 / strength 2023 - contribution 2020 / strength 2020"},
		{b.Minus(a), "-100", "KRW/person", "contribution 2020 / strength 2020 - contribution 2023 / strength 2023"},
		{a.Plus(b).Plus(in(toy.PerHead, 2021)), "975", "KRW/person", "contribution 2023 / strength 2023 + contribution 2020 / strength 2020 + per_head 2021"},
		{in(toy.PerHead, 2021).Minus(a.Minus(b)), "175", "KRW/person", "per_head 2021 - contribution 2023 / strength 2023 + contribution 2020 / strength 2020"},
		{in(toy.Contribution, 2020).Minus(in(toy.Contribution, 2021)).Over(in(toy.Strength, 2020), hundreds), "0", "KRW/person", "(contribution 2020 - contribution 2021) / strength 2020"}, // -25
		// The negative is that of the rounded: of 250, a tie, 300.
		{scenario.Metric{}.Minus(b), "-300", "KRW/person", "-contribution 2020 / strength 2020"},
		{scenario.Metric{}.Minus(in(toy.Contribution, 2020)).Over(in(toy.Strength, 2020), hundreds), "-300", "KRW/person", "(-contribution 2020) / strength 2020"},

		// (1000 × 250 + 1100 × 275 + 1320 × 330 + 1650 × 412.5) / 5070, and by heads, which are the same, the mean.
		{scenario.Average(toy.PerHead, toy.Contribution, ratios), "329.1371", "KRW/person", "average of per_head by contribution"},
		{scenario.Average(toy.PerHead, toy.Strength, unrounded), "316.875", "KRW/person", "average of per_head by strength"},
		// (250 + 330 + 412.5) / 3
		{scenario.Average(toy.PerHead, toy.Strength, ratios, scenario.In(2020), scenario.Between(2022, 2023)), "330.8333", "KRW/person", "average of per_head by strength in 2020 and from 2022 to 2023"},
		{scenario.Average(toy.PerHead, toy.Strength, unrounded, scenario.From(2022)), "371.25", "KRW/person", "average of per_head by strength from 2022"},
		// Growth of 10, 20 and 25 % is from 2021 on: (110 + 264 + 412.5) / 4070.
		{scenario.Average(toy.Growth.Applied(), toy.Contribution, ratios), "0.1932", burden.Ratio, "average of growth by contribution"},
		{scenario.Average(toy.Growth.Applied(), toy.Contribution, ratios).Minus(in(toy.Growth.Applied(), 2021)), "0.0932", burden.Ratio, "average of growth by contribution - growth 2021"},
		{in(toy.Growth.Applied(), 2021).Minus(scenario.Average(toy.Growth.Applied(), toy.Contribution, ratios)), "-0.0932", burden.Ratio, "growth 2021 - average of growth by contribution"},
	} {
		p, err := scenario.Baseline(s.Model(), 2020, 2023, toy.Contribution, toy.Strength, toy.PerHead, toy.Growth.Applied()).Project()
		require.NoError(t, err)
		v, err := c.m.Of(p)
		require.NoError(t, err, c.text)
		dectest.Equal(t, c.want, v, c.text)
		assert.Equal(t, c.unit, c.m.Unit(), c.text)
		assert.Equal(t, c.text, c.m.String())
	}
}

// A line that is the same in all years fits any year basis, in a metric too: 7 less 2.
func TestMetricOfAnyYearBasis(t *testing.T) {
	fiscal, any, calendar := burden.NewLine("fiscal", burden.KRW), burden.NewLine("any", burden.KRW), burden.NewLine("calendar", burden.KRW)
	m, err := burden.NewModel("m", fiscal.On(burden.FiscalApril).Is(burden.Amount(7, burden.KRW)), any.Is(burden.Amount(2, burden.KRW)), calendar.On(burden.Calendar).Is(burden.Amount(1, burden.KRW)))
	require.NoError(t, err)
	p, err := m.Project(2020, 2020)
	require.NoError(t, err)
	for _, c := range []scenario.Metric{in(fiscal, 2020).Minus(in(any, 2020)), scenario.Metric{}.Minus(in(any, 2020)).Plus(in(fiscal, 2020))} {
		v, err := c.Of(p)
		require.NoError(t, err)
		dectest.Equal(t, "5", v)
	}
	_, err = in(fiscal, 2020).Plus(in(any, 2020)).Plus(in(calendar, 2020)).Of(p)
	require.ErrorIs(t, err, burden.ErrYearBasis)
	assert.Contains(t, scenario.Metric{}.Over(in(fiscal, 2020), unrounded).String(), " / fiscal 2020")
}

func TestMetricFaults(t *testing.T) {
	quotient := in(toy.Contribution, 2020).Over(in(toy.Strength, 2020), unrounded)
	ended := burden.NewLine("ended", burden.KRW)
	nobody := burden.NewLine("nobody", burden.Persons)
	real := burden.NewLine("real", "KRW@2019")
	m, err := toy.Model(t).With(ended.Starts(2010, burden.Amount(1, burden.KRW)).Until(2019), nobody.Is(burden.Amount(0, burden.Persons)), real.Is(burden.Amount(1, "KRW@2019")))
	require.NoError(t, err)
	s := scenario.Baseline(m, 2020, 2023)
	for _, c := range []struct {
		name  string
		m     scenario.Metric
		cause error
		want  string
	}{
		{"nothing", scenario.Metric{}, burden.ErrIncomplete, "metric: incomplete"},
		{"nothing over something", scenario.Metric{}.Over(in(toy.Strength, 2020), unrounded), burden.ErrIncomplete, "metric: incomplete"},
		{"something over nothing", in(toy.Strength, 2020).Over(scenario.Metric{}, unrounded), burden.ErrIncomplete, "metric: incomplete"},
		{"quotient of a quotient", quotient.Over(in(toy.Strength, 2020), unrounded), burden.ErrOutOfRange, "divide sums, and round once"},
		{"quotient by a quotient", in(toy.Strength, 2020).Over(quotient, unrounded), burden.ErrOutOfRange, "divide sums, and round once"},
		{"quotient of an average", scenario.Average(toy.PerHead, toy.Strength, unrounded).Over(in(toy.Strength, 2020), unrounded), burden.ErrOutOfRange, "divide sums, and round once"},
		{"rounding of zero", in(toy.Contribution, 2020).Over(in(toy.Strength, 2020), burden.RoundTo("0", burden.Up)), burden.ErrOutOfRange, "quantum = 0"},
		{"rounding of no number", scenario.Average(toy.PerHead, toy.Strength, burden.RoundTo("cents", burden.Up)), burden.ErrNumber, "quantum"},
		{"unknown mode", in(toy.Contribution, 2020).Over(in(toy.Strength, 2020), burden.RoundTo("1", 99)), burden.ErrUnknownName, "rounding mode"},
		{"a fault in the second", in(toy.PerHead, 2020).Plus(in(toy.Contribution, 2020).Over(in(toy.Strength, 2020), burden.RoundTo("-1", burden.Up))), burden.ErrOutOfRange, "quantum = -1"},
		{"won plus won per person", in(toy.Contribution, 2020).Plus(quotient), burden.ErrUnit, "units do not agree"},
		{"won per person less won", quotient.Minus(in(toy.Contribution, 2020)), burden.ErrUnit, "units do not agree"},
		{"won plus persons, over", in(toy.Contribution, 2020).Plus(in(toy.Strength, 2020)).Over(in(toy.Strength, 2020), unrounded), burden.ErrUnit, "(contribution 2020 + strength 2020) / strength 2020"},
		{"over won plus persons", in(toy.Contribution, 2020).Over(in(toy.Strength, 2020).Plus(in(toy.Contribution, 2020)), unrounded), burden.ErrUnit, "units do not agree"},
		{"nominal less real", in(toy.Contribution, 2020).Minus(in(real, 2020)), burden.ErrUnit, "contribution 2020 - real 2020"},
		{"nominal average plus real", scenario.Average(toy.PerHead, toy.Strength, unrounded).Plus(in(real, 2020).Over(in(toy.Strength, 2020), unrounded)), burden.ErrUnit, "units do not agree"},
		{"by zero", in(toy.Contribution, 2020).Over(in(nobody, 2020), ratios), burden.ErrDivisionByZero, "contribution 2020 / nobody 2020: quotient = 1000/0"},
		{"by no difference", in(toy.Contribution, 2020).Over(in(toy.Strength, 2020).Minus(in(toy.Strength, 2021)), ratios), burden.ErrDivisionByZero, "quotient = 1000/0"},
		{"average by nobody", scenario.Average(toy.PerHead, nobody, ratios), burden.ErrDivisionByZero, "average of per_head by nobody: quotient = 0/0"},
		{"no decimal", in(toy.Contribution, 2020).Over(in(toy.Contribution, 2022), unrounded), burden.ErrInexact, "quotient = 1000/1320"},
		{"total of a stock", in(toy.Contribution, 2020).Over(scenario.Total(toy.Strength), ratios), nil, "strength"},
		{"year there is not", in(toy.Contribution, 10000).Over(in(toy.Strength, 2020), unrounded), burden.ErrOutOfRange, "years of the metric"},
		{"years upside down", scenario.Average(toy.PerHead, toy.Strength, unrounded, scenario.Between(2022, 2021)), burden.ErrOutOfRange, "years of the metric"},
		{"years of the divisor", in(toy.Contribution, 2020).Over(in(toy.Strength, 0), unrounded), burden.ErrOutOfRange, "years of the metric"},
		{"average beyond the years", scenario.Average(toy.PerHead, toy.Strength, unrounded, scenario.Between(2019, 2021)), burden.ErrOutOfRange, "average from 2019 to 2021, but the projection is from 2020 to 2023"},
		{"average of years after", scenario.Average(toy.PerHead, toy.Strength, unrounded, scenario.From(2024)), burden.ErrOutOfRange, "average from 2024, but the projection is from 2020 to 2023"},
		{"average of what has ended", scenario.Average(ended.As(burden.Rate), toy.Contribution, unrounded), burden.ErrNotApplicable, "average over"},
		{"average by what has ended", scenario.Average(toy.PerHead, ended, unrounded), burden.ErrNotApplicable, "average over"},
		{"total beyond the years", scenario.Total(toy.Contribution, scenario.In(2021), scenario.Between(2022, 2024)), burden.ErrOutOfRange, "total from 2022 to 2024, but the projection is from 2020 to 2023"},
		{"total of years after", scenario.Total(toy.Contribution, scenario.From(2024)), burden.ErrOutOfRange, "total from 2024, but the projection is from 2020 to 2023"},
		{"year outside", in(toy.Contribution, 2024).Over(in(toy.Strength, 2020), unrounded), burden.ErrOutOfRange, "contribution 2024: the projection is 2020 to 2023"},
		{"unknown line", in(toy.Contribution, 2020).Over(in(toy.Half, 2020), unrounded), burden.ErrUnknownName, "half"},
		{"average by an unknown line", scenario.Average(toy.PerHead, toy.Half, unrounded), burden.ErrUnknownName, "half"},
		{"line in another unit", in(toy.Contribution, 2020).Over(in(burden.NewLine("strength", burden.KRW), 2020), unrounded), burden.ErrUnit, "strength"},
		{"zero line", in(burden.Line{}, 2020).Over(in(toy.Strength, 2020), unrounded), burden.ErrUnknownName, ""},
	} {
		lines := []burden.Line{toy.Contribution, toy.Strength, toy.PerHead, ended, nobody, real}
		v, err := scenario.Baseline(m, 2020, 2023, lines...).Measure(c.m)
		require.Error(t, err, c.name)
		assert.True(t, v.IsZero(), c.name)
		if c.cause != nil {
			assert.ErrorIs(t, err, c.cause, c.name)
		}
		assert.ErrorContains(t, err, c.want, c.name)
		w := scenario.Sweep{Scenario: s, Design: scenario.NewGrid(scenario.NewAxis(toy.Base, []int{1000})), Metrics: []scenario.Metric{c.m}}
		for o, err := range w.Run(t.Context()) {
			assert.True(t, err != nil || o.Err != nil, "%s: swept as well", c.name)
		}
	}
}

// A quotient to compare, attribute, solve for, sweep and move one at a time. By hand:
// 1200 won instead of 1000 and 5 persons instead of 4 are 300, 200 and together 240 a
// head instead of 250. Over both orders the base makes (50 + 40) / 2, the heads -(50 + 60) / 2.
func TestQuotientsAreMetricsLikeAny(t *testing.T) {
	s := toy.Scenario(t)
	cost := in(toy.Contribution, 2020).Over(in(toy.Strength, 2020), unrounded)
	other := toy.With(t, s, "other", scenario.Set(toy.Base, 1200), scenario.Set(toy.Heads, 5))
	v, err := other.Measure(cost)
	require.NoError(t, err)
	dectest.Equal(t, "240", v)

	a, err := scenario.Attribute(s, other, cost)
	require.NoError(t, err)
	dectest.Equal(t, "-10", a.Difference)
	parts, err := a.Parts("1")
	require.NoError(t, err)
	got := map[string]string{}
	for _, p := range parts {
		got[p.Name] = burden.Text(p.Amount)
	}
	assert.Equal(t, map[string]string{"base": "45", "heads": "-55"}, got)

	x, err := scenario.Solve(s, cost, 300, toy.Base, scenario.NewSteps(1000, 1500, 50))
	require.NoError(t, err)
	assert.Equal(t, []string{"exact 1200"}, answers(x))
	assert.False(t, x.Proved, "of a quotient nothing is proved")
	assert.Equal(t, 11, x.Evaluations)
	// The cost per head rises with the base in both; 5 persons cost as much as 4 when the base is zero.
	x, err = scenario.BreakEven(s, toy.With(t, s, "five", scenario.Set(toy.Heads, 5)), cost, toy.Base, scenario.NewSteps(-100, 100, 50))
	require.NoError(t, err)
	assert.Equal(t, []string{"exact 0"}, answers(x))

	w := scenario.Sweep{Scenario: s, Design: scenario.NewGrid(scenario.NewAxis(toy.Heads, []int{4, 0, 5})), Metrics: []scenario.Metric{cost, scenario.Average(toy.PerHead, toy.Strength, ratios, scenario.In(2020))}}
	for o, err := range w.Run(t.Context()) {
		require.NoError(t, err)
		if o.Index == 1 {
			assert.ErrorIs(t, o.Err, burden.ErrDivisionByZero)
			continue
		}
		require.NoError(t, o.Err)
		for _, v := range o.Values {
			dectest.Equal(t, []string{"250", "", "200"}[o.Index], v)
		}
	}
	tornados, err := scenario.OneAtATime(t.Context(), scenario.Sweep{Scenario: s, Metrics: []scenario.Metric{cost}}, scenario.NewAxis(toy.Base, []int{800, 1200}), scenario.NewAxis(toy.Heads, []int{2, 5}))
	require.NoError(t, err)
	dectest.Equal(t, "250", tornados[0].Base.Amount)
	bars := tornados[0].Bars
	require.Len(t, bars, 2)
	assert.Equal(t, "heads", bars[0].Input)
	for i, want := range [][3]string{{"500", "200", "300"}, {"200", "300", "100"}} { // 1000 / 2, 1000 / 5; 800 / 4, 1200 / 4
		dectest.Equal(t, want[0], bars[i].AtLow.Amount)
		dectest.Equal(t, want[1], bars[i].AtHigh.Amount)
		dectest.Equal(t, want[2], bars[i].Swing.Amount)
	}
	assert.Contains(t, tornados[0].String(), "contribution 2020 / strength 2020")
}

// Random sums, totals, quotients and averages against rationals.
func TestRandomMetricsAgreeWithRationals(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 1))
	flow, other, weight := burden.NewLine("flow", burden.KRW), burden.NewLine("other", burden.KRW), burden.NewLine("weight", burden.Persons)
	rate := burden.NewLine("rate", burden.KRW.Per(burden.Persons))
	lines := []burden.Line{flow, other, weight, rate}
	for range 300 {
		values := map[string]map[int]string{}
		var definitions []burden.Definition
		for _, l := range lines {
			series := map[int]string{}
			for y := 2020; y <= 2025; y++ {
				series[y] = fmt.Sprintf("%d.%d", r.IntN(2001)-1000, r.IntN(10))
				if l.Unit() == burden.Persons {
					series[y] = fmt.Sprint(1 + r.IntN(50))
				}
			}
			values[l.Name()] = series
			definitions = append(definitions, l.Is(burden.NewParam("p_"+l.Name(), l.Unit(), burden.ByYear(series))))
		}
		m, err := burden.NewModel("m", definitions...)
		require.NoError(t, err)
		of := func(l burden.Line, y int) *big.Rat { return fraction(t, values[l.Name()][y]) }
		sum := func(lines ...burden.Line) (scenario.Metric, *big.Rat) { // of a few lines of one unit
			var metric scenario.Metric
			want := new(big.Rat)
			for range 1 + r.IntN(4) {
				l := lines[r.IntN(len(lines))]
				y, from := 2020+r.IntN(6), 2020+r.IntN(6)
				n, v := in(l, y), of(l, y)
				if l.Unit() == burden.KRW && r.IntN(2) == 0 {
					n, v = scenario.Total(l, scenario.From(from)), new(big.Rat)
					for k := from; k <= 2025; k++ {
						v.Add(v, of(l, k))
					}
				}
				if r.IntN(3) == 0 {
					metric = metric.Minus(n)
					want.Sub(want, v)
				} else {
					metric = metric.Plus(n)
					want.Add(want, v)
				}
			}
			return metric, want
		}
		mode := burden.Mode(1 + r.IntN(7))
		rounding, quantum := burden.RoundTo("0.01", mode), fraction(t, "0.01")
		var metric scenario.Metric
		want := new(big.Rat)
		zero := false
		for i := range 1 + r.IntN(3) {
			var m scenario.Metric
			var v *big.Rat
			if r.IntN(3) == 0 {
				from := 2020 + r.IntN(6)
				m = scenario.Average(rate, weight, rounding, scenario.Between(from, 2025))
				v = new(big.Rat)
				by := new(big.Rat)
				for y := from; y <= 2025; y++ {
					v.Add(v, new(big.Rat).Mul(of(rate, y), of(weight, y)))
					by.Add(by, of(weight, y))
				}
				v.Quo(v, by)
			} else {
				over, a := sum(flow, other)
				under, b := sum(weight)
				if zero = zero || b.Sign() == 0; zero {
					b = big.NewRat(1, 1)
				}
				m, v = over.Over(under, rounding), new(big.Rat).Quo(a, b)
			}
			v = roundFraction(v, quantum, mode)
			if i > 0 && r.IntN(2) == 0 {
				metric = metric.Minus(m)
				want.Sub(want, v)
			} else {
				metric = metric.Plus(m)
				want.Add(want, v)
			}
		}
		got, err := scenario.Baseline(m, 2020, 2025).Measure(metric)
		if zero {
			require.ErrorIs(t, err, burden.ErrDivisionByZero, metric.String())
			continue
		}
		require.NoError(t, err, metric.String())
		require.Zero(t, want.Cmp(got.Rat()), "%s: %s, not %s", metric, got, want.FloatString(4))
	}
}

func TestTheZeroMetricIsOfNothing(t *testing.T) {
	p, err := scenario.Baseline(toy.Model(t), 2020, 2021).Project()
	require.NoError(t, err)
	_, err = scenario.Metric{}.Of(p)
	require.ErrorIs(t, err, burden.ErrIncomplete)
}
