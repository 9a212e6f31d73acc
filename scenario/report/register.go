package report

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario"
)

// scenarioChanges lists in what a scenario differs from the baseline.
type scenarioChanges struct {
	Name    string
	Changes []scenario.Difference
}

// registerRow is one figure of a parameter: a value over some years.
type registerRow struct {
	Param, Label, Scenario string
	First                  bool // of its parameter
	Span                   int  // how many rows the parameter has, if first
	Years, Value           string
	Status, Stage, Print   string
	Weak                   bool // not read in a source
	Sources                []sourceText
}

// sourceText is where a figure was read; an address is a link.
type sourceText struct{ Text, Link string }

// registered is a parameter as one scenario or several have it.
type registered struct {
	param     burden.Param
	scenarios []string
	used      map[int]bool // by year
}

// register lists every parameter of the models with the figures that results rest on. A
// parameter that they do not rest on is listed as such.
func (v *pageView) register() error {
	for i, s := range slices.Concat(v.Scenarios, v.Behind) {
		if i > 0 {
			v.Changes = append(v.Changes, scenarioChanges{s.Name(), scenario.Diff(v.Scenarios[0], s)})
		}
	}
	list, err := v.registered()
	if err != nil {
		return err
	}
	for _, r := range list {
		rows := r.rows(v.Display.Codes)
		rows[0].First, rows[0].Span = true, len(rows)
		rows[0].Param, rows[0].Label = r.param.Name(), labelOf(v.Labels, r.param)
		if rows[0].Label == rows[0].Param {
			rows[0].Label = ""
		}
		if r.scenarios[0] != v.Scenarios[0].Name() {
			rows[0].Scenario = strings.Join(r.scenarios, "”, “")
		}
		v.Register = append(v.Register, rows...)
	}
	return nil
}

// registered collects the parameters, those alike in all years of any once.
func (v *pageView) registered() (list []*registered, err error) {
	all := slices.Concat(v.Scenarios, v.Behind)
	used := make([]map[lineYear]bool, len(all))
	first, last := burden.MaxYear, burden.MinYear // in which a figure is used
	for i, s := range all {
		if used[i], err = v.inputs(s); err != nil {
			return nil, err
		}
		for at := range used[i] {
			first, last = min(first, at.year), max(last, at.year)
		}
	}
	named := map[string][]*registered{}
	for i, s := range all {
		of := map[string]*registered{}
		for _, p := range s.Model().Params() {
			alike := named[p.Name()]
			at := slices.IndexFunc(alike, func(r *registered) bool {
				return r.param.Unit() == p.Unit() && alikeSeries(r.param.Series(), p.Series(), first, last)
			})
			if at < 0 {
				at = len(alike)
				alike = append(alike, &registered{param: p, used: map[int]bool{}})
				named[p.Name()] = alike
				list = append(list, alike[at])
			}
			of[p.Name()] = alike[at]
			alike[at].scenarios = append(alike[at].scenarios, s.Name())
		}
		for at := range used[i] {
			if r := of[at.line]; r != nil {
				r.used[at.year] = true
			}
		}
	}
	return list, nil
}

// inputs are the figures, by parameter and year, that a scenario's results rest on: the
// lines it is asked for, and those that the page shows.
func (v *pageView) inputs(s *scenario.Scenario) (map[lineYear]bool, error) {
	p, err := s.Project()
	if err != nil {
		return nil, err
	}
	used, known := map[lineYear]bool{}, map[lineYear]bool{}
	take := func(p *burden.Projection, l burden.Line, year int) error {
		if _, err := p.Value(l, year); err != nil {
			if errors.Is(err, burden.ErrNotApplicable) || errors.Is(err, burden.ErrUnknownName) {
				return nil
			}
			return err
		}
		return eachStep(p, l, year, known, func(step burden.Step) error {
			for _, in := range step.Inputs {
				used[lineYear{in.Param, in.Year}] = true
			}
			return nil
		})
	}
	from, to := s.Years()
	for year := to; year >= from; year-- { // the last year rests on most of those before
		for _, l := range s.Lines() {
			if err := take(p, l, year); err != nil {
				return nil, err
			}
		}
	}
	shown := slices.Clone(v.Lines)
	for _, k := range v.Figures {
		shown = append(shown, k.Metric.Lines()...)
	}
	for _, l := range shown {
		for year := from; year <= to; year++ {
			if known[lineYear{l.Name(), year}] {
				continue
			}
			q, err := s.Model().Project(year, year, l)
			if err != nil {
				continue // it has no value there, so nothing is shown of it
			}
			if err := take(q, l, year); err != nil {
				return nil, err
			}
		}
	}
	return used, nil
}

// eachStep calls a function for each step that a line's value in a year rests on, but for
// those known before; what a step uses comes first.
func eachStep(p *burden.Projection, l burden.Line, year int, known map[lineYear]bool, do func(burden.Step) error) error {
	var stack []burden.Step // whose uses are still looked at
	enter := func(l burden.Line, year int) error {
		at := lineYear{l.Name(), year}
		if known[at] {
			return nil
		}
		known[at] = true
		step, err := p.Step(l, year)
		stack = append(stack, step)
		return err
	}
	if err := enter(l, year); err != nil {
		return err
	}
	for len(stack) > 0 {
		top := &stack[len(stack)-1]
		if len(top.Uses) > 0 {
			next := top.Uses[0]
			top.Uses = top.Uses[1:]
			if err := enter(next.Line, next.Year); err != nil {
				return err
			}
			continue
		}
		step := *top
		stack = stack[:len(stack)-1]
		if err := do(step); err != nil {
			return err
		}
	}
	return nil
}

// rows are the figures that are used, neighbours alike in one row.
func (r *registered) rows(codes bool) []registerRow {
	var rows []registerRow
	start := 0
	var entry burden.Entry
	flush := func(end int) {
		if start == 0 {
			return
		}
		years := itoa(start)
		if end > start {
			years += "–" + itoa(end)
		}
		rows = append(rows, registerRow{
			Years: years, Value: exact(entry.Value, r.param.Unit(), codes),
			Status: entry.Status.String(), Stage: entry.Stage.String(), Print: entry.Print,
			Weak:    entry.Status != burden.Confirmed && entry.Status != burden.Derived,
			Sources: sourceTexts(entry.Source),
		})
		start = 0
	}
	before := 0
	for _, year := range slices.Sorted(maps.Keys(r.used)) {
		e, ok := r.param.Series().At(year)
		if !ok {
			continue
		}
		if start != 0 && (year != before+1 || !alikeEntry(e, entry)) {
			flush(before)
		}
		if start == 0 {
			start, entry = year, e
		}
		before = year
	}
	flush(before)
	if len(rows) == 0 {
		rows = []registerRow{{Years: "–", Value: "not used"}}
	}
	return rows
}

// alikeSeries reports whether two series have the same figures in years.
func alikeSeries(s, t burden.Series, first, last int) bool {
	return slices.EqualFunc(figuresWithin(s, first, last), figuresWithin(t, first, last), func(a, b burden.Span) bool {
		return a.From == b.From && a.To == b.To && alikeEntry(a.Entry, b.Entry)
	})
}

// figuresWithin returns the figures of a series in some years, neighbours alike in one.
func figuresWithin(s burden.Series, first, last int) []burden.Span {
	var list []burden.Span
	for _, span := range s.Spans() {
		span.From, span.To = max(span.From, first), min(span.To, last)
		if span.From > span.To {
			continue
		}
		if n := len(list); n > 0 && list[n-1].To == span.From-1 && alikeEntry(list[n-1].Entry, span.Entry) {
			list[n-1].To = span.To
			continue
		}
		list = append(list, span)
	}
	return list
}

func alikeEntry(a, b burden.Entry) bool {
	return a.Value.Equal(b.Value) && a.Source == b.Source && a.Status == b.Status && a.Stage == b.Stage && a.Print == b.Print
}

// sourceTexts takes a source apart at its bars.
func sourceTexts(source string) []sourceText {
	var list []sourceText
	for part := range strings.SplitSeq(source, " | ") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		t := sourceText{Text: part}
		if strings.HasPrefix(part, "https://") || strings.HasPrefix(part, "http://") {
			t.Link = part
		}
		list = append(list, t)
	}
	return list
}
