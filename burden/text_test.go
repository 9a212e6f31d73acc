package burden_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"math/big"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
)

func TestFormulaText(t *testing.T) {
	var (
		a, b = burden.NewParam("a", burden.KRW, burden.Constant(1)), burden.NewParam("b", burden.KRW, burden.Constant(2))
		x    = burden.NewLine("sma8.x", burden.KRW)
		g    = burden.NewIndexRule("growth", burden.Index{Driver: a})
		cent = burden.RoundTo("0.01", burden.HalfUp)
		n    = func(s string) burden.Formula { return burden.Amount(s, burden.Ratio) }
	)
	split := burden.NewSplit("s", burden.KRW, burden.Split{Total: a.Plus(b), Quantum: "0.1e9", KeepRest: true, Remainder: burden.FirstGetsIt,
		Members: []burden.Member{{Key: "host", Weight: n("3")}, {Key: "guest", Weight: n("1"), Ceiling: b}}})
	part, _ := modelOf(t, split).Formula(split.Part("guest"))
	for want, f := range map[string]burden.Formula{
		"part(guest, a + b, 100000000, first_gets_it, keep_rest, host(3), guest(1, none, b))": part,
		"none":                        {},
		"a":                           a.Formula,
		"sma8.x":                      x.Formula,
		"growth":                      g.Formula,
		"0.04":                        n("4.0%"),
		"-1":                          n("-1"),
		"KRW(760000000000)":           burden.Amount("760.0e9", burden.KRW),
		"KRW(-5)":                     burden.Amount(-5, burden.KRW),
		`amount(9.5, "KRW/person")`:   burden.Amount("9.50", burden.KRW.Per(burden.Persons)),
		"a + b + a":                   a.Plus(b, a),
		"a + (b + a)":                 a.Plus(b.Plus(a)),
		"a + (b - a)":                 a.Plus(b.Minus(a)),
		"a - b - a":                   a.Minus(b).Minus(a),
		"a - (b - a)":                 a.Minus(b.Minus(a)),
		"a - b + a":                   a.Minus(b).Plus(a),
		"a + b * a":                   a.Plus(b.Times(a)),
		"(a + b) * a":                 a.Plus(b).Times(a),
		"a * (b * a)":                 a.Times(b.Times(a)),
		"(a * b) * a":                 a.Times(b).Times(a),
		"a * b + a":                   a.Times(b).Plus(a),
		"(a + b) + a":                 a.Plus(b).Plus(a),       // two nodes
		`amount(5, "min")`:            burden.Amount(5, "min"), // a word of formulas
		`amount(5, "range")`:          burden.Amount(5, "range"),
		"a * (b - a) * (-1)":          a.Times(b.Minus(a), n("-1")),
		"(-1) * a":                    n("-1").Times(a),
		"a * (1 + growth)":            a.GrownBy(g),
		"round(a / b, 0.01, half_up)": a.Over(b).Rounded(cent),
		"round((a + b) / (b * a), 0.01, half_up)": a.Plus(b).Over(b.Times(a)).Rounded(cent),
		"exact(a / b)": a.Over(b).Exactly(),
		"round(exact(a / b) / exact(b / a), 5, down)":        a.Over(b).Exactly().Over(b.Over(a).Exactly()).RoundedTo("5", burden.Down),
		"round(pow(a / b, -1, 2), 0.01, half_up)":            a.Over(b).ToThe(-1, 2).Rounded(cent),
		"exact(pow(a / b, 3, 1))":                            a.Over(b).ToThe(3, 1).Exactly(),
		"round(a + b, 100000000, half_even)":                 a.Plus(b).RoundedTo("0.1e9", burden.HalfEven),
		"min(a, b, a + b)":                                   a.AtMost(b, a.Plus(b)),
		"min(a, b, a)":                                       a.AtMost(b).AtMost(a), // one node for all ceilings
		"max(min(a, b), KRW(0))":                             a.AtMost(b).AtLeast(burden.Amount(0, burden.KRW)),
		"sma8.x[-1]":                                         x.Previous(),
		"sma8.x[-1][-2]":                                     x.Previous().Lag(2),
		"(a + b)[-3]":                                        a.Plus(b).Lag(3),
		"min(a, b)[2010]":                                    a.AtMost(b).At(2010),
		"(a * b)[2010]":                                      a.Times(b).At(2010),
		"sum(a + b, 2009, 2013)":                             a.Plus(b).SumBetween(2009, 2013),
		"sum(a, -5, -1)":                                     a.SumLags(5, 1),
		"sum(a, -2, 0)":                                      a.SumLags(2, 0),
		"when(a < b, a + b, none)":                           burden.When(a.Below(b), a.Plus(b), nil),
		"when(a + b < b, when(none < none, a, b), 2)":        burden.When(a.Plus(b).Below(b), burden.When(burden.Condition{}, a, b), n("2")),
		"by_year{2009: a, 2010: sma8.x[-1] + b, 2014: none}": x.Starts(2009, a).Then(x.Previous().Plus(b)).Until(2013).Formula(),
		"by_year{1: a, 9999: b}":                             x.Is(a).In(9999, b).Formula(),
		"by_year{1: a, 2011: b, 2012: a}":                    x.Is(a).In(2011, b).Formula(),
	} {
		assert.Equal(t, want, f.String())
	}
}

// reader evaluates the text of formulas, read by Go's own parser.
type reader struct{ *world }

func (r reader) eval(e ast.Expr, year int) (*big.Rat, error) {
	switch e := e.(type) {
	case *ast.ParenExpr:
		return r.eval(e.X, year)
	case *ast.BasicLit:
		return rat(e.Value), nil
	case *ast.UnaryExpr:
		v, err := r.eval(e.X, year)
		if err != nil {
			return nil, err
		}
		return new(big.Rat).Neg(v), nil
	case *ast.Ident:
		for i, p := range r.params {
			if v, ok := r.values[i][year]; ok && p.Name() == e.Name {
				return v, nil
			}
		}
		for i, l := range r.lines {
			if l.Name() == e.Name {
				return r.oracles[i](year)
			}
		}
		return nil, errNoValue
	case *ast.BinaryExpr:
		a, err := r.eval(e.X, year)
		if err != nil {
			return nil, err
		}
		b, err := r.eval(e.Y, year)
		if err != nil {
			return nil, err
		}
		switch {
		case e.Op == token.ADD:
			return new(big.Rat).Add(a, b), nil
		case e.Op == token.SUB:
			return new(big.Rat).Sub(a, b), nil
		case e.Op == token.MUL:
			return new(big.Rat).Mul(a, b), nil
		case e.Op == token.QUO && b.Sign() != 0:
			return new(big.Rat).Quo(a, b), nil
		}
		return nil, errNoValue
	case *ast.IndexExpr:
		if n := integer(e.Index); n > 0 {
			return r.eval(e.X, n)
		} else {
			return r.eval(e.X, year+n)
		}
	case *ast.CompositeLit:
		for i := len(e.Elts) - 1; i >= 0; i-- {
			if piece := e.Elts[i].(*ast.KeyValueExpr); integer(piece.Key) <= year {
				return r.eval(piece.Value, year)
			}
		}
		return nil, errNoValue
	}
	return r.call(e.(*ast.CallExpr), year)
}

func (r reader) call(e *ast.CallExpr, year int) (*big.Rat, error) {
	switch name := e.Fun.(*ast.Ident).Name; name {
	case "round":
		quantum, mode := rat(e.Args[1].(*ast.BasicLit).Value), burden.Exact
		for m := burden.HalfUp; m <= burden.Floor; m++ {
			if m.String() == e.Args[2].(*ast.Ident).Name {
				mode = m
			}
		}
		if power, ok := e.Args[0].(*ast.CallExpr); ok && power.Fun.(*ast.Ident).Name == "pow" {
			v, err := r.eval(power.Args[0], year)
			p, q := integer(power.Args[1]), integer(power.Args[2])
			if err != nil || v.Sign() < 0 || v.Sign() == 0 && p < 0 {
				return nil, errNoValue
			}
			return ratPower(v, p, q, quantum, mode), nil
		}
		v, err := r.eval(e.Args[0], year)
		if err != nil {
			return nil, err
		}
		return ratRound(v, quantum, mode), nil
	case "exact":
		v, err := r.eval(e.Args[0], year)
		if err != nil {
			return nil, err
		}
		if _, finite := v.FloatPrec(); !finite {
			return nil, errNoValue
		}
		return v, nil
	case "sum":
		total, from, to := new(big.Rat), integer(e.Args[1]), integer(e.Args[2])
		if from <= 0 {
			from, to = year+from, year+to
		}
		for y := from; y <= to; y++ {
			v, err := r.eval(e.Args[0], y)
			if err != nil {
				return nil, err
			}
			total.Add(total, v)
		}
		return total, nil
	case "when":
		condition := e.Args[0].(*ast.BinaryExpr)
		a, err := r.eval(condition.X, year)
		if err != nil {
			return nil, err
		}
		b, err := r.eval(condition.Y, year)
		if err != nil {
			return nil, err
		}
		if a.Cmp(b) < 0 {
			return r.eval(e.Args[1], year)
		}
		return r.eval(e.Args[2], year)
	default: // min and max
		choose := map[string]func(a, b *big.Rat) *big.Rat{"min": least, "max": greatest}[name]
		result, err := r.eval(e.Args[0], year)
		for _, arg := range e.Args[1:] {
			var v *big.Rat
			if err == nil {
				v, err = r.eval(arg, year)
			}
			if err != nil {
				return nil, err
			}
			result = choose(result, v)
		}
		return result, nil
	}
}

func integer(e ast.Expr) int {
	if u, ok := e.(*ast.UnaryExpr); ok {
		return -integer(u.X)
	}
	n, err := strconv.Atoi(e.(*ast.BasicLit).Value)
	if err != nil {
		panic(err)
	}
	return n
}

// The text of a random formula, read and computed by other code, says what the
// formula computes: no parenthesis is missing.
func TestFormulaTextSaysWhatIsComputed(t *testing.T) {
	pick := random(4)
	values := 0
	for tree := range 200 {
		w := newWorld(pick)
		m := modelOf(t, w.define(4), w.define(4))
		for _, l := range w.lines {
			f, _ := m.Formula(l)
			text, err := parser.ParseExpr(f.String())
			require.NoError(t, err, f)
			for year := firstYear; year <= lastYear; year++ {
				want, wantErr := reader{w}.eval(text, year)
				p, err := m.Project(year, year, l)
				require.Equal(t, wantErr == nil, err == nil, "tree %d, %s %d: %v: %s", tree, l, year, err, f)
				if err != nil {
					continue
				}
				got, err := p.Value(l, year)
				require.NoError(t, err)
				require.Zero(t, got.Rat().Cmp(want), "tree %d, %s %d: %s", tree, l, year, f)
				values++
			}
		}
	}
	assert.Greater(t, values, 1500)
}
