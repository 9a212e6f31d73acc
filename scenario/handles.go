package scenario

import (
	"errors"
	"strconv"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/closest"
)

// has returns the parameter of the scenario's model that a handle names. A parameter of
// the baseline that nothing uses any more, because a definition took the place of its
// last use, is unknown like any other: no value of it changes a number.
func (s *Scenario) has(p burden.Param) (burden.Param, error) {
	have, err := paramOf(s.model, p)
	if fault, ok := err.(*burden.Error); ok && fault.Err == burden.ErrUnknownName && s.base != nil {
		if _, had := s.base.Param(p.Name()); had {
			fault.Detail = "the scenario no longer has the parameter " + p.Name() + ": a definition took the place of the last formula that used it"
		}
	}
	return have, err
}

// paramOf returns the parameter of a model that a handle names. It returns an error if
// the model does not have it ([burden.ErrUnknownName]), or in another unit ([burden.ErrUnit]).
func paramOf(m *burden.Model, p burden.Param) (burden.Param, error) {
	have, ok := m.Param(p.Name())
	switch {
	case !ok:
		return have, unknownParam(m, p.Name())
	case have.Unit() != p.Unit():
		return have, &burden.Error{Model: m.ID(), Input: "unit of " + p.Name(), Value: string(p.Unit()), Err: burden.ErrUnit}
	}
	return have, nil
}

// maxCompared is with how many names an unknown one is compared at most.
const maxCompared = 1 << 10

// unknownParam says that a model does not have a parameter, and which one may have been
// meant.
func unknownParam(m *burden.Model, name string) *burden.Error {
	fault := &burden.Error{Model: m.ID(), Input: "parameter", Value: name, Err: burden.ErrUnknownName}
	params := m.Params()
	if len(params) > maxCompared {
		return fault
	}
	names := make([]string, len(params))
	for i, p := range params {
		names[i] = p.Name()
	}
	if meant := closest.Name(name, names...); meant != "" {
		fault.Detail = "no parameter is called " + strconv.Quote(name) + "; did you mean " + meant + "?"
	}
	return fault
}

// varied is a parameter that a design sets in every point, and in which years.
type varied struct {
	param burden.Param
	years []Years
}

// pointed returns a design of this package that is pointed to, and any other as it is.
func pointed(d Design) Design {
	if missing(d) {
		return d
	}
	switch d := d.(type) {
	case *Grid:
		return *d
	case *Columns:
		return *d
	case *List:
		return *d
	case *Morris:
		return *d
	case *Sobol:
		return *d
	case *Simulation:
		return *d
	}
	return d
}

// settings returns what a design sets in every point, and whether the design says so: a
// [List] or a design of a program's own says it only point by point.
func settings(d Design) (list []varied, known bool) {
	axes := func(axes []Axis) ([]varied, bool) {
		for _, a := range axes {
			list = append(list, varied{a.param, a.years})
		}
		return list, true
	}
	switch d := d.(type) {
	case Grid:
		return axes(d.axes)
	case Columns:
		return axes(d.axes)
	case Morris:
		return axes(d.Inputs)
	case Sobol:
		return axes(d.Inputs)
	case Simulation:
		for _, in := range d.Inputs {
			list = append(list, varied{in.Param, []Years{in.Years}})
		}
		return list, true
	}
	return nil, false
}

// checkHandles reports parameters of the design that the scenario does not have. No run
// could set them.
func (w Sweep) checkHandles() error {
	list, _ := settings(w.Design)
	var faults []error
	told := map[string]bool{}
	for _, v := range list {
		if told[v.param.Name()] {
			continue
		}
		told[v.param.Name()] = true
		if _, err := w.Scenario.has(v.param); err != nil {
			faults = append(faults, err)
		}
	}
	return errors.Join(faults...)
}
