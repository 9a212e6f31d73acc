package burden_test

import (
	"errors"
	"fmt"

	"example.com/burdenshare/burden"
)

// The handles of the examples below: an agreement's parameters and lines. Those
// of prices and contributions are the eighth agreement of Korea.
var (
	base    = burden.NewParam("base", burden.KRW, burden.Constant("760.0e9"))
	prices  = burden.NewParam("prices", burden.Ratio, burden.ByYear(map[int]string{2008: "4.7%", 2009: "2.8%"}))
	ceiling = burden.NewParam("ceiling", burden.Ratio, burden.Constant("4%"))
	troops  = burden.NewParam("troops", burden.Persons, burden.Constant(28500))
	demand  = burden.NewParam("demand", burden.USD, burden.Constant("4.7e9"))

	growth       = burden.NewIndexRule("growth", burden.Index{Driver: prices, Lag: 2, Ceiling: ceiling})
	contribution = burden.NewLine("contribution", burden.KRW)
	amounts      = contribution.Starts(2009, base).Then(
		contribution.Previous().GrownBy(growth).RoundedTo("0.1e9", burden.HalfUp))
)

// printYears writes a line's values in the years of a projection.
func printYears(m *burden.Model, from, to int, l burden.Line) {
	p, err := m.Project(from, to, l)
	if err != nil {
		fmt.Println(err)
		return
	}
	for year := from; year <= to; year++ {
		if v, err := p.Value(l, year); err == nil {
			fmt.Println(year, burden.Show(v, l.Unit()))
		}
	}
}

func ExampleNewModel() {
	m, err := burden.NewModel("sma8", growth, amounts)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, l := range m.Lines() {
		f, _ := m.Formula(l)
		fmt.Println(l.Name(), "=", f)
	}
	// Output:
	// growth.raw = prices[-2]
	// growth = min(growth.raw, ceiling)
	// contribution = by_year{2009: base, 2010: round(contribution[-1] * (1 + growth), 100000000, half_up)}
}

// What is wrong with a model is reported when it is built, all together.
func ExampleNewModel_faults() {
	_, err := burden.NewModel("sma8",
		contribution.Is(base.Plus(troops)),
		burden.NewLine("per head", burden.USD).Is(burden.Amount("4,7e9", burden.USD)))
	for _, fault := range burden.Faults(err) {
		fmt.Println(fault)
	}
	// Output:
	// burden: sma8: contribution: adds KRW and person: base + troops
	// burden: sma8: line = "per head": not a name
	// burden: sma8: per head: number = "4,7e9": not a decimal number: the decimal sign is a point; write 4.7e9
}

func ExampleModel_Project() {
	m, err := burden.NewModel("sma8", growth, amounts)
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = m.Project(2009, 2012) // prices are known up to 2009, which drive 2011
	fmt.Println(err)
	fmt.Println(errors.Is(err, burden.ErrMissingYear))
	// Output:
	// burden: sma8: growth.raw 2012: prices has no value for 2010, needed through a lag of 2
	// true
}

func ExampleProjection_Value() {
	m, err := burden.NewModel("sma8", growth, amounts)
	if err != nil {
		fmt.Println(err)
		return
	}
	p, err := m.Project(2009, 2011)
	if err != nil {
		fmt.Println(err)
		return
	}
	v, err := p.Value(contribution, 2010)
	fmt.Println(burden.Text(v), err)
	// Output: 790400000000 <nil>
}

func ExampleProjection_Explain() {
	m, err := burden.NewModel("sma8", growth, amounts)
	if err != nil {
		fmt.Println(err)
		return
	}
	p, err := m.Project(2009, 2011)
	if err != nil {
		fmt.Println(err)
		return
	}
	if why, err := p.Explain(growth.Applied(), 2010); err == nil {
		fmt.Print(why)
	}
	// Output:
	// growth 2010 = 4 %
	//   = min(growth.raw, ceiling)
	//   growth.raw 2010 = 4.7 %
	//     = prices[-2]
	//     prices 2008 = 4.7 %
	//   ceiling 2010 = 4 %
	//   ceiling bound: 4.7 % became 4 %
}

func ExampleProjection_Binding() {
	m, err := burden.NewModel("sma8", growth, amounts)
	if err != nil {
		fmt.Println(err)
		return
	}
	p, err := m.Project(2009, 2011)
	if err != nil {
		fmt.Println(err)
		return
	}
	bound, reached := p.Binding(ceiling)
	fmt.Println(bound, reached)
	// Output: [2010] []
}

func ExampleIndexRule() {
	for _, rule := range []burden.IndexRule{growth, growth.With(burden.NoCeiling)} {
		m, err := burden.NewModel("rule", rule)
		if err != nil {
			fmt.Println(err)
			return
		}
		printYears(m, 2010, 2011, rule.Applied())
	}
	// Output:
	// 2010 4 %
	// 2011 2.8 %
	// 2010 4.7 %
	// 2011 2.8 %
}

func ExampleFormula_RoundedTo() {
	amount := burden.Amount("8360.625e8", burden.KRW)
	up := burden.NewLine("up", burden.KRW)
	down := burden.NewLine("down", burden.KRW)
	m, err := burden.NewModel("m", up.Is(amount.RoundedTo("0.1e9", burden.HalfUp)), down.Is(amount.RoundedTo("0.1e9", burden.Down)))
	if err != nil {
		fmt.Println(err)
		return
	}
	printYears(m, 2012, 2012, up)
	printYears(m, 2012, 2012, down)
	// Output:
	// 2012 836,100,000,000 KRW
	// 2012 836,000,000,000 KRW
}

// A quotient becomes a formula only with its rounding.
func ExampleFormula_Over() {
	third := burden.NewLine("third", burden.USD)
	m, err := burden.NewModel("m", third.Is(demand.Over(burden.Amount(3, burden.Ratio)).RoundedTo("1", burden.HalfUp)))
	if err != nil {
		fmt.Println(err)
		return
	}
	printYears(m, 2019, 2019, third)
	// Output: 2019 1,566,666,667 USD
}

func ExamplePerHead() {
	perHead := burden.NewLine("per_head", burden.USD.Per(burden.Persons))
	m, err := burden.NewModel("m", perHead.Is(burden.PerHead(demand, troops).RoundedTo("0.01", burden.HalfUp)))
	if err != nil {
		fmt.Println(err)
		return
	}
	printYears(m, 2019, 2019, perHead)
	// Output: 2019 164,912.28 USD/person
}

func ExampleEscalation() {
	cost := burden.NewLine("cost", burden.USD)
	rate := burden.NewParam("rate", burden.Ratio, burden.Constant("2.5%"))
	m, err := burden.NewModel("m", burden.Escalation(cost, 2019, demand, rate, burden.RoundTo("1e6", burden.HalfUp)))
	if err != nil {
		fmt.Println(err)
		return
	}
	printYears(m, 2019, 2021, cost)
	// Output:
	// 2019 4,700,000,000 USD
	// 2020 4,818,000,000 USD
	// 2021 4,938,000,000 USD
}

// A freeze in one year: the years after go on from it.
func ExampleLineDefinition_In() {
	m, err := burden.NewModel("sma8", growth, amounts.In(2010, burden.Freeze(contribution)))
	if err != nil {
		fmt.Println(err)
		return
	}
	printYears(m, 2009, 2011, contribution)
	// Output:
	// 2009 760,000,000,000 KRW
	// 2010 760,000,000,000 KRW
	// 2011 781,300,000,000 KRW
}

// A rate that depends on a threshold. The other branch is not evaluated.
func ExampleWhen() {
	rate := burden.NewLine("rate", burden.Ratio)
	few := troops.Below(burden.Amount(25000, burden.Persons))
	m, err := burden.NewModel("m", rate.Is(burden.When(few, burden.Amount("40%", burden.Ratio), burden.Amount("50%", burden.Ratio))))
	if err != nil {
		fmt.Println(err)
		return
	}
	printYears(m, 2019, 2019, rate)
	// Output: 2019 50 %
}

func ExampleFormula_AtMost() {
	paid := burden.NewLine("paid", burden.USD)
	limit := burden.NewParam("limit", burden.USD, burden.Constant("1e9"))
	m, err := burden.NewModel("m", paid.Is(demand.AtMost(limit)))
	if err != nil {
		fmt.Println(err)
		return
	}
	printYears(m, 2019, 2019, paid)
	// Output: 2019 1,000,000,000 USD
}

func ExampleJoin() {
	korea, err := burden.NewModel("korea", amounts, growth)
	other, otherErr := burden.NewModel("other", burden.NewLine("contribution", burden.USD).Is(demand))
	if err := errors.Join(err, otherErr); err != nil {
		fmt.Println(err)
		return
	}
	m, err := burden.Join("both", korea, other)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, l := range m.Results() {
		fmt.Println(l.Name(), l.Unit())
	}
	// Output:
	// korea.contribution KRW
	// other.contribution USD
}

func ExampleModel_With() {
	m, err := burden.NewModel("sma8", growth, amounts)
	if err != nil {
		fmt.Println(err)
		return
	}
	open, err := m.With(growth.With(burden.NoCeiling), base.Is(burden.Constant("1000e9")))
	if err != nil {
		fmt.Println(err)
		return
	}
	printYears(open, 2009, 2010, contribution) // under the same handle
	// Output:
	// 2009 1,000,000,000,000 KRW
	// 2010 1,047,000,000,000 KRW
}

func ExampleParse() {
	for _, text := range []string{"4.7e9", "13.9%", "1,000"} {
		v, err := burden.Parse(text)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(burden.Text(v))
	}
	// Output:
	// 4700000000
	// 0.139
	// burden: "1,000": not a decimal number: commas are not allowed; write 1000, or 1.000 if that was meant
}

func ExampleRoundTo() {
	r := burden.RoundTo("0.1%", burden.HalfEven)
	v, err := burden.Parse("2.45%")
	if err != nil {
		fmt.Println(err)
		return
	}
	rounded, err := r.Apply(v)
	fmt.Println(burden.Text(rounded), err)
	fmt.Println(r)
	// Output:
	// 0.024 <nil>
	// to 0.001, half even
}
