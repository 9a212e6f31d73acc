package scenario

import (
	"errors"
	"strconv"

	"example.com/burdenshare/burden"
)

// maxCallWork bounds what one call that projects many models evaluates, in nodes as
// [burden.Projection.Work] counts them: about a second. One projection has a limit of
// its own, but a document of a mebibyte can ask for ten thousand of them.
const maxCallWork = 1 << 25

// budget is what is left of the work of a call.
type budget struct{ left int }

func newBudget() *budget { return &budget{maxCallWork} }

// spend takes work from the budget, and reports whether there was enough left.
func (b *budget) spend(work int) bool {
	b.left -= min(work, b.left+1)
	return b.left >= 0
}

// spent reports whether nothing is left.
func (b *budget) spent() bool { return b.left < 0 }

// project evaluates a model and spends what that takes. A failed evaluation is charged as if
// every line had been computed.
func (b *budget) project(m *burden.Model, from, to int, lines ...burden.Line) (*burden.Projection, error) {
	p, err := m.Project(from, to, lines...)
	switch {
	case err == nil:
		b.spend(p.Work())
	case errors.Is(err, burden.ErrTooLarge):
		b.spend(maxCallWork >> 3)
	default:
		b.spend(8 * size(m) * (max(0, to-from) + 1))
	}
	return p, err
}

// size is how many names a model has: what copying it takes.
func size(m *burden.Model) int { return len(m.Params()) + len(m.Lines()) }

// overspent says what took too much and how to mend it.
func overspent(what, mend string) *burden.Error {
	return &burden.Error{Input: "work", Detail: what + " takes more than " + strconv.Itoa(maxCallWork) + " evaluated nodes, the limit of one call; " + mend, Err: burden.ErrTooLarge}
}
