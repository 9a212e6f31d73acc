package burden

import "github.com/shopspring/decimal"

// Real terms. A real amount is at the prices of a base year, which its unit says, so
// that it cannot be added to a nominal one.

// Deflate returns a nominal amount at the prices of a base year, by a price index, to be
// rounded: Deflate(contribution, cpi, 2019).RoundedTo("0.1e9", HalfUp).
//
//	amount × index[base] / index
//
// The amount is in one nominal currency, or that per something; its unit becomes that
// at the prices of the base year. The index is on any base; of growth rates it is a line
// made by [Escalation], unrounded:
//
//	level = 1 in a first year, then level[y-1] × (1 + growth[y])
func Deflate(amount, index Operand, base int) Quotient {
	f, level := operands(amount)[0], operands(index)[0]
	from, ok := f.standaloneUnit()
	to := from.AtPrices(base)
	return reprice(f, from, to, ok).Times(level.At(base)).Over(level)
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
	from, ok := f.standaloneUnit()
	base, real := from.PriceBase()
	if !real {
		base, ok = MinYear, false
	}
	return reprice(f, from, from.Nominal(), ok).Times(level).Over(level.At(base))
}

// reprice multiplies f by one of the unit that turns its unit into another.
func reprice(f Formula, from, to Unit, ok bool) Formula {
	if f.n == nil {
		return f
	}
	var fault *Error
	if !ok || !from.valid() || !to.valid() || to == from {
		fault = &Error{Input: "amount", Detail: "prices are of one currency, nominal to deflate and real to inflate, but " + abbreviate(f.String()) + " is " + from.named(), Err: ErrUnit}
		to = from
	}
	return f.Times(build(Node{Kind: ConstantNode, Value: decimal.NewFromInt(1), Unit: to.Per(from)}, fault))
}

// standaloneUnit is the unit of a formula by what its leaves say, outside a model.
func (f Formula) standaloneUnit() (Unit, bool) {
	if f.tooLarge() {
		return Ratio, false
	}
	b := &builder{m: &Model{}, units: map[*node]unitOf{}, faulted: map[paramFault]bool{}}
	return b.unit("", f)
}
