package oracle_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/burdenshare/burden"
)

// shrink makes a plan smaller as long as it still fails: fewer years, fewer lines, lines
// and operands replaced by plain numbers or by their own operands.
func shrink(p *plan, fails func(*plan) bool) *plan {
	p = p.clone()
	try := func(change func(q *plan)) bool {
		q := p.clone()
		change(q)
		if fails(q) {
			p = q
			return true
		}
		return false
	}
	for again := true; again; {
		again = false
		for p.to > p.from && (try(func(q *plan) { q.to = (q.from + q.to) / 2 }) || try(func(q *plan) { q.to-- })) {
			again = true
		}
		for p.to > p.from && try(func(q *plan) { q.from++ }) {
			again = true
		}
		for i := 0; i < len(p.groups); {
			if try(func(q *plan) { q.drop(i) }) {
				again = true
				continue
			}
			i++
		}
		for i := range p.groups {
			for k := 0; k < p.places(i); {
				if p.smaller(i, k, try) {
					again = true
				} else {
					k++
				}
			}
		}
	}
	return p
}

// drop removes a definition; what refers to it gets a plain number.
func (p *plan) drop(i int) {
	g := p.groups[i]
	p.groups = slices.Delete(p.groups, i, i+1)
	p.asked = slices.DeleteFunc(p.asked, g.owns)
	for _, h := range p.groups {
		for _, place := range h.slots(true) {
			if e := *place; e.Kind == lineRef && g.owns(e.Text) {
				*place = &expr{Kind: number, Text: "2", unit: e.unit, basis: e.basis}
			}
		}
	}
}

// slots lists places of expressions in a group, outer ones first: all, or only those
// where any expression may stand, which price indexes and brackets are not.
func (g *group) slots(all bool) []**expr {
	list := g.exprs()
	for i := 0; i < len(list); i++ {
		e := *list[i]
		fixed := !all && (e.Kind == deflate || e.Kind == inflate || e.Kind == brackets)
		for k := range e.Args {
			if e.Args[k] != nil && (k == 0 || !fixed) {
				list = append(list, &e.Args[k])
			}
		}
	}
	return list
}

func (p *plan) places(i int) int { return len(p.groups[i].slots(false)) }

// smaller tries what may stand in place k of a group instead.
func (p *plan) smaller(i, k int, try func(func(*plan)) bool) bool {
	e := *p.groups[i].slots(false)[k]
	if e.Kind == number {
		return false
	}
	with := func(make func(e *expr) *expr) bool {
		return try(func(q *plan) {
			place := q.groups[i].slots(false)[k]
			*place = make(*place)
		})
	}
	if with(func(e *expr) *expr { return &expr{Kind: number, Text: "2", unit: e.unit, basis: e.basis} }) {
		return true
	}
	for a, arg := range e.Args {
		if arg != nil && arg.unit == e.unit && with(func(e *expr) *expr { return e.Args[a] }) {
			return true
		}
	}
	if (e.Kind == add || e.Kind == minimum || e.Kind == maximum || e.Kind == multiply) && len(e.Args) > 2 {
		return with(func(e *expr) *expr { f := *e; f.Args = e.Args[:2]; return &f })
	}
	return false
}

// clone copies the plan, expressions included.
func (p *plan) clone() *plan {
	q := *p
	q.asked, q.groups, q.params = slices.Clone(p.asked), nil, maps.Clone(p.params)
	for _, g := range p.groups {
		h := *g
		if g.rule != nil {
			r := *g.rule
			r.addOns = slices.Clone(r.addOns)
			h.rule = &r
		}
		if g.split != nil {
			s := *g.split
			s.weights, s.floors, s.ceilings = slices.Clone(s.weights), slices.Clone(s.floors), slices.Clone(s.ceilings)
			h.split = &s
		}
		for _, e := range h.exprs() {
			*e = (*e).clone()
		}
		q.groups = append(q.groups, &h)
	}
	return &q
}

func (e *expr) clone() *expr {
	if e == nil {
		return nil
	}
	f := *e
	f.Args = make([]*expr, len(e.Args))
	for i, a := range e.Args {
		f.Args[i] = a.clone()
	}
	return &f
}

// String writes the plan for people: its formulas, and the parameters they read.
func (p *plan) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d to %d", p.from, p.to)
	if len(p.asked) > 0 {
		fmt.Fprintf(&b, ", asked for %s", strings.Join(p.asked, ", "))
	}
	b.WriteString("\n")
	m, err := p.build()
	if err != nil {
		fmt.Fprintf(&b, "%v\n", err)
		return b.String()
	}
	for _, l := range m.Lines() {
		f, _ := m.Formula(l)
		fmt.Fprintf(&b, "%s %q = %v\n", l.Name(), string(l.Unit()), f)
	}
	for _, q := range m.Params() {
		fmt.Fprintf(&b, "%s %q:", q.Name(), string(q.Unit()))
		for i, s := range q.Series().Spans() {
			if i == 12 {
				b.WriteString(" …")
				break
			}
			fmt.Fprintf(&b, " %d-%d %s", s.From, s.To, burden.Text(s.Value))
		}
		b.WriteString("\n")
	}
	return b.String()
}
