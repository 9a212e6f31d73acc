package un_test

import (
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/un"
	"example.com/burdenshare/internal/dectest"
)

const year = 2024

// param returns a parameter that is the same in every year.
func param[N burden.Number](name string, unit burden.Unit, value N) burden.Param {
	return burden.NewParam(name, unit, burden.Constant(value))
}

// project builds a model of definitions and evaluates the year, every line of it.
func project(t *testing.T, definitions []burden.Definition) *burden.Projection {
	t.Helper()
	m, err := burden.NewModel("un", definitions...)
	require.NoError(t, err)
	p, err := m.Project(year, year, m.Lines()...)
	require.NoError(t, err)
	return p
}

func value(t *testing.T, p *burden.Projection, l burden.Line) decimal.Decimal {
	t.Helper()
	v, err := p.Value(l, year)
	require.NoError(t, err)
	return v
}

// TestElements compares the elements with resolution 70/245.
func TestElements(t *testing.T) {
	for _, e := range []struct {
		param burden.Param
		want  string
	}{{un.Minimum(), "0.00001"}, {un.LeastDeveloped(), "0.0001"}, {un.Maximum(), "0.22"}, {un.Gradient(), "0.8"}} {
		got, ok := e.param.Series().At(year)
		require.True(t, ok, e.param.Name())
		dectest.Equal(t, e.want, got.Value, e.param.Name())
		assert.Equal(t, burden.Confirmed, got.Status, e.param.Name())
		assert.NotEmpty(t, got.Source, e.param.Name())
	}
}

// TestPublishedPairs computes the peacekeeping rate of each member of level I of
// which both rates are published.
func TestPublishedPairs(t *testing.T) {
	want := map[string][2]string{ // regular and peacekeeping, percent, as published
		"Nicaragua": {"0.005%", "0.0010%"}, "Nigeria": {"0.250%", "0.0500%"}, "Pakistan": {"0.115%", "0.0230%"},
		"Peru": {"0.152%", "0.0304%"}, "Thailand": {"0.307%", "0.0614%"},
	}
	pairs := un.Pairs()
	require.Len(t, pairs, len(want))
	payers := []un.Payer{{Key: "permanent", Rate: burden.Amount("22%", burden.Ratio), Level: "A"}}
	for _, pair := range pairs {
		dectest.Equal(t, want[pair.Member][0], pair.Regular.Value, pair.Member)
		dectest.Equal(t, want[pair.Member][1], pair.Peacekeeping.Value, pair.Member)
		assert.Equal(t, burden.Confirmed, pair.Peacekeeping.Status)
		payers = append(payers, un.Payer{Key: pair.Member, Rate: burden.Amount(pair.Regular.Value, burden.Ratio), Level: pair.Level})
	}
	scale := un.PeacekeepingScale("pk", payers...)
	p := project(t, scale.Definitions)
	for _, pair := range pairs {
		dectest.Equal(t, want[pair.Member][1], value(t, p, scale.Rate(pair.Member)), pair.Member)
	}
	// By hand: 80 % of 0.829 % is 0.6632 %, which the permanent member pays on top.
	dectest.Equal(t, "22.6632%", value(t, p, scale.Rate("permanent")))
}

// TestOnlyLevelIIsConfirmed: a recalled discount must not pass for a published one.
func TestOnlyLevelIIsConfirmed(t *testing.T) {
	want := map[string]string{"B": "0", "C": "7.5%", "D": "20%", "E": "40%", "F": "60%", "G": "70%", "H": "80%", "I": "80%", "J": "90%"}
	for level, discount := range want {
		e, ok := un.Discount(level).At(year)
		require.True(t, ok, level)
		dectest.Equal(t, discount, e.Value, level)
		if level == "I" {
			assert.Equal(t, burden.Confirmed, e.Status)
		} else {
			assert.Equal(t, burden.Recalled, e.Status, level)
		}
	}
	for _, none := range []string{"A", "K", "", "b"} {
		assert.Empty(t, un.Discount(none).Spans(), none)
	}

	scale := un.PeacekeepingScale("pk",
		un.Payer{Key: "permanent", Rate: burden.Amount("22%", burden.Ratio), Level: "A"},
		un.Payer{Key: "fifth", Rate: burden.Amount("1%", burden.Ratio), Level: "E"})
	p := project(t, scale.Definitions)
	standings, err := p.StandsOn(scale.Rate("permanent"), year)
	require.NoError(t, err)
	require.Len(t, standings, 1)
	assert.Equal(t, burden.Recalled, standings[0].Status)
	assert.Equal(t, []string{"discount_e"}, standings[0].Params)
}

// TestNamedException: level B with 7.5 % off, by name and for a time.
func TestNamedException(t *testing.T) {
	exception := burden.NewParam("exception", burden.Ratio, un.Exception())
	scale := un.PeacekeepingScale("pk",
		un.Payer{Key: "permanent", Rate: burden.Amount("22%", burden.Ratio), Level: "A"},
		un.Payer{Key: "named", Rate: burden.Amount("1%", burden.Ratio), Level: "B", Discount: exception},
		un.Payer{Key: "other", Rate: burden.Amount("1%", burden.Ratio), Level: "B"})
	p := project(t, scale.Definitions)
	dectest.Equal(t, "0.925%", value(t, p, scale.Rate("named")))
	dectest.Equal(t, "1%", value(t, p, scale.Rate("other")))
	_, err := p.Model().Project(2025, 2025)
	assert.ErrorIs(t, err, burden.ErrMissingYear) // nothing is known after 2024
}

// TestPermanentMembersPayTheShortfall checks the rates of all against a
// computation by hand, and that they sum to 100 %.
func TestPermanentMembersPayTheShortfall(t *testing.T) {
	scale := un.PeacekeepingScale("pk",
		un.Payer{Key: "a", Rate: burden.Amount("30%", burden.Ratio), Level: "A"},
		un.Payer{Key: "b", Rate: burden.Amount("10%", burden.Ratio), Level: "A"},
		un.Payer{Key: "c", Rate: burden.Amount("50%", burden.Ratio), Level: "B"},
		un.Payer{Key: "d", Rate: burden.Amount("9.999%", burden.Ratio), Level: "I"},
		un.Payer{Key: "e", Rate: burden.Amount("0.001%", burden.Ratio), Level: "J"})
	p := project(t, scale.Definitions)
	// d 1.9998, e 0.0001; shortfall 7.9992 + 0.0009 = 8.0001, three quarters of it
	// 6.000075 and one quarter 2.000025: the last 0.0001 goes to the larger remainder.
	for key, want := range map[string]string{"a": "36.0001%", "b": "12%", "c": "50%", "d": "1.9998%", "e": "0.0001%"} {
		dectest.Equal(t, want, value(t, p, scale.Rate(key)), key)
	}
	dectest.Equal(t, "8.0001%", value(t, p, scale.Shortfall))
}

func TestPeacekeepingNeedsAPayerOfTheShortfall(t *testing.T) {
	rate := burden.Amount("1%", burden.Ratio)
	_, err := burden.NewModel("un", un.PeacekeepingScale("pk", un.Payer{Key: "a", Rate: rate, Level: "B"}).Definitions...)
	assert.ErrorIs(t, err, burden.ErrUnknownName)
	assert.ErrorContains(t, err, "needs a payer of level A")
	_, err = burden.NewModel("un", un.PeacekeepingScale("pk", un.Payer{Key: "a", Rate: rate, Level: "A"}).Definitions...)
	assert.ErrorIs(t, err, burden.ErrUnknownName) // and one to be discounted
	assert.ErrorContains(t, err, "needs a payer of levels B to J")
	m, err := burden.NewModel("un", un.PeacekeepingScale("pk",
		un.Payer{Key: "a", Rate: rate, Level: "A"}, un.Payer{Key: "b", Rate: rate, Level: "Z"}).Definitions...)
	if err == nil {
		_, err = m.Project(year, year)
	}
	assert.ErrorIs(t, err, burden.ErrMissingYear)
}

// TestRandomPeacekeepingSumsToTheRegularScale, whatever levels members have.
func TestRandomPeacekeepingSumsToTheRegularScale(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 9))
	for range 20 {
		left := int64(100_000) // in 0.001 %
		var payers []un.Payer
		for i := range 30 {
			rate := 1 + r.Int64N(left/3)
			if i == 29 {
				rate = left
			}
			left -= rate
			level := string(rune('A' + r.IntN(10)))
			if i < 2 {
				level = string(rune('A' + i))
			}
			payers = append(payers, un.Payer{Key: key(i), Rate: burden.Amount(decimal.New(rate, -5), burden.Ratio), Level: level})
			if left < 100 {
				payers[i].Rate = burden.Amount(decimal.New(rate+left, -5), burden.Ratio)
				break
			}
		}
		scale := un.PeacekeepingScale("pk", payers...)
		p := project(t, scale.Definitions)
		total := decimal.Zero
		for _, payer := range payers {
			v := value(t, p, scale.Rate(payer.Key))
			assert.False(t, v.IsNegative(), payer.Key)
			total = total.Add(v)
		}
		dectest.Equal(t, "100%", total)
	}
}
