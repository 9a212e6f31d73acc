package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/burden/korea"
	"example.com/burdenshare/internal/dectest"
)

func currencyExpected() map[int]expectation {
	return map[int]expectation{
		23: {"240.0e9", "published: Donga Ilbo, 26 April 2005; by hand: 300 m dollars at the 800 that 1994 implies", func(t *testing.T, x sample) {
			dectest.Equal(t, "300e6", x.value(t, contributionUSD, 1995), "the amount itself is dollars alone")
			// Dollars do not become won by being added to them.
			_, err := x.model.With(x.line.Is(contributionUSD.Plus(base)))
			assert.ErrorIs(t, err, burden.ErrUnit)
			// In a single currency of one's own there is no rate at all.
			a := korea.Seventh()
			for _, p := range a.Model.Params() {
				assert.NotEqual(t, wonPerDollar, p.Unit(), p.Name())
			}
		}},
		24: {"668.6e9", "published: Hankyoreh, 26 April 2005; by hand: 5910 + 64.7 × 12.00 = 6686.4", func(t *testing.T, x sample) {
			a := korea.Fifth()
			for line, want := range map[string]string{"won_part": "660.1e9", "dollar_part": "72.3e6", "total": "746.9e9"} {
				l, ok := x.model.Line(line)
				require.True(t, ok)
				dectest.Equal(t, want, x.value(t, l, 2004), line) // Hankyoreh, 26 April 2005
			}
			// The dollar part at another rate moves the total, the won part stays: 5910 + 64.7 × 13 = 6751.1.
			dearer := x.with(t, a.Rate.Is(burden.Constant(1300)))
			dectest.Equal(t, "675.1e9", dearer.value(t, x.line, 2003))
			dectest.Equal(t, "591.0e9", dearer.value(t, a.Won, 2003))
		}},
		25: {"610.0e9", "published: about 6,100, Hankyung, 16 November 2001; by hand: 5368 + 58.8 × 12.45 = 6100.06", func(t *testing.T, x sample) {
			for _, c := range []struct {
				line, want, purpose string
				status              burden.Status
			}{
				{"announced", "610.0e9", "announcement rate", burden.Confirmed},
				// By hand: 5368 + 58.8 × 13.00 = 6132.4. Derived: the rate comes from a total of
				// 6,132 that no source prints, so this line proves nothing.
				{"budgeted", "613.2e9", "budget rate", burden.Derived},
				// By hand: 5368 + 58.8 × 12.50314 = 6103.18.
				{"at_market", "610.3e9", "market rate", burden.Confirmed},
			} {
				l, ok := x.model.Line(c.line)
				require.True(t, ok)
				x.line = l
				dectest.Equal(t, c.want, x.value(t, l, 2002), c.line)
				why, err := x.project(t, 2002).Explain(l, 2002)
				require.NoError(t, err)
				rate := why.Steps[len(why.Steps)-1].Inputs[0]
				assert.Equal(t, c.purpose, rate.Purpose, c.line)
				assert.Equal(t, c.status, rate.Status, c.line)
			}
		}},
		26: {"10.12e9", "computed: (141.2 - 40) m dollars × 100 won; the report of 1998 prints about 10 bn won", func(t *testing.T, x sample) {
			// On the whole dollar part it would be 141.2 m × 100 = 14.12 bn won.
			whole := x.with(t, burden.NewParam("deferred", burden.USD, burden.Constant(0)))
			dectest.Equal(t, "14.12e9", whole.value(t, x.line, 1999))
			// Taken from the rounded totals it is 4411 - 4269 = 142: rounding shows.
			a := korea.Fourth()
			fallen := x.with(t, a.Rate.Is(burden.Constant(1200)))
			saved := x.value(t, a.Total, 1999).Sub(fallen.value(t, a.Total, 1999))
			dectest.Equal(t, "14.2e9", saved)
		}},
	}
}
