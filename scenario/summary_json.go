package scenario

import (
	"encoding/json"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
)

// summaryJSON is how a summary travels: numbers as text, values ascending.
type summaryJSON struct {
	Metrics  []metricJSON  `json:"metrics"`
	Failed   int           `json:"failed"`
	Failures []failureJSON `json:"failures,omitempty"`
}

type metricJSON struct {
	Metric   string      `json:"metric"`
	Unit     burden.Unit `json:"unit,omitempty"`
	Rounding string      `json:"rounding,omitempty"`
	Values   []valueJSON `json:"values"`
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
	if s == nil {
		return []byte("null"), nil
	}
	out := summaryJSON{Failed: s.Failed}
	for _, m := range s.Metrics {
		j := metricJSON{Metric: m.Metric, Unit: m.Unit, Rounding: m.Rounding, Values: make([]valueJSON, 0, len(m.values))}
		for _, c := range m.sorted() {
			j.Values = append(j.Values, valueJSON{burden.Text(c.value), c.times})
		}
		out.Metrics = append(out.Metrics, j)
	}
	for _, f := range slices.SortedFunc(slices.Values(s.Failures), byIndex) {
		out.Failures = append(out.Failures, failureJSON(f))
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (s *Summary) UnmarshalJSON(data []byte) error {
	if s == nil {
		return incomplete("summary", "summary")
	}
	var in summaryJSON
	if err := json.Unmarshal(data, &in); err != nil {
		return &Error{Scenario: "summary", Err: err}
	}
	r := Summary{Failed: in.Failed}
	if in.Failed < len(in.Failures) {
		return &Error{Scenario: "summary", Err: &burden.Error{Input: "failed", Value: strconv.Itoa(in.Failed), Err: burden.ErrOutOfRange}}
	}
	for _, j := range in.Metrics {
		m := MetricSummary{Metric: j.Metric, Unit: j.Unit, Rounding: j.Rounding, values: make(map[string]count, len(j.Values))}
		for _, v := range j.Values {
			d, ok := readComputed(v.Value)
			if !ok || v.Count < 1 || v.Count > maxOutcomes-m.Count {
				return &Error{Scenario: "summary", Err: &burden.Error{Input: j.Metric, Value: quote(v.Value) + " × " + strconv.Itoa(v.Count), Err: burden.ErrNumber}}
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

// maxComputed bounds the text of a computed number.
const maxComputed = 8 * burden.MaxDigits

// readComputed reads a number as [burden.Text] writes it. A computed one has up to
// [burden.MaxDigits] digits, which are more than a number from outside may have.
func readComputed(text string) (decimal.Decimal, bool) {
	if d, err := burden.Parse(text); err == nil {
		return d, true
	}
	whole, fraction, _ := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	digits := whole + fraction
	if digits == "" || len(digits) > maxComputed || strings.Trim(digits, "0123456789") != "" {
		return decimal.Decimal{}, false
	}
	coefficient, _ := new(big.Int).SetString(digits, 10)
	if strings.HasPrefix(text, "-") {
		coefficient.Neg(coefficient)
	}
	return decimal.NewFromBigInt(coefficient, int32(-len(fraction))), true
}
