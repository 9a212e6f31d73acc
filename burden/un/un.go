// Package un holds how the members of the United Nations share its expenses: the
// elements of the scale of assessments with their sources, and the regular and
// the peacekeeping scale as definitions of a model.
//
// [RegularScale] turns national incomes into rates, step by step, [MeanScale] is
// the mean of two such scales, and [PeacekeepingScale] turns regular rates into
// those of peacekeeping. Every step is a line or a split, so every rate can be
// explained, and rates sum to one.
//
// # Exactness and rounding
//
// Regular rates are multiples of 0.001 %, peacekeeping rates of 0.0001 %, as
// published. Where a step divides, it names its rounding, far below that; see
// [RegularScale]. Products and sums are exact.
//
// # Status
//
// Every figure carries its source and how well it is attested. The elements of
// the regular scale are confirmed, in resolution 70/245. Of the discounts of the
// ten levels of peacekeeping only that of level I is, by published pairs of rates,
// and the 7.5 % of the named exceptions; the others are recalled, not read in a
// source, and explanations say so. That the permanent members pay the shortfall
// is confirmed, that they do so in proportion to their regular rates is recalled.
package un

import (
	"embed"
	"strings"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/internal/published"
)

//go:embed data/*.csv
var files embed.FS

var table = published.Tables(files)

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
// year. All but that of level I are recalled. Level A, the permanent members, has
// none: it pays a premium.
func Discount(level string) burden.Series {
	for _, r := range table("scale.csv").Where("scale", "peacekeeping") {
		if level != "" && strings.HasPrefix(r["item"], "level "+level+" ") && strings.HasSuffix(r["item"], "discount") {
			return figure(r["item"], burden.MinYear, burden.MaxYear)
		}
	}
	return burden.Series{}
}

// Exception returns the discount of 7.5 % that Bahamas, Bahrain and Saudi Arabia
// were given by name from 2019 to 2024, being of level B.
func Exception() burden.Series {
	return figure("level B exception (Bahamas, Bahrain, Saudi Arabia 2019-2024)", 2019, 2024)
}

// Pair is a member's published rates in both scales.
type Pair struct {
	Member                string
	Level                 string // of the discount for peacekeeping, A to J
	Regular, Peacekeeping burden.Entry
}

// Pairs returns the published pairs of rates: five members of level I.
func Pairs() []Pair {
	var pairs []Pair
	for _, r := range table("scale.csv").Where("scale", "published pair, level I") {
		member, rest, _ := strings.Cut(r["item"], ": regular ")
		text, _, _ := strings.Cut(rest, " ")
		peacekeeping, err := r.Entry("value", "")
		if err != nil {
			return nil
		}
		regular := peacekeeping
		if regular.Value, err = burden.Parse(text + "%"); err != nil {
			return nil
		}
		pairs = append(pairs, Pair{member, "I", regular, peacekeeping})
	}
	return pairs
}

// figure returns the figure of an item in the years from one to another.
func figure(item string, from, to int) burden.Series {
	for _, r := range table("scale.csv").Where("item", item) {
		if e, err := r.Entry("value", ""); err == nil {
			return burden.NewSeries(burden.Span{From: from, To: to, Entry: e})
		}
	}
	return burden.Series{}
}
