// Package japan holds the host nation support of Japan for the forces of the
// United States: published figures with their sources, and the agreement of
// fiscal years 2022 to 2026 as a model.
//
// Support in Japan is built from needs: not one negotiated total that grows, but
// categories, each with a rule of its own, that sum to it. [Support] and [Cost]
// return one figure of a period, [ByYear] the figures of single years as a
// series. [Term2022] is the agreement; what it needs and no source prints, the
// caller supplies. [Budget2015] is a whole budget by category.
//
// # Fiscal years
//
// Japan's fiscal year runs from April to March and is named by the year in which
// it begins: FY2022 is April 2022 to March 2023, and the year 2022 here; series and
// lines say so ([burden.FiscalApril]). What the forces cost, in [Cost], is by fiscal years
// of the United States, October to September, where its period says FY. A figure
// of a period, such as the total of FY2022-2026, has its value in each year of the
// period and in no other: it is a figure of the whole term, not of each year, so
// a total over years counts it once a year.
//
// # Exactness and rounding
//
// Figures are as printed, mostly to 0.1 bn yen. Nothing is rounded here: sums of
// categories are exact. Figures printed with "about" say so where they are
// explained, as [burden.Entry.Print].
//
// # Status
//
// Every figure carries its source and how well it is attested. All are confirmed
// but two, which are derived: the facilities improvement of FY2022, from that of
// FY2023 and its printed increase, and the total of FY2011-2015 as agreed, from that
// of FY2016-2020 and its printed increase. Budgets are on outlay basis where a source
// says so, in FY2023; others do not say.
//
// For FY2016-2020, 946.5 bn yen were agreed in December 2015; "about 940" is the same
// figure, less exact. In 2021 a paper printed 980.1 bn for those years. Wage
// adjustments come on top of what is agreed, but no source says that they are the whole
// difference. So three increases are printed for FY2022-2026, each right on its own
// base: 46.6 bn on five times the budget of FY2021, 75.0 bn on 980.1, and 108.6 bn on
// the 946.5 as agreed.
package japan

import (
	"embed"
	"strings"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/internal/published"
)

//go:embed data/*.csv
var files embed.FS

var table = published.Tables("japan", files)

// Items that are asked for most. The others are written as in data/support.csv.
const (
	Budget            = "host nation support budget"                         // by year
	Total             = "host nation support, 5-year total as agreed"        // FY2011-2015, FY2016-2020, FY2022-2026
	Utilities         = "utilities borne by Japan"                           // by year
	UtilitiesShare    = "Japan's share of utilities cost"                    // by year
	Facilities        = "facilities improvement (FIP)"                       // by year
	FacilitiesCeiling = "facilities improvement (FIP), maximum for the term" // FY2022-2026
	EquipmentCeiling  = "training equipment, maximum for the term"           // FY2022-2026
	Relocation        = "training relocation, per year (about)"              // FY2022-2026
	Workers           = "workers funded, total"                              // FY2022-2026
)

// Support returns a published figure of host nation support: of a period such as
// "FY2022-2026" or "FY2023", in each year of it. A figure of several years is that of the
// whole period, so a total over years counts it once a year. Amounts are in yen, those of the
// American compendium for "2002" in dollars. A figure that is not in the data has
// no value.
//
//	Support("FY2022-2026", Total)              1055.1 bn yen
//	Support("FY2022-2026", FacilitiesCeiling)  164.1 bn yen
func Support(period, item string) burden.Series {
	return series(table("support.csv").Where("period", period, "item", item), burden.FiscalApril)
}

// Cost returns a published figure of what the forces in Japan cost, in dollars, or
// dollars per person. A figure that is not in the data has no value.
//
//	Cost("FY2020", "total US cost")  5,717.8 million dollars
func Cost(period, item string) burden.Series {
	return series(table("cost.csv").Where("period", period, "item", item), burden.FiscalOctober)
}

// ByYear returns the figures printed for single fiscal years, as one series.
// Years without one are missing, also between others.
//
//	ByYear(Utilities)  23.4, 23.4, 15.1, 13.3 and 13.3 bn yen, 2022 to 2026
//	ByYear(Budget)     1999, 2006, 2010, 2012, 2015, 2021 and 2023
func ByYear(item string) burden.Series {
	return series(table("support.csv").Where("item", item).Only(func(r published.Row) bool {
		from, to, err := r.Years()
		return err != nil || from == to // of no period, a fault of the series
	}), burden.FiscalApril)
}

// series returns the figures of rows in the years of their periods. What is wrong
// with the file is a fault of the series. Periods written FY are fiscal years, the
// others calendar years.
func series(rows published.Table, fiscal burden.YearBasis) burden.Series {
	s := rows.Series("amount", "")
	for _, r := range rows.Rows {
		if strings.HasPrefix(r.Text("period"), "FY") {
			s = s.On(fiscal)
		}
		if from, to, err := r.Years(); err == nil && strings.Contains(r.Text("item"), "budget") {
			s = s.Change(from, to, func(e burden.Entry) burden.Entry {
				e.Stage = burden.Budgeted
				return e
			})
		}
	}
	return s
}
