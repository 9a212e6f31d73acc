package burden_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/hostile"
)

// Projections whose evaluation is the work.
func TestHostileProjections(t *testing.T) {
	one := burden.Amount(1, burden.Ratio)
	x, y := burden.NewLine("x", burden.Ratio), burden.NewLine("y", burden.Ratio)
	chain := func(f burden.Formula, n int, step func(burden.Formula) burden.Formula) burden.Formula {
		for range n {
			f = step(f)
		}
		return f
	}
	run := func(name string, from, to int, want error, definitions ...burden.Definition) {
		hostile.Run(t, name, func(t *testing.T) {
			m, err := build(definitions...)
			require.NoError(t, err)
			err = evaluate(t, m, from, to)
			if want == nil {
				require.NoError(t, err)
			} else {
				require.ErrorIs(t, err, want)
			}
		})
	}
	long := burden.Amount(nines(250), burden.Ratio)
	longest := chain(long, 4, func(f burden.Formula) burden.Formula { return f.Times(f) }) // 4000 digits
	wide := func(f burden.Formula, n int) burden.Formula {
		list := make([]burden.Operand, n)
		for i := range list {
			list[i] = f
		}
		return burden.Sum(list...)
	}
	run("plain nodes", 1, 9999, burden.ErrTooLarge, x.Is(wide(one, 60000)))
	run("plain nodes through lags", 1, 9999, burden.ErrTooLarge, x.Is(chain(one, 510, func(f burden.Formula) burden.Formula { return f.Lag(0) }).SumLags(99, 0)))
	run("sums over all years", 1, 9999, burden.ErrTooLarge, x.Is(one), y.Is(x.SumBetween(1, 9999)))
	run("products of long numbers", 1, 9999, burden.ErrTooLarge, x.Is(longest), y.Is(wide(x.Times(burden.Amount(nines(90), burden.Ratio)), 15000)))
	run("quotients of long numbers", 1, 9999, burden.ErrTooLarge, x.Is(longest), y.Is(wide(x.Over(x.Plus(one)).RoundedTo("1e-300", burden.HalfUp), 10000)))
	run("exact quotients of long numbers", 1, 9999, burden.ErrTooLarge, x.Is(longest), y.Is(wide(x.Over(x).Exactly(), 10000)))
	run("roots", 1, 9999, burden.ErrTooLarge, x.Is(longest), y.Is(wide(x.Over(one).ToThe(1, 19).RoundedTo("1e-300", burden.HalfUp), 10000)))
	run("powers", 1, 9999, burden.ErrTooLarge, x.Is(long), y.Is(wide(x.Over(one).ToThe(99, 100).RoundedTo("1e-300", burden.HalfUp), 10000)))
	run("roundings on record", 1, 9999, burden.ErrTooLarge, x.Is(wide(one.RoundedTo("1", burden.HalfUp), 20000)))
	run("limits on record", 1, 9999, burden.ErrTooLarge, x.Is(wide(one.AtMost(one, one, one, one), 8000)))
	run("long numbers kept", 1, 9999, burden.ErrTooLarge, x.Starts(1, longest).Then(x.Previous().Plus(one)), y.Is(x))
	run("uses of every year", 1, 1500, burden.ErrTooLarge, x.Is(one), y.Is(x.SumBetween(1, 9999)), burden.NewLine("z", burden.Ratio).Is(y.SumBetween(1, 1500)))
	run("inputs of every year", 1, 1, nil, x.Is(wide(burden.NewParam("p", burden.Ratio, burden.Constant(1)).SumBetween(1, 9999), 3)))
	run("choices in choices", 1, 9999, burden.ErrTooLarge, x.Is(one), y.Is(wide(chain(x.Formula, 250, func(f burden.Formula) burden.Formula { return burden.When(f.Below(one), one, one) }), 60)))

	var nothing, ends []burden.Definition
	for i := range 4000 {
		nothing = append(nothing, lineN(i).Starts(9999, one))
		ends = append(ends, lineN(i).Is(burden.NewParam("p", burden.Ratio, burden.Steps(map[int]int{1: 1}))))
	}
	run("lines that are not there yet", 1, 9999, burden.ErrTooLarge, nothing...)
	for i := range 4000 {
		ends = append(ends, lineN(i).Is(one))
	}
	ends = ends[4000:]
	var far []burden.Operand
	for i := range 4000 {
		far = append(far, lineN(i).At(1), lineN(i).At(9999))
	}
	run("years far from each other", 2000, 2000, burden.ErrTooLarge, append(ends, x.Is(burden.Sum(far...)))...)
}

// Splits whose shares are the work: 1,024 members, bounded, of long numbers.
func TestHostileSplits(t *testing.T) {
	one := burden.Amount(1, burden.Ratio)
	for name, c := range map[string]struct {
		weight, floor, ceiling func(i int) burden.Operand
		total, quantum         string
		years                  int
		want                   error
	}{
		"plain, one year":  {func(i int) burden.Operand { return burden.Amount(i+1, burden.Ratio) }, nil, nil, "1e9", "1", 1, nil},
		"plain, all years": {func(i int) burden.Operand { return burden.Amount(i+1, burden.Ratio) }, nil, nil, "1e9", "1", 9999, burden.ErrTooLarge},
		"bounded": {func(i int) burden.Operand { return burden.Amount(i+1, burden.Ratio) },
			func(i int) burden.Operand { return burden.Amount(i, burden.Ratio) },
			func(i int) burden.Operand { return burden.Amount(1000+i, burden.Ratio) }, "1e6", "1", 1, nil},
		"long": {func(i int) burden.Operand { return burden.Amount(nines(200)+strconv.Itoa(1+i), burden.Ratio) },
			func(i int) burden.Operand { return burden.Amount("0.1"+strconv.Itoa(1+i), burden.Ratio) },
			func(i int) burden.Operand { return burden.Amount(nines(100)+strconv.Itoa(1+i), burden.Ratio) }, "600", "1e-200", 1, nil},
		"a tiny quantum": {func(i int) burden.Operand { return burden.Amount(i+1, burden.Ratio) }, nil, nil, "1e300", "1e-300", 1, nil},
	} {
		hostile.Run(t, name, func(t *testing.T) {
			split := burden.Split{Total: burden.Amount(c.total, burden.Ratio), Quantum: c.quantum, KeepRest: true}
			var all []burden.Operand
			for i := range burden.MaxMembers {
				m := burden.Member{Key: "m" + strconv.Itoa(i), Weight: c.weight(i)}
				if c.floor != nil {
					m.Floor, m.Ceiling = c.floor(i), c.ceiling(i)
				}
				split.Members = append(split.Members, m)
			}
			s := burden.NewSplit("s", burden.Ratio, split)
			for i := range burden.MaxMembers {
				all = append(all, s.Part("m"+strconv.Itoa(i)))
			}
			m, err := build(s, burden.NewLine("x", burden.Ratio).Is(burden.Sum(append(all, one)...)))
			require.NoError(t, err)
			err = evaluate(t, m, 1, c.years)
			if c.want == nil {
				if err != nil { // too much to explain is an answer too
					require.ErrorIs(t, err, burden.ErrTooLarge)
				}
				return
			}
			require.ErrorIs(t, err, c.want)
		})
	}
}
