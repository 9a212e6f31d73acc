package main

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"example.com/burdenshare/scenario"
)

const (
	format    = "burdenshare shard"
	extension = ".shard"
)

// part is what a file is about: a range of a sweep of a document. The document goes by
// its hash, so that parts of what is not the same are never merged.
type part struct {
	Format   string `json:"format"`
	Version  int    `json:"version"`
	Document string `json:"document"`
	Sweep    string `json:"sweep"`
	From     int    `json:"from"`
	To       int    `json:"to"` // excluded
	Of       int    `json:"of"`
}

// String is the range.
func (p part) String() string {
	return fmt.Sprintf("%d to %d of %d, sweep %s, document %.12s", p.From, p.To, p.Of, p.Sweep, p.Document)
}

// file is the name of the part's file: the range and the document, so that parts of
// several jobs can be in one folder.
func (p part) file() string {
	return fmt.Sprintf("%.12s-%s-%010d-%010d%s", p.Document, fileName(p.Sweep), p.From, p.To, extension)
}

// fileName makes of a name, which may be any text, what every file system takes.
func fileName(name string) string {
	return strings.Map(func(c rune) rune {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' {
			return c
		}
		return '-'
	}, name)
}

// done is a part that was run.
type done struct {
	part
	file    string
	summary *scenario.Summary
}

// write writes a part in three lines: what it is, its summary, and the SHA-256 of the
// two lines, by which a file that is not whole is told.
func write(file string, p part, s *scenario.Summary) error {
	head, err := json.Marshal(p)
	if err != nil {
		return err
	}
	body, err := json.Marshal(s)
	if err != nil {
		return err
	}
	text := slices.Concat(head, []byte("\n"), body, []byte("\n"))
	return replace(file, append(text, digest(text)+"\n"...))
}

func digest(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// replace writes a file under another name and gives it its own when it is whole, so
// that nobody finds half of it, whenever the process ends.
func replace(file string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(file), filepath.Base(file)+".*.tmp")
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	err = cmp.Or(err, f.Chmod(0o644), f.Sync(), f.Close()) // Close does no harm twice
	if err == nil {
		err = os.Rename(f.Name(), file)
	}
	if err != nil {
		f.Close()
		os.Remove(f.Name())
	}
	return err
}

var errDamaged = errors.New("damaged")

// read reads a part and checks that it is whole and counts what it says.
func read(file string) (*done, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	damaged := func(why string) (*done, error) {
		return nil, fmt.Errorf("%s: %w: %s", file, errDamaged, why)
	}
	lines := bytes.SplitAfter(text, []byte("\n"))
	if len(lines) != 4 || len(lines[3]) > 0 {
		return damaged("it is not whole")
	}
	if digest(slices.Concat(lines[0], lines[1]))+"\n" != string(lines[2]) {
		return damaged("it is not what was written")
	}
	d := &done{file: file, summary: &scenario.Summary{}}
	if err := json.Unmarshal(lines[0], &d.part); err != nil {
		return damaged(err.Error())
	}
	if d.Format != format || d.Version != 1 {
		return nil, fmt.Errorf("%s: is %q, version %d, which this program does not read", file, d.Format, d.Version)
	}
	if err := json.Unmarshal(lines[1], d.summary); err != nil {
		return damaged(err.Error())
	}
	for _, m := range d.summary.Metrics {
		if n := m.Count + d.summary.Failed; n != d.To-d.From || d.From < 0 {
			return damaged(fmt.Sprintf("%s is of %d scenarios, not of %d", m.Metric, n, d.To-d.From))
		}
	}
	return d, nil
}

// gather reads parts and merges them. It reports everything that is wrong with them:
// what is damaged, of another document or sweep, there twice, or missing.
func (j job) gather(files []string) (*scenario.Summary, error) {
	var faults []error
	var parts []*done
	for _, file := range files {
		d, err := read(file)
		switch {
		case err != nil:
			faults = append(faults, err)
			continue
		case d.Document != j.about.Document:
			faults = append(faults, fmt.Errorf("%s: is of another document: %.12s, not %.12s", file, d.Document, j.about.Document))
			continue
		case d.Sweep != j.about.Sweep || d.Of != j.about.Of:
			faults = append(faults, fmt.Errorf("%s: is of another sweep: %s of %d scenarios, not %s of %d", file, d.Sweep, d.Of, j.about.Sweep, j.about.Of))
			continue
		}
		parts = append(parts, d)
	}
	slices.SortStableFunc(parts, func(a, b *done) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
	next, before := 0, ""
	gap := func(to int) {
		if next < to {
			faults = append(faults, fmt.Errorf("scenarios %d to %d are missing", next, to))
		}
	}
	whole := scenario.NewSummary(j.sweep.Metrics...)
	for _, d := range parts {
		if d.From == d.To {
			continue
		}
		gap(d.From)
		if d.From < next {
			faults = append(faults, fmt.Errorf("%s: scenarios %d to %d are in %s too", d.file, d.From, min(d.To, next), before))
		}
		if d.To > next {
			next, before = d.To, d.file
		}
		if len(faults) == 0 {
			if err := whole.Merge(d.summary); err != nil {
				faults = append(faults, fmt.Errorf("%s: %w", d.file, err))
			}
		}
	}
	gap(j.about.Of)
	return whole, errors.Join(faults...)
}
