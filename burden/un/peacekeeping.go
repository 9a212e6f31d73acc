package un

import (
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
)

// PeacekeepingQuantum is what printed peacekeeping rates are multiples of.
const PeacekeepingQuantum = "0.0001%"

// Payer is a member in the peacekeeping scale.
type Payer struct {
	Key  string         // a Go identifier
	Rate burden.Operand // its rate in the regular scale
	// Level is "A" for the permanent members of the Security Council, who pay what
	// the discounts leave, and "B" to "J" by income for the others. A member that
	// moves to a higher level of its own will is given that level. It may be empty
	// where a discount is given.
	Level string
	// Discount takes the place of the level's for a named exception; nil for none.
	// It is from 0 to 1, and no member of level A has one. Give a parameter that range, by
	// burden.Param.Within, and a scenario cannot set it outside of it either.
	Discount burden.Operand
}

// Peacekeeping is a peacekeeping scale: its definitions, and handles in them.
type Peacekeeping struct {
	Definitions []burden.Definition
	Permanent   burden.Line // the regular rates of the permanent members, added up
	Shortfall   burden.Line // what the discounts leave unpaid

	name   string
	payers []Payer
}

// PeacekeepingScale returns the peacekeeping scale for the payers given.
//
//	rate_i    = regular_i × (1 - discount_i)                     levels B to J, exact
//	permanent = Σ regular of level A
//	shortfall = Σ regular - Σ rate                               of levels B to J
//	printed_i = round(rate_i, 0.0001 %, half up)                 levels B to J
//	printed_i = round(regular_i × (permanent + shortfall) / permanent, 0.0001 %, half up)    level A
//
// All members of level A pay their regular rate times one factor. That factor is a
// quotient, so a member of level A has a printed rate and amounts, but no exact rate.
// Amounts come from [Peacekeeping.Amount], never from printed rates: those are for
// people to read, and they need not sum to 100 %.
//
// Discounts are parameters, discount_b to discount_j. These are errors of the model: a level
// that is none of "A" to "J", a discount for a member of level A, a constant discount or a
// value of a parameter outside 0 to 1, and no payer of level A. What a formula gives for a
// discount is not checked.
//
// # What is known
//
// Resolution 55/235 and report A/64/220 describe the levels. What the United Nations
// assessed 16 members for three missions in 2024/25 is in [Sample] and tests this rule:
//
//   - Levels B to J: of 42 amounts of 14 members, 36 come out to the dollar if each
//     section of a mission's budget is rounded by itself, and 6 are off by one
//     dollar. Why those 6 are off is not known. If the sections are added up first and
//     rounded once, 29 come out. From rates with four decimals 35 come out, and
//     one is off by 159 dollars.
//   - Level A: the shortfall is not printed. One shortfall for the scale of 2022 to 2024,
//     solved back as 10.756298 %, and one for that of 2025 to 2027, 9.81891 %, give all
//     six amounts of the United States and China within one dollar. Two numbers are
//     fitted, so four of the amounts are evidence. So both members pay
//     the same factor, and the shortfall is shared in proportion to regular rates.
//     From printed rates the United States would pay 331,275,144 dollars for MINUSCA;
//     published are 331,274,802.
//   - The discounts 0, 7.5, 70, 80 and 90 % can be solved back from the amounts. Which
//     level a member has is not in that file, and 80 % may be level H or level I.
//     Level I's 80 % also follows from [Pairs]. The discounts of the other levels are
//     recalled: found in no source.
func PeacekeepingScale(name string, payers ...Payer) Peacekeeping {
	s := Peacekeeping{
		Permanent: burden.NewLine(name+".permanent", burden.Ratio),
		Shortfall: burden.NewLine(name+".shortfall", burden.Ratio),
		name:      name, payers: slices.Clone(payers),
	}
	var permanent, regulars, rates []burden.Line
	var steps, printed []burden.Definition
	for _, p := range payers {
		regular := s.line("regular", p.Key)
		fault := p.fault()
		if fault != nil {
			p.Rate = burden.NewParam(s.name+".payer."+p.Key, burden.Ratio, burden.Series{}.WithFault(fault))
		}
		steps = append(steps, regular.Is(p.Rate))
		if p.Level == "A" {
			permanent = append(permanent, regular)
			printed = append(printed, s.Printed(p.Key).Is(s.withShortfall(regular).RoundedTo(PeacekeepingQuantum, burden.HalfUp)))
			continue
		}
		discount := p.Discount
		if discount == nil && fault == nil {
			discount = burden.NewParam("discount_"+strings.ToLower(p.Level), burden.Ratio, Discount(p.Level))
		}
		if fault != nil { // which is enough: the discount has none of its own
			discount = burden.Amount(0, burden.Ratio)
		}
		rate := s.Rate(p.Key)
		steps = append(steps, rate.Is(regular.Times(burden.Amount(1, burden.Ratio).Minus(discount))))
		printed = append(printed, s.Printed(p.Key).Is(rate.RoundedTo(PeacekeepingQuantum, burden.HalfUp)))
		regulars, rates = append(regulars, regular), append(rates, rate)
	}
	nobody := missing("a payer of levels B to J", burden.Ratio)
	s.Definitions = slices.Concat(steps, []burden.Definition{
		s.Permanent.Is(sum(permanent, missing("a payer of level A", burden.Ratio))),
		s.Shortfall.Is(sum(regulars, nobody).Minus(sum(rates, nobody))),
	}, printed)
	return s
}

// fault says what is wrong with a payer's level or discount.
func (p Payer) fault() *burden.Error {
	of := "payer " + p.Key + ": "
	switch {
	case p.Level == "A" && p.Discount != nil:
		return &burden.Error{Input: "discount", Err: burden.ErrDuplicate,
			Detail: of + "level A and a discount both say what it pays; leave Discount out, or give another level"}
	case len(p.Level) > 1 || p.Level != "" && (p.Level < "A" || p.Level > "J") || p.Level == "" && p.Discount == nil:
		return &burden.Error{Input: "level", Value: strconv.Quote(p.Level), Err: burden.ErrUnknownName,
			Detail: of + "level " + strconv.Quote(p.Level) + ` is none of "A" to "J"; with a Discount it may be empty`}
	}
	for _, v := range known(p.Discount) {
		if v.IsNegative() || v.GreaterThan(decimal.NewFromInt(1)) {
			return &burden.Error{Input: "discount", Value: burden.Text(v), Err: burden.ErrOutOfRange,
				Detail: of + "discount " + burden.Show(v, burden.Ratio) + " is not from 0 to 100 %"}
		}
	}
	return nil
}

// known are the values of a discount that are known before a model is projected.
func known(discount burden.Operand) []decimal.Decimal {
	var list []decimal.Decimal
	switch d := discount.(type) {
	case burden.Param:
		for _, span := range d.Series().Spans() {
			list = append(list, span.Value)
		}
	case burden.Formula:
		if n := d.Node(); n.Kind == burden.ConstantNode {
			list = append(list, n.Value)
		}
	}
	return list
}

// Rate returns the line of the exact rate of a payer of levels B to J. A payer of
// level A has none: see [PeacekeepingScale].
func (s Peacekeeping) Rate(key string) burden.Line { return s.line("rate", key) }

// Printed returns the line of a payer's rate as it is printed, rounded to
// [PeacekeepingQuantum]. No amount is computed from it.
func (s Peacekeeping) Printed(key string) burden.Line { return s.line("printed", key) }

// Amount returns what a payer is assessed for a total, such as a section of a mission's
// budget, rounded half up to whole units (dollars):
//
//	round(total × rate_i, 1)                                            levels B to J
//	round(total × regular_i × (permanent + shortfall) / permanent, 1)   level A
//
// Each is rounded once, from unrounded rates. Amounts of several sections are rounded
// section by section and then added. A key of no payer is an error of the model.
func (s Peacekeeping) Amount(key string, total burden.Operand) burden.Formula {
	for _, p := range s.payers {
		if p.Key == key && p.Level == "A" {
			return s.withShortfall(s.line("regular", key), total).RoundedTo("1", burden.HalfUp)
		}
	}
	return s.Rate(key).Times(total).RoundedTo("1", burden.HalfUp)
}

// withShortfall returns a permanent member's regular rate, times what is given, with its
// part of the shortfall.
func (s Peacekeeping) withShortfall(regular burden.Line, times ...burden.Operand) burden.Quotient {
	return regular.Times(append(times, s.Permanent.Plus(s.Shortfall))...).Over(s.Permanent)
}

func (s Peacekeeping) line(what, key string) burden.Line {
	return burden.NewLine(s.name+"."+what+"."+key, burden.Ratio)
}
