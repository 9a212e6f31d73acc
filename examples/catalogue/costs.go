package main

import (
	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/korea"
)

// costs returns the shapes of this part of the catalogue: shares of what the
// forces cost, and what that cost is.
func costs() []shape {
	return []shape{
		{34, "share of non-personnel stationing cost", "Korea, as the United States counts", shareOfStationingCost},
		{35, "target share of a cost, rising", "United States proposal, October 2006", targetShare},
		{36, "wide share with indirect support", "Korea 2010, as SPARK counts", wideShare},
		{37, "share of stationing cost with indirect support", "Korea 2002, Allied Contributions report", stationingShare},
		{38, "obligations and direct support make the total", "GAO-21-270", guestShare},
		{39, "four definitions of cost", "CRS 95-726", fourDefinitions},
		{40, "cost per head", "Korea and Japan, FY2020", costPerHead},
		{41, "full cost recovery", "talks of 2019", fullRecovery},
		{42, "cost plus 50", "reported in March 2019", costPlusFifty},
		{43, "fixed cost of installations and cost per person", "RAND RR-150 and RR-201", fixedAndVariable},
		{44, "umbrella for ten years", "joint fact sheet of November 2025", umbrella},
	}
}

// Sources of figures that stand in no row of the tables.
const (
	cable3468  = "https://search.wikileaks.org/plusd/cables/06SEOUL3468_a.html"
	imaeil2006 = "https://m.imaeil.com/page/view/2006011010441501483"
	rand150    = "https://www.rand.org/pubs/research_reports/RR150.html"
	rand201    = "within the range of RAND RR-201, which is recalled, not read"
	thisSample = "for this example"
)

// percent is how shares are printed here.
func percent() burden.Rounding { return burden.RoundTo("0.1%", burden.HalfUp) }

// inKorea is a published figure of what the forces in Korea cost.
func inKorea(name string, unit burden.Unit, period, item string) burden.Param {
	return burden.NewParam(name, unit, korea.Cost(period, item))
}

// unpublished is a number of every year that nobody published.
func unpublished(name string, unit burden.Unit, value, source string) burden.Param {
	return burden.NewParam(name, unit, burden.Constant(value).Sourced(source, burden.Assumed))
}

// shareOfStationingCost is the host nation's contribution as a share of all that
// is not military pay: operation and maintenance, family housing and military
// construction of the guest, and the contribution itself.
func shareOfStationingCost() (sample, error) {
	printed := func(name, amount string) burden.Param {
		return burden.NewParam(name, burden.USD, burden.ByYear(map[int]string{2010: amount}).Sourced(sparkOn2010, burden.Confirmed))
	}
	rate := burden.NewParam("rate", burden.KRW.Per(burden.USD), korea.Rate("market", "2010")).For("market, average of 2010")
	contribution := burden.NewParam("contribution", burden.KRW, korea.Contribution())
	host := burden.NewLine("host", burden.USD)
	guest := burden.NewLine("guest", burden.USD)
	share := burden.NewLine("share", burden.Ratio)
	m, err := burden.NewModel("npsc",
		host.Is(contribution.Over(rate).RoundedTo("0.1e6", burden.HalfUp)),
		guest.Is(printed("operation", "646.8e6").Plus(
			printed("housing_operation", "39.3e6"), printed("housing_construction", "4.4e6"), printed("construction", "82.8e6"))),
		share.Is(host.Over(guest.Plus(host)).Rounded(percent())))
	return sample{m, share, 2010}, err
}

// targetShare sets the contribution as a share of the non-personnel cost that
// rises in equal steps from one year to another. The cost is not printed: it is
// what each proposed amount implies at its printed share.
func targetShare() (sample, error) {
	cost := burden.NewParam("cost", burden.KRW, burden.ByYear(map[int]string{
		2007: "1860.5e9", // 800.0 / 43 %
		2008: "2068.2e9", // 910.0 / 44 %
		2009: "2271.1e9", // 1,022.0 / 45 %
	}).Sourced(cable3468, burden.Derived))
	first := burden.NewParam("first_share", burden.Ratio, burden.Constant("43%").Sourced(cable3468, burden.Confirmed))
	last := burden.NewParam("last_share", burden.Ratio, burden.Constant("45%").Sourced(cable3468, burden.Confirmed))
	target := burden.NewLine("target", burden.Ratio)
	proposal := burden.NewLine("proposal", burden.KRW)
	m, err := burden.NewModel("target_share",
		burden.PhaseIn(target, 2007, 2009, first, last, percent()),
		proposal.Is(burden.ShareOf(cost, target).RoundedTo("1e9", burden.HalfUp)))
	return sample{m, proposal, 2008}, err
}

// wideShare counts what the host nation forgoes as a contribution too.
func wideShare() (sample, error) {
	direct := inKorea("direct", burden.KRW, "2010", "ROK direct support")
	indirect := inKorea("indirect", burden.KRW, "2010", "ROK indirect support")
	guest := inKorea("guest", burden.KRW, "2010", "US NPSC in won")
	share := burden.NewLine("share", burden.Ratio)
	narrow := burden.NewLine("narrow", burden.Ratio)
	m, err := burden.NewModel("wide_share",
		share.Is(direct.Plus(indirect).Over(direct.Plus(indirect, guest)).Rounded(percent())),
		narrow.Is(direct.Over(direct.Plus(guest)).Rounded(percent())))
	return sample{m, share, 2010}, err
}

// stationingShare is direct and indirect support as a share of the stationing
// cost. The report prints support and share; the cost is what they imply, and the
// number stands on a derived figure.
func stationingShare() (sample, error) {
	direct := inKorea("direct", burden.USD, "2002", "direct support")
	indirect := inKorea("indirect", burden.USD, "2002", "indirect support")
	cost := burden.NewParam("stationing_cost", burden.USD,
		burden.ByYear(map[int]string{2002: "2107.8e6"}).Sourced(imaeil2006+", 843.11 / 40.0 %", burden.Derived))
	support := burden.NewLine("support", burden.USD)
	share := burden.NewLine("share", burden.Ratio)
	m, err := burden.NewModel("stationing_share",
		support.Is(direct.Plus(indirect)),
		share.Is(support.Over(cost).Rounded(percent())))
	return sample{m, share, 2002}, err
}

// guestShare takes the guest's obligations and the host nation's direct support
// as the whole. The figures are of four years together and stand in each of them.
func guestShare() (sample, error) {
	guest := inKorea("obligations", burden.USD, "2016-2019", "US obligations (5 accounts)")
	host := inKorea("direct_support", burden.USD, "2016-2019", "host direct support, cash and in kind")
	total := burden.NewLine("total", burden.USD)
	share := burden.NewLine("guest_share", burden.Ratio)
	m, err := burden.NewModel("obligations",
		total.Is(guest.Plus(host)),
		share.Is(guest.Over(total).Rounded(percent())))
	return sample{m, share, 2019}, err
}

// accounts returns the guest's military pay in Korea in FY2020, and all its
// accounts added up.
func accounts() (pay burden.Param, all burden.Formula) {
	account := func(name, item string) burden.Param { return inKorea(name, burden.USD, "FY2020", item) }
	pay = account("pay", "military personnel")
	return pay, pay.Plus(
		account("operation", "operation and maintenance"),
		account("family_housing", "family housing"),
		account("revolving_funds", "revolving funds"),
		account("construction", "military construction"))
}

// fourDefinitions gives each definition of cost a line of its own, from narrow to
// wide: what the forces cost more abroad than at home, their pay and operations,
// that with their share of what stands behind them, and the same of all forces
// kept for the region. Which of them is published, each line knows.
func fourDefinitions() (sample, error) {
	pay, all := accounts()
	troops := burden.NewParam("troops", burden.Persons, korea.Talks("2019", "troops", burden.Confirmed))
	premium := burden.NewParam("premium_abroad", burden.Ratio, burden.Constant("25%").Sourced(rand150, burden.Confirmed))
	behind := unpublished("behind_each", burden.USD.Per(burden.Persons), "100e3", thisSample)
	regional := unpublished("regional_forces", burden.Persons, "100e3", thisSample)

	dollars := func(name string) burden.Line { return burden.NewLine(name, burden.USD) }
	incremental, direct, total, commitment := dollars("incremental"), dollars("direct"), dollars("total"), dollars("regional_commitment")
	m, err := burden.NewModel("definitions_of_cost",
		// Of pay alone, because only its premium is printed as one number.
		incremental.Is(pay.Times(premium).Over(premium.Plus(burden.Amount(1, burden.Ratio))).RoundedTo("0.1e6", burden.HalfUp)),
		direct.Is(all),
		total.Is(direct.Plus(troops.Times(behind))),
		commitment.Is(total.Times(regional).Over(troops).RoundedTo("0.1e6", burden.HalfUp)))
	return sample{m, direct, 2020}, err
}

// costPerHead divides a cost by the troops it is for, to whole dollars.
func costPerHead() (sample, error) {
	cost := inKorea("cost", burden.USD, "FY2020", "total US cost")
	troops := burden.NewParam("troops", burden.Persons, korea.Talks("2019", "troops", burden.Confirmed))
	perHead := burden.NewLine("per_head", burden.USD.Per(burden.Persons))
	m, err := burden.NewModel("per_head", perHead.Is(burden.PerHead(cost, troops).RoundedTo("1", burden.HalfUp)))
	return sample{m, perHead, 2020}, err
}

// fullRecovery asks the host nation for the guest's whole cost, pay included, and
// compares what was asked for with it.
func fullRecovery() (sample, error) {
	_, all := accounts()
	asked := burden.NewParam("asked", burden.USD, korea.Talks("2019-11", "US demand, first", burden.Confirmed))
	recovered := unpublished("recovered", burden.Ratio, "100%", "full recovery")
	cost := burden.NewLine("cost", burden.USD)
	demand := burden.NewLine("demand", burden.USD)
	times := burden.NewLine("times_cost", burden.Ratio)
	m, err := burden.NewModel("full_recovery",
		cost.Is(all),
		demand.Is(burden.ShareOf(cost, recovered)),
		times.Is(asked.Over(cost).RoundedTo("0.01", burden.HalfUp)))
	return sample{m, demand, 2020}, err
}

// costPlusFifty asks for the whole cost and half of it on top. A discount for
// aligned policies was reported without a figure: the line that needs it can be
// asked for once somebody gives one.
func costPlusFifty() (sample, error) {
	cost := inKorea("cost", burden.USD, "FY2020", "total US cost")
	markup := burden.NewParam("markup", burden.Ratio,
		burden.Constant("50%").Sourced("https://taskandpurpose.com/trump-cost-plus-50-allies", burden.Confirmed))
	discount := burden.NewParam("discount", burden.Ratio, burden.Series{}).Within("0", "100%")
	demand := burden.NewLine("demand", burden.USD)
	aligned := burden.NewLine("aligned", burden.USD)
	m, err := burden.NewModel("cost_plus",
		demand.Is(burden.CostPlus(cost, markup)),
		aligned.Is(demand.Minus(burden.ShareOf(demand, discount))))
	return sample{m, demand, 2020}, err
}

// fixedAndVariable adds up what installations cost whoever is on them, and what
// people cost wherever they are. The same at home divides by the printed factors
// abroad. Numbers of installations are assumed, and so are the amounts, whose
// ranges the parameters keep.
func fixedAndVariable() (sample, error) {
	const installation = burden.Unit("installation")
	fixed := func(name, value string) burden.Param {
		return unpublished(name, burden.USD.Per(installation), value, rand201).Within("50e6", "200e6")
	}
	large, small := fixed("fixed_large", "200e6"), fixed("fixed_small", "50e6")
	larges, smalls := unpublished("large", installation, "2", thisSample), unpublished("small", installation, "3", thisSample)
	each := unpublished("per_person", burden.USD.Per(burden.Persons), "25e3", rand201).Within("10e3", "40e3")
	troops := burden.NewParam("troops", burden.Persons, korea.Talks("2019", "troops", burden.Confirmed))
	factor := func(name, value string) burden.Param {
		return burden.NewParam(name, burden.Ratio, burden.Constant(value).Sourced(rand150, burden.Confirmed))
	}
	fixedAbroad, peopleAbroad := factor("fixed_factor", "2").Within("2", "2.5"), factor("person_factor", "1.25")

	installations := large.Times(larges).Plus(small.Times(smalls))
	people := each.Times(troops)
	abroad, home := burden.NewLine("abroad", burden.USD), burden.NewLine("home", burden.USD)
	cents := burden.RoundTo("0.01", burden.HalfUp)
	m, err := burden.NewModel("fixed_and_variable",
		abroad.Is(installations.Plus(people)),
		home.Is(installations.Over(fixedAbroad).Rounded(cents).Plus(people.Over(peopleAbroad).Rounded(cents))))
	return sample{m, abroad, 2020}, err
}

// umbrella pays direct and indirect support year by year until the ceiling for
// the whole term is used up. Direct support starts from the agreed amount of 2026
// and grows by the most that the twelfth agreement allows; indirect support and
// the rate are assumed.
func umbrella() (sample, error) {
	ceiling := inKorea("ceiling", burden.USD, "2026-2035", "'comprehensive support' shared plan")
	base := burden.NewParam("base", burden.KRW, korea.Contribution().AtStage(burden.Agreed))
	rate := unpublished("rate", burden.KRW.Per(burden.USD), "1400", thisSample).For("projection")
	growth := burden.NewParam("growth", burden.Ratio, korea.Twelfth().Ceiling.Series())
	indirect := unpublished("indirect", burden.USD, "2e9", thisSample)
	direct := burden.NewLine("direct", burden.USD)
	need := burden.NewLine("need", burden.USD)
	paid := burden.NewLine("paid", burden.USD)
	m, err := burden.NewModel("umbrella",
		burden.Escalation(direct, 2026, base.Over(rate).RoundedTo("0.1e6", burden.HalfUp), growth, burden.RoundTo("0.1e6", burden.HalfUp)),
		need.Is(direct.Plus(indirect)),
		burden.TermCeiling(paid, 2026, 2035, need, ceiling))
	return sample{m, paid, 2035}, err
}
