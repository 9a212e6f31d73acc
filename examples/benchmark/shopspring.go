package main

import "github.com/shopspring/decimal"

var (
	one  = decimal.NewFromInt(1)
	zero = decimal.NewFromInt(0)
)

// shopspring evaluates a copy as a careful user writes it with shopspring/decimal:
// every intermediate result once, roundings by the library's own calls. It is the
// baseline of all ratios.
func shopspring(w workload, row, out []decimal.Decimal) {
	years := w.years
	troops, wage, cpi, rest := row[:years], row[years:2*years], row[2*years:3*years+2], row[3*years+2:]
	perHead, paid := rest[perHeadBase], rest[contributionBase]
	var sums [len(totalled)]decimal.Decimal
	for t := range years {
		perHead = perHead.Mul(one.Add(cpi[t+2]))
		if w.rounded {
			perHead = perHead.Round(2)
		}
		cost := troops[t].Mul(perHead)
		labourCost := rest[employees].Mul(wage[t]).Mul(rest[labourShare])
		rate := decimal.Min(decimal.Max(cpi[t], zero), rest[ceiling])
		paid = paid.Mul(one.Add(rate)).Round(-8)
		usd := paid.DivRound(rest[fx], 2)
		open := cost.Sub(paid)

		out[perHeadCost*years+t] = perHead
		out[totalCost*years+t] = cost
		out[labour*years+t] = labourCost
		out[growth*years+t] = rate
		out[contribution*years+t] = paid
		out[contributionUSD*years+t] = usd
		out[gap*years+t] = open
		out[share*years+t] = paid.DivRound(cost, 6)
		if w.plus {
			out[lines*years+len(totalled)+t] = open.Sub(labourCost).DivRound(rest[fx], 2)
		}
		for i, v := range [...]decimal.Decimal{cost, labourCost, paid, usd, open} {
			sums[i] = sums[i].Add(v)
		}
	}
	copy(out[lines*years:], sums[:])
}

// shopspringTotals evaluates the totals of a copy alone: what a careful user writes who
// wants nothing else.
func shopspringTotals(w workload, row, out []decimal.Decimal) {
	years := w.years
	troops, wage, cpi, rest := row[:years], row[years:2*years], row[2*years:3*years+2], row[3*years+2:]
	perHead, paid := rest[perHeadBase], rest[contributionBase]
	var costs, pay, paidAll, usd decimal.Decimal
	for t := range years {
		perHead = perHead.Mul(one.Add(cpi[t+2]))
		if w.rounded {
			perHead = perHead.Round(2)
		}
		costs = costs.Add(troops[t].Mul(perHead))
		pay = pay.Add(wage[t])
		paid = paid.Mul(one.Add(decimal.Min(decimal.Max(cpi[t], zero), rest[ceiling]))).Round(-8)
		paidAll = paidAll.Add(paid)
		usd = usd.Add(paid.DivRound(rest[fx], 2))
	}
	out[0], out[1], out[2], out[3], out[4] = costs, rest[employees].Mul(rest[labourShare]).Mul(pay), paidAll, usd, costs.Sub(paidAll)
}
