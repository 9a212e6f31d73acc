package burden

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

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
	// ties to the smaller key, or where ceilings forbid, to the next with a weight.
	// The order of the members does not matter.
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
// dots, of a total in a unit. Nothing else in a model has the split's name.
//
// Evaluation returns an error if a weight is negative, or a floor stands above a
// ceiling, or the floors sum to more or the ceilings to less than the total, each
// as multiples of the quantum, or a negative total has floors or ceilings
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
	KeepRest  bool // as of [Split]
}

func (s *Shares) equal(t *Shares) bool {
	if s == nil || t == nil {
		return s == t
	}
	return slices.Equal(s.Keys, t.Keys) && s.Remainder == t.Remainder && s.KeepRest == t.KeepRest
}

// lines returns the definitions of the parts. Their nodes share operands: the
// total, then every weight, every floor, every ceiling, zero where there is none.
// Faults are for define to find, once for all parts.
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
		definitions[i] = s.Part(m.Key).Is(build(node, nil))
	}
	return definitions
}

func (s SplitRule) define(b *builder) {
	before := len(b.faults)
	s.check(b)
	if len(b.faults) == before {
		b.splits[s.name] = true
		for i, d := range s.lines() {
			d.enter(b)
			if i > 0 { // units are those of the first part, and their faults too
				b.units[d.formula.n] = unitOf{s.unit, true}
			}
		}
		return
	}
	// What refers to a part is not at fault: the part is there, if nothing can be said of it.
	for _, m := range s.split.Members[:min(len(s.split.Members), MaxMembers)] {
		part := NewLine(s.name+"."+m.Key, Ratio)
		if _, taken := b.m.lineIndex[part.Name()]; !taken {
			part.Is(Amount(0, Ratio)).enter(b)
			b.broken[part.Name()] = true
		}
	}
}

// check reports what is wrong with the split as such, each fault once.
func (s SplitRule) check(b *builder) {
	x := s.split
	if s.name == "" && x.Total == nil && len(x.Members) == 0 {
		b.fault(Error{Input: "split", Err: ErrIncomplete})
		return
	}
	fault := func(input, value string, err error) {
		b.fault(Error{Line: s.name, Input: input, Value: value, Err: err})
	}
	if !isName(s.name) {
		b.fault(Error{Input: "split", Value: quoted(s.name), Err: ErrName})
	}
	if b.taken(s.name) {
		fault("", "", ErrDuplicate)
		return
	}
	if !s.unit.valid() {
		fault("unit", quoted(string(s.unit)), ErrUnit)
	}
	if r := RoundTo(x.Quantum, Down); r.fault != nil {
		fault(r.fault.Input, r.fault.Value, r.fault.Err)
	}
	if int(x.Remainder) >= len(remainderNames) {
		fault("remainder", x.Remainder.String(), ErrUnknownName)
	}
	if operands(x.Total)[0].n == nil {
		fault("total", "", ErrIncomplete)
	}
	if len(x.Members) == 0 {
		fault("members", "", ErrIncomplete)
	}
	if len(x.Members) > MaxMembers {
		fault("members", strconv.Itoa(len(x.Members)), tooLarge("at most "+strconv.Itoa(MaxMembers)))
		return
	}
	seen := map[string]bool{}
	for i, m := range x.Members {
		switch {
		case !isIdentifier(m.Key) || isName(s.name) && !isName(s.name+"."+m.Key):
			fault("key of member "+strconv.Itoa(i+1), quoted(m.Key), ErrName)
			continue
		case seen[m.Key]:
			fault("key", m.Key, ErrDuplicate)
		}
		seen[m.Key] = true
		if operands(m.Weight)[0].n == nil {
			fault("weight of "+m.Key, "", ErrIncomplete)
		}
		if m.Floor != nil && operands(m.Floor)[0].n == nil {
			fault("floor of "+m.Key, "", ErrIncomplete)
		}
		if m.Ceiling != nil && operands(m.Ceiling)[0].n == nil {
			fault("ceiling of "+m.Key, "", ErrIncomplete)
		}
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
	args    []*expr // of the part nodes: a rewritten one has others
	total   decimal.Decimal
	shares  []decimal.Decimal
	ideals  []exact.Ratio
	members []exact.Member
	tied    []bool       // who won or lost a quantum by key alone
	curve   *exact.Curve // nil if nobody has a bound
}

// divide evaluates the split of a part node in a year, once for all its parts.
func (v *evaluation) divide(e *expr, year int) (*divided, error) {
	at := splitYear{e.shares, year}
	known, ok := v.splits[at]
	ok = ok && sameArgs(known.args, e.args)
	if ok && (v.trace == nil || v.trace.tree.has(e, year)) {
		return known, nil
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
		d := x.Decimal()
		values[i] = &d
	}
	if ok {
		return known, nil // evaluated for the trace alone
	}
	n := len(e.shares.Keys)
	d := &divided{args: e.args, total: *values[0], members: make([]exact.Member, n)}
	for i, key := range e.shares.Keys {
		d.members[i] = exact.Member{Key: key, Weight: *values[1+i], Floor: values[1+n+i], Ceiling: values[1+2*n+i]}
	}
	if err := v.chargeSplit(d.members); err != nil {
		return nil, err
	}
	var err error
	d.shares, d.ideals, err = exact.Apportion(d.total, d.members, e.rounding.quantum, e.shares.Remainder == FirstGetsIt, e.shares.KeepRest)
	if err != nil {
		return nil, v.errorAt(v.at, d.fault(cause(err), e.rounding.quantum))
	}
	if e.shares.Remainder == LargestRemainder {
		d.tied = ties(d.shares, d.ideals, e.rounding.quantum)
	}
	if slices.ContainsFunc(values[1+n:], func(bound *decimal.Decimal) bool { return bound != nil }) {
		d.curve, _ = exact.NewCurve(d.total, d.members) // it shared the total before
	}
	if v.trace == nil && !v.look { // what was quiet is done again, for the record of its operands
		if v.splits == nil {
			v.splits = map[splitYear]*divided{}
		}
		v.splits[at] = d
	}
	return d, nil
}

// fault says what stood in the way of a split.
func (d *divided) fault(err error, quantum decimal.Decimal) Error {
	switch err {
	case ErrDivisionByZero:
		return Error{Input: "sum of weights", Value: "0", Err: err}
	case ErrInexact:
		return Error{Input: "total", Value: Text(d.total) + ", not a multiple of " + Text(quantum), Err: err}
	case ErrOutOfRange:
		for _, m := range d.members {
			if m.Weight.IsNegative() {
				return Error{Input: "weight of " + m.Key, Value: Text(m.Weight), Err: err}
			}
		}
		for _, m := range d.members {
			if m.Floor != nil && m.Ceiling != nil && m.Floor.GreaterThan(*m.Ceiling) {
				return Error{Input: "floor of " + m.Key, Value: Text(*m.Floor) + ", above its ceiling of " + Text(*m.Ceiling), Err: err}
			}
		}
		return Error{Input: "total", Value: Text(d.total) + ", which floors and ceilings leave no way to share", Err: err}
	}
	return Error{Input: "total", Value: Text(d.total), Err: err}
}

// share computes a part node and puts its rounding, and bounds that decided, on record.
func (v *evaluation) share(e *expr, year int) (exact.Number, error) {
	d, err := v.divide(e, year)
	if err != nil {
		return exact.Number{}, err
	}
	share, ideal := d.shares[e.part], d.ideals[e.part]
	if v.trace != nil {
		v.trace.tree.divide(d)
	}
	line := v.m.lines[v.at.line].line
	if v.record == nil {
		return exact.Of(share), v.bounds(e, d, e.part, line)
	}
	dividend, divisor := decimal.NewFromBigInt(ideal.Num(), 0), decimal.NewFromBigInt(ideal.Denom(), 0)
	if finite, err := exact.QuoExact(dividend, divisor); err == nil {
		dividend, divisor = finite, decimal.NewFromInt(1)
	}
	v.record.roundings = append(v.record.roundings, RoundingRecord{
		Line: line, Year: v.at.year, Dividend: dividend, Divisor: divisor,
		P: 1, Q: 1, After: share, Rounding: e.rounding,
		Split: true, Remainder: e.shares.Remainder, Tie: d.tied != nil && d.tied[e.part],
	})
	if err := v.bounds(e, d, e.part, line); err != nil {
		return exact.Number{}, err
	}
	if v.trace != nil {
		// What a bound gave or took, the others share: it explains their parts too.
		stem := strings.TrimSuffix(line.Name(), e.shares.Keys[e.part])
		for i, key := range e.shares.Keys {
			if i != e.part {
				if err := v.bounds(e, d, i, NewLine(stem+key, line.Unit())); err != nil {
					return exact.Number{}, err
				}
			}
		}
	}
	return exact.Of(share), nil
}

// bounds puts on record what of a member's floor and ceiling decided its share, or
// counts that as work where no record is kept yet.
func (v *evaluation) bounds(e *expr, d *divided, member int, line Line) error {
	n := len(e.shares.Keys)
	m := d.members[member]
	for i, bound := range []*decimal.Decimal{m.Floor, m.Ceiling} {
		if bound == nil {
			continue
		}
		if err := v.chargeBound(m, *bound, 8); err != nil {
			return err
		}
		if d.ideals[member].Cmp(bound.Rat()) != 0 {
			continue
		}
		if err := v.chargeBound(m, *bound, 3*recordWork); err != nil {
			return err
		}
		if v.record == nil {
			continue
		}
		subject := d.subject(e, member, i == 0, *bound)
		v.record.limits = append(v.record.limits, LimitRecord{
			Line: line, Year: v.at.year, Limit: e.args[1+(i+1)*n+member].source, Floor: i == 0,
			Subject: subject, Value: *bound, Binds: !subject.Equal(*bound), unit: e.unit,
		})
	}
	return nil
}

// subject returns what a bound limited: what the member would pay without its
// bounds or, where the others' leave it no choice, if nobody had any, as a multiple
// of the quantum beyond the bound. If neither is beyond it, the bound is merely
// reached.
func (d *divided) subject(e *expr, member int, floor bool, bound decimal.Decimal) decimal.Decimal {
	side, away := 1, exact.Up
	if floor {
		side, away = -1, exact.Down
	}
	limit := bound.Rat()
	ideal, ok := d.curve.Without(member)
	if !ok || ideal.Cmp(limit) != side {
		ideal = d.curve.Plain(member)
	}
	if ideal.Cmp(limit) != side {
		return bound
	}
	num, den := decimal.NewFromBigInt(ideal.Num(), 0), decimal.NewFromBigInt(ideal.Denom(), 0)
	x, err := exact.Quo(num, den, e.rounding.quantum, exact.HalfUp)
	if err == nil && x.Cmp(bound) != side {
		x, err = exact.Quo(num, den, e.rounding.quantum, away)
	}
	if err != nil {
		return bound // beyond the digits of a value
	}
	return x
}

// ties tells the members whose remainder equals that of another who came off
// differently: the key decided between them.
func ties(shares []decimal.Decimal, ideals []exact.Ratio, quantum decimal.Decimal) []bool {
	q := quantum.Rat()
	remainders, extras := make([]string, len(shares)), make([]string, len(shares))
	seen := map[string]map[string]bool{} // by remainder, what was added to the cut share
	for i, ideal := range ideals {
		quanta := new(big.Rat).Quo(ideal, q)
		cut := new(big.Rat).SetInt(new(big.Int).Quo(quanta.Num(), quanta.Denom()))
		remainders[i] = new(big.Rat).Sub(quanta, cut).RatString()
		extras[i] = new(big.Rat).Sub(new(big.Rat).Quo(shares[i].Rat(), q), cut).RatString()
		if seen[remainders[i]] == nil {
			seen[remainders[i]] = map[string]bool{}
		}
		seen[remainders[i]][extras[i]] = true
	}
	tied := make([]bool, len(shares))
	for i, r := range remainders {
		tied[i] = r != "0" && len(seen[r]) > 1
	}
	return tied
}
