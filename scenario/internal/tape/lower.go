package tape

import (
	"math/big"
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
	if n := len(r); n <= maxFused && (len(factors) == 1 && len(o.rows) > 1 || len(o.rows) == 1 && o.unsigned && (addend != nil || n > 2 || len(factors) > 1)) {
		f := fused{r: r}
		if addend != nil {
			f.b = b.extended(addend, n)
		}
		if len(o.rows) > 1 {
			f.a = b.extended(o, n)
			b.fuse(kScaleFused, uint64(factors[0]), 0, f)
			return
		}
		f.a = o.rows
		for j := range n {
			w := uint64(0)
			if j < len(factors) {
				w = uint64(factors[j])
			}
			f.factors = append(f.factors, w)
		}
		b.fuse(kSpread, 0, 0, f)
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

// maxFused is the most words of numbers that kernels do at once.
const maxFused = 3

// scaled returns a number multiplied by a positive integer, in so many words.
func (b *builder) scaled(o *operand, k *big.Int, words int) *operand {
	if k.Cmp(one) == 0 {
		return o
	}
	if o.constant != nil {
		return b.fixed(new(big.Int).Mul(o.constant, k), words)
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
				b.emit(step{kernel: kAffine, r: v.rows[0], a: b.word(s.x, 0), m: s.m, n: low64(c.count) * s.n})
				return
			}
		}
		s := step{kernel: kLinear, r: v.rows[0], a: b.word(x, 0), m: p, b: b.word(y, 0), n: q}
		if !b.lengthen(v, n.a, s, s.b) && !b.lengthen(v, n.b, s, s.a) {
			b.emit(s)
		}
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
	if n.op == difference && also > 0 && v.words <= maxFused && y.unsigned && len(y.rows) == 1 {
		// Of a number of one word so many times, less is a factor modulo 2^(64 × words).
		less := pow10(also)
		less.Neg(less)
		b.scale(v.rows, y, less.Add(less, new(big.Int).Lsh(one, uint(64*v.words))), x)
		return
	}
	x, y = b.scaled(x, pow10(up), v.words), b.scaled(y, pow10(also), v.words)
	if v.words <= maxFused {
		kernel := kAddFused
		if n.op == difference {
			kernel = kSubtractFused
		}
		b.fuse(kernel, 0, 0, fused{r: v.rows, a: b.extended(x, v.words), b: b.extended(y, v.words)})
		return
	}
	kernel := kAdd
	if n.op == difference {
		kernel = kSubtract
	}
	carry := b.temporary()
	for k, r := range v.rows {
		b.emit(step{kernel: kernel, r: r, c: carry, a: b.word(x, k), b: b.word(y, k), first: k == 0})
	}
}

// lengthen makes a sum part of the step before, if that is a sum that only this one
// reads and has room; other is the row that is added to it.
func (b *builder) lengthen(v *value, part ref, s step, other int) bool {
	if s.m != 1 || s.n != 1 {
		return false
	}
	before, ok := b.last(v, part, func(s step) bool {
		return s.r != other && (s.kernel == kLinear && s.m == 1 && s.n == 1 || s.kernel == kSum && s.d == none)
	})
	switch {
	case !ok:
		return false
	case before.kernel == kLinear:
		before.kernel, before.c, before.d = kSum, other, none
	default:
		before.d = other
	}
	before.r = s.r
	b.emit(before)
	return true
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
		b.multiply(v, n, x, y)
		return
	}
	last := n.b
	if len(x.rows) < len(y.rows) {
		x, y, last = y, x, n.a
	}
	if n := len(v.rows); n <= maxFused && len(y.rows) == 1 && y.unsigned && len(x.rows) > 1 {
		a := x.rows
		if len(a) != 2 || n != 3 || !x.unsigned {
			a = b.extended(x, n)
		}
		s := step{a: y.rows[0]}
		if before, ok := b.last(v, last, raises); ok {
			s = before
		}
		b.fuse(kProductFused, 0, s.n, fused{r: v.rows, a: a, b: []int{s.a}})
		return
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

// multiply is a product of one word, with the step before if that is a sum or a product
// and can be a part of it.
func (b *builder) multiply(v *value, n node, x, y *operand) {
	s := step{kernel: kMultiply, r: v.rows[0], a: x.rows[0], b: y.rows[0]}
	before, other, ok := b.lastOf(v, n, x, y, func(s step) bool { return raises(s) || s.kernel == kMultiply && s.n == 0 })
	switch {
	case ok && before.kernel == kMultiply:
		s.kernel, s.a, s.b, s.c = kMultiplyThree, before.a, before.b, other
	case ok:
		s.a, s.b, s.n = other, before.a, before.n
	}
	b.emit(s)
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
		b.emit(step{kernel: kBelow, r: mask, a: b.word(x, 0), b: b.word(y, 0)})
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
		kernel, inner, both := kLesser, kGreater, kGreaterLesser
		if n.op == larger {
			kernel, inner, both = kGreater, kLesser, kLesserGreater
		}
		if before, other, ok := b.lastOf(v, n, x, y, func(s step) bool { return s.kernel == inner }); ok {
			b.emit(step{kernel: both, r: v.rows[0], a: before.a, b: before.b, c: other})
			return
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
