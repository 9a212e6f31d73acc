package report

import (
	"fmt"
	"io"
	"math/big"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/visible"
	"example.com/burdenshare/scenario"
)

// MaxSheets is how many scenarios a workbook takes.
const MaxSheets = 64

// Workbook is scenarios as a spreadsheet of live formulas.
type Workbook struct {
	Title     string
	Scenarios []*scenario.Scenario // the baseline first
}

// XLSX writes the workbook in the format of Excel.
//
//   - Parameters has every parameter by year; what a scenario does not change refers to
//     the baseline. Sources says where each figure was read.
//   - Each scenario has a sheet: lines as rows, years as columns, and in every cell the
//     formula that is in force there, translated from the model's.
//   - Scenarios sets the lines asked for side by side, with differences and totals.
//   - Check sets the exact value of every line and year, as text, beside the double that
//     the spreadsheet computes, and says how far the nearest double is from the exact value.
//
// The values in the file are this library's, and a spreadsheet is told to compute all of
// them anew when it opens the file. What the check finds is not among them: until a
// spreadsheet has computed it, it is empty. A cell whose formula no spreadsheet can say states its value, and says why.
//
// It returns an error if there are no scenarios or one is nil (burden.ErrIncomplete),
// if they are of different years ([scenario.ErrBaseline]), too many or too large
// (burden.ErrTooLarge), or cannot be projected, and what the writer returns.
func (k Workbook) XLSX(w io.Writer) error {
	return failed("workbook", k.Title, writeWorkbook(w, k.Title, k.Scenarios, true))
}

// Names of the sheets that are not a scenario's.
const (
	aboutSheet    = "About"
	paramSheet    = "Parameters"
	sourceSheet   = "Sources"
	compareSheet  = "Scenarios"
	checkSheet    = "Check"
	yearColumn    = 6 // the first year's, in all sheets with years
	firstModelRow = 4
)

// book is a workbook being made.
type book struct {
	title       string
	scenarios   []*scenario.Scenario
	sheets      []*modelSheet
	cells       int
	fixed       bool // columns and rows are known
	cached      bool // cells carry their values
	first, last int  // years of the columns
	params      []paramRow
	rowOf       map[string]int // of parameters, by key
	styles      *styles
}

// paramRow is a parameter as the baseline has it, or as a scenario that changes it.
type paramRow struct {
	sheet int
	param burden.Param
}

func paramKey(sheet int, name string) string { return itoa(sheet) + "|" + name }

func writeWorkbook(w io.Writer, title string, scenarios []*scenario.Scenario, cached bool) error {
	if _, _, err := commonYears(scenarios); err != nil {
		return err
	}
	if len(scenarios) > MaxSheets {
		return &burden.Error{Input: "scenarios", Detail: itoa(len(scenarios)) + " scenarios are more than the " + itoa(MaxSheets) + " that a workbook takes; leave some out", Err: burden.ErrTooLarge}
	}
	b := &book{title: title, scenarios: scenarios, cached: cached, rowOf: map[string]int{}}
	if err := b.plan(); err != nil {
		return err
	}
	f := excelize.NewFile()
	defer f.Close()
	always := true
	if err := f.SetCalcProps(&excelize.CalcPropsOptions{FullCalcOnLoad: &always}); err != nil {
		return err
	}
	b.styles = newStyles(f)
	if err := b.write(f); err != nil {
		return err
	}
	if b.styles.err != nil {
		return b.styles.err
	}
	return f.Write(w)
}

// plan finds out what there is, then gives it columns and rows, then translates again.
func (b *book) plan() error {
	names := map[string]bool{}
	for _, reserved := range []string{aboutSheet, paramSheet, sourceSheet, compareSheet, checkSheet, "History"} {
		names[strings.ToLower(reserved)] = true
	}
	for _, s := range b.scenarios {
		m, err := newModelSheet(b, s)
		if err != nil {
			return err
		}
		m.name = sheetName(s.Name(), names)
		if err := m.discover(); err != nil {
			return err
		}
		if len(m.values) == 0 {
			return &scenario.Error{Scenario: s.Name(), Err: &burden.Error{Detail: "no line has a value in any year", Err: burden.ErrNotApplicable}}
		}
		b.sheets = append(b.sheets, m)
	}
	for i, m := range b.sheets {
		first, last := m.years()
		if i == 0 {
			b.first, b.last = first, last
		}
		b.first, b.last = min(b.first, first), max(b.last, last)
	}
	row := 4
	for i, m := range b.sheets {
		for _, p := range m.model.Params() {
			if base, ok := b.sheets[0].model.Param(p.Name()); i > 0 && ok && base.Unit() == p.Unit() && b.alike(base.Series(), p.Series()) {
				b.rowOf[paramKey(i, p.Name())] = b.rowOf[paramKey(0, p.Name())]
				continue
			}
			b.params = append(b.params, paramRow{i, p})
			b.rowOf[paramKey(i, p.Name())] = row
			row++
		}
	}
	if row*(b.last-b.first+1) > maxParamCells {
		return &burden.Error{Input: "parameters", Detail: "the sheet of parameters has more than " + itoa(maxParamCells) + " cells, parameters times years; leave out scenarios or years", Err: burden.ErrTooLarge}
	}
	b.fixed = true
	for _, m := range b.sheets {
		m.layOut(firstModelRow)
	}
	return nil
}

// alike reports whether two series have the same figures in the years of the columns.
func (b *book) alike(s, t burden.Series) bool { return alikeSeries(s, t, b.first, b.last) }

func (b *book) paramRow(m *modelSheet, name string) int {
	for i, s := range b.sheets {
		if s == m {
			return b.rowOf[paramKey(i, name)]
		}
	}
	return 0 // not laid out yet
}

// column returns the letters of a year's column.
func (b *book) column(year int) string {
	name, err := excelize.ColumnNumberToName(yearColumn + year - b.first)
	if err != nil {
		return "A"
	}
	return name
}

// at returns the cell of a year in a row.
func (b *book) at(year, row int) string {
	if !b.fixed {
		return "A1"
	}
	return b.column(year) + itoa(row)
}

// sheetName makes a scenario's name one that a sheet can have, and no other has.
func sheetName(name string, taken map[string]bool) string {
	clean := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\'`, r) || r < ' ' || !utf8.ValidRune(r) {
			return ' '
		}
		return r
	}, visible.Text(name))
	clean = strings.Join(strings.Fields(clean), " ")
	if clean == "" {
		clean = "scenario"
	}
	short := func(s string, n int) string { // in UTF-16 units, as a spreadsheet counts
		units := 0
		for i, r := range s {
			if units += len(string(r)) / 4; units+1 > n {
				return strings.TrimSpace(s[:i])
			}
			units++
		}
		return s
	}
	made := short(clean, 31)
	for k := 2; taken[strings.ToLower(made)]; k++ {
		suffix := fmt.Sprintf(" (%d)", k)
		made = short(clean, 31-len(suffix)) + suffix
	}
	taken[strings.ToLower(made)] = true
	return made
}

// quoted writes a sheet's name as formulas have it: in quotes unless it is one word.
func quoted(sheet string) string {
	for i, r := range sheet {
		if !(r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9' && i > 3) {
			return "'" + sheet + "'"
		}
	}
	if len(sheet) < 4 { // a short word can be the name of a cell
		return "'" + sheet + "'"
	}
	return sheet
}

// double returns the double nearest to a decimal.
func double(d decimal.Decimal) float64 {
	x, _ := d.Rat().Float64()
	return x
}

// offBy writes how far the double nearest to a decimal is from it: "0" where it is the
// decimal itself.
func offBy(d decimal.Decimal) string {
	r := new(big.Rat).SetFloat64(double(d))
	if r == nil {
		return "no double is near"
	}
	r.Sub(r, d.Rat())
	if r.Sign() == 0 {
		return "0"
	}
	x, _ := r.Float64()
	return fmt.Sprintf("%.2g", x)
}
