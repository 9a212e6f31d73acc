package policytest

import (
	"slices"
	"strconv"
	"strings"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario/internal/limit"
)

// Binds asserts that a ceiling or floor binds in exactly these years: it changes
// the result there, and in no other year. Without years it never binds. It fails if
// no formula of the model is limited by it, or none that is in any year of the
// projection: where nothing is looked at, never says nothing.
func Binds(t T, p *burden.Projection, limit burden.Operand, years ...int) bool {
	t.Helper()
	return limits(t, p, limit, "binds", true, years)
}

// Reached asserts that a ceiling or floor is reached in exactly these years without
// binding: what it limits is equal to it there.
func Reached(t T, p *burden.Projection, limit burden.Operand, years ...int) bool {
	t.Helper()
	return limits(t, p, limit, "is reached without binding", false, years)
}

func limits(t T, p *burden.Projection, by burden.Operand, what string, binding bool, years []int) bool {
	t.Helper()
	if absent(t, p) {
		return false
	}
	f := burden.Sum(by)
	name := f.String()
	if len(limit.Lines(p.Model(), f)) == 0 {
		return fail(t, name+" limits nothing", row{"expected", "it " + what + ": " + list(years)}, where(p))
	}
	bound, reached := p.Binding(f)
	if len(bound)+len(reached) == 0 {
		switch met, err := metBy(p, f); {
		case err != nil:
			return fail(t, name+" cannot be looked for", because(err), where(p))
		case !met:
			return fail(t, name+" limits nothing in these years", row{"expected", "it " + what + ": " + list(years)}, where(p),
				row{"hint", "no formula that it limits is evaluated: ask for its line, or for other years"})
		}
	}
	found := reached
	if binding {
		found = bound
	}
	expected := slices.Compact(slices.Sorted(slices.Values(years)))
	if slices.Equal(found, expected) {
		return true
	}
	rows := []row{{"expected", list(expected)}, {"found", list(found)}, where(p), {"record", record(p, f)}}
	if year, ok := odd(found, expected); ok {
		rows = append(rows, whyLimited(p, f, year))
	}
	return fail(t, name+" "+what+" in other years than expected", rows...)
}

// record lists when a limit bound or was reached.
func record(p *burden.Projection, f burden.Formula) string {
	var text strings.Builder
	for _, r := range p.Limits() {
		if limit.Is(r.Limit, f) {
			text.WriteString(r.Line.Name() + " " + strconv.Itoa(r.Year) + ": " + r.String() + "\n")
		}
	}
	return text.String()
}

// odd returns the first year that is in one list and not in the other.
func odd(a, b []int) (int, bool) {
	all := slices.Sorted(slices.Values(slices.Concat(a, b)))
	for _, y := range all {
		if slices.Contains(a, y) != slices.Contains(b, y) {
			return y, true
		}
	}
	return 0, false
}

// whyLimited explains, in a year, the first line with a formula that has the limit.
func whyLimited(p *burden.Projection, f burden.Formula, year int) row {
	for _, l := range p.Model().Lines() {
		g, _ := p.Model().Formula(l)
		if limit.In(g, f) {
			if r := why(p, l, year); r.text != "" {
				return r
			}
		}
	}
	return row{}
}
