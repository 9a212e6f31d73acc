package burden_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
)

// paramFaults are the faults of a model that has nothing but one parameter.
func paramFaults(unit burden.Unit, s burden.Series) []error {
	_, err := burden.NewModel("m", burden.NewParam("p", unit, s))
	return burden.Faults(err)
}

// sound reports whether a model takes the unit.
func sound(u burden.Unit) bool { return len(paramFaults(u, burden.Constant(1))) == 0 }

var goodUnits = []burden.Unit{
	burden.Ratio, burden.KRW, burden.USD, burden.Persons, burden.Months, "vessel", "_x1",
	burden.KRW.Per(burden.USD), burden.USD.Per(burden.Persons), burden.KRW.Times(burden.Months).Per(burden.Persons),
	burden.Ratio.Per(burden.Months), burden.Persons.Times(burden.Persons), burden.Ratio.Per(burden.Persons).Per(burden.Persons).Per(burden.Months),
}

func TestUnitsAreWrittenInOneWay(t *testing.T) {
	for _, c := range []struct{ got, want burden.Unit }{
		{burden.Ratio, ""},
		{burden.KRW.Per(burden.USD), "KRW/USD"},
		{burden.USD.Per(burden.Persons), "USD/person"},
		{burden.KRW.Times(burden.Months), "KRW·month"},
		{burden.Months.Times(burden.KRW), "KRW·month"},
		{burden.KRW.Times(burden.Months).Per(burden.Persons).Per(burden.Persons), "KRW·month/person^2"},
		{burden.KRW.Per(burden.Persons).Per(burden.Months), "KRW/month/person"},
		{burden.KRW.Per(burden.Months).Per(burden.Persons), "KRW/month/person"},
		{burden.Ratio.Per(burden.Months), "1/month"},
		{burden.Ratio.Per(burden.Months).Times(burden.Months), ""},
		{burden.Persons.Times(burden.Persons), "person^2"},
		{burden.Persons.Times(burden.Persons).Per(burden.Persons), "person"},
		{burden.USD.Times(burden.KRW.Per(burden.USD)), "KRW"}, // dollars times won per dollar
		{burden.Unit("vessel").Per("vessel"), ""},
	} {
		assert.Equal(t, c.want, c.got)
		assert.True(t, sound(c.got), "%q", c.got)
	}
}

func TestUnitAlgebra(t *testing.T) {
	for _, u := range goodUnits {
		assert.Equal(t, u, u.Times(burden.Ratio), "a ratio changes nothing")
		assert.Equal(t, u, u.Per(burden.Ratio), "a ratio changes nothing")
		assert.Equal(t, burden.Ratio, u.Per(u), "%q per itself", u)
		for _, v := range goodUnits {
			at := fmt.Sprintf("%q and %q", u, v)
			assert.Equal(t, u.Times(v), v.Times(u), at)
			assert.Equal(t, u, u.Per(v).Times(v), at)
			assert.Equal(t, u, u.Times(v).Per(v), at)
			assert.Equal(t, u.Per(v), burden.Ratio.Per(v.Per(u)), at)
			for _, w := range goodUnits {
				assert.Equal(t, u.Times(v).Times(w), u.Times(v.Times(w)), "%s and %q", at, w)
				assert.Equal(t, u.Per(v).Per(w), u.Per(v.Times(w)), "%s and %q", at, w)
			}
		}
	}
}

// A unit is a vector of powers: steps in any order end where the sum of the steps does.
func TestUnitsAreVectorsOfPowers(t *testing.T) {
	names := []burden.Unit{"EUR", "KRW", "month", "person"} // in the order of writing
	r := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		var powers [4]int
		u := burden.Ratio
		for range r.IntN(20) {
			i := r.IntN(4)
			if r.IntN(2) == 0 {
				u, powers[i] = u.Times(names[i]), powers[i]+1
			} else {
				u, powers[i] = u.Per(names[i]), powers[i]-1
			}
		}
		over, under := "", ""
		for i, n := range powers {
			text := string(names[i])
			if n > 1 || n < -1 {
				text += fmt.Sprint("^", max(n, -n))
			}
			if n > 0 {
				over += "·" + text
			} else if n < 0 {
				under += "/" + text
			}
		}
		over = strings.TrimPrefix(over, "·")
		if over == "" && under != "" {
			over = "1"
		}
		require.Equal(t, burden.Unit(over+under), u, "%v", powers)
	}
}

func TestBadUnits(t *testing.T) {
	power := burden.Unit("m")
	for range 98 {
		power = power.Times("m")
	}
	assert.Equal(t, burden.Unit("m^99"), power)
	long := burden.Unit(strings.Repeat("x", 128))
	longest, tooLong := burden.Ratio, burden.Ratio // 16 names of 128 bytes are too long with what is between them
	for i := range 16 {
		longest, tooLong = tooLong, tooLong.Times(long[:126]+burden.Unit(fmt.Sprint(10+i)))
	}
	assert.True(t, sound(longest))
	assert.True(t, sound(power))
	assert.True(t, sound(burden.Ratio.Per(power)))
	assert.True(t, sound(long))

	bad := []burden.Unit{
		// written as no unit is
		"?", " ", "KRW ", "2m", "KRW/", "/KRW", "KRW//m", "·KRW", "KRW·", "a··b", "a b", "KRW*USD", "won per person", "원", "a/1", "1/1", "1·a", "a-b", "a.b",
		"m^", "m^x", "^2", "m^1.5", "m^2^3", "\xff",
		// written in another way than Per and Times write it
		"1", "b·a", "a/c/b", "m^1", "m^0", "m^-2", "m^02", "m^+2", "m^100", "m·m", "m/m", "m/n/m", "a^2/a", "a/b·c", "KRW/1",
		// beyond the limits
		power.Times("m"), burden.Ratio.Per(power).Per("m"), long + "x", tooLong, burden.Unit(strings.Repeat("a/", 10000) + "b"),
	}
	for _, u := range bad {
		at := fmt.Sprintf("%.60q", string(u))
		for _, v := range append([]burden.Unit{u, u.Times(burden.KRW), u.Per(burden.KRW), burden.KRW.Times(u), burden.KRW.Per(u), u.Per(u)}, u.Times(burden.Ratio)) {
			assert.False(t, sound(v), "%s became %q", at, v)
		}
		for what, d := range map[string]burden.Definition{
			"parameter": burden.NewParam("p", u, burden.Constant(1)),
			"line":      burden.NewLine("x", u).Is(burden.Amount(1, burden.Ratio)),
			"amount":    burden.NewLine("x", burden.KRW).Is(burden.Amount(1, u)),
		} {
			_, err := burden.NewModel("m", d)
			assert.ErrorIs(t, err, burden.ErrUnit, "%s of %s", what, at)
			assert.Len(t, burden.Faults(err), 1, "%s of %s: %v", what, at, err)
			assert.Less(t, len(fmt.Sprint(err)), 400, at)
		}
	}
}

func TestIsCurrency(t *testing.T) {
	for u, want := range map[burden.Unit]bool{
		burden.KRW: true, burden.USD: true, burden.JPY: true, burden.EUR: true, "XDR": true,
		burden.Ratio: false, burden.Persons: false, burden.Months: false, "krw": false, "Krw": false, "KRWS": false, "KR": false, "K1W": false, "K·": false,
		burden.KRW.Per(burden.USD): false, burden.KRW.Times(burden.KRW): false,
	} {
		assert.Equal(t, want, u.IsCurrency(), "%q", u)
	}
}

// A price base belongs to one currency of the unit, and Nominal takes off what AtPrices
// puts on.
func TestUnitsAtPrices(t *testing.T) {
	for _, c := range []struct {
		nominal burden.Unit
		year    int
		want    burden.Unit
	}{
		{burden.KRW, 2019, "KRW@2019"},
		{burden.KRW, 1, "KRW@1"},
		{burden.KRW, 9999, "KRW@9999"},
		{burden.KRW.Per(burden.Persons), 2019, "KRW@2019/person"},
		{burden.KRW.Per(burden.Persons), 1, "KRW@1/person"},
		{burden.KRW.Per(burden.Persons), 9999, "KRW@9999/person"},
		{burden.KRW.Times(burden.Months).Per(burden.Persons), 2015, "KRW@2015·month/person"},
		{burden.Persons.Per(burden.USD), 2019, "person/USD@2019"},
		{"KRW^2", 2019, "KRW@2019^2"},
	} {
		real := c.nominal.AtPrices(c.year)
		assert.Equal(t, c.want, real)
		assert.True(t, sound(real), "%q", real)
		assert.Equal(t, c.nominal, real.Nominal(), "%q", real)
		base, ok := real.PriceBase()
		assert.True(t, ok)
		assert.Equal(t, c.year, base)
		base, ok = c.nominal.PriceBase()
		assert.False(t, ok, "%q", c.nominal)
		assert.Zero(t, base)
		assert.Equal(t, c.nominal, c.nominal.Nominal(), "nominal already")
		assert.NotEqual(t, burden.Ratio, real.Per(c.nominal), "real and nominal do not cancel")
		assert.Equal(t, real, real.Per(c.nominal).Times(c.nominal))
		assert.False(t, sound(real.AtPrices(c.year)), "%q is real already", real)
	}
	assert.Equal(t, burden.Unit("KRW@2019/KRW"), burden.KRW.AtPrices(2019).Per(burden.KRW))
	assert.Equal(t, burden.Unit("KRW@2015/KRW@2019"), burden.KRW.AtPrices(2015).Per(burden.KRW.AtPrices(2019)))
	assert.Equal(t, burden.Unit("KRW@2019/USD@2019"), burden.Unit("KRW@2019/USD").AtPrices(2019), "one of two is nominal still")
	assert.Equal(t, burden.Ratio, burden.Unit("KRW@2019/KRW").Nominal(), "nominal per nominal is a ratio")
	for u, want := range map[burden.Unit]bool{"KRW@2019": true, "KRW@2019^2": false, "KRW@2019/person": false, "KRW@": false, "KRW@0": false, "krw@2019": false, "KRW@2019@2020": false} {
		assert.Equal(t, want, u.IsCurrency(), "%q", u)
	}
	assert.Equal(t, burden.Flow, burden.NewLine("x", "KRW@2019").Measure(), "a real amount adds up like any")

	for _, u := range []burden.Unit{
		// No year, or none that can be.
		burden.KRW.AtPrices(0), burden.KRW.AtPrices(-1), burden.KRW.AtPrices(10000),
		"KRW@", "KRW@0", "KRW@-1", "KRW@+2019", "KRW@02019", "KRW@10000", "KRW@99999999999999999999", "KRW@2019.5", "KRW@20 19", "KRW@x",
		// No one currency.
		burden.Ratio.AtPrices(2019), burden.Persons.AtPrices(2019), burden.KRW.Per(burden.USD).AtPrices(2019), burden.KRW.Times(burden.USD).AtPrices(2019),
		burden.Unit("KRW@2015/USD@2019").Nominal(), burden.Unit("?").AtPrices(2019), burden.Unit("?").Nominal(), "person@2019", "krw@2019", "KRWS@2019", "@2019", "@",
		// Not as it is written.
		"KRW@2019@2019", "KRW^2@2019", "KRW@2019^1", "KRW@2019·KRW@2019", "USD·KRW@2019", "KRW@2019/KRW@2019", "KRW·KRW@2019/KRW",
		burden.Unit("KRW^99").AtPrices(2019).Times("KRW@2019"), burden.Unit("KRW^60·KRW@2019^60").Nominal(),
	} {
		assert.False(t, sound(u), "%q", u)
		for _, v := range []burden.Unit{u.Times(burden.KRW), u.Per(burden.KRW), u.AtPrices(2019), u.Nominal()} {
			assert.False(t, sound(v), "%q became %q", u, v)
		}
	}
}

// Names are identifiers, or several joined by dots, for models, parameters and
// lines alike; a unit's own name is one identifier.
func TestNames(t *testing.T) {
	faults := func(name string) [3]error {
		_, id := burden.NewModel(name)
		_, param := burden.NewModel("m", burden.NewParam(name, burden.Ratio, burden.Constant(1)))
		_, line := burden.NewModel("m", burden.NewLine(name, burden.Ratio).Is(burden.Amount(1, burden.Ratio)))
		return [3]error{id, param, line}
	}
	for _, name := range []string{"a", "z", "A", "Z", "_", "a0", "a9", "cpi2", "sma8.ceiling", "a.b.c", strings.Repeat("x", 128)} {
		for _, err := range faults(name) {
			assert.NoError(t, err, name)
		}
	}
	for _, name := range []string{"", ".", "a.", ".a", "a..b", "0a", "9a", "a.2", "a b", "a-b", "값", "a\n", "none", strings.Repeat("x", 129), strings.Repeat("x.", 64) + "x"} {
		for _, err := range faults(name) {
			assert.ErrorIs(t, err, burden.ErrName, "%q", name)
			assert.Len(t, burden.Faults(err), 1, "%q", name)
		}
	}
}

// A message names units, a ratio too, and cuts a monstrous one.
func TestUnitsInMessages(t *testing.T) {
	long := burden.Unit(strings.Repeat("x", 99))
	for want, d := range map[string]burden.LineDefinition{
		"burden: m: x: x is KRW, but its formula gives a ratio: 1":                                           burden.NewLine("x", burden.KRW).Is(burden.Amount(1, burden.Ratio)),
		"burden: m: x: x is a ratio, but its formula gives KRW: KRW(1)":                                      burden.NewLine("x", burden.Ratio).Is(burden.Amount(1, burden.KRW)),
		`burden: m: x: x is "` + strings.Repeat("x", 40) + `"… (99 bytes), but its formula gives a ratio: 1`: burden.NewLine("x", long).Is(burden.Amount(1, burden.Ratio)),
	} {
		_, err := burden.NewModel("m", d)
		assert.EqualError(t, err, want)
	}
}

// Any two texts: nothing panics, a bad unit stays bad, and good ones keep the algebra.
func FuzzUnit(f *testing.F) {
	for _, u := range goodUnits {
		f.Add(string(u), "KRW·month/person^2")
	}
	f.Add("1", "b·a")
	f.Add("m^99", "m")
	f.Add("KRW@2019/person", "KRW@02019")
	f.Add("KRW·KRW@2019", "KRW/KRW@2019")
	f.Fuzz(func(t *testing.T, a, b string) {
		u, v := burden.Unit(a), burden.Unit(b)
		product, ratio := u.Times(v), u.Per(v)
		if u.IsCurrency() && !sound(u) {
			t.Fatalf("%q is a currency, but no unit", u)
		}
		if product != v.Times(u) {
			t.Fatalf("%q·%q = %q, but the other way round %q", u, v, product, v.Times(u))
		}
		if base, real := u.PriceBase(); real && sound(u) && u.Nominal() == u {
			t.Fatalf("%q is at prices of %d, and nominal", u, base)
		}
		if real := u.AtPrices(2019); sound(real) && sound(u) {
			if _, ok := u.PriceBase(); !ok && real.Nominal() != u {
				t.Fatalf("%q at prices of 2019 is %q, and that in nominal terms %q", u, real, real.Nominal())
			}
		}
		if !sound(u) || !sound(v) {
			if sound(product) || sound(ratio) {
				t.Fatalf("a bad unit became good: %q·%q = %q, %q/%q = %q", u, v, product, u, v, ratio)
			}
			return
		}
		if sound(ratio) && ratio.Times(v) != u {
			t.Fatalf("(%q/%q)·%q = %q", u, v, v, ratio.Times(v))
		}
		if sound(product) && product.Per(v) != u {
			t.Fatalf("(%q·%q)/%q = %q", u, v, v, product.Per(v))
		}
		for _, w := range []burden.Unit{product, ratio} {
			for _, fault := range paramFaults(w, burden.Constant(1)) {
				if !errors.Is(fault, burden.ErrUnit) {
					t.Fatalf("%q: %v", w, fault)
				}
			}
		}
	})
}

// Prices of the first year there is, and of the last.
func TestPricesOfTheFirstAndLastYear(t *testing.T) {
	assert.Equal(t, burden.Unit("KRW@1"), burden.KRW.AtPrices(burden.MinYear))
	assert.Equal(t, burden.Unit("KRW@9999"), burden.KRW.AtPrices(burden.MaxYear))
	level := burden.NewParam("level", burden.Ratio, burden.Constant(2))
	for _, year := range []int{burden.MinYear, burden.MaxYear} {
		x := burden.NewLine("x", burden.KRW.AtPrices(year))
		m := modelOf(t, x.Is(burden.Deflate(burden.Amount(6, burden.KRW), level, year).Exactly()))
		wantYears(t, "6", projectionOf(t, m, 2020, 2020), x) // 6 × 2 / 2
	}
}
