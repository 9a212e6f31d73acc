package burden

import (
	"go/token"
	"slices"
	"strconv"
	"strings"

	"example.com/burdenshare/internal/visible"
)

// String writes the formula as text, in the syntax of Go expressions:
//
//	round(contribution[-1] * (1 + growth), 100000000, half_up)
//
// A negative index is a lag, a positive one a year. [ParseFormula] reads it back. A
// formula too large to be valid is not written out.
func (f Formula) String() string {
	if f.tooLarge() {
		return "(a formula beyond the limits)"
	}
	var b strings.Builder
	f.print(&b, 0)
	return b.String()
}

// Binding strengths of what is printed; an operand that binds weaker than its
// place demands is put in parentheses.
const (
	loose   = iota // a whole formula
	sum            // + and -
	factors        // * and /
	tight          // names, calls, indexes
)

func (f Formula) print(b *strings.Builder, place int) {
	if f.n == nil {
		b.WriteString("none")
		return
	}
	n := f.n
	switch n.Kind {
	case ConstantNode:
		printConstant(b, n, place)
	case ParamNode, LineNode:
		b.WriteString(visible.Text(n.Name)) // a handle of no model may have any name
	case PartNode:
		f.printPart(b)
	case AddNode:
		f.infix(b, " + ", sum, factors, place)
	case SubtractNode:
		f.infix(b, " - ", sum, factors, place)
	case MultiplyNode:
		f.infix(b, " * ", factors, tight, place)
	case QuotientNode:
		f.rounded(b, func() { f.infix(b, " / ", factors, tight, loose) })
	case PowerNode:
		f.rounded(b, func() {
			b.WriteString("pow(")
			f.infix(b, " / ", factors, tight, loose)
			b.WriteString(", " + strconv.Itoa(n.P) + ", " + strconv.Itoa(n.Q) + ")")
		})
	case RoundNode:
		f.rounded(b, func() { n.Operands[0].print(b, loose) })
	case MinimumNode:
		f.call(b, f.limitWord("min", "smaller"), n.Operands)
	case MaximumNode:
		f.call(b, f.limitWord("max", "larger"), n.Operands)
	case LagNode:
		n.Operands[0].print(b, tight)
		b.WriteString("[-" + strconv.Itoa(n.From) + "]")
	case SumNode:
		f.printSum(b)
	case ByYearNode:
		b.WriteString("by_year{")
		for i, o := range n.Operands {
			if i > 0 {
				b.WriteString(", ")
			}
			b.WriteString(strconv.Itoa(n.Starts[i]) + ": ")
			o.print(b, loose)
		}
		b.WriteString("}")
	case BasisNode:
		b.WriteString("on(" + n.Basis.String() + ", ")
		n.Operands[0].print(b, loose)
		b.WriteString(")")
	case WhenNode:
		b.WriteString("when(")
		n.Operands[0].print(b, sum)
		b.WriteString(" < ")
		n.Operands[1].print(b, sum)
		b.WriteString(", ")
		n.Operands[2].print(b, loose)
		b.WriteString(", ")
		n.Operands[3].print(b, loose)
		b.WriteString(")")
	default:
		b.WriteString("none")
	}
}

// printConstant writes a number, called by its unit if it has one: KRW(760000000000).
func printConstant(b *strings.Builder, n *node, place int) {
	text := Text(n.Value)
	switch {
	case n.Unit == Ratio && n.Value.Sign() < 0 && place > loose:
		b.WriteString("(" + text + ")")
	case n.Unit == Ratio:
		b.WriteString(text)
	case isIdentifier(string(n.Unit)) && !token.IsKeyword(string(n.Unit)) && !slices.Contains(functionWords, string(n.Unit)) && !misspelt(string(n.Unit)):
		b.WriteString(string(n.Unit) + "(" + text + ")")
	default:
		b.WriteString("amount(" + text + ", " + visible.Text(strconv.Quote(string(n.Unit))) + ")")
	}
}

// infix writes the operands with an operator between them. first and rest say
// how tightly the operands have to bind.
func (f Formula) infix(b *strings.Builder, op string, first, rest, place int) {
	if place > first {
		b.WriteString("(")
		defer b.WriteString(")")
	}
	for i, o := range f.n.Operands {
		at := rest
		switch {
		case i > 0:
			b.WriteString(op)
		case o.n != nil && o.n.Kind == f.n.Kind && f.n.Kind != SubtractNode:
			at = rest // (a + b) + c is two nodes, a + b + c one
		default:
			at = first
		}
		o.print(b, at)
	}
}

// limitWord tells a limit that an agreement has from arithmetic.
func (f Formula) limitWord(agreed, unagreed string) string {
	if f.n.unagreed {
		return unagreed
	}
	return agreed
}

func (f Formula) rounded(b *strings.Builder, inner func()) {
	r := f.n.Rounding
	if r.IsZero() {
		b.WriteString("exact(")
		inner()
		b.WriteString(")")
		return
	}
	b.WriteString("round(")
	inner()
	b.WriteString(", " + Text(r.quantum) + ", " + r.mode.String() + ")")
}

func (f Formula) call(b *strings.Builder, name string, args []Formula) {
	b.WriteString(name + "(")
	for i, o := range args {
		if i > 0 {
			b.WriteString(", ")
		}
		o.print(b, loose)
	}
	b.WriteString(")")
}

// printSum writes x[2008] for one given year, else sum(x, from, to) with lags negative.
func (f Formula) printSum(b *strings.Builder) {
	n := f.n
	if !n.Relative && n.From == n.To {
		n.Operands[0].print(b, tight)
		b.WriteString("[" + strconv.Itoa(n.From) + "]")
		return
	}
	from, to := n.From, n.To
	if n.Relative {
		from, to = -from, -to
	}
	b.WriteString("sum(")
	n.Operands[0].print(b, loose)
	b.WriteString(", " + strconv.Itoa(from) + ", " + strconv.Itoa(to) + ")")
}

// printPart writes part(member, total, quantum, remainder, member(weight, floor, ceiling), …).
func (f Formula) printPart(b *strings.Builder) {
	n := f.n
	count := len(n.Shares.Keys)
	b.WriteString("part(" + visible.Text(n.Name) + ", ")
	n.Operands[0].print(b, loose)
	b.WriteString(", " + Text(n.Rounding.quantum) + ", " + n.Shares.Remainder.String())
	if n.Shares.KeepRest {
		b.WriteString(", keep_rest")
	}
	for i, key := range n.Shares.Keys {
		b.WriteString(", " + visible.Text(key) + "(")
		n.Operands[1+i].print(b, loose)
		floor, ceiling := n.Operands[1+count+i], n.Operands[1+2*count+i]
		if floor.n != nil || ceiling.n != nil {
			b.WriteString(", ")
			floor.print(b, loose)
			b.WriteString(", ")
			ceiling.print(b, loose)
		}
		b.WriteString(")")
	}
	b.WriteString(")")
}
