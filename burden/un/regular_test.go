package un_test

import (
	"fmt"
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

func key(i int) string { return fmt.Sprintf("m%03d", i) }

// country is a member's figures as the tests draw them.
type country struct {
	income, debt, people int64 // dollars, dollars, persons
	leastDeveloped       bool
}

// world draws countries: some large ones, so that 22 % each is enough, some far
// above and some far below the average income, and some tiny.
func world(r *rand.Rand, n int) []country {
	countries := make([]country, n)
	for i := range countries {
		c := country{people: 10_000 + r.Int64N(50_000_000)}
		perHead := 300 + r.Int64N(60_000)
		switch {
		case i < 6:
			c.people, perHead = 60_000_000+r.Int64N(300_000_000), 20_000+r.Int64N(60_000)
		case i%5 == 0:
			c.leastDeveloped, perHead = true, 200+r.Int64N(2_000)
		case i%5 == 1:
			c.people = 8_000 + r.Int64N(40_000)
		}
		c.income = c.people * perHead
		if i%3 == 0 {
			c.debt = r.Int64N(c.income / 20)
		}
		countries[i] = c
	}
	return countries
}

// members gives the countries to the package under test, with names of
// parameters that are a base period's own.
func members(period string, countries []country) []un.Member {
	list := make([]un.Member, len(countries))
	for i, c := range countries {
		list[i] = un.Member{
			Key: key(i), LeastDeveloped: c.leastDeveloped,
			Income:     param("gni_"+period+key(i), burden.USD, c.income),
			Population: param("people_"+period+key(i), burden.Persons, c.people),
		}
		if c.debt != 0 {
			list[i].DebtRelief = param("debt_"+period+key(i), burden.USD, c.debt)
		}
	}
	return list
}

// oracle works the scale out in fractions, without rounding, one step after
// another, and shares no code with the library.
func oracle(countries []country) []*big.Rat {
	sumIncome, sumPeople := new(big.Rat), new(big.Rat)
	adjusted := make([]*big.Rat, len(countries))
	for i, c := range countries {
		sumIncome.Add(sumIncome, big.NewRat(c.income, 1))
		sumPeople.Add(sumPeople, big.NewRat(c.people, 1))
		adjusted[i] = big.NewRat(c.income-c.debt, 1)
	}
	threshold := new(big.Rat).Quo(sumIncome, sumPeople)
	given, takers := new(big.Rat), new(big.Rat)
	below := make([]bool, len(countries))
	shares := make([]*big.Rat, len(countries))
	for i, c := range countries {
		shares[i] = new(big.Rat).Set(adjusted[i])
		gap := new(big.Rat).Quo(adjusted[i], big.NewRat(c.people, 1))
		gap.Sub(big.NewRat(1, 1), gap.Quo(gap, threshold)) // how far below the threshold, as a ratio
		if below[i] = gap.Sign() > 0; below[i] {
			relief := gap.Mul(gap, adjusted[i])
			relief.Mul(relief, big.NewRat(80, 100))
			shares[i].Sub(shares[i], relief)
			given.Add(given, relief)
		} else {
			takers.Add(takers, adjusted[i])
		}
	}
	total := new(big.Rat)
	for i := range shares {
		if !below[i] {
			part := new(big.Rat).Quo(adjusted[i], takers)
			shares[i].Add(shares[i], part.Mul(part, given))
		}
		total.Add(total, shares[i])
	}
	for i := range shares {
		shares[i].Quo(shares[i], total)
	}

	minimum := big.NewRat(1, 100_000)
	fixed := make([]bool, len(shares))
	// settle fixes who is on the wrong side of a bound and scales the free, until
	// nobody is.
	settle := func(wrong func(i int) *big.Rat) {
		for again := true; again; {
			again = false
			for i := range shares {
				if bound := wrong(i); bound != nil && !fixed[i] {
					shares[i], fixed[i], again = new(big.Rat).Set(bound), true, true
				}
			}
			rest, free := big.NewRat(1, 1), new(big.Rat)
			for i, s := range shares {
				if fixed[i] {
					rest.Sub(rest, s)
				} else {
					free.Add(free, s)
				}
			}
			for i, s := range shares {
				if !fixed[i] {
					s.Mul(s, rest).Quo(s, free)
				}
			}
		}
	}
	settle(func(i int) *big.Rat {
		if shares[i].Cmp(minimum) < 0 {
			return minimum
		}
		return nil
	})
	poorest := big.NewRat(1, 10_000)
	settle(func(i int) *big.Rat {
		if countries[i].leastDeveloped && shares[i].Cmp(poorest) > 0 {
			return poorest
		}
		return nil
	})
	maximum := big.NewRat(22, 100)
	settle(func(i int) *big.Rat {
		if countries[i].leastDeveloped && shares[i].Cmp(poorest) > 0 {
			return poorest // lifted there by what the maximum took off
		}
		if shares[i].Cmp(maximum) > 0 {
			return maximum
		}
		return nil
	})
	return shares
}

// TestRandomScales compares scales of random incomes with the oracle and checks
// what holds for every scale.
func TestRandomScales(t *testing.T) {
	r := rand.New(rand.NewPCG(70, 245))
	quantum, err := burden.Parse(un.Quantum)
	require.NoError(t, err)
	capped, raised, poorest := 0, 0, 0
	for round := range 25 {
		countries := world(r, 12+r.IntN(30))
		scale := un.RegularScale("scale", burden.USD, members("", countries)...)
		p := project(t, scale.Definitions)
		want := oracle(countries)
		total := decimal.Zero
		for i, c := range countries {
			rate := value(t, p, scale.Rate(key(i)))
			total = total.Add(rate)
			// Less than a quantum apart: the largest remainders round.
			gap := new(big.Rat).Sub(rate.Rat(), want[i])
			assert.Negative(t, gap.Abs(gap).Cmp(quantum.Rat()), "world %d, %s: %s, want about %s", round, key(i), burden.Text(rate), want[i].FloatString(9))
			most := "22%"
			if c.leastDeveloped {
				most = "0.01%"
			}
			ceiling, err := burden.Parse(most)
			require.NoError(t, err)
			assert.False(t, rate.LessThan(quantum), "floor, world %d %s", round, key(i))
			assert.False(t, rate.GreaterThan(ceiling), "ceiling, world %d %s", round, key(i))
			switch {
			case c.leastDeveloped && rate.Equal(ceiling):
				poorest++
			case rate.Equal(ceiling):
				capped++
			case rate.Equal(quantum):
				raised++
			}
		}
		dectest.Equal(t, "100%", total, round)

		// The redistribution loses nothing: assessable income is adjusted income.
		before, after, relief := decimal.Zero, decimal.Zero, decimal.Zero
		for i, c := range countries {
			before = before.Add(decimal.NewFromInt(c.income - c.debt))
			after = after.Add(value(t, p, burden.NewLine("scale.assessable."+key(i), burden.USD)))
			relief = relief.Add(value(t, p, scale.Redistributed.Part(key(i))))
		}
		dectest.Equal(t, burden.Text(before), after, round)
		dectest.Equal(t, burden.Text(value(t, p, scale.Relief)), relief, round)
	}
	// The worlds exercise every bound.
	assert.Positive(t, capped)
	assert.Positive(t, raised)
	assert.Positive(t, poorest)
}

// TestDiscountByHand: total income 1,000, 100 people, so a threshold of 10. The
// member at 2 is 80 % below it, and 80 % of that is 64 %; its debt relief of a
// tenth takes it to 1.8, 82 % below: 65.6 %.
func TestDiscountByHand(t *testing.T) {
	rich := func(i int, income string) un.Member {
		return un.Member{Key: key(i), Income: param("gni"+key(i), burden.USD, income), Population: param("people"+key(i), burden.Persons, 10)}
	}
	poor := un.Member{Key: "poor", Income: param("gni", burden.USD, 100), Population: param("people", burden.Persons, 50)}
	for _, c := range []struct{ debt, want string }{{"", "64%"}, {"10", "65.6%"}} {
		if c.debt != "" {
			poor.DebtRelief = param("debt", burden.USD, c.debt)
		}
		scale := un.RegularScale("scale", burden.USD, rich(1, "200"), rich(2, "200"), rich(3, "200"), rich(4, "200"), rich(5, "100"), poor)
		p := project(t, scale.Definitions)
		dectest.Equal(t, "10", value(t, p, scale.Threshold))
		dectest.Equal(t, c.want, value(t, p, scale.Discount("poor")))
		dectest.Equal(t, "0", value(t, p, scale.Discount(key(5)))) // at the threshold, not below it
	}
}

// TestMeanScale compares the mean of two scales with the mean of the oracle's.
func TestMeanScale(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 6))
	quantum, err := burden.Parse(un.Quantum)
	require.NoError(t, err)
	three := world(r, 25)
	six := make([]country, len(three))
	for i, c := range three {
		six[i] = c
		six[i].income = c.income / 100 * (80 + r.Int64N(20))
	}
	mean, definitions := un.MeanScale("mean", un.RegularScale("three", burden.USD, members("3", three)...), un.RegularScale("six", burden.USD, members("6", six)...))
	p := project(t, definitions)
	a, b := oracle(three), oracle(six)
	total := decimal.Zero
	for i := range three {
		rate := value(t, p, mean.Part(key(i)))
		total = total.Add(rate)
		gap := new(big.Rat).Add(a[i], b[i])
		gap.Sub(rate.Rat(), gap.Mul(gap, big.NewRat(1, 2)))
		assert.Negative(t, gap.Abs(gap).Cmp(quantum.Rat()), key(i))
	}
	dectest.Equal(t, "100%", total)
}

// TestWholeMembership: the mean of two scales of 193 members is within the limits
// of a model.
func TestWholeMembership(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 93))
	countries := world(r, 193)
	for i := range countries {
		countries[i].debt = countries[i].income / 50 // every member with every step
	}
	mean, definitions := un.MeanScale("mean", un.RegularScale("three", burden.USD, members("3", countries)...), un.RegularScale("six", burden.USD, members("6", countries)...))
	m, err := burden.NewModel("un", definitions...)
	require.NoError(t, err)
	p, err := m.Project(year, year)
	require.NoError(t, err)
	total := decimal.Zero
	for i := range countries {
		total = total.Add(value(t, p, mean.Part(key(i))))
	}
	dectest.Equal(t, "100%", total)
}

// TestTooFewToPay: four members cannot pay everything at 22 % each.
func TestTooFewToPay(t *testing.T) {
	countries := make([]country, 4)
	for i := range countries {
		countries[i] = country{income: 1_000_000, people: 10}
	}
	m, err := burden.NewModel("un", un.RegularScale("scale", burden.USD, members("", countries)...).Definitions...)
	require.NoError(t, err)
	_, err = m.Project(year, year)
	assert.ErrorIs(t, err, burden.ErrOutOfRange)
	_, err = burden.NewModel("un", un.RegularScale("scale", burden.USD).Definitions...)
	assert.ErrorIs(t, err, burden.ErrIncomplete)
	assert.ErrorContains(t, err, "needs at least one member")
}
