package main

import (
	"context"
	"fmt"
	"runtime"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario"
)

// engine runs the library's sweeps of a workload. Everything from the design to the last
// result is timed: axes, compiling, planning, running.
type engine struct {
	*agreement
	columns [][]int64 // dense: the counts of all scenarios, by parameter
}

// over names the years of a parameter for an axis: none for all.
func over(year int) []scenario.Years {
	if year == 0 {
		return nil
	}
	return []scenario.Years{scenario.In(year)}
}

// counted is the design of the first n scenarios, or of the whole grid: no Decimal is
// made on the way in.
func (e *engine) counted(n int) scenario.Design {
	if e.w.grid {
		return scenario.NewGrid(e.gridAxes()...)
	}
	list := make([]scenario.Axis, len(e.columns))
	for c, counts := range e.columns {
		list[c] = scenario.NewCountedAxis(e.params[c], quantum(e.exponent[c]), counts[:n], over(e.years[c])...)
	}
	return scenario.NewColumns(list...)
}

func (e *engine) gridAxes() []scenario.Axis {
	var list []scenario.Axis
	for _, a := range axes {
		p, _ := e.model.Param(a.name)
		counts := make([]int64, axisLength)
		for k := range counts {
			counts[k] = a.value(k)
		}
		list = append(list, scenario.NewCountedAxis(p, quantum(a.exponent), counts))
	}
	return list
}

// quantum writes a power of ten.
func quantum(exponent int32) string { return fmt.Sprintf("1e%d", exponent) }

// decimals are the columns of the first n scenarios as Decimals.
func (e *engine) decimals(n int) [][]decimal.Decimal {
	list := make([][]decimal.Decimal, len(e.columns))
	for c, counts := range e.columns {
		list[c] = make([]decimal.Decimal, n)
		for i := range n {
			list[c][i] = decimal.New(counts[i], e.exponent[c])
		}
	}
	return list
}

// fromDecimals is the design of columns given as Decimals.
func (e *engine) fromDecimals(columns [][]decimal.Decimal) scenario.Design {
	list := make([]scenario.Axis, len(columns))
	for c, values := range columns {
		list[c] = scenario.NewAxis(e.params[c], values, over(e.years[c])...)
	}
	return scenario.NewColumns(list...)
}

// sweep is a sweep of the first n scenarios of a design.
func (e *engine) sweep(design scenario.Design, metrics []scenario.Metric, n, workers int) scenario.Sweep {
	return scenario.Sweep{Scenario: e.scenario, Design: design, Metrics: metrics, To: n, Workers: workers}
}

// stream runs a sweep and takes one value of each block, another metric's each time.
func stream(w scenario.Sweep) error {
	k := 0
	for b, err := range w.Blocks(context.Background()) {
		if err != nil {
			return err
		}
		if b.Len() == 0 {
			continue
		}
		k = (k + 31) % len(w.Metrics)
		v, err := b.Value(b.Len()-1, k)
		if err != nil {
			return err
		}
		runtime.KeepAlive(v)
	}
	return nil
}

// streamDecimals runs a sweep and takes every value, as a Decimal.
func streamDecimals(w scenario.Sweep) error {
	for b, err := range w.Blocks(context.Background()) {
		if err != nil {
			return err
		}
		for i := range b.Len() {
			for k := range w.Metrics {
				v, err := b.Value(i, k)
				if err != nil {
					return err
				}
				runtime.KeepAlive(v)
			}
		}
	}
	return nil
}

// visit runs a sweep and gives the results of those scenarios that are wanted.
func visit(w scenario.Sweep, wanted map[int]bool, give func(i int, got []decimal.Decimal) error) error {
	got := make([]decimal.Decimal, len(w.Metrics))
	for b, err := range w.Blocks(context.Background()) {
		if err != nil {
			return err
		}
		for i := range b.Len() {
			if !wanted[b.From()+i] {
				continue
			}
			for k := range got {
				if got[k], err = b.Value(i, k); err != nil {
					return err
				}
			}
			if err := give(b.From()+i, got); err != nil {
				return err
			}
		}
	}
	return nil
}

// prepared are models of some scenarios, built beforehand, for the plain evaluator.
type prepared struct {
	*agreement
	models []*burden.Model
}

func newPrepared(a *agreement, scenarios []int) (*prepared, error) {
	p := &prepared{agreement: a}
	counts := make([]int64, len(a.params))
	for _, i := range scenarios {
		a.w.row(counts, i)
		series := map[string]burden.Series{}
		var definitions []burden.Definition
		for c, param := range a.params {
			s, from, to := series[param.Name()], a.years[c], a.years[c]
			if from == 0 {
				from, to = burden.MinYear, burden.MaxYear
			}
			series[param.Name()] = s.Set(from, to, burden.Entry{Value: decimal.New(counts[c], a.exponent[c])})
		}
		for c, param := range a.params {
			if c == 0 || a.params[c-1].Name() != param.Name() {
				definitions = append(definitions, param.Is(series[param.Name()]))
			}
		}
		m, err := a.model.With(definitions...)
		if err != nil {
			return nil, err
		}
		p.models = append(p.models, m)
	}
	return p, nil
}

// evaluate projects the k-th model and takes all results, in their order.
func (p *prepared) evaluate(k int, out []decimal.Decimal) error {
	from, to := firstYear, firstYear+p.w.years-1
	projection, err := p.models[k].Project(from, to, p.lines...)
	if err != nil {
		return err
	}
	place := 0
	take := func(v decimal.Decimal, e error) {
		if e != nil && err == nil {
			err = e
		}
		out[place] = v
		place++
	}
	of := func(l burden.Line) {
		for year := from; year <= to; year++ {
			take(projection.Value(l, year))
		}
	}
	each := len(p.lines) / p.w.copies
	for c := range p.w.copies {
		copied := p.lines[c*each : (c+1)*each]
		for _, l := range copied[:lines] {
			of(l)
		}
		for _, i := range totalled {
			take(projection.Total(copied[i], from, to))
		}
		for _, l := range copied[lines:] {
			of(l)
		}
	}
	return err
}

// visit holds the results of a sweep against the oracle's.
func (x *expected) visit(w scenario.Sweep, places []int) (int, error) {
	wanted := map[int]bool{}
	for _, i := range x.scenarios {
		wanted[i] = true
	}
	values, seen := 0, 0
	err := visit(w, wanted, func(i int, got []decimal.Decimal) error {
		n, err := x.compare(i, places, got)
		values, seen = values+n, seen+1
		return err
	})
	if err == nil && seen != len(wanted) {
		err = fmt.Errorf("%d scenarios of %d came", seen, len(wanted))
	}
	return values, err
}
