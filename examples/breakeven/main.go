// Break-even: which growth path costs the same as a one-off payment of 4.7 bn dollars,
// and when has the one-off paid for itself?
//
// One side pays the amount of 2019 grown by a constant rate every year, rounded half
// up to 0.1 bn won as agreements do. The other pays the amount asked in November 2019
// and otherwise the amount of 2019: at once, in place of the amount of 2020; or in
// fifths, one in each of 2021 to 2025 beside that amount, and nothing in 2020.
//
// What dollars cost in won is a path by year: the average of November 2019 in every
// year, as somebody signing then would have planned, or the averages of 2020 to 2025,
// as known later. What years are worth is a rate: 0 % is nominal, 2 % and 4 % are
// assumptions, no published figure. Amounts fall due at the start of their year, so
// 2020 is not discounted; at mid-year all would be less by the same half year, and
// break-even the same.
//
// The break-even growth is looked for below 100 %, on a grid of 0.01 %. Payback is
// asked for growth that has been heard of, held to 2049: 6.2 %, the mean of five years
// in the base of 2026; 8.2 %, the budget's of 2019; 13.9 %, the rise of 2021.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"strconv"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/korea"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/display"
)

func main() {
	out := bufio.NewWriter(os.Stdout)
	if err := errors.Join(run(out), out.Flush()); err != nil {
		log.Fatal(err)
	}
}

var (
	rates = []string{"0%", "2%", "4%"} // 0 % is nominal, the others assumed
	inBn  = display.Style{
		Amounts: burden.RoundTo("0.001e9", burden.HalfUp), Magnitude: display.Billions,
		Ratios: burden.RoundTo("0.01%", burden.HalfUp),
	}
)

func run(w io.Writer) error {
	q, err := newQuestion()
	if err != nil {
		return err
	}
	fmt.Fprint(w, "Won per dollar\n", ratePaths())
	for _, part := range []struct {
		title string
		table func() (display.Table, error)
	}{
		{"As agreed, 2020 to 2025, to the start of 2020", q.sixYears},
		{"Growth that costs the same as 4.7 bn dollars", q.breakEven},
		{"First year from which 4.7 bn dollars have cost no more than growth; won per dollar as known later", q.payback},
	} {
		t, err := part.table()
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "\n%s\n%s", part.title, t)
	}
	return nil
}

// ratePaths is what a dollar costs, year by year.
func ratePaths() display.Table {
	t := display.Table{Head: []string{"", "2020", "2021", "2022", "2023", "2024", "2025"}, Left: 1}
	seen, known := []string{"as seen in November 2019"}, []string{"as known later"}
	for year := 2020; year <= 2025; year++ {
		s, _ := korea.Rate("market", "2019-11").At(year)
		k, _ := korea.MarketRate().At(year)
		seen, known = append(seen, burden.Text(s.Value)), append(known, burden.Text(k.Value))
	}
	t.Rows = [][]string{seen, known}
	return t
}

// sixYears is what 2020 to 2025 cost in the end, at each rate.
func (q question) sixYears() (display.Table, error) {
	t := display.Table{Head: []string{"discounted", "sum", "due at the start", "at mid-year"}, Left: 1}
	agreed, err := scenario.Baseline(q.model, 2020, 2025, q.contribution, q.worth, q.half).Apply(q.agreed)
	if err != nil {
		return t, err
	}
	var figures []display.Figure
	for _, rate := range rates {
		s, err := agreed.With(rate, scenario.Set(q.discount, rate))
		if err != nil {
			return t, err
		}
		row := []string{rate}
		for _, m := range []scenario.Metric{scenario.Total(q.contribution), scenario.At(q.worth, 2025), scenario.At(q.half, 2025)} {
			v, err := s.Measure(m)
			if err != nil {
				return t, err
			}
			f, err := inBn.Show(v, burden.KRW)
			if err != nil {
				return t, err
			}
			row, figures = append(row, f.Text), append(figures, f)
		}
		t.Rows = append(t.Rows, row)
	}
	t.Foot = []string{inBn.Note(figures...)}
	for _, span := range korea.Contribution().Spans() {
		if span.Status == burden.Recalled {
			t.Foot = append(t.Foot, fmt.Sprintf("%d is %s: found in no source", span.From, span.Status))
		}
	}
	return t, nil
}

// breakEven is the growth at which both sides cost the same.
func (q question) breakEven() (display.Table, error) {
	t := display.Table{Head: []string{"over", "paid", "won per dollar", "discounted", "cost", "growth"}, Left: 3}
	var figures []display.Figure
	for _, last := range []int{2025, 2029} {
		for _, plan := range []scenario.Overlay{q.once, q.fifths} {
			for _, path := range []scenario.Overlay{q.seen, q.known} {
				for _, rate := range rates {
					f, growth, err := q.sameCost(last, rate, plan, path)
					if err != nil {
						return t, err
					}
					figures = append(figures, f)
					t.Rows = append(t.Rows, []string{"2020 to " + strconv.Itoa(last), plan.Name(), path.Name(), rate, f.Text, growth})
				}
			}
		}
	}
	t.Foot = []string{inBn.Note(figures...)}
	return t, nil
}

// sameCost returns what paying in dollars costs, and the growth that costs as much:
// the rates of the grid on both sides of it.
func (q question) sameCost(last int, rate string, plan, path scenario.Overlay) (cost display.Figure, growth string, err error) {
	growing, paying, err := q.sides(last, rate, plan, path)
	if err != nil {
		return cost, "", err
	}
	worth := scenario.At(q.worth, last)
	v, err := paying.Measure(worth)
	if err != nil {
		return cost, "", err
	}
	if cost, err = inBn.Show(v, burden.KRW); err != nil {
		return cost, "", err
	}
	found, err := scenario.Solve(growing, worth, v, q.growth, scenario.NewSteps("0%", "99.99%", "0.01%"))
	if err != nil {
		return cost, "", err
	}
	if found.Kind() != scenario.Bracket {
		return cost, found.Kind().String(), nil
	}
	from, err := inBn.Show(found.Answers[0].From.At, burden.Ratio)
	if err != nil {
		return cost, "", err
	}
	to, err := inBn.Show(found.Answers[0].To.At, burden.Ratio)
	return cost, from.Text + " to " + to.Text, err
}

// payback is from which year on paying in dollars has cost no more than growth.
func (q question) payback() (display.Table, error) {
	const last = 2049
	t := display.Table{Head: append([]string{"paid", "growth"}, rates...), Left: 1, Foot: []string{"growth and rates of discount held to " + strconv.Itoa(last)}}
	for _, plan := range []scenario.Overlay{q.once, q.fifths} {
		for _, growth := range []string{"6.2%", "8.2%", "13.9%"} {
			row := []string{plan.Name(), growth}
			for _, rate := range rates {
				growing, paying, err := q.sides(last, rate, plan, q.known, scenario.NewOverlay("growth", scenario.Set(q.growth, growth)))
				if err != nil {
					return t, err
				}
				year, ok, err := scenario.PaybackYear(growing, paying, q.worth)
				if err != nil {
					return t, err
				}
				when := strconv.Itoa(year)
				if !ok {
					when = "never"
				}
				row = append(row, when)
			}
			t.Rows = append(t.Rows, row)
		}
	}
	return t, nil
}
