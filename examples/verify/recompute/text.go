package recompute

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// How strongly an operator binds; what binds weaker than its place asks for is in
// parentheses.
const (
	loose = iota
	sums
	factors
	tight
)

// text writes the formula that a tree says, as the library does: a step's own text
// has to be the same.
func (c *checker) text(n *node) (string, error) {
	w := &writer{c: c}
	w.node(n, loose)
	return w.b.String(), w.err
}

// terms writes what a split says: its total, quantum, remainder rule and members.
func (c *checker) terms(s *split) (string, error) {
	w := &writer{c: c}
	w.put("split(")
	w.node(s.Total, loose)
	w.put(", ", s.Quantum, ", ", s.Remainder)
	if s.KeepRest {
		w.put(", keep_rest")
	}
	for _, m := range s.Members {
		w.put(", ", m.Key, "(")
		w.node(m.Weight, loose)
		if m.Floor != nil || m.Ceiling != nil {
			for _, bound := range []*node{m.Floor, m.Ceiling} {
				w.put(", ")
				if bound == nil {
					w.put("none")
					continue
				}
				w.node(bound, loose)
			}
		}
		w.put(")")
	}
	w.put(")")
	return w.b.String(), w.err
}

type writer struct {
	c   *checker
	b   strings.Builder
	err error // the first
}

func (w *writer) put(texts ...string) {
	for _, s := range texts {
		w.b.WriteString(s)
	}
}

func (w *writer) node(n *node, place int) {
	switch n.Op {
	case "constant":
		w.constant(n, place)
	case "param", "line":
		w.put(n.Name)
	case "part":
		w.put("part(", n.Name, ", ", strings.TrimSuffix(n.Split, n.Split[max(0, strings.LastIndex(n.Split, "@")):]), ")")
	case "unused":
		w.put(n.Formula)
	case "add":
		w.infix(n, " + ", sums, factors, place)
	case "subtract":
		w.infix(n, " - ", sums, factors, place)
	case "multiply":
		w.infix(n, " * ", factors, tight, place)
	case "quotient":
		w.rounded(n, func() { w.infix(n, " / ", factors, tight, loose) })
	case "power":
		w.rounded(n, func() {
			w.put("pow(")
			w.infix(n, " / ", factors, tight, loose)
			w.put(", ", strconv.Itoa(n.P), ", ", strconv.Itoa(n.Q), ")")
		})
	case "round":
		w.rounded(n, func() { w.node(n.Of[0], loose) })
	case "minimum":
		w.call(map[bool]string{false: "min", true: "smaller"}[n.Arithmetic], n)
	case "maximum":
		w.call(map[bool]string{false: "max", true: "larger"}[n.Arithmetic], n)
	case "basis":
		w.put("on(", n.Basis, ", ")
		w.node(n.Of[0], loose)
		w.put(")")
	case "lag":
		w.node(n.Of[0], tight)
		w.put("[-", strconv.Itoa(n.Years), "]")
	case "sum":
		w.sum(n)
	case "by_year":
		w.put("by_year{")
		for i, o := range n.Of {
			if i > 0 {
				w.put(", ")
			}
			w.put(strconv.Itoa(n.Starts[i]), ": ")
			w.node(o, loose)
		}
		w.put("}")
	case "when":
		w.put("when(")
		w.node(n.Of[0], sums)
		w.put(" < ")
		w.node(n.Of[1], sums)
		w.put(", ")
		w.node(n.Of[2], loose)
		w.put(", ")
		w.node(n.Of[3], loose)
		w.put(")")
	}
}

// spelt is an amount of a unit that could have been written KRW(5). The library spells
// it out where the unit is, or comes near to, a word that formulas have.
var spelt = regexp.MustCompile(`\bamount\((-?[0-9.]+), "([A-Za-z_][A-Za-z0-9_]*)"\)`)

// reads tells whether the text of a formula is the one that its tree says.
func reads(text, tree string) bool {
	short := func(s string) string { return spelt.ReplaceAllString(s, "$2($1)") }
	return text == tree || short(text) == short(tree)
}

func (w *writer) constant(n *node, place int) {
	switch {
	case n.Unit != "" && identifier(n.Unit):
		w.put(n.Unit, "(", n.Value, ")")
	case n.Unit != "":
		w.put("amount(", n.Value, ", ", strconv.Quote(n.Unit), ")")
	case place > loose && strings.HasPrefix(n.Value, "-"):
		w.put("(", n.Value, ")")
	default:
		w.put(n.Value)
	}
}

func (w *writer) infix(n *node, op string, first, rest, place int) {
	if place > first {
		w.put("(")
		defer w.put(")")
	}
	for i, o := range n.Of {
		at := rest
		if i > 0 {
			w.put(op)
		} else if o.Op != n.Op || o.Op == "subtract" { // (a + b) + c is two nodes, a + b + c one
			at = first
		}
		w.node(o, at)
	}
}

func (w *writer) rounded(n *node, inner func()) {
	if n.Rounding == nil {
		w.put("exact(")
		inner()
		w.put(")")
		return
	}
	w.put("round(")
	inner()
	w.put(", ", n.Rounding.Quantum, ", ", n.Rounding.Mode, ")")
}

func (w *writer) call(name string, n *node) {
	w.put(name, "(")
	for i, o := range n.Of {
		if i > 0 {
			w.put(", ")
		}
		w.node(o, loose)
	}
	w.put(")")
}

// sum writes the operand once; in every year it has to be the same formula.
func (w *writer) sum(n *node) {
	single := !n.Relative && n.From == n.To
	place := loose
	if single {
		place = tight
	}
	var first string
	for i, o := range n.Of {
		one := &writer{c: w.c}
		one.node(o, place)
		text := one.b.String()
		if w.err = errors.Join(w.err, one.err, w.c.spent(len(text))); w.err != nil {
			return
		}
		if i == 0 {
			first = text
		}
		if text != first {
			w.err = fmt.Errorf("a sum adds %s and %s", quoted(first), quoted(text))
			return
		}
	}
	from, to := n.From, n.To
	if n.Relative {
		from, to = -from, -to
	}
	if single {
		w.put(first, "[", strconv.Itoa(from), "]")
		return
	}
	w.put("sum(", first, ", ", strconv.Itoa(from), ", ", strconv.Itoa(to), ")")
}
