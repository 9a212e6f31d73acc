// Package hostile measures what the worst inputs cost: each in a process of its own,
// with a hard limit on its address space and its time.
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

// What an input may cost. Time is that of the processor or on the clock, whichever is
// less, so that a busy machine fails no test; memory is the most that was resident.
const (
	MaxTime   = time.Second
	MaxMemory = 256 << 20

	hardTime   = 20 * time.Second
	hardMemory = 3 << 20 // KiB of address space
)

const variable = "HOSTILE"

var measured = regexp.MustCompile(`HOSTILE (\d+) ns (\d+) KiB`)

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
			t.Skip("the race detector's time and memory are not those of a program")
		case strconv.IntSize < 64:
			t.Skip("a second is meant of a machine with words of 64 bits")
		case runtime.GOOS != "linux":
			t.Skip("peak memory is measured on Linux")
		}
		sh, err := exec.LookPath("sh")
		if err != nil {
			t.Skip("no shell to limit the address space with")
		}
		c := exec.CommandContext(t.Context(), sh, "-c", fmt.Sprintf(`ulimit -v %d; exec "$0" "$@"`, hardMemory),
			os.Args[0], "-test.run=^"+regexp.QuoteMeta(t.Name())+"$", "-test.v", "-test.timeout="+hardTime.String())
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
		limit := MaxTime
		if strconv.IntSize == 32 {
			limit *= 4 // words are half as long, and so is what a product of them does
		}
		t.Logf("%d ms, %d MiB", ns/1000000, kib>>10)
		if time.Duration(ns) > limit {
			t.Errorf("took %v, more than %v", time.Duration(ns), limit)
		}
		if kib<<10 > MaxMemory {
			t.Errorf("took %d MiB, more than %d", kib>>10, MaxMemory>>20)
		}
	})
}
