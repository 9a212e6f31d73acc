// Calls makes every call of package scenario that takes a document or a scenario with
// inputs that grow: see package curve.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/curve"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/display"
	"example.com/burdenshare/scenario/document"
)

func main() {
	if err := curve.Measure(os.Stdout, cases()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// must ends a case if something went wrong.
func must(err error) {
	if err != nil {
		panic(err)
	}
}

// refusing returns the call of a case that is limited: an error that says so is an answer
// too. Of other cases it is a fault, because a call that always refuses has no curve.
func refusing(call func()) func() {
	return func() {
		defer func() {
			fault := recover()
			if err, is := fault.(error); fault != nil && !(is && errors.Is(err, burden.ErrTooLarge)) {
				panic(fault)
			}
		}()
		call()
	}
}

func read(text string) *document.Document {
	d, err := document.Read(strings.NewReader(text), "d.json")
	if err != nil {
		panic(err)
	}
	return d
}

// subject is what calls are made on: a document and what it describes.
type subject struct {
	text     string
	d        *document.Document
	all      []*scenario.Scenario
	base, s  *scenario.Scenario // the baseline and the last scenario
	m        *burden.Model
	p        burden.Param
	l        burden.Line
	from, to int
	at       scenario.Metric
	few      scenario.Sweep // of three values, without blocks
	many     scenario.Sweep // of forty, in blocks where the model has them
	c        *scenario.Comparison
	r        *scenario.Revision
}

func newSubject(text string) *subject {
	x := &subject{text: text, d: read(text)}
	var err error
	if x.all, err = x.d.Scenarios(); err != nil {
		panic(err)
	}
	x.base, x.s = x.all[0], x.all[len(x.all)-1]
	x.m = x.base.Model()
	x.p, x.l = x.m.Params()[0], x.m.Lines()[0]
	x.from, x.to = x.base.Years()
	x.at = scenario.At(x.l, x.to)
	x.few = scenario.Sweep{Scenario: x.s, Design: scenario.NewGrid(scenario.NewAxis(x.p, []int{1, 2, 3})), Metrics: []scenario.Metric{x.at}}
	x.many = x.few
	x.many.Design = scenario.NewGrid(scenario.NewStepAxis(x.p, scenario.NewSteps(1, 40, 1)))
	return x
}

func (x *subject) compared() *subject {
	var err error
	if x.c, err = scenario.Compare(x.base, x.s); err != nil {
		panic(err)
	}
	return x
}

func (x *subject) revised() *subject {
	var err error
	if x.r, err = scenario.Revise(x.base, x.s); err != nil {
		panic(err)
	}
	return x
}

// calls are the calls that a subject takes, by name. What they need besides is made
// before.
var calls = []struct {
	name string
	make func(x *subject) func()
}{
	{"document.Read", func(x *subject) func() { return func() { read(x.text) } }},
	{"Document.Check", func(x *subject) func() { return func() { must(x.d.Check()) } }},
	{"Document.Model", func(x *subject) func() { return func() { _, err := x.d.Model(); must(err) } }},
	{"Document.Scenarios", func(x *subject) func() { return func() { _, err := x.d.Scenarios(); must(err) } }},
	{"Document.Sweep", func(x *subject) func() {
		return func() {
			if _, err := x.d.Sweep("w0"); !errors.Is(err, burden.ErrUnknownName) {
				must(err)
			}
		}
	}},
	{"Document.Canonical", func(x *subject) func() { return func() { _, err := x.d.Canonical(); must(err) } }},
	{"Document.Hash", func(x *subject) func() { return func() { _, err := x.d.Hash(); must(err) } }},
	{"Document.Write", func(x *subject) func() { return func() { must(x.d.Write(io.Discard)) } }},
	{"Document.Verdicts", func(x *subject) func() { return func() { _, err := x.d.Verdicts(); must(err) } }},
	{"Document.VerdictsOn", func(x *subject) func() { return func() { _, err := x.d.VerdictsOn(x.base); must(err) } }},
	{"document.New", func(x *subject) func() { return func() { _, err := document.New(x.m, x.all...); must(err) } }},

	{"Baseline", func(x *subject) func() { return func() { scenario.Baseline(x.m, x.from, x.to, x.m.Lines()...) } }},
	{"Merge", func(x *subject) func() {
		return func() {
			if _, err := scenario.Merge(x.all...); !errors.Is(err, scenario.ErrConflict) {
				must(err)
			}
		}
	}},
	{"Scenario.Apply", func(x *subject) func() {
		return func() {
			_, err := x.s.Apply(scenario.NewOverlay("o", scenario.Set(x.p, 3, scenario.In(x.to))).Priority(1))
			must(err)
		}
	}},
	{"Scenario.With", func(x *subject) func() {
		return func() { _, err := x.base.With("o", scenario.Set(x.p, 3)); must(err) }
	}},
	{"Scenario.Lines", func(x *subject) func() { return func() { x.s.Lines() } }},
	{"Scenario.Named", func(x *subject) func() { return func() { x.s.Named("other") } }},
	{"Scenario.Measure", func(x *subject) func() { return func() { _, err := x.s.Measure(x.at); must(err) } }},
	{"Scenario.Project", func(x *subject) func() { s := x.s.Named("new"); return func() { _, err := s.Project(); must(err) } }},
	{"Scenario.Register", func(x *subject) func() { return func() { x.s.Register() } }},
	{"Register.String", func(x *subject) func() { r := x.s.Register(); return func() { _ = r.String() } }},
	{"Scenario.Warnings", func(x *subject) func() { return func() { _, err := x.s.Warnings(); must(err) } }},

	{"Compare", func(x *subject) func() {
		return func() { _, err := scenario.Compare(x.base, x.s, x.m.Lines()...); must(err) }
	}},
	{"Comparison.Display", func(x *subject) func() {
		return func() { _, err := x.compared().c.Display(display.Style{Balanced: true}); must(err) }
	}},
	{"Comparison.Results", func(x *subject) func() { x.compared(); return func() { _, err := x.c.Results(); must(err) } }},
	{"Comparison.Row", func(x *subject) func() { x.compared(); return func() { x.c.Row(x.l, x.to) } }},
	{"Comparison.Rows", func(x *subject) func() { x.compared(); return func() { x.c.Rows() } }},
	{"Comparison.String", func(x *subject) func() { x.compared(); return func() { _ = x.c.String() } }},
	{"Comparison.Table", func(x *subject) func() { x.compared(); return func() { _ = x.c.Table(burden.Rounding{}) } }},
	{"Comparison.Totals", func(x *subject) func() { x.compared(); return func() { x.c.Totals() } }},
	{"Diff", func(x *subject) func() { return func() { scenario.Diff(x.base, x.s) } }},
	{"PaybackYear", func(x *subject) func() {
		return func() { _, _, err := scenario.PaybackYear(x.base, x.s, x.l); must(err) }
	}},
	{"Revise", func(x *subject) func() { return func() { x.revised() } }},
	{"Revision.Changes", func(x *subject) func() { x.revised(); return func() { x.r.Changes() } }},
	{"Revision.String", func(x *subject) func() { x.revised(); return func() { _ = x.r.String() } }},
	{"Revision.Bridge", func(x *subject) func() {
		x.revised()
		return func() { _, err := x.r.Bridge(x.at, "1"); must(err) }
	}},
	{"VarianceOf", func(x *subject) func() {
		came, _ := x.s.Model().Param(x.p.Name())
		a, b := map[int]string{}, map[int]string{} // a variance takes 4,096 years, and a figure may be of all
		for year := x.from; year <= x.to; year++ {
			was, known := x.p.Series().At(year)
			is, both := came.Series().At(year)
			if known && both {
				a[year], b[year] = burden.Text(was.Value), burden.Text(is.Value)
			}
		}
		p, q := burden.NewParam("p", came.Unit(), burden.ByYear(a)), burden.NewParam("q", came.Unit(), burden.ByYear(b))
		return func() { v, err := scenario.VarianceOf(p, q); must(err); _ = v.String() }
	}},

	{"Attribute", func(x *subject) func() { return func() { _, err := scenario.Attribute(x.base, x.s, x.at); must(err) } }},
	{"AttributeGroups", func(x *subject) func() {
		return func() { _, err := scenario.AttributeGroups(x.base, x.s, x.at); must(err) }
	}},
	{"AttributeYears", func(x *subject) func() {
		return func() { _, err := scenario.AttributeYears(x.s, x.l, x.to-1, x.to); must(err) }
	}},
	{"Waterfall", func(x *subject) func() { return func() { _, err := scenario.Waterfall(x.base, x.s, x.at); must(err) } }},

	{"NewResults", func(x *subject) func() { return func() { _, err := scenario.NewResults(x.all...); must(err) } }},
	{"Results.WriteCSV", func(x *subject) func() {
		r, err := scenario.NewResults(x.base, x.s)
		must(err)
		return func() { must(r.WriteCSV(io.Discard)) }
	}},
	{"Results.WriteJSON", func(x *subject) func() {
		r, err := scenario.NewResults(x.base, x.s)
		must(err)
		return func() { must(r.WriteJSON(io.Discard)) }
	}},

	{"Solve", func(x *subject) func() {
		return func() {
			_, err := scenario.Solve(x.s, x.at, 5, x.p, scenario.NewSteps(1, 8, 1))
			must(err)
		}
	}},
	{"BreakEven", func(x *subject) func() {
		return func() {
			_, err := scenario.BreakEven(x.base, x.s, x.at, x.p, scenario.NewSteps(1, 8, 1))
			must(err)
		}
	}},
	{"Backtest", func(x *subject) func() {
		return func() {
			r, err := scenario.Backtest(x.s, x.l, burden.Constant(1), burden.Rounding{})
			must(err)
			_ = r.String()
		}
	}},
	{"Conventions", func(x *subject) func() {
		return func() {
			_, err := scenario.Conventions(x.s, x.l, burden.Constant(1), burden.Rounding{}, scenario.Dimension{Name: "d", Alternatives: []scenario.Alternative{{Name: "agreed"}}})
			must(err)
		}
	}},
	{"RoundingImpact", func(x *subject) func() {
		return func() {
			_, err := scenario.RoundingImpact(x.s, x.at, scenario.RoundingConvention{Mode: burden.Up})
			must(err)
		}
	}},
	{"EstimateAxes", func(x *subject) func() { return func() { scenario.EstimateAxes(x.m) } }},
	{"EstimateInputs", func(x *subject) func() {
		return func() { scenario.EstimateInputs(x.m, scenario.In(x.to), burden.Rounding{}) }
	}},

	{"Sweep.At", func(x *subject) func() { return func() { _, err := x.few.At(0); must(err) } }},
	{"Sweep.Range", func(x *subject) func() { return func() { _, _, err := x.few.Range(); must(err) } }},
	{"Sweep.Summarize", func(x *subject) func() {
		return func() { _, err := x.few.Summarize(context.Background()); must(err) }
	}},
	{"Sweep.Blocks", func(x *subject) func() {
		return func() {
			for _, err := range x.few.Blocks(context.Background()) {
				must(err)
			}
		}
	}},
	{"Sweep.Run", func(x *subject) func() {
		return func() {
			for _, err := range x.few.Run(context.Background()) {
				must(err)
			}
		}
	}},
	{"Sweep.Results", func(x *subject) func() {
		return func() { must(x.few.Results(context.Background()).WriteCSV(io.Discard)) }
	}},
	{"Sweep.Fan", func(x *subject) func() {
		return func() { _, err := x.few.Fan(context.Background(), x.l); must(err) }
	}},
	{"Sweep.Summarize in blocks", func(x *subject) func() {
		return func() { _, err := x.many.Summarize(context.Background()); must(err) }
	}},
	{"Sweep.Summarize of a simulation", func(x *subject) func() {
		w := x.few
		w.Design = scenario.Simulation{Seed: 1, Runs: 40, Inputs: []scenario.Uncertain{{
			Param: x.p, Years: scenario.In(x.to), Process: scenario.Held(scenario.Uniform(1, 3)), Grid: burden.RoundTo("1", burden.HalfUp),
		}}}
		return func() { _, err := w.Summarize(context.Background()); must(err) }
	}},
	{"Sweep.Fan with an event", func(x *subject) func() {
		return func() {
			other := x.l
			for _, l := range x.m.Lines() {
				if l.Unit() == x.l.Unit() {
					other = l
				}
			}
			_, err := x.many.Fan(context.Background(), x.l, scenario.Above(x.l, other))
			must(err)
		}
	}},
	{"Morris.Run", func(x *subject) func() {
		d := scenario.Morris{Inputs: []scenario.Axis{scenario.NewAxis(x.p, []int{1, 2, 3, 4})}, Trajectories: 8}
		return func() { _, err := d.Run(context.Background(), x.few); must(err) }
	}},
	{"Sobol.Run", func(x *subject) func() {
		d := scenario.Sobol{Inputs: []scenario.Axis{scenario.NewAxis(x.p, []int{1, 2, 3, 4})}, Runs: 32}
		return func() { _, err := d.Run(context.Background(), x.few); must(err) }
	}},
	{"OneAtATime", func(x *subject) func() {
		return func() {
			_, err := scenario.OneAtATime(context.Background(), x.few, scenario.NewAxis(x.p, []int{1, 2}))
			must(err)
		}
	}},
}

func cases() []curve.Case {
	var list []curve.Case
	for _, in := range sound {
		subjects := map[int]*subject{} // made once for all calls
		for _, c := range calls {
			l, is := limited[c.name+" of "+in.name]
			if !is {
				l, is = limited["all of "+in.name]
			}
			k := curve.Case{Call: c.name, Input: in.name, Size: in.size, Make: func(n int) func() {
				x := subjects[n]
				if x == nil {
					x = newSubject(in.text(n))
					subjects[n] = x
				}
				if is {
					return refusing(c.make(x))
				}
				return c.make(x)
			}}
			if is {
				k.Limited, k.Size, k.Most = l.why, l.size, l.most
			}
			list = append(list, k)
		}
	}
	for _, in := range faulty {
		list = append(list, curve.Case{Call: "document.Read", Input: in.name, Size: in.size, Make: func(n int) func() {
			text := in.text(n)
			return func() {
				_, err := document.Read(strings.NewReader(text), "d.json")
				if err == nil {
					panic(in.name + ": there is no fault")
				}
				_ = err.Error()
			}
		}})
	}
	return list
}

// limit is why the work of a call is not about linear, and how much it is at most.
type limit struct {
	why        string
	size, most int
}

const (
	budget     = "one call has 2^25 nodes, and the model is evaluated or built anew for each change or figure"
	attributed = "an attribution takes at most 16 changes"
	members    = "a split has at most 1,024 members, and each part's formula names all"
)

// limited are the calls of inputs whose work has a limit of its own, with the reason. The
// hostile inputs of package scenario reach those of a call's budget.
var limited = map[string]limit{
	"all of members of a split":                        {members, 1024, 60_000_000},
	"AttributeYears of members of a split":             {budget, 0, 0},
	"Attribute of changes of a parameter each":         {attributed, 0, 0},
	"Attribute of definitions of a scenario":           {attributed, 0, 0},
	"AttributeGroups of changes of a parameter each":   {attributed, 0, 0},
	"AttributeGroups of definitions of a scenario":     {attributed, 0, 0},
	"Scenario.Warnings of changes of a parameter each": {budget, 0, 0},
	"Scenario.Warnings of changes of one parameter":    {budget, 0, 0},
	"Scenario.Warnings of definitions of a scenario":   {budget, 0, 0},
	"Waterfall of definitions of a scenario":           {"a waterfall has at most 256 changes, and its models 2^25 nodes together", 0, 0},
	"Waterfall of changes of a parameter each":         {"a waterfall has at most 256 changes", 0, 0},
	"AttributeYears of terms of a line":                {budget, 0, 0},
}
