package scenario_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/display"
)

// What goes wrong in long work: nothing is lost silently, nothing counted twice, and no
// goroutine stays.

// nothingStays returns what fails the test if goroutines are left that were not there
// before. It is deferred and no cleanup: before a test's cleanups its context is
// cancelled, which would end what had stayed.
func nothingStays(t *testing.T) func() {
	t.Helper()
	before := runtime.NumGoroutine()
	return func() {
		t.Helper()
		// One that is done may still be counted for a moment. The loop guards against a hang:
		// it waits a minute at least, which no busy machine needs.
		for i := 0; runtime.NumGoroutine() > before && i < 60_000; i++ {
			time.Sleep(time.Millisecond)
		}
		assert.LessOrEqual(t, runtime.NumGoroutine(), before)
	}
}

// asked counts how often a design is asked for a point: the scenarios that were begun.
type asked struct {
	scenario.Design
	times atomic.Int64
}

func (d *asked) At(i int) scenario.Point {
	d.times.Add(1)
	return d.Design.At(i)
}

// A panic of the program's own, in the progress function or the loop over outcomes,
// arrives where the sweep was run.
func TestPanicsOfTheProgram(t *testing.T) {
	defer nothingStays(t)()
	w, a, _ := division(t)
	want, err := w.Summarize(t.Context())
	require.NoError(t, err)
	for _, workers := range []int{1, 4} {
		w.Workers = workers
		w.Progress = func(int, int) { panic("progress") }
		assert.PanicsWithValue(t, "progress", func() { _, _ = w.Summarize(t.Context()) })
		assert.PanicsWithValue(t, "progress", func() { _, _ = scenario.OneAtATime(t.Context(), w, scenario.NewAxis(a, []int{1})) })
		w.Progress = nil
		assert.PanicsWithValue(t, "loop", func() {
			for range w.Run(t.Context()) {
				panic("loop")
			}
		})
		got, err := w.Summarize(t.Context())
		require.NoError(t, err)
		assert.Equal(t, want, got, "the sweep is as it was")
	}
}

// ending is a design of which one point ends the goroutine that asks for it.
type ending struct {
	scenario.Design
	at  int
	end func()
}

func (b ending) At(i int) scenario.Point {
	if i == b.at {
		b.end()
	}
	return b.Design.At(i)
}

// A design of the program's own that panics, or ends its goroutine, does so to who runs
// the sweep, not to the process, and leaves nobody waiting.
func TestDesignsThatPanic(t *testing.T) {
	defer nothingStays(t)()
	w, a, _ := division(t)
	good := scenario.NewGrid(scenario.NewAxis(a, make([]int, 2000)))
	for _, workers := range []int{1, 4} {
		for _, at := range []int{0, 777, 1999} {
			w.Workers, w.Design = workers, ending{good, at, func() { panic(io.ErrNoProgress) }}
			for range 10 { // by whoever asks for the point
				assert.PanicsWithValue(t, io.ErrNoProgress, func() { _, _ = w.Summarize(t.Context()) })
			}
			w.Design = ending{good, at, runtime.Goexit}
			ended := make(chan bool)
			go func() {
				defer close(ended)
				_, _ = w.Summarize(t.Context())
				ended <- true
			}()
			assert.False(t, <-ended, "it came back")
		}
	}
}

// So do they where several workers are at work, which needs more scenarios than one
// block has.
func TestPanicsAmongWorkers(t *testing.T) {
	defer nothingStays(t)()
	w := growing(t, 5000)
	for _, workers := range []int{1, 2, 4} {
		w.Workers = workers
		for _, stop := range []int{0, 1, 5} {
			seen := 0
			blocks := func() {
				for _, err := range w.Blocks(t.Context()) {
					require.NoError(t, err)
					if seen++; seen > stop {
						panic("loop")
					}
				}
			}
			assert.PanicsWithValue(t, "loop", blocks, "%d workers, block %d", workers, stop)
			seen = 0
			w.Progress = func(int, int) {
				if seen++; seen > stop {
					panic("progress")
				}
			}
			assert.PanicsWithValue(t, "progress", func() { _, _ = w.Summarize(t.Context()) }, "%d workers, block %d", workers, stop)
			w.Progress = nil
		}
		assert.PanicsWithValue(t, "loop", func() {
			for range w.Run(t.Context()) {
				panic("loop")
			}
		})
	}
}

// A sweep of several workers that is cancelled is resumed behind its last outcome.
func TestWorkersAreCancelledAndResumed(t *testing.T) {
	defer nothingStays(t)()
	for _, workers := range []int{1, 2, 4} {
		cancelAndResume(t, growing(t, 2000), workers, 1, 511, 512, 513, 1000, 1999)
	}
}

// cancelAndResume cancels a sweep after so many outcomes and runs the rest: what was
// summed up of both is the summary of the whole.
func cancelAndResume(t *testing.T, w scenario.Sweep, workers int, stops ...int) {
	t.Helper()
	n := w.Design.Len()
	whole, err := w.Summarize(t.Context())
	require.NoError(t, err)
	want, err := json.Marshal(whole)
	require.NoError(t, err)
	for _, stop := range stops {
		w.Workers, w.From = workers, 0
		sum := scenario.NewSummary(w.Metrics...)
		ctx, cancel := context.WithCancel(t.Context())
		seen := 0
		if stop == 0 {
			cancel()
		}
		for o, err := range w.Run(ctx) {
			if err != nil {
				require.ErrorIs(t, err, context.Canceled)
				break
			}
			require.Equal(t, seen, o.Index)
			sum.Add(o)
			if seen++; seen == stop {
				cancel()
			}
		}
		cancel()
		if w.From = seen; seen < n { // a batch that was computed comes whole
			rest, err := w.Summarize(t.Context())
			require.NoError(t, err)
			require.NoError(t, sum.Merge(rest))
		}
		got, err := json.Marshal(sum)
		require.NoError(t, err)
		require.Equal(t, string(want), string(got), "stopped at %d, %d workers", stop, workers)
	}
}

// A scenario that fails in the middle is one outcome with an error; the others are there.
func TestAFailureInTheMiddle(t *testing.T) {
	w, _, _ := division(t)
	for _, workers := range []int{1, 3} {
		w.Workers = workers
		s, err := w.Summarize(t.Context())
		require.NoError(t, err)
		for _, m := range s.Metrics {
			assert.Equal(t, 50, m.Count+s.Failed)
		}
		for i, f := range s.Failures {
			assert.Equal(t, 5*i, f.Index) // where b is zero
		}
	}
}

// A sweep that is cancelled is taken up where its outcomes end: what was summed up of
// both is the summary of the whole.
func TestACancelledSweepIsResumed(t *testing.T) {
	defer nothingStays(t)()
	w, _, _ := division(t)
	require.Equal(t, 50, w.Design.Len())
	var stops []int
	for stop := range 51 {
		stops = append(stops, stop)
	}
	for _, workers := range []int{1, 3} {
		cancelAndResume(t, w, workers, stops...)
	}
}

// full is a disk with room for so many bytes.
type fullDisk struct {
	bytes.Buffer
	room int
}

func (f *fullDisk) Write(p []byte) (int, error) {
	n := min(len(p), f.room)
	f.room -= n
	f.Buffer.Write(p[:n])
	if n < len(p) {
		return n, syscall.ENOSPC
	}
	return n, nil
}

// record writes an outcome as a line; only a whole line is one.
func record(w *csv.Writer, o scenario.Outcome) error {
	line := []string{strconv.Itoa(o.Index), "", ""}
	for i, v := range o.Values {
		line[1+i] = v.String()
	}
	if o.Err != nil {
		line[1] = "failed"
	}
	_ = w.Write(line) // Flush tells
	w.Flush()
	return w.Error()
}

// Outcomes are written one by one to a disk that fills up after any number of bytes. The
// loop ends at the first error, the sweep is resumed behind the last whole line, and all
// lines are there once.
func TestAFullDiskWhileOutcomesAreWritten(t *testing.T) {
	defer nothingStays(t)()
	w, _, _ := division(t)
	write := func(out io.Writer, from int) (err error) {
		w.From = from
		lines := csv.NewWriter(out)
		for o, fault := range w.Run(t.Context()) {
			if err = errors.Join(fault, record(lines, o)); err != nil {
				return err
			}
		}
		return nil
	}
	var want bytes.Buffer
	require.NoError(t, write(&want, 0))
	for room := range want.Len() {
		disk := &fullDisk{room: room}
		require.ErrorIs(t, write(disk, 0), syscall.ENOSPC)
		text := disk.String()
		text = text[:strings.LastIndexByte(text, '\n')+1]
		kept := bytes.NewBufferString(text)
		require.NoError(t, write(kept, strings.Count(text, "\n")))
		require.Equal(t, want.String(), kept.String(), "%d bytes", room)
	}
}

// Tables and summaries are text: who writes them hears of a full disk or a closed pipe.
func TestResultsThatCannotBeWritten(t *testing.T) {
	w, _, _ := division(t)
	s, err := w.Summarize(t.Context())
	require.NoError(t, err)
	list, err := scenario.OneAtATime(t.Context(), linearSweep(t), scenario.NewAxis(inA, []int{1, 2}))
	require.NoError(t, err)
	table := display.Table{Head: []string{"a"}, Rows: [][]string{{"1"}}}
	reader, pipe := io.Pipe()
	require.NoError(t, reader.Close())
	closed, other, err := os.Pipe()
	require.NoError(t, err)
	defer other.Close()
	require.NoError(t, closed.Close())
	writers := map[string]io.Writer{"full": &fullDisk{room: 3}, "closed": pipe, "pipe of the system": other}
	if disk, err := os.OpenFile("/dev/full", os.O_WRONLY, 0); err == nil {
		defer disk.Close()
		writers["/dev/full"] = disk
	}
	for name, out := range writers {
		assert.Error(t, json.NewEncoder(out).Encode(s), name)
		for _, text := range []fmt.Stringer{table, list[0]} {
			_, err := fmt.Fprint(out, text)
			assert.Error(t, err, name)
		}
		buffered := bufio.NewWriter(out)
		_, _ = buffered.WriteString(table.Markdown())
		assert.Error(t, buffered.Flush(), name)
	}
}
