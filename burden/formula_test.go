package burden_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/dectest"
	"example.com/burdenshare/internal/effort"
)

// The fields of a node that have a meaning for its kind.
func TestNode(t *testing.T) {
	p := burden.NewParam("p", burden.KRW, burden.Constant(1))
	x := burden.NewLine("x", burden.KRW)
	tenth := burden.RoundTo("0.1", burden.Down)
	split := burden.NewSplit("s", burden.KRW, burden.Split{Total: p, Quantum: "0.1", Members: []burden.Member{{Key: "a", Weight: p}, {Key: "b", Weight: x}}})
	part, ok := modelOf(t, x.Is(p), split).Formula(split.Part("b"))
	assert.True(t, ok)
	cases := []struct {
		f        burden.Formula
		kind     burden.Kind
		operands int
		check    func(n burden.Node) bool
	}{
		{burden.Formula{}, burden.NoNode, 0, func(n burden.Node) bool { return n.Name == "" }},
		{burden.Amount(7, burden.KRW), burden.ConstantNode, 0, func(n burden.Node) bool { return n.Unit == burden.KRW }},
		{p.Formula, burden.ParamNode, 0, func(n burden.Node) bool { return n.Name == "p" && n.Unit == burden.KRW }},
		{x.Formula, burden.LineNode, 0, func(n burden.Node) bool { return n.Name == "x" && n.Unit == burden.KRW }},
		{part, burden.PartNode, 7, func(n burden.Node) bool {
			return n.Name == "b" && n.Part == 1 && assert.ObjectsAreEqual([]string{"a", "b"}, n.Shares.Keys) && n.Operands[0].Node().Name == "p"
		}},
		{p.Plus(x, p), burden.AddNode, 3, nil},
		{p.Minus(x), burden.SubtractNode, 2, nil},
		{p.Times(x, p), burden.MultiplyNode, 3, nil},
		{p.Over(x).Rounded(tenth), burden.QuotientNode, 2, func(n burden.Node) bool { return n.Rounding == tenth && n.P == 1 && n.Q == 1 }},
		{p.Over(x).Exactly(), burden.QuotientNode, 2, func(n burden.Node) bool { return n.Rounding.IsZero() }},
		{p.Over(x).ToThe(-2, 3).Rounded(tenth), burden.PowerNode, 2, func(n burden.Node) bool { return n.Rounding == tenth && n.P == -2 && n.Q == 3 }},
		{p.Rounded(tenth), burden.RoundNode, 1, func(n burden.Node) bool { return n.Rounding == tenth }},
		{p.RoundedTo("5", burden.Floor), burden.RoundNode, 1, func(n burden.Node) bool { return n.Rounding.Mode() == burden.Floor }},
		{p.AtMost(x, p), burden.MinimumNode, 3, nil},
		{p.AtLeast(x), burden.MaximumNode, 2, nil},
		{p.Lag(3), burden.LagNode, 1, func(n burden.Node) bool { return n.From == 3 }},
		{x.Previous(), burden.LagNode, 1, func(n burden.Node) bool { return n.From == 1 }},
		{burden.Freeze(x), burden.LagNode, 1, func(n burden.Node) bool { return n.From == 1 }},
		{p.At(2010), burden.SumNode, 1, func(n burden.Node) bool { return n.From == 2010 && n.To == 2010 && !n.Relative }},
		{p.SumBetween(2008, 2010), burden.SumNode, 1, func(n burden.Node) bool { return n.From == 2008 && n.To == 2010 && !n.Relative }},
		{p.SumLags(5, 1), burden.SumNode, 1, func(n burden.Node) bool { return n.From == 5 && n.To == 1 && n.Relative }},
		{x.Starts(2009, p).Then(x.Previous()).Until(2013).Formula(), burden.ByYearNode, 3, func(n burden.Node) bool {
			return assert.ObjectsAreEqual([]int{2009, 2010, 2014}, n.Starts) && n.Operands[2].Node().Kind == burden.NoNode
		}},
		{burden.When(p.Below(x), p, x), burden.WhenNode, 4, nil},
		// Without further operands a formula stays what it is.
		{p.Plus(), burden.ParamNode, 0, nil},
		{p.Times(), burden.ParamNode, 0, nil},
		{p.AtMost(), burden.ParamNode, 0, nil},
		{p.AtLeast(), burden.ParamNode, 0, nil},
		{p.Rounded(burden.Rounding{}), burden.ParamNode, 0, nil},
		{burden.Quotient{}.RoundedTo("1", burden.HalfUp), burden.NoNode, 0, nil},
		{burden.Quotient{}.ToThe(1, 2).Exactly(), burden.NoNode, 0, nil},
	}
	kinds := map[burden.Kind]bool{}
	for _, c := range cases {
		n := c.f.Node()
		assert.Equal(t, c.kind, n.Kind, c.f)
		assert.Len(t, n.Operands, c.operands, c.f)
		assert.True(t, c.check == nil || c.check(n), c.f)
		kinds[n.Kind] = true
	}
	for k := burden.NoNode; k <= burden.WhenNode; k++ {
		assert.True(t, kinds[k], "kind %d has a case", k)
	}
	dectest.Equal(t, "7", burden.Amount(7, burden.KRW).Node().Value)
}

// A number is what was given, in whichever of the accepted types.
func TestAmount(t *testing.T) {
	for want, f := range map[string]burden.Formula{
		"4700000000": burden.Amount("4.7e9", burden.USD),
		"0.139":      burden.Amount("13.9%", burden.Ratio),
		"-28500":     burden.Amount(-28500, burden.Persons),
		"7255":       burden.Amount(int64(7255), burden.KRW),
		"1.5":        burden.Amount(decimal.New(150, -2), burden.Ratio),
	} {
		dectest.Equal(t, want, f.Node().Value)
	}
}

// Sharing makes a formula large without making it slow: its size is counted
// where it is built, as it would be without sharing.
func TestTooLargeFormulas(t *testing.T) {
	x := burden.NewLine("x", burden.Ratio)
	p := burden.NewParam("p", burden.Ratio, burden.Constant(1))
	doubled := func(n int) burden.Formula {
		f := p.Formula
		for range n {
			f = f.Plus(f)
		}
		return f
	}
	deep := func(n int) burden.Formula {
		f := p.Formula
		for range n {
			f = f.Lag(0)
		}
		return f
	}
	for name, c := range map[string]struct {
		f  burden.Formula
		ok bool
	}{
		"2^16 - 1 nodes":             {doubled(15), true},
		"2^16 nodes":                 {doubled(15).Lag(0), true},
		"2^16 + 1 nodes":             {doubled(15).Lag(0).Lag(0), false},
		"under a lag":                {doubled(100).Lag(3), false},
		"7 × 9,362 nodes":            {p.Plus(p, p, p, p).SumBetween(1, 9362), true}, // 65,534
		"7 × 9,363 nodes":            {p.Plus(p, p, p, p).SumLags(9362, 0), false},   // 65,541
		"2^17 - 1 nodes":             {doubled(16), false},
		"2^101 - 1 nodes":            {doubled(100), false},
		"512 deep":                   {deep(burden.MaxDepth - 1), true},
		"513 deep":                   {deep(burden.MaxDepth), false},
		"20,000 deep":                {deep(20000), false},
		"a sum over every year":      {p.Lag(0).SumBetween(1, 9999), true}, // 3 nodes a year, 29,997
		"a long sum over every year": {p.Plus(p, p, p, p).SumBetween(1, 9999), false},
		"a sum of sums":              {p.SumLags(99, 0).SumLags(99, 0).SumLags(99, 0), false},
		"large where it is quoted":   {p.Minus(doubled(100)).Over(p).Exactly(), false},
		"deep in a rounded formula":  {deep(600).RoundedTo("1", burden.Up), false},
	} {
		t.Run(name, func(t *testing.T) {
			var err error
			effort.AtMost(t, 1<<20, func() { _, err = burden.NewModel("m", x.Is(c.f)) })
			if c.ok {
				assert.NoError(t, err)
				assert.NotContains(t, c.f.String(), "beyond")
				return
			}
			assert.ErrorIs(t, err, burden.ErrTooLarge)
			assert.Equal(t, "(a formula beyond the limits)", c.f.String())
		})
	}
}

// TestPowersOfPowersMultiply: 32^(1/5) is 2, and its square 4.
func TestPowersOfPowersMultiply(t *testing.T) {
	q := burden.Amount(32, burden.KRW).Over(burden.Amount(1, burden.KRW))
	x := burden.NewLine("x", burden.Ratio)
	for want, q := range map[string]burden.Quotient{"2": q.ToThe(1, 5), "4": q.ToThe(1, 5).ToThe(2, 1), "0.5": q.ToThe(-1, 1).ToThe(1, 5)} {
		m, err := burden.NewModel("m", x.Is(q.RoundedTo("0.0001", burden.HalfUp)))
		require.NoError(t, err)
		p, err := m.Project(2020, 2020)
		require.NoError(t, err)
		v, err := p.Value(x, 2020)
		require.NoError(t, err)
		dectest.Equal(t, want, v)
	}
	for _, q := range []burden.Quotient{q.ToThe(1<<30, 1).ToThe(1<<30, 1), q.ToThe(20, 1).ToThe(20, 1), q.ToThe(1, 0), q.ToThe(101, 1).ToThe(0, 1), q.ToThe(1, 101).ToThe(1, 0), q.ToThe(-101, 1).ToThe(0, 1)} {
		_, err := burden.NewModel("m", x.Is(q.RoundedTo("1", burden.HalfUp)))
		require.ErrorIs(t, err, burden.ErrOutOfRange)
	}
}

// TestOnlyTheDecidingCeilingBinds: of two ceilings on 100, 10 and then 5, only the
// second changes the result.
func TestOnlyTheDecidingCeilingBinds(t *testing.T) {
	ten := burden.NewParam("ten", burden.KRW, burden.Constant(10))
	five := burden.NewParam("five", burden.KRW, burden.Constant(5))
	x := burden.NewLine("x", burden.KRW)
	for _, f := range []burden.Formula{
		burden.Amount(100, burden.KRW).AtMost(ten).AtMost(five),
		burden.Amount(100, burden.KRW).AtMost(five).AtMost(ten),
		burden.Amount(-100, burden.KRW).AtLeast(five).AtLeast(ten).AtMost(five), // the floor of 10 counts, then the ceiling
	} {
		m, err := burden.NewModel("m", x.Is(f))
		require.NoError(t, err)
		p, err := m.Project(2020, 2020)
		require.NoError(t, err)
		v, err := p.Value(x, 2020)
		require.NoError(t, err)
		dectest.Equal(t, "5", v)
	}
	m, err := burden.NewModel("m", x.Is(burden.Amount(100, burden.KRW).AtMost(ten).AtMost(five)))
	require.NoError(t, err)
	p, err := m.Project(2020, 2020)
	require.NoError(t, err)
	bound, _ := p.Binding(five)
	assert.Equal(t, []int{2020}, bound)
	bound, reached := p.Binding(ten)
	assert.Empty(t, bound)
	assert.Empty(t, reached)
}

// TestPointersAreFaults: a pointer to a handle or definition may be nil, so none is
// taken; nothing panics.
func TestPointersAreFaults(t *testing.T) {
	x := burden.NewLine("x", burden.KRW)
	var param *burden.Param
	var line *burden.Line
	var rule *burden.IndexRule
	var formula *burden.Formula
	for _, o := range []burden.Operand{param, line, rule, formula, &x} {
		_, err := burden.NewModel("m", x.Is(o))
		require.ErrorIs(t, err, burden.ErrIncomplete)
	}
	m, err := burden.NewModel("m", x.Is(burden.Amount(1, burden.KRW)))
	require.NoError(t, err)
	var definition *burden.LineDefinition
	var split *burden.SplitRule
	for _, d := range []burden.Definition{param, definition, rule, split, nil} {
		_, err := burden.NewModel("m", d)
		require.ErrorIs(t, err, burden.ErrIncomplete)
		_, err = m.With(d)
		require.ErrorIs(t, err, burden.ErrIncomplete)
	}
	burden.Walk(x.Formula, nil)
	var none *burden.Model
	_, err = none.Project(2020, 2020)
	require.ErrorIs(t, err, burden.ErrIncomplete)
	_, err = none.With()
	require.ErrorIs(t, err, burden.ErrIncomplete)
	_, err = (&burden.Projection{}).Value(x, 2020)
	require.ErrorIs(t, err, burden.ErrIncomplete)
	_, err = (&burden.Projection{}).Explain(x, 2020)
	require.ErrorIs(t, err, burden.ErrIncomplete)
}
