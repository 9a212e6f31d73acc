//go:build unix

package main

import (
	"fmt"
	"os"
	"runtime"
	"syscall"
)

// peak returns the most memory that a process had.
func peak(p *os.ProcessState) string {
	u, ok := p.SysUsage().(*syscall.Rusage)
	if !ok {
		return "not known"
	}
	size := int64(u.Maxrss)
	if runtime.GOOS != "darwin" {
		size <<= 10 // it is in KiB there
	}
	return fmt.Sprintf("%d MiB", size>>20)
}
