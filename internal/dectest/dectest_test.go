package dectest_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"

	"example.com/burdenshare/internal/dectest"
)

// recorder notes that a test failed, instead of failing.
type recorder struct {
	testing.TB
	failed bool
}

func (r *recorder) Helper()               {}
func (r *recorder) Errorf(string, ...any) { r.failed = true }

func TestEqualComparesValues(t *testing.T) {
	dectest.Equal(t, "1.50", decimal.New(15, -1))
	r := &recorder{TB: t}
	dectest.Equal(r, "1.5", decimal.New(16, -1))
	assert.True(t, r.failed, "unequal values have to fail")
}
