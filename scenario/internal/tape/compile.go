package tape

import (
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
)

// Input is a parameter that varies, in the years of one of more spans.
type Input struct {
	Param string
	Spans [][2]int
}

// Limits of what is compiled; beyond them the plain evaluator does it.
const (
	maxCells = 1 << 16
	maxNodes = 1 << 18
	maxWork  = 3 << 21 // of package burden: nodes that one projection evaluates
	tooMuch  = maxWork + 1
	maxSpan  = 1 << 20 // line-years from the first to the last of each line; package burden has room for more
	maxDepth = 1 << 14 // cells that need each other in one go
)

// expr is a formula with its names looked up, as package burden's own is.
type expr struct {
	node    burden.Node
	formula burden.Formula
	args    []*expr // nil where the line ends or a bound is absent
	line    int
	param   int
	size    int // nodes as the plain evaluator visits them, sums once a year
	whens   int // when nodes among them
}

// compiler unrolls the cells that outputs need.
type compiler struct {
	*graph
	model    *burden.Model
	lines    []burden.Line
	lineOf   map[string]int
	paramOf  map[string]int
	series   []burden.Series
	inputs   [][]varied // by parameter
	exprs    map[burden.Formula]*expr
	tops     []*expr // by line
	cells    map[cell]slot
	divided  map[splitYear]bool // splits whose work is counted
	spans    map[int][2]int     // first and last year needed, by line
	span     int                // years from first to last, of all lines
	work     int64
	depth    int
	tooLarge bool // a limit was met: nothing that was compiled is of use
	watch    *watch
}

type varied struct {
	span  [2]int
	input int32
}

type cell struct{ line, year int }

type splitYear struct {
	name  string // as the lines of its parts have it
	total *expr
	year  int
}

type slot struct {
	state slotState
	value ref
}

type slotState uint8

const (
	open slotState = iota + 1
	done
	absent
)

func newCompiler(m *burden.Model, inputs []Input, room int) *compiler {
	c := &compiler{
		graph: newGraph(room), model: m, lines: m.Lines(),
		lineOf: map[string]int{}, paramOf: map[string]int{}, exprs: map[burden.Formula]*expr{}, cells: map[cell]slot{},
		divided: map[splitYear]bool{}, spans: map[int][2]int{},
	}
	for i, l := range c.lines {
		c.lineOf[l.Name()] = i
	}
	params := m.Params()
	c.series, c.inputs = make([]burden.Series, len(params)), make([][]varied, len(params))
	for i, p := range params {
		c.paramOf[p.Name()] = i
		c.series[i] = p.Series()
	}
	for k, in := range inputs {
		p, ok := c.paramOf[in.Param]
		if !ok {
			continue // nothing reads it
		}
		for _, s := range in.Spans {
			c.inputs[p] = append(c.inputs[p], varied{s, int32(k)})
		}
	}
	c.tops = make([]*expr, len(c.lines))
	return c
}

// top returns what a line is.
func (c *compiler) top(line int) *expr {
	if c.tops[line] == nil {
		f, _ := c.model.Formula(c.lines[line])
		c.tops[line] = c.resolve(f)
	}
	return c.tops[line]
}

// resolve looks up the names of a formula. Shared nodes stay shared.
func (c *compiler) resolve(f burden.Formula) *expr {
	if f == (burden.Formula{}) {
		return nil
	}
	if e, ok := c.exprs[f]; ok {
		return e
	}
	e := &expr{node: f.Node(), formula: f}
	e.size = e.weight()
	switch e.node.Kind {
	case burden.ParamNode:
		e.param = c.paramOf[e.node.Name]
	case burden.LineNode:
		e.line = c.lineOf[e.node.Name]
	case burden.WhenNode:
		e.whens = 1
	}
	e.args = make([]*expr, len(e.node.Operands))
	for i, o := range e.node.Operands {
		if e.args[i] = c.resolve(o); e.args[i] != nil {
			e.size, e.whens = min(e.size+e.args[i].size, tooMuch), min(e.whens+e.args[i].whens, tooMuch)
		}
	}
	if n := e.node; n.Kind == burden.SumNode {
		years := n.To - n.From + 1
		if n.Relative {
			years = n.From - n.To + 1
		}
		e.size, e.whens = min(e.size*years, tooMuch), min(e.whens*years, tooMuch)
	}
	c.exprs[f] = e
	return e
}

// What package burden counts as work beyond the nodes, of numbers that are not long.
const (
	recordWork = 24                     // to keep a rounding or limit on record
	memberWork = 192                    // to share with one more member
	boundsWork = 2 * (8 + 3*recordWork) // to keep what a floor and a ceiling did
)

// weight is the work that a node counts for at most, without its operands.
func (e *expr) weight() int {
	switch e.node.Kind {
	case burden.QuotientNode, burden.RoundNode, burden.PowerNode:
		return 1 + recordWork
	case burden.MinimumNode, burden.MaximumNode:
		return 1 + recordWork*(len(e.node.Operands)-1)
	case burden.PartNode:
		return 1 + boundsWork
	}
	return 1
}

// divide counts the work of a split in a year, once for all its parts.
func (c *compiler) divide(e *expr, line, year int) {
	if e.node.Kind != burden.PartNode {
		return
	}
	keys := e.node.Shares.Keys
	at := splitYear{strings.TrimSuffix(c.lines[line].Name(), keys[e.node.Part]), e.args[0], year}
	if c.divided[at] {
		return
	}
	c.divided[at] = true
	if c.work += int64(memberWork * len(keys)); c.work > maxWork {
		c.tooLarge = true
	}
}

// reach counts the years between those that are needed of a line.
func (c *compiler) reach(at cell) {
	s, known := c.spans[at.line]
	if !known {
		s = [2]int{at.year, at.year}
		c.span++
	}
	reached := [2]int{min(s[0], at.year), max(s[1], at.year)}
	c.span += s[0] - reached[0] + reached[1] - s[1]
	c.spans[at.line] = reached
	if c.span > maxSpan {
		c.tooLarge = true
	}
}

// inForce returns the piece of a by-year node for a year, nil if there is none.
func (e *expr) inForce(year int) *expr {
	if i := e.node.InForce(year); i >= 0 {
		return e.args[i]
	}
	return nil
}

// applicable reports whether a line has a value in a year, if nothing fails.
func (c *compiler) applicable(line, year int) bool {
	e := c.top(line)
	return e.node.Kind != burden.ByYearNode || e.inForce(year) != nil
}

// cell returns a line's value in a year.
func (c *compiler) cell(line, year int) ref {
	if year < burden.MinYear {
		return never
	}
	at := cell{line, year}
	c.called(at)
	switch s := c.cells[at]; s.state {
	case done:
		return s.value
	case open: // a cycle on this way; by another there may be none
		return failure
	case absent: // a line that is not defined in the year
		return never
	}
	if c.reach(at); c.tooLarge {
		return failure
	}
	if !c.applicable(line, year) {
		c.cells[at] = slot{state: absent}
		return never
	}
	e := c.top(line)
	// The plain evaluator looks for what a formula needs before it evaluates it, again
	// each time a condition turns out to need more, evaluating conditions as it looks.
	again := int64(e.whens)
	if c.work += int64(e.size); again > 0 {
		c.work += int64(e.size) * min((1+again)*(2+again), tooMuch)
	}
	c.depth++
	if c.work > maxWork || len(c.cells) >= maxCells || c.depth > maxDepth || len(c.nodes) > maxNodes {
		c.tooLarge = true
		c.depth--
		return failure
	}
	c.cells[at] = slot{state: open}
	leave := c.enter(at)
	value := c.eval(e, at, year)
	leave()
	c.cells[at] = slot{done, value}
	c.depth--
	return value
}

// eval returns the value of a formula in a year; at is the cell it is computed for.
func (c *compiler) eval(e *expr, at cell, year int) ref {
	if c.tooLarge {
		return failure
	}
	n := &e.node
	switch n.Kind {
	case burden.ConstantNode:
		return c.decimal(n.Value)
	case burden.ParamNode:
		return c.param(e.param, year)
	case burden.LineNode:
		return c.cell(e.line, year)
	case burden.LagNode:
		return c.eval(e.args[0], at, year-n.From)
	case burden.BasisNode: // which states what its operand is on, and computes nothing
		return c.eval(e.args[0], at, year)
	case burden.SumNode:
		from, to := n.From, n.To
		if n.Relative {
			from, to = year-n.From, year-n.To
		}
		total := c.number(numberOf(decimal.Decimal{}))
		for y := from; y <= to && total > failure; y++ {
			x := c.eval(e.args[0], at, y)
			if y == from {
				total = x
			} else {
				total = c.plus(total, x)
			}
		}
		return total
	case burden.ByYearNode:
		if p := e.inForce(year); p != nil {
			return c.eval(p, at, year)
		}
		return never
	case burden.WhenNode:
		a, b := c.eval(e.args[0], at, year), c.eval(e.args[1], at, year)
		return c.choose(a, b,
			func() ref { return c.under(a, b, true, func() ref { return c.eval(e.args[2], at, year) }) },
			func() ref { return c.under(a, b, false, func() ref { return c.eval(e.args[3], at, year) }) })
	case burden.PartNode, burden.PowerNode:
		c.divide(e, at.line, year)
		c.shared(e)
		return c.plain(e, at, year)
	}
	var join func(a, b ref) ref
	switch n.Kind {
	case burden.AddNode:
		join = c.plus
	case burden.SubtractNode:
		join = c.minus
	case burden.MultiplyNode:
		join = c.times
	case burden.MinimumNode:
		join = func(a, b ref) ref { return c.limit(smaller, a, b) }
	case burden.MaximumNode:
		join = func(a, b ref) ref { return c.limit(larger, a, b) }
	case burden.QuotientNode:
		return c.over(c.eval(e.args[0], at, year), c.eval(e.args[1], at, year), n.Rounding)
	case burden.RoundNode:
		return c.over(c.eval(e.args[0], at, year), c.decimal(decimal.NewFromInt(1)), n.Rounding)
	default: // a kind that this package does not know
		return failure
	}
	value := c.eval(e.args[0], at, year)
	watched := c.watch != nil && (n.Kind == burden.MinimumNode || n.Kind == burden.MaximumNode)
	var values []ref // of a node whose limits may be watched
	if watched {
		values = append(values, value)
	}
	for _, arg := range e.args[1:] {
		x := c.eval(arg, at, year)
		value = join(value, x)
		if watched {
			values = append(values, x)
		}
	}
	if watched && value > failure {
		c.limited(e, at, values)
	}
	return value
}

// param returns a parameter's value of a year.
func (c *compiler) param(p, year int) ref {
	value := failure // as yet
	if year >= burden.MinYear && year <= burden.MaxYear {
		for _, v := range c.inputs[p] { // of two, the later holds
			if v.span[0] <= year && year <= v.span[1] {
				value = c.add(node{op: input, k: v.input})
			}
		}
	}
	if value != failure {
		return value
	}
	entry, ok := c.series[p].At(year)
	if !ok {
		return never
	}
	return c.decimal(entry.Value)
}

// plain is a node of a kind that is not computed here: a power, or the part of a
// split. If nothing it reads varies, the plain evaluator says what it is.
func (c *compiler) plain(e *expr, at cell, year int) ref {
	known := true
	for i, arg := range e.args {
		if arg == nil {
			continue
		}
		r := c.eval(arg, at, year)
		if r == never {
			return never
		}
		x, ok := c.value(r)
		if ok && i == 1 && e.node.Kind == burden.PowerNode && x.count.Sign() == 0 {
			return never // the divisor
		}
		known = known && ok
	}
	if !known {
		return failure
	}
	model, line := c.model, c.lines[at.line]
	if piece := c.top(at.line); piece != e && (piece.node.Kind != burden.ByYearNode || piece.inForce(year) != e) || year != at.year {
		if e.node.Kind != burden.PowerNode {
			return failure
		}
		name := "power"
		for c.taken(name) {
			name += "_"
		}
		line = burden.NewLine(name, burden.Ratio)
		with, err := c.model.With(line.Is(e.formula))
		if err != nil {
			return failure
		}
		model = with
	}
	p, err := model.Project(year, year, line)
	if err != nil {
		return never
	}
	d, err := p.Value(line, year)
	if err != nil {
		return failure
	}
	return c.decimal(d)
}

func (c *compiler) taken(name string) bool {
	_, line := c.lineOf[name]
	_, param := c.paramOf[name]
	return line || param
}
