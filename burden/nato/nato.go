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
	"strconv"
	"strings"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/internal/published"
)

//go:embed data/*.csv
var files embed.FS

var table = published.Tables(files)

// Share returns an ally's share of common funding in the years of a period, as
// a source printed it. A share that was not found has no value.
//
//	Share("Germany", "2019-2020")  14.8 %
//
// The shares of 2021 are those agreed in November 2019 among 29 allies; by then
// there were 30. Those of 2026 are printed as "around 15 %".
func Share(ally, period string) burden.Series {
	for _, r := range table("shares.csv").Where("ally", ally) {
		years, print := splitPeriod(r["period"])
		if years != period {
			continue
		}
		e, err := r.Entry("share_percent", "percent")
		from, to, fault := published.Period(years)
		if err != nil || fault != nil {
			return burden.Series{}
		}
		e.Print = print
		return burden.NewSeries(burden.Span{From: from, To: to, Entry: e})
	}
	return burden.Series{}
}

// AllyShare is an ally's share of common funding.
type AllyShare struct {
	Ally string
	burden.Entry
}

// RecalledShares returns a table of shares from memory, by ally as listed: of
// "2021-2023" (30 allies), "2024-2025" (32 allies), and for two allies only, of
// "2026-2027". No source was found for it. The first two sum to 99.9985 and
// 99.9984 % instead of 100 %, so at least one entry in each is off: use them for
// their shape, never as published figures.
func RecalledShares(period string) []AllyShare {
	var shares []AllyShare
	for _, r := range table("recalled_shares.csv") {
		if years, _ := splitPeriod(r["period"]); years != period {
			continue
		}
		e, err := r.Entry("share_percent", "percent")
		if err != nil {
			return nil
		}
		shares = append(shares, AllyShare{r["ally"], e})
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
	for _, r := range table("guidelines.csv").Where("item", item) {
		if year, err := strconv.Atoi(r["year"]); err == nil && strings.HasPrefix(r["unit"], "percent") {
			return series(r, r["unit"], year, burden.MaxYear)
		}
	}
	return burden.Series{}
}

// Funding returns an amount of common funding in euros, in the years for which
// one was found: "common funding", "civil budget", "military budget", or a
// payment, "Czech payment at 1.0558%" and "Estonian payment".
func Funding(item string) burden.Series {
	var all burden.Series
	for _, r := range table("guidelines.csv").Where("item", item) {
		unit, ok := map[string]string{"bn EUR": "bn EUR", "M EUR": "1e6 EUR"}[r["unit"]]
		year, err := strconv.Atoi(r["year"])
		if !ok || err != nil {
			continue
		}
		if e, ok := series(r, unit, year, year).At(year); ok {
			all = all.Set(year, year, e)
		}
	}
	return all
}

// series returns the figure of a row in the years from one to another.
func series(r published.Row, unit string, from, to int) burden.Series {
	e, err := r.Entry("value", unit)
	if err != nil {
		return burden.Series{}
	}
	return burden.NewSeries(burden.Span{From: from, To: to, Entry: e})
}

// splitPeriod splits "2021 (as agreed Nov 2019, 29 allies)" into the years and which
// of several prints of them it is.
func splitPeriod(text string) (years, print string) {
	years, print, _ = strings.Cut(text, " (")
	return years, strings.TrimSuffix(print, ")")
}
