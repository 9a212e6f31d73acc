package report

import (
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
	Param, Purpose, Scenario string
	First                    bool // of its parameter
	Span                     int  // how many rows the parameter has, if first
	Unit, Years, Value       string
	Status, Stage, Print     string
	Weak                     bool // not read in a source
	Sources                  []sourceText
}

// sourceText is where a figure was read; an address is a link.
type sourceText struct{ Text, Link string }

// register lists every parameter of the models with the figures that results rest on. A
// parameter that they do not rest on is listed as such.
func (v *pageView) register() error {
	b := &book{scenarios: v.Scenarios, rowOf: map[string]int{}}
	if err := b.plan(); err != nil {
		return err
	}
	for i, s := range v.Scenarios {
		if i > 0 {
			v.Changes = append(v.Changes, scenarioChanges{s.Name(), scenario.Diff(v.Scenarios[0], s)})
		}
	}
	for _, r := range b.params {
		series := r.param.Series()
		row := b.rowOf[paramKey(r.sheet, r.param.Name())]
		used := func(year int) bool { // by any scenario that has the parameter like this
			for i, m := range b.sheets {
				if b.rowOf[paramKey(i, r.param.Name())] == row && m.params[lineYear{r.param.Name(), year}] {
					return true
				}
			}
			return false
		}
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
				Years: years, Value: exact(entry.Value, r.param.Unit()),
				Status: entry.Status.String(), Stage: entry.Stage.String(), Print: entry.Print,
				Weak:    entry.Status != burden.Confirmed && entry.Status != burden.Derived,
				Sources: sourceTexts(entry.Source),
			})
			start = 0
		}
		for year := b.first; year <= b.last; year++ {
			e, ok := series.At(year)
			if !ok || !used(year) {
				flush(year - 1)
				continue
			}
			if start != 0 && !alikeEntry(e, entry) {
				flush(year - 1)
			}
			if start == 0 {
				start, entry = year, e
			}
		}
		flush(b.last)
		if len(rows) == 0 {
			rows = []registerRow{{Years: "–", Value: "not used", Status: ""}}
		}
		rows[0].First, rows[0].Span = true, len(rows)
		for i := range rows {
			rows[i].Param, rows[i].Purpose, rows[i].Unit = r.param.Name(), r.param.Purpose(), string(r.param.Unit())
			if r.sheet > 0 {
				rows[i].Scenario = v.Scenarios[r.sheet].Name()
			}
		}
		v.Register = append(v.Register, rows...)
	}
	return nil
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

// scenarioNotes are what happened in a scenario, a sentence a note.
type scenarioNotes struct {
	Name  string
	Notes []string
}

// notes says which limits decided, what was rounded, and what changes did nothing.
func (v *pageView) notes() error {
	for _, s := range v.Scenarios {
		p, err := s.Project()
		if err != nil {
			return err
		}
		if list := limitNotes(p); len(list) > 0 {
			v.Limits = append(v.Limits, scenarioNotes{s.Name(), list})
		}
		if list := roundingNotes(p); len(list) > 0 {
			v.Roundings = append(v.Roundings, scenarioNotes{s.Name(), list})
		}
		warnings, err := s.Warnings()
		if err != nil {
			return err
		}
		for _, w := range warnings {
			if note := s.Name() + ": " + w.String(); !slices.Contains(v.Warnings, note) {
				v.Warnings = append(v.Warnings, note)
			}
		}
	}
	return nil
}

func limitNotes(p *burden.Projection) []string {
	var list []string
	for _, l := range p.Limits() {
		if l.Binds {
			list = append(list, l.Line.Name()+" "+itoa(l.Year)+": "+l.String())
		}
	}
	return list
}

// roundingNotes says of each line how it is rounded, in how many years that took
// something away, and the most that it took.
func roundingNotes(p *burden.Projection) []string {
	type key struct{ line, rounding string }
	type tally struct {
		years, changed int
		most           burden.RoundingRecord
	}
	var order []key
	tallies := map[key]*tally{}
	for _, r := range p.Roundings() {
		k := key{r.Line.Name(), r.Rounding.String()}
		t := tallies[k]
		if t == nil {
			t = &tally{}
			tallies[k] = t
			order = append(order, k)
		}
		t.years++
		if d, ok := r.Discarded(); ok && !d.IsZero() {
			t.changed++
			if m, ok := t.most.Discarded(); !ok || t.changed == 1 || d.Abs().GreaterThan(m.Abs()) {
				t.most = r
			}
		}
	}
	var list []string
	for _, k := range order {
		t := tallies[k]
		note := k.line + " is rounded " + k.rounding + ": " + times(t.years)
		if t.changed > 0 {
			d, _ := t.most.Discarded()
			note += "; the most it took away is " + exact(d, t.most.Line.Unit()) + " in " + itoa(t.most.Year)
		}
		list = append(list, note)
	}
	return list
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return itoa(n) + " times"
}
