package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/visible"
)

// page is a sheet being written, row by row from the top.
type page struct {
	b   *book
	w   *excelize.StreamWriter
	row int
	err error
}

// widths are those of the columns before the years, then of the years.
func (b *book) page(f *excelize.File, name string, widths []float64, years float64, frozenRows, frozenColumns int) *page {
	p := &page{b: b}
	if _, err := f.NewSheet(name); err != nil {
		p.err = err
		return p
	}
	landscape, fit, none := "landscape", 1, 0
	paper := 9 // A4
	if years > 0 && b.last-b.first > 8 {
		paper = 8 // A3
	}
	p.keep(f.SetPageLayout(name, &excelize.PageLayoutOptions{Size: &paper, Orientation: &landscape, FitToWidth: &fit, FitToHeight: &none}))
	on := true
	p.keep(f.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &on}))
	w, err := f.NewStreamWriter(name)
	if p.keep(err); p.err != nil {
		return p
	}
	p.w = w
	for i, x := range widths {
		p.keep(w.SetColWidth(i+1, i+1, x))
	}
	if years > 0 {
		p.keep(w.SetColWidth(yearColumn, yearColumn+b.last-b.first, years))
	}
	if frozenRows > 0 || frozenColumns > 0 {
		corner, err := excelize.CoordinatesToCellName(frozenColumns+1, frozenRows+1)
		p.keep(err)
		p.keep(w.SetPanes(&excelize.Panes{Freeze: true, XSplit: frozenColumns, YSplit: frozenRows, TopLeftCell: corner, ActivePane: "bottomRight"}))
	}
	return p
}

func (p *page) keep(err error) {
	if p.err == nil {
		p.err = err
	}
}

// add writes a row; a nil cell stays empty.
func (p *page) add(cells ...any) { p.put(cells) }

func (p *page) put(cells []any, options ...excelize.RowOpts) {
	p.row++
	if p.err == nil && len(cells) > 0 {
		p.keep(p.w.SetRow("A"+itoa(p.row), cells, options...))
	}
}

func (p *page) close() error {
	if p.err == nil {
		p.err = p.w.Flush()
	}
	return p.err
}

// words is a cell of text. A cell holds 32,767 characters.
func (p *page) words(look cellLook, s string) any {
	if s == "" {
		return nil
	}
	s = visible.Text(s)
	if r := []rune(s); len(r) > 32_000 {
		s = string(r[:32_000]) + "…"
	}
	return excelize.Cell{StyleID: p.b.styles.of(look, ""), Value: s}
}

func (p *page) value(look cellLook, format string, d decimal.Decimal) any {
	return excelize.Cell{StyleID: p.b.styles.of(look, format), Value: double(d)}
}

// live is a cell with a formula and the value it opens with.
func (p *page) live(look cellLook, format, formula string, value float64) any {
	c := excelize.Cell{StyleID: p.b.styles.of(look, format), Formula: formula}
	if p.b.cached {
		c.Value = value
	}
	return c
}

// unknown is a cell with a formula, empty until a spreadsheet computes it.
func (p *page) unknown(look cellLook, format, formula string) any {
	return excelize.Cell{StyleID: p.b.styles.of(look, format), Formula: formula}
}

// heads writes the heads of the columns, years last.
func (p *page) heads(names ...string) {
	var cells []any
	for _, n := range names {
		cells = append(cells, excelize.Cell{StyleID: p.b.styles.of(headCell, ""), Value: visible.Text(n)})
	}
	for year := p.b.first; year <= p.b.last; year++ {
		cells = append(cells, excelize.Cell{StyleID: p.b.styles.of(headCell, "0"), Value: year})
	}
	p.add(cells...)
}

// years makes room for a cell a year behind what comes before them.
func (p *page) years(before ...any) []any {
	return append(before, make([]any, p.b.last-p.b.first+1)...)
}

func (b *book) write(f *excelize.File) error {
	if err := f.SetDocProps(&excelize.DocProperties{Title: visible.Text(b.title), Creator: "burdenshare"}); err != nil {
		return err
	}
	if err := f.SetSheetName("Sheet1", aboutSheet); err != nil {
		return err
	}
	for _, sheet := range []func(*excelize.File) error{b.about, b.compare, b.parameters} {
		if err := sheet(f); err != nil {
			return err
		}
	}
	for _, m := range b.sheets {
		if err := m.write(f); err != nil {
			return err
		}
	}
	if err := b.sources(f); err != nil {
		return err
	}
	return b.check(f)
}

func (b *book) about(f *excelize.File) error {
	p := b.page(f, aboutSheet, []float64{34, 96}, 0, 0, 0)
	p.add(p.words(titleCell, b.title))
	p.add()
	for _, row := range [][2]string{
		{compareSheet, "The lines asked for, scenario by scenario, with totals of flows and differences from " + b.scenarios[0].Name() + "."},
		{paramSheet, "Every parameter by year. Blue figures are entered: change one and everything follows. A scenario has a row of its own for what it changes; the rest refers to " + b.scenarios[0].Name() + "."},
		{sourceSheet, "Where each figure was read, how well it is attested, and which print of an indicator it is."},
		{checkSheet, "The exact value of every line and year beside the double that this program computes."},
	} {
		p.add(p.words(headCell, row[0]), p.words(plainCell, row[1]))
	}
	for i, m := range b.sheets {
		role := "Scenario"
		if i == 0 {
			role = "Baseline"
		}
		p.add(p.words(headCell, m.name), p.words(plainCell, fmt.Sprintf("%s %q of model %s: its lines by year, each cell with the formula in force there.", role, m.scenario.Name(), m.model.ID())))
	}
	p.add()
	p.add(p.words(headCell, "Colours"), p.words(plainCell, "Blue is entered, black is computed, small grey rows are steps of the line above them."))
	p.add(nil, p.words(statedCell, "On yellow stands a value whose formula no spreadsheet can say; the note beside it says why. It does not follow a change."))
	p.add(p.words(headCell, "Exactness"), p.words(plainCell, "The values in this file come from exact decimals, and the program that opens it computes them anew. A spreadsheet computes in doubles of 15 to 17 digits, so what it recomputes can differ in the last of them: see "+checkSheet+"."))
	p.add(p.words(headCell, "Rounding"), p.words(plainCell, "ROUND takes a half away from zero. Roundings in another mode count in quanta first, smoothed at the ninth decimal, so that a tie is a tie in doubles too."))
	p.add(p.words(headCell, "Years"), p.words(plainCell, "Which formula is in force in a year is decided by the model; a column has the formula of its year."))
	return p.close()
}

func (b *book) parameters(f *excelize.File) error {
	p := b.page(f, paramSheet, []float64{30, 26, 12, 24, 46}, 16, 3, 1)
	p.add(p.words(titleCell, "Parameters"))
	p.add(p.words(noteCell, "Blue figures are entered; a figure that holds for several years is entered in the first of them. Sources in full: sheet "+sourceSheet+"."))
	p.heads("parameter", "scenario", "unit", "status", "source")
	for _, r := range b.params {
		series, unit := r.param.Series(), r.param.Unit()
		var values []decimal.Decimal
		var statuses, sources []string
		type noteOf struct{ what, text string }
		noted := map[noteOf]bool{}
		note := func(list []string, what, s string) []string {
			if s == "" || noted[noteOf{what, s}] {
				return list
			}
			noted[noteOf{what, s}] = true
			return append(list, s)
		}
		for year := b.first; year <= b.last; year++ {
			if e, ok := series.At(year); ok {
				values = append(values, e.Value)
				statuses, sources = note(statuses, "status", e.Status.String()), note(sources, "source", e.Source)
			}
		}
		name := r.param.Name()
		if r.param.Purpose() != "" {
			name += " (" + r.param.Purpose() + ")"
		}
		cells := p.years(p.words(plainCell, name), p.words(plainCell, b.scenarios[r.sheet].Name()), p.words(plainCell, string(unit)),
			p.words(plainCell, strings.Join(statuses, ", ")), p.words(noteCell, abbreviated(strings.Join(sources, "; "), 46)))
		look := format(unit, values...)
		base, has := b.sheets[0].model.Param(r.param.Name())
		spans := series.Spans() // those that end before the year are left behind
		for year := b.first; year <= b.last; year++ {
			e, ok := series.At(year)
			if !ok {
				continue
			}
			at := yearColumn - 1 + year - b.first
			if r.sheet > 0 && has && base.Unit() == unit {
				if g, ok := base.Series().At(year); ok && g.Value.Equal(e.Value) {
					cells[at] = p.live(plainCell, look, b.at(year, b.rowOf[paramKey(0, r.param.Name())]), double(e.Value))
					continue
				}
			}
			for spans[0].To < year {
				spans = spans[1:]
			}
			if year > b.first && spans[0].From < year && !sameAsBase(base, has && r.sheet > 0, year-1, series) {
				cells[at] = p.live(plainCell, look, b.at(year-1, p.row+1), double(e.Value))
				continue
			}
			cells[at] = p.value(inputCell, look, e.Value)
		}
		p.add(cells...)
	}
	return p.close()
}

func sameAsBase(base burden.Param, has bool, year int, s burden.Series) bool {
	if !has {
		return false
	}
	a, ok := base.Series().At(year)
	b, have := s.At(year)
	return ok && have && a.Value.Equal(b.Value)
}

func (b *book) sources(f *excelize.File) error {
	p := b.page(f, sourceSheet, []float64{30, 26, 8, 8, 22, 12, 12, 12, 34, 90}, 0, 2, 1)
	p.add(p.words(titleCell, "Sources"))
	var heads []any
	for _, h := range []string{"parameter", "scenario", "from", "to", "exact value", "unit", "status", "stage", "print", "source"} {
		heads = append(heads, p.words(headCell, h))
	}
	p.add(heads...)
	for _, r := range b.params {
		for _, s := range r.param.Series().Spans() {
			if s.To < b.first || s.From > b.last {
				continue
			}
			p.add(p.words(plainCell, r.param.Name()), p.words(plainCell, b.scenarios[r.sheet].Name()), max(s.From, b.first), min(s.To, b.last),
				p.words(plainCell, burden.Text(s.Value)), p.words(plainCell, string(r.param.Unit())), p.words(plainCell, s.Status.String()),
				p.words(plainCell, s.Stage.String()), p.words(plainCell, s.Print), p.words(noteCell, s.Source))
		}
	}
	return p.close()
}

// write writes a scenario's sheet: a second translation, now that every place is known.
func (m *modelSheet) write(f *excelize.File) error {
	b := m.book
	for _, s := range m.steps {
		s.cells = map[int]stepCell{}
	}
	formulas := map[lineYear]string{}
	for _, at := range m.sortedCells() {
		formula, err := m.cell(at)
		if err != nil {
			return err
		}
		formulas[at] = formula
	}
	p := b.page(f, m.name, []float64{30, 12, 9, 50, 40}, 18, 3, 1)
	p.add(p.words(titleCell, m.scenario.Name()))
	p.add(p.words(noteCell, "Model "+m.model.ID()+". Formulas in words stand beside each line; a negative index is a lag, a positive one a year."))
	p.heads("line", "unit", "measure", "formula", "note")
	for _, l := range m.lines() {
		var values []decimal.Decimal
		var notes []string
		for year := b.first; year <= b.last; year++ {
			at := lineYear{l.Name(), year}
			if v, ok := m.values[at]; ok {
				values = append(values, v)
				if why := m.stated[at]; why != "" && !slices.Contains(notes, why) {
					notes = append(notes, why)
				}
			}
		}
		note := ""
		if len(notes) > 0 {
			note = "stated, not computed: " + strings.Join(notes, "; ")
		}
		words, _ := m.model.Formula(l)
		cells := p.years(p.words(plainCell, l.Name()), p.words(plainCell, string(l.Unit())), p.words(noteCell, l.Measure().String()),
			p.words(noteCell, abbreviated(words.String(), 120)), p.words(noteCell, note))
		look := format(l.Unit(), values...)
		for year := b.first; year <= b.last; year++ {
			at := lineYear{l.Name(), year}
			v, ok := m.values[at]
			switch {
			case !ok:
			case formulas[at] == "":
				cells[yearColumn-1+year-b.first] = p.value(statedCell, look, v)
			default:
				cells[yearColumn-1+year-b.first] = p.live(plainCell, look, formulas[at], double(v))
			}
		}
		p.add(cells...)
		for _, s := range m.stepsOf[l.Name()] {
			cells := p.years(p.words(derivedCell, "  step"), p.words(derivedCell, string(s.unit)), nil, p.words(derivedCell, s.title), nil)
			for year, c := range s.cells {
				cells[yearColumn-1+year-b.first] = p.live(derivedCell, "#,##0.#########", c.formula, c.value)
			}
			p.put(cells, excelize.RowOpts{OutlineLevel: 1}) // a reader can fold steps away
		}
	}
	return p.close()
}
