package scenario_test

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/internal/anymodel"
	"example.com/burdenshare/scenario/internal/toy"
)

// onRecord says what a projection has on record of a limit in a year, as an event of a fan
// says it: 1, 0, or -1 if none of the lines that have the limit was computed. It looks at
// the records themselves.
func onRecord(p *burden.Projection, by burden.Formula, reached bool, year int) int {
	is := func(l burden.Formula) bool { return l == by || readsName(l, by.Node()) }
	found := -1
	for _, l := range p.Model().Lines() {
		f, _ := p.Model().Formula(l)
		if n := f.Node(); n.Kind == burden.ByYearNode {
			if f = (burden.Formula{}); n.InForce(year) >= 0 {
				f = n.Operands[n.InForce(year)]
			}
		}
		if _, err := p.Value(l, year); err == nil && limitedWithin(f, is) {
			found = 0
		}
	}
	for _, r := range p.Limits() {
		if r.Year == year && r.Binds != reached && is(r.Limit) {
			return 1
		}
	}
	return found
}

func limitedWithin(f burden.Formula, is func(burden.Formula) bool) bool {
	return slices.ContainsFunc(f.Limits(), is) || slices.ContainsFunc(f.Node().Operands, func(o burden.Formula) bool { return limitedWithin(o, is) })
}

func readsName(f burden.Formula, n burden.Node) bool {
	found := false
	burden.Walk(f, func(_ burden.Site, m burden.Node) bool {
		found = found || n.Name != "" && m.Kind == n.Kind && m.Name == n.Name
		return !found
	})
	return found
}

// tallies are what comparisons of events found.
type tallies struct{ fans, engines, runs, failed, binds, reached, apart int }

// compareEvents holds every event of every run against the records of that run's own
// projection of the line, the counts of the fan against theirs, and the engine against the
// plain evaluator. What other lines need, which beside compares, makes no difference.
func compareEvents(t *testing.T, w scenario.Sweep, l burden.Line, limits []burden.Formula, sum *tallies, beside ...scenario.Event) {
	t.Helper()
	type what struct {
		by      burden.Formula
		reached bool
	}
	events, asked := slices.Clone(beside), map[string]what{}
	for i, f := range limits {
		b, r := "b"+strconv.Itoa(i), "r"+strconv.Itoa(i)
		events = append(events, scenario.Binds(f).Named(b), scenario.Reached(f).Named(r))
		asked[b], asked[r] = what{f, false}, what{f, true}
	}
	f, err := scenario.FanSweep(w, l, events...)
	require.NoError(t, err)
	if failsThroughout(t, f) {
		return
	}
	sum.fans++
	if scenario.HasEngine(f) {
		sum.engines++
	}
	compareWithPlain(t, f)
	fan, err := w.Fan(t.Context(), l, events...)
	require.NoError(t, err)
	from, to := w.Scenario.Years()
	at := map[string]int{}
	for k, m := range f.Metrics {
		at[m.String()] = k
	}
	counts := map[string][2]int{}
	for o, err := range f.Run(t.Context()) {
		require.NoError(t, err)
		var p *burden.Projection
		s, err := w.At(o.Index)
		if err == nil {
			p, err = s.Model().Project(from, to, l)
		}
		if o.Err != nil {
			sum.failed++
			if len(beside) == 0 {
				require.Error(t, err)
			}
			continue
		}
		require.NoError(t, err)
		sum.runs++
		for name, x := range asked {
			for year := from; year <= to; year++ {
				key := name + " " + strconv.Itoa(year)
				want, found := onRecord(p, x.by, x.reached, year), o.Values[at[key]]
				require.True(t, found.Equal(decimal.NewFromInt(int64(want))), "%s %d, reached %t, run %d: %s, want %d\n%v", x.by, year, x.reached, o.Index, found, want, p.Limits())
				c := counts[key]
				if want >= 0 {
					c = [2]int{c[0] + want, c[1] + 1}
				}
				counts[key] = c
				switch {
				case want == 1 && x.reached:
					sum.reached++
				case want == 1:
					sum.binds++
				case want < 0:
					sum.apart++
				}
			}
		}
	}
	for name := range asked {
		for year := from; year <= to; year++ {
			times, of := fan.Happens(name, year)
			require.Equal(t, counts[name+" "+strconv.Itoa(year)], [2]int{times, of}, "%s %d", name, year)
		}
	}
}

// TestEventsAreWhatIsOnRecord makes rules at random: floors and ceilings that are
// parameters, lines or numbers, with and without carrying, compounded, rounded, with
// add-ons, from and to some year; numbers are so coarse that limits are often just reached.
func TestEventsAreWhatIsOnRecord(t *testing.T) {
	var sum tallies
	for seed := uint64(1); seed <= 150; seed++ {
		r := rand.New(rand.NewPCG(seed, 21))
		percent := func(low, high int) string { return strconv.Itoa(low+r.IntN(high-low+1)) + "%" }
		prices := burden.NewParam("prices", burden.Ratio, burden.Constant(percent(0, 8)))
		extra := burden.NewParam("extra", burden.Ratio, burden.Constant(percent(-1, 2)))
		ceiling := burden.NewParam("ceiling", burden.Ratio, burden.Constant(percent(3, 6)))
		floor := burden.NewParam("floor", burden.Ratio, burden.Constant(percent(0, 3)))
		fixed := burden.Amount(percent(3, 5), burden.Ratio)
		x := burden.Index{Driver: prices, Lag: r.IntN(3), Compound: r.IntN(3) == 0, Carry: burden.Carry(r.IntN(4)), From: 2021}
		limits := []burden.Formula{}
		if r.IntN(5) > 0 {
			x.Ceiling = []burden.Operand{ceiling, fixed, burden.NewLine("cap", burden.Ratio)}[r.IntN(3)]
			limits = append(limits, burden.Sum(x.Ceiling))
		}
		if r.IntN(3) > 0 {
			x.Floor = []burden.Operand{floor, burden.Amount(0, burden.Ratio), floor.Times(burden.Amount("0.5", burden.Ratio))}[r.IntN(3)]
			limits = append(limits, burden.Sum(x.Floor))
			if r.IntN(2) == 0 && readsName(burden.Sum(x.Floor), floor.Formula.Node()) {
				limits = append(limits, floor.Formula)
			}
		}
		if len(limits) == 0 {
			continue
		}
		if r.IntN(2) == 0 {
			x.AddOns = []burden.Operand{extra}
		}
		if r.IntN(3) == 0 {
			x.Precision = burden.RoundTo("1%", burden.HalfUp)
		}
		if r.IntN(4) == 0 {
			x.To = 2023
		}
		rule := burden.NewIndexRule("rule", x)
		cost := burden.NewLine("cost", burden.KRW)
		next := cost.Previous().GrownBy(rule)
		switch r.IntN(4) {
		case 0:
			next = next.RoundedTo("1", burden.HalfUp)
		case 1: // the rule only where the cost is small
			next = burden.When(cost.Previous().Below(burden.Amount(110, burden.KRW)), next, cost.Previous())
		case 2:
			next = cost.Previous().GrownBy(rule.Formula.Lag(1))
		}
		d := cost.Starts(2020+r.IntN(3), burden.Amount(100, burden.KRW)).Then(next)
		if x.To != 0 {
			d = d.From(2024, cost.Previous())
		}
		m, err := burden.NewModel("random", rule, burden.NewLine("cap", burden.Ratio).Is(ceiling.Plus(burden.Amount("1%", burden.Ratio))), d)
		require.NoError(t, err)
		var axes []scenario.Axis
		for _, p := range []burden.Param{prices, extra, ceiling, floor} {
			if _, ok := m.Param(p.Name()); !ok {
				continue
			}
			if p.Name() == "prices" {
				for year := 2019; year <= 2025; year++ {
					axes = append(axes, scenario.NewAxis(p, percentages(r, 60, 0, 9), scenario.In(year)))
				}
				continue
			}
			axes = append(axes, scenario.NewAxis(p, percentages(r, 60, 0, 5)))
		}
		w := scenario.Sweep{Scenario: scenario.Baseline(m, d.Formula().Node().Starts[0], 2025), Design: scenario.NewColumns(axes...)}
		compareEvents(t, w, cost, limits, &sum)
		if seed%2 == 0 {
			compareEvents(t, w, cost, limits, &sum, scenario.Above(rule.Raw(), rule.Applied()).Named("above"))
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
	t.Logf("%+v", sum)
	assert.Greater(t, sum.engines, sum.fans*9/10)
	assert.Greater(t, sum.binds, 1000)
	assert.Greater(t, sum.reached, 100)
	assert.Positive(t, sum.apart)
}

// percentages are so many percentages at random.
func percentages(r *rand.Rand, n, low, high int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = strconv.Itoa(low+r.IntN(high-low+1)) + "%"
	}
	return list
}

// TestEventsOfAnyModel does the same with random models of every kind of node: limits
// within lags, sums, conditions and quotients, several in one node, in lines that others
// need in some years and in some runs only.
func TestEventsOfAnyModel(t *testing.T) {
	var sum tallies
	for seed := uint64(1); sum.runs < 3000; seed++ {
		r := rand.New(rand.NewPCG(seed, 22))
		m, err := anymodel.New(r)
		if err != nil {
			continue
		}
		w := anySweep(r, m)
		if w.Design == nil {
			continue
		}
		from, to := w.Scenario.Years()
		for _, l := range m.Lines() {
			var limits []burden.Formula
			for _, k := range m.Lines() {
				f, _ := m.Formula(k)
				limits = append(limits, limitsWithin(f)...)
			}
			for _, p := range m.Params() {
				limits = append(limits, p.Formula)
			}
			w.Scenario = scenario.Baseline(m.Model, from, to)
			limits = slices.DeleteFunc(limits, func(f burden.Formula) bool {
				_, err := scenario.FanSweep(w, l, scenario.Binds(f))
				return err != nil
			})
			if len(limits) == 0 {
				continue
			}
			var beside []scenario.Event
			if k := m.Lines()[r.IntN(len(m.Lines()))]; r.IntN(2) == 0 && k.Unit() == l.Unit() {
				beside = append(beside, scenario.Above(k, l).Named("above"))
			}
			if _, err := scenario.FanSweep(w, l, beside...); err != nil {
				continue
			}
			compareEvents(t, w, l, limits[:min(len(limits), 6)], &sum, beside...)
			if t.Failed() {
				t.Fatalf("seed %d, %s", seed, l)
			}
		}
	}
	t.Logf("%+v", sum)
	assert.Greater(t, sum.engines, sum.fans/4)
	assert.Positive(t, sum.binds)
	assert.Positive(t, sum.reached)
}

func limitsWithin(f burden.Formula) []burden.Formula {
	list := f.Limits()
	for _, o := range f.Node().Operands {
		list = append(list, limitsWithin(o)...)
	}
	return list
}

// A rule that catches up, worked out by hand. The ceiling is 5 %:
//
//	      raw   carried in   available   applied
//	2027  9 %        -          9 %        5 %     binds
//	2028  2 %       4 %         6 %        5 %     binds, though the raw growth is below the ceiling
//	2029  3 %       1 %         4 %        4 %     does not
//	2030  5 %        -          5 %        5 %     is reached
//
// Comparing the raw growth with the growth applied, which the documentation once gave as
// the way to ask, says that it bound in 2027 only.
func TestTheCeilingBindsByWhatIsCarriedIntoTheYear(t *testing.T) {
	prices := burden.NewParam("prices", burden.Ratio, burden.ByYear(map[int]string{2027: "9%", 2028: "2%", 2029: "3%", 2030: "5%"}))
	rule := burden.NewIndexRule("rule", burden.Index{Driver: prices, Ceiling: toy.Ceiling, Carry: burden.CarryExcess, From: 2027})
	cost := burden.NewLine("cost", burden.KRW)
	m, err := burden.NewModel("carrying", rule, cost.Starts(2026, burden.Amount(100, burden.KRW)).Then(cost.Previous().GrownBy(rule)))
	require.NoError(t, err)
	w := scenario.Sweep{Scenario: scenario.Baseline(m, 2026, 2030), Design: scenario.NewGrid(scenario.NewAxis(toy.Ceiling, []string{"5%"}))}
	raw := scenario.Above(rule.Raw(), rule.Applied())
	f, err := w.Fan(t.Context(), cost, scenario.Binds(toy.Ceiling), scenario.Reached(toy.Ceiling), raw)
	require.NoError(t, err)
	for year, want := range map[int][3][2]int{ // times, of
		2026: {{0, 0}, {0, 0}, {0, 0}}, // the base: nothing is limited, and the rule has no line yet
		2027: {{1, 1}, {0, 1}, {1, 1}},
		2028: {{1, 1}, {0, 1}, {0, 1}},
		2029: {{0, 1}, {0, 1}, {0, 1}},
		2030: {{0, 1}, {1, 1}, {0, 1}},
	} {
		for i, e := range []string{"ceiling binds", "ceiling reached", "rule.raw above rule"} {
			times, of := f.Happens(e, year)
			assert.Equal(t, want[i], [2]int{times, of}, "%s %d", e, year)
		}
	}
	// The other way round, a floor of 2 % whose advance is taken back: raw growth of 0 % and
	// then 3 %. In 2028 it is 3 - 2 = 1 %, and the floor binds again. The raw growth is above
	// the growth applied there, and there is no ceiling at all.
	floor := burden.NewParam("floor", burden.Ratio, burden.Constant("2%"))
	rule = burden.NewIndexRule("rule", burden.Index{Driver: prices, Floor: floor, Carry: burden.CarryAdvance, From: 2027})
	m, err = m.With(rule, prices.Is(burden.ByYear(map[int]string{2027: "0%", 2028: "3%"})))
	require.NoError(t, err)
	w = scenario.Sweep{Scenario: scenario.Baseline(m, 2026, 2028), Design: scenario.NewGrid(scenario.NewAxis(floor, []string{"2%"}))}
	f, err = w.Fan(t.Context(), cost, scenario.Binds(floor), raw)
	require.NoError(t, err)
	for year := 2027; year <= 2028; year++ {
		times, of := f.Happens("floor binds", year)
		assert.Equal(t, [2]int{1, 1}, [2]int{times, of}, year)
	}
	times, _ := f.Happens("rule.raw above rule", 2028)
	assert.Equal(t, 1, times)
}

// How far off the comparison is in a simulation: what the fan counts is what the records
// of every run say, year by year.
func TestShareOfRunsInWhichTheCeilingBindsIsTheRecords(t *testing.T) {
	const runs = 200
	prices := burden.NewParam("prices", burden.Ratio, burden.Constant("9%"))
	rule := burden.NewIndexRule("rule", burden.Index{Driver: prices, Ceiling: toy.Ceiling, Carry: burden.CarryExcess, From: 2027})
	cost := burden.NewLine("cost", burden.KRW)
	m, err := burden.NewModel("carrying", rule, cost.Starts(2026, burden.Amount(100, burden.KRW)).Then(cost.Previous().GrownBy(rule)))
	require.NoError(t, err)
	m, err = m.With(toy.Ceiling.Is(burden.Constant("5%")))
	require.NoError(t, err)
	w := scenario.Sweep{Scenario: scenario.Baseline(m, 2026, 2030), Design: scenario.Simulation{Seed: 3, Runs: runs, Inputs: []scenario.Uncertain{{
		Param: prices, Years: scenario.Between(2028, 2030), Process: scenario.EachYear(scenario.Uniform("0%", "6%")), Grid: burden.RoundTo("0.1%", burden.HalfUp),
	}}}}
	f, err := w.Fan(t.Context(), cost, scenario.Binds(toy.Ceiling), scenario.Above(rule.Raw(), rule.Applied()).Named("compared"))
	require.NoError(t, err)
	binds := map[int]int{}
	for i := range runs {
		s, err := w.At(i)
		require.NoError(t, err)
		p, err := s.Project()
		require.NoError(t, err)
		for _, r := range p.Limits() {
			if r.Binds && !r.Floor {
				binds[r.Year]++
			}
		}
	}
	for year := 2027; year <= 2030; year++ {
		times, of := f.Happens("ceiling binds", year)
		assert.Equal(t, [2]int{binds[year], runs}, [2]int{times, of}, year)
		compared, _ := f.Happens("compared", year)
		t.Logf("%d: the ceiling binds in %d of %d runs by the records, in %d by comparing", year, binds[year], runs, compared)
		if year > 2027 {
			assert.Less(t, compared+runs/20, times, year)
		}
	}
}

// The bounds of a split's members are limits too. What varies decides them, so the plain
// evaluator is asked.
func TestEventsOfASplit(t *testing.T) {
	weight := burden.NewParam("weight", burden.Ratio, burden.Constant(1))
	most, least := burden.NewParam("most", burden.KRW, burden.Constant(50)), burden.NewParam("least", burden.KRW, burden.Constant(25))
	one := burden.Amount(1, burden.Ratio)
	split := burden.NewSplit("share", burden.KRW, burden.Split{Total: burden.Amount(100, burden.KRW), Quantum: "1", Members: []burden.Member{
		{Key: "a", Weight: weight, Ceiling: most}, {Key: "b", Weight: one, Floor: least}, {Key: "c", Weight: one},
	}})
	paid := burden.NewLine("paid", burden.KRW)
	m, err := burden.NewModel("m", split, paid.Is(split.Part("a").Plus(split.Part("b"))))
	require.NoError(t, err)
	w := scenario.Sweep{Scenario: scenario.Baseline(m, 2020, 2021), Design: scenario.NewGrid(scenario.NewStepAxis(weight, scenario.NewSteps("0", "4", "0.1")))}
	var sum tallies
	compareEvents(t, w, paid, []burden.Formula{most.Formula, least.Formula}, &sum)
	assert.Equal(t, 41, sum.runs)
	assert.Positive(t, sum.binds)
	assert.Positive(t, sum.reached, "a weight of 2 gives 50, 25 and 25 without any bound")
}

// Two limits may be written alike. The events are told apart by their names: of rules from
// 2021 and from 2022, both limited by a fixed 3 %, the second has no growth in 2021.
func TestEventsOfLimitsThatAreWrittenAlike(t *testing.T) {
	prices := burden.NewParam("prices", burden.Ratio, burden.Constant("1%"))
	rule := func(name string, from int) burden.IndexRule {
		return burden.NewIndexRule(name, burden.Index{Driver: prices, Ceiling: burden.Amount("3%", burden.Ratio), From: from})
	}
	one, two := rule("one", 2021), rule("two", 2022)
	a, b, total := burden.NewLine("a", burden.KRW), burden.NewLine("b", burden.KRW), burden.NewLine("total", burden.KRW)
	m, err := burden.NewModel("m", one, two,
		a.Starts(2020, burden.Amount(100, burden.KRW)).Then(a.Previous().GrownBy(one)),
		b.Starts(2021, burden.Amount(100, burden.KRW)).Then(b.Previous().GrownBy(two)),
		total.Starts(2020, a).Then(a.Plus(b)))
	require.NoError(t, err)
	for _, last := range []string{"2%", "4%"} { // 3 values, and 41 in blocks
		w := scenario.Sweep{Scenario: scenario.Baseline(m, 2020, 2022), Design: scenario.NewGrid(scenario.NewStepAxis(prices, scenario.NewSteps("0%", last, map[string]string{"2%": "1%", "4%": "0.1%"}[last])))}
		f, err := w.Fan(t.Context(), total, scenario.Binds(one.Index().Ceiling).Named("one"), scenario.Binds(two.Index().Ceiling).Named("two"))
		require.NoError(t, err)
		n, above := 3, 0 // prices above 3 %
		if last == "4%" {
			n, above = 41, 10 // 3.1 % to 4 %
		}
		for _, c := range []struct {
			event string
			year  int
			want  [2]int
		}{{"one", 2021, [2]int{above, n}}, {"two", 2021, [2]int{0, 0}}, {"one", 2022, [2]int{above, n}}, {"two", 2022, [2]int{above, n}}} {
			times, of := f.Happens(c.event, c.year)
			assert.Equal(t, c.want, [2]int{times, of}, "%s %d of %d runs", c.event, c.year, n)
		}
		_, err = w.Fan(t.Context(), total, scenario.Binds(one.Index().Ceiling), scenario.Binds(two.Index().Ceiling))
		assert.ErrorIs(t, err, burden.ErrDuplicate, "without names they are called alike")
		_, err = w.Fan(t.Context(), total, scenario.Binds(one.Index().Ceiling).Named("total"))
		assert.ErrorContains(t, err, "event total: burden: m: the fan has total 2020 already; give the event another name, by Named")
	}
}

// The text of a limit may be long. The ceiling is 0 + 3 % and the floor 0 + 1 %, so of
// prices of 0 to 4 % by 0.1 % the ceiling binds at 3.1 % to 4 %, which are 10 runs, and the
// floor at 0 to 0.9 %, which are 10 as well; at 5 to 9 % the floor never does.
func TestEventsOfLimitsOfLongNames(t *testing.T) {
	long := func(end string) burden.Param {
		return burden.NewParam("a_very_long_name_that_both_limits_begin_with_and_"+end, burden.Ratio, burden.Constant(0))
	}
	prices := burden.NewParam("prices", burden.Ratio, burden.Constant("1%"))
	rule := burden.NewIndexRule("rule", burden.Index{
		Driver: prices, From: 2021,
		Ceiling: long("same").Plus(burden.Amount("3%", burden.Ratio)),
		Floor:   long("same").Plus(burden.Amount("1%", burden.Ratio)),
	})
	cost := burden.NewLine("cost", burden.KRW)
	m, err := burden.NewModel("m", rule, cost.Starts(2020, burden.Amount(100, burden.KRW)).Then(cost.Previous().GrownBy(rule)))
	require.NoError(t, err)
	ceiling, floor := scenario.Binds(rule.Index().Ceiling), scenario.Binds(rule.Index().Floor)
	assert.Equal(t, "a_very_long_name_that_both_limits_begin_with_and_same + 0.03 binds", ceiling.Name())
	for _, c := range []struct {
		steps          scenario.Steps
		ceiling, floor [2]int
	}{
		{scenario.NewSteps("0%", "4%", "0.1%"), [2]int{10, 41}, [2]int{10, 41}},
		{scenario.NewSteps("5%", "9%", "0.1%"), [2]int{41, 41}, [2]int{0, 41}},
	} {
		w := scenario.Sweep{Scenario: scenario.Baseline(m, 2020, 2021), Design: scenario.NewGrid(scenario.NewStepAxis(prices, c.steps))}
		f, err := w.Fan(t.Context(), cost, ceiling, floor)
		require.NoError(t, err)
		for e, want := range map[scenario.Event][2]int{ceiling: c.ceiling, floor: c.floor} {
			times, of := f.Happens(e.Name(), 2021)
			assert.Equal(t, want, [2]int{times, of}, e.Name())
		}
	}
}

// What an event counts is what the fan's line needs, whatever other events need. One ceiling
// of 20 % limits the growth of c, by prices, and of d, by three times as much: at prices of
// 10 to 13 % it binds for d alone. In 2022 c needs d, and so what d was in 2021, in the half
// of the runs in which the switch is on.
func TestEventsDoNotCountWhatOthersNeed(t *testing.T) {
	prices := burden.NewParam("prices", burden.Ratio, burden.Constant("1%"))
	on := burden.NewParam("on", burden.Ratio, burden.Constant(0))
	cap := burden.NewParam("ceiling", burden.Ratio, burden.Constant("20%"))
	r1 := burden.NewIndexRule("r1", burden.Index{Driver: prices, Ceiling: cap, From: 2021})
	r2 := burden.NewIndexRule("r2", burden.Index{Driver: prices.Times(burden.Amount(3, burden.Ratio)), Ceiling: cap, From: 2021})
	c, d := burden.NewLine("c", burden.KRW), burden.NewLine("d", burden.KRW)
	m, err := burden.NewModel("m", r1, r2,
		c.Starts(2020, burden.Amount(100, burden.KRW)).Then(c.Previous().GrownBy(r1)).
			From(2022, burden.When(burden.Amount(0, burden.Ratio).Below(on), d, c.Previous().GrownBy(r1))),
		d.Starts(2020, burden.Amount(100, burden.KRW)).Then(d.Previous().GrownBy(r2)))
	require.NoError(t, err)
	for _, blocks := range []bool{false, true} {
		steps := scenario.NewSteps("10%", "13%", "1%") // 4 values; of 0.1 %, 31
		n := 4
		if blocks {
			steps, n = scenario.NewSteps("10%", "13%", "0.1%"), 31
		}
		w := scenario.Sweep{Scenario: scenario.Baseline(m, 2020, 2022), Design: scenario.NewGrid(
			scenario.NewStepAxis(prices, steps), scenario.NewAxis(on, []int{0, 1}))}
		for _, beside := range [][]scenario.Event{nil, {scenario.Above(d, c)}} {
			f, err := w.Fan(t.Context(), c, append(beside, scenario.Binds(cap))...)
			require.NoError(t, err)
			for year, want := range map[int][2]int{2021: {n, 2 * n}, 2022: {n, 2 * n}} {
				times, of := f.Happens("ceiling binds", year)
				assert.Equal(t, want, [2]int{times, of}, "%d, blocks %t, beside %d", year, blocks, len(beside))
			}
		}
	}
}
