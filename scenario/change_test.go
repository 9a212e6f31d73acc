package scenario_test

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/dectest"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/internal/toy"
)

// TestChanges: growth of the toy agreement is 10 %, 20 % and 30 %, at most 25 %.
func TestChanges(t *testing.T) {
	set, scale, shift := scenario.Set[string], scenario.Scale[string], scenario.Shift[string]
	for _, c := range []struct {
		name    string
		changes []scenario.Change
		text    string // of the first change
		want    string // contribution, 2020 to 2023
	}{
		{"set all years", []scenario.Change{set(toy.CPI, "0")}, "set cpi to 0", "1000 1000 1000 1000"},
		{"set from", []scenario.Change{set(toy.CPI, "5%", scenario.From(2022))}, "set cpi to 0.05 from 2022", "1000 1100 1155 1212.75"},
		{"set one year", []scenario.Change{set(toy.CPI, "5e-2", scenario.In(2022))}, "set cpi to 0.05 in 2022", "1000 1100 1155 1443.75"},
		{"set between", []scenario.Change{set(toy.CPI, "0", scenario.Between(2021, 2022))}, "set cpi to 0 from 2021 to 2022", "1000 1000 1000 1250"},
		{"set several", []scenario.Change{set(toy.CPI, "50%", scenario.In(2021), scenario.From(2023))}, "set cpi to 0.5 in 2021 and from 2023", "1000 1250 1500 1875"},
		{"set a ceiling", []scenario.Change{set(toy.Ceiling, "15%", scenario.In(2022), scenario.In(2023))}, "set ceiling to 0.15 in 2022 and in 2023", "1000 1100 1265 1454.75"},
		{"scale all years", []scenario.Change{scale(toy.CPI, "0.5")}, "scale cpi by 0.5", "1000 1050 1155 1328.25"},
		{"scale from", []scenario.Change{scale(toy.CPI, "50%", scenario.From(2023))}, "scale cpi by 0.5 from 2023", "1000 1100 1320 1518"},
		{"scale by nothing", []scenario.Change{scale(toy.CPI, "0", scenario.In(2022))}, "scale cpi by 0 in 2022", "1000 1100 1100 1375"},
		{"scale negative", []scenario.Change{scale(toy.CPI, "-1", scenario.In(2021))}, "scale cpi by -1 in 2021", "1000 900 1080 1350"},
		{"scale years without a value", []scenario.Change{scale(toy.CPI, "2", scenario.From(2024))}, "scale cpi by 2 from 2024", "1000 1100 1320 1650"},
		{"shift all years", []scenario.Change{shift(toy.CPI, "1%")}, "shift cpi by 0.01", "1000 1110 1343.1 1678.875"},
		{"shift one year", []scenario.Change{shift(toy.CPI, "-10%", scenario.In(2021))}, "shift cpi by -0.1 in 2021", "1000 1000 1200 1500"},
		{"shift an amount", []scenario.Change{shift(toy.Base, "1e3")}, "shift base by 1000", "2000 2200 2640 3300"},
		{"three kinds in three years", []scenario.Change{set(toy.CPI, "0", scenario.In(2021)), scale(toy.CPI, "0.5", scenario.In(2022)), shift(toy.CPI, "-20%", scenario.In(2023))},
			"set cpi to 0 in 2021", "1000 1000 1100 1210"},
		{"int", []scenario.Change{scenario.Set(toy.Base, 2000)}, "set base to 2000", "2000 2200 2640 3300"},
		{"int64", []scenario.Change{scenario.Scale(toy.Base, int64(2))}, "scale base by 2", "2000 2200 2640 3300"},
		{"decimal", []scenario.Change{scenario.Set(toy.Base, decimal.New(20, 2))}, "set base to 2000", "2000 2200 2640 3300"},
		{"define a rule", []scenario.Change{scenario.Define(toy.Growth.With(burden.NoCeiling))}, "define growth", "1000 1100 1320 1716"},
		{"define a parameter", []scenario.Change{scenario.Define(toy.CPI.Is(burden.Constant("10%")))}, "define cpi", "1000 1100 1210 1331"},
		{"define a line", []scenario.Change{scenario.Define(toy.Contribution.Is(toy.Base))}, "define contribution", "1000 1000 1000 1000"},
	} {
		t.Run(c.name, func(t *testing.T) {
			assert.Equal(t, c.text, c.changes[0].String())
			expect(t, toy.With(t, toy.Scenario(t), "o", c.changes...), toy.Contribution, c.want)
		})
	}
}

func TestSetGivesAYearItsValue(t *testing.T) {
	long := scenario.Baseline(toy.Model(t), 2020, 2024, toy.Contribution)
	_, err := long.Project()
	assert.ErrorIs(t, err, burden.ErrMissingYear)
	expect(t, toy.With(t, long, "guess", scenario.Set(toy.CPI, "2%", scenario.In(2024))), toy.Contribution, "1000 1100 1320 1650 1683") // 1650 × 1.02
	for _, c := range []scenario.Change{scenario.Scale(toy.CPI, 2), scenario.Shift(toy.CPI, "1%")} {
		s := toy.With(t, long, "guess", c)
		_, err := s.Project()
		assert.ErrorIs(t, err, burden.ErrMissingYear, c)
		_, err = s.Warnings()
		assert.ErrorIs(t, err, burden.ErrMissingYear, c)
	}
}

func TestProvenance(t *testing.T) {
	for _, c := range []struct {
		change scenario.Change
		want   string // the driver of 2021, as the explanation of its growth shows it
	}{
		{scenario.Set(toy.Base, 1), "cpi 2021 = 10 % (confirmed; source \"bureau\")"},
		{scenario.Set(toy.CPI, "7%"), "cpi 2021 = 7 % (assumed; source \"scenario crisis\")"},
		{scenario.Scale(toy.CPI, "1.5"), "cpi 2021 = 15 % (assumed; source \"scenario crisis: 1.5 × 0.1, bureau\")"},
		{scenario.Shift(toy.CPI, "-1%"), "cpi 2021 = 9 % (assumed; source \"scenario crisis: -0.01 + 0.1, bureau\")"},
		{scenario.Set(toy.CPI, "7%", scenario.From(2022)), "cpi 2021 = 10 % (confirmed; source \"bureau\")"},
	} {
		p, err := toy.With(t, toy.Scenario(t), "crisis", c.change).Project()
		require.NoError(t, err)
		x, err := p.Explain(toy.Contribution, 2021)
		require.NoError(t, err)
		assert.Contains(t, x.String(), c.want+"\n", c.change)
	}
	p, err := toy.With(t, toy.Scenario(t), "crisis", scenario.Scale(toy.Heads, 2)).Project()
	require.NoError(t, err)
	x, err := p.Explain(toy.Strength, 2020)
	require.NoError(t, err)
	in := x.Steps[0].Inputs[0]
	dectest.Equal(t, "8", in.Value)
	assert.Equal(t, burden.Assumed, in.Status)
	assert.Equal(t, "scenario crisis: 2 × 4", in.Source) // the 4 has no source
}

// TestChangesMadeTogether: many changes of one parameter at once are what they are
// one after the other, made by the series itself.
func TestChangesMadeTogether(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for i := range 300 {
		var spans []burden.Span
		for year := 2000; year < 2040; year += 1 + rng.IntN(4) {
			to := year + rng.IntN(3)
			spans = append(spans, burden.Span{From: year, To: to, Entry: burden.Entry{Value: decimal.New(rng.Int64N(9), 0), Source: "bureau", Print: "first"}})
			year = to
		}
		p := burden.NewParam("p", burden.KRW, burden.NewSeries(spans...))
		m, err := burden.NewModel("m", toy.Contribution.Is(p))
		require.NoError(t, err)
		want := p.Series()
		var changes []scenario.Change
		for year := 1990; year < 2050; year += 1 + rng.IntN(5) {
			to := year + rng.IntN(6)
			n := rng.Int64N(5)
			source := func(e burden.Entry, sign string) string {
				return fmt.Sprintf("scenario o: %d %s %s, first, bureau", n, sign, burden.Text(e.Value))
			}
			switch rng.IntN(3) {
			case 0:
				changes = append(changes, scenario.Set(p, n, scenario.Between(year, to)))
				want = want.Set(year, to, burden.Entry{Value: decimal.New(n, 0), Source: "scenario o", Status: burden.Assumed})
			case 1:
				changes = append(changes, scenario.Scale(p, n, scenario.Between(year, to)))
				want = want.Change(year, to, func(e burden.Entry) burden.Entry {
					return burden.Entry{Value: e.Value.Mul(decimal.New(n, 0)), Source: source(e, "×"), Status: burden.Assumed}
				})
			default:
				changes = append(changes, scenario.Shift(p, n, scenario.Between(year, to)))
				want = want.Change(year, to, func(e burden.Entry) burden.Entry {
					return burden.Entry{Value: e.Value.Add(decimal.New(n, 0)), Source: source(e, "+"), Status: burden.Assumed}
				})
			}
			year = to
		}
		rng.Shuffle(len(changes), func(i, j int) { changes[i], changes[j] = changes[j], changes[i] })
		changed, ok := toy.With(t, scenario.Baseline(m, 2000, 2000), "o", changes...).Model().Param("p")
		require.True(t, ok)
		require.True(t, want.Equal(changed.Series()), "draw %d: %v of %v: %v", i, changes, spans, changed.Series().Spans())
		require.True(t, burden.NewSeries(spans...).Equal(p.Series()), "the parameter itself stays")
	}
}

// TestDefinitionsComeFirst: in an overlay, a parameter can be set that another
// change brings, wherever it stands.
func TestDefinitionsComeFirst(t *testing.T) {
	factor := burden.NewParam("factor", burden.Ratio, burden.Constant(2))
	brings := scenario.Define(toy.Half.Is(toy.Base.Times(factor)))
	sets := scenario.Set(factor, 3, scenario.In(2021))
	for _, changes := range [][]scenario.Change{{brings, sets}, {sets, brings}} {
		expect(t, toy.With(t, toy.Scenario(t), "o", changes...), toy.Half, "2000 3000 2000 2000") // 1000 twice and three times
	}
	low, high := scenario.NewOverlay("low", brings), scenario.NewOverlay("high", sets).Priority(1)
	expect(t, toy.Apply(t, toy.Scenario(t), high, low), toy.Half, "2000 3000 2000 2000")
	_, err := toy.Scenario(t).Apply(low.Priority(2), high)
	assert.ErrorIs(t, err, burden.ErrUnknownName, "priorities are kept")
}

func TestYearsInWords(t *testing.T) {
	for want, y := range map[string]scenario.Years{
		"in 2010":           scenario.In(2010),
		"from 2010":         scenario.From(2010),
		"from 2010 to 2013": scenario.Between(2010, 2013),
		"in 2011":           scenario.Between(2011, 2011),
		"in 9999":           scenario.From(burden.MaxYear),
	} {
		assert.Equal(t, want, y.String())
	}
	assert.Equal(t, "no change", scenario.Change{}.String())
	assert.Equal(t, "define nothing", scenario.Define(nil).String())
	assert.Equal(t, "set cpi to 1", scenario.Set(toy.CPI, 1, scenario.Between(burden.MinYear, burden.MaxYear)).String())
}

// FuzzChange puts any change on the toy agreement: an error that says where, or
// a scenario that does what the change says.
func FuzzChange(f *testing.F) {
	f.Add(uint8(0), uint8(1), 2021, 2022, "5%")
	f.Add(uint8(1), uint8(1), 2022, 2022, "-1.5")
	f.Add(uint8(2), uint8(2), 0, 10000, "0.3")
	f.Add(uint8(1), uint8(0), 1, 9999, "9e399")
	f.Add(uint8(2), uint8(3), 2023, 2020, "1e-400")
	f.Add(uint8(3), uint8(0), 1, 9999, "12..5")
	f.Add(uint8(3), uint8(1), 1, math.MinInt, "")
	f.Fuzz(func(t *testing.T, kind, which uint8, from, to int, text string) {
		p := []burden.Param{toy.Base, toy.CPI, toy.Ceiling, toy.Heads, {}}[which%5]
		years := scenario.Between(from, to)
		value, numeric := burden.Parse(text)
		expected := func(old *big.Rat) *big.Rat { return value.Rat() }
		var c scenario.Change
		switch kind % 4 {
		case 0:
			c = scenario.Set(p, text, years)
		case 1:
			c = scenario.Scale(p, text, years)
			expected = func(old *big.Rat) *big.Rat { return old.Mul(old, value.Rat()) }
		case 2:
			c = scenario.Shift(p, text, years)
			expected = func(old *big.Rat) *big.Rat { return old.Add(old, value.Rat()) }
		default:
			c = scenario.Define(p.Is(burden.Constant(text)))
			years, from, to = scenario.From(burden.MinYear), burden.MinYear, burden.MaxYear
		}
		s := toy.Scenario(t)
		r, err := s.With("fuzz", c)
		if err != nil {
			require.Nil(t, r)
			_, typed := errors.AsType[*scenario.Error](err)
			require.True(t, typed, "%v", err)
			require.NotEmpty(t, err.Error())
			return
		}
		require.NoError(t, numeric, "a bad number was accepted")
		require.True(t, 1 <= from && from <= to && to <= 9999, "bad years were accepted: %v", years)
		changed, ok := r.Model().Param(p.Name())
		require.True(t, ok)
		for year := 2019; year <= 2024; year++ {
			was, had := p.Series().At(year)
			is, has := changed.Series().At(year)
			within := from <= year && year <= to
			gives := kind%4 == 0 || kind%4 == 3 // a set or defined year has a value, whether it had one or not
			require.Equal(t, had || within && gives, has, "%v: %d", c, year)
			if within && has {
				require.Zero(t, expected(was.Value.Rat()).Cmp(is.Value.Rat()), "%v: %d", c, year)
			} else if has {
				require.Zero(t, was.Value.Cmp(is.Value), "%v: %d", c, year)
			}
		}
		q, err := scenario.Compare(s, r)
		if err != nil { // such as the 0 persons that the contribution is divided by
			_, typed := errors.AsType[*scenario.Error](err)
			require.True(t, typed, "%v", err)
			return
		}
		require.NotEmpty(t, q.String())
		_, err = r.Warnings()
		require.NoError(t, err)
	})
}
