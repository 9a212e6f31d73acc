package burden

import (
	"encoding/json"
	"errors"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// ExplanationFormat and ExplanationVersion say what [Explanation.MarshalJSON] writes.
// A change that a reader of the version before would misread has a new version.
const (
	ExplanationFormat  = "burdenshare explanation"
	ExplanationVersion = 2
)

// MarshalJSON writes the explanation so that a stranger can recompute it: every node
// of every formula with its value, and whatever is used more than once, a figure, a
// step, a split, only once and referred to by id. Numbers are text, exact to the last
// digit. Equal explanations are equal bytes.
//
//	{"format": "burdenshare explanation", "version": 2, "checksum": "sha256:…", "explanation": {
//	  "model": "sma8", "model_hash": "sha256:…", "scenario": …, "changes": […], "result": "contribution@2010",
//	  "inputs": [{"id": "cpi@2008", "param": "cpi", "year": 2008, "value": "0.047", "status": "confirmed", "source": …}, …],
//	  "given": [{"id": "contribution@2008", "line": "contribution", "year": 2008, "unit": "KRW", "value": "741500000000"}, …],
//	  "splits": [{"id": "rate@2022", "name": "rate", "year": 2022, "quantum": "0.00001", "total": …, "members": […]}, …],
//	  "steps": [{"id": "contribution@2010", "line": "contribution", "year": 2010, "unit": "KRW", "value": "790400000000",
//	             "formula": "round(contribution[-1] * (1 + growth), 100000000, half_up)", "tree": …}, …]}}
//
// Steps, and splits, stand in an order in which each uses only earlier ones; the last
// step is the number asked for. A node of a tree has an operator, op, its operands,
// of, and its value:
//
//	constant   value, unit                   a missing unit is a pure ratio
//	param      name, unit, input             the id of the figure
//	line       name, unit, step              the id of the step, or of the result given
//	part       name, split                   a member's share of the split with that id
//	add, subtract, multiply
//	quotient   rounding, before              before is what was rounded, a fraction of integers in
//	power      rounding, before, p, q        lowest terms; of a power it is the base, to be taken
//	round      rounding, before              to the power p/q
//	minimum    bound, reached                which of the limits, counted as operands from 1, decided:
//	maximum    bound, reached                bound if below (above) the subject, operand 0, reached if equal
//	basis      basis                         the operand, stated on that year basis
//	lag        years                         the operand that many years before
//	sum        from, to, relative            an operand for each year; relative years are lags
//	by_year    starts                        an operand for each stretch of years; in one, the one that began last counts
//	when       the third operand if the first is below the second, else the fourth
//	unused     formula                       what was not evaluated, as text
//
// An arithmetic minimum or maximum is no limit of the agreement: its text says smaller or
// larger, as [Formula.String] does. A rounding without a
// quantum is exact. In the text of a formula a part stands as part(member, name of
// the split), and the split has a text of its own. The model's hash is [Model.Hash]; the
// scenario and its changes are there if [Projection.Under] gave some, and given results if
// there are any, which [Explanation.Given] lists.
//
// The checksum is a hash of all tokens of the explanation. It finds what was changed by
// accident or carelessly and recomputing cannot find, such as a source. It has no key,
// so it is no signature: whoever changes the explanation can make it anew. See
// examples/verify, which documents the format in full and checks it.
//
// An explanation that no projection gave is an [ErrIncomplete], and one that is too much to
// write an [ErrTooLarge] that says which depth fits, as [Projection.ExplainWithin] describes.
func (x Explanation) MarshalJSON() ([]byte, error) {
	if x.of == nil || len(x.Steps) == 0 {
		return nil, &Error{Model: x.Model, Input: "explanation", Err: ErrIncomplete}
	}
	w := explanationWriter{p: x.of, inputs: map[string]bool{}, given: map[string]bool{}, parts: map[*evaluated]string{}}
	for _, s := range x.Steps {
		w.given[idOf(s.Line.Name(), s.Year)] = true // explained, and so never given
	}
	w.out.Model, w.out.Scenario, w.out.Changes = x.Model, x.Scenario, x.Changes
	x.of.hash.Do(func() { x.of.hashed = x.of.m.Hash() })
	w.out.Hash = x.of.hashed
	for _, s := range x.Steps {
		if err := w.step(s.Line, s.Year); err != nil {
			if errors.Is(err, ErrTooLarge) {
				return nil, x.tooMuchJSON()
			}
			return nil, err
		}
	}
	w.out.Result = w.out.Steps[len(w.out.Steps)-1].ID
	body, err := encoded(w.out)
	if err != nil {
		return nil, err
	}
	sum, err := checksum(body)
	if err != nil {
		return nil, err
	}
	return encoded(struct {
		Format      string          `json:"format"`
		Version     int             `json:"version"`
		Checksum    string          `json:"checksum"`
		Explanation json.RawMessage `json:"explanation"`
	}{ExplanationFormat, ExplanationVersion, sum, body})
}

// tooMuchJSON says how deep an explanation may be to be written, by making the trees of its
// steps again, those nearest to the number first.
func (x Explanation) tooMuchJSON() error {
	at := map[cell]Step{}
	for _, s := range x.Steps {
		at[cell{x.of.m.lineIndex[s.Line.Name()], s.Year}] = s
	}
	last := x.Steps[len(x.Steps)-1]
	start := cell{x.of.m.lineIndex[last.Line.Name()], last.Year}
	level, seen, trees := []cell{start}, map[cell]bool{start: true}, known{}
	for depth := 1; len(level) > 0; depth++ {
		var next []cell
		for _, c := range level {
			if _, err := x.of.tree(c, &trees); err != nil {
				return x.of.tooMuch(start, x.within, depth-1, "explanation as JSON")
			}
			for _, u := range at[c].Uses {
				below := cell{x.of.m.lineIndex[u.Line.Name()], u.Year}
				if _, explained := at[below]; explained && !seen[below] {
					seen[below] = true
					next = append(next, below)
				}
			}
		}
		level = next
	}
	return x.of.tooMuch(start, x.within, 0, "explanation as JSON") // steps that its last one does not use
}

// explanationWriter collects the parts of an explanation, each once.
type explanationWriter struct {
	p      *Projection
	out    bodyJSON
	inputs map[string]bool
	given  map[string]bool // and steps
	known  known
	parts  map[*evaluated]string // ids of splits
	named  []*node               // of each split one part
	names  []string
}

func (w *explanationWriter) step(l Line, year int) error {
	i, fault := w.p.m.line(l)
	if fault != nil {
		return fault
	}
	tree, err := w.p.tree(cell{i, year}, &w.known)
	if err != nil {
		return err
	}
	s := stepJSON{
		ID: idOf(l.Name(), year), Line: l.Name(), Year: year, Basis: yearsOf(w.p.m.lines[i].line.Basis()), Unit: l.Unit(),
		Value: Text(tree.value), Tree: w.node(tree, l.Name()),
	}
	s.Formula = w.short(tree.e.source, l.Name()).String()
	w.out.Steps = append(w.out.Steps, s)
	return nil
}

func idOf(name string, year int) string { return name + "@" + strconv.Itoa(year) }

// node returns a node of a line's formula.
func (w *explanationWriter) node(t *evaluated, line string) *nodeJSON {
	n := t.e.source.n
	j := &nodeJSON{Op: n.Kind.operator(), Value: Text(t.value)}
	switch n.Kind {
	case ConstantNode:
		j.Unit = n.Unit
		return j
	case ParamNode:
		j.Name, j.Unit, j.Input = n.Name, n.Unit, w.input(t)
		return j
	case LineNode:
		j.Name, j.Unit, j.Step = n.Name, n.Unit, idOf(n.Name, t.year)
		if !w.given[j.Step] {
			w.given[j.Step] = true
			i := w.p.m.lineIndex[n.Name]
			w.out.Given = append(w.out.Given, givenJSON{ID: j.Step, Line: n.Name, Year: t.year, Basis: yearsOf(w.p.m.lines[i].line.Basis()), Unit: n.Unit, Value: j.Value})
		}
		return j
	case PartNode:
		j.Name, j.Split = n.Name, w.split(t, line)
		return j
	case QuotientNode, PowerNode, RoundNode:
		if n.Kind == PowerNode {
			j.P, j.Q = n.P, n.Q
		}
		if !n.Rounding.IsZero() {
			j.Rounding = &roundingJSON{Text(n.Rounding.quantum), n.Rounding.mode.String()}
		}
		before := t.operands[0].value.Rat()
		if n.Kind != RoundNode {
			before.Quo(before, t.operands[1].value.Rat()) // not zero: it was divided by
		}
		j.Before = before.RatString()
	case MinimumNode, MaximumNode:
		j.Arithmetic = n.unagreed
		for i, o := range t.operands[1:] {
			switch {
			case !o.value.Equal(t.value):
			case o.value.Equal(t.operands[0].value):
				j.Reached = append(j.Reached, i+1)
			default:
				j.Bound = append(j.Bound, i+1)
			}
		}
	case BasisNode:
		j.Basis = n.Basis.String()
	case LagNode:
		j.Years = n.From
	case SumNode:
		j.From, j.To, j.Relative = n.From, n.To, n.Relative
	}
	operands := make([]*nodeJSON, len(t.operands))
	for i, o := range t.operands {
		operands[i] = w.node(o, line)
	}
	switch n.Kind {
	case ByYearNode:
		j.Starts = slices.Clone(n.Starts)
		operands = w.chosen(t, operands, line, func(i int) bool { return i == inForce(n.Starts, t.year) })
	case WhenNode:
		taken := 3
		if t.operands[0].value.LessThan(t.operands[1].value) {
			taken = 2
		}
		operands = w.chosen(t, operands, line, func(i int) bool { return i < 2 || i == taken })
	}
	j.Of = operands
	return j
}

// chosen puts the operands that were evaluated in their places among those that were not.
func (w *explanationWriter) chosen(t *evaluated, operands []*nodeJSON, line string, taken func(i int) bool) []*nodeJSON {
	list := make([]*nodeJSON, len(t.e.args))
	for i, o := range t.e.source.n.Operands {
		if taken(i) && len(operands) > 0 {
			list[i], operands = operands[0], operands[1:]
			continue
		}
		list[i] = &nodeJSON{Op: "unused", Formula: w.short(o, line).String()}
	}
	return list
}

// input adds a parameter's figure of a year, once.
func (w *explanationWriter) input(t *evaluated) string {
	d := w.p.m.params[t.e.param].d
	id := idOf(d.name, t.year)
	if w.inputs[id] {
		return id
	}
	w.inputs[id] = true
	e, _ := d.series.At(t.year)
	w.out.Inputs = append(w.out.Inputs, inputJSON{
		ID: id, Param: d.name, Year: t.year, Basis: yearsOf(d.series.Basis()), Unit: d.unit, Value: Text(e.Value),
		Status: e.Status.String(), Stage: e.Stage.String(), Print: e.Print, Source: e.Source, Purpose: d.purpose,
	})
	return id
}

// split adds the split of a part in a year, once.
func (w *explanationWriter) split(t *evaluated, line string) string {
	first := w.known.find(t.e, t.year)
	if id, done := w.parts[first]; done {
		return id
	}
	d, shares := first.split, first.e.shares
	s := splitJSON{Year: t.year, Quantum: Text(t.e.rounding.quantum), Remainder: shares.Remainder.String(), KeepRest: shares.KeepRest}
	operands := make([]*nodeJSON, len(first.e.args)) // nil where a bound is absent
	next := 0
	for i, arg := range first.e.args {
		if arg != nil {
			operands[i] = w.node(first.operands[next], line)
			next++
		}
	}
	s.Total = operands[0]
	n := len(shares.Keys)
	for i, key := range shares.Keys {
		m := memberJSON{
			Key: key, Weight: operands[1+i], Floor: operands[1+n+i], Ceiling: operands[1+2*n+i],
			Ideal: d.ideals[i].RatString(), Share: Text(d.shares[i]),
		}
		m.At = d.at(i)
		s.Members = append(s.Members, m)
	}
	s.Name = w.name(t.e.source.n, line)
	s.Formula = w.terms(t.e.source, line)
	s.ID = idOf(s.Name, t.year)
	w.parts[first] = s.ID
	w.out.Splits = append(w.out.Splits, s)
	return s.ID
}

// at names the bound that a member's unrounded share is at.
func (d *divided) at(member int) string {
	is := func(bound *decimal.Decimal) bool {
		return bound != nil && d.ideals[member].Cmp(new(big.Rat).Set(bound.Rat())) == 0
	}
	switch m := d.members[member]; {
	case is(m.Floor):
		return "floor"
	case is(m.Ceiling):
		return "ceiling"
	}
	return ""
}

// name returns the name of a part's split: the line's without the member's key, and
// if another split has it, numbered.
func (w *explanationWriter) name(part *node, line string) string {
	i := slices.IndexFunc(w.named, func(n *node) bool {
		return n.Shares == part.Shares && slices.Equal(n.Operands, part.Operands)
	})
	if i >= 0 {
		return w.names[i]
	}
	name := strings.TrimSuffix(line, "."+part.Name)
	if slices.Contains(w.names, name) {
		name += "#" + strconv.Itoa(len(w.names)+1)
	}
	w.named, w.names = append(w.named, part), append(w.names, name)
	return name
}

// short returns a formula whose parts print as part(member, split), because terms of
// a split are there once and not in the formula of each of its parts.
func (w *explanationWriter) short(f Formula, line string) Formula {
	if f.n == nil {
		return f
	}
	if f.n.Kind == PartNode {
		return NewLine("part("+f.n.Name+", "+w.name(f.n, line)+")", Ratio).Formula
	}
	return w.shorten(f, line)
}

func (w *explanationWriter) shorten(f Formula, line string) Formula {
	n := f.n.Node
	n.Operands = slices.Clone(n.Operands)
	for i, o := range n.Operands {
		n.Operands[i] = w.short(o, line)
	}
	made := build(n, nil)
	made.n.unagreed = f.n.unagreed
	return made
}

// terms writes the split of a part: split(total, quantum, remainder, member(weight,
// floor, ceiling), …), which is the part's text without a member.
func (w *explanationWriter) terms(part Formula, line string) string {
	_, terms, _ := strings.Cut(w.shorten(part, line).String(), ", ")
	return "split(" + terms
}
