package scenario

import (
	"cmp"
	"encoding/json"
	"maps"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
)

// maxFailures is how many failing scenarios a summary names; it counts them all.
const maxFailures = 1000

// Summary is what is kept of many outcomes: counts, sums, extremes, and every value
// with how often it occurred, so that order statistics are exact. Summaries of parts
// merge to the summary of the whole, in any order and grouping, and travel as JSON.
// A summary changes as it is added to: it is not safe for concurrent use.
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
	Metric string
	Count  int
	Sum    decimal.Decimal
	values map[string]count // by their text, so that equal values are one
}

type count struct {
	value decimal.Decimal
	times int
}

// NewSummary returns the empty summary of metrics.
func NewSummary(metrics ...Metric) *Summary {
	s := &Summary{}
	for _, m := range metrics {
		s.Metrics = append(s.Metrics, MetricSummary{Metric: m.String(), values: map[string]count{}})
	}
	return s
}

// Add takes an outcome into the summary.
func (s *Summary) Add(o Outcome) {
	if o.Err != nil || len(o.Values) != len(s.Metrics) {
		text := "values of other metrics"
		if o.Err != nil {
			text = o.Err.Error()
		}
		s.Failed++
		latest := func(a, b Failure) int { return cmp.Compare(a.Index, b.Index) }
		if len(s.Failures) >= maxFailures && o.Index > slices.MaxFunc(s.Failures, latest).Index {
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

// trim keeps the failures of the smallest indexes.
func (s *Summary) trim() {
	slices.SortFunc(s.Failures, func(a, b Failure) int { return cmp.Compare(a.Index, b.Index) })
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

// Merge takes another summary of the same metrics into s; of others it is an
// [ErrBaseline] and s is unchanged.
func (s *Summary) Merge(t *Summary) error {
	same := t != nil && slices.EqualFunc(s.Metrics, t.Metrics, func(a, b MetricSummary) bool { return a.Metric == b.Metric })
	if !same {
		return &Error{Scenario: "summary", Err: ErrBaseline}
	}
	for i, m := range t.Metrics {
		for _, c := range m.sorted() {
			s.Metrics[i].add(c.value, c.times)
		}
	}
	s.Failed += t.Failed
	s.Failures = slices.Concat(s.Failures, t.Failures)
	s.trim()
	return nil
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
// not exceed: an order statistic, so it is one of the values. It is absent if there
// are none or p is not between 0 and 1.
//
//	the k-th smallest value, k = ⌈p × count⌉, at least 1
func (m MetricSummary) Quantile(p string) (decimal.Decimal, bool) {
	share, err := burden.Parse(p)
	if err != nil || share.IsNegative() || share.GreaterThan(decimal.NewFromInt(1)) {
		return decimal.Decimal{}, false
	}
	k, err := burden.RoundTo("1", burden.Ceiling).Apply(share.Mul(decimal.NewFromInt(int64(m.Count))))
	if err != nil {
		return decimal.Decimal{}, false
	}
	return m.order(max(1, int(k.IntPart())))
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
// multiple of the width not above the smallest value. More than 10,000 bins are a
// [burden.ErrTooLarge].
func (m MetricSummary) Histogram(width string) ([]Bin, error) {
	w, err := burden.Parse(width)
	if err != nil || w.Sign() <= 0 {
		return nil, &Error{Scenario: "histogram", Err: &burden.Error{Input: "width", Value: strconv.Quote(width), Err: burden.ErrOutOfRange}}
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

// summaryJSON is how a summary travels: numbers as text, values ascending.
type summaryJSON struct {
	Metrics  []metricJSON  `json:"metrics"`
	Failed   int           `json:"failed"`
	Failures []failureJSON `json:"failures,omitempty"`
}

type metricJSON struct {
	Metric string      `json:"metric"`
	Values []valueJSON `json:"values"`
}

type valueJSON struct {
	Value string `json:"value"`
	Count int    `json:"count"`
}

type failureJSON struct {
	Index int    `json:"index"`
	Error string `json:"error"`
}

// MarshalJSON writes the summary, the same bytes for equal summaries.
func (s *Summary) MarshalJSON() ([]byte, error) {
	out := summaryJSON{Failed: s.Failed}
	for _, m := range s.Metrics {
		j := metricJSON{Metric: m.Metric, Values: []valueJSON{}}
		for _, c := range m.sorted() {
			j.Values = append(j.Values, valueJSON{burden.Text(c.value), c.times})
		}
		out.Metrics = append(out.Metrics, j)
	}
	ordered := slices.SortedFunc(slices.Values(s.Failures), func(a, b Failure) int { return cmp.Compare(a.Index, b.Index) })
	for _, f := range ordered {
		out.Failures = append(out.Failures, failureJSON(f))
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (s *Summary) UnmarshalJSON(data []byte) error {
	var in summaryJSON
	if err := json.Unmarshal(data, &in); err != nil {
		return &Error{Scenario: "summary", Err: err}
	}
	r := Summary{Failed: in.Failed}
	if in.Failed < len(in.Failures) {
		return &Error{Scenario: "summary", Err: &burden.Error{Input: "failed", Value: strconv.Itoa(in.Failed), Err: burden.ErrOutOfRange}}
	}
	for _, j := range in.Metrics {
		m := MetricSummary{Metric: j.Metric, values: map[string]count{}}
		for _, v := range j.Values {
			d, ok := written(v.Value)
			if !ok || v.Count < 1 || v.Count > math.MaxInt32 {
				return &Error{Scenario: "summary", Err: &burden.Error{Input: j.Metric, Value: strconv.Quote(v.Value), Err: burden.ErrNumber}}
			}
			m.add(d, v.Count)
		}
		r.Metrics = append(r.Metrics, m)
	}
	for _, f := range in.Failures {
		r.Failures = append(r.Failures, Failure(f))
	}
	*s = r
	return nil
}

// longest bounds the text of a computed number: its digits, and zeros on either side.
const longest = 1 << 14

// written reads a number as [burden.Text] writes it. It may have as many digits as one
// that is computed, which are more than one from outside may have.
func written(text string) (decimal.Decimal, bool) {
	if d, err := burden.Parse(text); err == nil {
		return d, true
	}
	digits, negative := strings.CutPrefix(text, "-")
	whole, fraction, _ := strings.Cut(digits, ".")
	digits = whole + fraction
	if len(digits) > longest || whole == "" || strings.Trim(digits, "0123456789") != "" {
		return decimal.Decimal{}, false
	}
	n, ok := new(big.Int).SetString(digits, 10)
	if !ok {
		return decimal.Decimal{}, false
	}
	if negative {
		n.Neg(n)
	}
	return decimal.NewFromBigInt(n, -int32(len(fraction))), true
}
