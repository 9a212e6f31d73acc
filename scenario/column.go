package scenario

import (
	"github.com/shopspring/decimal"

	"example.com/burdenshare/scenario/internal/tape"
)

// column is a parameter's values as counts of a power of ten.
type column struct {
	counts []int64
	tape.Range
	rough bool // the range is of some of the counts, with room
}

func (c column) decimal(count int64) decimal.Decimal { return decimal.New(count, int32(-c.Scale)) }

// sampled is how many counts of a long column the first range is taken from.
const sampled = 512

// column returns the values of an axis as counts, and whether they all are such. The range
// is of those from an index to another if the axis has counts, else of all. Of many counts
// it is rough, unless it has to be exact: to look at all beforehand is to read the memory
// twice.
func (a Axis) column(from, to int, exact bool) (column, bool) {
	if len(a.counts) > 0 {
		unit, scale, ok := countOf(a.quantum)
		if !ok {
			return column{}, false
		}
		c := column{counts: a.counts, Range: tape.Range{Scale: scale}}
		if unit != 1 {
			c.counts = make([]int64, len(a.counts))
			for i, k := range a.counts {
				if c.counts[i] = k * unit; c.counts[i]/unit != k {
					return column{}, false
				}
			}
		}
		if c.rough = !exact && to-from > sampled; c.rough {
			c.Low, c.High = roughly(ends64(c.counts[from : from+sampled]))
		} else {
			c.Low, c.High = ends64(c.counts[from:to])
		}
		return c, true
	}
	c := column{counts: make([]int64, len(a.values))}
	if a.short && a.even() {
		c.Scale = int(-a.values[0].Exponent())
		for i, v := range a.values {
			c.counts[i] = v.CoefficientInt64()
		}
		c.Low, c.High = ends64(c.counts)
		return c, true
	}
	c.Scale = -maxCountDigits
	for i, v := range a.values {
		if int(-v.Exponent()) > c.Scale {
			k, scale, ok := countOf(v)
			if !ok {
				return column{}, false
			}
			if c.counts[i] = k; k != 0 {
				c.Scale = max(c.Scale, scale)
			}
		}
	}
	for i, v := range a.values {
		k, ok := countAt(v, c.Scale)
		if !ok {
			return column{}, false
		}
		c.counts[i] = k
	}
	c.Low, c.High = ends64(c.counts)
	return c, true
}

// roughly leaves room on both sides of a range, but not up to zero nor beyond it.
func roughly(low, high int64) (from, to int64) {
	if low < -1<<61 || high > 1<<61 {
		return low, high
	}
	room := (high-low)/4 + 1
	from, to = low-room, high+room
	if low >= 0 {
		from = max(from, min(low, 1))
	}
	if high <= 0 {
		to = min(to, max(high, -1))
	}
	return from, to
}

// even reports whether all values have the same exponent.
func (a Axis) even() bool {
	exponent := a.values[0].Exponent()
	for _, v := range a.values {
		if v.Exponent() != exponent {
			return false
		}
	}
	return true
}

// countOf returns a decimal as a count of 10^-scale without zeros at its end, and
// whether it is one of few digits.
func countOf(d decimal.Decimal) (count int64, scale int, ok bool) {
	if d.NumDigits() > maxCountDigits {
		return 0, 0, false
	}
	count, scale = d.CoefficientInt64(), int(-d.Exponent())
	if count == 0 {
		return 0, 0, true
	}
	for count%10 == 0 {
		count, scale = count/10, scale-1
	}
	return count, scale, scale <= 10*maxCountDigits && scale >= -10*maxCountDigits
}

// countAt returns a decimal as a count of 10^-scale, and whether it is one.
func countAt(d decimal.Decimal, scale int) (int64, bool) {
	digits := d.NumDigits()
	if digits > maxCountDigits {
		return 0, false
	}
	count, shift := d.CoefficientInt64(), scale+int(d.Exponent())
	if shift < 0 {
		var own int
		var ok bool
		if count, own, ok = countOf(d); !ok || count != 0 && own > scale {
			return 0, false
		}
		digits, shift = 0, scale-own // counted anew below
		for k := count; k != 0; k /= 10 {
			digits++
		}
	}
	if count == 0 {
		return 0, true
	}
	if digits+shift > maxCountDigits {
		return 0, false
	}
	for range shift {
		count *= 10
	}
	return count, true
}
