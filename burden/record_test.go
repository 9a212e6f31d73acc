package burden_test

import (
	"fmt"
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
