// Beam: how does a sweep run on a cluster that runs Apache Beam already?
//
//	go run . -document pension.json
//	go run . -document pension.json -grid million
//	go run . -document pension.json -grid million -compare
//
// The grid of a document is cut into ranges, each is run by itself, and the summaries
// are merged: to the same bytes as on one machine. Nothing has to be installed; without
// other flags of Beam's the runner is prism, in this process. README.md says more.
package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/core/metrics"
	beamlog "github.com/apache/beam/sdks/v2/go/pkg/beam/log"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/x/beamx"
)

var (
	documentFile = flag.String("document", "pension.json", "the document, as JSON")
	grid         = flag.String("grid", "", "the sweep of the document; without it, small, or the document's only one")
	size         = flag.Int64("range", 20000, "how many scenarios a range has")
	out          = flag.String("out", "out", "the folder of the files written, or gs://bucket/folder; what an earlier run has written there is removed")
	table        = flag.Bool("table", false, "write the long table too, a CSV file for each range")
	workers      = flag.Int("workers", 0, "how many scenarios of a range to run at a time; 0 is one a core, 1 is right where the runner gives each core a range")
	compare      = flag.Bool("compare", false, "run the sweep without Beam and with it, and print what each takes")
	local        = flag.Bool("local", false, "run the sweep here, without Beam")
	verbose      = flag.Bool("verbose", false, "let Beam say what it does")
)

func main() {
	flag.Parse()
	if !*verbose {
		beamlog.LogLevel = "error"
	}
	beam.Init() // a worker, started by a runner, does not come back from here
	if err := run(context.Background(), os.Stdout); err != nil {
		// Not by package log, whose lines Beam takes and drops below its level.
		fmt.Fprintln(os.Stderr, "beam:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, w io.Writer) error {
	switch {
	case flag.NArg() > 0:
		return fmt.Errorf("%q is no flag; a document is given as -document FILE", flag.Arg(0))
	case *size < 1:
		return fmt.Errorf("-range %d: a range has at least 1 scenario", *size)
	case *workers < 0:
		return fmt.Errorf("-workers %d: there is at least 1 worker, or 0 for one a core", *workers)
	}
	text, err := os.ReadFile(*documentFile)
	if err != nil {
		return err
	}
	j := Job{Name: *documentFile, Document: text, Sweep: *grid, Size: *size, Out: *out, Table: *table, Workers: *workers}
	if j.Sweep == "" {
		j.Sweep = j.defaultSweep()
	}
	sweep, err := j.sweep() // what is wrong with the document is known before a cluster is asked
	if err != nil {
		return err
	}
	if *compare {
		return sideBySide(ctx, w, j.Sweep, sweep.Design.Len())
	}
	if err := prepare(ctx, *out); err != nil {
		return err
	}
	if *local {
		s, err := sweep.Summarize(ctx)
		if err == nil {
			err = removeEarlier(ctx, *out)
		}
		if err != nil {
			return err
		}
		if *table {
			if err := writeFile(ctx, tableFile(*out, Range{}), sweep.Results(ctx).WriteCSV); err != nil {
				return err
			}
		}
		return writeSummary(ctx, summaryFile(*out), s)
	}
	p := beam.NewPipeline()
	pipeline(p.Root(), j, nil)
	result, err := beamx.RunWithMetrics(ctx, p)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "%s: %d scenarios%s\n", summaryFile(*out), sweep.Design.Len(), ofSweep(j.Sweep))
	if result != nil {
		fmt.Fprint(w, counted(result.Metrics().AllMetrics()))
	}
	return nil
}

// ofSweep says which sweep was run, if it has a name.
func ofSweep(name string) string {
	if name == "" {
		return ""
	}
	return " of the sweep " + strconv.Quote(name)
}

// counted writes the counters of this program, a line each.
func counted(all metrics.QueryResults) string {
	var lines []string
	for _, c := range all.Counters() {
		if c.Namespace() == namespace {
			lines = append(lines, fmt.Sprintf("  %s: %d", c.Name(), c.Result()))
		}
	}
	for _, d := range all.Distributions() {
		if d.Namespace() == namespace {
			v := d.Result()
			lines = append(lines, fmt.Sprintf("  %s: %d to %d, together %d", d.Name(), v.Min, v.Max, v.Sum))
		}
	}
	slices.SortFunc(lines, cmp.Compare[string])
	return strings.Join(append(lines, ""), "\n")
}
