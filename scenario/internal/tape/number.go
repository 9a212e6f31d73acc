package tape

import (
	"math/big"

	"github.com/shopspring/decimal"
)

// number is a decimal as an integer and a scale: count × 10^-scale. It is kept
// without zeros at its end, so equal numbers are equal in both, and the scale of
// 4.7e9 is -8.
type number struct {
	count *big.Int
	scale int
}

var one, ten = big.NewInt(1), big.NewInt(10)

func numberOf(d decimal.Decimal) number {
	return number{d.Coefficient(), -int(d.Exponent())}.trimmed()
}

// trimmed takes the zeros off the end of a number.
func (n number) trimmed() number {
	if n.count.Sign() == 0 {
		return number{new(big.Int), 0}
	}
	if n.count.IsInt64() {
		k := n.count.Int64()
		if k%10 != 0 {
			return n
		}
		for ; k%10 == 0; k /= 10 {
			n.scale--
		}
		return number{big.NewInt(k), n.scale}
	}
	count, rest := new(big.Int).Set(n.count), new(big.Int)
	for q := new(big.Int); ; count, q = q, count {
		if q.QuoRem(count, ten, rest); rest.Sign() != 0 {
			return number{count, n.scale}
		}
		n.scale--
	}
}

func (n number) decimal() decimal.Decimal {
	return decimal.NewFromBigInt(n.count, int32(-n.scale))
}

// at returns the count of a number at a scale that is not below its own.
func (n number) at(scale int) *big.Int {
	if scale == n.scale {
		return n.count
	}
	return new(big.Int).Mul(n.count, pow10(scale-n.scale))
}

func pow10(n int) *big.Int {
	if n < 19 {
		k := int64(1)
		for range n {
			k *= 10
		}
		return big.NewInt(k)
	}
	return new(big.Int).Exp(ten, big.NewInt(int64(n)), nil)
}

// words is how many 64-bit words hold every integer from low to high in two's complement.
func words(low, high *big.Int) int {
	bits := high.BitLen()
	if low.Sign() < 0 {
		// -2^n needs no more bits than 2^n - 1.
		bits = max(bits, new(big.Int).Not(low).BitLen())
	}
	return bits/64 + 1
}
