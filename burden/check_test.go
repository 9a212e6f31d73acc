package burden_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/effort"
	"example.com/burdenshare/internal/golden"
)

// faultCase is definitions that make no model, with the cause of every fault in order.
type faultCase struct {
	name        string
	definitions []burden.Definition
	want        []error
}

func faultCases() []faultCase {
	var (
		krw     = func(n int) burden.Formula { return burden.Amount(n, burden.KRW) }
		num     = func(s string) burden.Formula { return burden.Amount(s, burden.Ratio) }
		one     = krw(1)
		x, y, z = burden.NewLine("x", burden.KRW), burden.NewLine("y", burden.KRW), burden.NewLine("z", burden.KRW)
		r       = burden.NewLine("r", burden.Ratio)
		cost    = burden.NewParam("cost", burden.KRW, burden.Constant("1000"))
		dollars = burden.NewParam("dollars", burden.USD, burden.Constant("1000"))
		troops  = burden.NewParam("troops", burden.Persons, burden.Constant(28500))
		rate    = burden.NewParam("rate", burden.Ratio, burden.Constant("4%"))
		param   = func(s burden.Series) burden.Operand { return burden.NewParam("p", burden.KRW, s) }
		rule    = func(x burden.Index) burden.IndexRule { return burden.NewIndexRule("growth", x) }
		split   = func(quantum string, total, weight, ceiling burden.Operand) burden.SplitRule {
			return burden.NewSplit("s", burden.KRW, burden.Split{Total: total, Quantum: quantum, Members: []burden.Member{{Key: "only", Weight: weight, Ceiling: ceiling}}})
		}
		long       = strings.Repeat("n", 129)
		is         = func(f burden.Operand) []burden.Definition { return []burden.Definition{x.Is(f)} }
		defs       = func(definitions ...burden.Definition) []burden.Definition { return definitions }
		errs       = func(errs ...error) []error { return errs }
		doubled    = one
		deep       = one
		everything []burden.Definition
		selfish    = make(burden.Definitions, 1)
		yearly     = func(name string, b burden.YearBasis) burden.Param {
			return burden.NewParam(name, burden.KRW, burden.ByYear(map[int]int{2020: 1}).On(b))
		}
	)
	selfish[0] = selfish
	for range 100 {
		doubled = doubled.Plus(doubled)
	}
	for range burden.MaxDepth {
		deep = deep.Lag(0)
	}
	for i := range burden.MaxLines + 1 {
		everything = append(everything, burden.NewLine(fmt.Sprint("l", i), burden.KRW).Is(one))
	}
	return []faultCase{
		// Names.
		{"line that is no name", defs(burden.NewLine("two words", burden.KRW).Is(one)), errs(burden.ErrName)},
		{"line without a name", defs(burden.NewLine("", burden.KRW).Is(one)), errs(burden.ErrName)},
		{"line of a long name", defs(burden.NewLine(long, burden.KRW).Is(one)), errs(burden.ErrName)},
		{"line of a name in Korean", defs(burden.NewLine("분담금", burden.KRW).Is(one)), errs(burden.ErrName)},
		{"parameter that is no name", is(burden.NewParam("1st", burden.KRW, burden.Constant(1))), errs(burden.ErrName)},
		{"parameter that is no name, defined", defs(burden.NewParam("a..b", burden.KRW, burden.Constant(1))), errs(burden.ErrName)},
		{"rule that is no name", defs(burden.NewIndexRule("4%", burden.Index{Driver: rate})), errs(burden.ErrName)},
		{"unknown line", is(y), errs(burden.ErrUnknownName)},
		{"unknown rule", is(one.GrownBy(rule(burden.Index{Driver: rate}))), errs(burden.ErrUnknownName)},
		// Twice.
		{"line twice", defs(x.Is(one), x.Is(krw(2))), errs(burden.ErrDuplicate)},
		{"parameter twice", defs(cost, cost.Is(burden.Constant(1))), errs(burden.ErrDuplicate)},
		{"rule twice", defs(rule(burden.Index{Driver: rate}), rule(burden.Index{Driver: rate})), errs(burden.ErrDuplicate)},
		{"line and rule", defs(rule(burden.Index{Driver: rate}), burden.NewLine("growth.raw", burden.Ratio).Is(rate)), errs(burden.ErrDuplicate)},
		{"line, then parameter", defs(x.Is(one), burden.NewParam("x", burden.KRW, burden.Constant(1))), errs(burden.ErrDuplicate)},
		{"parameter, then line", defs(burden.NewParam("x", burden.KRW, burden.Constant(1)), x.Is(one), y.Is(x)), errs(burden.ErrDuplicate)},
		{"line and parameter of a formula", defs(y.Is(burden.NewParam("x", burden.KRW, burden.Constant(1)).Plus(x)), x.Is(one)), errs(burden.ErrDuplicate)},
		{"two series of one parameter", defs(x.Is(cost), y.Is(burden.NewParam("cost", burden.KRW, burden.Constant(2))), z.Is(burden.NewParam("cost", burden.KRW, burden.Constant(3)))), errs(burden.ErrDuplicate)},
		{"two ranges of one parameter", is(cost.Plus(cost.Within("0", "9999"))), errs(burden.ErrDuplicate)},
		{"two units of one parameter", is(cost.Plus(burden.NewParam("cost", burden.USD, burden.Constant("1000")))), errs(burden.ErrUnit)},
		// Units.
		{"won plus persons", is(cost.Plus(troops)), errs(burden.ErrUnit)},
		{"won less a ratio", is(cost.Minus(rate)), errs(burden.ErrUnit)},
		{"a zero with a unit", is(cost.Plus(num("0"))), errs(burden.ErrUnit)},
		{"minimum of won and dollars", is(cost.AtMost(dollars)), errs(burden.ErrUnit)},
		{"maximum of won and a number", is(cost.AtLeast(num("0"))), errs(burden.ErrUnit)},
		{"growth that is an amount", is(cost.GrownBy(cost)), errs(burden.ErrUnit)},
		{"power of an amount per person", is(cost.Over(troops).ToThe(1, 2).RoundedTo("1", burden.Up)), errs(burden.ErrUnit)},
		{"condition on two units", is(burden.When(cost.Below(troops), one, cost)), errs(burden.ErrUnit)},
		{"branches of two units", is(burden.When(one.Below(cost), one, dollars)), errs(burden.ErrUnit)},
		{"both", is(burden.When(cost.Below(troops), one, dollars)), errs(burden.ErrUnit, burden.ErrUnit)},
		{"years of two units", defs(x.Starts(2009, cost).Then(dollars)), errs(burden.ErrUnit)},
		{"dollars for won", is(dollars), errs(burden.ErrUnit)},
		{"a ratio for won", is(cost.Over(cost).Exactly()), errs(burden.ErrUnit)},
		{"won for a ratio", defs(r.Is(cost.Times(rate))), errs(burden.ErrUnit)},
		{"won times persons", is(cost.Times(troops)), errs(burden.ErrUnit)},
		{"a line taken in another unit", defs(y.Is(one), r.Is(burden.NewLine("y", burden.Ratio))), errs(burden.ErrUnit)},
		{"a driver in won", defs(rule(burden.Index{Driver: cost})), errs(burden.ErrUnit)},
		{"unit of a line", defs(burden.NewLine("x", "two words").Is(one)), errs(burden.ErrUnit)},
		{"unit of a parameter", is(burden.NewParam("p", "KRW per person", burden.Constant(1))), errs(burden.ErrUnit)},
		{"unit of an amount", is(burden.Amount(1, "%")), errs(burden.ErrUnit)},
		{"unit beyond what a unit can be", defs(r.Is(burden.Amount(1, "KRW^60").Times(burden.Amount(1, "KRW^60")))), errs(burden.ErrTooLarge)},
		{"quotient beyond what a unit can be", defs(r.Is(burden.Amount(1, "1/KRW^60").Over(burden.Amount(1, "KRW^60")).Exactly())), errs(burden.ErrTooLarge)},
		{"bound of a share in another unit", defs(split("1", cost, cost, dollars)), errs(burden.ErrUnit)},
		// Numbers.
		{"amount that is no number", is(burden.Amount("1,000", burden.KRW)), errs(burden.ErrNumber)},
		{"empty amount", is(burden.Amount("", burden.KRW)), errs(burden.ErrNumber)},
		{"hostile amount", is(burden.Amount(strings.Repeat("9", 1000)+"x", burden.KRW)), errs(burden.ErrNumber)},
		{"amount with a large exponent", is(burden.Amount("1e999999999", burden.KRW)), errs(burden.ErrTooLarge)},
		{"decimal with a large exponent", is(burden.Amount(decimal.New(1, 1<<30), burden.KRW)), errs(burden.ErrTooLarge)},
		{"series of no number", is(param(burden.Constant("NaN"))), errs(burden.ErrNumber)},
		{"series of two bad numbers", is(param(burden.ByYear(map[int]string{2010: "none", 2009: "0x10", 2011: "1"}))), errs(burden.ErrNumber, burden.ErrNumber)},
		{"series with a year twice", is(param(burden.NewSeries(burden.Span{From: 2009, To: 2011}, burden.Span{From: 2011, To: 2012}))), errs(burden.ErrDuplicate)},
		{"series with a year there is not", is(param(burden.ByYear(map[int]int{0: 1}))), errs(burden.ErrOutOfRange)},
		// Ranges.
		{"value out of its range", defs(r.Is(rate.Within("0", "3%"))), errs(burden.ErrOutOfRange)},
		{"value below its range", defs(burden.NewParam("rate", burden.Ratio, burden.Steps(map[int]string{2009: "1%", 2012: "-1%"})).Within("0", "3%")), errs(burden.ErrOutOfRange)},
		{"range that is no number", defs(r.Is(rate.Within("low", "-3%"))), errs(burden.ErrNumber)},
		{"range upside down", defs(r.Is(rate.Within("3%", "0"))), errs(burden.ErrOutOfRange)},
		// Parts that are missing.
		{"nil operand", is(cost.Plus(nil)), errs(burden.ErrIncomplete)},
		{"zero formula", is(burden.Formula{}), errs(burden.ErrIncomplete)},
		{"sum onto a zero formula", is(burden.Formula{}.Plus(one)), errs(burden.ErrIncomplete)},
		{"sum of nothing", is(burden.Sum()), errs(burden.ErrIncomplete)},
		{"pointer for an operand", is(cost.Plus(&cost)), errs(burden.ErrIncomplete)},
		{"zero parameter in a formula", is(cost.Plus(burden.Param{})), errs(burden.ErrIncomplete)},
		{"zero line in a formula", is(cost.Plus(burden.Line{})), errs(burden.ErrIncomplete)},
		{"zero rule in a formula", is(cost.GrownBy(burden.IndexRule{})), errs(burden.ErrIncomplete)},
		{"zero condition", is(burden.When(burden.Condition{}, one, one)), errs(burden.ErrIncomplete, burden.ErrIncomplete)},
		{"zero quotient", is(burden.Quotient{}.RoundedTo("1", burden.Up)), errs(burden.ErrIncomplete)},
		{"quotient by nothing", is(burden.PerHead(cost, nil).RoundedTo("1", burden.Up)), errs(burden.ErrIncomplete)},
		{"nil definition", defs(x.Is(one), nil), errs(burden.ErrIncomplete)},
		{"zero definition", defs(burden.LineDefinition{}), errs(burden.ErrIncomplete)},
		{"zero rule", defs(burden.IndexRule{}), errs(burden.ErrIncomplete)},
		{"zero parameter", defs(burden.Param{}), errs(burden.ErrIncomplete)},
		{"definition of a zero line", defs(burden.Line{}.Starts(2009, one)), errs(burden.ErrIncomplete)},
		{"rule without a driver", defs(rule(burden.Index{Ceiling: rate})), errs(burden.ErrIncomplete)},
		{"rule with a nil add-on", defs(rule(burden.Index{Driver: rate, AddOns: []burden.Operand{nil}})), errs(burden.ErrIncomplete)},
		{"line that is nothing", is(nil), errs(burden.ErrIncomplete)},
		{"line that is nothing but in one year", defs(x.Is(nil).In(2010, one)), errs(burden.ErrIncomplete)},
		{"line that starts with nothing and goes on with nothing", defs(x.Starts(2009, nil).Then(nil)), errs(burden.ErrIncomplete, burden.ErrIncomplete)},
		// Lags, years, roundings, exponents.
		{"negative lag", is(cost.Lag(-1)), errs(burden.ErrOutOfRange)},
		{"long lag", is(cost.Lag(10000)), errs(burden.ErrOutOfRange)},
		{"negative lag of a rule", defs(rule(burden.Index{Driver: rate, Lag: -2})), errs(burden.ErrOutOfRange)},
		{"lags in the wrong order", is(cost.SumLags(1, 5)), errs(burden.ErrOutOfRange)},
		{"years in the wrong order", is(cost.SumBetween(2012, 2010)), errs(burden.ErrOutOfRange)},
		{"a year there is not", is(cost.At(0)), errs(burden.ErrOutOfRange)},
		{"start in a year there is not", defs(x.Starts(0, one)), errs(burden.ErrOutOfRange)},
		{"piece in a year there is not", defs(x.Is(one).From(10000, one)), errs(burden.ErrOutOfRange)},
		{"override in a year there is not", defs(x.Is(one).In(10000, one)), errs(burden.ErrOutOfRange)},
		{"end before the start", defs(x.Starts(2009, one).Until(2008)), errs(burden.ErrOutOfRange)},
		{"end in a year there is not", defs(x.Is(one).Until(0)), errs(burden.ErrOutOfRange)},
		{"then after no year", defs(x.Is(one).Then(one)), errs(burden.ErrIncomplete)},
		{"rule that ends before it starts", defs(rule(burden.Index{Driver: rate, From: 2012, To: 2010})), errs(burden.ErrOutOfRange)},
		{"rule from a year there is not", defs(rule(burden.Index{Driver: rate, From: -5})), errs(burden.ErrOutOfRange)},
		{"rule that carries from no year", defs(rule(burden.Index{Driver: rate, Carry: burden.CarryBoth})), errs(burden.ErrIncomplete)},
		{"rule of an unknown carry", defs(rule(burden.Index{Driver: rate, Carry: 9, From: 2009})), errs(burden.ErrIncomplete)},
		{"quantum of zero", is(cost.RoundedTo("0", burden.HalfUp)), errs(burden.ErrOutOfRange)},
		{"negative quantum", is(cost.Over(num("3")).RoundedTo("-0.01", burden.HalfUp)), errs(burden.ErrOutOfRange)},
		{"quantum that is no number", is(cost.RoundedTo("cents", burden.HalfUp)), errs(burden.ErrNumber)},
		{"unknown mode", is(cost.RoundedTo("1", burden.Mode(99))), errs(burden.ErrUnknownName)},
		{"precision of a rule", defs(rule(burden.Index{Driver: rate, Precision: burden.RoundTo("", burden.HalfUp)})), errs(burden.ErrNumber)},
		{"root of no degree", defs(r.Is(cost.Over(cost).ToThe(1, 0).RoundedTo("1", burden.Up))), errs(burden.ErrOutOfRange)},
		{"power of 1000", defs(r.Is(cost.Over(cost).ToThe(1000, 1).RoundedTo("1", burden.Up))), errs(burden.ErrOutOfRange)},
		// Cycles.
		{"line that needs itself", is(x.Plus(one)), errs(burden.ErrCycle)},
		{"lines that need each other", defs(z.Is(one), x.Is(y), y.Is(x.Minus(z))), errs(burden.ErrCycle)},
		{"rule driven by what it drives", defs(rule(burden.Index{Driver: r}), r.Is(num("1").GrownBy(rule(burden.Index{})))), errs(burden.ErrCycle)},
		{"cycle from a year on", defs(x.Starts(2009, one).From(2012, x)), errs(burden.ErrCycle)},
		{"cycle in one year", defs(x.Is(one).In(2012, y), y.Is(one).In(2012, x)), errs(burden.ErrCycle)},
		{"cycle until a year", defs(x.Starts(2009, y), y.Is(x).From(2014, one)), errs(burden.ErrCycle)},
		{"cycle in a given year", is(one.Plus(x.At(2010))), errs(burden.ErrCycle)},
		{"two cycles", defs(x.Is(y), y.Is(x), z.Is(z)), errs(burden.ErrCycle, burden.ErrCycle)},
		// Size.
		{"formula too large by sharing", is(doubled), errs(burden.ErrTooLarge)},
		{"formula too deep", is(deep), errs(burden.ErrTooLarge)},
		{"too many lines", everything, errs(burden.ErrTooLarge)},
		// Several, in the order of their definitions, each once.
		{"many faults", defs(
			x.Is(cost.Plus(troops)),
			burden.NewLine("two words", burden.KRW).Is(burden.Amount("?", burden.KRW)),
			rule(burden.Index{Driver: rate.Within("5%", "6%"), Lag: -1}),
			nil,
			y.Starts(2009, burden.NewLine("nobody", burden.KRW)).In(0, one),
			z.Is(y.Previous().RoundedTo("0", burden.Up).Minus(y.Over(num("nobody")).Exactly())),
		), errs(burden.ErrUnit, burden.ErrName, burden.ErrNumber, burden.ErrOutOfRange, burden.ErrOutOfRange, burden.ErrIncomplete, burden.ErrOutOfRange, burden.ErrUnknownName, burden.ErrOutOfRange, burden.ErrNumber)},
		// Prices and years.
		{"nominal plus real", is(cost.Plus(burden.Amount(1, "KRW@2019"))), errs(burden.ErrUnit)},
		{"nominal for real", defs(burden.NewLine("r", "KRW@2019").Is(cost)), errs(burden.ErrUnit)},
		{"price base of no currency", is(burden.Amount(1, "person@2019")), errs(burden.ErrUnit)},
		{"price base in a year there is not", is(burden.NewParam("p", burden.KRW.AtPrices(0), burden.Constant(1))), errs(burden.ErrUnit)},
		{"deflating what is real", is(burden.Deflate(burden.Amount(1, "KRW@2015"), rate, 2019).Exactly()), errs(burden.ErrUnit)},
		{"inflating what is nominal", is(burden.Inflate(cost, rate).Exactly()), errs(burden.ErrUnit)},
		{"deflating something per won", is(burden.Deflate(burden.Amount(1, "person/KRW"), rate, 2019).Exactly()), errs(burden.ErrUnit)},
		{"deflating to a year there is not", is(burden.Deflate(cost, rate, 0).Exactly()), errs(burden.ErrOutOfRange)},
		{"calendar plus fiscal year", is(yearly("cost", burden.Calendar).Plus(yearly("funds", burden.FiscalOctober))), errs(burden.ErrYearBasis)},
		{"fiscal for calendar year", defs(x.On(burden.Calendar).Is(yearly("funds", burden.FiscalApril))), errs(burden.ErrYearBasis)},
		{"calendar for fiscal year", defs(x.On(burden.FiscalJuly).Is(yearly("cost", burden.Calendar))), errs(burden.ErrYearBasis)},
		{"year basis there is not", defs(x.On(12).Is(one)), errs(burden.ErrOutOfRange)},
		{"year basis of a series there is not", is(yearly("cost", -12)), errs(burden.ErrOutOfRange)},
		{"conversion of years from another basis", defs(burden.ConvertYears(x, 2020, 2021, yearly("cost", burden.Calendar), burden.FiscalApril, burden.Rounding{})), errs(burden.ErrYearBasis)},
		{"conversion of years in the wrong order", defs(burden.ConvertYears(x, 2021, 2020, cost, burden.FiscalApril, burden.Rounding{})), errs(burden.ErrOutOfRange)},
		{"months of no date", defs(burden.NewLine("months", burden.Months).Is(burden.NewParam("in_force", burden.Months, burden.MonthsInForce("2020-4", "2021-12", burden.Calendar, 2020, 2021)))), errs(burden.ErrDate)},
		{"months in the wrong order", defs(burden.NewLine("months", burden.Months).Is(burden.NewParam("in_force", burden.Months, burden.MonthsInForce("2020-04", "2020-03", burden.Calendar, 2020, 2021)))), errs(burden.ErrOutOfRange)},
		{"present value at no time", defs(burden.PresentValue(x, cost, burden.Discounting{Base: 2020, Rate: rate, Timing: 3})), errs(burden.ErrOutOfRange)},
		{"estimate that does not ascend", defs(r.Is(rate.Estimated("1%", "3%", "2%"))), errs(burden.ErrOutOfRange)},
		{"estimate out of its range", defs(r.Is(rate.Estimated("1%", "3%", "6%").Within("0", "5%"))), errs(burden.ErrOutOfRange)},
		{"group that holds itself", defs(selfish), errs(burden.ErrTooLarge)},
		{"what follows from a fault", defs(
			burden.NewLine("bad", "two words").Is(one),                                  // this,
			x.Is(burden.NewLine("bad", burden.KRW).Plus(one)),                           // not that it is used in won
			y.Is(burden.NewParam("p", "?", burden.Constant("5")).Plus(cost)),            // this,
			z.Is(burden.NewParam("p", "?", burden.Constant("5")).Plus(cost, x)),         // not that it is used again
			burden.NewLine("v", burden.KRW).Is(cost.Times(troops).Plus(cost).Plus(one)), // the inner sum alone
		), errs(burden.ErrUnit, burden.ErrUnit, burden.ErrUnit)},
	}
}

func TestModelFaults(t *testing.T) {
	for _, c := range faultCases() {
		t.Run(c.name, func(t *testing.T) {
			var m *burden.Model
			var err error
			effort.AtMost(t, 1<<23, func() { m, err = burden.NewModel("m", c.definitions...) })
			require.Error(t, err)
			assert.Nil(t, m)
			faults := burden.Faults(err)
			require.Len(t, faults, len(c.want), err)
			for i, want := range c.want {
				assert.ErrorIs(t, faults[i], want)
				e, ok := errors.AsType[*burden.Error](faults[i])
				require.True(t, ok)
				assert.Equal(t, "m", e.Model)
				assert.Less(t, len(e.Error()), 400, "whatever the input, the message stays short")
			}
		})
	}
	for id, quoted := range map[string]string{"": `""`, "two words": `"two words"`, "sma8.": `"sma8."`} {
		_, err := burden.NewModel(id)
		assert.ErrorIs(t, err, burden.ErrName)
		assert.ErrorContains(t, err, quoted)
	}
}

// The messages, for people to read: what is checked above and in
// TestProjectionErrors are the causes and places.
func TestGoldenMessages(t *testing.T) {
	var b strings.Builder
	b.WriteString("# The faults of models\n")
	cases := faultCases()
	require.GreaterOrEqual(t, len(cases), 30)
	for _, c := range cases {
		_, err := burden.NewModel("m", c.definitions...)
		fmt.Fprintf(&b, "\n%s\n\t%s\n", c.name, strings.ReplaceAll(fmt.Sprint(err), "\n", "\n\t"))
	}
	b.WriteString("\n# The errors of projections\n")
	for _, c := range projectionErrors() {
		_, err := modelOf(t, c.definitions...).Project(c.from, c.to, c.lines...)
		fmt.Fprintf(&b, "\n%s\n\t%s\n", c.name, err)
	}
	golden.Equal(t, "testdata/messages.golden", b.String())
}

// Where a formula or name is missing, no cycle is looked for: it may run through that.
func TestNoCycleBesidesWhatIsMissing(t *testing.T) {
	one := burden.Amount(1, burden.KRW)
	a, b, c := burden.NewLine("a", burden.KRW), burden.NewLine("b", burden.KRW), burden.NewLine("c", burden.KRW)
	for name, d := range map[string]burden.Definition{
		"a rule without a driver":       burden.NewIndexRule("g", burden.Index{}),
		"a rule without an add-on":      burden.NewIndexRule("g", burden.Index{Driver: burden.Amount(1, burden.Ratio), AddOns: []burden.Operand{nil}}),
		"a lag there is not":            a.Is(one.Lag(-1)),
		"nothing":                       a.Is(nil),
		"a sum with nothing":            a.Is(one.Plus(nil)),
		"a line that is not defined":    a.Is(c),
		"a definition that has no Then": a.Is(one).Then(one),
		"a formula beyond the limits":   a.Is(ones(burden.MaxNodes + 1).Times(one)),
		"a parameter that is a line":    a.Is(burden.NewParam("b", burden.KRW, burden.Constant(1))),
	} {
		for _, definitions := range [][]burden.Definition{{d, b.Is(b)}, {b.Is(b), d}} {
			_, err := burden.NewModel("m", definitions...)
			assert.Len(t, burden.Faults(err), 1, "%s: %v", name, err)
			assert.NotErrorIs(t, err, burden.ErrCycle, name)
		}
	}
}

// The units that formulas have, each accepted for its line and no other.
func TestUnitsOfFormulas(t *testing.T) {
	var (
		cost   = burden.NewParam("cost", burden.KRW, burden.Constant(1000))
		usd    = burden.NewParam("usd", burden.USD, burden.Constant(1000))
		rate   = burden.NewParam("rate", burden.KRW.Per(burden.USD), burden.Constant(1200))
		troops = burden.NewParam("troops", burden.Persons, burden.Constant(10))
		share  = burden.NewParam("share", burden.Ratio, burden.Constant("50%"))
		line   = burden.NewLine("line", burden.KRW)
	)
	for i, c := range []struct {
		f    burden.Formula
		want burden.Unit
	}{
		{usd.Times(rate), burden.KRW},
		{usd.Times(rate, share, share), burden.KRW},
		{cost.Over(rate).Exactly(), burden.USD},
		{cost.Over(troops).Exactly(), "KRW/person"},
		{cost.Over(troops).Exactly().Times(troops), burden.KRW},
		{cost.Over(cost).Exactly(), burden.Ratio},
		{cost.Times(cost), "KRW^2"},
		{share.Over(cost).Exactly(), "1/KRW"},
		{cost.Over(cost).ToThe(1, 5).RoundedTo("0.001", burden.HalfUp), burden.Ratio},
		{cost.RoundedTo("100", burden.HalfUp), burden.KRW},
		{cost.Plus(line.Previous(), burden.Amount(0, burden.KRW)), burden.KRW},
		{line.SumLags(5, 1), burden.KRW},
		{cost.At(2010), burden.KRW},
		{cost.AtMost(line).AtLeast(cost), burden.KRW},
		{burden.When(troops.Below(troops), usd, usd), burden.USD},
		{line.Starts(2009, troops).Until(2010).Formula(), burden.Persons},
	} {
		for _, unit := range []burden.Unit{c.want, "vessel"} {
			x := burden.NewLine("x", unit)
			_, err := burden.NewModel("m", x.Is(c.f), line.Starts(2009, cost))
			if unit == c.want {
				assert.NoError(t, err, i)
			} else {
				assert.ErrorIs(t, err, burden.ErrUnit, i)
			}
		}
	}
}

// A fault is told once: what rests on it is not reported again.
func TestOneFaultAFault(t *testing.T) {
	one := burden.Amount(1, burden.KRW)
	a, b := burden.NewLine("a", burden.KRW), burden.NewLine("b", burden.KRW)
	bad, early := burden.NewLine("bad", "won?"), one.Lag(-1)
	for name, definitions := range map[string][]burden.Definition{
		"a unit, in a piece of a line":                          {bad.Is(one), a.Starts(2000, bad).Then(one)},
		"a unit, in a piece of a sum":                           {bad.Is(one), a.Is(one.Plus(b.Starts(2000, bad).Then(one).Formula()))},
		"a definition that has no Then":                         {a.Is(a).Then(a)},
		"of a definition that others do":                        {a.Is(b).Then(b), b.Is(a)},
		"a lag there is not, twice in a formula and in another": {a.Is(early.Plus(early)), b.Is(early)},
		"a number of a parameter, of which there are two": {
			a.Is(burden.NewParam("p", burden.KRW, burden.Constant("five"))), b.Is(burden.NewParam("p", burden.KRW, burden.Constant(6)))},
		"a condition of two units, in a line of a third": {burden.NewLine("c", burden.USD).Is(burden.When(one.Below(burden.Amount(1, burden.Ratio)), one, one))},
		"a choice of two units, in a line of a third":    {burden.NewLine("c", burden.USD).Is(burden.When(one.Below(one), one, burden.Amount(1, burden.Ratio)))},
		"a product beyond what a unit can be":            {a.Is(burden.Amount(1, "KRW^60").Times(burden.Amount(1, "KRW^60")))},
		"a power of 1000, of a power of 0":               {burden.NewLine("r", burden.Ratio).Is(one.Over(one).ToThe(0, 1).ToThe(1000, 1).Exactly())},
		"weights of two units, in a split of another unit than its total": {burden.NewSplit("s", burden.USD, burden.Split{Total: one, Quantum: "1", Members: []burden.Member{
			{Key: "p", Weight: burden.Amount(1, burden.Ratio)}, {Key: "q", Weight: burden.Amount(1, burden.Persons)}}})},
	} {
		_, err := burden.NewModel("m", definitions...)
		assert.Len(t, burden.Faults(err), 1, "%s: %v", name, err)
	}
}
