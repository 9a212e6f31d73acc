package oracle_test

import (
	"slices"
	"strconv"
	"strings"

	"example.com/burdenshare/burden"
)

// amount writes a number of a unit, as people write such.
func (g *generator) amount(u burden.Unit) string {
	if !g.careful && g.chance(6) {
		return pick(g, "0", "-1", "0.000000000000000000000000000001", "123456789012345678901234567890.5", "-7.25e-3", "1e15")
	}
	digits := strconv.Itoa(1 + g.IntN(9999))
	switch u {
	case burden.KRW, realKRW, burden.JPY:
		return pick(g, digits+"e8", digits+".5e6", "1.0389e12", "760.0e9", digits)
	case burden.USD:
		return pick(g, digits+"e5", "4.7e9", digits+".25")
	case burden.Persons:
		return pick(g, "28500", digits, "9"+digits)
	case burden.Ratio:
		return pick(g, strconv.Itoa(g.IntN(30))+"%", "4.7%", "0.0"+digits, "-1.5%", "13.9%", "1."+digits)
	case exchange, yenRate:
		return pick(g, "1123.4", "1"+digits+".07", "1200")
	}
	return pick(g, digits+".99", digits+"e3")
}

func (g *generator) quantum(u burden.Unit) string {
	switch u {
	case burden.KRW, realKRW, burden.JPY:
		return pick(g, "0.1e9", "1e6", "1", "0.01", "7", "250")
	case burden.USD:
		return pick(g, "0.01", "1e6", "0.05", "1000")
	case burden.Persons:
		return pick(g, "1", "10", "0.5")
	case burden.Ratio:
		return pick(g, "0.1%", "0.0001", "0.01", "1e-6", "0.025", "1e-12")
	}
	return pick(g, "0.01", "0.1", "1", "0.0001")
}

func (g *generator) mode() string {
	if !g.careful && g.chance(3) {
		return "exact"
	}
	return pick(g, "half_up", "half_even", "half_down", "up", "down", "ceiling", "floor")
}

func (g *generator) constant(u burden.Unit, text string) *expr {
	return &expr{Kind: number, Text: text, unit: u}
}

// param returns a parameter of the plan, old or new.
func (g *generator) param(u burden.Unit, basis burden.YearBasis) *expr {
	var old []string
	for name, q := range g.p.params {
		if q.unit == u && (q.all || q.basis == basis) {
			old = append(old, name)
		}
	}
	slices.Sort(old)
	if len(old) > 0 && g.chance(60) {
		return &expr{Kind: param, Text: pick(g, old...), unit: u, basis: basis}
	}
	name := "p" + strconv.Itoa(len(g.p.params))
	q := &planParam{unit: u, basis: basis}
	g.p.params[name] = q
	from, to := max(1, g.first-8), g.p.to+8
	switch g.IntN(3) {
	case 0:
		q.all = true
		q.Spans = []span{{burden.MinYear, burden.MaxYear, g.amount(u)}}
	case 1: // steps
		for y := from; y <= to; {
			next := y + 1 + g.IntN(12)
			q.Spans = append(q.Spans, span{y, next - 1, g.amount(u)})
			y = next
		}
	default:
		for y := from; y <= to; y++ {
			q.Spans = append(q.Spans, span{y, y, g.amount(u)})
		}
	}
	if !g.careful && g.chance(10) {
		k := g.IntN(len(q.Spans))
		q.Spans, q.all = slices.Delete(q.Spans, k, k+1), false
	}
	if u == burden.Ratio && q.at(priceBase) == nil { // it may be a price index
		q.Spans = append(q.Spans, span{priceBase, priceBase, g.amount(u)})
	}
	return &expr{Kind: param, Text: name, unit: u, basis: basis}
}

func (g *generator) leaf(c context) *expr {
	lines := g.references(c)
	switch {
	case len(lines) > 0 && g.chance(55):
		return &expr{Kind: lineRef, Text: pick(g, lines...), unit: c.unit, basis: c.basis}
	case g.chance(60):
		return g.param(c.unit, c.basis)
	}
	return g.constant(c.unit, g.amount(c.unit))
}

func (g *generator) round(e *expr, c context) *expr {
	return &expr{Kind: round, Args: []*expr{e}, Quantum: g.quantum(c.unit), Mode: g.mode(), unit: c.unit, basis: c.basis}
}

// positive makes an expression that is above zero, if the plan is a careful one.
func (g *generator) positive(c context) *expr {
	if !g.careful && g.chance(70) {
		return g.expr(c)
	}
	if c.unit != burden.Ratio && g.chance(50) {
		return g.param(c.unit, c.basis)
	}
	floor := g.constant(c.unit, pick(g, "0.5", "1", "3", "0.07"))
	return &expr{Kind: maximum, Args: []*expr{g.expr(c), floor}, unit: c.unit, basis: c.basis}
}

func (g *generator) expr(c context) *expr {
	if c.depth <= 0 {
		return g.leaf(c)
	}
	e := &expr{unit: c.unit, basis: c.basis}
	operands := func(kind string, n int) *expr {
		e.Kind = kind
		for range n {
			e.Args = append(e.Args, g.expr(c.down()))
		}
		return e
	}
	back := c.lag > 0 || !g.careful
	for {
		switch g.IntN(17) {
		case 0, 1:
			return operands(add, 2+g.IntN(3))
		case 2:
			return operands(subtract, 2)
		case 3:
			return g.round(g.expr(c.down()), c)
		case 4:
			return operands(minimum, 2+g.IntN(2))
		case 5:
			return operands(maximum, 2+g.IntN(2))
		case 6, 7:
			if back {
				return g.lagged(e, c)
			}
		case 8:
			if back {
				return g.past(e, c)
			}
		case 9:
			return g.years(e, c)
		case 10:
			return g.pieces(e, c)
		case 11:
			side := c.of(pick(g, planUnits...))
			side.depth = min(side.depth, 1)
			e.Kind, e.Args = when, []*expr{g.expr(side), g.expr(side), g.expr(c.down()), g.expr(c.down())}
			return e
		case 12:
			if _, real := c.unit.PriceBase(); real { // such a figure keeps its year basis
				return g.byUnit(e, c)
			}
			other := c.down()
			other.basis = pick(g, burden.Calendar, burden.FiscalOctober, burden.FiscalApril)
			e.Kind, e.Args = onBasis, []*expr{g.expr(other)}
			return e
		case 13:
			e.Kind, e.Args = grown, []*expr{g.expr(c.down()), g.expr(c.of(burden.Ratio))}
			return e
		case 14:
			return g.product(e, c)
		default:
			return g.byUnit(e, c)
		}
	}
}

func (g *generator) lagged(e *expr, c context) *expr {
	k := 1 + g.IntN(max(c.lag, 1))
	if !g.careful {
		k += g.IntN(2)
	} else if g.chance(4) {
		k = 0
	}
	sub := c.down()
	sub.lag -= k
	if k > 0 && sub.lines == lower {
		sub.lines = all
	}
	e.Kind, e.From, e.Args = lag, k, []*expr{g.expr(sub)}
	return e
}

// past is a sum over past years.
func (g *generator) past(e *expr, c context) *expr {
	e.Kind = sumLags
	e.From = 1 + g.IntN(max(c.lag, 1))
	e.To = g.IntN(e.From + 1)
	sub := c.down()
	sub.lag -= e.From
	if e.To > 0 && sub.lines == lower {
		sub.lines = all
	}
	e.Args = []*expr{g.expr(sub)}
	return e
}

// years is a sum over years written out.
func (g *generator) years(e *expr, c context) *expr {
	e.Kind = sumYears
	sub := c.down()
	low, high := g.first, g.p.to+1
	if g.careful {
		sub.lines, sub.lag = min(sub.lines, pure), 0
	} else if g.chance(10) {
		low, high = max(1, low-3), high+3
	}
	e.From = low + g.IntN(high-low+1)
	e.To = e.From + g.IntN(min(high-e.From, 11)+1)
	if g.chance(40) {
		e.To = e.From
	}
	e.Args = []*expr{g.expr(sub)}
	return e
}

func (g *generator) pieces(e *expr, c context) *expr {
	e.Kind = pieces
	start := pick(g, 0, max(1, g.first-10))
	if !g.careful && g.chance(10) {
		start = g.first + 1
	}
	for range 1 + g.IntN(3) {
		e.Starts = append(e.Starts, start)
		e.Args = append(e.Args, g.expr(c.down()))
		start = max(start, g.first) + 1 + g.IntN(8)
	}
	if g.chance(25) {
		e.InYear = g.first + g.IntN(g.p.to-g.first+3)
		e.Args = append(e.Args, g.expr(c.down()))
	}
	if !g.careful && g.chance(10) {
		e.Until = max(1, e.Starts[0]) + g.IntN(g.p.to-g.first+3)
	}
	return e.always()
}

// product multiplies by pure ratios.
func (g *generator) product(e *expr, c context) *expr {
	if c.unit != burden.Persons && c.unit != burden.Ratio && g.chance(20) {
		e.Kind, e.Args = brackets, []*expr{g.expr(c.down())}
		digits := 1 + g.IntN(40)
		for k := range 1 + g.IntN(4) {
			e.Args = append(e.Args, g.constant(c.unit, strconv.Itoa(k*digits)+"e"+strconv.Itoa(g.IntN(2)+6+k)), g.leaf(c.of(burden.Ratio)))
		}
		return e
	}
	e.Kind, e.Args = multiply, []*expr{g.expr(c.down()), g.expr(c.of(burden.Ratio))}
	if g.chance(20) {
		e.Args = append(e.Args, g.leaf(c.of(burden.Ratio)))
	}
	return e
}

// byUnit makes an expression out of other units.
func (g *generator) byUnit(e *expr, c context) *expr {
	e.Quantum, e.Mode = g.quantum(c.unit), g.mode()
	index := func() *expr { return g.param(burden.Ratio, c.basis) }
	times := func(a, b burden.Unit) *expr {
		e.Kind, e.Quantum, e.Mode = multiply, "", ""
		e.Args = []*expr{g.expr(c.of(a)), g.expr(c.of(b))}
		return e
	}
	over := func(a, b burden.Unit) *expr {
		e.Kind, e.Args = quotient, []*expr{g.expr(c.of(a)), g.positive(c.of(b))}
		switch {
		case g.chance(10):
			e.Args[1] = g.constant(b, pick(g, "2", "0.25", "8", "20", "1e6"))
			e.Quantum, e.Mode = "", ""
		case !g.careful && g.chance(10):
			e.Quantum, e.Mode = "", ""
		}
		return e
	}
	switch c.unit {
	case burden.KRW:
		switch g.IntN(3) {
		case 0:
			return times(burden.USD, exchange)
		case 1:
			return times(burden.Persons, perHead)
		}
		e.Kind, e.To, e.Args = inflate, priceBase, []*expr{g.expr(c.of(realKRW)), index()}
		g.sound(e.Args[1])
		return e
	case realKRW:
		e.Kind, e.From, e.Args = deflate, priceBase, []*expr{g.expr(c.of(burden.KRW)), index()}
		g.sound(e.Args[1])
		return e
	case burden.JPY:
		return times(burden.USD, yenRate)
	case yenRate:
		return over(burden.JPY, burden.USD)
	case burden.USD:
		if g.chance(40) {
			return over(burden.JPY, yenRate)
		}
		return over(burden.KRW, exchange)
	case burden.Persons:
		return over(burden.KRW, perHead)
	case exchange:
		return over(burden.KRW, burden.USD)
	case perHead:
		return over(burden.KRW, burden.Persons)
	}
	u := pick(g, planUnits...)
	if g.chance(50) {
		return over(u, u)
	}
	e.Kind, e.Args = power, []*expr{g.positive(c.of(u)), g.positive(c.of(u))}
	e.P, e.Q = pick(g, 1, 1, 1, 2, 3, -1, -2, 0), 1+g.IntN(6)
	if g.chance(15) {
		root := pick(g, [3]string{"9", "4", "2"}, [3]string{"8", "1", "3"}, [3]string{"0.0016", "1", "4"}, [3]string{"1", "4", "2"})
		e.Args = []*expr{g.constant(u, root[0]), g.constant(u, root[1])}
		e.Q, _ = strconv.Atoi(root[2])
		e.P, e.Quantum, e.Mode = max(e.P, 0), "", ""
	} else if !g.careful && g.chance(10) {
		e.Quantum, e.Mode = "", ""
	}
	return e
}

// sound makes a parameter's values those of a price index, in a careful plan.
func (g *generator) sound(p *expr) {
	if !g.careful {
		return
	}
	q := g.p.params[p.Text]
	for i, s := range q.Spans {
		text := strings.TrimPrefix(s.Text, "-")
		if fraction(text).Sign() == 0 {
			text = "1"
		}
		q.Spans[i].Text = text
	}
}
