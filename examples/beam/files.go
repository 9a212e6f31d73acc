package main

import (
	"cmp"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"

	"example.com/burdenshare/internal/visible"
	"example.com/burdenshare/scenario"
)

const summaryName = "summary.json"

func summaryFile(out string) string { return inFolder(out, summaryName) }

func tableFile(out string, r Range) string { return inFolder(out, rangeName("table", r.From)) }

func failuresFile(out string, from int64) string { return inFolder(out, rangeName("failures", from)) }

func rangeName(kind string, from int64) string { return fmt.Sprintf("%s-%010d.csv", kind, from) }

// elsewhere reports whether a folder is not of this machine.
func elsewhere(folder string) bool { return strings.Contains(folder, "://") }

// inFolder is a file of a folder, on this machine or, as gs://bucket/folder, elsewhere.
func inFolder(folder, name string) string {
	if elsewhere(folder) {
		return strings.TrimRight(folder, "/") + "/" + name
	}
	return filepath.Join(folder, name)
}

// written is what the files of this program are called, finished or not.
var written = regexp.MustCompile(`^(summary\.json|(table|failures)-[0-9]{10,}\.csv|write-test)(\.tmp[0-9a-z]+)?$`)

// prepare makes the folder ready for a run: it checks that files can be written there,
// before anything is computed, and removes what an earlier run has left, whose ranges
// may have been others. So a folder is for one run at a time. Other files stay.
func prepare(ctx context.Context, folder string) error {
	test := inFolder(folder, "write-test")
	if err := writeFile(ctx, test, func(io.Writer) error { return nil }); err != nil {
		return fmt.Errorf("-out %s: no file can be written there: %w", folder, err)
	}
	fs, err := filesystem.New(ctx, test)
	if err != nil {
		return err
	}
	defer fs.Close()
	remover, ok := fs.(filesystem.Remover)
	if !ok {
		return fmt.Errorf("-out %s: files of an earlier run cannot be removed there", folder)
	}
	names, err := namesIn(ctx, fs, folder)
	if err != nil {
		return err
	}
	for _, name := range names {
		if !written.MatchString(name) {
			continue
		}
		if err := remover.Remove(ctx, inFolder(folder, name)); err != nil {
			return fmt.Errorf("-out %s: what an earlier run has left cannot be removed: %w", folder, err)
		}
	}
	return nil
}

// namesIn are the names of the files of a folder, without folders in it.
func namesIn(ctx context.Context, fs filesystem.Interface, folder string) (names []string, err error) {
	if !elsewhere(folder) {
		entries, err := os.ReadDir(folder)
		for _, e := range entries {
			if e.Type().IsRegular() {
				names = append(names, e.Name())
			}
		}
		return names, err
	}
	list, err := fs.List(ctx, inFolder(folder, "*"))
	for _, file := range list {
		if name := file[strings.LastIndex(file, "/")+1:]; file == inFolder(folder, name) {
			names = append(names, name)
		}
	}
	return names, err
}

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
	return writeFile(ctx, failuresFile(f.Job.Out, from), func(w io.Writer) error {
		rows := csv.NewWriter(w)
		rows.Write([]string{"run", "error"})
		for _, x := range list {
			rows.Write([]string{strconv.FormatInt(x.Index, 10), visible.Cell(x.Error)})
		}
		rows.Flush()
		return rows.Error()
	})
}
