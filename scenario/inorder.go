package scenario

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
)

// inOrder works out the run's blocks, each worker with what start gives it, and takes
// the results in order until take wants no more. It calls Progress and returns why the
// run ended early, if the context did it. No goroutine is left.
//
// The caller is one of the workers: while the next result is not there, it works out a
// block itself, so that nobody waits to be woken as long as there are blocks to do.
func inOrder[T any](ctx context.Context, r *run, start func() func(ctx context.Context, from, to int) T, take func(T) bool) error {
	blocks := (r.to - r.from + r.size - 1) / r.size
	count := r.Workers
	if count <= 0 {
		count = runtime.GOMAXPROCS(0)
	}
	count = min(count, max(blocks, 1))
	ctx, stop := context.WithCancelCause(ctx)
	l := &line[T]{blocks: blocks, places: make([]place[T], 2*count)}
	l.changed.L = &l.guard
	work := func(do func(context.Context, int, int) T, k int) T {
		from := r.from + k*r.size
		return do(ctx, from, min(from+r.size, r.to))
	}
	var workers sync.WaitGroup
	defer workers.Wait()
	defer l.end()
	defer stop(context.Canceled)
	for range count - 1 {
		workers.Go(func() {
			finished := false
			defer func() {
				if !finished { // do panicked, or ended its goroutine
					l.fail(recover())
				}
			}()
			do := start()
			for k, ok := l.claim(true); ok; k, ok = l.claim(true) {
				l.put(k, work(do, k))
			}
			finished = true
		})
	}
	do := start()
	for k := 0; k < blocks && ctx.Err() == nil; {
		x, ok := l.next(k)
		if !ok {
			if mine, ok := l.claim(false); ok {
				l.put(mine, work(do, mine))
			} else {
				l.wait(k)
			}
			continue
		}
		if ctx.Err() != nil {
			break
		}
		if !take(x) {
			return nil
		}
		l.taken()
		k++
		if r.Progress != nil {
			r.Progress(min(k*r.size, r.to-r.from), r.to-r.from)
		}
	}
	return r.ended(ctx)
}

// line is where blocks are claimed in order, and their results wait for their turn in
// places, whose number bounds what is held.
type line[T any] struct {
	guard          sync.Mutex
	changed        sync.Cond
	blocks         int
	claimed, first int // blocks claimed, and taken
	places         []place[T]
	ended          bool
	failed         bool
	cause          any // what a worker panicked with; nil if it ended its goroutine
}

type place[T any] struct {
	result T
	ready  bool
}

// claim returns the next block that nobody has claimed, and whether there is one; if a
// worker wants it, as soon as there is a place for it.
func (l *line[T]) claim(wait bool) (int, bool) {
	l.guard.Lock()
	defer l.guard.Unlock()
	for wait && !l.ended && l.claimed < l.blocks && l.claimed-l.first >= len(l.places) {
		l.changed.Wait()
	}
	if l.ended || l.claimed >= l.blocks || l.claimed-l.first >= len(l.places) {
		return 0, false
	}
	l.claimed++
	return l.claimed - 1, true
}

// put gives in the result of a block.
func (l *line[T]) put(k int, x T) {
	l.guard.Lock()
	defer l.guard.Unlock()
	l.places[k%len(l.places)] = place[T]{x, true}
	if k == l.first {
		l.changed.Broadcast()
	}
}

// next returns the result of the block whose turn it is, if it is there.
func (l *line[T]) next(k int) (x T, ok bool) {
	l.guard.Lock()
	defer l.guard.Unlock()
	p := l.places[k%len(l.places)]
	return p.result, p.ready
}

// wait waits for that result. A worker that failed will not give it in: what ended it
// ends the caller.
func (l *line[T]) wait(k int) {
	l.guard.Lock()
	defer l.guard.Unlock()
	for !l.places[k%len(l.places)].ready && !l.failed {
		l.changed.Wait()
	}
	switch {
	case l.places[k%len(l.places)].ready:
	case l.cause != nil:
		panic(l.cause)
	default:
		runtime.Goexit()
	}
}

// taken makes room for another block.
func (l *line[T]) taken() {
	l.guard.Lock()
	defer l.guard.Unlock()
	l.places[l.first%len(l.places)] = place[T]{}
	l.first++
	l.changed.Broadcast()
}

// end lets workers claim no more.
func (l *line[T]) end() {
	l.guard.Lock()
	defer l.guard.Unlock()
	l.ended = true
	l.changed.Broadcast()
}

// fail ends the line because a worker has ended.
func (l *line[T]) fail(cause any) {
	l.guard.Lock()
	defer l.guard.Unlock()
	if l.failed, l.ended = true, true; cause != nil {
		l.cause = fmt.Errorf("%v, in a worker of the sweep\n%s", cause, debug.Stack())
	}
	l.changed.Broadcast()
}
