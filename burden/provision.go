package burden

// Provisions of agreements that take more than one node. Like every ready-made
// formula they only build trees.

// Ratchet returns what an amount would be, but never below the year before.
//
//	max(next, line[y-1])
func Ratchet(line Line, next Operand) Formula {
	return operands(next)[0].AtLeast(line.Previous())
}

// MeanOver returns the arithmetic mean of a rate over the years before, to be
// rounded: MeanOver(growth, 5).RoundedTo("0.1%", HalfUp).
//
//	(rate[y-years] + … + rate[y-1]) / years
func MeanOver(rate Operand, years int) Quotient {
	return operands(rate)[0].SumLags(years, 1).Over(Amount(years, Ratio))
}

// MeanFactor returns the compound mean of growth over the years before, as a
// factor, to be rounded: MeanFactor(contribution, 5).RoundedTo("0.0001", HalfUp)
// is 1.0619 for growth of 6.19 % a year.
//
//	(amount[y-1] / amount[y-1-years]) ^ (1/years)
func MeanFactor(amount Operand, years int) Quotient {
	a := operands(amount)[0]
	return a.Lag(1).Over(a.Lag(1+years)).ToThe(1, years)
}

// PhaseIn returns the definition of a line that goes from one value in a first
// year to another in a last year, in equal steps, and stays there.
//
//	line[y] = round((from × (last-y) + to × (y-first)) / (last-first))
//
// From and to are read in the year computed. The end points are exact.
func PhaseIn(line Line, first, last int, from, to Operand, rounding Rounding) LineDefinition {
	d := line.Starts(first, from)
	if first < MinYear || last <= first || last > MaxYear {
		return d.faulty(&Error{Input: "phase-in", Value: spanText(first, last), Err: ErrOutOfRange})
	}
	a, b := operands(from)[0], operands(to)[0]
	for y := first + 1; y < last; y++ {
		sum := a.Times(Amount(last-y, Ratio)).Plus(b.Times(Amount(y-first, Ratio)))
		d.pieces = append(d.pieces, piece{from: y, formula: sum.Over(Amount(last-first, Ratio)).Rounded(rounding)})
	}
	return d.From(last, to)
}

// Deferral returns what is paid when part of what is due moves to the next year.
//
//	due[y] - deferred[y] + deferred[y-1]
//
// The deferred part needs a value in the year before the first, zero if nothing
// was deferred then.
func Deferral(due, deferred Operand) Formula {
	d := operands(deferred)[0]
	return operands(due)[0].Minus(d).Plus(d.Lag(1))
}

// TermCeiling returns the definition of a line that pays what is needed from a
// first to a last year, until a ceiling for the whole term is used up.
//
//	line[y] = min(need[y], ceiling - (line[first] + … + line[y-1]))
func TermCeiling(line Line, first, last int, need, ceiling Operand) LineDefinition {
	d := line.Starts(first, operands(need)[0].AtMost(ceiling))
	if first < MinYear || last < first || last > MaxYear {
		return d.faulty(&Error{Input: "term", Value: spanText(first, last), Err: ErrOutOfRange})
	}
	for y := first + 1; y <= last; y++ {
		left := operands(ceiling)[0].Minus(line.SumBetween(first, y-1))
		d.pieces = append(d.pieces, piece{from: y, formula: operands(need)[0].AtMost(left)})
	}
	return d.Until(last)
}

// Bracket is a rate that applies above a threshold, up to the next bracket's.
type Bracket struct {
	Above Operand // threshold, in the unit of the amount
	Rate  Operand
}

// MarginalBrackets returns what an amount pays when each slice of it, between one
// bracket's threshold and the next, pays that bracket's rate. Brackets are in
// ascending order of threshold.
//
//	Σ rate_i × (min(amount, above_i+1) - above_i), where positive
func MarginalBrackets(amount Operand, brackets ...Bracket) Formula {
	a := operands(amount)[0]
	var sum Formula
	for i, k := range brackets {
		slice := a
		if i+1 < len(brackets) {
			slice = clamp(MinimumNode, slice, brackets[i+1].Above)
		}
		above := operands(k.Above)[0]
		pays := clamp(MaximumNode, slice, above).Minus(above).Times(k.Rate)
		if i == 0 {
			sum = pays
		} else {
			sum = sum.Plus(pays)
		}
	}
	return sum
}

// AverageBrackets returns what an amount pays when all of it pays the rate of the
// highest bracket whose threshold it exceeds; nothing if it exceeds none.
// Brackets are in ascending order of threshold, and their rates are ratios.
//
//	amount × rate of the bracket
func AverageBrackets(amount Operand, brackets ...Bracket) Formula {
	a := operands(amount)[0]
	rate := Amount(0, Ratio)
	for _, k := range brackets {
		rate = When(operands(k.Above)[0].Below(a), k.Rate, rate)
	}
	return a.Times(rate)
}
