package scenario_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/display"
	"example.com/burdenshare/scenario/internal/toy"
)

// TestFaults: each list of overlays has exactly these faults, in this order.
func TestFaults(t *testing.T) {
	over := scenario.NewOverlay
	noCeiling := scenario.Define(toy.Growth.With(burden.NoCeiling))
	zeroed := over("z", scenario.Set(toy.CPI, 0, scenario.In(2021)))
	pointed := toy.Half.Is(toy.Contribution)
	dollars := burden.NewLine("contribution", burden.USD)
	factor := burden.NewParam("factor", burden.Ratio, burden.Constant(2)).Within("0", "3")
	for _, c := range []struct {
		name     string
		overlays []scenario.Overlay
		cause    error
		want     []string
	}{
		// Conflicts.
		{"same year in one overlay", []scenario.Overlay{over("o", scenario.Set(toy.CPI, 0, scenario.In(2021)), scenario.Scale(toy.CPI, 2, scenario.Between(2020, 2021)))}, scenario.ErrConflict,
			[]string{"scenario: o: scale cpi by 2 from 2020 to 2021: against o: set cpi to 0 in 2021: conflict without a priority"}},
		{"same year in two overlays", []scenario.Overlay{over("a", scenario.Set(toy.CPI, 0, scenario.From(2021))), over("b", scenario.Shift(toy.CPI, 1))}, scenario.ErrConflict,
			[]string{"scenario: b: shift cpi by 1: against a: set cpi to 0 from 2021: conflict without a priority"}},
		{"equal priority", []scenario.Overlay{over("a", scenario.Set(toy.Base, 1)).Priority(5), over("b", scenario.Set(toy.Base, 1)).Priority(5)}, scenario.ErrConflict,
			[]string{"scenario: b: set base to 1: against a: set base to 1: conflict without a priority"}},
		{"priority does not help inside an overlay", []scenario.Overlay{over("o", scenario.Set(toy.Base, 1), scenario.Set(toy.Base, 2)).Priority(5)}, scenario.ErrConflict,
			[]string{"scenario: o: set base to 2: against o: set base to 1: conflict without a priority"}},
		{"one overlay twice", []scenario.Overlay{zeroed, zeroed}, scenario.ErrConflict,
			[]string{"scenario: z: set cpi to 0 in 2021: against z: set cpi to 0 in 2021: conflict without a priority"}},
		{"defined twice", []scenario.Overlay{over("a", noCeiling), over("b", noCeiling)}, scenario.ErrConflict,
			[]string{"scenario: b: define growth: against a: define growth: conflict without a priority"}},
		{"defined twice in one overlay", []scenario.Overlay{over("o", scenario.Define(toy.Half.Is(toy.Base)), scenario.Define(toy.Half.Is(toy.Contribution)))}, scenario.ErrConflict,
			[]string{"scenario: o: define half: against o: define half: conflict without a priority"}},
		{"definition of a parameter against set", []scenario.Overlay{over("a", scenario.Set(toy.CPI, 0, scenario.In(2021))), over("b", scenario.Define(toy.CPI.Is(burden.Constant(0))))}, scenario.ErrConflict,
			[]string{"scenario: b: define cpi: against a: set cpi to 0 in 2021: conflict without a priority"}},
		{"set against definition of a parameter", []scenario.Overlay{over("a", scenario.Define(toy.CPI.Is(burden.Constant(0)))), over("b", scenario.Set(toy.CPI, 0, scenario.In(2099)))}, scenario.ErrConflict,
			[]string{"scenario: b: set cpi to 0 in 2099: against a: define cpi: conflict without a priority"}},
		{"three of one kind", []scenario.Overlay{over("a", scenario.Set(toy.Base, 1)), over("b", scenario.Set(toy.Base, 1)), over("c", scenario.Set(toy.Base, 1))}, scenario.ErrConflict,
			[]string{
				"scenario: b: set base to 1: against a: set base to 1: conflict without a priority",
				"scenario: c: set base to 1: against a: set base to 1: conflict without a priority",
				"scenario: c: set base to 1: against b: set base to 1: conflict without a priority"}},
		// Parameters.
		{"unknown parameter", []scenario.Overlay{over("o", scenario.Set(burden.NewParam("cpl", burden.Ratio, burden.Series{}), 1))}, burden.ErrUnknownName,
			[]string{"scenario: o: set cpl to 1: burden: toy: no parameter is called \"cpl\"; did you mean cpi?"}},
		{"line in place of a parameter", []scenario.Overlay{over("o", scenario.Set(burden.NewParam("strength", burden.Persons, burden.Series{}), 1))}, burden.ErrUnknownName,
			[]string{"scenario: o: set strength to 1: burden: toy: parameter = strength: unknown name"}},
		{"wrong unit", []scenario.Overlay{over("o", scenario.Set(burden.NewParam("base", burden.USD, burden.Series{}), 1))}, burden.ErrUnit,
			[]string{"scenario: o: set base to 1: burden: toy: unit of base = USD: units do not agree"}},
		{"bad unit", []scenario.Overlay{over("o", scenario.Set(burden.NewParam("base", "no unit", burden.Series{}), "x"))}, burden.ErrNumber,
			[]string{`scenario: o: set base to "x": burden: number = "x": not a decimal number`}},
		{"zero parameter", []scenario.Overlay{over("o", scenario.Set(burden.Param{}, 1), scenario.Scale(burden.Param{}, 1))}, burden.ErrIncomplete,
			[]string{"scenario: o: set  to 1: burden: parameter: incomplete", "scenario: o: scale  by 1: burden: parameter: incomplete"}},
		// Numbers.
		{"bad number", []scenario.Overlay{over("o", scenario.Scale(toy.CPI, "1,5"))}, burden.ErrNumber,
			[]string{`scenario: o: scale cpi by "1,5": burden: number = "1,5": not a decimal number: the decimal sign is a point; write 1.5`}},
		{"no number", []scenario.Overlay{over("o", scenario.Shift(toy.CPI, "", scenario.In(2021)))}, burden.ErrNumber,
			[]string{`scenario: o: shift cpi by "" in 2021: burden: number = "": not a decimal number`}},
		{"number too large", []scenario.Overlay{over("o", scenario.Set(toy.CPI, "1e401"))}, burden.ErrTooLarge,
			[]string{`scenario: o: set cpi to "1e401": burden: number = "1e401": too large: a decimal exponent beyond 400`}},
		{"decimal too large", []scenario.Overlay{over("o", scenario.Set(toy.CPI, decimal.New(1, 2000000000)))}, burden.ErrTooLarge,
			[]string{"scenario: o: set cpi to a decimal of 1 digits and exponent 2000000000: burden: number = a decimal of 1 digits and exponent 2000000000: too large: a decimal exponent beyond 400"}},
		{"product too large", []scenario.Overlay{over("o", scenario.Set(toy.Base, "1e400")), over("p", scenario.Scale(toy.Base, "1e400")).Priority(1)}, burden.ErrTooLarge,
			[]string{"scenario: p: scale base by 1" + strings.Repeat("0", 400) + ": burden: toy: base: number = a decimal of 1 digits and exponent 800: too large: a decimal exponent beyond 400"}},
		{"out of range", []scenario.Overlay{over("o", scenario.Set(toy.Ceiling, "51%", scenario.In(2022)))}, burden.ErrOutOfRange,
			[]string{"scenario: o: set ceiling to 0.51 in 2022: burden: toy: ceiling 2022 = 0.51, not within 0 to 50%: out of range"}},
		{"scaled and shifted out of range", []scenario.Overlay{over("o", scenario.Scale(toy.Ceiling, 3, scenario.In(2021)), scenario.Shift(toy.Ceiling, -1, scenario.In(2022)))}, burden.ErrOutOfRange,
			[]string{
				"scenario: o: scale ceiling by 3 in 2021: burden: toy: ceiling 2021 = 0.75, not within 0 to 50%: out of range",
				"scenario: o: shift ceiling by -1 in 2022: burden: toy: ceiling 2022 = -0.75, not within 0 to 50%: out of range"}},
		// Years.
		{"years out of range", []scenario.Overlay{over("o", scenario.Set(toy.CPI, 0, scenario.In(0)), scenario.Scale(toy.CPI, 0, scenario.From(10000)), scenario.Shift(toy.CPI, 0, scenario.Between(2013, 2010), scenario.Years{}))}, burden.ErrOutOfRange,
			[]string{
				"scenario: o: set cpi to 0 in 0: burden: years = in 0: out of range",
				"scenario: o: scale cpi by 0 from 10000: burden: years = from 10000: out of range",
				"scenario: o: shift cpi by 0 from 2013 to 2010 and in 0: burden: years = from 2013 to 2010: out of range",
				"scenario: o: shift cpi by 0 from 2013 to 2010 and in 0: burden: years = in 0: out of range"}},
		{"a year twice in one change", []scenario.Overlay{over("o", scenario.Set(toy.CPI, 0, scenario.In(2021), scenario.From(2020)))}, burden.ErrDuplicate,
			[]string{"scenario: o: set cpi to 0 in 2021 and from 2020: burden: years = from 2020: defined twice"}},
		// Zero values and definitions.
		{"zero change", []scenario.Overlay{over("o", scenario.Change{}, scenario.Change{})}, burden.ErrIncomplete,
			[]string{"scenario: o: no change: incomplete", "scenario: o: no change: incomplete"}},
		{"zero overlay", []scenario.Overlay{over("o", scenario.Set(toy.Base, 1)), {}, scenario.Overlay{}.Priority(1), over("p", scenario.Set(toy.Base, 1))}, burden.ErrIncomplete,
			[]string{
				"scenario: o +  +  + p: burden: overlay: incomplete", "scenario: o +  +  + p: burden: overlay: incomplete",
				"scenario: p: set base to 1: against o: set base to 1: conflict without a priority"}},
		{"overlay without a name", []scenario.Overlay{over("", scenario.Set(toy.Base, 1))}, burden.ErrIncomplete,
			[]string{"scenario: baseline: burden: name of an overlay: incomplete"}},
		{"pointers to definitions", []scenario.Overlay{over("o", scenario.Define((*burden.LineDefinition)(nil)), scenario.Define(&pointed), scenario.Define(&toy.Growth)), over("p", scenario.Define((*burden.Param)(nil)), scenario.Define(struct{ burden.Definition }{}))}, burden.ErrIncomplete,
			[]string{
				"scenario: o: define nothing: burden: definition: incomplete", "scenario: o: define nothing: burden: definition: incomplete", "scenario: o: define nothing: burden: definition: incomplete",
				"scenario: p: define nothing: burden: definition: incomplete", "scenario: p: define nothing: burden: definition: incomplete"}},
		{"nil definition", []scenario.Overlay{over("o", scenario.Define(nil))}, burden.ErrIncomplete,
			[]string{"scenario: o: define nothing: burden: definition: incomplete"}},
		{"zero parameter defined", []scenario.Overlay{over("o", scenario.Define(burden.Param{}))}, burden.ErrIncomplete,
			[]string{"scenario: o: burden: toy: parameter: incomplete"}},
		{"zero rule defined", []scenario.Overlay{over("o", scenario.Define(burden.IndexRule{}))}, burden.ErrIncomplete,
			[]string{"scenario: o: burden: toy: rule: incomplete"}},
		{"zero line defined", []scenario.Overlay{over("o", scenario.Define(burden.LineDefinition{}))}, burden.ErrIncomplete,
			[]string{"scenario: o: burden: toy: line: incomplete"}},
		{"faults of the changed model", []scenario.Overlay{over("o", scenario.Define(toy.Half.Is(toy.Heads)), scenario.Define(toy.Strength.Is(burden.NewLine("nobody", burden.Persons))))}, burden.ErrUnit,
			[]string{
				"scenario: o: burden: toy: strength: needs nobody, which the model does not define",
				"scenario: o: burden: toy: half: half is KRW, but its formula gives person: heads"}},
		// Settings of what a definition brings, good or bad.
		{"setting of what comes with a definition", []scenario.Overlay{over("o", scenario.Set(factor, 4), scenario.Define(toy.Half.Is(toy.Base.Times(factor))))}, burden.ErrOutOfRange,
			[]string{"scenario: o: set factor to 4: burden: toy: factor = 4, not within 0 to 3: out of range"}},
		{"setting of what comes with a faulty definition", []scenario.Overlay{over("o", scenario.Set(factor, 4), scenario.Define(toy.Half.Is(toy.Heads.Times(factor))), scenario.Set(toy.Ceiling, 2))}, burden.ErrUnit,
			[]string{
				"scenario: o: burden: toy: half: half is KRW, but its formula gives person: heads * factor",
				"scenario: o: set ceiling to 2: burden: toy: ceiling = 2, not within 0 to 50%: out of range"}},
		{"definition on a faulty one", []scenario.Overlay{over("o", scenario.Define(dollars.Is(toy.Heads)), scenario.Define(toy.Half.Is(toy.Base)), scenario.Define(toy.PerHead.Is(burden.Amount(1, toy.PerHead.Unit())))), over("p", scenario.Define(burden.NewLine("paid", burden.USD).Is(dollars)))}, burden.ErrUnit,
			[]string{"scenario: o: burden: toy: contribution: contribution is USD, but its formula gives person: heads"}}, // the dollars are not to blame
		// All together.
		{"one of each", []scenario.Overlay{
			over("a", scenario.Set(toy.Base, "x", scenario.In(-1)), scenario.Set(burden.NewParam("cpl", burden.Ratio, burden.Series{}), 1), scenario.Set(toy.Heads, 5)),
			over("b", scenario.Set(toy.Heads, 6), scenario.Set(toy.Ceiling, 1), scenario.Define(toy.Half.Is(toy.Heads)))}, burden.ErrUnknownName,
			[]string{
				`scenario: a: set base to "x" in -1: burden: number = "x": not a decimal number`,
				`scenario: a: set base to "x" in -1: burden: years = in -1: out of range`,
				"scenario: b: set heads to 6: against a: set heads to 5: conflict without a priority",
				"scenario: a: set cpl to 1: burden: toy: no parameter is called \"cpl\"; did you mean cpi?",
				"scenario: b: burden: toy: half: half is KRW, but its formula gives person: heads",
				"scenario: b: set ceiling to 1: burden: toy: ceiling = 1, not within 0 to 50%: out of range"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := toy.Scenario(t).Apply(c.overlays...)
			assert.Nil(t, s)
			assert.Equal(t, c.want, messages(err))
			assert.ErrorIs(t, err, c.cause)
			for _, f := range burden.Faults(err) {
				_, ok := f.(*scenario.Error)
				assert.True(t, ok, "%T", f)
			}
		})
	}
}

func TestNoConflict(t *testing.T) {
	over := scenario.NewOverlay
	for name, overlays := range map[string][]scenario.Overlay{
		"different years":      {over("a", scenario.Set(toy.CPI, 0, scenario.In(2021))), over("b", scenario.Set(toy.CPI, 0, scenario.From(2022), scenario.In(2020)))},
		"different parameters": {over("a", scenario.Set(toy.CPI, 0)), over("b", scenario.Set(toy.Base, 0))},
		"two definitions":      {over("a", scenario.Define(toy.Half.Is(toy.Contribution))), over("b", scenario.Define(toy.Strength.Is(toy.Heads)))},
		"rule and its ceiling": {over("a", scenario.Define(toy.Growth.With(burden.NoCeiling))), over("b", scenario.Set(toy.Ceiling, 0))},
		"priority":             {over("a", scenario.Set(toy.CPI, 0)), over("b", scenario.Set(toy.CPI, 0)).Priority(1), over("c", scenario.Define(toy.CPI)).Priority(-1)},
	} {
		toy.Apply(t, toy.Apply(t, toy.Scenario(t), overlays[0]), overlays[1:]...)
		s := toy.Apply(t, toy.Scenario(t), overlays...)
		p, err := s.Project()
		assert.NoError(t, err, name)
		assert.Same(t, s.Model(), p.Model(), name)
	}
}

func TestErrorSaysWhatConflicts(t *testing.T) {
	_, err := toy.With(t, toy.Scenario(t), "a", scenario.Set(toy.Base, 1)).With("b", scenario.Set(toy.Base, 2))
	e, ok := errors.AsType[*scenario.Error](err)
	require.True(t, ok)
	assert.Equal(t, scenario.Error{Scenario: "b", Change: "set base to 2", Other: "a", OtherChange: "set base to 1", Err: scenario.ErrConflict}, *e)
	assert.Equal(t, "scenario: ", new(scenario.Error).Error())
	assert.NoError(t, new(scenario.Error).Unwrap())
}

// TestNothingPanics: nil and zero scenarios are errors wherever they can be.
func TestNothingPanics(t *testing.T) {
	noModel := scenario.Baseline(nil, 2020, 2021)
	for name, s := range map[string]*scenario.Scenario{"nil": nil, "zero": {}, "no model": noModel, "named": new(scenario.Scenario).Named("x")} {
		_, err := s.Project()
		assert.ErrorIs(t, err, burden.ErrIncomplete, name)
		_, err = s.With("o", scenario.Set(toy.Base, 1))
		assert.ErrorIs(t, err, burden.ErrIncomplete, name)
		_, err = s.Apply()
		assert.ErrorIs(t, err, burden.ErrIncomplete, name)
		_, err = s.Warnings()
		assert.ErrorIs(t, err, burden.ErrIncomplete, name)
		_, err = scenario.Merge(s, s)
		assert.ErrorIs(t, err, burden.ErrIncomplete, name)
		_, err = scenario.Compare(s, toy.Scenario(t))
		assert.ErrorIs(t, err, burden.ErrIncomplete, name)
		_, err = scenario.Compare(toy.Scenario(t), s)
		assert.ErrorIs(t, err, burden.ErrIncomplete, name)
		assert.Empty(t, scenario.Diff(s, toy.Scenario(t)), name)
		assert.Empty(t, s.Lines(), name)
		assert.Nil(t, s.Model(), name)
	}
	_, err := noModel.Project()
	assert.EqualError(t, err, "scenario: baseline: burden: model: incomplete")
	_, err = noModel.With("o")
	assert.EqualError(t, err, "scenario: o: burden: model: incomplete")
	var none *scenario.Scenario
	assert.Empty(t, none.Name())
	assert.Nil(t, none.Named("x"))
	from, to := none.Years()
	assert.Equal(t, 0, from+to)
	_, err = scenario.Merge()
	assert.ErrorIs(t, err, burden.ErrIncomplete)
	assert.Empty(t, scenario.Overlay{}.Name())
	assert.Contains(t, new(scenario.Comparison).String(), "line")
}

// TestProjectionErrorsNameTheScenario: these are faults only once numbers are asked for.
func TestProjectionErrorsNameTheScenario(t *testing.T) {
	m := toy.Model(t)
	for _, c := range []struct {
		s     *scenario.Scenario
		cause error
		where string
	}{
		{scenario.Baseline(m, 2020, 2024), burden.ErrMissingYear, "scenario: baseline: burden: toy: growth.raw 2024: "},
		{scenario.Baseline(m, 2023, 2020), burden.ErrOutOfRange, "scenario: baseline: burden: toy: years = "},
		{scenario.Baseline(m, 2020, 2023, toy.Half), burden.ErrUnknownName, "scenario: baseline: burden: toy: line = half: "},
		{toy.With(t, toy.Scenario(t), "alone", scenario.Set(toy.Heads, 0)), burden.ErrDivisionByZero, "scenario: alone: burden: toy: per_head 2020: "},
	} {
		_, err := c.s.Project()
		assert.ErrorIs(t, err, c.cause)
		assert.True(t, strings.HasPrefix(err.Error(), c.where), err)
		_, again := c.s.Warnings()
		assert.Equal(t, err, again)
	}
}

// TestParameterNobodyReads: a misspelled parameter that is defined does nothing.
func TestParameterNobodyReads(t *testing.T) {
	_, err := toy.Scenario(t).With("o", scenario.Define(burden.NewParam("cpl", burden.Ratio, burden.Constant(0))))
	assert.ErrorIs(t, err, burden.ErrUnknownName)
	assert.ErrorContains(t, err, "scenario: o: ")
}

func TestTotalOverYearsThatEndBeforeTheyBegin(t *testing.T) {
	_, err := toy.Scenario(t).Measure(scenario.Total(toy.Contribution, scenario.Between(2023, 2021)))
	assert.ErrorIs(t, err, burden.ErrOutOfRange)
	assert.ErrorContains(t, err, "total of contribution from 2023 to 2021")
}

// What is none of the values of this package has a name, too.
func TestUnknownValuesHaveNames(t *testing.T) {
	for i := range 256 {
		for _, s := range []fmt.Stringer{display.Magnitude(i), scenario.Cause(i), scenario.Kind(i), scenario.Sampling(i), burden.Mode(i), burden.Measure(i), burden.Status(i), burden.Stage(i), burden.Remainder(i), burden.YearBasis(i - 128)} {
			_ = s.String()
		}
	}
}
