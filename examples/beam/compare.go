package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"time"
)

// sideBySide runs the sweep without Beam and with it, each in a process of its own, and
// prints what each took: time, the time of all cores, and the most memory it had.
func sideBySide(ctx context.Context, w io.Writer, sweep string, scenarios int) error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "burdenshare")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	fmt.Fprintf(w, "%d scenarios, %s/%s, %d cores, %s, %s\n", scenarios, runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version(), time.Now().Format(time.DateOnly))
	fmt.Fprintf(w, "%-12s %10s %12s %12s  %s\n", "", "time", "cores' time", "memory", "summary")
	for _, way := range []string{"local", "beam"} {
		folder := filepath.Join(dir, way)
		args := []string{"-document", *documentFile, "-grid", sweep, "-range", fmt.Sprint(*size), "-workers", fmt.Sprint(*workers), fmt.Sprintf("-table=%t", *table), "-out", folder}
		if way == "local" {
			args = append(args, "-local")
		}
		c := exec.CommandContext(ctx, program, args...)
		c.Stderr = os.Stderr
		began := time.Now()
		if err := c.Run(); err != nil {
			return fmt.Errorf("%s: %w", way, err)
		}
		took := time.Since(began)
		text, err := os.ReadFile(summaryFile(folder))
		if err != nil {
			return err
		}
		cores := c.ProcessState.UserTime() + c.ProcessState.SystemTime()
		fmt.Fprintf(w, "%-12s %8.2f s %10.2f s %12s  %.16x\n", way, took.Seconds(), cores.Seconds(), peak(c.ProcessState), sha256.Sum256(text))
	}
	return nil
}
