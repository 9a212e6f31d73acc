// Verify: is the number in this explanation right?
//
// It reads an explanation as JSON, as burden's Explanation.MarshalJSON writes it and
// FORMAT.md describes it, from a file or from standard input, and recomputes every
// node of every formula with math/big alone. It imports nothing of the library whose
// numbers it checks: package recompute, beside it, does the work.
//
//	go run ./examples/verify examples/verify/testdata/contribution2010.json
//
// It prints the number, "recomputed", and what was taken as given: the model's name and
// hash, the scenario and its changes, and every figure with its status and source. Or it
// prints the first place that does not agree.
package main

import (
	"fmt"
	"io"
	"os"

	"example.com/burdenshare/examples/verify/recompute"
)

func main() {
	if err := run(os.Args[1:], os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "verify:", err)
		os.Exit(1)
	}
}

func run(args []string, in io.Reader, out io.Writer) error {
	switch {
	case len(args) > 1:
		return fmt.Errorf("give one file, or none to read standard input")
	case len(args) == 1:
		f, err := os.Open(args[0])
		if err != nil {
			return err
		}
		defer f.Close()
		in = f
	}
	found, err := recompute.Check(in)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, found)
	return err
}
