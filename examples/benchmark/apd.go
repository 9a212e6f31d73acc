package main

import "github.com/cockroachdb/apd/v3"

// apdFrame evaluates copies with cockroachdb/apd, tuned: every intermediate result has a
// place that is used again, sums and products are not rounded, and quotients are rounded
// once, on the coefficients.
type apdFrame struct {
	ctx           apd.Context
	one, zero     apd.Decimal
	factor        apd.Decimal
	workers       apd.Decimal
	net           apd.Decimal
	num, den, rem apd.BigInt
	powers        [200]apd.BigInt
}

func newAPDFrame() *apdFrame {
	f := &apdFrame{ctx: apd.BaseContext}
	f.one.SetInt64(1)
	f.powers[0].SetInt64(1)
	for i := 1; i < len(f.powers); i++ {
		f.powers[i].Mul(&f.powers[i-1], apd.NewBigInt(10))
	}
	return f
}

// evaluate is W. What apd returns beside its results, conditions and errors, can only
// tell of exponents near 100,000.
func (f *apdFrame) evaluate(w workload, row, out []apd.Decimal) {
	years := w.years
	troops, wage, cpi, rest := row[:years], row[years:2*years], row[2*years:3*years+2], row[3*years+2:]
	perHead, paid := &rest[perHeadBase], &rest[contributionBase]
	f.ctx.Mul(&f.workers, &rest[employees], &rest[labourShare])
	sums := out[lines*years : lines*years+len(totalled)]
	for i := range sums {
		sums[i].SetInt64(0)
	}
	for t := range years {
		f.ctx.Add(&f.factor, &f.one, &cpi[t+2])
		next := &out[perHeadCost*years+t]
		f.ctx.Mul(next, perHead, &f.factor)
		if w.rounded {
			f.quotient(next, next, &f.one, -2)
		}
		perHead = next

		cost := &out[totalCost*years+t]
		f.ctx.Mul(cost, &troops[t], perHead)
		labourCost := &out[labour*years+t]
		f.ctx.Mul(labourCost, &f.workers, &wage[t])
		rate := &cpi[t]
		if rate.Negative {
			rate = &f.zero
		}
		if rate.Cmp(&rest[ceiling]) > 0 {
			rate = &rest[ceiling]
		}
		out[growth*years+t].Set(rate)

		next = &out[contribution*years+t]
		f.ctx.Add(&f.factor, &f.one, rate)
		f.ctx.Mul(next, paid, &f.factor)
		f.quotient(next, next, &f.one, 8)
		paid = next

		usd := &out[contributionUSD*years+t]
		f.quotient(usd, paid, &rest[fx], -2)
		open := &out[gap*years+t]
		f.ctx.Sub(open, cost, paid)
		f.quotient(&out[share*years+t], paid, cost, -6)
		if w.plus {
			f.ctx.Sub(&f.net, open, labourCost)
			f.quotient(&out[lines*years+len(totalled)+t], &f.net, &rest[fx], -2)
		}
		for i, v := range [...]*apd.Decimal{cost, labourCost, paid, usd, open} {
			f.ctx.Add(&sums[i], &sums[i], v)
		}
	}
}

// quotient sets d to a/b, rounded half away from zero to a multiple of 10^exponent.
func (f *apdFrame) quotient(d, a, b *apd.Decimal, exponent int32) {
	num, den := &a.Coeff, &b.Coeff
	if shift := a.Exponent - b.Exponent - exponent; shift >= 0 {
		num = f.num.Mul(num, &f.powers[shift])
	} else {
		den = f.den.Mul(den, &f.powers[-shift])
	}
	negative := a.Negative != b.Negative
	d.Coeff.QuoRem(num, den, &f.rem)
	if f.rem.Lsh(&f.rem, 1); f.rem.Cmp(den) >= 0 {
		d.Coeff.Add(&d.Coeff, &f.one.Coeff)
	}
	d.Form, d.Exponent, d.Negative = apd.Finite, exponent, negative && d.Coeff.Sign() != 0
}

// toAPD is a count of a power of ten.
func toAPD(count int64, exponent int32) apd.Decimal { return *apd.New(count, exponent) }
