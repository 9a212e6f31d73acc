// Document: a contract written in TOML by somebody who does not program, checked,
// evaluated and compared with what it was expected to give.
//
//	go run . [file.toml]
//
// The structs are the library's; only the decoder is another. It hands numbers over as
// they are written, so 103.1 is 103.1 and no neighbour of it.
package main

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"example.com/burdenshare/internal/visible"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/document"
)

//go:embed contract.toml
var contract []byte

func main() {
	name, text := "contract.toml", io.Reader(bytes.NewReader(contract))
	if len(os.Args) > 1 {
		file, err := os.Open(os.Args[1])
		if err != nil {
			log.Fatal(err)
		}
		defer file.Close()
		name, text = os.Args[1], file
	}
	d, err := read(text, name)
	if err == nil {
		err = run(os.Stdout, d)
	}
	if err != nil {
		log.Fatal(err)
	}
}

// read reads a document from TOML, of 1 MiB at most. Unknown keys are all reported, and so
// is everything that is wrong in a document that has none.
func read(r io.Reader, name string) (*document.Document, error) {
	text, err := io.ReadAll(io.LimitReader(r, document.MaxSize+1))
	if err != nil {
		return nil, err
	}
	if len(text) > document.MaxSize {
		return nil, fmt.Errorf("%s: has more than %d bytes", name, document.MaxSize)
	}
	d := &document.Document{File: name}
	err = toml.NewDecoder(bytes.NewReader(text)).DisallowUnknownFields().Decode(d)
	if unknown, ok := errors.AsType[*toml.StrictMissingError](err); ok {
		var faults []error
		for _, e := range unknown.Errors {
			line, column := e.Position()
			faults = append(faults, fmt.Errorf("%s:%d:%d: %s: unknown key", visible.Text(name), line, column, visible.Text(strings.Join(e.Key(), "."))))
		}
		return nil, errors.Join(faults...)
	}
	if wrong, ok := errors.AsType[*toml.DecodeError](err); ok {
		line, column := wrong.Position()
		return nil, fmt.Errorf("%s:%d:%d: %s", visible.Text(name), line, column, visible.Text(wrong.Error()))
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %s", visible.Text(name), visible.Text(err.Error()))
	}
	if err := strict(text, name); err != nil {
		return nil, err
	}
	return d, d.Check()
}

// run prints what the document says, what came of it, and whether that was expected.
func run(w io.Writer, d *document.Document) error {
	hash, err := d.Hash()
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "%s (%s)\n%s\ndocument %.12s\n", visible.Text(d.Title), visible.Text(d.ID), visible.Text(d.Reference), hash)
	scenarios, err := d.Scenarios()
	if err != nil {
		return err
	}
	for i, s := range scenarios[1:] {
		fmt.Fprintf(w, "\n%s: %s\n", visible.Text(s.Name()), visible.Text(d.WhatIf[i].Title))
		comparison, err := scenario.Compare(scenarios[0], s, scenarios[0].Lines()...)
		if err != nil {
			return err
		}
		fmt.Fprint(w, comparison)
	}
	verdicts, err := d.Verdicts()
	if err != nil {
		return err
	}
	fmt.Fprint(w, "\nexpected and found\n")
	failed := 0
	for _, v := range verdicts {
		fmt.Fprintln(w, " ", v)
		if !v.Holds {
			failed++
		}
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d expectations failed", failed, len(verdicts))
	}
	fmt.Fprintf(w, "%d of %d expectations hold\n", len(verdicts), len(verdicts))
	return nil
}
