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

// What an evaluation takes beyond the nodes themselves, in nodes.
const (
	recordWork = 24  // to keep a rounding or limit on record
	memberWork = 192 // to share with one more member
	plain      = 64  // digits of a number that costs no more than any other
	// Digits of a division together, that costs no more than its record.
	plainDivision = 512
)

// charge adds to the work of the evaluation. An [ErrTooLarge] ends it before it takes
// more time or memory than a caller would give to a stranger's model.
func (v *evaluation) charge(work int) error {
	if v.work += work; v.work > maxWork || work > maxWork {
		return v.overworked()
	}
	return nil
}

// overworked ends an evaluation that has no work left, and none of it goes on.
func (v *evaluation) overworked() error {
	v.work = maxWork
	return v.errorAt(v.at, Error{Input: "work", Value: "more than " + strconv.Itoa(maxWork) + " nodes evaluated", Err: ErrTooLarge})
}

// chargeNumber charges a long sum or product by its digits: their square for the time,
// they themselves for the memory.
func (v *evaluation) chargeNumber(x exact.Number) error {
	n := x.Decimal().NumDigits()
	if n <= plain {
		return nil
	}
	return v.charge(n*n>>17 + n>>6)
}

// extent is how many digits a number has when it is written out.
func extent(d decimal.Decimal) int {
	return d.NumDigits() + max(int(d.Exponent()), -int(d.Exponent()))
}

// chargeQuotient charges a quotient, power or rounding before it is computed: for its
// record and, if the integers that are divided are long, by their digits.
func (v *evaluation) chargeQuotient(e *expr, a, b exact.Number) error {
	n, quantum := a.Extent()+b.Extent(), e.extent
	if e.kind == PowerNode {
		n, quantum = n*max(e.p, -e.p), quantum*e.q
	}
	work := recordWork
	if n += quantum; n > plainDivision {
		n = min(n, 1<<20)
		work += n*n>>15 + n>>3
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
