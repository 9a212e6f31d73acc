package main

import (
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"time"
)

// settings say how long to measure.
type settings struct {
	seed   uint64
	rounds int                                   // at most; at least three
	slot   time.Duration                         // about what a variant's run takes that has no number of its own
	budget time.Duration                         // for the rounds of all workloads; 0 is no limit
	checks int                                   // scenarios of W held against the oracle
	only   func(w workload, variant string) bool // what is measured; nil is all
	notes  io.Writer
}

// sample is one run of a variant, for each scenario: processor time where that is known,
// the time that passed, and what was allocated; of a variant with two cores or more, what
// two cores were worth just then.
type sample struct{ ns, passed, bytes, allocs, two float64 }

// measured is a variant's runs, one a round.
type measured struct {
	workload, variant string
	scenarios         int // a run
	repeats           int // of the run, for one sample
	runs              []sample
}

// measure checks the variants of every workload and measures them: in each round every
// variant once, in random order, so that what the machine does meanwhile hits them alike.
func measure(list []workload, s settings) ([]measured, error) {
	var all []measured
	order := rand.New(rand.NewPCG(s.seed, 1))
	spent, values := time.Duration(0), 0
	for at, w := range list {
		w.seed = s.seed
		vs, err := variants(w)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", w.name, err)
		}
		vs = slices.DeleteFunc(vs, func(v variant) bool { return s.only != nil && !s.only(w, v.name) })
		n, err := checkAll(w, vs, s)
		if err != nil {
			return nil, err
		}
		values += n
		began := time.Now()
		limit := time.Duration(0)
		if s.budget > 0 {
			shares := 0
			for _, left := range list[at:] {
				shares += left.share()
			}
			limit = (s.budget - spent) * time.Duration(w.share()) / time.Duration(shares)
		}
		found, err := interleave(w, vs, s, order, limit)
		if err != nil {
			return nil, err
		}
		spent += time.Since(began)
		all = append(all, found...)
	}
	fmt.Fprintf(s.notes, "%d values of exact variants held against the oracle in all, none differs\n", values)
	return all, nil
}

// share is a workload's part of the time, by how many variants it has.
func (w workload) share() int {
	if !w.grid && w.copies == 1 {
		return 2
	}
	return 1
}

// checkAll holds every exact variant against the oracle, every digit.
func checkAll(w workload, vs []variant, s settings) (int, error) {
	// Fewer where one scenario takes longer: digits grow with the years too.
	count := min(max(s.checks*100/(w.years*w.years*w.copies), 20), w.most)
	e := expect(w, w.sample(count))
	values, checked := 0, 0
	for _, v := range vs {
		if v.check == nil {
			continue
		}
		n, err := v.check(e)
		if err != nil {
			return values, fmt.Errorf("%s, %s: %w", w.name, v.name, err)
		}
		values, checked = values+n, checked+1
	}
	fmt.Fprintf(s.notes, "%s: %d exact variants agree with math/big.Rat in every digit: %d scenarios, %d values\n", w.name, checked, count, values)
	if !w.grid {
		n := s.checks * 10 / w.copies
		fmt.Fprintf(s.notes, "%s: float64 has a contribution wrong by 0.1 bn won in %d of %d scenarios\n", w.name, wrongInFloat64(w, n), n)
	}
	return values, nil
}

// interleave runs the rounds.
func interleave(w workload, vs []variant, s settings, order *rand.Rand, limit time.Duration) ([]measured, error) {
	found := make([]measured, len(vs))
	began := time.Now()
	for k, v := range vs {
		n, repeats, err := calibrate(v, s.slot)
		if err != nil {
			return nil, fmt.Errorf("%s, %s: %w", w.name, v.name, err)
		}
		found[k] = measured{workload: w.name, variant: v.name, scenarios: n, repeats: repeats}
	}
	for round := range s.rounds {
		if passed := time.Since(began); limit > 0 && round >= 3 && passed+passed/time.Duration(round+1) > limit {
			break
		}
		for _, k := range order.Perm(len(vs)) {
			r, _, err := once(vs[k], found[k].scenarios, found[k].repeats)
			if err != nil {
				return nil, fmt.Errorf("%s, %s: %w", w.name, vs[k].name, err)
			}
			found[k].runs = append(found[k].runs, r)
		}
	}
	return found, nil
}

// calibrate warms a variant up and finds how many scenarios a run takes, and how many runs
// a sample: the most scenarios it has, as often as fits half a slot, unless once takes far
// longer than a slot; without such a number what fits the slot.
func calibrate(v variant, slot time.Duration) (n, repeats int, err error) {
	if n = 16; v.fixed {
		n = v.most
	}
	for ; ; n *= 4 {
		if v.most > 0 {
			n = min(n, v.most)
		}
		_, took, err := once(v, n, 1)
		switch {
		case err != nil:
			return 0, 0, err
		case v.most > 0 && (n == v.most || took > 4*slot):
			return n, 1 + int(slot/2/max(took, 1)), nil
		case v.most == 0 && took > slot/4:
			return max(1, int(float64(n)*float64(slot)/float64(took))), 1, nil
		}
	}
}

// once takes a sample of a variant, with the heap collected before, on as many cores as
// it says.
func once(v variant, n, repeats int) (sample, time.Duration, error) {
	if v.before != nil {
		v.before(n)
	}
	if v.after != nil {
		defer v.after()
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(max(v.cores, 1)))
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	began := time.Now()
	busy, known := processorTime()
	for range repeats {
		if err := v.run(n); err != nil {
			return sample{}, 0, err
		}
	}
	passed := time.Since(began)
	took := passed
	if now, _ := processorTime(); known {
		took = now - busy
	}
	runtime.ReadMemStats(&after)
	scenarios := float64(n) * float64(repeats)
	two := 0.0
	if v.cores > 1 {
		two = loops(1).Seconds() / loops(2).Seconds()
	}
	return sample{
		two:    two,
		ns:     float64(took.Nanoseconds()) / scenarios,
		passed: float64(passed.Nanoseconds()) / scenarios,
		bytes:  float64(after.TotalAlloc-before.TotalAlloc) / scenarios,
		allocs: float64(after.Mallocs-before.Mallocs) / scenarios,
	}, took, nil
}

// loops is the time that a loop without memory takes, cut for so many goroutines: what the
// machine lets two workers be worth, while others use it too.
func loops(workers int) time.Duration {
	began := time.Now()
	var all sync.WaitGroup
	for range workers {
		all.Go(func() {
			x := uint64(1)
			for range 6_000_000 / workers {
				x ^= x << 13
				x ^= x >> 7
				x ^= x << 17
			}
			runtime.KeepAlive(x)
		})
	}
	all.Wait()
	return time.Since(began)
}
