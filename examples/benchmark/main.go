// Benchmark: how fast is the batch engine, and what do exact digits cost?
//
// One program, one process. Every exact variant is first held against fractions of
// math/big, every digit; then the variants of a workload are run in rounds, in random
// order within each, and compared round by round.
//
//	go run .              all workloads, ten years and thirty, eight lines and eighty, 1e3 to 1e6 scenarios
//	go run . -short -csv  the same with fewer sizes and rounds, as rows for a program
//	go run . -gate        the engine's ratios at 70 % of the goals; exit status 1 if one is missed
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"time"
)

func main() {
	if err := run(os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "benchmark:", err)
		os.Exit(1)
	}
}

// reference are the workloads the goals are about, further ones are for the full form: the
// rounded variant of more, and W with other numbers of scenarios for the engine.
var (
	reference = []workload{
		{name: "w", years: 10, copies: 1, most: 100_000},
		{name: "w-r", years: 10, copies: 1, rounded: true, most: 100_000},
		{name: "w-30y", years: 30, copies: 1, most: 20_000},
		{name: "w-80l", years: 10, copies: 10, most: 40_000},
		{name: "grid-w", years: 10, copies: 1, grid: true, most: gridSize()},
		{name: "grid-w+", years: 10, copies: 1, grid: true, plus: true, most: gridSize()},
	}
	further = []workload{
		{name: "w-r-30y", years: 30, copies: 1, rounded: true, most: 20_000},
		{name: "w-r-80l", years: 10, copies: 10, rounded: true, most: 40_000},
		{name: "w-1e3", years: 10, copies: 1, most: 1_000, size: true},
		{name: "w-1e4", years: 10, copies: 1, most: 10_000, size: true},
		{name: "w-1e6", years: 10, copies: 1, most: 1_000_000, size: true},
	}
)

func run(args []string, out, notes io.Writer) error {
	flags := flag.NewFlagSet("benchmark", flag.ContinueOnError)
	flags.SetOutput(notes)
	short := flags.Bool("short", false, "in under 40 s: one size of each workload, fewer rounds")
	asCSV := flags.Bool("csv", false, "write rows workload,variant,times_naive_shopspring,times_float64")
	gate := flags.Bool("gate", false, "fail if a ratio is below 70 % of its goal")
	seed := flags.Uint64("seed", 1, "of the scenarios and of the order of the variants")
	rounds := flags.Int("rounds", 0, "how often every variant runs, at least 3; 0 is 15, of -short and -gate 7 if there is time")
	if err := flags.Parse(args); err != nil {
		return err
	}
	s := settings{seed: *seed, rounds: *rounds, slot: 200 * time.Millisecond, checks: 5000, notes: notes}
	if !*asCSV {
		s.notes = out
	}
	list := reference
	if *short || *gate {
		s.slot, s.budget, s.checks = 25*time.Millisecond, 20*time.Second, 1000
	} else {
		list = append(slices.Clone(reference), further...)
	}
	if s.rounds == 0 {
		s.rounds = 15
		if *short || *gate {
			s.rounds = 7
		}
	}
	s.rounds = max(s.rounds, 3)
	if *gate {
		return runGate(list, s, out)
	}
	fmt.Fprintln(s.notes, about())
	s.only = func(w workload, variant string) bool {
		return !w.size || slices.Contains([]string{naive, byHand, streamed, totalsOnly}, variant)
	}
	all, err := measure(list, s)
	if err != nil {
		return err
	}
	if *asCSV {
		return writeCSV(out, all)
	}
	return writeTable(out, all)
}

// attempts is how often the gate measures a workload that misses a goal, so that a
// disturbance does not fail it.
const attempts = 3

// runGate measures what the goals are about, and again what misses one.
func runGate(list []workload, s settings, out io.Writer) error {
	s.only, s.budget, s.checks = needed, 12*time.Second, 200
	all, err := measure(list, s)
	if err != nil {
		return err
	}
	for range attempts - 1 {
		again, why := missed(all)
		if len(again) == 0 {
			break
		}
		for _, line := range why {
			fmt.Fprintln(s.notes, "measured again:", line)
		}
		list = slices.DeleteFunc(slices.Clone(list), func(w workload) bool {
			return !slices.ContainsFunc(again, func(g goal) bool { return g.workload == w.name })
		})
		second, err := measure(list, s)
		if err != nil {
			return err
		}
		all = append(slices.DeleteFunc(all, func(m measured) bool {
			return slices.ContainsFunc(list, func(w workload) bool { return w.name == m.workload })
		}), second...)
	}
	if err := writeTable(out, all); err != nil {
		return err
	}
	_, why := missed(all)
	for _, line := range why {
		fmt.Fprintln(out, "missed:", line)
	}
	asked := len(goals)
	for _, g := range goals {
		if reason := g.unaskable(all); reason != "" {
			asked--
			fmt.Fprintf(out, "not asked for: %s, %s times %s: %s\n", g.workload, g.variant, g.against, reason)
		}
	}
	if len(why) > 0 {
		return fmt.Errorf("%d of %d goals are missed", len(why), asked)
	}
	fmt.Fprintf(out, "all %d goals asked for are reached at %.0f %%\n", asked, gated*100)
	return nil
}

// about says what the figures were measured with.
func about() string {
	list := []string{runtime.Version(), runtime.GOOS + "/" + runtime.GOARCH, fmt.Sprint(runtime.NumCPU(), " cores")}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range info.Deps {
			if m.Path == "github.com/shopspring/decimal" || m.Path == "github.com/cockroachdb/apd/v3" {
				list = append(list, m.Path+" "+m.Version)
			}
		}
	}
	return strings.Join(list, ", ")
}
