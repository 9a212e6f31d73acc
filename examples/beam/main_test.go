package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	beamlog "github.com/apache/beam/sdks/v2/go/pkg/beam/log"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/x/beamx"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/scenario"
)

var million = flag.Bool("million", false, "run a million scenarios, not 6,400")

func init() {
	register.DoFn3x1[context.Context, Range, func(Range), error](&stumbleFn{})
	register.DoFn2x0[Range, func(Range)](&stuckFn{})
}

// As a process of its own, for what is killed, the test is the program.
func TestMain(m *testing.M) {
	switch os.Getenv("BEAM_AS_PROGRAM") {
	case "whole":
		main()
		os.Exit(0)
	case "stuck":
		stuck()
	}
	flag.Parse()
	beamlog.LogLevel = "error"
	beam.Init()
	log.SetOutput(io.Discard)
	os.Exit(m.Run())
}

// job is the sweep that the tests run, into a folder of its own.
func job(t *testing.T) Job {
	t.Helper()
	text, err := os.ReadFile("pension.json")
	require.NoError(t, err)
	j := Job{Name: "pension.json", Document: text, Sweep: "small", Size: 500, Out: t.TempDir()}
	if *million {
		j.Sweep, j.Size = "million", 20000
	}
	return j
}

// local is the summary of the sweep run here and at once.
func localSummary(t *testing.T, j Job) string {
	t.Helper()
	w, err := j.sweep()
	require.NoError(t, err)
	s, err := w.Summarize(t.Context())
	require.NoError(t, err)
	return jsonOf(t, s)
}

func jsonOf(t *testing.T, s *scenario.Summary) string {
	t.Helper()
	text, err := json.Marshal(s)
	require.NoError(t, err)
	return string(text) + "\n"
}

func contents(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	return string(text)
}

func start(t *testing.T, j Job, between func(beam.Scope, beam.PCollection) beam.PCollection) (beam.PipelineResult, error) {
	t.Helper()
	p := beam.NewPipeline()
	pipeline(p.Root(), j, between)
	return beamx.RunWithMetrics(t.Context(), p)
}

// files returns what a job wrote, by name, and that nothing unfinished is among it.
func files(t *testing.T, j Job, pattern string) []string {
	t.Helper()
	list, err := filepath.Glob(filepath.Join(j.Out, pattern))
	require.NoError(t, err)
	return list
}

// records returns the rows of CSV files one after the other, without comments and heads.
func records(t *testing.T, list []string) [][]string {
	t.Helper()
	var all [][]string
	for _, file := range list {
		r := csv.NewReader(strings.NewReader(contents(t, file)))
		r.Comment = '#'
		rows, err := r.ReadAll()
		require.NoError(t, err)
		all = append(all, rows[1:]...)
	}
	return all
}

// The sweep on prism has the summary of the local run to the byte, and that of seven
// shards that travelled and were merged in random order; every failure with its index
// and error is in the side output, and every number in the table.
func TestSameToTheByte(t *testing.T) {
	j := job(t)
	j.Table = true
	result, err := start(t, j, nil)
	require.NoError(t, err)
	got := contents(t, summaryFile(j.Out))
	assert.Equal(t, localSummary(t, j), got)

	w, err := j.sweep()
	require.NoError(t, err)
	merged := scenario.NewSummary(w.Metrics...)
	for _, i := range rand.Perm(7) {
		s, err := w.Shard(i, 7).Summarize(t.Context())
		require.NoError(t, err)
		text, err := encodePartial(Partial{s})
		require.NoError(t, err)
		p, err := decodePartial(text)
		require.NoError(t, err)
		require.NoError(t, merged.Merge(p.Summary))
	}
	assert.Equal(t, jsonOf(t, merged), got)

	n := w.Design.Len()
	bad, ranges := n/100, n/20000
	if !*million {
		bad, ranges = n/10, 13
	}
	counters := counted(result.Metrics().AllMetrics())
	for _, line := range []string{fmt.Sprintf("  scenarios: %d\n", n), fmt.Sprintf("  failed: %d\n", bad), fmt.Sprintf("  ranges: %d\n", ranges)} {
		assert.Contains(t, counters, line)
	}
	assert.Empty(t, files(t, j, "*.tmp*"))

	// The last rise of prices fails, which is a run of neighbours at the grid's end.
	failed := records(t, files(t, j, "failures-*.csv"))
	require.Len(t, failed, bad)
	for i, row := range failed {
		require.Equal(t, strconv.Itoa(n-bad+i), row[0])
	}
	assert.Equal(t, fmt.Sprintf("scenario: baseline [%d]: burden: pension: cpi = 0.099, not within -2%% to 9.8%%: out of range", n-1), failed[bad-1][1])

	var whole bytes.Buffer
	require.NoError(t, w.Results(t.Context()).WriteCSV(&whole))
	one := filepath.Join(t.TempDir(), "whole.csv")
	require.NoError(t, os.WriteFile(one, whole.Bytes(), 0o644))
	want, have := records(t, []string{one}), records(t, files(t, j, "table-*.csv"))
	require.Len(t, have, len(want))
	for i := range want {
		require.Equal(t, want[i], have[i], i)
	}
}

// stumbleFn fails, once for all, at the third range it is given, when two have been run.
type stumbleFn struct {
	Marker string // a file that is there when it has failed
	seen   int
}

var errStumble = errors.New("failed on purpose")

// ProcessElement passes a range on.
func (f *stumbleFn) ProcessElement(_ context.Context, r Range, emit func(Range)) error {
	if f.seen++; f.seen == 3 {
		if _, err := os.Stat(f.Marker); err != nil {
			return errors.Join(errStumble, os.WriteFile(f.Marker, nil, 0o644))
		}
	}
	emit(r)
	return nil
}

// A bundle fails on purpose when a part of it is done. Prism does not run a bundle
// again: the job fails, and writes no summary. Run again over what it left, it gives
// the same bytes. (A runner that does run it again, as Flink, Spark and Dataflow do,
// drops what a failed bundle gave, and then runs its ranges again; see the next test.)
func TestFailedBundle(t *testing.T) {
	j := job(t)
	j.Table = true
	marker := filepath.Join(t.TempDir(), "failed")
	between := func(s beam.Scope, ranges beam.PCollection) beam.PCollection {
		return beam.ParDo(s, &stumbleFn{Marker: marker}, ranges)
	}
	_, err := start(t, j, between)
	require.ErrorContains(t, err, errStumble.Error())
	require.FileExists(t, marker)
	assert.NoFileExists(t, summaryFile(j.Out))
	assert.NotEmpty(t, files(t, j, "table-*.csv"), "some ranges were done")

	_, err = start(t, j, between)
	require.NoError(t, err)
	assert.Equal(t, localSummary(t, j), contents(t, summaryFile(j.Out)))
}

// What a runner does that runs a bundle again: the first attempt gives up half way, and
// what it gave is dropped; the second attempt's summaries, failures and files are those
// of an attempt that nothing went wrong in.
func TestRetriedBundle(t *testing.T) {
	j := job(t)
	j.Table = true
	w, err := j.sweep()
	require.NoError(t, err)
	var bundle []Range
	for from := int64(0); from < int64(w.Design.Len()); from += j.Size {
		bundle = append(bundle, Range{from, min(from+j.Size, int64(w.Design.Len()))})
	}
	attempt := func(list []Range) (parts []Partial, failures []Failure) {
		f := &rangeFn{Job: j}
		require.NoError(t, f.Setup())
		for _, r := range list {
			require.NoError(t, f.ProcessElement(t.Context(), r, func(p Partial) { parts = append(parts, p) },
				func(from int64, x Failure) { assert.Equal(t, r.From, from); failures = append(failures, x) }))
		}
		return parts, failures
	}
	attempt(bundle[:len(bundle)/2]) // what it gives is dropped
	before := contents(t, tableFile(j.Out, bundle[0]))
	rand.Shuffle(len(bundle), func(i, k int) { bundle[i], bundle[k] = bundle[k], bundle[i] })
	parts, failures := attempt(bundle)
	assert.Equal(t, before, contents(t, tableFile(j.Out, Range{})))

	// Merged as a runner might: lifted in groups, each group encoded, the groups merged.
	merge := &mergeFn{}
	var groups []Partial
	for group := range slices.Chunk(parts, 3) {
		a := merge.CreateAccumulator()
		for _, p := range group {
			a, err = merge.MergeAccumulators(a, p)
			require.NoError(t, err)
		}
		text, err := encodePartial(a)
		require.NoError(t, err)
		a, err = decodePartial(text)
		require.NoError(t, err)
		groups = append(groups, a)
	}
	whole, err := merge.MergeAccumulators(merge.CreateAccumulator(), merge.CreateAccumulator())
	require.NoError(t, err)
	for _, a := range groups {
		whole, err = merge.MergeAccumulators(a, whole)
		require.NoError(t, err)
	}
	assert.Equal(t, localSummary(t, j), jsonOf(t, whole.Summary))
	assert.Len(t, failures, whole.Summary.Failed)

	// A summary that has a range twice, or lacks one, is refused.
	write := &summaryFn{Job: j}
	require.NoError(t, write.ProcessElement(t.Context(), whole))
	twice, err := merge.MergeAccumulators(whole, parts[0])
	require.NoError(t, err)
	assert.ErrorContains(t, write.ProcessElement(t.Context(), twice), "scenarios were merged")
	assert.Error(t, write.ProcessElement(t.Context(), merge.CreateAccumulator()))
	_, err = merge.MergeAccumulators(parts[0], Partial{scenario.NewSummary()})
	assert.ErrorIs(t, err, scenario.ErrBaseline)
}

// stuckFn passes two ranges on, and then waits to be killed.
type stuckFn struct{ seen int }

// ProcessElement passes a range on.
func (f *stuckFn) ProcessElement(r Range, emit func(Range)) {
	if f.seen++; f.seen == 3 {
		io.Copy(io.Discard, os.Stdin) // does not end
	}
	emit(r)
}

// stuck is the program, with a step that does not end.
func stuck() {
	flag.Parse()
	beamlog.LogLevel = "error"
	beam.Init()
	text, err := os.ReadFile(*documentFile)
	if err == nil {
		p := beam.NewPipeline()
		pipeline(p.Root(), Job{Name: *documentFile, Document: text, Sweep: *grid, Size: *size, Out: *out, Table: *table, Workers: *workers},
			func(s beam.Scope, ranges beam.PCollection) beam.PCollection { return beam.ParDo(s, &stuckFn{}, ranges) })
		err = beamx.Run(context.Background(), p)
	}
	fmt.Fprintln(os.Stderr, "not stuck:", err)
	os.Exit(3)
}

// The process is killed when some ranges are done, and started again as it was.
func TestKilledAndRunAgain(t *testing.T) {
	j := job(t)
	program := func(how string) *exec.Cmd {
		c := exec.CommandContext(t.Context(), os.Args[0], "-document", "pension.json", "-grid", j.Sweep, "-range", strconv.FormatInt(j.Size/5, 10), "-workers", "1", "-table", "-out", j.Out)
		c.Env = append(os.Environ(), "BEAM_AS_PROGRAM="+how)
		return c
	}
	c := program("stuck")
	_, err := c.StdinPipe()
	require.NoError(t, err)
	require.NoError(t, c.Start())
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	for len(files(t, j, "table-*.csv")) == 0 {
		select {
		case err := <-ended:
			t.Fatal("it ended by itself: ", err)
		default:
			time.Sleep(time.Millisecond)
		}
	}
	require.NoError(t, c.Process.Kill())
	require.Error(t, <-ended)
	require.NoFileExists(t, summaryFile(j.Out))
	text, err := program("whole").CombinedOutput()
	require.NoError(t, err, string(text))
	assert.Equal(t, localSummary(t, j), contents(t, summaryFile(j.Out)))
	assert.Empty(t, files(t, j, "*.tmp*"))
}

func TestRefusals(t *testing.T) {
	j := job(t)
	spoilt := j
	spoilt.Sweep = "smal"
	_, err := spoilt.sweep()
	assert.ErrorContains(t, err, "did you mean small?")
	for _, f := range []interface{ Setup() error }{&rangeFn{Job: spoilt}, &rangeFn{Job: Job{Document: []byte("{")}}} {
		assert.Error(t, f.Setup())
	}
	none := func(Range) {}
	assert.Error(t, (&cutFn{spoilt}).ProcessElement(t.Context(), nil, none))
	j.Size = 0
	assert.Error(t, (&cutFn{j}).ProcessElement(t.Context(), nil, none))
	assert.Error(t, (&summaryFn{spoilt}).ProcessElement(t.Context(), Partial{}))
	broken := errors.New("disk full")
	out := filepath.Join(t.TempDir(), "x.csv")
	assert.ErrorIs(t, writeFile(t.Context(), out, func(io.Writer) error { return broken }), broken)
	left, err := filepath.Glob(out + "*")
	require.NoError(t, err)
	assert.Empty(t, left)
	_, err = decodePartial([]byte("["))
	assert.Error(t, err)
}
