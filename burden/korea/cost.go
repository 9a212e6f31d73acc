package korea

import (
	"strconv"
	"strings"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/internal/published"
)

// Cost returns a published figure of what the forces in Korea cost and who paid
// it: of a period such as "2010", "FY2020" or "2016-2019", in each year of it. A
// figure of several years is that of the whole period, so a total over years
// counts it once a year. A figure that is not in the data, or is printed as a
// range, has no value.
//
//	Cost("FY2020", "total US cost")                    4,464.2 million dollars
//	Cost("2010", "ROK direct support")                 856.1 bn won
//	Cost("2012", "ROK share of NPSC, US estimate")     none: printed as 40 to 45 %
func Cost(period, item string) burden.Series {
	return figure(table("cost.csv").Where("period", period, "item", item), period)
}

// Split returns a published figure of how the contribution of a year is divided
// or the labour cost shared, as an amount or a share. For the three categories
// of the contribution in won, year by year, see [Part]. A figure that is not in
// the data, or is not one number, has no value.
//
//	Split(2003, "ROK share of USFK Korean labour cost")  71 %
//	Split(2018, "in-kind share of construction")         88 %
func Split(year int, item string) burden.Series {
	period := strconv.Itoa(year)
	return figure(table("split.csv").Where("year", period, "item", item), period)
}

// figure returns the number of the first row in every year of a period. Periods written
// FY are fiscal years of the United States, whose figures they are.
func figure(rows published.Table, period string) burden.Series {
	from, to, err := published.Period(period)
	if err != nil {
		return rows.With(burden.Series{})
	}
	s := rows.Single("amount", "", from, to)
	if len(s.Spans()) == 0 {
		return s
	}
	if strings.HasPrefix(period, "FY") {
		return s.On(burden.FiscalOctober)
	}
	return s.On(burden.Calendar)
}
