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
	"regexp"
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

// prefix is what the names of all files of a job begin with: the document and the sweep,
// so that jobs can share a folder.
func (p part) prefix() string { return fmt.Sprintf("%.12s-%s", p.Document, fileName(p.Sweep)) }

// file is the name of the part's file. A sweep that is cut in two ways has parts of other
// ranges, and so of other names.
func (p part) file() string {
	return fmt.Sprintf("%s-%010d-%010d%s", p.prefix(), p.From, p.To, extension)
}

// merged is the name of the file of the whole.
func (p part) merged() string { return p.prefix() + ".json" }

// parts are the files in a folder that are called like parts of this job.
func (p part) parts(dir string) ([]string, error) {
	called := regexp.MustCompile("^" + regexp.QuoteMeta(p.prefix()) + "-[0-9]{10,}-[0-9]{10,}" + regexp.QuoteMeta(extension) + "$")
	return matching(dir, called)
}

// matching are the files of a folder whose names match, without what is no file.
func matching(dir string, called *regexp.Regexp) (files []string, err error) {
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		file := filepath.Join(dir, e.Name())
		if !called.MatchString(e.Name()) {
			continue
		}
		if there, err := os.Stat(file); err == nil && there.Mode().IsRegular() {
			files = append(files, file)
		}
	}
	return files, err
}

// fileName makes of a name, which may be any text, what every file system takes, and no
// two names become the same, also where "A" and "a" are one file: small letters of ASCII,
// digits and "_" stay, and each other byte is "-" with its two hexadecimal digits. A name
// that becomes too long is cut, and "--" with its hash stands for the rest.
func fileName(name string) string {
	const most = 120
	var b strings.Builder
	for _, c := range []byte(name) {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_' {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "-%02x", c)
		}
	}
	if b.Len() <= most {
		return b.String()
	}
	return b.String()[:most] + "--" + digest([]byte(name))
}

// done is a part that was run.
type done struct {
	part
	file    string
	summary *scenario.Summary
}

// text is a part in three lines: what it is, its summary, and the SHA-256 of the two
// lines, by which a file that is not whole is told.
func (p part) text(s *scenario.Summary) ([]byte, error) {
	head, err := json.Marshal(p)
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(s)
	if err != nil {
		return nil, err
	}
	text := slices.Concat(head, []byte("\n"), body, []byte("\n"))
	return append(text, digest(text)+"\n"...), nil
}

func digest(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
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

// gather reads parts and merges them, and returns how many. It reports everything that
// is wrong with them: what is damaged, of another document or sweep, there twice, or
// missing. With someWillDo, gather uses a set of parts that covers the sweep and ignores the
// rest: the sweep may have been cut in several ways.
func (j job) gather(files []string, someWillDo bool) (*scenario.Summary, int, error) {
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
	if someWillDo {
		parts = chain(parts, j.about.Of)
	}
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
	return whole, len(parts), errors.Join(faults...)
}

// chain returns parts that follow each other without a gap from 0 to the end, as few as
// can be, or all parts if there are none such. The parts are sorted.
func chain(parts []*done, end int) []*done {
	type step struct {
		last  *done
		count int
	}
	best := map[int]step{0: {}} // by where a chain has come to
	for _, d := range parts {
		from, ok := best[d.From]
		if !ok || d.From == d.To {
			continue
		}
		if to, ok := best[d.To]; !ok || from.count+1 < to.count {
			best[d.To] = step{d, from.count + 1}
		}
	}
	if _, ok := best[end]; !ok || end == 0 {
		return parts
	}
	var list []*done
	for at := end; at > 0; at = best[at].last.From {
		list = append(list, best[at].last)
	}
	slices.Reverse(list)
	return list
}
