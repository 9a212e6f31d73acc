package burden_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/dectest"
)

// Figures that other systems publish, or get wrong, said in the words of this package.
// Each test names where they were read. No code is taken from there.

const gbp burden.Unit = "GBP"

// percentFrom is a series of percentages, separated by blanks, of the years from a first on.
func percentFrom(first int, values string) burden.Series {
	m := map[int]string{}
	for i, v := range strings.Fields(values) {
		m[first+i] = v + "%"
	}
	return burden.ByYear(m)
}

// The weekly rates of the basic and the new State Pension of the United Kingdom, each
// rounded to 5 pence and the next computed from the rounded one.
//
// Sources: amounts, House of Commons Library SN05649 as transcribed in
// PolicyEngine/policyengine-uk (gov/dwp/state_pension/*/amount.yaml) up to 2024 and 2021,
// then nerdwallet.com/uk/pensions/triple-lock-on-state-pensions-explained (2023, 2024) and
// PolicyEngine/policyengine-uk#1635 (2025, 2026). The new pension of 2022, 185.15, is
// recalled: luxuryadviser.com has it as 185.16, before rounding. Rates, House of Commons Library as printed by
// luxuryadviser.com/state-pension-increase-cold-comfort (2011 to 2022) and
// policyengine-uk#1635 (2022 to 2026).
const (
	uprating     = "4.6 5.2 2.5 2.7 2.5 2.9 2.5 3.0 2.6 3.9 2.5 3.1 10.1 8.5 4.1 4.8" // 2011 to 2026
	basicPension = "97.65 102.15 107.45 110.15 113.10 115.95 119.30 122.30 125.95 129.20 134.25 137.60 141.85 156.20 169.50 176.45 184.90"
	newPension   = "155.65 159.55 164.35 168.60 175.20 179.60 185.15 203.85 221.20 230.25 241.30" // 2016 to 2026
)

func TestStatePensionRoundedEveryYear(t *testing.T) {
	rate := burden.NewParam("rate", burden.Ratio, percentFrom(2011, uprating))
	basic, fresh, carried := burden.NewLine("basic", gbp), burden.NewLine("new", gbp), burden.NewLine("carried", gbp)
	shown := burden.NewLine("shown", gbp)
	nearest := burden.RoundTo("0.05", burden.HalfUp)
	m := modelOf(t,
		burden.Escalation(basic, 2010, burden.Amount("97.65", gbp), rate, nearest),
		burden.Escalation(fresh, 2016, burden.Amount("155.65", gbp), rate, nearest),
		// The other reading, rounded only where it is shown, comes out wrong.
		burden.Escalation(carried, 2016, burden.Amount("155.65", gbp), rate, burden.Rounding{}),
		shown.Starts(2016, carried.Rounded(nearest)))
	wantYears(t, basicPension, projectionOf(t, m, 2010, 2026, basic), basic)
	p := projectionOf(t, m, 2016, 2026)
	wantYears(t, newPension, p, fresh)
	// By hand: 155.65 × 1.025 × 1.03 × 1.026 × 1.039 × 1.025 = 179.5549…, not 179.60.
	wantValue(t, "179.55", p, shown, 2021)
}

// Backwards, each year's amount is that of the year after over its growth, rounded.
func TestStatePensionBackwards(t *testing.T) {
	rate := burden.NewParam("rate", burden.Ratio, percentFrom(2011, uprating))
	published := map[string]string{"basic": basicPension, "new": newPension}
	for name, text := range published {
		amounts := strings.Fields(text)
		first := 2026 - len(amounts) + 1
		back := burden.NewLine(name, gbp)
		// A year before refers to the year after, which is written out.
		d := back.Starts(2026, burden.Amount(amounts[len(amounts)-1], gbp))
		for year := 2025; year >= first; year-- {
			growth := burden.Amount(1, burden.Ratio).Plus(rate).At(year + 1)
			d = d.From(year, back.At(year+1).Over(growth).RoundedTo("0.05", burden.HalfUp))
		}
		wantYears(t, text, projectionOf(t, modelOf(t, d), first, 2026), back)
	}
}

// The triple lock is a floor of 2.5 % under the index. It decided in just the years that
// the House of Commons Library names (source as above): 2013, 2015 and 2017. What the
// index would have given is the Consumer Prices Index of the September before, as printed
// on spfo.org.uk (Pensions increase 2018), and earnings in 2016.
func TestTripleLockBinds(t *testing.T) {
	index := burden.NewParam("index", burden.Ratio, percentFrom(2012, "5.2 2.2 2.7 1.2 2.9 1.0 3.0"))
	lock := burden.NewParam("lock", burden.Ratio, burden.Constant("2.5%"))
	growth := burden.NewIndexRule("growth", burden.Index{Driver: index, Floor: lock})
	pension := burden.NewLine("pension", gbp)
	m := modelOf(t, growth, burden.Escalation(pension, 2011, burden.Amount("102.15", gbp), growth, burden.RoundTo("0.05", burden.HalfUp)))
	p := projectionOf(t, m, 2011, 2018)
	wantYears(t, strings.Join(strings.Fields(basicPension)[1:9], " "), p, pension)
	bound, _ := p.Binding(lock)
	assert.Equal(t, []int{2013, 2015, 2017}, bound)
}

// Limited price indexation: prices, but at most 5 % or 2.5 % a year and never less than
// nothing. Source of the rule: en.wikipedia.org/wiki/Limited_price_indexation; of prices,
// and that pensions did not fall in 2016: spfo.org.uk, as above. What a cap cuts lapses
// there; the other rows say by hand what catching up would give.
func TestLimitedPriceIndexation(t *testing.T) {
	const prices = "3.1 5.2 2.2 2.7 1.2 -0.1 1.0 3.0" // 2011 to 2018
	for _, c := range []struct {
		name, ceiling string
		carry         burden.Carry
		want          string // percent
	}{
		{"5 %", "5%", burden.CarryNothing, "3.1 5 2.2 2.7 1.2 0 1 3"},
		{"2.5 %", "2.5%", burden.CarryNothing, "2.5 2.5 2.2 2.5 1.2 0 1 2.5"},
		// 2012: 5.2 = 5 + 0.2, and 2.2 + 0.2 = 2.4.
		{"5 % with catch-up", "5%", burden.CarryExcess, "3.1 5 2.4 2.7 1.2 0 1 3"},
		// What is left over: 0.6, 3.3, 3.0, 3.2, 1.9; then 1.9 - 0.1 = 1.8 and 1.8 + 1 - 2.5 = 0.3.
		{"2.5 % with catch-up", "2.5%", burden.CarryExcess, "2.5 2.5 2.5 2.5 2.5 1.8 1 2.5"},
		// The 0.1 that the floor gave in 2016 is taken from 2017: 1 - 0.1.
		{"5 %, advance taken back", "5%", burden.CarryAdvance, "3.1 5 2.2 2.7 1.2 0 0.9 3"},
	} {
		rule := burden.NewIndexRule("lpi", burden.Index{
			Driver:  burden.NewParam("prices", burden.Ratio, percentFrom(2011, prices)),
			Floor:   burden.Amount(0, burden.Ratio),
			Ceiling: burden.Amount(c.ceiling, burden.Ratio),
			Carry:   c.carry,
			From:    2011,
		})
		p := projectionOf(t, modelOf(t, rule), 2011, 2018, rule.Applied())
		for i, want := range strings.Fields(c.want) {
			v, err := p.Value(rule.Applied(), 2011+i)
			require.NoError(t, err)
			dectest.Equal(t, want+"%", v, c.name, 2011+i)
		}
	}
}

// A pension under a ratchet: prices fell in 2016, and the amount did not. Source: spfo.org.uk, as above.
func TestRatchetInDeflation(t *testing.T) {
	prices := burden.NewParam("prices", burden.Ratio, percentFrom(2015, "1.2 -0.1 1.0"))
	pension := burden.NewLine("pension", gbp)
	d := pension.Starts(2014, burden.Amount(1000, gbp)).Then(burden.Ratchet(pension, pension.Previous().GrownBy(prices)))
	wantYears(t, "1000 1012 1012 1022.12", projectionOf(t, modelOf(t, d), 2014, 2017), pension)
}

// Marginal scales of OpenFisca. Source: openfisca/openfisca-core,
// tests/core/tax_scales/test_marginal_rate_tax_scale.py, test_calc and test_calc_without_round.
func TestMarginalScalesOfOpenFisca(t *testing.T) {
	for _, c := range []struct{ scale, bases, want string }{
		{"0 0, 1 0.1, 2 0.2, 3 0", "1 1.5 2 2.5 3.0 4.0", "0 0.05 0.1 0.2 0.3 0.3"},
		{"0 0, 100 0.1", "200 200.2 200.002 200.6 200.006 200.5 200.005", "10 10.02 10.0002 10.06 10.0006 10.05 10.0005"},
	} {
		var scale []burden.Bracket
		for b := range strings.SplitSeq(c.scale, ",") {
			f := strings.Fields(b)
			scale = append(scale, burden.Bracket{Above: burden.Amount(f[0], burden.EUR), Rate: burden.Amount(f[1], burden.Ratio)})
		}
		base := map[int]string{}
		for i, b := range strings.Fields(c.bases) {
			base[2020+i] = b
		}
		tax := burden.NewLine("tax", burden.EUR)
		m := modelOf(t, tax.Is(burden.MarginalBrackets(burden.NewParam("base", burden.EUR, burden.ByYear(base)), scale...)))
		wantYears(t, c.want, projectionOf(t, m, 2020, 2019+len(base)), tax)
	}
}

// Uprating with rounding upwards: 2 × 1.75 = 3.5 becomes 4. Source:
// PolicyEngine/policyengine-core, test_parameter_uprating_with_rounding.
func TestUpratingRoundedUp(t *testing.T) {
	index := burden.NewParam("index", burden.Ratio, burden.Steps(map[int]string{2015: "1", 2018: "1.75"}))
	x := burden.NewLine("x", burden.USD)
	d := x.Starts(2015, burden.Amount(1, burden.USD)).Then(burden.Amount(2, burden.USD)).
		From(2017, x.Previous().Times(index).Over(index.Lag(1)).RoundedTo("1", burden.Up))
	wantYears(t, "1 2 2 4", projectionOf(t, modelOf(t, d), 2015, 2018), x)
}

// Amounts on which single precision loses units. Sources:
// PolicyEngine/policyengine-core#467: 25,000,000 and 25,000,001 are the same;
// project-inclusive/OpenFisca-Japan#156: so are 20,000,000 and 20,000,001 yen;
// PolicyEngine/policyengine-us#9171: 2/37 of 10,000,000 is 540,540.5405…, not 540,540.5.
// At 10^12 won, the size of the contribution, neighbouring single floats are 65,536 apart.
func TestNoUnitIsLost(t *testing.T) {
	for _, text := range []string{"25000001", "20000001", "1038900000001", "999999999999"} {
		n, err := burden.Parse(text)
		require.NoError(t, err)
		single := float32(n.IntPart())
		require.NotEqual(t, n.IntPart(), int64(single), "%s is a trap for single precision", text)
		less := burden.NewLine("less", burden.KRW)
		one := burden.Amount(1, burden.KRW)
		m := modelOf(t, less.Is(burden.Amount(text, burden.KRW).Minus(one).Plus(one)))
		wantValue(t, text, projectionOf(t, m, 2020, 2020), less, 2020)
	}

	reduction := burden.NewLine("reduction", burden.USD)
	of := burden.Amount("1e7", burden.USD).Times(burden.Amount(2, burden.Ratio)).Over(burden.Amount(37, burden.Ratio))
	m := modelOf(t, reduction.Is(of.RoundedTo("0.0001", burden.Down)))
	wantValue(t, "540540.5405", projectionOf(t, m, 2026, 2026), reduction, 2026)

	// Ten thousand tenths of a won on top of 10^12: by hand, 10^12 + 1000.
	total, tenth := burden.NewLine("total", burden.KRW), burden.Amount("0.1", burden.KRW)
	m = modelOf(t, burden.RunningTotal(total, 1, tenth))
	p := projectionOf(t, m, 9999, 9999)
	wantValue(t, "999.9", p, total, 9999)
	sum := burden.NewLine("sum", burden.KRW)
	m = modelOf(t, sum.Is(burden.Amount("1e12", burden.KRW).Plus(tenth.SumBetween(1, 9999), tenth)))
	wantValue(t, "1000000001000", projectionOf(t, m, 2020, 2020), sum, 2020)
}
