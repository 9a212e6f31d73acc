package effort_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/burdenshare/internal/effort"
)

var kept []byte

// recorder notes that a test failed, instead of failing.
type recorder struct {
	testing.TB
	failed bool
}

func (r *recorder) Helper()               {}
func (r *recorder) Errorf(string, ...any) { r.failed = true }

func TestBytes(t *testing.T) {
	const n = 1 << 20
	make1 := func() { kept = make([]byte, n) }
	bytes := effort.Bytes(t, make1)
	assert.GreaterOrEqual(t, bytes, uint64(n))
	assert.Less(t, bytes, uint64(n+n/2))
	effort.AtMost(t, n+n/2, make1)
	r := &recorder{TB: t}
	effort.AtMost(r, n-1, make1)
	assert.True(t, r.failed)
}

// A test that runs beside others cannot measure.
func TestNotInParallel(t *testing.T) {
	t.Parallel()
	assert.Panics(t, func() { effort.Bytes(t, func() {}) })
}
