package main

import (
	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/nato"
	"example.com/burdenshare/burden/un"
)

// payers returns shapes 53 to 61: many payers share one cost.
func payers() []shape {
	return []shape{
		{53, "shares by national income", "NATO common funding, 2017", incomeShares},
		{54, "parity of the largest payers", "NATO, agreement of November 2019", parity},
		{55, "dilution on accession", "NATO, Finland and Sweden join", dilution},
		{56, "shares by participation", "NATO, security investment programme, 1996", participation},
		{57, "floors by GDP and a split target", "NATO, Wales 2014 and The Hague 2025", guidelines},
		{58, "regular scale", "United Nations, since 2016", regularScale},
		{59, "discounts by level and a premium", "United Nations, peacekeeping", peacekeeping},
		{60, "named exceptions and voluntary moves", "United Nations, peacekeeping, 2019", exceptions},
		{61, "legal cap on what is paid", "United States, peacekeeping, 2013", legalCap},
	}
}

const (
	hansard  = "House of Commons, written answers, 11 November 1996"
	heritage = "Heritage Foundation, U.S. Must Enforce Peacekeeping Cap, 25 January 2013"
)

// given is a parameter that is the same in every year, found in a source.
func given(name string, unit burden.Unit, value, source string) burden.Param {
	return burden.NewParam(name, unit, burden.Constant(value).Sourced(source, burden.Confirmed))
}

// supposed is a parameter made up for the shape, because no source has it.
func supposed(name string, unit burden.Unit, value string) burden.Param {
	return burden.NewParam(name, unit, burden.Constant(value).Sourced("made up for this shape", burden.Assumed))
}

// published is an ally with its share of a period as its weight.
func published(ally, period string) nato.Ally {
	key := nato.Key(ally)
	return nato.Ally{Key: key, Weight: burden.NewParam(key, burden.Ratio, nato.Share(ally, period))}
}

// Shares are agreed in proportion to national income and printed, incomes are
// not: so the shares printed for the four largest stand in for the weights, and
// the other allies are one member with the rest.
func incomeShares() (sample, error) {
	var allies []nato.Ally
	rest := burden.Amount(1, burden.Ratio)
	for _, name := range []string{"United States", "Germany", "France", "United Kingdom"} {
		a := published(name, "2016-2017")
		allies, rest = append(allies, a), rest.Minus(a.Weight)
	}
	allies = append(allies, nato.Ally{Key: "others", Weight: rest})
	budget := given("budget", burden.USD, "2.44e9", "press article of 2017, copied at volnation.com, thread 254472")
	payment := nato.CommonFunding("payment", burden.USD, budget, "0.01e6", allies...)
	return said(payment.Part("germany"), 2017, payment)
}

// Only four shares of 2020 are published. How the other allies share the rest is
// made up and does not matter, as long as none of them is above Germany.
func parity() (sample, error) {
	allies := []nato.Ally{
		published("United States", "2019-2020"), published("Germany", "2019-2020"),
		published("Czechia", "2020"), published("Estonia", "2020"),
	}
	for _, key := range []string{"v", "w", "x", "y", "z"} {
		allies = append(allies, nato.Ally{Key: key, Weight: supposed(key, burden.Ratio, "10%")})
	}
	rest := burden.Amount(1, burden.Ratio)
	for _, a := range allies {
		rest = rest.Minus(a.Weight)
	}
	allies, capped := nato.Parity("parity", burden.Ratio, "united_states", append(allies, nato.Ally{Key: "others", Weight: rest})...)
	share := nato.CostShares("share", allies...)
	return said(share.Part("united_states"), 2020, append(capped, share)...)
}

// All three shares are recalled, and explanations say so.
func dilution() (sample, error) {
	recalled := func(ally, period string) burden.Param {
		var s burden.Series
		for _, share := range nato.RecalledShares(period) {
			if share.Ally == ally {
				e, _ := share.Share.At(share.Share.Spans()[0].From)
				s = s.Set(2024, 2025, e)
			}
		}
		return burden.NewParam(nato.Key(ally), burden.Ratio, s)
	}
	share := burden.NewLine("share", burden.Ratio)
	return said(share, 2024, share.Is(nato.Diluted(recalled("Germany", "2021-2023"),
		recalled("Finland", "2024-2025"), recalled("Sweden", "2024-2025"))))
}

// The same weights divide each part of a programme, among those who take part in
// it: whoever does not is not a member of that split. The weight of the absent is
// derived from the two shares published for the United Kingdom.
func participation() (sample, error) {
	unitedKingdom := nato.Ally{Key: "united_kingdom", Weight: given("united_kingdom", burden.Ratio, "10.5394%", hansard)}
	absent := nato.Ally{Key: "absent", Weight: burden.NewParam("absent", burden.Ratio,
		burden.Constant("13.4391%").Sourced("1 - 10.5394 / 12.1757, "+hansard, burden.Derived))}
	others := nato.Ally{Key: "others", Weight: burden.Amount(1, burden.Ratio).Minus(unitedKingdom.Weight).Minus(absent.Weight)}
	all := nato.CostShares("all", unitedKingdom, absent, others)
	some := nato.CostShares("some", unitedKingdom, others)
	return said(some.Part("united_kingdom"), 1996, all, some)
}

// The guideline of 2014 is a floor under spending and under equipment; that of
// 2025 is a sum of two parts, with one ally's own target in place of the rule.
func guidelines() (sample, error) {
	guideline := func(name, item string) burden.Param { return burden.NewParam(name, burden.Ratio, nato.Guideline(item)) }
	gdp := supposed("gdp", burden.EUR, "1000e9")
	plannedSpending, plannedEquipment := supposed("planned_spending", burden.EUR, "18e9"), supposed("planned_equipment", burden.EUR, "5e9")

	spending, equipment := burden.NewLine("spending", burden.EUR), burden.NewLine("equipment", burden.EUR)
	target, targetSpain := burden.NewLine("target", burden.Ratio), burden.NewLine("target_spain", burden.Ratio)
	spendingFloor, equipmentFloor := burden.NewLine("spending_floor", burden.EUR), burden.NewLine("equipment_floor", burden.EUR)
	return said(target, 2025,
		spendingFloor.Is(gdp.Times(guideline("spending_guideline", "defence spending guideline"))),
		spending.Is(plannedSpending.AtLeast(spendingFloor)),
		equipmentFloor.Is(spending.Times(guideline("equipment_guideline", "equipment guideline"))),
		equipment.Is(plannedEquipment.AtLeast(equipmentFloor)),
		target.Starts(2025, guideline("core_defence", "Hague: core defence").Plus(guideline("resilience", "Hague: resilience and infrastructure"))),
		targetSpain.Starts(2025, guideline("spain_own", "Spain: own target")))
}

// state is a made-up member: income in billions of dollars, population in millions.
type state struct{ key, income, people string }

// The incomes are made up so that every step of the scale does something: three
// members come to the maximum, gale is least developed, holm is below the minimum.
func regularScale() (sample, error) {
	var members []un.Member
	for _, s := range []state{
		{"amber", "400", "8"}, {"beryl", "180", "4"}, {"coral", "150", "4"}, {"dune", "110", "4"}, {"elm", "100", "5"},
		{"fern", "45", "44.9996"}, {"gale", "14.996", "30"}, {"holm", "0.004", "0.0004"},
	} {
		m := un.Member{
			Key: s.key, LeastDeveloped: s.key == "gale",
			Income:     supposed("income_"+s.key, burden.USD, s.income+"e9"),
			Population: supposed("people_"+s.key, burden.Persons, s.people+"e6"),
		}
		if s.key == "fern" {
			m.DebtRelief = supposed("debt_relief_fern", burden.USD, "5e9")
		}
		members = append(members, m)
	}
	scale := un.RegularScale("scale", burden.USD, members...)
	return said(scale.Rate("fern"), 2024, scale.Definitions...)
}

// The five published members of level I, the permanent members with made-up
// rates but for the 22 % of the first, and everybody else without a discount. What is
// shown is the rate that amounts come from; the printed one has four decimals.
func peacekeeping() (sample, error) {
	payers := []un.Payer{{Key: "united_states", Level: "A", Rate: un.Maximum()}}
	for _, s := range []struct{ key, rate string }{{"china", "12%"}, {"france", "4.5%"}, {"united_kingdom", "4.5%"}, {"russia", "3%"}} {
		payers = append(payers, un.Payer{Key: s.key, Level: "A", Rate: supposed(s.key, burden.Ratio, s.rate)})
	}
	for _, pair := range un.Pairs() {
		key := nato.Key(pair.Member)
		payers = append(payers, un.Payer{Key: key, Level: pair.Level, Rate: burden.NewParam(key, burden.Ratio, pair.Regular)})
	}
	payers = append(payers, un.Payer{Key: "others", Level: "B", Rate: supposed("others", burden.Ratio, "53.171%")})
	scale := un.PeacekeepingScale("peacekeeping", payers...)
	return said(scale.Rate("nigeria"), 2021, scale.Definitions...)
}

// An exception is a discount of a member's own; a voluntary move is another
// level's discount from a year on. Rates are made up: 1 % each, of which the
// discounts are easy to see.
func exceptions() (sample, error) {
	exception := burden.NewParam("exception", burden.Ratio, un.Exception())
	byLevel := func(level, name string) burden.Param {
		return burden.NewParam(name, burden.Ratio, un.Discount(level))
	}
	moved := burden.NewLine("moved_discount", burden.Ratio)
	scale := un.PeacekeepingScale("peacekeeping",
		un.Payer{Key: "permanent", Level: "A", Rate: supposed("permanent", burden.Ratio, "22%")},
		un.Payer{Key: "saudi_arabia", Level: "B", Rate: supposed("saudi_arabia", burden.Ratio, "1%"), Discount: exception},
		un.Payer{Key: "moved", Level: "C", Rate: supposed("moved", burden.Ratio, "1%"), Discount: moved})
	return said(scale.Rate("saudi_arabia"), 2019, append(scale.Definitions,
		moved.Starts(2019, byLevel("C", "discount_c")).From(2020, byLevel("B", "discount_b")))...)
}

// A payer's own law caps what it pays, not what it is assessed: the difference
// is owed all the same, so each is a line.
func legalCap() (sample, error) {
	assessment := given("assessment", burden.Ratio, "28.3835%", heritage)
	legal := given("legal_cap", burden.Ratio, "25%", heritage)
	assessed, paid, unpaid := burden.NewLine("assessed", burden.Ratio), burden.NewLine("paid", burden.Ratio), burden.NewLine("unpaid", burden.Ratio)
	return said(paid, 2013,
		assessed.Is(assessment),
		paid.Is(assessed.AtMost(legal)),
		unpaid.Is(assessed.Minus(paid)))
}
