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

// scaleOf is the scale of 2022 to 2024, by its year 2024, or of 2025 to 2027, by 2025. It has
// the members of the sample and two things that the sample does not have: the regular rates of
// the other permanent members, from the regular scales, and the shortfall, solved back. An
// amount of the budget year is shared by the rates of one scale, so they are constants.
func scaleOf(t *testing.T, year int) un.Peacekeeping {
	t.Helper()
	of := map[int][]string{2024: {"4.318%", "4.375%", "1.866%", "10.756298%"}, 2025: {"3.858%", "3.991%", "2.094%", "9.81891%"}}[year]
	payers := []un.Payer{
		{Key: "france", Level: "A", Rate: param("france", burden.Ratio, of[0])},
		{Key: "united_kingdom", Level: "A", Rate: param("united_kingdom", burden.Ratio, of[1])},
		{Key: "russia", Level: "A", Rate: param("russia", burden.Ratio, of[2])},
	}
	// The rest of the members leave the rest of the shortfall: it is all that matters of them.
	rest := param("whole_shortfall", burden.Ratio, of[3]).Formula
	for _, m := range un.Sample() {
		key := sampleKey(m.Member)
		regular, ok := m.Regular.At(year)
		require.True(t, ok, m.Member)
		p := un.Payer{Key: key, Level: "A", Rate: param("regular_"+key, burden.Ratio, regular.Value)}
		if discount, has := m.Discount.At(year); has {
			d := param("discount_of_"+key, burden.Ratio, discount.Value)
			p.Level, p.Discount = "", d
			rest = rest.Minus(d.Times(p.Rate))
		}
		payers = append(payers, p)
	}
	payers = append(payers, un.Payer{Key: "rest", Rate: rest, Discount: burden.Amount(1, burden.Ratio)})
	return un.PeacekeepingScale("pk", payers...)
}

// assess works out every member's amounts for a mission with the library.
func assess(t *testing.T, mission string) map[string]assessed {
	t.Helper()
	got := map[string]assessed{}
	for _, of := range []int{2024, 2025} {
		scale := scaleOf(t, of)
		definitions := scale.Definitions
		type lines struct {
			member                string
			apart, exact, printed burden.Line
			permanent             bool
		}
		var asked []lines
		for i, section := range un.Sections(mission) {
			if of < section.First || of > section.Last {
				continue
			}
			total := burden.NewParam(fmt.Sprintf("section_%d", i), burden.USD, section.Total)
			for _, m := range un.Sample() {
				key := sampleKey(m.Member)
				line := func(what string) burden.Line {
					return burden.NewLine(fmt.Sprintf("%s.%s.s%d", what, key, i), burden.USD)
				}
				l := lines{m.Member, line("apart"), line("exact"), line("printed"), len(m.Discount.Spans()) == 0}
				definitions = append(definitions,
					l.apart.Is(scale.Amount(key, total)),
					l.printed.Is(scale.Printed(key).Times(total).RoundedTo("1", burden.HalfUp)))
				if !l.permanent { // of whom there is no exact rate
					definitions = append(definitions, l.exact.Is(scale.Rate(key).Times(total)))
				}
				asked = append(asked, l)
			}
		}
		m, err := burden.NewModel("pk", definitions...)
		require.NoError(t, err)
		p, err := m.Project(2024, 2024) // the budget year
		require.NoError(t, err)
		for _, l := range asked {
			a := got[l.member]
			a.apart = a.apart.Add(value(t, p, l.apart))
			a.printed = a.printed.Add(value(t, p, l.printed))
			if !l.permanent {
				a.once = a.once.Add(value(t, p, l.exact))
			}
			got[l.member] = a
		}
	}
	for member, a := range got {
		var err error
		a.once, err = burden.RoundTo("1", burden.HalfUp).Apply(a.once)
		require.NoError(t, err)
		got[member] = a
	}
	return got
}

// One figure is one year's, so that its total is the figure itself: Italy's amount for MINUSCA
// is 37,388,781 dollars and MINURSO's section A 25,116,400, as published.
func TestOneFigureIsCountedOnce(t *testing.T) {
	once := func(s burden.Series, want string) {
		t.Helper()
		basis, known := s.Basis()
		assert.True(t, known)
		assert.Equal(t, un.BudgetYear, basis)
		l := burden.NewLine("l", burden.USD)
		m, err := burden.NewModel("m", l.Is(burden.NewParam("p", burden.USD, s)))
		require.NoError(t, err)
		p, err := m.Project(2024, 2024)
		require.NoError(t, err)
		dectest.Equal(t, want, value(t, p, l))
		for _, other := range []int{2022, 2023, 2025, 2026} {
			_, err = m.Project(other, other)
			require.ErrorIs(t, err, burden.ErrMissingYear, other)
		}
	}
	italy := un.Sample()[0]
	require.Equal(t, "Italy", italy.Member)
	once(italy.Amount("MINUSCA"), "37388781")
	a := un.Sections("MINURSO")[0]
	assert.Equal(t, "MINURSO A 2022 2024", fmt.Sprint(a.Mission, " ", a.Name, " ", a.First, " ", a.Last))
	once(a.Total, "25116400")
	scales := map[string]int{} // of MINURSO and MINUSCA A to C, and of MINUSMA A and B, by the scale of 2022
	for _, mission := range missions {
		for _, s := range un.Sections(mission) {
			scales[fmt.Sprint(s.First, "-", s.Last)]++
		}
	}
	assert.Equal(t, map[string]int{"2022-2024": 8, "2025-2027": 3}, scales)
	assert.Equal(t, "july", un.BudgetYear.String(), "of the year that names it")
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
// amounts of the United States and China within a dollar. The two shortfalls are solved back
// from these amounts: two fitted numbers and six amounts, so four of them are evidence. From
// printed rates they do not come out: the United States would pay 331,275,144 dollars for MINUSCA, 342 too many.
func TestPermanentMembersPayOneFactor(t *testing.T) {
	permanent := 0
	for _, mission := range missions {
		got := assess(t, mission)
		for _, m := range un.Sample() {
			if len(m.Discount.Spans()) > 0 {
				continue
			}
			permanent++
			amount, ok := m.Amount(mission).At(2024)
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

		full := decimal.Zero
		for _, section := range un.Sections("MINUSCA") {
			total, ok := section.Total.At(2024)
			require.True(t, ok)
			regular, ok := m.Regular.At(section.First)
			require.True(t, ok)
			full = full.Add(total.Value.Mul(regular.Value))
		}
		e, ok := m.Amount("MINUSCA").At(2024)
		require.True(t, ok)
		amount := e.Value
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
