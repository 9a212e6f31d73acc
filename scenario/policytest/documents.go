package policytest

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/document"
)

// Documents reads every document that a pattern matches, as [filepath.Match] tells
// it, and runs each of its expectations as a subtest: of a line in each year, of a
// total, of the years in which a limit binds.
//
//	func TestDocuments(t *testing.T) { policytest.Documents(t, "testdata/*.json") }
//
// A pattern without files, a document with a fault and one that expects nothing are
// failures.
func Documents(t *testing.T, pattern string) {
	t.Helper()
	documents(subtests(t), pattern)
}

// Expectations returns the check that everything a document expects comes out on a
// scenario in place of the document's baseline, by [document.Document.VerdictsOn]. With
// it, [Sensitive] tells what a document's expectations would notice:
//
//	policytest.Sensitive(t, baseline, "100%", policytest.Expectations(d))
//
// where the baseline is the first of [document.Document.Scenarios].
func Expectations(d *document.Document) Check {
	return func(t T, s *scenario.Scenario) {
		t.Helper()
		verdicts, err := d.VerdictsOn(s)
		switch {
		case err != nil:
			fail(t, "there is nothing to compare", because(err))
		case len(verdicts) == 0:
			fail(t, "the document expects nothing", row{"document", d.File})
		}
		for _, v := range verdicts {
			judge(t, d, v)
		}
	}
}

// suite is a test with a way to run subtests.
type suite struct {
	T
	run func(name string, test func(suite))
}

func subtests(t *testing.T) suite {
	return suite{t, func(name string, test func(suite)) {
		t.Run(name, func(t *testing.T) { test(subtests(t)) })
	}}
}

func documents(t suite, pattern string) {
	t.Helper()
	files, err := filepath.Glob(pattern)
	switch {
	case err != nil:
		fail(t, "the pattern "+pattern+" is none", because(err))
	case len(files) == 0:
		fail(t, "no document matches "+pattern)
	}
	for _, file := range files {
		t.run(filepath.Base(file), func(t suite) { checkFile(t, file) })
	}
}

// document runs the expectations of one document.
func checkFile(t suite, file string) {
	t.Helper()
	d, err := read(file)
	var verdicts []document.Verdict
	if err == nil {
		verdicts, err = d.Verdicts()
	}
	if err != nil {
		var text strings.Builder
		for _, fault := range burden.Faults(err) {
			text.WriteString(fault.Error() + "\n")
		}
		fail(t, file+" is not a document", row{"faults", text.String()})
		return
	}
	if len(verdicts) == 0 {
		fail(t, file+" expects nothing")
	}
	for _, v := range verdicts {
		t.run(v.Scenario.Name()+": "+v.What, func(t suite) { judge(t, d, v) })
	}
}

func read(file string) (*document.Document, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return document.Read(f, file)
}

// judge fails a subtest where an expectation does not hold.
func judge(t T, d *document.Document, v document.Verdict) {
	t.Helper()
	x := d.Expect[v.Expectation]
	expected := v.Expected + ", exactly"
	switch {
	case v.Tolerance != "":
		expected = v.Expected + ", within " + v.Tolerance
	case x.Binds != "":
		expected = v.Expected
	}
	rows := []row{
		{"expected", expected}, {"found", v.Found}, {"scenario", v.Scenario.Name()},
		{"document", d.File + ", expect[" + strconv.Itoa(v.Expectation) + "]"}, {"source", x.Source},
	}
	switch {
	case v.Err != nil:
		fail(t, v.What+" cannot be evaluated", append(rows, because(v.Err))...)
		return
	case v.Holds:
		return
	}
	if x.Binds != "" {
		p, _ := v.Scenario.Project() // it was projected for the verdict
		fail(t, x.Binds+" binds in other years than expected", append(rows, row{"record", record(p, operand(p.Model(), x.Binds))})...)
		return
	}
	// The line is computed for its own sake, as for the verdict: it may not be asked for.
	from, to := v.Scenario.Years()
	if v.Year != 0 {
		from, to = v.Year, v.Year
	}
	p, err := v.Scenario.Model().Project(from, to, v.Line)
	switch {
	case err != nil:
	case v.Year == 0:
		rows = append(rows, row{"years", byYear(p, v.Line, from, to)}, why(p, v.Line, to))
	default:
		rows = append(rows, why(p, v.Line, v.Year))
	}
	fail(t, v.What+" is not what was expected", rows...)
}

// operand finds a parameter or line by name.
func operand(m *burden.Model, name string) burden.Formula {
	if p, ok := m.Param(name); ok {
		return p.Formula
	}
	l, _ := m.Line(name)
	return l.Formula
}
