package oracle_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/examples/verify/recompute"
)

// explanationTally counts explanations that were checked.
type explanationTally struct {
	count, cut atomic.Int64
	operators  sync.Map // of nodes that were in one
}

// perModel is how many explanations of one model are checked at most.
const perModel = 4

// Whatever is explained, the checker, which shares no code with the library, recomputes
// it, to the number that the library gives.
func TestExplanationsAreRecomputed(t *testing.T) {
	count := int64(3000 / slow)
	if *long {
		count = 20_000
	}
	var n explanationTally
	each(t, uint64(count), func(i uint64) string {
		if n.count.Load() >= count {
			return ""
		}
		return explained(i, func(name string, value string, data []byte) string {
			found, err := recompute.Check(bytes.NewReader(data))
			switch {
			case err != nil:
				return fmt.Sprintf("%s: %v\n%s", name, err, data)
			case found.Value != value:
				return fmt.Sprintf("%s is %s, recomputed %s", name, value, found.Value)
			}
			n.count.Add(1)
			n.saw(data)
			return ""
		})
	})
	t.Logf("%d explanations recomputed, %d of them with results given", n.count.Load(), n.cut.Load())
	assert.Greater(t, n.cut.Load(), count/50)
	assert.GreaterOrEqual(t, n.count.Load(), count)
	for _, op := range operators {
		_, seen := n.operators.Load(op)
		assert.True(t, seen || slow > 1, "no explanation has a node %s", op)
	}
}

// operators are the names that the nodes of every kind have in an explanation.
var operators = []string{
	"constant", "param", "line", "part", "add", "subtract", "multiply", "quotient", "power", "round",
	"minimum", "maximum", "lag", "sum", "by_year", "when", "basis", "unused",
}

func (n *explanationTally) saw(data []byte) {
	if bytes.Contains(data, []byte(`"given":[`)) {
		n.cut.Add(1)
	}
	for _, op := range operators {
		if bytes.Contains(data, []byte(`{"op":"`+op+`"`)) {
			n.operators.Store(op, true)
		}
	}
}

// explained calls visit with some explanations of the i-th model, until it returns a
// difference. A model that has a fault or ends in an error has none.
func explained(i uint64, visit func(name, value string, data []byte) string) string {
	lines, years := sizes(i)
	m, p := projected(i, lines, years)
	if p == nil {
		return ""
	}
	r := rand.New(rand.NewPCG(*seed, i))
	from, to := p.Years()
	for range perModel {
		l, year := m.Lines()[r.IntN(len(m.Lines()))], from+r.IntN(to-from+1)
		var within burden.Extent // of every other one
		if r.IntN(2) == 0 {
			within = burden.Extent{Depth: r.IntN(4), From: from + r.IntN(3) - 2}
		}
		x, err := p.ExplainWithin(l, year, within)
		if errors.Is(err, burden.ErrNotApplicable) {
			continue
		}
		name := fmt.Sprintf("%s %d", l.Name(), year)
		if err != nil {
			return name + ": " + err.Error()
		}
		data, err := json.Marshal(x)
		if err != nil {
			return name + ": " + err.Error()
		}
		if difference := visit(name, burden.Text(x.Steps[len(x.Steps)-1].Value), data); difference != "" {
			return difference
		}
	}
	return ""
}

// projected is the i-th random model over its years, nil if it ends in an error.
func projected(i uint64, lines, years int) (*burden.Model, *burden.Projection) {
	plan := generate(*seed, i, lines, years)
	m, err := plan.build()
	if err != nil {
		return nil, nil
	}
	p, err := m.Project(plan.from, plan.to)
	if err != nil {
		return nil, nil
	}
	return m, p
}
