package report

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"image/png"
	"io"
	"iter"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/korea"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/display"
)

// eighth is the eighth agreement, and the same without its ceiling.
func eighth(t testing.TB) (korea.Agreement, *scenario.Scenario, *scenario.Scenario) {
	t.Helper()
	a := korea.Eighth()
	agreed := scenario.Baseline(a.Model, 2009, 2013, a.Contribution)
	open, err := agreed.With("no ceiling", scenario.Define(a.Growth.With(burden.NoCeiling)))
	require.NoError(t, err)
	return a, agreed, open
}

func drawn(t testing.TB, c *Chart, err error) string {
	t.Helper()
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, c.SVG(&b))
	return b.String()
}

func TestOverYears(t *testing.T) {
	a, agreed, open := eighth(t)
	c, err := OverYears(Caption{Title: "What the ceiling saved", Source: "<script>alert(1)</script>"}, a.Contribution, agreed, open)
	svg := drawn(t, c, err)
	// By hand, bn won: 760.0, × 1.04 = 790.4, × 1.028 = 812.5, × 1.029 = 836.1, × 1.04 =
	// 869.5; without the ceiling 795.7 in 2010, 818.0, 841.7, 875.4.
	for _, label := range []string{"₩869.5bn", "₩875.4bn", ">baseline<", ">no ceiling<", ">2009<", ">2013<", "The scale does not start at zero."} {
		assert.Contains(t, svg, label)
	}
	assert.NotContains(t, svg, "<script>", "what comes from outside is escaped")
	assert.NotContains(t, svg, "Rounded", "every amount is a multiple of 0.1 bn")
	assert.Equal(t, "contribution from 2009 to 2013 in 2 scenarios; in 2013 from ₩869.5bn (baseline) to ₩875.4bn (no ceiling).", c.Summary())
}

func TestEveryChartIsWellFormedAndTheSameEveryTime(t *testing.T) {
	for name, draw := range charts(t) {
		t.Run(name, func(t *testing.T) {
			one, err := draw()
			require.NoError(t, err)
			two, err := draw()
			require.NoError(t, err)
			assert.NotEmpty(t, one.Summary())
			for _, c := range []struct{ a, b *Chart }{{one, two}, {one.Narrow(), two.Narrow()}} {
				svg := drawn(t, c.a, nil)
				assert.Equal(t, svg, drawn(t, c.b, nil))
				d := xml.NewDecoder(strings.NewReader(svg))
				for {
					if _, err := d.Token(); err == io.EOF {
						break
					} else if err != nil {
						t.Fatal(err)
					}
				}
				assert.NotContains(t, svg, "NaN")
				assert.NotContains(t, svg, "Inf")
				within(t, c.a)
			}
			// Pixels take their time: the narrow drawing stands for both.
			var p, q bytes.Buffer
			require.NoError(t, one.Narrow().PNG(&p))
			require.NoError(t, two.Narrow().PNG(&q))
			assert.True(t, bytes.Equal(p.Bytes(), q.Bytes()))
			size, err := png.DecodeConfig(&p)
			require.NoError(t, err)
			assert.Equal(t, 800, size.Width, "two pixels for each of 400")
		})
	}
}

// within fails the test if a text stands outside the drawing.
func within(t *testing.T, c *Chart) {
	t.Helper()
	for _, m := range c.marks {
		s, ok := m.(text)
		if !ok {
			continue
		}
		from, w := s.at.x, width(s.text, s.size, s.bold)
		switch s.anchor {
		case middle:
			from -= w / 2
		case end:
			from -= w
		}
		if from < 0 || from+w > c.width+0.5 || s.at.y < 0 || s.at.y > c.height {
			t.Errorf("%q stands at %.0f to %.0f of %.0f, %.0f of %.0f down", s.text, from, from+w, c.width, s.at.y, c.height)
		}
	}
}

// charts are drawings of every kind, with ordinary and with awkward input.
func charts(t *testing.T) map[string]func() (*Chart, error) {
	t.Helper()
	ctx := context.Background()
	a, agreed, open := eighth(t)
	list := map[string]func() (*Chart, error){}

	list["years"] = func() (*Chart, error) { return OverYears(Caption{Title: "x"}, a.Contribution, agreed, open) }
	var many []*scenario.Scenario
	for i := range MaxSeries {
		s, err := agreed.With(fmt.Sprintf("a scenario with a_name.so.long_that_it.does_not_fit_anywhere, number %d", i), scenario.Set(a.Ceiling, decimal.New(int64(i), -3)))
		require.NoError(t, err)
		many = append(many, s)
	}
	list["years of many scenarios"] = func() (*Chart, error) {
		return OverYears(Caption{Title: strings.Repeat("A title that goes on ", 9)}, a.Contribution, many...)
	}

	x := burden.NewParam("x", burden.Ratio, burden.Constant("5%"))
	balance := burden.NewLine("balance", burden.USD)
	m, err := burden.NewModel("below_zero", balance.Starts(2020, burden.Amount("-3e6", burden.USD)).Then(balance.Previous().Plus(burden.Amount("1.1e6", burden.USD)).GrownBy(x)))
	require.NoError(t, err)
	negative := scenario.Baseline(m, 2020, 2027, balance)
	twice, err := negative.With("twice", scenario.Set(x, "20%"))
	require.NoError(t, err)
	list["years below zero"] = func() (*Chart, error) { return OverYears(Caption{}, balance, negative, twice) }
	single := scenario.Baseline(m, 2020, 2020)
	list["one year"] = func() (*Chart, error) { return OverYears(Caption{}, balance, single) }
	nothing := burden.NewLine("nothing", burden.Persons)
	zero, err := burden.NewModel("zero", nothing.Is(burden.Amount(0, burden.Persons)))
	require.NoError(t, err)
	list["zero"] = func() (*Chart, error) { return OverYears(Caption{}, nothing, scenario.Baseline(zero, 1800, 2200)) }

	waterfall, err := scenario.Attribute(agreed, open, scenario.At(a.Contribution, 2013))
	require.NoError(t, err)
	list["waterfall"] = func() (*Chart, error) { return Waterfall(Caption{}, waterfall) }
	down, err := scenario.Attribute(twice, negative, scenario.At(balance, 2021))
	require.NoError(t, err)
	list["waterfall below zero"] = func() (*Chart, error) { return Waterfall(Caption{}, down, "before", "after") }
	across, err := scenario.Attribute(negative, twice, scenario.At(balance, 2023))
	require.NoError(t, err)
	list["waterfall across zero"] = func() (*Chart, error) { return Waterfall(Caption{}, across) }

	tornadoes, err := scenario.OneAtATime(ctx, scenario.Sweep{Scenario: agreed, Metrics: []scenario.Metric{scenario.Total(a.Contribution), scenario.At(a.Growth.Applied(), 2010)}},
		scenario.NewAxis(a.Ceiling, []string{"1%", "4.5%"}), scenario.NewAxis(a.Driver, []string{"5%", "6%"}, scenario.In(2008)),
		scenario.NewAxis(a.Base, []string{"7e11", "7.7e11"}), scenario.NewAxis(a.Driver, []string{"1%", "1.2%"}, scenario.In(2011)))
	require.NoError(t, err)
	for i, x := range tornadoes {
		list["tornado "+itoa(i)] = func() (*Chart, error) { return Tornado(Caption{}, x, a.Ceiling, a.Driver, a.Base) }
	}

	sma12 := korea.Twelfth()
	design := scenario.Simulation{Seed: 1, Runs: 60, Inputs: []scenario.Uncertain{{
		Param: sma12.Driver, Years: scenario.Between(2026, 2028), Grid: burden.RoundTo("0.1%", burden.HalfUp),
		Process: scenario.BlockBootstrap(korea.CPI().FirstPrinted(), 3, scenario.Between(2001, 2025)),
	}}}
	for _, first := range []int{2026, 2030} {
		fan, err := scenario.Sweep{Scenario: scenario.Baseline(sma12.Model, first, 2030, sma12.Contribution), Design: design}.Fan(ctx, sma12.Contribution)
		require.NoError(t, err)
		list["fan from "+itoa(first)] = func() (*Chart, error) { return Fan(Caption{}, fan) }
		list["fan of the median from "+itoa(first)] = func() (*Chart, error) { return Fan(Caption{}, fan, "50%") }
	}

	for name, values := range map[string][]string{"a few": {"1%", "4%", "5%"}, "one": {"4%"}, "thirty": steps(30)} {
		grid := scenario.NewGrid(scenario.NewAxis(a.Ceiling, values), scenario.NewAxis(a.Driver, values, scenario.In(2008)))
		sweep := scenario.Sweep{Scenario: agreed, Design: grid, Metrics: []scenario.Metric{scenario.Total(a.Contribution).Minus(scenario.Total(a.Contribution)).Plus(scenario.At(a.Contribution, 2010))}}
		list["heat map of "+name] = func() (*Chart, error) { return HeatMap(Caption{}, grid, sweep.Metrics[0], sweep.Run(ctx)) }
	}
	// Both signs, all below zero, and a scenario that fails: the gap of two drivers, over a
	// third that may be zero.
	d, by := burden.NewParam("d", burden.Ratio, burden.Constant(1)), burden.NewParam("by", burden.Ratio, burden.Constant(1))
	gap := burden.NewLine("gap", burden.Ratio)
	m, err = burden.NewModel("gap", gap.Is(d.Over(by).RoundedTo("0.001", burden.HalfUp)))
	require.NoError(t, err)
	for name, values := range map[string][]string{"both signs": {"-3", "-1", "0.5", "2"}, "negatives": {"-4", "-3"}, "many of both signs": steps(30)} {
		if len(values) > 20 {
			values = append([]string{"-4%"}, values...)
		}
		grid := scenario.NewGrid(scenario.NewAxis(d, values), scenario.NewAxis(by, append([]string{"0"}, steps(len(values))[1:]...)))
		sweep := scenario.Sweep{Scenario: scenario.Baseline(m, 2020, 2020), Design: grid, Metrics: []scenario.Metric{scenario.At(gap, 2020)}}
		list["heat map of "+name] = func() (*Chart, error) { return HeatMap(Caption{}, grid, sweep.Metrics[0], sweep.Run(ctx)) }
	}
	// A line that pauses, so that its scenarios end in different years.
	pause := burden.NewLine("pause", burden.USD)
	m, err = burden.NewModel("pause", pause.Starts(2020, burden.Amount("2.5", burden.USD)).Until(2022).From(2024, burden.Amount(3, burden.USD)))
	require.NoError(t, err)
	pausing := scenario.Baseline(m, 2019, 2026, pause)
	ends, err := pausing.With("ends", scenario.Define(pause.Starts(2020, burden.Amount(2, burden.USD)).Until(2021)))
	require.NoError(t, err)
	never, err := pausing.With("never", scenario.Define(pause.Starts(2030, burden.Amount(2, burden.USD))))
	require.NoError(t, err)
	list["years with a pause"] = func() (*Chart, error) { return OverYears(Caption{}, pause, pausing, ends, never) }
	return list
}

func steps(n int) []string {
	var list []string
	for i := range n {
		list = append(list, fmt.Sprintf("%d.%d%%", i/10, i%10))
	}
	return list
}

func TestWaterfallAddsUp(t *testing.T) {
	// By hand: 100 × 1 × 1 becomes 100 × 1.1 × 1.2 = 132. Alone 10 and 20, together 32: half
	// of the 2 to each, 11 and 21.
	p := burden.NewParam("p", burden.Ratio, burden.Constant(1))
	q := burden.NewParam("q", burden.Ratio, burden.Constant(1))
	l := burden.NewLine("cost", burden.USD)
	m, err := burden.NewModel("m", l.Is(burden.Amount("100e6", burden.USD).Times(p, q)))
	require.NoError(t, err)
	s := scenario.Baseline(m, 2020, 2020)
	u, err := s.With("up", scenario.Set(p, "1.1"), scenario.Set(q, "1.2"))
	require.NoError(t, err)
	a, err := scenario.Attribute(s, u, scenario.At(l, 2020))
	require.NoError(t, err)
	c, err := Waterfall(Caption{}, a, "2019", "2020")
	svg := drawn(t, c, err)
	for _, label := range []string{">US$100.0m<", ">+US$11.0m<", ">+US$21.0m<", ">US$132.0m<", ">2019<", ">2020<"} {
		assert.Contains(t, svg, label)
	}
	assert.Equal(t, "cost 2020 went from US$100.0m to US$132.0m. p +US$11.0m. q +US$21.0m.", c.Summary())
}

func TestWhereMarksStand(t *testing.T) {
	d := decimal.RequireFromString
	// 0 to 8.7 in about five steps: steps of 2 up to 10.
	s, ticks := axisFor(span{0, 8.7}, 5)
	assert.Equal(t, span{0, 10}, s)
	require.Len(t, ticks, 6)
	for i, want := range []string{"0", "2", "4", "6", "8", "10"} {
		assert.True(t, ticks[i].Equal(d(want)), want)
	}
	assert.Equal(t, 50.0, scale{s, 100, 0}.at(5))
	s, _ = axisFor(span{-3, 4}, 5)
	assert.Equal(t, span{-4, 4}, s)
	s, _ = axisFor(span{7, 7}, 5) // a single value has room around it
	assert.Less(t, s.low, 7.0)
	assert.Greater(t, s.high, 7.0)
	s, _ = axisFor(span{0, 0}, 5)
	assert.Less(t, s.low, s.high)
	// Labels of height 10 at 50, 52 and 90: the first two share the room around 51.
	at := spread([]float64{52, 50, 90}, []float64{10, 10, 10}, 0, 100)
	assert.Equal(t, []float64{60, 50, 90}, at)
	// At the edge they move up: 95 is the last place for a label of 10.
	assert.Equal(t, []float64{95, 85}, spread([]float64{99, 98}, []float64{10, 10}, 0, 100))
}

func TestFiguresFit(t *testing.T) {
	d := decimal.RequireFromString
	for _, c := range []struct {
		value string
		unit  burden.Unit
		want  string
	}{
		{"1038900000000", burden.KRW, "₩1,038.9bn"},
		{"4700000000", burden.USD, "US$4.70bn"},
		{"-58800000", burden.USD, "−US$58.8m"},
		{"999", burden.USD, "US$999.00"},
		{"28500", burden.Persons, "28,500"},
		{"0.047", burden.Ratio, "4.7 %"},
		{"0.0004", burden.Ratio, "0.040 %"},
		{"0.00001", burden.Ratio, "0.0010 %"},
		{"0.00004", burden.KRW, "₩0.000040"},
		{"0.4", burden.USD, "US$0.40"},
		{"0.05", burden.Persons, "0.050"},
		{"1.5e-200", burden.USD, "US$0.000000000000000000000000000000"},
		{"0", burden.KRW, "₩0.00"},
	} {
		assert.Equal(t, c.want, newFigures(display.Style{}, c.unit, d(c.value)).show(d(c.value)))
	}
	f := newFigures(display.Style{}, burden.KRW, d("1038912345678"))
	f.show(d("1038912345678"))
	assert.Equal(t, "Rounded: amounts to 0.1bn, half up", f.note())
}

func TestTextFits(t *testing.T) {
	long := "sma11.labour_step_of_an_agreement.with.a.very.long.name"
	for _, l := range wrap(long+" and more words behind it", textSize, false, 90, 3) {
		assert.LessOrEqual(t, width(l, textSize, false), 90.0, l)
	}
	assert.Equal(t, []string{"short"}, wrap("short", textSize, false, 90, 2))
	assert.Empty(t, wrap("  ", textSize, false, 90, 2))
	assert.Equal(t, paper, legibleOn(rgb(0x083a66)))
	assert.Equal(t, dark, legibleOn(rgb(0x8fbddb)))
	for _, h := range hues {
		assert.GreaterOrEqual(t, 1.05/(luminance(h.text)+0.05), 4.5, "text of %v has the contrast of WCAG AA", h.text)
	}
}

func TestChartErrors(t *testing.T) {
	a, agreed, _ := eighth(t)
	other := scenario.Baseline(a.Model, 2009, 2012, a.Contribution)
	huge := burden.NewLine("huge", burden.USD)
	m, err := burden.NewModel("m", huge.Is(burden.Amount("1e150", burden.USD)))
	require.NoError(t, err)
	elsewhere := burden.NewLine("elsewhere", burden.USD)
	attribution := &scenario.Attribution{}
	missing, err := scenario.Baseline(a.Model, 2009, 2013, a.Contribution).With("a gap", scenario.Define(a.Driver.Is(burden.Series{})))
	require.NoError(t, err)
	boom := errors.New("boom")
	outcomes := func(o scenario.Outcome, err error) iter.Seq2[scenario.Outcome, error] {
		return func(yield func(scenario.Outcome, error) bool) { yield(o, err) }
	}
	grid := scenario.NewGrid(scenario.NewAxis(a.Ceiling, []string{"1%", "2%"}), scenario.NewAxis(a.Base, []string{"1e9", "2e9"}))
	line := scenario.NewGrid(scenario.NewAxis(a.Ceiling, []string{"1%"}))
	ragged := scenario.List{grid.At(0), grid.At(1), grid.At(2)}
	many := make([]*scenario.Scenario, MaxSeries+1)
	for name, c := range map[string]struct {
		draw func() (*Chart, error)
		want error
	}{
		"no scenarios":       {func() (*Chart, error) { return OverYears(Caption{}, a.Contribution) }, burden.ErrIncomplete},
		"a nil scenario":     {func() (*Chart, error) { return OverYears(Caption{}, a.Contribution, agreed, nil) }, burden.ErrIncomplete},
		"too many scenarios": {func() (*Chart, error) { return OverYears(Caption{}, a.Contribution, many...) }, burden.ErrTooLarge},
		"no line":            {func() (*Chart, error) { return OverYears(Caption{}, burden.Line{}, agreed) }, burden.ErrIncomplete},
		"a line of no model": {func() (*Chart, error) { return OverYears(Caption{}, elsewhere, agreed) }, burden.ErrNotApplicable},
		"a zero model":       {func() (*Chart, error) { return OverYears(Caption{}, a.Contribution, scenario.Baseline(nil, 1, 2)) }, burden.ErrIncomplete},
		"years of two kinds": {func() (*Chart, error) { return OverYears(Caption{}, a.Contribution, agreed, other) }, scenario.ErrBaseline},
		"a missing driver":   {func() (*Chart, error) { return OverYears(Caption{}, a.Contribution, missing) }, burden.ErrMissingYear},
		"a number too large": {func() (*Chart, error) { return OverYears(Caption{}, huge, scenario.Baseline(m, 1, 2)) }, burden.ErrTooLarge},
		"a bad display": {func() (*Chart, error) {
			return OverYears(Caption{Display: display.Style{Magnitude: 99}}, a.Contribution, agreed)
		}, burden.ErrUnknownName},
		"no attribution":       {func() (*Chart, error) { return Waterfall(Caption{}, nil) }, burden.ErrIncomplete},
		"an empty attribution": {func() (*Chart, error) { return Waterfall(Caption{}, attribution) }, burden.ErrIncomplete},
		"an empty tornado":     {func() (*Chart, error) { return Tornado(Caption{}, scenario.Tornado{}) }, burden.ErrIncomplete},
		"no fan":               {func() (*Chart, error) { return Fan(Caption{}, nil) }, burden.ErrIncomplete},
		"a fan without runs": {func() (*Chart, error) {
			return Fan(Caption{}, &scenario.Fan{From: 1, To: 2, Summary: scenario.NewSummary()})
		}, burden.ErrIncomplete},
		"odd quantiles": {func() (*Chart, error) {
			return Fan(Caption{}, &scenario.Fan{From: 1, To: 2, Summary: scenario.NewSummary()}, "5%", "50%")
		}, burden.ErrOutOfRange},
		"lopsided quantiles": {func() (*Chart, error) {
			return Fan(Caption{}, &scenario.Fan{From: 1, To: 2, Summary: scenario.NewSummary()}, "5%", "50%", "90%")
		}, burden.ErrOutOfRange},
		"no quantiles": {func() (*Chart, error) {
			return Fan(Caption{}, &scenario.Fan{From: 1, To: 2, Summary: scenario.NewSummary()}, "x")
		}, burden.ErrNumber},
		"no design": {func() (*Chart, error) { return HeatMap(Caption{}, nil, scenario.Metric{}, nil) }, burden.ErrIncomplete},
		"one axis": {func() (*Chart, error) {
			return HeatMap(Caption{}, line, scenario.Metric{}, outcomes(scenario.Outcome{}, nil))
		}, burden.ErrIncomplete},
		"a ragged design": {func() (*Chart, error) {
			return HeatMap(Caption{}, ragged, scenario.Metric{}, outcomes(scenario.Outcome{}, nil))
		}, burden.ErrIncomplete},
		"an empty design": {func() (*Chart, error) {
			return HeatMap(Caption{}, scenario.List{}, scenario.Metric{}, outcomes(scenario.Outcome{}, nil))
		}, burden.ErrIncomplete},
		"no outcomes": {func() (*Chart, error) {
			return HeatMap(Caption{}, grid, scenario.Metric{}, outcomes(scenario.Outcome{}, nil))
		}, burden.ErrIncomplete},
		"another's outcomes": {func() (*Chart, error) {
			return HeatMap(Caption{}, grid, scenario.Metric{}, outcomes(scenario.Outcome{Index: 4}, nil))
		}, burden.ErrOutOfRange},
		"a sweep that failed": {func() (*Chart, error) {
			return HeatMap(Caption{}, grid, scenario.Metric{}, outcomes(scenario.Outcome{}, boom))
		}, boom},
	} {
		t.Run(name, func(t *testing.T) {
			chart, err := c.draw()
			assert.Nil(t, chart)
			assert.ErrorIs(t, err, c.want)
			_, ok := errors.AsType[*Error](err)
			assert.True(t, ok, "%v", err)
		})
	}
	var none *Chart
	assert.ErrorIs(t, none.SVG(io.Discard), burden.ErrIncomplete)
	assert.ErrorIs(t, none.PNG(io.Discard), burden.ErrIncomplete)
	c, err := OverYears(Caption{Title: "x"}, a.Contribution, agreed)
	require.NoError(t, err)
	assert.ErrorIs(t, c.SVG(broken{}), io.ErrClosedPipe)
	assert.ErrorIs(t, c.PNG(broken{}), io.ErrClosedPipe)
}

// broken is a writer that cannot be written to.
type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }
