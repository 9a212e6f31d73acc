package burden_test

import (
	"fmt"
	"math/big"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
)

var (
	nominal  = burden.NewParam("amount", burden.KRW, burden.ByYear(map[int]string{2018: "900", 2019: "1000", 2020: "1320", 2021: "-660"}))
	index    = burden.NewParam("index", burden.Ratio, burden.ByYear(map[int]string{2018: "90", 2019: "100", 2020: "110", 2021: "132"}))
	realLine = burden.NewLine("real", burden.KRW.AtPrices(2019))
	paid     = burden.NewLine("paid", burden.KRW)
)

// By hand: 900 / 0.9, 1000, 1320 / 1.1, -660 / 1.32.
func TestDeflateByHand(t *testing.T) {
	f := burden.Deflate(nominal, index, 2019).Exactly()
	p := projectionOf(t, modelOf(t, realLine.Is(f), paid.Is(burden.Inflate(realLine, index).Exactly())), 2018, 2021)
	wantYears(t, "1000 1000 1200 -500", p, realLine)
	wantYears(t, "900 1000 1320 -660", p, paid)
	assert.Equal(t, `exact(amount * amount(1, "KRW@2019/KRW") * index[2019] / index)`, f.String())

	// An index on another base, in another unit, is the same index.
	rebased := burden.NewParam("index", "point", burden.ByYear(map[int]string{2018: "0.45", 2019: "0.5", 2020: "0.55", 2021: "0.66"}))
	p = projectionOf(t, modelOf(t, realLine.Is(burden.Deflate(nominal, rebased, 2019).Exactly())), 2018, 2021)
	wantYears(t, "1000 1000 1200 -500", p, realLine)

	// Base years: at the prices of 2021, everything is 1.32 times as much.
	late := burden.NewLine("late", burden.KRW.AtPrices(2021))
	p = projectionOf(t, modelOf(t, late.Is(burden.Deflate(nominal, index, 2021).Exactly())), 2018, 2021)
	wantYears(t, "1320 1320 1584 -660", p, late)

	// Rounded once: 1320 × 100 / 110.4 is 1195.652…
	odd := burden.NewParam("index", burden.Ratio, burden.ByYear(map[int]string{2019: "100", 2020: "110.4"}))
	p = projectionOf(t, modelOf(t, realLine.Is(burden.Deflate(nominal, odd, 2019).RoundedTo("0.1", burden.Down))), 2020, 2020)
	wantYears(t, "1195.6", p, realLine)
}

// The Korean contribution of 2025, 14,028 in 1e8 won, by the consumer prices of
// 2020 to 2025, which rose by 0.5, 2.5, 5.1, 3.6, 2.3 and 2.1 %. By hand their product
// is 1.17153…, and 14,028 over it 11,974.08, which is 15.26 % more than 10,389 in 2019.
func TestDeflateByGrowthRates(t *testing.T) {
	amounts := burden.NewParam("contribution", burden.KRW, burden.ByYear(map[int]string{2019: "10389e8", 2025: "14028e8"}))
	rates := burden.NewParam("cpi", burden.Ratio, burden.ByYear(map[int]string{2020: "0.5%", 2021: "2.5%", 2022: "5.1%", 2023: "3.6%", 2024: "2.3%", 2025: "2.1%"}))
	level := burden.NewLine("level", burden.Ratio)
	change := burden.NewLine("change", burden.Ratio)
	m := modelOf(t,
		burden.Escalation(level, 2019, burden.Amount(1, burden.Ratio), rates, burden.Rounding{}),
		realLine.Is(burden.Deflate(amounts, level, 2019).RoundedTo("0.01e8", burden.HalfUp)),
		change.Is(realLine.Over(realLine.At(2019)).RoundedTo("0.0001", burden.HalfUp)),
		paid.Is(burden.Inflate(realLine, level).RoundedTo("1e8", burden.HalfUp)))
	p := projectionOf(t, m, 2025, 2025)
	wantYears(t, "11974.08e8", p, realLine)
	wantYears(t, "1.1526", p, change)
	wantYears(t, "14028e8", p, paid)

	// The chain starts in its first year: a base year before has no level.
	early := modelOf(t, burden.Escalation(level, 2020, burden.Amount(1, burden.Ratio), rates, burden.Rounding{}),
		realLine.Is(burden.Deflate(amounts, level, 2019).RoundedTo("1", burden.HalfUp)))
	_, err := early.Project(2025, 2025, realLine)
	assert.ErrorIs(t, err, burden.ErrMissingYear)
	assert.ErrorContains(t, err, "level is not defined for 2019")
}

// A cost per person, per month, and of one of two currencies, of which the other is real.
func TestDeflateUnitCosts(t *testing.T) {
	for u, want := range map[burden.Unit]burden.Unit{
		burden.KRW.Per(burden.Persons):                    "KRW@2019/person",
		burden.KRW.Per(burden.Persons).Per(burden.Months): "KRW@2019/month/person",
		burden.KRW.Times(burden.Months):                   "KRW@2019·month",
		"KRW/USD@2015":                                    "KRW@2019/USD@2015",
	} {
		cost, real := burden.NewParam("cost", u, burden.Constant(1320)), burden.NewLine("real", want)
		p := projectionOf(t, modelOf(t, real.Is(burden.Deflate(cost, index, 2019).Exactly())), 2020, 2020)
		wantYears(t, "1200", p, real)
	}
	real, back := burden.NewParam("real", "KRW@2019/person", burden.Constant(1200)), burden.NewLine("back", "KRW/person")
	p := projectionOf(t, modelOf(t, back.Is(burden.Inflate(real, index).Exactly())), 2020, 2020)
	wantYears(t, "1320", p, back)
}

func TestPriceFaults(t *testing.T) {
	of := func(u burden.Unit) burden.Param { return burden.NewParam("cost", u, burden.Constant(1)) }
	deflated := func(u burden.Unit) burden.Formula { return burden.Deflate(of(u), index, 2019).Exactly() }
	inflated := func(u burden.Unit) burden.Formula { return burden.Inflate(of(u), index).Exactly() }
	prices := "prices are of one currency, nominal to deflate and real to inflate, but cost is "
	big := of(burden.KRW).Formula
	for range 40 {
		big = big.Plus(big)
	}
	for _, c := range []struct {
		f     burden.Formula
		cause error
		want  string
	}{
		{deflated(burden.Ratio), burden.ErrUnit, prices + "a ratio"},
		{deflated(burden.Persons), burden.ErrUnit, prices + "person"},
		{deflated("KRW@2015"), burden.ErrUnit, prices + "KRW@2015"},
		{deflated("KRW/USD"), burden.ErrUnit, prices + "KRW/USD"},
		{deflated("KRW·USD"), burden.ErrUnit, prices + "KRW·USD"},
		// Persons for a won are more of them, not fewer, at higher prices.
		{deflated("person/KRW"), burden.ErrUnit, prices + "person/KRW"},
		{deflated("KRW^2"), burden.ErrUnit, prices + "KRW^2"},
		{inflated(burden.KRW), burden.ErrUnit, prices + "KRW"},
		{inflated(burden.Ratio), burden.ErrUnit, prices + "a ratio"},
		{inflated("person/KRW@2019"), burden.ErrUnit, prices + "person/KRW@2019"},
		{inflated("KRW@2019^2"), burden.ErrUnit, prices + "KRW@2019^2"},
		{inflated("KRW@2015/USD@2019"), burden.ErrUnit, prices + "KRW@2015/USD@2019"},
		// What is wrong elsewhere is said once, and nothing of prices.
		{burden.Deflate(of(burden.KRW), index, 0).Exactly(), burden.ErrOutOfRange, "base year = 0"},
		{burden.Deflate(of(burden.KRW), index, 10000).Exactly(), burden.ErrOutOfRange, "base year = 10000"},
		{burden.Deflate(of(burden.KRW).Plus(troops), index, 2019).Exactly(), burden.ErrUnit, "adds KRW and person: cost + troops"},
		{burden.Deflate(of("?"), index, 2019).Exactly(), burden.ErrUnit, `unit of cost = "?"`},
		{burden.Inflate(of("KRW@02019"), index).Exactly(), burden.ErrUnit, `unit of cost = "KRW@02019"`},
		{burden.Deflate(nil, index, 2019).Exactly(), burden.ErrIncomplete, "formula: incomplete"},
		{burden.Deflate(burden.Formula{}, index, 2019).Exactly(), burden.ErrIncomplete, "formula: incomplete"},
		{burden.Deflate(big, index, 2019).Exactly(), burden.ErrTooLarge, "the formula has more than"},
		{burden.Deflate(of(burden.KRW), index, 2019).RoundedTo("0", burden.Up), burden.ErrOutOfRange, "quantum = 0"},
	} {
		_, err := burden.NewModel("m", realLine.Is(c.f))
		assert.ErrorIs(t, err, c.cause, c.want)
		assert.ErrorContains(t, err, c.want)
		assert.Len(t, burden.Faults(err), 1, "%v", err)
	}
	for _, f := range []burden.Formula{burden.Deflate(nominal, nil, 2019).Exactly(), burden.Inflate(nil, nil).Exactly()} {
		_, err := burden.NewModel("m", realLine.Is(f))
		assert.ErrorIs(t, err, burden.ErrIncomplete)
	}
	// What comes of it is real, at the prices of that year and no other.
	for _, u := range []burden.Unit{burden.KRW, "KRW@2018"} {
		_, err := burden.NewModel("m", burden.NewLine("x", u).Is(burden.Deflate(nominal, index, 2019).Exactly()))
		assert.ErrorIs(t, err, burden.ErrUnit)
		assert.ErrorContains(t, err, "but its formula gives KRW@2019")
	}
}

func TestPricesWithoutALevel(t *testing.T) {
	level := func(values map[int]string) burden.Param {
		return burden.NewParam("index", burden.Ratio, burden.ByYear(values))
	}
	inflated := burden.Inflate(burden.Amount(1, "KRW@2019"), level(map[int]string{2019: "0", 2020: "1"})).RoundedTo("1", burden.Up)
	for _, c := range []struct {
		name  string
		d     burden.Definition
		cause error
	}{
		{"zero in the year", realLine.Is(burden.Deflate(nominal, level(map[int]string{2019: "1", 2020: "0"}), 2019).RoundedTo("1", burden.Up)), burden.ErrDivisionByZero},
		{"no level in the year", realLine.Is(burden.Deflate(nominal, level(map[int]string{2019: "1"}), 2019).RoundedTo("1", burden.Up)), burden.ErrMissingYear},
		{"no level in the base year", realLine.Is(burden.Deflate(nominal, level(map[int]string{2020: "1"}), 2019).RoundedTo("1", burden.Up)), burden.ErrMissingYear},
		{"not exact", realLine.Is(burden.Deflate(nominal, level(map[int]string{2019: "1", 2020: "7"}), 2019).Exactly()), burden.ErrInexact},
		{"zero in the base year, inflated", paid.Is(inflated), burden.ErrDivisionByZero},
	} {
		_, err := modelOf(t, c.d).Project(2020, 2020)
		assert.ErrorIs(t, err, c.cause, c.name)
	}
	// A level of zero in the base year makes everything free there.
	p := projectionOf(t, modelOf(t, realLine.Is(burden.Deflate(nominal, level(map[int]string{2019: "0", 2020: "1"}), 2019).Exactly())), 2020, 2020)
	wantYears(t, "0", p, realLine)
}

// Nominal plus real, in every node that takes amounts of one unit.
func TestNominalAndRealDoNotMix(t *testing.T) {
	now, then := burden.Amount(1, burden.KRW), burden.Amount(1, "KRW@2019")
	for i, f := range []burden.Formula{
		now.Plus(then), then.Minus(now), now.AtMost(then), then.AtLeast(now),
		burden.When(now.Below(then), now, now), burden.When(now.Below(now), now, then),
		paid.Starts(2009, now).Then(then).Formula(),
		now.Over(then).ToThe(1, 2).RoundedTo("1", burden.Up).Times(now),
		then.Plus(burden.Amount(1, "KRW@2015")),
		burden.Sum(now, now, then),
	} {
		_, err := burden.NewModel("m", paid.Is(f))
		assert.ErrorIs(t, err, burden.ErrUnit, "%d %s", i, f)
		assert.ErrorContains(t, err, "KRW@20", "%d", i)
		assert.Len(t, burden.Faults(err), 1, "%v", err)
	}
	_, err := burden.NewModel("m", burden.NewLine("x", burden.Ratio).Is(now.Over(then).Exactly()))
	assert.ErrorContains(t, err, "x is a ratio, but its formula gives KRW/KRW@2019", "a quotient of both is no pure number")
	split := burden.NewSplit("s", burden.KRW, burden.Split{Total: now, Quantum: "1", Members: []burden.Member{{Key: "only", Weight: now, Ceiling: then}}})
	_, err = burden.NewModel("m", split)
	assert.ErrorIs(t, err, burden.ErrUnit)
	// A parameter in both is one name for two things.
	_, err = burden.NewModel("m", paid.Is(burden.NewParam("p", burden.KRW, burden.Constant(1))), realLine.Is(burden.NewParam("p", "KRW@2019", burden.Constant(1))))
	assert.ErrorContains(t, err, "p is used in KRW@2019 and in KRW")
}

// Random trees over nominal and real leaves: just those fail in which both meet.
func TestRandomTreesOfTwoPriceBases(t *testing.T) {
	pick := random(7)
	leaf := map[burden.Unit][]burden.Formula{}
	for _, u := range []burden.Unit{burden.KRW, "KRW@2019"} {
		leaf[u] = []burden.Formula{burden.Amount(2, u), burden.NewParam("p"+fmt.Sprint(len(u)), u, burden.Constant(3)).Formula, burden.NewLine("l"+fmt.Sprint(len(u)), u).Formula}
	}
	ratio := burden.NewParam("r", burden.Ratio, burden.Constant("0.5"))
	var tree func(depth int) (f burden.Formula, unit burden.Unit, mixed bool)
	tree = func(depth int) (burden.Formula, burden.Unit, bool) {
		if depth == 0 || pick(5) == 0 {
			u := burden.KRW
			if pick(6) == 0 { // rarely, so that trees without it are common
				u = "KRW@2019"
			}
			return leaf[u][pick(3)], u, false
		}
		f, unit, mixed := tree(depth - 1)
		other := func() burden.Formula {
			g, u, m := tree(depth - 1)
			mixed = mixed || m || u != unit
			return g
		}
		switch pick(9) {
		case 0:
			f = f.Plus(other(), other())
		case 1:
			f = f.Minus(other())
		case 2:
			f = f.AtMost(other())
		case 3:
			f = f.AtLeast(other())
		case 4:
			condition := f.Below(other()) // whose unit may be another than that of the branches
			var m bool
			f, unit, m = tree(depth - 1)
			mixed = mixed || m
			f = burden.When(condition, f, other())
		case 5:
			f = f.Times(ratio).Lag(1).SumLags(3, 1)
		case 6:
			f = f.Over(ratio).RoundedTo("0.1", burden.HalfUp).Rounded(burden.RoundTo("1", burden.Up))
		case 7:
			f = f.GrownBy(ratio).At(2010)
		case 8:
			f = paid.Starts(2009, f).Then(other()).Formula()
		}
		return f, unit, mixed
	}
	failed := 0
	for i := range 500 {
		f, unit, mixed := tree(4)
		_, err := burden.NewModel("m", burden.NewLine("x", unit).Is(f),
			burden.NewLine("l3", burden.KRW).Is(leaf[burden.KRW][0]), burden.NewLine("l8", "KRW@2019").Is(leaf["KRW@2019"][0]))
		if !mixed {
			require.NoError(t, err, "%d %s", i, f)
			continue
		}
		failed++
		require.ErrorIs(t, err, burden.ErrUnit, "%d %s", i, f)
		require.ErrorContains(t, err, "KRW@2019")
	}
	assert.Greater(t, failed, 100)
	assert.Less(t, failed, 400)
}

// Deflating by exact factors and inflating again is the identity, and each step is
// what rationals say.
func TestDeflateAndInflateAreInverse(t *testing.T) {
	pick := random(8)
	exact := []string{"1", "2", "4", "5", "8", "10", "12.5", "0.4", "0.05", "64", "156.25"} // products of 2 and 5, which divide anything
	rounding := burden.RoundTo("0.01", burden.HalfUp)
	rounded := burden.NewLine("rounded", "KRW@2022")
	for range 200 {
		amounts, levels := map[int]string{}, map[int]string{}
		for y := 2020; y <= 2024; y++ {
			amounts[y], levels[y] = fmt.Sprint(pick(2000001)-1000000)+"."+fmt.Sprint(pick(10)), exact[pick(len(exact))]
		}
		a, x := burden.NewParam("a", burden.KRW, burden.ByYear(amounts)), burden.NewParam("x", burden.Ratio, burden.ByYear(levels))
		real := burden.NewLine("real", "KRW@2022")
		odd := map[int]string{}
		for y := 2020; y <= 2024; y++ {
			odd[y] = fmt.Sprint(90 + pick(40))
		}
		cpi := burden.NewParam("cpi", burden.Ratio, burden.ByYear(odd))
		p := projectionOf(t, modelOf(t, real.Is(burden.Deflate(a, x, 2022).Exactly()), paid.Is(burden.Inflate(real, x).Exactly()),
			rounded.Is(burden.Deflate(a, cpi, 2022).Rounded(rounding))), 2020, 2024)
		for y := 2020; y <= 2024; y++ {
			wantValue(t, amounts[y], p, paid, y)
			v, err := p.Value(real, y)
			require.NoError(t, err)
			want := new(big.Rat).Mul(rat(amounts[y]), new(big.Rat).Quo(rat(levels[2022]), rat(levels[y])))
			assert.Zero(t, want.Cmp(v.Rat()), "%d of %v by %v", y, amounts, levels)
			v, err = p.Value(rounded, y)
			require.NoError(t, err)
			want = new(big.Rat).Mul(rat(amounts[y]), new(big.Rat).Quo(rat(odd[2022]), rat(odd[y])))
			assert.Zero(t, ratRound(want, rat("0.01"), burden.HalfUp).Cmp(v.Rat()), "%d of %v by %v", y, amounts, odd)
		}
	}
}
