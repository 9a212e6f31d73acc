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
	return e <= MaxExponent && e >= -MaxExponent && d.NumDigits() <= MaxDigits
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
	// a/(b*quantum) = num/den, a quotient of integers.
	num, den := integers(a, b.Mul(quantum))
	negative := num.Sign()*den.Sign() < 0
	num.Abs(num)
	den.Abs(den)
	k, rest := new(big.Int).QuoRem(num, den, new(big.Int))
	// Twice the rest against the divisor tells below, at or above the tie.
	half := rest.Sign()
	if half != 0 {
		half = 2 + new(big.Int).Lsh(rest, 1).Cmp(den)
	}
	return settle(k, half, negative, quantum, mode)
}

// settle turns k whole quanta and what lies above them into the result.
// above is 0 for nothing, 1 for less than half a quantum, 2 for half, 3 for more.
func settle(k *big.Int, above int, negative bool, quantum decimal.Decimal, mode Mode) (decimal.Decimal, error) {
	if above != 0 {
		var away bool
		switch mode {
		case HalfUp:
			away = above >= 2
		case HalfEven:
			away = above == 3 || above == 2 && k.Bit(0) == 1
		case HalfDown:
			away = above == 3
		case Up:
			away = true
		case Down:
		case Ceiling:
			away = !negative
		case Floor:
			away = negative
		default:
			return decimal.Decimal{}, ErrInexact
		}
		if away {
			k.Add(k, one)
		}
	}
	if negative {
		k.Neg(k)
	}
	d := decimal.NewFromBigInt(k, 0).Mul(quantum)
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
	d := decimal.NewFromBigInt(k, int32(-places))
	if !Fits(d) {
		return decimal.Decimal{}, ErrTooLarge
	}
	return d, nil
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
	return settle(k, above, false, quantum, mode)
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

var one, five, ten = big.NewInt(1), big.NewInt(5), big.NewInt(10)
