package burden_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/burdenshare/burden"
)

// Records are made when asked for, but tell what was computed in the order in which it was:
// what the total of a split rounds stands with the part that was needed first, though
// other parts come before it in the model.
func TestRecordsFollowTheOrderOfEvaluation(t *testing.T) {
	s := dues("0", "a 1, b 1, c 1").With(func(x *burden.Split) {
		x.Total = burden.Amount("100.4", burden.USD).RoundedTo("1", burden.Down).AtMost(burden.Amount(90, burden.USD))
	})
	x := burden.NewLine("x", burden.USD)
	// Which side is greater is looked up first, without a record; then the branch is computed.
	m := modelOf(t, x.Is(burden.When(s.Part("c").Below(burden.Amount(7, burden.USD)), burden.Amount(7, burden.USD), s.Part("c"))), s)
	p := projectionOf(t, m, 2020, 2020, x, s.Part("a"), s.Part("b"), s.Part("c"))
	var got []string
	for _, r := range p.Roundings() {
		got = append(got, fmt.Sprint(r.Line, " ", r.Split))
	}
	assert.Equal(t, []string{"dues.a true", "dues.b true", "dues.c false", "dues.c true"}, got)
	got = nil
	for _, r := range p.Limits() {
		got = append(got, fmt.Sprint(r.Line, " ", r))
	}
	assert.Equal(t, []string{"dues.c ceiling bound: 100 USD became 90 USD"}, got)
}

// A part that was rewritten has a total of its own, though the other terms are those of the
// split: half of 100 and half of 60, which nothing computed before.
func TestRewrittenPart(t *testing.T) {
	s := dues("100", "a 1, b 1")
	y, z := burden.NewLine("y", burden.USD), burden.NewLine("z", burden.USD)
	f, ok := modelOf(t, s).Formula(s.Part("b"))
	assert.True(t, ok)
	g, err := burden.Rewrite(f, "0", z.Plus(burden.Amount(0, burden.USD))) // a total alone would stay a result
	assert.NoError(t, err)
	for _, definitions := range [][]burden.Definition{{z.Is(burden.Amount(60, burden.USD)), s, y.Is(g)}, {s, y.Is(g), z.Is(burden.Amount(60, burden.USD))}, {y.Is(g), z.Is(burden.Amount(60, burden.USD)), s}} {
		p := projectionOf(t, modelOf(t, definitions...), 2020, 2020)
		wantShares(t, "50 50", p, s, 2020)
		wantYears(t, "30", p, y)
		assert.NotContains(t, fmt.Sprint(modelOf(t, definitions...).Results()), "z", "y needs it")
	}
}

// A tie is told of those of one remainder of whom the key made some more than others, and
// of no others: 10 at 5, 9 and 26 are 1.25, 2.25 and 6.5, and the quantum left is c's; at
// 5, 5 and 10 they are 2.5, 2.5 and 5, and it is a's; at 1 and 4 nothing is left.
func TestTiesOnRecord(t *testing.T) {
	for members, want := range map[string]string{
		"a 5, b 9, c 26":       "1 2 7",
		"a 5, b 5, c 10":       "3! 2! 5",
		"a 1, b 4":             "2 8",
		"a 1, b 1, c 1, d 0.9": "3! 3! 2! 2", // three of 2.56…, and 2.30…: two quanta for three
	} {
		p := projectionOf(t, modelOf(t, dues("10", members, quantumOf("1"))), 2020, 2020)
		var got []string
		for _, r := range p.Roundings() {
			text := burden.Text(r.After)
			if r.Tie {
				text += "!"
			}
			got = append(got, text)
		}
		assert.Equal(t, want, strings.Join(got, " "), members)
	}
}

// What a bound changed is told in whole quanta: without its ceiling a would pay half of 5,
// which is 3 and not 2, and without its floor b of 5 one sixth of them, which is 1.
func TestSubjectsOfBoundsAreRounded(t *testing.T) {
	for members, want := range map[string][]string{
		"a 1 ..1, b 1":  {"ceiling bound: 3 USD became 1 USD"},
		"a 5, b 1 3..":  {"floor bound: 1 USD became 3 USD"},
		"a 3 ..1, b 17": nil, // 0.75 is below 1, and 1 what came of it
	} {
		p := projectionOf(t, modelOf(t, dues("5", members, quantumOf("1"))), 2020, 2020)
		var got []string
		for _, r := range p.Limits() {
			got = append(got, r.String())
		}
		assert.Equal(t, want, got, members)
	}
}

// A projection is immutable, however many ask for its records at once, and each gets
// a copy.
func TestRecordsAtOnce(t *testing.T) {
	p := projectionOf(t, eighth(t).model, 2010, 2013)
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			list := p.Roundings()
			assert.Len(t, list, 4)
			list[0].Year = 0
			assert.Equal(t, 2010, p.Roundings()[0].Year)
		})
	}
	wait.Wait()
}
