package burden_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/dectest"
	"example.com/burdenshare/internal/effort"
)

// speech are the names that the formulas of these tests use.
func speech() burden.Names {
	names := burden.Names{
		"base": burden.NewParam("base", burden.KRW, burden.Constant(1)), "cpi": burden.NewParam("cpi", burden.Ratio, burden.Constant("2%")),
		"ceiling": burden.NewParam("ceiling", burden.Ratio, burden.Constant("4%")), "troops": burden.NewParam("troops", burden.Persons, burden.Constant(28500)),
		"min": burden.NewParam("min", burden.Ratio, burden.Constant(1)), // a word of formulas as a name
	}
	for _, name := range []string{"contribution", "sma8.contribution", "sma8.growth.raw", "half_up", "_"} {
		names[name] = burden.NewLine(name, burden.KRW)
	}
	return names
}

func parsed(t *testing.T, text string) burden.Formula {
	t.Helper()
	f, err := burden.ParseFormula(text, speech())
	require.NoError(t, err, text)
	return f
}

func TestParseFormulaReadsWhatMethodsBuild(t *testing.T) {
	names := speech()
	operand := func(name string) burden.Formula { return burden.Sum(names[name]) }
	base, cpi, ceiling, c := operand("base"), operand("cpi"), operand("ceiling"), names["contribution"].(burden.Line)
	one, n := burden.Amount(1, burden.Ratio), func(s string) burden.Formula { return burden.Amount(s, burden.Ratio) }
	for text, want := range map[string]burden.Formula{
		"base":                    base,
		"((base))":                base,
		"sma8 . growth . raw":     operand("sma8.growth.raw"),
		"min":                     operand("min"),
		"min(min, half_up)":       operand("min").AtMost(names["half_up"]),
		"4.70e-1":                 n("0.47"),
		"- 5":                     n("-5"),
		"KRW(45.1e9)":             burden.Amount("45.1e9", burden.KRW),
		"KRW(-1)":                 burden.Amount(-1, burden.KRW),
		`amount(5, "KRW/person")`: burden.Amount(5, burden.KRW.Per(burden.Persons)),
		"amount(5, `KRW@2019`)":   burden.Amount(5, "KRW@2019"),
		`amount(5, "")`:           n("5"),
		`amount(5, "ton")`:        burden.Amount(5, "ton"), // one letter from on
		"Rond(5)":                 burden.Amount(5, "Rond"),
		"min(cpi,0,4)":            cpi.AtMost(n("0"), n("4")),
		"min(1,0)":                one.AtMost(n("0")),
		"min(1,0.5)":              one.AtMost(n("0.5")),
		"by_year{2009:1,2010:2}":  c.Starts(2009, one).From(2010, n("2")).Formula(),
		"on(prior_october, base[-1] * 0.25 + base * 0.75)": base.Lag(1).Times(n("0.25")).Plus(base.Times(n("0.75"))).On(burden.FiscalOctober),
		"on( april , on(calendar, cpi) )[-1]":              cpi.On(burden.Calendar).On(burden.FiscalApril).Lag(1),
		"base + base * cpi - base":                         base.Plus(base.Times(cpi)).Minus(base),
		"cpi-1":                                            cpi.Minus(one),
		"cpi - -1":                                         cpi.Minus(n("-1")),
		"base + base + base":                               base.Plus(base, base),
		"(base + base) + base":                             base.Plus(base).Plus(base),
		"base - base - base":                               base.Minus(base).Minus(base),
		"cpi * cpi * cpi + cpi":                            cpi.Times(cpi, cpi).Plus(cpi),
		"min(min(cpi, 1), ceiling)":                        mustRewrite(t, cpi.AtMost(one, ceiling), "0", cpi.AtMost(one), 2),
		"max(cpi, ceiling, 0)":                             cpi.AtLeast(ceiling, n("0")),
		"cpi[-2]":                                          cpi.Lag(2),
		"cpi[-0]":                                          cpi.Lag(0),
		"cpi[2008][-1]":                                    cpi.At(2008).Lag(1),
		"sum(cpi, -5, -1)":                                 cpi.SumLags(5, 1),
		"sum(cpi, 1, 5)":                                   cpi.SumBetween(1, 5),
		"by_year{1: cpi, 9999: 1}":                         burden.NewLine("x", burden.Ratio).Starts(1, cpi).From(9999, one).Formula(),
		"exact(pow(base / base, -100, 100))":               base.Over(base).ToThe(-100, 100).Exactly(),
		"exact(pow(base / base, 100, 1))":                  base.Over(base).ToThe(100, 1).Exactly(),
		"sum(cpi, 0, 0)":                                   cpi.SumLags(0, 0),
		"sum(cpi, 2009, 2013)":                             cpi.SumBetween(2009, 2013),
		"sum(cpi, 2009, 2009)":                             cpi.At(2009),
		"round(base * cpi, 0.1e9, half_up)":                base.Times(cpi).RoundedTo("1e8", burden.HalfUp),
		"round((base / cpi), 3, exact)":                    base.Over(cpi).RoundedTo("3", burden.Exact),
		"round(base * cpi / 3, 1, floor)":                  base.Times(cpi).Over(n("3")).RoundedTo("1", burden.Floor),
		"exact(base / (base / cpi))":                       {},
		"exact(pow((base) / base, -1, 2))":                 base.Over(base).ToThe(-1, 2).Exactly(),
		"when(cpi < ceiling, 1, -1)":                       burden.When(cpi.Below(ceiling), one, n("-1")),
		"by_year{2009: base,\n2010: round(contribution[-1] * (1 + min(cpi[-2], ceiling)), 0.1e9, half_up),\n2014: none,\n}": c.Starts(2009, base).
			Then(c.Previous().GrownBy(cpi.Lag(2).AtMost(ceiling)).RoundedTo("0.1e9", burden.HalfUp)).Until(2013).Formula(),
	} {
		f, err := burden.ParseFormula(text, names)
		if want.Node().Kind == burden.NoNode {
			assert.ErrorIs(t, err, burden.ErrSyntax, text)
			continue
		}
		if assert.NoError(t, err, text) {
			assert.True(t, f.Equal(want), "%s: read as %s, want %s", text, f, want)
		}
	}
}

// mustRewrite nests what building by methods would have merged: the node of kind
// minimum with the first of its operands replaced by a minimum, and one dropped.
func mustRewrite(t *testing.T, f burden.Formula, _ burden.Site, inner burden.Formula, keep int) burden.Formula {
	t.Helper()
	outer := burden.Amount(0, burden.Ratio).AtMost(f.Node().Operands[keep])
	nested, err := burden.Rewrite(outer, "0", inner)
	require.NoError(t, err)
	return nested
}

// grown builds a random formula of every kind of node, as text of any shape can be.
type grower struct {
	*rand.Rand
	names burden.Names
	kinds map[burden.Kind]int
}

func (g grower) pick(of ...string) burden.Formula { return burden.Sum(g.names[of[g.IntN(len(of))]]) }

func (g grower) number() string {
	return []string{"0", "1", "-1", "0.04", "-2.5", "760.0e9", "1e-30", "123456789.123456789", "-7e3"}[g.IntN(9)]
}

func (g grower) grow(depth int) burden.Formula {
	f := g.node(depth)
	g.kinds[f.Node().Kind]++
	return f
}

func (g grower) node(depth int) burden.Formula {
	sub := func() burden.Formula { return g.grow(depth - 1) }
	some := func(least int) []burden.Operand {
		list := make([]burden.Operand, least+g.IntN(3))
		for i := range list {
			list[i] = sub()
		}
		return list
	}
	rounding := burden.RoundTo([]string{"0.01", "100", "0.1e9", "3"}[g.IntN(4)], burden.Mode(g.IntN(8)))
	if g.IntN(5) == 0 {
		rounding = burden.Rounding{}
	}
	choice := g.IntN(21)
	if depth == 0 {
		choice = g.IntN(4)
	}
	switch choice {
	case 0:
		return g.pick("base", "cpi", "ceiling", "troops", "min")
	case 1:
		return g.pick("contribution", "sma8.contribution", "sma8.growth.raw", "half_up", "_")
	case 2:
		return burden.Amount(g.number(), burden.Ratio)
	case 3:
		return burden.Amount(g.number(), []burden.Unit{burden.KRW, "KRW/person", "KRW@2019", "min", "func", "on", "KRW·month/person^2", "KRW@1991/USD@2019", "vessel", `quo"ted`}[g.IntN(10)])
	case 4:
		return sub().Plus(some(1)...)
	case 5:
		return sub().Minus(sub())
	case 6:
		return sub().Times(some(1)...)
	case 7:
		return sub().Over(sub()).Rounded(rounding)
	case 8:
		return sub().Over(sub()).ToThe(g.IntN(21)-10, 1+g.IntN(10)).Rounded(rounding)
	case 9:
		return sub().Rounded(rounding)
	case 10:
		return sub().AtMost(some(1)...)
	case 11:
		return sub().AtLeast(some(1)...)
	case 12:
		return sub().Lag(g.IntN(4))
	case 13:
		return sub().At(2000 + g.IntN(20))
	case 14:
		from := 2000 + g.IntN(9)
		return sub().SumBetween(from, from+g.IntN(3))
	case 15:
		to := g.IntN(3)
		return sub().SumLags(to+g.IntN(3), to)
	case 16:
		d := burden.NewLine("x", burden.KRW).Starts(2000, sub()).From(2003+g.IntN(3), sub()).In(2007, sub())
		if g.IntN(2) == 0 {
			d = d.Until(2008+g.IntN(3)).From(2020, sub())
		}
		return d.Formula()
	case 17:
		return burden.When(sub().Below(sub()), sub(), sub())
	case 18:
		bracket := burden.Bracket{Above: sub(), Rate: sub()}
		return burden.MarginalBrackets(sub(), bracket, burden.Bracket{Above: sub(), Rate: sub()}) // unagreed limits
	case 19:
		return sub().On(burden.YearBasis(g.IntN(23) - 11))
	default:
		// A minimum in a minimum, which methods would have merged.
		f, err := burden.Rewrite(sub().AtMost(sub()), "0", sub().AtMost(sub()))
		if err != nil {
			panic(err)
		}
		return f
	}
}

// Printing and parsing are inverses.
func TestParseReadsWhatIsPrinted(t *testing.T) {
	g := grower{rand.New(rand.NewPCG(7, 1)), speech(), map[burden.Kind]int{}}
	for range 4000 {
		f := g.grow(1 + g.IntN(4))
		text := f.String()
		read, err := burden.ParseFormula(text, g.names)
		require.NoError(t, err, text)
		require.True(t, read.Equal(f), "%s\nread as\n%s", text, read)
		require.Equal(t, text, read.String())
	}
	for k := burden.ConstantNode; k <= burden.BasisNode; k++ {
		if k != burden.PartNode {
			assert.Greater(t, g.kinds[k], 200, "kind %d", k)
		}
	}
}

func TestParseReadsPrintedParts(t *testing.T) {
	names := speech()
	base, cpi := names["base"], names["cpi"]
	for _, keep := range []bool{false, true} {
		split := burden.NewSplit("s", burden.KRW, burden.Split{Total: base, Quantum: "0.5", KeepRest: keep, Remainder: burden.FirstGetsIt,
			Members: []burden.Member{{Key: "keep_rest", Weight: cpi}, {Key: "none", Weight: cpi, Floor: base}, {Key: "round", Weight: cpi, Ceiling: base}, {Key: "d", Weight: cpi, Floor: base, Ceiling: base}}})
		m := modelOf(t, split)
		for _, l := range m.Lines() {
			f, _ := m.Formula(l)
			read, err := burden.ParseFormula(f.String(), m.Names())
			require.NoError(t, err, f)
			assert.True(t, read.Equal(f), "%s\nread as\n%s", f, read)
		}
	}
}

// A part has at most 1,024 members, keep_rest besides.
func TestLongestPart(t *testing.T) {
	var members strings.Builder
	for i := range burden.MaxMembers {
		fmt.Fprintf(&members, ", m%d(1)", i)
	}
	f := parsed(t, "part(m7, cpi, 1, largest_remainder, keep_rest"+members.String()+")")
	assert.Len(t, f.Node().Shares.Keys, 1024)
	_, err := burden.ParseFormula("part(m7, cpi, 1, largest_remainder, keep_rest"+members.String()+", one(1))", speech())
	assert.ErrorIs(t, err, burden.ErrSyntax)
}

func TestFormulaEqual(t *testing.T) {
	g := grower{rand.New(rand.NewPCG(7, 2)), speech(), map[burden.Kind]int{}}
	formulas := map[string]burden.Formula{}
	for range 600 {
		f := g.grow(1 + g.IntN(2))
		formulas[f.String()] = f
	}
	for a, f := range formulas {
		for b, h := range formulas {
			if f.Equal(h) != (a == b) {
				t.Fatalf("%s and %s", a, b)
			}
		}
	}
	parts := []string{
		"part(a, cpi, 1, largest_remainder, a(1), b(2))", "part(b, cpi, 1, largest_remainder, a(1), b(2))", "part(a, cpi, 2, largest_remainder, a(1), b(2))",
		"part(a, cpi, 1, first_gets_it, a(1), b(2))", "part(a, cpi, 1, largest_remainder, keep_rest, a(1), b(2))", "part(a, cpi, 1, first_gets_it, keep_rest, a(1), b(2))",
		"part(a, cpi, 1, largest_remainder, a(1), c(2))", "part(a, cpi, 1, largest_remainder, a(1), b(3))", "part(a, cpi, 1, largest_remainder, a(1), b(2, 0, none))", "part(a, cpi, 1, largest_remainder, a(1), b(2, none, 0))",
	}
	for _, a := range parts {
		for _, b := range parts {
			assert.Equal(t, a == b, parsed(t, a).Equal(parsed(t, b)), "%s and %s", a, b)
		}
	}
	var zero burden.Formula
	assert.True(t, zero.Equal(burden.Formula{}))
	assert.False(t, zero.Equal(burden.Amount(1, burden.Ratio)))
	huge := burden.Amount(1, burden.Ratio)
	for range 80 {
		huge = huge.Plus(huge) // 2^80 nodes, if they were not shared
	}
	assert.True(t, huge.Equal(huge))
	assert.False(t, huge.Equal(huge.Plus(huge)))
}

func TestParseDefinition(t *testing.T) {
	names := speech()
	c := names["contribution"].(burden.Line)
	d, err := burden.ParseDefinition(" contribution =\n by_year{2009: base, 2010: contribution[-1]}", names)
	require.NoError(t, err)
	assert.Equal(t, "contribution", d.Line().Name())
	want := c.Starts(2009, names["base"]).Then(c.Previous())
	assert.True(t, d.Formula().Equal(want.Formula()))
	// The years are the definition's own: what follows from a year, ends it there.
	assert.Equal(t, want.From(2009, names["base"]).In(2012, names["base"]).Formula().String(), d.From(2009, names["base"]).In(2012, names["base"]).Formula().String())
	d, err = burden.ParseDefinition("contribution=base", names)
	require.NoError(t, err)
	assert.Equal(t, "base", d.Formula().String())
	m := modelOf(t, d)
	p := projectionOf(t, m, 2010, 2010, c)
	v, err := p.Value(c, 2010)
	require.NoError(t, err)
	dectest.Equal(t, "1", v)
}

// What is hostile is refused soon, whatever it would cost to read.
func TestHostileFormulas(t *testing.T) {
	const mib = 1 << 20
	for name, text := range map[string]string{
		"parentheses": strings.Repeat("(", mib),
		"brackets":    "cpi" + strings.Repeat("[cpi", mib/4-1),
		"braces":      strings.Repeat("by_year{1:", mib/10),
		"calls":       strings.Repeat("min(", mib/4),
		"indexes":     "cpi" + strings.Repeat("[-1]", mib/4-1),
		"minus":       strings.Repeat("- ", mib/2),
		"stars":       strings.Repeat("*", mib),
		"slices":      strings.Repeat("[]", mib/2),
		"functions":   strings.Repeat("func(", mib/5),
		"channels":    strings.Repeat("<-", mib/2),
		"sum":         strings.Repeat("cpi+", mib/4-1) + "cpi",
		"difference":  strings.Repeat("cpi-", mib/4-1) + "cpi",
		"product":     strings.Repeat("1*", mib/2-1) + "1",
		"dots":        strings.Repeat("a.", mib/2-1) + "a",
		"arguments":   "min(" + strings.Repeat("1,", mib/2-4) + "1)",
		"years":       "by_year{" + strings.Repeat("1:1,", mib/4-3) + "}",
		"digits":      strings.Repeat("9", mib),
		"letters":     strings.Repeat("a", mib),
		"text":        `"` + strings.Repeat(`\x00`, mib/4-1) + `"`,
		"bytes":       strings.Repeat("\xff", mib),
		"too long":    strings.Repeat(" ", mib+1),
		"unknown":     strings.Repeat("a1+", mib/3-1) + "a1",
		"sums":        strings.Repeat("sum(", 1500) + "1" + strings.Repeat(", 1, 9999)", 1500),
	} {
		var err error
		words := speech()
		effort.AtMost(t, uint64(400*len(text)), func() { _, err = burden.ParseFormula(text, words) }, name)
		assert.Error(t, err, name)
		assert.LessOrEqual(t, len(burden.Faults(err)), 10, name)
		for _, f := range burden.Faults(err) {
			_, ok := errors.AsType[*burden.TextError](f)
			assert.True(t, ok, name)
			assert.Less(t, len(f.Error()), 400, name)
		}
	}
}

// The deepest formula there may be can be written and read.
func TestDeepestFormula(t *testing.T) {
	f := parsed(t, "cpi")
	for range burden.MaxDepth/2 - 1 { // three brackets for two nodes
		f = f.Minus(burden.Amount(1, burden.Ratio)).Over(f).ToThe(1, 2).RoundedTo("0.01", burden.HalfUp)
		f = mustReplace(t, f, "1", "cpi")
	}
	deep := parsed(t, f.String())
	assert.True(t, deep.Equal(f))
	g := parsed(t, "cpi")
	for range burden.MaxDepth - 1 {
		g = burden.Amount("-1", burden.Ratio).Plus(g)
	}
	read := parsed(t, g.String())
	assert.True(t, read.Equal(g))
	_, err := burden.ParseFormula("1 + ("+g.String()+")", speech())
	assert.ErrorIs(t, err, burden.ErrTooLarge)
}

// Too deep a formula is refused at the first operand that is nested more than 1,024 deep,
// twice what a formula may be. Some forms nest what is in them by two or three.
func TestPlaceOfTooDeep(t *testing.T) {
	for _, c := range []struct {
		before, after string // of what is nested
		level, first  int    // in which level the first operand is too deep, and where in before it stands
	}{
		{"1 + (", ")", 1024, 0},
		{"(", ") + 1", 1024, 0},
		{"min(1, ", ")", 1024, 4},
		{"min(cpi[-1], ", ")", 1023, 4}, // cpi is one deeper
		{"smaller(", ", 1)", 1024, 8},
		{"sum(", ", -1, 0)", 1024, 4},
		{"on(april, ", ")", 1024, 10},
		{"when(", " < 1, 1, 1)", 1024, 5},
		{"when(1 < ", ", 1, 1)", 1024, 5},
		{"when(1 < 1, ", ", 1)", 1024, 5},
		{"when(1 < 1, 1, ", ")", 1024, 5},
		{"by_year{1: ", "}", 1024, 11},
		{"round(", ", 1, up)", 1024, 6},
		{"exact(", " / 1)", 512, 6},
		{"exact(1 / ", ")", 512, 6},
		{"round(", " / 1, 1, up)", 512, 6},
		{"round(pow(", " / 1, 1, 2), 1, up)", 341, 10},
		{"exact(pow(1 / ", ", 1, 2))", 341, 10},
		{"part(a, ", ", 1, largest_remainder, a(1))", 1024, 8},
		{"part(a, 1, 1, largest_remainder, a(1 + ", "))", 512, 8}, // with a sum each, or there are too many brackets
		{"part(a, 1, 1, largest_remainder, a(1, 1 + ", ", none))", 512, 8},
		{"part(a, 1, 1, largest_remainder, a(1, none, 1 + ", "))", 512, 8},
	} {
		n := c.level + 100
		_, err := burden.ParseFormula(strings.Repeat(c.before, n)+"1"+strings.Repeat(c.after, n), speech())
		e, ok := errors.AsType[*burden.TextError](err)
		if assert.True(t, ok, c.before) {
			assert.ErrorIs(t, e, burden.ErrTooLarge, c.before)
			assert.Equal(t, c.level*len(c.before)+c.first, e.Offset, c.before)
		}
	}
}

// Brackets side by side are not deep.
func TestManyBrackets(t *testing.T) {
	f := parsed(t, "(1)"+strings.Repeat(" + (1)", 1999))
	assert.Len(t, f.Node().Operands, 2000)
}

func mustReplace(t *testing.T, f burden.Formula, at burden.Site, text string) burden.Formula {
	t.Helper()
	g, err := burden.Rewrite(f, at, parsed(t, text))
	require.NoError(t, err)
	return g
}

func FuzzParseFormula(f *testing.F) {
	g := grower{rand.New(rand.NewPCG(7, 3)), speech(), map[burden.Kind]int{}}
	for range 50 {
		f.Add(g.grow(3).String())
	}
	for _, c := range brokenFormulas {
		f.Add(c.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		names := speech()
		read, err := burden.ParseFormula(text, names)
		if err != nil {
			for _, fault := range burden.Faults(err) {
				e, ok := errors.AsType[*burden.TextError](fault)
				if !ok || e.Line < 1 || e.Column < 1 || e.Offset < 0 || e.Offset > len(text) || e.Err == nil || e.Problem == "" {
					t.Fatalf("%q: %#v", text, fault)
				}
			}
			return
		}
		again, err := burden.ParseFormula(read.String(), names)
		if err != nil || !again.Equal(read) {
			t.Fatalf("%q is printed %q, which is read as %q: %v", text, read, again, err)
		}
	})
}
