package policytest

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/visible"
	"example.com/burdenshare/scenario"
)

// MaxMutants is how many mutants [Mutate] runs, and fewer of a large model: with 2^10
// nodes in all its formulas and years or more, counting each node once a year, as many as
// come to 2^21, but at least 64. Of more than these every so many is run; the others
// are counted.
const MaxMutants = 1 << 11

const (
	maxNodes   = 1 << 21
	minMutants = 64
)

// Outcome is what became of a mutant.
type Outcome uint8

const (
	// Unnoticed: results differ and the check passes all the same.
	Unnoticed Outcome = iota
	// Noticed: the check fails.
	Noticed
	// Equivalent: the check passes, and every line has the same value in every year of
	// the scenario, to the last digit. No check of these values could notice it.
	Equivalent
	// Refused: the changed model has a fault, so there is no scenario to check.
	Refused
)

var outcomes = [...]string{"not noticed", "noticed", "equivalent", "refused"}

// String returns the outcome in words.
func (o Outcome) String() string {
	if int(o) < len(outcomes) {
		return outcomes[o]
	}
	return "unknown outcome"
}

// Mutant is a scenario with one small change to its model.
type Mutant struct {
	// Kind is the mutation; see [Mutate] for all there are.
	Kind string
	// Name is the parameter, line, rule or split that is changed, with the term of a
	// rule or split: growth.ceiling.
	Name string
	// Site is the place in the formula, where it is a formula that is changed.
	Site    burden.Site
	Change  string // what was what, and what it became
	Outcome Outcome
	// Note is, of one noticed, the first line of the failure, and of one not noticed,
	// the first value that differs.
	Note string
	// Err is why the mutant could not be built (Refused) or evaluated. One that cannot
	// be evaluated is noticed only if the check fails for it, as any other.
	Err error
}

// String writes the mutant in one line: "ceiling dropped: growth.ceiling, ceiling".
func (m Mutant) String() string {
	s := m.Kind + ": " + m.Name
	if m.Site != "" {
		s += " at " + string(m.Site)
	}
	if m.Change != "" {
		s += ", " + m.Change
	}
	return visible.Text(s)
}

// Mutations are the mutants of a scenario with what became of each, and which
// branches of its formulas were decided.
type Mutations struct {
	Scenario string
	From, To int // years
	Mutants  []Mutant
	Branches []Branch
	Left     int // changes that were not tried, because of MaxMutants
}

// Mutate changes a scenario in every place it can, one small change at a time, and
// runs a check on each. The mutations, by kind:
//
//   - "parameter moved": up and down by one unit of its last digit, of the finest of its
//     values, in all years; "year moved": the same in one year, of a parameter that is
//     read in several years with values that differ
//   - "constant moved": the same of a number in a formula other than 0 and 1
//   - "mode changed": a rounding by each other mode; "quantum changed": to ten times
//     and to a tenth; "rounding carried": rounded for show, carried on unrounded
//   - "lag moved": by one year, to either side
//   - "ceiling dropped", "floor dropped": of a formula, rule or split
//   - "rates compounded": rates that are added; "rates added": those that a rule compounds
//   - "override removed": a piece of a formula by year, the one before going on
//   - "condition changed": a when taken always, never, and where both sides are equal
//   - "add-on dropped", "precision dropped", "carrying changed": of an index rule
//   - "remainder changed": of a split
//
// A site is changed where the model's definitions have it, terms of rules and
// splits included. What of a change does not fit the units is left out.
//
// The check is given the changed scenario under the scenario's name, its overlays
// made part of the model: it has to take what it looks at from there, and a
// [scenario.Merge] with one of another baseline fails.
//
// Order and result are the same every time. Mutate returns an error if the scenario
// cannot be projected, or the check fails on it as it is.
func Mutate(s *scenario.Scenario, check Check) (*Mutations, error) {
	p, err := s.Project()
	if err != nil {
		return nil, err
	}
	if failures := Try(s, check); len(failures) > 0 {
		return nil, fmt.Errorf("the check fails on %s as it is: %s", visible.Text(s.Name()), strings.Join(failures, "\n"))
	}
	r := &Mutations{Scenario: s.Name()}
	r.From, r.To = s.Years()
	if r.Branches, err = branches(p); err != nil {
		return nil, err
	}
	list := mutations(p, s.Lines())
	runs := min(len(list), MaxMutants, max(minMutants, maxNodes/max(1, nodes(p))))
	r.Left = len(list) - runs
	for i := range runs {
		c := list[int(int64(i)*int64(len(list))/int64(runs))]
		m, err := c.build(p.Model())
		if inapplicable(err) {
			continue
		}
		mutant := c.Mutant
		if err != nil {
			mutant.Outcome, mutant.Err = Refused, err
		} else {
			mutant.judge(s, p, m, check)
		}
		r.Mutants = append(r.Mutants, mutant)
	}
	return r, nil
}

// inapplicable reports a fault that says that a change made no sense where it was
// made: rates compounded that are none.
func inapplicable(err error) bool {
	return err != nil && errors.Is(err, burden.ErrUnit)
}

// judge runs the check on a changed model and compares results where it passes.
func (x *Mutant) judge(s *scenario.Scenario, p *burden.Projection, m *burden.Model, check Check) {
	changed := scenario.Baseline(m, first(s), last(s), s.Lines()...).Named(s.Name())
	q, err := changed.Project()
	x.Err = err
	if failures := Try(changed, check); len(failures) > 0 {
		x.Outcome = Noticed
		x.Note, _, _ = strings.Cut(failures[0], "\n")
		return
	}
	if err != nil {
		x.Note = "cannot be evaluated: " + err.Error()
		return
	}
	if x.Note = differing(p, q, s.Lines()); x.Note == "" {
		x.Outcome = Equivalent
	}
}

func first(s *scenario.Scenario) int { y, _ := s.Years(); return y }
func last(s *scenario.Scenario) int  { _, y := s.Years(); return y }

// differing returns the first value in which two projections differ, or nothing.
// Lines that a changed model computes besides, or no longer needs, are no result;
// those asked for are.
func differing(p, q *burden.Projection, asked []burden.Line) string {
	wanted := map[string]bool{}
	for _, l := range asked {
		wanted[l.Name()] = true
	}
	from, to := p.Years()
	for year := from; year <= to; year++ {
		for _, l := range p.Model().Lines() {
			a, errA := p.Value(l, year)
			b, errB := q.Value(l, year)
			what := l.Name() + " " + strconv.Itoa(year)
			switch {
			case errA == nil && errB == nil:
				if !a.Equal(b) {
					return what + " is " + burden.Show(b, l.Unit()) + " instead of " + burden.Show(a, l.Unit())
				}
			case errA == nil && wanted[l.Name()]:
				return what + " has no value instead of " + burden.Show(a, l.Unit())
			case errB == nil && wanted[l.Name()]:
				return what + " is " + burden.Show(b, l.Unit()) + " instead of no value"
			}
		}
	}
	return ""
}

// Of returns the mutants with an outcome.
func (r *Mutations) Of(o Outcome) []Mutant {
	var list []Mutant
	for _, m := range r.Mutants {
		if m.Outcome == o {
			list = append(list, m)
		}
	}
	return list
}

// Noticed returns how many mutants were noticed, out of those that could be: the
// equivalent and the refused do not count.
func (r *Mutations) Noticed() (n, of int) {
	n = len(r.Of(Noticed))
	return n, n + len(r.Of(Unnoticed))
}

// Decided returns how many branches were decided in the years of the scenario, out
// of all.
func (r *Mutations) Decided() (n, of int) {
	for _, b := range r.Branches {
		if len(b.Years) > 0 {
			n++
		}
	}
	return n, len(r.Branches)
}

// String writes the counts, then the mutants that were not noticed, each with the
// first value that differs, the equivalent and the refused ones, and the branches
// that were not decided.
func (r *Mutations) String() string {
	var b strings.Builder
	n, of := r.Noticed()
	years := span(r.From, r.To)
	fmt.Fprintf(&b, "%s, %s: %d of %d mutants noticed%s\n", visible.Text(r.Scenario), years, n, of, share(n, of))
	for _, part := range []struct {
		title string
		of    Outcome
	}{
		{"not noticed", Unnoticed},
		{"equivalent, every line the same in " + years, Equivalent},
		{"refused, no model", Refused},
	} {
		mutants := r.Of(part.of)
		if len(mutants) == 0 {
			continue
		}
		fmt.Fprintf(&b, "%s: %d\n", part.title, len(mutants))
		for _, m := range mutants {
			b.WriteString("  " + m.String())
			switch {
			case m.Outcome == Unnoticed:
				b.WriteString("; " + visible.Text(m.Note))
			case m.Err != nil:
				b.WriteString("; " + brief(m.Err.Error()))
			}
			b.WriteString("\n")
		}
	}
	failing := 0
	for _, m := range r.Of(Noticed) {
		if m.Err != nil {
			failing++
		}
	}
	if failing > 0 {
		fmt.Fprintf(&b, "of the noticed, %d cannot be evaluated\n", failing)
	}
	if r.Left > 0 {
		fmt.Fprintf(&b, "not tried: %d changes, of which every so many is\n", r.Left)
	}
	n, of = r.Decided()
	if of > 0 {
		fmt.Fprintf(&b, "%d of %d branches decided%s\n", n, of, share(n, of))
	}
	if n < of {
		fmt.Fprintf(&b, "not decided: %d\n", of-n)
		for _, x := range r.Branches {
			if len(x.Years) == 0 {
				b.WriteString("  " + x.String() + "\n")
			}
		}
	}
	return b.String()
}

// share writes a count as a share of another, cut to 0.1 %.
func share(n, of int) string {
	if of == 0 {
		return ""
	}
	tenths := int64(n) * 1000 / int64(of)
	return fmt.Sprintf(" (%d.%d %%)", tenths/10, tenths%10)
}

// Sensitive asserts that a check passes on a scenario and notices at least a share
// of its mutants, above zero and at most one, and returns what [Mutate] found, nil if
// there is nothing.
//
//	policytest.Sensitive(t, agreed, "90%", func(t policytest.T, s *scenario.Scenario) {
//		policytest.Published(t, policytest.Project(t, s), contribution, published, precision)
//	})
//
// It fails if no mutant changes any result, because then nothing has been shown.
func Sensitive[N burden.Number](t T, s *scenario.Scenario, minimum N, check Check) *Mutations {
	t.Helper()
	least, ok := number(minimum)
	if !ok {
		notANumber(t, "share of mutants", minimum)
		return nil
	}
	if !isShare(t, least) {
		return nil
	}
	r, err := Mutate(s, check)
	if err != nil {
		fail(t, "the tests cannot be tried on mutants", row{"error", err.Error() + "\n"})
		return nil
	}
	n, of := r.Noticed()
	if counted(n).LessThan(least.Mul(counted(of))) || of == 0 {
		fail(t, "the tests do not notice enough", row{"expected", "at least " + inPercent(least) + " of the mutants that change a result"},
			row{"found", fmt.Sprintf("%d of %d%s", n, of, share(n, of))}, row{"mutants", r.String()})
	}
	return r
}
