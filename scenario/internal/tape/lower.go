package tape

import (
	"math/big"

	"example.com/burdenshare/burden"
)

// node writes the steps of one node.
func (b *builder) node(r ref, v *value, n node) {
	if n.op == input {
		row := b.stage.rows
		b.stage.rows++
		b.stage.inputs = append(b.stage.inputs, binding{row, int64(n.k)})
		v.rows = []int{row}
		return
	}
	switch n.op {
	case sum, difference:
		b.sum(v, n)
	case product:
		b.product(v, n)
	case smaller, larger:
		b.limit(v, n)
	case choice:
		b.choice(v, n)
	case quotient:
		b.quotient(v, n)
	}
	if v.mayFail && n.op != choice {
		b.joinFailures(v, n.a, n.b)
	}
}

// joinFailures makes a value fail where an operand does, and where it has itself
// already been found to.
func (b *builder) joinFailures(v *value, operands ...ref) {
	for _, o := range operands {
		f := b.failed(o)
		switch {
		case f == none:
		case v.failed == none:
			v.failed = b.row()
			b.emit(step{kernel: kAffine, r: v.failed, a: f, m: 1})
		default:
			b.emit(step{kernel: kEither, r: v.failed, a: v.failed, b: f})
		}
	}
}

// factor is 10^n modulo 2^64.
func factor(n int) int64 {
	k := uint64(1)
	for range n {
		k *= 10
	}
	return int64(k)
}

// scale is r = o × k + addend, modulo 2^(64 × words of r); k is not negative and no
// addend is zero.
func (b *builder) scale(r []int, o *operand, k *big.Int, addend *operand) {
	factors := twos(k, max(1, (k.BitLen()+63)/64))
	if len(r) == 1 {
		if addend == nil {
			b.emit(step{kernel: kAffine, r: r[0], a: b.word(o, 0), m: factors[0]})
		} else {
			b.emit(step{kernel: kLinear, r: r[0], a: b.word(o, 0), m: factors[0], b: b.word(addend, 0), n: 1})
		}
		return
	}
	spare := none
	for j, f := range factors[:min(len(factors), len(r))] {
		if f == 0 && j > 0 {
			continue
		}
		n := len(r) - j // words that are products; those above an operand without sign are not
		if o.unsigned {
			n = min(n, len(o.rows))
		}
		// The carry goes where the next word will be, unless something is there.
		free := addend == nil && j+n < len(r)
		carry := spare
		switch {
		case free:
			carry = r[j+n]
		case spare == none:
			spare = b.temporary()
			carry = spare
		}
		into := func(k int) int {
			switch {
			case j > 0:
				return r[j+k]
			case addend != nil:
				return b.word(addend, k)
			}
			return none
		}
		for k := range n {
			b.emit(step{kernel: kScaleWord, r: r[j+k], c: carry, a: b.word(o, k), m: f, b: into(k), first: k == 0})
		}
		for k := n; j+k < len(r); k++ {
			switch {
			case !free && k == n:
				b.emit(step{kernel: kAdd, r: r[j+k], c: carry, a: into(k), b: carry, first: true})
			case !free:
				b.emit(step{kernel: kAdd, r: r[j+k], c: carry, a: into(k), b: b.constant(0)})
			case k > n && j == 0:
				b.emit(step{kernel: kAffine, r: r[k], a: b.constant(0), m: 1})
			}
		}
	}
}

// scaled returns a number multiplied by a positive integer, in so many words.
func (b *builder) scaled(o *operand, k *big.Int, words int) *operand {
	if k.Cmp(one) == 0 {
		return o
	}
	r := &operand{rows: b.temporaries(words), unsigned: o.unsigned, above: none}
	b.scale(r.rows, o, k, nil)
	return r
}

// sum is v = a ± b, the one of the smaller scale multiplied to the other's.
func (b *builder) sum(v *value, n node) {
	x, y := b.operand(n.a), b.operand(n.b)
	up, also := v.scale-b.plan.values[n.a].scale, v.scale-b.plan.values[n.b].scale
	v.rows = b.rows(v.words)
	if v.narrow() {
		p, q := factor(up), factor(also)
		if n.op == difference {
			q = -q
		}
		for _, s := range []struct {
			k    ref
			x    *operand
			m, n int64
		}{{n.b, x, p, q}, {n.a, y, q, p}} {
			if c, ok := b.plan.program.graph.value(s.k); ok {
				b.emit(step{kernel: kAffine, r: v.rows[0], a: b.word(s.x, 0), m: s.m, n: twos(c.count, maxWords)[0] * s.n})
				return
			}
		}
		b.emit(step{kernel: kLinear, r: v.rows[0], a: b.word(x, 0), m: p, b: b.word(y, 0), n: q})
		return
	}
	if n.op == sum && up > 0 {
		b.scale(v.rows, x, pow10(up), y)
		return
	}
	if n.op == sum && also > 0 {
		b.scale(v.rows, y, pow10(also), x)
		return
	}
	x, y = b.scaled(x, pow10(up), v.words), b.scaled(y, pow10(also), v.words)
	kernel := kAdd
	if n.op == difference {
		kernel = kSubtract
	}
	carry := b.temporary()
	for k, r := range v.rows {
		b.emit(step{kernel: kernel, r: r, c: carry, a: b.word(x, k), b: b.word(y, k), first: k == 0})
	}
}

// product is v = a × b. Words are multiplied without sign; an operand that may be
// negative is 2^(64 × its words) too large where it is, and the product then by as
// much times the other, which is taken off.
func (b *builder) product(v *value, n node) {
	x, y := b.operand(n.a), b.operand(n.b)
	g := b.plan.program.graph
	v.rows = b.rows(v.words)
	for _, s := range []struct {
		k ref
		x *operand
	}{{n.b, x}, {n.a, y}} {
		if c, ok := g.value(s.k); ok && c.count.Sign() >= 0 {
			b.scale(v.rows, s.x, c.count, nil)
			return
		}
	}
	if v.narrow() {
		b.emit(step{kernel: kMultiply, r: v.rows[0], a: b.word(x, 0), b: b.word(y, 0)})
		return
	}
	if len(x.rows) < len(y.rows) {
		x, y = y, x
	}
	r, spare := v.rows, none
	for j := range min(len(y.rows), len(r)) {
		terms := min(len(x.rows), len(r)-j)
		carry := none
		if j+terms < len(r) {
			carry = r[j+terms]
		} else {
			if spare == none {
				spare = b.temporary()
			}
			carry = spare
		}
		for k := range terms {
			into := none
			if j > 0 {
				into = r[j+k]
			}
			b.emit(step{kernel: kMultiplyWord, r: r[j+k], c: carry, a: x.rows[k], d: y.rows[j], b: into, first: k == 0})
		}
	}
	for k := len(x.rows) + len(y.rows); k < len(r); k++ {
		b.emit(step{kernel: kAffine, r: r[k], a: b.constant(0), m: 1})
	}
	for _, s := range [][2]*operand{{x, y}, {y, x}} {
		signed, other := s[0], s[1]
		if signed.unsigned || len(signed.rows) >= len(r) {
			continue
		}
		mask := b.word(signed, len(signed.rows))
		borrow := b.temporary()
		for k := len(signed.rows); k < len(r); k++ {
			at := k - len(signed.rows)
			from := b.constant(0)
			if at < len(other.rows) {
				from = other.rows[at]
			}
			b.emit(step{kernel: kSubtractMasked, r: r[k], c: borrow, a: r[k], b: from, d: mask, first: at == 0})
		}
	}
}

// less returns a row of ones where a < b, and the two at a common scale.
func (b *builder) less(p, q ref) (x, y *operand, mask int) {
	x, y = b.operand(p), b.operand(q)
	v, w := &b.plan.values[p], &b.plan.values[q]
	scale := max(v.scale, w.scale)
	xl, xh, _ := v.scaled(scale)
	yl, yh, _ := w.scaled(scale)
	size := max(words(xl, xh), words(yl, yh))
	x, y = b.scaled(x, pow10(scale-v.scale), size), b.scaled(y, pow10(scale-w.scale), size)
	mask = b.temporary()
	if size == 1 {
		b.emit(step{kernel: kBelow, r: mask, a: b.word(x, 0), b: b.word(y, 0), c: none})
		return x, y, mask
	}
	borrow := b.temporary()
	for k := range size - 1 {
		b.emit(step{kernel: kSubtract, r: mask, c: borrow, a: b.word(x, k), b: b.word(y, k), first: k == 0})
	}
	b.emit(step{kernel: kBelow, r: mask, a: b.word(x, size-1), b: b.word(y, size-1), c: borrow})
	return x, y, mask
}

// limit is v = min or max of a and b.
func (b *builder) limit(v *value, n node) {
	va, vb := &b.plan.values[n.a], &b.plan.values[n.b]
	al, ah, _ := va.scaled(v.scale)
	bl, bh, _ := vb.scaled(v.scale)
	if words(al, ah) == 1 && words(bl, bh) == 1 {
		x := b.scaled(b.operand(n.a), pow10(v.scale-va.scale), 1)
		y := b.scaled(b.operand(n.b), pow10(v.scale-vb.scale), 1)
		v.rows = b.rows(1)
		kernel := kLesser
		if n.op == larger {
			kernel = kGreater
		}
		b.emit(step{kernel: kernel, r: v.rows[0], a: x.rows[0], b: y.rows[0]})
		return
	}
	x, y, mask := b.less(n.a, n.b)
	if n.op == larger {
		x, y = y, x
	}
	v.rows = b.rows(v.words)
	for k, r := range v.rows {
		b.emit(step{kernel: kPick, r: r, c: mask, a: b.word(x, k), b: b.word(y, k)})
	}
}

// choice is v = c where a < b, else d, and fails where a or b does or the one taken.
func (b *builder) choice(v *value, n node) {
	_, _, mask := b.less(n.a, n.b)
	v.rows = b.rows(v.words)
	var sides [2]*operand
	for i, r := range []ref{n.c, n.d} {
		if r == failure {
			continue
		}
		sides[i] = b.scaled(b.operand(r), pow10(v.scale-b.plan.values[r].scale), v.words)
	}
	for i := range sides {
		if sides[i] == nil { // it counts for nothing: the other stands in
			sides[i] = sides[1-i]
		}
	}
	for k, r := range v.rows {
		b.emit(step{kernel: kPick, r: r, c: mask, a: b.word(sides[0], k), b: b.word(sides[1], k)})
	}
	if !v.mayFail {
		return
	}
	then, otherwise := b.failed(n.c), b.failed(n.d)
	if then != none || otherwise != none {
		if then == none {
			then = b.constant(0)
		}
		if otherwise == none {
			otherwise = b.constant(0)
		}
		v.failed = b.row()
		b.emit(step{kernel: kPick, r: v.failed, c: mask, a: then, b: otherwise})
	}
	b.joinFailures(v, n.a, n.b)
}

// quotient is v = a / b in whole quanta, rounded once, times the quantum.
func (b *builder) quotient(v *value, n node) {
	p := b.plan
	r := p.program.graph.roundings[n.k]
	ratio, _ := p.ratioOf(n)
	low, high, _ := p.quanta(n)
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
	d := &division{unsignedA: va.unsigned(), unsignedB: vb.unsigned(), mode: r.mode}
	constant := bl.Cmp(bh) == 0 && bl.Sign() != 0
	x, y := b.operand(n.a), b.operand(n.b)
	switch {
	case words(al, ah) == 1 && words(bl, bh) == 1 && constant:
		if bl.Sign() < 0 {
			d.flip = 1
		}
		d.inverse = inverseOf(new(big.Int).Abs(bl).Uint64())
		b.emit(step{kernel: kDivideByConstant, r: k.rows[0], a: x.rows[0], c: v.failed, m: ratio.up.Int64(), division: d})
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
		b.emit(step{kernel: kernel, r: k.rows[0], c: v.failed, division: d})
	}
	if r.quantum.count.Cmp(one) != 0 {
		b.scale(v.rows, k, r.quantum.count, nil)
	}
}

func low64(k *big.Int) int64 { return twos(k, maxWords)[0] }
