package policytest

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/visible"
)

// row is one labelled part of a failure. An empty text is left out. A text that ends with
// a line break is of several lines, and every other is one line, whatever stands in it.
type row struct{ label, text string }

// because is the row of an error, of several lines if it joins several.
func because(err error) row {
	faults := burden.Faults(err)
	if len(faults) == 1 {
		return row{"error", err.Error()}
	}
	return row{"error", err.Error() + "\n"}
}

// fail reports a failure: what is wrong in one line, then what goes with it.
func fail(t T, title string, rows ...row) bool {
	t.Helper()
	width := 0
	for _, r := range rows {
		if r.text != "" && !strings.HasSuffix(r.text, "\n") {
			width = max(width, utf8.RuneCountInString(r.label))
		}
	}
	var b strings.Builder
	b.WriteString(visible.Text(title))
	for _, r := range rows {
		text, several := strings.CutSuffix(r.text, "\n")
		switch {
		case strings.Trim(text, "\n") == "":
		case several:
			b.WriteString("\n  " + r.label + ":")
			for line := range strings.SplitSeq(strings.TrimRight(text, "\n"), "\n") {
				b.WriteString("\n    " + visible.Text(line))
			}
		default:
			b.WriteString("\n  " + r.label + ":" + strings.Repeat(" ", width-utf8.RuneCountInString(r.label)+1) + visible.Text(text))
		}
	}
	t.Errorf("%s", b.String())
	return false
}

// where says of which projection a failure is.
func where(p *burden.Projection) row {
	from, to := p.Years()
	return row{"model", p.Model().ID() + ", " + span(from, to)}
}

// why explains a line in a year, or in none if it has no value.
func why(p *burden.Projection, l burden.Line, year int) row {
	x, err := p.Explain(l, year)
	if errors.Is(err, burden.ErrTooLarge) { // the lines next to it are the ones that help
		x, err = p.ExplainWithin(l, year, burden.Extent{Depth: 2})
	}
	if err != nil {
		return row{}
	}
	return row{"why", x.String()}
}

// absent reports a projection that is none.
func absent(t T, p *burden.Projection) bool {
	t.Helper()
	none := p == nil || p.Model() == nil
	if none {
		fail(t, "there is no projection")
	}
	return none
}

// offBy says how far a number is from another.
func offBy(found, expected decimal.Decimal, unit burden.Unit) string {
	d := found.Sub(expected)
	if d.Sign() < 0 {
		return burden.Show(d.Neg(), unit) + " too little"
	}
	return burden.Show(d, unit) + " too much"
}

// number reads a number as given to an assertion.
func number[N burden.Number](n N) (decimal.Decimal, bool) {
	e, ok := burden.Constant(n).At(burden.MinYear)
	return e.Value, ok
}

// notANumber reports an argument that is none.
func notANumber(t T, what string, n any) bool {
	t.Helper()
	return fail(t, fmt.Sprintf("the %s, %v, is not a number", what, n))
}

// span writes years: "2010", "2009 to 2013".
func span(from, to int) string {
	if from == to {
		return strconv.Itoa(from)
	}
	return strconv.Itoa(from) + " to " + strconv.Itoa(to)
}

// list writes years one by one: "2010, 2013".
func list(years []int) string {
	if len(years) == 0 {
		return "never"
	}
	texts := make([]string, len(years))
	for i, y := range years {
		texts[i] = strconv.Itoa(y)
	}
	return strings.Join(texts, ", ")
}

// columns writes names in one column and what goes with them in another.
func columns(rows [][2]string) string {
	width := 0
	for i, r := range rows {
		r = [2]string{visible.Text(r[0]), visible.Text(r[1])}
		rows[i] = r
		width = max(width, utf8.RuneCountInString(r[0]))
	}
	var b strings.Builder
	for _, r := range rows {
		b.WriteString(r[0] + strings.Repeat(" ", width-utf8.RuneCountInString(r[0])+2) + r[1] + "\n")
	}
	return b.String()
}
