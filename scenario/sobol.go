package scenario

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"math/big"
	"math/bits"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario/display"
)

// Sobol says how much of a metric's variance each input makes, when all of them move
// at once and independently: an input's values are equally likely, and one listed
// twice is twice as likely. It is a design, of inputs + 2 scenarios a run: A and B,
// drawn independently, and for each input AB_i, which is A with that input as in B.
//
//	first_i = 1/n Σ f(B) (f(AB_i) - f(A)) / V         what i makes alone
//	total_i = 1/2n Σ (f(A) - f(AB_i))² / V            what i makes alone and with others
//
// over n runs, with V the variance of all f(A) and f(B), and f less their mean. Both
// are computed in exact fractions: an input that never changes the metric has zero
// and nothing near it. Being estimates from a sample they come with an interval, and
// a first index can come out below zero.
//
// A draw depends on the seed, the input and the run only; more runs or inputs change none.
//
// Source: A. Saltelli et al., Computer Physics Communications 181 (2010), table 2 (b)
// and (f); total: M. J. W. Jansen, Computer Physics Communications 117 (1999).
type Sobol struct {
	Inputs []Axis
	Runs   int // at least MinRuns
	Seed   int64
	// Resamples is how many times the runs are drawn again, with repetition, to see how
	// far the indices spread. Zero is 1000.
	Resamples int
	// Confidence is how much of them an interval holds: from the k-th smallest index to
	// the k-th largest, k = ⌊Resamples × (1 - Confidence) / 2⌋, which has to be positive.
	// "" is 95 %.
	Confidence string
}

// MinRuns is how few runs [Sobol] takes. From fewer, intervals would mean nothing.
const MinRuns = 32

// SobolIndices are the Sobol' indices of one metric.
type SobolIndices struct {
	Metric Metric
	Inputs []SobolIndex // in order of the design
	// Runs is how many of the runs the indices are of. A run is left out if one of its
	// scenarios failed or is not among the outcomes.
	Runs           int
	Mean, Variance Fraction // of the metric; absent without runs
	Failed         int      // scenarios without values
	Failures       []Failure

	resamples  int
	confidence decimal.Decimal
}

// SobolIndex is what share of the metric's variance one input makes.
type SobolIndex struct {
	Input string   // the parameter, and the years if not all
	First Estimate // alone
	Total Estimate // alone and together with others
}

// Len returns how many scenarios there are: for each run, two more than inputs.
func (d Sobol) Len() int {
	if d.Check() != nil {
		return 0
	}
	return d.Runs * (len(d.Inputs) + 2)
}

// At returns the i-th scenario: run by run, A, B and the AB_i.
func (d Sobol) At(i int) Point {
	run, which := i/(len(d.Inputs)+2), i%(len(d.Inputs)+2)
	p := make(Point, len(d.Inputs))
	for j, a := range d.Inputs {
		draw := 2 * run
		if which == 1 || which == j+2 {
			draw++
		}
		k := pick(hashed(d.Seed, a.param.Name(), firstYear(a), draw), a.len())
		p[j] = setting(a, k)
	}
	return p
}

// pick returns which of n equally likely values a draw k is.
//
//	⌊n × (2k + 1) / 2^65⌋
func pick(k uint64, n int) int {
	high, low := bits.Mul64(k, uint64(n))
	_, carry := bits.Add64(low, uint64(n)/2, 0)
	return int(high + carry)
}

// Check reports everything that is wrong with the design.
func (d Sobol) Check() error {
	var runs error
	switch text := strconv.Itoa(d.Runs); {
	case d.Runs == 0:
		runs = &burden.Error{Input: "runs", Err: burden.ErrIncomplete}
	case d.Runs < MinRuns:
		runs = &burden.Error{Input: "runs", Value: text + ", less than " + strconv.Itoa(MinRuns), Err: burden.ErrOutOfRange}
	case d.Runs > maxGrid/(len(d.Inputs)+2):
		runs = &burden.Error{Input: "runs", Value: text, Err: burden.ErrTooLarge}
	}
	_, _, interval := d.interval()
	return errors.Join(checkInputs(d.Inputs), runs, interval)
}

// maxResamples bounds how often runs are drawn again.
const maxResamples = 1 << 16

func (d Sobol) resamples() int { return cmp.Or(d.Resamples, 1000) }

// interval returns the confidence and the k of intervals.
func (d Sobol) interval() (confidence decimal.Decimal, k int, err error) {
	if confidence, err = burden.Parse(cmp.Or(d.Confidence, "95%")); err != nil {
		return confidence, 0, err
	}
	outside := decimal.NewFromInt(1).Sub(confidence)
	switch {
	case confidence.Sign() <= 0 || outside.Sign() <= 0:
		return confidence, 0, &burden.Error{Input: "confidence", Value: d.Confidence, Err: burden.ErrOutOfRange}
	case d.resamples() > maxResamples:
		return confidence, 0, &burden.Error{Input: "resamples", Value: strconv.Itoa(d.Resamples), Err: burden.ErrTooLarge}
	}
	tail, err := burden.RoundTo("1", burden.Floor).Quotient(outside.Mul(decimal.NewFromInt(int64(d.resamples()))), decimal.NewFromInt(2))
	if err != nil || tail.Sign() <= 0 {
		return confidence, 0, &burden.Error{Input: "resamples", Value: fmt.Sprintf("%d for intervals of %s", d.resamples(), burden.Text(confidence)), Err: burden.ErrOutOfRange}
	}
	return confidence, int(tail.IntPart()), nil
}

// Run runs a sweep with this design, whatever its own and its range, and collects it:
// indices for each of its metrics. Besides the errors of [Sobol.Collect], inputs that
// the model does not have, or that leave a parameter's range, are reported.
func (d Sobol) Run(ctx context.Context, w Sweep) ([]SobolIndices, error) {
	if err := fit(w, d.Inputs); err != nil {
		return nil, err
	}
	w.Design, w.From, w.To, w.cut = d, 0, 0, false
	return d.collect(ctx, w.Metrics, w.Run(ctx), w.Workers)
}

// Collect computes the indices from outcomes of this design, wherever they were run,
// in any order: on several machines by a range each, or by other means than a sweep.
//
// It returns an error if:
//   - there are no inputs or runs ([burden.ErrIncomplete]), or a number is not in its range ([burden.ErrOutOfRange], [burden.ErrTooLarge])
//   - an input is faulty, or two are of one parameter in a common year ([ErrConflict])
//   - an outcome is not of this design or these metrics
//   - the context has ended
func (d Sobol) Collect(ctx context.Context, metrics []Metric, outcomes iter.Seq2[Outcome, error]) ([]SobolIndices, error) {
	return d.collect(ctx, metrics, outcomes, 0)
}

func (d Sobol) collect(ctx context.Context, metrics []Metric, outcomes iter.Seq2[Outcome, error], workers int) ([]SobolIndices, error) {
	if err := d.Check(); err != nil {
		return nil, &Error{Scenario: "Sobol", Err: err}
	}
	m, err := gather(metrics, d.Len(), outcomes)
	if err != nil {
		return nil, err
	}
	complete := m.runs(d.Runs, len(d.Inputs)+2)
	samples := make([]*sample, len(metrics))
	for k := range metrics {
		samples[k] = newSample(ctx, complete, len(d.Inputs), k)
	}
	var again [][][]*big.Rat
	if len(complete) >= MinRuns {
		again = resample(ctx, samples, d.Seed, d.resamples(), workers)
	}
	confidence, tail, _ := d.interval() // checked
	list := make([]SobolIndices, len(metrics))
	for k, metric := range metrics {
		x := SobolIndices{
			Metric: metric, Runs: len(complete), Failed: m.ledger.Failed, Failures: slices.Clone(m.ledger.Failures),
			resamples: d.resamples(), confidence: confidence,
		}
		x.Mean, x.Variance = samples[k].moments()
		indices := samples[k].indices(samples[k].sums)
		for j, a := range d.Inputs {
			index := SobolIndex{Input: axisName(a)}
			if x.Runs >= MinRuns && indices != nil && ctx.Err() == nil {
				index.First = estimate(ctx, indices, again[k], 2*j, tail)
				index.Total = estimate(ctx, indices, again[k], 2*j+1, tail)
			}
			x.Inputs = append(x.Inputs, index)
		}
		list[k] = x
	}
	if ctx.Err() != nil { // what was computed since is worth nothing
		return nil, &Error{Scenario: "Sobol", Err: context.Cause(ctx)}
	}
	return list, nil
}

// sample is what the indices of one metric are computed from. Of each run it has
// numbers that have only to be added up, over all runs or over those of a resample:
// a + b, a² + b², and of each input b·d, d and d², where a = f(A), b = f(B) and
// d = f(AB_i) - f(A). They are integers: f counts from the first value, in a unit of
// which all values are multiples. No index depends on either.
type sample struct {
	runs, inputs int
	terms        []big.Int
	sums         []big.Int // over all runs
	first        decimal.Decimal
	unit         *big.Rat
}

// newSample prepares a metric's values. If the context ends it does so half done.
func newSample(ctx context.Context, complete [][][]decimal.Decimal, inputs, metric int) *sample {
	s := &sample{runs: len(complete), inputs: inputs}
	s.terms = make([]big.Int, s.runs*s.width())
	var places int32 // to which all values are whole
	for r, run := range complete {
		if r == 0 {
			s.first = run[0][metric]
		}
		for _, v := range run {
			places = max(places, -v[metric].Exponent())
		}
	}
	s.unit = decimal.New(1, -places).Rat()
	for r, run := range complete {
		whole := func(i int) *big.Int { return run[i][metric].Sub(s.first).Shift(places).BigInt() }
		a, b := whole(0), whole(1)
		t := s.terms[r*s.width():]
		t[0].Add(a, b)
		t[1].Add(new(big.Int).Mul(a, a), new(big.Int).Mul(b, b))
		for j := range inputs {
			d := whole(2 + j)
			d.Sub(d, a)
			t[2+3*j].Mul(b, d)
			t[3+3*j].Set(d)
			t[4+3*j].Mul(d, d)
		}
		if ctx.Err() != nil {
			break
		}
	}
	s.sums = s.add(ctx, slices.Repeat([]int64{1}, s.runs))
	return s
}

func (s *sample) width() int { return 2 + 3*s.inputs }

// add adds up the terms of the runs, each as many times as it counts.
func (s *sample) add(ctx context.Context, counts []int64) []big.Int {
	sums := make([]big.Int, s.width())
	var times, term big.Int
	for r, count := range counts {
		if count == 0 {
			continue
		}
		if ctx.Err() != nil {
			break
		}
		times.SetInt64(count)
		for i := range sums {
			sums[i].Add(&sums[i], term.Mul(&times, &s.terms[r*len(sums)+i]))
		}
	}
	return sums
}

// indices computes the first and total index of each input, in turn, from sums over n
// runs, or nothing if the metric does not vary. With S the sum of all a + b and Q that
// of all a² + b²,
//
//	V = (2n Q - S²) / 4n²
//	first = 2 (2n Σ b·d - S Σ d) / (2n Q - S²)
//	total = 2n Σ d² / (2n Q - S²)
func (s *sample) indices(sums []big.Int) []*big.Rat {
	spread := s.spread(sums)
	if spread.Sign() == 0 {
		return nil
	}
	n2 := big.NewInt(2 * int64(s.runs))
	list := make([]*big.Rat, 0, 2*s.inputs)
	for j := range s.inputs {
		first := new(big.Int).Mul(n2, &sums[2+3*j])
		first.Sub(first, new(big.Int).Mul(&sums[0], &sums[3+3*j]))
		total := new(big.Int).Mul(n2, &sums[4+3*j])
		list = append(list, new(big.Rat).SetFrac(first.Lsh(first, 1), spread), new(big.Rat).SetFrac(total, spread))
	}
	return list
}

// spread is 2n Q - S².
func (s *sample) spread(sums []big.Int) *big.Int {
	spread := new(big.Int).Mul(big.NewInt(2*int64(s.runs)), &sums[1])
	return spread.Sub(spread, new(big.Int).Mul(&sums[0], &sums[0]))
}

// moments returns mean and variance of all f(A) and f(B).
func (s *sample) moments() (mean, variance Fraction) {
	if s.runs == 0 {
		return
	}
	n2 := big.NewInt(2 * int64(s.runs))
	m := new(big.Rat).SetFrac(&s.sums[0], n2)
	m.Mul(m, s.unit).Add(m, s.first.Rat())
	v := new(big.Rat).SetFrac(s.spread(s.sums), n2.Mul(n2, n2))
	return Fraction{m}, Fraction{v.Mul(v, s.unit).Mul(v, s.unit)}
}

// resample computes the indices of each metric again, from as many runs drawn with
// repetition, many times. All metrics and inputs share the draws, which depend on the
// seed and the resample only.
func resample(ctx context.Context, samples []*sample, seed int64, resamples, workers int) [][][]*big.Rat {
	again := make([][][]*big.Rat, len(samples))
	for k := range again {
		again[k] = make([][]*big.Rat, resamples)
	}
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	var next atomic.Int64
	var group sync.WaitGroup
	n := samples[0].runs
	for range workers {
		group.Go(func() {
			for b := int(next.Add(1)) - 1; b < resamples && ctx.Err() == nil; b = int(next.Add(1)) - 1 {
				counts := make([]int64, n)
				for i := range n {
					counts[pick(hashed(seed, "resample #", b, i), n)]++ // the name of no parameter
					if i%plainBatch == 0 && ctx.Err() != nil {
						return
					}
				}
				for k, s := range samples {
					again[k][b] = s.indices(s.add(ctx, counts))
				}
			}
		})
	}
	group.Wait()
	return again
}

// estimate is an index and its interval among those of the resamples.
func estimate(ctx context.Context, indices []*big.Rat, again [][]*big.Rat, which, tail int) Estimate {
	spread := make([]*big.Rat, len(again))
	for b, list := range again {
		spread[b] = new(big.Rat) // of a resample that does not vary, which shows no effect
		if list != nil {
			spread[b] = list[which]
		}
	}
	slices.SortFunc(spread, func(x, y *big.Rat) int {
		if ctx.Err() != nil {
			return 0 // to be done soon
		}
		return x.Cmp(y)
	})
	return Estimate{Fraction{indices[which]}, Fraction{spread[tail-1]}, Fraction{spread[len(spread)-tail]}}
}

// Table writes the indices as a text table, each number rounded once as told.
func (x SobolIndices) Table(r burden.Rounding) (string, error) {
	cells := [][]string{{"input", "index", "estimate", "from", "to", "distinguishable from zero"}}
	for _, in := range x.Inputs {
		for i, e := range []Estimate{in.First, in.Total} {
			v, err := rounded(r, e.Value, e.Low, e.High)
			if err != nil {
				return "", &Error{Scenario: "Sobol", Err: err}
			}
			verdict := map[bool]string{true: "yes", false: "no"}[e.Distinguishable()]
			cells = append(cells, []string{in.Input, [...]string{"first", "total"}[i], v[0].String(), v[1].String(), v[2].String(), verdict})
		}
	}
	return fmt.Sprintf("%s: Sobol' indices of %d runs, intervals of %s from %d resamples, rounded %s\n",
		x.Metric, x.Runs, burden.Show(x.confidence, burden.Ratio), x.resamples, r) + display.Align(cells, 2) + failureText(x.Failed, x.Failures), nil
}
