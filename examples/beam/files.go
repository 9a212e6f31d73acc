package main

import (
	"cmp"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
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

// written is what the files of this program are called, finished or not, and what those
// that are finished begin with.
var (
	written = regexp.MustCompile(`^(summary\.json|(table|failures)-[0-9]{10,}\.csv|burdenshare-test-[0-9a-z]+)(\.tmp[0-9a-z]+)?$`)
	begins  = map[string]string{"summary": `{"metrics":`, "table": "# burdenshare results, version ", "failures": "run,error\n"}
)

// prepare checks that a folder will do, before anything is computed: that files can be
// written there, and that none of them would take the place of a file which is not of this
// program. It removes nothing.
func prepare(ctx context.Context, folder string) error {
	if folder == "" {
		return errors.New("-out is empty; name a folder")
	}
	test := inFolder(folder, "burdenshare-test-"+strconv.FormatUint(rand.Uint64(), 36))
	if err := writeFile(ctx, test, func(io.Writer) error { return nil }); err != nil {
		return fmt.Errorf("-out %s: no file can be written there: %w", folder, err)
	}
	return eachOwn(ctx, folder, func(fs filesystem.Interface, remover filesystem.Remover, name string) error {
		if inFolder(folder, name) == test {
			return remover.Remove(ctx, test)
		}
		kind, _, _ := strings.Cut(strings.TrimSuffix(name, ".json"), "-")
		want, finished := begins[kind]
		if !finished || strings.Contains(name, ".tmp") {
			return nil
		}
		r, err := fs.OpenRead(ctx, inFolder(folder, name))
		if err != nil {
			return fmt.Errorf("-out %s: %w", folder, err)
		}
		defer r.Close()
		text := make([]byte, len(want))
		if _, err := io.ReadFull(r, text); err != nil || string(text) != want {
			return fmt.Errorf("-out %s: %s is there, and this program did not write it; name another folder", folder, name)
		}
		return nil
	})
}

// removeEarlier removes what an earlier run has left in a folder, because its ranges may have been
// others. So a folder is for one run at a time. Other files stay.
func removeEarlier(ctx context.Context, folder string) error {
	return eachOwn(ctx, folder, func(_ filesystem.Interface, remover filesystem.Remover, name string) error {
		if err := remover.Remove(ctx, inFolder(folder, name)); err != nil {
			return fmt.Errorf("-out %s: what an earlier run has left cannot be removed: %w", folder, err)
		}
		return nil
	})
}

// eachOwn does something with each file of a folder that is called like one of this program.
func eachOwn(ctx context.Context, folder string, do func(filesystem.Interface, filesystem.Remover, string) error) error {
	fs, err := filesystem.New(ctx, folder)
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
		if err := do(fs, remover, name); err != nil {
			return err
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
