package burden

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden/internal/exact"
	"example.com/burdenshare/internal/visible"
)

// Explanation says why a number is what it is: the step that computed it and,
// before it, every step it rests on, each once.
type Explanation struct {
	Model string
	// Scenario is the name of the scenario, by [Projection.Under], and Changes lists its
	// changes. Both are empty for a model as it is.
	Scenario string
	Changes  []string
	Steps    []Step // the last is the number asked for; a step uses only earlier ones

	of     *Projection // which computed them
	within Extent      // as far as they were asked for
}

// Given returns the results that steps use and that are not among them, each once: they are
// taken as they are. There are some if the explanation was asked for within an [Extent], or
// if steps were taken out of it.
func (x Explanation) Given() []Use {
	known := map[lineYear]bool{}
	for _, s := range x.Steps {
		known[lineYear{s.Line.Name(), s.Year}] = true
	}
	var given []Use
	for _, s := range x.Steps {
		for _, u := range s.Uses {
			if at := (lineYear{u.Line.Name(), u.Year}); !known[at] {
				known[at] = true
				given = append(given, u)
			}
		}
	}
	return given
}

// Step is one line in one year: its formula, what went in, which limits and
// roundings decided, and the value that came out.
type Step struct {
	Line      Line
	Year      int
	Value     decimal.Decimal
	Formula   Formula // what is in force in the year
	Inputs    []Input
	Uses      []Use
	Limits    []LimitRecord
	Roundings []RoundingRecord
}

// Input is a parameter's value that went into a step.
type Input struct {
	Param string
	Year  int
	Unit  Unit
	// Purpose is what the parameter is for, if [Param.For] says so.
	Purpose string
	Entry
}

// Use is a line's value that went into a step.
type Use struct {
	Line  Line
	Year  int
	Value decimal.Decimal
}

// trace collects what goes into one step, in order, each once.
type trace struct {
	m      *Model
	inputs []Input
	uses   []Use
	cells  []cell
	known  map[any]bool // what is listed already: cells, and inputs by name and year
	tree   *evaluated   // of an explanation as JSON, the node being evaluated, else nil
}

func (t *trace) input(d *paramData, year int, e Entry) {
	type key struct {
		name string
		year int
	}
	if at := (key{d.name, year}); !t.known[at] {
		t.known[at] = true
		t.inputs = append(t.inputs, Input{d.name, year, d.unit, d.purpose, e})
	}
}

func (t *trace) use(c cell, value decimal.Decimal) {
	if !t.known[c] {
		t.known[c] = true
		t.cells = append(t.cells, c)
		t.uses = append(t.uses, Use{t.m.lines[c.line].line, c.year, value})
	}
}

// Explain returns the explanation of a line's value in a year: every step that it rests
// on, back to the first. It returns the errors of [Projection.Value], and an [ErrTooLarge]
// if that is too much to explain, which [Projection.ExplainWithin] describes.
func (p *Projection) Explain(l Line, year int) (Explanation, error) {
	return p.ExplainWithin(l, year, Extent{})
}

// step evaluates one known cell again, on a copy of the evaluation, and keeps what went in.
func (p *Projection) step(c cell, work *int) (Step, []cell, error) {
	v := *p.v
	v.at, v.work, v.record = c, *work, &records{}
	v.trace = &trace{m: p.m, known: map[any]bool{}}
	e := p.m.lines[c.line].expr
	value, err := v.eval(e, c.year) // it succeeded before, on the same cells, but all of it may be too much to tell
	if err != nil {
		return Step{}, nil, err
	}
	*work = v.work
	if e.kind == ByYearNode {
		e = e.inForce(c.year)
	}
	return Step{
		Line: p.m.lines[c.line].line, Year: c.year, Value: value.Decimal(), Formula: e.source,
		Inputs: v.trace.inputs, Uses: v.trace.uses, Limits: v.record.limits, Roundings: v.record.roundings,
	}, v.trace.cells, nil
}

// String writes the explanation for people: the number first, then, indented,
// results of the same year in full and earlier results with their value only. A source or a
// name cannot leave its line: a line break there is written \n.
// Results that are used but not explained are marked, and listed in the last line.
func (x Explanation) String() string {
	if len(x.Steps) == 0 {
		return ""
	}
	var b strings.Builder
	w := writer{&b, x.Steps, map[lineYear]int{}, map[int]bool{}, map[*node]string{}, map[lineYear]bool{}}
	given := x.Given()
	for _, u := range given {
		w.given[lineYear{u.Line.Name(), u.Year}] = true
	}
	for i, s := range x.Steps {
		at := lineYear{s.Line.Name(), s.Year}
		if _, known := w.at[at]; !known {
			w.at[at] = i
		}
	}
	w.write(len(x.Steps)-1, "")
	if len(given) > 0 {
		const shown = 5
		var list []string
		for _, u := range given[:min(len(given), shown)] {
			list = append(list, u.Line.Name()+" "+strconv.Itoa(u.Year))
		}
		if more := len(given) - len(list); more > 0 {
			list = append(list, strconv.Itoa(more)+" more")
		}
		b.WriteString(visible.Text("taken as given, not explained here: "+strings.Join(list, ", ")) + "\n")
	}
	return b.String()
}

// writer writes steps, each once.
type writer struct {
	*strings.Builder
	steps    []Step
	at       map[lineYear]int // index of a step
	written  map[int]bool
	formulas map[*node]string // as text
	given    map[lineYear]bool
}

type lineYear struct {
	line string
	year int
}

func (w writer) write(i int, indent string) {
	b, s := w.Builder, w.steps[i]
	w.written[i] = true
	formula, known := w.formulas[s.Formula.n]
	if !known {
		formula = s.Formula.short()
		w.formulas[s.Formula.n] = formula
	}
	line := func(parts ...any) { b.WriteString(indent + visible.Text(fmt.Sprint(parts...)) + "\n") }
	line(s.Line.Name(), " ", s.Year, " = ", Show(s.Value, s.Line.Unit()))
	indent += "  "
	line("= " + formula)
	for _, u := range s.Uses {
		if u.Year == s.Year {
			if at, known := w.at[lineYear{u.Line.Name(), u.Year}]; known && !w.written[at] {
				w.write(at, indent)
				continue
			}
		}
		taken := ""
		if w.given[lineYear{u.Line.Name(), u.Year}] {
			taken = " (taken as given)"
		}
		line(u.Line.Name(), " ", u.Year, " = ", Show(u.Value, u.Line.Unit()), taken)
	}
	for _, in := range s.Inputs {
		line(in.Param, " ", in.Year, " = ", Show(in.Value, in.Unit), in.provenance())
	}
	for _, l := range s.Limits {
		if l.Line.Name() != s.Line.Name() { // of another member of a split
			line(l.Line.Name(), ": ", l)
			continue
		}
		line(l)
	}
	for _, r := range s.Roundings {
		line(r)
	}
}

// provenance writes what is known about an input: status and stage, then source, print and
// purpose. Those three are somebody else's text, so they stand in quotes: whatever they say,
// none of them reads as a status.
func (in Input) provenance() string {
	var parts []string
	if in.Status != Unstated {
		parts = append(parts, in.Status.String())
	}
	if in.Stage != NoStage {
		parts = append(parts, in.Stage.String())
	}
	for _, said := range []struct{ what, text string }{{"source", in.Source}, {"print", in.Print}, {"for", in.Purpose}} {
		if said.text != "" {
			parts = append(parts, said.what+" "+strconv.Quote(said.text))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, "; ") + ")"
}

// String says in one line which limit decided: "ceiling 4 % bound: 4.7 % became 4 %".
func (r LimitRecord) String() string {
	name := "ceiling"
	if r.Floor {
		name = "floor"
	}
	unit := cmp.Or(r.unit, r.Limit.Node().Unit)
	if own := r.Limit.excerpt(); own != name && r.Limit.Node().Kind != ConstantNode {
		name += " " + own
	}
	if r.Binds {
		return fmt.Sprintf("%s bound: %s became %s", name, Show(r.Subject, unit), Show(r.Value, unit))
	}
	return fmt.Sprintf("%s reached, but not binding: %s", name, Show(r.Value, unit))
}

// String says in one line what was rounded to what, and how.
func (r RoundingRecord) String() string {
	if r.Split {
		before, how := r.Before(), strings.ReplaceAll(r.Remainder.String(), "_", " ")
		if _, ok := r.Discarded(); ok {
			before = grouped(r.Dividend)
		}
		if r.Tie {
			how += ", a tie by key"
		}
		return fmt.Sprintf("shared out in multiples of %s by %s: %s became %s", grouped(r.Rounding.quantum), how, before, grouped(r.After))
	}
	if d, ok := r.Discarded(); ok && d.IsZero() {
		return fmt.Sprintf("rounded %s: %s already was", r.Rounding, grouped(r.After))
	}
	before := r.Before()
	if d, ok := r.Discarded(); ok {
		before = grouped(r.Dividend)
		how := "rounded down, taking away "
		if d.IsNegative() { // whatever the sign of the value: -2.5 became -2
			how = "rounded up, adding "
		}
		return fmt.Sprintf("rounded %s: %s became %s, %s%s", r.Rounding, before, grouped(r.After), how, grouped(d.Abs()))
	}
	return fmt.Sprintf("rounded %s: %s became %s", r.Rounding, before, grouped(r.After))
}

// Show writes a value for people with every digit: thousands separators, the unit
// behind, and a ratio below one as a percentage. 0.047 is "4.7 %".
//
// A unit that is one word of small letters is written by the number, as English mostly
// does: "1 person", "12 months". Other units stand as they are; a unit of your own with a
// capital letter does, too.
func Show(v decimal.Decimal, u Unit) string {
	if u == Ratio && exact.Fits(v) && v.Abs().LessThan(decimal.NewFromInt(1)) {
		return grouped(v.Shift(2)) + " %"
	}
	number := grouped(v)
	return strings.TrimSpace(number + " " + visible.Text(u.counted(number)))
}
