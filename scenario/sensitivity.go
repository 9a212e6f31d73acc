package scenario

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/visible"
	"example.com/burdenshare/scenario/display"
	"example.com/burdenshare/scenario/internal/rate"
)

// Fraction is an exact fraction, absent where there is nothing to compute it from.
// The zero Fraction is absent.
type Fraction struct{ r *big.Rat }

// Rat returns the fraction, nil if it is absent.
func (f Fraction) Rat() *big.Rat {
	if f.r == nil {
		return nil
	}
	return new(big.Rat).Set(f.r)
}

// String writes the fraction in full, "1/3", a dash where it is absent.
func (f Fraction) String() string {
	if f.r == nil {
		return "-"
	}
	return f.r.RatString()
}

// Rounded returns the fraction as a decimal, rounded once as told.
func (f Fraction) Rounded(r burden.Rounding) (Value, error) {
	if f.r == nil {
		return Value{}, nil
	}
	v, err := r.Quotient(decimal.NewFromBigInt(f.r.Num(), 0), decimal.NewFromBigInt(f.r.Denom(), 0))
	return Value{v, err == nil}, err
}

// rounded returns fractions as decimals, each rounded once.
func rounded(r burden.Rounding, fractions ...Fraction) ([]Value, error) {
	list := make([]Value, len(fractions))
	for i, f := range fractions {
		v, err := f.Rounded(r)
		if err != nil {
			return nil, err
		}
		list[i] = v
	}
	return list, nil
}

// Estimate is a number known from a sample, and the bootstrap interval around it. It
// is absent where nothing varies, or the sample is of fewer than [MinRuns] runs.
type Estimate struct{ Value, Low, High Fraction }

// Distinguishable reports whether the number is distinguishable from zero: whether
// the whole interval is above it. What is estimated is never negative, so an estimate
// below zero is as good as zero.
func (e Estimate) Distinguishable() bool { return e.Low.r != nil && e.Low.r.Sign() > 0 }

// Tornado says how far a metric moves when one input at a time moves, the others
// staying as the scenario has them.
type Tornado struct {
	Metric   Metric
	Base     Value // of the scenario as it is
	Bars     []Bar // the widest first, ties by name, inputs that could not be measured last
	Failed   int   // scenarios without values
	Failures []Failure
}

// Bar is what one input does to the metric. A value that could not be measured is
// absent.
type Bar struct {
	Input         string          // the parameter, and the years if not all
	Low, High     decimal.Decimal // the input's smallest and largest value
	AtLow, AtHigh Value           // the metric there
	// Swing is the largest less the smallest of the metric's values at Low, at High
	// and in the scenario as it is. What the input does between them it does not show.
	Swing Value
	unit  burden.Unit // of the input
	rate  bool        // the input is shown as a percentage
}

// OneAtATime measures a scenario as it is and with each input at its smallest and at
// its largest value, and returns a tornado for each of the sweep's metrics. The
// sweep's own design and range play no part.
//
// One input at a time hides what inputs do together; [Morris] and [Sobol] show it.
//
// It returns an error if:
//   - there are no inputs ([burden.ErrIncomplete]), or two of one parameter in a common year ([ErrConflict])
//   - an input is faulty, or not the model's ([burden.ErrUnknownName], [burden.ErrUnit])
//   - an input leaves the parameter's range ([burden.ErrOutOfRange])
//   - the sweep is faulty, or the context has ended
func OneAtATime(ctx context.Context, w Sweep, inputs ...Axis) ([]Tornado, error) {
	if err := fit(w, inputs); err != nil {
		return nil, err
	}
	design := List{{}}
	for _, a := range inputs {
		low, high := ends(a)
		design = append(design, Point{{a.param, low, a.years}}, Point{{a.param, high, a.years}})
	}
	w.Design, w.From, w.To, w.cut = design, 0, 0, false
	m, err := gather(w.Metrics, len(design), w.Run(ctx))
	if err != nil {
		return nil, err
	}
	tornadoes := make([]Tornado, len(w.Metrics))
	for k, metric := range w.Metrics {
		at := func(i int) Value {
			if v, ok := m.values[i]; ok {
				return Value{v[k], true}
			}
			return Value{}
		}
		t := Tornado{Metric: metric, Base: at(0), Failed: m.ledger.Failed, Failures: slices.Clone(m.ledger.Failures)}
		for i, a := range inputs {
			b := Bar{Input: axisName(a), AtLow: at(2*i + 1), AtHigh: at(2*i + 2), unit: a.param.Unit(), rate: a.percent || rate.Is(w.Scenario.model, a.param)}
			b.Low, b.High = ends(a)
			if t.Base.Present && b.AtLow.Present && b.AtHigh.Present {
				x, y, z := t.Base.Amount, b.AtLow.Amount, b.AtHigh.Amount
				b.Swing = Value{decimal.Max(x, y, z).Sub(decimal.Min(x, y, z)), true}
			}
			t.Bars = append(t.Bars, b)
		}
		slices.SortStableFunc(t.Bars, func(a, b Bar) int {
			if a.Swing.Present != b.Swing.Present {
				return map[bool]int{true: -1, false: 1}[a.Swing.Present]
			}
			return cmp.Or(b.Swing.Amount.Cmp(a.Swing.Amount), cmp.Compare(a.Input, b.Input))
		})
		tornadoes[k] = t
	}
	return tornadoes, nil
}

// String writes the tornado as a text table. Every number in it is exact.
func (t Tornado) String() string {
	unit := t.Metric.Unit()
	var values []decimal.Decimal
	for _, b := range append(t.Bars, Bar{AtLow: t.Base}) {
		for _, v := range []Value{b.AtLow, b.AtHigh, b.Swing} {
			values = append(values, v.Amount)
		}
	}
	percent := rate.Below(values...)
	show := func(v Value) string {
		if !v.Present {
			return "-"
		}
		return strings.TrimSuffix(rate.Show(v.Amount, unit, percent), " "+string(unit))
	}
	cells := [][]string{{"input", "low", "high", "at low", "at high", "swing"}}
	for _, b := range t.Bars {
		cells = append(cells, []string{
			b.Input, rate.Show(b.Low, b.unit, b.rate), rate.Show(b.High, b.unit, b.rate),
			show(b.AtLow), show(b.AtHigh), show(b.Swing),
		})
	}
	base := "-"
	if t.Base.Present {
		base = rate.Show(t.Base.Amount, unit, percent)
	}
	return fmt.Sprintf("%s: %s as it is\n", t.Metric, base) + display.Align(cells, 1) + failureText(t.Failed, t.Failures)
}

// failureText writes the first of the scenarios that failed, and how many did.
func failureText(failed int, failures []Failure) string {
	if failed == 0 {
		return ""
	}
	const shown = 5
	var b strings.Builder
	fmt.Fprintf(&b, "failed scenarios: %d\n", failed)
	for _, f := range failures[:min(len(failures), shown)] {
		b.WriteString("  " + visible.Text(f.Error) + "\n") // of a summary that was read, anything
	}
	if failed > shown {
		b.WriteString("  …\n")
	}
	return b.String()
}

// axisName is how results name an input: "cpi in 2026", or without years if it is
// all of them.
func axisName(a Axis) string {
	var name strings.Builder
	name.WriteString(a.param.Name())
	for i, y := range a.years {
		name.WriteString([...]string{" ", " and "}[min(i, 1)] + y.String())
	}
	return name.String()
}

// firstYear is the year an input's draws belong to, zero if it is of all years. No
// other input of the parameter has it too.
func firstYear(a Axis) int {
	if len(a.years) == 0 {
		return 0
	}
	return slices.MinFunc(a.years, func(x, y Years) int { return cmp.Compare(x.from, y.from) }).from
}

// ends are an input's smallest and largest value.
func ends(a Axis) (low, high decimal.Decimal) {
	if len(a.counts) > 0 {
		from, to := ends64(a.counts)
		return a.count(from), a.count(to)
	}
	return slices.MinFunc(a.values, decimal.Decimal.Cmp), slices.MaxFunc(a.values, decimal.Decimal.Cmp)
}

// setting sets an input to one of its values. One that it does not have is a setting
// that nothing can apply.
func setting(a Axis, i int) Setting {
	if i >= a.len() {
		return Setting{}
	}
	return Setting{a.param, a.at(i), a.years}
}

// checkInputs reports inputs that cannot be varied together.
func checkInputs(inputs []Axis) error {
	var faults []error
	if len(inputs) == 0 {
		faults = append(faults, &burden.Error{Input: "inputs", Err: burden.ErrIncomplete})
	}
	for i, a := range inputs {
		switch {
		case a.fault != nil:
			faults = append(faults, a.fault)
		case a.len() == 0:
			faults = append(faults, &burden.Error{Input: "input", Err: burden.ErrIncomplete})
		}
		for _, b := range inputs[:i] {
			if a.asChange().Touches(b.asChange()) {
				faults = append(faults, &Error{Scenario: "inputs", Change: axisName(a), Other: axisName(b), Err: ErrConflict})
			}
		}
	}
	return errors.Join(faults...)
}

// fit reports inputs that cannot be varied together, or not in the sweep's scenario.
// A sweep without a scenario is reported by what runs it.
func fit(w Sweep, inputs []Axis) error {
	if w.Scenario == nil || w.Scenario.model == nil {
		return nil
	}
	fault := checkInputs(inputs)
	if fault == nil {
		var faults []error
		m := w.Scenario.model
		for _, a := range inputs {
			p, err := w.Scenario.has(a.param)
			if err == nil {
				low, high := ends(a)
				from, to, ranged := p.Range()
				if ranged && (low.LessThan(from) || high.GreaterThan(to)) {
					err = &burden.Error{
						Model: m.ID(), Input: axisName(a), Err: burden.ErrOutOfRange,
						Value: burden.Text(low) + " to " + burden.Text(high) + ", not within " + burden.Text(from) + " to " + burden.Text(to),
					}
				}
			}
			if err != nil {
				faults = append(faults, err)
			}
		}
		fault = errors.Join(faults...)
	}
	if fault != nil {
		return &Error{Scenario: w.Scenario.name, Err: fault}
	}
	return nil
}

// measured is what a design's scenarios came to, by index, and those that failed.
type measured struct {
	values map[int][]decimal.Decimal
	ledger *Summary
}

// gather takes in the outcomes of a design of so many scenarios.
func gather(metrics []Metric, count int, outcomes iter.Seq2[Outcome, error]) (measured, error) {
	m := measured{map[int][]decimal.Decimal{}, NewSummary()}
	if len(metrics) == 0 || outcomes == nil {
		return measured{}, &Error{Scenario: "sensitivity", Err: &burden.Error{Input: "metrics or outcomes", Err: burden.ErrIncomplete}}
	}
	for o, err := range outcomes {
		switch {
		case err != nil:
			return measured{}, err
		case o.Index < 0 || o.Index >= count:
			fault := &burden.Error{Input: "outcome", Value: strconv.Itoa(o.Index) + " of " + strconv.Itoa(count), Err: burden.ErrOutOfRange}
			return measured{}, &Error{Scenario: "sensitivity", Err: fault}
		case o.Err != nil:
			m.ledger.Add(o)
		case len(o.Values) != len(metrics):
			fault := &burden.Error{Input: "outcome", Value: strconv.Itoa(len(o.Values)) + " values for " + strconv.Itoa(len(metrics)) + " metrics", Err: ErrBaseline}
			return measured{}, &Error{Scenario: "sensitivity", Err: fault}
		default:
			m.values[o.Index] = o.Values
		}
	}
	m.ledger.trim()
	return m, nil
}

// runs returns the runs, each of so many scenarios, all of which have values: of each
// run, for each scenario, the values of all metrics.
func (m measured) runs(count, width int) [][][]decimal.Decimal {
	var list [][][]decimal.Decimal
next:
	for r := range count {
		run := make([][]decimal.Decimal, width)
		for i := range run {
			v, ok := m.values[r*width+i]
			if !ok {
				continue next
			}
			run[i] = v
		}
		list = append(list, run)
	}
	return list
}
