package report_test

import (
	"fmt"
	"io"
	"log"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/korea"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/report"
)

func Example() {
	sma8 := korea.Eighth()
	agreed := scenario.Baseline(sma8.Model, 2009, 2013, sma8.Contribution)
	open, err := agreed.With("no ceiling", scenario.Define(sma8.Growth.With(burden.NoCeiling)))
	if err != nil {
		log.Fatal(err)
	}
	caption := report.Caption{Title: "What the ceiling saved", Source: "Defense White Paper 2018"}
	chart, err := report.OverYears(caption, sma8.Contribution, agreed, open)
	if err != nil {
		log.Fatal(err)
	}
	page := report.Page{Title: "The eighth agreement", Scenarios: []*scenario.Scenario{agreed, open}, Charts: []*report.Chart{chart}}
	fmt.Println(page.HTML(io.Discard), report.Workbook{Title: page.Title, Scenarios: page.Scenarios}.XLSX(io.Discard))
	fmt.Println(chart.Summary())
	// Output:
	// <nil> <nil>
	// contribution from 2009 to 2013 in 2 scenarios; in 2013 from ₩869.5bn (baseline) to ₩875.4bn (no ceiling).
}
