package main

import "github.com/shopspring/decimal"

// factorised holds the results of a grid as an expert computes them with shopspring:
// nested loops, each result once for each combination of the axes it depends on. Each
// table has the axes in order, then the years, then where there is one the total.
type factorised struct {
	w       workload
	heads   []decimal.Decimal // cpi
	rates   []decimal.Decimal // cpi, ceiling
	paid    []decimal.Decimal // cpi, ceiling
	pay     []decimal.Decimal // labour_share
	costs   []decimal.Decimal // troops, cpi
	dollars []decimal.Decimal // cpi, ceiling, fx
	gaps    []decimal.Decimal // troops, cpi, ceiling
	shares  []decimal.Decimal // troops, cpi, ceiling
	net     []decimal.Decimal // troops, cpi, ceiling, labour_share, fx
}

// The places of the axes in a grid.
const (
	axisTroops = iota
	axisCPI
	axisCeiling
	axisLabourShare
	axisFX
)

// shopspringFactorised computes a grid over the first so many values of the first axis.
// What a table does not depend on is known from the base row.
func shopspringFactorised(w workload, troopValues int) *factorised {
	years, base := w.years, rows(w, []int{0}, decimal.New)
	wage, rest := base[years:2*years], base[3*years+2:]
	values := [len(axes)][axisLength]decimal.Decimal{}
	for a := range axes {
		for k := range axisLength {
			values[a][k] = decimal.New(axes[a].value(k), axes[a].exponent)
		}
	}
	f := &factorised{w: w}
	for _, rate := range values[axisLabourShare] {
		sum := zero
		for t := range years {
			v := rest[employees].Mul(wage[t]).Mul(rate)
			f.pay, sum = append(f.pay, v), sum.Add(v)
		}
		f.pay = append(f.pay, sum)
	}
	for _, inflation := range values[axisCPI] {
		head, factor := rest[perHeadBase], one.Add(inflation)
		for range years {
			head = head.Mul(factor)
			if w.rounded {
				head = head.Round(2)
			}
			f.heads = append(f.heads, head)
		}
		for _, limit := range values[axisCeiling] {
			rate := decimal.Min(decimal.Max(inflation, zero), limit)
			amount, grow, sum := rest[contributionBase], one.Add(rate), zero
			for range years {
				amount = amount.Mul(grow).Round(-8)
				f.rates, f.paid, sum = append(f.rates, rate), append(f.paid, amount), sum.Add(amount)
			}
			paid := f.paid[len(f.paid)-years:]
			f.paid = append(f.paid, sum)
			for _, won := range values[axisFX] {
				sum := zero
				for t := range years {
					v := paid[t].DivRound(won, 2)
					f.dollars, sum = append(f.dollars, v), sum.Add(v)
				}
				f.dollars = append(f.dollars, sum)
			}
		}
	}
	for _, troops := range values[axisTroops][:troopValues] {
		for c := range axisLength {
			sum := zero
			for t := range years {
				v := troops.Mul(f.heads[c*years+t])
				f.costs, sum = append(f.costs, v), sum.Add(v)
			}
			f.costs = append(f.costs, sum)
			costs := f.costs[len(f.costs)-years-1:]
			for l := range axisLength {
				paid := f.paid[(c*axisLength+l)*(years+1):][:years+1]
				for t := range years {
					f.gaps = append(f.gaps, costs[t].Sub(paid[t]))
					f.shares = append(f.shares, paid[t].DivRound(costs[t], 6))
				}
				f.gaps = append(f.gaps, costs[years].Sub(paid[years]))
				if w.plus {
					f.netOf(f.gaps[len(f.gaps)-years-1:], values[axisFX])
				}
			}
		}
	}
	return f
}

// netOf appends net_usd for a combination of troops, cpi and ceiling.
func (f *factorised) netOf(gaps []decimal.Decimal, won [axisLength]decimal.Decimal) {
	years := f.w.years
	for s := range axisLength {
		less := make([]decimal.Decimal, years)
		for t := range years {
			less[t] = gaps[t].Sub(f.pay[s*(years+1)+t])
		}
		for _, rate := range won {
			for t := range years {
				f.net = append(f.net, less[t].DivRound(rate, 2))
			}
		}
	}
}

// results writes the results of scenario i from the tables.
func (f *factorised) results(i int, out []decimal.Decimal) {
	years, d := f.w.years, digits(i)
	at := func(table []decimal.Decimal, width int, used ...int) []decimal.Decimal {
		k := 0
		for _, a := range used {
			k = k*axisLength + d[a]
		}
		return table[k*width : (k+1)*width]
	}
	put := func(line, total int, values []decimal.Decimal) {
		copy(out[line*years:(line+1)*years], values)
		if total >= 0 {
			out[lines*years+total] = values[years]
		}
	}
	put(perHeadCost, -1, at(f.heads, years, axisCPI))
	put(totalCost, 0, at(f.costs, years+1, axisTroops, axisCPI))
	put(labour, 1, at(f.pay, years+1, axisLabourShare))
	put(growth, -1, at(f.rates, years, axisCPI, axisCeiling))
	put(contribution, 2, at(f.paid, years+1, axisCPI, axisCeiling))
	put(contributionUSD, 3, at(f.dollars, years+1, axisCPI, axisCeiling, axisFX))
	put(gap, 4, at(f.gaps, years+1, axisTroops, axisCPI, axisCeiling))
	put(share, -1, at(f.shares, years, axisTroops, axisCPI, axisCeiling))
	if f.w.plus {
		copy(out[lines*years+len(totalled):], at(f.net, years, axisTroops, axisCPI, axisCeiling, axisLabourShare, axisFX))
	}
}
