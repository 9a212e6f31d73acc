package curve

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// hang ends a program that runs away. It is no limit on its time, which depends on the
// machine: all of it takes some seconds.
const hang = 10 * time.Minute

// How many tenths the work may be that doubling an input adds, when it is doubled once more.
// Of a linear call it is twice, of n log n 2.2 at these sizes, of a quadratic one four times;
// of a mixture between, and as soon as a tenth of the first input's work is quadratic, it
// is more than this. Lists grow in steps when they are appended to, so bytes have more room:
// a third of the work has to be quadratic.
const (
	steepestBlocks = 26
	steepestBytes  = 32
)

// Costs below these are ignored as noise.
const (
	fewBlocks = 2000
	fewBytes  = 64 << 10
)

// Check builds a program of calls, runs it, and reports every call whose work grows faster
// than its input. The packages are those whose statements are counted.
func Check(t *testing.T, program string, packages ...string) []Cost {
	t.Helper()
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("the program that counts is built by go")
	}
	dir := t.TempDir()
	binary := filepath.Join(dir, "calls")
	ctx, cancel := context.WithTimeout(t.Context(), hang)
	defer cancel()
	run := func(name string, args ...string) (stdout []byte) {
		c := exec.CommandContext(ctx, name, args...)
		c.Env = append(os.Environ(), "GOCOVERDIR="+dir)
		var out, log bytes.Buffer
		c.Stdout, c.Stderr = &out, &log
		if err := c.Run(); err != nil {
			if text := log.String(); len(text) > 2000 {
				log.Reset()
				log.WriteString(text[len(text)-2000:])
			}
			t.Fatalf("%s: %v %v\n%s", name, err, errors.Unwrap(ctx.Err()), log.String())
		}
		return out.Bytes()
	}
	run("go", "build", "-cover", "-covermode=atomic", "-coverpkg="+strings.Join(append(packages, "slices", program), ","), "-o", binary, program)
	var costs []Cost
	for dec := json.NewDecoder(bytes.NewReader(run(binary))); dec.More(); {
		var c Cost
		if err := dec.Decode(&c); err != nil {
			t.Fatal(err)
		}
		costs = append(costs, c)
	}
	judge(t, costs)
	return costs
}

// judge reports the calls that are too steep.
func judge(t interface {
	Errorf(format string, args ...any)
}, costs []Cost) {
	for i := 0; i < len(costs); i++ {
		a := costs[i]
		if a.Fault != "" {
			t.Errorf("%s of %d %s: %s", a.Call, a.Size, a.Input, a.Fault)
			continue
		}
		if a.Limited != "" {
			if a.Steps > a.Most {
				t.Errorf("%s of %d %s takes %d blocks, more than %d, though limited: %s", a.Call, a.Size, a.Input, a.Steps, a.Most, a.Limited)
			}
			continue
		}
		if i+2 >= len(costs) {
			t.Errorf("%s of %s ends early", a.Call, a.Input)
			return
		}
		b, c := costs[i+1], costs[i+2]
		i += 2
		for _, of := range []struct {
			what                   string
			a, b, c, few, steepest int
		}{{"blocks", a.Steps, b.Steps, c.Steps, fewBlocks, steepestBlocks}, {"bytes", a.Bytes, b.Bytes, c.Bytes, fewBytes, steepestBytes}} {
			first, second := of.b-of.a, of.c-of.b
			if second > of.few && 10*second > of.steepest*max(first, 1) {
				t.Errorf("%s of %d, twice and four times as many %s takes %d, %d and %d %s: the second step is %d %% of the first", a.Call, a.Size, a.Input, of.a, of.b, of.c, of.what, 100*second/max(first, 1))
			}
		}
	}
}
