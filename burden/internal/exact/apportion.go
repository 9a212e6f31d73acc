package exact

import (
	"cmp"
	"errors"
	"math/big"
	"slices"
	"sort"

	"github.com/shopspring/decimal"
)

// Faults of an apportionment. If all weights are zero, the fault is [ErrZero].
var (
	ErrWeight = errors.New("a weight is negative")
	ErrBounds = errors.New("floors and ceilings leave no way to share the total")
)

// Ratio is a fraction of integers.
type Ratio = *big.Rat

// Member is one of those who share a total. A nil bound is none.
type Member struct {
	Key            string
	Weight         decimal.Decimal
	Floor, Ceiling *decimal.Decimal
}

// Curve is what members pay together, by a rate λ for each unit of weight:
//
//	t(λ) = Σ min(max(λ·weight, floor), ceiling)
//
// It never falls as λ rises, and between two turns, where somebody meets a bound,
// it is a line.
type Curve struct {
	target  *big.Rat
	members []curveMember
	turns   []turn // ascending; the first is at zero
}

type curveMember struct{ weight, floor, ceiling *big.Rat } // a nil ceiling is none

// turn is a rate, t at it, and the slope of t just above.
type turn struct{ at, sum, slope *big.Rat }

// NewCurve returns the curve of members who share a total, which is not negative.
func NewCurve(total decimal.Decimal, members []Member) (*Curve, error) {
	c := &Curve{target: total.Rat(), members: make([]curveMember, len(members))}
	start := turn{new(big.Rat), new(big.Rat), new(big.Rat)}
	weightless := true
	for i, m := range members {
		if m.Weight.IsNegative() {
			return nil, ErrWeight
		}
		k := curveMember{weight: m.Weight.Rat(), floor: new(big.Rat)}
		if m.Floor != nil && m.Floor.IsPositive() {
			k.floor = m.Floor.Rat()
		}
		if m.Ceiling != nil {
			if k.ceiling = m.Ceiling.Rat(); k.floor.Cmp(k.ceiling) > 0 {
				return nil, ErrBounds
			}
		}
		c.members[i] = k
		start.sum.Add(start.sum, k.floor)
		if k.weight.Sign() == 0 {
			continue
		}
		weightless = false
		if k.floor.Sign() == 0 {
			start.slope.Add(start.slope, k.weight)
		} else {
			c.turns = append(c.turns, turn{at: new(big.Rat).Quo(k.floor, k.weight), slope: k.weight})
		}
		if k.ceiling != nil {
			c.turns = append(c.turns, turn{at: new(big.Rat).Quo(k.ceiling, k.weight), slope: new(big.Rat).Neg(k.weight)})
		}
	}
	if weightless {
		return nil, ErrZero
	}
	slices.SortFunc(c.turns, func(a, b turn) int { return a.at.Cmp(b.at) })
	for i, next := range c.turns { // its slope is a change as yet
		last := start
		if i > 0 {
			last = c.turns[i-1]
		}
		step := new(big.Rat).Sub(next.at, last.at)
		c.turns[i].sum = step.Mul(step, last.slope).Add(step, last.sum)
		c.turns[i].slope = new(big.Rat).Add(last.slope, next.slope)
	}
	c.turns = slices.Insert(c.turns, 0, start)
	return c, nil
}

// rate returns the least λ at which the members pay the total together, the one
// of index free as if it had no bounds; nil if there is none.
func (c *Curve) rate(free int) *big.Rat {
	sum := func(k int) *big.Rat {
		at := c.turns[k]
		if free < 0 {
			return at.sum
		}
		m := c.members[free]
		x := new(big.Rat).Sub(at.sum, m.pay(at.at))
		return x.Add(x, new(big.Rat).Mul(at.at, m.weight))
	}
	above := sort.Search(len(c.turns), func(k int) bool { return sum(k).Cmp(c.target) >= 0 })
	if above == 0 {
		if sum(0).Cmp(c.target) > 0 {
			return nil
		}
		return new(big.Rat)
	}
	from := c.turns[above-1]
	slope := from.slope
	if free >= 0 {
		if m := c.members[free]; !m.between(from.at) {
			slope = new(big.Rat).Add(slope, m.weight)
		}
	}
	if slope.Sign() == 0 {
		return nil
	}
	x := new(big.Rat).Sub(c.target, sum(above-1))
	return x.Quo(x, slope).Add(x, from.at)
}

// Without returns what a member would pay if it alone had no bounds, and false if
// the others' bounds leave no way to share the total then.
func (c *Curve) Without(member int) (*big.Rat, bool) {
	at := c.rate(member)
	if at == nil {
		return nil, false
	}
	return at.Mul(at, c.members[member].weight), true
}

// Plain returns what a member would pay if nobody had any bounds.
func (c *Curve) Plain(member int) *big.Rat {
	sum := new(big.Rat)
	for _, m := range c.members {
		sum.Add(sum, m.weight)
	}
	x := new(big.Rat).Mul(c.target, c.members[member].weight)
	return x.Quo(x, sum)
}

// pay is what a member pays at a rate.
func (m curveMember) pay(rate *big.Rat) *big.Rat {
	x := new(big.Rat).Mul(rate, m.weight)
	if x.Cmp(m.floor) < 0 {
		x.Set(m.floor)
	}
	if m.ceiling != nil && x.Cmp(m.ceiling) > 0 {
		x.Set(m.ceiling)
	}
	return x
}

// between reports whether a member pays more as the rate rises: it has its floor
// behind it and its ceiling before it.
func (m curveMember) between(rate *big.Rat) bool {
	x := new(big.Rat).Mul(rate, m.weight)
	return x.Cmp(m.floor) >= 0 && (m.ceiling == nil || x.Cmp(m.ceiling) < 0)
}

// Ideal returns what each member would pay without rounding: in proportion to
// the weights, but never below a floor nor above a ceiling; what a bound gives or
// takes is shared by the others in proportion. The ideals sum to the total. They
// are the summands of [Curve] at the least λ for which t(λ) = total.
func Ideal(total decimal.Decimal, members []Member) ([]*big.Rat, error) {
	c, err := NewCurve(total, members)
	if err != nil {
		return nil, err
	}
	at := c.rate(-1)
	if at == nil {
		return nil, ErrBounds
	}
	ideals := make([]*big.Rat, len(members))
	for i, m := range c.members {
		ideals[i] = m.pay(at)
	}
	return ideals, nil
}

// Apportion returns the members' shares of a total as multiples of the quantum
// that sum to the total.
//
// Each ideal is cut to a multiple of the quantum, within the member's bounds;
// the quanta left go one each to the largest remainders, ties to the smaller
// key, so the order of the members does not matter; where ceilings stop them, to
// the next who has a weight. With ordered, they all go to the first member that its
// ceiling lets take them. A total that is not a multiple of the quantum, which is
// positive, is ErrInexact, or with rest, what is less than a quantum goes to the
// member next in line.
func Apportion(total decimal.Decimal, members []Member, quantum decimal.Decimal, ordered, rest bool) ([]decimal.Decimal, []*big.Rat, error) {
	if total.IsNegative() {
		return negated(total, members, quantum, ordered, rest)
	}
	ideals, err := Ideal(total, members)
	if err != nil {
		return nil, nil, err
	}
	quanta, over := wholeAndRest(total.Rat(), quantum)
	if over.Sign() != 0 && !rest {
		return nil, nil, ErrInexact
	}
	n := len(members)
	shares := make([]*big.Int, n) // in quanta
	remain := make([]*big.Rat, n) // what the cut took from each
	low, high := make([]*big.Int, n), make([]*big.Int, n)
	left := new(big.Int).Set(quanta)
	for i, m := range members {
		shares[i], remain[i] = wholeAndRest(ideals[i], quantum)
		if m.Floor != nil {
			k, r := wholeAndRest(m.Floor.Rat(), quantum)
			if r.Sign() > 0 {
				k.Add(k, one) // the least multiple not below the floor
			}
			if k.Sign() < 0 {
				k.SetInt64(0) // nobody is paid
			}
			low[i] = k
			if shares[i].Cmp(k) < 0 {
				shares[i] = new(big.Int).Set(k)
				remain[i] = new(big.Rat) // it has more than its ideal already
			}
		}
		if m.Ceiling != nil {
			high[i], _ = wholeAndRest(m.Ceiling.Rat(), quantum)
			if low[i] != nil && low[i].Cmp(high[i]) > 0 {
				return nil, nil, ErrBounds
			}
		}
		if m.Weight.IsZero() && !ordered {
			high[i] = new(big.Int).Set(shares[i]) // what others may not take is not for those without a weight
		}
		left.Sub(left, shares[i])
	}
	line := make([]int, n) // who is next for a quantum
	for i := range line {
		line[i] = i
	}
	if !ordered {
		slices.SortStableFunc(line, func(a, b int) int {
			return cmp.Or(remain[b].Cmp(remain[a]), cmp.Compare(members[a].Key, members[b].Key))
		})
	}
	next, ok := settleQuanta(left, line, shares, low, high, ordered)
	if !ok {
		return nil, nil, ErrBounds
	}
	result := make([]decimal.Decimal, n)
	for i := range result {
		result[i] = decimal.NewFromBigInt(shares[i], 0).Mul(quantum)
	}
	if over.Sign() != 0 {
		extra := total.Sub(decimal.NewFromBigInt(quanta, 0).Mul(quantum))
		line = slices.Concat(line[next:], line[:next])
		j := slices.IndexFunc(line, func(i int) bool {
			m := members[i]
			return (ordered || m.Weight.IsPositive()) && (m.Ceiling == nil || !result[i].Add(extra).GreaterThan(*m.Ceiling))
		})
		if j < 0 {
			return nil, nil, ErrBounds
		}
		result[line[j]] = result[line[j]].Add(extra)
	}
	if slices.ContainsFunc(result, func(d decimal.Decimal) bool { return !Fits(d) }) {
		return nil, nil, ErrTooLarge
	}
	return result, ideals, nil
}

// settleQuanta hands out the quanta left, or takes back those too many, within
// the bounds, down the line. It returns where in the line the next quantum would
// go, and whether it could.
func settleQuanta(left *big.Int, line []int, shares, low, high []*big.Int, ordered bool) (next int, ok bool) {
	for left.Sign() != 0 {
		moved := false
		for j := range line {
			i := line[j]
			if left.Sign() < 0 {
				i = line[len(line)-1-j] // taking back starts at the end of the line
			}
			room := new(big.Int).Set(left)
			if left.Sign() > 0 && high[i] != nil {
				room = minInt(room, new(big.Int).Sub(high[i], shares[i]))
			}
			if left.Sign() < 0 {
				floor := low[i]
				if floor == nil {
					floor = new(big.Int)
				}
				room = minInt(new(big.Int).Neg(room), new(big.Int).Sub(shares[i], floor))
				room.Neg(room)
			}
			if room.Sign() == 0 || room.Sign() != left.Sign() {
				continue
			}
			if !ordered {
				room.SetInt64(int64(room.Sign())) // one each
				if room.Sign() > 0 {
					next = (j + 1) % len(line)
				}
			}
			shares[i].Add(shares[i], room)
			left.Sub(left, room)
			moved = true
			if left.Sign() == 0 {
				break
			}
		}
		if !moved {
			return 0, false
		}
	}
	return next, true
}

func minInt(a, b *big.Int) *big.Int {
	if a.Cmp(b) < 0 {
		return a
	}
	return b
}

// negated shares a negative total as the positive one, with the signs turned.
// Bounds are of what is paid and have no meaning for it.
func negated(total decimal.Decimal, members []Member, quantum decimal.Decimal, ordered, rest bool) ([]decimal.Decimal, []*big.Rat, error) {
	if slices.ContainsFunc(members, func(m Member) bool { return m.Floor != nil || m.Ceiling != nil }) {
		return nil, nil, ErrBounds
	}
	shares, ideals, err := Apportion(total.Neg(), members, quantum, ordered, rest)
	for i := range shares {
		shares[i] = shares[i].Neg()
		ideals[i].Neg(ideals[i])
	}
	return shares, ideals, err
}

// wholeAndRest returns how many whole quanta x holds, x not negative, and what is over.
func wholeAndRest(x *big.Rat, quantum decimal.Decimal) (*big.Int, *big.Rat) {
	q := quantum.Rat()
	r := new(big.Rat).Quo(x, q)
	k := new(big.Int).Quo(r.Num(), r.Denom())
	return k, r.Sub(x, q.Mul(q, new(big.Rat).SetInt(k)))
}
