package recompute

import (
	"errors"
	"fmt"
	"math/big"
	"strings"
)

// decimal reads a number as the format writes it, in one way only: no exponent, no
// zeros that say nothing.
func (c *checker) decimal(text string) (*big.Rat, error) {
	whole, fraction, point := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	canonical := digits(whole) && (whole == "0" || whole[0] != '0') &&
		(!point || digits(fraction) && fraction[len(fraction)-1] != '0') && text != "-0"
	if !canonical || len(text) > maxText {
		return nil, fmt.Errorf("%s is no number of this format", quoted(text))
	}
	x, ok := new(big.Rat).SetString(text)
	if !ok {
		return nil, fmt.Errorf("%s is no number", quoted(text))
	}
	return x, c.charge(x)
}

// positive reads a number that is one.
func (c *checker) positive(text string) (*big.Rat, error) {
	x, err := c.decimal(text)
	if err == nil && x.Sign() <= 0 {
		err = fmt.Errorf("%s is not positive", short(text))
	}
	return x, err
}

func digits(s string) bool {
	for _, r := range s {
		if r < '0' || r > '9' {
			return false
		}
	}
	return s != ""
}

// same compares a fraction of integers as written, in lowest terms, with one recomputed.
func same(what, written string, x *big.Rat) error {
	if written != x.RatString() {
		return fmt.Errorf("%s is %s, recomputed %s", what, quoted(written), short(x.RatString()))
	}
	return nil
}

// charge counts the work that numbers of this size make, and rejects what is too large.
func (c *checker) charge(xs ...*big.Rat) error {
	for _, x := range xs {
		bits := x.Num().BitLen() + x.Denom().BitLen()
		if bits > maxBits {
			return errors.New("a number is too large")
		}
		words := int64(bits/64 + 4)
		c.work += words * words
	}
	return c.spent(0)
}

// spent counts work of another kind.
func (c *checker) spent(work int) error {
	if c.work += int64(work); c.work > maxWork {
		return errors.New("too much to recompute")
	}
	return nil
}

var half = big.NewRat(1, 2)

// floor returns the largest integer not above x.
func floor(x *big.Rat) *big.Int { return new(big.Int).Div(x.Num(), x.Denom()) }

// round returns x as a multiple of a quantum.
func round(x, quantum *big.Rat, mode string) (*big.Rat, error) {
	q := new(big.Rat).Quo(x, quantum)
	k := floor(q)
	rest := new(big.Rat).Sub(q, new(big.Rat).SetInt(k)) // from 0 up to 1
	up, err := upwards(mode, rest.Sign(), rest.Cmp(half), x.Sign() < 0, k.Bit(0) == 1)
	if err != nil {
		return nil, err
	}
	if up {
		k.Add(k, big.NewInt(1))
	}
	return q.SetInt(k).Mul(q, quantum), nil
}

// upwards says whether a number between two multiples becomes the upper one: rest is
// whether there is anything to round, tie how it compares with the middle, odd whether
// the lower multiple is an odd one.
func upwards(mode string, rest, tie int, negative, odd bool) (bool, error) {
	switch mode {
	case "exact", "half_up", "half_even", "half_down", "up", "down", "ceiling", "floor":
	default:
		return false, fmt.Errorf("rounding mode %s is none", quoted(mode))
	}
	if rest == 0 {
		return false, nil
	}
	switch mode {
	case "half_up": // away from zero on a tie
		return tie > 0 || tie == 0 && !negative, nil
	case "half_even":
		return tie > 0 || tie == 0 && odd, nil
	case "half_down":
		return tie > 0 || tie == 0 && negative, nil
	case "up": // away from zero
		return !negative, nil
	case "down":
		return negative, nil
	case "ceiling":
		return true, nil
	case "floor":
		return false, nil
	}
	return false, errors.New("mode is exact, but there is something to round")
}

// power returns x to the n-th.
func (c *checker) power(x *big.Rat, n int) (*big.Rat, error) {
	if n < -100 || n > 100 {
		return nil, errors.New("an exponent is beyond 100")
	}
	if n < 0 {
		if x.Sign() == 0 {
			return nil, errors.New("division by zero")
		}
		x, n = new(big.Rat).Inv(x), -n
	}
	if (x.Num().BitLen()+x.Denom().BitLen())*n > maxBits {
		return nil, errors.New("a number is too large")
	}
	e := big.NewInt(int64(n))
	y := new(big.Rat).SetFrac(new(big.Int).Exp(x.Num(), e, nil), new(big.Int).Exp(x.Denom(), e, nil))
	return y, c.charge(y)
}

// root checks that value is base^(p/q), rounded. It takes no root: the multiple
// below the root, the middle and the multiple above are raised to q and compared.
func (c *checker) root(value, base *big.Rat, p, q int, quantum *big.Rat, mode string) error {
	if q < 1 || q > 100 || base.Sign() < 0 || value.Sign() < 0 {
		return errors.New("root of a negative number, or an exponent that is none")
	}
	wanted, err := c.power(base, p)
	if err != nil {
		return err
	}
	compare := func(x *big.Rat) int {
		var y *big.Rat
		if y, err = c.power(x, q); err != nil {
			return 0
		}
		return y.Cmp(wanted)
	}
	at := compare(value)
	if err != nil {
		return err
	}
	if quantum == nil {
		if at != 0 {
			return fmt.Errorf("value is %s, which is not the root", shown(value))
		}
		return nil
	}
	k := new(big.Rat).Quo(value, quantum)
	if !k.IsInt() {
		return fmt.Errorf("value is %s, no multiple of %s", shown(value), shown(quantum))
	}
	below := new(big.Rat).Set(value)
	if at > 0 { // it was rounded up
		below.Sub(below, quantum)
	}
	above := new(big.Rat).Add(below, quantum)
	middle := new(big.Rat).Add(below, new(big.Rat).Mul(quantum, half))
	if at != 0 && (below.Sign() < 0 || compare(below) >= 0 || compare(above) <= 0) {
		return fmt.Errorf("value is %s, not next to the root", shown(value))
	}
	tie := -compare(middle)
	if err != nil {
		return err
	}
	up, err := upwards(mode, at, tie, false, floor(new(big.Rat).Quo(below, quantum)).Bit(0) == 1)
	if err != nil {
		return err
	}
	if at != 0 && up != (at > 0) {
		return fmt.Errorf("value is %s, rounded the wrong way", shown(value))
	}
	return nil
}
