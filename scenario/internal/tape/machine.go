package tape

import (
	"math/big"
	"math/bits"

	"github.com/shopspring/decimal"
)

// BlockLen is how many scenarios are worked out at a time: enough that what a step
// costs by itself does not count, few enough that the rows stay in the cache.
const BlockLen = 512

// apart is how much farther than a block's length rows stand apart: not a power of two, or
// the rows of a step would compete for the same places of the cache.
const apart = 8

// cacheWords is how many words the rows of a block may take before shorter blocks pay:
// eight MB. Beyond the nearer caches a block's columns are read in longer pieces for it.
const cacheWords = 1 << 20

// BlockLen is how many scenarios the run's machine is best given at a time: fewer than
// [BlockLen] where so many rows would not stay in the cache.
func (r *Run) BlockLen() int {
	n, stages := BlockLen, r.plan.stages
	for n > BlockLen/4 && n*stages[len(stages)-1].rows > cacheWords {
		n /= 2
	}
	return n
}

// Run is a plan with the inputs' columns, and its tables filled. It is safe for
// concurrent use by a Machine each.
type Run struct {
	plan    *Plan
	columns [][]int64
	tables  [][]int64
}

// NewRun fills the tables of a plan. A column has the counts of an input along its
// axis, of a plan with several axes each within the range planned.
func NewRun(p *Plan, columns [][]int64) *Run {
	r := &Run{plan: p, columns: columns, tables: make([][]int64, len(p.tables))}
	for i, n := range p.tables {
		r.tables[i] = make([]int64, n)
	}
	for i, s := range p.stages[:len(p.stages)-1] {
		if len(s.steps) == 0 {
			continue
		}
		m := r.machine(i, BlockLen)
		for from := 0; from < s.size; from += BlockLen {
			m.run(from, min(BlockLen, s.size-from))
		}
	}
	return r
}

// Machine works out blocks of scenarios, one after the other, in memory of its own.
type Machine struct {
	setup   *Run
	stage   *stage
	own     []int   // rows that are no column and no table
	memory  []int64 // of those
	rows    [][]int64
	words   [][]int64 // of a step's longer numbers
	indexes [][]int32
	from, n int
}

// Machine returns a machine for the run's scenarios, that many at a time at most.
func (r *Run) Machine(most int) *Machine { return r.machine(len(r.plan.stages)-1, most) }

func (r *Run) machine(i, most int) *Machine {
	s := r.plan.stages[i]
	stride := most + apart
	m := &Machine{setup: r, stage: s, rows: make([][]int64, s.rows), n: most}
	others := make([]bool, s.rows) // those of the columns and the tables, and none
	for _, t := range s.inputs {
		others[t.row] = true
	}
	for _, t := range s.tabled {
		others[t.row] = true
	}
	for k := 1; k < s.rows; k++ {
		if !others[k] {
			m.own = append(m.own, k)
		}
	}
	m.memory = make([]int64, len(m.own)*stride)
	for i, k := range m.own {
		m.rows[k] = m.memory[i*stride : i*stride+most]
	}
	for _, c := range s.constants {
		row := m.rows[c.row]
		for k := range row {
			row[k] = c.k
		}
	}
	for range s.indexes {
		m.indexes = append(m.indexes, make([]int32, most))
	}
	return m
}

// Block works out n scenarios from an index on, no more than the machine is for. It
// returns false, and has worked out nothing, if a count of an input that is read scenario
// by scenario is beyond the range planned. Looking at them costs little here: it is what
// brings them near.
func (m *Machine) Block(from, n int) bool {
	for _, t := range m.stage.inputs {
		k := m.setup.plan.ranges[t.k]
		if !within(m.setup.columns[t.k][from:from+n], k.Low, k.High) {
			return false
		}
	}
	m.run(from, n)
	return true
}

func (m *Machine) run(from, n int) {
	s, p := m.stage, m.setup.plan
	if n != m.n {
		stride := len(m.memory) / max(len(m.own), 1)
		for i, k := range m.own {
			m.rows[k] = m.memory[i*stride : i*stride+n]
		}
	}
	m.from, m.n = from, n
	for _, t := range s.inputs {
		m.rows[t.row] = m.setup.columns[t.k][from : from+n]
	}
	for _, t := range s.tabled {
		m.rows[t.row] = m.setup.tables[t.k][from : from+n]
	}
	for i, to := range s.indexes {
		p.axes.project(m.indexes[i][:n], from, s.axes, to)
	}
	for i := range s.steps {
		m.step(&s.steps[i])
	}
}

// project writes the index, among the combinations of the axes `to`, of n
// combinations of the axes `of` from an index on.
func (a Axes) project(index []int32, from int, of, to mask) {
	// The digits of the first combination, and by how much each moves the index.
	var digits, counts, strides [64]int
	k, stride := 0, 1
	at, rest := 0, from
	for j := len(a.Counts) - 1; j >= 0; j-- {
		if of>>j&1 == 0 {
			continue
		}
		counts[k], digits[k] = a.Counts[j], rest%a.Counts[j]
		rest /= a.Counts[j]
		if to>>j&1 == 1 {
			strides[k] = stride
			at += digits[k] * stride
			stride *= a.Counts[j]
		}
		k++
	}
	for i := range index {
		index[i] = int32(at)
		for d := range k {
			digits[d]++
			at += strides[d]
			if digits[d] < counts[d] {
				break
			}
			at -= digits[d] * strides[d]
			digits[d] = 0
		}
	}
}

func (m *Machine) step(s *step) {
	if s.kernel == kGather {
		table := []int64(nil)
		if s.a < 0 {
			table = m.setup.columns[-1-s.a]
		} else {
			table = m.setup.tables[s.a]
		}
		gather(m.rows[s.r], table, m.indexes[s.b])
		return
	}
	rows := m.rows
	r, a, b, c := rows[s.r], rows[s.a], rows[s.b], rows[s.c]
	switch s.kernel {
	case kAffine:
		affine(r, a, s.m, s.n)
	case kSum:
		sumRows(r, a, b, c, rows[s.d])
	case kLinear:
		linear(r, a, s.m, b, s.n)
	case kMultiply:
		multiply(r, a, b, s.n)
	case kMultiplyThree:
		multiplyThree(r, a, b, c)
	case kMultiplyCut:
		multiplyCut(r, a, b, s.n, &s.division.cut)
	case kLesser:
		lesser(r, a, b)
	case kGreater:
		greater(r, a, b)
	case kGreaterLesser:
		greaterLesser(r, a, b, c)
	case kLesserGreater:
		lesserGreater(r, a, b, c)
	case kBelow:
		below(r, a, b, c)
	case kPick:
		pick(r, c, a, b)
	case kEither:
		either(r, a, b)
	case kSign:
		sign(r, a)
	case kAdd:
		addWord(r, c, a, b, s.first)
	case kSubtract:
		subtractWord(r, c, a, b, s.first)
	case kSubtractMasked:
		subtractMasked(r, c, a, b, rows[s.d], s.first)
	case kMultiplyWord:
		multiplyWord(r, c, a, rows[s.d], b, s.first)
	case kScaleWord:
		scaleWord(r, c, a, uint64(s.m), b, s.first)
	case kScaleFused, kSpread, kProductFused, kAddFused, kSubtractFused:
		m.fused(s)
	case kCutByConstant:
		cutByConstant(r, a, s.m, &s.division.cut)
	case kCutSigned:
		cutSigned(r, a, s.m, &s.division.cut, s.division.flip)
	case kInvert:
		invert(r, c, a, s.n, s.division.shift, s.division.rule.half, s.division.rule.whole[0])
	case kMultiplyInverse:
		multiplyInverse(r, a, s.m, b, c, s.division.shift)
	case kDivideUnsigned:
		divideUnsigned(r, a, s.m, b, s.n, s.division.rule.half, s.division.rule.whole[0])
	case kDivideByConstant:
		divideByConstant(r, c, a, s.m, s.division.inverse, s.division.flip, s.division.settle.mode)
	case kDivideNarrow:
		divideNarrow(r, c, a, s.m, b, s.n, s.division.settle.mode)
	case kDivideShort:
		d := s.division
		_, a, b := m.numbers(nil, d.a, d.b)
		divideShort(r, c, a[0], b, &d.leading, d.up, d.settle)
	case kDivideWide:
		d := s.division
		_, a, b := m.numbers(nil, d.a, d.b)
		divideWide(r, c, a, b, d.up, d.unsignedA, d.unsignedB, d.constantB, d.settle)
	case kDivideLong:
		d := s.division
		r, a, b := m.numbers(d.r, d.a, d.b)
		divideLong(r, c, a, b, d.unsignedA, d.unsignedB, d.constantB, d.settle)
	}
}

// numbers are the rows of a step's numbers of several words, in memory that is used again.
func (m *Machine) numbers(r, a, b []int) (_, _, _ [][]int64) {
	m.words = m.words[:0]
	for _, k := range r {
		m.words = append(m.words, m.rows[k])
	}
	for _, k := range a {
		m.words = append(m.words, m.rows[k])
	}
	for _, k := range b {
		m.words = append(m.words, m.rows[k])
	}
	i, j := len(r), len(r)+len(a)
	return m.words[:i], m.words[i:j], m.words[j:]
}

// fused is a step for numbers of two or three words.
func (m *Machine) fused(s *step) {
	f := s.fused
	r, a, b := m.numbers(f.r, f.a, f.b)
	if len(b) == 0 {
		b = nil
	}
	two := len(r) == 2
	switch {
	case s.kernel == kScaleFused && two:
		scaleTwo(r, a, b, uint64(s.m))
	case s.kernel == kScaleFused:
		scaleThree(r, a, b, uint64(s.m))
	case s.kernel == kSpread && two:
		spreadTwo(r, a[0], b, f.factors)
	case s.kernel == kSpread:
		spreadThree(r, a[0], b, f.factors)
	case s.kernel == kProductFused && two:
		productTwo(r, a, b[0], s.n)
	case s.kernel == kProductFused:
		productThree(r, a, b[0], s.n)
	case s.kernel == kAddFused && two:
		addTwo(r, a, b)
	case s.kernel == kAddFused:
		addThree(r, a, b)
	case two:
		subtractTwo(r, a, b)
	default:
		subtractThree(r, a, b)
	}
}

// Failed reports whether the i-th scenario of the block has to be handed over.
func (m *Machine) Failed(i int) bool {
	return m.setup.plan.fails != none && m.rows[m.setup.plan.fails][i] != 0
}

// Scale is the plan's.
func (m *Machine) Scale(output int) int { return m.setup.plan.Scale(output) }

// Words is the plan's.
func (m *Machine) Words(output int) int { return m.setup.plan.Words(output) }

// MayFail reports whether any scenario of a plan could have to be handed over.
func (p *Plan) MayFail() bool { return p.mayFail }

// Scale returns the scale of an output.
func (p *Plan) Scale(output int) int { return p.values[p.program.outputs[output]].scale }

// Words returns how many words every value of an output has room in.
func (p *Plan) Words(output int) int { return p.values[p.program.outputs[output]].words }

// place returns where an output's k-th word is in the block: a row by scenario, or a
// table and which of its places.
func (m *Machine) place(output int) (v *value, table *stage) {
	p := m.setup.plan
	v = &p.values[p.program.outputs[output]]
	if v.axes == 0 || v.stage == len(p.stages)-1 {
		return v, nil
	}
	return v, p.stages[v.stage]
}

// word returns a word of an output in the i-th scenario of the block.
func (m *Machine) word(v *value, s *stage, k, i int) int64 {
	switch {
	case v.axes == 0:
		return twos(v.low, v.words)[k]
	case s == nil:
		return m.rows[v.rows[k]][i]
	}
	var index [1]int32
	m.setup.plan.axes.project(index[:], m.from+i, m.stage.axes, v.axes)
	return m.tableOf(v, s, k)[index[0]]
}

func (m *Machine) tableOf(v *value, s *stage, k int) []int64 {
	for _, t := range s.tabled {
		if t.row == v.rows[k] {
			return m.setup.tables[t.k]
		}
	}
	for _, t := range s.inputs {
		if t.row == v.rows[k] {
			return m.setup.columns[t.k]
		}
	}
	return nil
}

// Column returns a word of an output for every scenario of the block: the machine's own
// memory, or where it has to be put together, the buffer's.
func (m *Machine) Column(output, word int, buffer []int64) []int64 {
	v, s := m.place(output)
	switch {
	case v.axes == 0:
		buffer = buffer[:m.n]
		k := twos(v.low, v.words)[word]
		for i := range buffer {
			buffer[i] = k
		}
		return buffer
	case s == nil:
		return m.rows[v.rows[word]][:m.n]
	}
	var index [BlockLen]int32
	m.setup.plan.axes.project(index[:m.n], m.from, m.stage.axes, v.axes)
	gather(buffer[:m.n], m.tableOf(v, s, word), index[:m.n])
	return buffer[:m.n]
}

// Value returns an output in the i-th scenario of the block.
func (m *Machine) Value(output, i int) decimal.Decimal {
	v, s := m.place(output)
	if v.words == 1 {
		return decimal.New(m.word(v, s, 0, i), int32(-v.scale))
	}
	list := make([]big.Word, 0, v.words*64/bits.UintSize)
	negative := m.word(v, s, v.words-1, i) < 0
	carry := uint64(1)
	for k := range v.words {
		w := uint64(m.word(v, s, k, i))
		if negative {
			w, carry = bits.Add64(^w, 0, carry)
		}
		list = append(list, big.Word(w))
		if bits.UintSize == 32 {
			list = append(list, big.Word(w>>32))
		}
	}
	x := new(big.Int).SetBits(list)
	if negative {
		x.Neg(x)
	}
	return decimal.NewFromBigInt(x, int32(-v.scale))
}
