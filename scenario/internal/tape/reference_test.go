package tape

import (
	"math/big"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
)

// reference is the workload W: ten years, eight lines, every parameter varied.
//
//	per_head_cost[t] = per_head_cost[t-1] * (1 + cpi[t])     rounded to 0.01 in W-R
//	total_cost       = troops[t] * per_head_cost
//	labour           = employees * wage[t] * labour_share
//	growth           = min(max(cpi[t-2], 0), cap)
//	contribution[t]  = round(contribution[t-1] * (1 + growth), 0.1e9)
//	contribution_usd = round(contribution / fx, 0.01)
//	gap              = total_cost - contribution
//	share            = round(contribution / total_cost, 1e-6)
type reference struct {
	years   int
	rounded bool
	model   *burden.Model
	lines   []burden.Line
	inputs  []Input
	columns [][]int64
	ranges  []Range
	outputs []Output
}

const firstYear = 2001

func newReference(t testing.TB, years, n int, rounded bool, seed uint64) *reference {
	t.Helper()
	w := &reference{years: years, rounded: rounded}
	p := func(name string, u burden.Unit) burden.Param { return burden.NewParam(name, u, burden.Constant(1)) }
	won := burden.KRW
	cpi, troops, employees := p("cpi", burden.Ratio), p("troops", burden.Ratio), p("employees", burden.Ratio)
	wage, part, top, fx := p("wage", won), p("labour_share", burden.Ratio), p("cap", burden.Ratio), p("fx", burden.Ratio)
	base, first := p("per_head_base", won), p("contribution_base", won)
	perHead, total, labour := burden.NewLine("per_head_cost", won), burden.NewLine("total_cost", won), burden.NewLine("labour", won)
	growth, contribution := burden.NewLine("growth", burden.Ratio), burden.NewLine("contribution", won)
	usd, gap, share := burden.NewLine("contribution_usd", won), burden.NewLine("gap", won), burden.NewLine("share", burden.Ratio)
	grown := perHead.Previous().GrownBy(cpi)
	if rounded {
		grown = grown.RoundedTo("0.01", burden.HalfUp)
	}
	var err error
	w.model, err = burden.NewModel("w",
		perHead.Starts(firstYear-1, base).Then(grown),
		total.Is(troops.Times(perHead)),
		labour.Is(employees.Times(wage, part)),
		growth.Is(cpi.Lag(2).AtLeast(burden.Amount(0, burden.Ratio)).AtMost(top)),
		contribution.Starts(firstYear-1, first).Then(contribution.Previous().GrownBy(growth).RoundedTo("0.1e9", burden.HalfUp)),
		usd.Is(contribution.Over(fx).RoundedTo("0.01", burden.HalfUp)),
		gap.Is(total.Minus(contribution)),
		share.Is(contribution.Over(total).RoundedTo("0.000001", burden.HalfUp)))
	require.NoError(t, err)
	w.lines = w.model.Lines()

	r := rand.New(rand.NewPCG(seed, 1))
	add := func(name string, year int, low, high int64, scale int) {
		span := [2]int{1, 9999}
		if year > 0 {
			span = [2]int{year, year}
		}
		column := make([]int64, n)
		for i := range column {
			column[i] = low + r.Int64N(high-low+1)
		}
		w.inputs = append(w.inputs, Input{Param: name, Spans: [][2]int{span}})
		w.columns = append(w.columns, column)
		w.ranges = append(w.ranges, Range{low, high, scale})
	}
	add("employees", 0, 8000, 9200, 0)
	add("labour_share", 0, 500, 900, 3)
	add("cap", 0, 20, 60, 3)
	add("fx", 0, 105000, 135000, 2)
	add("per_head_base", 0, 44000000, 46600000, 0)
	add("contribution_base", 0, 13900, 14150, -8)
	for y := firstYear - 2; y < firstYear+years; y++ {
		add("cpi", y, -5, 45, 3)
		if y >= firstYear {
			k := int64(y - firstYear)
			add("troops", y, 27000, 29500, 0)
			add("wage", y, 53200000+1430000*k-500000, 53200000+1430000*k+500000, 0)
		}
	}
	for _, l := range w.lines {
		for y := firstYear; y < firstYear+years; y++ {
			w.outputs = append(w.outputs, Output{Terms: []Term{{Line: l.Name(), Year: y}}})
		}
	}
	for _, name := range []string{"total_cost", "labour", "contribution", "contribution_usd", "gap"} {
		var o Output
		for y := firstYear; y < firstYear+years; y++ {
			o.Terms = append(o.Terms, Term{Line: name, Year: y})
		}
		w.outputs = append(w.outputs, o)
	}
	return w
}

func (w *reference) compile(t testing.TB, outputs []Output) *Program {
	t.Helper()
	p, ok := Compile(w.model, firstYear, allYears(w.lines, firstYear, firstYear+w.years-1), w.inputs, outputs)
	require.True(t, ok)
	return p
}

// allYears asks for lines in every year from a first to a last.
func allYears(lines []burden.Line, first, last int) []burden.LineYears {
	list := make([]burden.LineYears, len(lines))
	for i, l := range lines {
		list[i] = burden.LineYears{Line: l, From: first, To: last}
	}
	return list
}

func (w *reference) axes() Axes {
	return Axes{Counts: []int{len(w.columns[0])}, Of: make([]int, len(w.columns)), Scenarios: len(w.columns[0])}
}

// value is the i-th scenario's input.
func (w *reference) value(name string, year, i int) *big.Rat {
	for k, in := range w.inputs {
		if in.Param == name && in.Spans[0][0] <= year && year <= in.Spans[0][1] {
			return ratOf(w.columns[k][i], w.ranges[k].Scale)
		}
	}
	panic("no input " + name + " " + strconv.Itoa(year))
}

func ratOf(count int64, scale int) *big.Rat {
	r := new(big.Rat).SetInt64(count)
	f := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(scale, -scale))), nil))
	if scale < 0 {
		return r.Mul(r, f)
	}
	return r.Quo(r, f)
}

// halfUp rounds a rational to a multiple of a quantum, ties away from zero.
func halfUp(x *big.Rat, quantum *big.Rat) *big.Rat {
	k := new(big.Rat).Quo(x, quantum)
	k.Abs(k).Add(k, big.NewRat(1, 2))
	n := new(big.Int).Quo(k.Num(), k.Denom())
	if x.Sign() < 0 {
		n.Neg(n)
	}
	return new(big.Rat).Mul(new(big.Rat).SetInt(n), quantum)
}

// byHand works the workload out with big.Rat, in order of the outputs.
func (w *reference) byHand(i int) []*big.Rat {
	one := big.NewRat(1, 1)
	mul := func(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }
	lines := make([][]*big.Rat, 8)
	perHead, contribution := w.value("per_head_base", 0+1, i), w.value("contribution_base", 1, i)
	for y := firstYear; y < firstYear+w.years; y++ {
		perHead = mul(perHead, new(big.Rat).Add(one, w.value("cpi", y, i)))
		if w.rounded {
			perHead = halfUp(perHead, big.NewRat(1, 100))
		}
		total := mul(w.value("troops", y, i), perHead)
		labour := mul(mul(w.value("employees", y, i), w.value("wage", y, i)), w.value("labour_share", y, i))
		growth := w.value("cpi", y-2, i)
		if growth.Sign() < 0 {
			growth = new(big.Rat)
		}
		if top := w.value("cap", y, i); growth.Cmp(top) > 0 {
			growth = top
		}
		contribution = halfUp(mul(contribution, new(big.Rat).Add(one, growth)), big.NewRat(100000000, 1))
		usd := halfUp(new(big.Rat).Quo(contribution, w.value("fx", y, i)), big.NewRat(1, 100))
		gap := new(big.Rat).Sub(total, contribution)
		share := halfUp(new(big.Rat).Quo(contribution, total), big.NewRat(1, 1000000))
		for k, v := range []*big.Rat{perHead, total, labour, growth, contribution, usd, gap, share} {
			lines[k] = append(lines[k], v)
		}
	}
	var list []*big.Rat
	for _, l := range lines {
		list = append(list, l...)
	}
	for _, k := range []int{1, 2, 4, 5, 6} {
		total := new(big.Rat)
		for _, v := range lines[k] {
			total.Add(total, v)
		}
		list = append(list, total)
	}
	return list
}

// TestReference compares every value of the workload with big.Rat.
func TestReference(t *testing.T) {
	compared := 0
	for _, c := range []struct {
		name    string
		years   int
		rounded bool
		long    int // scenarios of the long form
	}{{"W", 10, false, 25_000}, {"W-R", 10, true, 20_000}, {"W 30 years", 30, false, 4_000}, {"W-R 30 years", 30, true, 4_000}} {
		t.Run(c.name, func(t *testing.T) {
			n := 300
			if long() {
				n = c.long
			}
			w := newReference(t, c.years, n, c.rounded, 7)
			p, ok := NewPlan(w.compile(t, w.outputs), w.axes(), w.ranges)
			require.True(t, ok)
			require.False(t, p.MayFail())
			m := NewRun(p, w.columns).Machine(BlockLen)
			for from := 0; from < n; from += BlockLen {
				size := min(BlockLen, n-from)
				m.Block(from, size)
				for i := range size {
					for k, want := range w.byHand(from + i) {
						compared++
						if want.Cmp(m.Value(k, i).Rat()) != 0 {
							t.Fatalf("scenario %d, output %d: %s, want %s", from+i, k, m.Value(k, i), want.FloatString(40))
						}
					}
				}
			}
		})
	}
	t.Logf("%d values compared, none differs", compared)
}

func BenchmarkRun(b *testing.B) {
	for _, c := range []struct {
		name    string
		years   int
		rounded bool
		totals  bool
	}{{"W", 10, false, false}, {"W/totals", 10, false, true}, {"W-R", 10, true, false}, {"W-R/totals", 10, true, true}, {"W/30years", 30, false, false}} {
		b.Run(c.name, func(b *testing.B) {
			n := 1 << 14
			w := newReference(b, c.years, n, c.rounded, 7)
			outputs := w.outputs
			if c.totals {
				outputs = outputs[len(outputs)-5:]
			}
			p, ok := NewPlan(w.compile(b, outputs), w.axes(), w.ranges)
			require.True(b, ok)
			m := NewRun(p, w.columns).Machine(BlockLen)
			for b.Loop() {
				for from := 0; from < n; from += BlockLen {
					m.Block(from, BlockLen)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/scenario")
			b.ReportMetric(float64(len(p.stages[0].steps)), "steps")
		})
	}
}
