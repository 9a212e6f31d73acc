// Report: the talks of 2019 to 2021 as people pass them on. What would the contribution
// until 2025 have been at what either side said, against what was agreed?
//
// The baseline is the eleventh agreement. The other scenarios hold, from 2020 on, what
// published reports say was asked or offered: Washington's 4.7 bn dollars of November
// 2019 and 1.3 bn of June 2020, each at the market rate of its month, and Seoul's offer
// of 13 % more than in 2019. That amounts would have been held over the term no report
// says: that is the assumption.
//
//	go run ./examples/report -o DIR
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"slices"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/display"
	"example.com/burdenshare/scenario/report"
)

func main() {
	dir := flag.String("o", "", "directory to write to")
	flag.Parse()
	if *dir == "" || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(os.Stdout, *dir); err != nil {
		log.Fatal(err)
	}
}

// display is how amounts are shown: in billions, to 0.1 bn won, the quantum of the
// agreements, and columns that add up.
var shown = display.Style{
	Amounts: burden.RoundTo("0.1e9", burden.HalfUp), Magnitude: display.Billions,
	Ratios:   burden.RoundTo("0.1%", burden.HalfUp),
	Others:   burden.RoundTo("1", burden.HalfUp),
	Balanced: true,
}

// labels are what readers call what the model has names for.
var labels = map[string]string{
	"contribution": "contribution", "contribution_per_member": "contribution for each member of the force",
	"asked": "dollars asked for", "rate": "won for a dollar", "rise": "rise offered on 2019", "base": "contribution of 2019",
	"gap": "gap between the sides", "labour_step": "extra rise for labour in 2021", "defence_growth": "growth of the defence budget", "troops": "members of the force",
}

func run(w io.Writer, dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil { // before anything is computed
		return &report.Error{Part: "directory", Err: err}
	}
	t, err := newTalks()
	if err != nil {
		return err
	}
	charts, err := t.charts()
	if err != nil {
		return err
	}
	page := report.Page{
		Title: "What the talks of 2019 to 2021 were about",
		Lead: "Washington asked for 4.7 billion dollars a year, five times what Seoul had paid. " +
			"What was agreed in March 2021 began close to Seoul’s offer of 13 % more, and rises from year to year.",
		Scenarios: t.scenarios,
		Behind:    []*scenario.Scenario{t.november, t.june},
		Labels:    labels,
		Lines:     []burden.Line{t.agreement.Contribution, t.perMember},
		Figures: []report.KeyFigure{
			{Name: "Contribution in 2021", Metric: scenario.At(t.agreement.Contribution, 2021)},
			{Name: "Contribution, 2020 to 2025", Metric: scenario.Total(t.agreement.Contribution, scenario.Between(2020, 2025))},
			{Name: "For each member of the force in 2021", Metric: scenario.At(t.perMember, 2021)},
		},
		Display: shown,
		Notes: []string{
			"Amounts asked or offered are held from 2020 to 2025. No report says that they were meant to be.",
			"Dollars are converted at the market rate of the month they were asked in.",
			"Seoul’s offer of 13 % is read as a rise on 2019 for the whole term. Reports of June 2020 have it; it was rejected in April.",
			"The gap charts are of 2021, between what Washington asked and what Seoul offered; their scenarios are listed below, and every point of the grid is in grid.csv.",
		},
	}
	type file struct {
		name  string
		write func(io.Writer) error
	}
	var files []file
	for _, c := range charts {
		page.Charts = append(page.Charts, c.chart)
		files = append(files, file{c.name + ".svg", c.chart.SVG}, file{c.name + ".png", c.chart.PNG})
	}
	results, err := scenario.NewResults(slices.Concat(t.scenarios, page.Behind)...)
	if err != nil {
		return err
	}
	files = append(files, file{"talks.csv", results.WriteCSV}, file{"talks.json", results.WriteJSON})
	files = append(files, file{"grid.csv", t.grid.Results(context.Background()).WriteCSV})
	files = append(files, file{"talks.xlsx", func(w io.Writer) error { return report.Workbook{Title: page.Title, Scenarios: t.scenarios}.XLSX(w) }})
	for _, f := range files {
		page.Files = append(page.Files, f.name)
	}
	files = append(files, file{"index.html", page.HTML})
	for _, f := range files {
		if err := write(filepath.Join(dir, f.name), f.write); err != nil {
			return err
		}
		fmt.Fprintln(w, f.name)
	}
	return nil
}

// write makes a file; an error on closing it is one too.
func write(name string, content func(io.Writer) error) error {
	f, err := os.Create(name)
	if err != nil {
		return &report.Error{Part: "file", Err: err}
	}
	if err := content(f); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return &report.Error{Part: "file", Err: err}
	}
	return nil
}
