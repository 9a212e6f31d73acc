package burden_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/dectest"
)

// limited is growth by prices between a floor of 0 and a ceiling of 4 %, which
// carries over as said from 2009 on: limited price indexation.
func limited(prices map[int]string, carry burden.Carry, changes ...func(*burden.Index)) burden.IndexRule {
	return burden.NewIndexRule("growth", burden.Index{
		Driver: burden.NewParam("prices", burden.Ratio, burden.ByYear(prices)),
		Floor:  burden.Amount(0, burden.Ratio), Ceiling: burden.NewParam("cap", burden.Ratio, burden.Constant("4%")),
		Carry: carry, From: 2009,
	}).With(changes...)
}

// Prices rise by 6, 5, 1, -3, 2 and 4 %. By hand, in percent:
//
//	nothing   6>4  5>4    1>1   -3>0    2>2   4>4
//	excess    6>4  5+2=7>4 (3)  1+3=4>4 (0)  -3>0 (0, what the floor gave lapses)  2>2  4>4
//	advance   6>4  5>4    1>1   -3>0 (-3)  2-3=-1>0 (-1)  4-1=3>3 (0)
//	both      6>4 (2)  7>4 (3)  4>4 (0)  -3>0 (-3)  -1>0 (-1)  3>3 (0)
func TestCarryByHand(t *testing.T) {
	prices := map[int]string{2009: "6%", 2010: "5%", 2011: "1%", 2012: "-3%", 2013: "2%", 2014: "4%"}
	for _, c := range []struct {
		carry            burden.Carry
		applied, carried string
	}{
		{burden.CarryNothing, "0.04 0.04 0.01 0 0.02 0.04", ""},
		{burden.CarryExcess, "0.04 0.04 0.04 0 0.02 0.04", "0.02 0.03 0 0 0 0"},
		{burden.CarryAdvance, "0.04 0.04 0.01 0 0 0.03", "0 0 0 -0.03 -0.01 0"},
		{burden.CarryBoth, "0.04 0.04 0.04 0 0 0.03", "0.02 0.03 0 -0.03 -0.01 0"},
	} {
		g := limited(prices, c.carry)
		m := modelOf(t, g)
		p := projectionOf(t, m, 2009, 2014, m.Lines()...)
		wantYears(t, "0.06 0.05 0.01 -0.03 0.02 0.04", p, g.Raw())
		wantYears(t, c.applied, p, g.Applied())
		_, has := m.Line(g.Carried().Name())
		assert.Equal(t, c.carried != "", has)
		if !has {
			continue
		}
		wantYears(t, c.carried, p, g.Carried())
		// Nothing is carried into the first year, and the line says so.
		before := projectionOf(t, m, 2008, 2008, g.Carried())
		wantYears(t, "0", before, g.Carried())
	}
}

// With both, nothing is lost: what was driven is what was applied and what is still
// carried. With one, what the other limit changed lapses, and nothing else does.
func TestCarryLosesNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		prices := map[int]string{}
		for year := 2009; year <= 2018; year++ {
			prices[year] = burden.Text(decimal.New(r.Int64N(160)-60, -3))
		}
		for _, carry := range []burden.Carry{burden.CarryBoth, burden.CarryExcess, burden.CarryAdvance} {
			g := limited(prices, carry)
			p := projectionOf(t, modelOf(t, g), 2009, 2018, g.Raw(), g.Applied(), g.Carried())
			var driven, applied, lapsed, carried decimal.Decimal
			for year := 2009; year <= 2018; year++ {
				value := func(l burden.Line) decimal.Decimal {
					v, err := p.Value(l, year)
					require.NoError(t, err)
					return v
				}
				over := value(g.Raw()).Add(carried).Sub(value(g.Applied())) // in all that the limits changed
				driven, applied = driven.Add(value(g.Raw())), applied.Add(value(g.Applied()))
				carried = value(g.Carried())
				lapsed = lapsed.Add(over.Sub(carried))
				switch {
				case carry == burden.CarryBoth:
					dectest.Equal(t, burden.Text(over), carried, year)
				case carry == burden.CarryExcess && over.IsPositive(), carry == burden.CarryAdvance && over.IsNegative():
					dectest.Equal(t, burden.Text(over), carried, year)
				default:
					dectest.Equal(t, "0", carried, year)
				}
			}
			dectest.Equal(t, burden.Text(driven), applied.Add(carried).Add(lapsed))
			if carry == burden.CarryBoth {
				dectest.Equal(t, "0", lapsed, prices)
			}
		}
	}
}

// Catch-up changes the amounts of an agreement: 1000 growing by 6, 1 and 1 %.
func TestCarryInAnAmount(t *testing.T) {
	prices := map[int]string{2009: "6%", 2010: "1%", 2011: "1%"}
	amount := burden.NewLine("amount", burden.KRW)
	for carry, want := range map[burden.Carry]string{
		burden.CarryNothing: "1000 1040 1050.4 1060.904", // × 1.04, × 1.01, × 1.01
		burden.CarryExcess:  "1000 1040 1071.2 1081.912", // × 1.04, × 1.03, × 1.01
	} {
		g := limited(prices, carry)
		m := modelOf(t, g, amount.Starts(2008, burden.Amount(1000, burden.KRW)).Then(amount.Previous().GrownBy(g)))
		wantYears(t, want, projectionOf(t, m, 2008, 2011), amount)
	}
}

// A rule that ends carries nothing further, and one without a ceiling has nothing
// to carry but what its floor gave.
func TestCarryEnds(t *testing.T) {
	prices := map[int]string{2009: "6%", 2010: "-1%", 2011: "1%"}
	g := limited(prices, burden.CarryBoth, func(x *burden.Index) { x.To = 2010 })
	p := projectionOf(t, modelOf(t, g), 2008, 2011, g.Applied(), g.Carried())
	wantYears(t, "- 0.04 0.01 -", p, g.Applied()) // -1 + 2
	wantYears(t, "0 0.02 0 -", p, g.Carried())

	g = limited(prices, burden.CarryBoth, burden.NoCeiling)
	p = projectionOf(t, modelOf(t, g), 2009, 2011, g.Applied(), g.Carried())
	wantYears(t, "0.06 0 0", p, g.Applied())
	wantYears(t, "0 -0.01 0", p, g.Carried()) // -1 is raised to 0; 1 - 1 is 0

	g = limited(prices, burden.CarryBoth, burden.NoCeiling, burden.NoFloor)
	p = projectionOf(t, modelOf(t, g), 2009, 2011, g.Applied(), g.Carried())
	wantYears(t, "0.06 -0.01 0.01", p, g.Applied())
	wantYears(t, "0 0 0", p, g.Carried())

	// From a lagged driver on: the first year reads the year two before.
	g = limited(prices, burden.CarryExcess, func(x *burden.Index) { x.Lag, x.From = 2, 2011 })
	p = projectionOf(t, modelOf(t, g), 2011, 2013)
	wantYears(t, "0.04 0.01 0.01", p, g.Applied()) // 6; -1 + 2; 1
	_, err := modelOf(t, g).Project(2014, 2014)
	assert.EqualError(t, err, "burden: m: growth.raw 2014: prices has no value for 2012, needed through a lag of 2")
}

// Compounding multiplies, (1 + driver) × (1 + add-on) × … - 1, the driver rounded
// to its precision before; the limits and what is carried come after.
func TestCompoundByHand(t *testing.T) {
	step := burden.NewParam("step", burden.Ratio, burden.Constant("10%"))
	for _, c := range []struct {
		name         string
		change       func(*burden.Index)
		raw, applied string
	}{
		{"added", func(x *burden.Index) { x.AddOns = []burden.Operand{step} }, "0.15 0.08", "0.04 0.04"},
		{"compounded", func(x *burden.Index) { x.AddOns, x.Compound = []burden.Operand{step}, true }, "0.155 0.078", "0.04 0.04"},                  // 1.05 × 1.1, 0.98 × 1.1
		{"twice", func(x *burden.Index) { x.AddOns, x.Compound = []burden.Operand{step, step}, true }, "0.2705 0.1858", "0.04 0.04"},               // × 1.1 again
		{"with nothing", func(x *burden.Index) { x.Compound = true }, "0.05 -0.02", "0.04 0"},                                                      //
		{"unlimited", func(x *burden.Index) { x.AddOns, x.Compound, x.Ceiling = []burden.Operand{step}, true, nil }, "0.155 0.078", "0.155 0.078"}, //
		{"rounded first", func(x *burden.Index) {
			x.AddOns, x.Compound, x.Precision = []burden.Operand{step}, true, burden.RoundTo("10%", burden.HalfUp)
		}, "0.21 0.1", "0.04 0.04"}, // 5 % is a tie: 1.1 × 1.1; -2 % is 0
		{"carried", func(x *burden.Index) {
			x.AddOns, x.Compound, x.Carry = []burden.Operand{burden.Amount("-5%", burden.Ratio)}, true, burden.CarryAdvance
		}, "-0.0025 -0.069", "0 0"}, // 1.05 × 0.95, 0.98 × 0.95
		{"caught up", func(x *burden.Index) {
			x.AddOns, x.Compound, x.Carry = []burden.Operand{burden.Amount("0.5%", burden.Ratio)}, true, burden.CarryExcess
		}, "0.05525 -0.0151", "0.04 0.00015"}, // 1.05 × 1.005, 0.98 × 1.005; 1.525 % is carried
	} {
		t.Run(c.name, func(t *testing.T) {
			g := limited(map[int]string{2009: "5%", 2010: "-2%"}, burden.CarryNothing, c.change)
			p := projectionOf(t, modelOf(t, g), 2009, 2010, g.Raw(), g.Applied())
			wantYears(t, c.raw, p, g.Raw())
			wantYears(t, c.applied, p, g.Applied())
		})
	}
}

func TestCarryFaults(t *testing.T) {
	prices := map[int]string{2009: "6%"}
	user := burden.NewLine("user", burden.Ratio).Is(limited(prices, burden.CarryBoth).Carried())
	from := func(from, to int) func(*burden.Index) { return func(x *burden.Index) { x.From, x.To = from, to } }
	for _, c := range []struct {
		name string
		rule burden.IndexRule
		err  error
	}{
		{"no first year", limited(prices, burden.CarryExcess, from(0, 0)), burden.ErrIncomplete},
		{"no year before the first", limited(prices, burden.CarryBoth, from(burden.MinYear, 0)), burden.ErrIncomplete},
		{"an unknown kind", limited(prices, burden.CarryBoth+1), burden.ErrIncomplete},
		{"a last year alone", limited(prices, burden.CarryAdvance, from(0, 2012)), burden.ErrIncomplete},
		{"the last year before the first", limited(prices, burden.CarryBoth, from(2012, 2009)), burden.ErrOutOfRange},
		{"a year beyond the last there is", limited(prices, burden.CarryBoth, from(burden.MaxYear+1, 0)), burden.ErrOutOfRange},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := burden.NewModel("m", c.rule)
			require.ErrorIs(t, err, c.err)
			assert.Len(t, burden.Faults(err), 1, err)
			assert.True(t, strings.HasPrefix(err.Error(), "burden: m: growth: "), err)
		})
	}
	// A rule that carries nothing has no such line.
	_, err := burden.NewModel("m", limited(prices, burden.CarryNothing), user)
	assert.EqualError(t, err, "burden: m: user: needs growth.carried, which the model does not define")
	_, err = burden.NewModel("m", limited(prices, burden.CarryAdvance), user)
	assert.NoError(t, err)
	// From the second year there is, something can be carried.
	_, err = burden.NewModel("m", limited(prices, burden.CarryBoth, from(burden.MinYear+1, burden.MaxYear)))
	assert.NoError(t, err)
}

func TestCarryAsText(t *testing.T) {
	texts := map[burden.Carry][2]string{
		burden.CarryNothing: {"by_year{2009: min(max(growth.raw, 0), cap)}", ""},
		burden.CarryExcess: {"by_year{2009: min(max(growth.raw + growth.carried[-1], 0), cap)}",
			"by_year{2008: 0, 2009: larger(growth.raw + growth.carried[-1] - growth, 0)}"},
		burden.CarryAdvance: {"by_year{2009: min(max(growth.raw + growth.carried[-1], 0), cap)}",
			"by_year{2008: 0, 2009: smaller(growth.raw + growth.carried[-1] - growth, 0)}"},
		burden.CarryBoth: {"by_year{2009: min(max(growth.raw + growth.carried[-1], 0), cap)}",
			"by_year{2008: 0, 2009: growth.raw + growth.carried[-1] - growth}"},
	}
	for carry, want := range texts {
		g := limited(map[int]string{2009: "6%"}, carry)
		m := modelOf(t, g)
		f, ok := m.Formula(g.Applied())
		assert.True(t, ok)
		assert.Equal(t, want[0], f.String())
		f, ok = m.Formula(g.Carried())
		assert.Equal(t, want[1] != "", ok)
		if ok {
			assert.Equal(t, want[1], f.String())
		}
	}
}

func TestCarryExplained(t *testing.T) {
	g := limited(map[int]string{2009: "6%", 2010: "1%"}, burden.CarryExcess)
	p := projectionOf(t, modelOf(t, g), 2009, 2010, g.Applied(), g.Carried())
	x, err := p.Explain(g.Applied(), 2010)
	require.NoError(t, err)
	assert.Equal(t, `growth 2010 = 3 %
  = min(max(growth.raw + growth.carried[-1], 0), cap)
  growth.raw 2010 = 1 %
    = prices
    prices 2010 = 1 %
  growth.carried 2009 = 2 %
  cap 2010 = 4 %
`, x.String())
	x, err = p.Explain(g.Carried(), 2009)
	require.NoError(t, err)
	assert.Equal(t, `growth.carried 2009 = 2 %
  = larger(growth.raw + growth.carried[-1] - growth, 0)
  growth.raw 2009 = 6 %
    = prices
    prices 2009 = 6 %
  growth.carried 2008 = 0 %
  growth 2009 = 4 %
    = min(max(growth.raw + growth.carried[-1], 0), cap)
    growth.raw 2009 = 6 %
    growth.carried 2008 = 0 %
    cap 2009 = 4 %
    ceiling cap bound: 6 % became 4 %
`, x.String())
	// What the ceiling cut in one year, it may cut again in the next.
	bound, _ := p.Binding(burden.NewParam("cap", burden.Ratio, burden.Series{}))
	assert.Equal(t, []int{2009}, bound)
	assert.Equal(t, "[growth.raw growth growth.carried]", fmt.Sprint(p.Model().Lines()))
}

// TestCarryIsNoLimit: what is carried is cut at zero by arithmetic; no agreement has
// that floor, so it is on no record.
func TestCarryIsNoLimit(t *testing.T) {
	driver := burden.NewParam("prices", burden.Ratio, burden.ByYear(map[int]string{2009: "6%", 2010: "1%"}))
	growth := burden.NewIndexRule("growth", burden.Index{
		Driver: driver, Ceiling: burden.Amount("4%", burden.Ratio), Carry: burden.CarryExcess, From: 2009})
	m, err := burden.NewModel("m", growth)
	require.NoError(t, err)
	p, err := m.Project(2009, 2010, growth.Applied(), growth.Carried())
	require.NoError(t, err)
	for _, l := range p.Limits() {
		assert.Equal(t, "growth", l.Line.Name(), l)
	}
	v, err := p.Value(growth.Carried(), 2009)
	require.NoError(t, err)
	dectest.Equal(t, "0.02", v)
}
