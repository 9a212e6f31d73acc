package scenario

import (
	"encoding/json"
	"math/big"
	"slices"
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

// UnmarshalJSON reads what MarshalJSON writes, and nothing else: what it accepts is written
// as the same bytes again, but for white space. The names of metrics, their roundings and
// the messages of failures may be any text, two metrics may have one name, and two failures
// one index, as of parts that were merged twice. Anything else is an error that names the
// place and what stands there, and leaves s as it was:
//   - text that is no JSON of this form, or is not written as MarshalJSON writes it ([burden.ErrSyntax])
//   - an unknown key, also one in another case ([burden.ErrUnknownName]), a key twice
//     ([burden.ErrDuplicate]) or missing ([burden.ErrIncomplete])
//   - a number that is not written in full, without an exponent or needless zeros ([burden.ErrNumber])
//   - values that do not ascend, a count below one, metrics of different counts, a negative
//     index, failures that do not ascend by index or are not as many as were counted, at most a
//     thousand ([burden.ErrOutOfRange])
//   - a unit that is none ([burden.ErrUnit])
//   - more than 2^53 outcomes, or a number of more digits than is computed with ([burden.ErrTooLarge])
func (s *Summary) UnmarshalJSON(data []byte) error {
	if s == nil {
		return incomplete("summary", "summary")
	}
	r, err := readSummary(data)
	if err != nil {
		return &Error{Scenario: "summary", Err: err}
	}
	*s = *r
	return nil
}

// maxComputed bounds the digits of a computed number as text.
const maxComputed = 8 * burden.MaxDigits

// readComputed reads a number as [burden.Text] writes it. A computed one has up to
// [burden.MaxDigits] digits, which are more than a number from outside may have.
func readComputed(text string) (decimal.Decimal, error) {
	whole, fraction, _ := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	digits := whole + fraction
	switch {
	case len(digits) > maxComputed:
		return decimal.Decimal{}, burden.ErrTooLarge
	case digits == "" || strings.Trim(digits, "0123456789") != "":
		return decimal.Decimal{}, burden.ErrNumber
	}
	coefficient, _ := new(big.Int).SetString(digits, 10)
	if strings.HasPrefix(text, "-") {
		coefficient.Neg(coefficient)
	}
	d := decimal.NewFromBigInt(coefficient, int32(-len(fraction)))
	if burden.Text(d) != text {
		return decimal.Decimal{}, burden.ErrNumber
	}
	return d, nil
}
