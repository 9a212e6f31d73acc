package tape

import (
	"math/big"

	"example.com/burdenshare/burden"
)

// quotient is v = a / b in whole quanta, rounded once, times the quantum.
func (b *builder) quotient(v *value, n node) {
	p := b.plan
	r := p.program.graph.roundings[n.k]
	ratio, low, high := v.quanta.ratio, v.quanta.low, v.quanta.high
	va, vb := &p.values[n.a], &p.values[n.b]
	al, ah := va.times(ratio.up)
	bl, bh := vb.times(ratio.down)
	if r.mode == burden.Exact || bl.Sign() <= 0 && bh.Sign() >= 0 {
		v.failed = b.row()
		b.emit(step{kernel: kAffine, r: v.failed, a: b.constant(0), m: 1})
	}
	size := words(low, high)
	v.rows = b.rows(v.words)
	k := &operand{rows: v.rows, unsigned: low.Sign() >= 0, above: none}
	if r.quantum.count.Cmp(one) != 0 {
		k.rows = b.temporaries(size)
	}
	d := &division{unsignedA: va.unsigned(), unsignedB: vb.unsigned(), settle: settling(r.mode)}
	constant := bl.Cmp(bh) == 0 && bl.Sign() != 0
	x, y := b.operand(n.a), b.operand(n.b)
	switch {
	case words(al, ah) == 1 && words(bl, bh) == 1 && constant:
		if bl.Sign() < 0 {
			d.flip = 1
		}
		by := new(big.Int).Abs(bl).Uint64()
		if c, ok := cutOf(by, most(new(big.Int).Abs(al), new(big.Int).Abs(ah)), r.mode); ok {
			d.cut = c
			kernel := kCutSigned
			if va.unsigned() && d.flip == 0 {
				kernel = kCutByConstant
				if s, ok := b.last(v, n.a, func(s step) bool { return s.kernel == kMultiply && ratio.up.Cmp(one) == 0 }); ok {
					b.emit(step{kernel: kMultiplyCut, r: k.rows[0], a: s.a, b: s.b, n: s.n, division: d})
					break
				}
			}
			b.emit(step{kernel: kernel, r: k.rows[0], a: x.rows[0], m: ratio.up.Int64(), division: d})
			break
		}
		d.inverse = inverseOf(by)
		b.emit(step{kernel: kDivideByConstant, r: k.rows[0], a: x.rows[0], c: v.failed, m: ratio.up.Int64(), division: d})
	case words(al, ah) == 1 && words(bl, bh) == 1 && va.unsigned() && bl.Sign() > 0 && unseenTies(r.mode):
		d.rule = ruleOf(r.mode)
		if shift, ok := reciprocalOf(bl, bh, ah); ok && b.divided[n.b] >= minShared {
			i := b.inverted(n, y, low64(ratio.down), d.rule, shift)
			d.shift = shift
			b.emit(step{kernel: kMultiplyInverse, r: k.rows[0], a: x.rows[0], b: i.factor, c: i.added, m: low64(ratio.up), division: d})
			break
		}
		b.emit(step{kernel: kDivideUnsigned, r: k.rows[0], a: x.rows[0], b: y.rows[0], m: low64(ratio.up), n: low64(ratio.down), division: d})
	case words(al, ah) == 1 && words(bl, bh) == 1:
		b.emit(step{kernel: kDivideNarrow, r: k.rows[0], a: x.rows[0], b: y.rows[0], c: v.failed, m: low64(ratio.up), n: low64(ratio.down), division: d})
	default:
		d.r = k.rows
		kernel := kDivideLong
		if most(new(big.Int).Abs(low), new(big.Int).Abs(high)).BitLen() < 60 {
			kernel = kDivideWide
		}
		d.a = x.rows
		switch {
		case ratio.up.Cmp(one) == 0:
		case kernel == kDivideWide && va.narrow():
			up := multipleOf(ratio.up)
			d.up = &up
		default:
			d.a = b.scaled(x, ratio.up, words(al, ah)).rows
		}
		if constant {
			d.constantB = true
			d.unsignedB = bl.Sign() >= 0
			for _, w := range twos(bl, words(bl, bh)) {
				d.b = append(d.b, b.constant(w))
			}
		} else {
			d.b = b.scaled(y, ratio.down, words(bl, bh)).rows
		}
		if d.up != nil && va.unsigned() && bl.Sign() > 0 && !constant && r.mode != burden.Exact {
			if l, ok := leadingOf(va.high, d.up, bl, bh); ok {
				kernel, d.leading = kDivideShort, l
			}
		}
		b.emit(step{kernel: kernel, r: k.rows[0], c: v.failed, division: d})
	}
	if r.quantum.count.Cmp(one) != 0 {
		b.scale(v.rows, k, r.quantum.count, nil)
	}
}

// minShared is how many quotients a divisor has to have for its reciprocals to pay.
const minShared = 3

// unseenTies reports whether a mode rounds ties as it does what is above them.
func unseenTies(mode burden.Mode) bool {
	k := ruleOf(mode)
	return mode != burden.Exact && k.back|k.odd == 0
}

// low64 is an integer modulo 2^64.
func low64(k *big.Int) int64 {
	if k.Sign() < 0 {
		return -int64(new(big.Int).Neg(k).Uint64())
	}
	return int64(k.Uint64())
}
