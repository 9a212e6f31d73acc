package nato

import (
	"strings"

	"example.com/burdenshare/burden"
)

// Quantum is what shares are multiples of.
const Quantum = "0.0001%"

// Ally is one of those who fund in common.
type Ally struct {
	Key string // a Go identifier, such as Key gives
	// Weight is what shares are in proportion to: national income, or a share
	// agreed before. All weights are in one unit.
	Weight burden.Operand
}

// Key returns an ally's name as a Go identifier, for splits and lines:
// "United States" is united_states.
func Key(ally string) string { return strings.ReplaceAll(strings.ToLower(ally), " ", "_") }

// CostShares returns the split of one among allies in proportion to their
// weights, in multiples of [Quantum].
//
//	share_i = weight_i / Σ weight
//
// Source: NATO, "Funding NATO": common funding is shared by an agreed formula
// based on gross national income. Which years' income, converted how, is not in
// what was found; that choice is the caller's, in the weights.
func CostShares(name string, allies ...Ally) burden.SplitRule {
	return CommonFunding(name, burden.Ratio, burden.Amount(1, burden.Ratio), Quantum, allies...)
}

// CommonFunding returns the split of a budget among allies in proportion to
// their weights. Payments are multiples of a quantum, and what the budget has
// beyond one goes to the ally next in line.
//
// Shares may differ from budget to budget: an ally that takes no part in one is
// not among its allies.
func CommonFunding(name string, unit burden.Unit, budget burden.Operand, quantum string, allies ...Ally) burden.SplitRule {
	members := make([]burden.Member, len(allies))
	for i, a := range allies {
		members[i] = burden.Member{Key: a.Key, Weight: a.Weight}
	}
	return burden.NewSplit(name, unit, burden.Split{Total: budget, Members: members, Quantum: quantum, KeepRest: true})
}

// Parity returns the allies with the weight of the largest payer capped at the
// largest other weight, and the definitions of the lines that say so, in the
// unit of the weights:
//
//	<name>.own = weight of the largest payer
//	<name>.next = max(weights of the others)
//	<name>.weight = min(own, next)
//
// If the cap binds, the largest payer and the next have the same weight, and the
// others pay in proportion what the cap takes off. Their shares are the same
// before they are cut to a quantum; a last quantum that cannot be halved goes to
// one of them.
//
// Source: agreement of November 2019, as reported: the share of the United States
// falls from 22.1 to 16.35 %, and that of Germany rises to it from 14.8 %. The
// rule on the published 22.1 and 14.8 gives both 14.8 / 92.7 = 15.97 %, not 16.35:
// other keys moved as well, and which is not published. What can be checked is
// that both pay the same, and that the shares of Czechia and Estonia were divided
// by 0.927 as the rule says, within the rounding of the inputs.
func Parity(name string, unit burden.Unit, largest string, allies ...Ally) ([]Ally, []burden.Definition) {
	own, next := burden.NewLine(name+".own", unit).As(burden.Rate), burden.NewLine(name+".next", unit).As(burden.Rate)
	weight := burden.NewLine(name+".weight", unit).As(burden.Rate)
	capped := make([]Ally, len(allies))
	// Nobody by that key leaves a line that no model can define, by the name that
	// building the model reports.
	var is burden.Operand = burden.NewLine("the weight of "+largest, unit)
	var others []burden.Operand
	for i, a := range allies {
		capped[i] = a
		if a.Key == largest {
			is, capped[i].Weight = a.Weight, weight
			continue
		}
		others = append(others, a.Weight)
	}
	// Weights are not negative, so zero is a floor that changes nothing.
	most := burden.Amount(0, unit).AtLeast(others...)
	return capped, []burden.Definition{own.Is(is), next.Is(most), weight.Is(own.AtMost(next))}
}

// Diluted returns what is left of a share when others join with shares of their
// own, rounded half up to [Quantum].
//
//	round(share × (1 - Σ joining), 0.0001 %, half up)
//
// Source: no text of the rule was found. It fits the two recalled tables, before
// and after Finland and Sweden joined, within 0.0001 % for every ally.
func Diluted(share burden.Operand, joining ...burden.Operand) burden.Formula {
	rest := burden.Amount(1, burden.Ratio)
	for _, j := range joining {
		rest = rest.Minus(j)
	}
	return rest.Times(share).RoundedTo(Quantum, burden.HalfUp)
}
