package tape

import (
	"math/big"

	"example.com/burdenshare/burden"
)

// fractions evaluates a model with big.Rat, by the meaning of each kind of node. It
// shares no code with this package or package burden. Powers and splits it leaves
// alone, and says so.
type fractions struct {
	model *burden.Model
	input func(param string, year int) (*big.Rat, bool)
	known map[cellName]result
	alone bool // a node that it leaves alone was met
}

type cellName struct {
	line string
	year int
}

type result struct {
	value  *big.Rat // nil: there is none
	absent bool
}

func (f *fractions) line(name string, year int) result {
	at := cellName{name, year}
	if r, ok := f.known[at]; ok {
		return r
	}
	if year < 1 {
		return result{}
	}
	line, _ := f.model.Line(name)
	formula, _ := f.model.Formula(line)
	if n := formula.Node(); n.Kind == burden.ByYearNode {
		if _, ok := piece(n, year); !ok {
			f.known[at] = result{absent: true}
			return f.known[at]
		}
	}
	f.known[at] = result{} // needed again on the way: a cycle
	f.known[at] = result{value: f.eval(formula, year)}
	return f.known[at]
}

// piece is what of a by-year node is in force.
func piece(n burden.Node, year int) (burden.Formula, bool) {
	var in burden.Formula
	for i, start := range n.Starts {
		if start <= year {
			in = n.Operands[i]
		}
	}
	return in, in != burden.Formula{}
}

// eval returns the value of a formula, nil if it has none.
func (f *fractions) eval(formula burden.Formula, year int) *big.Rat {
	n := formula.Node()
	operand := func(i int) *big.Rat { return f.eval(n.Operands[i], year) }
	switch n.Kind {
	case burden.ConstantNode:
		return n.Value.Rat()
	case burden.ParamNode:
		if v, ok := f.input(n.Name, year); ok {
			return v
		}
		p, _ := f.model.Param(n.Name)
		if e, ok := p.Series().At(year); ok {
			return e.Value.Rat()
		}
		return nil
	case burden.LineNode:
		return f.line(n.Name, year).value
	case burden.LagNode:
		return f.eval(n.Operands[0], year-n.From)
	case burden.SumNode:
		from, to := n.From, n.To
		if n.Relative {
			from, to = year-n.From, year-n.To
		}
		total := new(big.Rat)
		for y := from; y <= to; y++ {
			v := f.eval(n.Operands[0], y)
			if v == nil {
				return nil
			}
			total.Add(total, v)
		}
		return total
	case burden.ByYearNode:
		if p, ok := piece(n, year); ok {
			return f.eval(p, year)
		}
		return nil
	case burden.WhenNode:
		a, b := operand(0), operand(1)
		switch {
		case a == nil || b == nil:
			return nil
		case a.Cmp(b) < 0:
			return operand(2)
		}
		return operand(3)
	case burden.PowerNode, burden.PartNode:
		f.alone = true
		return nil
	}
	values := make([]*big.Rat, len(n.Operands))
	for i := range values {
		if values[i] = operand(i); values[i] == nil {
			return nil
		}
	}
	x := values[0]
	if n.Kind == burden.RoundNode {
		return rounded(x, n.Rounding)
	}
	for _, y := range values[1:] {
		switch n.Kind {
		case burden.AddNode:
			x = new(big.Rat).Add(x, y)
		case burden.SubtractNode:
			x = new(big.Rat).Sub(x, y)
		case burden.MultiplyNode:
			x = new(big.Rat).Mul(x, y)
		case burden.MinimumNode:
			if y.Cmp(x) < 0 {
				x = y
			}
		case burden.MaximumNode:
			if y.Cmp(x) > 0 {
				x = y
			}
		case burden.QuotientNode:
			if y.Sign() == 0 {
				return nil
			}
			return rounded(new(big.Rat).Quo(x, y), n.Rounding)
		default:
			f.alone = true
			return nil
		}
	}
	return x
}

// rounded rounds a fraction by what its mode says of the two multiples around it: the
// nearest, and of two equally near the one the mode names.
func rounded(x *big.Rat, r burden.Rounding) *big.Rat {
	if r.IsZero() {
		rest := new(big.Int).Set(x.Denom())
		for _, p := range []int64{2, 5} {
			for q, m := new(big.Int), new(big.Int); ; rest.Set(q) {
				if q.QuoRem(rest, big.NewInt(p), m); m.Sign() != 0 {
					break
				}
			}
		}
		if rest.Cmp(big.NewInt(1)) != 0 {
			return nil
		}
		return x
	}
	quantum := r.Quantum().Rat()
	k := new(big.Rat).Quo(x, quantum)
	low := new(big.Int).Div(k.Num(), k.Denom()) // the multiple at or below
	high := new(big.Int).Set(low)
	if !k.IsInt() {
		high.Add(high, big.NewInt(1))
	}
	toLow, toHigh := new(big.Rat).Sub(k, new(big.Rat).SetInt(low)), new(big.Rat).Sub(new(big.Rat).SetInt(high), k)
	outer, inner := high, low // away from zero, towards it
	if x.Sign() < 0 {
		outer, inner = low, high
	}
	nearer := low
	if toHigh.Cmp(toLow) < 0 {
		nearer = high
	}
	tie := toHigh.Cmp(toLow) == 0
	var pick *big.Int
	switch r.Mode() {
	case burden.Exact:
		if !k.IsInt() {
			return nil
		}
		pick = low
	case burden.Up:
		pick = outer
	case burden.Down:
		pick = inner
	case burden.Ceiling:
		pick = high
	case burden.Floor:
		pick = low
	case burden.HalfUp:
		if pick = nearer; tie {
			pick = outer
		}
	case burden.HalfDown:
		if pick = nearer; tie {
			pick = inner
		}
	case burden.HalfEven:
		if pick = nearer; tie && low.Bit(0) == 1 {
			pick = high
		}
	}
	return new(big.Rat).Mul(new(big.Rat).SetInt(pick), quantum)
}
