package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// memory is the address space in KiB that a run of tests may take: a mutant that
// builds a number without end fails instead of stopping the machine.
const memory = 6 << 20

// test is a test, an example or the seeds of a fuzz target.
type test struct {
	name    string
	took    time.Duration
	reaches map[int]bool // functions with mutants that it runs
}

// run decides the verdict of each mutant.
func run(ctx context.Context, p *pkg, mutants []*mutant, s settings) error {
	dir, err := os.MkdirTemp("", "mutate")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	binary, err := build(ctx, p, mutants, dir)
	if err != nil {
		return err
	}
	tests, err := survey(ctx, p, binary, dir, s)
	if err != nil {
		return err
	}
	var (
		work  = make(chan *mutant)
		group sync.WaitGroup
		mu    sync.Mutex
		first error
		done  int
	)
	for range s.parallel {
		group.Go(func() {
			for m := range work {
				v, err := judge(ctx, p, binary, tests, m, s)
				mu.Lock()
				m.verdict, first = v, errors.Join(first, err)
				if done++; done%100 == 0 {
					fmt.Fprintf(os.Stderr, "%s: %d of %d\n", p.name(), done, len(mutants))
				}
				mu.Unlock()
			}
		})
	}
	for _, m := range mutants {
		if m.verdict == notRun && ctx.Err() == nil {
			work <- m
		}
	}
	close(work)
	group.Wait()
	return errors.Join(first, ctx.Err())
}

// survey runs every test alone without a mutant, and finds how long it takes and
// which functions it runs. The quickest come first.
func survey(ctx context.Context, p *pkg, binary, dir string, s settings) ([]test, error) {
	c := exec.CommandContext(ctx, binary, "-test.list=^(Test|Example|Fuzz)")
	c.Dir = p.Dir
	out, err := output(c)
	if err != nil {
		return nil, err
	}
	names := strings.Fields(out)
	tests := make([]test, len(names))
	errs := make([]error, len(names))
	var group sync.WaitGroup
	turn := make(chan bool, s.parallel)
	for i, name := range names {
		turn <- true
		group.Go(func() {
			defer func() { <-turn }()
			trace := filepath.Join(dir, name+".trace")
			start := time.Now()
			if v, out := attempt(ctx, p, binary, []string{name}, 10*time.Minute, "MUTANT_TRACE="+trace); v != survived {
				errs[i] = fmt.Errorf("%s fails without a mutant:\n%s", name, out)
				return
			}
			tests[i] = test{name, time.Since(start), map[int]bool{}}
			text, err := os.ReadFile(trace)
			if err != nil && !errors.Is(err, os.ErrNotExist) {
				errs[i] = err
			}
			for f := range strings.FieldsSeq(string(text)) {
				n, _ := strconv.Atoi(f)
				tests[i].reaches[n] = true
			}
		})
	}
	group.Wait()
	slices.SortStableFunc(tests, func(a, b test) int { return int(a.took - b.took) })
	return tests, errors.Join(errs...)
}

// judge runs the tests that run a mutant's function, in batches of growing length.
func judge(ctx context.Context, p *pkg, binary string, tests []test, m *mutant, s settings) (verdict, error) {
	var batch []string
	var took time.Duration
	limit := time.Second / 4
	result := unreached
	flush := func() bool {
		if len(batch) == 0 {
			return false
		}
		// Many times what it took before: the machine may be busy.
		result, _ = attempt(ctx, p, binary, batch, s.timeout+10*took, "MUTANT="+strconv.Itoa(m.number))
		batch, took = nil, 0
		limit *= 4
		return result != survived
	}
	for _, t := range tests {
		if !t.reaches[functionNumber(m.in)] {
			continue
		}
		batch = append(batch, t.name)
		if took += t.took; took > limit && flush() {
			return result, ctx.Err()
		}
	}
	flush()
	return result, ctx.Err()
}

// attempt runs tests until one fails and says what came of it.
func attempt(ctx context.Context, p *pkg, binary string, names []string, timeout time.Duration, env string) (verdict, string) {
	args := []string{"-test.run=^(" + strings.Join(names, "|") + ")$", "-test.short", "-test.failfast", "-test.timeout=" + timeout.String()}
	c := exec.CommandContext(ctx, binary, args...)
	if sh, err := exec.LookPath("sh"); err == nil {
		limit := fmt.Sprintf(`ulimit -v %d 2>/dev/null; exec "$0" "$@"`, memory)
		c = exec.CommandContext(ctx, sh, append([]string{"-c", limit, binary}, args...)...)
	}
	var out bytes.Buffer
	c.Dir, c.Stdout, c.Stderr = p.Dir, &out, &out
	c.Env = append(os.Environ(), env)
	// Should the binary not stop by itself, it is stopped.
	late := time.AfterFunc(timeout+5*time.Second, func() { c.Process.Kill() })
	c.WaitDelay = 5 * time.Second
	if err := c.Start(); err != nil {
		late.Stop()
		return notRun, err.Error()
	}
	err := c.Wait()
	switch stuck := !late.Stop(); {
	case stuck || bytes.Contains(out.Bytes(), []byte("panic: test timed out")):
		return timedOut, out.String()
	case err != nil:
		return killed, out.String()
	}
	return survived, out.String()
}
