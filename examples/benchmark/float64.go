package main

import "math"

// inFloat64 evaluates a copy as it is written by hand in float64, fast and as good as it
// gets: amounts in won and dollars, roundings by math.Round at the power of ten.
func inFloat64(w workload, row, out []float64) {
	years := w.years
	troops, wage, cpi, rest := row[:years], row[years:2*years], row[2*years:3*years+2], row[3*years+2:]
	perHead, paid := rest[perHeadBase], rest[contributionBase]
	workers, limit, rate := rest[employees]*rest[labourShare], rest[ceiling], rest[fx]
	var costs, pay, paidAll, dollars, gaps float64
	for t := range years {
		perHead *= 1 + cpi[t+2]
		if w.rounded {
			perHead = math.Round(perHead*100) / 100
		}
		cost := troops[t] * perHead
		labourCost := workers * wage[t]
		g := min(max(cpi[t], 0), limit)
		paid = math.Round(paid*(1+g)/1e8) * 1e8
		usd := math.Round(paid/rate*100) / 100
		open := cost - paid

		out[perHeadCost*years+t] = perHead
		out[totalCost*years+t] = cost
		out[labour*years+t] = labourCost
		out[growth*years+t] = g
		out[contribution*years+t] = paid
		out[contributionUSD*years+t] = usd
		out[gap*years+t] = open
		out[share*years+t] = math.Round(paid/cost*1e6) / 1e6
		if w.plus {
			out[lines*years+len(totalled)+t] = math.Round((open-labourCost)/rate*100) / 100
		}
		costs += cost
		pay += labourCost
		paidAll += paid
		dollars += usd
		gaps += open
	}
	sums := out[lines*years : lines*years+len(totalled)]
	sums[0], sums[1], sums[2], sums[3], sums[4] = costs, pay, paidAll, dollars, gaps
}

// float64Totals evaluates the totals of a copy alone.
func float64Totals(w workload, row, out []float64) {
	years := w.years
	troops, wage, cpi, rest := row[:years], row[years:2*years], row[2*years:3*years+2], row[3*years+2:]
	perHead, paid, limit, rate := rest[perHeadBase], rest[contributionBase], rest[ceiling], rest[fx]
	var costs, pay, paidAll, dollars float64
	for t := range years {
		perHead *= 1 + cpi[t+2]
		if w.rounded {
			perHead = math.Round(perHead*100) / 100
		}
		costs += troops[t] * perHead
		pay += wage[t]
		paid = math.Round(paid*(1+min(max(cpi[t], 0), limit))/1e8) * 1e8
		paidAll += paid
		dollars += math.Round(paid/rate*100) / 100
	}
	out[0], out[1], out[2], out[3], out[4] = costs, rest[employees]*rest[labourShare]*pay, paidAll, dollars, costs-paidAll
}

// toFloat64 is the float64 nearest to a count of a power of ten.
func toFloat64(count int64, exponent int32) float64 {
	if exponent < 0 {
		return float64(count) / math.Pow10(int(-exponent))
	}
	return float64(count) * math.Pow10(int(exponent))
}

// wrongInFloat64 counts in how many of n scenarios float64 has the contribution of some
// year, in some copy, wrong by 0.1 bn won or more.
func wrongInFloat64(w workload, n int) int {
	counts := make([]int64, w.copies*w.width())
	out := make([]float64, w.results())
	wrong := 0
	for i := range n {
		w.row(counts, i)
		floats := rows(w, []int{i}, toFloat64)
		for c := range w.copies {
			inFloat64(w, floats[c*w.width():(c+1)*w.width()], out)
			if differs(w, counts[c*w.width():(c+1)*w.width()], out) {
				wrong++
				break
			}
		}
	}
	return wrong
}

// differs compares the contributions in float64 with exact ones, which fit integers: in
// 0.1 bn won, last year's times a factor in thousandths, rounded half up.
func differs(w workload, counts []int64, out []float64) bool {
	cpi, rest := counts[2*w.years:], counts[3*w.years+2:]
	paid := rest[contributionBase]
	for t := range w.years {
		g := min(max(cpi[t], 0), rest[ceiling])
		paid = (paid*(1000+g) + 500) / 1000
		if int64(math.Round(out[contribution*w.years+t]/1e8)) != paid {
			return true
		}
	}
	return false
}
