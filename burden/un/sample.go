package un

import (
	"strings"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/internal/published"
)

// BudgetYear is the year basis of peacekeeping budgets: 2024 is July 2024 to June 2025.
const BudgetYear burden.YearBasis = 6

// Assessed is a member in the published sample of peacekeeping assessments.
type Assessed struct {
	Member  string
	Regular burden.Series // its rates in the regular scale, 2022 to 2027
	// Discount is solved back from the amounts, so it is derived. The United States and
	// China, permanent members, have none.
	Discount burden.Series
}

// Sample returns the 16 members of the published sample: 14 of levels B to J, and
// the United States and China.
//
// Source: circulars ST/ADM/SER.B/1072, 1079 and 1080, by way of the United Nations'
// open data on peacekeeping contributors.
func Sample() []Assessed {
	var members []Assessed
	all := table("peacekeeping_sample.csv")
	for _, r := range all.Where("item", "regular rate", "period", "2022-2024").Rows {
		own := all.Where("member", r.Text("member"))
		members = append(members, Assessed{
			Member:   r.Text("member"),
			Regular:  own.Where("item", "regular rate").Series("value", ""),
			Discount: own.Where("item", "discount").Series("value", ""),
		})
	}
	return members
}

// Amount returns what the member was assessed, gross, in dollars, for a mission in the
// budget year from July 2024: "MINURSO", "MINUSCA" or "MINUSMA". It is one figure, of 2024 on
// [BudgetYear]. Any other mission has no value.
func (a Assessed) Amount(mission string) burden.Series {
	return table("peacekeeping_sample.csv").Where("member", a.Member, "item", "gross amount of "+mission).Series("value", "").On(BudgetYear)
}

// Section is a part of a mission's budget that is assessed by itself.
type Section struct {
	Mission, Name string
	// First and Last are the years of the regular scale that it is shared by: 2022 to 2024,
	// or 2025 to 2027.
	First, Last int
	// Total is the amount to be shared, in dollars; a credit is negative. It is one figure,
	// of 2024 on [BudgetYear].
	Total burden.Series
}

// Sections returns the sections of a mission of the sample. Any other mission has none.
func Sections(mission string) []Section {
	var sections []Section
	own := table("peacekeeping_sections.csv").Where("mission", mission)
	for _, r := range own.Rows {
		from, to, _ := r.Years() // a table is checked when it is read
		total := own.Where("section", r.Text("section")).Single("value", "", 2024, 2024)
		sections = append(sections, Section{mission, r.Text("section"), from, to, total.On(BudgetYear)})
	}
	return sections
}

// Pair is a member's published rates in both scales of 2019 to 2021.
type Pair struct {
	Member                string
	Level                 string // of the discount for peacekeeping, A to J
	Regular, Peacekeeping burden.Series
}

// Pairs returns the published pairs of rates: five members of level I.
func Pairs() []Pair {
	var pairs []Pair
	rows := table("scale.csv").Where("scale", "published pair, level I")
	rate := func(item string) burden.Series {
		return rows.Where("item", item).Single("value", "", 2019, 2021)
	}
	for _, r := range rows.Only(func(r published.Row) bool { return strings.HasSuffix(r.Text("item"), ": regular") }).Rows {
		member := strings.TrimSuffix(r.Text("item"), ": regular")
		pairs = append(pairs, Pair{member, "I", rate(member + ": regular"), rate(member + ": peacekeeping")})
	}
	return pairs
}
