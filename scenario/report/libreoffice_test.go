package report

import (
	"bytes"
	"context"
	"maps"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/korea"
	"example.com/burdenshare/scenario"
)

// recomputed writes workbooks without any values, has LibreOffice work them out, and
// compares every cell with the workbook that has the values it opens with. A number
// agrees if it is the same in the first 14 digits.
func recomputed(t *testing.T, cases map[string][]*scenario.Scenario) {
	t.Helper()
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice (soffice) is not installed; it recomputes the workbook")
	}
	dir := t.TempDir()
	args := []string{"-env:UserInstallation=file://" + filepath.Join(dir, "profile"), "--headless",
		"--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", filepath.Join(dir, "out")}
	names := slices.Sorted(maps.Keys(cases))
	for _, name := range names {
		file, err := os.Create(filepath.Join(dir, name+".xlsx"))
		require.NoError(t, err)
		require.NoError(t, writeWorkbook(file, name, cases[name], false))
		require.NoError(t, file.Close())
		args = append(args, file.Name())
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute) // guards against a hang
	defer cancel()
	out, err := exec.CommandContext(ctx, soffice, args...).CombinedOutput()
	require.NoError(t, err, string(out))
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			var ours bytes.Buffer
			require.NoError(t, Workbook{name, cases[name]}.XLSX(&ours))
			numbers, unequal := compared(t, ours.Bytes(), filepath.Join(dir, name+".xlsx"), filepath.Join(dir, "out", name+".xlsx"))
			t.Logf("%d numbers, %d not the same double", numbers, unequal)
		})
	}
}

// compared compares our workbook with what LibreOffice made of its twin. It returns how
// many numbers there are, and how many are not the same double.
func compared(t *testing.T, ours []byte, twin, theirs string) (numbers, unequal int) {
	t.Helper()
	a, err := excelize.OpenReader(bytes.NewReader(ours))
	require.NoError(t, err)
	defer a.Close()
	without, err := excelize.OpenFile(twin)
	require.NoError(t, err)
	defer without.Close()
	b, err := excelize.OpenFile(theirs)
	require.NoError(t, err)
	defer b.Close()
	formulas := 0
	raw := excelize.Options{RawCellValue: true}
	for _, sheet := range a.GetSheetList() {
		want, err := a.GetRows(sheet, raw)
		require.NoError(t, err)
		got, err := b.GetRows(sheet, raw)
		require.NoError(t, err)
		require.GreaterOrEqual(t, len(got), len(want), sheet)
		for i, row := range want {
			for j, w := range row {
				cell, err := excelize.CoordinatesToCellName(j+1, i+1)
				require.NoError(t, err)
				g := ""
				if j < len(got[i]) {
					g = got[i][j]
				}
				if formula, _ := a.GetCellFormula(sheet, cell); formula != "" {
					formulas++
					empty, err := without.GetCellValue(sheet, cell, raw)
					require.NoError(t, err)
					require.Empty(t, empty, "the twin has a value of its own in %s!%s", sheet, cell)
					if sheet == checkSheet { // what a check finds is not in the file; LibreOffice finds it
						require.Empty(t, w, "%s!%s has found something already", sheet, cell)
						if j == 1 {
							continue // below, what it found
						}
						w = "0" // a difference
						if j == 6 {
							w = row[5] // the double
						}
					} else {
						require.NotEmpty(t, w, "%s!%s has no value to open with", sheet, cell)
					}
				}
				x, err := strconv.ParseFloat(w, 64)
				if err != nil {
					if w != g {
						t.Errorf("%s!%s: %q, want %q", sheet, cell, g, w)
					}
					continue
				}
				numbers++
				y, err := strconv.ParseFloat(g, 64)
				if err != nil {
					formula, _ := a.GetCellFormula(sheet, cell)
					t.Errorf("%s!%s: %q, want %s (=%s)", sheet, cell, g, w, formula)
					continue
				}
				if x != y {
					unequal++
				}
				size := math.Abs(x)
				if sheet == checkSheet && j == 7 && j-2 < len(row) { // a difference: as large as what it is of
					size, _ = strconv.ParseFloat(row[j-2], 64)
					size = math.Abs(size)
				}
				if math.Abs(x-y) > size*1e-14 {
					formula, _ := a.GetCellFormula(sheet, cell)
					t.Errorf("%s!%s: LibreOffice has %s, we %s (=%s)", sheet, cell, g, w, formula)
				}
			}
		}
	}
	require.Positive(t, formulas)
	all, err := b.GetCellValue(checkSheet, "B3", raw)
	require.NoError(t, err)
	want, err := a.GetCellValue(checkSheet, "A3", raw)
	require.NoError(t, err)
	require.Equal(t, strings.ReplaceAll("lines and years computed, of "+all, ",", ""), strings.ReplaceAll(want, ",", ""), "the check has looked at all")
	differ, err := b.GetCellValue(checkSheet, "B4", raw)
	require.NoError(t, err)
	require.Equal(t, "0", differ)
	return numbers, unequal
}

func TestLibreOfficeAgreesOnKorea(t *testing.T) {
	m, contribution := korea.Succession()
	succession := scenario.Baseline(m, 2007, 2027, contribution)
	ceiling, _ := m.Param("sma8.ceiling")
	growth, _ := m.Definition("sma8.growth")
	higher, err := succession.With("ceiling of 5 % in the eighth", scenario.Set(ceiling, "5%"))
	require.NoError(t, err)
	open, err := scenario.Baseline(m, 2007, 2027, contribution).With("no ceiling", scenario.Define(growth.(burden.IndexRule).With(burden.NoCeiling)))
	require.NoError(t, err)
	tests := map[string][]*scenario.Scenario{"succession": {succession, higher, open}}
	for _, a := range []korea.Agreement{korea.Seventh(), korea.Eighth(), korea.Ninth(), korea.Tenth(), korea.Eleventh(), korea.Twelfth()} {
		last := min(a.Last, 2027) // later drivers of the twelfth are not published
		tests[a.Model.ID()] = []*scenario.Scenario{scenario.Baseline(a.Model, a.First, last, a.Model.Lines()...)}
	}
	fifth, fourth := korea.Fifth(), korea.Fourth()
	tests["sma5"] = []*scenario.Scenario{scenario.Baseline(fifth.Model, 2003, 2004, fifth.Model.Lines()...)}
	tests["sma4"] = []*scenario.Scenario{scenario.Baseline(fourth.Model, 1999, 2000, fourth.Won, fourth.Dollars)}
	recomputed(t, tests)
}

// everyNode is a model in which every kind of node and every mode of rounding occurs, at
// ties, at whole quanta and between them, above and below zero.
func everyNode(t *testing.T) *scenario.Scenario {
	t.Helper()
	values := map[int]string{}
	for i, v := range []string{"0", "0.025", "-0.025", "0.075", "-0.075", "0.1", "-0.1", "0.3", "1.124", "-1.126", "2.675", "1.15", "1.1499", "-7.3250", "1234567.825"} {
		values[2001+i] = v
	}
	x := burden.NewParam("x", burden.USD, burden.ByYear(values))
	y := burden.NewParam("y", burden.USD, burden.Steps(map[int]string{2000: "3", 2005: "7", 2009: "0.7"}))
	rate := burden.NewParam("rate", burden.Ratio, burden.Constant("4.7%"))
	late := burden.NewParam("late", burden.USD, burden.Steps(map[int]string{2009: "5"}))
	total := burden.NewParam("total", burden.USD, burden.Constant("100"))
	one := burden.Amount(1, burden.USD)
	var definitions []burden.Definition
	add := func(name string, unit burden.Unit, f burden.Formula) burden.Line {
		l := burden.NewLine(name, unit)
		definitions = append(definitions, l.Starts(2001, f))
		return l
	}
	for mode := burden.HalfUp; mode <= burden.Floor; mode++ {
		for i, q := range []string{"0.05", "0.01", "0.1", "1", "20"} {
			add("round_"+mode.String()+"_"+strconv.Itoa(i), burden.USD, x.RoundedTo(q, mode))
		}
		add("quotient_"+mode.String(), burden.Ratio, x.Over(y).RoundedTo("0.025", mode))
		add("power_"+mode.String(), burden.Ratio, y.Over(one).ToThe(1, 3).RoundedTo("0.001", mode))
		add("nested_"+mode.String(), burden.USD, x.Plus(y.RoundedTo("2", mode)).Times(rate).RoundedTo("0.003", mode).Minus(y.Minus(x)))
	}
	fiscal := burden.NewLine("by_fiscal_year", burden.USD).On(burden.FiscalOctober)
	past := y.Lag(1).Times(burden.Amount("0.25", burden.Ratio)).Plus(y.Times(burden.Amount("0.75", burden.Ratio)))
	definitions = append(definitions, fiscal.Starts(2001, past.On(burden.FiscalOctober).RoundedTo("0.002", burden.HalfEven)))
	// Each also rounded half to even, which takes it in a step with a value of its own.
	both := func(name string, unit burden.Unit, f burden.Formula) {
		add(name, unit, f)
		add(name+"_even", unit, f.RoundedTo("0.002", burden.HalfEven))
	}
	sum := add("level", burden.USD, x.Plus(y))
	both("lagged", burden.USD, y.Lag(1).Plus(sum))
	both("exactly", burden.Ratio, x.Over(burden.Amount("0.8", burden.USD)).Exactly())
	both("whole_power", burden.Ratio, y.Over(one).ToThe(3, 1).RoundedTo("0.0001", burden.HalfUp))
	both("negative_power", burden.Ratio, y.Over(one).ToThe(-2, 3).RoundedTo("0.0001", burden.HalfEven))
	both("limits", burden.USD, x.AtMost(y, burden.Amount(2, burden.USD)).AtLeast(burden.Amount(-1, burden.USD)))
	both("branch", burden.USD, burden.When(x.Below(y), x.Minus(y.Minus(x)), late))
	both("sum_lines", burden.USD, sum.SumBetween(2001, 2004))
	both("sum_lags", burden.USD, y.SumLags(1, 0))
	both("sum_formula", burden.USD, y.Times(rate).Plus(x).SumBetween(2001, 2006))
	both("sum_one", burden.USD, sum.At(2003))
	both("pieces_inside", burden.USD, x.Plus(burden.NewLine("unused", burden.USD).Starts(2001, one).From(2005, y).Formula()))
	change := burden.NewLine("pieces", burden.USD)
	definitions = append(definitions, change.Starts(2001, one).Then(change.Previous().GrownBy(rate)).In(2004, y).Until(2012))
	for name, s := range map[string]burden.Split{
		"even":  {Total: total, Quantum: "1"},
		"first": {Total: total, Quantum: "1", Remainder: burden.FirstGetsIt},
		"rest":  {Total: total.Plus(burden.Amount("0.25", burden.USD)), Quantum: "1", KeepRest: true},
		"fine":  {Total: total.Times(rate), Quantum: "0.05"},
	} {
		s.Members = []burden.Member{{Key: "c", Weight: y}, {Key: "a", Weight: y}, {Key: "b", Weight: total}, {Key: "d", Weight: y.Plus(y)}}
		if name == "fine" { // 94 quanta of 0.05
			s.Members = s.Members[:3]
		}
		definitions = append(definitions, burden.NewSplit("split_"+name, burden.USD, s))
	}
	definitions = append(definitions, burden.NewSplit("bounded", burden.USD, burden.Split{Total: total, Quantum: "1", Members: []burden.Member{
		{Key: "p", Weight: y, Ceiling: burden.Amount(10, burden.USD)}, {Key: "q", Weight: y},
	}}))
	m, err := burden.NewModel("every_node", definitions...)
	require.NoError(t, err)
	return scenario.Baseline(m, 2001, 2015, m.Lines()...)
}

func TestLibreOfficeAgreesOnEveryNode(t *testing.T) {
	s := everyNode(t)
	total, _ := s.Model().Param("total")
	other, err := s.With("another total", scenario.Set(total, "150"))
	require.NoError(t, err)
	recomputed(t, map[string][]*scenario.Scenario{"every_node": {s, other}})
}
