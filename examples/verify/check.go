package main

import (
	"errors"
	"fmt"
	"io"
	"math/big"
	"strconv"
)

// report is what was recomputed.
type report struct {
	line, value, unit                    string
	year                                 int
	steps, inputs, splits, nodes, rounds int
}

// String writes the number and what was recomputed for it.
func (r report) String() string {
	number := r.line + " " + strconv.Itoa(r.year) + " = " + r.value
	if r.unit != "" {
		number += " " + r.unit
	}
	return fmt.Sprintf("%s\nrecomputed (steps %d, figures %d, nodes %d, roundings %d, splits %d)", number, r.steps, r.inputs, r.nodes, r.rounds, r.splits)
}

// result is the value of a node, and its unit.
type result struct {
	value *big.Rat
	unit  unit
}

// checker goes through an explanation once. It stops at the first disagreement.
type checker struct {
	inputs map[string]result
	steps  map[string]result // those checked
	splits map[string]*splitCheck
	used   map[string]bool
	where  string // the figure or step being checked
	work   int64
	report report
}

// check recomputes an explanation, and reports the first place that does not agree.
func check(in io.Reader) (report, error) {
	x, broken, err := read(in)
	if err != nil {
		return report{}, err
	}
	c := &checker{inputs: map[string]result{}, steps: map[string]result{}, splits: map[string]*splitCheck{}, used: map[string]bool{}}
	if err := c.figures(x.Inputs); err != nil {
		return report{}, err
	}
	for _, s := range x.Splits {
		if s == nil || s.ID != id(s.Name, s.Year) || c.splits[s.ID] != nil {
			return report{}, errors.New("a split has no id, another's, or not its own")
		}
		c.splits[s.ID] = &splitCheck{split: s}
	}
	for _, s := range x.Steps {
		if s == nil {
			return report{}, errors.New("a step is null")
		}
		if err := c.step(s); err != nil {
			return report{}, fmt.Errorf("%s: %w", c.where, err)
		}
	}
	if len(x.Steps) == 0 {
		return report{}, errors.New("no steps")
	}
	last := x.Steps[len(x.Steps)-1]
	if x.Result != last.ID {
		return report{}, fmt.Errorf("result is %s, the last step is %s", quoted(x.Result), quoted(last.ID))
	}
	c.used[last.ID] = true
	for _, list := range [][]string{ids(x.Inputs), ids(x.Splits), ids(x.Steps)} {
		for _, id := range list {
			if !c.used[id] {
				return report{}, fmt.Errorf("%s: nothing uses it", quoted(id))
			}
		}
	}
	if broken != nil {
		return report{}, broken
	}
	r := c.report
	r.line, r.year, r.value, r.unit = last.Line, last.Year, last.Value, last.Unit
	r.steps, r.inputs, r.splits = len(x.Steps), len(x.Inputs), len(x.Splits)
	return r, nil
}

func id(name string, year int) string { return name + "@" + strconv.Itoa(year) }

func (i *input) id() string { return i.ID }
func (s *split) id() string { return s.ID }
func (s *step) id() string  { return s.ID }

func ids[T interface{ id() string }](list []T) []string {
	names := make([]string, len(list))
	for i, x := range list {
		names[i] = x.id()
	}
	return names
}

// figures takes the figures that everything rests on.
func (c *checker) figures(list []*input) error {
	for _, i := range list {
		if i == nil || i.Param == "" || i.ID != id(i.Param, i.Year) || c.inputs[i.ID].value != nil {
			return errors.New("an input has no id, another's, or not its own")
		}
		c.where = "input " + i.ID
		v, err := c.decimal(i.Value)
		if err != nil {
			return fmt.Errorf("%s: %w", c.where, err)
		}
		u, err := readUnit(i.Unit)
		if err != nil {
			return fmt.Errorf("%s: %w", c.where, err)
		}
		c.inputs[i.ID] = result{v, u}
	}
	return nil
}

// step recomputes one line in one year.
func (c *checker) step(s *step) error {
	c.where = "step " + quoted(s.ID)
	if s.Line == "" || s.ID != id(s.Line, s.Year) || c.steps[s.ID].value != nil {
		return errors.New("its id is another's, or not its own")
	}
	u, err := readUnit(s.Unit)
	if err != nil {
		return err
	}
	r, err := c.node(s.Tree, s.Year, "tree", 0)
	if err != nil {
		return err
	}
	if !r.unit.equal(u) {
		return fmt.Errorf("unit is %s, its formula gives %s", quoted(s.Unit), quoted(r.unit.String()))
	}
	if err := c.agrees("value", s.Value, r.value); err != nil {
		return err
	}
	text, err := c.text(s.Tree)
	if err != nil {
		return err
	}
	if s.Formula != text {
		return fmt.Errorf("formula is %s, its tree says %s", quoted(s.Formula), quoted(text))
	}
	c.steps[s.ID] = r
	return nil
}

// agrees compares a number as written with the one recomputed.
func (c *checker) agrees(what, written string, value *big.Rat) error {
	w, err := c.decimal(written)
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	if w.Cmp(value) != 0 {
		return fmt.Errorf("%s is %s, recomputed %s", what, short(written), shown(value))
	}
	return nil
}

// shown writes a recomputed number: a decimal if one equals it, else a fraction.
func shown(x *big.Rat) string {
	places, finite := x.FloatPrec()
	if finite {
		return short(x.FloatString(places))
	}
	return short(x.RatString())
}

func short(s string) string {
	if len(s) > 100 {
		return s[:100] + "…"
	}
	return s
}
