package burden_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
)

// Whatever a number can depend on changes the hash, and nothing else does.
func TestModelHash(t *testing.T) {
	x := burden.NewLine("x", burden.KRW)
	five := burden.Amount(5, burden.KRW)
	a := func(s burden.Series) burden.Param { return burden.NewParam("a", burden.KRW, s) }
	model := func(id string, list ...burden.Definition) *burden.Model {
		m, err := burden.NewModel(id, list...)
		require.NoError(t, err)
		return m
	}
	seven := burden.Constant(7)
	base := model("m", x.Is(a(seven).Plus(five)))
	for name, same := range map[string]*burden.Model{
		"another id":             model("n", x.Is(a(seven).Plus(five))),
		"a source and a status":  model("m", x.Is(a(seven.Sourced("s", burden.Confirmed)).For("p").Plus(five))),
		"spans of one value":     model("m", x.Is(a(seven.Set(2000, 2010, burden.Entry{Value: seven.Spans()[0].Value})).Plus(five))),
		"the formula once again": model("m", x.Is(a(seven).Plus(burden.Amount("5.0", burden.KRW)))),
	} {
		assert.Equal(t, base.Hash(), same.Hash(), name)
	}
	seen := map[string]string{base.Hash(): "nothing"}
	for name, other := range map[string]*burden.Model{
		"a value":            model("m", x.Is(a(burden.Constant(8)).Plus(five))),
		"a year":             model("m", x.Is(a(seven.Set(2000, 2000, burden.Entry{})).Plus(five))),
		"a formula":          model("m", x.Is(a(seven).Minus(five))),
		"a range":            model("m", x.Is(a(seven).Within("0", "9").Plus(five))),
		"a measure":          model("m", burden.NewLine("x", burden.KRW).As(burden.Stock).Is(a(seven).Plus(five))),
		"another line":       model("m", x.Is(a(seven).Plus(five)), burden.NewLine("y", burden.KRW).Is(five)),
		"a year basis":       model("m", x.On(burden.FiscalApril).Is(a(seven).Plus(five))),
		"another range":      model("m", x.Is(a(seven).Within("0", "8").Plus(five))),
		"another year basis": model("m", x.On(burden.FiscalOctober).Is(a(seven).Plus(five))),
		"another name":       model("m", burden.NewLine("y", burden.KRW).Is(a(seven).Plus(five))),
	} {
		assert.Empty(t, seen[other.Hash()], name)
		seen[other.Hash()] = name
	}
	assert.Empty(t, (*burden.Model)(nil).Hash())
}
