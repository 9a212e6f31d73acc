package policytest_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/policytest"
)

// blind is a check that notices nothing that can be evaluated.
func blind(t policytest.T, s *scenario.Scenario) { policytest.Project(t, s) }

// mutate runs a check on the mutants of a model.
func mutate(t *testing.T, from, to int, check policytest.Check, definitions ...burden.Definition) *policytest.Mutations {
	t.Helper()
	m, err := burden.NewModel("m", definitions...)
	require.NoError(t, err)
	r, err := policytest.Mutate(scenario.Baseline(m, from, to), check)
	require.NoError(t, err)
	return r
}

// of returns the mutants of a name, each with its outcome.
func of(r *policytest.Mutations, name string) []string {
	var list []string
	for _, m := range r.Mutants {
		if m.Name == name {
			text, _ := strings.CutPrefix(m.String(), m.Kind+": "+m.Name)
			list = append(list, m.Kind+text+": "+m.Outcome.String())
		}
	}
	return list
}

// TestFormulasAreChangedBySite lists what becomes of each node, by hand.
func TestFormulasAreChangedBySite(t *testing.T) {
	x := burden.NewParam("x", burden.KRW, burden.ByYear(map[int]int{2000: 5, 2001: 7, 2002: 11, 2003: 13}))
	l := burden.NewLine("l", burden.KRW)
	r := burden.NewLine("r", burden.Ratio)
	rate := func(name, value string) burden.Param {
		return burden.NewParam(name, burden.Ratio, burden.Constant(value))
	}
	won := func(n int) burden.Formula { return burden.Amount(n, burden.KRW) }
	for name, c := range map[string]struct {
		d    burden.LineDefinition
		want []string
	}{
		"constant": {l.Is(x.Plus(won(20))), []string{ // 20 has one digit: a step is ten
			"constant moved at 1, 20 became 30: not noticed",
			"constant moved at 1, 20 became 10: not noticed",
		}},
		"one and zero": {r.Is(burden.Amount(1, burden.Ratio).Plus(rate("a", "2%")).Plus(burden.Amount(0, burden.Ratio))), []string{
			// 1 + a is not two rates; (1 + a) + 0 is, of which one is zero.
			"rates compounded: equivalent",
		}},
		"lag":      {l.Is(x.Lag(1)), []string{"lag moved, 1 became 2: noticed", "lag moved, 1 became 0: not noticed"}}, // x has no 1999
		"no lag":   {l.Is(x.Lag(0)), []string{"lag moved, 0 became 1: not noticed"}},
		"sum":      {l.Is(x.SumLags(1, 0)), []string{"lag moved, 1 to 0 became 2 to 1: noticed"}},
		"one year": {l.Is(x.At(2002)), []string{"lag moved, 2002 became 2003: not noticed", "lag moved, 2002 became 2001: not noticed"}},
		// 6, 7 and 8: min(7, 8, 5) under the floor, min(11, 8, 7), min(13, 8, 11).
		"limits": {l.Is(x.AtMost(won(8), x.Lag(1)).AtLeast(won(6))), []string{
			"floor dropped, KRW(6): not noticed",             // 5
			"ceiling dropped at 0, KRW(8): not noticed",      // 11 in 2003
			"ceiling dropped at 0, x[-1]: not noticed",       // 7 in 2001
			"constant moved at 0.1, 8 became 9: not noticed", // 9 in 2003
			"constant moved at 0.1, 8 became 7: not noticed", // 7 in 2003
			"lag moved at 0.2, 1 became 2: noticed",          // x has no 1999
			"lag moved at 0.2, 1 became 0: not noticed",      // 7 in 2001
			"constant moved at 1, 6 became 7: not noticed",   // 7 in 2001
			"constant moved at 1, 6 became 5: not noticed",   // 5 in 2001
		}},
		"when": {l.Is(burden.When(x.Below(won(7)), x, won(1))), []string{
			"condition changed, always: not noticed",
			"condition changed, never: equivalent",                   // 7, 11 and 13 are not below 7
			"condition changed, below became not above: not noticed", // 7 is not above 7
			"constant moved at 1, 7 became 8: not noticed",           // 7 is below 8
			"constant moved at 1, 7 became 6: equivalent",            //
		}},
		"by year": {l.Starts(2001, x).In(2002, won(1)), []string{
			"override removed, 2002: KRW(1): not noticed",
			"override removed, from 2003: x: not noticed",
		}},
		"end": {l.Starts(2001, x).Until(2002), []string{"override removed, from 2003: none: not noticed"}},
		"rates": {r.Is(burden.Amount(1, burden.Ratio).Plus(rate("a", "2%"), rate("b", "3%"))), []string{
			"rates compounded: not noticed", // 1.02 × 1.03 = 1.0506
		}},
		"two ones": {r.Is(burden.Sum(burden.Amount(1, burden.Ratio), burden.Amount(1, burden.Ratio), rate("a", "2%"), rate("b", "3%"))), nil},
		"amounts":  {l.Is(x.Plus(x)), nil},
		"power": {r.Is(x.Over(x.Lag(1)).ToThe(1, 2).RoundedTo("1", burden.Down)), []string{
			"mode changed, down became half up: equivalent",   // √1.4, √1.57 and √1.18 are nearer to 1
			"mode changed, down became half even: equivalent", //
			"mode changed, down became half down: equivalent", //
			"mode changed, down became up: not noticed",
			"mode changed, down became ceiling: not noticed",
			"mode changed, down became floor: equivalent",
			"quantum changed, 1 became 10: not noticed",
			"quantum changed, 1 became 0.1: not noticed",
			"lag moved at 1, 1 became 2: noticed",
			"lag moved at 1, 1 became 0: equivalent",
		}},
	} {
		got := of(mutate(t, 2001, 2003, blind, c.d), c.d.Line().Name())
		assert.Equal(t, c.want, got, name)
	}
}

// TestRatesAreCompounded: 2 % and 3 % are 5 %, and compounded 1.02 × 1.03 - 1 = 5.06 %.
func TestRatesAreCompounded(t *testing.T) {
	rate := func(name, value string) burden.Param {
		return burden.NewParam(name, burden.Ratio, burden.Constant(value))
	}
	l := burden.NewLine("l", burden.Ratio)
	for _, c := range []struct {
		f    burden.Formula
		want string
	}{
		{rate("a", "2%").Plus(rate("b", "3%")), "l 2001 is 5.06 % instead of 5 %"},
		{burden.Amount(1, burden.Ratio).Plus(rate("a", "2%"), rate("b", "3%")), "l 2001 is 1.0506 instead of 1.05"},
	} {
		r := mutate(t, 2001, 2001, blind, l.Is(c.f))
		i := slices.IndexFunc(r.Mutants, func(m policytest.Mutant) bool { return m.Kind == "rates compounded" })
		require.GreaterOrEqual(t, i, 0)
		assert.Equal(t, c.want, r.Mutants[i].Note)
	}
}

// TestLinesAreCarriedTogether: of two lines that grow and round, each by itself and
// both.
func TestLinesAreCarriedTogether(t *testing.T) {
	rate := burden.NewParam("rate", burden.Ratio, burden.Constant("1%"))
	base := burden.NewParam("base", burden.KRW, burden.Constant(100))
	a, b := burden.NewLine("a", burden.KRW), burden.NewLine("b", burden.KRW)
	won := burden.RoundTo("1", burden.HalfUp)
	r := mutate(t, 2001, 2004, blind, burden.Escalation(a, 2001, base, rate, won), burden.Escalation(b, 2001, a, rate, won))
	var names []string
	for _, m := range r.Mutants {
		if m.Kind == "rounding carried" {
			names = append(names, m.Name)
		}
	}
	assert.Equal(t, []string{"a", "b", "all lines"}, names)
}

// TestRulesAndSplitsAreChangedByTerm lists what becomes of each term.
func TestRulesAndSplitsAreChangedByTerm(t *testing.T) {
	ratio := func(name, value string) burden.Param {
		return burden.NewParam(name, burden.Ratio, burden.Constant(value))
	}
	cpi := burden.NewParam("cpi", burden.Ratio, burden.ByYear(map[int]string{1999: "2.04%", 2000: "2.04%", 2001: "6.16%", 2002: "2%"}))
	growth := burden.NewIndexRule("growth", burden.Index{
		Driver: cpi, Lag: 1, Precision: burden.RoundTo("0.1%", burden.HalfUp), AddOns: []burden.Operand{ratio("step", "1%").Plus(ratio("bonus", "1%"))},
		Compound: true, Floor: ratio("floor", "1%"), Ceiling: ratio("ceiling", "5%"), Carry: burden.CarryExcess, From: 2001,
	})
	l := burden.NewLine("l", burden.Ratio)
	r := mutate(t, 2001, 2003, blind, growth, l.Is(growth))
	var terms []string
	for _, m := range r.Mutants {
		if strings.HasPrefix(m.Name, "growth.") {
			terms = append(terms, m.String())
		}
	}
	assert.Equal(t, []string{
		"lag moved: growth.lag, 1 became 2",
		"lag moved: growth.lag, 1 became 0",
		"ceiling dropped: growth.ceiling, ceiling",
		"floor dropped: growth.floor, floor",
		"add-on dropped: growth.add_ons, step + bonus",
		"rates added: growth.add_ons",
		"mode changed: growth.precision, half up became half even",
		"mode changed: growth.precision, half up became half down",
		"mode changed: growth.precision, half up became up",
		"mode changed: growth.precision, half up became down",
		"mode changed: growth.precision, half up became ceiling",
		"mode changed: growth.precision, half up became floor",
		"quantum changed: growth.precision, 0.001 became 0.01",
		"quantum changed: growth.precision, 0.001 became 0.0001",
		"precision dropped: growth.precision, to 0.001, half up",
		"carrying changed: growth.carry, excess became nothing",
		"carrying changed: growth.carry, excess became advance",
		"carrying changed: growth.carry, excess became both",
		"rates compounded: growth.add_ons",
	}, terms)

	won := func(name string, n int) burden.Param { return burden.NewParam(name, burden.KRW, burden.Constant(n)) }
	split := burden.NewSplit("split", burden.KRW, burden.Split{
		Total: won("total", 10).AtMost(won("budget", 20)), Quantum: "1",
		Members: []burden.Member{
			{Key: "a", Weight: ratio("one", "1")},
			{Key: "b", Weight: ratio("two", "1"), Floor: won("least", 1), Ceiling: won("most", 4)},
			{Key: "c", Weight: ratio("three", "1")},
		},
	})
	r = mutate(t, 2001, 2001, blind, split)
	terms = nil
	for _, m := range r.Mutants {
		if strings.HasPrefix(m.Name, "split.") {
			terms = append(terms, m.String()+": "+m.Outcome.String())
		}
	}
	assert.Equal(t, []string{
		// Thirds of ten are 4, 3 and 3; in tens, one gets all; in tenths 3.4, 3.3 and 3.3.
		"quantum changed: split.quantum, 1 became 10: noticed", // a floor of 1 that no multiple of ten meets
		"quantum changed: split.quantum, 1 became 0.1: not noticed",
		"remainder changed: split.remainder, largest_remainder became first_gets_it: equivalent", // a is first both ways
		"ceiling dropped: split.b.ceiling, most: equivalent",
		"floor dropped: split.b.floor, least: equivalent",
		"ceiling dropped: split.total, budget: equivalent",
	}, terms)
	// One member's choices stand for all.
	assert.Equal(t, []string{"split.a at 0: subject total of min(total, budget)", "split.a at 0: ceiling budget of min(total, budget)"}, sides(r))
}

func sides(r *policytest.Mutations) []string {
	var list []string
	for _, b := range r.Branches {
		list = append(list, b.String())
	}
	return list
}

// TestBranchesAreThoseThatDecided follows branches through lags, sums and pieces by
// year; x is 1 to 5 in 2000 to 2004.
func TestBranchesAreThoseThatDecided(t *testing.T) {
	x := burden.NewParam("x", burden.KRW, burden.ByYear(map[int]int{2000: 1, 2001: 2, 2002: 3, 2003: 4, 2004: 5}))
	won := func(n int) burden.Formula { return burden.Amount(n, burden.KRW) }
	l := burden.NewLine("l", burden.KRW)
	capped := x.AtMost(won(4), won(3)) // the second ceiling decides, but in 2003 and 2004 alone
	year := map[string]burden.LineDefinition{
		"now":     l.Is(capped),
		"lagged":  l.Is(capped.Lag(1)),
		"sum":     l.Is(capped.SumLags(1, 0)),
		"at":      l.Is(capped.At(2000)),
		"pieces":  l.Starts(2001, won(1)).From(2003, burden.When(x.Below(won(4)), won(1), capped)).From(2010, won(2)),
		"clamped": l.Is(burden.MarginalBrackets(x, burden.Bracket{Above: won(3), Rate: burden.Amount("0.5", burden.Ratio)})),
	}
	for name, want := range map[string][][]int{
		"now":    {{2001, 2002}, nil, {2003, 2004}}, // at 3 it is reached and does not decide
		"lagged": {{2001, 2002, 2003}, nil, {2004}},
		"sum":    {{2001, 2002, 2003}, nil, {2003, 2004}},
		"at":     {{2001, 2002, 2003, 2004}, nil, nil},
		// Pieces 2001, 2003 and 2010; then the when, never and always taken; then the
		// minimum in its second branch.
		"pieces": {{2001, 2002}, {2003, 2004}, nil, nil, {2003, 2004}, nil, nil, {2003, 2004}},
	} {
		var got [][]int
		for _, b := range mutate(t, 2001, 2004, blind, year[name]).Branches {
			got = append(got, b.Years)
		}
		assert.Equal(t, want, got, name)
	}
	// Where a test has no value in most years it is asked for one year at a time: here y
	// has values in 2003 and 2004 alone.
	y := burden.NewParam("y", burden.KRW, burden.ByYear(map[int]int{2003: 9, 2004: 1}))
	var late [][]int
	for _, b := range mutate(t, 2001, 2004, blind, l.Starts(2001, won(1)).From(2003, x.AtLeast(y))).Branches {
		late = append(late, b.Years)
	}
	assert.Equal(t, [][]int{{2001, 2002}, {2003, 2004}, {2004}, {2003}}, late)
	// What is above 3 is x less 3, but not below zero: 0, 0, 1 and 2.
	for _, b := range mutate(t, 2001, 2004, blind, year["clamped"]).Branches {
		assert.NotEmpty(t, b.String())
		assert.True(t, slices.IsSorted(b.Years))
	}
}

// TestParametersMove by the last digit of the finest value that is read.
func TestParametersMove(t *testing.T) {
	p := func(name string, s burden.Series) burden.Param { return burden.NewParam(name, burden.Ratio, s) }
	l := burden.NewLine("l", burden.Ratio)
	r := mutate(t, 2001, 2002, blind, l.Is(burden.Sum(
		p("steps", burden.ByYear(map[int]string{1990: "0.12345", 2001: "2%", 2002: "4.7%"})), // 1990 is not read
		p("zero", burden.Constant(0)),
		p("level", burden.Constant("1200")),
		p("bounded", burden.Constant("5%")).Within("0", "5%"),
		burden.When(burden.Amount(1, burden.Ratio).Below(burden.Amount(2, burden.Ratio)), burden.Amount(1, burden.Ratio), p("unread", burden.Constant("12.5"))),
	)))
	for name, want := range map[string][]string{
		"steps": {
			"parameter moved, 0.1 % up: not noticed", "parameter moved, 0.1 % down: not noticed",
			"year moved, 0.1 % up in 2001: not noticed", "year moved, 0.1 % down in 2001: not noticed",
			"year moved, 0.1 % up in 2002: not noticed", "year moved, 0.1 % down in 2002: not noticed",
		},
		"zero":    {"parameter moved, 1 % up: not noticed", "parameter moved, 1 % down: not noticed"},
		"level":   {"parameter moved, 100 up: not noticed", "parameter moved, 100 down: not noticed"},
		"unread":  {"parameter moved, 10 % up: equivalent", "parameter moved, 10 % down: equivalent"}, // 0.1
		"bounded": {"parameter moved, 1 % up: refused", "parameter moved, 1 % down: not noticed"},
	} {
		assert.Equal(t, want, of(r, name), name)
	}
}

// TestRunsAreBounded by number and, of large models, by size, and the same every time.
func TestRunsAreBounded(t *testing.T) {
	runs := 0
	count := func(policytest.T, *scenario.Scenario) { runs++ }
	cent := burden.RoundTo("0.01", burden.HalfUp)
	for _, c := range []struct {
		terms   int
		rounded burden.Rounding
		years   int
		all     int // changes: moves up and down, of a rounding six modes and two quanta, and the sum compounded
		want    int
	}{
		{10, burden.Rounding{}, 1, 21, 21},
		{210, cent, 1, 210*(2+8) + 1, policytest.MaxMutants}, // 421 nodes
		{200, burden.Rounding{}, 100, 401, (1 << 21) / (201 * 100)},
		{200, burden.Rounding{}, 175, 401, 64},
	} {
		var terms []burden.Operand
		for i := range c.terms {
			terms = append(terms, burden.NewParam("p"+strconv.Itoa(i), burden.Ratio, burden.Constant(1)).Rounded(c.rounded))
		}
		runs = 0
		r := mutate(t, 2001, 2000+c.years, count, burden.NewLine("l", burden.Ratio).Is(burden.Sum(terms...)))
		assert.InDelta(t, c.want, runs-1, 1, c.terms) // besides the scenario as it is; the sum compounded may be no formula
		assert.Equal(t, c.all-c.want, r.Left, c.terms)
		if c.want == 64 {
			assert.Equal(t, "p197", r.Mutants[63].Name) // change number 63 × 401 / 64 = 394
		}
		assert.Equal(t, r.Left > 0, strings.Contains(r.String(), "not tried: "+strconv.Itoa(r.Left)))
	}
	_, eighth := agreed()
	again := func() string {
		r, err := policytest.Mutate(eighth, blind)
		require.NoError(t, err)
		return r.String()
	}
	assert.Equal(t, again(), again())
}

// TestWhatCannotBeEvaluatedIsNoticedOnlyByAFailure: the mutant that reads a year
// without a value passes a check that does not look.
func TestWhatCannotBeEvaluatedIsNoticedOnlyByAFailure(t *testing.T) {
	x := burden.NewParam("x", burden.KRW, burden.ByYear(map[int]int{2000: 5, 2001: 7}))
	l := burden.NewLine("l", burden.KRW)
	asleep := func(policytest.T, *scenario.Scenario) {}
	for _, c := range []struct {
		check policytest.Check
		want  policytest.Outcome
	}{{asleep, policytest.Unnoticed}, {blind, policytest.Noticed}} {
		r := mutate(t, 2001, 2001, c.check, l.Is(x.Lag(1)))
		i := slices.IndexFunc(r.Mutants, func(m policytest.Mutant) bool { return m.Change == "1 became 2" })
		require.GreaterOrEqual(t, i, 0)
		assert.Equal(t, c.want, r.Mutants[i].Outcome)
		assert.ErrorIs(t, r.Mutants[i].Err, burden.ErrMissingYear)
	}
}

// TestSensitiveFails where too little is noticed, or nothing could be.
func TestSensitiveFails(t *testing.T) {
	_, s := agreed()
	one, err := burden.NewModel("one", burden.NewLine("l", burden.Ratio).Is(burden.Amount(1, burden.Ratio)))
	require.NoError(t, err)
	for _, c := range []struct {
		s       *scenario.Scenario
		minimum string
		check   policytest.Check
		want    string
	}{
		{s, "20%", blind, "the tests do not notice enough\n  expected: at least 20 % of the mutants that change a result\n  found:    2 of"},
		{s, "a lot", blind, "the share of mutants, a lot, is not a number"},
		{s, "1%", nil, "the check fails on baseline as it is: there is no check"},
		{nil, "1%", blind, "the tests cannot be tried on mutants"},
		{scenario.Baseline(one, 2000, 2000), "1%", blind, "found:    0 of 0"},
		{s, "1%", func(t policytest.T, _ *scenario.Scenario) { t.FailNow() }, "the check failed and did not say why"},
		{s, "1%", func(policytest.T, *scenario.Scenario) { panic("at the disco") }, "the check panicked: at the disco"},
	} {
		failures := policytest.Try(c.s, func(t policytest.T, s *scenario.Scenario) { policytest.Sensitive(t, s, c.minimum, c.check) })
		require.Len(t, failures, 1, c.want)
		assert.Contains(t, failures[0], c.want)
	}
}
