package burden_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/burdenshare/burden"
)

// Rules from 2009 to 2012, with the growth before and after its limits by hand.
// The driver grows by 2.36 % in 2008, 4.7 % in 2009, -1 % in 2010, 4 % in 2011 and 12 % in 2012.
func TestIndexRule(t *testing.T) {
	driver := burden.NewParam("driver", burden.Ratio, burden.ByYear(map[int]string{
		2008: "2.36%", 2009: "4.7%", 2010: "-1%", 2011: "4%", 2012: "12%",
	}))
	other := burden.NewLine("other", burden.Ratio)
	rate := func(s string) burden.Formula { return burden.Amount(s, burden.Ratio) }
	step := burden.NewParam("step", burden.Ratio, burden.Steps(map[int]string{2009: "6.5%", 2010: "0"}))
	cases := []struct {
		name         string
		index        burden.Index
		raw, applied string
	}{
		{"driver alone", burden.Index{Driver: driver},
			"0.047 -0.01 0.04 0.12", "0.047 -0.01 0.04 0.12"},
		{"lag", burden.Index{Driver: driver, Lag: 1},
			"0.0236 0.047 -0.01 0.04", "0.0236 0.047 -0.01 0.04"},
		{"precision, of the driver alone", burden.Index{Driver: driver, Lag: 1, Precision: burden.RoundTo("0.1%", burden.HalfUp), AddOns: []burden.Operand{rate("0.01%")}},
			"0.0241 0.0471 -0.0099 0.0401", "0.0241 0.0471 -0.0099 0.0401"}, // 2.4 % + 0.01 %
		{"add-ons, not compounded", burden.Index{Driver: driver, AddOns: []burden.Operand{step, rate("1%")}},
			"0.122 0 0.05 0.13", "0.122 0 0.05 0.13"}, // 4.7 + 6.5 + 1
		{"ceiling", burden.Index{Driver: driver, Ceiling: rate("4%")},
			"0.047 -0.01 0.04 0.12", "0.04 -0.01 0.04 0.04"},
		{"floor", burden.Index{Driver: driver, Floor: rate("0")},
			"0.047 -0.01 0.04 0.12", "0.047 0 0.04 0.12"},
		{"both", burden.Index{Driver: driver, Floor: rate("0"), Ceiling: rate("5%")},
			"0.047 -0.01 0.04 0.12", "0.047 0 0.04 0.05"},
		{"both, crossed: the ceiling has the last word", burden.Index{Driver: driver, Floor: rate("5%"), Ceiling: rate("4.5%")},
			"0.047 -0.01 0.04 0.12", "0.045 0.045 0.045 0.045"},
		{"add-ons under the ceiling", burden.Index{Driver: driver, AddOns: []burden.Operand{step}, Ceiling: rate("5%")},
			"0.112 -0.01 0.04 0.12", "0.05 -0.01 0.04 0.05"},
		{"from", burden.Index{Driver: driver, From: 2010}, "- -0.01 0.04 0.12", "- -0.01 0.04 0.12"},
		{"to", burden.Index{Driver: driver, To: 2010}, "0.047 -0.01 - -", "0.047 -0.01 - -"},
		{"from and to", burden.Index{Driver: driver, From: 2010, To: 2010, Ceiling: rate("0")}, "- -0.01 - -", "- -0.01 - -"},
		{"compounded", burden.Index{Driver: driver, Compound: true, AddOns: []burden.Operand{rate("1%"), rate("10%")}},
			"0.163217 0.09989 0.15544 0.24432", "0.163217 0.09989 0.15544 0.24432"}, // 1.047 × 1.01 × 1.1 - 1
		{"a line drives", burden.Index{Driver: other, Lag: 1}, "0.047 0.0236 0.047 -0.01", "0.047 0.0236 0.047 -0.01"}, // of two years before
		{"a formula drives", burden.Index{Driver: driver.SumLags(1, 0).Over(rate("2")).Exactly()},
			"0.0353 0.0185 0.015 0.08", "0.0353 0.0185 0.015 0.08"}, // the mean of two years
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			g := burden.NewIndexRule("growth", c.index)
			assert.Equal(t, "growth", g.Name())
			assert.Equal(t, "growth.raw", g.Raw().Name())
			assert.Equal(t, "growth", g.Applied().Name())
			m := modelOf(t, g, other.Starts(2009, driver.Lag(1)).In(2008, driver.At(2009)))
			p := projectionOf(t, m, 2009, 2012, g.Raw(), g.Applied())
			wantYears(t, c.raw, p, g.Raw())
			wantYears(t, c.applied, p, g.Applied())
		})
	}
}

// What a limit cut or gave moves on: raw growth of 7, 1, 9, -2, 3 % between 0 and 4 %.
func TestIndexRuleCarries(t *testing.T) {
	driver := burden.NewParam("driver", burden.Ratio, burden.ByYear(map[int]string{
		2009: "7%", 2010: "1%", 2011: "9%", 2012: "-2%", 2013: "3%",
	}))
	limits := burden.Index{Driver: driver, Floor: burden.Amount(0, burden.Ratio), Ceiling: burden.Amount("4%", burden.Ratio), From: 2009}
	for carry, want := range map[burden.Carry][2]string{
		// Applied, and carried on. Nothing is carried into 2009.
		burden.CarryNothing: {"0.04 0.01 0.04 0 0.03", ""},
		// 7 is cut to 4; 1 + 3 is 4; 9 is cut by 5; -2 + 5 is 3; 3 stays.
		burden.CarryExcess: {"0.04 0.04 0.04 0.03 0.03", "0.03 0 0.05 0 0"},
		// Only what the floor gave in 2012, 2, is taken from 2013.
		burden.CarryAdvance: {"0.04 0.01 0.04 0 0.01", "0 0 0 -0.02 0"},
		burden.CarryBoth:    {"0.04 0.04 0.04 0.03 0.03", "0.03 0 0.05 0 0"},
	} {
		g := burden.NewIndexRule("growth", limits).With(func(x *burden.Index) { x.Carry = carry })
		m := modelOf(t, g)
		p := projectionOf(t, m, 2009, 2013, m.Lines()...)
		wantYears(t, want[0], p, g.Applied())
		if carry == burden.CarryNothing {
			_, ok := m.Line("growth.carried")
			assert.False(t, ok)
			continue
		}
		wantYears(t, want[1], p, g.Carried())
		p = projectionOf(t, modelOf(t, g.With(func(x *burden.Index) { x.To = 2010 })), 2008, 2011)
		wantYears(t, "- "+strings.Join(strings.Fields(want[0])[:2], " ")+" -", p, g.Applied())
	}
}

func TestCarryInWords(t *testing.T) {
	for carry, want := range map[burden.Carry]string{
		burden.CarryNothing: "nothing", burden.CarryExcess: "excess", burden.CarryAdvance: "advance", burden.CarryBoth: "both", 4: "unknown", 255: "unknown",
	} {
		assert.Equal(t, want, carry.String())
	}
}

func TestIndexRuleWith(t *testing.T) {
	rate := func(s string) burden.Formula { return burden.Amount(s, burden.Ratio) }
	g := burden.NewIndexRule("growth", burden.Index{Driver: rate("7%"), Floor: rate("0"), Ceiling: rate("4%")})
	x := burden.NewLine("x", burden.Ratio)
	applied := func(r burden.IndexRule) string {
		p := projectionOf(t, modelOf(t, r, x.Is(g)), 2009, 2009) // x refers to the rule as it was
		v, err := p.Value(x, 2009)
		assert.NoError(t, err)
		return burden.Text(v)
	}
	assert.Equal(t, "0.04", applied(g))
	assert.Equal(t, "0.07", applied(g.With(burden.NoCeiling)))
	assert.Equal(t, "0.04", applied(g.With()))
	assert.Equal(t, "0.04", applied(g.With(nil)))
	low := func(i *burden.Index) { i.Driver = rate("-2%") }
	assert.Equal(t, "0", applied(g.With(low)))
	assert.Equal(t, "-0.02", applied(g.With(low, burden.NoFloor)), "changes are made in their order")
	assert.Equal(t, "0.04", applied(g), "the rule itself stays")
	assert.Nil(t, g.With(burden.NoFloor, burden.NoCeiling).Index().Floor)
}
