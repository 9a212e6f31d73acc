package burden

import (
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden/internal/exact"
)

// nodes counts the nodes of a model's formulas, without regard to sharing, up to one
// more than there may be.
func (m *Model) nodes() int {
	total := 0
	for i, l := range m.lines {
		if n := l.formula.n; n != nil && !(n.Kind == PartNode && i > 0 && n.partOfSame(m.lines[i-1].formula.n)) {
			total = min(total+n.size, MaxModelNodes+1)
		}
	}
	return total
}

// partOfSame reports whether two nodes are parts of one split, with the same operands.
func (n *node) partOfSame(o *node) bool {
	return o != nil && n.Kind == PartNode && o.Kind == PartNode && n.Shares == o.Shares && len(n.Operands) == len(o.Operands) && &n.Operands[0] == &o.Operands[0]
}

// maxFaults is how many faults of a model are told.
const maxFaults = 1 << 12

// maxWritten is how many nodes a formula has that is written out to say where a fault is.
const maxWritten = 1 << 9

// excerpt is the beginning of a formula as text, for messages.
func (f Formula) excerpt() string {
	if f.n != nil && f.n.size > maxWritten {
		return "(a formula of " + strconv.Itoa(f.n.size) + " nodes)"
	}
	return abbreviate(f.String())
}

// short is the beginning of a formula as text, for explanations.
func (f Formula) short() string {
	const keep = 240
	if f.n != nil && f.n.size > maxWritten {
		return "(a formula of " + strconv.Itoa(f.n.size) + " nodes)"
	}
	s := f.String()
	if len(s) <= keep {
		return s
	}
	return s[:keep] + "…"
}

// places finds the definitions that others of the same names take the place of: the
// index of the first of each name, -1 where there is none.
func (m *Model) places(definitions []Definition) []int {
	list := make([]int, len(definitions))
	find := func(name string) int {
		return slices.IndexFunc(m.definitions, func(d Definition) bool { return d.defined() == name })
	}
	const few = 8 // that are found without a map
	if len(definitions) > few {
		at := map[string]int{}
		for i, d := range slices.Backward(m.definitions) {
			at[d.defined()] = i
		}
		find = func(name string) int {
			if i, known := at[name]; known {
				return i
			}
			return -1
		}
	}
	for k, d := range definitions {
		list[k] = -1
		if d != nil {
			list[k] = find(d.defined())
		}
	}
	return list
}

// named are the definitions of one name: the first split, -1 if none, and whether there
// is another definition.
type named struct {
	split int
	other bool
}

// taken reports whether another definition has the name of the split that is looked at;
// of two splits the later is at fault.
func (b *builder) taken(name string) bool {
	if b.names == nil {
		b.names = map[string]named{}
		for i, d := range b.m.definitions {
			if d == nil {
				continue
			}
			known, ok := b.names[d.defined()]
			if !ok {
				known.split = -1
			}
			if _, split := d.(SplitRule); !split {
				known.other = true
			} else if known.split < 0 {
				known.split = i
			}
			b.names[d.defined()] = known
		}
	}
	n := b.names[name]
	return n.other || n.split < b.current
}

// maxSlots bounds what a projection has room for: line-years from the first to the last
// that is needed of each line.
const maxSlots = 3 << 20

// slot returns what is known of a cell, making room for it.
func (v *evaluation) slot(c cell) (*slot, error) {
	column := &v.columns[c.line]
	before := len(column.slots)
	s := column.at(c.year)
	if v.room += len(column.slots) - before; v.room > maxSlots {
		return nil, v.errorAt(c, Error{Input: "years", Detail: "the years needed lie so far apart that there is no room for those between", Err: ErrTooLarge})
	}
	return s, nil
}

// What an evaluation takes beyond the nodes themselves, in nodes.
const (
	recordWork = 24  // to keep a rounding or limit on record
	memberWork = 192 // to share with one more member
	plain      = 64  // digits of a number that costs no more than any other
)

// charge adds to the work of the evaluation. An [ErrTooLarge] ends it before it takes
// more time or memory than a caller would give to a stranger's model.
func (v *evaluation) charge(work int) error {
	if v.work += work; v.work > maxWork || work > maxWork {
		v.work = maxWork
		return v.errorAt(v.at, Error{Input: "work", Value: "more than " + strconv.Itoa(maxWork) + " nodes evaluated", Err: ErrTooLarge})
	}
	return nil
}

// chargeNumber charges a sum or product by its digits: their square for the time, they
// themselves for the memory.
func (v *evaluation) chargeNumber(d decimal.Decimal) error {
	n := d.NumDigits()
	if n <= plain {
		return nil
	}
	return v.charge(n*n>>17 + n>>6)
}

// extent is how many digits a number has when it is written out.
func extent(d decimal.Decimal) int {
	return d.NumDigits() + max(int(d.Exponent()), -int(d.Exponent()))
}

// chargeQuotient charges a quotient, power or rounding before it is computed: by the
// digits of the integers that are divided.
func (v *evaluation) chargeQuotient(e *expr, a, b decimal.Decimal) error {
	n := extent(a) + extent(b)
	quantum := extent(e.rounding.quantum)
	if e.kind == PowerNode {
		n, quantum = n*max(e.p, -e.p), quantum*e.q
	}
	n = min(n+quantum, 1<<20)
	work := n * n >> 15
	if n <= plain {
		work = 0
	}
	if !v.quiet {
		work += recordWork + n>>3
	}
	return v.charge(work)
}

// chargeTrace charges what an explanation lists, by the text it becomes.
func (v *evaluation) chargeTrace(d decimal.Decimal) error { return v.charge(16 + extent(d)>>2) }

// chargeSplit charges the division of a total among members, by the digits of what
// they bring.
func (v *evaluation) chargeSplit(members []exact.Member) error {
	for _, m := range members {
		n := extent(m.Weight)
		for _, bound := range []*decimal.Decimal{m.Floor, m.Ceiling} {
			if bound != nil {
				n += extent(*bound)
			}
		}
		work := memberWork
		if n > plain {
			work += n * n >> 8
		}
		if err := v.charge(work); err != nil {
			return err
		}
	}
	return nil
}

// chargeBound charges a look at a member's bound, by its digits and those of the weight.
func (v *evaluation) chargeBound(m exact.Member, bound decimal.Decimal, work int) error {
	if n := extent(m.Weight) + extent(bound); n > plain {
		work += n * n >> 8
	}
	return v.charge(work)
}
