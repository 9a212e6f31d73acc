package tape

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
)

// TestCostIsLinear counts what is done, not the time it takes: nodes that are compiled, and
// kernels that run for each block of scenarios, a row each or a few. Twice the lines or
// the years are no more than twice as much: some of it is shared.
func TestCostIsLinear(t *testing.T) {
	cost := func(lines, years int) (nodes, steps int) {
		var definitions []burden.Definition
		var inputs []Input
		var ranges []Range
		var outputs []Output
		for k := range lines {
			rate := burden.NewParam("rate"+strconv.Itoa(k), burden.Ratio, burden.Constant(0))
			l := burden.NewLine("l"+strconv.Itoa(k), burden.Ratio).As(burden.Flow)
			definitions = append(definitions, l.Starts(2000, burden.Amount(1000+k, burden.Ratio)).
				Then(l.Previous().GrownBy(rate).RoundedTo("0.01", burden.HalfUp)))
			inputs = append(inputs, Input{Param: rate.Name(), Spans: [][2]int{{1, 9999}}})
			ranges = append(ranges, Range{Low: -50, High: 50, Scale: 3})
			outputs = append(outputs, Output{Terms: []Term{{Line: l.Name(), Year: 2000 + years}}})
		}
		m, err := burden.NewModel("m", definitions...)
		require.NoError(t, err)
		program, ok := Compile(m, 2001, allYears(m.Lines(), 2001, 2000+years), inputs, outputs)
		require.True(t, ok)
		plan, ok := NewPlan(program, Axes{Counts: []int{BlockLen}, Of: make([]int, lines), Scenarios: 1 << 20}, ranges)
		require.True(t, ok)
		return len(program.graph.nodes), len(plan.stages[len(plan.stages)-1].steps)
	}
	nodes, steps := cost(10, 10)
	for what, c := range map[string][2]int{"lines": {40, 10}, "years": {10, 40}} {
		n, s := cost(c[0], c[1])
		assert.LessOrEqual(t, n, 4*nodes, "nodes by %s", what)
		assert.LessOrEqual(t, s, 4*steps, "steps by %s", what)
		assert.Greater(t, s, 3*steps, "steps by %s", what)
	}
}
