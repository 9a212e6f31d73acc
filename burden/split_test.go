package burden_test

import (
	"errors"
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/dectest"
)

// dues is the split of a total in dollars, in multiples of 0.01, among members
// written "a 3, b 7 1..5, c 1 ..2": a of weight 3, b of weight 7 with a floor of 1
// and a ceiling of 5, c of weight 1 with a ceiling of 2.
func dues(total, members string, changes ...func(*burden.Split)) burden.SplitRule {
	split := burden.Split{Total: burden.Amount(total, burden.USD), Quantum: "0.01"}
	for part := range strings.SplitSeq(members, ",") {
		fields := strings.Fields(part)
		m := burden.Member{Key: fields[0], Weight: burden.Amount(fields[1], burden.Ratio)}
		if len(fields) > 2 {
			low, high, _ := strings.Cut(fields[2], "..")
			if low != "" {
				m.Floor = burden.Amount(low, burden.USD)
			}
			if high != "" {
				m.Ceiling = burden.Amount(high, burden.USD)
			}
		}
		split.Members = append(split.Members, m)
	}
	return burden.NewSplit("dues", burden.USD, split).With(changes...)
}

func firstGetsIt(x *burden.Split) { x.Remainder = burden.FirstGetsIt }
func keepRest(x *burden.Split)    { x.KeepRest = true }

func quantumOf(q string) func(*burden.Split) { return func(x *burden.Split) { x.Quantum = q } }

// wantShares compares the parts of a split in a year, members in their order.
func wantShares(t testing.TB, want string, p *burden.Projection, s burden.SplitRule, year int) {
	t.Helper()
	wants := strings.Fields(want)
	members := s.Split().Members
	require.Len(t, members, len(wants))
	for i, m := range members {
		wantValue(t, wants[i], p, s.Part(m.Key), year)
	}
}

func TestSplit(t *testing.T) {
	for _, c := range []struct {
		name  string
		split burden.SplitRule
		want  string
	}{
		{"thirds: the smaller key has the odd cent", dues("100", "a 1, b 1, c 1"), "33.34 33.33 33.33"},
		{"thirds, whatever the order", dues("100", "c 1, b 1, a 1"), "33.33 33.33 33.34"},
		{"thirds: the first listed has it", dues("100", "c 1, b 1, a 1", firstGetsIt), "33.34 33.33 33.33"},
		// Fowler, Patterns of Enterprise Application Architecture, "Money": five cents
		// by 3 and 7 are 1.5 and 3.5 cents.
		{"Fowler's five cents, a tie", dues("0.05", "a 3, b 7"), "0.02 0.03"},
		{"Fowler's five cents, the tie the other way", dues("0.05", "b 3, a 7"), "0.01 0.04"},
		{"Fowler's five cents, the first", dues("0.05", "b 3, a 7", firstGetsIt), "0.02 0.03"},
		{"no weight", dues("100", "a 0, b 1, c 3"), "0 25 75"},
		{"a credit", dues("-100", "a 1, b 1, c 1"), "-33.34 -33.33 -33.33"},
		{"a ceiling, by hand", dues("100", "a 5 ..40, b 2, c 1"), "40 40 20"},       // 60 are left for 2:1
		{"a floor, by hand", dues("100", "a 1 40.., b 6, c 3"), "40 40 20"},         // 60 are left for 2:1
		{"floors and ceilings", dues("100", "a 5 ..40, b 1 20.., c 1"), "40 30 30"}, // 60 are left, 30 each: the floor is no matter
		{"a ceiling passed on", dues("100", "a 5 ..40, b 4 ..45, c 1"), "40 45 15"}, // b would have 48 of 60
		{"the rest kept", dues("10.005", "a 1, b 1", keepRest), "5.005 5"},          // 10.00 by two, and 0.005 to the first in line
		{"the rest to the next in line", dues("10.015", "a 1, b 1", keepRest), "5.01 5.005"},
		{"the rest to the first", dues("10.015", "b 1, a 1", keepRest, firstGetsIt), "5.015 5"},
		{"in hundreds", dues("1000", "a 1, b 2", quantumOf("100")), "300 700"}, // 333.3, 666.7: the larger remainder is b's
	} {
		t.Run(c.name, func(t *testing.T) {
			p := projectionOf(t, modelOf(t, c.split), 2020, 2020)
			wantShares(t, c.want, p, c.split, 2020)
		})
	}
}

// Korea's contribution of 2019, 1,038.9 bn won, by weights that make labour,
// construction and logistics 48, 36 and 16 %, in steps of 0.1 bn: 498.672,
// 374.004, 166.224. The two tenths left go to labour (0.072) and logistics
// (0.024), not to construction (0.004).
func TestSplitOfAContribution(t *testing.T) {
	contribution := burden.NewParam("contribution", burden.KRW, burden.ByYear(map[int]string{2019: "1038.9e9", 2020: "0"}))
	weight := func(n string) burden.Formula { return burden.Amount(n, burden.Ratio) }
	parts := burden.NewSplit("parts", burden.KRW, burden.Split{Total: contribution, Quantum: "0.1e9", Members: []burden.Member{
		{Key: "labour", Weight: weight("48%")}, {Key: "construction", Weight: weight("36%")}, {Key: "logistics", Weight: weight("16%")},
	}})
	p := projectionOf(t, modelOf(t, parts), 2019, 2020)
	wantShares(t, "498.7e9 374.0e9 166.2e9", p, parts, 2019)
	wantShares(t, "0 0 0", p, parts, 2020)
	total, err := p.Total(parts.Part("labour"), 2019, 2020)
	require.NoError(t, err, "a share of an amount of money is a flow")
	dectest.Equal(t, "498.7e9", total)
}

// Parts sum to the whole in every year, and by largest remainders each is within a
// quantum of total × weight / Σ weights, in rationals. Bounds have their oracle in
// the tests of package exact.
func TestSplitAddsUp(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 150 {
		n := 1 + r.IntN(7)
		totals := map[int]decimal.Decimal{}
		weights := make([]map[int]decimal.Decimal, n)
		var members []burden.Member
		for i := range n {
			weights[i] = map[int]decimal.Decimal{}
			members = append(members, burden.Member{Key: fmt.Sprint("m", i)})
		}
		for year := 2020; year <= 2024; year++ {
			totals[year] = decimal.New(r.Int64N(2_000_001)-1_000_000, -int32(r.IntN(4)))
			for i := range n {
				weights[i][year] = decimal.New(r.Int64N(1000), -2)
			}
			weights[r.IntN(n)][year] = decimal.New(1, 0) // not all are zero
		}
		for i := range members {
			members[i].Weight = burden.NewParam(fmt.Sprint("w", i), burden.Persons, burden.ByYear(weights[i]))
		}
		quantum := []string{"0.01", "0.1", "1", "0.05", "3"}[r.IntN(5)]
		split := burden.NewSplit("dues", burden.USD, burden.Split{
			Total: burden.NewParam("total", burden.USD, burden.ByYear(totals)), Members: members,
			Quantum: quantum, KeepRest: true, Remainder: burden.Remainder(r.IntN(2)),
		})
		all := burden.NewLine("all", burden.USD)
		sum := burden.Amount(0, burden.USD)
		for _, m := range members {
			sum = sum.Plus(split.Part(m.Key))
		}
		p := projectionOf(t, modelOf(t, split, all.Is(sum)), 2020, 2024, append([]burden.Line{all}, partsOf(split)...)...)
		for year := 2020; year <= 2024; year++ {
			wantValue(t, burden.Text(totals[year]), p, all, year)
			weight := new(big.Rat)
			for i := range n {
				weight.Add(weight, weights[i][year].Rat())
			}
			for i, m := range members {
				v, err := p.Value(split.Part(m.Key), year)
				require.NoError(t, err)
				ideal := new(big.Rat).Mul(totals[year].Rat(), weights[i][year].Rat())
				distance := ideal.Sub(ideal.Quo(ideal, weight), v.Rat())
				if split.Split().Remainder == burden.LargestRemainder {
					assert.Negative(t, distance.Abs(distance).Cmp(rat(quantum)), "%s %d is within a quantum of its ideal", m.Key, year)
				}
			}
		}
	}
}

func partsOf(s burden.SplitRule) []burden.Line {
	var lines []burden.Line
	for _, m := range s.Split().Members {
		lines = append(lines, s.Part(m.Key))
	}
	return lines
}

func TestSplitRuleIsAValue(t *testing.T) {
	split := burden.Split{Total: burden.Amount(100, burden.USD), Quantum: "1", Members: []burden.Member{
		{Key: "a", Weight: burden.Amount(1, burden.Ratio)}, {Key: "b", Weight: burden.Amount(3, burden.Ratio)},
	}}
	s := burden.NewSplit("dues", burden.USD, split)
	split.Members[0].Key = "changed"
	s.Split().Members[0].Key = "changed"
	capped := s.With(nil, func(x *burden.Split) { x.Members[1].Ceiling = burden.Amount(60, burden.USD) }, firstGetsIt)
	assert.Equal(t, "dues", s.Name())
	assert.Equal(t, "dues.a", s.Part("a").Name())
	assert.Equal(t, burden.USD, s.Part("a").Unit())
	assert.Equal(t, burden.Flow, s.Part("a").Measure())
	assert.Nil(t, s.Split().Members[1].Ceiling)
	assert.Equal(t, burden.FirstGetsIt, capped.Split().Remainder)

	m := modelOf(t, s)
	wantShares(t, "25 75", projectionOf(t, m, 2020, 2020), s, 2020)
	changed, err := m.With(capped)
	require.NoError(t, err)
	wantShares(t, "40 60", projectionOf(t, changed, 2020, 2020), capped, 2020)
	wantShares(t, "25 75", projectionOf(t, m, 2020, 2020), s, 2020)
	d, ok := m.Definition("dues")
	require.True(t, ok)
	assert.Equal(t, "dues", d.(burden.SplitRule).Name())
	_, ok = m.Definition("dues.a")
	assert.False(t, ok, "parts are the split's")
	assert.Equal(t, "[dues.a dues.b]", fmt.Sprint(m.Lines()))

	f, ok := m.Formula(s.Part("b"))
	require.True(t, ok)
	assert.Equal(t, "part(b, USD(100), 1, largest_remainder, a(1), b(3))", f.String())
	f.Node().Shares.Keys[0] = "changed"
	f, _ = changed.Formula(s.Part("a"))
	assert.Equal(t, "part(a, USD(100), 1, first_gets_it, a(1), b(3, none, USD(60)))", f.String())

	assert.Equal(t, "largest_remainder", burden.LargestRemainder.String())
	assert.Equal(t, "first_gets_it", burden.FirstGetsIt.String())
	assert.Equal(t, "unknown_remainder", burden.Remainder(9).String())
	assert.Empty(t, burden.SplitRule{}.Name())
	assert.Empty(t, burden.SplitRule{}.Split().Members)
}

// A split may be of any formula, by any formulas, and its parts may go anywhere:
// here what is due is by the shares of the year before, which start equal.
func TestSplitAmongLines(t *testing.T) {
	budget := burden.NewParam("budget", burden.USD, burden.ByYear(map[int]int{2020: 100, 2021: 200}))
	old, young := burden.NewLine("old", burden.Ratio), burden.NewLine("young", burden.Ratio)
	one := burden.Amount(1, burden.Ratio)
	s := burden.NewSplit("dues", burden.USD, burden.Split{
		Total: budget.Times(burden.Amount("1.1", burden.Ratio)), Quantum: "1",
		Members: []burden.Member{{Key: "old", Weight: old}, {Key: "young", Weight: young}},
	})
	share := func(key string) burden.Formula {
		return s.Part(key).Previous().Over(budget.Lag(1)).RoundedTo("0.1", burden.HalfUp)
	}
	m := modelOf(t, s, old.Starts(2020, one).Then(share("old")), young.Starts(2020, one).Then(share("young").Plus(one)))
	p := projectionOf(t, m, 2020, 2021)
	wantShares(t, "55 55", p, s, 2020) // 110 by 1 and 1
	// 2021: 55/100 is 0.6, to which 1 is added; 220 by 0.6 and 1.6 are 60 and 160.
	wantShares(t, "60 160", p, s, 2021)
}

func TestSplitFaults(t *testing.T) {
	one, hundred := burden.Amount(1, burden.Ratio), burden.Amount(100, burden.USD)
	good := dues("100", "a 1, b 1, c 1")
	second := func(change func(*burden.Member)) burden.SplitRule {
		return good.With(func(x *burden.Split) { change(&x.Members[1]) })
	}
	line := burden.NewLine("dues", burden.USD)
	named := burden.NewParam("dues", burden.USD, burden.Constant(100))
	user := burden.NewLine("user", burden.USD).Is(good.Part("b").Plus(hundred))
	long := strings.Repeat("n", 127)
	for _, c := range []struct {
		name        string
		definitions []burden.Definition
		want        []string // in order
		err         error
	}{
		{"a zero split", []burden.Definition{burden.SplitRule{}}, []string{"split: incomplete"}, burden.ErrIncomplete},
		{"a name alone", []burden.Definition{burden.NewSplit("dues", burden.USD, burden.Split{})},
			[]string{`dues: quantum = "": not a decimal number`, "dues: total: incomplete", "dues: members: incomplete"}, burden.ErrIncomplete},
		{"no members", []burden.Definition{good.With(func(x *burden.Split) { x.Members = nil })}, []string{"dues: members: incomplete"}, burden.ErrIncomplete},
		{"no total", []burden.Definition{good.With(func(x *burden.Split) { x.Total = nil })}, []string{"dues: total: incomplete"}, burden.ErrIncomplete},
		{"a zero total", []burden.Definition{good.With(func(x *burden.Split) { x.Total = burden.Formula{} })}, []string{"dues: total: incomplete"}, burden.ErrIncomplete},
		{"a zero member", []burden.Definition{second(func(m *burden.Member) { *m = burden.Member{} })}, []string{`dues: key of member 2 = "": not a name`}, burden.ErrName},
		{"no weight", []burden.Definition{second(func(m *burden.Member) { m.Weight = nil })}, []string{"dues: weight of b: incomplete"}, burden.ErrIncomplete},
		{"a zero weight", []burden.Definition{second(func(m *burden.Member) { m.Weight = burden.Param{} })}, []string{"dues: weight of b: incomplete"}, burden.ErrIncomplete},
		{"a zero floor", []burden.Definition{second(func(m *burden.Member) { m.Floor = burden.Line{} })}, []string{"dues: floor of b: incomplete"}, burden.ErrIncomplete},
		{"a zero ceiling", []burden.Definition{second(func(m *burden.Member) { m.Ceiling = burden.Param{} })}, []string{"dues: ceiling of b: incomplete"}, burden.ErrIncomplete},
		{"keys twice", []burden.Definition{good.With(func(x *burden.Split) { x.Members[1].Key, x.Members[2].Key = "a", "a" })},
			[]string{"dues: key = a: defined twice", "dues: key = a: defined twice"}, burden.ErrDuplicate},
		{"keys that are no names", []burden.Definition{good.With(func(x *burden.Split) { x.Members[0].Key, x.Members[2].Key = "a b", "x.y" })},
			[]string{`dues: key of member 1 = "a b": not a name`, `dues: key of member 3 = "x.y": not a name`}, burden.ErrName},
		{"a key that makes the name too long", []burden.Definition{burden.NewSplit(long, burden.USD, good.Split())},
			[]string{long + `: key of member 1 = "a": not a name`, long + `: key of member 2 = "b": not a name`, long + `: key of member 3 = "c": not a name`}, burden.ErrName},
		{"a name that is none", []burden.Definition{burden.NewSplit("my dues", burden.USD, good.Split())}, []string{`split = "my dues": not a name`}, burden.ErrName},
		{"no quantum", []burden.Definition{good.With(quantumOf(""))}, []string{`dues: quantum = "": not a decimal number`}, burden.ErrNumber},
		{"a quantum of zero", []burden.Definition{good.With(quantumOf("0"))}, []string{"dues: quantum = 0: out of range"}, burden.ErrOutOfRange},
		{"a negative quantum", []burden.Definition{good.With(quantumOf("-0.01"))}, []string{"dues: quantum = -0.01: out of range"}, burden.ErrOutOfRange},
		{"an unknown remainder", []burden.Definition{good.With(func(x *burden.Split) { x.Remainder = 2 })}, []string{"dues: remainder = unknown_remainder: unknown name"}, burden.ErrUnknownName},
		{"too many members", []burden.Definition{good.With(func(x *burden.Split) { x.Members = make([]burden.Member, burden.MaxMembers+1) })},
			[]string{"dues: members = 1025: too large: at most 1024"}, burden.ErrTooLarge},
		{"a unit that is none", []burden.Definition{burden.NewSplit("dues", "US dollars", good.Split())}, []string{`dues: unit = "US dollars": units do not agree`}, burden.ErrUnit},
		{"weights of different units", []burden.Definition{second(func(m *burden.Member) { m.Weight = hundred })},
			[]string{`dues.a: shares by a ratio and USD and a ratio: "part(a, USD(100), 0.01, largest_remainde"… (67 bytes)`}, burden.ErrUnit},
		{"a floor in another unit", []burden.Definition{second(func(m *burden.Member) { m.Floor = one })},
			[]string{`dues.a: shares by USD and a ratio: "part(a, USD(100), 0.01, largest_remainde"… (69 bytes)`}, burden.ErrUnit},
		{"a ceiling in another unit", []burden.Definition{second(func(m *burden.Member) { m.Ceiling = burden.Amount(1, burden.KRW) })},
			[]string{`dues.a: shares by USD and KRW: "part(a, USD(100), 0.01, largest_remainde"… (74 bytes)`}, burden.ErrUnit},
		{"a total in another unit", []burden.Definition{good.With(func(x *burden.Split) { x.Total = one })},
			[]string{`dues.a: dues.a is USD, but its formula gives a ratio: "part(a, 1, 0.01, largest_remainder, a(1)"… (53 bytes)`}, burden.ErrUnit},
		{"a total that is not there", []burden.Definition{good.With(func(x *burden.Split) { x.Total = burden.NewLine("nowhere", burden.USD) })},
			[]string{"dues.a: needs nowhere, which the model does not define"}, burden.ErrUnknownName},
		{"a total that is its own part", []burden.Definition{good.With(func(x *burden.Split) { x.Total = good.Part("b") })},
			[]string{"dues.b: dues.b needs itself in the same year; a lag has to stand between"}, burden.ErrCycle},
		{"twice", []burden.Definition{good, good}, []string{"dues: defined twice"}, burden.ErrDuplicate},
		{"twice, with other members", []burden.Definition{good, dues("100", "x 1, y 1")}, []string{"dues: defined twice"}, burden.ErrDuplicate},
		{"a line of the same name", []burden.Definition{line.Is(hundred), good}, []string{"dues: defined twice"}, burden.ErrDuplicate},
		{"a line of the same name, later", []burden.Definition{good, line.Is(hundred)}, []string{"dues: defined twice"}, burden.ErrDuplicate},
		{"a line of a part's name", []burden.Definition{good, good.Part("b").Is(hundred)}, []string{"dues.b: defined twice"}, burden.ErrDuplicate},
		{"a rule of the same name", []burden.Definition{good, burden.NewIndexRule("dues", burden.Index{Driver: one})}, []string{"dues: defined twice"}, burden.ErrDuplicate},
		{"a parameter of the same name", []burden.Definition{good, named}, []string{"dues: defined twice"}, burden.ErrDuplicate},
		// A scenario could not set such a parameter: its definition would replace the split.
		{"the total of the same name", []burden.Definition{good.With(func(x *burden.Split) { x.Total = named })}, []string{"dues = a split and a parameter: defined twice"}, burden.ErrDuplicate},
		{"nil, beside a split", []burden.Definition{nil, good}, []string{"definition: incomplete"}, burden.ErrIncomplete},
		// A fault silences what follows from it.
		{"a part of a faulty split", []burden.Definition{second(func(m *burden.Member) { m.Weight = nil }), user}, []string{"dues: weight of b: incomplete"}, burden.ErrIncomplete},
		{"a part of a split without a unit", []burden.Definition{user, burden.NewSplit("dues", "US dollars", good.Split())}, []string{`dues: unit = "US dollars": units do not agree`}, burden.ErrUnit},
		{"a part that is not there", []burden.Definition{dues("100", "a 1"), user}, []string{"user: needs dues.b, which the model does not define"}, burden.ErrUnknownName},
	} {
		t.Run(c.name, func(t *testing.T) {
			m, err := burden.NewModel("m", c.definitions...)
			assert.Nil(t, m)
			require.ErrorIs(t, err, c.err)
			var got []string
			for _, f := range burden.Faults(err) {
				got = append(got, strings.TrimPrefix(f.Error(), "burden: m: "))
			}
			assert.Equal(t, c.want, got)
		})
	}
}

func TestSplitErrors(t *testing.T) {
	for _, c := range []struct {
		name  string
		split burden.SplitRule
		want  string
		err   error
	}{
		{"a negative weight", dues("100", "a 3, b -1, c 1"), "dues.a 2020: weight of b = -1: out of range", burden.ErrOutOfRange},
		{"all weights zero", dues("100", "a 0, b 0"), "dues.a 2020: sum of weights = 0: division by zero", burden.ErrDivisionByZero},
		{"all weights zero, but a floor", dues("100", "a 0 100.., b 0"), "dues.a 2020: sum of weights = 0: division by zero", burden.ErrDivisionByZero},
		{"off the quantum", dues("100.005", "a 1, b 1"), "dues.a 2020: total = 100.005, not a multiple of 0.01: not exact without a rounding", burden.ErrInexact},
		{"floors above the total", dues("100", "a 1 60.., b 1 40.01.."), "dues.a 2020: total = 100, which floors and ceilings leave no way to share: out of range", burden.ErrOutOfRange},
		{"ceilings below the total", dues("100", "a 1 ..60, b 1 ..39.99"), "dues.a 2020: total = 100, which floors and ceilings leave no way to share: out of range", burden.ErrOutOfRange},
		{"a credit with a floor", dues("-100", "a 1 0.., b 1"), "dues.a 2020: total = -100, which floors and ceilings leave no way to share: out of range", burden.ErrOutOfRange},
		{"a floor above its ceiling", dues("100", "a 1, b 1 60..50"), "dues.a 2020: floor of b = 60, above its ceiling of 50: out of range", burden.ErrOutOfRange},
		{"a floor that is its ceiling, and too little besides", dues("100", "a 1 50..50, b 1 ..49"), "dues.a 2020: total = 100, which floors and ceilings leave no way to share: out of range", burden.ErrOutOfRange},
		{"no multiple within the bounds", dues("100", "a 1, b 1 60.001..60.009"), "dues.a 2020: total = 100, which floors and ceilings leave no way to share: out of range", burden.ErrOutOfRange},
		{"a missing year", dues("100", "a 1, b 1").With(func(x *burden.Split) { x.Total = burden.NewParam("budget", burden.USD, burden.Series{}) }),
			"dues.a 2020: budget has no value for 2020", burden.ErrMissingYear},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, err := modelOf(t, c.split).Project(2020, 2020)
			assert.Nil(t, p)
			require.ErrorIs(t, err, c.err)
			assert.EqualError(t, err, "burden: m: "+c.want)
			e, ok := errors.AsType[*burden.Error](err)
			require.True(t, ok)
			assert.Equal(t, "dues.a", e.Line)
			assert.Equal(t, 2020, e.Year)
		})
	}
	// A total of 5,201 digits is shared in hundreds of its last, but not in cents.
	factor := burden.Amount("1e400", burden.Ratio)
	huge := dues("1e400", "a 1, b 2").With(func(x *burden.Split) {
		x.Total = burden.Amount("1e400", burden.USD).Times(slices.Repeat([]burden.Operand{factor}, 12)...)
	})
	_, err := modelOf(t, huge).Project(2020, 2020)
	assert.ErrorIs(t, err, burden.ErrTooLarge)
}

// limitsOf lists the records of limits: line, floor or ceiling, from what to what,
// and an exclamation mark if it binds.
func limitsOf(p *burden.Projection) []string {
	var list []string
	for _, r := range p.Limits() {
		kind, binds := "ceiling", ""
		if r.Floor {
			kind = "floor"
		}
		if r.Binds {
			binds = "!"
		}
		list = append(list, fmt.Sprintf("%s %s %s to %s%s", r.Line.Name(), kind, burden.Text(r.Subject), burden.Text(r.Value), binds))
	}
	return list
}

// A bound binds where it changes the result. Its subject is what the member would
// pay without it.
func TestSplitBoundsOnRecord(t *testing.T) {
	for _, c := range []struct {
		name, members string
		want          []string
	}{
		{"none is met", "a 5 ..60, b 2 5.., c 3", nil},
		{"a ceiling", "a 5 ..40, b 2, c 3", []string{"dues.a ceiling 50 to 40!"}},
		{"a floor", "a 1 40.., b 6, c 3", []string{"dues.a floor 10 to 40!"}},
		{"a ceiling just reached", "a 5 ..50, b 2, c 3", []string{"dues.a ceiling 50 to 50"}},
		{"a floor just reached", "a 1 10.., b 6, c 3", []string{"dues.a floor 10 to 10"}},
		// Of the 60 that a leaves, b would have 48: 4/5. Without b's own ceiling it has.
		{"a ceiling met by what another gives", "a 5 ..40, b 4 ..45, c 1", []string{"dues.a ceiling 50 to 40!", "dues.b ceiling 48 to 45!"}},
		// b's own share is 40 and its ceiling as well, but a's ceiling would give it 48.
		{"a ceiling at the own share binds nevertheless", "a 5 ..40, b 4 ..40, c 1", []string{"dues.a ceiling 50 to 40!", "dues.b ceiling 48 to 40!"}},
		// a leaves 60, of which b has 40: just its ceiling.
		{"a ceiling reached by what another gives", "a 5 ..40, b 2 ..40, c 1", []string{"dues.a ceiling 62.5 to 40!", "dues.b ceiling 40 to 40"}},
		{"a floor at the own share binds nevertheless", "a 1 40.., b 6, c 3 30..", []string{"dues.a floor 10 to 40!", "dues.c floor 20 to 30!"}},
		{"bounds that leave no choice", "a 1 60.., b 1 ..40", []string{"dues.a floor 50 to 60!", "dues.b ceiling 50 to 40!"}},
		{"ceilings that leave no choice", "a 1 ..60, b 1 ..40", []string{"dues.a ceiling 60 to 60", "dues.b ceiling 50 to 40!"}},
		{"a fixed amount", "a 1 20..20, b 1", []string{"dues.a floor 20 to 20", "dues.a ceiling 50 to 20!"}},
		{"a floor without a weight", "a 0 20.., b 1", []string{"dues.a floor 0 to 20!"}},
		{"a floor without a weight, and the others capped", "a 0 60.., b 1 ..40", []string{"dues.a floor 0 to 60!", "dues.b ceiling 100 to 40!"}},
		// Thirds are 33.333: a ceiling of 33.33 is 0.003 below. The subject is a multiple beyond it.
		{"a ceiling within the quantum of the share", "a 1 ..33.33, b 1, c 1", []string{"dues.a ceiling 33.34 to 33.33!"}},
		{"a floor within the quantum of the share", "a 1 33.34.., b 1, c 1", []string{"dues.a floor 33.33 to 33.34!"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := projectionOf(t, modelOf(t, dues("100", c.members)), 2020, 2020)
			assert.Equal(t, c.want, limitsOf(p))
		})
	}
}

// Binding finds a parameter that is the bound of many, by year.
func TestSplitBinding(t *testing.T) {
	least := burden.NewParam("least", burden.USD, burden.ByYear(map[int]int{2020: 5, 2021: 10, 2022: 20}))
	s := dues("100", "a 1, b 1, c 8").With(func(x *burden.Split) {
		for i := range x.Members {
			x.Members[i].Floor = least
		}
	})
	p := projectionOf(t, modelOf(t, s), 2020, 2022)
	wantShares(t, "10 10 80", p, s, 2020)
	wantShares(t, "20 20 60", p, s, 2022)
	bound, reached := p.Binding(least)
	assert.Equal(t, []int{2022}, bound)
	assert.Equal(t, []int{2021}, reached)
}

func TestSplitRoundingsOnRecord(t *testing.T) {
	s := dues("100", "a 1, b 1, c 1 20..40")
	p := projectionOf(t, modelOf(t, s), 2020, 2021)
	records := p.Roundings()
	require.Len(t, records, 6)
	for i, key := range []string{"a", "b", "c", "a", "b", "c"} {
		r := records[i]
		assert.Equal(t, s.Part(key).Name(), r.Line.Name())
		assert.Equal(t, 2020+i/3, r.Year)
		assert.True(t, r.Split)
		assert.Equal(t, burden.LargestRemainder, r.Remainder)
		assert.Equal(t, "100/3", r.Before())
		assert.Equal(t, [2]int{1, 1}, [2]int{r.P, r.Q})
		dectest.Equal(t, map[string]string{"a": "33.34"}[key]+map[string]string{"b": "33.33", "c": "33.33"}[key], r.After)
		dectest.Equal(t, "0.01", r.Rounding.Quantum())
		_, ok := r.Discarded()
		assert.False(t, ok, "a third has no decimal")
	}
	assert.Equal(t, "shared out in multiples of 0.01 by largest remainder, a tie by key: 100/3 became 33.34", records[0].String())

	// What the total itself rounds is on record once, with the first part that needs it.
	s = s.With(func(x *burden.Split) { x.Total = burden.Amount("100.4", burden.USD).RoundedTo("1", burden.Down) })
	var kinds []string
	for _, r := range projectionOf(t, modelOf(t, s), 2020, 2020).Roundings() {
		kinds = append(kinds, fmt.Sprint(r.Line, " ", r.Split))
	}
	assert.Equal(t, []string{"dues.a false", "dues.a true", "dues.b true", "dues.c true"}, kinds)

	// What is shared without a remainder is on record too, and what the rule added
	// to the ideal is negative.
	records = projectionOf(t, modelOf(t, dues("0.05", "b 3, a 7", firstGetsIt)), 2020, 2020).Roundings()
	require.Len(t, records, 2)
	assert.Equal(t, "shared out in multiples of 0.01 by first gets it: 0.015 became 0.02", records[0].String())
	records = projectionOf(t, modelOf(t, dues("101", "a 1", quantumOf("10"), keepRest)), 2020, 2020).Roundings()
	require.Len(t, records, 1)
	d, ok := records[0].Discarded()
	assert.True(t, ok)
	dectest.Equal(t, "0", d)
}

func TestSplitExplained(t *testing.T) {
	budget := burden.NewParam("budget", burden.USD, burden.ByYear(map[int]int{2020: 100}).Sourced("the budget", burden.Confirmed))
	cap := burden.NewParam("cap", burden.USD, burden.Constant(40))
	s := dues("0", "a 5, b 2, c 1").With(func(x *burden.Split) {
		x.Total = budget
		x.Members[0].Ceiling = cap
		x.Members[1].Floor = burden.Amount(1, burden.USD)
	})
	two := burden.NewLine("two", burden.USD)
	p := projectionOf(t, modelOf(t, s, two.Is(s.Part("a").Plus(s.Part("b")))), 2020, 2020)
	x, err := p.Explain(two, 2020)
	require.NoError(t, err)
	// 60 are left for b and c, 2 to 1; without the cap a would have 5/8 of 100.
	part := func(key string) string {
		return "part(" + key + ", budget, 0.01, largest_remainder, a(5, none, cap), b(2, USD(1), none), c(1))"
	}
	assert.Equal(t, `two 2020 = 80 USD
  = dues.a + dues.b
  dues.a 2020 = 40 USD
    = `+part("a")+`
    budget 2020 = 100 USD (confirmed; source "the budget")
    cap 2020 = 40 USD
    ceiling cap bound: 62.5 USD became 40 USD
    shared out in multiples of 0.01 by largest remainder: 40 became 40
  dues.b 2020 = 40 USD
    = `+part("b")+`
    budget 2020 = 100 USD (confirmed; source "the budget")
    cap 2020 = 40 USD
    dues.a: ceiling cap bound: 62.5 USD became 40 USD
    shared out in multiples of 0.01 by largest remainder: 40 became 40
`, x.String())
}

// In a condition, a share is looked at without being put on record.
func TestSplitIsQuietInConditions(t *testing.T) {
	s := dues("100", "a 5 ..40, b 2, c 1")
	f, ok := modelOf(t, s).Formula(s.Part("a"))
	require.True(t, ok)
	usd := func(n int) burden.Formula { return burden.Amount(n, burden.USD) }
	x := burden.NewLine("x", burden.USD)
	// The operands round on their own: that is on record too, once.
	rounded := burden.NewParam("budget", burden.USD, burden.Constant("100.4")).RoundedTo("1", burden.Down)
	f, err := burden.Rewrite(f, "0", rounded)
	require.NoError(t, err)
	p := projectionOf(t, modelOf(t, x.Is(burden.When(f.Below(usd(50)), usd(1), usd(2)))), 2020, 2020)
	wantValue(t, "1", p, x, 2020)
	assert.Equal(t, []string{"x ceiling 62.5 to 40!"}, limitsOf(p))
	require.Len(t, p.Roundings(), 2)
	assert.Equal(t, "100.4", p.Roundings()[0].Before())
	assert.True(t, p.Roundings()[1].Split)
}

// The node of a part can stand in other formulas, and be rewritten: it is then
// another split, of which this is one part.
func TestPartsRewritten(t *testing.T) {
	s := dues("100", "a 1, b 3")
	f, ok := modelOf(t, s).Formula(s.Part("b"))
	require.True(t, ok)
	other, err := burden.Rewrite(f, "0", burden.Amount(200, burden.USD))
	require.NoError(t, err)
	heavier, err := burden.Rewrite(f, "1", burden.Amount(7, burden.Ratio))
	require.NoError(t, err)
	capped, err := burden.Rewrite(f, "6", burden.Amount(60, burden.USD))
	require.NoError(t, err)
	x := burden.NewLine("x", burden.USD)
	m := modelOf(t, s, x.Is(f.Plus(other, heavier, capped, f.Lag(3))))
	p := projectionOf(t, m, 2020, 2021, append(partsOf(s), x)...)
	for _, year := range []int{2020, 2021} {
		wantShares(t, "25 75", p, s, year)
		wantValue(t, "390", p, x, year) // 75 + 150 + 30 + 60 + 75
	}
	_, err = burden.NewModel("m", x.Is(f.Times(burden.Amount(2, burden.KRW))))
	assert.ErrorIs(t, err, burden.ErrUnit)
}

// As large as the United Nations: 193 members with floors and some ceilings over
// ten years, explained as a whole.
func TestSplitOfTheUnitedNations(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	least := burden.NewParam("least", burden.Ratio, burden.Constant("0.001%"))
	most := burden.NewParam("most", burden.Ratio, burden.Constant("22%"))
	ldc := burden.NewParam("ldc", burden.Ratio, burden.Constant("0.01%"))
	var members []burden.Member
	for i := range 193 {
		income := map[int]int64{}
		for year := 2020; year < 2030; year++ {
			income[year] = 1 + r.Int64N(1<<(10+r.Int64N(24)))
		}
		m := burden.Member{Key: fmt.Sprintf("m%03d", i), Weight: burden.NewParam(fmt.Sprintf("income%03d", i), burden.USD, burden.ByYear(income)), Floor: least, Ceiling: most}
		if i%4 == 0 {
			m.Ceiling = ldc
		}
		members = append(members, m)
	}
	scale := burden.NewSplit("scale", burden.Ratio, burden.Split{Total: burden.Amount(1, burden.Ratio), Members: members, Quantum: "0.001%"})
	all := burden.NewLine("all", burden.Ratio)
	sum := burden.Amount(0, burden.Ratio)
	for _, l := range partsOf(scale) {
		sum = sum.Plus(l)
	}
	p := projectionOf(t, modelOf(t, scale, all.Is(sum)), 2020, 2029)
	wantYears(t, strings.Repeat("1 ", 10), p, all)
	assert.Len(t, p.Roundings(), 1930)
	bound, _ := p.Binding(least)
	assert.Len(t, bound, 10)
	bound, _ = p.Binding(ldc)
	assert.Len(t, bound, 10)

	// Explanations are made from many goroutines at once.
	var wait sync.WaitGroup
	for _, year := range []int{2020, 2020, 2029} {
		wait.Go(func() {
			x, err := p.Explain(all, year)
			assert.NoError(t, err)
			assert.Len(t, x.Steps, 194)
		})
	}
	wait.Wait()
}
