package burden_test

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/korea"
)

// Of x = x of the year before + y, y = p and p = 3, from x = 3 in 2010: 6, 9 and 12.
func TestExplanationWithinAnExtent(t *testing.T) {
	p := burden.NewParam("p", burden.KRW, burden.Constant(3))
	x, y := burden.NewLine("x", burden.KRW), burden.NewLine("y", burden.KRW)
	m := modelOf(t, y.Is(p), x.Starts(2010, y).Then(x.Previous().Plus(y)))
	projection := projectionOf(t, m, 2010, 2013)
	within := func(e burden.Extent) burden.Explanation {
		t.Helper()
		w, err := projection.ExplainWithin(x, 2013, e)
		require.NoError(t, err)
		return w
	}
	steps := func(w burden.Explanation) string {
		var text strings.Builder
		for _, s := range w.Steps {
			text.WriteString(fmt.Sprint(s.Line.Name(), " ", s.Year, ", "))
		}
		text.WriteString("given")
		for _, u := range w.Given() {
			text.WriteString(fmt.Sprint(" ", u.Line.Name(), " ", u.Year, " = ", burden.Text(u.Value)))
		}
		return text.String()
	}
	const all = "y 2010, x 2010, y 2011, x 2011, y 2012, x 2012, y 2013, x 2013, given"
	for want, list := range map[string][]burden.Extent{
		all:                                   {{}, {Depth: 5}, {Depth: 100}, {From: 2010}, {From: 1, To: 9999, Depth: 7}, {To: 2013}},
		"x 2013, given x 2012 = 9 y 2013 = 3": {{Depth: 1}, {Depth: 1, From: 2000}, {From: 2014}, {From: 2011, To: 2010}},
		"x 2012, y 2013, x 2013, given x 2011 = 6 y 2012 = 3":                      {{Depth: 2}},
		"y 2012, x 2012, y 2013, x 2013, given x 2011 = 6":                         {{From: 2012}, {From: 2012, Depth: 3}},
		"y 2010, x 2010, y 2011, x 2011, y 2012, x 2012, x 2013, given y 2013 = 3": {{To: 2012}},
	} {
		for _, e := range list {
			assert.Equal(t, want, steps(within(e)), "%+v", e)
		}
	}
	assert.Equal(t, "x 2013 = 12 KRW\n  = x[-1] + y\n  x 2012 = 9 KRW\n  y 2013 = 3 KRW (taken as given)\ntaken as given, not explained here: y 2013\n", within(burden.Extent{To: 2012}).String())
	assert.Equal(t, "x 2013 = 12 KRW\n  = x[-1] + y\n  x 2012 = 9 KRW\n  y 2013 = 3 KRW\n    = p\n    p 2013 = 3 KRW\ntaken as given, not explained here: x 2011, y 2012\n", within(burden.Extent{Depth: 2}).String())
	data, err := within(burden.Extent{Depth: 1}).MarshalJSON()
	require.NoError(t, err)
	assert.Contains(t, string(data), `"given":[{"id":"x@2012","line":"x","year":2012,"unit":"KRW","value":"9"},{"id":"y@2013","line":"y","year":2013,"unit":"KRW","value":"3"}],"steps":[{"id":"x@2013"`)
	data, err = within(burden.Extent{}).MarshalJSON()
	require.NoError(t, err)
	assert.NotContains(t, string(data), `"given"`)

	_, err = projection.ExplainWithin(x, 2013, burden.Extent{Depth: -1})
	require.ErrorIs(t, err, burden.ErrOutOfRange)
	_, err = projection.ExplainWithin(x, 2014, burden.Extent{Depth: 1})
	require.ErrorIs(t, err, burden.ErrOutOfRange)
}

// Of seven lines that one adds up, five are named.
func TestExplanationListsWhatIsGiven(t *testing.T) {
	var terms []burden.Operand
	var definitions []burden.Definition
	for i := range 7 {
		l := burden.NewLine("l"+strconv.Itoa(i), burden.Ratio)
		terms, definitions = append(terms, l), append(definitions, l.Is(burden.Amount(1, burden.Ratio)))
	}
	x := burden.NewLine("x", burden.Ratio)
	w, err := projectionOf(t, modelOf(t, append(definitions, x.Is(burden.Sum(terms...)))...), 2010, 2010).ExplainWithin(x, 2010, burden.Extent{Depth: 1})
	require.NoError(t, err)
	assert.Contains(t, w.String(), "\ntaken as given, not explained here: l0 2010, l1 2010, l2 2010, l3 2010, l4 2010, 2 more\n")
}

// chain is a model of lines that each read the line before, and its own value of the year
// before, with two roundings.
func chain(t testing.TB, lines, years int) (*burden.Projection, burden.Line) {
	t.Helper()
	rate := burden.NewParam("rate", burden.Ratio, burden.Constant("1.5%"))
	var definitions []burden.Definition
	var l burden.Line
	for i := range lines {
		before := l
		l = burden.NewLine("l"+strconv.Itoa(i), burden.KRW)
		first, next := burden.Amount(1000, burden.KRW), l.Previous().GrownBy(rate).RoundedTo("0.01", burden.HalfUp)
		if i > 0 {
			first, next = before.Formula, next.Plus(before.Times(rate)).RoundedTo("0.1", burden.HalfUp)
		}
		definitions = append(definitions, l.Starts(2000, first).Then(next))
	}
	m, err := burden.NewModel("chain", definitions...)
	require.NoError(t, err)
	p, err := m.Project(2000, 2000+years-1)
	require.NoError(t, err)
	return p, l
}

// What projects in no time may be too much to explain. Then the error says which depth fits,
// and that depth does, and one more does not.
func TestExplanationSaysWhichDepthFits(t *testing.T) {
	fits := func(err error) int {
		t.Helper()
		require.ErrorIs(t, err, burden.ErrTooLarge)
		e, ok := errors.AsType[*burden.Error](err)
		require.True(t, ok)
		assert.Equal(t, "depth", e.Input)
		depth, bad := strconv.Atoi(e.Value)
		require.NoError(t, bad)
		assert.Contains(t, err.Error(), fmt.Sprintf("a depth of %d fits: ExplainWithin(line, year, Extent{Depth: %[1]d})", depth))
		return depth
	}
	p, last := chain(t, 200, 100)
	x, err := p.Explain(last, 2099)
	require.NoError(t, err)
	_, err = x.MarshalJSON()
	depth := fits(err)
	x, err = p.ExplainWithin(last, 2099, burden.Extent{Depth: depth})
	require.NoError(t, err)
	_, err = x.MarshalJSON()
	require.NoError(t, err)
	x, err = p.ExplainWithin(last, 2099, burden.Extent{Depth: depth + 1})
	require.NoError(t, err)
	_, err = x.MarshalJSON()
	assert.Equal(t, depth, fits(err))
	x, err = p.ExplainWithin(last, 2099, burden.Extent{From: 2090}) // or fewer years
	require.NoError(t, err)
	_, err = x.MarshalJSON()
	require.NoError(t, err)
	t.Logf("200 lines over 100 years as JSON: a depth of %d fits", depth)

	p, last = chain(t, 1000, 60)
	_, err = p.Explain(last, 2059)
	depth = fits(err)
	_, err = p.ExplainWithin(last, 2059, burden.Extent{Depth: depth})
	require.NoError(t, err)
	_, err = p.ExplainWithin(last, 2059, burden.Extent{Depth: depth + 1})
	assert.Equal(t, depth, fits(err))
	t.Logf("1,000 lines over 60 years: a depth of %d fits", depth)
}

// The extent that an error names is one to ask for: it has the years that were asked for, and
// its depth is what fits within them. Of 1,500 lines that each read the one before, the last
// over 31 years, fewer steps fit as JSON from 2045 on than in all years of one line.
func TestTheExtentNamedFits(t *testing.T) {
	const lines, years = 1500, 60
	p, last := chain(t, lines, years)
	y := burden.NewLine("y", burden.KRW)
	m, err := p.Model().With(y.Starts(2030, last.SumLags(30, 0)))
	require.NoError(t, err)
	p, err = m.Project(2000, 2000+years-1)
	require.NoError(t, err)
	ask := burden.Extent{From: 2045}
	for range 3 { // an explanation that is too large, or its JSON
		x, err := p.ExplainWithin(y, 2059, ask)
		if err == nil {
			_, err = x.MarshalJSON()
		}
		if err == nil {
			assert.Equal(t, 2045, ask.From)
			assert.Positive(t, ask.Depth)
			return
		}
		require.ErrorIs(t, err, burden.ErrTooLarge)
		_, named, _ := strings.Cut(err.Error(), "Extent{")
		var next burden.Extent
		_, bad := fmt.Sscanf(named, "Depth: %d, From: %d}", &next.Depth, &next.From)
		require.NoError(t, bad, err.Error())
		assert.True(t, ask.Depth == 0 || next.Depth < ask.Depth)
		t.Log(err)
		ask = next
	}
	t.Error("no extent fits")
}

// Steps that were taken out by hand are results given, in text and in JSON alike.
func TestGivenIsWhatIsNotExplained(t *testing.T) {
	p := burden.NewParam("p", burden.KRW, burden.Constant(3))
	x, y := burden.NewLine("x", burden.KRW), burden.NewLine("y", burden.KRW)
	e, err := projectionOf(t, modelOf(t, y.Is(p), x.Is(y.Plus(y))), 2010, 2010).Explain(x, 2010)
	require.NoError(t, err)
	assert.Empty(t, e.Given())
	e.Steps = e.Steps[1:]
	require.Len(t, e.Given(), 1)
	assert.Equal(t, "x 2010 = 6 KRW\n  = y + y\n  y 2010 = 3 KRW (taken as given)\ntaken as given, not explained here: y 2010\n", e.String())
	data, err := e.MarshalJSON()
	require.NoError(t, err)
	assert.Contains(t, string(data), `"given":[{"id":"y@2010","line":"y","year":2010,"unit":"KRW","value":"3"}]`)
}

// What StandsOn cannot find out has no extent to ask for.
func TestStandsOnTooMuch(t *testing.T) {
	p, last := chain(t, 1000, 60)
	_, err := p.StandsOn(last, 2059)
	require.ErrorIs(t, err, burden.ErrTooLarge)
	assert.EqualError(t, err, "burden: chain: l999 2059: to find out what it stands on takes more work than 6291456 nodes; ask for an earlier year, or for the lines that it reads")
}

// A step of 300,000 nodes fits with a depth of 1, and the line that it adds up does not.
func TestExplanationOfOneLargeStep(t *testing.T) {
	x, y := burden.NewLine("x", burden.Ratio), burden.NewLine("y", burden.Ratio)
	p := projectionOf(t, modelOf(t, x.Is(ones(60000)), y.Is(x.SumLags(4, 0))), 2020, 2020, y)
	w, err := p.Explain(y, 2020)
	require.NoError(t, err)
	_, err = w.MarshalJSON()
	require.ErrorIs(t, err, burden.ErrTooLarge)
	assert.EqualError(t, err, "burden: m: y 2020: its explanation as JSON takes more work than 6291456 nodes; a depth of 1 fits: ExplainWithin(line, year, Extent{Depth: 1})")
	w, err = p.ExplainWithin(y, 2020, burden.Extent{Depth: 1})
	require.NoError(t, err)
	_, err = w.MarshalJSON()
	require.NoError(t, err)
}

// Why 2011, without why 2010: the values are published, 812.5 and 790.4 bn won.
func ExampleProjection_ExplainWithin() {
	sma8 := korea.Eighth()
	p, err := sma8.Model.Project(sma8.First, sma8.Last)
	if err != nil {
		fmt.Println(err)
		return
	}
	why, err := p.ExplainWithin(sma8.Contribution, 2011, burden.Extent{Depth: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(why)
	// Output:
	// contribution 2011 = 812,500,000,000 KRW
	//   = round(contribution[-1] * (1 + growth), 100000000, half_up)
	//   contribution 2010 = 790,400,000,000 KRW (taken as given)
	//   growth 2011 = 2.8 % (taken as given)
	//   rounded to 100,000,000, half up: 812,531,200,000 became 812,500,000,000, rounded down, taking away 31,200,000
	// taken as given, not explained here: contribution 2010, growth 2011
}
