// Package budget limits the work of calls that evaluate many models.
package budget

import (
	"errors"
	"strconv"

	"example.com/burdenshare/burden"
)

// maxCallWork bounds what one call that projects many models evaluates, in nodes as
// [burden.Projection.Work] counts them: about a second. One projection has a limit of
// its own, but a document of a mebibyte can ask for ten thousand of them.
const maxCallWork = 1 << 25

// Budget is what is left of the work of a call.
type Budget struct{ left int }

// New returns the budget of one call.
func New() *Budget { return &Budget{maxCallWork} }

// Spend takes work from the budget, and reports whether there was enough left.
func (b *Budget) Spend(work int) bool {
	b.left -= min(work, b.left+1)
	return b.left >= 0
}

// Spent reports whether nothing is left.
func (b *Budget) Spent() bool { return b.left < 0 }

// Project evaluates a model and spends what that takes. A failed evaluation is charged as if
// every line had been computed.
func (b *Budget) Project(m *burden.Model, from, to int, lines ...burden.Line) (*burden.Projection, error) {
	p, err := m.Project(from, to, lines...)
	switch {
	case err == nil:
		b.Spend(p.Work())
	case errors.Is(err, burden.ErrTooLarge):
		b.Spend(maxCallWork >> 3)
	default:
		b.Spend(8 * Size(m) * (max(0, to-from) + 1))
	}
	return p, err
}

// Size is how many names a model has: what copying it takes.
func Size(m *burden.Model) int { return len(m.Params()) + len(m.Lines()) }

// Overspent says what took too much and how to mend it.
func Overspent(what, mend string) *burden.Error {
	return &burden.Error{Input: "work", Detail: what + " takes more than " + strconv.Itoa(maxCallWork) + " evaluated nodes, the limit of one call; " + mend, Err: burden.ErrTooLarge}
}
