package burden

import "strconv"

// Present value and cumulation.

// Timing says when in its year an amount falls due.
type Timing uint8

const (
	// StartOfYear: on the first day, so that amounts of the base year are not discounted.
	StartOfYear Timing = iota
	// MidYear: half a year later, or evenly over the year.
	MidYear
	// EndOfYear: on the last day, a whole year later.
	EndOfYear
)

// Discounting says how amounts of later years are brought to a base date.
type Discounting struct {
	Base     int      // the base date is the first day of this year
	Rate     Operand  // of each year, a ratio: 4 % is 0.04
	Timing   Timing   // when in its year an amount falls due
	Rounding Rounding // of the present value
}

// PresentValue returns the definitions of a line that is, in each year from the base
// year on, the present value of the amounts from the base year through that year, as seen
// at the base date. So its last year is the present value of all, and its first that of
// the first amount alone. Nominal amounts take a nominal rate, real amounts a real one;
// a rate of -100 % or less has no meaning, see [Param.Within]. The line is a level, a
// [Stock]: its values are running totals and do not add up over years.
//
//	line[y] = round(Σ amount[k] / (factor[k] × late[k])) over the years k from Base to y
//	factor[k] = (1 + rate[Base]) × … × (1 + rate[k-1])
//	late[k] = 1, (1 + rate[k])^(1/2), 1 + rate[k] by timing
//
// The sum is rounded once. Only at mid-year under rates that differ from the base year's
// does every term have a root of its own; it is then rounded to a billionth of the quantum,
// half even, before the sum is rounded. Defined with it are <line>.factor (at the end of
// the year, with that year's rate) and <line>.worth (the amounts with interest up to the
// year, exact); at mid-year also <line>.even, which is one while the rate is the base
// year's, and <line>.terms, the terms added up where it is not.
func PresentValue(line Line, amount Operand, d Discounting) Definitions {
	line = line.As(Stock)
	a, rate := operands(amount)[0], operands(d.Rate)[0]
	one := Amount(1, Ratio)
	factor := NewLine(line.Name()+".factor", Ratio)
	worth := NewLine(line.Name()+".worth", line.Unit()).As(Stock)
	before := factor.Starts(d.Base, one).Then(factor.Previous().GrownBy(rate.Lag(1)))
	switch d.Timing {
	case StartOfYear:
		return Definitions{
			before,
			worth.Starts(d.Base, a).Then(worth.Previous().GrownBy(rate.Lag(1)).Plus(a)),
			line.Starts(d.Base, worth.Over(factor).Rounded(d.Rounding)),
		}
	case EndOfYear:
		return Definitions{
			factor.Starts(d.Base, one.Plus(rate)).Then(factor.Previous().GrownBy(rate)),
			worth.Starts(d.Base, a).Then(worth.Previous().GrownBy(rate).Plus(a)),
			line.Starts(d.Base, worth.Over(factor).Rounded(d.Rounding)),
		}
	case MidYear:
		zero, no := Amount(0, line.Unit()), Amount(0, Ratio)
		square := factor.Times(factor, one.Plus(rate), Amount(1, line.Unit().Times(line.Unit())))
		root := func(x Formula, r Rounding) Formula {
			return x.Times(x).Over(square).ToThe(1, 2).Rounded(r).Times(Amount(1, line.Unit()))
		}
		// A root is of no negative number: that of the square, with the sign put back.
		discounted := func(x Formula, r Rounding) Formula {
			return When(x.Below(zero), zero.Minus(root(x, r.mirrored())), root(x, r))
		}
		fine := d.Rounding.finer()
		even := NewLine(line.Name()+".even", Ratio)
		terms := NewLine(line.Name()+".terms", line.Unit()).As(Stock)
		first := rate.At(d.Base)
		return Definitions{
			before,
			worth.Starts(d.Base, a).Then(worth.Previous().GrownBy(rate.Lag(1)).Plus(a)),
			even.Starts(d.Base, one).Then(When(rate.Below(first), no, When(first.Below(rate), no, even.Previous()))),
			terms.Starts(d.Base, discounted(a, fine)).Then(terms.Previous().Plus(discounted(a, fine))),
			line.Starts(d.Base, When(no.Below(even), discounted(worth.Formula, d.Rounding), terms.Rounded(d.Rounding))),
		}
	}
	return Definitions{line.Starts(d.Base, a).faulty(d.Timing.fault())}
}

func (t Timing) fault() *Error {
	if t <= EndOfYear {
		return nil
	}
	return &Error{Input: "timing", Value: strconv.Itoa(int(t)), Err: ErrOutOfRange}
}

// Annuity returns the definitions of a line that is, in each year from the base year on,
// the equivalent annual amount: the equal yearly amount that is worth the same as the
// amounts from the base year through that year, if it falls due when they do.
//
//	line[y] = round(present value of the amounts / present value of one a year)
//
// Of a single amount in the base year it is the payment that spreads it out. The line is
// a level, a [Stock], although it is an amount a year: each year's value stands for all
// the amounts so far, so the values do not add up over years. The quotient
// is rounded once. At mid-year both present values are [PresentValue]'s, to a billionth of
// the quantum; where the rate is the same in all years, the half year cancels and nothing
// else is rounded.
func Annuity(line Line, amount Operand, d Discounting) Definitions {
	line = line.As(Stock)
	a, rate := operands(amount)[0], operands(d.Rate)[0]
	if f := d.Timing.fault(); f != nil {
		return Definitions{line.Starts(d.Base, a).faulty(f)}
	}
	one := Amount(1, Ratio)
	interest := rate.Lag(1)
	if d.Timing == EndOfYear {
		interest = rate
	}
	worth := NewLine(line.Name()+".worth", line.Unit()).As(Stock)
	ones := NewLine(line.Name()+".ones", Ratio)
	exactly := worth.Over(ones).Rounded(d.Rounding)
	definitions := Definitions{
		worth.Starts(d.Base, a).Then(worth.Previous().GrownBy(interest).Plus(a)),
		ones.Starts(d.Base, one).Then(ones.Previous().GrownBy(interest).Plus(one)),
	}
	if d.Timing != MidYear {
		return append(definitions, line.Starts(d.Base, exactly))
	}
	fine := d
	fine.Rounding = d.Rounding.finer()
	amounts := NewLine(line.Name()+".amounts", line.Unit())
	unit := NewLine(line.Name()+".unit", Ratio)
	even := NewLine(line.Name()+".amounts.even", Ratio)
	return append(definitions,
		PresentValue(amounts, a, fine), PresentValue(unit, one, fine),
		line.Starts(d.Base, When(Amount(0, Ratio).Below(even), exactly, amounts.Over(unit).Rounded(d.Rounding))))
}

// RunningTotal returns the definition of a line that adds an amount up from a first year on.
//
//	line[first] = amount
//	line[y] = line[y-1] + amount
//
// The line is a level, a [Stock]: a total of totals means nothing, and neither does that
// of an amount that is no flow.
func RunningTotal(line Line, first int, amount Operand) LineDefinition {
	line = line.As(Stock)
	return line.Starts(first, amount).Then(line.Previous().Plus(amount))
}
