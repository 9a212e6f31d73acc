package oracle_test

import (
	"cmp"
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario"
)

// axis is a parameter with the values it takes in some years.
type axis struct {
	param    string
	from, to int
	values   []string
}

// swept is a plan with a grid and what is measured of its scenarios.
type swept struct {
	p     *plan
	axes  []axis
	cells []place
	total []string // lines, over all years
}

// Every scenario of a grid has the oracle's values, or its error.
func TestSweeps(t *testing.T) {
	t.Parallel()
	count := uint64(160 / slow)
	if *long {
		count = 10_000
	}
	var scenarios, values, failing, apart, left atomic.Int64
	each(t, count, func(i uint64) string {
		lines, years := sizes(i + 5) // mostly small ones, because each is evaluated many times
		w := sweepOf(generate(*seed+1, i, min(lines, 15), min(years, 25)), rand.New(rand.NewPCG(*seed+2, i)))
		if w == nil {
			left.Add(1)
			return ""
		}
		difference := w.compare(t, &scenarios, &values, &failing, &apart)
		if difference == "" {
			return ""
		}
		p := shrink(w.p, func(q *plan) bool {
			v := w.on(q)
			if v == nil {
				return false
			}
			d := v.compare(t, new(atomic.Int64), new(atomic.Int64), new(atomic.Int64), new(atomic.Int64))
			return d != "" && !strings.HasPrefix(d, refused)
		})
		v := w.on(p)
		return v.compare(t, &scenarios, &values, &failing, &apart) + fmt.Sprintf("\ngrid %+v, measured %v, totals %v\n", v.axes, v.cells, v.total) + p.String()
	})
	t.Logf("%d scenarios of %d sweeps, %d values compared, %d scenarios end with an error, %d of them another than the oracle's first; %d models without anything to sweep",
		scenarios.Load(), int64(count)-left.Load(), values.Load(), failing.Load(), apart.Load(), left.Load())
	assert.NotZero(t, failing.Load(), "some scenarios fail")
	assert.Less(t, failing.Load(), scenarios.Load()/2, "most scenarios are evaluated to the end")
}

// sweepOf puts a grid of at least 30 scenarios on a plan; nil if it reads no parameter.
func sweepOf(p *plan, r *rand.Rand) *swept {
	m, err := p.build()
	if err != nil || len(m.Params()) == 0 {
		return nil
	}
	g := &generator{Rand: r, careful: r.IntN(4) > 0}
	params := m.Params()
	r.Shuffle(len(params), func(a, b int) { params[a], params[b] = params[b], params[a] })
	params = params[:min(len(params), 1+r.IntN(3))]
	w := &swept{p: p}
	for _, q := range params {
		a := axis{param: q.Name(), from: burden.MinYear, to: burden.MaxYear}
		if g.chance(30) {
			a.from = p.from + g.IntN(p.to-p.from+1)
			a.to = a.from + g.IntN(5)
		}
		for range []int{0, 32, 6, 4}[len(params)] {
			a.values = append(a.values, g.amount(q.Unit()))
		}
		w.axes = append(w.axes, a)
	}
	for _, l := range m.Lines() {
		var years []int
		for y := p.from; y <= p.to; y++ {
			if w.applicable(l.Name(), y) {
				years = append(years, y)
			}
		}
		if len(years) == 0 || g.chance(30) {
			continue
		}
		w.cells = append(w.cells, place{l.Name(), pick(g, years...)}, place{l.Name(), years[len(years)-1]})
		if l.Measure() == burden.Flow && g.chance(30) {
			w.total = append(w.total, l.Name())
		}
	}
	if len(w.cells) == 0 {
		return nil
	}
	return w
}

// applicable reports whether a line is defined in a year, which no parameter changes.
func (w *swept) applicable(line string, year int) bool {
	for _, l := range w.p.lines() {
		if l.Name == line {
			return l.Def.Kind != pieces || l.Def.inForce(year) != nil
		}
	}
	return false
}

// on returns what of the sweep can be asked of a smaller plan, nil if nothing is left.
func (w *swept) on(p *plan) *swept {
	m, err := p.build()
	if err != nil {
		return nil
	}
	v := &swept{p: p}
	for _, a := range w.axes {
		if _, ok := m.Param(a.param); ok {
			v.axes = append(v.axes, a)
		}
	}
	within := func(c place) bool { return c.year >= p.from && c.year <= p.to && v.applicable(c.line, c.year) }
	for _, c := range w.cells {
		if within(c) {
			v.cells = append(v.cells, c)
		}
	}
	for _, l := range w.total {
		if within(place{l, p.from}) {
			v.total = append(v.total, l)
		}
	}
	if len(v.axes) == 0 || len(v.cells) == 0 {
		return nil
	}
	return v
}

func (w *swept) compare(t *testing.T, scenarios, values, failing, apart *atomic.Int64) string {
	m, err := w.p.build()
	if err != nil {
		return refused + err.Error()
	}
	var axes []scenario.Axis
	for _, a := range w.axes {
		q, _ := m.Param(a.param)
		axes = append(axes, scenario.NewAxis(q, a.values, scenario.Between(a.from, a.to)))
	}
	var metrics []scenario.Metric
	// What the metrics need and nothing else, by year and then in the model's order.
	asked := slices.Clone(w.cells)
	for _, c := range w.cells {
		l, _ := m.Line(c.line)
		metrics = append(metrics, scenario.At(l, c.year))
	}
	for _, name := range w.total {
		l, _ := m.Line(name)
		metrics = append(metrics, scenario.Total(l))
		for year := w.p.from; year <= w.p.to; year++ {
			asked = append(asked, place{name, year})
		}
	}
	order := map[string]int{}
	for i, l := range w.p.lines() {
		order[l.Name] = i
	}
	slices.SortFunc(asked, func(a, b place) int { return cmp.Or(a.year-b.year, order[a.line]-order[b.line]) })
	asked = slices.Compact(asked)
	sweep := scenario.Sweep{Scenario: scenario.Baseline(m, w.p.from, w.p.to), Design: scenario.NewGrid(axes...), Metrics: metrics}
	size := 1
	for _, a := range w.axes {
		size *= len(a.values)
	}
	next := 0
	for outcome, err := range sweep.Run(t.Context()) {
		if err != nil && strings.Contains(err.Error(), ": every scenario fails: ") {
			return w.hopeless(asked, size, err, scenarios, failing, apart)
		}
		if err != nil {
			return err.Error()
		}
		if outcome.Index != next {
			return fmt.Sprintf("outcome %d, want %d", outcome.Index, next)
		}
		o := newOracle(w.at(next))
		fault := o.only(asked)
		next++
		scenarios.Add(1)
		if o.beyond {
			continue
		}
		if (fault == nil) != (outcome.Err == nil) {
			return fmt.Sprintf("scenario %d: %v, want %v", outcome.Index, outcome.Err, fault)
		}
		if fault != nil {
			failing.Add(1)
			var n tally
			if d := o.sameFault(o.p, fault, outcome.Err, &n); d != "" {
				return fmt.Sprintf("scenario %d: %s", outcome.Index, d)
			}
			apart.Add(n.apart.Load())
			continue
		}
		for k, want := range w.want(o) {
			if written(burden.Text(outcome.Values[k])).Cmp(want) != 0 {
				return fmt.Sprintf("scenario %d: %v is %s, want %s", outcome.Index, metrics[k], burden.Text(outcome.Values[k]), want.RatString())
			}
			values.Add(1)
		}
	}
	if next != size {
		return fmt.Sprintf("%d outcomes of %d", next, size)
	}
	return ""
}

// hopeless checks a sweep that says before it runs that every scenario fails. By the oracle
// all of them have to fail, and the first with the error that the sweep gives.
func (w *swept) hopeless(asked []place, size int, said error, scenarios, failing, apart *atomic.Int64) string {
	for i := range size {
		o := newOracle(w.at(i))
		fault := o.only(asked)
		scenarios.Add(1)
		if o.beyond {
			continue
		}
		if fault == nil {
			return fmt.Sprintf("scenario %d has values, though %v", i, said)
		}
		failing.Add(1)
		if i > 0 {
			continue
		}
		var n tally
		if d := o.sameFault(o.p, fault, said, &n); d != "" {
			return fmt.Sprintf("scenario %d: %s", i, d)
		}
		apart.Add(n.apart.Load())
	}
	return ""
}

// at returns the plan of the i-th scenario, the last axis varying fastest.
func (w *swept) at(i int) *plan {
	p := w.p.clone()
	for _, a := range slices.Backward(w.axes) {
		q := *p.params[a.param]
		q.Spans = append(slices.Clone(q.Spans), span{a.from, a.to, a.values[i%len(a.values)]})
		p.params[a.param] = &q
		i /= len(a.values)
	}
	return p
}

// want are the oracle's values of the metrics.
func (w *swept) want(o *oracle) []*big.Rat {
	var list []*big.Rat
	for _, c := range w.cells {
		list = append(list, o.known[c].value)
	}
	for _, l := range w.total {
		sum := new(big.Rat)
		for y := w.p.from; y <= w.p.to; y++ {
			if s := o.known[place{l, y}]; s != nil && !s.absent {
				sum.Add(sum, s.value)
			}
		}
		list = append(list, sum)
	}
	return list
}
