// Package nato holds how the allies of the North Atlantic Treaty share the cost
// of what they fund in common: published shares and guidelines with their
// sources, and the rules as definitions of a model.
//
// [CostShares] divides one by national income, [Parity] lets the largest payer
// pay no more than the next, [Diluted] is what is left of a share when others
// join, and [CommonFunding] divides a budget. [Share], [Guideline] and [Funding]
// are published figures.
//
// # Exactness and rounding
//
// Shares are ratios in multiples of 0.0001 %, as published, and sum to one: what
// the cut to that quantum leaves goes to the largest remainders. A diluted share
// is rounded half up by itself, so diluted shares need not sum to one.
//
// # Status
//
// Every figure carries its source and how well it is attested. The full tables
// of shares were found in no source: [RecalledShares] has them from memory. Those
// of 30 and 32 allies sum to 99.9985 and 99.9984 %, so at least one entry in each
// is off. They show the shape of a table and are not published figures.
package nato

import (
	"embed"
	"strings"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/internal/published"
)

//go:embed data/*.csv
var files embed.FS

var table = published.Tables("nato", files)

// Share returns an ally's share of common funding in the years of a period, as
// a source printed it. A share that was not found has no value.
//
//	Share("Germany", "2019-2020")  14.8 %
//
// The shares of 2021 are those agreed in November 2019 among 29 allies; by then
// there were 30. Those of 2026 are printed as "around 15 %".
func Share(ally, period string) burden.Series {
	return share(table("shares.csv").Where("ally", ally), period)
}

// share returns the share of a period.
func share(rows published.Table, period string) burden.Series {
	from, to, err := published.Period(period)
	if err != nil {
		return rows.With(burden.Series{})
	}
	rows = rows.Only(inPeriod(period))
	s := rows.Single("share_percent", "percent", from, to)
	if len(s.Spans()) == 0 {
		return s
	}
	_, print := rows.Rows[0].Period()
	return s.Change(from, to, func(e burden.Entry) burden.Entry {
		e.Print = print
		return e
	})
}

// inPeriod keeps the rows of a period, whichever print of it they are.
func inPeriod(period string) func(published.Row) bool {
	return func(r published.Row) bool {
		years, _ := r.Period()
		return years == period
	}
}

// AllyShare is an ally's share of common funding.
type AllyShare struct {
	Ally  string
	Share burden.Series // in the years of its period
}

// RecalledShares returns a table of shares from memory, by ally as listed: of
// "2021-2023" (30 allies), "2024-2025" (32 allies), and for two allies only, of
// "2026-2027". No source was found for it. The first two sum to 99.9985 and
// 99.9984 % instead of 100 %, so at least one entry in each is off: use them for
// their shape, never as published figures.
func RecalledShares(period string) []AllyShare {
	var shares []AllyShare
	rows := table("recalled_shares.csv").Only(inPeriod(period))
	for _, r := range rows.Rows {
		shares = append(shares, AllyShare{r.Text("ally"), share(rows.Where("ally", r.Text("ally")), period)})
	}
	return shares
}

// Guideline returns what allies have agreed to spend, from the year of the
// agreement on, by its name in the data:
//
//	Guideline("defence spending guideline")           2 % of GDP, Wales 2014
//	Guideline("equipment guideline")                  20 % of defence spending, Wales 2014
//	Guideline("Hague commitment by 2035")             5 % of GDP, The Hague 2025
//	Guideline("Hague: core defence")                  3.5 % of GDP of it
//	Guideline("Hague: resilience and infrastructure") 1.5 % of GDP of it
//	Guideline("Spain: own target")                    2.1 % of GDP, one ally's exception
//
// The commitment of 2025 is to be met by 2035. Any other name has no value.
func Guideline(item string) burden.Series {
	rows := table("guidelines.csv").Where("item", item).Only(func(r published.Row) bool {
		return strings.HasPrefix(r.Text("unit"), "percent")
	})
	if len(rows.Rows) == 0 {
		return rows.With(burden.Series{})
	}
	from, _, err := rows.Rows[0].Years()
	if err != nil {
		return rows.With(burden.Series{}) // which says that it is not a year
	}
	return rows.Single("value", "", from, burden.MaxYear)
}

// Funding returns an amount of common funding in euros, in the years for which
// one was found: "common funding", "civil budget", "military budget", or a
// payment, "Czech payment at 1.0558%" and "Estonian payment".
func Funding(item string) burden.Series {
	return table("guidelines.csv").Where("item", item).Only(func(r published.Row) bool {
		return strings.HasSuffix(r.Text("unit"), " EUR")
	}).Series("value", "")
}
