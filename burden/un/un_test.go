package un_test

import (
	"math/big"
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

// TestElements compares the elements with resolution 79/249, paragraph 7.
func TestElements(t *testing.T) {
	for _, e := range []struct {
		param burden.Param
		want  string
	}{{un.Minimum(), "0.00001"}, {un.LeastDeveloped(), "0.0001"}, {un.Maximum(), "0.22"}, {un.Gradient(), "0.8"}} {
		got, ok := e.param.Series().At(year)
		require.True(t, ok, e.param.Name())
		dectest.Equal(t, e.want, got.Value, e.param.Name())
		assert.Equal(t, burden.Confirmed, got.Status, e.param.Name())
		assert.Equal(t, "United Nations General Assembly, A/RES/79/249, paragraph 7", got.Source, e.param.Name())
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
		for i, s := range []burden.Series{pair.Regular, pair.Peacekeeping} {
			e, ok := s.At(2021)
			require.True(t, ok, pair.Member)
			dectest.Equal(t, want[pair.Member][i], e.Value, pair.Member)
			assert.Equal(t, burden.Confirmed, e.Status)
		}
		payers = append(payers, un.Payer{Key: pair.Member, Rate: burden.NewParam(pair.Member, burden.Ratio, pair.Regular), Level: pair.Level})
	}
	scale := un.PeacekeepingScale("pk", payers...)
	m, err := burden.NewModel("un", scale.Definitions...)
	require.NoError(t, err)
	p, err := m.Project(2021, 2021)
	require.NoError(t, err)
	printed := func(key string) decimal.Decimal {
		v, err := p.Value(scale.Printed(key), 2021)
		require.NoError(t, err)
		return v
	}
	for _, pair := range pairs {
		dectest.Equal(t, want[pair.Member][1], printed(pair.Member), pair.Member)
		_, known := pair.Regular.At(2022)
		assert.False(t, known, "rates of the scale of 2019 to 2021")
	}
	// By hand: 80 % of 0.829 % is 0.6632 %, which the permanent member pays on top.
	dectest.Equal(t, "22.6632%", printed("permanent"))
}

// TestNoLevelIsConfirmed: a recalled discount must not pass for a published one. That
// of level I follows from the published pairs, so it is derived.
func TestNoLevelIsConfirmed(t *testing.T) {
	want := map[string]string{"B": "0", "C": "7.5%", "D": "20%", "E": "40%", "F": "60%", "G": "70%", "H": "80%", "I": "80%", "J": "90%"}
	for level, discount := range want {
		e, ok := un.Discount(level).At(year)
		require.True(t, ok, level)
		dectest.Equal(t, discount, e.Value, level)
		if level == "I" {
			assert.Equal(t, burden.Derived, e.Status)
			assert.NotEmpty(t, e.Source)
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
	standings, err := p.StandsOn(scale.Printed("permanent"), year)
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

// TestPermanentMembersPayTheShortfall checks rates and amounts against a computation by hand.
func TestPermanentMembersPayTheShortfall(t *testing.T) {
	scale := un.PeacekeepingScale("pk",
		un.Payer{Key: "a", Rate: burden.Amount("30%", burden.Ratio), Level: "A"},
		un.Payer{Key: "b", Rate: burden.Amount("10%", burden.Ratio), Level: "A"},
		un.Payer{Key: "c", Rate: burden.Amount("50%", burden.Ratio), Level: "B"},
		un.Payer{Key: "d", Rate: burden.Amount("9.999%", burden.Ratio), Level: "I"},
		un.Payer{Key: "e", Rate: burden.Amount("0.001%", burden.Ratio), Level: "J"})
	lines := map[string]burden.Line{}
	definitions := scale.Definitions
	for _, key := range []string{"a", "b", "c", "d", "e"} {
		lines[key] = burden.NewLine("amount."+key, burden.USD)
		definitions = append(definitions, lines[key].Is(scale.Amount(key, burden.Amount("1000000001", burden.USD))))
	}
	p := project(t, definitions)
	// d pays 20 % of 9.999 = 1.9998, e 10 % of 0.001 = 0.0001: 7.9992 + 0.0009 = 8.0001 are
	// left, three quarters of them, 6.000075, to a and one quarter, 2.000025, to b.
	for key, want := range map[string]string{"c": "50%", "d": "1.9998%", "e": "0.0001%"} {
		dectest.Equal(t, want, value(t, p, scale.Rate(key)), key)
		dectest.Equal(t, want, value(t, p, scale.Printed(key)), key)
	}
	dectest.Equal(t, "40%", value(t, p, scale.Permanent))
	dectest.Equal(t, "8.0001%", value(t, p, scale.Shortfall))
	dectest.Equal(t, "36.0001%", value(t, p, scale.Printed("a"))) // 36.000075
	dectest.Equal(t, "12%", value(t, p, scale.Printed("b")))      // 12.000025
	// Of 1,000,000,001 at these rates: 360,000,750.36, 120,000,250.12, 500,000,000.50,
	// 19,998,000.02 and 1,000.00. From printed rates a would pay 360,001,000.
	for key, want := range map[string]string{"a": "360000750", "b": "120000250", "c": "500000001", "d": "19998000", "e": "1000"} {
		dectest.Equal(t, want, value(t, p, lines[key]), key)
	}
	_, err := p.Value(scale.Rate("a"), year)
	assert.ErrorIs(t, err, burden.ErrUnknownName, "a quotient has no exact rate")
	_, err = burden.NewModel("un", append(scale.Definitions, lines["a"].Is(scale.Amount("f", burden.Amount(1, burden.USD))))...)
	assert.ErrorIs(t, err, burden.ErrUnknownName)
	assert.ErrorContains(t, err, "pk.rate.f")
}

// TestAmountsComeFromUnroundedRates: Singapore's regular rate of 0.479 % less 7.5 % is
// 0.443075 %, not 0.4431 %. Of MINUSCA's section D, 641,657,000 dollars, that is
// 2,843,021.75 by hand; from the printed rate it would be 2,843,182.17.
func TestAmountsComeFromUnroundedRates(t *testing.T) {
	scale := un.PeacekeepingScale("pk",
		un.Payer{Key: "permanent", Rate: burden.Amount("22%", burden.Ratio), Level: "A"},
		un.Payer{Key: "singapore", Rate: burden.Amount("0.479%", burden.Ratio), Level: "C"})
	amount := burden.NewLine("amount", burden.USD)
	p := project(t, append(scale.Definitions, amount.Is(scale.Amount("singapore", burden.Amount("641657000", burden.USD)))))
	dectest.Equal(t, "0.443075%", value(t, p, scale.Rate("singapore")))
	dectest.Equal(t, "0.4431%", value(t, p, scale.Printed("singapore")))
	dectest.Equal(t, "2843022", value(t, p, amount))
}

func TestPeacekeepingNeedsAPayerOfTheShortfall(t *testing.T) {
	rate := burden.Amount("1%", burden.Ratio)
	_, err := burden.NewModel("un", un.PeacekeepingScale("pk", un.Payer{Key: "a", Rate: rate, Level: "B"}).Definitions...)
	assert.ErrorIs(t, err, burden.ErrUnknownName)
	assert.ErrorContains(t, err, "needs a payer of level A")
	_, err = burden.NewModel("un", un.PeacekeepingScale("pk", un.Payer{Key: "a", Rate: rate, Level: "A"}).Definitions...)
	assert.ErrorIs(t, err, burden.ErrUnknownName) // and one to be discounted
	assert.ErrorContains(t, err, "needs a payer of levels B to J")
}

// Of a permanent member of 22 % and one of 1 %, whose level or discount makes no sense.
func TestPayersThatMakeNoSense(t *testing.T) {
	ratio := func(v string) burden.Formula { return burden.Amount(v, burden.Ratio) }
	for _, c := range []struct {
		level    string
		discount burden.Operand
		err      error
		message  string
	}{
		{"A", ratio("7.5%"), burden.ErrDuplicate, "payer x: level A and a discount both say what it pays; leave Discount out, or give another level"},
		{"B", ratio("150%"), burden.ErrOutOfRange, "payer x: discount 1.5 is not from 0 to 100 %"},
		{"B", ratio("-0.1"), burden.ErrOutOfRange, "payer x: discount -10 % is not from 0 to 100 %"},
		{"", burden.NewParam("d", burden.Ratio, burden.ByYear(map[int]string{year: "0.5", year + 1: "1.01"})), burden.ErrOutOfRange, "payer x: discount 1.01 is not from 0 to 100 %"},
		{"a", ratio("7.5%"), burden.ErrUnknownName, `payer x: level "a" is none of "A" to "J"; with a Discount it may be empty`},
		{"a", nil, burden.ErrUnknownName, `level "a" is none`}, {"K", nil, burden.ErrUnknownName, `level "K" is none`}, {"Z", nil, burden.ErrUnknownName, `level "Z" is none`},
		{"BC", nil, burden.ErrUnknownName, `level "BC" is none`}, {"@", nil, burden.ErrUnknownName, `level "@" is none`}, {"none", ratio("0.5"), burden.ErrUnknownName, `level "none" is none`},
		{"", nil, burden.ErrUnknownName, `level "" is none`},
	} {
		scale := un.PeacekeepingScale("pk",
			un.Payer{Key: "permanent", Rate: ratio("22%"), Level: "A"},
			un.Payer{Key: "other", Rate: ratio("1%"), Level: "B"},
			un.Payer{Key: "x", Rate: ratio("1%"), Level: c.level, Discount: c.discount})
		_, err := burden.NewModel("un", scale.Definitions...)
		require.ErrorIs(t, err, c.err, "%q", c.level)
		assert.ErrorContains(t, err, c.message)
		assert.Len(t, burden.Faults(err), 1, "%v", err)
	}
	for _, discount := range []burden.Operand{ratio("0"), ratio("1"), burden.NewParam("d", burden.Ratio, burden.Constant("7.5%")), ratio("0.1").Plus(ratio("0.1"))} {
		for _, level := range []string{"", "B", "J"} {
			scale := un.PeacekeepingScale("pk",
				un.Payer{Key: "permanent", Rate: ratio("22%"), Level: "A"},
				un.Payer{Key: "x", Rate: ratio("1%"), Level: level, Discount: discount})
			_, err := burden.NewModel("un", scale.Definitions...)
			require.NoError(t, err)
		}
	}
}

// TestRandomPeacekeepingScales: whatever levels members have, the discounted rates, the permanent
// members' and the shortfall sum to the regular scale exactly, and the printed rates of
// the permanent members are theirs times one factor. Fractions say so, from the
// discounts alone.
func TestRandomPeacekeepingScales(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 9))
	rat := func(d decimal.Decimal) *big.Rat { return d.Rat() }
	for range 20 {
		left := int64(100_000) // in 0.001 %
		var payers []un.Payer
		var regular []*big.Rat
		for i := range 30 {
			rate := 1 + r.Int64N(left/3)
			if i == 29 || left-rate < 100 {
				rate = left
			}
			left -= rate
			level := string(rune('A' + r.IntN(10)))
			if i < 2 {
				level = string(rune('A' + i))
			}
			payers = append(payers, un.Payer{Key: key(i), Rate: burden.Amount(decimal.New(rate, -5), burden.Ratio), Level: level})
			regular = append(regular, big.NewRat(rate, 100_000))
			if left == 0 {
				break
			}
		}
		scale := un.PeacekeepingScale("pk", payers...)
		p := project(t, scale.Definitions)
		permanent, rates, shortfall := new(big.Rat), new(big.Rat), new(big.Rat)
		for i, payer := range payers {
			if payer.Level == "A" {
				permanent.Add(permanent, regular[i])
				continue
			}
			discount, _ := un.Discount(payer.Level).At(year)
			rate := new(big.Rat).Mul(regular[i], new(big.Rat).Sub(big.NewRat(1, 1), rat(discount.Value)))
			require.Zero(t, rate.Cmp(rat(value(t, p, scale.Rate(payer.Key)))), payer.Key)
			rates.Add(rates, rate)
			shortfall.Add(shortfall, new(big.Rat).Sub(regular[i], rate))
		}
		require.Zero(t, permanent.Cmp(rat(value(t, p, scale.Permanent))))
		require.Zero(t, shortfall.Cmp(rat(value(t, p, scale.Shortfall))))
		require.Zero(t, big.NewRat(1, 1).Cmp(rates.Add(rates, permanent).Add(rates, shortfall)))
		for i, payer := range payers {
			if payer.Level == "A" {
				exact := new(big.Rat).Quo(new(big.Rat).Mul(regular[i], new(big.Rat).Add(permanent, shortfall)), permanent)
				gap := exact.Sub(exact, rat(value(t, p, scale.Printed(payer.Key))))
				require.LessOrEqual(t, gap.Abs(gap).Cmp(big.NewRat(1, 2_000_000)), 0, payer.Key)
			}
		}
	}
}
