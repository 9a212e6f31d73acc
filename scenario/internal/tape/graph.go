package tape

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
)

// op is what a node computes.
type op uint8

const (
	fails      op = iota // nothing: a scenario that needs it is handed over
	constant             // constants[k]
	input                // the k-th input
	sum                  // a + b
	difference           // a - b
	product              // a × b
	quotient             // a / b, rounded once as roundings[k] says
	smaller              // of a and b
	larger               // of a and b
	choice               // c if a < b, else d; the one not taken counts for nothing
)

// ref names a node: its place in the graph. Operands stand before what uses them.
type ref int32

// node is one operation. Equal nodes are one node.
type node struct {
	op         op
	a, b, c, d ref
	k          int32
}

// rounding is a quantum, without zeros at its end, and a mode.
type rounding struct {
	quantum number
	mode    burden.Mode
}

// graph is a model unrolled over years, equal parts shared.
type graph struct {
	nodes     []node
	index     map[node]ref
	constants []number
	known     map[string]ref // constants by their text
	roundings []rounding
}

// failure is the node that has no value here. It is the first of every graph. Package
// burden's evaluator may have a value for it.
const failure ref = 0

// never stands for what fails whatever the inputs are: a year without a value, a divisor
// that is zero in every scenario. It is no node; whatever needs it never has a value
// either.
const never ref = -1

// noValue returns what comes of an operation if one of its operands has no value.
func noValue(a, b ref) (ref, bool) {
	switch {
	case a == never || b == never:
		return never, true
	case a == failure || b == failure:
		return failure, true
	}
	return 0, false
}

func newGraph(room int) *graph {
	return &graph{nodes: append(make([]node, 0, room), node{op: fails}), index: make(map[node]ref, room), known: map[string]ref{}}
}

// add returns the node, sharing it with an equal one.
func (g *graph) add(n node) ref {
	if r, ok := g.index[n]; ok {
		return r
	}
	r := ref(len(g.nodes))
	g.nodes = append(g.nodes, n)
	g.index[n] = r
	return r
}

func (g *graph) number(n number) ref {
	n = n.trimmed()
	var buffer [48]byte
	text := n.count.Append(buffer[:0], 36)
	text = append(text, 'e', byte(n.scale), byte(n.scale>>8), byte(n.scale>>16))
	if r, ok := g.known[string(text)]; ok {
		return r
	}
	r := ref(len(g.nodes))
	g.nodes = append(g.nodes, node{op: constant, k: int32(len(g.constants))})
	g.constants = append(g.constants, n)
	g.known[string(text)] = r
	return r
}

func (g *graph) decimal(d decimal.Decimal) ref { return g.number(numberOf(d)) }

// value returns the number of a constant node, and whether it is one.
func (g *graph) value(r ref) (number, bool) {
	if r <= failure {
		return number{}, false
	}
	if n := g.nodes[r]; n.op == constant {
		return g.constants[n.k], true
	}
	return number{}, false
}

// both returns the numbers of two constants.
func (g *graph) both(a, b ref) (x, y number, ok bool) {
	x, ok = g.value(a)
	if !ok {
		return
	}
	y, ok = g.value(b)
	return
}

// aligned returns two numbers' counts at their common scale.
func aligned(x, y number) (a, b *big.Int, scale int) {
	scale = max(x.scale, y.scale)
	return x.at(scale), y.at(scale), scale
}

// tooLong guards constants: beyond the limits nothing is worked out here.
func (n number) tooLong() bool {
	return n.count.BitLen() > maxBits || n.scale > maxScale || n.scale < -maxScale
}

// plus returns a + b, minus a - b, times a × b. What has no value makes what rests
// on it have none.
func (g *graph) plus(a, b ref) ref {
	if r, is := noValue(a, b); is {
		return r
	}
	if x, y, ok := g.both(a, b); ok {
		p, q, scale := aligned(x, y)
		return g.folded(number{new(big.Int).Add(p, q), scale})
	}
	return g.add(node{op: sum, a: min(a, b), b: max(a, b)})
}

func (g *graph) minus(a, b ref) ref {
	if r, is := noValue(a, b); is {
		return r
	}
	if x, y, ok := g.both(a, b); ok {
		p, q, scale := aligned(x, y)
		return g.folded(number{new(big.Int).Sub(p, q), scale})
	}
	return g.add(node{op: difference, a: a, b: b})
}

func (g *graph) times(a, b ref) ref {
	if r, is := noValue(a, b); is {
		return r
	}
	if x, y, ok := g.both(a, b); ok {
		return g.folded(number{new(big.Int).Mul(x.count, y.count), x.scale + y.scale})
	}
	return g.add(node{op: product, a: min(a, b), b: max(a, b)})
}

// folded is a constant worked out from others.
func (g *graph) folded(n number) ref {
	if n.tooLong() {
		return failure
	}
	return g.number(n)
}

// over returns a / b, rounded. Of constants, package burden does the rounding.
// Without a rounding the quotient has a value here only if the divisor is a constant
// whose inverse is a finite decimal: then it is a product.
func (g *graph) over(a, b ref, r burden.Rounding) ref {
	if x, is := noValue(a, b); is {
		return x
	}
	if x, y, ok := g.both(a, b); ok {
		d, err := r.Quotient(x.decimal(), y.decimal())
		if err != nil {
			return never
		}
		return g.decimal(d)
	}
	if y, ok := g.value(b); ok && y.count.Sign() == 0 {
		return never
	}
	if r.IsZero() {
		y, ok := g.value(b)
		if !ok {
			return failure
		}
		inverse, err := r.Quotient(decimal.NewFromInt(1), y.decimal())
		if err != nil {
			return failure
		}
		return g.times(a, g.decimal(inverse))
	}
	want := rounding{numberOf(r.Quantum()), r.Mode()}
	k := slices.IndexFunc(g.roundings, func(h rounding) bool {
		return h.mode == want.mode && h.quantum.scale == want.quantum.scale && h.quantum.count.Cmp(want.quantum.count) == 0
	})
	if k < 0 {
		k = len(g.roundings)
		g.roundings = append(g.roundings, want)
	}
	return g.add(node{op: quotient, a: a, b: b, k: int32(k)})
}

// limit returns the smaller or larger of a and b.
func (g *graph) limit(o op, a, b ref) ref {
	if r, is := noValue(a, b); is {
		return r
	}
	if a == b {
		return a
	}
	if x, y, ok := g.both(a, b); ok {
		p, q, _ := aligned(x, y)
		if (p.Cmp(q) < 0) == (o == smaller) {
			return a
		}
		return b
	}
	return g.add(node{op: o, a: min(a, b), b: max(a, b)})
}

// choose returns c where a < b, and d elsewhere.
func (g *graph) choose(a, b ref, c, d func() ref) ref {
	if r, is := noValue(a, b); is {
		return r
	}
	if x, y, ok := g.both(a, b); ok {
		if p, q, _ := aligned(x, y); p.Cmp(q) < 0 {
			return c()
		}
		return d()
	}
	then, otherwise := c(), d()
	switch {
	case then == never && otherwise == never:
		return never
	case then <= failure && otherwise <= failure:
		return failure
	}
	return g.add(node{op: choice, a: a, b: b, c: max(then, failure), d: max(otherwise, failure)})
}
