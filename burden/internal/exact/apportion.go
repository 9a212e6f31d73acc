package exact

import (
	"cmp"
	"errors"
	"math/big"
	"slices"
	"sort"

	"github.com/shopspring/decimal"
)

// Faults of an apportionment.
var (
	ErrWeight = errors.New("weights are negative or all zero")
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
// the ideals are the summands at the λ for which t(λ) = total.
func Ideal(total decimal.Decimal, members []Member) ([]*big.Rat, error) {
	target := total.Rat()
	weights := make([]*big.Rat, len(members))
	sum := new(big.Rat)
	low, high := new(big.Rat), new(big.Rat)
	bounded := true      // every member has a ceiling or no weight
	var turns []*big.Rat // the λ at which a member meets a bound
	for i, m := range members {
		if m.Weight.IsNegative() {
			return nil, ErrWeight
		}
		weights[i] = m.Weight.Rat()
		sum.Add(sum, weights[i])
		if m.Floor != nil && m.Ceiling != nil && m.Floor.GreaterThan(*m.Ceiling) || m.Ceiling != nil && m.Ceiling.IsNegative() {
			return nil, ErrBounds
		}
		low.Add(low, m.pay(weights[i], new(big.Rat)))
		for _, bound := range []*decimal.Decimal{m.Floor, m.Ceiling} {
			if bound != nil && weights[i].Sign() > 0 {
				turns = append(turns, new(big.Rat).Quo(bound.Rat(), weights[i]))
			}
		}
		switch {
		case m.Ceiling != nil && weights[i].Sign() > 0:
			high.Add(high, m.Ceiling.Rat())
		case weights[i].Sign() > 0:
			bounded = false
		default:
			high.Add(high, m.pay(weights[i], new(big.Rat)))
		}
	}
	if len(members) == 0 || sum.Sign() == 0 {
		return nil, ErrWeight
	}
	if target.Cmp(low) < 0 || bounded && target.Cmp(high) > 0 {
		return nil, ErrBounds
	}
	slices.SortFunc(turns, func(a, b *big.Rat) int { return a.Cmp(b) })

	// Find the stretch between two turns on which t passes the total. There it is a
	// line: what the members at a bound pay, and λ times the weights of the others.
	i := sort.Search(len(turns), func(i int) bool { return sumAt(members, weights, turns[i]).Cmp(target) >= 0 })
	at := new(big.Rat)
	if i > 0 && turns[i-1].Sign() > 0 {
		at = turns[i-1]
	}
	base, slope := sumAt(members, weights, at), new(big.Rat)
	for i, m := range members {
		// Free just above `at`: between its bounds, the ceiling not yet met.
		own := new(big.Rat).Mul(at, weights[i])
		if m.Floor != nil && own.Cmp(m.Floor.Rat()) < 0 || m.Ceiling != nil && own.Cmp(m.Ceiling.Rat()) >= 0 {
			continue
		}
		slope.Add(slope, weights[i])
	}
	if rest := new(big.Rat).Sub(target, base); rest.Sign() != 0 {
		if slope.Sign() == 0 {
			return nil, ErrBounds
		}
		at = new(big.Rat).Add(at, rest.Quo(rest, slope))
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

func sumAt(members []Member, weights []*big.Rat, lambda *big.Rat) *big.Rat {
	sum := new(big.Rat)
	for i, m := range members {
		sum.Add(sum, m.pay(weights[i], lambda))
	}
	return sum
}

// Apportion returns the members' shares of a total as multiples of the quantum
// that sum to the total.
//
// Each ideal is cut to a multiple of the quantum, within the member's bounds;
// the quanta left go one each to the largest remainders, ties to the smaller
// key, so the order of the members does not matter. With ordered, they all go to
// the first member that its ceiling lets take them. A total that is not a multiple
// of the quantum is ErrInexact, or with rest, what is less than a quantum goes to
// the member next in line.
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
			if shares[i].Cmp(high[i]) > 0 {
				shares[i] = new(big.Int).Set(high[i])
			}
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
	if !settleQuanta(left, line, shares, low, high, ordered) {
		return nil, nil, ErrBounds
	}
	result := make([]decimal.Decimal, n)
	for i := range result {
		result[i] = decimal.NewFromBigInt(shares[i], 0).Mul(quantum)
	}
	if over.Sign() != 0 {
		extra := total.Sub(decimal.NewFromBigInt(quanta, 0).Mul(quantum))
		i := slices.IndexFunc(line, func(i int) bool {
			c := members[i].Ceiling
			return c == nil || !result[i].Add(extra).GreaterThan(*c)
		})
		if i < 0 {
			return nil, nil, ErrBounds
		}
		result[line[i]] = result[line[i]].Add(extra)
	}
	return result, ideals, nil
}

// settleQuanta hands out the quanta left, or takes back those too many, within
// the bounds, down the line; it reports whether it could.
func settleQuanta(left *big.Int, line []int, shares, low, high []*big.Int, ordered bool) bool {
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
			}
			shares[i].Add(shares[i], room)
			left.Sub(left, room)
			moved = true
			if left.Sign() == 0 {
				break
			}
		}
		if !moved {
			return false
		}
	}
	return true
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
