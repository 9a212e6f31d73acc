package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"text/tabwriter"
)

// writeTable writes the measurements for people: ratios are medians of the rounds, with
// the smallest and largest behind, and the goal where there is one.
func writeTable(out io.Writer, all []measured) error {
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "workload\tvariant\tscenarios\trounds\ttimes shopspring\tspread\tgoal\ttimes float64\tspread\tgoal\tns/scenario\tB/scenario\tallocs/scenario\t")
	for _, m := range all {
		fmt.Fprintf(t, "%s\t%s\t%d\t%d\t", m.workload, m.variant, m.scenarios, len(m.runs))
		for _, against := range []string{naive, byHand} {
			if r, ok := compared(all, m.workload, m.variant, against); ok {
				fmt.Fprintf(t, "%s\t%s\t%s\t", significant(r.median), r.spread(), goalOf(m.workload, m.variant, against, r))
			} else {
				fmt.Fprint(t, "-\t-\t\t")
			}
		}
		fmt.Fprintf(t, "%.0f\t%.0f\t%.2f\t\n", m.middle(func(s sample) float64 { return s.ns }),
			m.middle(func(s sample) float64 { return s.bytes }), m.middle(func(s sample) float64 { return s.allocs }))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for _, g := range goals {
		if r, ok := compared(all, g.workload, g.variant, g.against); ok && g.against != naive && g.against != byHand {
			if _, err := fmt.Fprintf(out, "%s, %s: %s times %s (%s), goal %s\n", g.workload, g.variant, significant(r.median), g.against, r.spread(), g.verdict(r)); err != nil {
				return err
			}
		}
	}
	return nil
}

// writeCSV writes the ratios for programs.
func writeCSV(out io.Writer, all []measured) error {
	t := csv.NewWriter(out)
	if err := t.Write([]string{"workload", "variant", "times_naive_shopspring", "times_float64"}); err != nil {
		return err
	}
	for _, m := range all {
		row := []string{m.workload, m.variant}
		for _, reference := range []string{naive, byHand} {
			text := ""
			if r, ok := compared(all, m.workload, m.variant, reference); ok {
				text = significant(r.median)
			}
			row = append(row, text)
		}
		if err := t.Write(row); err != nil {
			return err
		}
	}
	t.Flush()
	return t.Error()
}
