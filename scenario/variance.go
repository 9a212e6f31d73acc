package scenario

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/visible"
	"example.com/burdenshare/scenario/display"
)

// Variance is how far a year's figure came from another for the same year, such as
// what was executed from what was budgeted.
type Variance struct {
	Year       int
	Planned    burden.Entry
	Came       burden.Entry
	Difference decimal.Decimal // what came less what was planned
	unit       burden.Unit
}

// Ratio returns the difference over what was planned, rounded as told; absent where
// that is zero.
func (v Variance) Ratio(r burden.Rounding) Value {
	return value(r.Quotient(v.Difference, v.Planned.Value))
}

// String says in one line what was planned, what came, and the difference, with the
// stage and status of each.
func (v Variance) String() string {
	return visible.Text(fmt.Sprintf("%d: planned %s, came %s, difference %s", v.Year,
		figureText(v.Planned, v.unit), figureText(v.Came, v.unit), burden.Show(v.Difference, v.unit)))
}

// percent writes the ratio, rounded half up to 0.1 %; a dash where there is none.
func (v Variance) percent() string {
	ratio := v.Ratio(burden.RoundTo("0.1%", burden.HalfUp))
	if !ratio.Present {
		return "-"
	}
	f, _ := display.Style{}.Show(ratio.Amount, burden.Ratio) // a zero display rounds nothing, and so cannot fail
	return f.Text
}

// maxVariances bounds the years of variances.
const maxVariances = 1 << 12

// Variances are the variances of a series by year.
type Variances []Variance

// VarianceOf sets two parameters side by side, year by year: what was planned and what
// came. Expected, agreed, budgeted and executed amounts of one year differ by
// [burden.Stage]; each pair of stages is a variance of its own. Years that only one has
// are left out.
//
// It returns an error if a series is faulty, units or year bases differ
// ([burden.ErrUnit], [burden.ErrYearBasis]), or there are more than 4096 years
// ([burden.ErrTooLarge]).
func VarianceOf(planned, came burden.Param) (Variances, error) {
	// Both are checked where every parameter is: by a model.
	difference := burden.NewLine("difference", came.Unit())
	a, b := burden.NewLine("side.planned", planned.Unit()), burden.NewLine("side.came", came.Unit())
	if _, err := burden.NewModel("variance", a.Is(planned), b.Is(came), difference.Is(b.Minus(a))); err != nil {
		return nil, err
	}
	var list Variances
	rest := came.Series().Spans() // both are by year
	for _, s := range planned.Series().Spans() {
		for len(rest) > 0 && rest[0].To < s.From {
			rest = rest[1:]
		}
		for _, t := range rest {
			if t.From > s.To {
				break
			}
			for year := max(s.From, t.From); year <= min(s.To, t.To); year++ {
				if len(list) == maxVariances {
					return nil, &Error{Scenario: "variance", Err: &burden.Error{Input: "years", Value: "more than " + strconv.Itoa(maxVariances), Err: burden.ErrTooLarge}}
				}
				list = append(list, Variance{year, s.Entry, t.Entry, t.Value.Sub(s.Value), planned.Unit()})
			}
		}
	}
	return list, nil
}

// String writes the variances as a text table, ratios rounded half up to 0.1 %.
func (v Variances) String() string {
	if len(v) == 0 {
		return ""
	}
	known := func(e burden.Entry) string {
		return strings.TrimSpace(cmp.Or(e.Stage.String(), "amount") + ", " + e.Status.String())
	}
	cells := [][]string{{"year", "planned", "", "came", "", "difference", "ratio"}}
	for _, x := range v {
		show := func(d decimal.Decimal) string { return Value{d, true}.Show(x.unit) }
		cells = append(cells, []string{
			strconv.Itoa(x.Year), show(x.Planned.Value), known(x.Planned), show(x.Came.Value), known(x.Came),
			show(x.Difference), x.percent(),
		})
	}
	return display.Align(cells, 1) + "ratio: difference over planned, rounded half up to 0.1 %\n"
}
