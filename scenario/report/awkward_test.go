package report

import (
	"bytes"
	"context"
	"fmt"
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

// What is so small that a double cannot hold it is drawn at zero, and drawing ends.
func TestTinyNumbers(t *testing.T) {
	for _, v := range []string{"4e-323", "1e-320", "1e-300", "1e-99", "1e99", "-1e99"} {
		r := burden.NewParam("r", burden.KRW, burden.ByYear(map[int]string{2020: "0", 2021: v}))
		l := burden.NewLine("l", burden.KRW)
		m, err := burden.NewModel("m", l.Is(r))
		require.NoError(t, err)
		c, err := OverYears(Caption{Title: "t"}, l, scenario.Baseline(m, 2020, 2021, l))
		svg := drawn(t, c, err)
		assert.NotContains(t, svg, "NaN", v)
		assert.NotContains(t, svg, "Inf", v)
		require.NoError(t, c.Narrow().PNG(&bytes.Buffer{}), v) // which once did not end
	}
	// A number is as large as its value, however it is held: zero is not beyond 1e100.
	for text, want := range map[string]float64{"0e300": 0, "1e-101": 0, "-12": -12, "100e-2": 1} {
		x, err := place(decimal.RequireFromString(text))
		require.NoError(t, err, text)
		assert.Equal(t, want, x, text)
	}
	_, err := place(decimal.RequireFromString("-1e100"))
	require.ErrorIs(t, err, burden.ErrTooLarge)
}

// The sign is of what is shown: what shows as zero has none.
func TestSignsOfFiguresShown(t *testing.T) {
	d := decimal.RequireFromString
	f := newFigures(display.Style{Amounts: burden.RoundTo("0.1e9", burden.HalfUp), Magnitude: display.Billions}, burden.KRW)
	for value, want := range map[string]string{"5e7": "+₩0.1bn", "4e7": "₩0.0bn", "-4e7": "₩0.0bn", "-5e7": "−₩0.1bn", "0": "₩0.0bn"} {
		assert.Equal(t, want, f.signed(d(value)), value)
	}
}

// The key of a heat map says the smallest and largest value exactly: 17 digits and more,
// of which a double holds 15 to 17. By hand, 1234567890123456710 × 1 and …769 × 60.
func TestHeatMapKeyIsExact(t *testing.T) {
	a, b := burden.NewParam("a", burden.KRW, burden.Constant(1)), burden.NewParam("b", burden.Ratio, burden.Constant(1))
	l := burden.NewLine("l", burden.KRW)
	m, err := burden.NewModel("m", l.Is(a.Times(b)))
	require.NoError(t, err)
	var down, across []string
	for i := range 60 {
		down, across = append(down, fmt.Sprint("12345678901234567", 10+i)), append(across, fmt.Sprint(1+i))
	}
	g := scenario.NewGrid(scenario.NewAxis(a, down), scenario.NewAxis(b, across))
	w := scenario.Sweep{Scenario: scenario.Baseline(m, 2020, 2020), Metrics: []scenario.Metric{scenario.At(l, 2020)}, Design: g}
	c, err := HeatMap(Caption{Display: display.Style{Codes: true}}, g, w.Metrics[0], w.Run(context.Background()))
	svg := drawn(t, c, err)
	assert.Contains(t, svg, ">1,234,567,890,123,456,710 KRW<")
	assert.Contains(t, svg, ">74,074,073,407,407,406,140 KRW<")
}

// Where both ends of an input lie on one side of the base, their figures do too.
func TestTornadoFiguresStandOnTheirSide(t *testing.T) {
	x := burden.NewParam("x", burden.USD, burden.Constant(100)).For("what is asked")
	l := burden.NewLine("l", burden.USD)
	m, err := burden.NewModel("m", l.Is(x))
	require.NoError(t, err)
	w := scenario.Sweep{Scenario: scenario.Baseline(m, 2020, 2020), Metrics: []scenario.Metric{scenario.At(l, 2020)}}
	list, err := scenario.OneAtATime(t.Context(), w, scenario.NewAxis(x, []string{"150", "200"}))
	require.NoError(t, err)
	c, err := Tornado(Caption{}, list[0], x)
	svg := drawn(t, c, err)
	assert.Contains(t, svg, ">what is asked<")
	var base, near, far text
	for _, m := range c.marks {
		if s, ok := m.(text); ok {
			switch s.text {
			case "US$100.00":
				base = s
			case "US$150.00":
				near = s
			case "US$200.00":
				far = s
			}
		}
	}
	assert.Greater(t, near.at.x, base.at.x)
	assert.Greater(t, far.at.x, near.at.x)
	assert.NotEqual(t, near.at.y, far.at.y, "each beside its half")
	assert.NotEqual(t, more.line, highest.line, "the largest input is not what raises an amount")
}

func TestWaterfallNames(t *testing.T) {
	_, agreed, open := eighth(t)
	a, err := scenario.Attribute(agreed, open, scenario.At(agreed.Lines()[0], 2013))
	require.NoError(t, err)
	for _, names := range [][]string{{"one"}, {"one", "two", "three"}} {
		_, err := Waterfall(Caption{}, a, names...)
		require.ErrorIs(t, err, burden.ErrIncomplete)
	}
	c, err := Waterfall(Caption{Labels: map[string]string{"growth.ceiling": "the rise"}}, a, "with", "without")
	assert.Contains(t, drawn(t, c, err), ">the rise<")
	list := formulasOf(korea.Eighth().Growth.Applied(), []*scenario.Scenario{agreed, open, agreed})
	require.Len(t, list, 2, "whose formula it is")
	assert.Equal(t, "baseline, baseline", list[0].Of)
	assert.Equal(t, "no ceiling", list[1].Of)
}

func TestLabels(t *testing.T) {
	labels := map[string]string{"cpi": "consumer prices", "x": ""}
	assert.Equal(t, "consumer prices in 2027", called(labels, "cpi in 2027"))
	assert.Equal(t, "total of per head", called(labels, "total of per_head"))
	p := burden.NewParam("a_b", burden.Ratio, burden.Constant(1))
	assert.Equal(t, "a b", labelOf(nil, p))
	assert.Equal(t, "what for", labelOf(nil, p.For("what for")))
	assert.Equal(t, "label", labelOf(map[string]string{"a_b": "label"}, p.For("what for")))
}

// A page lists what results rest on: no branch that was not taken, every member of a
// split, and what only its charts show. By hand: 5 is below 10, so never_read is not read.
func TestPageRegister(t *testing.T) {
	r := burden.NewParam("r", burden.KRW, burden.Constant(5).Sourced("s", burden.Confirmed))
	never := burden.NewParam("never_read", burden.KRW, burden.Constant(999).Sourced("hearsay", burden.Assumed))
	l := burden.NewLine("l", burden.KRW)
	m, err := burden.NewModel("m", l.Is(burden.When(r.Below(burden.Amount(10, burden.KRW)), r, never)))
	require.NoError(t, err)
	s := scenario.Baseline(m, 2020, 2021, l)
	behind, err := scenario.Baseline(m, 2030, 2030, l).With("behind a chart", scenario.Define(never.Is(burden.Constant(7).Sourced("elsewhere", burden.Brief))), scenario.Set(r, 20))
	require.NoError(t, err)
	html := paged(t, Page{Title: "x", Scenarios: []*scenario.Scenario{s}})
	_, register, _ := strings.Cut(html, `<section id="assumptions">`)
	assert.NotContains(t, register, "hearsay")
	assert.Contains(t, register, "not used")
	html = paged(t, Page{Title: "x", Scenarios: []*scenario.Scenario{s}, Behind: []*scenario.Scenario{behind}})
	for _, words := range []string{"elsewhere", "in “behind a chart”", "2030", "<dt>behind a chart</dt>"} {
		holds(t, html, words)
	}
	var b bytes.Buffer
	require.ErrorIs(t, Page{Title: "x", Scenarios: []*scenario.Scenario{s}, Behind: []*scenario.Scenario{nil}}.HTML(&b), burden.ErrIncomplete)

	share := burden.NewParam("share", burden.Ratio, burden.Constant("0.3").Sourced("a guess", burden.Assumed))
	floor := burden.NewParam("floor", burden.KRW, burden.Constant(400).Sourced("a rule", burden.Confirmed))
	split := burden.NewSplit("cost", burden.KRW, burden.Split{Total: burden.Amount(1000, burden.KRW), Quantum: "1", Members: []burden.Member{
		{Key: "kr", Weight: share, Floor: floor}, {Key: "us", Weight: burden.Amount("0.7", burden.Ratio)}}})
	m, err = burden.NewModel("m", split)
	require.NoError(t, err)
	html = paged(t, Page{Title: "x", Scenarios: []*scenario.Scenario{scenario.Baseline(m, 2020, 2020, split.Part("kr"))}})
	holds(t, html, "a guess")
	holds(t, html, "a rule")
	holdsNot(t, html, "not used")
}

// Of a quotient too it is known what was lost: 10 / 3 is 3 and a third, 11 / 3 is 4 less a
// third; a root is not told.
func TestRoundingNotes(t *testing.T) {
	x := burden.NewParam("x", burden.KRW, burden.ByYear(map[int]int{2020: 10, 2021: 11, 2022: 12}))
	third, root := burden.NewLine("third", burden.KRW), burden.NewLine("root", burden.Ratio)
	three := burden.Amount(3, burden.Ratio)
	m, err := burden.NewModel("m", third.Is(x.Over(three).RoundedTo("1", burden.HalfUp)), root.Is(x.Over(burden.Amount(1, burden.KRW)).ToThe(1, 2).RoundedTo("1", burden.HalfUp)))
	require.NoError(t, err)
	p, err := m.Project(2020, 2022)
	require.NoError(t, err)
	assert.Equal(t, []string{
		"third is rounded to 1, half up: 2 of 3 roundings changed it; the most that was lost is about 0.333 in 2020",
		"root is rounded to 1, half up: 3 of 3 roundings changed it",
	}, roundingNotes(p))
}
