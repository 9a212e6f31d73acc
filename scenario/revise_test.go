package scenario_test

import (
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/korea"
	"example.com/burdenshare/internal/dectest"
	"example.com/burdenshare/scenario"
)

// grown is a model of an amount that grows from 1,000 in 2020 by a rate.
func grown(t *testing.T, rate burden.Series, more ...burden.Definition) (*scenario.Scenario, burden.Line) {
	t.Helper()
	x := burden.NewLine("x", burden.KRW)
	base := burden.NewParam("base", burden.KRW, burden.Constant(1000))
	growth := burden.NewParam("growth", burden.Ratio, rate)
	m, err := burden.NewModel("m", burden.Escalation(x, 2020, base, growth, burden.Rounding{}))
	require.NoError(t, err)
	if len(more) > 0 {
		m, err = m.With(more...)
		require.NoError(t, err)
	}
	return scenario.Baseline(m, 2020, 2023), x
}

func entry(value string, status burden.Status, stage burden.Stage, source string) burden.Entry {
	return burden.Entry{Value: decimal.RequireFromString(value), Status: status, Stage: stage, Source: source}
}

// TestCauses: what each pair of figures is taken for.
func TestCauses(t *testing.T) {
	data := entry("0.1", burden.Confirmed, burden.NoStage, "a")
	for name, c := range map[string]struct {
		old, new burden.Entry
		want     scenario.Cause
	}{
		"another figure":         {data, entry("0.2", burden.Confirmed, burden.NoStage, "b"), scenario.NewData},
		"the same, other source": {data, entry("0.1", burden.Confirmed, burden.NoStage, "b"), scenario.Restated},
		"the same, other status": {data, entry("0.10", burden.Derived, burden.NoStage, "a"), scenario.Restated},
		"assumed anew":           {data, entry("0.2", burden.Assumed, burden.NoStage, "b"), scenario.NewAssumption},
		"assumed otherwise":      {entry("0.1", burden.Assumed, 0, ""), entry("0.2", burden.Assumed, 0, ""), scenario.NewAssumption},
		"no longer assumed":      {entry("0.1", burden.Assumed, 0, ""), entry("0.2", burden.Confirmed, 0, ""), scenario.ActualForForecast},
		"assumed, now executed":  {entry("0.1", burden.Assumed, 0, ""), entry("0.2", burden.Recalled, burden.Executed, ""), scenario.ActualForForecast},
		"assumed, now expected":  {entry("0.1", burden.Assumed, 0, ""), entry("0.2", burden.Confirmed, burden.Expected, ""), scenario.NewAssumption},
		"assumed, now recalled":  {entry("0.1", burden.Assumed, 0, ""), entry("0.2", burden.Recalled, 0, ""), scenario.NewAssumption},
		"assumed as executed":    {entry("0.1", burden.Assumed, 0, ""), entry("0.2", burden.Assumed, burden.Executed, ""), scenario.NewAssumption},
		"assumed, now derived":   {entry("0.1", burden.Assumed, 0, ""), entry("0.2", burden.Derived, 0, ""), scenario.ActualForForecast},
		"assumed, now in brief":  {entry("0.1", burden.Assumed, 0, ""), entry("0.2", burden.Brief, 0, ""), scenario.ActualForForecast},
		"executed, now recalled": {entry("0.1", burden.Confirmed, burden.Executed, ""), entry("0.2", burden.Recalled, burden.Executed, ""), scenario.NewData},
		"budgeted, now executed": {entry("0.1", burden.Confirmed, burden.Budgeted, ""), entry("0.2", burden.Confirmed, burden.Executed, ""), scenario.ActualForForecast},
		"drafted, now budgeted":  {entry("0.1", burden.Confirmed, burden.Expected, ""), entry("0.2", burden.Confirmed, burden.Budgeted, ""), scenario.NewData},
		"executed, corrected":    {entry("0.1", burden.Confirmed, burden.Executed, ""), entry("0.2", burden.Confirmed, burden.Executed, ""), scenario.NewData},
	} {
		rest := burden.Constant("0.05")
		old, _ := grown(t, rest.Set(2021, 2021, c.old))
		new, _ := grown(t, rest.Set(2021, 2021, c.new))
		r, err := scenario.Revise(old, new)
		require.NoError(t, err)
		require.Len(t, r.Changes(), 1, name)
		got := r.Changes()[0]
		assert.Equal(t, c.want, got.Cause, name)
		assert.Equal(t, scenario.In(2021), got.Years, name)
		assert.Equal(t, "growth", got.Name)
	}
	r, err := scenario.Revise(nil, nil)
	require.ErrorIs(t, err, burden.ErrIncomplete)
	assert.Nil(t, r)
}

// TestFiguresInWords: a figure is told with its stage, status and print, as far as it has them.
func TestFiguresInWords(t *testing.T) {
	rest := burden.Constant("0.05")
	printed := entry("0.2", burden.Confirmed, burden.Executed, "a")
	printed.Print = "first"
	for want, c := range map[string][2]burden.Entry{
		"growth in 2021: 10 % became 20 % (new data)":                                         {entry("0.1", 0, 0, ""), entry("0.2", 0, 0, "")},
		"growth in 2021: 10 % [confirmed] became 20 % [budgeted] (new data)":                  {entry("0.1", burden.Confirmed, 0, ""), entry("0.2", 0, burden.Budgeted, "")},
		"growth in 2021: 10 % [budgeted, derived] became 20 % [first, executed, confirmed] (": {entry("0.1", burden.Derived, burden.Budgeted, ""), printed},
	} {
		old, _ := grown(t, rest.Set(2021, 2021, c[0]))
		new, _ := grown(t, rest.Set(2021, 2021, c[1]))
		r, err := scenario.Revise(old, new)
		require.NoError(t, err)
		require.Len(t, r.Changes(), 1)
		assert.Contains(t, r.Changes()[0].String(), want)
	}
}

// TestReviseListsWhatIsNew: figures that appear and vanish, years that run together,
// terms of a parameter, and definitions.
func TestReviseListsWhatIsNew(t *testing.T) {
	rates := burden.ByYear(map[int]string{2021: "10%", 2022: "10%", 2023: "10%"})
	old, x := grown(t, rates)
	ten := decimal.RequireFromString("0.1")
	twenty := burden.Entry{Value: decimal.RequireFromString("0.2")}
	new, _ := grown(t, burden.NewSeries(
		burden.Span{From: 2021, To: 2021, Entry: burden.Entry{Value: ten}},
		burden.Span{From: 2022, To: 2023, Entry: twenty},
		burden.Span{From: 2024, To: 2024, Entry: twenty}),
		x.Starts(2020, burden.Amount(2000, burden.KRW)).Then(x.Previous().GrownBy(burden.NewParam("growth", burden.Ratio, burden.NewSeries(
			burden.Span{From: 2021, To: 2021, Entry: burden.Entry{Value: ten}},
			burden.Span{From: 2022, To: 2023, Entry: twenty},
			burden.Span{From: 2024, To: 2024, Entry: twenty})).Within("0%", "50%"))))
	r, err := scenario.Revise(old, new)
	require.NoError(t, err)
	var got []string
	for _, c := range r.Changes() {
		got = append(got, c.String())
	}
	assert.Equal(t, []string{
		"base: 1,000 KRW became none (new data)",
		"growth from 2022 to 2023: 10 % became 20 % (new data)",
		"growth in 2024: none became 20 % (new data)",
		"growth: none became within 0 to 0.5 (restated)",
		"x: by_year{2020: base, 2021: x[-1] * (1 + growth)} KRW became by_year{2020: KRW(2000), 2021: x[-1] * (1 + growth)} KRW (changed rule)",
	}, got)

	same, err := scenario.Revise(old, old)
	require.NoError(t, err)
	assert.Equal(t, "nothing was revised\n", same.String())
	ranged, err := old.Model().With(burden.NewParam("growth", burden.Ratio, rates).Within("0%", "50%").Estimated("5%", "10%", "20%").For("test"))
	require.NoError(t, err)
	r, err = scenario.Revise(old, scenario.Baseline(ranged, 2020, 2023))
	require.NoError(t, err)
	assert.Equal(t, "growth: none became within 0 to 0.5; estimated 0.05, 0.1, 0.2; test (restated)\n", r.String())
}

// TestBridge splits one parameter's years by cause. By hand: 1000 × 1.1 × 1.1 = 1210
// becomes 1000 × 1.2 × 1.3 = 1560. New data (2021: 20 %) alone adds 1000 × 0.1 × 1.1 = 110,
// the assumption (2022: 30 %) alone 1000 × 1.1 × 0.2 = 220, together 350; the 20 both make
// is halved: 120 and 230.
func TestBridge(t *testing.T) {
	figures := func(y2021, y2022 burden.Entry) burden.Series {
		return burden.Constant("0").Set(2021, 2021, y2021).Set(2022, 2022, y2022)
	}
	old, x := grown(t, figures(entry("0.1", burden.Confirmed, 0, "a"), entry("0.1", burden.Confirmed, 0, "a")))
	new, _ := grown(t, figures(entry("0.2", burden.Confirmed, 0, "b"), entry("0.3", burden.Assumed, 0, "c")))
	r, err := scenario.Revise(old, new)
	require.NoError(t, err)
	b, err := r.Bridge(scenario.At(x, 2022), "1")
	require.NoError(t, err)
	dectest.Equal(t, "1210", b.Old)
	dectest.Equal(t, "1560", b.New)
	require.Len(t, b.Steps, 2)
	assert.Equal(t, scenario.NewData, b.Steps[0].Cause)
	dectest.Equal(t, "120", b.Steps[0].Amount)
	assert.Equal(t, scenario.NewAssumption, b.Steps[1].Cause)
	dectest.Equal(t, "230", b.Steps[1].Amount)
	assert.Contains(t, b.String(), "new data              120\n  growth              120\n")

	// The other way round a figure that was added goes.
	back, err := scenario.Revise(new, old)
	require.NoError(t, err)
	b, err = back.Bridge(scenario.At(x, 2022), "1")
	require.NoError(t, err)
	dectest.Equal(t, "1210", b.New)

	_, err = r.Bridge(scenario.At(x, 2022), "0")
	require.ErrorIs(t, err, burden.ErrOutOfRange)
	_, err = r.Bridge(scenario.Metric{}, "1")
	require.ErrorIs(t, err, burden.ErrIncomplete)
	other := scenario.Baseline(new.Model(), 2020, 2022)
	r, err = scenario.Revise(old, other)
	require.NoError(t, err)
	_, err = r.Bridge(scenario.At(x, 2022), "1")
	require.ErrorIs(t, err, scenario.ErrBaseline)
}

// TestBridgesSum: whatever changed, steps sum to the difference and parts to their step.
func TestBridgesSum(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 5))
	statuses := []burden.Status{burden.Confirmed, burden.Assumed, burden.Derived}
	version := func() (*scenario.Scenario, burden.Line) {
		s := burden.Constant("0")
		for y := 2020; y <= 2023; y++ {
			e := entry(decimal.New(random.Int64N(400)-100, -3).String(), statuses[random.IntN(3)], burden.Stage(random.IntN(5)), strconv.Itoa(random.IntN(3)))
			s = s.Set(y, y, e)
		}
		return grown(t, s, burden.NewParam("base", burden.KRW, burden.Constant(random.Int64N(2000))))
	}
	for range 60 {
		old, x := version()
		new, _ := version()
		r, err := scenario.Revise(old, new)
		require.NoError(t, err)
		b, err := r.Bridge(scenario.Total(x), "0.01")
		require.NoError(t, err)
		sum := b.Old
		for _, s := range b.Steps {
			sum = sum.Add(s.Amount)
			var parts decimal.Decimal
			for _, p := range s.Parts {
				parts = parts.Add(p.Amount)
			}
			dectest.Equal(t, s.Amount.String(), parts, r)
		}
		dectest.Equal(t, b.New.String(), sum, r)
	}
}

// TestRevisionOf2025 is the eleventh agreement's: 13463 × 1.045 = 14068.8 by the draft
// budget of 2024, 13463 × 1.042 = 14028.4 by the final one, and all of it new data.
func TestRevisionOf2025(t *testing.T) {
	a := korea.Eleventh()
	draft, ok := korea.DefenceGrowthDraft().At(2024)
	require.True(t, ok)
	m, err := a.Model.With(a.Driver.Is(a.Driver.Series().Set(2024, 2024, draft)))
	require.NoError(t, err)
	r, err := scenario.Revise(scenario.Baseline(m, 2020, 2025), scenario.Baseline(a.Model, 2020, 2025))
	require.NoError(t, err)
	b, err := r.Bridge(scenario.At(a.Contribution, 2025), korea.Quantum)
	require.NoError(t, err)
	require.Len(t, b.Steps, 1)
	assert.Equal(t, scenario.NewData, b.Steps[0].Cause)
	dectest.Equal(t, "1406900000000", b.Old)
	dectest.Equal(t, "1402800000000", b.New)
	dectest.Equal(t, "-4100000000", b.Steps[0].Amount)
}

// TestBridgeOfManyChanges: beyond what an attribution takes, a kind of cause is one step.
// Twenty amounts of 1 become 2: 20 more, all new data.
func TestBridgeOfManyChanges(t *testing.T) {
	x := burden.NewLine("x", burden.KRW)
	version := func(value int) *scenario.Scenario {
		var sum []burden.Operand
		for i := range 20 {
			sum = append(sum, burden.NewParam("p"+strconv.Itoa(i), burden.KRW, burden.Constant(value)))
		}
		m, err := burden.NewModel("m", x.Is(burden.Sum(sum...)))
		require.NoError(t, err)
		return scenario.Baseline(m, 2020, 2020)
	}
	r, err := scenario.Revise(version(1), version(2))
	require.NoError(t, err)
	b, err := r.Bridge(scenario.At(x, 2020), "1")
	require.NoError(t, err)
	require.Len(t, b.Steps, 1)
	assert.Equal(t, scenario.NewData, b.Steps[0].Cause)
	assert.Empty(t, b.Steps[0].Parts)
	dectest.Equal(t, "20", b.Steps[0].Amount)

	// Of two kinds each is a step, though only one has too many: twenty amounts of 1 by a
	// rate of 1 become 2 by 3. The amounts make 20 before the rate and 60 after it, 40 in the
	// mean; the rate 40 and 80, 60 in the mean.
	rate := func(n int, status burden.Status) burden.Param {
		return burden.NewParam("rate", burden.Ratio, burden.Constant(n).Sourced("", status))
	}
	two := func(value, times int, status burden.Status) *scenario.Scenario {
		f, ok := version(value).Model().Formula(x)
		require.True(t, ok)
		m, err := burden.NewModel("m", x.Is(f.Times(rate(times, status))))
		require.NoError(t, err)
		return scenario.Baseline(m, 2020, 2020)
	}
	r, err = scenario.Revise(two(1, 1, burden.Confirmed), two(2, 3, burden.Assumed))
	require.NoError(t, err)
	b, err = r.Bridge(scenario.At(x, 2020), "1")
	require.NoError(t, err)
	amounts := map[scenario.Cause]string{}
	for _, s := range b.Steps {
		amounts[s.Cause] = s.Amount.String()
	}
	assert.Equal(t, map[scenario.Cause]string{scenario.NewData: "40", scenario.NewAssumption: "60"}, amounts)
	dectest.Equal(t, "120", b.New)

	var none *scenario.Revision
	assert.Empty(t, none.Changes())
	assert.Equal(t, "nothing was revised\n", none.String())
	_, err = none.Bridge(scenario.At(x, 2020), "1")
	require.ErrorIs(t, err, burden.ErrIncomplete)
}

// A version without a model is told from one that is not there, whichever it is.
func TestReviseWithoutAModel(t *testing.T) {
	s, _ := grown(t, burden.Constant("0.05"))
	none := scenario.Baseline(nil, 2020, 2023)
	for _, c := range [][2]*scenario.Scenario{{nil, s}, {s, nil}, {none, s}, {s, none}, {none, none}} {
		_, err := scenario.Revise(c[0], c[1])
		require.ErrorIs(t, err, burden.ErrIncomplete)
	}
}

// A bridge through a cause that alone has no value is an error: the new rule divides by
// what the old data have as zero.
func TestBridgeThroughAGap(t *testing.T) {
	d := burden.NewParam("d", burden.Ratio, burden.ByYear(map[int]int{2020: 0}).Sourced("a", burden.Confirmed))
	x := burden.NewLine("x", burden.Ratio)
	m, err := burden.NewModel("m", x.Is(d))
	require.NoError(t, err)
	n, err := m.With(d.Is(burden.ByYear(map[int]int{2020: 4}).Sourced("b", burden.Confirmed)), x.Is(burden.Amount(8, burden.Ratio).Over(d).Exactly()))
	require.NoError(t, err)
	r, err := scenario.Revise(scenario.Baseline(m, 2020, 2020), scenario.Baseline(n, 2020, 2020))
	require.NoError(t, err)
	_, err = r.Bridge(scenario.At(x, 2020), "1")
	require.ErrorIs(t, err, burden.ErrDivisionByZero)
}

// Of a parameter that is the same in all years, two years change for two causes: 10 a
// year from 2020 to 2025 becomes 13 in 2022, a new figure, and 20 in 2024, assumed.
func TestBridgeOfYearsOfOneParameter(t *testing.T) {
	old := burden.NewSeries(burden.Span{From: 2020, To: 2025, Entry: entry("10", burden.Confirmed, 0, "a")})
	p := burden.NewParam("p", burden.KRW, old)
	x := burden.NewLine("x", burden.KRW)
	m, err := burden.NewModel("m", x.Is(p))
	require.NoError(t, err)
	n, err := m.With(p.Is(old.Set(2022, 2022, entry("13", burden.Confirmed, 0, "b")).Set(2024, 2024, entry("20", burden.Assumed, 0, "c"))))
	require.NoError(t, err)
	r, err := scenario.Revise(scenario.Baseline(m, 2020, 2025), scenario.Baseline(n, 2020, 2025))
	require.NoError(t, err)
	b, err := r.Bridge(scenario.Total(x), "1")
	require.NoError(t, err)
	dectest.Equal(t, "60", b.Old)
	dectest.Equal(t, "73", b.New)
	moved := map[scenario.Cause]string{}
	for _, step := range b.Steps {
		moved[step.Cause] = burden.Text(step.Amount)
	}
	assert.Equal(t, "3", moved[scenario.NewData])
	assert.Equal(t, "10", moved[scenario.NewAssumption])
}

// A year that is withdrawn leaves those before and after it: 10 a year becomes 13 in
// 2021, a new figure, nothing in 2023, and 20 in 2025, assumed. Of 2021, 2022, 2024 and
// 2025 the sum goes from 40 to 53.
func TestBridgeOfAWithdrawnYear(t *testing.T) {
	data := entry("10", burden.Confirmed, 0, "a")
	old := burden.NewSeries(burden.Span{From: 2020, To: 2026, Entry: data})
	p := burden.NewParam("p", burden.KRW, old)
	x := burden.NewLine("x", burden.KRW)
	m, err := burden.NewModel("m", x.Is(p.At(2021).Plus(p.At(2022), p.At(2024), p.At(2025))))
	require.NoError(t, err)
	for name, fiscal := range map[string]bool{"calendar": false, "fiscal": true} {
		s := burden.NewSeries(
			burden.Span{From: 2020, To: 2020, Entry: data}, burden.Span{From: 2021, To: 2021, Entry: entry("13", burden.Confirmed, 0, "b")},
			burden.Span{From: 2022, To: 2022, Entry: data}, burden.Span{From: 2024, To: 2024, Entry: data},
			burden.Span{From: 2025, To: 2025, Entry: entry("20", burden.Assumed, 0, "c")}, burden.Span{From: 2026, To: 2026, Entry: data})
		was := old
		if fiscal {
			was, s = was.On(burden.FiscalApril), s.On(burden.FiscalApril)
		}
		before, err := m.With(p.Is(was))
		require.NoError(t, err, name)
		after, err := m.With(p.Is(s))
		require.NoError(t, err, name)
		r, err := scenario.Revise(scenario.Baseline(before, 2020, 2020), scenario.Baseline(after, 2020, 2020))
		require.NoError(t, err, name)
		b, err := r.Bridge(scenario.At(x, 2020), "1")
		require.NoError(t, err, name)
		dectest.Equal(t, "40", b.Old)
		dectest.Equal(t, "53", b.New)
		moved := map[scenario.Cause]string{}
		for _, step := range b.Steps {
			moved[step.Cause] = burden.Text(step.Amount)
		}
		assert.Equal(t, "3", moved[scenario.NewData], name)
		assert.Equal(t, "10", moved[scenario.NewAssumption], name)
	}
}

// A figure that goes and one that changes for another reason are two changes, and each can
// be made without the other.
func TestBridgeWithFiguresThatGo(t *testing.T) {
	x := burden.NewLine("x", burden.KRW)
	version := func(spans ...burden.Span) *scenario.Scenario {
		p := burden.NewParam("p", burden.KRW, burden.NewSeries(spans...))
		m, err := burden.NewModel("m", x.Is(p))
		require.NoError(t, err)
		return scenario.Baseline(m, 2020, 2020)
	}
	figure := func(year int, value int64, s burden.Status) burden.Span {
		return burden.Span{From: year, To: year, Entry: burden.Entry{Value: decimal.NewFromInt(value), Status: s}}
	}
	old := version(figure(2019, 7, burden.Confirmed), figure(2020, 1, burden.Confirmed), figure(2021, 2, burden.Confirmed), figure(2022, 3, burden.Confirmed))
	now := version(figure(2020, 5, burden.Assumed), figure(2022, 3, burden.Confirmed))
	r, err := scenario.Revise(old, now)
	require.NoError(t, err)
	b, err := r.Bridge(scenario.At(x, 2020), "1")
	require.NoError(t, err)
	require.Len(t, b.Steps, 2)
	assert.Equal(t, scenario.NewData, b.Steps[0].Cause) // 2019 and 2021 are gone, which 2020 does not need
	dectest.Equal(t, "0", b.Steps[0].Amount)
	assert.Equal(t, scenario.NewAssumption, b.Steps[1].Cause) // 5 in place of 1
	dectest.Equal(t, "4", b.Steps[1].Amount)
}
