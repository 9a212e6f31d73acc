package scenario

import (
	"cmp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/visible"
	"example.com/burdenshare/scenario/display"
)

// Difference is one parameter or line that two scenarios have differently, or the
// years or lines they are asked for, as text.
type Difference struct {
	Name string
	// A and B are what each scenario has: a series as its values by year, a line
	// as its formula, with range, measure or year basis where these differ; "" where it has none.
	A, B string
}

// String writes the difference in one line.
func (d Difference) String() string {
	return visible.Text(d.Name + ": " + orNone(d.A) + " | " + orNone(d.B))
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

// Diff returns what two scenarios have differently: first parameters, by values,
// unit, year basis and range, then lines, by formula, unit, measure and year basis, in
// the order of a's model and then of b's; then as "years asked for" the years, and as "lines asked
// for" those that only one was asked for although both have them or neither does.
//
// Scenarios without a difference give equal results: the same values in the same
// lines and years, and the same totals. What no result depends on is no difference:
// ids, purposes, sources, statuses and stages, and the order of definitions and lines.
// A nil scenario, or one without a model, has no difference to any.
func Diff(a, b *Scenario) []Difference {
	if a == nil || b == nil || a.model == nil || b.model == nil {
		return nil
	}
	list := differences(a.model, b.model)
	if x, y := (Years{a.from, a.to}), (Years{b.from, b.to}); x != y {
		list = append(list, Difference{"years asked for", x.String(), y.String()})
	}
	if x, y := askedAlone(a, b), askedAlone(b, a); x+y != "" {
		list = append(list, Difference{"lines asked for", x, y})
	}
	return list
}

// askedAlone writes the lines that a was asked for and b was not, without those
// that b's model lacks, which are a difference already.
func askedAlone(a, b *Scenario) string {
	var names []string
	also := handles(b.lines)
	for _, l := range union(a.lines, nil) {
		if !also[handleOf(l)] && (b.model.Has(l) || !a.model.Has(l)) {
			names = append(names, l.Name())
		}
	}
	return strings.Join(names, ", ")
}

// sameModel reports whether two models are one, or differ in nothing but what no
// result depends on.
func sameModel(a, b *burden.Model) bool {
	return a == b || a != nil && b != nil && a.ID() == b.ID() && len(differences(a, b)) == 0
}

func differences(a, b *burden.Model) []Difference {
	var list []Difference
	seen := map[string]bool{}
	add := func(name string) {
		if seen[name] {
			return
		}
		seen[name] = true
		x, y := text(a, name), text(b, name)
		shownX, shownY := shownText(a, name), shownText(b, name)
		if shownX == shownY { // of units with and without an s
			shownX, shownY = x, y
		}
		if u, v := aspect(a, name), aspect(b, name); u != v && u != "" && v != "" {
			x, y = x+", "+u, y+", "+v
			shownX, shownY = shownX+", "+u, shownY+", "+v
		}
		if x != y {
			list = append(list, Difference{name, shownX, shownY})
		}
	}
	for _, m := range []*burden.Model{a, b} {
		for _, p := range m.Params() {
			add(p.Name())
		}
	}
	for _, m := range []*burden.Model{a, b} {
		for _, l := range m.Lines() {
			add(l.Name())
		}
	}
	return list
}

// aspect writes what a text leaves out: of a parameter its year basis and range, of a
// line its measure and year basis.
func aspect(m *burden.Model, name string) string {
	if p, ok := m.Param(name); ok {
		text := ""
		if basis, known := p.Series().Basis(); known && basis != burden.Calendar {
			text = "by " + basis.String() + " years, "
		}
		low, high, ranged := p.Range()
		if !ranged {
			return text + "of any value"
		}
		return text + "within " + burden.Text(low) + " to " + burden.Text(high)
	}
	if l, ok := m.Line(name); ok {
		text := "a " + l.Measure().String()
		if basis, known := l.Basis(); known && basis != burden.Calendar {
			text += " by " + basis.String() + " years"
		}
		return text
	}
	return ""
}

// text writes what a model has under a name, which is a parameter or a line. It
// tells formulas apart: no name reads as something else, nor as the none of a line
// that has ended.
func text(m *burden.Model, name string) string {
	return cmp.Or(paramText(m, name), lineText(m, name))
}

func lineText(m *burden.Model, name string) string {
	l, ok := m.Line(name)
	if !ok {
		return ""
	}
	f, _ := m.Formula(l)
	return f.String() + unitText(l.Unit())
}

// shownText is text for people, in which a unit follows its number: 1 person, 4 persons.
func shownText(m *burden.Model, name string) string {
	p, ok := m.Param(name)
	if !ok {
		return lineText(m, name)
	}
	text, spans := seriesText(p), p.Series().Spans()
	switch {
	case p.Unit() == burden.Ratio:
		return text
	case len(spans) == 0:
		return text + " (" + string(p.Unit()) + ")"
	}
	of := spans[0].Value
	if slices.ContainsFunc(spans, func(s burden.Span) bool { return !s.Value.Equal(of) }) {
		of = decimal.NewFromInt(2) // several: from 2019 to 2020: 1, 2021: 2 persons
	}
	_, unit := display.NumberAndUnit(of, p.Unit())
	return text + " " + unit
}

// paramText writes a parameter's series and unit. It tells parameters apart.
func paramText(m *burden.Model, name string) string {
	p, ok := m.Param(name)
	if !ok {
		return ""
	}
	return seriesText(p) + unitText(p.Unit())
}

// seriesText writes a parameter's series: "0.04", "2008: 0.047, 2009: 0.028",
// "from 2021: 0.065".
func seriesText(p burden.Param) string {
	var spans []burden.Span // neighbours of equal value joined: equal values are no difference
	for _, s := range p.Series().Spans() {
		if n := len(spans); n > 0 && spans[n-1].To == s.From-1 && spans[n-1].Value.Equal(s.Value) {
			spans[n-1].To = s.To
			continue
		}
		spans = append(spans, s)
	}
	var parts []string
	for _, s := range spans {
		years := Years{s.From, s.To}
		text := burden.Text(s.Value)
		if years != (Years{burden.MinYear, burden.MaxYear}) {
			text = strings.TrimPrefix(years.String(), "in ") + ": " + text
		}
		parts = append(parts, text)
	}
	return orNone(strings.Join(parts, ", "))
}

func unitText(u burden.Unit) string {
	if u == burden.Ratio {
		return ""
	}
	return " " + string(u)
}
