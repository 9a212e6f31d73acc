// Command mutate tests the tests: it makes small mistakes in a package, mutants,
// and says which of them the package's own tests do not notice.
//
//	go run ./internal/mutate [-list] [-sample n -seed s] [-gate n] ./burden ./scenario
//
// It knows the mistakes that matter where numbers are exact decimals: a rounding
// mode swapped, a rounding dropped, a lag by one, Add for Sub, LessThan for
// LessThanOrEqual, a limit from the wrong side, an error that goes unseen.
//
// All mutants of a package are compiled into one test binary, each as a copy of its
// function, through go test -overlay: the files on disk stay as they are, and a
// mutant costs no compilation. Each mutant then meets only those tests that run
// its function, quick ones first, until one fails.
//
// A mutant that the tests do not notice is a test to be written, or makes no
// difference; those that make none are listed with the reason in accepted.txt.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"regexp"
	"strings"
	"time"
)

// settings are what the command line says.
type settings struct {
	list     bool
	sample   int
	seed     int
	timeout  time.Duration
	gate     int
	parallel int
	only     *regexp.Regexp
	accepted string
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := command(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "mutate:", err)
		stop()
		os.Exit(1)
	}
}

// command runs the tool with its arguments.
func command(ctx context.Context, args []string) error {
	var s settings
	flags := flag.NewFlagSet("mutate", flag.ContinueOnError)
	flags.BoolVar(&s.list, "list", false, "list the mutants and run none")
	flags.IntVar(&s.sample, "sample", 0, "how many mutants of a package to run, chosen by the seed; 0 for all")
	flags.IntVar(&s.seed, "seed", 1, "seed of the sample")
	flags.DurationVar(&s.timeout, "timeout", 10*time.Second, "the least time a run of tests is given; slow tests are given more")
	flags.IntVar(&s.gate, "gate", 0, "fail if fewer than this percentage of the mutants not accepted are killed")
	flags.IntVar(&s.parallel, "parallel", 2, "test runs at a time")
	flags.StringVar(&s.accepted, "accepted", "", "the list of survivors accepted (default internal/mutate/accepted.txt of the module)")
	only := flags.String("only", "", "a regular expression that the ids of mutants have to match")
	if err := flags.Parse(args); err != nil {
		return err
	}
	var err error
	if s.only, err = regexp.Compile(*only); err != nil {
		return err
	}
	if s.parallel < 1 || s.sample < 0 || s.gate < 0 || s.gate > 100 {
		return fmt.Errorf("-parallel, -sample or -gate out of range")
	}
	packages, err := load(ctx, flags.Args())
	if err != nil {
		return err
	}
	var low []string
	for _, p := range packages {
		mutants := choose(p.mutants(), s)
		if s.list {
			for _, m := range mutants {
				fmt.Println(m)
			}
			fmt.Printf("%s: %d mutants\n", p.name(), len(mutants))
			continue
		}
		file := s.accepted
		if file == "" {
			file = p.acceptedFile()
		}
		accepted, err := readAccepted(file)
		if err != nil {
			return err
		}
		if err := run(ctx, p, mutants, s); err != nil {
			return fmt.Errorf("%s: %w", p.name(), err)
		}
		if score := report(os.Stdout, p, mutants, accepted); score < s.gate*10 {
			low = append(low, p.name())
		}
	}
	if len(low) > 0 {
		return fmt.Errorf("score below %d %%: %s", s.gate, strings.Join(low, ", "))
	}
	return nil
}
