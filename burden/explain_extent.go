package burden

import (
	"errors"
	"slices"
	"strconv"
	"strings"
)

// Extent limits how much is explained. The zero Extent explains everything. Results outside
// it appear with their value only, in [Explanation.Given].
type Extent struct {
	// Depth limits how far back the explanation goes. At 1 only the number's own step is
	// explained, at 2 also the lines it reads. Zero is no limit.
	Depth int
	// From and To are the years whose lines are explained; zero is no limit. The number
	// asked for is explained in any year.
	From, To int
}

func (x Extent) has(year int) bool { return year >= x.From && (x.To == 0 || year <= x.To) }

// written returns the extent as it is written in Go, without the fields that are zero.
func (x Extent) written() string {
	var fields []string
	for _, f := range []struct {
		name  string
		value int
	}{{"Depth", x.Depth}, {"From", x.From}, {"To", x.To}} {
		if f.value != 0 {
			fields = append(fields, f.name+": "+strconv.Itoa(f.value))
		}
	}
	return "Extent{" + strings.Join(fields, ", ") + "}"
}

// ExplainWithin returns the explanation of a line's value in a year as far as the extent
// goes. Results that are used but not explained are in [Explanation.Given].
//
// An explanation may take as much work as a projection: six million nodes. Here each value
// that a step reads counts as 16 nodes or more, and each rounding as 24. In
// [Explanation.MarshalJSON], which keeps every node of every formula, each node counts as 24
// more. So a model of 1,000 lines over 60 years may be too much to explain, and one of 200
// lines over 100 years too much to write as JSON, though both project at once.
//
// Beyond the limit is an [ErrTooLarge]. Its message says which depth fits, in the extent to
// ask for, and so does the [Error]: Input is "depth" and Value the greatest Extent.Depth that
// fits with the same From and To, or "0" if none does.
//
// It returns the errors of [Projection.Value], and an [ErrOutOfRange] if the depth is
// negative.
func (p *Projection) ExplainWithin(l Line, year int, within Extent) (Explanation, error) {
	if _, err := p.Value(l, year); err != nil {
		return Explanation{}, err
	}
	if within.Depth < 0 {
		return Explanation{}, &Error{Model: p.m.id, Line: l.Name(), Year: year, Input: "depth", Value: strconv.Itoa(within.Depth), Err: ErrOutOfRange}
	}
	// Steps are worked out from the number back, one depth after the other, so that it is
	// known how deep the work allows.
	start := cell{p.m.lineIndex[l.Name()], year}
	type found struct {
		Step
		uses []cell
	}
	work := 0
	steps := map[cell]*found{start: {}}
	level := []cell{start}
	for depth := 1; len(level) > 0; depth++ {
		var next []cell
		for _, c := range level {
			s, uses, err := p.step(c, &work)
			if err != nil {
				if errors.Is(err, ErrTooLarge) {
					return Explanation{}, p.tooMuch(start, within, depth-1, "explanation")
				}
				return Explanation{}, err
			}
			*steps[c] = found{s, uses}
			for _, u := range uses {
				if steps[u] == nil && within.has(u.year) && (within.Depth == 0 || depth < within.Depth) {
					steps[u] = &found{}
					next = append(next, u)
				}
			}
		}
		level = next
	}
	// Then they are put in an order in which a step uses only earlier ones.
	x := Explanation{Model: p.m.id, Scenario: p.scenario, Changes: slices.Clone(p.changes), of: p, within: within}
	type visit struct {
		cell
		next int // of the uses
	}
	met := map[cell]bool{start: true}
	stack := []visit{{cell: start}}
	for len(stack) > 0 {
		top := &stack[len(stack)-1]
		s := steps[top.cell]
		if top.next == len(s.uses) {
			x.Steps = append(x.Steps, s.Step)
			stack = stack[:len(stack)-1]
			continue
		}
		u := s.uses[top.next]
		top.next++
		if steps[u] != nil && !met[u] {
			met[u] = true
			stack = append(stack, visit{cell: u})
		}
	}
	return x, nil
}

// tooMuch says that an explanation of a cell within an extent costs too much work, and which
// depth does not.
func (p *Projection) tooMuch(c cell, within Extent, fits int, what string) error {
	detail := "its " + what + " takes more work than " + strconv.Itoa(maxWork) + " nodes; "
	if fits == 0 {
		detail += "not even its own step fits"
	} else {
		within.Depth = fits
		detail += "a depth of " + strconv.Itoa(fits) + " fits: ExplainWithin(line, year, " + within.written() + ")"
	}
	return p.v.errorAt(c, Error{Input: "depth", Value: strconv.Itoa(fits), Detail: detail, Err: ErrTooLarge})
}
