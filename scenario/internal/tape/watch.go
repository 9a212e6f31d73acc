package tape

import (
	"math/big"
	"slices"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario/internal/limit"
)

// Watch asks in every scenario what package burden's evaluator puts on record of a limit
// in a year, in the cells that a line needs, which is asked for in all years of interest:
//
//	 1   the limit binds in one of them; of Reached, it is reached in one without binding
//	 0   not in any of those that have the limit
//	-1   none that has the limit is needed
type Watch struct {
	Of      string         // the line
	Limit   burden.Formula // the limit itself, or the parameter or line that limits read
	Reached bool
	Year    int
}

// watch is what is kept for the outputs that watch. A cell is needed in a scenario if one is
// that needs it: the conditions under which it does are kept, as numbers that are 1 or 0,
// and put together when a watched cell is asked for.
type watch struct {
	limits []burden.Formula
	of     map[*expr][][]int // by operand, which of the limits it is
	hits   []hit
	needs  map[cell][]need // by the cell that is needed
	within *cell           // being computed; nil outside of all
	path   ref             // under which condition of that cell
	known  map[wanted]ref  // whether a line needs the cell
	inside map[held]bool
	split  bool // a share has a watched limit: its record is burden's own
}

// wanted is a cell that a line may need.
type wanted struct {
	line int
	at   cell
}

// held is a formula and a limit that may stand in it.
type held struct {
	e     *expr
	limit int
}

// need is a cell that needs another, and when; from nowhere, what is asked for.
type need struct {
	from *cell
	when ref
}

// hit is a minimum or maximum with a limit that is watched.
type hit struct {
	limit  int
	at     cell
	when   ref
	floor  bool
	values []ref // the subject and the limits
	which  int   // of the values
}

// watched prepares for the outputs that watch.
func (c *compiler) watched(outputs []Output) {
	for _, o := range outputs {
		if o.Watch == nil {
			continue
		}
		if c.watch == nil {
			c.watch = &watch{of: map[*expr][][]int{}, needs: map[cell][]need{}, known: map[wanted]ref{}, inside: map[held]bool{}, path: c.one()}
		}
		if !slices.Contains(c.watch.limits, o.Watch.Limit) {
			c.watch.limits = append(c.watch.limits, o.Watch.Limit)
		}
	}
}

func (c *compiler) one() ref  { return c.number(number{big.NewInt(1), 0}) }
func (c *compiler) zero() ref { return c.number(number{new(big.Int), 0}) }

// called notes that a cell is needed.
func (c *compiler) called(at cell) {
	if c.watch != nil {
		c.watch.needs[at] = append(c.watch.needs[at], need{c.watch.within, c.watch.path})
	}
}

// enter begins a cell, and returns what ends it.
func (c *compiler) enter(at cell) (leave func()) {
	w := c.watch
	if w == nil {
		return func() {}
	}
	within, path := w.within, w.path
	w.within, w.path = &at, c.one()
	return func() { w.within, w.path = within, path }
}

// under evaluates the branch of a choice that is taken where a < b, or where not.
func (c *compiler) under(a, b ref, less bool, branch func() ref) ref {
	w := c.watch
	if w == nil {
		return branch()
	}
	path := w.path
	defer func() { w.path = path }()
	then, otherwise := c.zero(), path
	if less {
		then, otherwise = otherwise, then
	}
	w.path = c.pick(a, b, then, otherwise)
	return branch()
}

// pick returns then where a < b, and otherwise elsewhere.
func (c *compiler) pick(a, b, then, otherwise ref) ref {
	if a == b || then == otherwise {
		return otherwise
	}
	return c.choose(a, b, func() ref { return then }, func() ref { return otherwise })
}

// where returns y where x is 1, and 0 where it is 0. What fails where x is 0 counts for
// nothing.
func (c *compiler) where(x, y ref) ref { return c.pick(c.zero(), x, y, c.zero()) }

// either returns 1 where one of two numbers that are 1 or 0 is.
func (c *compiler) either(x, y ref) ref {
	switch {
	case x == c.zero() || y == c.one():
		return y
	case y == c.zero() || x == c.one():
		return x
	}
	return c.limit(larger, x, y)
}

// matches says which of the watched limits the operands of a node are.
func (w *watch) matches(e *expr) [][]int {
	if list, known := w.of[e]; known {
		return list
	}
	var list [][]int
	if limits := e.formula.Limits(); limits != nil {
		list = make([][]int, len(limits))
		for i, l := range limits {
			for k, f := range w.limits {
				if limit.Is(l, f) {
					list[i] = append(list[i], k)
				}
			}
		}
	}
	w.of[e] = list
	return list
}

// limited notes a minimum or maximum whose limits are watched.
func (c *compiler) limited(e *expr, at cell, values []ref) {
	for i, list := range c.watch.matches(e) {
		for _, k := range list {
			c.watch.hits = append(c.watch.hits, hit{k, at, c.watch.path, e.node.Kind == burden.MaximumNode, values, i + 1})
		}
	}
}

// shared notes a share that a watched limit bounds.
func (c *compiler) shared(e *expr) {
	if c.watch != nil {
		c.watch.split = c.watch.split || slices.ContainsFunc(c.watch.matches(e), func(list []int) bool { return len(list) > 0 })
	}
}

// needed says whether a line needs a cell: 1 or 0.
func (c *compiler) needed(line int, at cell) ref {
	w, key := c.watch, wanted{line, at}
	if r, known := w.known[key]; known {
		return r
	}
	w.known[key] = c.zero() // on a way round, which only what is not taken has
	is := c.zero()
	for _, n := range w.needs[at] {
		when := n.when
		switch {
		case n.from != nil:
			when = c.where(c.needed(line, *n.from), when)
		case at.line != line: // asked for besides the line
			when = c.zero()
		}
		is = c.either(is, when)
	}
	w.known[key] = is
	return is
}

// decides says whether a limit binds, or is reached without binding: 1 or 0.
//
//	binds      it exceeds the subject, and no other limit exceeds it
//	reached    it is equal to the subject, which no other limit exceeds
//
// A ceiling exceeds what is larger, a floor what is smaller.
func (c *compiler) decides(h hit, reached bool) ref {
	exceeds := func(x, y, then, otherwise ref) ref {
		if h.floor {
			x, y = y, x
		}
		return c.pick(x, y, then, otherwise)
	}
	is := c.one()
	for i, x := range h.values[1:] {
		if i+1 != h.which {
			is = exceeds(x, h.values[h.which], c.zero(), is)
		}
	}
	subject, own := h.values[0], h.values[h.which]
	if reached {
		return exceeds(own, subject, c.zero(), exceeds(subject, own, c.zero(), is))
	}
	return exceeds(own, subject, is, c.zero())
}

// happens is the output of what is watched.
func (c *compiler) happens(o *Watch) ref {
	w := c.watch
	of, known := c.lineOf[o.Of]
	if w.split || !known {
		return failure
	}
	k := slices.Index(w.limits, o.Limit)
	counts, is := c.zero(), c.zero()
	for line := range c.lines {
		at := cell{line, o.Year}
		if c.cells[at].state == done && c.has(at, k) {
			counts = c.either(counts, c.needed(of, at))
		}
	}
	for _, h := range w.hits {
		if h.limit == k && h.at.year == o.Year {
			is = c.either(is, c.where(c.needed(of, h.at), c.where(h.when, c.decides(h, o.Reached))))
		}
	}
	return c.pick(c.zero(), counts, is, c.number(number{big.NewInt(-1), 0}))
}

// has reports whether a limit stands in what a line is in a year.
func (c *compiler) has(at cell, k int) bool {
	e := c.top(at.line)
	if e.node.Kind == burden.ByYearNode {
		e = e.inForce(at.year)
	}
	return c.watch.in(e, k)
}

// in reports whether a limit stands in a formula.
func (w *watch) in(e *expr, k int) bool {
	if e == nil {
		return false
	}
	found, known := w.inside[held{e, k}]
	if !known {
		found = slices.ContainsFunc(w.matches(e), func(list []int) bool { return slices.Contains(list, k) }) ||
			slices.ContainsFunc(e.args, func(arg *expr) bool { return w.in(arg, k) })
		w.inside[held{e, k}] = found
	}
	return found
}
