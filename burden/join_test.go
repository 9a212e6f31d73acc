package burden_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/korea"
)

// joinedLine is the line of a joined model, by name.
func joinedLine(t testing.TB, m *burden.Model, name string) burden.Line {
	t.Helper()
	l, ok := m.Line(name)
	require.True(t, ok, name)
	return l
}

// Published amounts of the eighth and ninth agreements, 2009 to 2013 and 2014 to
// 2018, in won. Source: Defense White Paper 2018, p. 181 (facts/korea_sma.csv).
const (
	eighthAmounts = "7600e8 7904e8 8125e8 8361e8 8695e8"
	ninthAmounts  = "9200e8 9320e8 9441e8 9507e8 9602e8"
)

func TestJoinOfTwoAgreements(t *testing.T) {
	sma8, sma9 := korea.Eighth(), korea.Ninth()
	m, err := burden.Join("both", sma8.Model, sma9.Model)
	require.NoError(t, err)
	assert.Equal(t, "both", m.ID())
	var params []string
	for _, p := range m.Params() {
		params = append(params, p.Name())
	}
	assert.Equal(t, "sma8.growth.raw sma8.growth sma8.contribution sma9.growth.raw sma9.growth sma9.contribution", strings.Trim(fmt.Sprint(m.Lines()), "[]"))
	assert.ElementsMatch(t, []string{"sma8.cpi", "sma8.ceiling", "sma8.base", "sma9.cpi", "sma9.ceiling", "sma9.base"}, params)
	eight, nine := joinedLine(t, m, "sma8.contribution"), joinedLine(t, m, "sma9.contribution")
	assert.Equal(t, burden.Flow, eight.Measure())
	p8, p9 := projectionOf(t, m, 2009, 2013, eight), projectionOf(t, m, 2014, 2018, nine)
	wantYears(t, eighthAmounts, p8, eight)
	wantYears(t, ninthAmounts, p9, nine)

	// The names of the agreements alone mean nothing here, and theirs stay as they were.
	_, ok := m.Line("contribution")
	assert.False(t, ok)
	_, ok = m.Param("ceiling")
	assert.False(t, ok)
	wantYears(t, eighthAmounts, projectionOf(t, sma8.Model, 2009, 2013, sma8.Contribution), sma8.Contribution)

	// Sources come along.
	c, ok := m.Param("sma8.ceiling")
	require.True(t, ok)
	e, ok := c.Series().At(2010)
	require.True(t, ok)
	assert.Equal(t, burden.Confirmed, e.Status)
	bound, reached := p8.Binding(c)
	assert.Equal(t, []int{2010}, bound)
	assert.Equal(t, []int{2013}, reached)
}

// What changes one agreement's ceiling leaves the other's: as a number, and as
// structure.
func TestJoinKeepsAgreementsApart(t *testing.T) {
	m, err := burden.Join("both", korea.Eighth().Model, korea.Ninth().Model)
	require.NoError(t, err)
	eight, nine := joinedLine(t, m, "sma8.contribution"), joinedLine(t, m, "sma9.contribution")
	c, ok := m.Param("sma8.ceiling")
	require.True(t, ok)
	d, ok := m.Definition("sma8.growth")
	require.True(t, ok)
	for name, changed := range map[string]burden.Definition{
		"a ceiling of 100 %": c.Is(burden.Constant("100%")),
		"no ceiling":         d.(burden.IndexRule).With(burden.NoCeiling),
	} {
		open, err := m.With(changed)
		require.NoError(t, err)
		// 7600 × 1.047 = 7957.2, × 1.028 = 8179.796, 8180 × 1.029 = 8417.22 (after 8179.8 is
		// 8180), 8417 × 1.04 = 8753.68, in 0.1 bn won half up; 2010's prices as first printed.
		wantYears(t, "7600e8 7957e8 8180e8 8417e8 8754e8", projectionOf(t, open, 2009, 2013, eight), eight)
		wantYears(t, ninthAmounts, projectionOf(t, open, 2014, 2018, nine), nine)
		p9 := projectionOf(t, open, 2014, 2018, nine)
		bound, reached := p9.Binding(c)
		assert.Empty(t, append(bound, reached...), name)
	}
}

// Splits, rules that carry, lines that refer to each other and parameters of their
// own: all names are prefixed, and the numbers stay.
func TestJoinQualifiesEverything(t *testing.T) {
	budget := burden.NewParam("budget", burden.USD, burden.Constant(100)).Within("0", "1000")
	most := burden.NewParam("most", burden.USD, burden.Constant(40))
	step := burden.NewParam("step", burden.Ratio, burden.Constant("1%"))
	weight := burden.NewLine("weight", burden.Ratio)
	growth := burden.NewIndexRule("growth", burden.Index{
		Driver: burden.NewParam("prices", burden.Ratio, burden.Constant("4%")), AddOns: []burden.Operand{step}, Compound: true,
		Floor: burden.Amount(0, burden.Ratio), Ceiling: burden.NewParam("cap", burden.Ratio, burden.Constant("3%")), Carry: burden.CarryBoth, From: 2020,
	})
	grown := burden.NewLine("grown", burden.USD).As(burden.Stock)
	dues := burden.NewSplit("dues", burden.USD, burden.Split{
		Total: grown, Quantum: "0.01", KeepRest: true, Remainder: burden.FirstGetsIt,
		Members: []burden.Member{{Key: "a", Weight: weight, Ceiling: most}, {Key: "b", Weight: step, Floor: burden.Amount(1, burden.USD)}},
	})
	last := burden.NewLine("last", burden.USD)
	m := modelOf(t, budget, dues, growth, weight.Is(step.Times(burden.Amount(3, burden.Ratio))),
		grown.Starts(2019, budget).Then(grown.Previous().GrownBy(growth)).Until(2022),
		last.Is(dues.Part("b").Plus(dues.Part("a").Previous(), burden.When(step.Below(growth.Carried()), budget, budget))))

	n, err := burden.NewModel("n", last.Is(budget))
	require.NoError(t, err)
	j, err := burden.Join("j", m, n)
	require.NoError(t, err)
	for _, l := range m.Lines() {
		own, ok := m.Formula(l)
		require.True(t, ok)
		q := joinedLine(t, j, "m."+l.Name())
		assert.Equal(t, l.Unit(), q.Unit())
		assert.Equal(t, l.Measure(), q.Measure())
		f, ok := j.Formula(q)
		require.True(t, ok)
		names := func(f burden.Formula) (list []string) {
			burden.Walk(f, func(_ burden.Site, n burden.Node) bool {
				if n.Kind == burden.ParamNode || n.Kind == burden.LineNode {
					list = append(list, n.Name)
				}
				return true
			})
			return list
		}
		var want []string
		for _, name := range names(own) {
			want = append(want, "m."+name)
		}
		assert.Equal(t, want, names(f), l)
	}
	f, _ := j.Formula(joinedLine(t, j, "m.dues.a"))
	assert.Equal(t, "part(a, m.grown, 0.01, first_gets_it, keep_rest, a(m.weight, none, m.most), b(m.step, USD(1), none))", f.String())

	own, all := projectionOf(t, m, 2020, 2022, m.Lines()...), projectionOf(t, j, 2020, 2022, j.Lines()...)
	for _, l := range m.Lines() {
		for year := 2020; year <= 2022; year++ {
			v, err := own.Value(l, year)
			require.NoError(t, err)
			wantValue(t, burden.Text(v), all, joinedLine(t, j, "m."+l.Name()), year)
		}
	}
	assert.Len(t, all.Limits(), len(own.Limits()))
	assert.Len(t, all.Roundings(), len(own.Roundings()))

	// Ranges come along, and definitions are found by their new names.
	b, ok := j.Param("m.budget")
	require.True(t, ok)
	low, high, ok := b.Range()
	assert.True(t, ok)
	assert.Equal(t, "0 1000", burden.Text(low)+" "+burden.Text(high))
	_, err = j.With(b.Is(burden.Constant(2000)))
	assert.ErrorIs(t, err, burden.ErrOutOfRange)
	d, ok := j.Definition("m.dues")
	require.True(t, ok)
	more, err := j.With(d.(burden.SplitRule).With(func(x *burden.Split) { x.Members[0].Ceiling = nil }))
	require.NoError(t, err)
	wantValue(t, "103", projectionOf(t, more, 2020, 2020, joinedLine(t, j, "m.grown")), joinedLine(t, j, "m.grown"), 2020)
	wantValue(t, "77.25", projectionOf(t, more, 2020, 2020, joinedLine(t, j, "m.dues.a")), joinedLine(t, j, "m.dues.a"), 2020) // 3/4 of 103

	// Joined again, names are prefixed again.
	again, err := burden.Join("k", j)
	require.NoError(t, err)
	joinedLine(t, again, "j.m.dues.a")
	joinedLine(t, again, "j.n.last")
}

// The formula of a part in a line of its own is qualified with it: two agreements
// that share one formula are not mixed up.
func TestJoinOfOneFormulaTwice(t *testing.T) {
	budget := burden.NewParam("budget", burden.USD, burden.Constant(100))
	s := dues("0", "a 1, b 3").With(func(x *burden.Split) { x.Total = budget })
	f, ok := modelOf(t, s).Formula(s.Part("b"))
	require.True(t, ok)
	x := burden.NewLine("x", burden.USD)
	one, err := burden.NewModel("one", x.Is(f))
	require.NoError(t, err)
	two, err := burden.NewModel("two", x.Is(f), budget.Is(burden.Constant(200)))
	require.NoError(t, err)
	j, err := burden.Join("j", one, two)
	require.NoError(t, err)
	p := projectionOf(t, j, 2020, 2020)
	wantValue(t, "75", p, joinedLine(t, j, "one.x"), 2020)
	wantValue(t, "150", p, joinedLine(t, j, "two.x"), 2020)
}

func TestJoinErrors(t *testing.T) {
	sma8 := korea.Eighth().Model
	_, err := burden.Join("both", sma8, sma8)
	require.ErrorIs(t, err, burden.ErrDuplicate)
	var faults []string
	for _, f := range burden.Faults(err) {
		faults = append(faults, f.Error())
	}
	assert.Equal(t, []string{"burden: both: sma8.growth: defined twice", "burden: both: sma8.contribution: defined twice"}, faults)

	s := modelOf(t, dues("100", "a 1, b 1"))
	_, err = burden.Join("both", s, s)
	assert.EqualError(t, err, "burden: both: m.dues: defined twice")

	_, err = burden.Join("both", sma8, nil)
	assert.ErrorIs(t, err, burden.ErrIncomplete)
	assert.EqualError(t, err, "burden: both: model: incomplete")

	_, err = burden.Join("two words", sma8)
	assert.ErrorIs(t, err, burden.ErrName)

	// A prefix may make a name too long: of 128 letters is the most.
	line := func(n int) burden.Definition {
		return burden.NewLine(strings.Repeat("n", n), burden.USD).Is(burden.Amount(1, burden.USD))
	}
	_, err = burden.Join("j", modelOf(t, line(126)))
	assert.NoError(t, err)
	_, err = burden.Join("j", modelOf(t, line(127)))
	assert.ErrorIs(t, err, burden.ErrName)
	part := func(n int) burden.Definition {
		return burden.NewSplit(strings.Repeat("n", n), burden.USD, dues("100", "a 1").Split())
	}
	_, err = burden.Join("j", modelOf(t, part(124)))
	assert.NoError(t, err)
	_, err = burden.Join("j", modelOf(t, part(125)))
	assert.ErrorIs(t, err, burden.ErrName)

	// Nothing joined is an empty model.
	m, err := burden.Join("empty")
	require.NoError(t, err)
	assert.Empty(t, m.Lines())
}

// Definitions that connect what was joined are added: the ninth agreement goes on
// from the eighth.
func TestJoinConnected(t *testing.T) {
	sma9 := korea.Ninth()
	m, err := burden.Join("both", korea.Eighth().Model, sma9.Model)
	require.NoError(t, err)
	eight, nine := joinedLine(t, m, "sma8.contribution"), joinedLine(t, m, "sma9.contribution")
	d, ok := m.Definition("sma9.contribution")
	require.True(t, ok)
	linked, err := m.With(d.(burden.LineDefinition).In(2014, eight.Previous()))
	require.NoError(t, err)
	// Frozen at 869.5 bn in 2014; × 1.013 is 880.80, × 1.013 is 892.25, in 0.1 bn half up.
	wantYears(t, "8695e8 8808e8 8923e8", projectionOf(t, linked, 2014, 2016, nine), nine)
}
