package burden

// Ready-made formulas. Each returns a formula built from the nodes of this
// package; nothing else in the library knows them.

// PerHead returns the cost for each of a number of people.
//
//	cost / heads
//
// The quotient is rounded where the caller says: PerHead(c, troops).RoundedTo("0.01", HalfUp).
func PerHead(cost, heads Operand) Quotient { return operands(cost)[0].Over(heads) }

// LabourCost returns what a number of employees cost.
//
//	employees × pay
//
// Pay is an amount per person. Unrounded.
func LabourCost(employees, pay Operand) Formula { return operands(employees)[0].Times(pay) }

// LabourPart returns the labour part of a contribution: what of it goes to
// labour, which is not the host's share of the labour cost (for that, see [ShareOf]).
//
//	contribution × part
//
// Unrounded.
func LabourPart(contribution, part Operand) Formula { return operands(contribution)[0].Times(part) }

// ShareOf returns a share of a cost, such as the host's share of the labour cost.
//
//	cost × share
//
// Unrounded.
func ShareOf(cost, share Operand) Formula { return operands(cost)[0].Times(share) }

// CostPlus returns a cost with a markup on top: "cost plus 50" is a markup of 50 %.
//
//	cost × (1 + markup)
//
// Unrounded.
func CostPlus(cost, markup Operand) Formula { return operands(cost)[0].GrownBy(markup) }

// Escalation returns the definition of a line that starts from a base and grows
// by a rate every year, compounding.
//
//	line[first] = base
//	line[y] = round(line[y-1] × (1 + rate[y]))
//
// Each year's amount is rounded and the next grows from the rounded one; under
// the zero rounding growth is carried on unrounded.
func Escalation(line Line, first int, base, rate Operand, rounding Rounding) LineDefinition {
	return line.Starts(first, base).Then(line.Previous().GrownBy(rate).Rounded(rounding))
}

// Freeze returns the line's amount of the year before: definition.In(2020, Freeze(contribution)).
//
//	line[y-1]
//
// A negotiated amount for one year is any other formula given to [LineDefinition.In].
func Freeze(line Line) Formula { return line.Previous() }
