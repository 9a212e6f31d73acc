// Package un holds how the members of the United Nations share its expenses: the
// elements of the scale of assessments with their sources, and the regular and
// the peacekeeping scale as definitions of a model.
//
// [RegularScale] turns national incomes into rates, step by step, [MeanScale] is
// the mean of two such scales, and [PeacekeepingScale] turns regular rates into what
// members pay for peacekeeping. Every step is a line or a split, so every figure can be
// explained. [Sample] is what some members were assessed for three missions.
//
// # Exactness and rounding
//
// Regular rates are multiples of 0.001 % and sum to 100 %. Where a step of the regular
// scale divides, it names its rounding, far below that; see [RegularScale].
//
// Peacekeeping rates are not rounded before amounts are computed. Singapore's regular
// rate of 2025 to 2027 is 0.479 %. Less 7.5 % that is 0.443075 %, and its amounts come from it;
// 0.4431 % is printed. Amounts are whole dollars, each rounded once. Neither printed
// rates nor amounts need sum to the whole.
//
// # Status
//
// Every figure carries its source and how well it is attested. The elements of
// the regular scale are confirmed, in resolution 79/249, paragraph 7. Of the discounts of
// the ten levels of peacekeeping, that of level I is derived from published pairs of
// rates, and the 7.5 % of the named exceptions is confirmed; the others are recalled, not
// read in a source, and explanations say so. Discounts of 0, 7.5, 70, 80 and 90 % are
// derived from amounts of 2024/25 as discounts of members, but which levels those
// members have is not published with them. That the permanent members pay the shortfall is
// confirmed; that they do so in proportion to their regular rates is derived from the
// amounts of two of them. See [PeacekeepingScale].
package un

import (
	"embed"
	"strings"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/internal/published"
)

//go:embed data/*.csv
var files embed.FS

var table = published.Tables("un", files)

// Minimum returns the least rate of the regular scale, 0.001 %.
func Minimum() burden.Param { return element("minimum_rate", "minimum rate (floor)") }

// LeastDeveloped returns the highest rate of a least developed country, 0.01 %.
func LeastDeveloped() burden.Param {
	return element("least_developed_rate", "maximum rate, least developed")
}

// Maximum returns the highest rate of all, 22 %.
func Maximum() burden.Param { return element("maximum_rate", "maximum rate (ceiling)") }

// Gradient returns the gradient of the low per-capita income discount, 80 %.
func Gradient() burden.Param {
	return element("gradient", "low per-capita income adjustment (gradient)")
}

func element(name, item string) burden.Param {
	return burden.NewParam(name, burden.Ratio, figure(item, burden.MinYear, burden.MaxYear))
}

// Discount returns the discount of a level of peacekeeping, "B" to "J", in every
// year. That of level I is derived, all others are recalled. Level A, the permanent
// members, has none: it pays what the discounts leave.
func Discount(level string) burden.Series {
	rows := table("scale.csv").Where("scale", "peacekeeping").Only(func(r published.Row) bool {
		item := r.Text("item")
		return level != "" && strings.HasPrefix(item, "level "+level+" ") && strings.HasSuffix(item, "discount")
	})
	return rows.Single("value", "", burden.MinYear, burden.MaxYear)
}

// Exception returns the discount of 7.5 % that Bahamas, Bahrain and Saudi Arabia
// were given by name from 2019 to 2024, being of level B.
func Exception() burden.Series {
	return figure("level B exception (Bahamas, Bahrain, Saudi Arabia 2019-2024)", 2019, 2024)
}

// figure returns the figure of an item in the years from one to another.
func figure(item string, from, to int) burden.Series {
	return table("scale.csv").Where("item", item).Single("value", "", from, to)
}
