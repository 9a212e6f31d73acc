package tape

import (
	"math/big"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario/internal/anymodel"
)

// long reports whether tests compare millions of values: TAPE_LONG=1.
func long() bool { return os.Getenv("TAPE_LONG") != "" }

// tally is what came of comparisons.
type tally struct {
	models, declined, compared, failed, handed int
}

// TestAnyModel compares random models, all lines in all years, with fractions.
func TestAnyModel(t *testing.T) {
	goal := 100_000
	if long() {
		goal = 3_000_000
	}
	var sum tally
	for seed := uint64(1); sum.compared < goal; seed++ {
		compareAny(t, seed, &sum)
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
	t.Logf("%+v", sum)
	assert.Greater(t, sum.failed, goal/1000, "scenarios that fail are among them")
	assert.Less(t, sum.handed, sum.compared, "few are handed over without a reason")
}

func compareAny(t *testing.T, seed uint64, sum *tally) {
	r := rand.New(rand.NewPCG(seed, 3))
	m, err := anymodel.New(r)
	if err != nil {
		return
	}
	const n = 40
	var inputs []Input
	var ranges []Range
	var columns [][]int64
	layout := Axes{Counts: []int{n}, Scenarios: n}
	grid := r.IntN(3) == 0 // small axes, every combination
	if grid {
		layout = Axes{Scenarios: 1 << 20}
	}
	for _, p := range m.Varied {
		if r.IntN(5) == 0 {
			continue
		}
		in := Input{Param: p.Name(), Spans: [][2]int{{1, 9999}}}
		if r.IntN(4) == 0 {
			y := anymodel.First + r.IntN(4)
			in.Spans = [][2]int{{y, y + r.IntN(2)}, {y - 3, y - 2}}
		}
		size := n
		if grid {
			size = 1 + r.IntN(3)
			layout.Counts = append(layout.Counts, size)
		}
		layout.Of = append(layout.Of, len(layout.Counts)-1)
		column := make([]int64, size)
		for i := range column {
			column[i] = p.Low + r.Int64N(p.High-p.Low+1)
		}
		low, high := column[0], column[0]
		for _, k := range column {
			low, high = min(low, k), max(high, k)
		}
		inputs, columns, ranges = append(inputs, in), append(columns, column), append(ranges, Range{low, high, p.Scale})
	}
	if len(inputs) == 0 {
		return
	}
	sum.models++
	// Everything that could be asked for, line by line: one that always fails would make
	// the whole decline.
	scenarios := 1
	for _, c := range layout.Counts {
		scenarios *= c
	}
	if !grid {
		scenarios = n
	}
	for _, l := range m.Lines() {
		var outputs []Output
		var total Output
		for y := anymodel.First; y <= anymodel.Last; y++ {
			if Applicable(m.Model, l.Name(), y) {
				outputs = append(outputs, Output{Terms: []Term{{Line: l.Name(), Year: y}}})
				total.Terms = append(total.Terms, Term{Line: l.Name(), Year: y, Minus: r.IntN(2) == 0})
			}
		}
		if len(outputs) == 0 {
			continue
		}
		outputs = append(outputs, total, Output{Terms: []Term{
			{Line: l.Name(), Year: outputs[0].Terms[0].Year, Factor: l.Name()}}, Quotients: []Quotient{{Over: total, By: outputs[0], Rounding: burden.RoundTo("0.01", burden.HalfEven), Minus: true}}})
		program, ok := Compile(m.Model, anymodel.First, allYears([]burden.Line{l}, anymodel.First, anymodel.Last), inputs, outputs)
		if !ok {
			sum.declined++
			continue
		}
		plan, ok := NewPlan(program, layout, ranges)
		if !ok {
			sum.declined++
			continue
		}
		machine := NewRun(plan, columns).Machine(BlockLen)
		for from := 0; from < scenarios; from += BlockLen {
			size := min(BlockLen, scenarios-from)
			machine.Block(from, size)
			for i := range size {
				compareScenario(t, m.Model, l, layout, inputs, columns, ranges, machine, from, i, outputs, sum)
			}
		}
	}
}

func compareScenario(t *testing.T, m *burden.Model, l burden.Line, layout Axes, inputs []Input, columns [][]int64, ranges []Range, machine *Machine, from, i int, outputs []Output, sum *tally) {
	t.Helper()
	digit := func(k int) int {
		divisor := 1
		for _, c := range layout.Counts[layout.Of[k]+1:] {
			divisor *= c
		}
		return (from + i) / divisor % layout.Counts[layout.Of[k]]
	}
	f := &fractions{model: m, known: map[cellName]result{}, input: func(param string, year int) (*big.Rat, bool) {
		for k, in := range inputs {
			for _, s := range in.Spans {
				if in.Param == param && s[0] <= year && year <= s[1] {
					return ratOf(columns[k][digit(k)], ranges[k].Scale), true
				}
			}
		}
		return nil, false
	}}
	want := make([]*big.Rat, len(outputs))
	ok := true
	for k, o := range outputs {
		want[k] = f.output(o)
		ok = ok && want[k] != nil
	}
	switch {
	case machine.Failed(i) && ok:
		sum.handed++
	case machine.Failed(i):
		sum.failed++
	case f.alone:
	case !ok:
		t.Errorf("%s, scenario %d: a value where there is none", l.Name(), from+i)
	default:
		for k := range outputs {
			sum.compared++
			if got := machine.Value(k, i); got.Rat().Cmp(want[k]) != 0 {
				t.Errorf("%s, scenario %d, output %d: %s, want %s", l.Name(), from+i, k, got, want[k].FloatString(30))
				return
			}
		}
	}
}

func (f *fractions) output(o Output) *big.Rat {
	total := new(big.Rat)
	add := func(x *big.Rat, minus bool) bool {
		switch {
		case x == nil:
			return false
		case minus:
			total.Sub(total, x)
		default:
			total.Add(total, x)
		}
		return true
	}
	for _, s := range o.Terms {
		x := f.line(s.Line, s.Year).value
		if s.Factor != "" && x != nil {
			if y := f.line(s.Factor, s.Year).value; y != nil {
				x = new(big.Rat).Mul(x, y)
			}
		}
		if !add(x, s.Minus) {
			return nil
		}
	}
	for _, q := range o.Quotients {
		x, y := f.output(q.Over), f.output(q.By)
		if x == nil || y == nil || y.Sign() == 0 || !add(rounded(new(big.Rat).Quo(x, y), q.Rounding), q.Minus) {
			return nil
		}
	}
	return total
}

// TestWords: the ends of what a word holds.
func TestWords(t *testing.T) {
	for _, c := range []struct {
		low, high string
		want      int
	}{
		{"0", "9223372036854775807", 1}, {"0", "9223372036854775808", 2}, // 2^63
		{"-9223372036854775808", "0", 1}, {"-9223372036854775809", "0", 2},
	} {
		low, _ := new(big.Int).SetString(c.low, 10)
		high, _ := new(big.Int).SetString(c.high, 10)
		require.Equal(t, c.want, words(low, high), c.low)
	}
}
