package recompute

import (
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strconv"
)

// node recomputes a node of a tree, in a year.
func (c *checker) node(n *node, year int, at string, depth int) (result, error) {
	if n == nil {
		return result{}, fmt.Errorf("%s: missing", at)
	}
	if depth > maxDepth {
		return result{}, fmt.Errorf("%s: too deep", at)
	}
	c.report.nodes++
	r, err := c.operate(n, year, at, depth)
	if err == nil {
		err = within(at, c.agrees("value", n.Value, r.value))
	}
	if err == nil {
		err = within(at, c.charge(r.value))
	}
	return r, err
}

// within says at which node of the tree an error is.
func within(at string, err error) error {
	if err != nil {
		return fmt.Errorf("%s: %w", at, err)
	}
	return nil
}

// operate recomputes what a node makes of its operands.
func (c *checker) operate(n *node, year int, at string, depth int) (result, error) {
	if err := n.plain(); err != nil {
		return result{}, within(at, err)
	}
	switch n.Op {
	case "constant":
		v, err := c.decimal(n.Value)
		if err != nil {
			return result{}, within(at, err)
		}
		u, err := readUnit(n.Unit)
		return result{v, u}, within(at, err)
	case "param", "line":
		r, err := c.reference(n, year)
		return r, within(at, err)
	case "part":
		r, err := c.part(n, year)
		return r, within(at, err)
	}
	years, err := n.span(year)
	if err != nil {
		return result{}, within(at, err)
	}
	if len(years) != len(n.Of) {
		return result{}, fmt.Errorf("%s: %s has %d operands, not %d", at, n.Op, len(n.Of), len(years))
	}
	list := make([]result, 0, len(n.Of)) // of those that count
	for i, o := range n.Of {
		if o != nil && o.Op == "unused" {
			if err := errors.Join(o.plain(), enclosed(o.Formula)); err != nil {
				return result{}, within(at, err)
			}
		}
		if counts, err := n.counts(i, year, list); err != nil || !counts {
			if err == nil && (o == nil || o.Op != "unused") {
				err = errors.New("what does not count is not marked unused")
			}
			if err != nil {
				return result{}, within(at+".of."+strconv.Itoa(i), err)
			}
			continue
		}
		r, err := c.node(o, years[i], at+".of."+strconv.Itoa(i), depth+1)
		if err != nil {
			return result{}, err
		}
		list = append(list, r)
	}
	r, err := c.apply(n, list)
	return r, within(at, err)
}

// reference is a figure or an earlier step, of the name and year that the tree says.
func (c *checker) reference(n *node, year int) (result, error) {
	ref, known, used := n.Input, c.inputs, c.used.inputs
	if n.Op == "line" {
		ref, known, used = n.Step, c.steps, c.used.steps
	}
	r, ok := known[ref]
	if !ok {
		return result{}, fmt.Errorf("%s %s is not there, or not before what uses it", n.Op, quoted(ref))
	}
	if want := id(n.Name, year); ref != want {
		return result{}, fmt.Errorf("refers to %s, but the formula reads %s", quoted(ref), quoted(want))
	}
	if u := r.unit.String(); n.Unit != u {
		return result{}, fmt.Errorf("takes %s in %s, but it is in %s", quoted(ref), quoted(n.Unit), quoted(u))
	}
	used[ref] = true
	return r, nil
}

// span lists the years in which a node's operands are taken.
func (n *node) span(year int) ([]int, error) {
	switch n.Op {
	case "lag":
		if n.Years < 0 || n.Years > 9999 {
			return nil, fmt.Errorf("a lag of %d", n.Years)
		}
		return []int{year - n.Years}, nil
	case "sum":
		from, to := n.From, n.To
		if n.Relative {
			from, to = year-n.From, year-n.To
		}
		if from < -9999 || to > 9999 || to < from || to-from+1 != len(n.Of) {
			return nil, fmt.Errorf("a sum of %d operands from %d to %d", len(n.Of), n.From, n.To)
		}
		if err := errors.Join(dated(n.From), dated(n.To)); err != nil && !n.Relative {
			return nil, err
		}
		list := make([]int, 0, len(n.Of))
		for y := from; y <= to; y++ {
			list = append(list, y)
		}
		return list, nil
	}
	count := 1 // of round and basis
	switch n.Op {
	case "round", "basis":
	case "quotient", "power", "subtract":
		count = 2
	case "when":
		count = 4
	case "by_year":
		if count = len(n.Starts); count == 0 || !slices.IsSorted(n.Starts) || len(slices.Compact(slices.Clone(n.Starts))) < count {
			return nil, errors.New("starts are none, or not in order, or twice the same")
		}
		if err := errors.Join(dated(n.Starts[0]), dated(n.Starts[count-1])); err != nil {
			return nil, err
		}
	case "add", "multiply", "minimum", "maximum":
		if count = len(n.Of); count < 2 {
			return nil, fmt.Errorf("%s of %d operands", n.Op, count)
		}
	default:
		return nil, fmt.Errorf("operator %s is none", quoted(n.Op))
	}
	return slices.Repeat([]int{year}, count), nil
}

// counts tells whether operand i is evaluated: of a choice only what is chosen is.
func (n *node) counts(i, year int, before []result) (bool, error) {
	switch n.Op {
	case "by_year":
		return n.Starts[i] <= year && (i+1 == len(n.Starts) || n.Starts[i+1] > year), nil
	case "when":
		if i < 2 {
			return true, nil
		}
		if !before[0].unit.equal(before[1].unit) {
			return false, fmt.Errorf("compares %s and %s", quoted(before[0].unit.String()), quoted(before[1].unit.String()))
		}
		less := before[0].value.Cmp(before[1].value) < 0
		return less == (i == 2), nil
	}
	return true, nil
}

// apply computes a node from its operands.
func (c *checker) apply(n *node, of []result) (result, error) {
	if len(of) == 0 {
		return result{}, errors.New("no operand counts")
	}
	first := of[0]
	switch n.Op {
	case "basis":
		if n.Basis == "calendar" {
			return first, nil
		}
		return first, based(n.Basis)
	case "lag", "by_year":
		return first, nil
	case "when":
		return of[2], nil
	case "multiply":
		u := first.unit
		x := new(big.Rat).Set(first.value)
		for _, o := range of[1:] {
			u = u.times(o.unit, 1)
			if err := errors.Join(c.charge(x.Mul(x, o.value)), c.spent(64*len(u))); err != nil {
				return result{}, err
			}
		}
		return result{x, u}, nil
	case "quotient":
		r, err := c.quotient(n, first.value, of[1].value)
		return result{r, first.unit.times(of[1].unit, -1)}, errors.Join(err, c.spent(64*(len(first.unit)+len(of[1].unit))))
	}
	for _, o := range of[1:] {
		if !o.unit.equal(first.unit) {
			return result{}, fmt.Errorf("%s of %s and %s", n.Op, quoted(first.unit.String()), quoted(o.unit.String()))
		}
	}
	switch n.Op {
	case "minimum", "maximum":
		r, err := limited(n, of)
		return result{r, first.unit}, err
	case "round":
		if n.Rounding == nil {
			return result{}, errors.New("no rounding")
		}
		r, err := c.quotient(n, first.value, big.NewRat(1, 1))
		return result{r, first.unit}, err
	case "power":
		r, err := c.powered(n, first.value, of[1].value)
		return result{r, unit{}}, err
	}
	x := new(big.Rat).Set(first.value) // add, sum, subtract
	for _, o := range of[1:] {
		if n.Op == "subtract" {
			x.Sub(x, o.value)
		} else {
			x.Add(x, o.value)
		}
		if err := c.charge(x); err != nil {
			return result{}, err
		}
	}
	return result{x, first.unit}, nil
}

// limited returns the smallest or largest operand, and checks which limits decided.
func limited(n *node, of []result) (*big.Rat, error) {
	sign := 1
	if n.Op == "maximum" {
		sign = -1
	}
	x := of[0].value
	for _, o := range of[1:] {
		if o.value.Cmp(x)*sign < 0 {
			x = o.value
		}
	}
	var bound, reached []int
	for i, o := range of[1:] {
		switch {
		case o.value.Cmp(x) != 0:
		case of[0].value.Cmp(x) == 0:
			reached = append(reached, i+1)
		default:
			bound = append(bound, i+1)
		}
	}
	if !slices.Equal(bound, n.Bound) || !slices.Equal(reached, n.Reached) {
		return nil, fmt.Errorf("bound %v and reached %v, recomputed %v and %v", n.Bound, n.Reached, bound, reached)
	}
	return x, nil
}

// quotient divides and rounds, once.
func (c *checker) quotient(n *node, a, b *big.Rat) (*big.Rat, error) {
	if b.Sign() == 0 {
		return nil, errors.New("division by zero")
	}
	x := new(big.Rat).Quo(a, b)
	if err := errors.Join(c.charge(x), same("before", n.Before, x)); err != nil {
		return nil, err
	}
	c.report.rounds++
	if n.Rounding == nil {
		return x, nil // its value, a decimal, has to equal it
	}
	quantum, err := c.positive(n.Rounding.Quantum)
	if err != nil {
		return nil, fmt.Errorf("quantum: %w", err)
	}
	return round(x, quantum, n.Rounding.Mode)
}

// powered checks the value of a power node, whose root need not be computed for it.
func (c *checker) powered(n *node, a, b *big.Rat) (*big.Rat, error) {
	if b.Sign() == 0 {
		return nil, errors.New("division by zero")
	}
	base := new(big.Rat).Quo(a, b)
	if err := errors.Join(c.charge(base), same("before", n.Before, base)); err != nil {
		return nil, err
	}
	value, err := c.decimal(n.Value)
	if err != nil {
		return nil, err
	}
	var quantum *big.Rat
	mode := ""
	if n.Rounding != nil {
		mode = n.Rounding.Mode
		if quantum, err = c.positive(n.Rounding.Quantum); err != nil {
			return nil, fmt.Errorf("quantum: %w", err)
		}
	}
	c.report.rounds++
	return value, c.root(value, base, n.P, n.Q, quantum, mode)
}
