package un

import (
	"strings"

	"example.com/burdenshare/burden"
)

// PeacekeepingQuantum is what peacekeeping rates are multiples of.
const PeacekeepingQuantum = "0.0001%"

// Payer is a member in the peacekeeping scale.
type Payer struct {
	Key  string         // a Go identifier
	Rate burden.Operand // its rate in the regular scale
	// Level is "A" for the permanent members of the Security Council, who pay what
	// the discounts leave, and "B" to "J" by income for the others. A member that
	// moves to a higher level of its own will is given that level.
	Level string
	// Discount takes the place of the level's for a named exception; nil for none.
	Discount burden.Operand
}

// Peacekeeping is a peacekeeping scale: its definitions, and handles in them.
type Peacekeeping struct {
	Definitions []burden.Definition
	Shortfall   burden.Line      // what the discounts leave unpaid
	Premium     burden.SplitRule // the shortfall, shared by the permanent members

	name string
}

// PeacekeepingScale returns the peacekeeping scale for the payers given.
//
//	rate_i = round(regular_i × (1 - discount_i), 0.0001 %, half up)   levels B to J
//	shortfall = Σ regular - Σ rate of those
//	rate_i = regular_i + premium_i                                   level A
//
// The premiums are the shortfall, shared in proportion to regular rates. Rates
// sum to what the regular rates sum to, 100 % if all members are given.
//
// Discounts are parameters, discount_b to discount_j. A level without a discount,
// or none of level A, is an error of the model or its projection.
//
// Source: resolution 55/235, A/64/220; the pairs of level I show rates to four
// decimals. The discounts of other levels and the sharing of the shortfall in
// proportion to regular rates are recalled.
func PeacekeepingScale(name string, payers ...Payer) Peacekeeping {
	s := Peacekeeping{name: name, Shortfall: burden.NewLine(name+".shortfall", burden.Ratio)}
	var regulars, rates []burden.Line
	var permanent []burden.Member
	var steps []burden.Definition
	for _, p := range payers {
		regular := burden.NewLine(name+".regular."+p.Key, burden.Ratio)
		steps = append(steps, regular.Is(p.Rate))
		if p.Level == "A" {
			permanent = append(permanent, burden.Member{Key: p.Key, Weight: regular})
		} else {
			discount := p.Discount
			if discount == nil {
				discount = burden.NewParam("discount_"+strings.ToLower(p.Level), burden.Ratio, Discount(p.Level))
			}
			paid := burden.Amount(1, burden.Ratio).Minus(discount)
			steps = append(steps, s.Rate(p.Key).Is(regular.Times(paid).RoundedTo(PeacekeepingQuantum, burden.HalfUp)))
			regulars, rates = append(regulars, regular), append(rates, s.Rate(p.Key))
		}
	}
	if len(permanent) == 0 {
		permanent = []burden.Member{{Key: "nobody", Weight: missing("a payer of level A", burden.Ratio)}}
	}
	nobody := missing("a payer of levels B to J", burden.Ratio)
	s.Premium = burden.NewSplit(name+".premium", burden.Ratio,
		burden.Split{Total: s.Shortfall, Members: permanent, Quantum: PeacekeepingQuantum, KeepRest: true})
	for _, m := range permanent {
		steps = append(steps, s.Rate(m.Key).Is(m.Weight.(burden.Line).Plus(s.Premium.Part(m.Key))))
	}
	s.Definitions = append(steps, s.Shortfall.Is(sum(regulars, nobody).Minus(sum(rates, nobody))), s.Premium)
	return s
}

// Rate returns the line of a payer's rate.
func (s Peacekeeping) Rate(key string) burden.Line {
	return burden.NewLine(s.name+".rate."+key, burden.Ratio)
}
