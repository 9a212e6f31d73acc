package burden_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
)

// sites lists what a walk visits.
func sites(f burden.Formula) (list []string) {
	burden.Walk(f, func(at burden.Site, n burden.Node) bool {
		list = append(list, strings.TrimSpace(fmt.Sprintf("%s %d %s", at, n.Kind, n.Name)))
		return true
	})
	return list
}

func TestWalk(t *testing.T) {
	p, x := burden.NewParam("p", burden.Ratio, burden.Constant(1)), burden.NewLine("x", burden.Ratio)
	f := p.Plus(x.Previous(), p.AtMost(x)).Over(x).RoundedTo("1", burden.HalfUp)
	k := func(kind burden.Kind) string { return fmt.Sprint(int(kind)) }
	assert.Equal(t, []string{
		k(burden.QuotientNode),
		"0 " + k(burden.AddNode),
		"0.0 " + k(burden.ParamNode) + " p",
		"0.1 " + k(burden.LagNode),
		"0.1.0 " + k(burden.LineNode) + " x", // a leaf: what x is, its definition says
		"0.2 " + k(burden.MinimumNode),
		"0.2.0 " + k(burden.ParamNode) + " p",
		"0.2.1 " + k(burden.LineNode) + " x",
		"1 " + k(burden.LineNode) + " x",
	}, sites(f))

	var visited []burden.Site
	burden.Walk(f, func(at burden.Site, n burden.Node) bool {
		visited = append(visited, at)
		return at != "0.1.0"
	})
	assert.Equal(t, []burden.Site{"", "0", "0.0", "0.1", "0.1.0"}, visited, "until visit returns false")

	assert.Empty(t, sites(burden.Formula{}))
	assert.Len(t, sites(x.Starts(2009, p).Until(2010).Formula()), 2, "the end of a line is no node")
	assert.Len(t, sites(x.Starts(2009, p).Until(2010).In(2012, p).Formula()), 3, "nor the end of the walk")
	for range 100 {
		f = f.Plus(f)
	}
	assert.Empty(t, sites(f), "beyond the limits of size")
}

func TestRewrite(t *testing.T) {
	p, q := burden.NewParam("p", burden.Ratio, burden.Constant(1)), burden.NewParam("q", burden.Ratio, burden.Constant(2))
	x := burden.NewLine("x", burden.Ratio)
	f := p.Plus(x.Previous(), p.AtMost(x))
	for _, c := range []struct {
		at   burden.Site
		want string
	}{
		{"", "q"},
		{"0", "q + x[-1] + min(p, x)"},
		{"1", "p + q + min(p, x)"},
		{"1.0", "p + q[-1] + min(p, x)"},
		{"2.1", "p + x[-1] + min(p, q)"},
	} {
		got, err := burden.Rewrite(f, c.at, q)
		require.NoError(t, err, c.at)
		assert.Equal(t, c.want, got.String(), c.at)
	}
	assert.Equal(t, "p + x[-1] + min(p, x)", f.String(), "the formula itself stays")

	for _, at := range []burden.Site{"3", "-1", "0.0", "1.0.0", "x", "0.", ".", "1..0", " 1", "99999999999999999999"} {
		_, err := burden.Rewrite(f, at, q)
		assert.ErrorIs(t, err, burden.ErrUnknownName, at)
	}
	_, err := burden.Rewrite(burden.Formula{}, "0", q)
	assert.ErrorIs(t, err, burden.ErrUnknownName)

	// What replaces nothing is a fault of the model, as anywhere else.
	hollow, err := burden.Rewrite(f, "1.0", nil)
	require.NoError(t, err)
	_, err = burden.NewModel("m", x.Is(hollow))
	assert.ErrorIs(t, err, burden.ErrIncomplete)

	// A fault of a node above the site stays, one at the site goes.
	bad := x.Lag(-1).Plus(p)
	kept, _ := burden.Rewrite(bad, "0.0", p)
	_, err = burden.NewModel("m", x.Is(kept))
	assert.ErrorIs(t, err, burden.ErrOutOfRange)
	mended, _ := burden.Rewrite(bad, "0", p)
	_, err = burden.NewModel("m", x.Is(mended))
	assert.NoError(t, err)
}

// Each site of a random tree leads to the node that was visited there, and
// putting that node's formula back changes nothing.
func TestEverySiteCanBeRewritten(t *testing.T) {
	pick := random(3)
	for range 100 {
		w := newWorld(pick)
		f := w.define(4).Formula()
		burden.Walk(f, func(at burden.Site, n burden.Node) bool {
			for i, o := range n.Operands {
				site := burden.Site(strings.TrimPrefix(fmt.Sprintf("%s.%d", at, i), "."))
				same, err := burden.Rewrite(f, site, o)
				require.NoError(t, err)
				assert.Equal(t, f.String(), same.String(), site)
				marked, err := burden.Rewrite(f, site, burden.NewLine("marked", burden.Ratio))
				require.NoError(t, err)
				assert.Contains(t, marked.String(), "marked", site)
			}
			return !t.Failed()
		})
	}
}

// Limits are what goes on record: ceilings, floors and the bounds of a share, and not the
// clamps by which this package cuts brackets and carries excess.
func TestLimitsOfAFormula(t *testing.T) {
	x := burden.NewParam("x", burden.KRW, burden.Constant(9))
	a, b := burden.NewParam("a", burden.KRW, burden.Constant(1)), burden.NewParam("b", burden.KRW, burden.Constant(2))
	assert.Equal(t, []burden.Formula{a.Formula, b.Formula}, x.AtMost(a).AtMost(b).Limits())
	assert.Equal(t, []burden.Formula{b.Formula}, x.AtMost(a).AtLeast(b).Limits(), "those at the top")
	assert.Empty(t, x.Plus(a).Limits())
	assert.Empty(t, burden.Formula{}.Limits())

	split := burden.NewSplit("share", burden.KRW, burden.Split{Total: x, Quantum: "1", Members: []burden.Member{
		{Key: "one", Weight: burden.Amount(1, burden.Ratio), Ceiling: a}, {Key: "two", Weight: burden.Amount(1, burden.Ratio), Floor: a, Ceiling: b},
		{Key: "three", Weight: burden.Amount(1, burden.Ratio)},
	}})
	m, err := burden.NewModel("m", split)
	require.NoError(t, err)
	for key, want := range map[string][]burden.Formula{"one": {a.Formula}, "two": {a.Formula, b.Formula}, "three": {}} {
		f, _ := m.Formula(split.Part(key))
		assert.Equal(t, want, f.Limits(), key)
	}
}

// The excess carried to the next year is at least zero. Nobody agreed that as a floor. Rewriting
// the formula kept the arithmetic but recorded the zero as a floor.
func TestRewritingKeepsArithmeticOffTheRecord(t *testing.T) {
	cpi := burden.NewParam("cpi", burden.Ratio, burden.Constant("3%"))
	rule := burden.NewIndexRule("rule", burden.Index{Driver: cpi, Ceiling: burden.Amount("5%", burden.Ratio), Carry: burden.CarryExcess, From: 2020})
	m, err := burden.NewModel("m", rule)
	require.NoError(t, err)
	f, _ := m.Formula(rule.Carried())
	var at burden.Site
	burden.Walk(f, func(s burden.Site, n burden.Node) bool {
		if n.Kind == burden.MaximumNode {
			at = s
		}
		return at == ""
	})
	require.NotEmpty(t, at)
	again, err := burden.Rewrite(f, at+".1", burden.Amount(0, burden.Ratio))
	require.NoError(t, err)
	copied := burden.NewLine("copied", burden.Ratio)
	m, err = m.With(copied.Is(again))
	require.NoError(t, err)
	p, err := m.Project(2020, 2021, copied)
	require.NoError(t, err)
	assert.Empty(t, p.Limits(), "3 % is within the ceiling, and so nothing is carried")
}
