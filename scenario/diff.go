package scenario

import (
	"cmp"
	"strings"

	"example.com/burdenshare/burden"
)

// Difference is one parameter or line that two scenarios have differently, as text.
type Difference struct {
	Name string
	// A and B are what each scenario has: a series as its values by year, a line
	// as its formula; "" where it has none.
	A, B string
}

// String writes the difference in one line.
func (d Difference) String() string {
	return d.Name + ": " + orNone(d.A) + " | " + orNone(d.B)
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

// Diff returns what two scenarios have differently: first parameters, then
// lines, in the order of a's model and then of b's. Scenarios without a
// difference give equal results over equal years. Sources are no difference.
func Diff(a, b *Scenario) []Difference {
	if a == nil || b == nil || a.model == nil || b.model == nil {
		return nil
	}
	var list []Difference
	seen := map[string]bool{}
	add := func(name string) {
		x, y := text(a.model, name), text(b.model, name)
		if !seen[name] && x != y {
			list = append(list, Difference{name, x, y})
		}
		seen[name] = true
	}
	for _, m := range []*burden.Model{a.model, b.model} {
		for _, p := range m.Params() {
			add(p.Name())
		}
	}
	for _, m := range []*burden.Model{a.model, b.model} {
		for _, l := range m.Lines() {
			add(l.Name())
		}
	}
	return list
}

// text writes what a model has under a name, which is a parameter or a line.
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

// paramText writes a parameter's series: "0.04", "2008: 0.047, 2009: 0.028",
// "from 2021: 0.065".
func paramText(m *burden.Model, name string) string {
	p, ok := m.Param(name)
	if !ok {
		return ""
	}
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
	return orNone(strings.Join(parts, ", ")) + unitText(p.Unit())
}

func unitText(u burden.Unit) string {
	if u == burden.Ratio {
		return ""
	}
	return " " + string(u)
}
