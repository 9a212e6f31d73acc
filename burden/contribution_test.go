package burden_test

import (
	"testing"

	"example.com/burdenshare/burden"
)

// Every ready-made formula against a computation by hand.
func TestReadyMadeFormulas(t *testing.T) {
	var (
		demand    = burden.NewParam("demand", burden.USD, burden.Constant("4.7e9"))
		troops    = burden.NewParam("troops", burden.Persons, burden.Constant(28500))
		employees = burden.NewParam("employees", burden.Persons, burden.Constant(9000))
		pay       = burden.NewParam("pay", burden.KRW.Per(burden.Persons), burden.Constant("52345678.9"))
		total     = burden.NewParam("total", burden.KRW, burden.Constant("1038.9e9"))
		part      = burden.NewParam("part", burden.Ratio, burden.Constant("48%"))
		share     = burden.NewParam("share", burden.Ratio, burden.Constant("71%"))
		markup    = burden.NewParam("markup", burden.Ratio, burden.Constant("50%"))
	)
	for name, c := range map[string]struct {
		f    burden.Formula
		unit burden.Unit
		want string
	}{
		// 4,700,000,000 / 28,500 = 164,912.2807…
		"per head": {burden.PerHead(demand, troops).RoundedTo("0.01", burden.HalfUp), burden.USD.Per(burden.Persons), "164912.28"},
		// 9,000 × 52,345,678.9
		"labour cost": {burden.LabourCost(employees, pay), burden.KRW, "471111110100"},
		// 48 % of 1,038.9 bn
		"labour part": {burden.LabourPart(total, part), burden.KRW, "498672000000"},
		// 71 % of 9,000 × 52,345,678.9
		"share of": {burden.ShareOf(burden.LabourCost(employees, pay), share), burden.KRW, "334488888171"},
		// 150 % of 4.7 bn: "cost plus 50"
		"cost plus": {burden.CostPlus(demand, markup), burden.USD, "7.05e9"},
	} {
		t.Run(name, func(t *testing.T) {
			x := burden.NewLine("x", c.unit)
			wantValue(t, c.want, projectionOf(t, modelOf(t, x.Is(c.f)), 2019, 2019), x, 2019)
		})
	}
}

// Where the rounding stands decides: 1000 × 1.025 = 1025, × 1.025 = 1050.625,
// and then 1051 × 1.025 = 1077.275 or 1050.625 × 1.025 = 1076.890625.
func TestEscalationAndFreeze(t *testing.T) {
	x := burden.NewLine("x", burden.KRW)
	base, rate := burden.Amount(1000, burden.KRW), burden.NewParam("rate", burden.Ratio, burden.Constant("2.5%"))
	every := burden.Escalation(x, 2009, base, rate, burden.RoundTo("1", burden.HalfUp))
	for want, d := range map[string]burden.LineDefinition{
		"- 1000 1025 1051 1077":            every,
		"- 1000 1025 1050.625 1076.890625": burden.Escalation(x, 2009, base, rate, burden.Rounding{}),
		"- 1000 1025 1025 1051":            every.In(2011, burden.Freeze(x)),
		"- 1000 1025 1051 1200":            every.In(2012, burden.Amount(1200, burden.KRW)),
		"- 1000 1025 1051 -":               every.Until(2011),
		"- 1000 1000 1025 1051":            every.In(2010, burden.Freeze(x)),
	} {
		t.Run(want, func(t *testing.T) {
			wantYears(t, want, projectionOf(t, modelOf(t, d), 2008, 2012), x)
		})
	}
}
