package scenario

import (
	"context"
	"runtime"
	"slices"
	"sync"
)

// inOrder works out the run's blocks, each worker with what start gives it, and takes
// the results in order until take wants no more. It calls Progress and returns why the
// run ended early, if the context did it. No goroutine is left.
//
// The caller is one of the workers: while the next result is not there, it works out a
// block itself, so that nobody waits to be woken as long as there are blocks to do.
func inOrder[T any](ctx context.Context, r *run, start func(worker int) func(ctx context.Context, from, to int) T, take func(T) bool) error {
	n := r.to - r.from
	blocks := n / r.size // n may be the largest integer
	if n%r.size > 0 {
		blocks++
	}
	count := r.Workers
	if count <= 0 {
		count = runtime.GOMAXPROCS(0)
	}
	count = min(count, max(blocks, 1))
	ctx, stop := context.WithCancelCause(ctx)
	q := &queue[T]{blocks: blocks, places: make([]place[T], 2*count)}
	q.changed.L = &q.guard
	work := func(do func(context.Context, int, int) T, k int) T {
		from := r.from + k*r.size
		return do(ctx, from, from+min(r.size, r.to-from))
	}
	var workers sync.WaitGroup
	defer workers.Wait()
	defer q.end()
	defer stop(context.Canceled)
	for worker := 1; worker < count; worker++ {
		workers.Go(func() {
			finished := false
			defer func() {
				if !finished { // do panicked, or ended its goroutine
					q.fail(recover())
				}
			}()
			do := start(worker)
			for k, ok := q.claim(true); ok; k, ok = q.claim(true) {
				q.put(k, work(do, k))
			}
			finished = true
		})
	}
	do := start(0)
	for k := 0; k < blocks && ctx.Err() == nil; {
		x, ok := q.next()
		if !ok {
			if mine, ok := q.claim(false); ok {
				q.put(mine, work(do, mine))
			} else {
				q.wait()
			}
			continue
		}
		if ctx.Err() != nil { // what a worker gives in then means nothing
			break
		}
		if !take(x) {
			return nil
		}
		q.taken()
		if k++; r.Progress != nil {
			done := n
			if k < blocks {
				done = k * r.size
			}
			r.Progress(done, n)
		}
	}
	return r.ended(ctx)
}

// queue is where blocks are claimed in order, and their results wait for their turn in
// places, whose number bounds what is held.
type queue[T any] struct {
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

// turn is the place of the block whose turn it is.
func (q *queue[T]) turn() *place[T] { return &q.places[q.first%len(q.places)] }

// claim returns the next block that nobody has claimed, and whether there is one; if a
// worker wants it, as soon as there is a place for it.
func (q *queue[T]) claim(wait bool) (int, bool) {
	q.guard.Lock()
	defer q.guard.Unlock()
	for wait && !q.ended && q.claimed < q.blocks && q.claimed-q.first >= len(q.places) {
		q.changed.Wait()
	}
	if q.ended || q.claimed >= q.blocks || q.claimed-q.first >= len(q.places) {
		return 0, false
	}
	q.claimed++
	return q.claimed - 1, true
}

// put gives in the result of a block.
func (q *queue[T]) put(k int, x T) {
	q.guard.Lock()
	defer q.guard.Unlock()
	q.places[k%len(q.places)] = place[T]{x, true}
	if k == q.first {
		q.changed.Broadcast()
	}
}

// next returns the result of the block whose turn it is, if it is there.
func (q *queue[T]) next() (x T, ok bool) {
	q.guard.Lock()
	defer q.guard.Unlock()
	p := q.turn()
	return p.result, p.ready
}

// wait waits for that result. A worker that failed will not give it in: what ended it
// ends the caller.
func (q *queue[T]) wait() {
	q.guard.Lock()
	defer q.guard.Unlock()
	for !q.turn().ready && !q.failed {
		q.changed.Wait()
	}
	switch {
	case q.turn().ready:
	case q.cause != nil:
		panic(q.cause)
	default:
		runtime.Goexit()
	}
}

// taken makes room for another block.
func (q *queue[T]) taken() {
	q.guard.Lock()
	defer q.guard.Unlock()
	*q.turn() = place[T]{}
	q.first++
	q.changed.Broadcast()
}

// end lets workers claim no more.
func (q *queue[T]) end() {
	q.guard.Lock()
	defer q.guard.Unlock()
	q.ended = true
	q.changed.Broadcast()
}

// fail ends the queue because a worker has ended.
func (q *queue[T]) fail(cause any) {
	q.guard.Lock()
	defer q.guard.Unlock()
	q.failed, q.ended, q.cause = true, true, cause
	q.changed.Broadcast()
}

// pool is a run's blocks that are free, by who worked them out last: what a worker wrote
// is near its core. Nobody makes one while any is free, so there are no more than places.
type pool struct {
	run   *run
	guard sync.Mutex
	free  []*Block
}

func (p *pool) take(worker int) *Block {
	p.guard.Lock()
	defer p.guard.Unlock()
	n := len(p.free)
	if n == 0 {
		b := p.run.block()
		b.worker = worker
		return b
	}
	at := n - 1
	for k, b := range slices.Backward(p.free) {
		if b.worker == worker {
			at = k
			break
		}
	}
	b := p.free[at]
	p.free = slices.Delete(p.free, at, at+1)
	b.worker = worker
	return b
}

func (p *pool) give(b *Block) {
	p.guard.Lock()
	defer p.guard.Unlock()
	p.free = append(p.free, b)
}
