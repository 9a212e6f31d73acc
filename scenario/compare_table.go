package scenario

import (
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario/display"
)

// Display returns the comparison as a table for people: a column each for baseline,
// alternative, difference and ratio, and below the years their totals. The totals of
// a line are sums of its columns, which balance if the display says so, each by
// itself, so that in a row the difference as shown need not be that of the figures
// shown; where any is rounded the foot says so. A ratio is rounded as the display's ratios are, and is absent where they
// are not and no finite decimal is the ratio. The errors are those of [display.Style.Show].
func (c *Comparison) Display(d display.Style) (display.Table, error) {
	if c == nil {
		return display.Table{}, incomplete("display", "comparison")
	}
	t := display.Table{Head: []string{"line", "year", c.baseline, c.alternative, "difference", "ratio"}, Left: 2}
	var rows, totals [][]string
	var noted []display.Figure
	totalOf := map[string]int{} // the first of a name
	for i, r := range slices.Backward(c.totals) {
		totalOf[r.Line.Name()] = i
	}
	for len(rows) < len(c.rows) {
		// Rows are by line, and within it by year.
		from := len(rows)
		to := from
		for to < len(c.rows) && c.rows[to].Line.Name() == c.rows[from].Line.Name() {
			to++
		}
		group := c.rows[from:to]
		at, has := totalOf[group[0].Line.Name()]
		if c.years > 1 && has {
			group = append(slices.Clone(group), c.totals[at])
		} else {
			at = -1
		}
		cells, figures, err := lineCells(d, group, at >= 0)
		if err != nil {
			return display.Table{}, err
		}
		noted = append(noted, figures...)
		if at >= 0 {
			totals = append(totals, cells[len(cells)-1])
			cells = cells[:len(cells)-1]
		}
		rows = append(rows, cells...)
	}
	t.Rows = append(rows, totals...)
	t.Foot = []string{d.Note(noted...)}
	if slices.ContainsFunc(noted, display.Figure.Rounded) {
		t.Foot = append(t.Foot, "each column is rounded by itself: "+c.baseline+" and the difference as shown may not add up to "+c.alternative)
	}
	t.Foot = append(t.Foot, "ratio: "+c.alternative+" over "+c.baseline+", "+ratioNote(d.Ratios))
	return t, nil
}

// quantumText writes the quantum of a rounding of ratios as a percentage.
func quantumText(r burden.Rounding) string {
	f, _ := display.Style{}.Show(r.Quantum(), burden.Ratio) // every digit is shown, and so it cannot fail
	return f.Text
}

func ratioNote(r burden.Rounding) string {
	if r.IsZero() {
		return "exact where it is a finite decimal"
	}
	return "rounded to " + quantumText(r) + ", " + strings.ReplaceAll(r.Mode().String(), "_", " ")
}

// group shows the rows of one line, of which the last may be their total.
func lineCells(d display.Style, rows []Row, total bool) ([][]string, []display.Figure, error) {
	cells := make([][]string, len(rows))
	for i, r := range rows {
		year := "total"
		if r.Year != 0 {
			year = strconv.Itoa(r.Year)
		}
		cells[i] = []string{r.Line.Name(), year}
	}
	unit := rows[0].Line.Unit()
	var all []display.Figure
	for _, of := range []func(Row) Value{
		func(r Row) Value { return r.Baseline }, func(r Row) Value { return r.Alternative }, Row.Difference,
	} {
		figures, err := columnFigures(d, rows, of, unit, total)
		if err != nil {
			return nil, nil, err
		}
		for i, f := range figures {
			if of(rows[i]).Present {
				cells[i], all = append(cells[i], f.Text), append(all, f)
			} else {
				cells[i] = append(cells[i], "-")
			}
		}
	}
	for i, r := range rows {
		text := "-"
		if v := r.Ratio(d.Ratios); v.Present {
			f, err := d.ShowAs(v.Amount, v.Amount, burden.Ratio)
			if err != nil {
				return nil, nil, err
			}
			text = f.Text
		}
		cells[i] = append(cells[i], text)
	}
	return cells, all, nil
}

// values shows one column of a line's rows. Where the last row is the total of the
// others they are shown as its parts.
func columnFigures(d display.Style, rows []Row, of func(Row) Value, unit burden.Unit, total bool) ([]display.Figure, error) {
	total = total && of(rows[len(rows)-1]).Present
	figures := make([]display.Figure, len(rows))
	var parts []decimal.Decimal
	var at []int
	for i, r := range rows {
		v := of(r)
		if !v.Present {
			continue
		}
		if total && r.Year != 0 {
			parts, at = append(parts, v.Amount), append(at, i)
			continue
		}
		var err error
		if figures[i], err = d.Show(v.Amount, unit); err != nil {
			return nil, err
		}
	}
	c, err := d.Column(unit, parts...)
	if err != nil {
		return nil, err
	}
	for k, i := range at {
		figures[i] = c.Figures[k]
	}
	return figures, nil
}
