package report

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/korea"
	"example.com/burdenshare/scenario"
)

func opened(t *testing.T, title string, scenarios ...*scenario.Scenario) *excelize.File {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, Workbook{title, scenarios}.XLSX(&b))
	f, err := excelize.OpenReader(&b)
	require.NoError(t, err)
	t.Cleanup(func() { f.Close() })
	return f
}

// found returns the row of a sheet whose first cells are as told, counting from 1.
func found(t *testing.T, f *excelize.File, sheet string, first ...string) int {
	t.Helper()
	rows, err := f.GetRows(sheet)
	require.NoError(t, err)
	for i, row := range rows {
		if len(row) >= len(first) && strings.Join(row[:len(first)], "|") == strings.Join(first, "|") {
			return i + 1
		}
	}
	t.Fatalf("sheet %s has no row %v", sheet, first)
	return 0
}

// yearCell returns what stands in a row under a year.
func yearCell(t *testing.T, f *excelize.File, sheet string, row int, year string) (formula, value string) {
	t.Helper()
	rows, err := f.GetRows(sheet)
	require.NoError(t, err)
	for _, head := range rows {
		for j, h := range head {
			if h == year && j >= yearColumn-1 {
				at, err := excelize.CoordinatesToCellName(j+1, row)
				require.NoError(t, err)
				formula, err = f.GetCellFormula(sheet, at)
				require.NoError(t, err)
				value, err = f.GetCellValue(sheet, at, excelize.Options{RawCellValue: true})
				require.NoError(t, err)
				return formula, value
			}
		}
	}
	t.Fatalf("sheet %s has no year %s", sheet, year)
	return "", ""
}

func TestWorkbookFormulasFollowTheModel(t *testing.T) {
	_, agreed, open := eighth(t)
	f := opened(t, "The eighth agreement", agreed, open)
	assert.Equal(t, []string{"About", "Scenarios", "Parameters", "baseline", "no ceiling", "Sources", "Check"}, f.GetSheetList())

	// The years of the columns begin with 2008, whose prices drive 2010.
	cpi, ceiling, base := found(t, f, paramSheet, "cpi", "baseline"), found(t, f, paramSheet, "ceiling", "baseline"), found(t, f, paramSheet, "base", "baseline")
	formula, value := yearCell(t, f, paramSheet, cpi, "2008")
	assert.Empty(t, formula, "a figure entered has no formula")
	assert.Equal(t, "0.047", value)
	formula, value = yearCell(t, f, paramSheet, ceiling, "2010")
	assert.Equal(t, "G"+itoa(ceiling), formula, "a figure of several years is entered in the first")
	assert.Equal(t, "0.04", value)

	raw, growth, contribution := found(t, f, "baseline", "growth.raw"), found(t, f, "baseline", "growth"), found(t, f, "baseline", "contribution")
	for _, c := range []struct {
		row           int
		year, formula string
		value         string // by hand, as in the test of the charts
	}{
		{raw, "2010", "Parameters!F" + itoa(cpi), "0.047"},
		{growth, "2010", "MIN(H" + itoa(raw) + ",Parameters!H" + itoa(ceiling) + ")", "0.04"},
		{contribution, "2009", "Parameters!G" + itoa(base), "760000000000"},
		{contribution, "2010", "ROUND(G" + itoa(contribution) + "*(1+H" + itoa(growth) + "),-8)", "790400000000"},
		{contribution, "2013", "ROUND(J" + itoa(contribution) + "*(1+K" + itoa(growth) + "),-8)", "869500000000"},
	} {
		formula, value := yearCell(t, f, "baseline", c.row, c.year)
		assert.Equal(t, c.formula, formula, c.year)
		assert.Equal(t, c.value, value, c.year)
	}
	formula, _ = yearCell(t, f, "no ceiling", found(t, f, "no ceiling", "growth"), "2010")
	assert.Equal(t, "H"+itoa(found(t, f, "no ceiling", "growth.raw")), formula, "without its ceiling the growth is the raw growth")

	row := found(t, f, compareSheet, "contribution", "no ceiling")
	formula, value = yearCell(t, f, compareSheet, row, "2010")
	assert.Equal(t, "'no ceiling'!H"+itoa(found(t, f, "no ceiling", "contribution")), formula)
	assert.Equal(t, "795700000000", value)
	difference := found(t, f, compareSheet, "contribution", "no ceiling − baseline")
	formula, value = yearCell(t, f, compareSheet, difference, "2013")
	assert.Equal(t, "K"+itoa(row)+"-K"+itoa(row-1), formula)
	assert.Equal(t, "5900000000", value)
	// By hand, 0.1 bn: 5.3 + 5.5 + 5.6 + 5.9 = 22.3.
	total, err := f.GetCellValue(compareSheet, "D"+itoa(difference), excelize.Options{RawCellValue: true})
	require.NoError(t, err)
	assert.Equal(t, "22300000000", total)

	source := found(t, f, sourceSheet, "cpi", "baseline", "2008")
	print, err := f.GetCellValue(sourceSheet, "I"+itoa(source))
	require.NoError(t, err)
	assert.Contains(t, print, "2008-12-31")
}

func TestWorkbookChecksDoubles(t *testing.T) {
	// 0.1 has no double: the nearest is 5.55e-18 above it. 0.5 has one.
	l := burden.NewLine("l", burden.Ratio)
	m, err := burden.NewModel("m", l.Is(burden.Amount("0.1", burden.Ratio)).From(2021, burden.Amount("0.5", burden.Ratio)))
	require.NoError(t, err)
	f := opened(t, "doubles", scenario.Baseline(m, 2020, 2021))
	row := found(t, f, checkSheet, "baseline", "l", "2020", "", "0.1")
	off, err := f.GetCellValue(checkSheet, "I"+itoa(row))
	require.NoError(t, err)
	assert.Equal(t, "5.6e-18", off)
	off, err = f.GetCellValue(checkSheet, "I"+itoa(found(t, f, checkSheet, "baseline", "l", "2021", "", "0.5")))
	require.NoError(t, err)
	assert.Equal(t, "0", off)
}

func TestWorkbookRoundings(t *testing.T) {
	x := burden.NewParam("x", burden.USD, burden.ByYear(map[int]string{2020: "1.25"}))
	for _, c := range []struct {
		quantum string
		mode    burden.Mode
		want    string
	}{
		{"0.1", burden.HalfUp, "ROUND(F4,1)"},
		{"100", burden.HalfUp, "ROUND(F4,-2)"},
		{"0.05", burden.HalfUp, "ROUND(F4*100/5,0)*5/100"},
		{"1", burden.Up, "ROUNDUP(ROUND(F4,9),0)"},
		{"20", burden.Down, "TRUNC(ROUND(F4/20,9))*20"},
		{"1", burden.Ceiling, "(-INT(-ROUND(F4,9)))"},
		{"0.1", burden.Floor, "INT(ROUND(F4*10,9))/10"},
		{"0.1", burden.HalfDown, "SIGN(F5)*(-INT(0.5-ABS(F5)))/10"},
		{"0.1", burden.HalfEven, "IF(MOD(ABS(F5),1)=0.5,2*ROUND(F5/2,0),ROUND(F5,0))/10"},
		{"0.25", burden.Exact, "F4"},
	} {
		l := burden.NewLine("l", burden.USD)
		m, err := burden.NewModel("m", l.Is(x.RoundedTo(c.quantum, c.mode)))
		require.NoError(t, err)
		f := opened(t, "x", scenario.Baseline(m, 2020, 2020))
		formula, _ := yearCell(t, f, "baseline", 4, "2020")
		assert.Equal(t, c.want, strings.ReplaceAll(formula, "Parameters!", ""), "%s %s", c.quantum, c.mode)
	}
}

func TestWorkbookStatesWhatNoSpreadsheetSays(t *testing.T) {
	s := everyNode(t)
	f := opened(t, "every node", s)
	row := found(t, f, "baseline", "bounded.p")
	formula, value := yearCell(t, f, "baseline", row, "2001")
	assert.Empty(t, formula)
	assert.Equal(t, "10", value, "at its ceiling")
	note, err := f.GetCellValue("baseline", "E"+itoa(row))
	require.NoError(t, err)
	assert.Equal(t, "stated, not computed: a split with floors or ceilings is found by a search, not by a formula", note)
	formula, _ = yearCell(t, f, "baseline", found(t, f, "baseline", "split_even.c"), "2001")
	assert.NotEmpty(t, formula)

	// So does a split among many: 100 dollars among 65, a dollar each and 35 of them two.
	members := make([]burden.Member, maxSplit+1)
	for i := range members {
		members[i] = burden.Member{Key: "k" + itoa(1000+i), Weight: burden.Amount(1, burden.Ratio)}
	}
	wide, err := burden.NewModel("m", burden.NewSplit("s", burden.USD, burden.Split{Total: burden.Amount(100, burden.USD), Quantum: "1", Members: members}))
	require.NoError(t, err)
	f = opened(t, "many", scenario.Baseline(wide, 2020, 2020))
	formula, value = yearCell(t, f, "baseline", found(t, f, "baseline", "s.k1000"), "2020")
	assert.Empty(t, formula)
	assert.Equal(t, "2", value)

	// A formula of many terms is too long for a spreadsheet, and states its value: by hand
	// 0.001 × 4,000 = 4.
	l := burden.NewLine("l", burden.Ratio)
	terms := make([]burden.Operand, 4000)
	for i := range terms {
		terms[i] = burden.Amount("0.001", burden.Ratio)
	}
	m, err := burden.NewModel("m", l.Is(burden.Sum(terms...)))
	require.NoError(t, err)
	f = opened(t, "long", scenario.Baseline(m, 2020, 2020))
	formula, value = yearCell(t, f, "baseline", 4, "2020")
	assert.Empty(t, formula)
	assert.Equal(t, "4", value)
}

func TestWorkbookBranchNotTakenIsLive(t *testing.T) {
	// The branch not taken needs a line that nothing else needs: its cells are there, so a
	// change of x can take it.
	x := burden.NewParam("x", burden.USD, burden.Constant(1))
	other := burden.NewLine("other", burden.USD)
	l := burden.NewLine("l", burden.USD)
	m, err := burden.NewModel("m", other.Is(x.Times(burden.Amount(7, burden.Ratio))),
		l.Is(burden.When(x.Below(burden.Amount(5, burden.USD)), x, other)))
	require.NoError(t, err)
	f := opened(t, "x", scenario.Baseline(m, 2020, 2021, l))
	formula, value := yearCell(t, f, "baseline", found(t, f, "baseline", "other"), "2021")
	assert.Equal(t, "Parameters!G4*7", formula)
	assert.Equal(t, "7", value)
}

func TestWorkbookHoldsNoFormulaFromOutside(t *testing.T) {
	a, agreed, _ := eighth(t)
	s, err := agreed.With("=1+1", scenario.Define(a.Ceiling.Is(burden.Constant("3%").Sourced("=HYPERLINK(\"x\")", burden.Assumed))))
	require.NoError(t, err)
	f := opened(t, "=cmd", s.Named("=SUM(A1)/[x]:'y'?*"))
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		require.NoError(t, err)
		for i, row := range rows {
			for j := range row {
				at, err := excelize.CoordinatesToCellName(j+1, i+1)
				require.NoError(t, err)
				formula, err := f.GetCellFormula(sheet, at)
				require.NoError(t, err)
				assert.NotContains(t, formula, "HYPERLINK")
				assert.NotEqual(t, "1+1", formula)
			}
		}
	}
}

func TestSheetNames(t *testing.T) {
	taken := map[string]bool{"check": true}
	for _, c := range []struct{ name, want string }{
		{"no ceiling", "no ceiling"},
		{"No ceiling", "No ceiling (2)"},
		{"Check", "Check (2)"},
		{"a/b\\c:d*e?f[g]'h", "a b c d e f g h"},
		{"", "scenario"},
		{strings.Repeat("long ", 10), "long long long long long long l"},
		{strings.Repeat("long ", 10) + "x", "long long long long long lo (2)"},
	} {
		assert.Equal(t, c.want, sheetName(c.name, taken))
	}
	assert.Equal(t, "'no ceiling'", quoted("no ceiling"))
	assert.Equal(t, "baseline", quoted("baseline"))
	assert.Equal(t, "'AB1'", quoted("AB1"), "it could be a cell")
	assert.Equal(t, "'2020s'", quoted("2020s"))
}

func TestWorkbookErrors(t *testing.T) {
	a, agreed, _ := eighth(t)
	missing, err := agreed.With("a gap", scenario.Define(a.Driver.Is(burden.Series{})))
	require.NoError(t, err)
	never := burden.NewLine("never", burden.USD)
	m, err := burden.NewModel("m", never.Starts(2030, burden.Amount(1, burden.USD)))
	require.NoError(t, err)
	many := make([]*scenario.Scenario, MaxSheets+1)
	for i := range many {
		many[i] = agreed
	}
	for name, c := range map[string]struct {
		scenarios []*scenario.Scenario
		want      error
	}{
		"none":            {nil, burden.ErrIncomplete},
		"nil":             {[]*scenario.Scenario{agreed, nil}, burden.ErrIncomplete},
		"no model":        {[]*scenario.Scenario{scenario.Baseline(nil, 1, 2)}, burden.ErrIncomplete},
		"other years":     {[]*scenario.Scenario{agreed, scenario.Baseline(a.Model, 2009, 2010)}, scenario.ErrBaseline},
		"missing driver":  {[]*scenario.Scenario{missing}, burden.ErrMissingYear},
		"nothing defined": {[]*scenario.Scenario{scenario.Baseline(m, 2020, 2021)}, burden.ErrNotApplicable},
		"too many":        {many, burden.ErrTooLarge},
		"bad years":       {[]*scenario.Scenario{scenario.Baseline(a.Model, 2010, 2009)}, burden.ErrOutOfRange},
	} {
		t.Run(name, func(t *testing.T) {
			err := Workbook{"x", c.scenarios}.XLSX(io.Discard)
			assert.ErrorIs(t, err, c.want)
		})
	}
	assert.ErrorIs(t, Workbook{"x", []*scenario.Scenario{agreed}}.XLSX(broken{}), io.ErrClosedPipe)
}

func TestStepsHaveTheirExactValue(t *testing.T) {
	// By hand: 10 / 3 in quanta of 0.05 is 66.666…, to nine decimals.
	x := burden.NewParam("x", burden.USD, burden.Constant(10))
	y := burden.NewParam("y", burden.USD, burden.Constant(3))
	l := burden.NewLine("l", burden.Ratio)
	m, err := burden.NewModel("m", l.Is(x.Over(y).RoundedTo("0.05", burden.HalfEven)))
	require.NoError(t, err)
	f := opened(t, "x", scenario.Baseline(m, 2020, 2020))
	formula, value := yearCell(t, f, "baseline", 5, "2020")
	assert.Equal(t, "ROUND(Parameters!F4/Parameters!F5*100/5,9)", formula)
	assert.Equal(t, "66.666666667", value)
	d, e := scientific(decimal.RequireFromString("0.050"))
	assert.Equal(t, "5", d.String())
	assert.Equal(t, -2, e)
}

func TestTwelfthBeyondPublishedDrivers(t *testing.T) {
	// Prices after 2025 are not published, so a workbook until 2030 needs them set.
	a := korea.Twelfth()
	err := Workbook{"x", []*scenario.Scenario{scenario.Baseline(a.Model, a.First, a.Last, a.Contribution)}}.XLSX(io.Discard)
	assert.ErrorIs(t, err, burden.ErrMissingYear)
	s, err := scenario.Baseline(a.Model, a.First, a.Last, a.Contribution).With("2 %", scenario.Set(a.Driver, "2%", scenario.From(2026)))
	require.NoError(t, err)
	assert.NoError(t, Workbook{"x", []*scenario.Scenario{s}}.XLSX(io.Discard))
}
