package oracle_test

import (
	"math/rand/v2"
	"slices"
	"strconv"

	"example.com/burdenshare/burden"
)

// The units that plans are made of.
const (
	perHead  burden.Unit = "KRW/person"
	exchange burden.Unit = "KRW/USD"
	yenRate  burden.Unit = "JPY/USD"
	realKRW  burden.Unit = "KRW@2019"
)

const priceBase = 2019 // of realKRW

var planUnits = []burden.Unit{burden.KRW, burden.KRW, burden.USD, realKRW, burden.Persons, burden.Ratio, burden.Ratio, exchange, perHead, burden.JPY, yenRate}

// generator makes plans at random, the same for the same seed. A careful one makes
// plans that mostly can be evaluated to the end: years that are needed are there,
// divisors are not zero, products are rounded. Others meet every error there is.
type generator struct {
	*rand.Rand
	p       *plan
	careful bool
	first   int // the year from which on lines have values
	groups  []*group
	at      int // rank of the group being made
}

// reach says which lines an expression may refer to.
type reach uint8

const (
	nothing reach = iota
	pure          // lower ones that need no earlier year
	lower         // of lower rank: what the same year may need
	all
)

// context is where an expression stands.
type context struct {
	unit  burden.Unit
	basis burden.YearBasis
	lines reach
	lag   int // how many years back it may still go
	depth int
}

func (c context) of(u burden.Unit) context { c.unit = u; return c.down() }

func (c context) down() context { c.depth--; return c }

// generate makes the i-th plan of a seed, of at most so many lines and years.
func generate(seed, i uint64, lines, years int) *plan {
	r := rand.New(rand.NewPCG(seed, i))
	g := &generator{Rand: r, p: &plan{params: map[string]*planParam{}}, careful: r.IntN(5) > 0}
	g.p.from = 1990 + g.IntN(40)
	if !g.careful && g.chance(10) {
		g.p.from = 1 + g.IntN(4)
	}
	g.p.to = min(g.p.from+g.small(years)-1, g.p.from+years-1)
	g.first = max(g.p.from-g.IntN(6), 1)
	g.sketch(g.small(lines))
	for k, x := range g.groups {
		g.at = k
		g.fill(x)
	}
	g.p.groups = slices.Clone(g.groups)
	g.Shuffle(len(g.p.groups), func(a, b int) { g.p.groups[a], g.p.groups[b] = g.p.groups[b], g.p.groups[a] })
	if g.chance(60) {
		for _, l := range g.p.lines() {
			g.p.asked = append(g.p.asked, l.Name)
		}
	} else if g.chance(50) {
		for _, l := range g.p.lines() {
			if g.chance(30) {
				g.p.asked = append(g.p.asked, l.Name)
			}
		}
	}
	return g.p
}

// small is a number up to n, small ones more often.
func (g *generator) small(n int) int { return 1 + g.IntN(1+g.IntN(n)) }

func (g *generator) chance(percent int) bool { return g.IntN(100) < percent }

func pick[T any](g *generator, list ...T) T { return list[g.IntN(len(list))] }

// sketch decides what definitions there are, in the order of rank.
func (g *generator) sketch(lines int) {
	for n := 0; n < lines; n++ {
		x := &group{name: "x" + strconv.Itoa(len(g.groups)), unit: pick(g, planUnits...), said: true}
		x.basis = pick(g, burden.Calendar, burden.Calendar, burden.Calendar, burden.FiscalOctober, burden.FiscalApril)
		switch {
		case g.chance(12):
			x.rule, x.unit, x.said = &planRule{}, burden.Ratio, false
			n += 2
		case g.chance(12):
			x.split, x.said = &planSplit{}, false
			x.unit = pick(g, burden.KRW, burden.USD, burden.Persons)
			for k := range 1 + g.IntN(5) {
				x.split.keys = append(x.split.keys, pick(g, "a", "b", "c", "d")+strconv.Itoa(k))
			}
			n += len(x.split.keys) - 1
		default:
			x.last = g.chance(15)
			x.said = x.basis != burden.Calendar || g.chance(50)
		}
		g.groups = append(g.groups, x)
	}
}

func (g *generator) fill(x *group) {
	c := context{unit: x.unit, basis: x.basis, lines: lower, depth: 1 + g.IntN(4)}
	switch {
	case x.rule != nil:
		g.rule(x, c)
	case x.split != nil:
		g.split(x, c)
		x.pure = true
	default:
		x.def = g.line(x, c)
	}
	for _, e := range x.exprs() {
		(*e).walk(func(e *expr) {
			if e.Kind == lag || e.Kind == sumLags {
				x.pure = false
			}
			if e.Kind == lineRef {
				for _, y := range g.groups {
					x.pure = x.pure && (!y.owns(e.Text) || y.pure)
				}
			}
		})
	}
}

// line makes a definition. Lines have values from the plan's first year on; what looks
// k years back begins k years later.
func (g *generator) line(x *group, c context) *expr {
	x.pure = true
	if !g.careful && x.unit == burden.Ratio && g.chance(30) { // digits treble every year
		x.pure = false
		before := &expr{Kind: lag, From: 1, Args: []*expr{{Kind: lineRef, Text: x.name, unit: x.unit, basis: x.basis}}, unit: x.unit, basis: x.basis}
		return &expr{Kind: pieces, Starts: []int{g.first, g.first + 1}, Args: []*expr{g.leaf(c), {Kind: multiply, Args: []*expr{before, before, before}, unit: x.unit, basis: x.basis}}, unit: x.unit, basis: x.basis}
	}
	if g.chance(25) {
		return g.whole(c)
	}
	e := &expr{Kind: pieces, Starts: []int{g.first}, unit: x.unit, basis: x.basis}
	if !g.careful && g.chance(20) {
		e.Starts[0] = pick(g, 0, g.first+g.IntN(4))
	}
	e.Args = []*expr{g.whole(c)}
	for range g.IntN(4) {
		lag := 1 + g.IntN(5)
		start := max(e.Starts[len(e.Starts)-1]+1, e.Starts[0]+lag)
		if g.chance(20) {
			start += g.IntN(10)
		}
		if g.chance(50) {
			lag = 1
		}
		c.lag = lag
		e.Starts = append(e.Starts, start)
		e.Args = append(e.Args, g.whole(c))
		x.pure = false
	}
	if g.chance(15) {
		e.InYear = g.first + g.IntN(g.p.to-g.first+3)
		c.lag = 0
		e.Args = append(e.Args, g.whole(c))
	}
	if x.last && g.chance(50) {
		e.Until = max(e.Starts[0], 1) + g.IntN(g.p.to-g.first+3)
	} else if g.chance(15) {
		e.Until = max(e.Starts[0], g.p.to+1) + g.IntN(5)
	}
	return e.always()
}

// always makes of pieces from the year 0 on those of a definition that holds in every
// year but for what is said later.
func (e *expr) always() *expr {
	if e.Starts[0] == 0 {
		e.Starts[0] = burden.MinYear
		e.whole = len(e.Args) > 1 || e.Until != 0
	}
	return e
}

// whole makes an expression, rounded more often than not.
func (g *generator) whole(c context) *expr {
	e := g.expr(c)
	if g.chance(50) || g.careful && hasProduct(e) {
		return g.round(e, c)
	}
	return e
}

// hasProduct reports whether lines are multiplied, so that digits grow from year to year.
func hasProduct(e *expr) bool {
	found := false
	e.walk(func(x *expr) {
		lines := 0
		for _, a := range x.Args {
			refers := false
			a.walk(func(y *expr) { refers = refers || y.Kind == lineRef })
			if refers {
				lines++
			}
		}
		found = found || lines > 1 && (x.Kind == multiply || x.Kind == grown || x.Kind == brackets)
	})
	return found
}

func (g *generator) rule(x *group, c context) {
	r := x.rule
	r.from = max(g.first, 2)
	r.lag = g.IntN(4)
	r.driver = g.param(burden.Ratio, c.basis)
	if r.lag == 0 || !g.careful {
		r.driver = g.expr(c)
	}
	if g.chance(50) {
		r.quantum, r.mode = pick(g, "0.1%", "0.001", "1%"), g.mode()
	}
	for range g.IntN(3) {
		r.addOns = append(r.addOns, g.leaf(c))
	}
	r.compound = g.chance(30)
	if g.chance(50) {
		r.floor = g.leaf(c)
	}
	if g.chance(70) {
		r.ceiling = g.leaf(c)
	}
	r.carry = pick(g, burden.CarryNothing, burden.CarryNothing, burden.CarryExcess, burden.CarryAdvance, burden.CarryBoth)
	if g.chance(20) {
		r.to = max(r.from, g.p.to) + g.IntN(3)
	}
	x.pure = r.carry == burden.CarryNothing
}

func (g *generator) split(x *group, c context) {
	s := x.split
	s.quantum = g.quantum(x.unit)
	s.first, s.keepRest = g.chance(40), g.chance(40)
	s.total = g.expr(c)
	if g.chance(85) {
		s.total = &expr{Kind: maximum, Args: []*expr{s.total, g.constant(x.unit, g.amount(x.unit))}, unit: x.unit, basis: x.basis}
	}
	if !s.keepRest && (g.careful || g.chance(50)) {
		s.total = &expr{Kind: round, Args: []*expr{s.total}, Quantum: s.quantum, Mode: pick(g, "half_up", "up", "floor"), unit: x.unit, basis: x.basis}
	}
	weight := pick(g, burden.Ratio, burden.Persons, burden.USD)
	share := func(low, high int) *expr {
		if !g.chance(25) {
			return nil
		}
		of := &expr{Kind: multiply, Args: []*expr{s.total, g.constant(burden.Ratio, strconv.Itoa(low+g.IntN(high-low+1))+"%")}, unit: x.unit, basis: x.basis}
		if g.chance(50) {
			of = &expr{Kind: round, Args: []*expr{of}, Quantum: s.quantum, Mode: g.mode(), unit: x.unit, basis: x.basis}
			of.Mode = pick(g, "half_up", "down", "up")
		}
		return of
	}
	for range s.keys {
		w := g.constant(weight, strconv.Itoa(g.IntN(9)))
		if len(s.weights) == 0 {
			w = g.constant(weight, strconv.Itoa(1+g.IntN(9)))
		}
		if g.chance(40) {
			w = g.param(weight, c.basis)
		}
		if !g.careful && g.chance(10) {
			w = g.expr(c.of(weight))
		}
		s.weights = append(s.weights, w)
		s.floors = append(s.floors, share(1, 15))
		s.ceilings = append(s.ceilings, share(30, 120))
	}
}

// references lists lines that may stand in a context.
func (g *generator) references(c context) []string {
	var list []string
	for k, x := range g.groups {
		if x.last || x.basis != c.basis || x.unit != c.unit || k == g.at && (c.lines != all || x.split != nil) {
			continue
		}
		if c.lines == nothing || c.lines != all && k >= g.at || c.lines == pure && !x.pure {
			continue
		}
		switch {
		case x.rule != nil && k == g.at:
		case x.rule != nil:
			list = append(list, x.name, x.name+".raw")
			if x.rule.carry != burden.CarryNothing {
				list = append(list, x.name+".carried")
			}
		case x.split != nil:
			for _, key := range x.split.keys {
				list = append(list, x.name+"."+key)
			}
		default:
			list = append(list, x.name)
		}
	}
	return list
}
