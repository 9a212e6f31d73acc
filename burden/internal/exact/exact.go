// Package exact is the only code that divides, takes roots, rounds, parses or
// prints decimals.
//
// Sums, differences and products of decimals are exact in any case; the
// functions here keep the rest exact too. A quotient or a root is rounded once,
// from the infinitely precise value, by comparing integers. Nothing here reads
// a package variable of the decimal library, so a host program that changes
// one changes no result.
package exact

import (
	"errors"
	"math/big"

	"github.com/shopspring/decimal"
)

// Limits of a value. Every operand and every result stays within them, so no
// operation can take unbounded time or memory.
const (
	MaxDigits   = 4096 // significant digits of a computed value
	MaxExponent = 8192 // magnitude of the decimal exponent of a computed value
)

// Faults that callers translate into their own.
var (
	ErrInexact  = errors.New("no finite decimal equals it")
	ErrZero     = errors.New("division by zero")
	ErrTooLarge = errors.New("too many digits")
	ErrDomain   = errors.New("root of a negative number")
)

// Mode says which of the two neighbouring multiples of a quantum a value
// between them becomes.
type Mode uint8

// The modes, in the order of package burden.
const (
	Exact Mode = iota
	HalfUp
	HalfEven
	HalfDown
	Up
	Down
	Ceiling
	Floor
)

// Fits reports whether d is within the limits of a computed value.
func Fits(d decimal.Decimal) bool {
	e := d.Exponent()
	if e > MaxExponent || e < -MaxExponent {
		return false
	}
	// Coefficients are compared, for which their digits need not be counted.
	if d.IsNegative() {
		return d.Cmp(below.Shift(e)) > 0
	}
	return d.Cmp(beyond.Shift(e)) < 0
}

// Fit returns d in a form within the limits, and whether it has one: zeros at the
// end do not count.
func Fit(d decimal.Decimal) (decimal.Decimal, bool) {
	if Fits(d) {
		return d, true
	}
	d = d.Normalize()
	return d, Fits(d)
}

// Quo returns a/b rounded once to a multiple of quantum, which is positive.
func Quo(a, b, quantum decimal.Decimal, mode Mode) (decimal.Decimal, error) {
	if b.IsZero() {
		return decimal.Decimal{}, ErrZero
	}
	power := quantum.Equal(decimal.New(1, quantum.Exponent()))
	if power && mode == HalfUp {
		return fitting(a.DivRound(b, -quantum.Exponent())) // in fewer steps what follows
	}
	// a = k*unit + rest, k cut towards zero.
	var unit decimal.Decimal
	if power {
		unit = b.Shift(quantum.Exponent())
	} else {
		unit = b.Mul(quantum)
	}
	k, rest := a.QuoRem(unit, 0)
	negative := a.Sign()*b.Sign() < 0
	// Twice the rest against the divisor tells below, at or above the tie.
	above := 0
	if !rest.IsZero() {
		above = 2 + rest.Add(rest).Abs().Cmp(unit.Abs())
	}
	odd := above == 2 && mode == HalfEven && k.Coefficient().Bit(0) == 1
	away, err := further(above, odd, negative, mode)
	switch {
	case err != nil:
		return decimal.Decimal{}, err
	case away && negative:
		k = k.Sub(unity)
	case away:
		k = k.Add(unity)
	}
	if power {
		return fitting(k.Shift(quantum.Exponent()))
	}
	return fitting(k.Mul(quantum))
}

// further decides about a value of whole quanta and what lies above them: whether it
// becomes the multiple further from zero. above is 0 for nothing, 1 for less than half a
// quantum, 2 for half, 3 for more; odd is the number of whole quanta.
func further(above int, odd, negative bool, mode Mode) (bool, error) {
	if above == 0 {
		return false, nil
	}
	switch mode {
	case HalfUp:
		return above >= 2, nil
	case HalfEven:
		return above == 3 || above == 2 && odd, nil
	case HalfDown:
		return above == 3, nil
	case Up:
		return true, nil
	case Down:
		return false, nil
	case Ceiling:
		return !negative, nil
	case Floor:
		return negative, nil
	}
	return false, ErrInexact
}

// fitting returns a result that is within the limits.
func fitting(d decimal.Decimal) (decimal.Decimal, error) {
	if !Fits(d) {
		return decimal.Decimal{}, ErrTooLarge
	}
	return d, nil
}

// QuoExact returns a/b when a finite decimal equals it, and ErrInexact when none does.
func QuoExact(a, b decimal.Decimal) (decimal.Decimal, error) {
	if b.IsZero() {
		return decimal.Decimal{}, ErrZero
	}
	num, den := integers(a, b)
	r := new(big.Rat).SetFrac(num, den)
	// A fraction in lowest terms is a finite decimal if its denominator has no
	// prime factor but 2 and 5. The larger count of the two is the number of places.
	rest := new(big.Int).Set(r.Denom())
	twos := int(rest.TrailingZeroBits())
	rest.Rsh(rest, uint(twos))
	fives := 0
	for q, m := new(big.Int), new(big.Int); ; fives++ {
		if q.QuoRem(rest, five, m); m.Sign() != 0 {
			break
		}
		rest.Set(q)
	}
	if rest.Cmp(one) != 0 {
		return decimal.Decimal{}, ErrInexact
	}
	places := max(twos, fives)
	k := new(big.Int).Mul(r.Num(), pow10(places))
	k.Quo(k, r.Denom())
	return fitting(decimal.NewFromBigInt(k, int32(-places)))
}

// Pow returns (a/b)^(p/q) rounded once to a multiple of quantum. The exponent's q
// is positive; a/b is not negative. Under mode Exact with a zero quantum the
// result must be a finite decimal.
func Pow(a, b decimal.Decimal, p, q int, quantum decimal.Decimal, mode Mode) (decimal.Decimal, error) {
	if b.IsZero() || a.IsZero() && p < 0 {
		return decimal.Decimal{}, ErrZero
	}
	if a.Sign()*b.Sign() < 0 {
		return decimal.Decimal{}, ErrDomain
	}
	num, den := integers(a, b)
	num.Abs(num)
	den.Abs(den)
	if p < 0 {
		num, den, p = den, num, -p
	}
	if bits := (num.BitLen() + den.BitLen()) * p; bits > maxBits {
		return decimal.Decimal{}, ErrTooLarge
	}
	e := big.NewInt(int64(p))
	num.Exp(num, e, nil)
	den.Exp(den, e, nil)
	if quantum.IsZero() {
		return rootExact(num, den, q)
	}
	// (num/den)^(1/q) / quantum = (num*d^q / (den*n^q))^(1/q) with quantum n/d.
	n, d := integers(quantum, decimal.NewFromInt(1))
	if (n.BitLen()+d.BitLen())*q > maxBits {
		return decimal.Decimal{}, ErrTooLarge
	}
	e.SetInt64(int64(q))
	num.Mul(num, new(big.Int).Exp(d, e, nil))
	den.Mul(den, new(big.Int).Exp(n, e, nil))
	// k is the floor of the root: k^q <= num/den exactly when k^q <= floor(num/den).
	k := root(new(big.Int).Quo(num, den), q)
	above := 0
	if new(big.Int).Mul(new(big.Int).Exp(k, e, nil), den).Cmp(num) != 0 {
		// The tie is at k + 1/2: compare (2k+1)^q * den with 2^q * num.
		tie := new(big.Int).Lsh(k, 1)
		tie.Add(tie, one).Exp(tie, e, nil).Mul(tie, den)
		above = 2 - tie.Cmp(new(big.Int).Lsh(num, uint(q)))
	}
	away, err := further(above, k.Bit(0) == 1, false, mode)
	if err != nil {
		return decimal.Decimal{}, err
	}
	if away {
		k.Add(k, one)
	}
	return fitting(decimal.NewFromBigInt(k, 0).Mul(quantum))
}

// rootExact returns (num/den)^(1/q) if a finite decimal equals it.
func rootExact(num, den *big.Int, q int) (decimal.Decimal, error) {
	r := new(big.Rat).SetFrac(num, den)
	n, d := root(r.Num(), q), root(r.Denom(), q)
	e := big.NewInt(int64(q))
	if new(big.Int).Exp(n, e, nil).Cmp(r.Num()) != 0 || new(big.Int).Exp(d, e, nil).Cmp(r.Denom()) != 0 {
		return decimal.Decimal{}, ErrInexact
	}
	return QuoExact(decimal.NewFromBigInt(n, 0), decimal.NewFromBigInt(d, 0))
}

// root returns the floor of the q-th root of x by Newton's method, from above.
func root(x *big.Int, q int) *big.Int {
	if x.Sign() == 0 || q == 1 {
		return new(big.Int).Set(x)
	}
	n, n1 := big.NewInt(int64(q)), big.NewInt(int64(q-1))
	r := new(big.Int).Lsh(one, uint((x.BitLen()+q-1)/q))
	for {
		// next = ((q-1)*r + x / r^(q-1)) / q
		next := new(big.Int).Exp(r, n1, nil)
		next.Quo(x, next)
		next.Add(next, new(big.Int).Mul(n1, r)).Quo(next, n)
		if next.Cmp(r) >= 0 {
			return r
		}
		r = next
	}
}

// integers returns two integers in the ratio of a to b.
func integers(a, b decimal.Decimal) (num, den *big.Int) {
	num, den = a.Coefficient(), b.Coefficient()
	if shift := int(a.Exponent()) - int(b.Exponent()); shift > 0 {
		num.Mul(num, pow10(shift))
	} else if shift < 0 {
		den.Mul(den, pow10(-shift))
	}
	return num, den
}

func pow10(n int) *big.Int {
	return new(big.Int).Exp(ten, big.NewInt(int64(n)), nil)
}

// maxBits bounds the integers of a power before it is taken.
const maxBits = 1 << 18

var (
	one, five, ten = big.NewInt(1), big.NewInt(5), big.NewInt(10)
	unity          = decimal.NewFromInt(1)
	beyond         = decimal.NewFromBigInt(pow10(MaxDigits), 0) // the first whole number with too many digits
	below          = beyond.Neg()
)
