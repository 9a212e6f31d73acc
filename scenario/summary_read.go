package scenario

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/closest"
	"example.com/burdenshare/internal/visible"
)

// readSummary reads the JSON of a summary. Its work is linear in the text.
func readSummary(data []byte) (*Summary, error) {
	keys, err := members(data, "", []string{"metrics", "failed"}, "failures")
	if err != nil {
		return nil, err
	}
	s := &Summary{}
	if s.Failed, err = wholeNumber(keys["failed"], "failed", 0, maxOutcomes); err != nil {
		return nil, err
	}
	if err := s.readMetrics(keys["metrics"]); err != nil {
		return nil, err
	}
	if err := s.readFailures(keys["failures"]); err != nil {
		return nil, err
	}
	// What is left are other ways to write the same: keys in another order, other escapes.
	var given bytes.Buffer
	if err := json.Compact(&given, data); err != nil {
		return nil, malformed("", err.Error())
	}
	written, err := s.MarshalJSON()
	if err != nil {
		return nil, err
	}
	if at, same := differ(given.Bytes(), written); !same {
		return nil, malformed("", "byte "+strconv.Itoa(at)+" (white space left out) is not as a summary is written: "+
			visible.Quote(string(given.Bytes()[min(at, given.Len()):]))+", where it would be "+visible.Quote(string(written[min(at, len(written)):])))
	}
	return s, nil
}

// differ returns the first byte in which two texts differ, and whether they are the same.
func differ(a, b []byte) (at int, same bool) {
	for at < min(len(a), len(b)) && a[at] == b[at] {
		at++
	}
	return at, len(a) == len(b) && at == len(a)
}

func (s *Summary) readMetrics(data json.RawMessage) error {
	if string(bytes.TrimSpace(data)) == "null" { // how none are written
		return nil
	}
	list, err := elements(data, "metrics", math.MaxInt)
	if err != nil {
		return err
	}
	for i, element := range list {
		place := "metrics[" + strconv.Itoa(i) + "]"
		m, err := readMetric(element, place)
		if err != nil {
			return err
		}
		if first := append(s.Metrics, m)[0]; m.Count != first.Count {
			return &burden.Error{Input: place, Err: burden.ErrOutOfRange,
				Detail: place + " has " + strconv.Itoa(m.Count) + " outcomes, where metrics[0] has " + strconv.Itoa(first.Count) + ": every scenario that has one metric has all"}
		}
		s.Metrics = append(s.Metrics, m)
	}
	return nil
}

func readMetric(data json.RawMessage, place string) (MetricSummary, error) {
	keys, err := members(data, place, []string{"metric", "values"}, "unit", "rounding")
	if err != nil {
		return MetricSummary{}, err
	}
	m := MetricSummary{values: map[string]count{}}
	var texts [3]string
	for i, key := range []string{"metric", "unit", "rounding"} {
		if data, given := keys[key]; given {
			if texts[i], err = textOf(data, place+"."+key); err != nil {
				return MetricSummary{}, err
			}
		}
	}
	unit := texts[1]
	m.Metric, m.Rounding = texts[0], texts[2]
	m.Unit = burden.Unit(unit)
	if _, err := burden.NewModel("summary", burden.NewParam("value", m.Unit, burden.Constant(0))); err != nil {
		return MetricSummary{}, &burden.Error{Input: place + ".unit", Value: visible.Quote(unit), Err: burden.ErrUnit}
	}
	list, err := elements(keys["values"], place+".values", math.MaxInt)
	if err != nil {
		return MetricSummary{}, err
	}
	parts := make([]decimal.Decimal, len(list))
	var last decimal.Decimal
	for i, element := range list {
		at := place + ".values[" + strconv.Itoa(i) + "]"
		keys, err := members(element, at, []string{"value", "count"})
		if err != nil {
			return MetricSummary{}, err
		}
		text, err := textOf(keys["value"], at+".value")
		if err != nil {
			return MetricSummary{}, err
		}
		v, err := readComputed(text)
		if err != nil {
			return MetricSummary{}, &burden.Error{Input: at + ".value", Value: visible.Quote(text), Err: err}
		}
		if i > 0 && !v.GreaterThan(last) {
			return MetricSummary{}, &burden.Error{Input: at + ".value", Value: visible.Quote(text), Detail: at + ".value is " + visible.Quote(text) + ", not above the value before it", Err: burden.ErrOutOfRange}
		}
		times, err := wholeNumber(keys["count"], at+".count", 1, maxOutcomes-m.Count)
		if err != nil {
			return MetricSummary{}, err
		}
		m.values[text] = count{v, times}
		m.Count += times
		parts[i], last = v.Mul(decimal.NewFromInt(int64(times))), v
	}
	m.Sum = addedUp(parts)
	return m, nil
}

func (s *Summary) readFailures(data json.RawMessage) error {
	expected := min(s.Failed, maxFailures)
	var list []json.RawMessage
	if data != nil {
		var err error
		if list, err = elements(data, "failures", maxFailures); err != nil {
			return err
		}
	}
	if len(list) != expected {
		return &burden.Error{Input: "failures", Err: burden.ErrOutOfRange,
			Detail: "failures has " + strconv.Itoa(len(list)) + " of " + strconv.Itoa(s.Failed) + " failed scenarios, where a summary keeps " + strconv.Itoa(expected)}
	}
	for i, element := range list {
		place := "failures[" + strconv.Itoa(i) + "]"
		keys, err := members(element, place, []string{"index", "error"})
		if err != nil {
			return err
		}
		var f Failure
		if f.Index, err = wholeNumber(keys["index"], place+".index", 0, math.MaxInt); err != nil {
			return err
		}
		if f.Error, err = textOf(keys["error"], place+".error"); err != nil {
			return err
		}
		if i > 0 && byIndex(s.Failures[i-1], f) > 0 {
			return &burden.Error{Input: place + ".index", Detail: place + ".index is " + strconv.Itoa(f.Index) + ", and failures are written by index", Err: burden.ErrOutOfRange}
		}
		s.Failures = append(s.Failures, f)
	}
	return nil
}

// addedUp adds numbers up two by two, so that a long one among many is not added to each.
func addedUp(list []decimal.Decimal) decimal.Decimal {
	if len(list) == 0 {
		return decimal.Decimal{}
	}
	for len(list) > 1 {
		n := 0
		for i := 0; i < len(list); i += 2 {
			x := list[i]
			if i+1 < len(list) {
				x = x.Add(list[i+1])
			}
			list[n] = x
			n++
		}
		list = list[:n]
	}
	return list[0]
}

// malformed says what is wrong with JSON at a place.
func malformed(place, what string) *burden.Error {
	if place != "" {
		what = place + ": " + what
	}
	return &burden.Error{Input: place, Detail: what, Err: burden.ErrSyntax}
}

// members reads an object: keys that it has to have and keys that it may have, each once.
func members(data json.RawMessage, place string, required []string, optional ...string) (map[string]json.RawMessage, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	known := slices.Concat(required, optional)
	if err := opened(d, '{', place, "an object with "+known[0]); err != nil {
		return nil, err
	}
	found := map[string]json.RawMessage{}
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return nil, malformed(place, err.Error())
		}
		key, _ := token.(string) // of an object it is one
		fault := &burden.Error{Input: dotted(place, "key"), Value: visible.Quote(key)}
		if !slices.Contains(known, key) {
			fault.Err = burden.ErrUnknownName
			fault.Detail = "unknown key " + visible.Quote(key)
			if place != "" {
				fault.Detail = place + ": " + fault.Detail
			}
			if meant := closest.Name(key, known...); meant != "" {
				fault.Detail += "; did you mean " + meant + "?"
			}
			return nil, fault
		}
		if _, again := found[key]; again {
			fault.Err = burden.ErrDuplicate
			return nil, fault
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return nil, malformed(dotted(place, key), err.Error())
		}
		found[key] = value
	}
	for _, key := range required {
		if _, given := found[key]; !given {
			return nil, &burden.Error{Input: dotted(place, key), Err: burden.ErrIncomplete}
		}
	}
	return found, closed(d, place)
}

// elements reads a list of at most so many elements.
func elements(data json.RawMessage, place string, most int) ([]json.RawMessage, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	if err := opened(d, '[', place, "a list"); err != nil {
		return nil, err
	}
	var list []json.RawMessage
	for d.More() {
		if len(list) == most {
			return nil, &burden.Error{Input: place, Value: "more than " + strconv.Itoa(most), Err: burden.ErrTooLarge}
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return nil, malformed(place, err.Error())
		}
		list = append(list, value)
	}
	return list, closed(d, place)
}

func opened(d *json.Decoder, with json.Delim, place, what string) error {
	token, err := d.Token()
	switch {
	case err != nil:
		return malformed(place, err.Error())
	case token != with:
		return malformed(place, "it is not "+what)
	}
	return nil
}

// closed reads the end of an object or list, after which nothing comes.
func closed(d *json.Decoder, place string) error {
	if _, err := d.Token(); err != nil {
		return malformed(place, err.Error())
	}
	if d.More() {
		return malformed(place, "something comes after it")
	}
	return nil
}

func dotted(place, key string) string {
	if place == "" {
		return key
	}
	return place + "." + key
}

// textOf reads a text.
func textOf(data json.RawMessage, place string) (string, error) {
	var text *string
	if err := json.Unmarshal(data, &text); err != nil || text == nil {
		return "", malformed(place, visible.Quote(string(data))+" is not a text")
	}
	return *text, nil
}

// wholeNumber reads a whole number from one to another.
func wholeNumber(data json.RawMessage, place string, low, high int) (int, error) {
	text := string(data)
	n, err := strconv.Atoi(text)
	fault := &burden.Error{Input: place, Value: visible.Quote(text), Err: burden.ErrOutOfRange}
	switch {
	case err == nil && strconv.Itoa(n) != text, err != nil && !errors.Is(err, strconv.ErrRange):
		fault.Err = burden.ErrNumber
	case err != nil || n > high:
		fault.Err = burden.ErrTooLarge
	case n >= low:
		return n, nil
	}
	return 0, fault
}
