package scenario

import (
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/visible"
)

// Table is a table for people, made of text: what it holds is shown, not reckoned
// with.
type Table struct {
	Head []string   // names of the columns
	Rows [][]string // each as long as the head
	Left int        // how many of the first columns are words, and stand flush left; the others are numbers
	Foot []string   // what has to be known of the table: what was rounded
}

// String writes the table as plain text in columns, its foot below.
func (t Table) String() string {
	if len(t.Head) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString(align(slices.Concat([][]string{t.Head}, t.Rows), t.Left))
	for _, line := range t.Foot {
		b.WriteString(visible.Text(line) + "\n")
	}
	return b.String()
}

// Markdown writes the table as GitHub Flavored Markdown, its foot below in one
// paragraph. Characters that mean something there are escaped.
func (t Table) Markdown() string {
	if len(t.Head) == 0 {
		return ""
	}
	cells := [][]string{escaped(t.Head), make([]string, len(t.Head))}
	for i := range t.Head {
		cells[1][i] = "---"
		if i >= t.Left {
			cells[1][i] = "---:"
		}
	}
	for _, row := range t.Rows {
		cells = append(cells, escaped(row))
	}
	var b strings.Builder
	for _, row := range cells {
		b.WriteString("| " + strings.Join(row, " | ") + " |\n")
	}
	if len(t.Foot) > 0 {
		foot := escaped(t.Foot)
		for i, line := range foot {
			foot[i] = paragraph(line)
		}
		b.WriteString("\n" + strings.Join(foot, "  \n") + "\n")
	}
	return b.String()
}

// escaped makes text mean itself in Markdown.
func escaped(cells []string) []string {
	r := strings.NewReplacer(`\`, `\\`, "|", `\|`, "*", `\*`, "_", `\_`, "`", "\\`", "<", "&lt;", "&", "&amp;", "[", `\[`, "~", `\~`, "$", `\$`)
	list := make([]string, len(cells))
	for i, s := range cells {
		list[i] = r.Replace(visible.Text(s))
	}
	return list
}

// paragraph makes a line of Markdown text of a paragraph: no heading, list, quotation or
// line below a heading, whatever it begins with.
func paragraph(line string) string {
	line = strings.TrimLeft(line, " ")
	digits := len(line) - len(strings.TrimLeft(line, "0123456789"))
	switch rest := line[digits:]; {
	case digits > 0 && rest != "" && strings.ContainsRune(".)", rune(rest[0])):
		return line[:digits] + `\` + rest
	case digits == 0 && line != "" && strings.ContainsRune("#-+>=", rune(line[0])):
		return `\` + line
	}
	return line
}

// Display returns the comparison as a table for people: a column each for baseline,
// alternative, difference and ratio, and below the years their totals. The totals of
// a line are sums of its columns, which balance if the display says so, each by
// itself, so that in a row the difference as shown need not be that of the figures
// shown; where any is rounded the foot says so. A ratio is rounded as the display's ratios are, and is absent where they
// are not and no finite decimal is the ratio. The errors are those of [Display.Show].
func (c *Comparison) Display(d Display) (Table, error) {
	if c == nil {
		return Table{}, incomplete("display", "comparison")
	}
	t := Table{Head: []string{"line", "year", c.baseline, c.alternative, "difference", "ratio"}, Left: 2}
	var rows, totals [][]string
	var noted []Figure
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
		cells, figures, err := d.group(group, at >= 0)
		if err != nil {
			return Table{}, err
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
	if slices.ContainsFunc(noted, Figure.Rounded) {
		t.Foot = append(t.Foot, "each column is rounded by itself: "+c.baseline+" and the difference as shown may not add up to "+c.alternative)
	}
	t.Foot = append(t.Foot, "ratio: "+c.alternative+" over "+c.baseline+", "+ratioNote(d.Ratios))
	return t, nil
}

func ratioNote(r burden.Rounding) string {
	if r.IsZero() {
		return "exact where it is a finite decimal"
	}
	return "rounded to " + number(r.Quantum().Shift(2), burden.Rounding{}, Ones) + " %, " + strings.ReplaceAll(r.Mode().String(), "_", " ")
}

// group shows the rows of one line, of which the last may be their total.
func (d Display) group(rows []Row, total bool) ([][]string, []Figure, error) {
	cells := make([][]string, len(rows))
	for i, r := range rows {
		year := "total"
		if r.Year != 0 {
			year = strconv.Itoa(r.Year)
		}
		cells[i] = []string{r.Line.Name(), year}
	}
	unit := rows[0].Line.Unit()
	var all []Figure
	for _, of := range []func(Row) Value{
		func(r Row) Value { return r.Baseline }, func(r Row) Value { return r.Alternative }, Row.Difference,
	} {
		figures, err := d.values(rows, of, unit, total)
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
			f, err := d.figure(v.Amount, v.Amount, burden.Ratio)
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
func (d Display) values(rows []Row, of func(Row) Value, unit burden.Unit, total bool) ([]Figure, error) {
	total = total && of(rows[len(rows)-1]).Present
	figures := make([]Figure, len(rows))
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
