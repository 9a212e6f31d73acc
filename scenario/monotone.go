package scenario

import (
	"strconv"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
)

// A number that depends on a parameter is monotone if its formula says so: sums,
// limits and roundings keep the direction of what they are made of, products and
// quotients turn it by the sign of the other factor. The prover follows formulas
// through lines and years as an evaluation does, carrying, for each, a direction
// and an interval in place of a value. All other parameters have their values, so
// that a sign is known wherever the interval leaves out zero. What it cannot see it
// takes to go either way: it may fail to prove, but proves nothing that is wrong.

// direction is the ways in which a number may go as the parameter rises.
type direction uint8

const (
	constant direction = 0
	rising   direction = 1
	falling  direction = 2
	either   direction = rising | falling
)

// reversed is the direction of the negative.
func (d direction) reversed() direction { return d&rising<<1 | d&falling>>1 }

// fact is what is known of a number over the range of the parameter.
type fact struct {
	dir    direction
	lo, hi decimal.Decimal
	// safe says that computing it cannot fail at some values of the parameter and
	// not at others. Of an unsafe number nothing else is known.
	safe bool
}

func single(d decimal.Decimal) fact { return fact{constant, d, d, true} }

func (f fact) single() bool { return f.lo.Equal(f.hi) }

func (f fact) negative() fact { return fact{f.dir.reversed(), f.hi.Neg(), f.lo.Neg(), f.safe} }

// turned is a direction as multiplying by f leaves it.
func (f fact) turned(d direction) direction {
	switch {
	case f.lo.IsZero() && f.hi.IsZero():
		return constant
	case f.lo.Sign() >= 0:
		return d
	case f.hi.Sign() <= 0:
		return d.reversed()
	case d == constant:
		return constant
	}
	return either
}

// Bounds of an interval are moved outwards to digitsKept digits where they have
// more than digitsMax.
const (
	digitsMax    = 64
	digitsKept   = 40
	exponentsMax = 4096
	proofWork    = 1 << 19 // nodes looked at before a proof is given up
)

// kept is the fact with bounds of few digits.
func (f fact) kept() fact {
	if !f.safe {
		return fact{}
	}
	var okLo, okHi bool
	f.lo, okLo = outwards(f.lo, burden.Floor)
	f.hi, okHi = outwards(f.hi, burden.Ceiling)
	if !okLo || !okHi {
		return fact{}
	}
	if f.single() {
		f.dir = constant
	}
	return f
}

func outwards(d decimal.Decimal, mode burden.Mode) (decimal.Decimal, bool) {
	e, digits := int(d.Exponent()), d.NumDigits()
	if digits > digitsMax {
		r, err := burden.RoundTo("1e"+strconv.Itoa(e+digits-digitsKept), mode).Apply(d)
		return r, err == nil
	}
	return d, e <= exponentsMax && e >= -exponentsMax
}

// hull is the fact with an interval around the numbers.
func hull(dir direction, list ...decimal.Decimal) fact {
	return fact{dir, decimal.Min(list[0], list[1:]...), decimal.Max(list[0], list[1:]...), true}
}

// lineYear is a line in a year.
type lineYear struct {
	line string
	year int
}

// prover finds facts about the lines of a model in years.
type prover struct {
	model     *burden.Model // with the parameter at the low end of its range
	param     string
	years     []Years
	low, high decimal.Decimal
	facts     map[lineYear]fact
	open      map[lineYear]bool // looked at, and perhaps waiting for others
	nodes     map[burden.Formula]burden.Node
	at        lineYear // being looked at
	missing   []lineYear
	work      int
}

// direction says which way the metric goes as the parameter goes through the
// steps, if the formulas prove it.
func (v *variation) direction(steps Steps) direction {
	m, err := v.model(steps.At(0))
	if err != nil {
		return either
	}
	p := &prover{
		model: m, param: v.param.Name(), years: v.set(steps.At(0)).years,
		low: steps.At(0), high: steps.At(steps.Len() - 1),
		facts: map[lineYear]fact{}, open: map[lineYear]bool{}, nodes: map[burden.Formula]burden.Node{},
	}
	from, to := v.scenario.from, v.scenario.to
	// What an evaluation computes may not fail at some points only.
	for _, a := range v.metric.needs(m, from, to) {
		for year := max(a.From, from); year <= min(a.To, to); year++ {
			if f, applicable := p.line(a.Line, year); applicable && !f.safe {
				return either
			}
		}
	}
	sum := constant
	terms, ok := v.metric.flat()
	if !ok {
		return either // of a quotient nothing is proved
	}
	for _, t := range terms {
		first, last := t.from, t.to
		if t.all {
			first, last = from, to
		}
		for year := max(first, from); year <= min(last, to); year++ {
			f, _ := p.line(t.line, year)
			if t.negative {
				f = f.negative()
			}
			sum |= f.dir
		}
	}
	return sum
}

// node returns the top node of a formula.
func (p *prover) node(f burden.Formula) burden.Node {
	n, ok := p.nodes[f]
	if !ok {
		n = f.Node()
		p.nodes[f] = n
	}
	return n
}

// line returns the fact of a line in a year, and whether the line is applicable.
func (p *prover) line(l burden.Line, year int) (fact, bool) {
	f, ok := p.model.Formula(l)
	if !ok {
		return fact{}, true // no line of the model, which evaluation reports
	}
	if n := p.node(f); n.Kind == burden.ByYearNode {
		if _, ok := p.inForce(n, year); !ok {
			return fact{}, false
		}
	}
	return p.cell(lineYear{l.Name(), year}), true
}

// cell finds the fact of a line in a year, and of all it needs, on a stack of its
// own, so that years do not deepen the recursion.
func (p *prover) cell(wanted lineYear) fact {
	stack := []lineYear{wanted}
	for len(stack) > 0 {
		c := stack[len(stack)-1]
		if _, known := p.facts[c]; known {
			stack = stack[:len(stack)-1]
			continue
		}
		l, _ := p.model.Line(c.line)
		f, _ := p.model.Formula(l)
		p.open[c], p.at, p.missing = true, c, nil
		found := p.formula(f, c.year)
		if len(p.missing) > 0 {
			stack = append(stack, p.missing...)
			continue
		}
		if n := p.node(f); n.Kind == burden.PartNode {
			found = p.part(n, l, c.year)
		}
		p.facts[c] = found
	}
	return p.facts[wanted]
}

// formula finds the fact of a formula in a year. If it needs cells whose facts are
// missing, it lists them, and what it returns means nothing.
func (p *prover) formula(f burden.Formula, year int) fact {
	if p.work++; p.work > proofWork {
		p.missing = nil
		return fact{}
	}
	n := p.node(f)
	switch n.Kind {
	case burden.ConstantNode:
		return single(n.Value).kept()
	case burden.ParamNode:
		return p.parameter(n.Name, year).kept()
	case burden.LineNode:
		c := lineYear{n.Name, year}
		found, known := p.facts[c]
		if !known && year >= burden.MinYear && !p.open[c] {
			p.missing = append(p.missing, c)
		}
		return found
	case burden.LagNode:
		return p.formula(n.Operands[0], year-n.From)
	case burden.SumNode:
		from, to := n.From, n.To
		if n.Relative {
			from, to = year-n.From, year-n.To
		}
		sum := single(decimal.Decimal{})
		for y := from; y <= to; y++ {
			sum = sum.plus(p.formula(n.Operands[0], y))
		}
		return sum
	case burden.ByYearNode:
		if piece, ok := p.inForce(n, year); ok {
			return p.formula(piece, year)
		}
		return fact{}
	case burden.WhenNode:
		return p.when(n, year)
	}
	operands := make([]fact, len(n.Operands))
	for i, o := range n.Operands {
		if p.node(o).Kind != burden.NoNode { // a bound that a split does not have
			operands[i] = p.formula(o, year)
			if !operands[i].safe {
				operands[0].safe = false
			}
		}
	}
	if !operands[0].safe {
		return fact{}
	}
	return combine(n, operands)
}

// inForce returns the piece of a by-year node for a year.
func (p *prover) inForce(n burden.Node, year int) (burden.Formula, bool) {
	i := n.InForce(year)
	if i < 0 {
		return burden.Formula{}, false
	}
	return n.Operands[i], n.Operands[i] != burden.Formula{}
}

// parameter returns what is known of a parameter in a year.
func (p *prover) parameter(name string, year int) fact {
	if name == p.param {
		for _, y := range p.years {
			if y.from <= year && year <= y.to {
				return fact{rising, p.low, p.high, true}
			}
		}
	}
	param, _ := p.model.Param(name)
	e, ok := param.Series().At(year)
	return fact{constant, e.Value, e.Value, ok}
}

// when returns the fact of the branch taken, where the intervals tell, or else of
// both: as the condition turns, the number may go either way.
func (p *prover) when(n burden.Node, year int) fact {
	a, b := p.formula(n.Operands[0], year), p.formula(n.Operands[1], year)
	switch {
	case !a.safe || !b.safe:
		return fact{}
	case a.hi.LessThan(b.lo):
		return p.formula(n.Operands[2], year)
	case a.lo.GreaterThanOrEqual(b.hi):
		return p.formula(n.Operands[3], year)
	}
	x, y := p.formula(n.Operands[2], year), p.formula(n.Operands[3], year)
	if !x.safe || !y.safe {
		return fact{}
	}
	dir := either
	if a.dir == constant && b.dir == constant {
		dir = x.dir | y.dir // one of them throughout
	}
	return hull(dir, x.lo, x.hi, y.lo, y.hi).kept()
}

// part returns the share of a split that does not depend on the parameter, as it
// is evaluated. Of one that does, nothing is known: with remainders, a larger total
// may give a smaller share.
func (p *prover) part(n burden.Node, l burden.Line, year int) fact {
	for _, o := range n.Operands {
		if p.node(o).Kind == burden.NoNode {
			continue
		}
		if f := p.formula(o, year); !f.safe || f.dir != constant {
			return fact{}
		}
	}
	projection, err := p.model.Project(year, year, l)
	if err != nil {
		return fact{}
	}
	v, err := projection.Value(l, year)
	f := single(v)
	f.safe = err == nil
	return f.kept()
}

// combine returns the fact of a node from those of its operands, all safe.
func combine(n burden.Node, operands []fact) fact {
	f := operands[0]
	switch n.Kind {
	case burden.RoundNode:
		return f.rounded(n.Rounding)
	case burden.QuotientNode:
		return f.over(operands[1], n.Rounding).kept()
	case burden.PowerNode:
		return f.power(operands[1], n.P, n.Q, n.Rounding).kept()
	}
	for _, g := range operands[1:] {
		switch n.Kind {
		case burden.AddNode:
			f = f.plus(g)
		case burden.SubtractNode:
			f = f.plus(g.negative())
		case burden.MultiplyNode:
			f = f.times(g)
		case burden.MinimumNode:
			f = f.atMost(g)
		case burden.MaximumNode:
			f = f.negative().atMost(g.negative()).negative()
		default: // a part inside a formula, and whatever nodes there will be
			return fact{}
		}
	}
	return f
}

func (f fact) plus(g fact) fact {
	return fact{f.dir | g.dir, f.lo.Add(g.lo), f.hi.Add(g.hi), f.safe && g.safe}.kept()
}

// times rests on f₂g₂ - f₁g₁ = f₂(g₂ - g₁) + g₁(f₂ - f₁): each factor's direction,
// turned by the sign of the other over the whole range.
func (f fact) times(g fact) fact {
	r := hull(g.turned(f.dir)|f.turned(g.dir), f.lo.Mul(g.lo), f.lo.Mul(g.hi), f.hi.Mul(g.lo), f.hi.Mul(g.hi))
	r.safe = f.safe && g.safe
	return r.kept()
}

// atMost is the smaller of both. Where one is never larger, the other does not matter.
func (f fact) atMost(g fact) fact {
	dir := f.dir | g.dir
	switch {
	case f.hi.LessThanOrEqual(g.lo):
		dir = f.dir
	case g.hi.LessThanOrEqual(f.lo):
		dir = g.dir
	}
	return fact{dir, decimal.Min(f.lo, g.lo), decimal.Min(f.hi, g.hi), f.safe && g.safe}.kept()
}

// demands reports whether a rounding rounds nothing, so that what is not exact fails.
func demands(r burden.Rounding) bool { return r.Mode() == burden.Exact }

func (f fact) rounded(r burden.Rounding) fact {
	if demands(r) && !f.single() {
		return fact{}
	}
	lo, err1 := r.Apply(f.lo)
	hi, err2 := r.Apply(f.hi)
	return fact{f.dir, lo, hi, err1 == nil && err2 == nil}.kept()
}

// over needs a divisor that is never zero; its reciprocal has its sign and goes
// the other way. Unrounded, it needs one whose reciprocal is a finite decimal.
func (f fact) over(g fact, r burden.Rounding) fact {
	if g.lo.Sign() <= 0 && g.hi.Sign() >= 0 {
		return fact{}
	}
	if demands(r) && !(f.single() && g.single()) {
		_, err := burden.Rounding{}.Quotient(decimal.NewFromInt(1), g.lo)
		if !r.IsZero() || !g.single() || err != nil {
			return fact{}
		}
	}
	corners := make([]decimal.Decimal, 0, 4)
	for _, a := range []decimal.Decimal{f.lo, f.hi} {
		for _, b := range []decimal.Decimal{g.lo, g.hi} {
			c, err := r.Quotient(a, b)
			if err != nil {
				return fact{}
			}
			corners = append(corners, c)
		}
	}
	return hull(g.turned(f.dir)|f.turned(g.dir.reversed()), corners...)
}

// power is (f/g)^(p/q) of a quotient that is never negative. Its bounds are coarse:
// with k = ⌈|p|/q⌉, the power of a quotient x lies between 1 and x^k.
func (f fact) power(g fact, p, q int, r burden.Rounding) fact {
	if g.hi.Sign() < 0 {
		f, g = f.negative(), g.negative()
	}
	if f.lo.Sign() < 0 || g.lo.Sign() <= 0 || p < 0 && f.lo.IsZero() {
		return fact{}
	}
	if p < 0 {
		f, g, p = g, f, -p
	}
	dir := f.dir | g.dir.reversed()
	if p == 0 {
		dir = constant
	}
	if demands(r) && dir != constant {
		return fact{}
	}
	one := decimal.NewFromInt(1)
	x, err1 := burden.RoundTo("1e-20", burden.Floor).Quotient(f.lo, g.hi)
	y, err2 := burden.RoundTo("1e-20", burden.Ceiling).Quotient(f.hi, g.lo)
	if err1 != nil || err2 != nil {
		return fact{}
	}
	base := fact{constant, decimal.Min(one, x), decimal.Max(one, y), true}
	bounds := single(one)
	for range (p + q - 1) / q {
		bounds = bounds.times(base)
	}
	if !bounds.safe {
		return fact{}
	}
	if !demands(r) {
		bounds = bounds.rounded(r)
	}
	bounds.dir = dir
	return bounds
}
