package main

import (
	"bytes"
	"errors"
	"html/template"
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/display"
	"example.com/burdenshare/scenario/report"
)

// pageView is what the template writes.
type pageView struct {
	Study    *study
	Studies  []*study
	Groups   []groupView
	Kept     []kept // what the form hands on unseen
	Status   string // the answer in a sentence, which is read out when it changes
	Problems []problem
	Changed  bool

	// What follows is empty where there are problems.
	Figures     []figureView
	Explanation *explanationView
	Sections    []section
	Why         *drawing
	WhyNote     string
	Remarks     []string
	Own, Reset  string // this page's address, and that of the baseline
	Files       []link
}

type kept struct{ Name, Value string }

type link struct{ Text, Link string }

// problem is a fault, and the field to mend it in if there is one.
type problem struct{ Field, Label, Text string }

type groupView struct {
	Legend string
	Fields []fieldView
}

type fieldView struct {
	Key, Label, Help, Text, Unit string
	Baseline, Lowest, Highest    string // as told in the hint
	Min, Max, Step               string // of the slider
	Fault                        string
	Changed                      bool
	Status                       string
	Sources                      []link
}

type figureView struct {
	Label, Difference string
	Value             number
}

// section is a line: chart and table.
type section struct {
	ID, Label, Name, Note string
	Drawing               *drawing
	Rows                  []row
	Total                 *row
	Changed               bool
}

type row struct {
	Year          string
	Agreed, Yours number
	Difference    string
}

// number is a figure as shown, with its exact value and a link to its explanation, and
// what stands below it on a phone.
type number struct{ ID, Text, Exact, Link, Name, Below string }

// drawing is a chart in the width of a page and in that of a phone.
type drawing struct{ Wide, Narrow template.HTML }

// newView works out the page of a question.
func newView(list []*study, q *question) (*pageView, error) {
	v := &pageView{Study: q.study, Studies: list, Changed: q.changed(), Own: "/?" + q.query(q.explain), Reset: "/?" + (&question{study: q.study}).query(nil)}
	for _, f := range []link{{"CSV", "/results.csv?"}, {"Workbook", "/workbook.xlsx?"}, {"JSON", "/results.json?"}} {
		v.Files = append(v.Files, link{f.Text, f.Link + q.query(nil)})
	}
	v.form(q)
	if q.faulty() {
		v.problems(q)
		return v, nil
	}
	for _, part := range []func(*question) error{v.figures, v.sections, v.why, v.explain, v.remarks} {
		if err := part(q); err != nil {
			return nil, err
		}
	}
	return v, nil
}

// form fills the fields.
func (v *pageView) form(q *question) {
	at := 0
	for _, g := range q.study.Groups {
		view := groupView{Legend: g.Legend}
		for range g.Controls {
			view.Fields = append(view.Fields, q.study.field(q.fields[at]))
			at++
		}
		v.Groups = append(v.Groups, view)
	}
	v.Kept = []kept{{"model", q.study.Key}}
	if p := q.explain; p != nil {
		v.Kept = append(v.Kept, kept{"explain", p.line.Name() + "@" + itoa(p.year)})
		if p.agreed {
			v.Kept = append(v.Kept, kept{"of", "agreed"})
		}
	}
}

func (s *study) field(f field) fieldView {
	e, _ := s.entry(f.control)
	low, high, _ := f.Param.Range()
	return fieldView{
		Key: f.Key, Label: f.Label, Help: f.Help, Text: f.text, Unit: f.unit(),
		Baseline: f.In.show(e.Value), Lowest: f.In.show(low), Highest: f.In.show(high), Min: f.Low, Max: f.High, Step: f.Step,
		Fault: f.fault, Changed: f.changed, Status: e.Status.String(), Sources: sources(e.Source),
	}
}

// problems lists what is wrong, in the order of the form.
func (v *pageView) problems(q *question) {
	var labels []string
	for _, f := range q.fields {
		if f.fault != "" {
			v.Problems = append(v.Problems, problem{f.Key, f.Label, f.fault})
			labels = append(labels, f.Label)
		}
	}
	for _, f := range q.faults {
		v.Problems = append(v.Problems, problem{Text: f})
	}
	v.Status = "No results: what was asked is not accepted."
	if len(labels) > 0 {
		v.Status = "No results: not accepted is " + strings.Join(labels, "; ") + "."
	}
}

// figures measures what stands above the tables.
func (v *pageView) figures(q *question) error {
	for _, f := range q.study.Figures {
		agreed, err := q.study.baseline.Measure(scenario.At(f.Line, f.Year))
		if err != nil {
			return err
		}
		value, err := q.scenario.Measure(scenario.At(f.Line, f.Year))
		if err != nil {
			return err
		}
		p := &place{line: f.Line, year: f.Year}
		view := figureView{Label: f.Label, Value: number{
			Exact: burden.Show(value, f.Line.Unit()), Link: "?" + q.query(p) + "#explanation", ID: "figure-" + f.Line.Name(),
		}}
		if view.Value.Text, err = amount(value, f.Line.Unit()); err != nil {
			return err
		}
		if view.Difference, err = compared(value.Sub(agreed), f.Line.Unit()); err != nil {
			return err
		}
		view.Value.Name = "Explain " + f.Label + ", " + p.of(q) + ": " + view.Value.Text
		v.Figures = append(v.Figures, view)
	}
	first := v.Figures[0]
	v.Status = first.Label + ": " + first.Value.Text + ", " + first.Difference + "."
	return nil
}

// why shows what of the difference each changed figure makes.
func (v *pageView) why(q *question) error {
	if !q.changed() {
		return nil
	}
	a, err := scenario.Attribute(q.study.baseline, q.scenario, q.study.effects)
	if err != nil {
		return err
	}
	if a.Difference.IsZero() {
		v.WhyNote = "Your figures leave the contribution as agreed."
		return nil
	}
	c, err := report.Waterfall(report.Caption{Title: q.study.caption, Subtitle: "Contribution in won, by the figure changed; the parts add up", Source: q.study.source, Display: figureStyle},
		a, "as agreed", yours)
	if err != nil {
		return err
	}
	v.Why, err = draw(c)
	return err
}

// remarks are the library's warnings, of changes that do nothing, and the study's notes.
func (v *pageView) remarks(q *question) error {
	warnings, err := q.scenario.Warnings()
	if err != nil {
		return err
	}
	for _, w := range warnings {
		v.Remarks = append(v.Remarks, w.String())
	}
	v.Remarks = append(v.Remarks, q.study.Notes...)
	return nil
}

// draw writes a chart in both widths.
func draw(c *report.Chart) (*drawing, error) {
	var d drawing
	for _, in := range []struct {
		chart *report.Chart
		to    *template.HTML
	}{{c, &d.Wide}, {c.Narrow(), &d.Narrow}} {
		var b bytes.Buffer
		if err := in.chart.SVG(&b); err != nil {
			return nil, err
		}
		*in.to = template.HTML(b.String()) // the report's own, escaped where it was made
	}
	return &d, nil
}

// sections tabulates every line, and draws those that have a chart.
func (v *pageView) sections(q *question) error {
	agreed, err := q.study.baseline.Project()
	if err != nil {
		return err
	}
	changed, err := q.scenario.Project()
	if err != nil {
		return err
	}
	for _, l := range q.study.Lines {
		s := section{ID: l.Line.Name(), Label: l.Label, Name: l.Line.Name(), Changed: q.changed()}
		var all []display.Figure
		var last, difference decimal.Decimal
		for year := l.From; year <= l.To; year++ {
			a, err := agreed.Value(l.Line, year)
			if errors.Is(err, burden.ErrNotApplicable) {
				continue
			}
			if err != nil {
				return err
			}
			b, err := changed.Value(l.Line, year)
			if err != nil {
				return err
			}
			r, figs, err := newRow(itoa(year), l.Line.Unit(), a, b)
			if err != nil {
				return err
			}
			r.Agreed.name(q, l, year, true)
			r.Yours.name(q, l, year, false)
			s.Rows, all = append(s.Rows, r), append(all, figs...)
			last, difference = b, b.Sub(a)
		}
		if l.Total.Name() != "" {
			a, err := agreed.Value(l.Total, l.To)
			if err != nil {
				return err
			}
			b, err := changed.Value(l.Total, l.To)
			if err != nil {
				return err
			}
			r, figs, err := newRow("Total", l.Line.Unit(), a, b)
			if err != nil {
				return err
			}
			total := shown{Line: l.Total, Label: l.Label + ", total to"}
			r.Agreed.name(q, total, l.To, true)
			r.Yours.name(q, total, l.To, false)
			s.Total, all = &r, append(all, figs...)
		}
		if n := figureStyle.Note(all...); n != "exact" {
			s.Note = strings.ToUpper(n[:1]) + n[1:] + "."
		}
		if l.Chart != "" {
			title, err := finding(q, l, last, difference)
			if err != nil {
				return err
			}
			c, err := report.OverYears(report.Caption{Title: title, Subtitle: l.Chart, Source: q.study.source, Display: figureStyle}, l.Line, q.scenarios()...)
			if err != nil {
				return err
			}
			if s.Drawing, err = draw(c); err != nil {
				return err
			}
		}
		v.Sections = append(v.Sections, s)
	}
	return nil
}

// finding is what a chart says: where the line ends.
func finding(q *question, l shown, last, difference decimal.Decimal) (string, error) {
	value, err := amount(last, l.Line.Unit())
	if err != nil {
		return "", err
	}
	if !q.changed() {
		return value + " in " + itoa(l.To) + ", as agreed", nil
	}
	d, err := compared(difference, l.Line.Unit())
	return value + " in " + itoa(l.To) + ", " + d, err
}

// newRow sets two values of a line side by side.
func newRow(year string, u burden.Unit, agreed, changed decimal.Decimal) (row, []display.Figure, error) {
	r := row{Year: year}
	var figs []display.Figure
	for _, n := range []struct {
		to    *number
		value decimal.Decimal
	}{{&r.Agreed, agreed}, {&r.Yours, changed}} {
		f, err := figureStyle.Show(n.value, u)
		if err != nil {
			return row{}, nil, err
		}
		*n.to = number{Text: bare(f.Text), Exact: burden.Show(n.value, u)}
		figs = append(figs, f)
	}
	f, err := figureStyle.Show(changed.Sub(agreed), u)
	if err != nil {
		return row{}, nil, err
	}
	r.Difference = signed(f, u)
	r.Yours.Below = r.Difference
	return r, append(figs, f), nil
}

// name gives a number its place on the page and the link to its explanation.
func (n *number) name(q *question, l shown, year int, agreed bool) {
	n.ID = (&place{line: l.Line, year: year, agreed: agreed}).id()
	p := &place{line: l.Line, year: year, agreed: agreed && q.changed()} // so that an explanation follows the figures typed later
	n.Link = "?" + q.query(p) + "#explanation"
	n.Name = "Explain " + l.Label + " " + itoa(year) + ", " + p.of(q) + ": " + n.Text
}

// id is the place's on the page.
func (p *place) id() string {
	id := "n-" + p.line.Name() + "-" + itoa(p.year)
	if p.agreed {
		id += "-agreed"
	}
	return id
}

// of says in which scenario the place is.
func (p *place) of(q *question) string {
	if p.agreed || !q.changed() {
		return "as agreed"
	}
	return yours
}
