package burden_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/dectest"
)

// ones is a formula of n nodes: the sum and n-1 ones.
func ones(n int) burden.Formula {
	terms := make([]burden.Operand, n-1)
	for i := range terms {
		terms[i] = burden.Amount(1, burden.Ratio)
	}
	return burden.Sum(terms...)
}

// Sixteen formulas of 2^16 nodes are as many as a model may have, and one node more is
// too much, though they share them all.
func TestNodesOfAModel(t *testing.T) {
	f := ones(burden.MaxNodes)
	var definitions []burden.Definition
	for i := range 16 {
		definitions = append(definitions, lineN(i).Is(f))
	}
	modelOf(t, definitions...)
	_, err := burden.NewModel("m", append(definitions, lineN(16).Is(burden.Amount(1, burden.Ratio)))...)
	require.ErrorIs(t, err, burden.ErrTooLarge)
	// It is a fault of the model as a whole, and told before those of definitions.
	_, err = burden.NewModel("m", append([]burden.Definition{nil, lineN(16).Is(f)}, definitions...)...)
	require.Len(t, burden.Faults(err), 2)
	require.ErrorIs(t, burden.Faults(err)[0], burden.ErrTooLarge)
	require.ErrorIs(t, burden.Faults(err)[1], burden.ErrIncomplete)
	definitions = []burden.Definition{nil}
	for i := range burden.MaxLines + 1 {
		definitions = append(definitions, lineN(i).Is(burden.Amount(1, burden.Ratio)))
	}
	_, err = burden.NewModel("m", definitions...)
	require.Len(t, burden.Faults(err), 2)
	require.ErrorIs(t, burden.Faults(err)[0], burden.ErrTooLarge)
	require.ErrorIs(t, burden.Faults(err)[1], burden.ErrIncomplete)
}

// A split of 1,024 members is 3,073 operands for each of them, but counted as one; two
// splits are two.
func TestNodesOfASplit(t *testing.T) {
	t.Parallel()
	split := func(name string, total burden.Operand) burden.SplitRule {
		s := burden.Split{Total: total, Quantum: "1"}
		for i := range burden.MaxMembers {
			s.Members = append(s.Members, burden.Member{Key: "m" + strconv.Itoa(i), Weight: burden.Amount(1, burden.Ratio)})
		}
		return burden.NewSplit(name, burden.Ratio, s)
	}
	modelOf(t, split("s", ones(60000)), split("r", ones(60000)))
	var large []burden.Definition
	for i := range 15 {
		large = append(large, lineN(i).Is(ones(burden.MaxNodes)))
	}
	modelOf(t, append(large, split("s", ones(60000)))...)
	_, err := burden.NewModel("m", append(large, split("s", ones(60000)), split("r", ones(5000)))...)
	require.ErrorIs(t, err, burden.ErrTooLarge)
}

// Of many faults the first 4,096 are told, and that there are more.
func TestManyFaults(t *testing.T) {
	faulty := func(n int) []error {
		var definitions []burden.Definition
		for range n {
			definitions = append(definitions, nil)
		}
		_, err := burden.NewModel("m", definitions...)
		return burden.Faults(err)
	}
	assert.Len(t, faulty(4096), 4096)
	list := faulty(6000)
	require.Len(t, list, 4097)
	assert.NotErrorIs(t, list[4095], burden.ErrTooLarge)
	assert.EqualError(t, list[4096], "burden: m: faults = more than 4096: too large")
}

// A large formula is not written out, neither in a message nor in an explanation.
func TestLargeFormulasInWords(t *testing.T) {
	x := burden.NewLine("x", burden.KRW)
	_, err := burden.NewModel("m", x.Is(ones(513)))
	require.EqualError(t, err, "burden: m: x: x is KRW, but its formula gives a ratio: (a formula of 513 nodes)")
	_, err = burden.NewModel("m", x.Is(ones(512)))
	assert.Contains(t, err.Error(), `"1 + 1 + `)
	for n, want := range map[int]string{512: "= 1 + 1 + ", 513: "= (a formula of 513 nodes)\n"} {
		why, err := projectionOf(t, modelOf(t, lineN(0).Is(ones(n))), 2020, 2020).Explain(lineN(0), 2020)
		require.NoError(t, err)
		assert.Contains(t, why.String(), want)
	}
}

// An explanation has the first 240 bytes of a formula: 61 numbers with 60 operators are 241.
func TestLongFormulasInExplanations(t *testing.T) {
	for text, want := range map[string]string{
		"1" + strings.Repeat(" + 1", 59) + " + x": "1" + strings.Repeat(" + 1", 59) + " + " + "…",
		"1" + strings.Repeat(" + 1", 58) + " + x": "1" + strings.Repeat(" + 1", 58) + " + x",
		"11" + strings.Repeat(" + 1", 59):         "11" + strings.Repeat(" + 1", 59),
	} {
		f, err := burden.ParseFormula(strings.ReplaceAll(text, "x", "1"), nil)
		require.NoError(t, err)
		why, err := projectionOf(t, modelOf(t, lineN(0).Is(f)), 2020, 2020).Explain(lineN(0), 2020)
		require.NoError(t, err)
		assert.Contains(t, why.String(), "= "+strings.ReplaceAll(want, "x", "1")+"\n", len(text))
	}
}

// Each year is found, however far from the one that was computed first.
func TestEveryYearIsFound(t *testing.T) {
	values := map[int]int{}
	for year := 1850; year <= 2200; year++ {
		values[year] = year
	}
	x, y := burden.NewLine("x", burden.Ratio), burden.NewLine("y", burden.Ratio)
	p := burden.NewParam("p", burden.Ratio, burden.ByYear(values))
	for year := 1900; year <= 2150; year++ {
		q := projectionOf(t, modelOf(t, x.Is(p), y.Is(x.At(year))), 2020, 2020, x, y)
		wantValue(t, "2020", q, x, 2020)
		wantValue(t, strconv.Itoa(year), q, y, 2020)
		_, err := q.Value(x, year)
		require.Equal(t, year == 2020, err == nil, "nobody asked for %d", year)
	}
}

// Many definitions at once find their places as few do.
func TestWithManyDefinitions(t *testing.T) {
	const n = 30
	var definitions, again []burden.Definition
	for i := range n {
		p := burden.NewParam("p"+strconv.Itoa(i), burden.Ratio, burden.Constant(i))
		definitions = append(definitions, lineN(i).Is(p), p)
		again = append(again, p.Is(burden.Constant(2*i)))
	}
	m, err := modelOf(t, definitions...).With(again...)
	require.NoError(t, err)
	require.Len(t, m.Definitions(), 2*n)
	for _, more := range [][]burden.Definition{nil, {burden.NewLine("more", burden.Ratio).Is(lineN(3))}} {
		m, err = m.With(more...)
		require.NoError(t, err)
		p := projectionOf(t, m, 2020, 2020, m.Lines()...)
		for i := range n {
			wantValue(t, strconv.Itoa(2*i), p, lineN(i), 2020)
		}
	}
	_, err = m.With(append(again, again[7])...)
	require.ErrorIs(t, err, burden.ErrDuplicate)
	other := burden.NewParam("p1", burden.KRW, burden.Constant(1))
	_, err = m.With(other)
	require.ErrorIs(t, err, burden.ErrUnit)
}

// Work is bounded by what numbers, splits and records cost, not by nodes alone: each of
// these is far from 3 × 2^21 nodes.
func TestWorkThatCounts(t *testing.T) {
	t.Parallel()
	one := burden.Amount(1, burden.Ratio)
	long := burden.Amount("0."+strings.Repeat("9", 250), burden.Ratio)
	for range 4 {
		long = long.Times(long) // 4,000 digits
	}
	x, y := burden.NewLine("x", burden.Ratio), burden.NewLine("y", burden.Ratio)
	repeated := func(f burden.Formula, n int) burden.Formula {
		terms := make([]burden.Operand, n)
		for i := range terms {
			terms[i] = f
		}
		return burden.Sum(terms...)
	}
	for name, f := range map[string]burden.Formula{
		"quotients": repeated(x.Over(x.Plus(one)).RoundedTo("1e-300", burden.HalfUp), 6000),
		"roots":     repeated(x.Over(one).ToThe(1, 19).RoundedTo("1e-300", burden.HalfUp), 500),
		"products":  repeated(x.Times(one), 20000),
		"sums":      repeated(x.At(2020).SumLags(999, 0), 20),
	} {
		_, err := modelOf(t, x.Is(long), y.Is(f)).Project(2020, 2022)
		require.ErrorIs(t, err, burden.ErrTooLarge, name)
	}
	rounded := modelOf(t, y.Is(repeated(one.RoundedTo("1", burden.HalfUp), 20000)))
	projectionOf(t, rounded, 2001, 2010)
	_, err := rounded.Project(2001, 2030) // 600,000 records
	require.ErrorIs(t, err, burden.ErrTooLarge)
	limited := modelOf(t, y.Is(repeated(one.AtMost(one, one), 15000)))
	projectionOf(t, limited, 2001, 2005)
	_, err = limited.Project(2001, 2030) // 900,000 records
	require.ErrorIs(t, err, burden.ErrTooLarge)
}

// An explanation that would list too much is an error: 120 years that each use 9,999.
func TestExplanationsOfTooMuch(t *testing.T) {
	t.Parallel()
	x, y, z := burden.NewLine("x", burden.Ratio), burden.NewLine("y", burden.Ratio), burden.NewLine("z", burden.Ratio)
	p := burden.NewParam("p", burden.Ratio, burden.Constant(1))
	for name, each := range map[string]burden.Formula{"lines": x.SumBetween(1, 9999), "inputs": p.SumBetween(1, 9999)} {
		m := modelOf(t, x.Is(burden.Amount(1, burden.Ratio)), y.Is(each), z.Is(y.SumBetween(1901, 2020)))
		q := projectionOf(t, m, 2020, 2020, z)
		wantValue(t, "1199880", q, z, 2020) // 120 × 9,999
		_, err := q.Explain(z, 2020)
		require.ErrorIs(t, err, burden.ErrTooLarge, name)
	}
}

// Years far from each other, and lines that are not there yet, take room: both end.
func TestRoomForYears(t *testing.T) {
	one := burden.Amount(1, burden.Ratio)
	var definitions, late []burden.Definition
	var far []burden.Operand
	for i := range 400 {
		definitions = append(definitions, lineN(i).Is(one))
		late = append(late, lineN(i).Starts(9000, one))
		far = append(far, lineN(i).At(1), lineN(i).At(9999))
	}
	x := burden.NewLine("x", burden.Ratio)
	_, err := modelOf(t, append(definitions, x.Is(burden.Sum(far...)))...).Project(2020, 2020)
	require.ErrorIs(t, err, burden.ErrTooLarge)
	p := projectionOf(t, modelOf(t, append(definitions, x.Is(burden.Sum(far[:200]...)))...), 2020, 2020, x)
	v, err := p.Value(x, 2020)
	require.NoError(t, err)
	dectest.Equal(t, "200", v)
	last := x.Is(burden.NewLine("z", burden.Ratio).At(9999).Plus(burden.NewLine("z", burden.Ratio).At(1), burden.NewLine("z", burden.Ratio).At(5000)))
	wantYears(t, "3", projectionOf(t, modelOf(t, burden.NewLine("z", burden.Ratio).Is(one), last), 2020, 2020, x), x) // later years first
	_, err = modelOf(t, late...).Project(1, 8999)
	require.ErrorIs(t, err, burden.ErrTooLarge)
	_, err = modelOf(t, late...).Project(7000, 8999)
	require.NoError(t, err, "nothing is applicable in those years")
}
