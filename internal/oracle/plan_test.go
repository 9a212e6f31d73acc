package oracle_test

import (
	"slices"
	"strings"

	"example.com/burdenshare/burden"
)

// expr is a formula as data. Which fields have a meaning depends on the kind.
type expr struct {
	Kind     string   `json:"kind"`
	Args     []*expr  `json:"args,omitempty"` // null where a split has no bound
	Text     string   `json:"text,omitempty"` // of a number, or the name of a parameter, line or member
	Quantum  string   `json:"quantum,omitempty"`
	Mode     string   `json:"mode,omitempty"`
	P        int      `json:"p,omitempty"`
	Q        int      `json:"q,omitempty"`
	From     int      `json:"from,omitempty"`
	To       int      `json:"to,omitempty"`
	Starts   []int    `json:"starts,omitempty"`
	InYear   int      `json:"in_year,omitempty"` // of pieces: the year in which the last operand holds
	Until    int      `json:"until,omitempty"`   // of pieces
	Keys     []string `json:"keys,omitempty"`
	First    bool     `json:"first,omitempty"`     // the first gets what is left
	KeepRest bool     `json:"keep_rest,omitempty"` // a total may be off the quantum

	whole bool // of pieces: said as a formula for every year and then otherwise
	unit  burden.Unit
	basis burden.YearBasis // of the years the expression is computed in
}

// The kinds of expr. Lags and years written out are in From and To.
const (
	number   = "number"
	param    = "param"
	lineRef  = "line"
	part     = "part" // total, weights, floors, ceilings
	add      = "add"
	subtract = "subtract"
	multiply = "multiply"
	quotient = "quotient"
	power    = "power"
	round    = "round"
	minimum  = "minimum"
	maximum  = "maximum"
	lag      = "lag"
	sumLags  = "sum_lags"
	sumYears = "sum_years"
	pieces   = "pieces" // one operand from each start on
	when     = "when"
	onBasis  = "on"
	grown    = "grown"   // the first operand × (1 + the second)
	deflate  = "deflate" // the first by the index, a parameter, at the prices of From
	inflate  = "inflate"
	brackets = "brackets" // an amount, then threshold and rate of each bracket
)

// modes are the rounding modes by the names the plan gives them.
var modes = map[string]burden.Mode{
	"exact": burden.Exact, "half_up": burden.HalfUp, "half_even": burden.HalfEven, "half_down": burden.HalfDown,
	"up": burden.Up, "down": burden.Down, "ceiling": burden.Ceiling, "floor": burden.Floor,
}

// span is a parameter's value in some years.
type span struct {
	From int    `json:"from"`
	To   int    `json:"to"`
	Text string `json:"text"`
}

type planParam struct {
	Spans []span `json:"spans"` // of two for a year the later one holds
	unit  burden.Unit
	basis burden.YearBasis
	all   bool // one value for every year
}

// planLine is a line with what it is, rules and splits unfolded.
type planLine struct {
	Name string `json:"name"`
	Def  *expr  `json:"def"`
	unit burden.Unit
}

// group is what one definition of a model is made of: a line, a rule or a split.
type group struct {
	name  string
	unit  burden.Unit
	basis burden.YearBasis
	said  bool // the line states its basis
	def   *expr
	rule  *planRule
	split *planSplit
	last  bool // nothing refers to it
	pure  bool // it needs no earlier year of any line
}

type planRule struct {
	driver        *expr
	lag           int
	quantum, mode string
	addOns        []*expr
	compound      bool
	floor         *expr
	ceiling       *expr
	carry         burden.Carry
	from, to      int
}

type planSplit struct {
	total           *expr
	keys            []string
	weights         []*expr
	floors          []*expr // nil for none
	ceilings        []*expr
	quantum         string
	first, keepRest bool
}

// plan is a model over years.
type plan struct {
	from, to int
	groups   []*group
	params   map[string]*planParam
	asked    []string // lines; empty for the model's results
}

// lines unfolds rules and splits as their documentation says.
func (p *plan) lines() []planLine {
	var list []planLine
	for _, g := range p.groups {
		switch {
		case g.rule != nil:
			list = append(list, g.rule.lines(g.name)...)
		case g.split != nil:
			s := g.split
			args := slices.Concat([]*expr{s.total}, s.weights, s.floors, s.ceilings)
			for _, key := range s.keys {
				e := &expr{Kind: part, Args: args, Text: key, Quantum: s.quantum, Keys: s.keys, First: s.first, KeepRest: s.keepRest}
				list = append(list, planLine{g.name + "." + key, e, g.unit})
			}
		default:
			list = append(list, planLine{g.name, g.def, g.unit})
		}
	}
	return list
}

// lines are the three lines of an index rule:
//
//	raw = driver[y - lag] + add-ons[y], or compounded
//	growth = min(max(raw + carried[y-1], floor), ceiling)
//	carried = raw + carried[y-1] - growth, of which the excess is positive, the advance negative
func (r *planRule) lines(name string) []planLine {
	one, zero := &expr{Kind: number, Text: "1"}, &expr{Kind: number, Text: "0"}
	raw := &expr{Kind: lag, Args: []*expr{r.driver}, From: r.lag}
	if r.quantum != "" {
		raw = &expr{Kind: round, Args: []*expr{raw}, Quantum: r.quantum, Mode: r.mode}
	}
	for _, x := range r.addOns {
		if r.compound {
			growth := &expr{Kind: grown, Args: []*expr{{Kind: add, Args: []*expr{one, raw}}, x}}
			raw = &expr{Kind: subtract, Args: []*expr{growth, one}}
		} else {
			raw = &expr{Kind: add, Args: []*expr{raw, x}}
		}
	}
	available := &expr{Kind: lineRef, Text: name + ".raw"}
	if r.carry != burden.CarryNothing {
		before := &expr{Kind: lag, From: 1, Args: []*expr{{Kind: lineRef, Text: name + ".carried"}}}
		available = &expr{Kind: add, Args: []*expr{available, before}}
	}
	growth := available
	if r.floor != nil {
		growth = &expr{Kind: maximum, Args: []*expr{growth, r.floor}}
	}
	if r.ceiling != nil {
		growth = &expr{Kind: minimum, Args: []*expr{growth, r.ceiling}}
	}
	within := func(e *expr) *expr {
		return &expr{Kind: pieces, Starts: []int{r.from}, Args: []*expr{e}, Until: r.to}
	}
	list := []planLine{{name + ".raw", within(raw), burden.Ratio}, {name, within(growth), burden.Ratio}}
	if r.carry == burden.CarryNothing {
		return list
	}
	carried := &expr{Kind: subtract, Args: []*expr{available, {Kind: lineRef, Text: name}}}
	switch r.carry {
	case burden.CarryExcess:
		carried = &expr{Kind: maximum, Args: []*expr{carried, zero}}
	case burden.CarryAdvance:
		carried = &expr{Kind: minimum, Args: []*expr{carried, zero}}
	}
	return append(list, planLine{name + ".carried", &expr{
		Kind: pieces, Starts: []int{r.from - 1, r.from}, Args: []*expr{zero, carried}, Until: r.to,
	}, burden.Ratio})
}

// exprs lists places where the group has an expression.
func (g *group) exprs() []**expr {
	var list []**expr
	put := func(e **expr) {
		if *e != nil {
			list = append(list, e)
		}
	}
	put(&g.def)
	if r := g.rule; r != nil {
		put(&r.driver)
		for i := range r.addOns {
			put(&r.addOns[i])
		}
		put(&r.floor)
		put(&r.ceiling)
	}
	if s := g.split; s != nil {
		put(&s.total)
		for i := range s.keys {
			put(&s.weights[i])
			put(&s.floors[i])
			put(&s.ceilings[i])
		}
	}
	return list
}

// walk visits e and every expression in it.
func (e *expr) walk(visit func(*expr)) {
	if e == nil {
		return
	}
	visit(e)
	for _, a := range e.Args {
		a.walk(visit)
	}
}

// owns reports whether a line of that name is the group's.
func (g *group) owns(line string) bool {
	return line == g.name || strings.HasPrefix(line, g.name+".")
}

var kinds = []string{
	number, param, lineRef, part, add, subtract, multiply, quotient, power, round, minimum, maximum,
	lag, sumLags, sumYears, pieces, when, onBasis, grown, deflate, inflate, brackets,
}
