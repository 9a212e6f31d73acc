package scenario

import (
	"cmp"
	"errors"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/visible"
)

// maxFailures is how many failing scenarios a summary names; it counts them all.
const maxFailures = 1000

// maxOutcomes is how many outcomes a summary counts: what every reader of JSON can count.
const maxOutcomes = min(math.MaxInt, 1<<53)

// Summary is what is kept of many outcomes: counts, sums, extremes, and every value
// with how often it occurred, so that order statistics are exact. Summaries of parts
// merge to the summary of the whole, in any order and grouping, and travel as JSON.
// A summary changes as it is added to: it is not safe for concurrent use.
//
// It grows with the different values there are, not with the outcomes. A metric that is
// different in each of very many scenarios is best measured at a precision that serves:
// as a line that the model rounds.
type Summary struct {
	Metrics  []MetricSummary
	Failed   int       // scenarios without values
	Failures []Failure // the first thousand of them, by index
}

// Failure is a scenario of a sweep that has no values, and why.
type Failure struct {
	Index int    // in the design
	Error string // the message
}

// MetricSummary is what is kept of one metric.
type MetricSummary struct {
	Metric   string
	Unit     burden.Unit
	Rounding string // of a metric that is a quotient: to 0.01, half up
	Count    int
	Sum      decimal.Decimal
	values   map[string]count // by their text, so that equal values are one
}

type count struct {
	value decimal.Decimal
	times int
}

// NewSummary returns the empty summary of metrics.
func NewSummary(metrics ...Metric) *Summary {
	s := &Summary{}
	for _, m := range metrics {
		s.Metrics = append(s.Metrics, MetricSummary{Metric: m.String(), Unit: m.Unit(), Rounding: m.roundings(), values: map[string]count{}})
	}
	return s
}

// Add takes an outcome into the summary.
func (s *Summary) Add(o Outcome) {
	if o.Err != nil || len(o.Values) != len(s.Metrics) {
		text := "values of other metrics"
		if o.Err != nil {
			text = strings.ToValidUTF8(o.Err.Error(), "\uFFFD") // as it will have travelled
		}
		s.Failed++
		if len(s.Failures) >= maxFailures && o.Index > slices.MaxFunc(s.Failures, byIndex).Index {
			return
		}
		s.Failures = append(s.Failures, Failure{o.Index, text})
		if len(s.Failures) > maxFailures {
			s.trim()
		}
		return
	}
	for i := range s.Metrics {
		s.Metrics[i].add(o.Values[i], 1)
	}
}

// tally adds blocks to a summary: equal counts are counted before they become numbers.
type tally struct {
	summary *Summary
	quantum []decimal.Decimal // by metric
	times   []map[int64]int
}

func newTally(s *Summary) *tally {
	t := &tally{summary: s, quantum: make([]decimal.Decimal, len(s.Metrics)), times: make([]map[int64]int, len(s.Metrics))}
	for k := range t.times {
		t.times[k] = map[int64]int{}
	}
	return t
}

func (t *tally) add(b *Block) {
	for k := range t.times {
		counts, quantum, ok := b.Counts(k)
		if !ok {
			for i := range b.n {
				if b.Err(i) == nil {
					t.summary.Metrics[k].add(b.value(i, k), 1)
				}
			}
			continue
		}
		if !quantum.Equal(t.quantum[k]) {
			t.flush(k)
			t.quantum[k] = quantum
		}
		for i, c := range counts {
			if len(b.plain) == 0 || b.Err(i) == nil {
				t.times[k][c]++
			}
		}
		if len(t.times[k]) > maxTally {
			t.flush(k)
		}
	}
	for i := range b.n {
		if o, ok := b.plain[i]; ok && o.Err != nil {
			t.summary.Add(o)
		}
	}
}

// maxTally is how many different counts are held before they become numbers.
const maxTally = 1 << 16

// flush turns a metric's counts into numbers of the summary.
func (t *tally) flush(metric int) {
	for c, times := range t.times[metric] {
		t.summary.Metrics[metric].add(t.quantum[metric].Mul(decimal.NewFromInt(c)), times)
	}
	clear(t.times[metric])
}

// settle flushes every metric.
func (t *tally) settle() {
	for k := range t.times {
		t.flush(k)
	}
}

// byIndex orders failures, and those of one index by what they say, so that the order
// of merging does not show.
func byIndex(a, b Failure) int {
	return cmp.Or(cmp.Compare(a.Index, b.Index), cmp.Compare(a.Error, b.Error))
}

// trim keeps the failures of the smallest indexes.
func (s *Summary) trim() {
	slices.SortFunc(s.Failures, byIndex)
	s.Failures = s.Failures[:min(len(s.Failures), maxFailures)]
}

func (m *MetricSummary) add(v decimal.Decimal, times int) {
	if m.values == nil {
		m.values = map[string]count{}
	}
	key := burden.Text(v)
	c := m.values[key]
	m.values[key] = count{v, c.times + times}
	m.Count += times
	m.Sum = m.Sum.Add(v.Mul(decimal.NewFromInt(int64(times))))
}

// Merge takes another summary of the same metrics into s. It returns an error, and s is
// unchanged, if:
//   - metrics, their units or roundings differ, or there is no other summary ([ErrBaseline])
//   - there is no s ([burden.ErrIncomplete])
//   - there are more than 2^53 outcomes, or than an int counts ([burden.ErrTooLarge])
func (s *Summary) Merge(t *Summary) error {
	if s == nil {
		return incomplete("summary", "summary")
	}
	same := t != nil && slices.EqualFunc(s.Metrics, t.Metrics, func(a, b MetricSummary) bool {
		return a.Metric == b.Metric && a.Unit == b.Unit && a.Rounding == b.Rounding
	})
	if !same {
		return &Error{Scenario: "summary", Err: ErrBaseline}
	}
	tooMany := s.Failed > maxOutcomes-t.Failed
	for i, m := range t.Metrics {
		tooMany = tooMany || s.Metrics[i].Count > maxOutcomes-m.Count
	}
	if tooMany {
		return &Error{Scenario: "summary", Err: &burden.Error{Input: "count", Err: burden.ErrTooLarge}}
	}
	for i := range t.Metrics {
		s.Metrics[i].merge(&t.Metrics[i])
	}
	s.Failed += t.Failed
	s.Failures = slices.Concat(s.Failures, t.Failures)
	s.trim()
	return nil
}

// merge counts the values of another; their order does not matter, as sums are exact.
func (m *MetricSummary) merge(n *MetricSummary) {
	if m.values == nil {
		m.values = make(map[string]count, len(n.values))
	}
	sum, total := n.Sum, n.Count
	for key, c := range n.values {
		m.values[key] = count{c.value, m.values[key].times + c.times}
	}
	m.Count, m.Sum = m.Count+total, m.Sum.Add(sum)
}

// sorted returns the values in ascending order.
func (m MetricSummary) sorted() []count {
	return slices.SortedFunc(maps.Values(m.values), func(a, b count) int { return a.value.Cmp(b.value) })
}

// Min returns the smallest value, and whether there is one.
func (m MetricSummary) Min() (decimal.Decimal, bool) { return m.order(1) }

// Max returns the largest value, and whether there is one.
func (m MetricSummary) Max() (decimal.Decimal, bool) { return m.order(m.Count) }

// order returns the k-th smallest value, k from 1.
func (m MetricSummary) order(k int) (decimal.Decimal, bool) {
	if k < 1 || k > m.Count {
		return decimal.Decimal{}, false
	}
	for _, c := range m.sorted() {
		if k -= c.times; k <= 0 {
			return c.value, true
		}
	}
	return decimal.Decimal{}, false
}

// Mean returns the mean, rounded once as told.
func (m MetricSummary) Mean(r burden.Rounding) (decimal.Decimal, error) {
	return r.Quotient(m.Sum, decimal.NewFromInt(int64(m.Count)))
}

// Quantile returns the smallest value that at least the share p of all values do
// not exceed: an order statistic, so it is one of the values. The share is a number from
// 0 to 1, such as "0.05" or "5%". The value is absent if there are none to choose from.
//
//	the k-th smallest value, k = ⌈p × count⌉, at least 1
//
// It returns an error if p is not a number ([burden.ErrNumber]), or not from 0 to 1
// ([burden.ErrOutOfRange]).
func (m MetricSummary) Quantile(p string) (Value, error) {
	share, err := burden.Parse(p)
	if err == nil && (share.IsNegative() || share.GreaterThan(decimal.NewFromInt(1))) {
		err = &burden.Error{Input: "quantile", Detail: "quantile " + visible.Quote(p) + " is not from 0 to 1, such as 0.05 or 5%", Err: burden.ErrOutOfRange}
	}
	var k decimal.Decimal
	if err == nil {
		k, err = burden.RoundTo("1", burden.Ceiling).Apply(share.Mul(decimal.NewFromInt(int64(m.Count))))
	}
	if err != nil {
		if fault, ok := errors.AsType[*burden.Error](err); ok && fault.Detail == "" {
			fault.Input = "quantile"
			if fault.Err == burden.ErrNumber {
				fault.Detail = "quantile " + visible.Quote(p) + " is not a number from 0 to 1, such as 0.05 or 5%"
			}
		}
		return Value{}, &Error{Scenario: "summary", Err: err}
	}
	v, ok := m.order(max(1, int(k.IntPart())))
	return Value{v, ok}, nil
}

// Between returns how many of the values lie from low to high, both included, out of
// Count: the probability of an event, counted.
func (m MetricSummary) Between(low, high decimal.Decimal) int {
	n := 0
	for _, c := range m.values {
		if c.value.GreaterThanOrEqual(low) && c.value.LessThanOrEqual(high) {
			n += c.times
		}
	}
	return n
}

// Bin is a stretch of a histogram: values from Low, included, to High, excluded.
type Bin struct {
	Low, High decimal.Decimal
	Count     int
}

// Histogram counts the values in bins of a width, the first beginning at the largest
// multiple of the width not above the smallest value. It returns an error if the width is
// not a number ([burden.ErrNumber]), not positive ([burden.ErrOutOfRange]), or gives more
// than 10,000 bins ([burden.ErrTooLarge]).
func (m MetricSummary) Histogram(width string) ([]Bin, error) {
	w, err := burden.Parse(width)
	if err == nil && w.Sign() <= 0 {
		err = burden.ErrOutOfRange
	}
	if err != nil {
		if fault, ok := errors.AsType[*burden.Error](err); ok {
			err = fault.Err
		}
		return nil, &Error{Scenario: "histogram", Err: &burden.Error{Input: "width", Value: visible.Quote(width), Err: err}}
	}
	smallest, ok := m.Min()
	if !ok {
		return nil, nil
	}
	low, err := burden.RoundTo(width, burden.Floor).Apply(smallest)
	if err != nil {
		return nil, &Error{Scenario: "histogram", Err: err}
	}
	var bins []Bin
	for _, c := range m.sorted() {
		for len(bins) == 0 || c.value.GreaterThanOrEqual(bins[len(bins)-1].High) {
			if len(bins) == 10000 {
				return nil, &Error{Scenario: "histogram", Err: burden.ErrTooLarge}
			}
			bins = append(bins, Bin{Low: low, High: low.Add(w)})
			low = low.Add(w)
		}
		bins[len(bins)-1].Count += c.times
	}
	return bins, nil
}
