// Command mutate tests the tests: it makes small mistakes in a package, mutants,
// and says which of them the package's own tests do not notice.
//
//	go run ./internal/mutate [-list] [-sample n -seed s] [-gate n] ./burden ./scenario
//	go run ./internal/mutate -stale
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
// difference. Those that make none are listed in accepted.txt, each with the reason and
// by its content: the function, the kind of mistake and the code that it changes. So
// files may be renamed and functions may move. If the code itself changes, its mutants
// are no longer accepted; -stale says which lines of the list those are.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// settings are what the command line says.
type settings struct {
	list     bool
	stale    bool
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
	flags.BoolVar(&s.stale, "stale", false, "list the accepted mutants that no package has, and run none")
	flags.IntVar(&s.sample, "sample", 0, "how many mutants of a package to run, chosen by the seed; 0 for all")
	flags.IntVar(&s.seed, "seed", 1, "seed of the sample")
	flags.DurationVar(&s.timeout, "timeout", 10*time.Second, "the least time a run of tests is given; slow tests are given more")
	flags.IntVar(&s.gate, "gate", 0, "fail if fewer than this percentage of the mutants not accepted are killed")
	flags.IntVar(&s.parallel, "parallel", 2, "test runs at a time")
	flags.StringVar(&s.accepted, "accepted", "", "the list of survivors accepted (default internal/mutate/accepted.txt of the module)")
	only := flags.String("only", "", "a regular expression that the lines of -list have to match")
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
	patterns := flags.Args()
	if s.stale {
		if len(patterns) > 0 {
			return fmt.Errorf("-stale looks at all packages and takes none by name")
		}
		patterns = []string{"./..."}
	}
	packages, err := load(ctx, patterns)
	if err != nil {
		return err
	}
	if s.stale {
		accepted, err := readAccepted(s.acceptedFor(packages[0]))
		if err == nil {
			stale(os.Stdout, packages, accepted)
		}
		return err
	}
	ran := 0
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
		if !p.tested() {
			fmt.Printf("%s: left out, it has no tests\n", p.name())
			continue
		}
		ran++
		accepted, err := readAccepted(s.acceptedFor(p))
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
	if ran == 0 && !s.list {
		return fmt.Errorf("no package has tests")
	}
	if len(low) > 0 {
		return fmt.Errorf("score below %d %%: %s", s.gate, strings.Join(low, ", "))
	}
	return nil
}

// acceptedFor is the file of the mutants accepted in a package.
func (s settings) acceptedFor(p *pkg) string {
	if s.accepted != "" {
		return s.accepted
	}
	return filepath.Join(p.Module.Dir, "internal", "mutate", "accepted.txt")
}
