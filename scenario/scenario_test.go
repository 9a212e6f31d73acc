package scenario_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/korea"
	"example.com/burdenshare/internal/dectest"
	"example.com/burdenshare/internal/effort"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/internal/toy"
)

// eighth is the eighth agreement and its term as a baseline.
func eighth() (korea.Agreement, *scenario.Scenario) {
	a := korea.Eighth()
	return a, scenario.Baseline(a.Model, a.First, a.Last)
}

// expect checks a line from a scenario's first year on: "1000 1100 - 1650", a
// dash where it is not applicable.
func expect(t testing.TB, s *scenario.Scenario, l burden.Line, want string) {
	t.Helper()
	p, err := s.Project()
	require.NoError(t, err)
	year, _ := s.Years()
	for i, w := range strings.Fields(want) {
		got, err := p.Value(l, year+i)
		if w == "-" {
			assert.ErrorIs(t, err, burden.ErrNotApplicable, "%s %s %d", s.Name(), l.Name(), year+i)
			continue
		}
		if assert.NoError(t, err, "%s %s %d", s.Name(), l.Name(), year+i) {
			dectest.Equal(t, w, got, s.Name(), l.Name(), year+i)
		}
	}
}

// same checks that two scenarios have the same results.
func same(t testing.TB, a, b *scenario.Scenario, context ...any) {
	t.Helper()
	c := toy.Compare(t, a, b)
	require.NotEmpty(t, c.Rows(), context...)
	for _, r := range c.Rows() {
		d := r.Difference()
		if !d.Present || !d.Amount.IsZero() {
			t.Errorf("%s %d differs: %v %v", r.Line.Name(), r.Year, r, context)
		}
	}
}

func messages(err error) []string {
	var list []string
	for _, f := range burden.Faults(err) {
		list = append(list, f.Error())
	}
	return list
}

func names(lines []burden.Line) string {
	var list []string
	for _, l := range lines {
		list = append(list, l.Name())
	}
	return strings.Join(list, " ")
}

func TestScenarioSaysWhatItIs(t *testing.T) {
	s := toy.Scenario(t)
	assert.Equal(t, "baseline", s.Name())
	assert.Equal(t, "contribution strength per_head", names(s.Lines()))
	assert.Equal(t, "per_head", names(scenario.Baseline(s.Model(), 2020, 2023).Lines()), "a baseline without lines asks for the model's results")
	from, to := s.Years()
	assert.Equal(t, []int{2020, 2023}, []int{from, to})

	a := toy.With(t, s, "a", scenario.Set(toy.Base, 1))
	ab := toy.With(t, a, "b", scenario.Set(toy.Heads, 1))
	assert.Equal(t, "a + b", ab.Name())
	assert.Equal(t, "x", ab.Named("x").Name())
	assert.Equal(t, "a + b", ab.Name(), "Named leaves the original")
	same(t, ab, ab.Named("x"))
	assert.Equal(t, "x", toy.Apply(t, s.Named("x")).Name(), "without overlays the name stays")
	assert.Equal(t, "x + a", toy.With(t, s.Named("x"), "a").Name(), "a name given stays, and overlays add theirs")
	assert.Equal(t, "x + c + d", toy.With(t, toy.With(t, ab.Named("x"), "c"), "d").Name())
	assert.Equal(t, "y + d", toy.With(t, toy.With(t, ab.Named("x"), "c").Named("y"), "d").Name())
	assert.Equal(t, "a + b", ab.Named("x").Named("").Name(), "no name is none given")
	assert.Equal(t, "baseline", s.Named("x").Named("").Name())
	assert.Equal(t, "o", scenario.NewOverlay("o").Priority(3).Name())
}

// TestOverlayAddsLines: a line that an overlay adds is asked for, once, however
// many overlays follow.
func TestOverlayAddsLines(t *testing.T) {
	s := toy.With(t, toy.Scenario(t), "halved", scenario.Define(toy.Half.Is(toy.Contribution.Times(burden.Amount("0.5", burden.Ratio)))))
	expect(t, s, toy.Half, "500 550 660 825") // half of the contribution
	s = toy.With(t, s, "cheap", scenario.Set(toy.Base, 100))
	expect(t, s, toy.Half, "50 55 66 82.5")
	assert.Equal(t, "contribution strength per_head half", names(s.Lines()))
	c := toy.Compare(t, s, s)
	assert.Len(t, c.Rows(), 4*4, "four lines, four years")
	assert.Len(t, c.Totals(), 2, "contribution and half")
	merged, err := scenario.Merge(s, s)
	require.NoError(t, err)
	assert.Equal(t, names(s.Lines()), names(merged.Lines()))
}

func TestPriority(t *testing.T) {
	half, twice := scenario.Scale(toy.Base, "0.5"), scenario.Scale(toy.Base, 2)
	low := scenario.NewOverlay("low", scenario.Set(toy.Base, 300))
	for _, c := range []struct {
		name     string
		overlays []scenario.Overlay
		want     string // contribution of 2020
		source   string
	}{
		{"scale of higher on set of lower", []scenario.Overlay{low, scenario.NewOverlay("high", half).Priority(1)},
			"150", "scenario high: 0.5 × 300, scenario low"}, // 300 × 0.5
		{"order of the arguments does not matter", []scenario.Overlay{scenario.NewOverlay("high", half).Priority(1), low},
			"150", "scenario high: 0.5 × 300, scenario low"},
		{"set of higher replaces scale of lower", []scenario.Overlay{low.Priority(1), scenario.NewOverlay("high", half)},
			"300", "scenario low"},
		{"three levels, one negative", []scenario.Overlay{scenario.NewOverlay("third", scenario.Shift(toy.Base, 7)).Priority(9), low, scenario.NewOverlay("first", twice).Priority(-1)},
			"307", "scenario third: 7 + 300, scenario low"}, // the doubling is overwritten by 300, to which 7 is added
		{"definition of higher replaces set of lower", []scenario.Overlay{scenario.NewOverlay("d", scenario.Define(toy.Base.Is(burden.Constant(5).Sourced("law", burden.Confirmed)))).Priority(1), low},
			"5", "law"},
		{"scale of higher on definition of lower", []scenario.Overlay{scenario.NewOverlay("d", scenario.Define(toy.Base.Is(burden.Constant(5)))), scenario.NewOverlay("high", twice).Priority(1)},
			"10", "scenario high: 2 × 5"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := toy.Apply(t, toy.Scenario(t), c.overlays...)
			expect(t, s, toy.Contribution, c.want)
			p, err := s.Project()
			require.NoError(t, err)
			x, err := p.Explain(toy.Contribution, 2020)
			require.NoError(t, err)
			assert.Equal(t, c.source, x.Steps[0].Inputs[0].Source)
		})
	}
}

// TestLowerPriorityLater: an overlay that comes later is applied below those there.
func TestLowerPriorityLater(t *testing.T) {
	s := toy.With(t, toy.Scenario(t), "half", scenario.Define(toy.Half.Is(burden.PerHead(toy.Contribution, toy.Strength).Rounded(burden.RoundTo("0.1", burden.HalfUp)).Times(toy.Strength))))
	s = toy.Apply(t, s, scenario.NewOverlay("five", scenario.Define(toy.Strength.Is(burden.Amount(5, burden.Persons)))).Priority(-1))
	assert.Equal(t, "half + five", s.Name())
	expect(t, s, toy.Strength, "5 5 5 5")
	expect(t, s, toy.Half, "1000 1100 1320 1650") // a fifth of each, five times
}

func TestMerge(t *testing.T) {
	s := toy.Scenario(t)
	shared := toy.With(t, s, "dear", scenario.Scale(toy.Base, 2))
	a := toy.With(t, shared, "a", scenario.Set(toy.CPI, 0, scenario.In(2021)))
	b := toy.With(t, shared, "b", scenario.Set(toy.CPI, 0, scenario.In(2022)))
	m, err := scenario.Merge(a, b)
	require.NoError(t, err)
	assert.Equal(t, "dear + a + b", m.Name())
	expect(t, m, toy.Contribution, "2000 2000 2000 2500") // doubled once; 2023 grows by the ceiling of 25 %

	one, err := scenario.Merge(a.Named("x"))
	require.NoError(t, err)
	same(t, a, one)
	none, err := scenario.Merge(s, s)
	require.NoError(t, err)
	same(t, s, none)

	fewer := scenario.Baseline(s.Model(), 2020, 2023, toy.Strength)
	wide, err := scenario.Merge(fewer, a)
	require.NoError(t, err)
	assert.Equal(t, "strength contribution per_head", names(wide.Lines()), "lines that either was asked for")

	again, err := scenario.Merge(a, toy.With(t, toy.Scenario(t), "b", scenario.Set(toy.CPI, 0, scenario.In(2022))))
	require.NoError(t, err, "an equal baseline, made once more")
	same(t, m, again)
	cheaper, err := s.Model().With(toy.Base.Is(burden.Constant(999)))
	require.NoError(t, err)
	named, err := burden.NewModel("toy2", s.Model().Definitions()...)
	require.NoError(t, err)
	for _, other := range []*scenario.Scenario{scenario.Baseline(cheaper, 2020, 2023), scenario.Baseline(named, 2020, 2023), scenario.Baseline(nil, 2020, 2023), scenario.Baseline(s.Model(), 2020, 2022), scenario.Baseline(s.Model(), 2019, 2023)} {
		_, err := scenario.Merge(s, other)
		assert.ErrorIs(t, err, scenario.ErrBaseline)
	}
	_, err = scenario.Merge(a, toy.With(t, s, "c", scenario.Set(toy.CPI, 1, scenario.In(2021))))
	assert.ErrorIs(t, err, scenario.ErrConflict)
}

// TestMergeOfTwoCalls: a published agreement is one model, however often it is
// asked for.
func TestMergeOfTwoCalls(t *testing.T) {
	higher := toy.With(t, scenario.Baseline(korea.Eighth().Model, 2009, 2013), "higher", scenario.Scale(korea.Eighth().Base, 2))
	open := toy.With(t, scenario.Baseline(korea.Eighth().Model, 2009, 2013), "open", scenario.Define(korea.Eighth().Growth.With(burden.NoCeiling)))
	_, err := scenario.Merge(higher, open)
	assert.NoError(t, err)
}

func TestWarnings(t *testing.T) {
	define := func(ceiling string) scenario.Change {
		return scenario.Define(toy.Growth.With(func(x *burden.Index) { x.Ceiling = burden.Amount(ceiling, burden.Ratio) }))
	}
	for _, c := range []struct {
		name     string
		overlays []scenario.Overlay
		want     []string
	}{
		{"none", nil, nil},
		{"no change", []scenario.Overlay{scenario.NewOverlay("o")}, nil},
		{"effective", []scenario.Overlay{scenario.NewOverlay("o", scenario.Set(toy.Base, 1), scenario.Scale(toy.Heads, 2))}, nil},
		{"value already so", []scenario.Overlay{scenario.NewOverlay("o", scenario.Set(toy.Ceiling, "0.25"))},
			[]string{"o: set ceiling to 0.25 changes no result"}},
		{"year nobody looks at", []scenario.Overlay{scenario.NewOverlay("o", scenario.Set(toy.CPI, 1, scenario.In(2030)), scenario.Scale(toy.CPI, 2, scenario.In(2020)))},
			[]string{"o: set cpi to 1 in 2030 changes no result", "o: scale cpi by 2 in 2020 changes no result"}},
		{"factor one, shift nil", []scenario.Overlay{scenario.NewOverlay("o", scenario.Scale(toy.Base, 1), scenario.Shift(toy.Heads, 0))},
			[]string{"o: scale base by 1 changes no result", "o: shift heads by 0 changes no result"}},
		{"driver above the ceiling", []scenario.Overlay{scenario.NewOverlay("o", scenario.Set(toy.CPI, "26%", scenario.In(2023)))},
			[]string{"o: set cpi to 0.26 in 2023 changes no result"}},
		{"ceiling that never binds", []scenario.Overlay{scenario.NewOverlay("o", scenario.Set(toy.CPI, "1%", scenario.In(2023)), define("0.2"))},
			[]string{"o: define growth changes no result"}}, // drivers are now 10 %, 20 % and 1 %; the 25 % would not bind either
		{"ceiling that binds", []scenario.Overlay{scenario.NewOverlay("o", define("0.2"))}, nil}, // 2023
		{"overwritten by a higher priority", []scenario.Overlay{scenario.NewOverlay("low", scenario.Set(toy.Base, 5)), scenario.NewOverlay("high", scenario.Set(toy.Base, 6)).Priority(1)},
			[]string{"low: set base to 5 changes no result"}},
		{"parameter that a definition made useless", []scenario.Overlay{scenario.NewOverlay("open", scenario.Define(toy.Growth.With(burden.NoCeiling))), scenario.NewOverlay("higher", scenario.Set(toy.Ceiling, "26%"))},
			[]string{"higher: set ceiling to 0.26 changes no result"}},
		{"two of which one would do", []scenario.Overlay{scenario.NewOverlay("open", scenario.Define(toy.Growth.With(burden.NoCeiling))), scenario.NewOverlay("higher", scenario.Set(toy.Ceiling, "50%"))},
			[]string{"open: define growth changes no result", "higher: set ceiling to 0.5 changes no result"}}, // each beside the other
		{"line that is added", []scenario.Overlay{scenario.NewOverlay("o", scenario.Define(toy.Half.Is(toy.Contribution)))},
			[]string{"o: define half adds half, which the model did not have"}},
		{"misspelled line, beside one that is meant", []scenario.Overlay{scenario.NewOverlay("o", scenario.Set(toy.Ceiling, "25%"), scenario.Define(burden.NewLine("Contribution", burden.KRW).Is(toy.Base)), scenario.Define(toy.Contribution.Is(toy.Base)))},
			[]string{"o: set ceiling to 0.25 changes no result", "o: define Contribution adds Contribution, which the model did not have"}},
		{"rule that is added and never looked at", []scenario.Overlay{scenario.NewOverlay("o", scenario.Define(burden.NewIndexRule("grow", burden.Index{Driver: toy.CPI, From: 2090, To: 2091})))},
			[]string{"o: define grow adds grow, which the model did not have", "o: define grow changes no result"}},
		{"added below, replaced above", []scenario.Overlay{scenario.NewOverlay("high", scenario.Define(toy.Half.Is(toy.Base))).Priority(1), scenario.NewOverlay("low", scenario.Define(toy.Half.Is(toy.Contribution)))},
			[]string{"low: define half adds half, which the model did not have", "low: define half changes no result"}},
		{"setting below a definition that has the value", []scenario.Overlay{scenario.NewOverlay("low", scenario.Set(toy.Heads, 9)), scenario.NewOverlay("high", scenario.Define(toy.Strength.Is(burden.NewParam("heads", burden.Persons, burden.Constant(9))))).Priority(1)},
			[]string{"low: set heads to 9 changes no result", "high: define strength changes no result"}}, // each beside the other
		{"setting below a definition", []scenario.Overlay{scenario.NewOverlay("low", scenario.Set(toy.Base, 5), scenario.Set(toy.Heads, 4)), scenario.NewOverlay("high", scenario.Define(toy.Contribution.Is(toy.Base))).Priority(1)},
			[]string{"low: set heads to 4 changes no result"}},
		{"definition that others rest on", []scenario.Overlay{
			scenario.NewOverlay("share", scenario.Define(toy.Half.Is(toy.Contribution))),
			scenario.NewOverlay("use", scenario.Define(burden.NewLine("rest", burden.KRW).Is(toy.Contribution.Minus(toy.Half))))},
			[]string{"share: define half adds half, which the model did not have", "use: define rest adds rest, which the model did not have"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			warnings, err := toy.Apply(t, toy.Scenario(t), c.overlays...).Warnings()
			require.NoError(t, err)
			var got []string
			for _, w := range warnings {
				got = append(got, w.String())
			}
			assert.Equal(t, c.want, got)
		})
	}

	t.Run("missing driver supplied", func(t *testing.T) {
		long := scenario.Baseline(toy.Model(t), 2020, 2024)
		_, err := long.Warnings()
		assert.ErrorIs(t, err, burden.ErrMissingYear)
		warnings, err := toy.With(t, long, "guess", scenario.Set(toy.CPI, 0, scenario.In(2024))).Warnings()
		require.NoError(t, err)
		assert.Empty(t, warnings)
	})
	t.Run("only line asked for is added", func(t *testing.T) {
		empty, err := burden.NewModel("empty")
		require.NoError(t, err)
		warnings, err := toy.With(t, scenario.Baseline(empty, 2020, 2020), "o", scenario.Define(toy.Strength.Is(toy.Heads))).Warnings()
		require.NoError(t, err)
		assert.Equal(t, []scenario.Warning{{Overlay: "o", Change: "define strength", Adds: "strength"}}, warnings)
	})
	// Published: growth of the seventh agreement was 2.2 %, consumer prices of 2006.
	t.Run("seventh agreement under 5 %", func(t *testing.T) {
		a := korea.Seventh()
		capped := func(limit string) scenario.Change {
			return scenario.Define(a.Growth.With(func(x *burden.Index) { x.Ceiling = burden.Amount(limit, burden.Ratio) }))
		}
		s := scenario.Baseline(a.Model, a.First, a.Last)
		warnings, err := toy.With(t, s, "5 %", capped("5%")).Warnings()
		require.NoError(t, err)
		assert.Equal(t, []scenario.Warning{{Overlay: "5 %", Change: "define growth"}}, warnings)
		warnings, err = toy.With(t, s, "2 %", capped("2%")).Warnings()
		require.NoError(t, err)
		assert.Empty(t, warnings)
	})
}

// TestEighthWithoutCeiling is the published check. Amounts of the agreement are
// the published ones. Without the ceiling, in 0.1 bn won, rounded half up:
// 7600 × 1.047 = 7957.2 → 7957; × 1.028 = 8179.796 → 8180;
// × 1.029 = 8417.22 → 8417; × 1.04 = 8753.68 → 8754.
func TestEighthWithoutCeiling(t *testing.T) {
	a, agreed := eighth()
	open := toy.With(t, agreed, "no ceiling", scenario.Define(a.Growth.With(burden.NoCeiling)))
	expect(t, agreed, a.Contribution, "760.0e9 790.4e9 812.5e9 836.1e9 869.5e9")
	expect(t, open, a.Contribution, "760.0e9 795.7e9 818.0e9 841.7e9 875.4e9")
	c := toy.Compare(t, agreed, open)
	r, ok := c.Row(a.Contribution, 2010)
	require.True(t, ok)
	dectest.Equal(t, "5.3e9", r.Difference().Amount)
	dectest.Equal(t, "22.3e9", c.Totals()[0].Difference().Amount) // 5.3 + 5.5 + 5.6 + 5.9
}

// TestProperties draws changes of the toy agreement and puts each into one of
// two overlays or neither. No two of them touch the same.
func TestProperties(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	percent := func(n int64) decimal.Decimal { return decimal.New(rng.Int64N(n), -2) }
	draw := func() [2][]scenario.Change {
		var sides [2][]scenario.Change
		for _, c := range []scenario.Change{
			scenario.Set(toy.Base, rng.Int64N(5000)),
			scenario.Set(toy.CPI, percent(60), scenario.In(2021)),
			scenario.Scale(toy.CPI, percent(300), scenario.Between(2022, 2022)),
			scenario.Shift(toy.CPI, percent(20).Neg(), scenario.From(2023)),
			scenario.Set(toy.Ceiling, percent(50), scenario.In(2021), scenario.In(2023)),
			scenario.Scale(toy.Ceiling, percent(100), scenario.In(2022)),
			scenario.Define(toy.Growth.With(burden.NoCeiling)),
			scenario.Define(toy.Half.Is(toy.Contribution.Times(burden.Amount("0.5", burden.Ratio)))),
			scenario.Define(toy.Heads.Is(burden.Constant(1 + rng.Int64N(9)))),
		} {
			if side := rng.IntN(3); side < 2 {
				sides[side] = append(sides[side], c)
			}
		}
		return sides
	}
	agreed := toy.Scenario(t)
	before := toy.Compare(t, agreed, agreed).String()
	for i := range 100 {
		sides := draw()
		context := fmt.Sprint("draw ", i, sides)
		oa, ob := scenario.NewOverlay("a", sides[0]...), scenario.NewOverlay("b", sides[1]...)
		a, b := toy.Apply(t, agreed, oa), toy.Apply(t, agreed, ob)
		both := toy.Apply(t, agreed, oa, ob)
		same(t, both, toy.Apply(t, agreed, ob, oa), "commute", context)
		same(t, both, toy.Apply(t, b, oa), "one after the other", context)
		same(t, both, toy.Apply(t, both, scenario.NewOverlay("empty")), "empty overlay", context)
		assert.Empty(t, scenario.Diff(both, toy.Apply(t, agreed, ob, oa)), context)
		merged, err := scenario.Merge(a, b, both)
		require.NoError(t, err, context)
		same(t, both, merged, "merge", context)
		addsUp(t, toy.Compare(t, agreed, both), context)
		addsUp(t, toy.Compare(t, b, a), context)
	}
	same(t, agreed, toy.With(t, agreed, "empty"))
	assert.Equal(t, before, toy.Compare(t, agreed, agreed).String(), "the baseline has changed")
	same(t, agreed, toy.Scenario(t))
}

// addsUp checks differences and totals in rational numbers.
func addsUp(t *testing.T, c *scenario.Comparison, context string) {
	t.Helper()
	zero := func() [3]*big.Rat { return [3]*big.Rat{new(big.Rat), new(big.Rat), new(big.Rat)} }
	numbers := func(r scenario.Row) (list [3]*big.Rat) {
		list = zero()
		for i, v := range []scenario.Value{r.Baseline, r.Alternative, r.Difference()} {
			if v.Present {
				list[i] = v.Amount.Rat()
			}
		}
		return list
	}
	sums := map[string][3]*big.Rat{}
	for _, r := range c.Rows() {
		n := numbers(r)
		if r.Difference().Present && n[2].Cmp(new(big.Rat).Sub(n[1], n[0])) != 0 {
			t.Errorf("%s %d: difference %v %s", r.Line.Name(), r.Year, n, context)
		}
		if _, ok := sums[r.Line.Name()]; !ok {
			sums[r.Line.Name()] = zero()
		}
		for i, s := range sums[r.Line.Name()] {
			s.Add(s, n[i])
		}
	}
	for _, r := range c.Totals() {
		for i, n := range numbers(r) {
			if n.Cmp(sums[r.Line.Name()][i]) != 0 {
				t.Errorf("total of %s: %v, rows %v %s", r.Line.Name(), n, sums[r.Line.Name()], context)
			}
		}
	}
}

// TestManyChanges: many changes, in one overlay, in many, and one over the other, are
// applied and warned of. Twice as many in twice as many years take four times as much;
// if each warning looked at every year, it would be half as much again.
func TestManyChanges(t *testing.T) {
	applied := func(n int) func() {
		return func() {
			s := scenario.Baseline(toy.Model(t), 2020, 2020+n, toy.Contribution, toy.Strength, toy.PerHead)
			var changes []scenario.Change
			var level, above []scenario.Overlay
			for i := range n {
				c := scenario.Set(toy.CPI, decimal.New(int64(i%7+1), -2), scenario.In(2021+i))
				o := scenario.NewOverlay(fmt.Sprint("o", i), c)
				changes, level, above = append(changes, c), append(level, o), append(above, o.Priority(i))
			}
			one := toy.With(t, s, "one", changes...)
			chain := s
			for _, o := range level {
				chain = toy.Apply(t, chain, o)
			}
			for _, r := range []*scenario.Scenario{one, toy.Apply(t, s, level...), toy.Apply(t, s, above...), chain} {
				same(t, one, r)
				warnings, err := r.Warnings()
				require.NoError(t, err)
				assert.Empty(t, warnings)
			}
		}
	}
	effort.AtMost(t, min(1<<29, 6*effort.Bytes(t, applied(150))), applied(300)) // some 430 MB
	entries := map[int]int{}
	for year := burden.MinYear; year < burden.MaxYear; year++ {
		entries[year] = year % 50
	}
	long := burden.NewParam("long", burden.KRW, burden.ByYear(entries))
	m, err := burden.NewModel("long", toy.Contribution.Is(long))
	require.NoError(t, err)
	scaled := func(n int) func() {
		return func() {
			var doubled []scenario.Change
			for i := range n {
				doubled = append(doubled, scenario.Scale(long, 2, scenario.In(2000+i)))
			}
			warnings, err := toy.With(t, scenario.Baseline(m, 2000, 2099), "doubled", doubled...).Warnings()
			require.NoError(t, err)
			assert.Len(t, warnings, n/50, "2000 and 2050 have nothing to double")
		}
	}
	effort.AtMost(t, 3*effort.Bytes(t, scaled(50)), scaled(100))
}

// TestWarningsOneByOne has every warning found the plain way: by the scenario with
// all changes but one.
func TestWarningsOneByOne(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(3, 4))
	factor := burden.NewParam("factor", burden.Ratio, burden.Constant(1))
	draw := func() scenario.Change {
		years := scenario.Between(2019+rng.IntN(3), 2022+rng.IntN(3))
		return []scenario.Change{
			scenario.Set(toy.CPI, decimal.New(rng.Int64N(4)*10, -2), scenario.In(2020+rng.IntN(5))),
			scenario.Set(toy.CPI, decimal.New(rng.Int64N(4)*10, -2), years),
			scenario.Scale(toy.CPI, rng.Int64N(3), years),
			scenario.Shift(toy.Heads, rng.Int64N(2), years),
			scenario.Scale(toy.Ceiling, 1, scenario.From(2021+rng.IntN(4))),
			scenario.Set(toy.Ceiling, "0.3", years),
			scenario.Set(factor, 1+rng.Int64N(2), years),
			scenario.Define(toy.Growth.With(burden.NoCeiling)),
			scenario.Define(toy.Growth),
			scenario.Define(toy.Half.Is(toy.Contribution.Times(factor))),
			scenario.Define(toy.CPI.Is(burden.Constant("10%"))),
		}[rng.IntN(11)]
	}
	baseline := toy.Scenario(t)
	sound, warned := 0, 0
	for i := range 3000 {
		changes := make([][]scenario.Change, 1+rng.IntN(4))
		priorities := make([]int, len(changes))
		for k := range changes {
			priorities[k] = rng.IntN(3)
			for range 1 + rng.IntN(3) {
				changes[k] = append(changes[k], draw())
			}
		}
		build := func(without, at int) (*scenario.Scenario, error) {
			var overlays []scenario.Overlay
			for k, list := range changes {
				if list = slices.Clone(list); k == without {
					list = slices.Delete(list, at, at+1)
				}
				overlays = append(overlays, scenario.NewOverlay(fmt.Sprint(k), list...).Priority(priorities[k]))
			}
			return baseline.Apply(overlays...)
		}
		s, err := build(-1, 0)
		if err != nil {
			continue
		}
		sound++
		var want []string
		for k, list := range changes {
			for at, c := range list {
				if r, err := build(k, at); err == nil && sameValues(t, s, r) {
					want = append(want, fmt.Sprint(k, ": ", c, " changes no result"))
				}
			}
		}
		warnings, err := s.Warnings()
		require.NoError(t, err)
		var got []string
		for _, w := range warnings {
			if w.Adds == "" {
				got = append(got, w.String())
			}
		}
		require.Equal(t, want, got, "draw %d: %v %v", i, changes, priorities)
		warned += len(got)
	}
	assert.Greater(t, sound, 300)
	assert.Greater(t, warned, 300)
}

// sameValues reports whether a scenario has all values of another.
func sameValues(t *testing.T, a, b *scenario.Scenario) bool {
	t.Helper()
	p, err := a.Project()
	require.NoError(t, err)
	var lines []burden.Line
	for _, l := range a.Lines() {
		if _, ok := b.Model().Line(l.Name()); ok {
			lines = append(lines, l)
		}
	}
	q, err := b.Model().Project(2020, 2023, lines...)
	if err != nil {
		return false
	}
	for _, l := range a.Lines() {
		for year := 2020; year <= 2023; year++ {
			x, errX := p.Value(l, year)
			y, errY := q.Value(l, year)
			if (errX == nil) != (errY == nil) || errX == nil && !x.Equal(y) {
				return false
			}
		}
	}
	return true
}

func TestValuesAreNotShared(t *testing.T) {
	years := []scenario.Years{scenario.In(2021)}
	change := scenario.Set(toy.CPI, 0, years...)
	changes := []scenario.Change{change}
	overlay := scenario.NewOverlay("o", changes...)
	years[0], changes[0] = scenario.From(2021), scenario.Set(toy.Base, 1)
	lines := []burden.Line{toy.Contribution}
	s := scenario.Baseline(toy.Model(t), 2020, 2023, lines...)
	lines[0] = toy.Strength
	r := toy.Apply(t, s, overlay)
	expect(t, r, toy.Contribution, "1000 1000 1200 1500") // no growth in 2021 only
	r.Lines()[0] = toy.Strength
	c := toy.Compare(t, s, r)
	c.Rows()[0].Year, c.Totals()[0].Year = 1, 1
	assert.Equal(t, 2020, c.Rows()[0].Year)
	assert.Equal(t, 0, c.Totals()[0].Year)
	assert.Equal(t, "contribution", names(r.Lines()))
}

// TestConcurrentUse has a scenario do everything at once; the race detector looks on.
func TestConcurrentUse(t *testing.T) {
	agreed := toy.Scenario(t)
	open := toy.With(t, agreed, "open", scenario.Define(toy.Growth.With(burden.NoCeiling)))
	want := toy.Compare(t, toy.Scenario(t), toy.With(t, toy.Scenario(t), "open", scenario.Define(toy.Growth.With(burden.NoCeiling)))).String()
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			p, err := open.Project()
			q, _ := open.Project()
			assert.NoError(t, err)
			assert.Same(t, p, q, "projected once")
			c, err := scenario.Compare(agreed, open)
			if assert.NoError(t, err) {
				assert.Equal(t, want, c.String())
			}
			w, err := open.Warnings()
			assert.NoError(t, err)
			assert.Empty(t, w)
			m, err := scenario.Merge(agreed, open)
			if assert.NoError(t, err) {
				assert.Empty(t, scenario.Diff(m, open))
			}
			r, err := open.With("x", scenario.Scale(toy.Base, 2))
			if assert.NoError(t, err) {
				p, err = r.Project()
				assert.NoError(t, err)
				v, err := p.Value(toy.Contribution, 2023)
				assert.NoError(t, err)
				dectest.Equal(t, "3432", v) // 1000 × 2 × 1.1 × 1.2 × 1.3
			}
		})
	}
	all.Wait()
}
