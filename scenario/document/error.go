package document

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/closest"
	"example.com/burdenshare/internal/visible"
)

// maxFaults is how many faults of one document are reported.
const maxFaults = 100

// Error says what is wrong in a document, and where. Line and Column are set only for JSON.
type Error struct {
	File         string // as it was named, if it was
	Line, Column int    // from 1, in characters; 0 where not known
	Path         string // such as lines[1].formula
	Problem      string // what is wrong there
	Suggestion   string // what may have been meant; empty if nothing comes near
	Err          error  // the cause
}

// Error gives place, problem and suggestion in one line.
func (e *Error) Error() string {
	at := cmp.Or(visible.Clip(e.File, 400), "document")
	if e.Line > 0 {
		at += ":" + strconv.Itoa(e.Line) + ":" + strconv.Itoa(e.Column)
	}
	if e.Path != "" {
		at += ": " + visible.Clip(e.Path, 200)
	}
	if e.Suggestion != "" {
		return visible.Text(at + ": " + e.Problem + "; did you mean " + e.Suggestion + "?")
	}
	return visible.Text(at + ": " + e.Problem)
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// complaints collects what is wrong in a document.
type complaints struct {
	d      *Document
	places *places // where its values stand; nil if not known
	found  lookup
	faults []*Error
	// spoiled are the objects with a fault in what keys they have: what they lack or
	// have too much of besides is not reported.
	spoiled map[string]bool
	// renamed is set where a parameter or line lacks a name of its own: names that
	// nothing has may be its, and are not reported unless they are near to another.
	renamed bool
}

// lookup finds what a document has under a name. It is made when it is first needed, and
// once, however many names are looked for.
type lookup struct {
	lines, params, scenarios map[string]int // the first of each name
	known                    map[any]*closest.Names
}

// firsts are the first places of names in a list.
func firsts[T any](list []T, name func(T) string) map[string]int {
	at := make(map[string]int, len(list))
	for i, x := range slices.Backward(list) {
		at[name(x)] = i
	}
	return at
}

// lineAt returns which line of the document has a name; -1 if none has.
func (c *complaints) lineAt(name string) int {
	if c.found.lines == nil {
		c.found.lines = firsts(c.d.Lines, func(l Line) string { return l.Name })
	}
	return placeIn(c.found.lines, name)
}

// paramAt returns which parameter of the document has a name; -1 if none has.
func (c *complaints) paramAt(name string) int {
	if c.found.params == nil {
		c.found.params = firsts(c.d.Parameters, func(p Param) string { return p.Name })
	}
	return placeIn(c.found.params, name)
}

// scenarioAt returns which scenario of the document has a name; -1 if none has.
func (c *complaints) scenarioAt(name string) int {
	if c.found.scenarios == nil {
		c.found.scenarios = firsts(c.d.WhatIf, func(s Scenario) string { return s.Name })
	}
	return placeIn(c.found.scenarios, name)
}

func placeIn(at map[string]int, name string) int {
	if i, ok := at[name]; ok {
		return i
	}
	return -1
}

// unknown reports a name that nothing has, with the known name that it comes near to. The
// known names are those of an owner, such as a model; they are read once for each owner.
func (c *complaints) unknown(path, problem, name string, owner any, names func() []string) {
	if c.full() {
		return
	}
	known := c.found.known[owner]
	if known == nil {
		list := names()
		known = closest.Among(len(list), slices.Values(list))
		if c.found.known == nil {
			c.found.known = map[any]*closest.Names{}
		}
		c.found.known[owner] = known
	}
	c.add(path, problem, known.Nearest(name), burden.ErrUnknownName)
}

// unknownScenario reports that no scenario of the document has a name.
func (c *complaints) unknownScenario(path, name string) {
	c.unknown(path, "no scenario is called "+visible.Quote(name), name, "scenarios", func() []string {
		var names []string
		for _, s := range c.d.WhatIf {
			names = append(names, s.Name)
		}
		return names
	})
}

// add keeps a fault of the value at a path and returns it, nil if it is not kept.
func (c *complaints) add(path, problem, suggestion string, err error) *Error {
	if c.full() || c.renamed && suggestion == "" && err == burden.ErrUnknownName {
		return nil
	}
	e := &Error{File: c.d.File, Path: path, Problem: problem, Suggestion: suggestion, Err: err}
	e.Line, e.Column = c.places.of(path)
	c.faults = append(c.faults, e)
	return e
}

// full reports whether no more faults are kept, so that looking for them is idle.
func (c *complaints) full() bool { return len(c.faults) == maxFaults }

// err joins the faults, by their place.
func (c *complaints) err() error {
	slices.SortStableFunc(c.faults, func(a, b *Error) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	errs := make([]error, len(c.faults))
	for i, f := range c.faults {
		errs[i] = f
	}
	return errors.Join(errs...)
}

// places are where the values of a document stand in the text it was read from.
type places struct {
	text string
	at   map[string]int // path → offset
	line []int          // offsets at which lines begin
}

func newPlaces(text string) *places {
	p := &places{text: text, at: map[string]int{}, line: []int{0}}
	for i := range len(text) {
		if text[i] == '\n' {
			p.line = append(p.line, i+1)
		}
	}
	return p
}

// of returns the line and column of the value at a path, or of the value it is in.
func (p *places) of(path string) (line, column int) {
	if p == nil {
		return 0, 0
	}
	for {
		if at, ok := p.at[path]; ok {
			return p.position(at)
		}
		if path == "" {
			return 1, 1
		}
		path = path[:max(0, strings.LastIndexAny(path, ".["))]
	}
}

func (p *places) position(at int) (line, column int) {
	at = min(at, len(p.text))
	i, found := slices.BinarySearch(p.line, at)
	if !found {
		i--
	}
	return i + 1, 1 + utf8.RuneCountInString(p.text[p.line[i]:at])
}

// inside returns the line and column of an offset in the text that the JSON string at
// a path stands for.
func (p *places) inside(path string, offset int) (line, column int) {
	if p == nil {
		return 0, 0
	}
	start, ok := p.at[path]
	if !ok {
		return 0, 0
	}
	i := start + 1
	for read := 0; read < offset && i < len(p.text); {
		if p.text[i] != '\\' {
			i, read = i+1, read+1
			continue
		}
		r, width := escapeSequence(p.text[i:])
		i, read = i+width, read+max(1, utf8.RuneLen(r))
	}
	return p.position(i)
}

// escapeSequence returns what a JSON escape stands for, a pair of surrogates being one, and
// how many bytes it has.
func escapeSequence(text string) (r rune, width int) {
	unit := func(at int) rune {
		if len(text) < at+6 || text[at:at+2] != `\u` {
			return -1
		}
		n, err := strconv.ParseUint(text[at+2:at+6], 16, 16)
		if err != nil {
			return -1
		}
		return rune(n)
	}
	first := unit(0)
	if first < 0 {
		return ' ', 2
	}
	if pair := utf16.DecodeRune(first, unit(6)); pair != utf8.RuneError {
		return pair, 12
	}
	return first, 6
}
