package oracle_test

import (
	"math/big"
	"slices"
	"strings"

	"example.com/burdenshare/burden"
)

// apportion divides a total as a split says, one quantum at a time.
func apportion(total *big.Rat, e *expr, weights, floors, ceilings []*big.Rat) ([]*big.Rat, error) {
	bounded := slices.ContainsFunc(slices.Concat(floors, ceilings), func(b *big.Rat) bool { return b != nil })
	if total.Sign() < 0 {
		if bounded {
			return nil, burden.ErrOutOfRange
		}
		shares, err := apportion(new(big.Rat).Neg(total), e, weights, floors, ceilings)
		for _, s := range shares {
			s.Neg(s)
		}
		return shares, err
	}
	ideals, err := ideals(total, weights, floors, ceilings)
	if err != nil {
		return nil, err
	}
	q := fraction(e.Quantum)
	whole, rest := cut(total, q)
	if rest.Sign() != 0 && !e.KeepRest {
		return nil, burden.ErrInexact
	}
	n := len(weights)
	shares, lost := make([]*big.Int, n), make([]*big.Rat, n) // in quanta, and what the cut took
	low, high := make([]*big.Int, n), make([]*big.Int, n)
	left := new(big.Int).Set(whole)
	for i := range n {
		shares[i], lost[i] = cut(ideals[i], q)
		low[i] = new(big.Int)
		if floors[i] != nil && floors[i].Sign() > 0 {
			k, over := cut(floors[i], q)
			if over.Sign() > 0 {
				k.Add(k, big.NewInt(1))
			}
			low[i] = k
		}
		if ceilings[i] != nil {
			if high[i], _ = cut(ceilings[i], q); high[i].Cmp(low[i]) < 0 {
				return nil, burden.ErrOutOfRange
			}
		}
		if shares[i].Cmp(low[i]) < 0 {
			shares[i].Set(low[i])
			lost[i] = new(big.Rat) // its floor gave it more than its due
		}
		left.Sub(left, shares[i])
	}
	// Who stands first for a quantum more: whose cut took most, ties to the smaller key.
	line := make([]int, n)
	for i := range line {
		line[i] = i
	}
	if !e.First {
		slices.SortFunc(line, func(a, b int) int {
			if c := lost[b].Cmp(lost[a]); c != 0 {
				return c
			}
			return strings.Compare(e.Keys[a], e.Keys[b])
		})
	}
	takes := func(i int) bool {
		return (high[i] == nil || shares[i].Cmp(high[i]) < 0) && (e.First || weights[i].Sign() > 0)
	}
	gives := func(i int) bool { return shares[i].Cmp(low[i]) > 0 }
	next := 0
	for one := big.NewInt(1); left.Sign() > 0; left.Sub(left, one) {
		j := standing(line, next, takes)
		if j < 0 {
			return nil, burden.ErrOutOfRange
		}
		shares[line[j]].Add(shares[line[j]], one)
		if !e.First {
			next = (j + 1) % n
		}
	}
	back := slices.Clone(line)
	slices.Reverse(back)
	from := 0
	for one := big.NewInt(1); left.Sign() < 0; left.Add(left, one) {
		j := standing(back, from, gives)
		if j < 0 {
			return nil, burden.ErrOutOfRange
		}
		shares[back[j]].Sub(shares[back[j]], one)
		if !e.First {
			from = (j + 1) % n
		}
	}
	result := make([]*big.Rat, n)
	for i := range n {
		result[i] = new(big.Rat).Mul(new(big.Rat).SetInt(shares[i]), q)
	}
	if rest.Sign() != 0 {
		j := standing(line, next, func(i int) bool {
			return (e.First || weights[i].Sign() > 0) && (ceilings[i] == nil || new(big.Rat).Add(result[i], rest).Cmp(ceilings[i]) <= 0)
		})
		if j < 0 {
			return nil, burden.ErrOutOfRange
		}
		result[line[j]].Add(result[line[j]], rest)
	}
	return result, nil
}

// standing returns the first place of a line, from one on and around, whose member will do.
func standing(line []int, from int, will func(int) bool) int {
	for k := range line {
		if j := (from + k) % len(line); will(line[j]) {
			return j
		}
	}
	return -1
}

// cut returns how many quanta x holds, x not negative, and what is over.
func cut(x, q *big.Rat) (*big.Int, *big.Rat) {
	quanta := new(big.Rat).Quo(x, q)
	k := new(big.Int).Quo(quanta.Num(), quanta.Denom())
	return k, new(big.Rat).Sub(x, new(big.Rat).Mul(new(big.Rat).SetInt(k), q))
}

// ideals returns what members pay without rounding: the rate for a unit of weight at
// which payments, each between its bounds, come to the total. Who is at which bound
// changes only where rate × weight meets one, so the rate is looked for between
// neighbours of such.
func ideals(total *big.Rat, weights, floors, ceilings []*big.Rat) ([]*big.Rat, error) {
	turns := []*big.Rat{new(big.Rat)}
	weightless := true
	for i, w := range weights {
		if w.Sign() < 0 {
			return nil, burden.ErrOutOfRange
		}
		floor := new(big.Rat) // nobody is paid
		if floors[i] != nil && floors[i].Sign() > 0 {
			floor = floors[i]
		}
		if ceilings[i] != nil && ceilings[i].Cmp(floor) < 0 {
			return nil, burden.ErrOutOfRange
		}
		if w.Sign() == 0 {
			continue
		}
		weightless = false
		for _, b := range []*big.Rat{floors[i], ceilings[i]} {
			if b != nil && b.Sign() > 0 {
				turns = append(turns, new(big.Rat).Quo(b, w))
			}
		}
	}
	if weightless {
		return nil, burden.ErrDivisionByZero
	}
	slices.SortFunc(turns, (*big.Rat).Cmp)
	pay := func(rate *big.Rat) (list []*big.Rat, sum *big.Rat) {
		sum = new(big.Rat)
		for i, w := range weights {
			x := new(big.Rat).Mul(rate, w)
			if floors[i] != nil && x.Cmp(floors[i]) < 0 {
				x.Set(floors[i])
			}
			if ceilings[i] != nil && x.Cmp(ceilings[i]) > 0 {
				x.Set(ceilings[i])
			}
			list = append(list, x)
			sum.Add(sum, x)
		}
		return list, sum
	}
	for i, start := range turns {
		// Two points of the line that payments are from here to the next turn.
		other := new(big.Rat).Add(start, big.NewRat(1, 1))
		if i+1 < len(turns) {
			other.Set(turns[i+1])
		}
		list, a := pay(start)
		_, b := pay(other)
		switch {
		case a.Cmp(total) == 0:
			return list, nil
		case a.Cmp(total) > 0:
			return nil, burden.ErrOutOfRange
		case a.Cmp(b) == 0 || i+1 < len(turns) && b.Cmp(total) < 0:
			continue
		}
		rate := new(big.Rat).Sub(total, a)
		rate.Mul(rate, new(big.Rat).Sub(other, start))
		rate.Quo(rate, b.Sub(b, a))
		list, _ = pay(rate.Add(rate, start))
		return list, nil
	}
	return nil, burden.ErrOutOfRange
}
