package report

import (
	"math"
	"math/big"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
)

// A spreadsheet computes in doubles, and its ROUND takes a tie away from zero: half up
// as this library means it. To a power of ten that is all there is to say:
//
//	ROUND(x,-8)                              to 0.1 bn, half up
//
// Otherwise x is counted in quanta, k, and what doubles leave of a whole number or a tie
// is smoothed away at the ninth decimal, or earlier where k is large. A true fraction
// smaller than that is lost; the check sheet would show it.
//
//	up         ROUNDUP(k,0)                  down    TRUNC(k)
//	ceiling    -INT(-k)                      floor   INT(k)
//	half down  SIGN(k)*-INT(0.5-ABS(k))
//	half even  IF(MOD(ABS(k),1)=0.5,2*ROUND(k/2,0),ROUND(k,0))
//
// The last two need k twice and more, in a step of its own if it is long.

// sayRounded translates a rounding, a quotient or a power.
func (m *modelSheet) sayRounded(line string, at burden.Site, f burden.Formula, year int) (expression, error) {
	n := f.Node()
	x, err := m.say(line, child(at, 0), n.Operands[0], year)
	if err != nil {
		return x, err
	}
	if n.Kind != burden.RoundNode {
		by, err := m.say(line, child(at, 1), n.Operands[1], year)
		if err != nil {
			return by, err
		}
		if by.text != "1" {
			x = expression{x.in(product) + "/" + by.in(atom), product, max(x.nested, by.nested+1)}
		}
		if n.Kind == burden.PowerNode && (n.P != 1 || n.Q != 1) {
			exponent := whole(n.P)
			if n.Q != 1 {
				exponent.text += "/" + itoa(n.Q)
			}
			x = call("POWER", x, exponent)
		}
	}
	r := n.Rounding
	if r.IsZero() || r.Mode() == burden.Exact {
		return x, nil
	}
	mantissa, exponent := scientific(r.Quantum())
	one := mantissa.Equal(decimal.NewFromInt(1))
	if r.Mode() == burden.HalfUp && one {
		return call("ROUND", x, whole(-exponent)), nil
	}
	k := inQuanta(x, mantissa, exponent)
	if r.Mode() == burden.HalfUp {
		return fromQuanta(call("ROUND", k, whole(0)), mantissa, exponent), nil
	}
	count, err := m.quanta(n, year)
	if err != nil {
		return x, err
	}
	places := 14
	for v := math.Abs(count); v >= 1 && places > 0; v /= 10 {
		places--
	}
	places = min(places, 9)
	k = call("ROUND", k, whole(places))
	if r.Mode() == burden.HalfEven || r.Mode() == burden.HalfDown {
		if len(k.text) > 24 {
			cell, err := m.step(line, line+"|"+string(at)+"|quanta", "counted in "+burden.Text(r.Quantum()), "quanta", year, func() (stepCell, error) {
				return stepCell{k.text, roundTo(count, places)}, nil
			})
			if err != nil {
				return k, err
			}
			k = expression{text: cell, binds: atom}
		}
	}
	size := call("ABS", k)
	switch r.Mode() {
	case burden.Up:
		k = call("ROUNDUP", k, whole(0))
	case burden.Down:
		k = call("TRUNC", k)
	case burden.Ceiling:
		k = expression{"(-INT(-" + k.text + "))", atom, k.nested + 2}
	case burden.Floor:
		k = call("INT", k)
	case burden.HalfDown:
		k = expression{"SIGN(" + k.text + ")*(-INT(0.5-" + size.text + "))", product, size.nested + 2}
	case burden.HalfEven:
		k = expression{"IF(MOD(" + size.text + ",1)=0.5,2*ROUND(" + k.text + "/2,0),ROUND(" + k.text + ",0))", atom, size.nested + 2}
	default:
		return k, unsayable("its rounding has no spreadsheet formula")
	}
	return fromQuanta(k, mantissa, exponent), nil
}

// scientific returns a positive number as a whole number that does not end in zero,
// times ten to the power of an exponent.
func scientific(d decimal.Decimal) (mantissa decimal.Decimal, exponent int) {
	c, e := d.Coefficient(), int(d.Exponent())
	ten := big.NewInt(10)
	for c.Sign() != 0 {
		q, r := new(big.Int).QuoRem(c, ten, new(big.Int))
		if r.Sign() != 0 {
			break
		}
		c, e = q, e+1
	}
	return decimal.NewFromBigInt(c, 0), e
}

// inQuanta counts x in quanta. Factors are whole numbers, so that each step rounds a
// double at most once.
func inQuanta(x expression, mantissa decimal.Decimal, exponent int) expression {
	if exponent >= 0 {
		by := mantissa.Shift(int32(exponent))
		if by.Equal(decimal.NewFromInt(1)) {
			return x
		}
		return expression{x.in(product) + "/" + burden.Text(by), product, x.nested + 1}
	}
	e := expression{x.in(product) + "*" + burden.Text(decimal.New(1, int32(-exponent))), product, x.nested + 1}
	if !mantissa.Equal(decimal.NewFromInt(1)) {
		e.text += "/" + burden.Text(mantissa)
	}
	return e
}

// fromQuanta turns a number of quanta into what it is worth.
func fromQuanta(k expression, mantissa decimal.Decimal, exponent int) expression {
	if exponent == 0 && mantissa.Equal(decimal.NewFromInt(1)) {
		return k
	}
	e := expression{k.in(product), product, k.nested}
	times, by := mantissa, decimal.NewFromInt(1)
	if exponent >= 0 {
		times = mantissa.Shift(int32(exponent))
	} else {
		by = decimal.New(1, int32(-exponent))
	}
	one := decimal.NewFromInt(1)
	if !times.Equal(one) {
		e.text += "*" + burden.Text(times)
	}
	if !by.Equal(one) {
		e.text += "/" + burden.Text(by)
	}
	return e
}

// quanta returns how many quanta what is rounded comes to, before rounding.
func (m *modelSheet) quanta(n burden.Node, year int) (float64, error) {
	a, err := m.eval(n.Operands[0], year)
	if err != nil {
		return 0, err
	}
	k := a.Rat()
	if n.Kind != burden.RoundNode {
		b, err := m.eval(n.Operands[1], year)
		if err != nil {
			return 0, err
		}
		if b.IsZero() {
			return 0, unsayable("its divisor is zero")
		}
		k.Quo(k, b.Rat())
	}
	q := n.Rounding.Quantum().Rat()
	if n.Kind == burden.PowerNode {
		x, _ := k.Float64()
		by, _ := q.Float64()
		return math.Pow(x, float64(n.P)/float64(n.Q)) / by, nil
	}
	x, _ := k.Quo(k, q).Float64()
	return x, nil
}

// roundTo rounds a double to decimal places, half away from zero.
func roundTo(x float64, places int) float64 {
	f, _ := decimal.NewFromFloat(x).Round(int32(places)).Float64()
	return f
}
