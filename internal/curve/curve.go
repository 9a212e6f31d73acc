// Package curve finds out how the work of calls grows with their input: three inputs, each
// of twice the size of the one before, and the work counted, never timed.
//
// What is counted are the blocks of statements that are executed, by the counters that
// go build -cover puts into the packages looked at, and the bytes that are allocated. A
// loop in a loop is seen by the former whether it allocates or not, also inside package
// slices, which is among the packages; text that is put together anew for each of its
// parts is seen by the latter. Both are the same on any machine, slow, busy or not. What
// neither sees is one comparison of long texts after another.
//
// A program lists its calls and hands them to [Measure], and a test builds, runs and judges
// it by [Check].
package curve

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/coverage"
)

// Case is a call with an input that grows.
type Case struct {
	Call  string // such as Document.Check
	Input string // what grows, such as scenarios
	Size  int    // of the smallest of the three inputs
	// Make makes the input of a size. The function that it returns makes the call, and is
	// what is measured.
	Make func(size int) func()
	// Limited says why the work may grow faster: another limit than the size of the input
	// ends it. Such a case has one input, as large as it may be, and Most is how many blocks
	// it may take. Without a Most it is not made.
	Limited string
	Most    int
}

// Cost is what a call took with an input of a size.
type Cost struct {
	Call, Input  string
	Size         int
	Steps, Bytes int
	Limited      string `json:",omitempty"`
	Most         int    `json:",omitempty"`
	Fault        string `json:",omitempty"` // why it was not measured
}

// Measure makes every call with each of its inputs, and writes what that took as JSON, a
// line a call.
func Measure(w io.Writer, cases []Case) error {
	out := json.NewEncoder(w)
	for _, c := range cases {
		sizes := []int{c.Size, 2 * c.Size, 4 * c.Size}
		switch {
		case c.Limited != "" && c.Most == 0:
			continue
		case c.Limited != "":
			sizes = sizes[:1]
		default:
			if small, err := c.measure(max(8, c.Size/8)); err != nil || small.Fault != "" { // what is made once for all calls is made now
				sizes = []int{max(8, c.Size/8)}
			}
		}
		for _, size := range sizes {
			fmt.Fprintf(os.Stderr, "%s of %d %s\n", c.Call, size, c.Input) // the last one says where it hangs
			cost, err := c.measure(size)
			if err != nil {
				return err
			}
			if err := out.Encode(cost); err != nil {
				return err
			}
			if cost.Fault != "" {
				break
			}
		}
	}
	return nil
}

// measure makes the call with one input.
func (c Case) measure(size int) (cost Cost, err error) {
	cost = Cost{Call: c.Call, Input: c.Input, Size: size, Limited: c.Limited, Most: c.Most}
	defer func() {
		if fault := recover(); fault != nil {
			cost.Fault = fmt.Sprint(fault)
		}
	}()
	call := c.Make(size)
	steps, err := blocks()
	if err != nil {
		return cost, err
	}
	bytes := allocated()
	call()
	cost.Bytes = allocated() - bytes
	after, err := blocks()
	cost.Steps = after - steps
	return cost, err
}

// blocks returns how many blocks the program has executed up to now.
func blocks() (int, error) {
	var b bytes.Buffer
	if err := coverage.WriteCounters(&b); err != nil {
		return 0, err
	}
	return sum(b.Bytes())
}

// allocated returns how many bytes the program has allocated up to now.
func allocated() int {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.TotalAlloc)
}

// sum adds up the counters of a counter file of Go, whose format is described in its
// package internal/coverage: a header of 32 bytes; a segment with how many functions there are,
// the lengths of two tables, and these; and of each function how many counters it has, its
// package, its number, and the counters. Every one of these is a uint32, or a ULEB128.
func sum(data []byte) (int, error) {
	const header, segment = 32, 16
	fault := func(what string) (int, error) { return 0, fmt.Errorf("not counters as Go 1.26 writes them: %s", what) }
	if len(data) < header+segment || !bytes.HasPrefix(data, []byte("\x00cwm")) || binary.LittleEndian.Uint32(data[4:]) != 1 {
		return fault("another beginning")
	}
	flavour, large := data[24], data[25] != 0
	if large || flavour != 1 && flavour != 2 {
		return fault("another flavour")
	}
	rest := data[header:]
	functions := int(binary.LittleEndian.Uint64(rest))
	tables := int(binary.LittleEndian.Uint32(rest[8:])) + int(binary.LittleEndian.Uint32(rest[12:]))
	if rest = rest[segment:]; tables > len(rest) {
		return fault("too short")
	}
	rest = rest[tables:]
	next := func() (int, bool) {
		if flavour == 1 {
			if len(rest) < 4 {
				return 0, false
			}
			v := binary.LittleEndian.Uint32(rest)
			rest = rest[4:]
			return int(v), true
		}
		v, n := binary.Uvarint(rest)
		if n <= 0 {
			return 0, false
		}
		rest = rest[n:]
		return int(v), true
	}
	total := 0
	for range functions {
		counters, ok := next()
		next()
		next()
		for range counters {
			var n int
			n, ok = next()
			total += n
		}
		if !ok {
			return fault("too short")
		}
	}
	return total, nil
}
