package policytest

import (
	"bytes"
	"encoding/csv"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/visible"
)

// The flag has a name of its own, because a package under test may have an -update
// flag too, and two of one name are a panic.
var update = flag.Bool("policytest.update", false, "write the files of policytest.Unchanged instead of comparing with them")

// Unchanged asserts that a projection has the values that a committed file has, to
// the last digit: of the lines named, or of all that have a value. The file is a
// table of line, unit, year and value, one row a value, as CSV.
//
//	policytest.Unchanged(t, p, "testdata/sma8.csv")
//
// With the flag -policytest.update, or -update where the test has such a flag, it
// writes the file instead. In CI, where the environment variable CI is set, it
// refuses to. A file that is not there, or has no values, is a failure. Within a
// [Check] that is tried, by [Mutate] say, it only compares: what a mutant comes to is
// never written.
func Unchanged(t T, p *burden.Projection, file string, lines ...burden.Line) bool {
	t.Helper()
	if absent(t, p) {
		return false
	}
	now, err := table(p, lines)
	if err != nil {
		return fail(t, "there is nothing to compare with "+file, because(err), where(p))
	}
	if _, tried := t.(*recorder); updating() && !tried {
		if os.Getenv("CI") != "" {
			return fail(t, file+" is not written in CI")
		}
		if err := write(file, now); err != nil {
			return fail(t, file+" cannot be written", because(err))
		}
		return true
	}
	text, err := os.ReadFile(file)
	if err != nil {
		hint := ""
		if errors.Is(err, fs.ErrNotExist) {
			hint = "write it with -policytest.update, read it, and commit it"
		}
		return fail(t, file+" cannot be read", because(err), row{"hint", hint}, where(p))
	}
	before, err := parse(text)
	if err != nil {
		return fail(t, file+" is not a table of values", because(err))
	}
	found, at := differences(before, now)
	if len(found) == 0 {
		return true
	}
	const most = 20
	count := strconv.Itoa(len(found))
	if len(found) > most {
		found = append(found[:most], fmt.Sprintf("and %d more", len(found)-most))
	}
	rows := []row{where(p), {"differences", strings.Join(found, "\n") + "\n"}}
	if l, ok := p.Model().Line(at.line); ok {
		rows = append(rows, why(p, l, at.year))
	}
	return fail(t, "values differ from "+file+": "+count, rows...)
}

func updating() bool {
	if *update {
		return true
	}
	f := flag.Lookup("update")
	return f != nil && f.Value.String() == "true"
}

// entry is one value of a table.
type entry struct {
	line  string
	unit  burden.Unit
	year  int
	value string
}

var header = []string{"line", "unit", "year", "value"}

// table lists values, by line and year.
func table(p *burden.Projection, lines []burden.Line) ([]entry, error) {
	named := len(lines) > 0
	if !named {
		lines = p.Model().Lines()
	}
	var list []entry
	from, to := p.Years()
	for _, l := range lines {
		some := false
		for year := from; year <= to; year++ {
			v, err := p.Value(l, year)
			switch {
			case err == nil:
				some = true
				list = append(list, entry{l.Name(), l.Unit(), year, burden.Text(v)})
			case !errors.Is(err, burden.ErrNotApplicable):
				return nil, err
			}
		}
		if named && !some {
			return nil, fmt.Errorf("%s has no value in any year", l.Name())
		}
	}
	if len(list) == 0 {
		return nil, errors.New("no line has a value in any year")
	}
	return list, nil
}

func write(file string, list []entry) error {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	rows := [][]string{slices.Clone(header)}
	for _, e := range list {
		rows = append(rows, []string{e.line, string(e.unit), strconv.Itoa(e.year), e.value})
	}
	if err := w.WriteAll(rows); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, b.Bytes(), 0o644)
}

// parse reads a table, in which a line has one value a year.
func parse(text []byte) ([]entry, error) {
	r := csv.NewReader(bytes.NewReader(text))
	r.FieldsPerRecord = len(header)
	rows, err := r.ReadAll()
	switch {
	case err != nil:
		return nil, err
	case len(rows) < 2 || !slices.Equal(rows[0], header):
		return nil, errors.New("its first row has to be " + strings.Join(header, ",") + ", and values have to follow")
	}
	var list []entry
	for i, row := range rows[1:] {
		year, err := strconv.Atoi(row[2])
		if err != nil {
			return nil, fmt.Errorf("row %d: the year %q is no number", i+2, row[2])
		}
		if _, err := burden.Parse(row[3]); err != nil {
			return nil, fmt.Errorf("row %d: the value %q: %w", i+2, row[3], err)
		}
		e := entry{row[0], burden.Unit(row[1]), year, row[3]}
		if slices.ContainsFunc(list, e.same) {
			return nil, fmt.Errorf("row %d: %s %d has two values", i+2, e.line, e.year)
		}
		list = append(list, e)
	}
	return list, nil
}

func (e entry) same(f entry) bool { return e.line == f.line && e.year == f.year }

// differences says in which values two tables differ, and where the first is.
func differences(before, now []entry) (found []string, at entry) {
	add := func(e entry, text string) {
		if len(found) == 0 {
			at = e
		}
		found = append(found, visible.Text(fmt.Sprintf("%s %d  %s", e.line, e.year, text)))
	}
	for _, e := range now {
		shown := show(e)
		i := slices.IndexFunc(before, e.same)
		switch {
		case i < 0:
			add(e, "not in the file, now "+shown)
		case before[i].unit != e.unit:
			add(e, show(before[i])+" in the file, now "+shown)
		default:
			a, _ := burden.Parse(before[i].value)
			b, _ := burden.Parse(e.value)
			if !a.Equal(b) {
				change := burden.Show(b.Sub(a), e.unit)
				if b.GreaterThan(a) {
					change = "+" + change
				}
				add(e, show(before[i])+" in the file, now "+shown+": "+change)
			}
		}
	}
	for _, e := range before {
		if !slices.ContainsFunc(now, e.same) {
			add(e, show(e)+" in the file, now no value")
		}
	}
	return found, at
}

func show(e entry) string {
	v, _ := burden.Parse(e.value)
	return burden.Show(v, e.unit)
}
