package exact

import (
	"cmp"
	"errors"
	"math/big"
	"slices"

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

// Ideal returns what each member would pay without rounding: in proportion to
// the weights, but never below a floor nor above a ceiling; what a bound gives or
// takes is shared by the others in proportion. The ideals sum to the total.
//
// With t(λ) = Σ min(max(λ·weight, floor), ceiling), which never falls as λ rises,
// the ideals are the summands at the least λ for which t(λ) = total.
func Ideal(total decimal.Decimal, members []Member) ([]*big.Rat, error) {
	target := total.Rat()
	weights := make([]*big.Rat, len(members))
	// t at the λ reached so far, which is zero at first, and its slope just above.
	at, sum, slope := new(big.Rat), new(big.Rat), new(big.Rat)
	type turn struct{ at, change *big.Rat } // a λ at which the slope changes
	var turns []turn
	weightless := true
	for i, m := range members {
		if m.Weight.IsNegative() {
			return nil, ErrWeight
		}
		weights[i] = m.Weight.Rat()
		if m.Floor != nil && m.Ceiling != nil && m.Floor.GreaterThan(*m.Ceiling) || m.Ceiling != nil && m.Ceiling.IsNegative() {
			return nil, ErrBounds
		}
		sum.Add(sum, m.pay(weights[i], at))
		if weights[i].Sign() == 0 {
			continue
		}
		weightless = false
		if m.Floor != nil && m.Floor.IsPositive() {
			turns = append(turns, turn{new(big.Rat).Quo(m.Floor.Rat(), weights[i]), weights[i]})
		} else {
			slope.Add(slope, weights[i])
		}
		if m.Ceiling != nil {
			turns = append(turns, turn{new(big.Rat).Quo(m.Ceiling.Rat(), weights[i]), new(big.Rat).Neg(weights[i])})
		}
	}
	if weightless {
		return nil, ErrZero
	}
	if target.Cmp(sum) < 0 {
		return nil, ErrBounds
	}
	slices.SortFunc(turns, func(a, b turn) int { return a.at.Cmp(b.at) })

	// Between two turns t is a line. Go from turn to turn until the next one would
	// pass the total.
	for _, next := range turns {
		step := new(big.Rat).Sub(next.at, at)
		if step.Mul(step, slope).Add(step, sum).Cmp(target) >= 0 {
			break
		}
		at, sum = next.at, step
		slope.Add(slope, next.change)
	}
	if rest := new(big.Rat).Sub(target, sum); rest.Sign() != 0 {
		if slope.Sign() == 0 {
			return nil, ErrBounds // all are at their ceilings
		}
		at = rest.Add(at, rest.Quo(rest, slope))
	}
	ideals := make([]*big.Rat, len(members))
	for i, m := range members {
		ideals[i] = m.pay(weights[i], at)
	}
	return ideals, nil
}

// pay is what a member pays at λ: min(max(λ·weight, floor), ceiling), never below zero.
func (m Member) pay(weight, lambda *big.Rat) *big.Rat {
	x := new(big.Rat).Mul(lambda, weight)
	if m.Floor != nil {
		if f := m.Floor.Rat(); x.Cmp(f) < 0 {
			x = f
		}
	}
	if m.Ceiling != nil {
		if c := m.Ceiling.Rat(); x.Cmp(c) > 0 {
			x = c
		}
	}
	return x
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
