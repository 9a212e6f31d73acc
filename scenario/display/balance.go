package display

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
)

// Balance cuts shares to multiples of a quantum, rounding down, and gives the
// quanta that are left of the total to the largest remainders, ties as told. The
// total is within a quantum of the sum of the shares, and what of it is less than a
// quantum goes to the share next in line.
func Balance(shares []*big.Rat, total decimal.Decimal, floor burden.Rounding, tie func(i, j int) int) ([]decimal.Decimal, error) {
	amounts := make([]decimal.Decimal, len(shares))
	rest := make([]*big.Rat, len(shares))
	line := make([]int, len(shares))
	left := total
	for i, share := range shares {
		cut, err := floor.Quotient(decimal.NewFromBigInt(share.Num(), 0), decimal.NewFromBigInt(share.Denom(), 0))
		if err != nil {
			return nil, err
		}
		amounts[i], line[i] = cut, i
		rest[i] = new(big.Rat).Sub(share, cut.Rat())
		left = left.Sub(cut)
	}
	slices.SortStableFunc(line, func(i, j int) int { return cmp.Or(rest[j].Cmp(rest[i]), tie(i, j)) })
	// Each cut took less than a quantum, so no more quanta are left than were cut.
	for _, i := range line {
		step := decimal.Min(floor.Quantum(), left)
		amounts[i] = amounts[i].Add(step)
		left = left.Sub(step)
	}
	return amounts, nil
}
