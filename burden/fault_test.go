package burden_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/burdenshare/burden"
)

// TestWithFault: a fault of the caller's own arrives when a model is built, in the
// caller's words, from a series or an indicator and from everything made of them.
func TestWithFault(t *testing.T) {
	build := func(s burden.Series) error {
		line := burden.NewLine("line", burden.Ratio)
		_, err := burden.NewModel("m", line.Is(burden.NewParam("cpi", burden.Ratio, s)))
		return err
	}
	fault := &burden.Error{Input: "value", Value: `"3.5x"`, Err: burden.ErrNumber, Detail: `cpi.csv, line 4: "3.5x" is not a decimal number; write it like 3.5`}
	print := burden.Print{Year: 2003, Printed: "2003-12-31"}
	for name, s := range map[string]burden.Series{
		"series":    burden.Constant(1).WithFault(fault),
		"changed":   burden.Constant(1).WithFault(fault).Sourced("a paper", burden.Confirmed).On(burden.Calendar).AtStage(burden.Agreed),
		"set":       burden.Constant(1).WithFault(fault).Set(2003, 2003, burden.Entry{}),
		"spliced":   burden.Constant(1).WithFault(fault).Splice(burden.Constant(2)),
		"forecast":  burden.ByYear(map[int]int{2003: 1}).Splice(burden.Constant(2).WithFault(fault)),
		"indicator": burden.NewIndicator(print).WithFault(fault).FirstPrinted(),
		"as of":     burden.NewIndicator(print).WithFault(fault).AsOf("2020-01-01"),
		"picked":    burden.NewIndicator(print).WithFault(fault).Picked(nil),
	} {
		err := build(s)
		assert.ErrorIs(t, err, burden.ErrNumber, name)
		assert.ErrorContains(t, err, `burden: m: cpi.csv, line 4: "3.5x" is not a decimal number; write it like 3.5`, name)
	}
	assert.Empty(t, burden.Constant(1).WithFault(fault).Spans(), "no figure beside a fault")
	assert.Empty(t, burden.NewIndicator(print).WithFault(fault).Prints())
	for _, s := range []burden.Series{burden.Constant(1).WithFault(), burden.Constant(1).WithFault(nil), burden.NewIndicator(print).WithFault(nil).FirstPrinted()} {
		assert.NoError(t, build(s))
		assert.NotEmpty(t, s.Spans())
	}
}

// TestBothDaysOfAPrintAreChecked: a bad SeenBy is a fault beside a good Printed.
func TestBothDaysOfAPrintAreChecked(t *testing.T) {
	for _, p := range []burden.Print{
		{Year: 2003, Printed: "2003-12-31", SeenBy: "soon"}, {Year: 2003, Printed: "2003-13-31", SeenBy: "2004-01-01"},
		{Year: 2003, SeenBy: "2004"}, {Year: 2003, Printed: "yesterday"}, {Year: 2003},
	} {
		line := burden.NewLine("line", burden.Ratio)
		_, err := burden.NewModel("m", line.Is(burden.NewParam("cpi", burden.Ratio, burden.NewIndicator(p).FirstPrinted())))
		assert.ErrorIs(t, err, burden.ErrDate, "%+v", p)
		assert.Len(t, burden.Faults(err), 1, "%+v", p)
	}
}
