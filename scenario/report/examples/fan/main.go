// Fan: what may the contribution be until 2030? The simulation of package
// examples/fan2030 as a chart, with as many runs as one has patience for.
//
// Consumer prices of 2026 to 2028, which drive 2028 to 2030 under the twelfth
// agreement, come in blocks of three years in a row out of 2001 to 2025 as first
// printed. On a terminal a bar shows how far the runs are; elsewhere nothing does.
//
//	go run . -o fan.svg
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"path/filepath"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/korea"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/display"
	"example.com/burdenshare/scenario/report"
)

const (
	seed   = 2030
	length = 3 // of a block: the cube root of 25 years, the usual choice
)

func main() {
	out := flag.String("o", "", "file to write the chart to: .svg or .png")
	runs := flag.Int("runs", 20_000, "how many runs")
	flag.Parse()
	if *out == "" || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Stdout, *out, *runs, progress(os.Stderr)); err != nil {
		log.Fatal(err)
	}
}

// create makes the file under another name, which it has until it is whole.
func create(name string) (*os.File, error) {
	f, err := os.CreateTemp(filepath.Dir(name), filepath.Base(name)+".*.tmp")
	if err != nil {
		return nil, err
	}
	return f, f.Chmod(0o644)
}

// run simulates and draws. The progress is told as a sweep tells it; nil for nobody.
func run(ctx context.Context, w io.Writer, out string, runs int, progress func(done, of int)) error {
	// What cannot be written is known before the runs, not after them.
	if ext := filepath.Ext(out); ext != ".svg" && ext != ".png" {
		return fmt.Errorf("-o %s: a chart is written to a name that ends in .svg or .png", out)
	}
	f, err := create(out)
	if err != nil {
		return fmt.Errorf("-o %s: no file can be written there: %w", out, err)
	}
	defer os.Remove(f.Name()) // which fails when it has got its name
	defer f.Close()
	agreement := korea.Twelfth()
	sweep := scenario.Sweep{
		Scenario: scenario.Baseline(agreement.Model, agreement.First, agreement.Last, agreement.Contribution),
		Design: scenario.Simulation{Seed: seed, Runs: runs, Inputs: []scenario.Uncertain{{
			Param:   agreement.Driver,
			Years:   scenario.Between(2026, 2028),
			Process: scenario.BlockBootstrap(korea.CPI().FirstPrinted(), length, scenario.Between(2001, 2025)),
			Grid:    burden.RoundTo("0.1%", burden.HalfUp), // as printed
		}}},
		Progress: progress,
	}
	fan, err := sweep.Fan(ctx, agreement.Contribution, scenario.Binds(agreement.Ceiling))
	if err != nil {
		return err
	}
	times, of := fan.Happens("ceiling binds", agreement.Last)
	if _, err := fmt.Fprintf(w, "The ceiling binds in %d in %d of %d runs.\n", agreement.Last, times, of); err != nil {
		return err
	}
	chart, err := report.Fan(report.Caption{
		Title:    "What the contribution may be until 2030",
		Subtitle: "Contribution a year in won, if prices rise as they did in years before",
		Source:   "agreement of 4 October 2024; consumer prices as first printed, Statistics Korea",
		Display:  display.Style{Amounts: burden.RoundTo("0.1e9", burden.HalfUp), Magnitude: display.Billions},
	}, fan)
	if err != nil {
		return err
	}
	write := chart.SVG
	if filepath.Ext(out) == ".png" {
		write = chart.PNG
	}
	if err := errors.Join(write(f), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), out); err != nil {
		return err
	}
	_, err = fmt.Fprintln(w, chart.Summary())
	return err
}
