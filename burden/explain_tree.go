package burden

import (
	"slices"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden/internal/exact"
)

// evaluated is a node of a formula as it was evaluated in a year: an operand of a
// sum over years once a year, and of a choice only what was taken.
type evaluated struct {
	e        *expr
	year     int
	value    decimal.Decimal
	operands []*evaluated
	split    *divided // of a part node
	splits   *known   // of all trees of an explanation
	begun    bool
}

// known are the splits whose operands are in a tree already.
type known struct {
	list []*evaluated
	work int // of all trees so far
}

// begins reports whether what is evaluated next is a node of its own, under the one
// being evaluated, and not that one itself.
func (t *evaluated) begins() bool {
	if t == nil {
		return false
	}
	begun := t.begun
	t.begun = true
	return begun
}

// eval evaluates a node under the one being evaluated.
func (t *evaluated) eval(v *evaluation, e *expr, year int) (exact.Number, error) {
	if err := v.charge(recordWork); err != nil {
		return exact.Number{}, err
	}
	n := &evaluated{e: e, year: year, splits: t.splits}
	v.trace.tree = n
	value, err := v.eval(e, year) // which finds that it has not begun
	v.trace.tree = t
	n.value = value.Decimal()
	t.operands = append(t.operands, n)
	return value, err
}

// divide keeps the split of the part node being evaluated.
func (t *evaluated) divide(d *divided) {
	if t == nil {
		return
	}
	t.split = d
	if t.splits.find(t.e, t.year) == nil {
		t.splits.list = append(t.splits.list, t)
	}
}

// has reports whether a tree has the operands of a part's split already.
func (t *evaluated) has(e *expr, year int) bool {
	return t != nil && t.splits.find(e, year) != nil
}

// find returns the first part of the same split in the same year, nil if there is none.
func (k *known) find(e *expr, year int) *evaluated {
	i := slices.IndexFunc(k.list, func(n *evaluated) bool {
		return n.year == year && n.e.shares == e.shares && sameArgs(n.e.args, e.args)
	})
	if i < 0 {
		return nil
	}
	return k.list[i]
}

// tree evaluates a known cell again and keeps every node.
func (p *Projection) tree(c cell, splits *known) (*evaluated, error) {
	if p.v.columns[c.line].peek(c.year).state != done {
		return nil, p.v.errorAt(c, Error{Err: ErrNotApplicable})
	}
	e := p.m.lines[c.line].expr
	if e.kind == ByYearNode {
		e = e.inForce(c.year)
	}
	v := *p.v
	v.at, v.work, v.record = c, splits.work, nil
	root := &evaluated{splits: splits, begun: true}
	v.trace = &trace{m: p.m, known: map[any]bool{}, tree: root}
	if _, err := v.eval(e, c.year); err != nil {
		return nil, err
	}
	splits.work = v.work
	return root.operands[0], nil
}
