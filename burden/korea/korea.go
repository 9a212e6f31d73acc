// Package korea holds the Special Measures Agreements between the Republic of
// Korea, the host nation, and the United States, the sending state: published
// figures with their sources, and the models that reproduce them.
//
// [Seventh] to [Twelfth] are one model per agreement in won whose rule is known,
// and [Succession] joins them, each building on the one before. Before them, the
// [Fourth] and [Fifth] have a part in won and a part in dollars. The fifth comes
// out of its rule; the fourth, with inputs missing, does not, and the amounts of
// the first three are data only.
//
// # Exactness and rounding
//
// Amounts are rounded half up to 0.1 bn won every year, dollar parts to 0.1 m
// dollars; drivers are the figures first printed, in percent with one decimal. That
// is what reproduces every published amount set by a known rule; package
// examples/backtest shows which other readings do not.
//
// # Status
//
// Every figure carries its source and how well it is attested. The contributions
// of 2023 and 2024 are recalled, not read in a source: the rule leads through
// them from the confirmed amount of 2022 to the confirmed one of 2025.
package korea

import (
	"embed"
	"strconv"
	"strings"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/internal/published"
)

//go:embed data/*.csv
var files embed.FS

var table = published.Tables("korea", files)

// Contribution returns the host nation's contribution in won, 2005 to 2026,
// since when agreements are in won alone.
//
// Source: Ministry of National Defense, Defense White Papers 2018 and 2020, and
// for later years the reports named with each entry.
func Contribution() burden.Series {
	return table("contribution.csv").Where("unit", "1e8 KRW total").Series("amount", "")
}

// ContributionUSD returns the contribution in dollars, 1989 to 2002, while
// agreements were in dollars or in two currencies; in 1989 and 1990 there was none
// yet. The amount of 1998 is the renegotiated one, 314 million. That of 2000 is
// derived: printed is only 3.9 hundred million, cut to one decimal. That of 2002 is
// as announced; the White Paper prints 4.7 hundred million. For what else is
// printed of a year, see [OtherContribution].
func ContributionUSD() burden.Series {
	return table("contribution.csv").Where("unit", "1e6 USD total", "item", "").Series("amount", "")
}

// OtherContribution returns another figure that is printed for the contribution of a
// year in dollars. A figure that is not in the data has no value. They are:
//
//	OtherContribution(1998, "planned")                 399 million, by 10 % on 363
//	OtherContribution(1998, "planned, print of 1995")  390 million
//	OtherContribution(2001, "used, over")              420 million, against 444 agreed
//	OtherContribution(2002, "White Paper, cut")        470 million: 536.8 bn won at 1,300 and 58.8 million
//	OtherContribution(2003, "White Paper, cut")        550 million
//	OtherContribution(2004, "White Paper, cut")        620 million
//
// The White Paper prints hundreds of millions, cut to one decimal.
func OtherContribution(year int, item string) burden.Series {
	return table("contribution.csv").Where("year", strconv.Itoa(year)).Only(func(r published.Row) bool {
		return item != "" && r.Text("item") == item
	}).Series("amount", "")
}

// Projected returns the contribution that others have published for 2030, the last
// year of the twelfth agreement, and the consumer prices that they assume for it,
// the same in every year; a projection that does not say has none. The items are:
//
//	Projected("government projection at CPI 2 %")            1,644.4 bn won, 2 %
//	Projected("government projection at CPI 2.5 %")          1,676.9 bn won, 2.5 %
//	Projected("another paper (CPI path not printed)")        1,671.6 bn won, none
//
// The twelfth agreement with these prices in 2025 to 2028 gives the first two to the
// last digit. The third cannot be reproduced, because its prices are not printed.
func Projected(item string) (amount, cpi burden.Series) {
	rows := table("projection.csv").Where("item", item)
	amount = rows.Series("amount", "").AtStage(burden.Expected)
	return amount, rows.Only(func(r published.Row) bool { return r.Text("cpi_percent") != "" }).
		Single("cpi_percent", "percent", burden.MinYear, burden.MaxYear)
}

// ContributionAtRate returns the contribution of the dollar and two-currency years,
// 1991 to 2004, in won at the rate of the year's budget, in the years for which a
// source gives it. That of 2002 is derived, not printed.
func ContributionAtRate() burden.Series {
	return table("contribution.csv").Where("unit", "1e8 KRW total at rate").Series("amount", "")
}

// CPI returns the annual growth of Korean consumer prices, each year with the
// prints that a source shows: in percent with one decimal, as Statistics Korea
// published it at the time.
func CPI() burden.Indicator { return table("cpi.csv").Indicator() }

// CPIWorldBank returns the World Bank's series of the same growth, unrounded and
// rebased since. No agreement stands on it; it shows what a wrong driver does.
func CPIWorldBank() burden.Series { return table("cpi_worldbank.csv").Series("value", "") }

// GDPDeflator returns the growth of the GDP deflator in the prints found.
func GDPDeflator() burden.Indicator { return gdpPrints("GDP deflator growth") }

// RealGDPGrowth returns the growth of real GDP in the prints found.
//
// Source: Bank of Korea, as reported on the day of each print.
func RealGDPGrowth() burden.Indicator { return gdpPrints("real GDP growth") }

// gdpPrints leaves out what is no print: a figure back-solved from an amount, and
// today's revisions.
func gdpPrints(item string) burden.Indicator {
	return table("gdp.csv").Where("item", item).Only(func(r published.Row) bool { return r.Text("printed") != "" }).Indicator()
}

// DefenceBudget returns the host nation's defence budget in won, as first passed,
// before supplementary budgets.
//
// Source: Ministry of National Defense, table of defence budgets.
func DefenceBudget() burden.Series { return finalBudgets().Series("amount", "") }

// DefenceGrowth returns the growth of the defence budget on the year before, in
// percent with one decimal, as printed beside the final budgets.
func DefenceGrowth() burden.Series { return finalBudgets().Series("growth_percent", "percent") }

// DefenceGrowthDraft returns the growth in the government's draft budget of
// 2024, 4.5 %, which the final one of 4.2 % replaced.
func DefenceGrowthDraft() burden.Series {
	return draftBudgets().Series("growth_percent", "percent")
}

func finalBudgets() published.Table {
	return table("defence_budget.csv").Only(func(r published.Row) bool { return !isDraft(r) })
}

func draftBudgets() published.Table { return table("defence_budget.csv").Only(isDraft) }

// isDraft tells the row of the draft budget of 2024 from the final one.
func isDraft(r published.Row) bool { return r.Text("year") == "2024" && r.Text("amount") == "595885" }

// Part returns how much of the contribution went to one of the three categories
// "labour", "construction" and "logistics", in won, in the years for which a
// source prints it: 2015, 2018 and 2019. The parts add up to the contribution.
// "labour advance set off" is what of 2020 was paid in advance, for labour, before
// there was an agreement.
func Part(category string) burden.Series {
	return table("split.csv").Where("item", category, "unit", "1e8 KRW").
		Only(func(r published.Row) bool { return r.Text("year") >= "2009" }). // earlier splits are of the dollar years
		Series("amount", "")
}

// Rate returns an exchange rate, won per dollar, by what it was for and its
// period, a year or a month written 2019-11: one value for every year, to convert
// with. A rate that is not in the data has no value. The purposes are:
//   - "market": the average of a year or a month
//   - "budget": what a budget or an agreement converted its dollars with
//   - "announcement": what an amount was announced at
//   - "implied": what two published amounts of a year imply, printed nowhere
//
// The budget rate of 2002 is derived: it rests on a total of 613.2 bn won that no
// source prints.
//
// Sources: market rates, Federal Reserve, by way of the datasets/exchange-rates
// collection; the others, the reports named with each entry.
func Rate(purpose, period string) burden.Series {
	return table("exchange_rates.csv").Where("period", period).
		Only(func(r published.Row) bool { return ratePurpose(r.Text("kind")) == purpose }).
		Single("value", "KRW", burden.MinYear, burden.MaxYear)
}

// MarketRate returns the average market rate of each year, won per dollar, 1991 to
// 2025: a path by year, where [Rate] is one rate for all.
//
// Source: Federal Reserve, by way of the datasets/exchange-rates collection.
func MarketRate() burden.Series {
	return table("exchange_rates.csv").Where("kind", "annual average").Series("value", "KRW")
}

// ratePurpose sorts the kinds of rates in the data by what they were for.
func ratePurpose(kind string) string {
	switch {
	case kind == "annual average", kind == "monthly average":
		return "market"
	case strings.HasPrefix(kind, "budget rate"), kind == "rate fixed for the dollar part":
		return "budget"
	case strings.HasPrefix(kind, "announcement rate"):
		return "announcement"
	case strings.HasPrefix(kind, "implied by"):
		return "implied"
	}
	return ""
}

// Talks returns a figure of the talks of 2019 to 2021, the same in every year:
// by the date it is of, what it is, and how well it is attested, because the
// press report that started this library and published sources differ. A figure
// that is not in the data has no value.
//
//	Talks("2019-11", "US demand", burden.Confirmed)  4.7 bn dollars
func Talks(date, item string, status burden.Status) burden.Series {
	rows := table("talks.csv").Where("date", date, "item", item, "status", status.String())
	s := rows.Single("amount", "", burden.MinYear, burden.MaxYear)
	if status == burden.Brief && len(rows.Rows) > 0 {
		s = s.Sourced(rows.Rows[0].Text("source_url")+", "+rows.Rows[0].Text("note"), status)
	}
	return s
}
