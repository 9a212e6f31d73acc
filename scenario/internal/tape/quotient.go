package tape

import (
	"math/bits"

	"example.com/burdenshare/burden"
)

// settled says, of a quotient cut to an integer, whether a mode's rounding adds one to it,
// by sign, by whether it is odd, and by what was cut off: 0 nothing, 1 less than half,
// 2 half, 3 more.
type settled struct {
	mode burden.Mode
	adds [2][2][4]uint64
}

func settling(mode burden.Mode) *settled {
	s := settled{mode: mode}
	for negative := range 2 {
		for odd := range 2 {
			for above := 1; above < 4; above++ {
				away := false
				switch mode {
				case burden.HalfUp:
					away = above >= 2
				case burden.HalfEven:
					away = above == 3 || above == 2 && odd == 1
				case burden.HalfDown:
					away = above == 3
				case burden.Up:
					away = true
				case burden.Ceiling:
					away = negative == 0
				case burden.Floor:
					away = negative == 1
				}
				if away {
					s.adds[negative][odd][above] = 1
				}
			}
		}
	}
	return &s
}

// magnitude is a number without its sign, and one if it is negative.
func magnitude(x int64) (m uint64, negative int) {
	s := x >> 63
	return uint64((x ^ s) - s), int(s & 1)
}

// signed is the number of that magnitude and sign.
func signed(m uint64, negative int) int64 {
	s := -int64(negative)
	return (int64(m) ^ s) - s
}

// inverse is a constant divisor with ⌊2^(64+shift) / divisor⌋, or the largest word if
// that is longer than a word.
type inverse struct {
	divisor, factor uint64
	shift           uint
}

func inverseOf(d uint64) inverse {
	shift := uint(bits.Len64(d) - 1)
	if d == 1<<shift {
		return inverse{d, 1<<64 - 1, shift}
	}
	factor, _ := bits.Div64(1<<shift, 0, d)
	return inverse{d, factor, shift}
}

// divide is u / divisor, cut, and what is over. The estimate by the factor is right or
// one too small.
func (v inverse) divide(u uint64) (q, rest uint64) {
	q, _ = bits.Mul64(u, v.factor)
	q >>= v.shift & 63
	rest = u - q*v.divisor
	if rest >= v.divisor {
		q++
		rest -= v.divisor
	}
	return q, rest
}

// rule is how a mode rounds a quotient of one word: so much of the divisor is added to
// the dividend that cutting the quotient rounds it, and a tie that comes out one too
// large is put right.
type rule struct {
	half  uint64    // all ones: half the divisor is added, cut
	whole [2]uint64 // all ones, by sign: the divisor less one is
	// What is taken off a tie: back is one for those that all go down, odd for those
	// that go to the even neighbour.
	back, odd uint64
}

func ruleOf(mode burden.Mode) rule {
	const all = 1<<64 - 1
	switch mode {
	case burden.HalfUp:
		return rule{half: all}
	case burden.HalfEven:
		return rule{half: all, odd: 1}
	case burden.HalfDown:
		return rule{half: all, back: 1}
	case burden.Up:
		return rule{whole: [2]uint64{all, all}}
	case burden.Ceiling:
		return rule{whole: [2]uint64{all, 0}}
	case burden.Floor:
		return rule{whole: [2]uint64{0, all}}
	}
	return rule{}
}

// added is what is added to the dividend, for a divisor.
func (k *rule) added(d uint64, negative int) uint64 {
	return d>>1&k.half | (d-1)&k.whole[negative&1]
}

// divideByConstant is r = a × up / d, d positive or with its sign turned by flip,
// rounded to an integer. A remainder under the mode Exact sets fail.
func divideByConstant(r, fail, a []int64, up int64, d inverse, flip int, mode burden.Mode) {
	a = a[:len(r)]
	k := ruleOf(mode)
	tied := d.divisor&1 == 0 && (k.back|k.odd) != 0
	added := [2]uint64{k.added(d.divisor, 0), k.added(d.divisor, 1)}
	for i := range r {
		u, negative := magnitude(a[i] * up)
		negative ^= flip
		q, rest := d.divide(u + added[negative&1])
		if tied && rest == 0 {
			q -= k.back | q&k.odd
		}
		r[i] = signed(q, negative)
		if mode == burden.Exact && rest != 0 {
			fail[i] = -1
		}
	}
}

// divideNarrow is r = a × up / (b × down), rounded to an integer. A divisor of zero
// sets fail, and so does a remainder under the mode Exact; fail may be nil if neither
// can be.
func divideNarrow(r, fail, a []int64, up int64, b []int64, down int64, mode burden.Mode) {
	a, b = a[:len(r)], b[:len(r)]
	k := ruleOf(mode)
	for i := range r {
		u, negative := magnitude(a[i] * up)
		d, turned := magnitude(b[i] * down)
		if d == 0 {
			r[i], fail[i] = 0, -1
			continue
		}
		negative ^= turned
		u += k.added(d, negative)
		q := u / d
		if rest := u - q*d; rest == 0 {
			q -= (k.back | q&k.odd) &^ d // of an odd divisor there are no ties
		} else if mode == burden.Exact {
			fail[i] = -1
		}
		r[i] = signed(q, negative)
	}
}
