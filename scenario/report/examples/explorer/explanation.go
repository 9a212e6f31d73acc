package main

import (
	"slices"

	"example.com/burdenshare/burden"
)

// explanationView is why a number is what it is: its own step, those of its year, and
// those of the years before.
type explanationView struct {
	Title, Value, Exact, Of string
	Step                    stepView
	SameYear, Earlier       []stepView
	JSON, Back              string
}

type stepView struct {
	Name, Year, Value, Formula string
	Inputs                     []inputView
	Uses                       []useView
	Notes                      []string // of limits and roundings
}

type inputView struct {
	Name, Year, Value, Status, Print string
	Typed                            bool
	Sources                          []link
}

type useView struct{ Name, Year, Value, Link string }

// explain writes the explanation asked for.
func (v *pageView) explain(q *question) error {
	p := q.explain
	if p == nil {
		return nil
	}
	x, err := q.explanation(p)
	if err != nil {
		return err
	}
	view := &explanationView{
		Title: q.study.label(p.line) + " " + itoa(p.year), Of: p.of(q),
		JSON: "/explanation.json?" + q.query(p), Back: p.id(),
	}
	if !q.changed() { // the table has one column, and this number stands in it
		view.Back = (&place{line: p.line, year: p.year, agreed: true}).id()
	}
	if !slices.ContainsFunc(q.study.Lines, func(l shown) bool {
		return l.Line.Name() == p.line.Name() && l.From <= p.year && p.year <= l.To || l.Total.Name() == p.line.Name()
	}) {
		view.Back = "" // it stands in no table
	}
	for i, s := range slices.Backward(x.Steps) {
		step := newStep(q, s, p.agreed)
		switch {
		case i == len(x.Steps)-1:
			view.Step = step
			view.Exact = step.Value
			if view.Value, err = amount(s.Value, s.Line.Unit()); err != nil {
				return err
			}
		case s.Year == p.year:
			view.SameYear = append(view.SameYear, step)
		default:
			view.Earlier = append(view.Earlier, step)
		}
	}
	v.Explanation = view
	return nil
}

func newStep(q *question, s burden.Step, agreed bool) stepView {
	view := stepView{Name: s.Line.Name(), Year: itoa(s.Year), Value: bareShow(s), Formula: s.Formula.String()}
	for _, in := range s.Inputs {
		view.Inputs = append(view.Inputs, inputView{
			Name: in.Param, Year: itoa(in.Year), Value: burden.Show(in.Value, in.Unit), Status: in.Status.String(), Print: in.Print,
			Typed: in.Source == "scenario "+yours, Sources: sources(in.Source),
		})
	}
	for _, u := range s.Uses {
		p := &place{line: u.Line, year: u.Year, agreed: agreed}
		view.Uses = append(view.Uses, useView{u.Line.Name(), itoa(u.Year), burden.Show(u.Value, u.Line.Unit()), "?" + q.query(p) + "#explanation"})
	}
	for _, l := range s.Limits {
		view.Notes = append(view.Notes, l.String())
	}
	for _, r := range s.Roundings {
		view.Notes = append(view.Notes, r.String())
	}
	return view
}

func bareShow(s burden.Step) string { return burden.Show(s.Value, s.Line.Unit()) }

// label is how the page calls a line; one that has no table goes by its name.
func (s *study) label(l burden.Line) string {
	for _, shown := range s.Lines {
		switch l.Name() {
		case shown.Line.Name():
			return shown.Label
		case shown.Total.Name():
			return shown.Label + ", total from " + itoa(shown.From) + " to"
		}
	}
	return l.Name()
}
