package burden

import (
	"strconv"
	"strings"
)

// Real terms. A real amount is at the prices of a base year, which its unit says, so
// that it cannot be added to a nominal one.

// Deflate returns a nominal amount at the prices of a base year, by a price index, to be
// rounded: Deflate(contribution, cpi, 2019).RoundedTo("0.1e9", HalfUp).
//
//	amount × index[base] / index
//
// The amount is in one nominal currency, or that per something; its unit becomes that
// at the prices of the base year. The index is on any base; of growth rates it is a line
// made by [PriceLevel]. Deflating by growth rates themselves gives numbers that mean
// nothing: an index is near 1 or 100, not near 0.02.
//
// Amount and index are on one year basis, and so are the prices of the result. An amount
// on another basis is converted before: see [YearBasis].
func Deflate(amount, index Operand, base int) Quotient {
	f, level := operands(amount)[0], operands(index)[0]
	if base < MinYear || base > MaxYear {
		fault := &Error{Input: "base year", Value: strconv.Itoa(base), Err: ErrOutOfRange}
		return f.Times(build(Node{Kind: SumNode, Operands: []Formula{level}, From: base, To: base}, fault)).Over(level)
	}
	return f.reprice(func(u Unit) Unit { return u.AtPrices(base) }, level.At(base)).Over(level)
}

// Inflate returns a real amount at the prices of the year computed, to be rounded. It is
// the inverse of [Deflate].
//
//	amount × index / index[base]
//
// The base year is that of the amount's unit. A line that is a volume times prices, as
// Inflate gives it, can be attributed to both apart.
func Inflate(amount, index Operand) Quotient {
	f, level := operands(amount)[0], operands(index)[0]
	u, _ := f.standaloneUnit()
	base, real := u.PriceBase()
	if !real {
		base = MinYear // the amount is a fault, and the year is not to be another
	}
	return f.reprice(Unit.Nominal, level).Over(level.At(base))
}

// PriceLevel returns the definition of a line that is a price index, chained from growth
// rates: inflation as it is published, year on year.
//
//	line[first] = 1
//	line[y] = line[y-1] × (1 + growth[y])
//
// Unrounded.
func PriceLevel(line Line, first int, growth Operand) LineDefinition {
	return Escalation(line, first, Amount(1, Ratio), growth, Rounding{})
}

// reprice multiplies f by one of the unit that brings its unit to other prices, and by
// the level. Where f itself is at fault, that is reported and nothing else.
func (f Formula) reprice(priced func(Unit) Unit, level Formula) Formula {
	u, ok := f.standaloneUnit()
	if !ok || !u.valid() {
		return f.Times(level)
	}
	one := priced(u).Per(u)
	// One KRW@2019/KRW: of something per won it would be the other way round.
	to, from, _ := strings.Cut(string(one), "/")
	if Unit(from).IsCurrency() && priced(Unit(from)) == Unit(to) {
		return f.Times(Amount(1, one), level)
	}
	fault := &Error{Input: "amount", Detail: "prices are of one currency, nominal to deflate and real to inflate, but " + f.excerpt() + " is " + u.named(), Err: ErrUnit}
	return f.Times(build(Node{Kind: ConstantNode}, fault), level)
}

// standaloneUnit is the unit of a formula by what its leaves say, outside a model.
func (f Formula) standaloneUnit() (Unit, bool) {
	if f.tooLarge() {
		return Ratio, false
	}
	b := &builder{m: &Model{}, units: map[*node]unitOf{}, faulted: map[paramFault]bool{}}
	return b.unit("", f)
}
