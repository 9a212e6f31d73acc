package tape

import (
	"math/big"

	"example.com/burdenshare/burden"
)

// Term is a line's value in a year, or its product with another line's of the year,
// added or subtracted.
type Term struct {
	Line   string
	Factor string // the other line, if any
	Year   int
	Minus  bool
}

// Quotient is a quotient of two outputs, rounded once, added or subtracted.
type Quotient struct {
	Over, By Output
	Rounding burden.Rounding
	Minus    bool
}

// Output is a number wanted of every scenario: a sum of terms, then of quotients, or what
// is watched.
type Output struct {
	Terms     []Term
	Quotients []Quotient
	Watch     *Watch // if set, there is nothing else
}

// Program is a model compiled for inputs that vary and outputs that are wanted. It is
// immutable.
type Program struct {
	graph   *graph
	asked   []ref // cells whose failure fails a scenario
	outputs []ref
	inputs  int
	work    int64 // of package burden, as long as numbers are short
}

// Compile unrolls what the outputs need of a model, and the asked lines in their years,
// whose failure fails a scenario; from is the first year of the scenarios. It returns
// false where the plain evaluator has to do everything: a value wanted or asked for has
// none whatever the inputs, or limits of the plain evaluator could be met.
func Compile(m *burden.Model, from int, asked []burden.LineYears, inputs []Input, outputs []Output) (*Program, bool) {
	p, worst := compile(m, from, asked, inputs, outputs)
	return p, worst > failure
}

// FailsThroughout reports whether no scenario can have all of the outputs and the asked
// lines, whatever the inputs are: the fault is in what no input touches. That it does not
// say so promises nothing.
func FailsThroughout(m *burden.Model, from int, asked []burden.LineYears, inputs []Input, outputs []Output) bool {
	_, worst := compile(m, from, asked, inputs, outputs)
	return worst == never
}

// compile returns a program, and the worst that was met on the way: never, failure, or
// neither.
func compile(m *burden.Model, from int, asked []burden.LineYears, inputs []Input, outputs []Output) (p *Program, worst ref) {
	cells := 0
	for _, a := range asked {
		cells = min(cells+max(a.To-a.From+1, 0), maxCells)
	}
	// A line has some nodes in each year; there is room for so many at first.
	c := newCompiler(m, inputs, min(3*cells+len(inputs), 1<<12))
	c.watched(outputs)
	p, worst = &Program{graph: c.graph, inputs: len(inputs), outputs: make([]ref, len(outputs))}, failure+1
	c.ahead(from, asked)
	for _, a := range asked {
		line, ok := c.lineOf[a.Line.Name()]
		if !ok {
			return nil, failure
		}
		for year := a.From; year <= a.To; year++ {
			if !c.applicable(line, year) {
				continue
			}
			r := c.cell(line, year)
			p.asked, worst = append(p.asked, r), min(worst, r)
		}
	}
	for _, watched := range []bool{false, true} { // what is watched last: all cells are known then
		for i, o := range outputs {
			if (o.Watch != nil) == watched {
				p.outputs[i] = c.output(o)
				worst = min(worst, p.outputs[i])
			}
		}
	}
	p.work = c.work
	if c.tooLarge {
		return nil, failure
	}
	return p, worst
}

// ahead compiles the asked lines in the years before those asked for, where these may
// need each other in longer chains than may be compiled in one go. What fails there is
// met again by what needs it, and by nothing else.
func (c *compiler) ahead(from int, asked []burden.LineYears) {
	last := from
	for _, a := range asked {
		last = max(last, a.From)
	}
	if len(c.lines)*(last-from) <= maxDepth {
		return
	}
	for year := from; year < last; year++ {
		for _, a := range asked {
			if line, ok := c.lineOf[a.Line.Name()]; ok && year < a.From && c.applicable(line, year) {
				c.cell(line, year)
			}
		}
	}
}

// Applicable reports whether a line has a value in a year, if nothing fails.
func Applicable(m *burden.Model, line string, year int) bool {
	l, ok := m.Line(line)
	if !ok {
		return false
	}
	f, _ := m.Formula(l)
	n := f.Node()
	if n.Kind != burden.ByYearNode {
		return true
	}
	i := n.InForce(year)
	return i >= 0 && n.Operands[i] != burden.Formula{}
}

func (c *compiler) output(o Output) ref {
	if o.Watch != nil {
		return c.happens(o.Watch)
	}
	total, some := failure, false
	add := func(x ref, minus bool) {
		switch first := !some; {
		case first && minus:
			total = c.times(c.number(number{big.NewInt(-1), 0}), x)
		case first:
			total = x
		case minus:
			total = c.minus(total, x)
		default:
			total = c.plus(total, x)
		}
		some = true
	}
	for _, t := range o.Terms {
		x := c.named(t.Line, t.Year)
		if t.Factor != "" {
			x = c.times(x, c.named(t.Factor, t.Year))
		}
		add(x, t.Minus)
	}
	for _, q := range o.Quotients {
		x := c.over(c.output(q.Over), c.output(q.By), q.Rounding)
		add(x, q.Minus)
	}
	return total
}

func (c *compiler) named(line string, year int) ref {
	i, ok := c.lineOf[line]
	if !ok {
		return failure
	}
	return c.cell(i, year)
}
