package oracle_test

import (
	"errors"
	"flag"
	"fmt"
	"maps"
	"math/big"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/burdenshare/burden"
)

var (
	long = flag.Bool("long", false, "compare 100,000 models")
	seed = flag.Uint64("seed", 10, "of the random models")
)

// causes are the sentinels that evaluation can end with.
var causes = []error{burden.ErrMissingYear, burden.ErrDivisionByZero, burden.ErrOutOfRange, burden.ErrInexact, burden.ErrCycle, burden.ErrTooLarge}

// tally counts what was compared.
type tally struct {
	models, values, failing, apart, beyond, refused atomic.Int64
	causes                                          [6]atomic.Int64
	used                                            sync.Map // kinds of expressions and modes of roundings that were evaluated
}

// Every line in every year has the oracle's value, or the projection ends with the
// oracle's error, in the same line and year.
func TestPlainEvaluation(t *testing.T) {
	t.Parallel()
	count := uint64(2000 / slow)
	if *long {
		count = 100_000
	}
	var n tally
	each(t, count, func(i uint64) string {
		lines, years := sizes(i)
		p := generate(*seed, i, lines, years)
		back := i%4 == 3
		difference := compare(p, back, &n)
		if difference == "" {
			return ""
		}
		p = shrink(p, func(q *plan) bool {
			d := compare(q, back, new(tally))
			return d != "" && !strings.HasPrefix(d, refused)
		})
		return compare(p, back, new(tally)) + "\n" + p.String()
	})
	t.Logf("%d models, %d values compared, %d models end with an error, %d of them elsewhere than the oracle", n.models.Load(), n.values.Load(), n.failing.Load(), n.apart.Load())
	for i, c := range causes {
		t.Logf("%6d %v", n.causes[i].Load(), c)
		assert.True(t, slow > 1 || n.causes[i].Load() > 0, "no model has met %v", c)
	}
	t.Logf("%d models refused for a cycle, %d near the limits of a power", n.refused.Load(), n.beyond.Load())
	for _, kind := range slices.Concat(kinds, slices.Sorted(maps.Keys(modes))) {
		_, used := n.used.Load(kind)
		assert.True(t, used, "no model has used %s", kind)
	}
	assert.Less(t, n.failing.Load(), n.models.Load()/2, "most models are evaluated to the end")
	assert.Less(t, n.refused.Load()+n.beyond.Load(), n.models.Load()/20, "few models are left out")
}

// sizes spreads plans from one line and year to 40 lines and 60 years.
func sizes(i uint64) (lines, years int) {
	switch i % 10 {
	case 0:
		return 40, 60
	case 1, 2, 3:
		return 15, 25
	}
	return 6, 10
}

// each runs a comparison for every index on all cores and reports the first differences.
func each(t *testing.T, count uint64, run func(i uint64) string) {
	t.Helper()
	var next atomic.Uint64
	var workers sync.WaitGroup
	var mutex sync.Mutex
	reported := 0
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for i := next.Add(1) - 1; i < count; i = next.Add(1) - 1 {
				if difference := run(i); difference != "" {
					mutex.Lock()
					reported++
					if reported <= 5 {
						t.Errorf("-seed %d, model %d: %s", *seed, i, difference)
					}
					mutex.Unlock()
				}
			}
		})
	}
	workers.Wait()
	if reported > 5 {
		t.Errorf("%d models differ", reported)
	}
}

// compare returns in what the library and the oracle differ on a plan, empty if in
// nothing. The oracle evaluates the plan itself or, back, what it reads from the formulas
// of the library's model.
func compare(p *plan, back bool, n *tally) string {
	m, err := p.build()
	if err != nil {
		for _, f := range burden.Faults(err) {
			if !errors.Is(f, burden.ErrCycle) {
				return refused + err.Error()
			}
		}
		n.refused.Add(1)
		return ""
	}
	if back {
		p = read(m, p.from, p.to, p.asked)
	}
	return difference(m, p, n)
}

// difference is compare of a model with the plan that it is made of.
func difference(m *burden.Model, p *plan, n *tally) string {
	var asked []burden.Line
	var names []string
	for _, l := range m.Lines() {
		if slices.Contains(p.asked, l.Name()) {
			asked = append(asked, l)
			names = append(names, l.Name())
		}
	}
	if len(asked) == 0 {
		for _, l := range m.Results() {
			names = append(names, l.Name())
		}
	}
	o := newOracle(p)
	o.used = &n.used
	fault := o.project(names)
	if o.beyond {
		n.beyond.Add(1)
		return ""
	}
	n.models.Add(1)
	projection, err := m.Project(p.from, p.to, asked...)
	if err != nil {
		n.failing.Add(1)
		n.cause(err)
		return o.sameFault(p, fault, err, n)
	}
	if fault != nil {
		return fmt.Sprintf("evaluated, but %s %d is %v", fault.line, fault.year, fault.cause)
	}
	for _, l := range m.Lines() {
		for year := p.from; year <= p.to; year++ {
			got, err := projection.Value(l, year)
			want := o.known[place{l.Name(), year}]
			switch applicable := want != nil && !want.absent; {
			case err != nil && !errors.Is(err, burden.ErrNotApplicable):
				return err.Error()
			case (err == nil) != applicable:
				return fmt.Sprintf("%s %d: %v, want %v", l.Name(), year, err, want)
			case err == nil && written(burden.Text(got)).Cmp(want.value) != 0:
				return fmt.Sprintf("%s %d is %s, want %s", l.Name(), year, burden.Text(got), want.value.RatString())
			case err == nil:
				n.values.Add(1)
			}
		}
	}
	return ""
}

// refused begins a difference that is a fault of the plan.
const refused = "no model: "

func (n *tally) cause(err error) {
	for i, c := range causes {
		if errors.Is(err, c) {
			n.causes[i].Add(1)
		}
	}
}

// sameFault compares an error with the oracle's. The library looks for a cycle among all
// the lines that a formula needs before it computes the first of them, so of two faults of
// one projection it may report another; that one has to be a fault too, of that line and
// year.
func (o *oracle) sameFault(p *plan, want *fault, err error, n *tally) string {
	got, ok := errors.AsType[*burden.Error](err)
	if !ok || want == nil {
		return fmt.Sprintf("%v, want %v", err, want)
	}
	if errors.Is(err, want.cause) && got.Line == want.line && got.Year == want.year {
		return ""
	}
	n.apart.Add(1)
	alone := newOracle(p)
	f := alone.compute(place{got.Line, got.Year})
	if f != nil && errors.Is(err, f.cause) && f.line == got.Line && f.year == got.Year {
		return ""
	}
	if errors.Is(err, burden.ErrCycle) && alone.cyclic(place{got.Line, got.Year}) {
		return "" // any line of a cycle may be the one
	}
	return fmt.Sprintf("%v, want %v in %s %d", err, want.cause, want.line, want.year)
}

// written reads a number as the library writes it, in full.
func written(text string) *big.Rat {
	x, ok := new(big.Rat).SetString(text)
	if !ok {
		return new(big.Rat).SetInt64(-1 << 62)
	}
	return x
}
