package burden_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/effort"
)

func TestDefinitionsAreTakenApart(t *testing.T) {
	x, y, z := burden.NewLine("x", burden.KRW), burden.NewLine("y", burden.KRW), burden.NewLine("z", burden.KRW)
	one := func(l burden.Line) burden.Definition { return l.Is(burden.Amount(1, burden.KRW)) }
	pv := burden.PresentValue(worth, x, burden.Discounting{Base: 2020, Rate: fourPercent, Rounding: cents})
	m := modelOf(t, burden.Definitions{one(x), burden.Definitions{burden.Definitions{one(y)}, empty()}, burden.Definitions{}, empty()}, pv, one(z))
	var names []string
	for _, l := range m.Lines() {
		names = append(names, l.Name())
	}
	assert.Equal(t, []string{"x", "y", "worth.factor", "worth.worth", "worth", "z"}, names, "in their order")
	assert.Len(t, m.Definitions(), 6)
	for _, d := range m.Definitions() {
		_, group := d.(burden.Definitions)
		assert.False(t, group)
	}

	// In place of others, and new; one that a group replaces is replaced where it stood.
	later := burden.PresentValue(worth, x, burden.Discounting{Base: 2021, Rate: fourPercent, Timing: burden.EndOfYear, Rounding: cents})
	changed, err := m.With(burden.Definitions{later, one(burden.NewLine("w", burden.KRW))})
	require.NoError(t, err)
	assert.Len(t, changed.Definitions(), 7)
	assert.Equal(t, "x", changed.Lines()[0].Name())
	p := projectionOf(t, changed, 2020, 2021, worth)
	wantYears(t, "- 0.96", p, worth) // 1 / 1.04
	with, err := m.With(burden.Definitions{fourPercent.Is(burden.Constant("100%"))})
	require.NoError(t, err)
	wantYears(t, "1 1.5", projectionOf(t, with, 2020, 2021, worth), worth) // 1, and a half of the next
	_, err = m.With(burden.Definitions{burden.NewParam("nobodys", burden.KRW, burden.Constant(1))})
	assert.ErrorIs(t, err, burden.ErrUnknownName)

	joined, err := burden.Join("j", m)
	require.NoError(t, err)
	wantYears(t, "1 1.96", projectionOf(t, joined, 2020, 2021, joinedLine(t, joined, "m.worth")), joinedLine(t, joined, "m.worth"))
	_, ok := joined.Line("m.worth.factor")
	assert.True(t, ok)

	_, err = burden.NewModel("m", burden.Definitions{one(x), one(x)})
	assert.ErrorIs(t, err, burden.ErrDuplicate)
	_, err = burden.NewModel("m", pv, one(x), burden.Annuity(worth, x, burden.Discounting{Base: 2020, Rate: fourPercent, Rounding: cents}))
	assert.ErrorIs(t, err, burden.ErrDuplicate, "two present values of one name")
}

// empty is a group of nothing.
func empty() burden.Definition { return burden.Definitions(nil) }

// Groups of nothing, of groups too deep, of themselves, once or a thousand times: one
// fault, at once.
func TestFaultyGroupsOfDefinitions(t *testing.T) {
	x := burden.NewLine("x", burden.KRW).Is(burden.Amount(1, burden.KRW))
	deep := func(n int) burden.Definition {
		var d burden.Definition = x
		for range n {
			d = burden.Definitions{d}
		}
		return d
	}
	self := func(n int) burden.Definition {
		d := make(burden.Definitions, n)
		for i := range d {
			d[i] = d
		}
		return d
	}
	wide := burden.Definitions{x}
	for range 7 {
		next := make(burden.Definitions, 100)
		for i := range next {
			next[i] = wide
		}
		wide = next
	}
	many := make(burden.Definitions, 1<<16+1)
	for i := range many {
		many[i] = burden.NewParam(fmt.Sprint("p", i), burden.KRW, burden.Constant(1))
	}
	group := burden.Definitions{x}
	for name, c := range map[string]struct {
		d     burden.Definition
		cause error
	}{
		"nil in a group":         {burden.Definitions{nil}, burden.ErrIncomplete},
		"pointer to a group":     {&group, burden.ErrIncomplete},
		"nil pointer":            {(*burden.Definitions)(nil), burden.ErrIncomplete},
		"pointer in a group":     {burden.Definitions{&x}, burden.ErrIncomplete},
		"zero line in a group":   {burden.Definitions{burden.LineDefinition{}}, burden.ErrIncomplete},
		"too deep":               {deep(9), burden.ErrTooLarge},
		"much too deep":          {deep(100000), burden.ErrTooLarge},
		"holds itself":           {self(1), burden.ErrTooLarge},
		"holds itself often":     {self(1000), burden.ErrTooLarge},
		"holds others too often": {wide, burden.ErrTooLarge},
		"too many":               {many, burden.ErrTooLarge},
	} {
		y := burden.NewLine("y", burden.KRW).Is(burden.Amount(1, burden.KRW))
		var err error
		effort.AtMost(t, 1<<24, func() { _, err = burden.NewModel("m", y, c.d) }, name)
		assert.ErrorIs(t, err, c.cause, name)
		assert.Len(t, burden.Faults(err), 1, "%s: %v", name, err)
		m := modelOf(t, y)
		effort.AtMost(t, 1<<24, func() { _, err = m.With(c.d) }, name)
		assert.ErrorIs(t, err, c.cause, name)
	}
	_, err := burden.NewModel("m", deep(8))
	assert.NoError(t, err)
	_, err = burden.NewModel("m", many[1:])
	assert.NoError(t, err)
	// A group at fault silences no other definition.
	_, err = burden.NewModel("m", self(2), burden.NewLine("two words", burden.KRW).Is(burden.Amount(1, burden.KRW)), burden.Definitions{x}, self(3))
	assert.Len(t, burden.Faults(err), 3, "%v", err)
}
