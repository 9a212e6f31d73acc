package burden_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/dectest"
)

func TestParam(t *testing.T) {
	series := burden.Constant("4%")
	p := burden.NewParam("ceiling", burden.Ratio, series)
	assert.Equal(t, "ceiling", p.Name())
	assert.Equal(t, burden.Ratio, p.Unit())
	assert.True(t, p.Series().Equal(series))
	_, _, ok := p.Range()
	assert.False(t, ok)

	ranged := p.Within("0", "10%")
	low, high, ok := ranged.Range()
	assert.True(t, ok)
	dectest.Equal(t, "0", low)
	dectest.Equal(t, "0.1", high)
	_, _, ok = p.Range()
	assert.False(t, ok, "the parameter itself stays")

	meant := ranged.For("the agreed limit")
	assert.Equal(t, "the agreed limit", meant.Purpose())
	assert.Empty(t, p.Purpose())
	_, _, ok = meant.Range()
	assert.True(t, ok)

	// The range stays under another series, both ends included.
	for value, want := range map[string]error{"0": nil, "10%": nil, "10.1%": burden.ErrOutOfRange, "-0.1%": burden.ErrOutOfRange} {
		_, err := burden.NewModel("m", ranged.Is(burden.Constant(value)))
		assert.ErrorIs(t, err, want, value)
	}
	m := modelOf(t, ranged.Is(burden.Constant("5%")))
	found, ok := m.Param("ceiling")
	require.True(t, ok)
	entry, _ := found.Series().At(2010)
	dectest.Equal(t, "0.05", entry.Value)
}

// Zero handles have no name and no series, and are faults where they are used.
func TestZeroHandles(t *testing.T) {
	var p burden.Param
	var l burden.Line
	assert.Empty(t, p.Name()+l.Name()+string(p.Unit())+string(l.Unit()))
	assert.Empty(t, p.Series().Spans())
	_, _, ok := p.Within("0", "1").For("nothing").Range()
	assert.False(t, ok)
	assert.Empty(t, p.Purpose())
	for _, d := range []burden.Definition{p, p.Is(burden.Constant(1)), p.Within("0", "1"), l.Is(burden.Amount(1, burden.KRW)), l.Starts(2009, p), burden.LineDefinition{}, burden.IndexRule{}} {
		_, err := burden.NewModel("m", d)
		assert.ErrorIs(t, err, burden.ErrIncomplete)
		assert.Len(t, burden.Faults(err), 1, err)
	}
}

func TestMeasures(t *testing.T) {
	for unit, want := range map[burden.Unit]burden.Measure{
		burden.KRW:                     burden.Flow,
		burden.Unit("XYZ"):             burden.Flow,
		burden.Persons:                 burden.Stock,
		burden.Unit("vessel"):          burden.Stock,
		burden.Ratio:                   burden.Rate,
		burden.KRW.Per(burden.Persons): burden.Rate,
		burden.KRW.Per(burden.USD):     burden.Rate,
		burden.Ratio.Per(burden.USD):   burden.Rate,
		burden.KRW.Times(burden.KRW):   burden.Rate,
		burden.Unit("not a unit"):      burden.Rate,
	} {
		assert.Equal(t, want, burden.NewLine("x", unit).Measure(), unit)
	}
	l := burden.NewLine("x", burden.KRW)
	assert.Equal(t, burden.Stock, l.As(burden.Stock).Measure())
	assert.Equal(t, burden.Flow, l.Measure(), "the line itself stays")
	for m, want := range map[burden.Measure]string{burden.Flow: "flow", burden.Stock: "stock", burden.Rate: "rate", 3: "unknown measure"} {
		assert.Equal(t, want, m.String())
	}
}

// Definitions by year, from 2008 to 2013: which amount is in force when.
func TestLineDefinition(t *testing.T) {
	x := burden.NewLine("x", burden.KRW)
	n := func(i int) burden.Formula { return burden.Amount(i, burden.KRW) }
	next := x.Previous().Plus(n(1))
	for want, d := range map[string]burden.LineDefinition{
		"1 1 1 1 1 1":   x.Is(n(1)),
		"- 1 1 1 1 1":   x.Starts(2009, n(1)),
		"- 1 2 2 2 2":   x.Starts(2009, n(1)).Then(n(2)),
		"- 1 2 3 3 3":   x.Starts(2009, n(1)).Then(n(2)).Then(n(3)),
		"1 1 1 2 2 2":   x.Is(n(1)).From(2011, n(2)),
		"- 1 1 2 2 3":   x.Starts(2013, n(3)).From(2009, n(1)).From(2011, n(2)), // in any order
		"- 5 5 5 5 5":   x.Starts(2009, n(1)).From(2009, n(5)),                  // in place of the piece of that year
		"1 1 5 1 1 1":   x.Is(n(1)).In(2010, n(5)),
		"- 1 5 2 2 2":   x.Starts(2009, n(1)).Then(n(2)).In(2010, n(5)),
		"- 1 2 5 2 2":   x.Starts(2009, n(1)).Then(n(2)).In(2011, n(5)),
		"- 5 2 2 2 2":   x.Starts(2009, n(1)).Then(n(2)).In(2009, n(5)), // the piece of 2010 stays
		"5 1 2 2 2 2":   x.Starts(2009, n(1)).Then(n(2)).In(2008, n(5)),
		"- 1 1 - 5 -":   x.Starts(2009, n(1)).Until(2010).In(2012, n(5)),
		"- 1 1 - - -":   x.Starts(2009, n(1)).From(2012, n(2)).Until(2010), // nothing after the last year
		"1 1 1 - - -":   x.Is(n(1)).Until(2010),
		"- 1 1 2 2 -":   x.Starts(2009, n(1)).Until(2010).From(2011, n(2)).Until(2012), // succession
		"- 1 2 3 4 5":   x.Starts(2009, n(1)).Then(next),
		"- 1 2 2 3 4":   x.Starts(2009, n(1)).Then(next).In(2011, burden.Freeze(x)), // a freeze; the years after go on
		"- 1 2 9 9 9":   x.Starts(2009, n(1)).Then(next).In(2011, n(9)).From(2012, burden.Freeze(x)),
		"- 1 2 9 10 11": x.Starts(2009, n(1)).Then(next).In(2011, n(9)),
	} {
		t.Run(want, func(t *testing.T) {
			wantYears(t, want, projectionOf(t, modelOf(t, d), 2008, 2013), x)
			assert.Equal(t, "x", d.Line().Name())
		})
	}

	d := x.Starts(2009, n(1))
	before := d.Formula().String()
	d.Then(n(2))
	d.In(2009, n(3))
	d.Until(2009)
	assert.Equal(t, before, d.Formula().String(), "the definition itself stays")

	// The first and the last year there is.
	m := modelOf(t, x.Is(n(1)).In(1, n(5)).In(9999, n(7)))
	wantYears(t, "5 1", projectionOf(t, m, 1, 2), x)
	wantYears(t, "1 7", projectionOf(t, m, 9998, 9999), x)
	wantYears(t, "1", projectionOf(t, modelOf(t, x.Is(n(1)).Until(9999)), 9999, 9999), x)
}

// TestThenFollowsAStart: after an override or an end it could mean either year.
func TestThenFollowsAStart(t *testing.T) {
	x := burden.NewLine("x", burden.KRW)
	one, two := burden.Amount(1, burden.KRW), burden.Amount(2, burden.KRW)
	for _, d := range []burden.LineDefinition{
		x.Starts(2009, one).In(2009, two).Then(one),
		x.Starts(2009, one).Until(2013).Then(two),
	} {
		_, err := burden.NewModel("m", d)
		require.ErrorIs(t, err, burden.ErrIncomplete)
		assert.Contains(t, err.Error(), "Then follows Starts or From")
	}
	_, err := burden.NewModel("m", x.Starts(2009, one).In(2009, two).From(2012, two).Then(one))
	require.NoError(t, err)
}

// TestANewHandleKeepsTheRange: neither a model nor a definition frees a parameter of
// the range and purpose that its formula's handle has.
func TestANewHandleKeepsTheRange(t *testing.T) {
	c := burden.NewParam("c", burden.Ratio, burden.Constant("4%")).Within("0", "50%").For("ceiling")
	x := burden.NewLine("x", burden.Ratio)
	m, err := burden.NewModel("m", x.Is(c))
	require.NoError(t, err)
	for _, value := range []string{"9000%", "51%"} {
		fresh := burden.NewParam("c", burden.Ratio, burden.Constant(value))
		_, err = m.With(fresh)
		require.ErrorIs(t, err, burden.ErrOutOfRange)
		_, err = burden.NewModel("m", fresh, x.Is(c))
		require.ErrorIs(t, err, burden.ErrOutOfRange)
	}
	n, err := m.With(burden.NewParam("c", burden.Ratio, burden.Constant("5%")))
	require.NoError(t, err)
	n, err = n.With(x.Is(c.Plus(c))) // definitions are looked at again
	require.NoError(t, err)
	p, ok := n.Param("c")
	require.True(t, ok)
	_, high, ok := p.Range()
	require.True(t, ok)
	dectest.Equal(t, "0.5", high)
	assert.Equal(t, "ceiling", p.Purpose())
	_, err = n.With(burden.NewParam("c", burden.Ratio, burden.Constant("60%")).Within("0", "1"))
	require.NoError(t, err, "a range of its own replaces it")
	_, err = burden.NewModel("m", x.Is(c.Plus(burden.NewParam("c", burden.Ratio, burden.Constant("4%")).Within("0", "50%").For("floor"))))
	require.ErrorIs(t, err, burden.ErrDuplicate)
}

// TestWithRefusesAMisspeltParameter: nothing reads it.
func TestWithRefusesAMisspeltParameter(t *testing.T) {
	base := burden.NewParam("base", burden.KRW, burden.Constant(1))
	x := burden.NewLine("x", burden.KRW)
	m, err := burden.NewModel("m", x.Is(base))
	require.NoError(t, err)
	_, err = m.With(burden.NewParam("bsae", burden.KRW, burden.Constant(2)))
	require.ErrorIs(t, err, burden.ErrUnknownName)
	added := burden.NewParam("added", burden.KRW, burden.Constant(2))
	_, err = m.With(added, x.Is(base.Plus(added)))
	require.NoError(t, err)
}

// Each of range, purpose and estimate is inherited by itself.
func TestANewHandleInheritsOneThing(t *testing.T) {
	plain := burden.NewParam("p", burden.Ratio, burden.Constant("2%"))
	x := burden.NewLine("x", burden.Ratio)
	inherited := func(given burden.Param) burden.Param {
		m, err := modelOf(t, x.Is(given)).With(plain)
		require.NoError(t, err)
		p, _ := m.Param("p")
		return p
	}
	assert.Equal(t, "planning", inherited(plain.For("planning")).Purpose())
	_, _, ranged := inherited(plain.Within("0", "1")).Range()
	assert.True(t, ranged)
	_, estimated := inherited(plain.Estimated("0", "0", "1")).Estimate()
	assert.True(t, estimated)
	assert.Empty(t, inherited(plain.Within("0", "1")).Purpose())
}

// A parameter that the model once had can come back before what reads it.
func TestWithTakesAParameterBack(t *testing.T) {
	base := burden.NewParam("base", burden.KRW, burden.Constant(1))
	x := burden.NewLine("x", burden.KRW)
	m := modelOf(t, x.Is(base))
	for _, definitions := range [][]burden.Definition{{x.Is(burden.Amount(5, burden.KRW))}, {x.Is(burden.Amount(6, burden.KRW))}, {base.Is(burden.Constant(7))}, {x.Is(base)}} {
		var err error
		m, err = m.With(definitions...)
		require.NoError(t, err)
	}
	wantYears(t, "7", projectionOf(t, m, 2020, 2020), x)
}
