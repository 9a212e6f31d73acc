package tape

import (
	"math/big"
	"math/bits"

	"github.com/shopspring/decimal"
)

// BlockLen is how many scenarios are worked out at a time: enough that what a step
// costs by itself does not count, few enough that the rows stay in the cache.
const BlockLen = 256

// stride is how far rows stand apart: not a power of two, or the rows of a step would
// compete for the same places of the cache.
const stride = BlockLen + 8

// Run is a plan with the inputs' columns, and its tables filled. It is safe for
// concurrent use by a Machine each.
type Run struct {
	plan    *Plan
	columns [][]int64
	tables  [][]int64
}

// NewRun fills the tables of a plan. A column has the counts of an input along its
// axis, each within the range planned.
func NewRun(p *Plan, columns [][]int64) *Run {
	r := &Run{plan: p, columns: columns, tables: make([][]int64, len(p.tables))}
	for i, n := range p.tables {
		r.tables[i] = make([]int64, n)
	}
	for i, s := range p.stages[:len(p.stages)-1] {
		if len(s.steps) == 0 {
			continue
		}
		m := r.machine(i)
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
	memory  []int64 // of rows that are no column and no table
	rows    [][]int64
	words   [][]int64 // of divisions
	indexes [][]int32
	from, n int
}

// Machine returns a machine for the run's scenarios.
func (r *Run) Machine() *Machine { return r.machine(len(r.plan.stages) - 1) }

func (r *Run) machine(i int) *Machine {
	s := r.plan.stages[i]
	m := &Machine{setup: r, stage: s, rows: make([][]int64, s.rows), memory: make([]int64, s.rows*stride)}
	for k := range m.rows {
		m.rows[k] = m.memory[k*stride : k*stride+BlockLen]
	}
	for _, c := range s.constants {
		row := m.rows[c.row]
		for k := range row {
			row[k] = c.k
		}
	}
	for range s.indexes {
		m.indexes = append(m.indexes, make([]int32, BlockLen))
	}
	return m
}

// Use gives the machine other columns, of a block of scenarios that begins at zero,
// within the same ranges. The plan has one axis.
func (m *Machine) Use(columns [][]int64) {
	m.setup = &Run{plan: m.setup.plan, columns: columns, tables: m.setup.tables}
}

// Block works out n scenarios from an index on, n at most BlockLen.
func (m *Machine) Block(from, n int) { m.run(from, n) }

func (m *Machine) run(from, n int) {
	m.from, m.n = from, n
	s, p := m.stage, m.setup.plan
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
		m.step(&s.steps[i], n)
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

func (m *Machine) step(s *step, n int) {
	row := func(k int) []int64 {
		if k == none {
			return nil
		}
		return m.rows[k][:n]
	}
	r := row(s.r)
	switch s.kernel {
	case kAffine:
		affine(r, row(s.a), s.m, s.n)
	case kLinear:
		linear(r, row(s.a), s.m, row(s.b), s.n)
	case kMultiply:
		multiply(r, row(s.a), row(s.b))
	case kLesser:
		lesser(r, row(s.a), row(s.b))
	case kGreater:
		greater(r, row(s.a), row(s.b))
	case kBelow:
		below(r, row(s.a), row(s.b), row(s.c))
	case kPick:
		pick(r, row(s.c), row(s.a), row(s.b))
	case kEither:
		either(r, row(s.a), row(s.b))
	case kSign:
		sign(r, row(s.a))
	case kGather:
		table := []int64(nil)
		if s.a < 0 {
			table = m.setup.columns[-1-s.a]
		} else {
			table = m.setup.tables[s.a]
		}
		gather(r, table, m.indexes[s.b])
	case kAdd:
		addWord(r, row(s.c), row(s.a), row(s.b), s.first)
	case kSubtract:
		subtractWord(r, row(s.c), row(s.a), row(s.b), s.first)
	case kSubtractMasked:
		subtractMasked(r, row(s.c), row(s.a), row(s.b), row(s.d), s.first)
	case kMultiplyWord:
		multiplyWord(r, row(s.c), row(s.a), row(s.d), row(s.b), s.first)
	case kScaleWord:
		scaleWord(r, row(s.c), row(s.a), uint64(s.m), row(s.b), s.first)
	case kDivideByConstant:
		divideByConstant(r, row(s.c), row(s.a), s.m, s.division.inverse, s.division.flip, s.division.mode)
	case kDivideNarrow:
		divideNarrow(r, row(s.c), row(s.a), s.m, row(s.b), s.n, s.division.mode)
	case kDivideWide, kDivideLong:
		d := s.division
		m.words = m.words[:0]
		for _, list := range [][]int{d.r, d.a, d.b} {
			for _, k := range list {
				m.words = append(m.words, row(k))
			}
		}
		q, rest := m.words[:len(d.r)], m.words[len(d.r):]
		a, b := rest[:len(d.a)], rest[len(d.a):]
		if s.kernel == kDivideWide {
			divideWide(r, row(s.c), a, b, d.up, d.unsignedA, d.unsignedB, d.constantB, d.mode)
		} else {
			divideLong(q, row(s.c), a, b, d.unsignedA, d.unsignedB, d.constantB, d.mode)
		}
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
