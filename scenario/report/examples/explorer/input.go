package main

import (
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario"
)

// yours is the name of the scenario that the form makes.
const yours = "your figures"

// question is what an address asks: a study, figures typed, a number to explain.
type question struct {
	study  *study
	fields []field
	faults []string // that belong to no field
	// scenario is the study's with the figures typed; nil if there is a fault.
	scenario *scenario.Scenario
	explain  *place
}

// field is a control with what was typed into it.
type field struct {
	control
	text    string
	value   decimal.Decimal
	changed bool // from the baseline's
	fault   string
}

// place is a number: a line in a year, of the baseline or of your figures.
type place struct {
	line   burden.Line
	year   int
	agreed bool
}

// ask reads a question from the query of an address. A figure that is not in it is the
// baseline's. What is wrong is kept, next to the field it belongs to.
func ask(list []*study, query url.Values) *question {
	q := &question{study: list[0]}
	known := map[string]bool{"model": true, "explain": true, "of": true}
	if key, ok := query["model"]; ok {
		i := slices.IndexFunc(list, func(s *study) bool { return s.Key == key[0] })
		if i < 0 {
			q.fault(&burden.Error{Input: "model", Value: strconv.Quote(key[0]), Err: burden.ErrUnknownName})
		} else {
			q.study = list[i]
		}
	}
	var changes []scenario.Change
	for _, c := range q.study.controls() {
		known[c.Key] = true
		f := q.study.read(c, query)
		if f.changed && f.fault == "" {
			changes = append(changes, scenario.Set(c.Param, f.value, c.years()...))
		}
		q.fields = append(q.fields, f)
	}
	for _, key := range sortedKeys(query) {
		switch {
		case !known[key]:
			q.fault(&burden.Error{Input: "field", Value: strconv.Quote(key), Err: burden.ErrUnknownName})
		case len(query[key]) > 1:
			q.fault(&burden.Error{Input: key, Value: strconv.Quote(strings.Join(query[key], ", ")), Err: burden.ErrDuplicate})
		}
	}
	if q.faulty() {
		return q
	}
	s := q.study.baseline
	if len(changes) > 0 {
		var err error
		if s, err = s.With(yours, changes...); err != nil {
			q.fault(err)
			return q
		}
		s = s.Named(yours)
	}
	if _, err := s.Project(); err != nil {
		q.fault(err)
		return q
	}
	q.scenario = s
	q.locate(query.Get("explain"), query.Get("of"))
	return q
}

// read reads one field. The library says what is wrong with a figure: of the text, and
// of the number in the model.
func (s *study) read(c control, query url.Values) field {
	f := field{control: c}
	e, _ := s.entry(c)
	f.value, f.text = e.Value, c.In.write(e.Value)
	typed, ok := query[c.Key]
	if !ok {
		return f
	}
	f.text = typed[0]
	v, err := c.In.read(f.text)
	if err == nil && !v.Equal(f.value) {
		_, err = s.baseline.With(yours, scenario.Set(c.Param, v, c.years()...))
	}
	if err != nil {
		f.fault = innermost(err)
		return f
	}
	f.changed = !v.Equal(f.value)
	f.value, f.text = v, c.In.write(v)
	return f
}

// innermost is the message of what is wrong with a figure, without the scenario and
// change around it, which the field says already.
func innermost(err error) string {
	if e, ok := errors.AsType[*burden.Error](err); ok {
		return e.Error()
	}
	return err.Error()
}

func (q *question) fault(err error) {
	for _, e := range burden.Faults(err) {
		q.faults = append(q.faults, e.Error())
	}
}

// faulty reports whether anything is wrong.
func (q *question) faulty() bool {
	return len(q.faults) > 0 || slices.ContainsFunc(q.fields, func(f field) bool { return f.fault != "" })
}

// changed reports whether any figure differs from the baseline's.
func (q *question) changed() bool {
	return slices.ContainsFunc(q.fields, func(f field) bool { return f.changed })
}

// locate finds the number to explain, written as line@year.
func (q *question) locate(text, of string) {
	if text == "" {
		return
	}
	name, year, _ := strings.Cut(text, "@")
	y, err := strconv.Atoi(year)
	l, ok := q.scenario.Model().Line(name)
	if err != nil || !ok || of != "" && of != "agreed" {
		q.fault(&burden.Error{Model: q.scenario.Model().ID(), Input: "number to explain", Value: strconv.Quote(strings.TrimSpace(text + " " + of)), Err: burden.ErrUnknownName})
		return
	}
	p := &place{line: l, year: y, agreed: of == "agreed"}
	if _, err := q.explanation(p); err != nil {
		q.fault(err)
		return
	}
	q.explain = p
}

// explanation explains a number.
func (q *question) explanation(p *place) (burden.Explanation, error) {
	s := q.scenario
	if p.agreed {
		s = q.study.baseline
	}
	projection, err := s.Project()
	if err != nil {
		return burden.Explanation{}, err
	}
	return projection.Explain(p.line, p.year)
}

// query is what stands behind the question mark of an address that asks this again: the
// study and the figures that were changed. The first of them is the study's own address.
func (q *question) query(explain *place) string {
	v := url.Values{"model": {q.study.Key}}
	for _, f := range q.fields {
		if f.changed || f.fault != "" {
			v.Set(f.Key, f.text)
		}
	}
	if explain != nil {
		v.Set("explain", explain.line.Name()+"@"+itoa(explain.year))
		if explain.agreed {
			v.Set("of", "agreed")
		}
	}
	return v.Encode()
}

// scenarios are the baseline and, if figures were changed, your scenario.
func (q *question) scenarios() []*scenario.Scenario {
	if q.changed() {
		return []*scenario.Scenario{q.study.baseline, q.scenario}
	}
	return []*scenario.Scenario{q.study.baseline}
}

func sortedKeys(v url.Values) []string {
	var list []string
	for key := range v {
		list = append(list, key)
	}
	slices.Sort(list)
	return list
}

func itoa(n int) string { return strconv.Itoa(n) }
