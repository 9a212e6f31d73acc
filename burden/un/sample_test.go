package un_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/un"
	"example.com/burdenshare/internal/dectest"
)

var missions = []string{"MINURSO", "MINUSCA", "MINUSMA"}

// assessed is what the rule gives for a member and a mission, in dollars.
type assessed struct {
	apart   decimal.Decimal // each section rounded by itself
	once    decimal.Decimal // the sections added up, then rounded
	printed decimal.Decimal // each section rounded by itself, from the printed rate
}

// sampleKey is the member's name as a Go identifier.
func sampleKey(member string) string {
	return strings.NewReplacer(" ", "_", "ü", "u").Replace(strings.ToLower(member))
}

// scales is the scale with the members of the sample and two things that the sample
// does not have: the regular rates of the other permanent members, from the regular
// scales of 2022 to 2024 and 2025 to 2027, and the shortfall, solved back.
func scales() un.Peacekeeping {
	byPeriod := func(name, first, second string) burden.Param {
		return burden.NewParam(name, burden.Ratio, burden.ByYear(map[int]string{2024: first, 2025: second}))
	}
	payers := []un.Payer{
		{Key: "france", Level: "A", Rate: byPeriod("france", "4.318%", "3.858%")},
		{Key: "united_kingdom", Level: "A", Rate: byPeriod("united_kingdom", "4.375%", "3.991%")},
		{Key: "russia", Level: "A", Rate: byPeriod("russia", "1.866%", "2.094%")},
	}
	// The rest of the members leave the rest of the shortfall: it is all that matters of them.
	rest := byPeriod("whole_shortfall", "10.756298%", "9.81891%").Formula
	for _, m := range un.Sample() {
		key := sampleKey(m.Member)
		p := un.Payer{Key: key, Level: "A", Rate: burden.NewParam("regular_"+key, burden.Ratio, m.Regular)}
		if len(m.Discount.Spans()) > 0 {
			discount := burden.NewParam("discount_of_"+key, burden.Ratio, m.Discount)
			p.Level, p.Discount = "none", discount
			rest = rest.Minus(discount.Times(p.Rate))
		}
		payers = append(payers, p)
	}
	payers = append(payers, un.Payer{Key: "rest", Level: "none", Rate: rest, Discount: burden.Amount(1, burden.Ratio)})
	return un.PeacekeepingScale("pk", payers...)
}

// assess works out every member's amounts for a mission with the library.
func assess(t *testing.T, mission string) map[string]assessed {
	t.Helper()
	scale := scales()
	definitions := scale.Definitions
	type lines struct{ apart, exact, printed burden.Line }
	asked := map[int][]burden.Line{} // by the year of the scale
	byMember := map[string]map[lines]int{}
	for _, m := range un.Sample() {
		byMember[m.Member] = map[lines]int{}
		key := sampleKey(m.Member)
		for i, section := range un.Sections(mission) {
			total := burden.NewParam(fmt.Sprintf("section_%d", i), burden.USD, section.Total)
			line := func(what string) burden.Line {
				return burden.NewLine(fmt.Sprintf("%s.%s.s%d", what, key, i), burden.USD)
			}
			l := lines{line("apart"), line("exact"), line("printed")}
			definitions = append(definitions,
				l.apart.Is(scale.Amount(key, total)),
				l.printed.Is(scale.Printed(key).Times(total).RoundedTo("1", burden.HalfUp)))
			year := 2025
			if _, before := section.Total.At(2024); before {
				year = 2024
			}
			asked[year] = append(asked[year], l.apart, l.printed)
			if len(m.Discount.Spans()) > 0 {
				definitions = append(definitions, l.exact.Is(scale.Rate(key).Times(total)))
				asked[year] = append(asked[year], l.exact)
			}
			byMember[m.Member][l] = year
		}
	}
	m, err := burden.NewModel("pk", definitions...)
	require.NoError(t, err)
	of := map[int]*burden.Projection{}
	for year, lines := range asked {
		of[year], err = m.Project(year, year, lines...)
		require.NoError(t, err)
	}
	got := map[string]assessed{}
	for member, sections := range byMember {
		var a assessed
		for l, year := range sections {
			add := func(to *decimal.Decimal, line burden.Line) {
				if v, err := of[year].Value(line, year); err == nil {
					*to = to.Add(v)
				}
			}
			add(&a.apart, l.apart)
			add(&a.once, l.exact)
			add(&a.printed, l.printed)
		}
		a.once, err = burden.RoundTo("1", burden.HalfUp).Apply(a.once)
		require.NoError(t, err)
		got[member] = a
	}
	return got
}

// TestSampleOfPeacekeepingAmounts: 42 published amounts of 14 members in three
// missions. The counts were found before with fractions, outside this library. Why six
// amounts are off by a dollar is not known.
func TestSampleOfPeacekeepingAmounts(t *testing.T) {
	members := un.Sample()
	require.Len(t, members, 16)
	apart, once, printed, worst := 0, 0, 0, decimal.Zero
	off := map[string]string{}
	for _, mission := range missions {
		got := assess(t, mission)
		for _, m := range members {
			if len(m.Discount.Spans()) == 0 {
				continue
			}
			amount, ok := m.Amount(mission).At(2024)
			require.True(t, ok, m.Member)
			assert.Equal(t, burden.Confirmed, amount.Status)
			a := got[m.Member]
			if gap := amount.Value.Sub(a.apart); gap.IsZero() {
				apart++
			} else {
				off[m.Member+" "+mission] = burden.Text(gap)
			}
			if gap := amount.Value.Sub(a.once); gap.IsZero() {
				once++
			} else {
				assert.True(t, gap.Abs().Equal(decimal.NewFromInt(1)), m.Member)
			}
			gap := amount.Value.Sub(a.printed).Abs()
			if gap.IsZero() {
				printed++
			}
			if gap.GreaterThan(worst) {
				worst = gap
			}
		}
	}
	assert.Equal(t, 36, apart, "sections rounded apart")
	assert.Equal(t, map[string]string{
		"Singapore MINUSCA": "1", "Singapore MINUSMA": "-1", "Finland MINURSO": "1",
		"Brazil MINURSO": "1", "Republic of Moldova MINUSCA": "1", "Angola MINUSCA": "1",
	}, off)
	assert.Equal(t, 29, once, "rounded once")
	assert.Equal(t, 35, printed, "from rates with four decimals")
	dectest.Equal(t, "159", worst)
}

// TestPermanentMembersPayOneFactor: one shortfall for each scale gives all six published
// amounts of the United States and China within a dollar. From printed rates they do
// not come out: the United States would pay 331,275,144 dollars for MINUSCA, 342 too many.
func TestPermanentMembersPayOneFactor(t *testing.T) {
	permanent := 0
	for _, mission := range missions {
		got := assess(t, mission)
		for _, m := range un.Sample() {
			if len(m.Discount.Spans()) > 0 {
				continue
			}
			permanent++
			amount, ok := m.Amount(mission).At(2025)
			require.True(t, ok)
			gap := amount.Value.Sub(got[m.Member].apart).Abs()
			assert.False(t, gap.GreaterThan(decimal.NewFromInt(1)), "%s, %s: off by %s", m.Member, mission, burden.Text(gap))
		}
		if mission == "MINUSCA" {
			dectest.Equal(t, "331274802", got["United States of America"].apart)
			dectest.Equal(t, "331275144", got["United States of America"].printed)
		}
	}
	assert.Equal(t, 6, permanent)
}

// TestDiscountsAreSolvedBack: each member's discount is derived, is the only multiple of
// 2.5 % that gives its largest amount within five dollars, and says nothing of a level.
func TestDiscountsAreSolvedBack(t *testing.T) {
	found := map[string]int{}
	for _, m := range un.Sample() {
		for year, want := range map[int]int{2021: 0, 2022: 1, 2024: 1, 2025: 1, 2027: 1, 2028: 0} {
			_, ok := m.Regular.At(year)
			assert.Equal(t, want == 1, ok, "%s %d", m.Member, year)
		}
		spans := m.Discount.Spans()
		if len(spans) == 0 {
			continue
		}
		require.Len(t, spans, 1)
		assert.Equal(t, burden.Derived, spans[0].Status, m.Member)
		found[burden.Text(spans[0].Value)]++

		full, amount := decimal.Zero, decimal.Zero
		for _, section := range un.Sections("MINUSCA") {
			for _, year := range []int{2024, 2025} {
				if total, ok := section.Total.At(year); ok {
					regular, _ := m.Regular.At(year)
					full = full.Add(total.Value.Mul(regular.Value))
				}
			}
		}
		e, _ := m.Amount("MINUSCA").At(2024)
		amount = e.Value
		var fits []string
		for tenths := int64(0); tenths <= 1000; tenths += 25 {
			discount := decimal.New(tenths, -3)
			if full.Sub(full.Mul(discount)).Sub(amount).Abs().LessThan(decimal.NewFromInt(5)) {
				fits = append(fits, burden.Text(discount))
			}
		}
		assert.Equal(t, []string{burden.Text(spans[0].Value)}, fits, m.Member)
	}
	assert.Equal(t, map[string]int{"0": 5, "0.075": 1, "0.7": 1, "0.8": 6, "0.9": 1}, found)
	assert.Empty(t, un.Sections("UNFICYP"))
	assert.Empty(t, un.Sample()[0].Amount("UNFICYP").Spans())
}
