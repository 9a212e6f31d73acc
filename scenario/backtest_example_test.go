package scenario_test

import (
	"fmt"
	"log"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/korea"
	"example.com/burdenshare/scenario"
)

// The ninth agreement's rule leads from its base to every published amount.
func ExampleBacktest() {
	sma9 := korea.Ninth()
	agreed := scenario.Baseline(sma9.Model, 2015, 2018)
	r, err := scenario.Backtest(agreed, sma9.Contribution, korea.Contribution(), burden.Rounding{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Print(r)
	// Output:
	// year  status           published         computed  residual  match
	// 2015  confirmed  932,000,000,000  932,000,000,000         0    yes
	// 2016  confirmed  944,100,000,000  944,100,000,000         0    yes
	// 2017  confirmed  950,700,000,000  950,700,000,000         0    yes
	// 2018  confirmed  960,200,000,000  960,200,000,000         0    yes
	// contribution: 4 of 4 published values match, compared exactly
}

// Which lag has the eighth agreement, and has it a ceiling?
func ExampleConventions() {
	sma8 := korea.Eighth()
	agreed := scenario.Baseline(sma8.Model, 2010, 2013)
	yearBefore := scenario.AmendRule(sma8.Growth, func(x *burden.Index) { x.Lag = 1 })
	r, err := scenario.Conventions(agreed, sma8.Contribution, korea.Contribution(), burden.Rounding{},
		scenario.Dimension{Name: "lag", Alternatives: []scenario.Alternative{{Name: "two years"}, {Name: "one year", Amendments: []scenario.Amendment{yearBefore}}}},
		scenario.Dimension{Name: "ceiling", Alternatives: []scenario.Alternative{{Name: "4 %"}, {Name: "none", Amendments: []scenario.Amendment{scenario.AmendRule(sma8.Growth, burden.NoCeiling)}}}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Print(r)
	// Output:
	// 1 of 4 readings of contribution give all 4 published values, compared exactly
	//
	// dimension  fits have  no fit has
	// lag        two years  one year
	// ceiling    4 %        none
	//
	// group  fits  lag        ceiling
	// 1      1     two years  4 %
}

// Was 2020 a freeze? If the year had grown like the others, nothing would fit.
func ExampleAmendLine() {
	sma11 := korea.Eleventh()
	grown := scenario.AmendLine(sma11.Contribution, func(d burden.LineDefinition) burden.LineDefinition {
		return d.In(2020, sma11.Contribution.Previous().GrownBy(sma11.Driver.Lag(1)).RoundedTo(korea.Quantum, burden.HalfUp))
	})
	agreed := scenario.Baseline(sma11.Model, 2020, 2022)
	r, err := scenario.Conventions(agreed, sma11.Contribution, korea.Contribution(), burden.Rounding{},
		scenario.Dimension{Name: "2020", Alternatives: []scenario.Alternative{{Name: "frozen"}, {Name: "grown", Amendments: []scenario.Amendment{grown}}}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(r.Findings())
	// Output:
	// [{2020 [frozen] [grown]}]
}

// What were other roundings worth over the eleventh agreement?
func ExampleRoundingImpact() {
	sma11 := korea.Eleventh()
	agreed := scenario.Baseline(sma11.Model, 2020, 2025)
	x, err := scenario.RoundingImpact(agreed, scenario.Total(sma11.Contribution),
		scenario.RoundingConvention{Mode: burden.Down},
		scenario.RoundingConvention{Quantum: "1e9"},
		scenario.RoundingConvention{AtEnd: true})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Print(x)
	// Output:
	// convention          changes       total of contribution      difference
	// as agreed                             7,508,100,000,000
	// down                contribution      7,507,700,000,000    -400,000,000
	// to 1e9              contribution      7,506,900,000,000  -1,200,000,000
	// rounded at the end  contribution      7,508,300,000,000     200,000,000
}
