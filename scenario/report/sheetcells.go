package report

import (
	"cmp"
	"errors"
	"slices"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario"
)

// maxSheetCells bounds the line-years of a workbook, and the steps of their formulas.
const maxSheetCells = 200_000

// maxParamCells bounds the sheet of parameters, which has a row for each and a column for
// each year.
const maxParamCells = 1_000_000

// lineYear is a cell of a model: a line in a year.
type lineYear struct {
	line string
	year int
}

// modelSheet is the sheet of one scenario's model: lines as rows, years as columns, and
// below a line the steps that its spreadsheet formula needs cells of their own for.
type modelSheet struct {
	book     *book
	scenario *scenario.Scenario
	model    *burden.Model
	name     string
	values   map[lineYear]decimal.Decimal // of every cell there is
	taken    map[lineYear]bool            // the same, and those that are being added
	formulas map[lineYear]burden.Formula  // in force in the year
	queue    []lineYear                   // cells whose formula has not been translated yet
	absent   map[lineYear]bool            // looked for, and not there
	params   map[lineYear]bool            // parameters by year that formulas refer to
	steps    []*sheetStep                 // in order of first use
	stepsOf  map[string][]*sheetStep      // the same, by line
	stepOf   map[string]*sheetStep
	rows     map[string]int // of lines and, by key, of steps
	stated   map[lineYear]string
}

// sheetStep is a row below a line that holds a part of its formula by year.
type sheetStep struct {
	key, line, title string
	unit             burden.Unit
	cells            map[int]stepCell
}

type stepCell struct {
	formula string
	value   float64
}

// newModelSheet collects every cell that the lines asked for rest on.
func newModelSheet(b *book, s *scenario.Scenario) (*modelSheet, error) {
	p, err := s.Project()
	if err != nil {
		return nil, err
	}
	m := &modelSheet{
		book: b, scenario: s, model: s.Model(),
		values: map[lineYear]decimal.Decimal{}, taken: map[lineYear]bool{}, formulas: map[lineYear]burden.Formula{}, absent: map[lineYear]bool{},
		params: map[lineYear]bool{}, stepsOf: map[string][]*sheetStep{}, stepOf: map[string]*sheetStep{}, rows: map[string]int{}, stated: map[lineYear]string{},
	}
	from, to := s.Years()
	for year := to; year >= from; year-- { // the last year rests on most of those before
		for _, l := range s.Lines() {
			if err := m.take(p, l, year); err != nil {
				return nil, err
			}
		}
	}
	return m, nil
}

// take adds a cell and all it rests on, if it is applicable.
func (m *modelSheet) take(p *burden.Projection, l burden.Line, year int) error {
	if _, known := m.values[lineYear{l.Name(), year}]; known {
		return nil
	}
	if _, err := p.Value(l, year); errors.Is(err, burden.ErrNotApplicable) {
		return nil
	} else if err != nil {
		return err
	}
	return eachStep(p, l, year, m.taken, func(s burden.Step) error {
		at := lineYear{s.Line.Name(), s.Year}
		if m.book.cells++; m.book.cells > maxSheetCells {
			return tooManyCells()
		}
		m.values[at], m.formulas[at] = s.Value, s.Formula
		m.queue = append(m.queue, at)
		return nil
	})
}

// tooManyCells says what a workbook has too many of.
func tooManyCells() error {
	return &burden.Error{Input: "cells", Detail: "the workbook has more than " + itoa(maxSheetCells) + " cells; leave out scenarios, lines or years", Err: burden.ErrTooLarge}
}

// has reports whether there is a cell, looking for it beyond what the scenario needed:
// a branch that is not taken may be once somebody changes a number.
func (m *modelSheet) has(at lineYear) bool {
	if _, known := m.values[at]; known {
		return true
	}
	if m.absent[at] || m.book.fixed {
		return false
	}
	l, ok := m.model.Line(at.line)
	if ok && at.year >= burden.MinYear && at.year <= burden.MaxYear {
		if p, err := m.model.Project(at.year, at.year, l); err == nil && m.take(p, l, at.year) == nil {
			if _, known := m.values[at]; known {
				return true
			}
		}
	}
	m.absent[at] = true
	return false
}

// discover translates every cell once, for what the formulas refer to.
func (m *modelSheet) discover() error {
	for len(m.queue) > 0 {
		at := m.queue[0]
		m.queue = m.queue[1:]
		_, err := m.cell(at)
		if err != nil {
			return err
		}
		if m.book.cells > maxSheetCells {
			return tooManyCells()
		}
	}
	return nil
}

// lines returns the lines that have cells, in order of the model.
func (m *modelSheet) lines() []burden.Line {
	var list []burden.Line
	has := map[string]bool{}
	for at := range m.values {
		has[at.line] = true
	}
	for _, l := range m.model.Lines() {
		if has[l.Name()] {
			list = append(list, l)
		}
	}
	return list
}

// layOut gives rows to lines and to the steps below them, from a first row on.
func (m *modelSheet) layOut(first int) {
	row := first
	for _, l := range m.lines() {
		m.rows[l.Name()] = row
		row++
		for _, s := range m.stepsOf[l.Name()] {
			m.rows[s.key] = row
			row++
		}
	}
}

// years returns the first and last year that the sheet has a cell for, or refers to.
func (m *modelSheet) years() (first, last int) {
	first, last = m.scenario.Years()
	reach := func(year int) { first, last = min(first, year), max(last, year) }
	for at := range m.values {
		reach(at.year)
	}
	for at := range m.params {
		reach(at.year)
	}
	for _, s := range m.steps {
		for year := range s.cells {
			reach(year)
		}
	}
	return first, last
}

// step returns the cell of a step in a year, making it if it is new.
func (m *modelSheet) step(line, key, title string, unit burden.Unit, year int, make func() (stepCell, error)) (string, error) {
	s := m.stepOf[key]
	if s == nil {
		s = &sheetStep{key: key, line: line, title: title, unit: unit, cells: map[int]stepCell{}}
		m.stepOf[key] = s
		m.steps = append(m.steps, s)
		m.stepsOf[line] = append(m.stepsOf[line], s)
	}
	if _, done := s.cells[year]; !done {
		if m.book.cells++; m.book.cells > 2*maxSheetCells { // lines and steps, each pass
			return "", tooManyCells()
		}
		s.cells[year] = stepCell{} // a step never needs itself
		c, err := make()
		if err != nil {
			delete(s.cells, year)
			return "", err
		}
		s.cells[year] = c
	}
	return m.book.at(year, m.rows[key]), nil
}

// sortedCells returns the cells by line, in order of the model, and year.
func (m *modelSheet) sortedCells() []lineYear {
	order := map[string]int{}
	for i, l := range m.model.Lines() {
		order[l.Name()] = i
	}
	var list []lineYear
	for at := range m.values {
		list = append(list, at)
	}
	slices.SortFunc(list, func(a, b lineYear) int {
		return cmp.Or(cmp.Compare(order[a.line], order[b.line]), cmp.Compare(a.year, b.year))
	})
	return list
}
