// Package recompute recomputes an explanation as JSON, which ../FORMAT.md describes. It
// uses math/big, and nothing of the library whose numbers it checks.
package recompute

import (
	"errors"
	"fmt"
	"io"
	"math/big"
	"strconv"
	"strings"
)

// Report is what was recomputed.
type Report struct {
	Line, Value, Unit                    string // of the number asked for
	Year                                 int
	steps, inputs, splits, nodes, rounds int

	model, hash, scenario string
	changes               []string
	figures               []*input       // taken as they are
	given                 []*givenResult // too
}

// String writes the number, what was recomputed for it, and what was taken as given:
// nothing here can tell whether that is true. Text of the file is quoted.
func (r Report) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %d = %s\n", r.Line, r.Year, strings.TrimSpace(r.Value+" "+r.Unit))
	fmt.Fprintf(&b, "recomputed (steps %d, figures %d, nodes %d, roundings %d, splits %d)\n", r.steps, r.inputs, r.nodes, r.rounds, r.splits)
	fmt.Fprintf(&b, "taken as given:\n  model %s, %s\n", r.model, r.hash)
	if r.scenario != "" {
		fmt.Fprintf(&b, "  scenario %s\n", inFull(r.scenario))
	}
	for _, c := range r.changes {
		fmt.Fprintf(&b, "  change %s\n", inFull(c))
	}
	for _, i := range r.figures {
		fmt.Fprintf(&b, "  %s %d = %s, %s", i.Param, i.Year, strings.TrimSpace(i.Value+" "+i.Unit), i.Status)
		if i.Stage != "" {
			b.WriteString(", " + i.Stage)
		}
		for _, known := range []string{i.Print, i.Purpose, i.Source} {
			if known != "" {
				b.WriteString(", " + inFull(known))
			}
		}
		b.WriteByte('\n')
	}
	for _, g := range r.given {
		fmt.Fprintf(&b, "  %s %d = %s, a result that is not explained here\n", g.Line, g.Year, strings.TrimSpace(g.Value+" "+g.Unit))
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// inFull quotes text from the file, all of it but what nobody would read.
func inFull(s string) string {
	if len(s) > 2000 {
		s = s[:2000] + "…"
	}
	return quotedInFull(s)
}

// result is the value of a node, and its unit.
type result struct {
	value *big.Rat
	unit  unit
}

// kind is what a parameter or line has the same in all years.
type kind struct{ what, unit, basis string }

// checker goes through an explanation once. It stops at the first disagreement.
type checker struct {
	inputs map[string]result
	steps  map[string]result // those checked, and results given
	splits map[string]*splitCheck
	used   struct{ inputs, steps, splits map[string]bool }
	kinds  map[string]kind // of parameters and lines, by name
	where  string          // the figure or step being checked
	work   int64
	report Report
}

// Check recomputes an explanation, as JSON, and reports the first place that does not agree.
func Check(in io.Reader) (Report, error) {
	x, broken, err := read(in)
	if err != nil {
		return Report{}, err
	}
	c := &checker{inputs: map[string]result{}, steps: map[string]result{}, splits: map[string]*splitCheck{}, kinds: map[string]kind{}}
	c.used.inputs, c.used.steps, c.used.splits = map[string]bool{}, map[string]bool{}, map[string]bool{}
	if err := named("model", x.Model); err != nil {
		return Report{}, err
	}
	if digest, ok := strings.CutPrefix(x.Hash, "sha256:"); !ok || len(digest) != 64 || strings.Trim(digest, "0123456789abcdef") != "" {
		return Report{}, fmt.Errorf("model_hash %s is none", quoted(x.Hash))
	}
	if err := c.figures(x.Inputs); err != nil {
		return Report{}, err
	}
	if err := c.givenResults(x.Given); err != nil {
		return Report{}, err
	}
	for _, s := range x.Splits {
		if s == nil || !splitName(s.Name) || s.ID != id(s.Name, s.Year) || c.splits[s.ID] != nil {
			return Report{}, errors.New("a split has no name, or no id, another's, or not its own")
		}
		if err := dated(s.Year); err != nil {
			return Report{}, fmt.Errorf("split %s: %w", quoted(s.ID), err)
		}
		c.splits[s.ID] = &splitCheck{split: s}
	}
	for _, s := range x.Steps {
		if s == nil {
			return Report{}, errors.New("a step is null")
		}
		if err := c.step(s); err != nil {
			return Report{}, fmt.Errorf("%s: %w", c.where, err)
		}
	}
	if len(x.Steps) == 0 {
		return Report{}, errors.New("no steps")
	}
	last := x.Steps[len(x.Steps)-1]
	if x.Result != last.ID {
		return Report{}, fmt.Errorf("result is %s, the last step is %s", quoted(x.Result), quoted(last.ID))
	}
	c.used.steps[last.ID] = true
	for _, of := range []struct {
		ids  []string
		used map[string]bool
	}{{ids(x.Inputs), c.used.inputs}, {ids(x.Splits), c.used.splits}, {ids(x.Given), c.used.steps}, {ids(x.Steps), c.used.steps}} {
		for _, id := range of.ids {
			if !of.used[id] {
				return Report{}, fmt.Errorf("%s: nothing uses it", quoted(id))
			}
		}
	}
	if broken != nil {
		return Report{}, broken
	}
	r := c.report
	r.Line, r.Year, r.Value, r.Unit = last.Line, last.Year, last.Value, last.Unit
	r.steps, r.inputs, r.splits = len(x.Steps), len(x.Inputs), len(x.Splits)
	r.model, r.hash, r.scenario, r.changes = x.Model, x.Hash, x.Scenario, x.Changes
	r.figures, r.given = x.Inputs, x.Given
	return r, nil
}

func id(name string, year int) string { return name + "@" + strconv.Itoa(year) }

func (i *input) id() string       { return i.ID }
func (g *givenResult) id() string { return g.ID }
func (s *split) id() string       { return s.ID }
func (s *step) id() string        { return s.ID }

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
		if i == nil || i.ID != id(i.Param, i.Year) || c.inputs[i.ID].value != nil {
			return errors.New("an input has no id, another's, or not its own")
		}
		c.where = "input " + quoted(i.ID)
		if err := errors.Join(
			dated(i.Year),
			c.same("parameter", i.Param, i.Unit, i.Basis),
			among("status", i.Status, false, "unstated", "confirmed", "derived", "brief", "recalled", "assumed"),
			among("stage", i.Stage, true, "expected", "agreed", "budgeted", "executed"),
		); err != nil {
			return fmt.Errorf("%s: %w", c.where, err)
		}
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

// givenResults takes the results that are used and not explained.
func (c *checker) givenResults(list []*givenResult) error {
	for _, g := range list {
		if g == nil || g.ID != id(g.Line, g.Year) || c.steps[g.ID].value != nil {
			return errors.New("a result given has no id, another's, or not its own")
		}
		c.where = "result given " + quoted(g.ID)
		v, err := c.decimal(g.Value)
		u, bad := readUnit(g.Unit)
		if err := errors.Join(dated(g.Year), c.same("line", g.Line, g.Unit, g.Basis), err, bad); err != nil {
			return fmt.Errorf("%s: %w", c.where, err)
		}
		c.steps[g.ID] = result{v, u}
	}
	return nil
}

// same rejects a parameter or line that is no name, or whose name another has, or that
// has another unit or year basis than in a year before.
func (c *checker) same(what, name, unit, basis string) error {
	if err := named(what, name); err != nil {
		return err
	}
	if basis != "" {
		if err := based(basis); err != nil {
			return err
		}
	}
	k := kind{what, unit, basis}
	if first, met := c.kinds[name]; met && first != k {
		return fmt.Errorf("%s %s is a %s in %s by years %s, and elsewhere a %s in %s by years %s", what, name, what, quoted(unit), quoted(basis), first.what, quoted(first.unit), quoted(first.basis))
	}
	c.kinds[name] = k
	return nil
}

// step recomputes one line in one year.
func (c *checker) step(s *step) error {
	c.where = "step " + quoted(s.ID)
	if s.ID != id(s.Line, s.Year) || c.steps[s.ID].value != nil {
		return errors.New("its id is another's, or not its own")
	}
	if err := errors.Join(dated(s.Year), c.same("line", s.Line, s.Unit, s.Basis)); err != nil {
		return err
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
	if !reads(s.Formula, text) {
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
