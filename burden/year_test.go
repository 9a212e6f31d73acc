package burden_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/dectest"
)

// The same amount by calendar years, by US fiscal years, and for any.
var (
	byCalendar = burden.NewParam("calendar", burden.Ratio, burden.ByYear(map[int]int{2020: 1, 2021: 2}))
	byFiscal   = burden.NewParam("fiscal", burden.Ratio, burden.ByYear(map[int]int{2020: 1, 2021: 2}).On(burden.FiscalOctober))
	byAny      = burden.NewParam("any", burden.Ratio, burden.Constant("0.5"))
	mixes      = "mixes calendar years and years from October of the year before"
)

func TestYearBasisNames(t *testing.T) {
	for b, want := range map[burden.YearBasis]string{
		burden.Calendar: "calendar", burden.FiscalApril: "april", burden.FiscalOctober: "prior_october", burden.FiscalJuly: "prior_july",
		1: "february", 11: "december", -1: "prior_december", -11: "prior_february", 12: "unknown_year", -12: "unknown_year", 127: "unknown_year", -128: "unknown_year",
	} {
		assert.Equal(t, want, b.String())
	}
	names := map[string]bool{}
	for b := burden.YearBasis(-11); b <= 11; b++ {
		names[b.String()] = true
	}
	assert.Len(t, names, 23, "each has a name of its own")
	assert.Equal(t, "on(prior_october, calendar[-1] * 0.25 + calendar * 0.75)",
		byCalendar.Lag(1).Times(burden.Amount("0.25", burden.Ratio)).Plus(byCalendar.Times(burden.Amount("0.75", burden.Ratio))).On(burden.FiscalOctober).String())
}

func TestSeriesKeepTheirYearBasis(t *testing.T) {
	basis := func(s burden.Series) string {
		b, known := s.Basis()
		if !known {
			return "any"
		}
		return b.String()
	}
	fiscal := burden.ByYear(map[int]int{2020: 1, 2021: 2}).On(burden.FiscalOctober)
	entry := burden.Entry{Value: literal(t, "5")}
	for _, c := range []struct {
		s    burden.Series
		want string
	}{
		{burden.Series{}, "any"},
		{burden.ByYear(map[int]int{2020: 1}), "calendar"},
		{burden.Steps(map[int]int{2020: 1}), "calendar"},
		{burden.Constant(1), "any"},
		{burden.Steps(map[int]int{burden.MinYear: 1}), "any"},
		{burden.Steps(map[int]int{burden.MinYear: 1, 2020: 1}), "any"}, // steps that step nowhere
		{burden.Steps(map[int]int{burden.MinYear: 1, 2020: 2}), "calendar"},
		{burden.NewSeries(burden.Span{From: burden.MinYear, To: burden.MaxYear}), "any"},
		{burden.Constant(1).On(burden.Calendar), "calendar"},
		{burden.Constant(1).Set(2020, 2020, entry), "any"}, // what was any stays so
		{fiscal, "prior_october"},
		{fiscal.Sourced("source", burden.Confirmed), "prior_october"},
		{fiscal.AtStage(burden.Budgeted), "prior_october"},
		{fiscal.Set(2020, 2025, entry), "prior_october"},
		{fiscal.Set(burden.MinYear, burden.MaxYear, entry), "prior_october"},
		{fiscal.Change(2020, 2020, func(e burden.Entry) burden.Entry { return e }), "prior_october"},
		{fiscal.On(burden.FiscalApril), "april"},
	} {
		assert.Equal(t, c.want, basis(c.s), "%v", c.s.Spans())
	}
	assert.False(t, fiscal.Equal(fiscal.On(burden.Calendar)), "equal figures of other years")
	assert.False(t, burden.Constant(1).Equal(burden.Constant(1).On(burden.Calendar)))
	assert.True(t, fiscal.Equal(fiscal.On(burden.Calendar).On(burden.FiscalOctober)))
	for _, b := range []burden.YearBasis{12, -12} {
		faults := paramFaults(burden.Ratio, burden.Constant(1).On(b))
		require.Len(t, faults, 1)
		assert.ErrorIs(t, faults[0], burden.ErrOutOfRange)
		assert.EqualError(t, faults[0], fmt.Sprintf("burden: m: p: year basis = %d: out of range", b))
		_, err := burden.NewModel("m", burden.NewLine("x", burden.Ratio).On(b).Is(byAny))
		assert.EqualError(t, err, fmt.Sprintf("burden: m: x: year basis = %d: out of range", b))
		_, err = burden.NewModel("m", burden.NewLine("x", burden.Ratio).On(b).Is(byCalendar), burden.NewLine("y", burden.Ratio).Is(burden.NewLine("x", burden.Ratio).Plus(byCalendar)))
		assert.Len(t, burden.Faults(err), 1, "what follows is not reported")
		_, err = burden.NewModel("m", burden.NewLine("x", burden.Ratio).Is(byAny.On(b)))
		assert.EqualError(t, err, fmt.Sprintf("burden: m: x: year basis = %d: out of range", b))
	}
	// Two handles of one parameter on two bases are two series.
	x, y := burden.NewLine("x", burden.Ratio), burden.NewLine("y", burden.Ratio).On(burden.FiscalOctober)
	for _, s := range []burden.Series{fiscal.On(burden.Calendar), burden.Constant(1).On(burden.Calendar)} {
		other := fiscal
		if _, ok := s.At(2000); ok {
			other = burden.Constant(1)
		}
		_, err := burden.NewModel("m", y.Is(burden.NewParam("p", burden.Ratio, other)), x.Is(burden.NewParam("p", burden.Ratio, s)))
		assert.ErrorIs(t, err, burden.ErrDuplicate)
	}
}

// Every kind of node with operands of two bases is a fault that names both, wherever
// the second stands; of one basis, and with what fits any, it is none.
func TestYearBasesDoNotMixInAnyNode(t *testing.T) {
	line := burden.NewLine("line", burden.Ratio).On(burden.FiscalOctober)
	nodes := map[string]func(a, b burden.Operand) burden.Formula{
		"add":      func(a, b burden.Operand) burden.Formula { return burden.Sum(a, byAny, b) },
		"subtract": func(a, b burden.Operand) burden.Formula { return burden.Sum(a).Minus(b) },
		"multiply": func(a, b burden.Operand) burden.Formula { return burden.Sum(a).Times(byAny, b) },
		"quotient": func(a, b burden.Operand) burden.Formula { return burden.Sum(a).Over(b).Exactly() },
		"power": func(a, b burden.Operand) burden.Formula {
			return burden.Sum(a).Over(b).ToThe(1, 2).RoundedTo("1", burden.Up)
		},
		"minimum":   func(a, b burden.Operand) burden.Formula { return burden.Sum(a).AtMost(byAny, b) },
		"maximum":   func(a, b burden.Operand) burden.Formula { return burden.Sum(a).AtLeast(b) },
		"lag":       func(a, b burden.Operand) burden.Formula { return burden.Sum(a, burden.Sum(b).Lag(2)) },
		"sum":       func(a, b burden.Operand) burden.Formula { return burden.Sum(a, burden.Sum(b).SumBetween(2010, 2012)) },
		"past":      func(a, b burden.Operand) burden.Formula { return burden.Sum(burden.Sum(a, b).SumLags(3, 1)) },
		"one year":  func(a, b burden.Operand) burden.Formula { return burden.Sum(a, burden.Sum(b).At(2010)) },
		"round":     func(a, b burden.Operand) burden.Formula { return burden.Sum(a, b).RoundedTo("1", burden.Up) },
		"condition": func(a, b burden.Operand) burden.Formula { return burden.When(burden.Sum(a).Below(b), byAny, byAny) },
		"branches":  func(a, b burden.Operand) burden.Formula { return burden.When(byAny.Below(byAny), a, b) },
		"condition and branch": func(a, b burden.Operand) burden.Formula {
			return burden.When(burden.Sum(a).Below(byAny), byAny, b)
		},
		"by year": func(a, b burden.Operand) burden.Formula {
			return line.Starts(2009, a).From(2020, b).Until(2030).Formula()
		},
		"restated on a third": func(a, b burden.Operand) burden.Formula {
			return burden.Sum(a, b).On(burden.FiscalApril).On(burden.FiscalOctober)
		},
		"grown": func(a, b burden.Operand) burden.Formula { return burden.Sum(a).GrownBy(b) },
	}
	x := burden.NewLine("x", burden.Ratio)
	known := line.Is(byFiscal)
	for name, node := range nodes {
		for _, fiscal := range []burden.Operand{byFiscal, line, line.Lag(1), byCalendar.On(burden.FiscalOctober), byFiscal.Plus(byAny)} {
			for _, f := range []burden.Formula{node(byCalendar, fiscal), node(fiscal, byCalendar)} {
				_, err := burden.NewModel("m", x.Is(f), known)
				assert.ErrorIs(t, err, burden.ErrYearBasis, "%s: %s", name, f)
				assert.ErrorContains(t, err, "calendar years", name)
				assert.ErrorContains(t, err, "years from October of the year before", name)
				assert.Len(t, burden.Faults(err), 1, "%s: %v", name, err)
			}
			_, err := burden.NewModel("m", x.On(burden.FiscalOctober).Is(node(fiscal, fiscal)), known)
			assert.NoError(t, err, name)
			_, err = burden.NewModel("m", x.On(burden.FiscalOctober).Is(node(byAny, fiscal)), known)
			assert.NoError(t, err, name)
		}
		_, err := burden.NewModel("m", x.Is(node(byCalendar, byAny)))
		assert.NoError(t, err, name)
	}
	split := func(total, weight, floor burden.Operand) burden.SplitRule {
		return burden.NewSplit("s", burden.Ratio, burden.Split{Total: total, Quantum: "1", Members: []burden.Member{{Key: "a", Weight: weight, Floor: floor}, {Key: "b", Weight: byAny}}})
	}
	for i, s := range []burden.SplitRule{split(byCalendar, byFiscal, nil), split(byAny, byFiscal, byCalendar), split(line, byAny, byCalendar)} {
		_, err := burden.NewModel("m", s, known)
		assert.ErrorIs(t, err, burden.ErrYearBasis, "%d", i)
	}
	_, err := burden.NewModel("m", split(line, byAny, byFiscal), known)
	assert.NoError(t, err)
}

func TestYearBasisOfALine(t *testing.T) {
	x := burden.NewLine("x", burden.Ratio)
	_, err := burden.NewModel("m", x.On(burden.Calendar).Is(byFiscal))
	assert.EqualError(t, err, "burden: m: x: x is by calendar years, but its formula gives years from October of the year before: fiscal")
	_, err = burden.NewModel("m", x.On(burden.FiscalApril).Is(byCalendar))
	assert.EqualError(t, err, "burden: m: x: x is by years from April, but its formula gives calendar years: calendar")
	_, err = burden.NewModel("m", x.Is(byCalendar.Plus(byFiscal)))
	assert.EqualError(t, err, "burden: m: x: "+mixes+": calendar + fiscal")
	for _, b := range []burden.YearBasis{burden.Calendar, burden.FiscalApril, -11, 11} {
		m := modelOf(t, x.On(b).Is(byAny.Plus(burden.Amount(1, burden.Ratio), byCalendar.On(b))))
		l, _ := m.Line("x")
		assert.Equal(t, b, basisOf(l), "what fits any fits each, and a basis may be stated")
		assert.Equal(t, b, basisOf(l.As(burden.Stock)))
		wantYears(t, "2.5", projectionOf(t, m, 2020, 2020), x) // whatever handle asks: 0.5 + 1 + 1
	}
	// The basis is the definition's, whichever handle refers to it.
	y := burden.NewLine("y", burden.Ratio)
	_, err = burden.NewModel("m", y.Is(x.On(burden.FiscalOctober)), x.Is(byCalendar))
	assert.NoError(t, err)
	_, err = burden.NewModel("m", y.On(burden.Calendar).Is(x), x.On(burden.FiscalOctober).Is(byFiscal))
	assert.ErrorIs(t, err, burden.ErrYearBasis)
	// A fault of another sort silences none, and follows none.
	_, err = burden.NewModel("m", x.Is(byCalendar.Plus(byFiscal).Plus(troops)), y.Is(x.Plus(byCalendar)))
	assert.Len(t, burden.Faults(err), 2, "%v", err)
	assert.ErrorIs(t, err, burden.ErrUnit)
	assert.ErrorIs(t, err, burden.ErrYearBasis)
}

// Lines of rules and splits are on the basis of what they are computed from, through
// one another, whatever the order of definition and whether or not they carry.
func TestRulesAndSplitsInheritTheYearBasis(t *testing.T) {
	for _, fiscal := range []bool{true, false} {
		basis, driver := burden.Calendar, byCalendar
		if fiscal {
			basis, driver = burden.FiscalOctober, byFiscal
		}
		wrong := burden.FiscalApril
		rule := burden.NewIndexRule("growth", burden.Index{Driver: driver, Ceiling: byAny, Carry: burden.CarryBoth, From: 2020})
		split := burden.NewSplit("s", burden.Ratio, burden.Split{Total: rule, Quantum: "1", Members: []burden.Member{{Key: "a", Weight: byAny}, {Key: "b", Weight: byAny}}})
		second := burden.NewIndexRule("second", burden.Index{Driver: split.Part("a"), AddOns: []burden.Operand{split.Part("b").Lag(1)}})
		lines := []burden.Line{rule.Raw(), rule.Applied(), rule.Carried(), split.Part("a"), split.Part("b"), second.Applied(), second.Raw()}
		for _, order := range [][]burden.Definition{{rule, split, second}, {second, split, rule}} {
			m := modelOf(t, order...)
			for _, l := range lines {
				have, ok := m.Line(l.Name())
				require.True(t, ok)
				assert.Equal(t, basis, basisOf(have), l.Name())
				x := burden.NewLine("x", burden.Ratio)
				_, err := m.With(x.On(basis).Is(l.Plus(byAny)))
				assert.NoError(t, err, l.Name())
				for _, d := range []burden.LineDefinition{x.On(wrong).Is(l), x.On(wrong).Is(byAny.Plus(l.Previous()))} {
					for _, definitions := range [][]burden.Definition{append([]burden.Definition{d}, order...), append(order[:3:3], d)} {
						_, err = burden.NewModel("m", definitions...)
						assert.ErrorIs(t, err, burden.ErrYearBasis, l.Name())
						assert.Len(t, burden.Faults(err), 1, "%s: %v", l.Name(), err)
					}
				}
			}
		}
	}
	// Rules that need each other: what one reads of its own is the basis of both.
	a := burden.NewIndexRule("a", burden.Index{Driver: burden.NewLine("b", burden.Ratio).Lag(1), AddOns: []burden.Operand{byFiscal}})
	b := burden.NewIndexRule("b", burden.Index{Driver: burden.NewLine("a", burden.Ratio).Lag(1)})
	x := burden.NewLine("x", burden.Ratio)
	for _, order := range [][]burden.Definition{{a, b}, {b, a}} {
		for _, r := range []burden.IndexRule{a, b} {
			for _, l := range []burden.Line{r.Raw(), r.Applied()} {
				have, _ := modelOf(t, order...).Line(l.Name())
				assert.Equal(t, burden.FiscalOctober, basisOf(have), l.Name())
				_, err := burden.NewModel("m", append([]burden.Definition{x.On(burden.Calendar).Is(l)}, order...)...)
				assert.ErrorIs(t, err, burden.ErrYearBasis, l.Name())
			}
		}
	}
	// A rule of what fits any basis fits any, and one that mixes says so, once.
	free := burden.NewIndexRule("free", burden.Index{Driver: byAny})
	freed := modelOf(t, free, x.Is(free.Plus(byCalendar)), burden.NewLine("y", burden.Ratio).On(burden.FiscalOctober).Is(free.Plus(byFiscal)))
	for name, want := range map[string]bool{"free": true, "free.raw": true, "x": false, "y": false} {
		l, _ := freed.Line(name)
		_, known := l.Basis()
		assert.Equal(t, want, !known, name)
	}
	// So does a definition that takes the place of its line, or comes to another model.
	raw, _ := freed.Line("free.raw")
	modelOf(t, raw.Is(byAny), x.Is(raw.Plus(byCalendar)), burden.NewLine("y", burden.Ratio).On(burden.FiscalOctober).Is(raw.Plus(byFiscal)))
	_, err := burden.NewModel("m", raw.Is(byFiscal), x.On(burden.Calendar).Is(raw))
	assert.ErrorIs(t, err, burden.ErrYearBasis)
	joined, err := burden.Join("j", freed)
	require.NoError(t, err)
	_, known := joinedLine(t, joined, "m.free").Basis()
	assert.False(t, known)
	mixed := burden.NewIndexRule("mixed", burden.Index{Driver: byCalendar, AddOns: []burden.Operand{byFiscal}})
	_, err = burden.NewModel("m", x.Is(mixed.Plus(byCalendar)), mixed)
	assert.EqualError(t, err, "burden: m: mixed.raw: "+mixes+": calendar + fiscal")
}

// What is joined, and put in place of another, keeps its basis or is checked anew.
func TestYearBasesOfChangedModels(t *testing.T) {
	x, y := burden.NewLine("x", burden.Ratio).On(burden.FiscalOctober), burden.NewLine("y", burden.Ratio)
	rule := burden.NewIndexRule("growth", burden.Index{Driver: byFiscal})
	fiscal := modelOf(t, x.Is(byFiscal.Plus(byAny)), rule)
	calendar, err := burden.NewModel("c", y.Is(byCalendar))
	require.NoError(t, err)
	joined, err := burden.Join("both", fiscal, calendar)
	require.NoError(t, err)
	for name, want := range map[string]burden.YearBasis{"m.x": burden.FiscalOctober, "m.growth": burden.FiscalOctober, "c.y": burden.Calendar} {
		assert.Equal(t, want, basisOf(joinedLine(t, joined, name)), name)
	}
	sum := burden.NewLine("sum", burden.Ratio)
	_, err = joined.With(sum.Is(joinedLine(t, joined, "m.x").Plus(joinedLine(t, joined, "c.y"))))
	assert.ErrorIs(t, err, burden.ErrYearBasis)
	_, err = joined.With(sum.Is(burden.ConvertYears(burden.NewLine("moved", burden.Ratio), 2021, 2021, joinedLine(t, joined, "m.x"), burden.FiscalOctober, burden.Rounding{}).Formula()))
	assert.NoError(t, err)

	// A series in place of another is on the basis of its own.
	_, err = fiscal.With(byFiscal.Is(burden.ByYear(map[int]int{2020: 5}).On(burden.Calendar)))
	assert.ErrorIs(t, err, burden.ErrYearBasis)
	_, err = fiscal.With(byFiscal.Is(burden.ByYear(map[int]int{2020: 5})))
	assert.NoError(t, err, "a series that does not say takes the parameter's")
	changed, err := fiscal.With(byFiscal.Is(burden.ByYear(map[int]int{2020: 5}).On(burden.FiscalOctober)))
	require.NoError(t, err)
	wantYears(t, "5.5", projectionOf(t, changed, 2020, 2020, x), x)
	_, err = fiscal.With(byFiscal.Is(burden.Constant(5)))
	assert.NoError(t, err, "one value for every year fits any")
	_, err = fiscal.With(byAny.Is(burden.ByYear(map[int]int{2020: 5})))
	assert.ErrorIs(t, err, burden.ErrYearBasis)
	_, err = fiscal.With(byAny.Is(burden.Constant(1).Set(2020, 2020, burden.Entry{Value: literal(t, "2")})))
	assert.NoError(t, err)
}

// Random trees over leaves of two bases and of none: just those fail that mix.
func TestRandomTreesOfTwoYearBases(t *testing.T) {
	pick := random(11)
	line := burden.NewLine("l", burden.Ratio).On(burden.FiscalOctober)
	rule := burden.NewIndexRule("g", burden.Index{Driver: byCalendar, Lag: 1})
	type found struct { // the oracle: bases met so far, and whether two met
		bases map[string]bool
		mixed bool
	}
	var tree func(depth int) (burden.Formula, *found)
	tree = func(depth int) (burden.Formula, *found) {
		if depth == 0 || pick(6) == 0 {
			leaves := []burden.Operand{byAny, burden.Amount(1, burden.Ratio), byCalendar, rule, byCalendar, byFiscal, line}
			i := pick(7)
			if i > 4 && pick(3) > 0 {
				i = 0
			}
			bases := map[string]bool{}
			if i > 1 {
				bases[map[bool]string{true: "calendar", false: "prior_october"}[i < 5]] = true
			}
			return burden.Sum(leaves[i]), &found{bases: bases}
		}
		f, all := tree(depth - 1)
		other := func() burden.Formula {
			g, more := tree(depth - 1)
			for b := range more.bases {
				all.bases[b] = true
			}
			all.mixed = all.mixed || more.mixed || len(all.bases) > 1
			return g
		}
		switch pick(11) {
		case 0:
			f = f.Plus(other(), other())
		case 1:
			f = f.Times(other()).Minus(other())
		case 2:
			f = f.Over(other()).RoundedTo("0.1", burden.HalfUp)
		case 3:
			f = f.Over(other()).ToThe(1, 2).RoundedTo("0.1", burden.HalfUp)
		case 4:
			f = f.AtMost(other(), other())
		case 5:
			f = f.AtLeast(other()).Lag(1)
		case 6:
			f = burden.When(f.Below(other()), other(), other())
		case 7:
			f = f.SumLags(3, 1).RoundedTo("1", burden.Up)
		case 8:
			f = f.At(2010)
		case 9:
			f = line.Starts(2009, f).Then(other()).Formula()
		case 10:
			f, all.bases = f.On(burden.FiscalOctober), map[string]bool{"prior_october": true}
		}
		return f, all
	}
	failed := 0
	for i := range 600 {
		f, want := tree(3)
		own := []burden.YearBasis{burden.Calendar, burden.FiscalOctober}[pick(2)]
		_, err := burden.NewModel("m", burden.NewLine("x", burden.Ratio).On(own).Is(f), line.Is(byFiscal), rule)
		if !want.mixed && (len(want.bases) == 0 || want.bases[own.String()]) {
			require.NoError(t, err, "%d %s", i, f)
			continue
		}
		failed++
		require.ErrorIs(t, err, burden.ErrYearBasis, "%d %s", i, f)
		require.ErrorContains(t, err, "calendar years", "%d", i)
		require.ErrorContains(t, err, "October", "%d", i)
	}
	assert.Greater(t, failed, 150)
	assert.Less(t, failed, 450)
}

// basisOf is the year basis that a line has.
func basisOf(l burden.Line) burden.YearBasis {
	b, _ := l.Basis()
	return b
}

// A line takes the basis that its formula states, and so does what is computed from it.
func TestALineTakesTheStatedBasis(t *testing.T) {
	one := burden.NewParam("one", burden.KRW, burden.ByYear(map[int]int{2020: 1}))
	x, y := burden.NewLine("x", burden.KRW), burden.NewLine("y", burden.KRW)
	m := modelOf(t, x.Is(one.On(burden.FiscalApril)), y.Is(x))
	for _, name := range []string{"x", "y"} {
		l, _ := m.Line(name)
		basis, known := l.Basis()
		assert.True(t, known, name)
		assert.Equal(t, burden.FiscalApril, basis, name)
	}
	s := burden.MonthsInForce("9999-01", "9999-12", burden.Calendar, burden.MaxYear, burden.MaxYear)
	e, ok := s.At(burden.MaxYear)
	require.True(t, ok)
	dectest.Equal(t, "12", e.Value)
}
