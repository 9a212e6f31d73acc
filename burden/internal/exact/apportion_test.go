package exact_test

import (
	"cmp"
	"errors"
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden/internal/exact"
	"example.com/burdenshare/internal/dectest"
)

// sharers reads members: "a 3, b 7 1..5, c 1 ..2" are a of weight 3, b of weight
// 7 with a floor of 1 and a ceiling of 5, c of weight 1 with a ceiling of 2.
func sharers(t testing.TB, text string) []exact.Member {
	t.Helper()
	var list []exact.Member
	for part := range strings.SplitSeq(text, ",") {
		fields := strings.Fields(part)
		m := exact.Member{Key: fields[0], Weight: dec(t, fields[1])}
		if len(fields) > 2 {
			low, high, _ := strings.Cut(fields[2], "..")
			if low != "" {
				d := dec(t, low)
				m.Floor = &d
			}
			if high != "" {
				d := dec(t, high)
				m.Ceiling = &d
			}
		}
		list = append(list, m)
	}
	return list
}

// described writes members as sharers reads them, when a failure asks for it.
type described []exact.Member

func (members described) String() string {
	var parts []string
	for _, m := range members {
		low, high := "", ""
		if m.Floor != nil {
			low = exact.Text(*m.Floor)
		}
		if m.Ceiling != nil {
			high = exact.Text(*m.Ceiling)
		}
		parts = append(parts, fmt.Sprintf("%s %s %s..%s", m.Key, exact.Text(m.Weight), low, high))
	}
	return strings.Join(parts, ", ")
}

// fix solves the same problem as Ideal in another way, without looking for λ
// along its turns: share in proportion, cut everybody to their bounds, and if that
// makes too much, settle those at their floors, if too little, those at their
// ceilings; then share the rest among the others, until the cut changes nothing.
// It reports whether there is a solution at all.
func fix(t testing.TB, total decimal.Decimal, members []exact.Member) ([]*big.Rat, bool) {
	n := len(members)
	type side struct{ low, high *big.Rat }
	bounds := make([]side, n)
	weights, shares := make([]*big.Rat, n), make([]*big.Rat, n)
	least, most, unlimited := new(big.Rat), new(big.Rat), false
	for i, m := range members {
		weights[i] = rat(t, m.Weight)
		b := side{low: new(big.Rat)}
		if m.Floor != nil && m.Floor.IsPositive() {
			b.low = rat(t, *m.Floor)
		}
		if m.Ceiling != nil {
			b.high = rat(t, *m.Ceiling)
		}
		if m.Weight.IsZero() {
			shares[i] = b.low
			b.high = b.low
			if m.Ceiling != nil && rat(t, *m.Ceiling).Cmp(b.low) < 0 {
				return nil, false
			}
		}
		bounds[i] = b
		if b.high != nil && b.low.Cmp(b.high) > 0 {
			return nil, false
		}
		least.Add(least, b.low)
		if b.high == nil {
			unlimited = true
		} else {
			most.Add(most, b.high)
		}
	}
	target := rat(t, total)
	if least.Cmp(target) > 0 || !unlimited && most.Cmp(target) < 0 {
		return nil, false
	}
	for {
		rest, weight := new(big.Rat).Set(target), new(big.Rat)
		for i, w := range weights {
			if shares[i] != nil {
				rest.Sub(rest, shares[i])
			} else {
				weight.Add(weight, w)
			}
		}
		if weight.Sign() == 0 {
			return shares, true
		}
		rate := rest.Quo(rest, weight)
		cut := make([]*big.Rat, n)
		excess := new(big.Rat) // what the bounds together add
		for i, w := range weights {
			if shares[i] != nil {
				continue
			}
			own := new(big.Rat).Mul(rate, w)
			cut[i] = own
			if own.Cmp(bounds[i].low) < 0 {
				cut[i] = bounds[i].low
			}
			if bounds[i].high != nil && own.Cmp(bounds[i].high) > 0 {
				cut[i] = bounds[i].high
			}
			excess.Add(excess, new(big.Rat).Sub(cut[i], own))
		}
		for i, w := range weights {
			if shares[i] != nil {
				continue
			}
			raised := cut[i].Cmp(new(big.Rat).Mul(rate, w))
			if excess.Sign() == 0 || raised != 0 && raised == excess.Sign() {
				shares[i] = cut[i]
			}
		}
	}
}

// checkIdeal holds ideals against what makes them the solution: they sum to the
// total and stay in their bounds; there is one rate that everybody between the
// bounds pays for its weight; who is at a ceiling would pay at least the ceiling
// at that rate, who is at a floor at most the floor.
func checkIdeal(t testing.TB, total decimal.Decimal, members []exact.Member, ideals []*big.Rat) {
	t.Helper()
	sum := new(big.Rat)
	low, high := new(big.Rat), (*big.Rat)(nil) // between which the rate lies
	atLeast := func(x *big.Rat) {
		if x.Cmp(low) > 0 {
			low = x
		}
	}
	atMost := func(x *big.Rat) {
		if high == nil || x.Cmp(high) < 0 {
			high = x
		}
	}
	for i, m := range members {
		x := ideals[i]
		sum.Add(sum, x)
		atFloor := x.Sign() == 0 && (m.Floor == nil || m.Floor.Sign() <= 0)
		atCeiling := false
		if m.Floor != nil {
			assert.GreaterOrEqual(t, x.Cmp(rat(t, *m.Floor)), 0, "%s of %s", m.Key, described(members))
			atFloor = atFloor || x.Cmp(rat(t, *m.Floor)) == 0
		}
		if m.Ceiling != nil {
			assert.LessOrEqual(t, x.Cmp(rat(t, *m.Ceiling)), 0, "%s of %s", m.Key, described(members))
			atCeiling = x.Cmp(rat(t, *m.Ceiling)) == 0
		}
		if m.Weight.IsZero() {
			assert.True(t, atFloor, "%s without a weight pays its floor: %s", m.Key, described(members))
			continue
		}
		rate := new(big.Rat).Quo(x, rat(t, m.Weight))
		if !atFloor {
			atLeast(rate)
		}
		if !atCeiling {
			atMost(rate)
		}
	}
	assert.Zero(t, sum.Cmp(rat(t, total)), "the ideals of %s by %s sum to %s", total, described(members), sum)
	assert.True(t, high == nil || low.Cmp(high) <= 0, "one rate for all of %s by %s: from %s to %v", total, described(members), low, high)
}

// drawMembers picks up to eight members with small weights, some of them zero,
// and with a chance in k of each bound.
func drawMembers(r *rand.Rand, total decimal.Decimal, k int) []exact.Member {
	n := 1 + r.IntN(8)
	keys := r.Perm(n)
	list := make([]exact.Member, n)
	share := func() *decimal.Decimal {
		d := total.Abs().Mul(decimal.New(r.Int64N(90), -2)).Mul(decimal.New(1+r.Int64N(3), 0)).Mul(decimal.New(25, -2))
		if r.IntN(4) == 0 {
			d = d.Add(decimal.New(r.Int64N(1000), -4)) // off every quantum
		}
		return &d
	}
	for i := range list {
		list[i] = exact.Member{Key: fmt.Sprint("m", keys[i]), Weight: decimal.New(r.Int64N(12), -int32(r.IntN(3)))}
		if k > 0 && r.IntN(k) == 0 {
			list[i].Floor = share()
			if r.IntN(10) == 0 {
				negative := list[i].Floor.Neg()
				list[i].Floor = &negative
			}
		}
		if k > 0 && r.IntN(k) == 0 {
			list[i].Ceiling = share()
		}
	}
	return list
}

func weightless(members []exact.Member) bool {
	return !slices.ContainsFunc(members, func(m exact.Member) bool { return m.Weight.IsPositive() })
}

func TestIdealAgainstFixing(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	solved, unsolvable, bound := 0, 0, 0
	for range 2500 {
		total := decimal.New(r.Int64N(100000), -2)
		members := drawMembers(r, total, 1+r.IntN(4))
		ideals, err := exact.Ideal(total, members)
		if weightless(members) {
			if !errors.Is(err, exact.ErrBounds) { // if also a floor stands above a ceiling
				assert.ErrorIs(t, err, exact.ErrZero, described(members))
			}
			continue
		}
		want, ok := fix(t, total, members)
		if !ok {
			unsolvable++
			assert.ErrorIs(t, err, exact.ErrBounds, "%s by %s", total, described(members))
			continue
		}
		require.NoError(t, err, "%s by %s", total, described(members))
		solved++
		checkIdeal(t, total, members, want)
		checkIdeal(t, total, members, ideals)
		for i, m := range members {
			assert.Zero(t, want[i].Cmp(ideals[i]), "%s of %s by %s: %s, want %s", m.Key, total, described(members), ideals[i], want[i])
			if m.Weight.IsPositive() && (m.Ceiling != nil && ideals[i].Cmp(rat(t, *m.Ceiling)) == 0 || m.Floor != nil && ideals[i].Cmp(rat(t, *m.Floor)) == 0) {
				bound++
			}
		}
	}
	// The draw reaches all of it.
	assert.Greater(t, solved, 700)
	assert.Greater(t, unsolvable, 400)
	assert.Greater(t, bound, 700)
}

func TestIdeal(t *testing.T) {
	for _, c := range []struct{ name, total, members, want string }{
		{"in proportion", "100", "a 1, b 2", "100/3 200/3"},
		{"a ceiling gives to the others in proportion", "100", "a 5 ..40, b 2, c 1", "40 40 20"},             // 60 by 2:1
		{"a ceiling makes another one bind", "100", "a 5 ..40, b 4 ..45, c 1", "40 45 15"},                   // of 60, b would have 48
		{"a floor takes from the others in proportion", "100", "a 1 40.., b 6, c 3", "40 40 20"},             // 60 by 2:1
		{"a floor makes another one bind", "100", "a 1 40.., b 12 58.., c 6", "40 58 2"},                     // of 60, b would have 40
		{"a floor undoes what a ceiling gave", "100", "a 8 ..50, b 1 40.., c 1", "50 40 10"},                 // 50 are left for b and c, equal
		{"a floor and a ceiling, both at their own share", "90", "a 1 30.., b 1 ..30, c 1", "30 30 30"},      // nothing binds
		{"floors sum to the total", "100", "a 1 60.., b 1 40..", "60 40"},                                    // nothing left to share
		{"ceilings sum to the total", "100", "a 1 ..60, b 1 ..40", "60 40"},                                  // nobody may pay more
		{"a floor and a ceiling that sum to the total", "100", "a 1 60.., b 1 ..40", "60 40"},                // neither has a choice
		{"floor and ceiling alike", "100", "a 1 70..70, b 1", "70 30"},                                       // a fixed amount
		{"no weight, no share", "100", "a 0, b 1", "0 100"},                                                  //
		{"no weight, but a floor", "100", "a 0 30.., b 1", "30 70"},                                          //
		{"no weight, and a ceiling", "100", "a 0 ..30, b 1", "0 100"},                                        // a ceiling makes nobody pay
		{"a negative floor is none", "100", "a 1 -5.., b 3", "25 75"},                                        //
		{"a ceiling of zero", "100", "a 1 ..0, b 3", "0 100"},                                                //
		{"nothing to share", "0", "a 1, b 3 ..5", "0 0"},                                                     //
		{"only floors to share", "5", "a 1 5.., b 3", "5 0"},                                                 //
		{"a flat stretch: a is at its ceiling before c leaves its floor", "14", "a 1 ..2, c 1 10..", "2 12"}, // λ from 2 to 10 changes nothing
	} {
		t.Run(c.name, func(t *testing.T) {
			members := sharers(t, c.members)
			ideals, err := exact.Ideal(dec(t, c.total), members)
			require.NoError(t, err)
			checkIdeal(t, dec(t, c.total), members, ideals)
			for i, want := range strings.Fields(c.want) {
				w, _ := new(big.Rat).SetString(want)
				assert.Zero(t, w.Cmp(ideals[i]), "%s: %s, want %s", members[i].Key, ideals[i], want)
			}
		})
	}
}

// Without its bounds alone, a member pays what the other solver makes of members of
// whom it has none; without anybody's, its part of the weights.
func TestCurve(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	solved := 0
	for range 800 {
		total := decimal.New(r.Int64N(100000), -2)
		members := drawMembers(r, total, 1+r.IntN(3))
		if _, ok := fix(t, total, members); !ok || weightless(members) {
			continue
		}
		c, err := exact.NewCurve(total, members)
		require.NoError(t, err)
		weights := new(big.Rat)
		for _, m := range members {
			weights.Add(weights, rat(t, m.Weight))
		}
		for i := range members {
			free := slices.Clone(members)
			free[i].Floor, free[i].Ceiling = nil, nil
			want, ok := fix(t, total, free)
			got, ok2 := c.Without(i)
			require.Equal(t, ok, ok2, "%s of %s by %s", members[i].Key, total, described(members))
			if !ok {
				continue
			}
			solved++
			assert.Zero(t, want[i].Cmp(got), "%s of %s by %s: %s, want %s", members[i].Key, total, described(members), got, want[i])
			plain := new(big.Rat).Mul(rat(t, total), rat(t, members[i].Weight))
			assert.Zero(t, plain.Quo(plain, weights).Cmp(c.Plain(i)))
		}
	}
	assert.Greater(t, solved, 500)

	// b has no weight and a floor; without it a would have to pay more than it may.
	c, err := exact.NewCurve(dec(t, "100"), sharers(t, "a 1 ..40, b 0 60.."))
	require.NoError(t, err)
	_, ok := c.Without(1)
	assert.False(t, ok)
	// b's floor alone is more than there is to share, with or without a's.
	c, err = exact.NewCurve(dec(t, "100"), sharers(t, "a 1 50.., b 1 110.."))
	require.NoError(t, err)
	_, ok = c.Without(0)
	assert.False(t, ok)
}

// hamilton is the method of largest remainders on whole numbers: quanta to hand
// out by weights. Every member gets the whole part of quanta × weight / Σ weights,
// and those with the largest remainders one more, ties to the smaller key.
func hamilton(quanta int64, keys []string, weights []int64) []int64 {
	var sum, given int64
	for _, w := range weights {
		sum += w
	}
	n := len(keys)
	shares, order := make([]int64, n), make([]int, n)
	for i, w := range weights {
		shares[i], order[i] = quanta*w/sum, i
		given += shares[i]
	}
	slices.SortFunc(order, func(a, b int) int {
		ra, rb := quanta*weights[a]%sum, quanta*weights[b]%sum
		return cmp.Or(cmp.Compare(rb, ra), strings.Compare(keys[a], keys[b]))
	})
	for _, i := range order[:quanta-given] {
		shares[i]++
	}
	return shares
}

func TestHamilton(t *testing.T) {
	// Ten seats by 3, 5 and 1, by hand: 30/9 is 3 rest 3, 50/9 is 5 rest 5, 10/9 is 1
	// rest 1. The one seat left goes to b.
	assert.Equal(t, []int64{3, 6, 1}, hamilton(10, []string{"a", "b", "c"}, []int64{3, 5, 1}))
	// 100 in thirds: the smaller key.
	assert.Equal(t, []int64{33, 33, 34}, hamilton(100, []string{"c", "b", "a"}, []int64{1, 1, 1}))
}

var shareQuanta = []string{"1", "0.01", "0.1e9", "0.05", "25", "0.001%", "0.7", "3e-7"}

func TestApportionAgainstHamilton(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 2500 {
		n := 1 + r.IntN(12)
		keys, weights := make([]string, n), make([]int64, n)
		members := make([]exact.Member, n)
		perm := r.Perm(n)
		for i := range n {
			keys[i], weights[i] = fmt.Sprint("k", perm[i]), r.Int64N(50)
			members[i] = exact.Member{Key: keys[i], Weight: decimal.New(weights[i], -2)}
		}
		quanta := r.Int64N(10000)
		if r.IntN(3) == 0 {
			quanta = r.Int64N(10) // fewer than members: many ties
		}
		if weightless(members) {
			continue
		}
		q := dec(t, shareQuanta[r.IntN(len(shareQuanta))])
		shares, _, err := exact.Apportion(decimal.New(quanta, 0).Mul(q), members, q, false, r.IntN(2) == 0)
		require.NoError(t, err)
		for i, want := range hamilton(quanta, keys, weights) {
			dectest.Equal(t, exact.Text(decimal.New(want, 0).Mul(q)), shares[i], keys[i], quanta, weights)
		}
		// A negative total is the positive one with the signs turned.
		owed, ideals, err := exact.Apportion(decimal.New(-quanta, 0).Mul(q), members, q, false, false)
		require.NoError(t, err)
		sum := new(big.Rat)
		for i := range shares {
			dectest.Equal(t, exact.Text(shares[i].Neg()), owed[i])
			sum.Add(sum, ideals[i])
		}
		assert.Zero(t, sum.Cmp(rat(t, decimal.New(-quanta, 0).Mul(q))))
	}
}

// division is a total shared out, described when a failure asks for it.
type division struct {
	total, quantum decimal.Decimal
	members        []exact.Member
	ordered        bool
	shares         []decimal.Decimal
}

func (d division) String() string {
	return fmt.Sprintf("%s by %s in %s, ordered %v: %v", d.total, described(d.members), d.quantum, d.ordered, d.shares)
}

// checkShares holds shares against what is promised of them, whatever the
// remainder rule.
func checkShares(t testing.TB, total decimal.Decimal, members []exact.Member, quantum decimal.Decimal, ordered bool, shares []decimal.Decimal, ideals []*big.Rat) {
	t.Helper()
	about := division{total, quantum, members, ordered, shares}
	require.Len(t, shares, len(members))
	require.Len(t, ideals, len(members))
	q := rat(t, quantum)
	sum, off := new(big.Rat), 0
	bounded := false
	for i, m := range members {
		x := rat(t, shares[i])
		sum.Add(sum, x)
		if !new(big.Rat).Quo(x, q).IsInt() {
			off++
		}
		assert.True(t, shares[i].IsZero() || shares[i].Sign() == total.Sign(), "nobody is paid: %s", about)
		if m.Floor != nil {
			assert.GreaterOrEqual(t, x.Cmp(rat(t, *m.Floor)), 0, "floor of %s: %s", m.Key, about)
			bounded = true
		}
		if m.Ceiling != nil {
			assert.LessOrEqual(t, x.Cmp(rat(t, *m.Ceiling)), 0, "ceiling of %s: %s", m.Key, about)
			bounded = true
		}
		if m.Weight.IsZero() && !ordered && (m.Floor == nil || m.Floor.Sign() <= 0) {
			assert.Zero(t, shares[i].Sign(), "%s has no weight: %s", m.Key, about)
		}
	}
	assert.Zero(t, sum.Cmp(rat(t, total)), "the parts sum to the whole: %s", about)
	if new(big.Rat).Quo(rat(t, total), q).IsInt() {
		assert.Zero(t, off, "multiples of the quantum: %s", about)
	} else {
		assert.Equal(t, 1, off, "one has the rest: %s", about)
	}
	for i, m := range members {
		if distance := new(big.Rat).Sub(rat(t, shares[i]), ideals[i]); !bounded && !ordered {
			assert.Negative(t, distance.Abs(distance).Cmp(q), "%s is less than a quantum from its ideal %s: %s", m.Key, ideals[i], about)
		}
	}
}

// apart reports whether no multiples of the quantum within the bounds sum to the
// total, which is one. Without ordered, members without a weight pay their floor.
func apart(t testing.TB, total decimal.Decimal, members []exact.Member, quantum decimal.Decimal, ordered bool) bool {
	whole := func(d decimal.Decimal, up bool) *big.Int {
		x := new(big.Rat).Quo(rat(t, d), rat(t, quantum))
		k := new(big.Int).Div(x.Num(), x.Denom()) // down, as the divisor is positive
		if up && !x.IsInt() {
			k.Add(k, big.NewInt(1))
		}
		return k
	}
	least, most, unlimited := new(big.Int), new(big.Int), false
	for _, m := range members {
		low := new(big.Int)
		if m.Floor != nil && m.Floor.IsPositive() {
			low = whole(*m.Floor, true)
		}
		least.Add(least, low)
		switch {
		case m.Ceiling != nil && whole(*m.Ceiling, false).Cmp(low) < 0:
			return true
		case m.Weight.IsZero() && !ordered:
			most.Add(most, low)
		case m.Ceiling != nil:
			most.Add(most, whole(*m.Ceiling, false))
		default:
			unlimited = true
		}
	}
	k := whole(total, false)
	return k.Cmp(least) < 0 || !unlimited && k.Cmp(most) > 0
}

func TestApportionKeepsItsPromises(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	shared, refused, withRest := 0, 0, 0
	for range 3000 {
		q := dec(t, shareQuanta[r.IntN(len(shareQuanta))])
		total := decimal.New(r.Int64N(5000), 0).Mul(q)
		off := r.IntN(3) == 0
		if off {
			total = total.Add(q.Mul(decimal.New(1+r.Int64N(99), -2)))
		}
		members := drawMembers(r, total, r.IntN(4))
		if weightless(members) {
			continue
		}
		ordered := r.IntN(2) == 0
		shares, ideals, err := exact.Apportion(total, members, q, ordered, true)
		if _, strict, e := exact.Apportion(total, members, q, ordered, false); off && err == nil {
			assert.ErrorIs(t, e, exact.ErrInexact)
			assert.Nil(t, strict)
		}
		_, solvable := fix(t, total, members)
		if err != nil {
			refused++
			assert.ErrorIs(t, err, exact.ErrBounds)
			// Refused for a reason: no shares, no whole quanta, or nobody to take the rest.
			assert.True(t, off || !solvable || apart(t, total, members, q, ordered), "%s by %s in %s", total, described(members), q)
			continue
		}
		shared++
		if off {
			withRest++
		}
		assert.True(t, solvable)
		checkShares(t, total, members, q, ordered, shares, ideals)
		checkIdeal(t, total, members, ideals)
	}
	assert.Greater(t, shared, 1000)
	assert.Greater(t, withRest, 300)
	assert.Greater(t, refused, 300)
}

// The order of the members is nothing to the largest remainders: in another order
// each has the same share.
func TestApportionPermuted(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	moved := 0
	for range 2000 {
		q := dec(t, shareQuanta[r.IntN(len(shareQuanta))])
		total := decimal.New(r.Int64N(300), 0).Mul(q)
		if r.IntN(3) == 0 {
			total = total.Add(q.Mul(decimal.New(1+r.Int64N(99), -2)))
		}
		members := drawMembers(r, total, r.IntN(4))
		turned := make([]exact.Member, len(members))
		to := r.Perm(len(members))
		for i, j := range to {
			turned[j] = members[i]
		}
		shares, _, err := exact.Apportion(total, members, q, false, true)
		again, _, err2 := exact.Apportion(total, turned, q, false, true)
		require.Equal(t, err, err2)
		for i := range shares {
			dectest.Equal(t, exact.Text(shares[i]), again[to[i]], members[i].Key, total, described(members))
		}
		first, _, err := exact.Apportion(total, members, q, true, true)
		other, _, _ := exact.Apportion(total, turned, q, true, true)
		for i := range first {
			if err == nil && !first[i].Equal(other[to[i]]) {
				moved++
				break
			}
		}
	}
	assert.Greater(t, moved, 300, "the order decides who is first")
}

// Without bounds, everybody but the first pays the cut of its ideal, and the first
// all that is left, the rest below a quantum included.
func TestFirstGetsItAll(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 1500 {
		q := dec(t, shareQuanta[r.IntN(len(shareQuanta))])
		total := q.Mul(decimal.New(r.Int64N(100000), -2)).Abs()
		members := drawMembers(r, total, 0)
		if weightless(members) {
			continue
		}
		shares, ideals, err := exact.Apportion(total, members, q, true, true)
		require.NoError(t, err)
		left := rat(t, total)
		for i := 1; i < len(members); i++ {
			k := new(big.Rat).Quo(ideals[i], rat(t, q))
			want := new(big.Rat).SetInt(new(big.Int).Div(k.Num(), k.Denom()))
			want.Mul(want, rat(t, q))
			assert.Zero(t, want.Cmp(rat(t, shares[i])))
			left.Sub(left, want)
		}
		assert.Zero(t, left.Cmp(rat(t, shares[0])))
	}
}

func TestApportion(t *testing.T) {
	const ordered, rest = true, true
	for _, c := range []struct {
		name, total, quantum, members string
		ordered, rest                 bool
		want                          string
	}{
		{"thirds, the tie to the smaller key", "100", "0.01", "a 1, b 1, c 1", false, false, "33.34 33.33 33.33"},
		{"thirds, whatever the order", "100", "0.01", "c 1, a 1, b 1", false, false, "33.33 33.34 33.33"},
		{"thirds, the first", "100", "0.01", "c 1, a 1, b 1", ordered, false, "33.34 33.33 33.33"},
		{"two of three get one more", "200", "0.01", "a 1, b 1, c 1", false, false, "66.67 66.67 66.66"},
		{"the first gets both", "200", "0.01", "a 1, b 1, c 1", ordered, false, "66.68 66.66 66.66"},
		// Fowler, Patterns of Enterprise Application Architecture, "Money": 5 cents by 3
		// and 7 are 1.5 and 3.5. The tie goes to the smaller key; his goes to the first.
		{"Fowler's five cents", "0.05", "0.01", "a 3, b 7", false, false, "0.02 0.03"},
		{"Fowler's five cents, other keys", "0.05", "0.01", "b 3, a 7", false, false, "0.01 0.04"},
		{"Fowler's five cents, the first", "0.05", "0.01", "b 3, a 7", ordered, false, "0.02 0.03"},
		{"a credit", "-100", "0.01", "a 1, b 1, c 1", false, false, "-33.34 -33.33 -33.33"},
		{"a credit, the first", "-0.05", "0.01", "b 3, a 7", ordered, false, "-0.02 -0.03"},
		{"nobody has nothing", "100", "1", "a 0, b 1, c 0", false, false, "0 100 0"},
		{"one for all", "99.99", "0.01", "only 0.001", false, false, "99.99"},
		{"nothing", "0", "5", "a 1, b 2", false, false, "0 0"},
		{"by keys, not by weights", "1", "1", "b 1, a 1", false, false, "0 1"},
		{"steps of 0.1 bn won", "1038.9e9", "0.1e9", "labour 48, logistics 18, construction 34", false, false, "498.7e9 187e9 353.2e9"}, // 4986.72, 1870.02, 3532.26 tenths
		// A total off the quantum.
		{"the rest to the next in line", "10.15", "0.1", "a 1, b 1", false, rest, "5.1 5.05"}, // 5.075 each: a tenth is left for a and 0.05 for b
		{"the rest to the first in line, if it is all there is", "10.05", "0.1", "a 1, b 1", false, rest, "5.05 5"},
		{"the rest to whom the cut took most", "10.05", "1", "a 1, b 5, c 4", false, rest, "1 5.05 4"},       // 1.005, 5.025, 4.02
		{"the rest to the first", "10.15", "0.1", "b 1, a 1", ordered, rest, "5.15 5"},                       //
		{"the rest of a credit", "-10.15", "0.1", "a 1, b 1", false, rest, "-5.1 -5.05"},                     //
		{"no rest", "10.2", "0.1", "a 1, b 1", false, rest, "5.1 5.1"},                                       //
		{"less than a quantum", "0.05", "0.1", "b 1, a 2", false, rest, "0 0.05"},                            //
		{"the rest below a ceiling", "10.05", "0.1", "a 9 ..8, b 1", false, rest, "8 2.05"},                  // a may not take it
		{"the rest fills a ceiling", "10.05", "0.1", "a 9 ..8.05, b 1", false, rest, "8.05 2"},               // what the cut took from a, all of it
		{"the rest is not for the weightless", "10.05", "0.1", "a 0, b 1, c 9 ..9", false, rest, "0 1.05 9"}, //
		// Within bounds.
		{"a ceiling", "100", "0.01", "a 1 ..20, b 1, c 2", false, false, "20 26.67 53.33"},
		{"a ceiling off the quantum is cut", "100", "1", "a 8 ..50.5, b 1, c 1", false, false, "50 25 25"},             // 50.5, 24.75, 24.75
		{"a floor at the cut leaves the remainder", "10", "1", "a 3.5 3.., b 6.5", false, false, "4 6"},                // a tie of halves
		{"a floor off the quantum is raised", "100", "1", "a 1 50.5.., b 4, c 5", false, false, "51 22 27"},            // 50.5, 22, 27.5: a's half comes from c
		{"what a ceiling cannot take goes to the next", "10", "1", "a 1 ..3.9, b 1 ..3.9, c 1", false, false, "3 3 4"}, // 3.33 each
		{"ceilings leave two quanta for one", "10", "1", "a 1 ..3.4, b 1 ..3.4, c 0.9", false, false, "3 3 4"},         // 3.4, 3.4, 3.2
		{"more rounds than one", "12", "1", "a 1 ..2.9, b 1 ..2.9, c 1 ..2.9, d 1", false, false, "2 2 2 6"},           // 2.9 thrice, 3.3
		{"floors take back from the smallest remainders", "4", "1", "a 1 0.5.., b 1 0.5.., c 4, d 4", false, false, "1 1 1 1"},
		{"floors take back from the last", "4", "1", "a 1 0.5.., b 1 0.5.., c 5, d 5, e 5", ordered, false, "1 1 1 1 0"}, // 0.5, 0.5, and 1 each: one too many
		{"the first is at its ceiling, so the next", "10", "1", "a 1 ..3.9, b 1, c 1", ordered, false, "3 4 3"},          // 3.33 each
		{"the rest to the first with room", "10.5", "1", "a 1 ..3.4, b 1, c 1", ordered, rest, "3 4.5 3"},                // 3.4, 3.55, 3.55
		{"a negative floor pays nobody", "1", "1", "a 1 -5.., b 1 0.5..", false, false, "0 1"},                           // 0.5 each, b's raised to 1
		{"nobody is paid to make floors whole", "3", "1", "a 1 -5.., b 1 0.5.., c 1 0.5.., d 5", false, false, "0 1 1 1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			members := sharers(t, c.members)
			shares, ideals, err := exact.Apportion(dec(t, c.total), members, dec(t, c.quantum), c.ordered, c.rest)
			require.NoError(t, err)
			for i, want := range strings.Fields(c.want) {
				dectest.Equal(t, want, shares[i], members[i].Key)
			}
			checkShares(t, dec(t, c.total), members, dec(t, c.quantum), c.ordered, shares, ideals)
		})
	}
}

func TestApportionErrors(t *testing.T) {
	for _, c := range []struct {
		name, total, quantum, members string
		rest                          bool
		want                          error
	}{
		{"no weights", "100", "1", "a 0, b 0", false, exact.ErrZero},
		{"no weights, nothing to share", "0", "1", "a 0", false, exact.ErrZero},
		{"no weights, but floors", "100", "1", "a 0 60.., b 0 40..", false, exact.ErrZero},
		{"a negative weight", "100", "1", "a 2, b -1", false, exact.ErrWeight},
		{"a negative weight of a credit", "-100", "1", "a 2, b -1", false, exact.ErrWeight},
		{"floors above the total", "100", "1", "a 1 60.., b 1 40.01..", false, exact.ErrBounds},
		{"ceilings below the total", "100", "1", "a 1 ..60, b 1 ..39.99", false, exact.ErrBounds},
		{"ceilings below the total, and one without a weight", "100", "1", "a 1 ..60, b 1 ..39, c 0", false, exact.ErrBounds},
		{"a floor above its ceiling", "100", "1", "a 1 6..5, b 1", false, exact.ErrBounds},
		{"a negative ceiling", "100", "1", "a 1 ..-5, b 1", false, exact.ErrBounds},
		{"no multiple between floor and ceiling", "100", "1", "a 1 5.2..5.8, b 1", false, exact.ErrBounds},
		{"ceilings cut to multiples are below the total", "10", "1", "a 1 ..5.5, b 1 ..4.5", false, exact.ErrBounds},
		{"ceilings cut to multiples, the rest is not for the weightless", "10", "1", "a 1 ..5.5, b 1 ..4.5, c 0", false, exact.ErrBounds},
		{"floors raised to multiples are above the total", "10", "1", "a 1 5.5.., b 1 4.5..", false, exact.ErrBounds},
		{"a credit with a floor", "-100", "1", "a 1 5.., b 1", false, exact.ErrBounds},
		{"a credit with a ceiling", "-100", "1", "a 1 ..5, b 1", false, exact.ErrBounds},
		{"off the quantum", "100.005", "0.01", "a 1, b 1", false, exact.ErrInexact},
		{"a credit off the quantum", "-100.005", "0.01", "a 1, b 1", false, exact.ErrInexact},
		{"nobody has room for the rest", "10.5", "1", "a 1 ..5.25, b 1 ..5.25", true, exact.ErrBounds},
		{"more digits than a value may have", "1e5000", "1", "a 1, b 2", false, exact.ErrTooLarge},
	} {
		t.Run(c.name, func(t *testing.T) {
			total := decimal.New(1, 5000)
			if c.total != "1e5000" {
				total = dec(t, c.total)
			}
			shares, ideals, err := exact.Apportion(total, sharers(t, c.members), dec(t, c.quantum), false, c.rest)
			assert.ErrorIs(t, err, c.want)
			assert.Nil(t, shares)
			assert.Nil(t, ideals)
		})
	}
	_, _, err := exact.Apportion(dec(t, "1"), nil, dec(t, "1"), false, false)
	assert.ErrorIs(t, err, exact.ErrZero)
}

// What is shared out stays as it is, and the results are the caller's own.
func TestApportionLeavesItsOperands(t *testing.T) {
	members := sharers(t, "b 1 2.., a 3 ..40, c 1")
	before := described(members).String()
	total, quantum := dec(t, "100"), dec(t, "0.1")
	first, ideals, err := exact.Apportion(total, members, quantum, false, false)
	require.NoError(t, err)
	ideals[0].SetInt64(7)
	ideals[1].SetInt64(7)
	again, _, err := exact.Apportion(total, members, quantum, false, false)
	require.NoError(t, err)
	for i := range first {
		dectest.Equal(t, exact.Text(first[i]), again[i])
	}
	assert.Equal(t, before, described(members).String())
	dectest.Equal(t, "100", total)
	dectest.Equal(t, "0.1", quantum)
}

// FuzzApportion makes members of bytes, three for each: weight, floor, ceiling.
func FuzzApportion(f *testing.F) {
	f.Add(int64(10000), uint8(1), []byte{1, 0, 0, 1, 0, 0, 1, 0, 0}, false, false)
	f.Add(int64(5), uint8(0), []byte{3, 0, 0, 7, 0, 0}, true, true)
	f.Add(int64(-1015), uint8(3), []byte{3, 0, 0, 7, 0, 0, 0, 0, 0}, false, true)
	f.Add(int64(100), uint8(4), []byte{3, 12, 80, 7, 0, 43, 0, 9, 0}, false, true)
	f.Add(int64(1013), uint8(2), []byte{3, 12, 0, 7, 0, 43, 1, 9, 0, 200, 0, 255}, true, true)
	f.Fuzz(func(t *testing.T, units int64, which uint8, bytes []byte, ordered, rest bool) {
		total := decimal.New(units%1_000_000, -2)
		quantum := dec(t, []string{"0.01", "0.1", "1", "0.25", "0.03"}[which%5])
		var members []exact.Member
		for i := 0; i+2 < len(bytes) && len(members) < 40; i += 3 {
			m := exact.Member{Key: fmt.Sprint("k", i*7%40, "_", i), Weight: decimal.New(int64(bytes[i]), -1)}
			for j, to := range []**decimal.Decimal{&m.Floor, &m.Ceiling} {
				if b := bytes[i+1+j]; b > 0 {
					d := decimal.New(int64(b)*int64(b)-10, -2)
					*to = &d
				}
			}
			members = append(members, m)
		}
		shares, ideals, err := exact.Apportion(total, members, quantum, ordered, rest)
		if err != nil {
			known := errors.Is(err, exact.ErrZero) || errors.Is(err, exact.ErrBounds) || errors.Is(err, exact.ErrInexact)
			require.True(t, known, err)
			assert.Equal(t, errors.Is(err, exact.ErrZero), weightless(members) && !errors.Is(err, exact.ErrBounds) && !errors.Is(err, exact.ErrInexact))
			return
		}
		checkShares(t, total, members, quantum, ordered, shares, ideals)
		if total.IsNegative() {
			for _, x := range ideals {
				x.Neg(x)
			}
		}
		checkIdeal(t, total.Abs(), members, ideals)
	})
}
