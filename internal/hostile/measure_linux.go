package hostile

import (
	"fmt"
	"syscall"
	"testing"
	"time"
)

// inside runs the case in the process made for it and prints what it cost.
func inside(t *testing.T, f func(t *testing.T)) {
	var before, after syscall.Rusage
	start := time.Now()
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &before); err != nil {
		t.Skip(err)
	}
	f(t)
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &after); err != nil {
		t.Skip(err)
	}
	cpu := time.Duration(after.Utime.Nano() + after.Stime.Nano() - before.Utime.Nano() - before.Stime.Nano())
	fmt.Printf("HOSTILE %d ns %d KiB\n", min(time.Since(start), cpu), after.Maxrss)
}
