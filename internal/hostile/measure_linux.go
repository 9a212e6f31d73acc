package hostile

import (
	"fmt"
	"os"
	"regexp"
	"runtime"
	"strconv"
	"syscall"
	"testing"
	"time"
)

var peak = regexp.MustCompile(`(?m)^VmHWM:\s+(\d+) kB$`)

// inside runs the case in the process made for it and prints what it cost.
func inside(t *testing.T, f func(t *testing.T)) {
	var before, after syscall.Rusage
	start := time.Now()
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	allocated := memory.TotalAlloc
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &before); err != nil {
		t.Skip(err)
	}
	f(t)
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &after); err != nil {
		t.Skip(err)
	}
	runtime.ReadMemStats(&memory)
	cpu := time.Duration(after.Utime.Nano() + after.Stime.Nano() - before.Utime.Nano() - before.Stime.Nano())
	// Maxrss would be no less than what the process that started this one has held.
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Skip(err)
	}
	found := peak.FindSubmatch(status)
	if found == nil {
		t.Skip("/proc/self/status does not say the peak memory")
	}
	kib, err := strconv.ParseInt(string(found[1]), 10, 64)
	if err != nil {
		t.Skip(err)
	}
	fmt.Printf("HOSTILE %d ns %d KiB %d bytes\n", min(time.Since(start), cpu), kib, memory.TotalAlloc-allocated)
}
