package un

import (
	"slices"

	"example.com/burdenshare/burden"
)

// Quantum is what regular rates are multiples of.
const Quantum = "0.001%"

// fine is what shares are multiples of between the steps of the regular scale: a
// millionth of what rates are rounded to.
const fine = "0.000000001%"

// Member is a member of the United Nations in one base period.
type Member struct {
	Key        string         // a Go identifier
	Income     burden.Operand // gross national income, the mean of the base period, in one currency
	Population burden.Operand // mean of the base period, in persons
	DebtRelief burden.Operand // the debt burden taken off income; nil for none
	// LeastDeveloped members pay at most 0.01 %.
	LeastDeveloped bool
}

// Scale is a regular scale: the definitions of its steps, and handles in them.
type Scale struct {
	Definitions []burden.Definition
	Threshold   burden.Line // average income per person of all members
	Relief      burden.Line // what the low per-capita income discount takes off, all told
	// Redistributed is the relief shared by the members that have none.
	Redistributed burden.SplitRule
	// AtLeast, Capped and AtMost are the shares after the minimum, the ceiling of
	// the least developed and the maximum, not yet rounded to Quantum.
	AtLeast, Capped, AtMost burden.SplitRule
	Rates                   burden.SplitRule // the scale

	name    string
	members []Member
	steps   []burden.Definition // without the rates
}

// RegularScale returns the regular scale for the members given, in these steps:
//
//	income_i      gross national income
//	adjusted_i    income_i - debt relief_i
//	threshold     Σ income / Σ population
//	per_capita_i  adjusted_i / population_i
//	discount_i    gradient × (threshold - per_capita_i) / threshold, if below the threshold
//	relief_i      adjusted_i × discount_i
//	assessable_i  adjusted_i - relief_i + redistributed_i
//
// Redistributed is the relief of all, shared by the members not below the
// threshold in proportion to their adjusted income; nothing is lost. Then shares
// in proportion to assessable income are raised to the minimum of 0.001 %, cut to
// 0.01 % for the least developed and to 22 % for everybody. What a step gives or
// takes, the others share in proportion; who has been raised to the minimum stays
// there. Rates are the shares in multiples of [Quantum], by largest remainder.
//
// Threshold and income per person are rounded half up to 0.01, discounts to
// 0.000001 %. Fewer than five members that are not least developed cannot pay it
// all at 22 % each, and if everybody is below the threshold, by debt relief, nobody
// is left to take the relief: both are errors of the projection.
//
// Source: resolution 79/249, paragraph 7, for the elements, their figures and the
// threshold.
// The discount is worded as above in reports of the Committee on Contributions.
//
// # Simplified
//
//   - The mean of two base periods, of 3 and 6 years, is [MeanScale] of two scales.
//     The incomes of each are the caller's, for example by burden.MeanOver.
//   - Debt relief is an amount given, not worked out from the stock of debt.
//   - Incomes are in one currency; choosing conversion rates comes before.
//   - The member at the maximum takes its part of the redistribution like any
//     other, and the 22 % put it right. The Committee's sheets, as recalled, work
//     out the scale in two tracks, with and without that member.
//   - A member pushed from below to a bound by a later step stops there; the order
//     of such cases in the Committee's sheets was not found.
//   - Rates sum to 100 % by largest remainder; the rule in use was not found.
func RegularScale(name string, currency burden.Unit, members ...Member) Scale {
	s := Scale{name: name, members: slices.Clone(members)}
	s.Threshold = s.line("threshold", currency.Per(burden.Persons))
	s.Relief = s.line("relief", currency)
	gradient, minimum := Gradient(), Minimum()
	none := burden.Amount(0, currency)

	var incomes, reliefs []burden.Line
	var steps []burden.Definition
	var redistributed, weights []burden.Member
	var people []burden.Operand
	for _, m := range members {
		people = append(people, m.Population)
		income := s.line("income."+m.Key, currency)
		adjusted := income
		steps = append(steps, income.Is(m.Income))
		if m.DebtRelief != nil {
			adjusted = s.line("adjusted."+m.Key, currency)
			steps = append(steps, adjusted.Is(income.Minus(m.DebtRelief)))
		}
		perCapita := s.line("per_capita."+m.Key, currency.Per(burden.Persons))
		below := perCapita.Below(s.Threshold)
		discount, relief := s.Discount(m.Key), s.line("relief."+m.Key, currency)
		assessable := s.line("assessable."+m.Key, currency)
		steps = append(steps,
			perCapita.Is(adjusted.Over(m.Population).RoundedTo("0.01", burden.HalfUp)),
			discount.Is(burden.When(below,
				gradient.Times(s.Threshold.Minus(perCapita)).Over(s.Threshold).RoundedTo("0.000001%", burden.HalfUp),
				burden.Amount(0, burden.Ratio))),
			relief.Is(adjusted.Times(discount)),
			assessable.Is(adjusted.Minus(relief).Plus(s.line("redistributed."+m.Key, currency))))
		incomes, reliefs = append(incomes, income), append(reliefs, relief)
		redistributed = append(redistributed, burden.Member{Key: m.Key, Weight: burden.When(below, none, adjusted)})
		weights = append(weights, burden.Member{Key: m.Key, Weight: assessable, Floor: minimum})
	}
	s.Redistributed = burden.NewSplit(name+".redistributed", currency,
		burden.Split{Total: s.Relief, Members: redistributed, Quantum: "0.01", KeepRest: true})
	s.AtLeast = shares(name+".at_least", fine, weights)
	s.Capped = s.bounded("capped", s.AtLeast, burden.Amount(1, burden.Ratio))
	s.AtMost = s.bounded("at_most", s.Capped, Maximum())
	s.Rates = s.rates(name+".rate", func(key string) burden.Operand { return s.AtMost.Part(key) })

	nobody := missing("at least one member", currency)
	averages := []burden.Definition{
		s.Threshold.Is(sum(incomes, nobody).Over(burden.Amount(0, burden.Persons).Plus(people...)).RoundedTo("0.01", burden.HalfUp)),
		s.Relief.Is(sum(reliefs, nobody)),
		s.Redistributed,
	}
	s.steps = slices.Concat(averages, steps, []burden.Definition{s.AtLeast, s.Capped, s.AtMost})
	s.Definitions = append(slices.Clone(s.steps), s.Rates)
	return s
}

// MeanScale returns the mean of two scales for the same members, such as those
// of base periods of 3 and of 6 years: the split whose parts are the rates, and
// the definitions of it and of the steps of both scales. What is averaged are the
// shares before they are rounded to [Quantum], so the rates of the two scales are
// not among them.
//
//	rate_i = (at_most_i of one + at_most_i of the other) / 2
func MeanScale(name string, one, other Scale) (burden.SplitRule, []burden.Definition) {
	rates := one.rates(name, func(key string) burden.Operand {
		return one.AtMost.Part(key).Plus(other.AtMost.Part(key))
	})
	return rates, slices.Concat(one.steps, other.steps, []burden.Definition{rates})
}

// Rate returns the line of a member's rate.
func (s Scale) Rate(key string) burden.Line { return s.Rates.Part(key) }

// Discount returns the line of a member's low per-capita income discount.
func (s Scale) Discount(key string) burden.Line { return s.line("discount."+key, burden.Ratio) }

func (s Scale) line(step string, unit burden.Unit) burden.Line {
	return burden.NewLine(s.name+"."+step, unit)
}

// shares returns the split of one by weights.
func shares(name, quantum string, members []burden.Member) burden.SplitRule {
	return burden.NewSplit(name, burden.Ratio,
		burden.Split{Total: burden.Amount(1, burden.Ratio), Members: members, Quantum: quantum})
}

// bounded returns the split of one by the shares of the step before, below a
// ceiling. The least developed have their own, and who is at the minimum stays
// there, so that what a ceiling takes off does not fall on it.
func (s Scale) bounded(step string, before burden.SplitRule, ceiling burden.Operand) burden.SplitRule {
	minimum := Minimum()
	members := make([]burden.Member, len(s.members))
	for i, m := range s.members {
		share := before.Part(m.Key)
		most := burden.When(minimum.Below(share), m.atMost(ceiling), minimum)
		members[i] = burden.Member{Key: m.Key, Weight: share, Floor: minimum, Ceiling: most}
	}
	return shares(s.name+"."+step, fine, members)
}

// rates returns the split of one by shares that are within the bounds already;
// the bounds stand here too, so that rounding cannot leave them.
func (s Scale) rates(name string, share func(key string) burden.Operand) burden.SplitRule {
	members := make([]burden.Member, len(s.members))
	for i, m := range s.members {
		members[i] = burden.Member{Key: m.Key, Weight: share(m.Key), Floor: Minimum(), Ceiling: m.atMost(Maximum())}
	}
	return shares(name, Quantum, members)
}

// atMost returns the member's ceiling: the general one, or that of the least developed.
func (m Member) atMost(ceiling burden.Operand) burden.Operand {
	if m.LeastDeveloped {
		return LeastDeveloped()
	}
	return ceiling
}

// sum returns the lines added up. In place of no lines it returns what is missing.
func sum(lines []burden.Line, missing burden.Line) burden.Formula {
	if len(lines) == 0 {
		return missing.Formula
	}
	rest := make([]burden.Operand, len(lines)-1)
	for i, l := range lines[1:] {
		rest[i] = l
	}
	return lines[0].Plus(rest...)
}

// missing stands for what the caller did not give: a line that no model can
// define, by the name that building the model reports.
func missing(what string, unit burden.Unit) burden.Line { return burden.NewLine(what, unit) }
