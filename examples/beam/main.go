// Beam: how does a sweep run on a cluster that runs Apache Beam already?
//
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
	"log"
	"os"
	"slices"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/core/metrics"
	beamlog "github.com/apache/beam/sdks/v2/go/pkg/beam/log"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/x/beamx"
)

var (
	document = flag.String("document", "pension.json", "the document, as JSON")
	grid     = flag.String("grid", "", "the sweep of the document; not needed if it has one only")
	size     = flag.Int64("range", 20000, "how many scenarios a range has")
	out      = flag.String("out", "out/", "what the names of all files written begin with: a folder, or gs://bucket/folder/")
	table    = flag.Bool("table", false, "write the long table too, a CSV file for each range")
	workers  = flag.Int("workers", 0, "how many scenarios of a range to run at a time; 0 is one a core, 1 is right where the runner gives each core a range")
	compare  = flag.Bool("compare", false, "run the sweep without Beam and with it, and print what each takes")
	local    = flag.Bool("local", false, "run the sweep here, without Beam")
	verbose  = flag.Bool("verbose", false, "let Beam say what it does")
)

func main() {
	flag.Parse()
	if !*verbose {
		beamlog.LogLevel = "error"
	}
	beam.Init() // a worker, started by a runner, does not come back from here
	if err := run(context.Background(), os.Stdout); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, w io.Writer) error {
	text, err := os.ReadFile(*document)
	if err != nil {
		return err
	}
	j := Job{Name: *document, Document: text, Sweep: *grid, Size: *size, Out: *out, Table: *table, Workers: *workers}
	sweep, err := j.sweep() // what is wrong with the document is known before a cluster is asked
	if err != nil {
		return err
	}
	switch {
	case *compare:
		return sideBySide(ctx, w, sweep.Design.Len())
	case *local:
		s, err := sweep.Summarize(ctx)
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
	fmt.Fprintf(w, "%s: %d scenarios\n", summaryFile(*out), sweep.Design.Len())
	if result != nil {
		fmt.Fprint(w, counted(result.Metrics().AllMetrics()))
	}
	return nil
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
