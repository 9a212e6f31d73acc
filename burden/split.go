package burden

import (
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden/internal/exact"
)

// MaxMembers bounds the members of a split.
const MaxMembers = 1 << 10

// Remainder says who gets the quanta that are left when every share has been cut
// to a multiple of the quantum.
type Remainder uint8

const (
	// LargestRemainder gives one quantum each to the members whose cut took most,
	// ties to the smaller key. The order of the members does not matter.
	LargestRemainder Remainder = iota
	// FirstGetsIt gives them all to the first member as listed, or where its
	// ceiling forbids, the next. The order matters.
	FirstGetsIt
)

var remainderNames = [...]string{"largest_remainder", "first_gets_it"}

// String returns the rule's name as formulas print it.
func (r Remainder) String() string {
	if int(r) < len(remainderNames) {
		return remainderNames[r]
	}
	return "unknown_remainder"
}

// Split says how a total is divided among members so that the shares sum to it.
//
// Without rounding, a member's share is in proportion to its weight, but not
// below its floor nor above its ceiling; what bounds give or take is shared by the
// others in proportion. Shares are then cut to multiples of the quantum, within
// the bounds, and the quanta left go as Remainder says.
type Split struct {
	Total   Operand
	Members []Member
	// Quantum is what shares are multiples of, in the total's unit: "0.1e9".
	Quantum   string
	Remainder Remainder
	// KeepRest says what a total does that is not a multiple of the quantum. Such a
	// total is an [ErrInexact], or if KeepRest is set, the rest, less than a quantum,
	// goes to the member next in line for one.
	KeepRest bool
}

// Member is one of those who share.
type Member struct {
	Key    string  // a Go identifier, unique in the split
	Weight Operand // all weights in one unit, none negative
	Floor  Operand // in the total's unit; nil for none
	// Ceiling is at most what the member pays, in the total's unit; nil for none.
	Ceiling Operand
}

// SplitRule is a total divided, declared once: a definition of a model that owns
// a line for each member, [SplitRule.Part].
type SplitRule struct {
	name  string
	unit  Unit
	split Split
}

// NewSplit returns the split of that name, a Go identifier or several joined by
// dots, of a total in a unit.
//
// Evaluation returns an error if a weight is negative, or a floor stands above a
// ceiling, or the floors sum to more or the ceilings to less than the total
// ([ErrOutOfRange]); if all weights are zero ([ErrDivisionByZero]); or if the total
// is off the quantum and [Split.KeepRest] is not set ([ErrInexact]).
func NewSplit(name string, unit Unit, split Split) SplitRule {
	split.Members = slices.Clone(split.Members)
	return SplitRule{name, unit, split}
}

// Name returns the split's name.
func (s SplitRule) Name() string { return s.name }

// Split returns how the total is divided.
func (s SplitRule) Split() Split {
	x := s.split
	x.Members = slices.Clone(x.Members)
	return x
}

// With returns the split, under the same name, as changes to its fields leave it.
func (s SplitRule) With(changes ...func(*Split)) SplitRule {
	x := s.Split()
	for _, change := range changes {
		if change != nil {
			change(&x)
		}
	}
	return NewSplit(s.name, s.unit, x)
}

// Part returns the line of a member's share: <name>.<key>.
func (s SplitRule) Part(key string) Line { return NewLine(s.name+"."+key, s.unit) }

// Shares are the terms of a split that its part nodes carry.
type Shares struct {
	Keys      []string // of the members, in order
	Remainder Remainder
	KeepRest  bool
}

// lines returns the definitions of the parts. Their nodes share operands: the
// total, then every weight, every floor, every ceiling, zero where there is none.
func (s SplitRule) lines() []LineDefinition {
	x := s.split
	n := len(x.Members)
	shares := &Shares{Remainder: x.Remainder, KeepRest: x.KeepRest}
	list := make([]Operand, 1+3*n)
	list[0] = x.Total
	for i, m := range x.Members {
		shares.Keys = append(shares.Keys, m.Key)
		list[1+i], list[1+n+i], list[1+2*n+i] = m.Weight, m.Floor, m.Ceiling
	}
	fs := operands(list...)
	rounding := RoundTo(x.Quantum, Down)
	definitions := make([]LineDefinition, n)
	for i, m := range x.Members {
		node := Node{Kind: PartNode, Name: m.Key, Operands: fs, Rounding: rounding, Shares: shares, Part: i}
		definitions[i] = s.Part(m.Key).Is(build(node, rounding.fault))
	}
	return definitions
}

func (s SplitRule) define(b *builder) {
	x := s.split
	if x.Total == nil || len(x.Members) == 0 {
		b.fault(Error{Line: s.name, Input: "split", Err: ErrIncomplete})
		b.unresolved = true
		return
	}
	if !isName(s.name) {
		b.fault(Error{Input: "split", Value: quoted(s.name), Err: ErrName})
	}
	if len(x.Members) > MaxMembers {
		b.fault(Error{Line: s.name, Input: "members", Value: strconv.Itoa(len(x.Members)), Err: ErrTooLarge})
		b.unresolved = true
		return
	}
	if int(x.Remainder) >= len(remainderNames) {
		b.fault(Error{Line: s.name, Input: "remainder", Value: x.Remainder.String(), Err: ErrUnknownName})
	}
	for i, m := range x.Members {
		if !isIdentifier(m.Key) {
			b.fault(Error{Line: s.name, Input: "key", Value: quoted(m.Key), Err: ErrName})
		}
		if m.Weight == nil {
			b.fault(Error{Line: s.name, Input: "weight of " + abbreviate(m.Key), Err: ErrIncomplete})
			b.unresolved = true
			return
		}
		if slices.ContainsFunc(x.Members[:i], func(other Member) bool { return other.Key == m.Key }) {
			b.fault(Error{Line: s.name, Input: "key", Value: abbreviate(m.Key), Err: ErrDuplicate})
			b.unresolved = true
			return
		}
	}
	for _, d := range s.lines() {
		d.enter(b)
	}
}

func (s SplitRule) defined() string { return s.name }

func (s SplitRule) qualified(prefix string) Definition {
	x := s.Split()
	if x.Total != nil {
		x.Total = qualify(operands(x.Total)[0], prefix)
	}
	for i := range x.Members {
		m := &x.Members[i]
		for _, o := range []*Operand{&m.Weight, &m.Floor, &m.Ceiling} {
			if *o != nil {
				*o = qualify(operands(*o)[0], prefix)
			}
		}
	}
	return NewSplit(prefix+s.name, s.unit, x)
}

// bound reports whether operand i of a part node is a floor or ceiling, which may be absent.
func (n *node) bound(i int) bool {
	return n.Kind == PartNode && i > len(n.Shares.Keys)
}

// splitYear is a split evaluated in a year; its parts share the result.
type splitYear struct {
	shares *Shares
	year   int
}

type divided struct {
	shares, unbounded []decimal.Decimal
	ideals            []exact.Ratio
	members           []exact.Member
}

// divide evaluates the split of a part node in a year, once for all its parts.
func (v *evaluation) divide(e *expr, year int) (*divided, error) {
	at := splitYear{e.shares, year}
	if d, ok := v.splits[at]; ok && v.trace == nil {
		return d, nil
	}
	values := make([]*decimal.Decimal, len(e.args))
	for i, arg := range e.args {
		if arg == nil {
			continue
		}
		x, err := v.eval(arg, year)
		if err != nil {
			return nil, err
		}
		values[i] = &x
	}
	n := len(e.shares.Keys)
	d := &divided{members: make([]exact.Member, n)}
	for i, key := range e.shares.Keys {
		d.members[i] = exact.Member{Key: key, Weight: *values[1+i], Floor: values[1+n+i], Ceiling: values[1+2*n+i]}
	}
	var err error
	ordered := e.shares.Remainder == FirstGetsIt
	d.shares, d.ideals, err = exact.Apportion(*values[0], d.members, e.rounding.quantum, ordered, e.shares.KeepRest)
	if err != nil {
		return nil, v.errorAt(v.at, Error{Input: "total", Value: Text(*values[0]), Err: cause(err)})
	}
	d.unbounded = d.shares
	if slices.ContainsFunc(values[1+n:], func(x *decimal.Decimal) bool { return x != nil }) {
		free := slices.Clone(d.members)
		for i := range free {
			free[i].Floor, free[i].Ceiling = nil, nil
		}
		if u, _, err := exact.Apportion(*values[0], free, e.rounding.quantum, ordered, true); err == nil {
			d.unbounded = u
		}
	}
	if v.splits == nil {
		v.splits = map[splitYear]*divided{}
	}
	if v.trace == nil {
		v.splits[at] = d
	}
	return d, nil
}

// share computes a part node and puts its rounding, and bounds that decided, on record.
func (v *evaluation) share(e *expr, year int) (decimal.Decimal, error) {
	d, err := v.divide(e, year)
	if err != nil {
		return decimal.Decimal{}, err
	}
	share := d.shares[e.part]
	if v.quiet {
		return share, nil
	}
	line := v.m.lines[v.at.line].line
	v.roundings = append(v.roundings, RoundingRecord{
		Line: line, Year: v.at.year,
		Dividend: decimal.NewFromBigInt(d.ideals[e.part].Num(), 0), Divisor: decimal.NewFromBigInt(d.ideals[e.part].Denom(), 0),
		P: 1, Q: 1, After: share, Rounding: e.rounding, Split: true, Remainder: e.shares.Remainder,
	})
	n := len(e.shares.Keys)
	m := d.members[e.part]
	for i, bound := range []*decimal.Decimal{m.Floor, m.Ceiling} {
		if bound != nil && d.ideals[e.part].Cmp(bound.Rat()) == 0 {
			v.limits = append(v.limits, LimitRecord{
				Line: line, Year: v.at.year, Limit: e.args[1+(i+1)*n+e.part].source, Floor: i == 0,
				Subject: d.unbounded[e.part], Value: *bound, Binds: !d.unbounded[e.part].Equal(*bound), unit: e.unit,
			})
		}
	}
	return share, nil
}
