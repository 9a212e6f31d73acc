package main

import "math/big"

var (
	ratOne  = big.NewRat(1, 1)
	ratZero = new(big.Rat)
	cent    = big.NewRat(1, 100)
	bn01    = big.NewRat(100_000_000, 1)
	million = big.NewRat(1, 1_000_000)
)

// inBigRat evaluates a copy in fractions of math/big.
func inBigRat(w workload, row, out []*big.Rat) {
	years := w.years
	troops, wage, cpi, rest := row[:years], row[years:2*years], row[2*years:3*years+2], row[3*years+2:]
	perHead, paid := rest[perHeadBase], rest[contributionBase]
	workers := new(big.Rat).Mul(rest[employees], rest[labourShare])
	var sums [len(totalled)]*big.Rat
	for i := range sums {
		sums[i] = new(big.Rat)
	}
	for t := range years {
		factor := new(big.Rat).Add(ratOne, cpi[t+2])
		perHead = factor.Mul(factor, perHead)
		if w.rounded {
			perHead = roundRat(perHead, cent)
		}
		cost := new(big.Rat).Mul(troops[t], perHead)
		labourCost := new(big.Rat).Mul(workers, wage[t])
		rate := cpi[t]
		if rate.Sign() < 0 {
			rate = ratZero
		}
		if rate.Cmp(rest[ceiling]) > 0 {
			rate = rest[ceiling]
		}
		grown := new(big.Rat).Add(ratOne, rate)
		paid = roundRat(grown.Mul(grown, paid), bn01)
		usd := roundRat(new(big.Rat).Quo(paid, rest[fx]), cent)
		open := new(big.Rat).Sub(cost, paid)

		out[perHeadCost*years+t] = perHead
		out[totalCost*years+t] = cost
		out[labour*years+t] = labourCost
		out[growth*years+t] = rate
		out[contribution*years+t] = paid
		out[contributionUSD*years+t] = usd
		out[gap*years+t] = open
		out[share*years+t] = roundRat(new(big.Rat).Quo(paid, cost), million)
		if w.plus {
			net := new(big.Rat).Sub(open, labourCost)
			out[lines*years+len(totalled)+t] = roundRat(net.Quo(net, rest[fx]), cent)
		}
		for i, v := range [...]*big.Rat{cost, labourCost, paid, usd, open} {
			sums[i].Add(sums[i], v)
		}
	}
	copy(out[lines*years:], sums[:])
}

// roundRat is x at the nearest multiple of q, on a tie the one further from zero.
func roundRat(x, q *big.Rat) *big.Rat {
	y := new(big.Rat).Quo(x, q)
	n := new(big.Int).Abs(y.Num())
	n.Lsh(n, 1).Add(n, y.Denom())
	n.Quo(n, new(big.Int).Lsh(y.Denom(), 1))
	if y.Sign() < 0 {
		n.Neg(n)
	}
	return y.Mul(y.SetInt(n), q)
}

// toRat is a count of a power of ten as a fraction.
func toRat(count int64, exponent int32) *big.Rat {
	power := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(exponent, -exponent))), nil))
	if exponent < 0 {
		power.Inv(power)
	}
	return power.Mul(power, new(big.Rat).SetInt64(count))
}
