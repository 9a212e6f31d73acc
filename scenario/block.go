package scenario

import (
	"context"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/scenario/internal/tape"
)

// Block is the outcomes of neighbouring scenarios of a sweep; see [Sweep.Blocks]. It
// is used again for the next ones, and not safe for concurrent use.
type Block struct {
	run      *run
	worker   int // who works it out
	from, n  int
	machine  *tape.Machine // one of the two, or the gatherer's; nil where the plain evaluator did all
	narrow   *tape.Machine // of the engine's run
	wide     *tape.Machine // of its wider one
	gatherer *gatherer
	plain    map[int]Outcome // what the plain evaluator did
	buffers  [][]int64
}

// plainBatch is how many scenarios the plain evaluator does at a time.
const plainBatch = 32

func (r *run) blockLen() int {
	switch {
	case r.engine == nil:
		return plainBatch
	case r.engine.run != nil:
		return r.engine.run.BlockLen()
	}
	return tape.BlockLen
}

func (r *run) block() *Block {
	b := &Block{run: r, plain: map[int]Outcome{}}
	if r.engine != nil && r.engine.run == nil {
		b.gatherer = newGatherer(r.engine)
	}
	return b
}

// fill evaluates the scenarios from an index to another. If the context ends on the
// way, what is in the block means nothing.
func (b *Block) fill(ctx context.Context, from, to int) {
	b.from, b.n = from, to-from
	clear(b.plain)
	left := func(i int) bool { return true }
	switch e := b.run.engine; {
	case e == nil:
	case b.gatherer == nil:
		if b.planned(e) {
			left = func(i int) bool { return b.machine.Failed(i) || e.outside != nil && e.outside(from+i) }
		}
	case b.gatherer.block(ctx, b.run, from, to):
		b.machine = b.gatherer.machine
		left = func(i int) bool { return b.machine.Failed(i) || b.gatherer.left[i] }
	default:
		b.machine = nil // what it has is of a block before
	}
	for i := range b.n {
		if left(i) {
			if ctx.Err() != nil {
				return
			}
			b.plain[i] = b.run.evaluate(from + i)
		}
	}
}

// planned works out the block by the engine's run, or by the wider one if its counts are
// beyond that, and reports whether it could: by which depends on its counts alone.
func (b *Block) planned(e *engine) bool {
	if b.narrow == nil {
		b.narrow = e.run.Machine(b.run.size)
	}
	if b.machine = b.narrow; b.machine.Block(b.from, b.n) {
		return true
	}
	if wider := e.wider(); wider != nil {
		if b.wide == nil {
			b.wide = wider.Machine(b.run.size)
		}
		if b.machine = b.wide; b.machine.Block(b.from, b.n) {
			return true
		}
	}
	b.machine = nil
	return false
}

// From returns the index of the block's first scenario.
func (b *Block) From() int {
	if b == nil {
		return 0
	}
	return b.from
}

// Len returns how many scenarios the block has.
func (b *Block) Len() int {
	if b == nil {
		return 0
	}
	return b.n
}

// Err returns why the block's i-th scenario has no values, or nil: the error of its
// [Outcome]. Of a scenario that the block does not have it is a [burden.ErrOutOfRange].
func (b *Block) Err(i int) error {
	if b == nil || i < 0 || i >= b.n {
		return b.outside("scenario", i, b.Len())
	}
	return b.plain[i].Err
}

// Value returns the number that a metric, by its place in the sweep, comes to in the
// block's i-th scenario. Besides the errors of [Block.Err], a metric that the sweep
// does not have is a [burden.ErrOutOfRange].
func (b *Block) Value(i, metric int) (decimal.Decimal, error) {
	if err := b.Err(i); err != nil {
		return decimal.Decimal{}, err
	}
	if metric < 0 || metric >= len(b.run.Metrics) {
		return decimal.Decimal{}, b.outside("metric", metric, len(b.run.Metrics))
	}
	return b.value(i, metric), nil
}

func (b *Block) value(i, metric int) decimal.Decimal {
	if len(b.plain) > 0 {
		if o, ok := b.plain[i]; ok {
			return o.Values[metric]
		}
	}
	return b.machine.Value(metric, i)
}

// Counts returns a metric in all scenarios of the block as counts of a quantum, a
// power of ten that may differ from block to block, and with the range that is swept.
// Where a scenario has no value, its count is zero; [Block.Err] tells. It returns
// false if a number is no such count of 64 bits, or the sweep does not have the
// metric.
func (b *Block) Counts(metric int) (counts []int64, quantum decimal.Decimal, ok bool) {
	if b == nil || b.run == nil || metric < 0 || metric >= len(b.run.Metrics) {
		return nil, decimal.Decimal{}, false
	}
	if b.machine != nil && b.machine.Words(metric) == 1 {
		buffer, scale := b.buffer(metric), b.machine.Scale(metric)
		counts = b.machine.Column(metric, 0, buffer)
		if len(b.plain) > 0 { // the column may be the machine's own, or that of others too
			counts = buffer[:copy(buffer, counts)]
		}
		if b.patch(counts, metric, scale) {
			return counts, decimal.New(1, int32(-scale)), true
		}
	}
	return b.counted(metric)
}

// patch puts what the plain evaluator did among the counts of the machine, and reports
// whether all of it are counts of that scale.
func (b *Block) patch(counts []int64, metric, scale int) bool {
	for i, o := range b.plain {
		counts[i] = 0
		if o.Err != nil {
			continue
		}
		var ok bool
		if counts[i], ok = count64(o.Values[metric], scale); !ok {
			return false
		}
	}
	return true
}

// counted is Counts by way of decimals.
func (b *Block) counted(metric int) ([]int64, decimal.Decimal, bool) {
	scale, some := 0, false
	for i := range b.n {
		if b.Err(i) != nil {
			continue
		}
		v := b.value(i, metric)
		if v.IsZero() {
			continue // at any scale
		}
		own, ok := leastScale(v)
		if !ok {
			return nil, decimal.Decimal{}, false
		}
		if !some || own > scale {
			scale, some = own, true
		}
	}
	counts := b.buffer(metric)[:b.n]
	for i := range counts {
		counts[i] = 0
		if b.Err(i) != nil {
			continue
		}
		var ok bool
		if counts[i], ok = count64(b.value(i, metric), scale); !ok {
			return nil, decimal.Decimal{}, false
		}
	}
	return counts, decimal.New(1, int32(-scale)), true
}

// maxDigits64 is how many digits a count of 64 bits may have.
const maxDigits64 = 19

// leastScale returns the smallest scale at which a number other than zero is a count,
// and whether that may be one of 64 bits.
func leastScale(d decimal.Decimal) (int, bool) {
	digits := d.Coefficient().String()
	kept := strings.TrimRight(digits, "0")
	return int(-d.Exponent()) - (len(digits) - len(kept)), len(strings.TrimPrefix(kept, "-")) <= maxDigits64
}

// count64 returns a number as a count of 10^-scale, and whether it is one of 64 bits.
func count64(d decimal.Decimal, scale int) (int64, bool) {
	if d.IsZero() {
		return 0, true
	}
	least, ok := leastScale(d)
	if !ok || least > scale || scale-least > maxDigits64 {
		return 0, false
	}
	count := d.Shift(int32(scale)).BigInt()
	return count.Int64(), count.IsInt64()
}

func (b *Block) buffer(metric int) []int64 {
	if b.buffers == nil {
		b.buffers = make([][]int64, len(b.run.Metrics))
	}
	if b.buffers[metric] == nil {
		b.buffers[metric] = make([]int64, tape.BlockLen)
	}
	return b.buffers[metric]
}

func (b *Block) outside(what string, i, n int) error {
	name := "block"
	if b != nil && b.run != nil {
		name = b.run.Scenario.name
	}
	return &Error{Scenario: name, Err: &burden.Error{Input: what + " of the block", Value: strconv.Itoa(i) + " of " + strconv.Itoa(n), Err: burden.ErrOutOfRange}}
}

// outcomes are the block's, each in memory of its own.
func (b *Block) outcomes() []Outcome {
	list := make([]Outcome, b.n)
	for i := range list {
		if o, ok := b.plain[i]; ok {
			list[i] = o
			continue
		}
		if b.machine == nil {
			continue // the context ended before it was evaluated
		}
		values := make([]decimal.Decimal, len(b.run.Metrics))
		for k := range values {
			values[k] = b.machine.Value(k, i)
		}
		list[i] = Outcome{Index: b.from + i, Values: values}
	}
	return list
}
