package burden_test

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/dectest"
)

// agreement is the eighth agreement of Korea: 760.0 bn won in 2009, then growth
// by the consumer prices of two years before as first printed, at most 4 %,
// rounded half up to 0.1 bn every year.
//
// Source: Ministry of National Defense, Defense White Paper 2018; prices as
// listed by Hankook Ilbo, 31 December 2010, and Asia Economy, 31 December 2012.
type agreement struct {
	base, cpi, ceiling burden.Param
	growth             burden.IndexRule
	contribution       burden.Line
	definition         burden.LineDefinition
	model              *burden.Model
}

func eighth(t testing.TB) agreement {
	var a agreement
	a.base = burden.NewParam("base", burden.KRW, burden.Constant("760.0e9"))
	a.cpi = burden.NewParam("cpi", burden.Ratio, burden.ByYear(map[int]string{
		2007: "2.5%", 2008: "4.7%", 2009: "2.8%", 2010: "2.9%", 2011: "4.0%",
	}).Sourced("Statistics Korea", burden.Confirmed))
	a.ceiling = burden.NewParam("ceiling", burden.Ratio, burden.Constant("4%"))
	a.growth = burden.NewIndexRule("growth", burden.Index{Driver: a.cpi, Lag: 2, Ceiling: a.ceiling})
	a.contribution = burden.NewLine("contribution", burden.KRW)
	a.definition = a.contribution.Starts(2009, a.base).Then(
		a.contribution.Previous().GrownBy(a.growth).RoundedTo("0.1e9", burden.HalfUp))
	var err error
	a.model, err = burden.NewModel("sma8", a.growth, a.definition)
	require.NoError(t, err)
	return a
}

func TestTheEighthAgreement(t *testing.T) {
	a := eighth(t)
	p := projectionOf(t, a.model, 2009, 2013)
	assert.Same(t, a.model, p.Model())

	// Defense White Paper 2018, in 0.1 bn won.
	wantYears(t, "7600e8 7904e8 8125e8 8361e8 8695e8", p, a.contribution)
	// The base year needs no growth: its rule is not applicable there.
	wantYears(t, "- 0.04 0.028 0.029 0.04", p, a.growth.Applied())
	wantYears(t, "- 0.047 0.028 0.029 0.04", p, a.growth.Raw())
	total, err := p.Total(a.contribution, 2009, 2013)
	require.NoError(t, err)
	dectest.Equal(t, "40685e8", total) // 7600 + 7904 + 8125 + 8361 + 8695

	// 2008 prices rose by 4.7 %, 2011 prices by the 4 % of the ceiling itself.
	bound, reached := p.Binding(a.ceiling)
	assert.Equal(t, []int{2010}, bound)
	assert.Equal(t, []int{2013}, reached)
	var limits []string
	for _, r := range p.Limits() {
		limits = append(limits, fmt.Sprint(r.Line, " ", r.Year, " floor ", r.Floor, ": ", burden.Text(r.Subject), " to ", burden.Text(r.Value), " by ", r.Limit, ", binds ", r.Binds))
	}
	assert.Equal(t, []string{
		"growth 2010 floor false: 0.047 to 0.04 by ceiling, binds true",
		"growth 2013 floor false: 0.04 to 0.04 by ceiling, binds false",
	}, limits)

	// By hand: 7600 × 1.04 = 7904; 7904 × 1.028 = 8125.312; 8125 × 1.029 = 8360.625; 8361 × 1.04 = 8695.44.
	wants := []struct {
		year                     int
		before, after, discarded string
	}{
		{2010, "790400000000", "7904e8", "0"},
		{2011, "812531200000", "8125e8", "31200000"},
		{2012, "836062500000", "8361e8", "-37500000"},
		{2013, "869544000000", "8695e8", "44000000"},
	}
	records := p.Roundings()
	require.Len(t, records, len(wants))
	for i, want := range wants {
		r := records[i]
		assert.Equal(t, "contribution", r.Line.Name())
		assert.Equal(t, want.year, r.Year)
		assert.Equal(t, want.before, r.Before())
		dectest.Equal(t, want.before, r.Dividend)
		dectest.Equal(t, "1", r.Divisor)
		assert.Equal(t, [2]int{1, 1}, [2]int{r.P, r.Q})
		dectest.Equal(t, want.after, r.After)
		dectest.Equal(t, "1e8", r.Rounding.Quantum())
		assert.Equal(t, burden.HalfUp, r.Rounding.Mode())
		d, ok := r.Discarded()
		assert.True(t, ok)
		dectest.Equal(t, want.discarded, d)
	}
}

// Other readings of the rule come out wrong.
func TestTheEighthAgreementReadOtherwise(t *testing.T) {
	a := eighth(t)
	read := func(definitions ...burden.Definition) *burden.Projection {
		m, err := a.model.With(definitions...)
		require.NoError(t, err)
		return projectionOf(t, m, 2009, 2012)
	}
	// Without the ceiling 2010 is 7600 × 1.047 = 7957.2.
	wantValue(t, "7957e8", read(a.growth.With(burden.NoCeiling)), a.contribution, 2010)
	// With prices of the year before 2010 is 7600 × 1.028 = 7812.8.
	wantValue(t, "7813e8", read(a.growth.With(func(x *burden.Index) { x.Lag = 1 })), a.contribution, 2010)
	// With the rebased print of 2010, 3.0 %, 2012 is 8125 × 1.03 = 8368.75.
	rebased := a.cpi.Series().Change(2010, 2010, func(e burden.Entry) burden.Entry {
		e.Value = decimal.New(30, -3)
		return e
	})
	wantValue(t, "8369e8", read(a.cpi.Is(rebased)), a.contribution, 2012)
	// Cut instead of rounded, 2012 is 8360.
	cut := a.contribution.Starts(2009, a.base).Then(a.contribution.Previous().GrownBy(a.growth).RoundedTo("0.1e9", burden.Down))
	wantValue(t, "8360e8", read(cut), a.contribution, 2012)
}

// Two limits that bind, one that is reached, one that has no say; a floor.
func TestLimitsOnRecord(t *testing.T) {
	p := burden.NewParam("p", burden.KRW, burden.ByYear(map[int]int{2008: 3, 2009: 7, 2010: 5}))
	five, also, six := burden.Amount(5, burden.KRW), burden.NewParam("also", burden.KRW, burden.Constant(5)), burden.Amount(6, burden.KRW)
	x, y := burden.NewLine("x", burden.KRW), burden.NewLine("y", burden.KRW)
	m := modelOf(t, x.Is(p.AtMost(five, six, also)), y.Is(p.AtLeast(five)))
	got := func(records []burden.LimitRecord) (list []string) {
		for _, r := range records {
			list = append(list, fmt.Sprintf("%s %d %s", r.Line, r.Year, r))
		}
		return list
	}
	projected := projectionOf(t, m, 2008, 2010)
	assert.Equal(t, []string{
		"y 2008 floor bound: 3 KRW became 5 KRW",
		"x 2009 ceiling bound: 7 KRW became 5 KRW",
		"x 2009 ceiling also bound: 7 KRW became 5 KRW",
		"x 2010 ceiling reached, but not binding: 5 KRW",
		"x 2010 ceiling also reached, but not binding: 5 KRW",
		"y 2010 floor reached, but not binding: 5 KRW",
	}, got(projected.Limits()))

	bound, reached := projected.Binding(five) // as a ceiling and as a floor
	assert.Equal(t, []int{2008, 2009}, bound)
	assert.Equal(t, []int{2010}, reached)
	bound, reached = projected.Binding(burden.NewParam("also", burden.KRW, burden.Series{})) // a handle is its name
	assert.Equal(t, []int{2009}, bound)
	assert.Equal(t, []int{2010}, reached)
	for _, other := range []burden.Operand{six, burden.Amount(5, burden.KRW), burden.NewLine("also", burden.KRW), nil, burden.Param{}} {
		bound, reached = projected.Binding(other)
		assert.Empty(t, append(bound, reached...))
	}
}

func TestRoundingsOnRecord(t *testing.T) {
	cost := burden.NewParam("cost", burden.KRW, burden.Constant(1000))
	heads := burden.NewParam("heads", burden.Persons, burden.Constant(7))
	perHead, factor := burden.NewLine("per_head", burden.KRW.Per(burden.Persons)), burden.NewLine("factor", burden.Ratio)
	m := modelOf(t,
		factor.Is(cost.Over(burden.Amount(10, burden.KRW)).ToThe(1, 3).RoundedTo("0.1", burden.Down)), // 100^(1/3) = 4.64…
		perHead.Is(cost.Over(heads).RoundedTo("0.01", burden.HalfUp)))                                 // 142.857…
	p := projectionOf(t, m, 2009, 2009)
	wantValue(t, "4.6", p, factor, 2009)
	wantValue(t, "142.86", p, perHead, 2009)
	records := p.Roundings()
	require.Len(t, records, 2)
	assert.Equal(t, "(1000/10)^(1/3)", records[0].Before())
	assert.Equal(t, "1000/7", records[1].Before())
	for _, r := range records {
		_, ok := r.Discarded()
		assert.False(t, ok, "what a quotient discards may have no finite decimal")
	}

	// Roundings of earlier years that a value needed are listed, and in order.
	a := eighth(t)
	years := []int{}
	for _, r := range projectionOf(t, a.model, 2013, 2013).Roundings() {
		years = append(years, r.Year)
	}
	assert.Equal(t, []int{2010, 2011, 2012, 2013}, years)
}

func TestValueErrors(t *testing.T) {
	a := eighth(t)
	p := projectionOf(t, a.model, 2010, 2012)
	for name, c := range map[string]struct {
		line burden.Line
		year int
		want error
	}{
		"before the projection, if computed": {a.contribution, 2009, burden.ErrOutOfRange},
		"after the projection":               {a.contribution, 2013, burden.ErrOutOfRange},
		"unknown line":                       {burden.NewLine("other", burden.KRW), 2010, burden.ErrUnknownName},
		"zero line":                          {burden.Line{}, 2010, burden.ErrUnknownName},
		"another unit":                       {burden.NewLine("contribution", burden.USD), 2010, burden.ErrUnit},
	} {
		_, err := p.Value(c.line, c.year)
		assert.ErrorIs(t, err, c.want, name)
		x, err := p.Explain(c.line, c.year)
		assert.ErrorIs(t, err, c.want, name)
		assert.Empty(t, x.Steps, name)
		_, err = p.Total(c.line, c.year, c.year)
		assert.ErrorIs(t, err, c.want, name)
	}
	_, err := p.Value(a.contribution, 2013)
	assert.EqualError(t, err, "burden: sma8: contribution 2013: the projection is 2010 to 2012")
	_, err = p.Explain(a.contribution, 2013)
	assert.EqualError(t, err, "burden: sma8: contribution 2013: the projection is 2010 to 2012")
	_, err = p.Total(a.contribution, 2010, 2013)
	assert.EqualError(t, err, "burden: sma8: contribution: total over 2010 to 2013, but the projection is 2010 to 2012")
}

func TestTotal(t *testing.T) {
	amount := burden.NewParam("amount", burden.KRW, burden.ByYear(map[int]int{2009: 1, 2010: 20, 2011: 300}))
	flow, stock := burden.NewLine("flow", burden.KRW), burden.NewLine("stock", burden.Persons)
	rate, debt := burden.NewLine("rate", burden.Ratio), burden.NewLine("debt", burden.KRW).As(burden.Stock)
	ended := burden.NewLine("ended", burden.KRW)
	m := modelOf(t, flow.Is(amount), debt.Is(amount), ended.Is(amount).Until(2010),
		stock.Is(burden.Amount(1, burden.Persons)), rate.Is(burden.Amount(1, burden.Ratio)))
	p := projectionOf(t, m, 2009, 2011)
	for _, c := range []struct {
		line     burden.Line
		from, to int
		want     string
	}{{flow, 2009, 2011, "321"}, {flow, 2010, 2010, "20"}, {ended, 2009, 2011, "21"}} {
		total, err := p.Total(c.line, c.from, c.to)
		require.NoError(t, err)
		dectest.Equal(t, c.want, total, c.line, c.from, c.to)
	}
	for _, c := range []struct {
		line     burden.Line
		from, to int
		want     error
	}{
		{flow, 2008, 2010, burden.ErrOutOfRange}, // beyond the projection
		{flow, 2011, 2012, burden.ErrOutOfRange},
		{flow, 2011, 2009, burden.ErrOutOfRange},
		{ended, 2011, 2011, burden.ErrNotApplicable},
		{stock, 2009, 2010, burden.ErrUnit},
		{rate, 2009, 2010, burden.ErrUnit},
		{debt, 2009, 2010, burden.ErrUnit}, // an amount that was declared a level
	} {
		_, err := p.Total(c.line, c.from, c.to)
		assert.ErrorIs(t, err, c.want, "%s %d to %d", c.line, c.from, c.to)
	}
}

// What is asked for, and what that needs, is computed, and nothing else.
func TestProjectComputesWhatIsNeeded(t *testing.T) {
	one := burden.Amount(1, burden.KRW)
	result, helper, unused := burden.NewLine("result", burden.KRW), burden.NewLine("helper", burden.KRW), burden.NewLine("unused", burden.KRW)
	broken := one.Over(burden.Amount(0, burden.Ratio)).Exactly()
	m := modelOf(t, unused.Is(broken), helper.Is(broken).From(2010, one), result.Starts(2009, one).Then(result.Previous().Plus(helper)))
	assert.Equal(t, []burden.Line{unused, result}, m.Results())

	p := projectionOf(t, m, 2008, 2011, result)
	wantYears(t, "- 1 2 3", p, result)
	wantYears(t, "- - 1 1", p, helper) // nobody needs it in 2009: neither an error nor zero
	wantYears(t, "- - - -", p, unused)
	_, err := m.Project(2008, 2011)
	assert.ErrorIs(t, err, burden.ErrDivisionByZero, "the results include the broken line")

	p = projectionOf(t, m, 2010, 2010, result, helper, result)
	from, to := p.Years()
	assert.Equal(t, [2]int{2010, 2010}, [2]int{from, to})
	wantValue(t, "2", p, result, 2010)

	// A line that nothing needs, asked for where it ends and before it starts.
	short := burden.NewLine("short", burden.KRW)
	p = projectionOf(t, modelOf(t, short.Starts(2009, one).Until(2009)), 2008, 2010)
	wantYears(t, "- 1 -", p, short)
}

// Neither years nor lines deepen a recursion.
func TestDeepRecurrence(t *testing.T) {
	one := burden.Amount(1, burden.KRW)
	count := burden.NewLine("count", burden.KRW)
	m := modelOf(t, count.Starts(1, one).Then(count.Previous().Plus(one)))
	p := projectionOf(t, m, 9000, 9000) // asked for in its last year only
	wantValue(t, "9000", p, count, 9000)
	x, err := p.Explain(count, 9000)
	require.NoError(t, err)
	assert.Len(t, x.Steps, 9000)
	dectest.Equal(t, "1", x.Steps[0].Value)

	const lines = 2000
	chain := []burden.Definition{burden.NewLine("l0", burden.KRW).Is(one)}
	for i := 1; i < lines; i++ {
		before := burden.NewLine(fmt.Sprint("l", i-1), burden.KRW)
		chain = append(chain, burden.NewLine(fmt.Sprint("l", i), burden.KRW).Is(before.Plus(one)))
	}
	last := burden.NewLine(fmt.Sprint("l", lines-1), burden.KRW)
	p = projectionOf(t, modelOf(t, chain...), 2009, 2009)
	wantValue(t, "2000", p, last, 2009)
	x, err = p.Explain(last, 2009)
	require.NoError(t, err)
	assert.Equal(t, lines, strings.Count(x.String(), " 2009 = ")) // each step once, its inputs among them
}

// A projection stops before it fills memory: 2^20 line-years are the most.
func TestTooMuchWork(t *testing.T) {
	var definitions []burden.Definition
	for i := range 105 {
		definitions = append(definitions, burden.NewLine(fmt.Sprint("l", i), burden.KRW).Is(burden.Amount(1, burden.KRW)))
	}
	_, err := modelOf(t, definitions...).Project(1, 9999) // 105 × 9999 = 1,049,895
	require.ErrorIs(t, err, burden.ErrTooLarge)
	assert.EqualError(t, err, "burden: m: l46 9987: line-years = more than 1048576: too large") // 9986 × 105 = 1,048,530, and 46 more
}

// What was computed can be explained, though little work is left: a year of this
// line is a sum of 100 times 511 nodes, itself one: 51,101, of which 3 × 2^21 hold 123.
func TestExplanationsNeedNoWorkLeft(t *testing.T) {
	f := burden.Amount(1, burden.KRW)
	for range 510 {
		f = f.Lag(0)
	}
	x := burden.NewLine("x", burden.KRW)
	m := modelOf(t, x.Is(f.SumLags(99, 0)))
	_, err := m.Project(1, 124)
	require.ErrorIs(t, err, burden.ErrTooLarge)
	why, err := projectionOf(t, m, 1, 123).Explain(x, 100)
	require.NoError(t, err)
	dectest.Equal(t, "100", why.Steps[0].Value)
}

// Everything that a program sees of a model.
func everything(t testing.TB) string {
	a := eighth(t)
	ratio, root, cut := burden.NewLine("ratio", burden.Ratio), burden.NewLine("root", burden.Ratio), burden.NewLine("cut", burden.Ratio)
	small := burden.NewParam("small", burden.Ratio, burden.Constant("1e-30"))
	m, err := a.model.With(
		ratio.Is(a.contribution.Over(burden.Amount("3e19", burden.KRW)).RoundedTo("1e-25", burden.HalfEven)),
		root.Is(a.contribution.Over(a.base).ToThe(-1, 3).RoundedTo("1e-20", burden.HalfUp)),
		cut.Is(small.Times(small).Plus(burden.Amount("120.500", burden.Ratio)).RoundedTo("1e-40", burden.Down)))
	require.NoError(t, err)
	p := projectionOf(t, m, 2009, 2013)
	var b strings.Builder
	for _, l := range m.Lines() {
		f, _ := m.Formula(l)
		fmt.Fprintln(&b, l, "=", f)
		for year := 2009; year <= 2013; year++ {
			v, err := p.Value(l, year)
			fmt.Fprintln(&b, burden.Text(v), burden.Show(v, l.Unit()), err)
			x, _ := p.Explain(l, year)
			fmt.Fprintln(&b, x)
		}
	}
	for _, r := range p.Roundings() {
		fmt.Fprintln(&b, r, r.Before())
	}
	for _, r := range p.Limits() {
		fmt.Fprintln(&b, r)
	}
	_, err = m.Project(2009, 2014)
	fmt.Fprintln(&b, err)
	return b.String()
}

// Results are the same whatever a host program sets the decimal library's
// variables to. Not parallel with anything.
func TestTheHostsVariablesChangeNothing(t *testing.T) {
	want := everything(t)
	require.Contains(t, want, "120.5")
	func() {
		defer func(a, b, c int, d, e, f bool, g int) {
			decimal.DivisionPrecision, decimal.PowPrecisionNegativeExponent, decimal.ExpMaxIterations = a, b, c
			decimal.TrimTrailingZeros, decimal.UseScientificNotation, decimal.MarshalJSONWithoutQuotes = d, e, f
			decimal.MaxDecodeExponent = g
		}(decimal.DivisionPrecision, decimal.PowPrecisionNegativeExponent, decimal.ExpMaxIterations,
			decimal.TrimTrailingZeros, decimal.UseScientificNotation, decimal.MarshalJSONWithoutQuotes,
			decimal.MaxDecodeExponent)
		for _, odd := range []bool{true, false} {
			decimal.DivisionPrecision, decimal.PowPrecisionNegativeExponent, decimal.ExpMaxIterations = 1, 0, 1
			decimal.TrimTrailingZeros, decimal.UseScientificNotation, decimal.MarshalJSONWithoutQuotes = odd, odd, odd
			decimal.MaxDecodeExponent = 1
			assert.Equal(t, want, everything(t))
		}
	}()
	assert.Equal(t, want, everything(t))
}

// One model, one projection, many goroutines; for the race detector.
func TestConcurrentUse(t *testing.T) {
	a := eighth(t)
	shared := projectionOf(t, a.model, 2009, 2013)
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			p, err := a.model.Project(2009, 2013)
			if !assert.NoError(t, err) {
				return
			}
			wantYears(t, "7600e8 7904e8 8125e8 8361e8 8695e8", p, a.contribution)
			x, err := shared.Explain(a.contribution, 2013)
			assert.NoError(t, err)
			assert.Contains(t, x.String(), "reached, but not binding")
			open, err := a.model.With(a.growth.With(burden.NoCeiling), a.cpi.Within("0", "1"))
			assert.NoError(t, err)
			_, err = burden.Join("two", a.model, open)
			assert.Error(t, err, "both have the same id")
			bound, _ := shared.Binding(a.ceiling)
			assert.Len(t, bound, 1)
			assert.NotEmpty(t, fmt.Sprint(a.definition.In(2012, burden.Freeze(a.contribution)).Formula()))
		})
	}
	wg.Wait()
}

// TestASplitTotalStaysAResult: what is shared out is still what the model is for.
func TestASplitTotalStaysAResult(t *testing.T) {
	fee := burden.NewLine("fee", burden.KRW)
	split := burden.NewSplit("part", burden.KRW, burden.Split{Total: fee, Quantum: "1", Members: []burden.Member{
		{Key: "a", Weight: burden.Amount(1, burden.Ratio)}, {Key: "b", Weight: burden.Amount(2, burden.Ratio)}}})
	m, err := burden.NewModel("m", fee.Is(burden.Amount(10, burden.KRW)), split)
	require.NoError(t, err)
	var names []string
	for _, l := range m.Results() {
		names = append(names, l.Name())
	}
	assert.Equal(t, []string{"fee", "part.a", "part.b"}, names)
}

// TestShowOfAMonster: a decimal far beyond the limits is shown at once.
func TestShowOfAMonster(t *testing.T) {
	for _, e := range []int32{2_000_000_000, -2_000_000_000} {
		assert.NotEmpty(t, burden.Show(decimal.New(1, e), burden.Ratio))
		_, ok := burden.RoundingRecord{Dividend: decimal.New(1, e), Divisor: decimal.NewFromInt(1), P: 1, Q: 1}.Discarded()
		assert.False(t, ok)
	}
}

// A root of a whole number is no plain rounding: what it discards is not given.
func TestARootDiscardsNothingThatCanBeGiven(t *testing.T) {
	one := burden.Amount(1, burden.KRW)
	x := burden.NewLine("x", burden.Ratio)
	for _, q := range []burden.Quotient{burden.Amount(2, burden.KRW).Over(one).ToThe(1, 2), burden.Amount(2, burden.KRW).Over(one).ToThe(3, 1)} {
		p := projectionOf(t, modelOf(t, x.Is(q.RoundedTo("1", burden.Down))), 2020, 2020)
		require.Len(t, p.Roundings(), 1)
		_, ok := p.Roundings()[0].Discarded()
		assert.False(t, ok, p.Roundings()[0].Before())
	}
}

// Limits of a year are listed in the order of the model's lines, not of evaluation.
func TestLimitsInOrderOfLines(t *testing.T) {
	x := burden.NewParam("x", burden.KRW, burden.Constant(9))
	a, b := burden.NewLine("a", burden.KRW), burden.NewLine("b", burden.KRW)
	m := modelOf(t, a.Is(b.AtMost(burden.Amount(2, burden.KRW))), b.Is(x.AtMost(burden.Amount(3, burden.KRW))))
	var order []string
	for _, r := range projectionOf(t, m, 2020, 2021).Limits() {
		order = append(order, fmt.Sprintf("%s %d", r.Line, r.Year))
	}
	assert.Equal(t, []string{"a 2020", "b 2020", "a 2021", "b 2021"}, order)
}

// Forty years forward from one that was needed first, and back again.
func TestManyYearsInEitherDirection(t *testing.T) {
	year := burden.NewLine("year", burden.Ratio)
	one := burden.Amount(1, burden.Ratio)
	first, last := burden.NewLine("first", burden.Ratio), burden.NewLine("last", burden.Ratio)
	m := modelOf(t, year.Starts(2000, one).Then(year.Previous().Plus(one)), first.Is(year.At(2000)), last.Is(year.At(2099)))
	p := projectionOf(t, m, 2050, 2099)
	for y := 2050; y <= 2099; y++ {
		wantValue(t, strconv.Itoa(y-1999), p, year, y)
		wantValue(t, "1", p, first, y)
		wantValue(t, "100", p, last, y)
	}
	p = projectionOf(t, m, 2000, 2099, year)
	for y := 2000; y <= 2099; y++ {
		wantValue(t, strconv.Itoa(y-1999), p, year, y)
	}
}

// ProjectOnly computes lines in the years asked for and what these need: of x = 1/d with
// d = 0 in 2011, x of 2010 is 1, and y of 2012, 1 + 1 + 1 by the years before it, needs
// its own two years but not x.
func TestProjectOnly(t *testing.T) {
	one := burden.Amount(1, burden.KRW)
	d := burden.NewParam("d", burden.Ratio, burden.ByYear(map[int]int{2010: 1, 2011: 0, 2012: 0}))
	x, y, ended := burden.NewLine("x", burden.KRW), burden.NewLine("y", burden.KRW), burden.NewLine("ended", burden.KRW)
	m := modelOf(t, x.Is(one.Over(d).Exactly()), y.Starts(2010, one).Then(y.Previous().Plus(one)), ended.Is(one).Until(2010))
	only := func(asked ...burden.LineYears) *burden.Projection {
		p, err := m.ProjectOnly(2010, 2012, asked...)
		require.NoError(t, err)
		return p
	}
	p := only(burden.LineYears{Line: x, From: 2010, To: 2010}, burden.LineYears{Line: y, From: 2012, To: 2040}, burden.LineYears{Line: y, From: 2012, To: 2012})
	wantYears(t, "1 - -", p, x)
	wantYears(t, "1 2 3", p, y)
	from, to := p.Years()
	assert.Equal(t, []int{2010, 2012}, []int{from, to})
	_, err := p.Value(x, 2011)
	assert.ErrorIs(t, err, burden.ErrNotApplicable)
	_, err = p.Value(y, 2013)
	assert.ErrorIs(t, err, burden.ErrOutOfRange)
	why, err := p.Under("s").Explain(y, 2012)
	require.NoError(t, err)
	assert.Len(t, why.Steps, 3)

	// Without the years that were not asked for, a total would be too small: it is an error.
	total, err := p.Total(y, 2010, 2012)
	require.NoError(t, err)
	dectest.Equal(t, "6", total)
	for _, q := range []*burden.Projection{p, p.Under("s")} {
		_, err = q.Total(x, 2010, 2012)
		assert.EqualError(t, err, "burden: m: x: total over 2010 to 2012, but 2011 was not asked for")
		assert.ErrorIs(t, err, burden.ErrNotApplicable)
	}
	total, err = only(burden.LineYears{Line: ended, From: 2010, To: 2010}).Total(ended, 2010, 2012)
	require.NoError(t, err)
	dectest.Equal(t, "1", total, "after its end a line adds nothing, asked for or not")

	// Nothing asked for is nothing computed; errors come by year, then in the model's order.
	wantYears(t, "- - -", only(), y)
	wantYears(t, "- - -", only(burden.LineYears{Line: x, From: 2011, To: 2010}, burden.LineYears{Line: x, From: 1, To: 2009}, burden.LineYears{Line: x, From: 2013, To: 9999}), x)
	_, err = m.ProjectOnly(2010, 2012, burden.LineYears{Line: x, From: 2012, To: 2012}, burden.LineYears{Line: x, From: 2011, To: 2011})
	assert.EqualError(t, err, "burden: m: x 2011: d = 0: division by zero")
	_, err = m.ProjectOnly(2010, 2012, burden.LineYears{Line: burden.NewLine("other", burden.KRW), From: 2012, To: 2011})
	assert.ErrorIs(t, err, burden.ErrUnknownName)
	_, err = m.ProjectOnly(2012, 2010)
	assert.ErrorIs(t, err, burden.ErrOutOfRange)
	var none *burden.Model
	_, err = none.ProjectOnly(2010, 2012)
	assert.ErrorIs(t, err, burden.ErrIncomplete)
}
