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
	"fmt"
	"io"
	"log"
	"os"
	"strconv"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/korea"
	"example.com/burdenshare/scenario"
)

func main() {
	if err := run(os.Stdout); err != nil {
		log.Fatal(err)
	}
}

var rates = []string{"0%", "2%", "4%"} // 0 % is nominal, the others assumed

// question is the model and what is changed in it.
type question struct {
	model                     *burden.Model
	contribution, worth, half burden.Line
	growth, discount          burden.Param
	seen, known               scenario.Overlay // exchange rates
	once, fifths, agreed      scenario.Overlay // other ways to pay than by growth
}

func newQuestion() (q question, err error) {
	var (
		base    = burden.NewParam("contribution_of_2019", burden.KRW, korea.Contribution())
		asked   = burden.NewParam("asked", burden.USD, korea.Talks("2019-11", "US demand", burden.Confirmed))
		rate    = burden.NewParam("rate", burden.KRW.Per(burden.USD), korea.Rate("market", "2019-11")).For("market rate")
		quantum = burden.RoundTo(korea.Quantum, burden.HalfUp)
		won     = burden.RoundTo("1", burden.HalfUp)
		fifth   = asked.Times(burden.Amount("0.2", burden.Ratio))
		due     = base.At(2019)
	)
	q.growth = burden.NewParam("growth", burden.Ratio, burden.Constant(0)).Within("0%", "100%")
	q.discount = burden.NewParam("discount", burden.Ratio, burden.Constant(0)).Within("0%", "100%")
	q.contribution = burden.NewLine("contribution", burden.KRW)
	q.worth = burden.NewLine("present_value", burden.KRW).As(burden.Stock)
	q.half = burden.NewLine("mid_year_value", burden.KRW).As(burden.Stock)
	q.seen = scenario.NewOverlay("as seen in November 2019", scenario.Define(rate.Is(korea.Rate("market", "2019-11"))))
	q.known = scenario.NewOverlay("as known later", scenario.Define(rate.Is(korea.MarketRate())))
	q.once = scenario.NewOverlay("at once", scenario.Define(
		q.contribution.Is(due).In(2020, asked.Times(rate).Rounded(quantum))))
	q.fifths = scenario.NewOverlay("in fifths", scenario.Define(
		q.contribution.Is(due).In(2020, burden.Amount(0, burden.KRW)).
			From(2021, due.Plus(fifth.Times(rate)).Rounded(quantum)).From(2026, due)))
	q.agreed = scenario.NewOverlay("as agreed", scenario.Define(
		q.contribution.Is(burden.NewParam("amounts", burden.KRW, korea.Contribution()))))
	q.model, err = burden.NewModel("breakeven",
		burden.Escalation(q.contribution, 2019, base, q.growth, quantum),
		burden.PresentValue(q.worth, q.contribution, burden.Discounting{Base: 2020, Rate: q.discount, Timing: burden.StartOfYear, Rounding: won}),
		burden.PresentValue(q.half, q.contribution, burden.Discounting{Base: 2020, Rate: q.discount, Timing: burden.MidYear, Rounding: won}))
	return q, err
}

func run(w io.Writer) error {
	q, err := newQuestion()
	if err != nil {
		return err
	}
	fmt.Fprintln(w, "In 0.1 bn won, shown rounded to 0.01; discounted to the start of 2020")
	for _, write := range []func(io.Writer) error{ratePaths, q.sixYears, q.breakEven, q.payback} {
		if err := write(w); err != nil {
			return err
		}
	}
	return nil
}

// ratePaths writes what a dollar costs, year by year.
func ratePaths(w io.Writer) error {
	seen, _ := korea.Rate("market", "2019-11").At(2019)
	fmt.Fprintf(w, "\nWon per dollar\nas seen in November 2019  %s in every year\nas known later          ", burden.Text(seen.Value))
	for year := 2020; year <= 2025; year++ {
		known, _ := korea.MarketRate().At(year)
		fmt.Fprintf(w, "  %s in %d", burden.Text(known.Value), year)
	}
	_, err := fmt.Fprintln(w)
	return err
}

// sixYears writes what 2020 to 2025 cost in the end, at each rate.
func (q question) sixYears(w io.Writer) error {
	fmt.Fprint(w, "\nAs agreed, 2020 to 2025")
	for _, span := range korea.Contribution().Spans() {
		if span.Status == burden.Recalled {
			fmt.Fprintf(w, "; %d is %s", span.From, span.Status)
		}
	}
	fmt.Fprintf(w, "\n%-12s  %10s  %10s  %10s\n", "discounted", "sum", "start", "mid-year")
	agreed, err := scenario.Baseline(q.model, 2020, 2025, q.contribution, q.worth, q.half).Apply(q.agreed)
	if err != nil {
		return err
	}
	for _, rate := range rates {
		s, err := agreed.With(rate, scenario.Set(q.discount, rate))
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "%-12s", "at "+rate)
		for _, m := range []scenario.Metric{scenario.Total(q.contribution), scenario.At(q.worth, 2025), scenario.At(q.half, 2025)} {
			v, err := s.Measure(m)
			if err != nil {
				return err
			}
			fmt.Fprintf(w, "  %10s", show(v))
		}
		fmt.Fprintln(w)
	}
	return nil
}

// breakEven writes the growth at which both sides cost the same.
func (q question) breakEven(w io.Writer) error {
	fmt.Fprintln(w, "\nGrowth that costs the same as 4.7 bn dollars")
	fmt.Fprintf(w, "%-12s  %-9s  %-24s  %-10s  %10s  %s\n", "over", "paid", "won per dollar", "discounted", "cost", "growth")
	for _, last := range []int{2025, 2029} {
		for _, plan := range []scenario.Overlay{q.once, q.fifths} {
			for _, path := range []scenario.Overlay{q.seen, q.known} {
				for _, rate := range rates {
					cost, growth, err := q.sameCost(last, rate, plan, path)
					if err != nil {
						return err
					}
					fmt.Fprintf(w, "2020 to %d  %-9s  %-24s  %-10s  %10s  %s\n", last, plan.Name(), path.Name(), "at "+rate, show(cost), growth)
				}
			}
		}
	}
	return nil
}

// sameCost returns what paying in dollars costs, and the growth that costs as much.
func (q question) sameCost(last int, rate string, plan, path scenario.Overlay) (cost decimal.Decimal, growth string, err error) {
	growing, paying, err := q.sides(last, rate, plan, path)
	if err != nil {
		return cost, "", err
	}
	worth := scenario.At(q.worth, last)
	if cost, err = paying.Measure(worth); err != nil {
		return cost, "", err
	}
	found, err := scenario.Solve(growing, worth, cost, q.growth, scenario.NewSteps("0%", "99.99%", "0.01%"))
	if err != nil {
		return cost, "", err
	}
	if found.Kind() != scenario.Bracket {
		return cost, found.Kind().String(), nil
	}
	answer := found.Answers[0]
	return cost, burden.Show(answer.From.At, burden.Ratio) + " to " + burden.Show(answer.To.At, burden.Ratio), nil
}

// payback writes from which year on paying in dollars has cost no more than growth.
func (q question) payback(w io.Writer) error {
	const last = 2049
	fmt.Fprintln(w, "\nPaid back, by growth and discount; won per dollar as known later")
	fmt.Fprintf(w, "%-9s  %6s", "paid", "growth")
	for _, rate := range rates {
		fmt.Fprintf(w, "  %11s", "at "+rate)
	}
	fmt.Fprintln(w)
	for _, plan := range []scenario.Overlay{q.once, q.fifths} {
		for _, growth := range []string{"6.2%", "8.2%", "13.9%"} {
			fmt.Fprintf(w, "%-9s  %6s", plan.Name(), growth)
			for _, rate := range rates {
				growing, paying, err := q.sides(last, rate, plan, q.known, scenario.NewOverlay("growth", scenario.Set(q.growth, growth)))
				if err != nil {
					return err
				}
				year, ok, err := scenario.PaybackYear(growing, paying, q.worth)
				if err != nil {
					return err
				}
				when := strconv.Itoa(year)
				if !ok {
					when = "not by " + strconv.Itoa(last)
				}
				fmt.Fprintf(w, "  %11s", when)
			}
			fmt.Fprintln(w)
		}
	}
	return nil
}

// sides returns the growing path and paying in dollars, to a last year and at a
// rate of discount; further overlays are on both.
func (q question) sides(last int, rate string, plan, path scenario.Overlay, both ...scenario.Overlay) (growing, paying *scenario.Scenario, err error) {
	both = append(both, scenario.NewOverlay("discount", scenario.Set(q.discount, rate)))
	growing, err = scenario.Baseline(q.model, 2020, last, q.worth).Apply(both...)
	if err != nil {
		return nil, nil, err
	}
	paying, err = growing.Apply(plan, path)
	return growing, paying, err
}

// show writes won in 0.1 bn, rounded to 0.01 for people.
func show(v decimal.Decimal) string {
	rounded, err := burden.RoundTo("0.001e9", burden.HalfUp).Apply(v)
	if err != nil {
		return err.Error()
	}
	return burden.Show(rounded.Shift(-8), burden.Ratio)
}
