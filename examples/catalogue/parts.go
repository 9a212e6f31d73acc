package main

import (
	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/korea"
)

// parts returns the shapes of this part of the catalogue: one total and what it
// is made of, shares of one cost, and amounts at different stages.
func parts() []shape {
	return []shape{
		{27, "three parts of one total", "Korea since 2009: labour, construction, logistics", threeParts},
		{28, "cash and in kind by category", "Korea, ninth agreement", cashAndInKind},
		{29, "printed shares that do not add to 100", "Korea 2018", printedShares},
		{30, "share of a cost with a ceiling", "Korea, ninth agreement: labour", shareWithCeiling},
		{31, "share with a binding floor and a best effort", "Korea, eleventh agreement: labour", shareWithFloor},
		{32, "direct and indirect support", "Korea 2010", directAndIndirect},
		{33, "agreed, drafted and executed", "Korea 2015 and 2020", agreedAndExecuted},
	}
}

// The sources that no table of package korea names, because its rows do not hold
// these figures.
const (
	whitePaper2018 = "Defense White Paper 2018, p. 180"
	sparkOn2010    = "http://onecorea.com/bbs/board.php?bo_table=reference&page=10&wr_id=67"
	ajuNews2014    = "AjuNews, 18 September 2014"
)

// categories are what the contribution is spent on. Nothing is outside them.
func categories() []string { return []string{"labour", "construction", "logistics"} }

// category is the published part of the contribution that goes to one of them.
func category(name string) burden.Param {
	return burden.NewParam(name, burden.KRW, korea.Part(name))
}

// threeParts divides the contribution in proportion to the published parts. They
// come back to the last digit, and any other weights would still sum to the
// total. What the other two leave is the third part again, without a weight.
func threeParts() (sample, error) {
	contribution := burden.NewParam("contribution", burden.KRW, korea.Contribution())
	divided := burden.Split{Total: contribution, Quantum: korea.Quantum}
	for _, name := range categories() {
		divided.Members = append(divided.Members, burden.Member{Key: name, Weight: category(name)})
	}
	part := burden.NewSplit("part", burden.KRW, divided)
	rest := burden.NewLine("rest", burden.KRW)
	m, err := burden.NewModel("categories", part,
		rest.Is(contribution.Minus(part.Part("labour")).Minus(part.Part("construction"))))
	return sample{m, part.Part("labour"), 2019}, err
}

// cashAndInKind divides each category: labour is paid in cash, logistics are
// given in kind, and so is construction but for design and oversight. Cash is what
// the share in kind leaves, so that each category sums.
func cashAndInKind() (sample, error) {
	shares := map[string]burden.Series{
		"labour":       burden.Constant("0").Sourced(whitePaper2018, burden.Confirmed),
		"construction": korea.Split(2018, "in-kind share of construction"),
		"logistics":    burden.Constant("100%").Sourced(whitePaper2018, burden.Confirmed),
	}
	won := func(name string) burden.Line { return burden.NewLine(name, burden.KRW) }
	var definitions []burden.Definition
	for _, name := range categories() {
		amount := category(name)
		share := burden.NewParam(name+"_in_kind_share", burden.Ratio, shares[name])
		definitions = append(definitions,
			won(name+"_in_kind").Is(burden.ShareOf(amount, share)),
			won(name+"_cash").Is(amount.Minus(won(name+"_in_kind"))))
	}
	m, err := burden.NewModel("cash_and_in_kind", append(definitions,
		won("cash").Is(won("labour_cash").Plus(won("construction_cash"), won("logistics_cash"))),
		won("in_kind").Is(won("labour_in_kind").Plus(won("construction_in_kind"), won("logistics_in_kind"))))...)
	return sample{m, won("construction_in_kind"), 2018}, err
}

// printedShares rounds each category's share as a newspaper printed it, and adds
// the printed shares up. The split beside it divides 100 % by the same amounts,
// unrounded inside, and what it prints does add up.
func printedShares() (sample, error) {
	contribution := burden.NewParam("contribution", burden.KRW, korea.Contribution())
	printed := func(name string) burden.Line { return burden.NewLine(name+"_printed", burden.Ratio) }
	quanta := map[string]string{"labour": "1%", "construction": "0.1%", "logistics": "1%"}
	divided := burden.Split{Total: burden.Amount("100%", burden.Ratio), Quantum: "0.1%"}
	var definitions []burden.Definition
	for _, name := range categories() {
		definitions = append(definitions,
			printed(name).Is(category(name).Over(contribution).RoundedTo(quanta[name], burden.HalfUp)))
		divided.Members = append(divided.Members, burden.Member{Key: name, Weight: category(name)})
	}
	sum := burden.NewLine("printed_sum", burden.Ratio)
	m, err := burden.NewModel("printed_shares", append(definitions,
		sum.Is(printed("labour").Plus(printed("construction"), printed("logistics"))),
		burden.NewSplit("share", burden.Ratio, divided))...)
	return sample{m, sum, 2018}, err
}

// shareWithCeiling lets the host nation pay the share of the payroll that it was
// asked for, but at most the ceiling of the ninth agreement. No share printed for
// the ninth exceeds it; the year shown asks what it would have left of the 87 % of
// the eleventh.
//
// Shares are published for single years. The one payroll that a source implies,
// 242.2 million dollars being 71 % of it in 2003, stands for every year.
func shareWithCeiling() (sample, error) {
	share := burden.NewParam("share", burden.Ratio, singleYears(
		korea.Split(2003, "ROK share of USFK Korean labour cost"),
		korea.Split(2014, "ROK share of USFK Korean labour cost (up to)"),
		korea.Split(2019, "ROK share of USFK Korean salaries (Gen. Abrams)"),
		korea.Split(2021, "ROK labour share (11th SMA)")))
	ceiling := burden.NewParam("ceiling", burden.Ratio, korea.Split(2018, "ceiling of ROK labour share (9th SMA)"))
	paid := burden.NewParam("paid", burden.USD, korea.Split(2003, "labour"))

	payroll := burden.NewLine("payroll", burden.USD)
	most := burden.NewLine("labour_ceiling", burden.USD)
	host := burden.NewLine("host_labour", burden.USD)
	m, err := burden.NewModel("share_with_ceiling",
		payroll.Is(paid.At(2003).Over(share.At(2003)).RoundedTo("0.1e6", burden.HalfUp)),
		most.Is(burden.ShareOf(payroll, ceiling.At(2018))),
		host.Is(burden.ShareOf(payroll, share).AtMost(most)))
	return sample{m, host, 2021}, err
}

// singleYears returns figures of single years as one series.
func singleYears(figures ...burden.Series) burden.Series {
	var spans []burden.Span
	for _, s := range figures {
		spans = append(spans, s.Spans()...)
	}
	return burden.NewSeries(spans...)
}

// shareWithFloor lets the host nation go on with the share it last paid, but at
// least what the agreement obliges it to and at most what it promised to try: the
// two points between are voluntary.
func shareWithFloor() (sample, error) {
	last := burden.NewParam("last_share", burden.Ratio, korea.Split(2019, "ROK share of USFK Korean salaries (Gen. Abrams)"))
	obliged := burden.NewParam("obliged", burden.Ratio, korea.Split(2021, "ROK labour share, binding part"))
	effort := burden.NewParam("best_effort", burden.Ratio, korea.Split(2021, "ROK labour share (11th SMA)"))
	share := burden.NewLine("share", burden.Ratio)
	voluntary := burden.NewLine("voluntary", burden.Ratio)
	m, err := burden.NewModel("share_with_floor",
		share.Is(last.At(2019).AtLeast(obliged).AtMost(effort)),
		voluntary.Is(effort.Minus(obliged)))
	return sample{m, share, 2021}, err
}

// directAndIndirect adds what the budget spends to what it forgoes: rent, taxes
// and fees not charged, each valued by the host nation. Both halves are rounded as
// printed before they are added.
func directAndIndirect() (sample, error) {
	spent := func(name, amount string) burden.Param { return supportOf2010(name, amount, "spent") }
	forgone := func(name, amount string) burden.Param { return supportOf2010(name, amount, "forgone") }
	contribution := burden.NewParam("contribution", burden.KRW, korea.Contribution()).For("spent")
	direct := burden.NewLine("direct", burden.KRW)
	indirect := burden.NewLine("indirect", burden.KRW)
	support := burden.NewLine("support", burden.KRW)
	m, err := burden.NewModel("support",
		direct.Is(contribution.Plus(
			spent("augmentees_and_police", "114e8"),
			spent("real_estate", "54.4e8"),
			spent("surroundings", "488.4e8"),
		).RoundedTo(korea.Quantum, burden.HalfUp)),
		indirect.Is(forgone("land_rent", "5648e8").Plus(
			forgone("augmentees_valued", "717e8"),
			forgone("taxes", "1683e8"),
			forgone("utilities", "89e8"),
			forgone("roads_ports_airports", "49e8"),
			forgone("rail", "1.9e8"),
		).RoundedTo(korea.Quantum, burden.HalfUp)),
		support.Is(direct.Plus(indirect)))
	return sample{m, support, 2010}, err
}

// supportOf2010 is one item of the support of 2010.
func supportOf2010(name, amount, purpose string) burden.Param {
	s := burden.ByYear(map[int]string{2010: amount}).Sourced(sparkOn2010, burden.Confirmed)
	return burden.NewParam(name, burden.KRW, s).For(purpose)
}

// agreedAndExecuted compares amounts of one year at different stages: what was
// agreed with what the draft budget had, and with what was spent. The figures know
// their stage, so a difference says what it compares.
func agreedAndExecuted() (sample, error) {
	agreed := burden.NewParam("agreed", burden.KRW, korea.Contribution().AtStage(burden.Agreed))
	drafted := burden.NewParam("drafted", burden.KRW,
		burden.ByYear(map[int]string{2015: "844.8e9"}).Sourced(ajuNews2014, burden.Confirmed).AtStage(burden.Expected))
	labour := burden.NewParam("labour_executed", burden.KRW,
		korea.Split(2020, "labour executed (approx.)").AtStage(burden.Executed))
	others := burden.NewParam("projects_executed", burden.KRW,
		korea.Split(2020, "construction+logistics executed (approx.)").AtStage(burden.Executed))
	undrafted := burden.NewLine("not_drafted", burden.KRW)
	unspent := burden.NewLine("not_spent", burden.KRW)
	m, err := burden.NewModel("stages",
		undrafted.Is(agreed.Minus(drafted)),
		unspent.Is(agreed.Minus(labour.Plus(others))))
	return sample{m, unspent, 2020}, err
}
