package policytest

import (
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
)

// rewritten is a node changed.
type rewritten struct {
	kind, change string
	formula      burden.Formula
}

// sited is a formula with one node changed.
type sited struct {
	kind, change string
	site         burden.Site
	formula      func() burden.Formula
}

// inFormula lists the changes of a formula, by site.
func inFormula(f burden.Formula) []sited {
	var list []sited
	burden.Walk(f, func(at burden.Site, n burden.Node) bool {
		for _, c := range ofNode(n) {
			list = append(list, sited{c.kind, c.change, at, func() burden.Formula {
				g, _ := burden.Rewrite(f, at, c.formula) // the site is one of f's
				return g
			}})
		}
		return true
	})
	return list
}

// ofNode lists what a node may become.
func ofNode(n burden.Node) []rewritten {
	switch n.Kind {
	case burden.ConstantNode:
		return ofConstant(n)
	case burden.RoundNode, burden.QuotientNode, burden.PowerNode:
		return ofRounding(n)
	case burden.LagNode, burden.SumNode:
		return ofLag(n)
	case burden.MinimumNode, burden.MaximumNode:
		return ofLimits(n)
	case burden.AddNode:
		return ofSum(n)
	case burden.ByYearNode:
		return ofPieces(n)
	case burden.WhenNode:
		a, b, x, y := n.Operands[0], n.Operands[1], n.Operands[2], n.Operands[3]
		return []rewritten{
			{kind: "condition changed", change: "always", formula: x},
			{kind: "condition changed", change: "never", formula: y},
			{kind: "condition changed", change: "below became not above", formula: burden.When(b.Below(a), y, x)},
		}
	}
	return nil
}

func ofConstant(n burden.Node) []rewritten {
	if n.Value.IsZero() || n.Value.Equal(counted(1)) {
		return nil // an arithmetic one, as in 1 + rate
	}
	step := lastDigit([]decimal.Decimal{n.Value}, n.Unit)
	var list []rewritten
	for _, by := range []decimal.Decimal{step, step.Neg()} {
		v := n.Value.Add(by)
		list = append(list, rewritten{kind: "constant moved", change: became(burden.Text(n.Value), burden.Text(v)), formula: burden.Amount(v, n.Unit)})
	}
	return list
}

func ofRounding(n burden.Node) []rewritten {
	var list []rewritten
	for _, r := range otherRoundings(n.Rounding) {
		var f burden.Formula
		switch n.Kind {
		case burden.RoundNode:
			f = n.Operands[0].Rounded(r.to)
		case burden.QuotientNode:
			f = n.Operands[0].Over(n.Operands[1]).Rounded(r.to)
		default:
			f = n.Operands[0].Over(n.Operands[1]).ToThe(n.P, n.Q).Rounded(r.to)
		}
		list = append(list, rewritten{kind: r.kind, change: r.change, formula: f})
	}
	return list
}

// ofLag lists the moves of a lag, and of the years of a sum, by one year.
func ofLag(n burden.Node) []rewritten {
	var list []rewritten
	o := n.Operands[0]
	add := func(from, to int, f burden.Formula) {
		list = append(list, rewritten{kind: "lag moved", change: became(span(n.From, n.To), span(from, to)), formula: f})
	}
	for _, by := range []int{1, -1} {
		from, to := n.From+by, n.To+by
		switch {
		case n.Kind == burden.LagNode:
			if from >= 0 {
				list = append(list, rewritten{kind: "lag moved", change: became(strconv.Itoa(n.From), strconv.Itoa(from)), formula: o.Lag(from)})
			}
		case n.Relative:
			if to >= 0 {
				add(from, to, o.SumLags(from, to))
			}
		case from >= burden.MinYear && to <= burden.MaxYear:
			add(from, to, o.SumBetween(from, to))
		}
	}
	return list
}

// ofLimits drops the limits of a minimum or maximum, one at a time.
func ofLimits(n burden.Node) []rewritten {
	var list []rewritten
	for i := 1; i < len(n.Operands); i++ {
		rest := slices.Delete(slices.Clone(n.Operands), i, i+1)
		limits := make([]burden.Operand, len(rest)-1)
		for k, o := range rest[1:] {
			limits[k] = o
		}
		r := rewritten{kind: "ceiling dropped", change: brief(n.Operands[i].String()), formula: rest[0].AtMost(limits...)}
		if n.Kind == burden.MaximumNode {
			r.kind, r.formula = "floor dropped", rest[0].AtLeast(limits...)
		}
		list = append(list, r)
	}
	return list
}

// ofSum compounds rates that are added: a + b becomes (1 + a) × (1 + b) - 1, and
// 1 + a + b becomes (1 + a) × (1 + b). Of what are no rates the units will not agree.
func ofSum(n burden.Node) []rewritten {
	one := burden.Amount(1, burden.Ratio)
	ones := 0
	var factors []burden.Operand
	for _, o := range n.Operands {
		if c := o.Node(); c.Kind == burden.ConstantNode && c.Unit == burden.Ratio && c.Value.Equal(counted(1)) {
			ones++
			continue
		}
		factors = append(factors, one.Plus(o))
	}
	if ones > 1 || len(factors) < 2 {
		return nil
	}
	f := factors[0].(burden.Formula).Times(factors[1:]...)
	if ones == 0 {
		f = f.Minus(one)
	}
	return []rewritten{{kind: "rates compounded", formula: f}}
}

// ofPieces removes the pieces of a by-year node, one at a time, the piece before
// going on in its place. The first has none before it.
func ofPieces(n burden.Node) []rewritten {
	var list []rewritten
	for i := 1; i < len(n.Operands); i++ {
		// A line of any name and unit builds the node.
		var d burden.LineDefinition
		for k, o := range n.Operands {
			switch ended := o.Node().Kind == burden.NoNode; {
			case k == i:
			case k == 0:
				d = burden.NewLine("pieces", burden.Ratio).Starts(n.Starts[k], o)
			case ended:
				d = d.Until(n.Starts[k] - 1)
			default:
				d = d.From(n.Starts[k], o)
			}
		}
		what := "from " + strconv.Itoa(n.Starts[i])
		if i+1 < len(n.Starts) {
			what = span(n.Starts[i], n.Starts[i+1]-1)
		}
		list = append(list, rewritten{kind: "override removed", change: what + ": " + brief(n.Operands[i].String()), formula: d.Formula()})
	}
	return list
}
