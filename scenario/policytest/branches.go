package policytest

import (
	"strconv"
	"strings"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/visible"
	"example.com/burdenshare/scenario/internal/limit"
)

// Branch is one way a formula may go: the subject or a limit of a minimum or
// maximum, a branch of a when, a piece of a formula by year. Bounds of a split are
// not among them.
type Branch struct {
	Line string
	Site burden.Site // of the node that chooses
	Node string      // it, as text
	Side string      // what is chosen
	// Years are those of the line in which it was decided so: in them it made the value,
	// or, of a limit, it bound.
	Years []int
}

// String writes the branch in one line.
func (b Branch) String() string {
	s := b.Line
	if b.Site != "" {
		s += " at " + string(b.Site)
	}
	return visible.Text(s + ": " + b.Side + " of " + b.Node)
}

// branches finds which branches of the formulas of a model were decided in the
// years of a projection, by going through each formula as its evaluation does.
func branches(p *burden.Projection) ([]Branch, error) {
	c := &coverage{p: p, at: map[string]*choice{}}
	if err := c.cover(p.Model().Lines()); err != nil {
		return nil, err
	}
	var list []Branch
	for _, x := range c.list {
		list = append(list, x.sides...)
	}
	return list, nil
}

// metBy reports whether anything that a limit limits is evaluated in any year.
func metBy(p *burden.Projection, by burden.Formula) (bool, error) {
	met := false
	c := &coverage{p: p, at: map[string]*choice{}, look: func(f burden.Formula) { met = met || limit.Of(f, by) }}
	err := c.cover(limit.Lines(p.Model(), by))
	return met, err
}

// cover goes through the formulas of lines in every year in which they have a value.
func (c *coverage) cover(lines []burden.Line) error {
	var extra []burden.Definition
	for _, l := range lines {
		f, _ := c.p.Model().Formula(l)
		burden.Walk(f, func(site burden.Site, n burden.Node) bool {
			if n.Kind == burden.PartNode && n.Part > 0 {
				return false // what the first member of a split has already
			}
			if x := c.choose(l, site, n); x != nil {
				extra = append(extra, x.tests(c.p.Model(), n, len(c.list))...)
				c.list = append(c.list, x)
				c.at[l.Name()+" "+string(site)] = x
			}
			return true
		})
	}
	m, err := c.p.Model().With(extra...)
	if err != nil {
		return err
	}
	c.m = m
	from, to := c.p.Years()
	for _, l := range lines {
		f, _ := c.p.Model().Formula(l)
		for year := from; year <= to; year++ {
			if _, err := c.p.Value(l, year); err == nil {
				c.line, c.year, c.seen = l.Name(), year, map[place]bool{}
				c.visit(f, "", year)
			}
		}
	}
	return nil
}

// choice is a node that chooses, with its branches.
type choice struct {
	sides []Branch
	// lines are what evaluates each test of the node, one where it holds and zero where
	// it does not: that the limit binds; of a when, that its condition holds.
	lines []burden.Line
	known []map[int]answer
	asked bool // over all years of the projection
}

type answer struct{ holds, known bool }

type place struct {
	site burden.Site
	year int
}

// coverage goes through the formulas of a projection.
type coverage struct {
	p    *burden.Projection
	m    *burden.Model // with the tests
	list []*choice
	at   map[string]*choice
	look func(burden.Formula) // at each that is evaluated; may be nil

	line string // being gone through
	year int
	seen map[place]bool
}

// choose returns the choice that a node is, if it is one.
func (c *coverage) choose(l burden.Line, at burden.Site, n burden.Node) *choice {
	x := &choice{}
	add := func(side, node string) {
		x.sides = append(x.sides, Branch{Line: l.Name(), Site: at, Node: node, Side: side})
	}
	switch n.Kind {
	case burden.MinimumNode, burden.MaximumNode:
		text, name := "min", "ceiling "
		if n.Kind == burden.MaximumNode {
			text, name = "max", "floor "
		}
		text = brief(call(text, n.Operands))
		add("subject "+brief(n.Operands[0].String()), text)
		for _, o := range n.Operands[1:] {
			add(name+brief(o.String()), text)
		}
	case burden.WhenNode:
		text := brief("when(" + n.Operands[0].String() + " < " + n.Operands[1].String() + ")")
		add("then "+brief(n.Operands[2].String()), text)
		add("otherwise "+brief(n.Operands[3].String()), text)
	case burden.ByYearNode:
		for i, o := range n.Operands {
			if o.Node().Kind == burden.NoNode {
				add("the end from "+strconv.Itoa(n.Starts[i]), "by_year")
				continue
			}
			add("from "+strconv.Itoa(n.Starts[i])+" "+brief(o.String()), "by_year")
		}
	default:
		return nil
	}
	return x
}

func call(name string, operands []burden.Formula) string {
	texts := make([]string, len(operands))
	for i, o := range operands {
		texts[i] = o.String()
	}
	return name + "(" + strings.Join(texts, ", ") + ")"
}

// tests returns the definitions of the lines that evaluate the tests of a node.
func (x *choice) tests(m *burden.Model, n burden.Node, number int) []burden.Definition {
	yes, no := burden.Amount(1, burden.Ratio), burden.Amount(0, burden.Ratio)
	var conditions []burden.Formula
	switch n.Kind {
	case burden.WhenNode:
		conditions = []burden.Formula{burden.When(n.Operands[0].Below(n.Operands[1]), yes, no)}
	case burden.MinimumNode, burden.MaximumNode:
		beyond := func(a, b burden.Formula) burden.Condition {
			if n.Kind == burden.MaximumNode {
				return b.Below(a)
			}
			return a.Below(b)
		}
		for i, o := range n.Operands[1:] {
			f := burden.When(beyond(o, n.Operands[0]), yes, no)
			for k, other := range n.Operands[1:] {
				if k != i {
					f = burden.When(beyond(other, o), no, f)
				}
			}
			conditions = append(conditions, f)
		}
	}
	var list []burden.Definition
	for i, f := range conditions {
		l := burden.NewLine(free(m, "policytest.test"+strconv.Itoa(number)+"_"+strconv.Itoa(i)), burden.Ratio)
		x.lines = append(x.lines, l)
		x.known = append(x.known, map[int]answer{})
		list = append(list, l.Is(f))
	}
	return list
}

// holds evaluates a test in a year.
func (c *coverage) holds(x *choice, i, year int) answer {
	if !x.asked {
		x.asked = true
		from, to := c.p.Years()
		// A recurrence may have nothing to go on in its first year.
		for _, first := range []int{from, from + 1} {
			if first <= to && c.ask(x, first, to) {
				break
			}
		}
	}
	a, ok := x.known[i][year]
	if !ok {
		if !c.ask(x, year, year) {
			for k := range x.known {
				if _, ok := x.known[k][year]; !ok {
					x.known[k][year] = answer{}
				}
			}
		}
		a = x.known[i][year]
	}
	return a
}

// ask evaluates the tests of a choice over years, and reports whether it could.
func (c *coverage) ask(x *choice, from, to int) bool {
	p, err := c.m.Project(from, to, x.lines...)
	if err != nil {
		return false
	}
	for i, l := range x.lines {
		for year := from; year <= to; year++ {
			if v, err := p.Value(l, year); err == nil {
				x.known[i][year] = answer{v.Sign() > 0, true}
			}
		}
	}
	return true
}

// visit goes through a formula in a year and marks what decides.
func (c *coverage) visit(f burden.Formula, at burden.Site, year int) {
	n := f.Node()
	if n.Kind == burden.NoNode || year < burden.MinYear || c.seen[place{at, year}] {
		return
	}
	c.seen[place{at, year}] = true
	if c.look != nil {
		c.look(f)
	}
	child := func(i, year int) { c.visit(n.Operands[i], below(at, i), year) }
	x := c.at[c.line+" "+string(at)]
	switch n.Kind {
	case burden.PartNode:
		for i := range n.Operands {
			if n.Part == 0 {
				child(i, year)
			}
		}
	case burden.ByYearNode:
		if i := n.InForce(year); i >= 0 {
			c.mark(x, i)
			child(i, year)
		}
	case burden.WhenNode:
		child(0, year)
		child(1, year)
		if a := c.holds(x, 0, year); a.known {
			side := 1
			if a.holds {
				side = 0
			}
			c.mark(x, side)
			child(2+side, year)
		}
	case burden.MinimumNode, burden.MaximumNode:
		open, known := true, true
		for i := range x.lines {
			a := c.holds(x, i, year)
			known = known && a.known
			if a.holds {
				open = false
				c.mark(x, i+1)
			}
		}
		if open && known {
			c.mark(x, 0)
		}
		for i := range n.Operands {
			child(i, year)
		}
	case burden.LagNode:
		child(0, year-n.From)
	case burden.SumNode:
		from, to := n.From, n.To
		if n.Relative {
			from, to = year-n.From, year-n.To
		}
		for y := from; y <= to; y++ {
			child(0, y)
		}
	default:
		for i := range n.Operands {
			child(i, year)
		}
	}
}

// mark notes that a side decided in the year that is being gone through.
func (c *coverage) mark(x *choice, side int) {
	b := &x.sides[side]
	if k := len(b.Years); k == 0 || b.Years[k-1] != c.year {
		b.Years = append(b.Years, c.year)
	}
}

// below returns the site of an operand.
func below(at burden.Site, i int) burden.Site {
	if at == "" {
		return burden.Site(strconv.Itoa(i))
	}
	return at + burden.Site("."+strconv.Itoa(i))
}
