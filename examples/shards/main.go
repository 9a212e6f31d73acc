// Shards: how does a sweep run on many machines that share nothing but a folder?
//
//	go run ./examples/shards -dir out -shard 0/7     one of seven parts, 0/7 to 6/7
//	go run ./examples/shards -dir out merge          the parts, however they were cut
//
// A batch system runs the first line once for each part, with the index of its array
// job. A part is a file that appears whole or not at all. A part that is there is not
// run again, so a job that was killed is started again as it was. The merged summary
// is the same to the byte however the sweep was cut, and whatever was killed. Jobs of
// other documents and sweeps can share the folder: each merges its own parts.
package main

import (
	"bufio"
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/document"
)

//go:embed pension.json
var pension []byte

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	out := bufio.NewWriter(os.Stdout)
	if err := errors.Join(run(ctx, os.Args[1:], out, os.Stderr), out.Flush()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, args []string, out, progress io.Writer) error {
	flags := flag.NewFlagSet("shards", flag.ContinueOnError)
	flags.SetOutput(progress)
	name := flags.String("document", "", "the document, as JSON; without it, a pension scheme")
	sweep := flags.String("sweep", "", "the sweep of the document; without it, small, or the document's only one")
	dir := flags.String("dir", "shards", "the folder of the parts")
	which := flags.String("shard", "", "which part to run, such as 0/7")
	if err := flags.Parse(args); err != nil {
		return err
	}
	j, err := newJob(*name, *sweep)
	if err != nil {
		return err
	}
	switch {
	case *which != "" && flags.NArg() == 0:
		return j.shard(ctx, *which, *dir, out, progress)
	case *which == "" && flags.NArg() >= 1 && flags.Arg(0) == "merge":
		return j.merge(flags.Args()[1:], *dir, out)
	}
	return fmt.Errorf("either -shard i/n, or merge; -h says more")
}

// job is a sweep of a document, with what its parts are known by.
type job struct {
	sweep scenario.Sweep
	about part // without a range
}

func newJob(file, name string) (job, error) {
	text := pension
	if file == "" {
		file = "pension.json"
		if name == "" {
			name = "small"
		}
	} else {
		var err error
		if text, err = os.ReadFile(file); err != nil {
			return job{}, err
		}
	}
	d, err := document.Read(bytes.NewReader(text), file)
	if err != nil {
		return job{}, err
	}
	w, err := d.Sweep(name)
	if err != nil {
		return job{}, err
	}
	hash, err := d.Hash()
	if name == "" {
		name = d.Sweeps[0].Name
	}
	return job{w, part{Format: format, Version: 1, Document: hash, Sweep: name, Of: w.Design.Len()}}, err
}

// shard runs the part i/n of the job, unless it is there.
func (j job) shard(ctx context.Context, which, dir string, out, progress io.Writer) error {
	first, second, _ := strings.Cut(which, "/")
	i, err := strconv.Atoi(first)
	n, err2 := strconv.Atoi(second)
	if err != nil || err2 != nil || n < 1 || i < 0 || i >= n {
		return fmt.Errorf("shard %q: has to be i/n with i from 0 to n-1, such as 0/7", which)
	}
	w := j.sweep.Shard(i, n)
	p := j.about
	p.From, p.To = w.From, w.To
	file := filepath.Join(dir, p.file())
	var again string // why a part that is there is run again
	switch there, err := read(file); {
	case os.IsNotExist(err):
	case err != nil:
		again = err.Error()
	case there.part != p:
		again = fmt.Sprintf("%s: is %v, not %v", file, there.part, p)
	default:
		fmt.Fprintf(out, "%s is there: %d scenarios, %d failed\n", file, p.To-p.From, there.summary.Failed)
		return nil
	}
	u, err := begin(file)
	if err != nil {
		return err
	}
	defer u.drop()
	if again != "" {
		fmt.Fprintf(progress, "%s; it is run again\n", again)
	}
	tenth := -1
	w.Progress = func(done, of int) {
		if t := done * 10 / of; t > tenth {
			tenth = t
			fmt.Fprintf(progress, "%s: %d of %d\n", which, done, of)
		}
	}
	s, err := w.Summarize(ctx)
	if err != nil {
		return err
	}
	text, err := p.text(s)
	if err != nil {
		return err
	}
	if err := u.finish(text); err != nil {
		return err
	}
	fmt.Fprintf(out, "%s: %d scenarios, %d failed\n", file, p.To-p.From, s.Failed)
	return nil
}

// merge merges parts that make up the whole sweep: the files, or without any, those of
// the job that are in the folder.
func (j job) merge(files []string, dir string, out io.Writer) error {
	file := filepath.Join(dir, j.about.merged())
	u, err := begin(file)
	if err != nil {
		return err
	}
	defer u.drop()
	all := len(files) == 0
	if all {
		if files, err = j.about.parts(dir); err != nil {
			return err
		}
		if len(files) == 0 {
			return fmt.Errorf("folder %s: no part of the sweep %q of this document is there; run -shard i/n first", dir, j.about.Sweep)
		}
	}
	s, parts, err := j.gather(files, all)
	if err != nil {
		return err
	}
	text, err := json.Marshal(s)
	if err != nil {
		return err
	}
	if err := u.finish(append(text, '\n')); err != nil {
		return err
	}
	fmt.Fprintf(out, "%s: %d scenarios of %d parts, %d failed\n", file, j.about.Of, parts, s.Failed)
	for i, m := range s.Metrics {
		var line strings.Builder
		line.WriteString(m.Metric + ":")
		for _, q := range []string{"5%", "50%", "95%"} {
			v, err := m.Quantile(q)
			if err != nil {
				return err
			}
			if v.Present {
				line.WriteString(" " + q + " " + burden.Show(v.Amount, j.sweep.Metrics[i].Unit()) + ",")
			}
		}
		fmt.Fprintln(out, strings.TrimRight(line.String(), ",:"))
	}
	for _, f := range s.Failures[:min(3, len(s.Failures))] {
		fmt.Fprintf(out, "failed %d: %s\n", f.Index, f.Error)
	}
	return nil
}
