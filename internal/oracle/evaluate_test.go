package oracle_test

import (
	"math/big"
	"strings"
	"sync"

	"example.com/burdenshare/burden"
)

// fault is an error that evaluation has to end with: its cause and the cell it is in.
type fault struct {
	cause error
	line  string
	year  int
}

// outcome is what is known of a line in a year.
type outcome struct {
	value  *big.Rat
	absent bool // the line is not defined in the year
	open   bool // being computed
}

type place struct {
	line string
	year int
}

// oracle evaluates a plan by definition, slowly: a line in a year is computed when it is
// first needed, what it needs before what it does, from left to right.
type oracle struct {
	p     *plan
	defs  map[string]*expr
	known map[place]*outcome
	at    place
	// beyond is set where a power is near the library's limits of size, on which its
	// documentation has no figure.
	beyond bool
	used   *sync.Map // kinds and modes met, if anybody asks
}

func newOracle(p *plan) *oracle {
	o := &oracle{p: p, defs: map[string]*expr{}, known: map[place]*outcome{}}
	for _, l := range p.lines() {
		o.defs[l.Name] = l.Def
	}
	return o
}

// project computes the lines over the plan's years, in order.
func (o *oracle) project(lines []string) *fault {
	var list []place
	for year := o.p.from; year <= o.p.to; year++ {
		for _, l := range lines {
			list = append(list, place{l, year})
		}
	}
	return o.only(list)
}

// only computes lines in the years named, in order.
func (o *oracle) only(list []place) *fault {
	for _, c := range list {
		if f := o.compute(c); f != nil {
			return f
		}
	}
	return nil
}

func (o *oracle) fault(cause error) *fault { return &fault{cause, o.at.line, o.at.year} }

func (o *oracle) compute(c place) *fault {
	if s := o.known[c]; s != nil {
		if s.open {
			return o.fault(burden.ErrCycle)
		}
		return nil
	}
	e := o.defs[c.line]
	if e.Kind == pieces && e.inForce(c.year) == nil {
		o.known[c] = &outcome{absent: true}
		return nil
	}
	s := &outcome{open: true}
	o.known[c] = s
	before := o.at
	o.at = c
	defer func() { o.at = before }()
	if f := o.needs(e, c.year); f != nil {
		return f
	}
	v, f := o.eval(e, c.year)
	if f != nil {
		return f
	}
	s.value, s.open = v, false
	return nil
}

// inForce returns the piece that holds in a year, nil if none does.
func (e *expr) inForce(year int) *expr {
	if e.Until != 0 && year > e.Until {
		return nil
	}
	if e.InYear != 0 && e.InYear == year {
		return e.Args[len(e.Starts)]
	}
	var p *expr
	for i, start := range e.Starts {
		if start <= year {
			p = e.Args[i]
		}
	}
	return p
}

// needs computes every line that e refers to in a year.
func (o *oracle) needs(e *expr, year int) *fault {
	switch e.Kind {
	case lineRef:
		if year < burden.MinYear {
			return o.fault(burden.ErrMissingYear)
		}
		return o.compute(place{e.Text, year})
	case lag:
		return o.needs(e.Args[0], year-e.From)
	case sumLags, sumYears:
		from, to := e.years(year)
		for y := from; y <= to; y++ {
			if f := o.needs(e.Args[0], y); f != nil {
				return f
			}
		}
		return nil
	case pieces:
		if p := e.inForce(year); p != nil {
			return o.needs(p, year)
		}
		return nil
	case when:
		for _, side := range e.Args[:2] {
			if f := o.needs(side, year); f != nil {
				return f
			}
		}
		if branch, f := o.branch(e, year); f == nil { // a fault is met again in evaluation
			return o.needs(branch, year)
		}
		return nil
	}
	for _, a := range e.Args {
		if a != nil {
			if f := o.needs(a, year); f != nil {
				return f
			}
		}
	}
	return nil
}

// cyclic reports whether a line in a year refers to itself, through whatever else.
func (o *oracle) cyclic(start place) bool {
	seen := map[place]bool{}
	list := []place{start}
	var refer func(e *expr, year int)
	refer = func(e *expr, year int) {
		switch {
		case e == nil:
		case e.Kind == lineRef && year >= burden.MinYear && !seen[place{e.Text, year}]:
			seen[place{e.Text, year}] = true
			list = append(list, place{e.Text, year})
		case e.Kind == lag:
			refer(e.Args[0], year-e.From)
		case e.Kind == sumLags || e.Kind == sumYears:
			from, to := e.years(year)
			for y := from; y <= to; y++ {
				refer(e.Args[0], y)
			}
		case e.Kind == pieces:
			refer(e.inForce(year), year)
		default:
			for _, a := range e.Args {
				refer(a, year)
			}
		}
	}
	for i := 0; i < len(list); i++ {
		refer(o.defs[list[i].line], list[i].year)
	}
	return seen[start]
}

// years are those that a sum adds up in a year.
func (e *expr) years(year int) (from, to int) {
	if e.Kind == sumLags {
		return year - e.From, year - e.To
	}
	return e.From, e.To
}

func (o *oracle) branch(e *expr, year int) (*expr, *fault) {
	a, f := o.eval(e.Args[0], year)
	if f != nil {
		return nil, f
	}
	b, f := o.eval(e.Args[1], year)
	if f != nil {
		return nil, f
	}
	if a.Cmp(b) < 0 {
		return e.Args[2], nil
	}
	return e.Args[3], nil
}

// eval returns the value of e in a year. What it refers to is known.
func (o *oracle) eval(e *expr, year int) (*big.Rat, *fault) {
	if o.used != nil {
		o.used.Store(e.Kind, true)
		o.used.Store(e.Mode, true)
	}
	switch e.Kind {
	case number:
		return fraction(e.Text), nil
	case param:
		v := o.p.params[e.Text].at(year)
		if v == nil {
			return nil, o.fault(burden.ErrMissingYear)
		}
		return v, nil
	case lineRef:
		s := o.known[place{e.Text, year}]
		if s == nil || s.value == nil {
			return nil, o.fault(burden.ErrMissingYear)
		}
		return s.value, nil
	case lag:
		return o.eval(e.Args[0], year-e.From)
	case onBasis:
		return o.eval(e.Args[0], year)
	case pieces:
		if p := e.inForce(year); p != nil {
			return o.eval(p, year)
		}
		return nil, o.fault(burden.ErrMissingYear)
	case when:
		b, f := o.branch(e, year)
		if f != nil {
			return nil, f
		}
		return o.eval(b, year)
	case sumLags, sumYears:
		total := new(big.Rat)
		from, to := e.years(year)
		for y := from; y <= to; y++ {
			x, f := o.eval(e.Args[0], y)
			if f != nil {
				return nil, f
			}
			if total, f = o.fit(new(big.Rat).Add(total, x)); f != nil {
				return nil, f
			}
		}
		return total, nil
	}
	v := make([]*big.Rat, len(e.Args))
	for i, a := range e.Args {
		if a == nil {
			continue
		}
		x, f := o.eval(a, year)
		if f != nil {
			return nil, f
		}
		v[i] = x
		if f := o.partial(e, v[:i+1]); f != nil {
			return nil, f
		}
	}
	return o.operate(e, v, year)
}

// partial is what adding or multiplying has come to before the next operand is looked
// at: it can be too large already.
func (o *oracle) partial(e *expr, v []*big.Rat) *fault {
	if (e.Kind != add && e.Kind != multiply) || len(v) < 2 {
		return nil
	}
	_, f := o.operate(e, v, 0)
	return f
}

// operate does what e does with the values of its operands.
func (o *oracle) operate(e *expr, v []*big.Rat, year int) (*big.Rat, *fault) {
	x := new(big.Rat)
	switch e.Kind {
	case add:
		for _, y := range v {
			x.Add(x, y)
		}
		return o.fit(x)
	case multiply:
		x.SetInt64(1)
		for _, y := range v {
			x.Mul(x, y)
		}
		return o.fit(x)
	case grown:
		return o.fit(x.Mul(v[0], x.Add(x.SetInt64(1), v[1])))
	case subtract:
		return o.fit(x.Sub(v[0], v[1]))
	case minimum, maximum:
		x = v[0]
		for _, y := range v[1:] {
			if c := y.Cmp(x); c < 0 == (e.Kind == minimum) && c != 0 {
				x = y
			}
		}
		return x, nil
	case brackets:
		return o.fit(marginal(v))
	case round:
		return o.rounded(e, v[0])
	case quotient:
		if v[1].Sign() == 0 {
			return nil, o.fault(burden.ErrDivisionByZero)
		}
		return o.rounded(e, x.Quo(v[0], v[1]))
	case deflate, inflate:
		base := e.From
		if e.Kind == inflate {
			base = e.To
		}
		index := o.p.params[e.Args[1].Text].at(base)
		if index == nil {
			return nil, o.fault(burden.ErrMissingYear)
		}
		of, by := index, v[1]
		if e.Kind == inflate {
			of, by = v[1], index
		}
		if by.Sign() == 0 {
			return nil, o.fault(burden.ErrDivisionByZero)
		}
		return o.rounded(e, x.Quo(x.Mul(v[0], of), by))
	case power:
		if (size(v[0])+size(v[1]))*max(e.P, -e.P, 1)*e.Q > 1<<16 {
			o.beyond = true
		}
		y, cause := toThe(v[0], v[1], e)
		if cause != nil {
			return nil, o.fault(cause)
		}
		return o.fit(y)
	case part:
		n := len(e.Keys)
		shares, cause := apportion(v[0], e, v[1:1+n], v[1+n:1+2*n], v[1+2*n:])
		if cause != nil {
			return nil, o.fault(cause)
		}
		for i, key := range e.Keys {
			if key == e.Text {
				return o.fit(shares[i])
			}
		}
	}
	panic("no such kind: " + e.Kind)
}

func (o *oracle) rounded(e *expr, x *big.Rat) (*big.Rat, *fault) {
	v, cause := roundTo(x, e.Quantum, e.Mode)
	if cause != nil {
		return nil, o.fault(cause)
	}
	return o.fit(v)
}

// maxExponent is the library's limit on the decimal exponent of a computed number.
const maxExponent = 8192

// fit rejects a number of more digits, or further from one, than a computed number may be.
func (o *oracle) fit(x *big.Rat) (*big.Rat, *fault) {
	if size(x) < 2000 { // far from the limits
		return x, nil
	}
	if x.Denom().BitLen() > 4*maxExponent || x.Num().BitLen() > 4*(maxExponent+burden.MaxDigits) {
		return nil, o.fault(burden.ErrTooLarge)
	}
	places, finite := decimalPlaces(x)
	if !finite {
		panic("no finite decimal")
	}
	scaled := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil)
	scaled.Mul(scaled, x.Num()).Quo(scaled, x.Denom())
	digits := scaled.Abs(scaled).String()
	zeros := len(digits) - len(strings.TrimRight(digits, "0"))
	if len(digits)-zeros > burden.MaxDigits || places > maxExponent || zeros > maxExponent {
		return nil, o.fault(burden.ErrTooLarge)
	}
	return x, nil
}

func size(x *big.Rat) int { return x.Num().BitLen() + x.Denom().BitLen() }

// marginal adds up what each slice of an amount pays at its bracket's rate.
func marginal(v []*big.Rat) *big.Rat {
	sum := new(big.Rat)
	for i := 1; i < len(v); i += 2 {
		top := v[0]
		if i+2 < len(v) && v[i+2].Cmp(top) < 0 {
			top = v[i+2]
		}
		if slice := new(big.Rat).Sub(top, v[i]); slice.Sign() > 0 {
			sum.Add(sum, slice.Mul(slice, v[i+1]))
		}
	}
	return sum
}

// at returns the value of a year, nil if there is none.
func (q *planParam) at(year int) *big.Rat {
	var v *big.Rat
	for _, s := range q.Spans {
		if s.From <= year && year <= s.To {
			v = fraction(s.Text)
		}
	}
	return v
}

// fraction reads a number: 4.7e9, 13.9%.
func fraction(text string) *big.Rat {
	digits, percent := strings.CutSuffix(text, "%")
	x, ok := new(big.Rat).SetString(digits)
	if !ok {
		panic("not a number: " + text)
	}
	if percent {
		x.Quo(x, big.NewRat(100, 1))
	}
	return x
}
