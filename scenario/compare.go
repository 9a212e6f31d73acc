package scenario

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
)

// Comparison sets two scenarios side by side, line by line and year by year.
type Comparison struct {
	baseline, alternative string
	years                 int
	rows, totals          []Row
}

// Row is one line in one year under both scenarios, or, in [Comparison.Totals],
// its total over the years. A value that is not applicable is absent.
type Row struct {
	Line                  burden.Line
	Year                  int // 0 for a total
	Baseline, Alternative Value
	// uneven tells a total over years of which the scenarios have different ones.
	uneven bool
}

// Value is a number that may be absent.
type Value struct {
	Amount  decimal.Decimal
	Present bool
}

// String writes the number in full, a dash where it is absent.
func (v Value) String() string {
	if !v.Present {
		return "-"
	}
	return burden.Text(v.Amount)
}

// Difference returns the alternative less the baseline. It is absent if either
// is, and of totals also if the scenarios have the line in different years: the
// differences of the years would not add up to it.
func (r Row) Difference() Value {
	if !r.comparable() {
		return Value{}
	}
	return Value{r.Alternative.Amount.Sub(r.Baseline.Amount), true}
}

// Ratio returns the alternative over the baseline, rounded as told, once. It is
// absent where the difference is, if the baseline is zero, or if the rounding
// cannot say what the quotient becomes.
func (r Row) Ratio(rounding burden.Rounding) Value {
	if !r.comparable() {
		return Value{}
	}
	v, err := rounding.Quotient(r.Alternative.Amount, r.Baseline.Amount)
	return Value{v, err == nil}
}

func (r Row) comparable() bool { return r.Baseline.Present && r.Alternative.Present && !r.uneven }

// Compare projects both scenarios and sets them side by side: the lines named,
// or else all that either was asked for. Years are those of both.
func Compare(baseline, alternative *Scenario, lines ...burden.Line) (*Comparison, error) {
	if baseline == nil || alternative == nil {
		return nil, &Error{Scenario: "compare", Err: burden.ErrIncomplete}
	}
	p, err := baseline.Project()
	if err != nil {
		return nil, err
	}
	q, err := alternative.Project()
	if err != nil {
		return nil, err
	}
	if len(lines) == 0 {
		lines = slices.Concat(baseline.lines, alternative.lines)
	}
	c := &Comparison{baseline: baseline.name, alternative: alternative.name}
	from, to := max(baseline.from, alternative.from), min(baseline.to, alternative.to)
	if from > to {
		return nil, &Error{Scenario: baseline.name, Other: alternative.name, Err: ErrBaseline}
	}
	c.years = to - from + 1
	for _, l := range union(lines, nil) {
		inP, inQ := has(p, l), has(q, l)
		if !inP && !inQ {
			_, err := p.Value(l, from) // says what is wrong with the line
			return nil, &Error{Scenario: baseline.name, Err: err}
		}
		uneven := false
		for year := from; year <= to; year++ {
			r := Row{Line: l, Year: year, Baseline: value(p.Value(l, year)), Alternative: value(q.Value(l, year))}
			if r.Baseline.Present || r.Alternative.Present {
				c.rows = append(c.rows, r)
			}
			uneven = uneven || r.Baseline.Present != r.Alternative.Present
		}
		// Of a stock or a rate there is no total, so it is absent.
		t := Row{Line: l, Baseline: value(p.Total(l, from, to)), Alternative: value(q.Total(l, from, to)), uneven: uneven}
		if t.Baseline.Present || t.Alternative.Present {
			c.totals = append(c.totals, t)
		}
	}
	return c, nil
}

func has(p *burden.Projection, l burden.Line) bool {
	have, ok := p.Model().Line(l.Name())
	return ok && have.Unit() == l.Unit()
}

func value(v decimal.Decimal, err error) Value { return Value{v, err == nil} }

// Rows returns every line in every year in which either scenario has a value.
func (c *Comparison) Rows() []Row { return slices.Clone(c.rows) }

// Totals returns the flows added up over the years. Stocks and rates have no total.
func (c *Comparison) Totals() []Row { return slices.Clone(c.totals) }

// Row returns a line in a year, and whether it is there.
func (c *Comparison) Row(l burden.Line, year int) (Row, bool) {
	for _, r := range c.rows {
		if r.Line.Name() == l.Name() && r.Year == year {
			return r, true
		}
	}
	return Row{}, false
}

// String writes the comparison as a text table, with ratios rounded half up to
// 0.0001. Everything else is exact.
func (c *Comparison) String() string { return c.Table(burden.RoundTo("0.0001", burden.HalfUp)) }

// Table writes the comparison as a text table with ratios rounded as told, and
// says so. Totals follow where there is more than one year.
func (c *Comparison) Table(ratio burden.Rounding) string {
	cells := [][]string{{"line", "year", "unit", c.baseline, c.alternative, "difference", "ratio"}}
	rows := c.Rows()
	if c.years > 1 {
		rows = append(rows, c.totals...)
	}
	for _, r := range rows {
		year := "total"
		if r.Year != 0 {
			year = strconv.Itoa(r.Year)
		}
		cells = append(cells, []string{
			r.Line.Name(), year, string(r.Line.Unit()),
			r.Baseline.show(r.Line.Unit()), r.Alternative.show(r.Line.Unit()),
			r.Difference().show(r.Line.Unit()), r.Ratio(ratio).String(),
		})
	}
	return align(cells, 3) + fmt.Sprintf("ratio: %s over %s, rounded %s\n", c.alternative, c.baseline, ratio)
}

// show writes the number without its unit; a dash where it is absent.
func (v Value) show(u burden.Unit) string {
	if !v.Present {
		return "-"
	}
	return strings.TrimSuffix(burden.Show(v.Amount, u), " "+string(u))
}

// align writes cells in columns: the first ones, as many as left, flush left and
// the others flush right.
func align(cells [][]string, left int) string {
	widths := make([]int, len(cells[0]))
	for _, row := range cells {
		for i, s := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(s))
		}
	}
	var b strings.Builder
	for _, row := range cells {
		var line strings.Builder
		for i, s := range row {
			pad := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(s))
			if i > 0 {
				line.WriteString("  ")
			}
			if i < left {
				line.WriteString(s + pad)
			} else {
				line.WriteString(pad + s)
			}
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	return b.String()
}
