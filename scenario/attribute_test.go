package scenario_test

import (
	"math/big"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/korea"
	"example.com/burdenshare/internal/dectest"
	"example.com/burdenshare/scenario"
)

// product is troops × cost × share, 28,000 × 40,000 × 1/2 becoming 30,000 × 44,000 × 11/20.
func product(t *testing.T) (baseline, alternative *scenario.Scenario, m scenario.Metric) {
	t.Helper()
	troops := burden.NewParam("troops", burden.Persons, burden.Constant(28000))
	cost := burden.NewParam("cost", burden.USD.Per(burden.Persons), burden.Constant(40000))
	share := burden.NewParam("share", burden.Ratio, burden.Constant("0.5"))
	line := burden.NewLine("contribution", burden.USD)
	model, err := burden.NewModel("m", line.Is(troops.Times(cost, share)))
	require.NoError(t, err)
	baseline = scenario.Baseline(model, 2020, 2020)
	alternative, err = baseline.With("asked",
		scenario.Set(troops, 30000), scenario.Set(cost, 44000), scenario.Set(share, "0.55"))
	require.NoError(t, err)
	return baseline, alternative, scenario.At(line, 2020)
}

func TestShapleyOfAProduct(t *testing.T) {
	a, b, m := product(t)
	x, err := scenario.Attribute(a, b, m)
	require.NoError(t, err)
	dectest.Equal(t, "166e6", x.Difference)
	// 132.4/3, 182.8/3 and 182.8/3 million, by hand: of the six orders, troops first
	// makes 40, after cost 44, after share 44, last 48.4 (million), and so on.
	for i, want := range []string{"132400000/3", "182800000/3", "182800000/3"} {
		assert.Equal(t, want, x.Effects[i].Share().RatString(), x.Effects[i].Name)
	}
	parts, err := x.Parts("1")
	require.NoError(t, err)
	sum := parts[0].Amount.Add(parts[1].Amount).Add(parts[2].Amount)
	dectest.Equal(t, "166e6", sum)
	dectest.Equal(t, "44133333", parts[0].Amount)
	// Equal changes, one quantum apart: the tie goes by name.
	dectest.Equal(t, "60933334", parts[1].Amount, parts[1].Name)
	dectest.Equal(t, "60933333", parts[2].Amount, parts[2].Name)
}

func TestWaterfallDependsOnTheOrder(t *testing.T) {
	a, b, m := product(t)
	for _, c := range []struct{ order, want []string }{
		{[]string{"troops", "cost", "share"}, []string{"40e6", "60e6", "66e6"}},
		{[]string{"share", "cost", "troops"}, []string{"56e6", "61.6e6", "48.4e6"}},
	} {
		x, err := scenario.Waterfall(a, b, m, c.order...)
		require.NoError(t, err)
		parts, err := x.Parts("1")
		require.NoError(t, err)
		for i := range parts {
			assert.Equal(t, c.order[i], parts[i].Name)
			dectest.Equal(t, c.want[i], parts[i].Amount, parts[i].Name)
		}
	}
}

// TestAttributeYears splits the rise of 2021 in the eleventh agreement: 10,389 to
// 11,833 by 7.4 % of the defence budget and 6.5 % of the step for labour. In 2020
// the formula was a freeze, so all of it is the formula's and the level's; from 2022
// to 2021's level the drivers differ.
func TestAttributeYears(t *testing.T) {
	sma11 := korea.Eleventh()
	s := scenario.Baseline(sma11.Model, 2019, 2025)
	x, err := scenario.AttributeYears(s, sma11.Contribution, 2022, 2023)
	require.NoError(t, err)
	dectest.Equal(t, "42.4e9", x.Difference) // 12896 - 12472
	var names []string
	sum := new(big.Rat)
	for _, e := range x.Effects {
		names = append(names, e.Name)
		sum.Add(sum, e.Share())
	}
	assert.Equal(t, []string{"defence_growth_lag1", "contribution_lag1"}, names)
	assert.Equal(t, "42400000000", sum.RatString())
}

// randomGame is a baseline and an alternative of a small random model: a sum of
// products of parameters with a ceiling and a rounding, some parameters changed,
// and perhaps the ceiling removed.
func randomGame(t *testing.T, r *rand.Rand) (a, b *scenario.Scenario, m scenario.Metric) {
	t.Helper()
	n := 2 + r.IntN(4)
	number := func() string { return strconv.Itoa(r.IntN(19)-9) + "." + strconv.Itoa(r.IntN(10)) }
	params := make([]burden.Param, n)
	var f burden.Formula
	for i := range params {
		params[i] = burden.NewParam("p"+strconv.Itoa(i), burden.Ratio, burden.Constant(number()))
		switch {
		case i == 0:
			f = params[i].Formula
		case r.IntN(2) == 0:
			f = f.Times(params[i])
		default:
			f = f.Plus(params[i])
		}
	}
	line := burden.NewLine("x", burden.Ratio)
	limited := line.Is(f.AtMost(burden.Amount(number(), burden.Ratio)).RoundedTo("0.1", burden.HalfUp))
	model, err := burden.NewModel("m", limited)
	require.NoError(t, err)
	a = scenario.Baseline(model, 2020, 2020)
	var changes []scenario.Change
	for _, p := range params {
		if r.IntN(4) > 0 {
			changes = append(changes, scenario.Set(p, number()))
		}
	}
	if r.IntN(2) == 0 {
		changes = append(changes, scenario.Define(line.Is(f.RoundedTo("0.1", burden.HalfUp))))
	}
	b, err = a.With("b", changes...)
	require.NoError(t, err)
	return a, b, scenario.At(line, 2020)
}

// TestShapleyAxioms: shares sum to the difference, a change that makes no
// difference anywhere has none, and the attribution the other way round has the
// opposite shares. Parts sum to the difference and lie within a quantum of shares.
func TestShapleyAxioms(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for round := range 300 {
		a, b, m := randomGame(t, r)
		x, err := scenario.Attribute(a, b, m)
		require.NoError(t, err, round)
		back, err := scenario.Attribute(b, a, m)
		require.NoError(t, err, round)
		sum := new(big.Rat)
		for _, e := range x.Effects {
			sum.Add(sum, e.Share())
			for _, o := range back.Effects {
				if o.Name == e.Name {
					assert.Zero(t, new(big.Rat).Add(e.Share(), o.Share()).Sign(), "%d %s", round, e.Name)
				}
			}
		}
		assert.Zero(t, sum.Cmp(x.Difference.Rat()), round)
		for _, quantum := range []string{"0.1", "1", "0.001"} {
			parts, err := x.Parts(quantum)
			require.NoError(t, err)
			total := new(big.Rat)
			q, _ := new(big.Rat).SetString(quantum)
			for _, p := range parts {
				total.Add(total, p.Amount.Rat())
				off := new(big.Rat).Sub(p.Amount.Rat(), p.Share())
				assert.Negative(t, off.Abs(off).Cmp(new(big.Rat).Add(q, q)), "%d %s", round, p.Name)
			}
			assert.Zero(t, total.Cmp(x.Difference.Rat()), "%d %s", round, quantum)
		}
	}
}

// TestSymmetricChangesShareAlike: in a + b with the same change, shares are equal;
// a parameter that is not used has no share.
func TestSymmetricAndIdleChanges(t *testing.T) {
	p, q := burden.NewParam("p", burden.KRW, burden.Constant(1)), burden.NewParam("q", burden.KRW, burden.Constant(1))
	idle := burden.NewParam("idle", burden.KRW, burden.Constant(1))
	line := burden.NewLine("x", burden.KRW)
	model, err := burden.NewModel("m", idle, line.Is(p.Plus(q).AtMost(burden.Amount(5, burden.KRW))))
	require.NoError(t, err)
	a := scenario.Baseline(model, 2020, 2020)
	b, err := a.With("b", scenario.Set(p, 4), scenario.Set(q, 4), scenario.Set(idle, 9))
	require.NoError(t, err)
	x, err := scenario.Attribute(a, b, scenario.At(line, 2020))
	require.NoError(t, err)
	// Each alone makes 3, both 3 (the ceiling of 5): 3/2 each.
	assert.Equal(t, []string{"idle", "p", "q"}, []string{x.Effects[0].Name, x.Effects[1].Name, x.Effects[2].Name})
	assert.Equal(t, "0", x.Effects[0].Share().RatString())
	assert.Equal(t, "3/2", x.Effects[1].Share().RatString())
	assert.Equal(t, "3/2", x.Effects[2].Share().RatString())
	dectest.Equal(t, "-3", x.Interaction)
	parts, err := x.Parts("1")
	require.NoError(t, err)
	dectest.Equal(t, "2", parts[1].Amount) // equal changes, one quantum apart, by name
	dectest.Equal(t, "1", parts[2].Amount)
}

// TestGroups: the groups' shares are those of a game of groups, so with troops and
// cost in one group, that group and share split the difference of 166 million as
// two changes do: alone it makes 28,000×40,000 → 30,000×44,000 at 1/2, 100 million, and
// last 110, so 105; share alone 56, last 66, so 61.
func TestGroups(t *testing.T) {
	a, b, m := product(t)
	x, err := scenario.AttributeGroups(a, b, m, scenario.Group{Name: "price", Changes: []string{"troops", "cost"}})
	require.NoError(t, err)
	group := new(big.Rat).Add(x.Effects[0].Share(), x.Effects[1].Share())
	assert.Equal(t, "105000000", group.RatString())
	assert.Equal(t, "61000000", x.Effects[2].Share().RatString())
	assert.Equal(t, []string{"price", "price", ""}, []string{x.Effects[0].Group, x.Effects[1].Group, x.Effects[2].Group})
	for name, groups := range map[string][]scenario.Group{
		"unknown": {{Name: "g", Changes: []string{"nobody"}}},
		"twice":   {{Name: "g", Changes: []string{"cost"}}, {Name: "h", Changes: []string{"cost"}}},
	} {
		_, err := scenario.AttributeGroups(a, b, m, groups...)
		require.Error(t, err, name)
	}
	table, err := x.Table("1")
	require.NoError(t, err)
	assert.Contains(t, table, "price: troops")
}

// TestStructureIsAPlayer: without its ceiling the eighth agreement pays more; the
// rule is one player, a shifted base another.
func TestStructureIsAPlayer(t *testing.T) {
	sma8 := korea.Eighth()
	agreed := scenario.Baseline(sma8.Model, 2009, 2013)
	open, err := agreed.With("open", scenario.Define(sma8.Growth.With(burden.NoCeiling)), scenario.Shift(sma8.Base, "1e9"))
	require.NoError(t, err)
	x, err := scenario.Attribute(agreed, open, scenario.Total(sma8.Contribution))
	require.NoError(t, err)
	require.Len(t, x.Effects, 2)
	assert.Equal(t, "base", x.Effects[0].Name)
	assert.Equal(t, "growth.ceiling", x.Effects[1].Name)
	assert.Equal(t, "ceiling", x.Effects[1].From)
	assert.Equal(t, "none", x.Effects[1].To)
	dectest.Equal(t, "22.3e9", x.Effects[1].Alone) // totals 4,090.8 and 4,068.5 bn won, of Compare
	sum := new(big.Rat).Add(x.Effects[0].Share(), x.Effects[1].Share())
	assert.Zero(t, sum.Cmp(x.Difference.Rat()))
}

func TestAttributionFails(t *testing.T) {
	a, b, m := product(t)
	other := burden.NewLine("nobody", burden.USD)
	many := make([]burden.Operand, 17)
	var changes []scenario.Change
	for i := range many {
		p := burden.NewParam("p"+strconv.Itoa(i), burden.USD, burden.Constant(1))
		many[i] = p
		changes = append(changes, scenario.Set(p, 2))
	}
	sum := burden.NewLine("sum", burden.USD)
	model, err := burden.NewModel("m", sum.Is(burden.Sum(many...)))
	require.NoError(t, err)
	wide := scenario.Baseline(model, 2020, 2020)
	changed, err := wide.With("all", changes...)
	require.NoError(t, err)
	longer := scenario.Baseline(a.Model(), 2020, 2021)
	for name, c := range map[string]struct {
		a, b  *scenario.Scenario
		m     scenario.Metric
		cause error
	}{
		"nil":              {nil, b, m, burden.ErrIncomplete},
		"no metric":        {a, b, scenario.Metric{}, burden.ErrIncomplete},
		"unknown line":     {a, b, scenario.At(other, 2020), burden.ErrUnknownName},
		"other years":      {a, longer, m, scenario.ErrBaseline},
		"seventeen":        {wide, changed, scenario.At(sum, 2020), burden.ErrTooLarge},
		"year not covered": {a, b, scenario.At(m1(t, a), 2031), burden.ErrOutOfRange},
	} {
		_, err := scenario.Attribute(c.a, c.b, c.m)
		require.ErrorIs(t, err, c.cause, name)
	}
	_, err = scenario.Waterfall(a, b, m, "nobody")
	require.ErrorIs(t, err, burden.ErrUnknownName)
	_, err = scenario.Waterfall(a, b, m, "cost", "cost")
	require.ErrorIs(t, err, burden.ErrDuplicate)
	x, err := scenario.Attribute(a, b, m)
	require.NoError(t, err)
	_, err = x.Parts("-1")
	require.ErrorIs(t, err, burden.ErrOutOfRange)
	_, err = x.Table("x")
	require.ErrorIs(t, err, burden.ErrNumber)
	// In groups, seventeen changes can be attributed.
	groups := []scenario.Group{{Name: "even"}, {Name: "odd"}}
	for i := range 17 {
		groups[i%2].Changes = append(groups[i%2].Changes, "p"+strconv.Itoa(i))
	}
	grouped, err := scenario.AttributeGroups(wide, changed, scenario.At(sum, 2020), groups...)
	require.NoError(t, err)
	for _, e := range grouped.Effects {
		assert.Equal(t, "1", e.Share().RatString(), e.Name) // each adds one dollar
	}
}

// m1 is the first line of a scenario.
func m1(t *testing.T, s *scenario.Scenario) burden.Line {
	t.Helper()
	require.NotEmpty(t, s.Lines())
	return s.Lines()[0]
}

// TestAttributeYearsOfAChoice: a branch that is not taken is not read, and a name of
// the model's own does not clash with one that is made up.
func TestAttributeYearsOfAChoice(t *testing.T) {
	early := burden.NewParam("early", burden.KRW, burden.ByYear(map[int]int{2025: 10, 2026: 10}))
	late := burden.NewParam("late", burden.KRW, burden.ByYear(map[int]int{2027: 40, 2028: 70}))
	year := burden.NewParam("year", burden.Ratio, burden.ByYear(map[int]int{2025: 5, 2026: 6, 2027: 7, 2028: 8}))
	x := burden.NewLine("x", burden.KRW)
	clash := burden.NewParam("year_lag1", burden.Ratio, burden.Constant(2))
	seven := burden.Amount(7, burden.Ratio)
	m, err := burden.NewModel("m", x.Is(burden.When(year.Below(seven), early, late).Times(clash).Plus(burden.Amount(1, burden.KRW).Times(year.Lag(1)))))
	require.NoError(t, err)
	s := scenario.Baseline(m, 2026, 2028)
	a, err := scenario.AttributeYears(s, x, 2026, 2027)
	require.NoError(t, err)
	dectest.Equal(t, "61", a.Difference) // 2 × (40 - 10) + (6 - 5)
	a, err = scenario.AttributeYears(s, x, 2027, 2028)
	require.NoError(t, err)
	var names []string
	for _, e := range a.Effects {
		names = append(names, e.Name)
	}
	assert.Contains(t, names, "late")
	dectest.Equal(t, "61", a.Difference) // 2 × (70 - 40) + (7 - 6)
}

// TestAttributionLimits: sixteen groups may have one change each; a larger group
// among as many is refused by name, on any machine.
func TestAttributionLimits(t *testing.T) {
	params := make([]burden.Operand, 32)
	var changes []scenario.Change
	var pairs []scenario.Group
	for i := range params {
		p := burden.NewParam("p"+strconv.Itoa(i), burden.USD, burden.Constant(1))
		params[i], changes = p, append(changes, scenario.Set(p, 2))
		if i%2 == 0 {
			pairs = append(pairs, scenario.Group{Name: "g" + strconv.Itoa(i)})
		}
		pairs[i/2].Changes = append(pairs[i/2].Changes, p.Name())
	}
	sum := burden.NewLine("sum", burden.USD)
	model, err := burden.NewModel("m", sum.Is(burden.Sum(params...)))
	require.NoError(t, err)
	a := scenario.Baseline(model, 2020, 2020)
	b, err := a.With("all", changes...)
	require.NoError(t, err)
	_, err = scenario.AttributeGroups(a, b, scenario.At(sum, 2020), pairs...)
	require.ErrorIs(t, err, burden.ErrTooLarge)
	assert.Contains(t, err.Error(), "of 2 among 16 groups is more work than an attribution takes")
	for _, bad := range [][]scenario.Group{{{Name: "nothing"}}, {pairs[0], {Name: "g0", Changes: []string{"p5"}}}} {
		_, err = scenario.AttributeGroups(a, b, scenario.At(sum, 2020), bad...)
		require.Error(t, err)
	}
	assert.Equal(t, "0", scenario.Effect{}.Share().RatString())
	same, err := scenario.Attribute(a, a, scenario.At(sum, 2020))
	require.NoError(t, err)
	_, err = same.Parts("junk")
	require.ErrorIs(t, err, burden.ErrNumber)
}

// TestTermsOfARuleAreChanges: a ceiling, a lag and a precision of one rule that
// differ are three changes, and all of them together are the alternative.
func TestTermsOfARuleAreChanges(t *testing.T) {
	sma8 := korea.Eighth()
	agreed := scenario.Baseline(sma8.Model, 2010, 2013)
	index := func(x *burden.Index) {
		x.Ceiling, x.Lag, x.Precision = nil, 1, burden.RoundTo("1%", burden.HalfUp)
		x.AddOns, x.Compound = []burden.Operand{burden.Amount("1%", burden.Ratio)}, true
		x.Floor, x.From = burden.Amount("0", burden.Ratio), 2010
	}
	// Consumer prices are known up to 2025, so a lag of one year is no missing year.
	other, err := agreed.With("other", scenario.Define(sma8.Growth.With(index)))
	require.NoError(t, err)
	m := scenario.Total(sma8.Contribution)
	x, err := scenario.Attribute(agreed, other, m)
	require.NoError(t, err)
	var names []string
	sum := new(big.Rat)
	for _, e := range x.Effects {
		names = append(names, e.Name)
		sum.Add(sum, e.Share())
	}
	assert.Equal(t, []string{"growth.lag", "growth.precision", "growth.add_ons", "growth.floor", "growth.ceiling", "growth.carry"}, names)
	assert.Zero(t, sum.Cmp(x.Difference.Rat()))
	actual, err := other.Measure(m)
	require.NoError(t, err)
	dectest.Equal(t, burden.Text(actual), x.Alternative)
	assert.Equal(t, "0.01, compounded", x.Effects[2].To)
	assert.Equal(t, "nothing", x.Effects[5].From)
	assert.Equal(t, "nothing from 2010", x.Effects[5].To)
}

// Seventy parameters, more than a machine word has bits: each makes one.
func TestWaterfallOfManyChanges(t *testing.T) {
	x := burden.NewLine("x", burden.KRW)
	var terms []burden.Operand
	var changes []scenario.Change
	for i := range 70 {
		p := burden.NewParam("p"+strconv.Itoa(i), burden.KRW, burden.Constant(1))
		terms, changes = append(terms, p), append(changes, scenario.Set(p, 2))
	}
	m, err := burden.NewModel("m", x.Is(burden.Sum(terms...)))
	require.NoError(t, err)
	a := scenario.Baseline(m, 2020, 2020)
	b, err := a.With("all", changes...)
	require.NoError(t, err)
	w, err := scenario.Waterfall(a, b, scenario.At(x, 2020))
	require.NoError(t, err)
	require.Len(t, w.Effects, 70)
	for _, e := range w.Effects {
		assert.Equal(t, "1", e.Share().RatString(), e.Name)
	}
}

// Two rules that both change in two terms: each line moves by its own rule alone. The
// drivers are 10 %; the ceilings go from 4 to 6 and from 5 to 9 %, the floors do not bind.
func TestTermsOfTwoRules(t *testing.T) {
	driver := burden.NewParam("driver", burden.Ratio, burden.Constant("10%"))
	rate := func(s string) burden.Formula { return burden.Amount(s, burden.Ratio) }
	one := burden.NewIndexRule("one", burden.Index{Driver: driver, Ceiling: rate("4%")})
	two := burden.NewIndexRule("two", burden.Index{Driver: driver, Ceiling: rate("5%")})
	x, y := burden.NewLine("x", burden.Ratio), burden.NewLine("y", burden.Ratio)
	m, err := burden.NewModel("m", one, two, x.Is(one), y.Is(two))
	require.NoError(t, err)
	a := scenario.Baseline(m, 2020, 2020)
	b, err := a.With("both",
		scenario.Define(one.With(func(i *burden.Index) { i.Ceiling, i.Floor = rate("6%"), rate("1%") })),
		scenario.Define(two.With(func(i *burden.Index) { i.Ceiling, i.Floor = rate("9%"), rate("2%") })))
	require.NoError(t, err)
	for l, want := range map[burden.Line]map[string]string{x: {"one.ceiling": "1/50"}, y: {"two.ceiling": "1/25"}} {
		at, err := scenario.Attribute(a, b, scenario.At(l, 2020))
		require.NoError(t, err)
		for _, e := range at.Effects {
			share := "0"
			if s, ok := want[e.Name]; ok {
				share = s
			}
			assert.Equal(t, share, e.Share().RatString(), "%s %s", l.Name(), e.Name)
		}
	}
}

// A metric that some of the changes leave without a value cannot be attributed, even
// where all changes together give it one again; the cause is told.
func TestAttributionThroughAGap(t *testing.T) {
	use := burden.NewParam("use", burden.Ratio, burden.Constant(0))
	divisor := burden.NewParam("divisor", burden.Ratio, burden.Constant(2))
	x := burden.NewLine("x", burden.Ratio)
	quotient := burden.Amount(8, burden.Ratio).Over(divisor).Exactly()
	// With use the divisor is not looked at.
	m, err := burden.NewModel("m", x.Is(burden.When(use.Below(burden.Amount(1, burden.Ratio)), quotient, burden.Amount(5, burden.Ratio))))
	require.NoError(t, err)
	a := scenario.Baseline(m, 2020, 2020)
	b, err := a.With("both", scenario.Set(use, 1), scenario.Set(divisor, 0))
	require.NoError(t, err)
	metric := scenario.At(x, 2020)
	v, err := b.Measure(metric)
	require.NoError(t, err)
	dectest.Equal(t, "5", v)
	_, err = scenario.Attribute(a, b, metric)
	require.ErrorIs(t, err, burden.ErrDivisionByZero)
	_, err = scenario.Waterfall(a, b, metric, "divisor")
	require.ErrorIs(t, err, burden.ErrDivisionByZero)
	_, err = scenario.Waterfall(a, b, metric, "use") // of each change, what it makes alone is told too
	require.ErrorIs(t, err, burden.ErrDivisionByZero)
	r, err := scenario.Revise(a, b)
	require.NoError(t, err)
	_, err = r.Bridge(metric, "1")
	require.ErrorIs(t, err, burden.ErrDivisionByZero)

	// Of structure: a line goes over to dollars, and the one that takes it with it.
	y, z := burden.NewLine("y", burden.KRW), burden.NewLine("y", burden.USD)
	taken := burden.NewLine("taken", burden.Ratio)
	m, err = burden.NewModel("m", taken.Is(y.Over(burden.Amount(1, burden.KRW)).Exactly()), y.Is(burden.Amount(3, burden.KRW)))
	require.NoError(t, err)
	a = scenario.Baseline(m, 2020, 2020)
	b, err = a.With("dollars", scenario.Define(z.Is(burden.Amount(4, burden.USD))), scenario.Define(taken.Is(z.Over(burden.Amount(1, burden.USD)).Exactly())))
	require.NoError(t, err)
	_, err = scenario.Attribute(a, b, scenario.At(taken, 2020))
	require.ErrorIs(t, err, burden.ErrUnit)
}

// What a change makes alone and on top of all others, in millions: troops 2,000 × 40,000
// × 0.5 = 40 and 2,000 × 44,000 × 0.55 = 48.4; cost 56 and 66; share 56 and 66. Of 166,
// 152 are made alone.
func TestEffectsAloneAndLast(t *testing.T) {
	a, b, m := product(t)
	for _, x := range []func() (*scenario.Attribution, error){
		func() (*scenario.Attribution, error) { return scenario.Attribute(a, b, m) },
		func() (*scenario.Attribution, error) { return scenario.Waterfall(a, b, m) },
	} {
		x, err := x()
		require.NoError(t, err)
		for i, want := range [][2]string{{"40e6", "48.4e6"}, {"56e6", "66e6"}, {"56e6", "66e6"}} {
			dectest.Equal(t, want[0], x.Effects[i].Alone, x.Effects[i].Name)
			dectest.Equal(t, want[1], x.Effects[i].Last, x.Effects[i].Name)
		}
		dectest.Equal(t, "14e6", x.Interaction)
	}
}

// Nothing is attributed between scenarios of which one is not there or has no model.
func TestAttributionOfNothing(t *testing.T) {
	a, _, m := product(t)
	none := scenario.Baseline(nil, 2020, 2020)
	for _, c := range [][2]*scenario.Scenario{{nil, a}, {a, nil}, {none, a}, {a, none}} {
		_, err := scenario.Attribute(c[0], c[1], m)
		require.ErrorIs(t, err, burden.ErrIncomplete)
		_, err = scenario.AttributeGroups(c[0], c[1], m, scenario.Group{Name: "all", Changes: []string{"troops"}})
		require.ErrorIs(t, err, burden.ErrIncomplete)
		_, err = scenario.Waterfall(c[0], c[1], m)
		require.ErrorIs(t, err, burden.ErrIncomplete)
	}
}

// A parameter that already has the name of an input keeps it: of x = x_lag1 × x[-1],
// 2 × 3 in the year after 3, the two go apart.
func TestInputsOfAYearHaveNamesOfTheirOwn(t *testing.T) {
	p := burden.NewParam("x_lag1", burden.Ratio, burden.ByYear(map[int]int{2021: 2, 2022: 2}))
	x := burden.NewLine("x", burden.KRW)
	m, err := burden.NewModel("m", x.Starts(2020, burden.Amount(3, burden.KRW)).Then(x.Previous().Times(p)))
	require.NoError(t, err)
	a, err := scenario.AttributeYears(scenario.Baseline(m, 2020, 2022), x, 2021, 2022)
	require.NoError(t, err)
	names := map[string]string{}
	for _, e := range a.Effects {
		names[e.Name] = e.Share().RatString()
	}
	assert.Equal(t, map[string]string{"input_1_of_x_lag1": "6"}, names) // 6 became 12, by the level alone
}
