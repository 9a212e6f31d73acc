package document

import (
	"bytes"
	"errors"
	"go/token"
	"reflect"
	"strconv"
	"strings"
	"unicode"

	"example.com/burdenshare/burden"
	"example.com/burdenshare/internal/visible"
	"example.com/burdenshare/scenario"
	"example.com/burdenshare/scenario/internal/limit"
)

// Check returns the faults of the document, at most 100, each an [Error]. [Read] calls it.
// Call it yourself after another decoder or a change.
func (d *Document) Check() error {
	_, err := d.build()
	return err
}

// Model returns the model that the document describes. It returns the errors of
// [Document.Check].
func (d *Document) Model() (*burden.Model, error) {
	b, err := d.build()
	if err != nil {
		return nil, err
	}
	return b.model, nil
}

// Scenarios returns the baseline, and after it the document's scenarios in order, all
// of one model. It returns the errors of [Document.Check], and of a document without
// years a burden.ErrIncomplete.
func (d *Document) Scenarios() ([]*scenario.Scenario, error) {
	b, err := d.build()
	if err != nil {
		return nil, err
	}
	if len(b.scenarios) == 0 {
		return nil, &Error{File: d.File, Path: "from", Problem: "the scenarios need a first and a last year, from and to", Err: burden.ErrIncomplete}
	}
	return b.scenarios, nil
}

// built is what a document describes.
type built struct {
	model     *burden.Model
	scenarios []*scenario.Scenario // the baseline first; none without years
	named     map[string]int       // where a scenario stands, after the baseline
	limits    limit.Index
	limiting  map[string]bool              // names of what limits something in any of the scenarios
	unfit     map[*scenario.Scenario]error // why the changes of a scenario do not fit the model
	sweeps    []scenario.Sweep
}

func (d *Document) build() (*built, error) {
	if d == nil {
		return nil, &Error{Problem: "there is no document", Err: burden.ErrIncomplete}
	}
	c := &complaints{d: d, places: d.places}
	b := c.check()
	if len(c.faults) > 0 && d.places != nil && d.changed() {
		c = &complaints{d: d} // what has been changed is no longer where it was read
		b = c.check()
	}
	if err := c.err(); err != nil {
		return nil, err
	}
	return b, nil
}

// changed reports whether the document is another than the one that was read.
func (d *Document) changed() bool {
	c := &complaints{d: &Document{File: d.File}}
	c.read([]byte(d.places.text))
	was, err := c.d.json()
	is, err2 := d.json()
	return err != nil || err2 != nil || !bytes.Equal(was, is)
}

// check looks at everything in the document and builds what it describes. What it
// finds is meant for complaints without faults, or with those of a decoder.
func (c *complaints) check() *built {
	c.missing(reflect.ValueOf(c.d).Elem(), "")
	s := c.speech()
	var lines []burden.Definition
	for i, l := range c.d.Lines {
		if c.full() {
			return nil
		}
		if definition := c.line(l, s.names, "lines["+strconv.Itoa(i)+"]"); definition != nil {
			lines = append(lines, definition)
		}
	}
	if c.d.From != 0 || c.d.To != 0 || len(c.d.WhatIf) > 0 || len(c.d.Expect) > 0 || len(c.d.Sweeps) > 0 {
		c.years()
	}
	changes := c.whatIf(s)
	c.expectations()
	b := &built{}
	if len(c.faults) > 0 {
		return nil
	}
	model, err := burden.NewModel(c.d.ID, append(c.own(s, lines, changes), lines...)...)
	for _, fault := range burden.Faults(err) {
		if c.full() {
			break
		}
		c.modelFault(fault)
	}
	if b.model = model; model == nil || c.d.From == 0 {
		return b
	}
	b.scenarios = c.scenarios(model, changes)
	if len(c.faults) == 0 {
		c.expected(b)
		c.sweeps(b)
	}
	return b
}

// own returns the parameters of the model itself: not those that only a scenario reads,
// which come with what it defines.
func (c *complaints) own(s speech, lines []burden.Definition, changes [][]scenario.Change) []burden.Definition {
	here, elsewhere := map[string]bool{}, map[string]bool{}
	for _, d := range lines {
		reads(d, here)
	}
	for _, list := range changes {
		for _, change := range list {
			if change.Action() == scenario.Redefine {
				reads(change.Definition(), elsewhere)
			}
		}
	}
	var list []burden.Definition
	for _, p := range c.d.Parameters {
		if here[p.Name] || !elsewhere[p.Name] {
			list = append(list, s.params[p.Name])
		}
	}
	return list
}

// reads notes the names of parameters that a definition reads.
func reads(d burden.Definition, names map[string]bool) {
	var operands []burden.Operand
	switch d := d.(type) {
	case burden.LineDefinition:
		operands = []burden.Operand{d.Formula()}
	case burden.IndexRule:
		x := d.Index()
		operands = append(x.AddOns, x.Driver, x.Floor, x.Ceiling)
	case burden.SplitRule:
		operands = []burden.Operand{d.Split().Total}
		for _, m := range d.Split().Members {
			operands = append(operands, m.Weight, m.Floor, m.Ceiling)
		}
	}
	for _, o := range operands {
		if o != nil {
			burden.Walk(burden.Sum(o), func(_ burden.Site, n burden.Node) bool {
				if n.Kind == burden.ParamNode {
					names[n.Name] = true
				}
				return true
			})
		}
	}
}

// prose are the keys of text for people.
var prose = map[string]bool{"$schema": true, "title": true, "author": true, "reference": true, "purpose": true, "source": true, "print": true}

// missing reports fields without a value that have to have one, and texts that are too long.
func (c *complaints) missing(v reflect.Value, path string) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			c.missing(v.Elem(), path)
		}
	case reflect.Slice:
		for i := range v.Len() {
			if v.Index(i).Kind() == reflect.Struct {
				c.missing(v.Index(i), path+"["+strconv.Itoa(i)+"]")
			}
		}
	case reflect.Struct:
		for _, f := range docFields(v.Type()) {
			at, field := join(path, f.key), v.Field(f.index)
			if f.required && field.IsZero() && !c.spoiled[path] {
				c.add(at, "is missing", "", burden.ErrIncomplete)
			}
			if prose[f.key] {
				if problem := visible.TooLong("the text", field.String(), MaxText); problem != "" {
					c.add(at, problem, "", burden.ErrTooLarge)
				}
			}
			c.missing(field, at)
		}
	}
}

// speech is what the names in formulas mean.
type speech struct {
	names  burden.Names
	params map[string]burden.Param
	at     map[string]string // path of what has the name
}

// speech takes the names of the document, each once.
func (c *complaints) speech() speech {
	s := speech{burden.Names{}, map[string]burden.Param{}, map[string]string{}}
	for i, p := range c.d.Parameters {
		if c.full() {
			break
		}
		path := "parameters[" + strconv.Itoa(i) + "]"
		param := c.param(p, path)
		if c.take(s, p.Name, path) {
			s.params[p.Name], s.names[p.Name] = param, param
		}
	}
	for i, l := range c.d.Lines {
		path := "lines[" + strconv.Itoa(i) + "]"
		if c.take(s, l.Name, path) {
			l.enter(s.names)
		}
	}
	return s
}

// take reports a name that something has already.
func (c *complaints) take(s speech, name, path string) bool {
	first, taken := s.at[name]
	_, err := burden.NewModel(name) // which is checked as a name
	c.renamed = c.renamed || taken || err != nil
	switch {
	case name == "": // missing, which is reported
		return false
	case taken:
		c.add(path+".name", name+" is there before, as "+first, "", burden.ErrDuplicate)
		return false
	case err != nil:
		c.add(path+".name", noName(name), "", burden.ErrName)
		return false
	}
	s.at[name] = path
	return true
}

func noName(text string) string {
	if text == "none" || token.IsKeyword(text) {
		return visible.Quote(text) + " cannot be a name: it is a word that formulas have or refuse"
	}
	outside := func(r rune) bool {
		return r > unicode.MaxASCII || r != '_' && r != '.' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}
	if len(text) > scenario.MaxName && !strings.ContainsFunc(text, outside) {
		return visible.Quote(text) + " has " + strconv.Itoa(len(text)) + " bytes, and a name in formulas has at most " + strconv.Itoa(scenario.MaxName) + "; shorten it"
	}
	return visible.Quote(text) + " is no name: a name has letters a to z or A to Z, digits and underscores, or is several such joined by dots"
}

// enter gives names to the lines that a line of the document makes.
func (l Line) enter(names burden.Names) {
	switch {
	case l.Index != nil:
		rule := burden.NewIndexRule(l.Name, burden.Index{})
		names[l.Name], names[rule.Raw().Name()] = rule.Applied(), rule.Raw()
		if l.Index.Carry != "" {
			names[rule.Carried().Name()] = rule.Carried()
		}
	case l.Split != nil:
		split := burden.NewSplit(l.Name, burden.Unit(l.Unit), burden.Split{})
		for _, m := range l.Split.Members {
			part := split.Part(m.Key)
			names[part.Name()] = part
		}
	default:
		names[l.Name] = burden.NewLine(l.Name, burden.Unit(l.Unit))
	}
}

// modelFault reports a fault of the model at what it is about.
func (c *complaints) modelFault(fault error) {
	e, ok := errors.AsType[*burden.Error](fault)
	if !ok {
		c.add("", fault.Error(), "", fault)
		return
	}
	path := ""
	about := e.Line
	if about == "" {
		about, _, _ = strings.Cut(strings.TrimPrefix(e.Input, "unit of "), ":")
	}
	switch i := c.lineOwning(about); {
	case e.Input == "model id":
		path = "id"
	case i >= 0:
		path = "lines[" + strconv.Itoa(i) + "]" + c.d.Lines[i].body()
	default:
		if k := c.paramAt(about); k >= 0 {
			path = "parameters[" + strconv.Itoa(k) + "]"
		}
	}
	problem := c.told(e)
	if (e.Input == "unit" || strings.HasPrefix(e.Input, "unit of ")) && e.Detail == "" && errors.Is(e, burden.ErrUnit) {
		problem = e.Value + " is no unit, such as KRW, person, KRW/person or KRW@2019"
		if line, ok := strings.CutSuffix(path, ".formula"); ok && e.Value == visible.Quote(c.unitOf(about)) {
			path = line
		}
		if !strings.HasSuffix(path, ".formula") {
			path = strings.TrimSuffix(path, ".split") + ".unit"
		}
	}
	if path == "id" {
		problem = noName(c.d.ID)
	}
	c.add(path, problem, "", e)
}

// lineOwning returns which line of the document has a name, or is a rule that owns a line
// of it; -1 if none is.
func (c *complaints) lineOwning(name string) int {
	i := c.lineAt(name)
	for end := strings.LastIndexByte(name, '.'); end >= 0; end = strings.LastIndexByte(name[:end], '.') {
		if k := c.lineAt(name[:end]); k >= 0 && (c.d.Lines[k].Index != nil || c.d.Lines[k].Split != nil) && (i < 0 || k < i) {
			i = k
		}
	}
	return i
}

// unitOf returns the unit of a line of the document.
func (c *complaints) unitOf(line string) string {
	if i := c.lineAt(line); i >= 0 {
		return c.d.Lines[i].Unit
	}
	return ""
}

// told is what an error of package burden says of the model: without its id, and
// without the line where that is a line of the document, or is named anyway.
func (c *complaints) told(e *burden.Error) string {
	short := *e
	short.Model = ""
	if strings.HasPrefix(e.Detail, e.Line+" ") || e.Year == 0 && c.lineAt(e.Line) >= 0 {
		short.Line = ""
	}
	return told(&short)
}

// body is the key of what a line is.
func (l Line) body() string {
	switch {
	case l.Index != nil:
		return ".index"
	case l.Split != nil:
		return ".split"
	}
	return ".formula"
}

// told is what an error of package burden says, without the package.
func told(err error) string { return strings.TrimPrefix(err.Error(), "burden: ") }

// causeOf is the sentinel of an error, or else the error.
func causeOf(err error) error {
	if inner := errors.Unwrap(err); inner != nil {
		return inner
	}
	return err
}
