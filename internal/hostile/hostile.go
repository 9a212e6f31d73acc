// Package hostile measures what the worst inputs cost: each in a process of its own,
// with a hard limit on its address space.
//
// A test fails if an input takes more memory than it may, at a time or all together: both
// are the same on any machine. Time is not, so a test looks at it only where the variable
// HOSTILE_TIME says how much an input may take, such as 2s.
package hostile

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strconv"
	"testing"
	"time"
)

// The cost that an input may have: memory resident at a time, and memory allocated all
// together, which shows work that is done again and again.
const (
	MaxMemory    = 256 << 20
	MaxAllocated = 2 << 30

	hardMemory = 3 << 20 // KiB of address space

	// hang ends a case that never ends by itself. It is not a limit for a case: the slowest take
	// some seconds, on a busy machine a minute.
	hang = 10 * time.Minute
)

// timeLimit is the variable that says how long an input may take: on the processor or on
// the clock, whichever is less.
const timeLimit = "HOSTILE_TIME"

const variable = "HOSTILE"

var measured = regexp.MustCompile(`HOSTILE (\d+) ns (\d+) KiB (\d+) bytes`)

// Run runs a case as a subtest and fails it if it costs too much.
func Run(t *testing.T, name string, f func(t *testing.T)) {
	t.Helper()
	t.Run(name, func(t *testing.T) {
		if os.Getenv(variable) != "" {
			inside(t, f)
			return
		}
		switch {
		case testing.Short():
			t.Skip("starts a process for each input")
		case raceDetector:
			t.Skip("the race detector's memory is not that of a program")
		case strconv.IntSize < 64:
			t.Skip("memory is meant of a machine with words of 64 bits")
		case runtime.GOOS != "linux":
			t.Skip("peak memory is measured on Linux")
		}
		sh, err := exec.LookPath("sh")
		if err != nil {
			t.Skip("no shell to limit the address space with")
		}
		c := exec.CommandContext(t.Context(), sh, "-c", fmt.Sprintf(`ulimit -v %d; exec "$0" "$@"`, hardMemory),
			os.Args[0], "-test.run=^"+regexp.QuoteMeta(t.Name())+"$", "-test.v", "-test.timeout="+hang.String())
		// The collector keeps garbage within the limit, so that what is kept is what counts.
		c.Env = append(os.Environ(), variable+"=1", "GOMEMLIMIT="+strconv.Itoa(MaxMemory*7/8))
		var out bytes.Buffer
		c.Stdout, c.Stderr = &out, &out
		err = c.Run()
		hit := measured.FindStringSubmatch(out.String())
		if err != nil || hit == nil {
			text := out.String()
			t.Fatalf("%v\n%s", err, text[:min(len(text), 2000)])
		}
		ns, _ := strconv.ParseInt(hit[1], 10, 64)
		kib, _ := strconv.ParseInt(hit[2], 10, 64)
		allocated, _ := strconv.ParseInt(hit[3], 10, 64)
		t.Logf("%d MiB allocated, %d ms, %d MiB", allocated>>20, ns/1000000, kib>>10)
		if text := os.Getenv(timeLimit); text != "" {
			limit, err := time.ParseDuration(text)
			if err != nil {
				t.Fatalf("%s: %v", timeLimit, err)
			}
			if time.Duration(ns) > limit {
				t.Errorf("took %v, more than %v", time.Duration(ns), limit)
			}
		}
		if allocated > MaxAllocated {
			t.Errorf("allocated %d MiB, more than %d", allocated>>20, MaxAllocated>>20)
		}
		if kib<<10 > MaxMemory {
			t.Errorf("took %d MiB, more than %d", kib>>10, MaxMemory>>20)
		}
	})
}
