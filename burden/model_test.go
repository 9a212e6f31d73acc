package burden_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/dectest"
)

// modelOf returns the model m of definitions that have no fault.
func modelOf(t testing.TB, definitions ...burden.Definition) *burden.Model {
	t.Helper()
	m, err := burden.NewModel("m", definitions...)
	require.NoError(t, err)
	return m
}

func projectionOf(t testing.TB, m *burden.Model, from, to int, lines ...burden.Line) *burden.Projection {
	t.Helper()
	p, err := m.Project(from, to, lines...)
	require.NoError(t, err)
	return p
}

func wantValue(t testing.TB, want string, p *burden.Projection, l burden.Line, year int) {
	t.Helper()
	v, err := p.Value(l, year)
	if assert.NoError(t, err) {
		dectest.Equal(t, want, v, l.Name(), year)
	}
}

// wantYears compares a line from the projection's first year on with values
// separated by blanks, where a dash is a year in which it is not applicable.
func wantYears(t testing.TB, want string, p *burden.Projection, l burden.Line) {
	t.Helper()
	year, last := p.Years()
	for w := range strings.FieldsSeq(want) {
		if w == "-" {
			_, err := p.Value(l, year)
			assert.ErrorIs(t, err, burden.ErrNotApplicable, "%s %d", l, year)
		} else {
			wantValue(t, w, p, l, year)
		}
		year++
	}
	assert.Equal(t, last, year-1, "every year of %s has an expectation", l)
}

func lineNames(lines []burden.Line) []string {
	var names []string
	for _, l := range lines {
		names = append(names, l.Name())
	}
	return names
}

func TestModel(t *testing.T) {
	a := eighth(t)
	m := a.model
	assert.Equal(t, "sma8", m.ID())
	assert.Equal(t, []string{"growth.raw", "growth", "contribution"}, lineNames(m.Lines()), "in definition order, those of rules included")
	assert.Equal(t, []string{"contribution"}, lineNames(m.Results()), "what no other line needs")
	var names []string
	for _, p := range m.Params() {
		names = append(names, p.Name())
	}
	assert.Equal(t, []string{"cpi", "ceiling", "base"}, names, "in order of first use")

	l, ok := m.Line("contribution")
	assert.True(t, ok)
	assert.Equal(t, burden.KRW, l.Unit())
	assert.Equal(t, burden.Flow, l.Measure())
	_, ok = m.Line("other")
	assert.False(t, ok)

	p, ok := m.Param("ceiling")
	assert.True(t, ok)
	assert.True(t, p.Series().Equal(burden.Constant("0.04")))
	_, ok = m.Param("contribution")
	assert.False(t, ok)

	f, ok := m.Formula(a.growth.Applied())
	assert.True(t, ok)
	assert.Equal(t, "min(growth.raw, ceiling)", f.String())
	_, ok = m.Formula(burden.Line{})
	assert.False(t, ok)

	d, ok := m.Definition("growth")
	assert.True(t, ok)
	assert.IsType(t, burden.IndexRule{}, d)
	_, ok = m.Definition("ceiling")
	assert.False(t, ok, "a parameter that comes with a formula has no definition here")

	made := m.Definitions()
	require.Len(t, made, 2)
	clear(made)
	assert.NotNil(t, m.Definitions()[0])

	empty, err := burden.NewModel("nothing")
	require.NoError(t, err)
	assert.Empty(t, empty.Lines())
	projectionOf(t, empty, 2009, 2010)
}

// A definition of a parameter in the model goes before the series of its handles.
func TestModelDefinesParameters(t *testing.T) {
	p, x := burden.NewParam("p", burden.KRW, burden.Constant(1)), burden.NewLine("x", burden.KRW)
	again := burden.NewParam("p", burden.KRW, burden.Constant(3))
	m := modelOf(t, x.Is(p.Plus(again)), p.Is(burden.Constant(5)))
	wantYears(t, "10", projectionOf(t, m, 2009, 2009), x)
	d, ok := m.Definition("p")
	assert.True(t, ok)
	assert.IsType(t, burden.Param{}, d)
	same := burden.NewParam("p", burden.KRW, burden.Constant("1.0"))
	wantYears(t, "2", projectionOf(t, modelOf(t, x.Is(p.Plus(same))), 2009, 2009), x) // equal handles are one parameter
}

func TestModelWith(t *testing.T) {
	a := eighth(t)
	with := func(definitions ...burden.Definition) *burden.Model {
		m, err := a.model.With(definitions...)
		require.NoError(t, err)
		assert.Equal(t, "sma8", m.ID())
		return m
	}
	m := with(a.growth.With(burden.NoCeiling), a.base.Is(burden.Constant("1e12")))
	p := projectionOf(t, m, 2009, 2010)
	wantYears(t, "1e12 1.047e12", p, a.contribution) // under the same handles: 1000 bn × 1.047
	assert.Equal(t, a.model.Lines(), m.Lines(), "in place of the definition that was there")
	wantYears(t, "7600e8 7904e8", projectionOf(t, a.model, 2009, 2010), a.contribution) // White Paper 2018: the model itself stays

	half := burden.NewLine("half", burden.KRW)
	m = with(half.Is(a.contribution.Over(burden.Amount(2, burden.Ratio)).Exactly()))
	assert.Equal(t, []string{half.Name()}, lineNames(m.Results()), "a new definition comes last")
	wantYears(t, "3800e8 3952e8", projectionOf(t, m, 2009, 2010), half) // halves of 7600 and 7904
	assert.Equal(t, a.model.Lines(), with().Lines())

	for name, c := range map[string]struct {
		want        error
		definitions []burden.Definition
	}{
		"nil":           {burden.ErrIncomplete, []burden.Definition{nil}},
		"twice at once": {burden.ErrDuplicate, []burden.Definition{a.growth, a.growth}},
		"twice anew":    {burden.ErrDuplicate, []burden.Definition{half.Is(a.base), half.Is(a.base)}},
		"another unit":  {burden.ErrUnit, []burden.Definition{a.base.Is(burden.Constant(1)), a.contribution.Is(a.ceiling)}},
		"a line in its place": {burden.ErrUnknownName, []burden.Definition{
			burden.NewLine("growth", burden.Ratio).Is(burden.NewLine("growth.raw", burden.Ratio))}},
	} {
		_, err := a.model.With(c.definitions...)
		assert.ErrorIs(t, err, c.want, name)
	}
}

func TestJoin(t *testing.T) {
	a := eighth(t)
	ninth, err := burden.NewModel("sma9", a.growth.With(func(x *burden.Index) {
		x.Floor, x.AddOns = a.ceiling, []burden.Operand{a.ceiling}
	}), a.contribution.Starts(2009, a.base).Then(a.contribution.Previous().GrownBy(a.growth)), a.base.Is(burden.Constant("100")).(burden.Param).Within("0", "1e15"))
	require.NoError(t, err)
	m, err := burden.Join("sma", a.model, ninth)
	require.NoError(t, err)
	assert.Equal(t, "sma", m.ID())
	var names []string
	for _, l := range m.Lines() {
		names = append(names, l.Name())
	}
	assert.Equal(t, []string{"sma8.growth.raw", "sma8.growth", "sma8.contribution", "sma9.growth.raw", "sma9.growth", "sma9.contribution"}, names)
	names = nil
	for _, p := range m.Params() {
		names = append(names, p.Name())
	}
	assert.ElementsMatch(t, []string{"sma9.base", "sma8.cpi", "sma8.ceiling", "sma8.base", "sma9.cpi", "sma9.ceiling"}, names)

	eight, _ := m.Line("sma8.contribution")
	nine, _ := m.Line("sma9.contribution")
	p := projectionOf(t, m, 2009, 2010)
	wantYears(t, "7600e8 7904e8", p, eight) // White Paper 2018, as alone
	wantYears(t, "100 104", p, nine)        // 100 × (1 + 4 %), as 4.7 + 4 is over the ceiling and its floor is 4 %
	_, err = p.Value(a.contribution, 2009)
	assert.ErrorIs(t, err, burden.ErrUnknownName, "the handles of the parts name nothing")
	ceiling, _ := m.Param("sma8.ceiling")
	bound, _ := p.Binding(ceiling)
	assert.Equal(t, []int{2010}, bound)

	// Definitions that connect the parts can be added.
	total := burden.NewLine("total", burden.KRW)
	m, err = m.With(total.Is(eight.Plus(nine)))
	require.NoError(t, err)
	wantYears(t, "760000000100 790400000104", projectionOf(t, m, 2009, 2010), total)

	// Measures and endings are kept.
	level := burden.NewLine("level", burden.KRW).As(burden.Stock)
	m, err = burden.Join("j", modelOf(t, level.Starts(2009, a.base).Until(2009)))
	require.NoError(t, err)
	assert.Equal(t, burden.Stock, m.Lines()[0].Measure())
	wantYears(t, "7600e8 -", projectionOf(t, m, 2009, 2010), m.Lines()[0])

	_, err = burden.Join("sma", a.model, nil)
	assert.ErrorIs(t, err, burden.ErrIncomplete)
	_, err = burden.Join("sma", a.model, a.model)
	assert.ErrorIs(t, err, burden.ErrDuplicate)
	_, err = burden.Join("s m a", a.model)
	assert.ErrorIs(t, err, burden.ErrName)
	_, err = burden.Join("sma")
	assert.NoError(t, err)
}

// What a caller holds after a value was made, or is handed out, changes nothing in it.
func TestModelsAreImmutable(t *testing.T) {
	a := eighth(t)
	rates := map[int]string{2009: "1%", 2010: "2%"}
	addOns := []burden.Operand{burden.NewParam("step", burden.Ratio, burden.ByYear(rates))}
	rule := burden.NewIndexRule("growth", burden.Index{Driver: burden.Amount("1%", burden.Ratio), AddOns: addOns})
	definitions := []burden.Definition{rule, a.contribution.Starts(2009, a.base).Then(a.contribution.Previous().GrownBy(a.growth))}
	m, err := burden.NewModel("m", definitions...)
	require.NoError(t, err)
	before := projectionOf(t, m, 2009, 2010)
	want := "7600e8 7828e8" // 7600 × (1 + 1 % + 2 %)
	wantYears(t, want, before, a.contribution)

	rates[2010] = "50%"
	addOns[0] = nil
	definitions[0] = nil
	rule.Index().AddOns[0] = nil
	rule.With(func(x *burden.Index) { x.AddOns[0] = burden.Amount(1, burden.Ratio) })
	m.Lines()[0] = burden.Line{}
	m.Results()[0] = burden.Line{}
	m.Params()[0] = burden.Param{}
	for _, l := range m.Lines() {
		f, _ := m.Formula(l)
		burden.Walk(f, func(_ burden.Site, n burden.Node) bool {
			clear(n.Operands)
			clear(n.Starts)
			return true
		})
		for _, s := range f.Node().Operands {
			clear(s.Node().Operands)
		}
	}
	before.Roundings()
	clear(before.Limits())
	x, err := before.Explain(a.contribution, 2010)
	require.NoError(t, err)
	clear(x.Steps)

	wantYears(t, want, before, a.contribution)
	wantYears(t, want, projectionOf(t, m, 2009, 2010), a.contribution)
	again, err := m.With()
	require.NoError(t, err)
	wantYears(t, want, projectionOf(t, again, 2009, 2010), a.contribution)
	x, err = before.Explain(a.contribution, 2010)
	require.NoError(t, err)
	assert.Contains(t, x.String(), "growth 2010 = 3 %")
	assert.NotEmpty(t, projectionOf(t, eighth(t).model, 2009, 2013).Limits())

	split := burden.NewSplit("s", burden.Ratio, burden.Split{Total: burden.Amount(1, burden.Ratio), Quantum: "2", KeepRest: true, Members: []burden.Member{{Key: "a", Weight: a.ceiling}}})
	m = modelOf(t, split)
	f, _ := m.Formula(split.Part("a"))
	n := f.Node()
	clear(n.Shares.Keys)
	n.Shares.KeepRest = false
	assert.Equal(t, "part(a, 1, 2, largest_remainder, keep_rest, a(ceiling))", f.String())

	p := projectionOf(t, a.model, 2009, 2013)
	clear(p.Limits())
	clear(p.Roundings())
	for _, r := range p.Limits() {
		assert.Equal(t, "growth", r.Line.Name())
	}
	for _, r := range p.Roundings() {
		assert.Equal(t, "contribution", r.Line.Name())
	}
}

// FuzzModel builds a small model from bytes, good or bad, and does everything
// with it that can be done.
func FuzzModel(f *testing.F) {
	f.Add([]byte(""))
	f.Add([]byte("\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10\x11\x12\x13"))
	for seed := range 40 {
		pick, text := random(uint64(100+seed)), make([]byte, 40)
		for i := range text {
			text[i] = byte(pick(256))
		}
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if len(text) > 200 {
			return
		}
		pick := func(n int) int {
			if len(text) == 0 {
				return 0
			}
			b := int(text[0])
			text = text[1:]
			return b % n
		}
		definitions := bytesModel(pick)
		m, err := burden.NewModel("m", definitions...)
		if err != nil {
			if m != nil || len(burden.Faults(err)) == 0 {
				t.Fatal("a fault, and a model")
			}
			checkErrors(t, err)
			return
		}
		for _, l := range m.Lines() {
			formula, _ := m.Formula(l)
			_ = formula.String()
			burden.Walk(formula, func(at burden.Site, n burden.Node) bool {
				if _, err := burden.Rewrite(formula, at, nil); err != nil {
					t.Fatal(err)
				}
				return true
			})
			p, err := m.Project(2008, 2011, l)
			if err != nil {
				checkErrors(t, err)
				_, again := m.Project(2008, 2011, l)
				if again == nil || again.Error() != err.Error() {
					t.Fatalf("%v, then %v", err, again)
				}
				continue
			}
			for year := 2008; year <= 2011; year++ {
				v, err := p.Value(l, year)
				x, unexplained := p.Explain(l, year)
				if (err == nil) != (unexplained == nil) {
					t.Fatalf("%v, but %v", err, unexplained)
				}
				if err != nil {
					checkErrors(t, err)
				} else if last := x.Steps[len(x.Steps)-1]; !last.Value.Equal(v) || x.String() == "" {
					t.Fatalf("%s explained as %s", burden.Text(v), x)
				}
			}
			_, err = p.Total(l, 2008, 2011)
			checkErrors(t, err)
			_ = append(append([]any{}, p.Roundings()), p.Limits())
		}
		joined, err := burden.Join("j", m, modelOf(t))
		if err != nil || len(joined.Lines()) != len(m.Lines()) {
			t.Fatal(err)
		}
		if _, err := m.With(definitions[0]); err != nil {
			t.Fatal(err)
		}
	})
}

// checkErrors fails unless every error says where it is and why.
func checkErrors(t *testing.T, err error) {
	for _, err := range burden.Faults(err) {
		e, ok := errors.AsType[*burden.Error](err)
		if !ok || e.Err == nil || len(e.Error()) > 2000 {
			t.Fatalf("%T %v", err, err)
		}
	}
}

// bytesModel returns definitions of a few lines, parameters, rules and splits,
// most of them sound.
func bytesModel(pick func(int) int) (definitions []burden.Definition) {
	bad := func() bool { return pick(60) == 59 }
	unit := func() burden.Unit {
		if bad() {
			return []burden.Unit{burden.KRW, "KRW/person", "?"}[pick(3)]
		}
		return burden.Ratio
	}
	number := func() string {
		if bad() {
			return []string{"x", "1e999", ""}[pick(3)]
		}
		return []string{"1", "0", "-1", "0.5", "3", "4%", "1e9", "1e-30", "7.25"}[pick(9)]
	}
	names := []string{"a", "b", "c.d", "growth", "s.a"}
	if bad() {
		names[pick(5)] = []string{"a", "not a name"}[pick(2)]
	}
	lines := make([]burden.Line, len(names))
	for i, name := range names {
		lines[i] = burden.NewLine(name, unit())
	}
	years := func(first int) int {
		if bad() {
			return []int{1, 9999, 0, 10000}[pick(4)]
		}
		return first + pick(4)
	}
	param := func() burden.Param {
		return burden.NewParam([]string{"p", "q"}[pick(2)], unit(), burden.Steps(map[int]string{2000: "2", 2009: "0.5"}))
	}
	rounding := func() burden.Rounding {
		if bad() {
			return burden.RoundTo("0", burden.Mode(pick(9)))
		}
		return burden.RoundTo([]string{"1", "0.01", "3", "1e-9"}[pick(4)], burden.Mode(1+pick(7)))
	}
	var formula func(depth, before int) burden.Formula // of lines before one, or of earlier years
	formula = func(depth, before int) burden.Formula {
		if depth == 0 {
			switch pick(4) {
			case 0:
				if bad() {
					return burden.Formula{}
				}
				return burden.Amount(number(), unit())
			case 1:
				return param().Formula
			case 2:
				return lines[pick(len(lines))].Previous()
			}
			if bad() || before == 0 {
				return lines[pick(len(lines))].Lag(pick(2))
			}
			return lines[pick(before)].Formula
		}
		g := func() burden.Formula { return formula(depth-1, before) }
		f := g()
		switch pick(17) {
		case 0:
			return f.Plus(g(), f)
		case 1:
			return f.Minus(g())
		case 2:
			return f.Times(g(), f)
		case 3:
			return f.Over(g()).Rounded(rounding())
		case 4:
			return f.Over(g()).ToThe(pick(7)-3, 1+pick(6)).Rounded(rounding())
		case 5:
			return f.Rounded(rounding())
		case 6:
			return f.AtMost(g(), f)
		case 7:
			return f.AtLeast(g())
		case 8:
			return f.Lag(pick(4))
		case 9:
			to := pick(3)
			return f.SumLags(to+pick(4), to)
		case 10:
			from := 2005 + pick(6)
			return f.SumBetween(from, from+pick(4))
		case 11:
			return f.At(years(2007))
		case 12:
			return burden.When(f.Below(g()), g(), f)
		case 13:
			return lines[0].Starts(years(2007), f).From(years(2008), g()).Formula()
		case 14:
			return f.GrownBy(g())
		case 15:
			return f.Over(burden.Amount(4, burden.Ratio)).Exactly()
		}
		return f
	}
	definitions = append(definitions,
		lines[0].Starts(2000+pick(9), formula(0, 0)).Then(formula(pick(4), 0)),
		lines[1].Is(formula(pick(4), 1)).In(years(2008), formula(1, 1)),
		lines[2].Starts(2000, param()).From(years(2008), formula(pick(3), 2)),
		burden.NewIndexRule(names[3], burden.Index{
			Driver: formula(pick(2), 3), Lag: pick(3), Precision: rounding(), AddOns: []burden.Operand{param()}, Compound: pick(2) == 1,
			Ceiling: param(), Carry: burden.Carry(pick(4)), From: 2000 + pick(10),
		}),
		burden.NewSplit("s", burden.Ratio, burden.Split{
			Total: formula(pick(2), 4), Quantum: "0.01", Remainder: burden.Remainder(pick(2)), KeepRest: pick(4) > 0,
			Members: []burden.Member{{Key: "a", Weight: burden.Amount(2, burden.Ratio)}, {Key: "b", Weight: param(), Ceiling: param()}},
		}))
	if pick(4) == 3 {
		definitions = append(definitions, param())
	}
	if bad() {
		definitions = append(definitions, definitions[pick(3)], nil)
	}
	return definitions
}

// A series takes the place of its parameter's definition and of no other.
func TestWithASeriesKeepsTheOtherDefinitions(t *testing.T) {
	a, b := burden.NewParam("a", burden.KRW, burden.Constant(1)), burden.NewParam("b", burden.KRW, burden.Constant(2))
	x, y := burden.NewLine("x", burden.KRW), burden.NewLine("y", burden.KRW)
	m := modelOf(t, x.Is(a.Plus(b)), a.Is(burden.Constant(10)), b.Is(burden.Constant(20)))
	m, err := m.With(b.Is(burden.Constant(30)))
	require.NoError(t, err)
	require.Len(t, m.Definitions(), 3)
	m, err = m.With(y.Is(x)) // every definition is looked at again
	require.NoError(t, err)
	wantYears(t, "40", projectionOf(t, m, 2020, 2020), y) // 10 + 30
}

// What a line reads in given years or through the past of another's pieces is needed:
// it is no result.
func TestResultsThroughOtherYears(t *testing.T) {
	one := burden.Amount(1, burden.KRW)
	x, y, b := burden.NewLine("x", burden.KRW), burden.NewLine("y", burden.KRW), burden.NewLine("b", burden.KRW)
	for name, d := range map[string]burden.LineDefinition{
		"of a later given year":    x.Starts(1990, b.At(2000)).From(1995, one),
		"of an earlier given year": x.Starts(1990, one).From(1995, b.At(1980)),
		"of that year":             x.Starts(1990, one).In(1995, b.At(1995)),
		"by a piece of last year":  x.Starts(2001, y.Starts(2000, b).Until(2000).Formula().Lag(1)).Until(2001),
		"by a piece of long ago":   x.Starts(2009, y.Starts(2000, b).Until(2000).Formula().Lag(9)).Until(2009),
	} {
		assert.Equal(t, []string{"x"}, lineNames(modelOf(t, d, b.Is(one)).Results()), name)
	}
}
