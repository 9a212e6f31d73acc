package burden_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/dectest"
)

// A reference workload of eight lines over ten years, of each year t
//
//	per_head_cost[t] = per_head_cost[t-1] × (1 + cpi[t])
//	total_cost[t] = troops[t] × per_head_cost[t]
//	labour[t] = employees × wage[t] × labour_share
//	growth[t] = min(max(cpi[t-2], 0), cap)
//	contribution[t] = round(contribution[t-1] × (1 + growth[t]), 0.1e9)
//	contribution_usd[t] = round(contribution[t] / fx, 0.01)
//	gap[t] = total_cost[t] - contribution[t]
//	share[t] = round(contribution[t] / total_cost[t], 1e-6)
//
// rounded half up; year 0 has the bases. Results are the lines by year and the totals of
// the flows.
const (
	workFirst = 2021
	workYears = 10
	workLines = 8
)

// workInput is what a scenario of the workload is computed from; cpi begins two years early.
type workInput struct {
	troops, wage [workYears]decimal.Decimal
	cpi          [workYears + 2]decimal.Decimal
	employees    decimal.Decimal
	labourShare  decimal.Decimal
	ceiling      decimal.Decimal
	fx           decimal.Decimal
	perHead      decimal.Decimal
	contribution decimal.Decimal
}

// workResult is what comes out: the lines in the order above, then totals of the flows.
type workResult struct {
	lines  [workLines][workYears]decimal.Decimal
	totals [len(workFlows)]decimal.Decimal
}

var workFlows = [...]int{1, 2, 4, 5, 6}

// drawWork is a scenario around 8600 employees, 45.3 m won a head and 1402.8 bn won.
func drawWork(r *rand.Rand) workInput {
	between := func(low, high int64, exponent int32) decimal.Decimal {
		return decimal.New(low+r.Int64N(high-low+1), exponent)
	}
	in := workInput{
		employees: between(8000, 9200, 0), labourShare: between(710, 870, -3),
		ceiling: between(20, 50, -3), fx: between(105_000, 145_000, -2),
		perHead: between(40_770_000, 49_830_000, 0), contribution: between(13_000, 15_000, 8),
	}
	for t := range workYears {
		in.troops[t] = between(25_000, 32_000, 0)
		wage := 53_200_000 + 1_430_000*int64(t)
		in.wage[t] = between(wage-1_000_000, wage+1_000_000, 0)
	}
	for t := range in.cpi {
		in.cpi[t] = between(-5, 60, -3)
	}
	return in
}

// handwritten evaluates the workload as a careful user writes it with the decimal library.
func (in *workInput) handwritten(out *workResult) {
	one, zero := decimal.NewFromInt(1), decimal.NewFromInt(0)
	perHead, paid := in.perHead, in.contribution
	var sums [len(workFlows)]decimal.Decimal
	for t := range workYears {
		perHead = perHead.Mul(one.Add(in.cpi[t+2]))
		cost := in.troops[t].Mul(perHead)
		labour := in.employees.Mul(in.wage[t]).Mul(in.labourShare)
		rate := decimal.Min(decimal.Max(in.cpi[t], zero), in.ceiling)
		paid = paid.Mul(one.Add(rate)).Round(-8)
		usd := paid.DivRound(in.fx, 2)
		gap := cost.Sub(paid)
		for i, v := range [...]decimal.Decimal{perHead, cost, labour, rate, paid, usd, gap, paid.DivRound(cost, 6)} {
			out.lines[i][t] = v
		}
		for i, l := range workFlows {
			sums[i] = sums[i].Add(out.lines[l][t])
		}
	}
	out.totals = sums
}

// model is the same in the words of this library, with its lines in their order.
func (in *workInput) model(t testing.TB) (*burden.Model, []burden.Line) {
	t.Helper()
	byYear := func(first int, values []decimal.Decimal) burden.Series {
		m := map[int]decimal.Decimal{}
		for i, v := range values {
			m[first+i] = v
		}
		return burden.ByYear(m)
	}
	perPerson := burden.KRW.Per(burden.Persons)
	troops := burden.NewParam("troops", burden.Persons, byYear(workFirst, in.troops[:]))
	wage := burden.NewParam("wage", perPerson, byYear(workFirst, in.wage[:]))
	cpi := burden.NewParam("cpi", burden.Ratio, byYear(workFirst-2, in.cpi[:]))
	employees := burden.NewParam("employees", burden.Persons, burden.Constant(in.employees))
	labourShare := burden.NewParam("labour_share", burden.Ratio, burden.Constant(in.labourShare))
	ceiling := burden.NewParam("ceiling", burden.Ratio, burden.Constant(in.ceiling))
	fx := burden.NewParam("fx", burden.KRW.Per(burden.USD), burden.Constant(in.fx))
	perHeadBase := burden.NewParam("per_head_base", perPerson, burden.Constant(in.perHead))
	base := burden.NewParam("contribution_base", burden.KRW, burden.Constant(in.contribution))

	perHead := burden.NewLine("per_head_cost", perPerson)
	cost := burden.NewLine("total_cost", burden.KRW)
	labour := burden.NewLine("labour", burden.KRW)
	growth := burden.NewLine("growth", burden.Ratio)
	paid := burden.NewLine("contribution", burden.KRW)
	usd := burden.NewLine("contribution_usd", burden.USD)
	gap := burden.NewLine("gap", burden.KRW)
	share := burden.NewLine("share", burden.Ratio)
	m, err := burden.NewModel("w",
		perHead.Starts(workFirst-1, perHeadBase).Then(perHead.Previous().GrownBy(cpi)),
		cost.Is(troops.Times(perHead)),
		labour.Is(employees.Times(wage, labourShare)),
		growth.Is(cpi.Lag(2).AtLeast(burden.Amount(0, burden.Ratio)).AtMost(ceiling)),
		paid.Starts(workFirst-1, base).Then(paid.Previous().GrownBy(growth).RoundedTo("0.1e9", burden.HalfUp)),
		usd.Is(paid.Over(fx).RoundedTo("0.01", burden.HalfUp)),
		gap.Is(cost.Minus(paid)),
		share.Is(paid.Over(cost).RoundedTo("1e-6", burden.HalfUp)),
	)
	require.NoError(t, err)
	return m, []burden.Line{perHead, cost, labour, growth, paid, usd, gap, share}
}

// project evaluates the workload with this library.
func (out *workResult) project(m *burden.Model, lines []burden.Line) error {
	const last = workFirst + workYears - 1
	p, err := m.Project(workFirst, last, lines...)
	if err != nil {
		return err
	}
	for i, l := range lines {
		for t := range workYears {
			if out.lines[i][t], err = p.Value(l, workFirst+t); err != nil {
				return err
			}
		}
	}
	for i, l := range workFlows {
		if out.totals[i], err = p.Total(lines[l], workFirst, last); err != nil {
			return err
		}
	}
	return nil
}

// Two ways that share no code agree in every digit.
func TestWorkloadByHand(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 100 {
		in := drawWork(r)
		var want, got workResult
		in.handwritten(&want)
		m, lines := in.model(t)
		require.NoError(t, got.project(m, lines))
		for i := range want.lines {
			for y := range workYears {
				dectest.Equal(t, want.lines[i][y].String(), got.lines[i][y], lines[i].Name(), workFirst+y)
			}
		}
		for i := range want.totals {
			dectest.Equal(t, want.totals[i].String(), got.totals[i], "total of", lines[workFlows[i]].Name())
		}
	}
}

// BenchmarkProject evaluates the workload with this library and by hand. In turns it does
// both one after the other, and reports how many times as fast as the handwritten loop the
// library is: the median of all turns, so that what else the machine does hits both alike.
func BenchmarkProject(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	inputs := make([]workInput, 20)
	models := make([]*burden.Model, len(inputs))
	var lines []burden.Line
	for k := range inputs {
		inputs[k] = drawWork(r)
		models[k], lines = inputs[k].model(b)
	}
	var out workResult
	plain := func(b *testing.B) {
		for _, m := range models {
			if err := out.project(m, lines); err != nil {
				b.Fatal(err)
			}
		}
	}
	hand := func(*testing.B) {
		for k := range inputs {
			inputs[k].handwritten(&out)
		}
	}
	for name, f := range map[string]func(*testing.B){"plain": plain, "handwritten": hand} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				f(b)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(inputs)), "ns/scenario")
		})
	}
	b.Run("turns", func(b *testing.B) {
		var ratios []float64
		for b.Loop() {
			began := time.Now()
			plain(b)
			half := time.Now()
			hand(b)
			ratios = append(ratios, float64(time.Since(half))/float64(half.Sub(began)))
		}
		slices.Sort(ratios)
		b.ReportMetric(ratios[len(ratios)/2], "×handwritten")
	})
}
