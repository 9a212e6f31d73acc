package tape

import (
	"cmp"
	"math/bits"
	"slices"
)

// maxTable is how many combinations of axis values a stage tabulates. What depends on
// more is worked out for every scenario.
const maxTable = 1 << 14

// Plan is a program made ready for inputs of known ranges: every value has a place, a
// scale and a proven number of words. It is immutable.
type Plan struct {
	program *Program
	axes    Axes
	ranges  []Range
	values  []value
	stages  []*stage // those of fewer axes first; the last is of all scenarios
	tables  []int    // how long each table is
	fails   int      // row of the last stage in which a failing scenario has all ones
	mayFail bool
}

// stage is the part of a plan that depends on the same axes: it is worked out once for
// every combination of their values.
type stage struct {
	axes      mask
	size      int // combinations
	rows      int // with the one that is none
	steps     []step
	constants []binding // rows that hold one number throughout
	inputs    []binding // rows that are an input's column
	tabled    []binding // rows that are kept in a table
	indexes   []mask    // of the smaller stages gathered from
}

// binding is a row and what it holds.
type binding struct {
	row int
	k   int64
}

// NewPlan plans a program. It returns false if a value could be longer than the limits.
func NewPlan(program *Program, axes Axes, ranges []Range) (*Plan, bool) {
	for limit := min(maxTable, axes.Scenarios); ; limit /= 4 {
		p := &Plan{program: program, axes: axes, ranges: ranges, fails: none}
		if !p.analyse(ranges) {
			return nil, false
		}
		p.divide(limit)
		for i := range p.stages {
			b := &builder{plan: p, stage: p.stages[i], number: i, constants: map[int64]int{}, divisors: map[divisor]*reciprocal{}}
			b.build()
		}
		held := 0
		for _, n := range p.tables {
			held += n
		}
		if held <= maxHeld || limit == 0 {
			return p, true
		}
	}
}

// maxHeld bounds the words of all tables.
const maxHeld = 1 << 20

// divide assigns nodes to stages and finds who reads what last.
func (p *Plan) divide(limit int) {
	all := mask(1)<<len(p.axes.Counts) - 1
	numbers := map[mask]int{}
	for i := range p.values {
		if v := &p.values[i]; v.live && v.axes != 0 {
			if len(p.axes.Counts) == 1 || p.axes.size(v.axes) > limit && p.program.graph.nodes[i].op != input {
				v.axes = all // worked out for every scenario
			}
			numbers[v.axes] = 0
		}
	}
	delete(numbers, 0) // constants
	delete(numbers, all)
	for m := range numbers {
		p.stages = append(p.stages, &stage{axes: m, size: p.axes.size(m), rows: 1})
	}
	slices.SortFunc(p.stages, func(a, b *stage) int {
		return cmp.Or(cmp.Compare(bits.OnesCount64(uint64(a.axes)), bits.OnesCount64(uint64(b.axes))), cmp.Compare(a.axes, b.axes))
	})
	p.stages = append(p.stages, &stage{axes: all, rows: 1})
	for i, s := range p.stages {
		numbers[s.axes] = i
	}
	nodes := p.program.graph.nodes
	for i := range p.values {
		v := &p.values[i]
		v.failed = none
		if !v.live {
			continue
		}
		v.stage = numbers[v.axes]
		for _, o := range nodes[i].operands() {
			x := &p.values[o]
			if o == failure || nodes[o].op == constant {
				continue
			}
			if x.stage == v.stage {
				x.last = ref(i)
				continue
			}
			x.kept = true
			if x.abroad == nil {
				x.abroad = map[int]*value{}
			}
			if x.abroad[v.stage] == nil {
				x.abroad[v.stage] = &value{low: x.low, high: x.high, scale: x.scale, words: x.words, mayFail: x.mayFail, stage: v.stage, failed: none}
			}
			x.abroad[v.stage].last = ref(i)
		}
	}
	for _, r := range p.program.outputs {
		p.values[r].kept = true
	}
	for _, r := range slices.Concat(p.program.asked, p.program.outputs) {
		if v := &p.values[r]; v.mayFail {
			p.mayFail = true
			v.kept = v.kept || v.stage != len(p.stages)-1
		}
	}
}
