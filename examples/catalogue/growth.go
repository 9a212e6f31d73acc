package main

import (
	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/korea"
)

// Growth is written out in these shapes so that the list shows it. An agreement
// rather declares it once, as an IndexRule; see package korea and the tests of the
// shapes 10 and 11, where both give the same.

var (
	contribution    = burden.NewLine("contribution", burden.KRW)
	contributionUSD = burden.NewLine("contribution", burden.USD)

	// base is what growth starts from: the published amount of the first year.
	base    = burden.NewParam("base", burden.KRW, korea.Contribution().AtStage(burden.Agreed))
	baseUSD = burden.NewParam("base", burden.USD, korea.ContributionUSD())

	cpi     = burden.NewParam("cpi", burden.Ratio, korea.CPI().FirstPrinted())
	defence = burden.NewParam("defence_growth", burden.Ratio, korea.DefenceGrowth())
)

// growth returns shapes 1 to 22: growth of a base from year to year.
func growth() []shape {
	return []shape{
		{1, "fixed schedule", "Korea, first and second agreements, 1991-1995", fixedSchedule},
		{2, "phase-in to a target share", "Korea, first and second agreements, 1991-1995", phaseIn},
		{3, "fixed rate", "Korea, third agreement, 1996-1998", fixedRate},
		{4, "crisis re-opener", "Korea, third agreement, 1998", reopened},
		{5, "sum of two drivers", "Korea, fourth agreement, 2000", twoDrivers},
		{6, "fixed add-on and lagged index", "Korea, fifth agreement, 2003", addOnAndIndex},
		{7, "negotiated step", "Korea, seventh agreement, 2007", negotiatedStep},
		{8, "freeze", "Korea, eleventh agreement, 2020", freeze},
		{9, "lagged index", "Korea, seventh agreement, 2008", laggedIndex},
		{10, "lagged index with cap", "Korea, eighth and ninth agreements, 2010", cappedIndex("4%", 2009, 2010)},
		{11, "lagged index with another cap", "Korea, twelfth agreement, 2027", cappedIndex("5%", 2026, 2027)},
		{12, "budget growth of the same year", "Korea, tenth agreement, 2019", sameYear},
		{13, "budget growth of the year before", "Korea, eleventh agreement, 2022", yearBefore},
		{14, "index and one-off step added", "Korea, eleventh agreement, 2021", indexAndStep},
		{15, "average past growth and itemised needs", "Korea, twelfth agreement, 2026", rebased},
		{16, "constant assumption", "press projection of the twelfth Korean agreement, 2030", constantAssumption},
		{17, "retroactive gap year", "Korea, eleventh agreement, signed 2021, for 2020", gapYear},
		{18, "interim rule without agreement", "Korea, clause of the eleventh agreement, applied to 2020", interim},
		{19, "set-off of advances", "Korea, eleventh agreement, 2020", setOff},
		{20, "deferred instalment", "Korea, fourth agreement, construction of 1999", deferredInstalment},
		{21, "rounding of driver and amount", "Korea, every agreement since 2002; eighth, 2011", roundings},
		{22, "driver as first printed", "Korea, eighth agreement, 2012", asFirstPrinted},
	}
}

// said is a sample of a model made of definitions.
func said(line burden.Line, year int, definitions ...burden.Definition) (sample, error) {
	m, err := burden.NewModel("shape", definitions...)
	return sample{m, line, year}, err
}

// inTenths rounds an amount of won as the agreements do, half up to 0.1 bn.
func inTenths(f burden.Formula) burden.Formula { return f.RoundedTo(korea.Quantum, burden.HalfUp) }

// grown says a contribution that starts from a published amount and grows by a
// rate, rounded every year.
func grown(first int, rate burden.Operand) burden.LineDefinition {
	return burden.Escalation(contribution, first, base, rate, burden.RoundTo(korea.Quantum, burden.HalfUp))
}

func fixedSchedule() (sample, error) {
	agreed := burden.NewParam("agreed", burden.USD, burden.ByYear(map[int]string{
		1991: "150e6", 1992: "180e6", 1993: "220e6", 1994: "260e6", 1995: "300e6",
	}).Sourced("Defense White Paper 2018, p. 181", burden.Confirmed))
	return said(contributionUSD, 1993, contributionUSD.Starts(1991, agreed).Until(1995))
}

// phaseIn takes the target, a third of the cost, from the amount of 1995: the cost
// itself is not printed. Equal steps cut to 10 m dollars are our reading.
func phaseIn() (sample, error) {
	cost := burden.NewParam("won_based_cost", burden.USD,
		burden.Constant("900e6").Sourced("three times the 300 m dollars of 1995, called a third of it", burden.Derived))
	third := cost.Over(burden.Amount(3, burden.Ratio)).Exactly()
	return said(contributionUSD, 1993,
		burden.PhaseIn(contributionUSD, 1991, 1995, baseUSD.At(1991), third, burden.RoundTo("10e6", burden.Down)))
}

func fixedRate() (sample, error) {
	return said(contributionUSD, 1998, plan(contributionUSD))
}

// plan is growth by 10 % a year on the 300 m dollars of 1995, in whole millions.
func plan(l burden.Line) burden.LineDefinition {
	rate := burden.NewParam("rate", burden.Ratio, burden.Constant("10%").Sourced("Hankyung, 3 November 1995", burden.Confirmed))
	return burden.Escalation(l, 1995, baseUSD, rate, burden.RoundTo("1e6", burden.HalfUp))
}

func reopened() (sample, error) {
	planned := burden.NewLine("planned", burden.USD)
	agreed := burden.NewParam("renegotiated", burden.USD,
		burden.ByYear(map[int]string{1998: "314e6"}).Sourced("Seoul Shinmun, 13 January 2014", burden.Confirmed))
	return said(contributionUSD, 1998, plan(planned),
		contributionUSD.Starts(1996, planned).In(1998, agreed).Until(1998))
}

// twoDrivers is the won part; package korea has the fourth agreement as far as it
// is known.
func twoDrivers() (sample, error) {
	a := korea.Fourth()
	rate := a.Driver.Lag(1).Plus(a.AddOn.Lag(1))
	return said(a.Won, 2000, a.Won.Starts(1999, a.WonBase).Then(inTenths(a.Won.Previous().GrownBy(rate))))
}

// addOnAndIndex is the won part; for both parts and the total see shape 24.
func addOnAndIndex() (sample, error) {
	a := korea.Fifth()
	rate := a.AddOn.Plus(a.Driver.Lag(2))
	return said(a.Won, 2003, a.Won.Starts(2002, a.WonBase).Then(inTenths(a.Won.Previous().GrownBy(rate))))
}

func negotiatedStep() (sample, error) {
	step := burden.NewParam("step", burden.KRW,
		burden.ByYear(map[int]string{2007: "45.1e9"}).Sourced("krnews21, 6 December 2006", burden.Confirmed))
	return said(contribution, 2007, contribution.Starts(2006, base).Then(contribution.Previous().Plus(step)))
}

func freeze() (sample, error) {
	return said(contribution, 2020, grown(2019, defence.Lag(1)).In(2020, burden.Freeze(contribution)))
}

func laggedIndex() (sample, error) {
	return said(contribution, 2008, grown(2007, cpi.Lag(2)))
}

func cappedIndex(limit string, first, year int) func() (sample, error) {
	return func() (sample, error) {
		ceiling := burden.NewParam("ceiling", burden.Ratio, burden.Constant(limit).Sourced("the agreement", burden.Confirmed))
		return said(contribution, year, grown(first, cpi.Lag(2).AtMost(ceiling)))
	}
}

func sameYear() (sample, error) { return said(contribution, 2019, grown(2018, defence)) }

func yearBefore() (sample, error) { return said(contribution, 2022, grown(2021, defence.Lag(1))) }

func indexAndStep() (sample, error) {
	step := burden.NewParam("labour_step", burden.Ratio,
		burden.ByYear(map[int]string{2021: "6.5%"}).Sourced("agreement announced on 10 March 2021", burden.Confirmed))
	return said(contribution, 2021, grown(2020, defence.Lag(1).Plus(step)))
}

// rebased has the needs as what the published amount leaves: the items are not
// published, so the amount proves nothing about them.
func rebased() (sample, error) {
	needs := burden.NewParam("needs", burden.KRW,
		burden.ByYear(map[int]string{2026: "29.4e9"}).Sourced("what the agreed amount leaves; the items are not published", burden.Derived))
	mean := burden.MeanFactor(base, 5).RoundedTo("0.1%", burden.HalfUp)
	return said(contribution, 2026, contribution.Starts(2026, inTenths(base.Lag(1).Times(mean)).Plus(needs)))
}

func constantAssumption() (sample, error) {
	rate := burden.NewParam("assumed_cpi", burden.Ratio, burden.Constant("2%").Sourced("assumption of Chosun Biz, 4 October 2024", burden.Assumed))
	return said(contribution, 2030, grown(2026, rate))
}

// gapYear is the tenth agreement, which ended with 2019, after the eleventh has
// been signed: 2020 has an amount only since.
func gapYear() (sample, error) {
	lapsed := contribution.Starts(2019, base).Until(2019)
	return said(contribution, 2020, lapsed.In(2020, burden.Freeze(contribution)))
}

// interim pays labour as the year before while no agreement is in force. What an
// agreement would have said is not needed then, and 2020 has none.
func interim() (sample, error) {
	inForce := burden.NewParam("in_force", burden.Ratio, burden.Steps(map[int]int64{2019: 1, 2020: 0, 2021: 1}).
		Sourced("tenth agreement, for 2019 alone; eleventh announced on 10 March 2021", burden.Confirmed))
	agreed := burden.NewParam("agreed_labour", burden.KRW, korea.Part("labour"))
	labour := burden.NewLine("labour", burden.KRW)
	noAgreement := inForce.Below(burden.Amount(1, burden.Ratio))
	return said(labour, 2020, labour.Is(burden.When(noAgreement, labour.Previous(), agreed)))
}

// setOff takes off what was paid for labour in 2020, by a special law, while there
// was no agreement.
func setOff() (sample, error) {
	advances := burden.NewParam("advances", burden.KRW, korea.Part("labour advance set off").AtStage(burden.Executed))
	net := burden.NewLine("net", burden.KRW)
	return said(net, 2020, net.Is(base.Minus(advances)))
}

func deferredInstalment() (sample, error) {
	reported := "Donga Ilbo, 22 December 1998"
	due := burden.NewParam("construction", burden.USD,
		burden.ByYear(map[int]string{1999: "80e6"}).Sourced(reported, burden.Confirmed))
	deferred := burden.NewParam("deferred", burden.USD,
		burden.Steps(map[int]string{1998: "0", 1999: "40e6", 2000: "0"}).Sourced(reported+", half payable later", burden.Confirmed))
	paid := burden.NewLine("paid", burden.USD)
	return said(paid, 1999, paid.Is(burden.Deferral(due, deferred)))
}

// roundings takes a driver with fifteen decimals, which a rule has to round first.
func roundings() (sample, error) {
	unrounded := burden.NewParam("cpi_world_bank", burden.Ratio, korea.CPIWorldBank())
	return said(contribution, 2011, grown(2010, unrounded.Lag(2).RoundedTo("0.1%", burden.HalfUp)))
}

func asFirstPrinted() (sample, error) {
	return said(contribution, 2012, grown(2011, cpi.Lag(2)))
}
