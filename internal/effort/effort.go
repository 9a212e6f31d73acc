// Package effort measures the work of a call, for tests that limit it. It counts the bytes
// allocated: they are the same on a slow machine and on a busy one, unlike time.
package effort

import (
	"runtime"
	"testing"
)

// Bytes returns how many bytes a call allocates, whether or not they are kept. What
// others allocate at the same time counts too, so a test that runs in parallel with
// others may not ask.
func Bytes(t testing.TB, f func()) uint64 {
	t.Helper()
	t.Setenv("EFFORT_IS_MEASURED", "1") // which ends a test that is parallel
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// AtMost fails the test if a call allocates more bytes than a limit.
func AtMost(t testing.TB, limit uint64, f func(), context ...any) {
	t.Helper()
	bytes := Bytes(t, f)
	t.Logf("%d bytes %v", bytes, context)
	if bytes > limit {
		t.Errorf("allocates %d bytes, more than %d %v", bytes, limit, context)
	}
}
