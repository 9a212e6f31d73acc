package tape

import (
	"math/big"
	"slices"
)

// kernel names what a step does.
type kernel uint8

const (
	kAffine        kernel = iota // r = a × m + n
	kSum                         // r = a + b + c, and d unless that is none
	kLinear                      // r = a × m + b × n
	kMultiply                    // r = a × (b + n)
	kMultiplyThree               // r = a × b × c
	kMultiplyCut                 // kCutByConstant of kMultiply
	kLesser
	kGreater
	kGreaterLesser // r = min(max(a, b), c)
	kLesserGreater // r = max(min(a, b), c)
	kBelow         // with c the borrow, or none
	kPick          // by c
	kEither
	kSign
	kGather // table a at index b
	kAdd
	kSubtract
	kSubtractMasked // by d
	kMultiplyWord
	kScaleWord
	kScaleFused   // the number a × m + b, of two words or three
	kSpread       // the number of one word a × factors + b
	kProductFused // the number a × (the word b + n)
	kAddFused
	kSubtractFused
	kCutByConstant
	kCutSigned
	kInvert
	kMultiplyInverse
	kDivideUnsigned
	kDivideShort
	kDivideByConstant
	kDivideNarrow
	kDivideWide
	kDivideLong
)

// none is no row: the first of every stage holds nothing.
const none = 0

// step is a kernel with its rows and constants.
type step struct {
	kernel     kernel
	first      bool
	r, a, b, c int
	d          int
	m, n       int64
	division   *division
	fused      *fused
}

// fused are the rows of numbers of two or three words.
type fused struct {
	r, a, b []int
	factors []uint64
}

// division is what a quotient's kernel needs beyond rows of one word.
type division struct {
	r, a, b                         []int
	unsignedA, unsignedB, constantB bool
	settle                          *settled
	up                              *multiple
	inverse                         inverse
	flip                            int
	cut                             cut
	leading                         leading
	rule                            rule
	shift                           uint
}

// builder writes the steps of a stage. Rows are given out again when nothing reads
// them any more.
type builder struct {
	plan      *Plan
	stage     *stage
	number    int
	free      []int
	scratch   []int // to be given back when the node is done
	constants map[int64]int
	divided   map[ref]int // quotients, by divisor
	divisors  map[divisor]*reciprocal
}

// divisor is what reciprocals are made of, once.
type divisor struct {
	b    ref
	down int64
	rule rule
	low  uint // bits of the smallest
}

// operand is a number in the stage, with the words above its own.
type operand struct {
	rows     []int
	unsigned bool
	above    int
	constant *big.Int // nil if it varies
}

func (b *builder) row() int {
	if n := len(b.free); n > 0 {
		r := b.free[n-1]
		b.free = b.free[:n-1]
		return r
	}
	b.stage.rows++
	return b.stage.rows - 1
}

func (b *builder) rows(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = b.row()
	}
	return list
}

// temporary returns a row that lasts until the node is done.
func (b *builder) temporary() int {
	r := b.row()
	b.scratch = append(b.scratch, r)
	return r
}

func (b *builder) temporaries(n int) []int {
	list := b.rows(n)
	b.scratch = append(b.scratch, list...)
	return list
}

func (b *builder) emit(s step) { b.stage.steps = append(b.stage.steps, s) }

// last takes back the step before, if all it does is work out a number of one word that
// only the node of v reads, and v can make it a part of its own step.
func (b *builder) last(v *value, part ref, can func(s step) bool) (step, bool) {
	x := &b.plan.values[part]
	k := len(b.stage.steps) - 1
	if k < 0 || x.stage != b.number || x.kept || x.last == 0 || &b.plan.values[x.last] != v || len(x.rows) != 1 {
		return step{}, false
	}
	s := b.stage.steps[k]
	if s.r != x.rows[0] || !can(s) {
		return step{}, false
	}
	b.stage.steps = b.stage.steps[:k]
	return s, true
}

// lastOf is last for either operand of v, unless both are the same; other is the row of the
// other one. All are of one word.
func (b *builder) lastOf(v *value, n node, x, y *operand, can func(s step) bool) (before step, other int, ok bool) {
	if n.a == n.b {
		return step{}, none, false
	}
	if before, ok = b.last(v, n.b, can); ok {
		return before, x.rows[0], true
	}
	before, ok = b.last(v, n.a, can)
	return before, y.rows[0], ok
}

// raises reports a step that does no more than add a number.
func raises(s step) bool { return s.kernel == kAffine && s.m == 1 }

// constant returns a row that holds one word throughout.
func (b *builder) constant(k int64) int {
	if r, ok := b.constants[k]; ok {
		return r
	}
	r := b.stage.rows // never one that was used before
	b.stage.rows++
	b.constants[k] = r
	b.stage.constants = append(b.stage.constants, binding{r, k})
	return r
}

// word returns the row of the k-th word of a number.
func (b *builder) word(o *operand, k int) int {
	switch {
	case k < len(o.rows):
		return o.rows[k]
	case o.unsigned:
		return b.constant(0)
	case o.above == none:
		o.above = b.temporary()
		b.emit(step{kernel: kSign, r: o.above, a: o.rows[len(o.rows)-1]})
	}
	return o.above
}

// extended is a number's rows, so many, with those above its own.
func (b *builder) extended(o *operand, n int) []int {
	list := make([]int, n)
	for k := range list {
		list[k] = b.word(o, k)
	}
	return list
}

// inverted returns the rows for dividing by a number that is the divisor of several
// quotients of the stage.
func (b *builder) inverted(n node, y *operand, down int64, k rule, shift uint) *reciprocal {
	by := divisor{n.b, down, k, shift}
	if x, ok := b.divisors[by]; ok {
		return x
	}
	x := &reciprocal{shift: shift, factor: b.stage.rows, added: b.stage.rows + 1}
	b.stage.rows += 2 // never ones that were used before, and never given back
	b.divisors[by] = x
	b.emit(step{kernel: kInvert, r: x.factor, a: y.rows[0], c: x.added, n: down, division: &division{rule: k, shift: shift}})
	return x
}

// dividing counts the quotients of the stage by their divisors.
func (b *builder) dividing() map[ref]int {
	count := map[ref]int{}
	for i, n := range b.plan.program.graph.nodes {
		if v := &b.plan.values[i]; n.op == quotient && v.live && v.stage == b.number {
			count[n.b]++
		}
	}
	return count
}

// fuse writes a step for numbers of two or three words.
func (b *builder) fuse(k kernel, m uint64, n int64, f fused) {
	b.emit(step{kernel: k, m: int64(m), n: n, fused: &f})
}

// twos is an integer's n words in two's complement.
func twos(x *big.Int, n int) []int64 {
	list := make([]int64, n)
	if n == 1 {
		list[0] = low64(x)
		return list
	}
	rows := make([][]int64, n)
	for i := range rows {
		rows[i] = list[i : i+1]
	}
	negative := 0
	if x.Sign() < 0 {
		negative = 1
	}
	storeBig(rows, 0, x, negative)
	return list
}

// operand returns a node's number in this stage: a constant's rows are made, those of
// another stage are gathered.
func (b *builder) operand(r ref) *operand {
	v := &b.plan.values[r]
	o := &operand{unsigned: v.unsigned(), above: none}
	switch {
	case b.plan.program.graph.nodes[r].op == constant:
		return b.fixed(v.low, v.words)
	case v.stage == b.number:
		o.rows = v.rows
	default:
		o.rows = b.copied(v).rows
	}
	return o
}

// fixed is a constant of so many words.
func (b *builder) fixed(k *big.Int, words int) *operand {
	o := &operand{unsigned: k.Sign() >= 0, above: none, constant: k}
	for _, w := range twos(k, words) {
		o.rows = append(o.rows, b.constant(w))
	}
	return o
}

// copied brings a value of another stage here, once.
func (b *builder) copied(v *value) *value {
	x := v.abroad[b.number]
	if x == nil { // read only as a failure
		x = &value{words: 0, mayFail: v.mayFail, failed: none, last: 1 << 30}
		if v.abroad == nil {
			v.abroad = map[int]*value{}
		}
		v.abroad[b.number] = x
	}
	if x.rows == nil && x.words > 0 {
		x.rows = b.rows(x.words)
		for k, table := range v.rows {
			b.gather(x.rows[k], v, table)
		}
	}
	if v.mayFail && x.failed == none {
		x.failed = b.row()
		b.gather(x.failed, v, v.failed)
	}
	return x
}

// gather brings a tabled row of an earlier stage here.
func (b *builder) gather(r int, v *value, row int) {
	from := b.plan.stages[v.stage]
	at := slices.IndexFunc(from.tabled, func(t binding) bool { return t.row == row })
	table := 0
	if at >= 0 {
		table = int(from.tabled[at].k)
	} else { // an input's own column
		at = slices.IndexFunc(from.inputs, func(t binding) bool { return t.row == row })
		table = -1 - int(from.inputs[at].k)
	}
	index := slices.Index(b.stage.indexes, from.axes)
	if index < 0 {
		index = len(b.stage.indexes)
		b.stage.indexes = append(b.stage.indexes, from.axes)
	}
	b.emit(step{kernel: kGather, r: r, a: table, b: index})
}

// failed returns the row of ones where a node has no value, or none.
func (b *builder) failed(r ref) int {
	if r == failure {
		return b.constant(-1)
	}
	v := &b.plan.values[r]
	switch {
	case !v.mayFail:
		return none
	case v.stage == b.number:
		return v.failed
	}
	return b.copied(v).failed
}

// build writes the steps of the stage's nodes, in order.
func (b *builder) build() {
	p := b.plan
	g := p.program.graph
	b.divided = b.dividing()
	last := b.number == len(p.stages)-1
	if last && p.mayFail {
		p.fails = b.row()
		b.emit(step{kernel: kAffine, r: p.fails, a: b.constant(0), m: 1})
	}
	for i := 1; i < len(g.nodes); i++ {
		v := &p.values[i]
		if !v.live || v.stage != b.number || g.nodes[i].op == constant {
			continue
		}
		b.node(ref(i), v, g.nodes[i])
		if v.kept && !last && g.nodes[i].op != input {
			for _, r := range v.rows {
				b.table(r)
			}
			if v.failed != none {
				b.table(v.failed)
			}
		}
		if last && v.mayFail && (slices.Contains(p.program.asked, ref(i)) || slices.Contains(p.program.outputs, ref(i))) {
			b.emit(step{kernel: kEither, r: p.fails, a: p.fails, b: v.failed})
		}
		b.release(ref(i), g.nodes[i])
	}
	if last && p.mayFail {
		seen := map[ref]bool{}
		for _, r := range slices.Concat(p.program.asked, p.program.outputs) {
			if v := &p.values[r]; v.mayFail && v.stage != b.number && !seen[r] {
				seen[r] = true
				b.emit(step{kernel: kEither, r: p.fails, a: p.fails, b: b.failed(r)})
			}
		}
	}
}

// table keeps a row of this stage for later ones.
func (b *builder) table(row int) {
	b.stage.tabled = append(b.stage.tabled, binding{row, int64(len(b.plan.tables))})
	b.plan.tables = append(b.plan.tables, b.stage.size)
}

// release gives back the rows that nothing reads after a node.
func (b *builder) release(r ref, n node) {
	b.free = append(b.free, b.scratch...)
	b.scratch = b.scratch[:0]
	list := n.operands()
	for k, o := range [...]ref{r, list[0], list[1], list[2], list[3]} {
		if o == failure || k > 0 && slices.Contains(list[:k-1], o) {
			continue
		}
		v := &b.plan.values[o]
		if nodeOp := b.plan.program.graph.nodes[o].op; nodeOp == constant || nodeOp == input && v.stage == b.number {
			continue
		}
		x := v
		if v.stage != b.number {
			x = v.abroad[b.number]
		} else if v.kept {
			continue
		}
		if x == nil || x.last > r {
			continue
		}
		b.free = append(b.free, x.rows...)
		if x.failed != none {
			b.free = append(b.free, x.failed)
		}
		if x != v { // it may be wanted again, as a failure
			x.rows, x.failed = nil, none
		}
	}
}
