package main

import (
	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/japan"
)

// Needs-based support is a sum of categories, each with a rule of its own. Amounts
// are in yen, years are Japan's fiscal years, from April. Package japan has the
// whole agreement of 2022 to 2026; what no source prints is assumed here and says so.

const termOf2022 = "FY2022-2026"

// needs returns shapes 45 to 52: support that is built from needs.
func needs() []shape {
	return []shape{
		{45, "sum of categories", "Japan, FY2015", sumOfCategories},
		{46, "head-count ceiling and pay rule", "Japan, FY2022-2026, labour", headCount},
		{47, "step-down schedule", "Japan, FY2022-2026, utilities", stepDown},
		{48, "share of one category with cap", "Japan, FY2011-2015, utilities", shareOfUtilities},
		{49, "cap for the whole term", "Japan, FY2022-2026, facilities improvement", termCap},
		{50, "hold-constant clause", "Japan, FY2022-2026, training relocation", heldConstant},
		{51, "substitution between categories", "Japan, FY2011-2015, facilities improvement", substitution},
		{52, "outlay basis and contract basis", "Japan, FY2023", twoBases},
	}
}

// yen returns a parameter in yen with a published series.
func yen(name string, s burden.Series) burden.Param { return burden.NewParam(name, burden.JPY, s) }

// assumed returns a series that no source prints.
func assumed(values map[int]string) burden.Series {
	return burden.ByYear(values).Sourced("assumed here", burden.Assumed)
}

func sumOfCategories() (sample, error) {
	part := func(name, item string) burden.Param { return yen(name, japan.Support("FY2015", item)) }
	total := burden.NewLine("total", burden.JPY)
	labour := burden.NewLine("labour", burden.JPY)
	return said(total, 2015,
		labour.Is(part("labour_welfare", "labour, welfare part (SOFA)").Plus(part("labour_pay", "labour, base pay (SMA)"))),
		total.Is(labour.Plus(part("utilities", "utilities (SMA)"),
			part("relocation", "training relocation NLP (SMA)"), part("facilities", japan.Facilities))))
}

// headCount has pay follow the recommendation for the civil service, in whole yen.
// The ceiling is published; who is employed, the pay and the recommendation are not.
func headCount() (sample, error) {
	workers := func(name, item string) burden.Param {
		return burden.NewParam(name, burden.Persons, japan.Support(termOf2022, item))
	}
	employed := burden.NewParam("employed", burden.Persons, assumed(map[int]string{2022: "23000", 2023: "23500"}).On(burden.FiscalApril))
	first := burden.NewParam("pay_2022", burden.JPY.Per(burden.Persons), assumed(map[int]string{2022: "6e6"}).On(burden.FiscalApril))
	recommended := burden.NewParam("recommendation", burden.Ratio, assumed(map[int]string{2023: "0.9%"}).On(burden.FiscalApril))

	ceiling := burden.NewLine("worker_ceiling", burden.Persons)
	pay := burden.NewLine("pay", burden.JPY.Per(burden.Persons))
	labour := burden.NewLine("labour", burden.JPY)
	return said(labour, 2023,
		ceiling.Is(workers("welfare_workers", "workers funded, welfare facilities").Plus(workers("other_workers", "workers funded, other"))),
		burden.Escalation(pay, 2022, first, recommended, burden.RoundTo("1", burden.HalfUp)),
		labour.Is(burden.LabourCost(employed.AtMost(ceiling), pay)))
}

// stepDown writes the steps as the pieces of one line; the figures are those of the
// schedule in the years in which they begin.
func stepDown() (sample, error) {
	schedule := yen("schedule", japan.ByYear(japan.Utilities))
	utilities := burden.NewLine("utilities", burden.JPY)
	return said(utilities, 2024,
		utilities.Starts(2022, schedule.At(2022)).From(2024, schedule.At(2024)).From(2025, schedule.At(2025)).Until(2026))
}

// shareOfUtilities goes from 76 % to 72 % of the cost, below a cap of 24.9 bn. That
// the share falls in equal steps is our reading, and the cost is assumed.
func shareOfUtilities() (sample, error) {
	read := func(s burden.Series) burden.Series {
		return s.Sourced("terms of FY2011 to 2015, http://pyssel.digeshult.se/?p=5669", burden.Confirmed)
	}
	from := burden.NewParam("share_2011", burden.Ratio, read(burden.Constant("76%")))
	to := burden.NewParam("share_2015", burden.Ratio, read(burden.Constant("72%")))
	ceiling := yen("utilities_cap", read(burden.Constant("24.9e9")))
	cost := yen("utilities_cost", burden.Constant("36e9").Sourced("assumed here", burden.Assumed))

	share := burden.NewLine("share", burden.Ratio)
	utilities := burden.NewLine("utilities", burden.JPY)
	return said(utilities, 2015,
		burden.PhaseIn(share, 2011, 2015, from, to, burden.RoundTo("0.1%", burden.HalfUp)),
		utilities.Starts(2011, burden.ShareOf(cost, share).AtMost(ceiling)).Until(2015))
}

// termCap takes the budgets of 2022 and 2023 for what was needed, and assumes more
// for later years than the term has left.
func termCap() (sample, error) {
	need := yen("need", facilitiesNeed())
	ceiling := yen("term_ceiling", japan.Support(termOf2022, japan.FacilitiesCeiling))
	facilities := burden.NewLine("facilities", burden.JPY)
	return said(facilities, 2026, burden.TermCeiling(facilities, 2022, 2026, need, ceiling))
}

func facilitiesNeed() burden.Series {
	need := japan.ByYear(japan.Facilities)
	for _, s := range assumed(map[int]string{2024: "34e9", 2025: "36e9", 2026: "40e9"}).Spans() {
		need = need.Set(s.From, s.To, s.Entry)
	}
	return need
}

// heldConstant is written as what the clause says, the level of 2021, in every year
// of the term. A freeze from year to year, as package japan has it, says the same.
func heldConstant() (sample, error) {
	amount, _ := japan.Support(termOf2022, japan.Relocation).At(2022) // "the FY2021 level", so it is that year's
	level := yen("relocation_level", burden.Series{}.Set(2021, 2021, amount))
	relocation := burden.NewLine("relocation", burden.JPY)
	return said(relocation, 2026, relocation.Starts(2022, level.At(2021)).Until(2026))
}

// substitution lets one category take what another saves, so that the total stays.
// In 2015 facilities take what labour leaves; in 2016 it is the other way round:
// facilities are held, and labour takes what they leave; in 2017 the first rule is
// back. In each year one follows from the other and never both, which is why the
// model is sound: change one definition's year alone and it is a cycle. The
// budgets after 2015 are assumed.
func substitution() (sample, error) {
	part := func(item string) burden.Series { return japan.Support("FY2015", item) }
	later := func(s burden.Series, value string) burden.Series {
		e, _ := assumed(map[int]string{2016: value}).At(2016)
		return s.Set(2016, 2017, e)
	}
	budget := yen("budget", later(part(japan.Budget), "191e9"))
	utilities := yen("utilities", later(part("utilities (SMA)"), "24e9"))
	relocation := yen("relocation", later(part("training relocation NLP (SMA)"), "0.3e9"))
	welfare := yen("labour_welfare", later(part("labour, welfare part (SOFA)"), "26.2e9"))
	pay := yen("labour_pay", later(part("labour, base pay (SMA)"), "118e9"))

	facilities := burden.NewLine("facilities", burden.JPY)
	labour := burden.NewLine("labour", burden.JPY)
	left := func(other burden.Line) burden.Formula {
		return budget.Minus(other).Minus(utilities).Minus(relocation)
	}
	return said(facilities, 2015,
		facilities.Starts(2011, left(labour)).In(2016, burden.Freeze(facilities)),
		labour.Starts(2011, welfare.Plus(pay)).In(2016, left(facilities)))
}

// twoBases has a line for each basis. Their difference is what is contracted in the
// year and paid later, less what is paid for contracts of earlier years.
func twoBases() (sample, error) {
	outlay := burden.NewLine("outlay", burden.JPY)
	contract := burden.NewLine("contract", burden.JPY)
	later := burden.NewLine("payable_later", burden.JPY)
	return said(later, 2023,
		outlay.Is(yen("outlay_budget", japan.Support("FY2023", japan.Budget))),
		contract.Is(yen("contract_budget", japan.Support("FY2023", "host nation support, contract basis"))),
		later.Is(contract.Minus(outlay)))
}
