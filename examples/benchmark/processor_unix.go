//go:build unix

package main

import (
	"syscall"
	"time"
)

// processorTime is how long the program has kept a processor busy: what others do on the
// machine meanwhile is not in it.
func processorTime() (time.Duration, bool) {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0, false
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()), true
}
