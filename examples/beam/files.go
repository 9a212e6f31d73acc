package main

import (
	"cmp"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strconv"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"

	"example.com/burdenshare/internal/visible"
	"example.com/burdenshare/scenario"
)

func summaryFile(out string) string { return out + "summary.json" }

func tableFile(out string, r Range) string { return rangeFile(out+"table", r.From) }

func rangeFile(name string, from int64) string { return fmt.Sprintf("%s-%010d.csv", name, from) }

// writeFile writes a file wherever Beam can write one, under another name first, so that
// a worker that is killed, or runs what another runs too, leaves no half of it.
func writeFile(ctx context.Context, name string, write func(io.Writer) error) error {
	fs, err := filesystem.New(ctx, name)
	if err != nil {
		return err
	}
	defer fs.Close()
	unfinished := name + ".tmp" + strconv.FormatUint(rand.Uint64(), 36)
	w, err := fs.OpenWrite(ctx, unfinished)
	if err != nil {
		return err
	}
	err = write(w)
	if closed := w.Close(); err == nil {
		err = closed
	}
	if err == nil {
		return filesystem.Rename(ctx, fs, unfinished, name)
	}
	if r, ok := fs.(filesystem.Remover); ok {
		r.Remove(ctx, unfinished)
	}
	return err
}

func writeSummary(ctx context.Context, name string, s *scenario.Summary) error {
	text, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return writeFile(ctx, name, func(w io.Writer) error {
		_, err := w.Write(append(text, '\n'))
		return err
	})
}

// failuresFn writes the failures of a range, by index: the side output.
type failuresFn struct{ Job Job }

// ProcessElement writes them.
func (f *failuresFn) ProcessElement(ctx context.Context, from int64, next func(*Failure) bool) error {
	var list []Failure
	for x := (Failure{}); next(&x); {
		list = append(list, x)
	}
	slices.SortFunc(list, func(a, b Failure) int { return cmp.Compare(a.Index, b.Index) })
	return writeFile(ctx, rangeFile(f.Job.Out+"failures", from), func(w io.Writer) error {
		rows := csv.NewWriter(w)
		rows.Write([]string{"run", "error"})
		for _, x := range list {
			rows.Write([]string{strconv.FormatInt(x.Index, 10), visible.Cell(x.Error)})
		}
		rows.Flush()
		return rows.Error()
	})
}
