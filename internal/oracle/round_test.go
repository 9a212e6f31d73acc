package oracle_test

import (
	"math/big"

	"example.com/burdenshare/burden"
)

// roundTo returns x rounded, from the two multiples of the quantum it lies between. An
// empty quantum asks for a finite decimal.
func roundTo(x *big.Rat, quantum, mode string) (*big.Rat, error) {
	if quantum == "" {
		if _, finite := decimalPlaces(x); !finite {
			return nil, burden.ErrInexact
		}
		return x, nil
	}
	q := fraction(quantum)
	quanta := new(big.Rat).Quo(x, q)
	// Div of integers, its divisor positive, is the floor.
	k := new(big.Int).Div(quanta.Num(), quanta.Denom())
	below := new(big.Rat).Mul(new(big.Rat).SetInt(k), q)
	above := new(big.Rat).Add(below, q)
	if below.Cmp(x) == 0 {
		return x, nil
	}
	nearer := new(big.Rat).Sub(x, below).Cmp(new(big.Rat).Sub(above, x)) // -1 below, 1 above, 0 a tie
	outer, inner := above, below                                         // further from zero, nearer to it
	if x.Sign() < 0 {
		outer, inner = below, above
	}
	tie := map[string]*big.Rat{"half_up": outer, "half_down": inner, "half_even": above}[mode]
	if mode == "half_even" && k.Bit(0) == 0 {
		tie = below
	}
	switch mode {
	case "half_up", "half_down", "half_even":
		switch nearer {
		case -1:
			return below, nil
		case 1:
			return above, nil
		}
		return tie, nil
	case "up":
		return outer, nil
	case "down":
		return inner, nil
	case "ceiling":
		return above, nil
	case "floor":
		return below, nil
	}
	return nil, burden.ErrInexact
}

// decimalPlaces returns how many places x needs, and whether finitely many will do:
// whether its denominator divides a power of ten.
func decimalPlaces(x *big.Rat) (int, bool) {
	rest, places := new(big.Int).Set(x.Denom()), 0
	for _, prime := range []int64{2, 5} {
		n, p, r := 0, big.NewInt(prime), new(big.Int)
		for {
			q, _ := new(big.Int).QuoRem(rest, p, r)
			if r.Sign() != 0 {
				break
			}
			rest, n = q, n+1
		}
		places = max(places, n)
	}
	return places, rest.Cmp(big.NewInt(1)) == 0
}

// toThe returns (a/b)^(p/q) rounded: the number r of which r^q is (a/b)^p.
func toThe(a, b *big.Rat, e *expr) (*big.Rat, error) {
	if b.Sign() == 0 || a.Sign() == 0 && e.P < 0 {
		return nil, burden.ErrDivisionByZero
	}
	x := new(big.Rat).Quo(a, b)
	if x.Sign() < 0 {
		return nil, burden.ErrOutOfRange
	}
	y := ratPower(x, e.P)
	if e.Quantum == "" {
		// A fraction in lowest terms has a root if both its terms have.
		num, den := integerRoot(y.Num(), e.Q), integerRoot(y.Denom(), e.Q)
		r := new(big.Rat).SetFrac(num, den)
		if ratPower(r, e.Q).Cmp(y) != 0 {
			return nil, burden.ErrInexact
		}
		return roundTo(r, "", "")
	}
	// How many quanta r holds: the largest k of which (k × quantum)^q is not above y.
	q := fraction(e.Quantum)
	quanta := new(big.Rat).Quo(y, ratPower(q, e.Q))
	k := integerRoot(new(big.Int).Div(quanta.Num(), quanta.Denom()), e.Q)
	below := new(big.Rat).SetInt(k)
	if ratPower(below, e.Q).Cmp(quanta) == 0 {
		return below.Mul(below, q), nil
	}
	// Any number between the same neighbours, on the same side of the middle, rounds alike.
	middle := new(big.Rat).Add(below, big.NewRat(1, 2))
	r := middle
	switch ratPower(middle, e.Q).Cmp(quanta) {
	case 1:
		r = new(big.Rat).Add(below, big.NewRat(1, 4))
	case -1:
		r = new(big.Rat).Add(below, big.NewRat(3, 4))
	}
	return roundTo(new(big.Rat).Mul(r, q), e.Quantum, e.Mode)
}

// ratPower multiplies x with itself, or its inverse.
func ratPower(x *big.Rat, n int) *big.Rat {
	y := big.NewRat(1, 1)
	if n < 0 {
		x, n = new(big.Rat).Inv(x), -n
	}
	for range n {
		y.Mul(y, x)
	}
	return y
}

// integerRoot returns the largest k of which k^n is not above x, by halving.
func integerRoot(x *big.Int, n int) *big.Int {
	low, high := new(big.Int), new(big.Int).Lsh(big.NewInt(1), uint(x.BitLen()/n+1))
	for {
		k := new(big.Int).Add(low, high)
		k.Rsh(k, 1)
		if k.Cmp(low) == 0 {
			return low
		}
		if new(big.Int).Exp(k, big.NewInt(int64(n)), nil).Cmp(x) <= 0 {
			low = k
		} else {
			high = k
		}
	}
}
