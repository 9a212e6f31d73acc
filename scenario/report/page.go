package report

import (
	"bytes"
	_ "embed"
	"html/template"
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/visible"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/display"
)

// Page is a report as one HTML page that stands alone: no script, nothing fetched,
// readable on a phone and in print.
type Page struct {
	Title string
	Lead  string // the answer, in a sentence or a few
	// Scenarios are what is compared, the baseline first.
	Scenarios []*scenario.Scenario
	// Behind are what charts show besides and the comparison does not: their changes,
	// figures, limits and roundings are listed too. They may be of other years.
	Behind []*scenario.Scenario
	// Lines are those compared year by year; none are all that the baseline was asked for.
	Lines   []burden.Line
	Figures []KeyFigure // of the summary
	Charts  []*Chart
	// Display says how figures are shown. The zero Display lets each table choose, as
	// charts do. Exact values stand behind each table that shows rounded ones.
	Display display.Style
	// Labels are what readers call parameters and lines, by name, as in [Caption].
	Labels map[string]string
	Notes  []string // of what a reader has to know besides
	Files  []string // names of files beside the page, linked at its foot
}

// maxPageCells bounds the figures of a page.
const maxPageCells = 200_000

// KeyFigure is a metric that the summary shows for every scenario.
type KeyFigure struct {
	Name   string
	Metric scenario.Metric
}

//go:embed page.gohtml
var pageText string

var pageTemplate = sync.OnceValues(func() (*template.Template, error) {
	t, err := template.New("page").Funcs(visible.Funcs()).Parse(pageText)
	if err != nil {
		return nil, err
	}
	visible.Template(t.Tree.Root)
	return t, nil
})

// HTML writes the page: summary, charts, comparison, what each scenario changes, every
// parameter with its source and status, and which limits bound and what was rounded.
//
// It returns an error if there are no scenarios, or one, a chart or the title is missing
// (burden.ErrIncomplete), if the scenarios are of different years
// ([scenario.ErrBaseline]) or cannot be projected or are too large (burden.ErrTooLarge),
// or a metric cannot be measured, and what the writer returns.
func (p Page) HTML(w io.Writer) error {
	return failed("page", p.Title, p.write(w))
}

func (p Page) write(w io.Writer) error {
	if p.Title == "" {
		return &burden.Error{Input: "title", Err: burden.ErrIncomplete}
	}
	from, to, err := commonYears(p.Scenarios)
	if err != nil {
		return err
	}
	for i, s := range p.Behind {
		if s == nil || s.Model() == nil {
			return &burden.Error{Input: "scenario behind, number " + itoa(i+1), Err: burden.ErrIncomplete}
		}
	}
	view := pageView{Page: p, From: from, To: to}
	for i, c := range p.Charts {
		if c == nil {
			return &burden.Error{Input: "chart " + itoa(i+1), Err: burden.ErrIncomplete}
		}
		var d drawing
		for _, in := range []struct {
			chart *Chart
			to    *template.HTML
		}{{c, &d.Wide}, {c.Narrow(), &d.Narrow}} {
			var b bytes.Buffer
			if err := in.chart.SVG(&b); err != nil {
				return err
			}
			*in.to = template.HTML(b.String()) // our own, escaped where it was made
		}
		view.Drawings = append(view.Drawings, d)
	}
	if err := view.summarize(); err != nil {
		return err
	}
	if err := view.compare(); err != nil {
		return err
	}
	if err := view.register(); err != nil {
		return err
	}
	if err := view.notes(); err != nil {
		return err
	}
	t, err := pageTemplate()
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := t.Execute(&b, view); err != nil {
		return err
	}
	_, err = w.Write(b.Bytes())
	return err
}

// pageView is what the template writes.
type pageView struct {
	Page
	From, To    int
	Drawings    []drawing
	Summary     []summaryRow
	SummaryNote string
	Tables      []yearTable
	Changes     []scenarioChanges
	Register    []registerRow
	Limits      []scenarioNotes
	Roundings   []scenarioNotes
	Warnings    []string
}

// AnyRounded says whether there are exact values behind those shown.
func (v pageView) AnyRounded() bool {
	return slices.ContainsFunc(v.Tables, func(t yearTable) bool { return t.Rounded })
}

// drawing is a chart in the width of a page and in that of a phone.
type drawing struct{ Wide, Narrow template.HTML }

// Years says which years the page is about.
func (v pageView) Years() string {
	if v.From == v.To {
		return itoa(v.From)
	}
	return itoa(v.From) + " to " + itoa(v.To)
}

// shownCell is a figure as shown, with the exact one and the difference to the baseline.
type shownCell struct {
	Text, Exact, Difference string
}

type summaryRow struct {
	Name  string
	Cells []shownCell
}

// summarize measures the key figures.
func (v *pageView) summarize() error {
	var all []display.Figure
	var display display.Style
	for _, k := range v.Figures {
		row := summaryRow{Name: k.Name}
		var values []decimal.Decimal
		for _, s := range v.Scenarios {
			x, err := s.Measure(k.Metric)
			if err != nil {
				return err
			}
			values = append(values, x)
		}
		figs := newFigures(v.Display, k.Metric.Unit(), values...)
		for i, x := range values {
			c := shownCell{Text: minus(figs.figure(x)), Exact: exact(x, figs.unit, figs.display.Codes)}
			if i > 0 && !x.Equal(values[0]) {
				c.Difference = figs.signed(x.Sub(values[0]))
			}
			row.Cells = append(row.Cells, c)
		}
		if figs.err != nil {
			return figs.err
		}
		v.Summary = append(v.Summary, row)
		all, display = append(all, figs.shown...), figs.display
		if zero(v.Display) {
			v.SummaryNote = joined(v.SummaryNote, figs.note())
		}
	}
	if !zero(v.Display) {
		if n := display.Note(all...); n != "exact" {
			v.SummaryNote = sentence(n)
		}
	}
	return nil
}

// exact writes a value with every digit, in the notation of the rounded ones.
func exact(v decimal.Decimal, u burden.Unit, codes bool) string {
	f, err := display.Style{Codes: codes}.Show(v, u)
	if err != nil {
		return minus(burden.Show(v, u))
	}
	return minus(f.Text)
}

func sentence(s string) string {
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + s[1:] + "."
}

// joined puts a note behind others, if it is new.
func joined(notes, note string) string {
	note = sentence(note)
	if note == "" || strings.Contains(notes, note) {
		return notes
	}
	return strings.TrimSpace(notes + " " + note)
}

// yearTable is a line by year, a column a scenario.
type yearTable struct {
	Line, Label, Unit string
	Formulas          []lineFormula
	Rows              []yearRow
	Total             []shownCell // of a flow
	Note              string
	Rounded           bool // so that the exact values are worth a table
}

// lineFormula is a formula of a line, and the scenarios that have it, if not all do.
type lineFormula struct{ Of, Text string }

// formulasOf returns a line's formulas, each once.
func formulasOf(l burden.Line, scenarios []*scenario.Scenario) []lineFormula {
	var list []lineFormula
	for _, s := range scenarios {
		f, ok := s.Model().Formula(l)
		if !ok {
			continue
		}
		text := f.String()
		at := slices.IndexFunc(list, func(g lineFormula) bool { return g.Text == text })
		if at < 0 {
			list = append(list, lineFormula{s.Name(), text})
		} else {
			list[at].Of += ", " + s.Name()
		}
	}
	if len(list) == 1 {
		list[0].Of = ""
	}
	for i := range list {
		list[i].Text = abbreviated(list[i].Text, 600)
	}
	return list
}

type yearRow struct {
	Year  int
	Cells []shownCell
}

// compare sets the lines side by side.
func (v *pageView) compare() error {
	lines := v.Lines
	if len(lines) == 0 {
		lines = v.Scenarios[0].Lines()
	}
	if n := len(lines) * len(v.Scenarios) * (v.To - v.From + 1); n > maxPageCells {
		return &burden.Error{Input: "lines", Detail: itoa(n) + " figures, lines times scenarios times years, are more than the " + itoa(maxPageCells) + " that a page shows; leave out lines, scenarios or years", Err: burden.ErrTooLarge}
	}
	for _, l := range lines {
		series, from, to, err := yearlyOf(l, v.Scenarios)
		if err != nil {
			return err
		}
		var all []decimal.Decimal
		for _, s := range series {
			for _, x := range s.values {
				if x.Present {
					all = append(all, x.Amount)
				}
			}
		}
		if len(all) == 0 {
			return &burden.Error{Input: l.Name(), Detail: l.Name() + " has no value in any year", Err: burden.ErrNotApplicable}
		}
		figs := newFigures(v.Display, l.Unit(), all...)
		t := yearTable{Line: l.Name(), Label: called(v.Labels, l.Name()), Unit: unitWords(l.Unit()), Formulas: formulasOf(l, v.Scenarios)}
		for year := from; year <= to; year++ {
			t.Rows = append(t.Rows, yearRow{Year: year, Cells: make([]shownCell, len(series))})
		}
		flow := l.Measure() == burden.Flow && from < to
		if flow {
			t.Total = make([]shownCell, len(series))
		}
		var baseTotal decimal.Decimal
		for i, s := range series {
			if err := t.column(figs, i, s.values, series[0].values); err != nil {
				return err
			}
			if !flow {
				continue
			}
			var total decimal.Decimal
			alike := true
			for k, x := range s.values {
				total = total.Add(x.Amount)
				alike = alike && x.Present == series[0].values[k].Present
			}
			if i == 0 {
				baseTotal = total
			} else if alike && !total.Equal(baseTotal) {
				t.Total[i].Difference = figs.signed(total.Sub(baseTotal))
			}
		}
		if figs.err != nil {
			return figs.err
		}
		for _, f := range figs.shown {
			t.Rounded = t.Rounded || f.Rounded()
		}
		t.Note = sentence(figs.note())
		v.Tables = append(v.Tables, t)
	}
	return nil
}

// column shows one scenario's values, the parts of a balanced column adding up to its total.
func (t *yearTable) column(figs *figures, i int, values, base []scenario.Value) error {
	var parts []decimal.Decimal
	for _, x := range values {
		if x.Present {
			parts = append(parts, x.Amount)
		}
	}
	c, err := figs.display.Column(figs.unit, parts...)
	if err != nil {
		return err
	}
	if t.Total == nil { // levels do not add up, so nothing is balanced
		for k, x := range parts {
			if c.Figures[k], err = figs.display.Show(x, figs.unit); err != nil {
				return err
			}
		}
	} else if len(parts) > 0 {
		figs.shown = append(figs.shown, c.Total)
		t.Total[i].Text, t.Total[i].Exact = figs.word(c.Total.Text), exact(c.Total.Exact, figs.unit, figs.display.Codes)
	}
	next := 0
	for k, x := range values {
		cell := &t.Rows[k].Cells[i]
		if !x.Present {
			cell.Text, cell.Exact = "–", "–"
			continue
		}
		f := c.Figures[next]
		next++
		figs.shown = append(figs.shown, f)
		cell.Text, cell.Exact = figs.word(f.Text), exact(x.Amount, figs.unit, figs.display.Codes)
		if i > 0 && base[k].Present && !x.Amount.Equal(base[k].Amount) {
			cell.Difference = figs.signed(x.Amount.Sub(base[k].Amount))
		}
	}
	return nil
}
