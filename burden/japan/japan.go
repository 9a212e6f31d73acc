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
// but one, the facilities improvement of FY2022, which is derived from that of
// FY2023 and its printed increase. The total of FY2016-2020 is printed as 980.1
// and elsewhere as about 940 bn yen; both are here, and each names the other where
// it is explained. The two increases printed for FY2022-2026, 46.6 and 75.0 bn, do
// not conflict: one is on five times the budget of FY2021, the other on 980.1.
// Budgets are on outlay basis where a source says so, in FY2023; others do not say.
package japan

import (
	"embed"
	"strings"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/internal/published"
)

//go:embed data/*.csv
var files embed.FS

var table = published.Tables(files)

// Items that are asked for most. The others are written as in data/support.csv.
const (
	Budget            = "host nation support budget"                         // by year
	Total             = "host nation support, 5-year total"                  // FY2016-2020 and FY2022-2026
	Utilities         = "utilities borne by Japan"                           // by year
	UtilitiesShare    = "Japan's share of utilities cost"                    // by year
	Facilities        = "facilities improvement (FIP)"                       // by year
	FacilitiesCeiling = "facilities improvement (FIP), maximum for the term" // FY2022-2026
	EquipmentCeiling  = "training equipment, maximum for the term"           // FY2022-2026
	Relocation        = "training relocation, per year (about)"              // FY2022-2026
	Workers           = "workers funded, total"                              // FY2022-2026
)

// Support returns a published figure of host nation support: of a period such as
// "FY2022-2026" or "FY2023", in each year of it. Amounts are in yen, those of the
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
	var rows published.Table
	for _, r := range table("support.csv").Where("item", item) {
		if from, to, err := published.Period(r["period"]); err != nil || from == to {
			rows = append(rows, r) // of no period, a fault of the series
		}
	}
	return series(rows, burden.FiscalApril)
}

// series returns the figures of rows in the years of their periods. A row that
// is no number, or of no period, is a fault of the series. Periods written FY are fiscal
// years, the others calendar years.
func series(rows published.Table, fiscal burden.YearBasis) burden.Series {
	basis := burden.Calendar
	var spans []burden.Span
	for _, r := range rows {
		e, err := r.Entry("amount", "")
		if strings.Contains(r["item"], "budget") {
			e.Stage = burden.Budgeted
		}
		from, to, _ := published.Period(r["period"])
		if strings.HasPrefix(r["period"], "FY") {
			basis = fiscal
		}
		if err != nil {
			from = 0 // out of range, as it is of no period
		}
		spans = append(spans, burden.Span{From: from, To: to, Entry: e})
	}
	return burden.NewSeries(spans...).On(basis)
}
