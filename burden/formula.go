package burden

import (
	"slices"
	"strconv"

	"github.com/shopspring/decimal"
)

// Limits of a formula and a model; beyond them is an [ErrTooLarge].
const (
	MaxNodes = 1 << 16 // nodes of one formula, a sum over years counting once a year
	MaxDepth = 512     // nodes one above the other in one formula
	MaxLines = 1 << 12 // lines of a model
	// MaxModelNodes bounds the nodes of all formulas of a model together, the parts of a
	// split counted as one formula.
	MaxModelNodes = 1 << 20
)

// Kind tells the nodes of a formula apart. The set is closed.
type Kind uint8

const (
	NoNode       Kind = iota // a zero formula, which is a fault
	ConstantNode             // Value, Unit
	ParamNode                // Name, Unit: the parameter's value of the year
	LineNode                 // Name, Unit: the line's value of the year
	PartNode                 // the share of the member Name: the first operand split as Shares says
	AddNode                  // the operands added
	SubtractNode             // the first operand less the second
	MultiplyNode             // the operands multiplied
	QuotientNode             // the first operand by the second, rounded once
	PowerNode                // the first by the second operand, to the power P/Q, rounded once
	RoundNode                // the operand, rounded
	MinimumNode              // the first operand, a subject, but at most each other one
	MaximumNode              // the first operand, a subject, but at least each other one
	LagNode                  // the operand From years before
	SumNode                  // the operand added up over years: From to To, or that many years before
	ByYearNode               // one operand at a time: operand i from the year Starts[i] on
	WhenNode                 // the third operand if the first is less than the second, else the fourth
	BasisNode                // the operand, stated to be on the year basis Basis
)

// Node is one node of a formula, for code that walks formulas. Which fields
// have a meaning depends on the kind.
type Node struct {
	Kind     Kind
	Operands []Formula
	Value    decimal.Decimal
	Unit     Unit
	Name     string
	Rounding Rounding // of a quotient, power or round node
	P, Q     int      // exponent of a power node
	// From and To are the years of a sum node, or its lags if Relative: the
	// operand of From years before up to that of To years before, From >= To.
	// Of a lag node, From is the lag.
	From, To int
	Relative bool
	// Shares are the terms of a part node, and Part the member's index. Its operands
	// are the total, then every weight, floor and ceiling, zero where a bound is absent.
	Shares *Shares
	Part   int
	Starts []int     // of a by-year node: the first year of each operand; a zero operand ends the line
	Basis  YearBasis // of a basis node
}

// Formula is an immutable tree of nodes: what a line is, as data. It can be
// walked, rewritten, printed, explained and evaluated, but holds no code.
//
// Formulas are built by methods, from parameters, lines and constants, and by
// the ready-made functions of this package. Building never fails: what is wrong
// is reported when a model is built. The zero Formula is a fault.
type Formula struct{ n *node }

type node struct {
	Node
	size, depth int
	fault       *Error
	unagreed    bool       // a limit that no agreement has, which goes on no record
	param       *paramData // of a parameter
}

// Equal reports whether two formulas are the same tree: the same nodes with the same
// numbers and, as handles do, parameters and lines of the same name and unit. A
// formula beyond the limits of size equals only itself.
func (f Formula) Equal(g Formula) bool {
	if f.n == g.n {
		return true
	}
	if f.n == nil || g.n == nil || f.tooLarge() || g.tooLarge() {
		return false
	}
	a, b := f.n, g.n
	return a.Kind == b.Kind && a.Value.Equal(b.Value) && a.Unit == b.Unit && a.Name == b.Name && a.unagreed == b.unagreed &&
		a.Rounding.quantum.Equal(b.Rounding.quantum) && a.Rounding.mode == b.Rounding.mode && a.P == b.P && a.Q == b.Q &&
		a.From == b.From && a.To == b.To && a.Relative == b.Relative && a.Part == b.Part && a.Basis == b.Basis && slices.Equal(a.Starts, b.Starts) &&
		a.Shares.equal(b.Shares) && slices.EqualFunc(a.Operands, b.Operands, Formula.Equal)
}

// Operand is whatever can stand in a formula: a [Formula], a [Param], a [Line]
// or an [IndexRule], which stands for the growth it applies.
type Operand interface{ operand() Formula }

func (f Formula) operand() Formula { return f }

// Node returns the formula's top node.
func (f Formula) Node() Node {
	if f.n == nil {
		return Node{}
	}
	n := f.n.Node
	n.Operands, n.Starts = slices.Clone(n.Operands), slices.Clone(n.Starts)
	if n.Shares != nil {
		shares := *n.Shares
		shares.Keys = slices.Clone(shares.Keys)
		n.Shares = &shares
	}
	return n
}

// InForce returns which operand of a by-year node is in force in a year, -1 before the
// first. An operand that ends the line is zero.
func (n Node) InForce(year int) int { return inForce(n.Starts, year) }

// inForce returns the last of ascending starts that is not after a year, -1 if none.
func inForce(starts []int, year int) int {
	if last := len(starts) - 1; last >= 0 && starts[last] <= year {
		return last
	}
	i, found := slices.BinarySearch(starts, year)
	if !found {
		i--
	}
	return i
}

// Amount returns the formula that is a number of a unit in every year: a fixed
// amount. Amount("0.5", Ratio) is a pure number.
func Amount[N Number](value N, unit Unit) Formula {
	v, fault := number(value)
	return build(Node{Kind: ConstantNode, Value: v, Unit: unit}, fault)
}

// Sum returns the sum of its operands, exactly. All units are the same. The sum of
// one operand is that operand as a formula. The sum of nothing is a zero formula, which is a fault.
func Sum(terms ...Operand) Formula {
	if len(terms) == 0 {
		return Formula{}
	}
	return join(AddNode, operands(terms[0])[0], terms[1:])
}

// Plus returns f + g + … exactly. All units are the same.
func (f Formula) Plus(g ...Operand) Formula { return join(AddNode, f, g) }

// Minus returns f - g exactly. Both units are the same.
func (f Formula) Minus(g Operand) Formula { return join(SubtractNode, f, []Operand{g}) }

// Times returns f × g × … exactly. The units multiply.
func (f Formula) Times(g ...Operand) Formula { return join(MultiplyNode, f, g) }

// Over returns the quotient f / g, which becomes a formula only with its
// rounding: cost.Over(troops).RoundedTo("0.01", HalfUp). The units divide.
func (f Formula) Over(g Operand) Quotient {
	return Quotient{Node{Kind: QuotientNode, Operands: operands(f, g), P: 1, Q: 1}}
}

// RoundedTo returns f rounded to a multiple of quantum, in f's unit.
func (f Formula) RoundedTo(quantum string, mode Mode) Formula {
	return f.Rounded(RoundTo(quantum, mode))
}

// Rounded returns f rounded as r says; under the zero rounding, f itself.
func (f Formula) Rounded(r Rounding) Formula {
	if r.IsZero() {
		return f
	}
	return build(Node{Kind: RoundNode, Operands: []Formula{f}, Rounding: r}, r.fault)
}

// AtMost returns the smallest of f and the limits: ceilings on f. A limit binds
// where it changes the result.
func (f Formula) AtMost(limits ...Operand) Formula { return join(MinimumNode, f, limits) }

// AtLeast returns the largest of f and the limits: floors under f.
func (f Formula) AtLeast(limits ...Operand) Formula { return join(MaximumNode, f, limits) }

// GrownBy returns f × (1 + rate), f grown by a rate, unrounded.
func (f Formula) GrownBy(rate Operand) Formula {
	return f.Times(Amount(1, Ratio).Plus(rate))
}

// Lag returns the value of f a number of years before, zero or more.
func (f Formula) Lag(years int) Formula {
	return build(Node{Kind: LagNode, Operands: []Formula{f}, From: years}, lagFault(years, years))
}

// At returns the value of f in one given year, whichever year is computed.
func (f Formula) At(year int) Formula { return f.SumBetween(year, year) }

// SumBetween returns f added up from one given year to another, both included.
func (f Formula) SumBetween(from, to int) Formula {
	var fault *Error
	if from < MinYear || to > MaxYear || to < from {
		fault = &Error{Input: "sum over years", Value: spanText(from, to), Err: ErrOutOfRange}
	}
	return build(Node{Kind: SumNode, Operands: []Formula{f}, From: from, To: to}, fault)
}

// SumLags returns f added up over past years: from the year `from` years before
// to the year `to` years before. SumLags(5, 1) is the sum of the last five years.
func (f Formula) SumLags(from, to int) Formula {
	return build(Node{Kind: SumNode, Operands: []Formula{f}, From: from, To: to, Relative: true}, lagFault(from, to))
}

func lagFault(from, to int) *Error {
	if to < 0 || from < to || from > MaxYear {
		return &Error{Input: "lag", Value: spanText(from, to), Err: ErrOutOfRange}
	}
	return nil
}

// Below returns the condition f < g, for [When]. Both units are the same.
func (f Formula) Below(g Operand) Condition { return Condition{operands(f, g)} }

// Condition is a comparison of two formulas.
type Condition struct{ sides []Formula }

// When returns the formula that is then where the condition holds and otherwise
// elsewhere. The branch not taken is not evaluated.
func When(c Condition, then, otherwise Operand) Formula {
	if c.sides == nil {
		c.sides = make([]Formula, 2)
	}
	return build(Node{Kind: WhenNode, Operands: append(slices.Clone(c.sides), operands(then, otherwise)...)}, nil)
}

// Quotient is a quotient, or a power of one, that still lacks its rounding. It
// is no operand: without a rounding it cannot enter a formula.
type Quotient struct{ n Node }

// ToThe returns the quotient to the power p/q: a mean growth factor over five years is
// last.Over(first).ToThe(1, 5). The numerator p is from -100 to 100, and the root q from 1
// to 100; beyond is an [ErrOutOfRange] when a model is built. The quotient is not negative.
// Of a power it multiplies the exponents.
func (q Quotient) ToThe(p, root int) Quotient {
	beyond := func(n int) bool { return n < -maxRoot || n > maxRoot }
	switch {
	case beyond(q.n.P) || beyond(q.n.Q): // a fault already
	case beyond(p) || beyond(root):
		q.n.P, q.n.Q = p, root
	default:
		q.n.P, q.n.Q = q.n.P*p, q.n.Q*root
	}
	q.n.Kind = PowerNode
	return q
}

// RoundedTo returns the quotient rounded once, from its infinitely precise
// value, to a multiple of quantum in the quotient's unit.
func (q Quotient) RoundedTo(quantum string, mode Mode) Formula {
	return q.Rounded(RoundTo(quantum, mode))
}

// Exactly returns the quotient unrounded; where no finite decimal equals it,
// evaluation is an [ErrInexact].
func (q Quotient) Exactly() Formula { return q.Rounded(Rounding{}) }

// Rounded returns the quotient rounded as r says; under the zero rounding, [Quotient.Exactly].
func (q Quotient) Rounded(r Rounding) Formula {
	n := q.n
	if n.Operands == nil {
		return Formula{} // of the zero Quotient
	}
	n.Rounding = r
	fault := r.fault
	if n.Kind == PowerNode && (n.Q < 1 || n.Q > maxRoot || n.P < -maxRoot || n.P > maxRoot) {
		fault = &Error{Input: "exponent", Value: strconv.Itoa(n.P) + "/" + strconv.Itoa(n.Q), Err: told{ErrOutOfRange, "out of range: " + exponentRange}}
	}
	return build(n, fault)
}

// maxRoot bounds the numerator and denominator of an exponent.
const maxRoot = 100

// exponentRange says which exponents there are.
const exponentRange = "an exponent is p/q, with p from -100 to 100 and q from 1 to 100"

func join(k Kind, f Formula, g []Operand) Formula {
	if len(g) == 0 {
		return f
	}
	if f.n != nil && f.n.Kind == k && !f.n.unagreed && (k == MinimumNode || k == MaximumNode) {
		// One node for all ceilings, or floors, so that only those bind that decide.
		return build(Node{Kind: k, Operands: append(slices.Clone(f.n.Operands), operands(g...)...)}, f.n.fault)
	}
	return build(Node{Kind: k, Operands: append([]Formula{f}, operands(g...)...)}, nil)
}

// operands takes the formulas of operands; of nil and pointers, zero formulas.
func operands(list ...Operand) []Formula {
	fs := make([]Formula, len(list))
	for i, o := range list {
		switch o.(type) {
		case nil, *Formula, *Param, *Line, *IndexRule:
			continue // a pointer is no operand, and may be nil
		}
		fs[i] = o.operand()
	}
	return fs
}

// build makes a node, counting its size and depth as it would be without sharing.
func build(n Node, fault *Error) Formula {
	made := &node{Node: n, size: 1, depth: 1, fault: fault}
	for _, o := range n.Operands {
		if o.n != nil {
			// Saturate, so that sharing cannot overflow the counts.
			made.size = min(made.size+o.n.size, MaxNodes+1)
			made.depth = min(max(made.depth, o.n.depth+1), MaxDepth+1)
		}
	}
	if n.Kind == SumNode && fault == nil {
		years := n.To - n.From
		if n.Relative {
			years = -years
		}
		made.size = min(made.size*(years+1), MaxNodes+1)
	}
	return Formula{made}
}

// tooLarge reports whether f is beyond the limits of a formula.
func (f Formula) tooLarge() bool {
	return f.n != nil && (f.n.size > MaxNodes || f.n.depth > MaxDepth)
}

// clamp returns the smaller (a minimum node) or larger of two formulas as arithmetic
// of this package: no agreement has that limit, so it goes on no record.
func clamp(k Kind, f, g Operand) Formula {
	made := build(Node{Kind: k, Operands: operands(f, g)}, nil)
	made.n.unagreed = true
	return made
}
