package tape

import (
	"math/big"
	"math/bits"
	"slices"

	"example.com/burdenshare/burden"
)

// Limits of a value in a plan; beyond them the plain evaluator does it.
const (
	maxWords = 16
	maxBits  = 64 * maxWords
	maxScale = 1000
	// Package burden counts the digits of numbers beyond these as work, together less
	// than longWork times that of the node and its record.
	shortWords = 2
	shortScale = 64
	longWork   = 64
)

// Range says what an input is in a plan: counts of 10^-Scale from Low to High.
type Range struct {
	Low, High int64
	Scale     int
}

// Axes say how scenarios are numbered: every combination of the values of the axes,
// the last varying fastest, or if there is one axis, one after the other.
type Axes struct {
	Counts []int // values of each axis
	Of     []int // the axis of each input
	// Scenarios is how many will be run: tables longer than that do not pay.
	Scenarios int
}

// mask is a set of axes, a bit each.
type mask uint64

// value is what a plan knows of a node: its integers lie from low to high, and the
// number is integer × 10^-scale. An interval forgets how operands move together, so
// it may be wider than needed but never too narrow.
type value struct {
	low, high *big.Int
	scale     int
	words     int
	axes      mask
	mayFail   bool
	live      bool
	stage     int
	rows      []int          // of the stage it is computed in, least significant first
	failed    int            // row of all ones where it has no value, or none
	last      ref            // the last node of its stage that reads it
	kept      bool           // read by a later stage or as an output
	abroad    map[int]*value // copies in other stages
	quanta    *quanta        // of a rounded quotient
}

// quanta are how many quanta a rounded quotient comes to.
type quanta struct {
	ratio
	low, high *big.Int
}

func (v *value) unsigned() bool { return v.low.Sign() >= 0 }

// narrow reports whether a value is one word.
func (v *value) narrow() bool { return v.words == 1 }

// analyse works out scale, interval and axes of every node that is needed, and
// reports whether all are within the limits.
func (p *Plan) analyse(ranges []Range) bool {
	g := p.program.graph
	p.values = make([]value, len(g.nodes))
	p.mark(slices.Concat(p.program.asked, p.program.outputs))
	for i := 1; i < len(g.nodes); i++ {
		v := &p.values[i]
		if !v.live {
			continue
		}
		n := g.nodes[i]
		for _, o := range n.operands() {
			v.axes |= p.values[o].axes
		}
		switch n.op {
		case constant:
			c := g.constants[n.k]
			v.low, v.high, v.scale = c.count, c.count, c.scale
		case input:
			r := ranges[n.k]
			v.low, v.high, v.scale = big.NewInt(r.Low), big.NewInt(r.High), r.Scale
			v.axes = 1 << p.axes.Of[n.k]
		default:
			if !p.interval(v, n) {
				return false
			}
		}
		if v.words = words(v.low, v.high); v.words > maxWords || v.scale > maxScale || v.scale < -maxScale {
			return false
		}
		if (v.words > shortWords || v.scale > shortScale || v.scale < -shortScale) && p.program.work > maxWork/longWork {
			return false
		}
	}
	// Of what is asked for, but is no output, only the failures matter.
	roots := slices.Clone(p.program.outputs)
	for _, r := range p.program.asked {
		if p.values[r].mayFail {
			roots = append(roots, r)
		}
	}
	for i := range p.values {
		p.values[i].live = false
	}
	p.mark(roots)
	return true
}

// mark marks what nodes need as live.
func (p *Plan) mark(roots []ref) {
	for _, r := range roots {
		p.values[r].live = true
	}
	for i := len(p.values) - 1; i > 0; i-- {
		if !p.values[i].live {
			continue
		}
		for _, o := range p.program.graph.nodes[i].operands() {
			p.values[o].live = o != failure
		}
	}
}

// operands are the nodes that a node reads. Places that are not used name the one that
// always fails, and so may some that are.
func (n node) operands() [4]ref {
	switch n.op {
	case fails, constant, input:
		return [4]ref{}
	case choice:
		return [4]ref{n.a, n.b, n.c, n.d}
	}
	return [4]ref{n.a, n.b}
}

// interval works out what a node's values can be.
func (p *Plan) interval(v *value, n node) bool {
	a, b := &p.values[n.a], &p.values[n.b]
	v.mayFail = a.mayFail || b.mayFail
	switch n.op {
	case sum, difference:
		v.scale = max(a.scale, b.scale)
		al, ah, ok := a.scaled(v.scale)
		bl, bh, also := b.scaled(v.scale)
		if !ok || !also {
			return false
		}
		if n.op == sum {
			v.low, v.high = new(big.Int).Add(al, bl), new(big.Int).Add(ah, bh)
		} else {
			v.low, v.high = new(big.Int).Sub(al, bh), new(big.Int).Sub(ah, bl)
		}
	case product:
		v.scale = a.scale + b.scale
		if a.unsigned() && b.unsigned() {
			v.low, v.high = new(big.Int).Mul(a.low, b.low), new(big.Int).Mul(a.high, b.high)
			break
		}
		v.low, v.high = corners(a, b, func(x, y *big.Int) (low, high *big.Int) {
			z := new(big.Int).Mul(x, y)
			return z, z
		})
	case smaller, larger:
		v.scale = max(a.scale, b.scale)
		al, ah, ok := a.scaled(v.scale)
		bl, bh, also := b.scaled(v.scale)
		if !ok || !also {
			return false
		}
		v.low, v.high = least(al, bl), least(ah, bh)
		if n.op == larger {
			v.low, v.high = most(al, bl), most(ah, bh)
		}
	case choice:
		if _, _, ok := a.scaled(max(a.scale, b.scale)); !ok {
			return false
		}
		if _, _, ok := b.scaled(max(a.scale, b.scale)); !ok {
			return false
		}
		return p.branches(v, n)
	case quotient:
		return p.quotientInterval(v, n)
	}
	return true
}

// scaled returns the interval at another scale, and whether it is within the limits.
func (v *value) scaled(scale int) (low, high *big.Int, ok bool) {
	if scale == v.scale {
		return v.low, v.high, true
	}
	if scale-v.scale > maxBits/3 {
		return nil, nil, false
	}
	f := pow10(scale - v.scale)
	low, high = new(big.Int).Mul(v.low, f), new(big.Int).Mul(v.high, f)
	return low, high, words(low, high) <= maxWords
}

// corners returns the extremes of a function that is monotonic in each operand.
func corners(a, b *value, f func(x, y *big.Int) (low, high *big.Int)) (low, high *big.Int) {
	low, high = f(a.low, b.low)
	if a.unsigned() && b.low.Sign() > 0 { // the others lie between
		_, h := f(a.high, b.low)
		l, _ := f(a.low, b.high)
		return least(low, l), most(high, h)
	}
	for _, c := range [][2]*big.Int{{a.low, b.high}, {a.high, b.low}, {a.high, b.high}} {
		l, h := f(c[0], c[1])
		low, high = least(low, l), most(high, h)
	}
	return low, high
}

// branches joins the branches of a choice; one that always fails adds nothing.
func (p *Plan) branches(v *value, n node) bool {
	for _, r := range []ref{n.c, n.d} {
		if r == failure {
			v.mayFail = true
			continue
		}
		x := &p.values[r]
		v.mayFail = v.mayFail || x.mayFail
		if v.low == nil {
			v.low, v.high, v.scale = x.low, x.high, x.scale
			continue
		}
		scale := max(v.scale, x.scale)
		have := value{low: v.low, high: v.high, scale: v.scale}
		vl, vh, ok := have.scaled(scale)
		xl, xh, also := x.scaled(scale)
		if !ok || !also {
			return false
		}
		v.low, v.high, v.scale = least(vl, xl), most(vh, xh), scale
	}
	return true
}

// ratio is a quotient of integers: (a × up) / (b × down) is how many quanta.
type ratio struct {
	up, down *big.Int
}

// ratioOf returns by what a rounded quotient's operands are multiplied.
func (p *Plan) ratioOf(n node) (ratio, bool) {
	a, b, q := &p.values[n.a], &p.values[n.b], p.program.graph.roundings[n.k].quantum
	e := b.scale + q.scale - a.scale
	if e > maxBits/3 || -e > maxBits/3 {
		return ratio{}, false
	}
	r := ratio{one, q.count}
	if e > 0 {
		r.up = pow10(e)
	} else {
		r.down = new(big.Int).Mul(r.down, pow10(-e))
	}
	if common := new(big.Int).GCD(nil, nil, r.up, r.down); common.Cmp(one) != 0 {
		r.up, r.down = new(big.Int).Quo(r.up, common), new(big.Int).Quo(r.down, common)
	}
	return r, true
}

// times returns the interval of a value multiplied by a positive integer.
func (v *value) times(k *big.Int) (low, high *big.Int) {
	if k.Cmp(one) == 0 {
		return v.low, v.high
	}
	return new(big.Int).Mul(v.low, k), new(big.Int).Mul(v.high, k)
}

func (p *Plan) quotientInterval(v *value, n node) bool {
	k, ok := p.quanta(n)
	if !ok {
		return false
	}
	v.quanta = k
	r := p.program.graph.roundings[n.k]
	b := &p.values[n.b]
	v.mayFail = v.mayFail || r.mode == burden.Exact || b.low.Sign() <= 0 && b.high.Sign() >= 0
	v.scale = r.quantum.scale
	v.low, v.high = k.low, k.high
	if r.quantum.count.Cmp(one) != 0 {
		v.low, v.high = new(big.Int).Mul(k.low, r.quantum.count), new(big.Int).Mul(k.high, r.quantum.count)
	}
	return true
}

// quanta is the interval of how many quanta a rounded quotient comes to. Of a divisor
// that may be zero, the scenarios in which it is fail, and in the others it is at
// least one either way.
func (p *Plan) quanta(n node) (*quanta, bool) {
	r, ok := p.ratioOf(n)
	if !ok {
		return nil, false
	}
	a, b := p.values[n.a], p.values[n.b]
	a.low, a.high = a.times(r.up)
	b.low, b.high = b.times(r.down)
	if words(a.low, a.high) > maxWords || words(b.low, b.high) > maxWords {
		return nil, false
	}
	if b.low.Sign() <= 0 && b.high.Sign() >= 0 {
		// In the scenarios that fail, the division is by one.
		m := most(new(big.Int).Abs(a.low), new(big.Int).Abs(a.high))
		return &quanta{r, new(big.Int).Neg(m), m}, true
	}
	low, high := corners(&a, &b, func(x, y *big.Int) (low, high *big.Int) {
		k, rest := new(big.Int).DivMod(x, y, new(big.Int))
		if rest.Sign() == 0 {
			return k, k
		}
		if y.Sign() < 0 { // Euclidean: x = k y + rest, so x/y lies below k
			return new(big.Int).Sub(k, one), k
		}
		return k, new(big.Int).Add(k, one)
	})
	return &quanta{r, low, high}, true
}

func least(a, b *big.Int) *big.Int {
	if a.Cmp(b) < 0 {
		return a
	}
	return b
}

func most(a, b *big.Int) *big.Int {
	if a.Cmp(b) > 0 {
		return a
	}
	return b
}

// size is how many combinations of values the axes of a mask have, capped.
func (a Axes) size(m mask) int {
	n := 1
	for ; m != 0; m &= m - 1 {
		k := a.Counts[bits.TrailingZeros64(uint64(m))]
		if n > maxTable/max(k, 1) {
			return maxTable + 1
		}
		n *= k
	}
	return n
}
